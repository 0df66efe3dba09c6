"""A commit in one program, painted in five others: how long it takes to be seen."""

from __future__ import annotations

import json
import queue
import random
import subprocess
import threading
import time
from collections.abc import Iterator
from itertools import cycle
from zoneinfo import ZoneInfo

from benchmarks.bench import ZONE, Bench, answer
from benchmarks.busy import busy_clinic
from benchmarks.figure import Figure, percentile
from benchmarks.starting import child
from clinic_desktop.compose import open_office
from clinic_desktop.domain.booking import AgendaOf, AppointmentStatus, SetStatus
from clinic_desktop.domain.office import Office
from clinic_desktop.domain.time import day_span, local_date, system_clock

PROGRAMS = 5
COMMITS = 60
PATIENCE = 10.0
"""Seconds after which a picture that has not come never will."""
FLOORS = {50: 20.0, 99: 300.0}
"""Milliseconds that are as good as at once, by percentile."""


class Watcher:
    """One program with its window open on today."""

    def __init__(self, bench: Bench, place: str) -> None:
        """Start it."""
        self._process: subprocess.Popen[str] = child(bench, "staying", place)
        self._told: queue.SimpleQueue[dict[str, float]] = queue.SimpleQueue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        """Gather what it tells."""
        for line in self._process.stdout or ():
            self._told.put(json.loads(line))

    def wait_for(self, name: str, after: float = 0.0) -> float:
        """Wait until it tells something of that name that happened after an instant."""
        while True:
            told = self._told.get(timeout=PATIENCE)
            if name in told and told[name] >= after:
                return told[name]

    def stop(self) -> None:
        """End it; nothing of it is needed any more."""
        self._process.kill()
        self._process.communicate()


def figures(bench: Bench) -> Iterator[Figure]:
    """Change one visit to and fro, five programs looking on."""
    for engine in ("sqlite", "postgresql"):
        place = busy_clinic(bench, engine)
        watchers = [Watcher(bench, place) for _ in range(PROGRAMS)]
        # What can be said of a visit depends on the time, which the watchers take from the system.
        office = open_office(bench.settings(place), clock=system_clock, feed=False)
        try:
            for watcher in watchers:
                watcher.wait_for("ready")
            time.sleep(1)
            seen = _seen(office, watchers)
        finally:
            office.close()
            for watcher in watchers:
                watcher.stop()
        for percent, floor in FLOORS.items():
            name = f"commit in one program painted in {PROGRAMS}, {engine}, p{percent}"
            yield Figure(name, "ms", percentile(seen, percent), floor, 1.0)


def _seen(office: Office, watchers: list[Watcher]) -> list[float]:
    """Answer how many milliseconds each commit took to each program."""
    zone, now = ZoneInfo(ZONE), system_clock()
    today = answer(office, AgendaOf(span=day_span(local_date(now, zone), zone)))
    # Calendars open with the present in sight.
    number = min(today.appointments, key=lambda visit: abs(visit.start - now)).id
    dice, seen = random.Random(1), []
    statuses = cycle((AppointmentStatus.ARRIVED, AppointmentStatus.BOOKED))
    for _ in range(COMMITS):
        # People do not keep time with anybody's polling.
        time.sleep(dice.uniform(0.02, 0.1))
        begun, committed = time.monotonic(), list[float]()
        future = office.do(SetStatus(appointment_id=number, status=next(statuses)))
        future.add_done_callback(lambda _, told=committed: told.append(time.monotonic()))  # type: ignore[misc]
        future.result(timeout=PATIENCE)
        while not committed:
            time.sleep(0)
        # On a busy machine a picture may be there before this thread has read the clock.
        painted = [watcher.wait_for("painted", begun) for watcher in watchers]
        seen += [max(0.0, at - committed[0]) * 1000 for at in painted]
    return seen
