"""What happens in the demo clinic: each doctor's days, cut into blocks and filled with visits.

The past is told as it might have gone, today stands where the clock is, and the further off a day
lies, the fewer have booked it yet.
"""

from __future__ import annotations

import datetime as dt
import math
import random
import zoneinfo
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from clinic_desktop.domain.availability import WeeklyHours
from clinic_desktop.domain.time import DAYS, spans_of_local_window, to_seconds
from clinic_desktop.scheduling.demo_people import NOTES, TYPES, DemoDoctor

BLOCK_MINUTES = 15
ROTA_WEEKS = 13
"""How long the same doctors work on Saturdays, before others take their turn."""
_BLOCK = BLOCK_MINUTES * 60
_DAY = dt.timedelta(days=1)
_SATURDAY = 5
_FILL_PAST, _FILL_TODAY, _FILL_SOON, _FADES_IN_DAYS = 0.82, 0.84, 0.80, 26.0
_CANCELLED, _TAKEN_AGAIN, _NOSHOW, _ARRIVED, _NOTED = 0.12, 0.6, 0.085, 0.6, 0.05
_SOON = 40 * 60
_BAG = [number for number, kind in enumerate(TYPES) for _ in range(kind.share)]
_LENGTHS = [kind.minutes // BLOCK_MINUTES for kind in TYPES]
_SHORT = [number for number in _BAG if _LENGTHS[number] == 1]
_MEAN = sum(_LENGTHS[number] for number in _BAG) / len(_BAG)
_REASONS = (
    ("patient_request", "patient", 45),
    ("patient_ill", "patient", 30),
    ("doctor_away", "clinic", 9),
    ("clinic", "clinic", 6),
    ("weather", "patient", 4),
    ("duplicate", "clinic", 3),
    ("other", "patient", 3),
)
_REASON_SHARES = [share for *_, share in _REASONS]


@dataclass(frozen=True, slots=True)
class Rule:
    """A doctor's hours over a range of dates, both included; ``until`` None means open."""

    hours: WeeklyHours
    start: dt.date
    until: dt.date | None

    def covers(self, day: dt.date) -> bool:
        """Tell whether the rule is valid on that day."""
        return self.start <= day and (self.until is None or day <= self.until)


def rules_of(doctor: DemoDoctor, turn: int, first: dt.date, today: dt.date) -> list[Rule]:
    """Answer a doctor's rules from ``first`` on; ``turn`` says who shares a Saturday.

    A demo begun on a weekend is a day on which everybody works: an empty one would show nothing.
    """
    usual = WeeklyHours.parse(doctor.hours)
    rota = WeeklyHours.parse(f"{doctor.hours}; {doctor.saturday}") if doctor.saturday else usual
    rules: list[Rule] = []
    start, period = first, 0
    while start <= today:
        after = start + dt.timedelta(weeks=ROTA_WEEKS)
        hours = rota if (period + turn) % 2 == 0 else usual
        if rules and rules[-1].hours == hours:
            start, rules = rules[-1].start, rules[:-1]
        rules.append(Rule(hours, start, None if after > today else after - _DAY))
        start, period = after, period + 1
    if today.weekday() < _SATURDAY:
        return rules
    last = rules.pop()
    windows = next(day for day in usual.days if day)
    special = WeeklyHours(tuple(windows if n == today.weekday() else () for n in range(len(DAYS))))
    before = [Rule(last.hours, last.start, today - _DAY)] if last.start < today else []
    return [*rules, *before, Rule(special, today, today), Rule(last.hours, today + _DAY, None)]


class Span(NamedTuple):
    """A working window of one day, in UTC seconds."""

    start: int
    end: int


class Windows:
    """Local windows as instants; doctors share most of them, and each costs a while to reckon."""

    def __init__(self, zone: zoneinfo.ZoneInfo) -> None:
        """Reckon in the clinic's zone."""
        self._zone = zone
        self._known: dict[tuple[int, int], list[Span]] = {}
        self._day: dt.date | None = None

    def of(self, hours: WeeklyHours, day: dt.date) -> Iterator[Span]:
        """Answer the working windows of a day."""
        if day != self._day:
            self._day, self._known = day, {}
        for window in hours.days[day.weekday()]:
            if window not in self._known:
                self._known[window] = [
                    Span(to_seconds(span.start), to_seconds(span.end))
                    for span in spans_of_local_window(day, *window, self._zone)
                ]
            yield from self._known[window]


class DemoVisit(NamedTuple):
    """A visit, as the columns have it; ``type`` and ``patient`` count from 0."""

    id: str
    patient: int
    type: int
    status: str
    status_at: int
    start: int
    end: int
    note: str
    reason: str = ""
    cancelled_by: str = ""

    @property
    def holds(self) -> bool:
        """Whether its blocks are claimed."""
        return self.status != "cancelled"


class Days:
    """Fills windows with visits, the same for the same seed."""

    def __init__(self, rng: random.Random, patients: int, today: dt.date, now: int) -> None:
        """Know how many patients there are and, in UTC seconds, how late it is."""
        self._rng = rng
        self._patients = patients
        self._today = today
        self._now = now
        self._seen: set[int] = set()
        self._begin = 0.0

    def begin(self, day: dt.date) -> None:
        """Turn to a day; nobody sees two doctors on one."""
        self._seen = set()
        ahead = (day - self._today).days
        fill = _FILL_PAST if ahead < 0 else _FILL_TODAY
        if ahead > 0:
            fill = _FILL_SOON * math.exp(-ahead / _FADES_IN_DAYS)
        # How likely a visit begins at a free block, so that this share of the blocks is taken.
        self._begin = fill / (fill + _MEAN * (1 - fill))

    def visits(self, window: Span) -> Iterator[DemoVisit]:
        """Answer the visits of a window in order; cancelled ones lie under those that hold time."""
        rng, at = self._rng, window.start
        while at + _BLOCK <= window.end:
            if rng.random() >= self._begin:
                at += _BLOCK
                continue
            kind = rng.choice(_BAG)
            if at + _LENGTHS[kind] * _BLOCK > window.end:
                kind = rng.choice(_SHORT)
            end = at + _LENGTHS[kind] * _BLOCK
            patient = self._someone()
            if patient is None:
                at = end
                continue
            cancelled = rng.random() < _CANCELLED
            yield (
                self._cancelled(patient, kind, at, end)
                if cancelled
                else self._visit(patient, kind, at, end)
            )
            if not cancelled or rng.random() > _TAKEN_AGAIN:
                at = end

    def _someone(self) -> int | None:
        """Answer a patient who has no visit yet that day."""
        for _ in range(8):
            patient = self._rng.randrange(self._patients)
            if patient not in self._seen:
                self._seen.add(patient)
                return patient
        return None

    def _visit(self, patient: int, kind: int, start: int, end: int) -> DemoVisit:
        rng, now = self._rng, self._now
        if end <= now:
            missed = rng.random() < _NOSHOW
            status, at = ("noshow", start + _BLOCK) if missed else ("fulfilled", end)
        elif start <= now:
            status, at = "in_progress", start
        elif start - now < _SOON and rng.random() < _ARRIVED:
            status, at = "arrived", now - rng.randrange(60, 900)
        else:
            status, at = "booked", now - rng.randrange(3_600, 30 * 86_400)
        return DemoVisit(self._id(), patient, kind, status, at, start, end, self._note())

    def _cancelled(self, patient: int, kind: int, start: int, end: int) -> DemoVisit:
        rng = self._rng
        reason, by, _ = rng.choices(_REASONS, _REASON_SHARES)[0]
        at = min(start, self._now) - rng.randrange(1_800, 10 * 86_400)
        return DemoVisit(
            self._id(), patient, kind, "cancelled", at, start, end, self._note(), reason, by
        )

    def _note(self) -> str:
        return self._rng.choice(NOTES) if self._rng.random() < _NOTED else ""

    def _id(self) -> str:
        """Answer a random UUID (version 4) out of the seed."""
        digits = f"{self._rng.getrandbits(128):032x}"
        variant = "89ab"[int(digits[16], 16) & 3]
        return (
            f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:]}"
        )
