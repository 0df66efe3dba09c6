"""One doctor's hours changed over 18 months, and how long laying on holds those who write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks.bench import FIRST_DAY, NOW, Bench, Sample, done
from benchmarks.figure import Figure, compared, percentile, timed
from benchmarks.replay import Replay, recorded
from clinic_desktop.compose import open_office
from clinic_desktop.domain.availability import ExtendHorizon, SetWeeklyHours, WeeklyHours

ENGINES = ("sqlite", "postgresql")
CHANGE, HOLD = 1.5, 1.0
HELD_MS = 100.0
"""How long the background may hold the write lane: nobody who books notices it."""
EMPTY = Sample(doctors=20, patients=1, weeks=0)
HOURS = tuple(map(WeeklyHours.parse, ("Mon-Fri 8-12, 13-17", "Mon-Fri 9-12, 13-18")))
MINUTES, ROUNDS, WARM = 30, 12, 2
WEEKS_LATER, EXTENDED = 10, 120


def figures(bench: Bench) -> Iterator[Figure]:
    """Both on both engines."""
    for engine in ENGINES:
        yield _changed(bench, engine)
    for engine in ENGINES:
        yield _held(bench, engine)


def _hours(doctor_id: int, number: int) -> SetWeeklyHours:
    """Answer a wish for hours that end nowhere, other ones each time."""
    return SetWeeklyHours(
        doctor_id=doctor_id, hours=HOURS[number % 2], block_minutes=MINUTES, start=FIRST_DAY
    )


def _changed(bench: Bench, engine: str) -> Figure:
    """Change hours to and fro; a twin of the clinic gets the same statements right behind."""
    places = bench.clinic(engine, EMPTY), bench.clinic(engine, EMPTY)
    ours, floor = [], []
    with ExitStack() as stack:
        office = stack.enter_context(bench.office(places[0]))
        twin = Replay(places[1])
        stack.callback(twin.close)
        for number in range(WARM + ROUNDS):
            command = _hours(1, number)
            taken: list[float] = []
            statements = recorded(
                office, lambda command=command, taken=taken: taken.append(  # type: ignore[misc]
                    timed(lambda: done(office, command))
                )
            )  # fmt: skip
            bare = timed(lambda statements=statements: twin.run(statements))  # type: ignore[misc]
            if number >= WARM:
                ours += taken
                floor.append(bare)
    return compared(f"one doctor's change over 18 months, {engine}", CHANGE, ours, floor)


def _held(bench: Bench, engine: str) -> Figure:
    """Lay 20 doctors on, weeks after their hours were set; each answer is one transaction."""
    place = bench.clinic(engine, EMPTY)
    with bench.office(place) as office:
        for doctor_id in range(1, EMPTY.doctors + 1):
            done(office, _hours(doctor_id, doctor_id))
    later = open_office(
        bench.settings(place), clock=lambda: NOW + dt.timedelta(weeks=WEEKS_LATER), feed=False
    )
    try:
        held = [timed(lambda: done(later, ExtendHorizon())) for _ in range(EXTENDED)]
        if not done(later, ExtendHorizon()).more:
            raise RuntimeError(WEEKS_LATER)
    finally:
        later.close()
    name = f"background extension holds the write lane, p95, {engine}"
    return Figure(name, "ms", percentile(held, 95), HELD_MS, HOLD)
