"""What stands on a doctor's sheet: days with their visits, free blocks and ends of work.

Knows no Qt.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Iterator
from dataclasses import replace

from clinic_desktop.domain.booking import Appointment, AppointmentStatus, Block
from clinic_desktop.domain.sheets import SheetKind, ToPrint
from clinic_desktop.domain.time import TimeSpan, day_span, local_date
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.words import born_text, long_day_text, week_text

WEEK_DAYS = 7


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit, with what reception needs to know of its patient."""

    span: TimeSpan
    patient: str
    born: str
    phone: str
    type: str
    note: str
    status: AppointmentStatus


@dataclass(frozen=True, slots=True)
class Free:
    """Time of work that nobody has: free, or kept for a purpose, also for one of nobody's."""

    span: TimeSpan
    purpose: str = ""
    bookable: bool = True

    @property
    def words(self) -> str:
        """What it is: ``free``, ``free · urgent``, ``lunch``."""
        return " · ".join(filter(None, ("free" if self.bookable else "", self.purpose)))


@dataclass(frozen=True, slots=True)
class End:
    """The end of a stretch of work; time off follows, or the day is over."""

    at: dt.datetime


Row = Visit | Free | End


@dataclass(frozen=True, slots=True)
class Day:
    """A local day's rows in time order."""

    date: dt.date
    rows: tuple[Row, ...]

    @property
    def visits(self) -> int:
        """How many visits there are."""
        return sum(isinstance(row, Visit) for row in self.rows)

    @property
    def free_minutes(self) -> int:
        """How much time can be booked."""
        return sum(r.span.minutes for r in self.rows if isinstance(r, Free) and r.bookable)


@dataclass(frozen=True, slots=True)
class Period:
    """The local days that a sheet tells of."""

    kind: SheetKind
    first: dt.date

    @classmethod
    def of(cls, kind: SheetKind, day: dt.date, first_weekday: int) -> Period:
        """Answer the day itself, or the week that it lies in (weekdays from Monday, 0)."""
        back = (day.weekday() - first_weekday) % WEEK_DAYS if kind is SheetKind.WEEK else 0
        return cls(kind, day - dt.timedelta(days=back))

    @property
    def days(self) -> tuple[dt.date, ...]:
        """Every day, in order."""
        count = WEEK_DAYS if self.kind is SheetKind.WEEK else 1
        return tuple(self.first + dt.timedelta(days=n) for n in range(count))

    @property
    def title(self) -> str:
        """The period in words."""
        days = self.days
        return long_day_text(days[0]) if len(days) == 1 else week_text(days[0], days[-1])

    def span(self, zone: zoneinfo.ZoneInfo) -> TimeSpan:
        """Answer the span of its days in a zone."""
        return day_span(self.first, zone, len(self.days))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One doctor's sheet; ``printed`` is when, an instant."""

    clinic: str
    doctor: str
    period: Period
    days: tuple[Day, ...]
    printed: dt.datetime
    zone: zoneinfo.ZoneInfo

    @property
    def title(self) -> str:
        """What print queues and files call it; names no patient."""
        return f"{self.doctor}, {self.period.title}"


def days_of(
    found: ToPrint, doctor_id: int, period: Period, zone: zoneinfo.ZoneInfo
) -> tuple[Day, ...]:
    """Answer a doctor's days.

    A visit stands under the local day on which it begins, one that began before the period under
    its first day: each stands on the sheet once. In a week, free blocks that touch are one.
    """
    rows: dict[dt.date, list[Visit | Free]] = {day: [] for day in period.days}
    free = [one for one in found.agenda.free if one.doctor_id == doctor_id]
    booked = [one for one in found.agenda.appointments if doctor_id in one.resource_ids]
    times = _joined(free) if period.kind is SheetKind.WEEK else _separate(free)
    kept = [span for one in booked for span in one.kept_free if span is not None]
    told: list[Visit | Free] = [*times, *(_visit(one, found) for one in booked)]
    # Neither free nor off: who reads the sheet is not to plan it for anything else.
    told += [Free(span, "kept free", bookable=False) for span in kept]
    for row in told:
        day = max(local_date(row.span.start, zone), period.first)
        if day in rows:
            rows[day].append(row)
    return tuple(Day(day, tuple(_with_ends(rows[day]))) for day in period.days)


def _visit(of: Appointment, found: ToPrint) -> Visit:
    patient = found.patients.get(of.patient_id)
    born = born_text(patient.born) if patient else ""
    phone = next(iter(patient.phones), "") if patient else ""
    # Whatever white space a note holds, paper has its own lines.
    own = map(str, patient.custom) if patient else ()
    note = " · ".join(filter(None, (*own, " ".join(of.note.split()))))
    return Visit(of.span, of.patient, born, phone, of.type, note, of.status)


def _separate(blocks: Iterable[Block]) -> Iterator[Free]:
    return (Free(block.span, block.purpose, block.bookable) for block in blocks)


def _joined(blocks: Iterable[Block]) -> Iterator[Free]:
    """Make blocks of one purpose that touch one stretch of time."""
    current: Free | None = None
    for one in _separate(sorted(blocks, key=lambda block: (block.start, block.end))):
        if current and current.span.end == one.span.start and current.purpose == one.purpose:
            current = replace(current, span=TimeSpan(current.span.start, one.span.end))
            continue
        if current:
            yield current
        current = one
    if current:
        yield current


def _with_ends(rows: list[Visit | Free]) -> Iterator[Row]:
    """Put rows in time order, each stretch of work closed by its end."""
    until: dt.datetime | None = None
    for row in sorted(rows, key=lambda row: (row.span.start, row.span.end)):
        if until is not None and row.span.start > until:
            yield End(until)
        yield row
        until = row.span.end if until is None else max(until, row.span.end)
    if until is not None:
        yield End(until)
