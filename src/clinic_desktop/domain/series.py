"""Series: a visit that comes again, finite and in local time, each time an appointment of its own.

A series is proposed as a whole, its clashes are resolved, and only then it is booked, all or
nothing. Later a change is of one visit, of it and what follows, or of all that is to come.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from clinic_desktop.domain.booking import (
    Appointment,
    AppointmentStatus,
    CancelledBy,
    CancelReason,
    listed,
)
from clinic_desktop.domain.explaining import Obstacle
from clinic_desktop.domain.forms import WEEKDAYS, present
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.recurrence import CODES, Recurrence
from clinic_desktop.domain.refusals import Mistakes, Misuse
from clinic_desktop.domain.values import dataclass

if TYPE_CHECKING:
    from clinic_desktop.domain.people import AddPatient

MOST = 104
"""How many visits a series may have: two years of weeks."""
_LONGEST = dt.timedelta(days=10 * 366)
_UNDONE = CancelReason.UNDONE.value
_EVERY_MONTH_HAS = 28
_NAMED = 6
"""How many months that are left out a sentence names."""


class Unit(StrEnum):
    """What a series counts in."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


_FREQUENCY = {Unit.DAYS: "DAILY", Unit.WEEKS: "WEEKLY", Unit.MONTHS: "MONTHLY"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """How a visit comes again: ``times`` in all, or up to a local day (included).

    Every so many days, weeks or months, in weeks on ``weekdays`` (Monday 0; none: that of the
    first day). Weeks are counted in stretches of seven days from the first day on, whatever day the
    calendar's week begins with: “every 2 weeks on Mon and Sat” from a Friday on is that Saturday
    and Monday, and those two weeks later.
    """

    times: int | None = None
    until: dt.date | None = None
    every: int = 1
    unit: Unit = Unit.WEEKS
    weekdays: tuple[int, ...] = ()

    def rule(self, first: dt.date) -> str:
        """Write it as a rule of RFC 5545 for a series from this local day on.

        Raises:
            Misuse: ``bad_repeat``: it has no end or two, or what it counts makes no sense; with all
                that is wrong.

        """
        self._check(first)
        parts = [f"FREQ={_FREQUENCY[self.unit]}"]
        if self.every > 1:
            parts.append(f"INTERVAL={self.every}")
        if self.weekdays:
            parts.append(f"BYDAY={','.join(CODES[day] for day in sorted(set(self.weekdays)))}")
        if self.times is not None:
            parts.append(f"COUNT={self.times}")
        if self.until is not None:
            parts.append(f"UNTIL={self.until:%Y%m%d}")
        if self.unit is Unit.WEEKS:
            parts.append(f"WKST={CODES[first.weekday()]}")
        return ";".join(parts)

    @classmethod
    def of_rule(cls, rule: str) -> Repeat:
        """Read what ``rule`` wrote.

        Raises:
            Misuse: ``bad_repeat``, it wrote no such thing.

        """
        units = {frequency: unit for unit, frequency in _FREQUENCY.items()}
        try:
            parts = dict(part.split("=") for part in rule.split(";"))
            until = parts.get("UNTIL")
            return cls(
                times=int(parts["COUNT"]) if "COUNT" in parts else None,
                until=dt.datetime.strptime(until, "%Y%m%d").date() if until else None,  # noqa: DTZ007 - a local day
                every=int(parts.get("INTERVAL", 1)),
                unit=units[parts["FREQ"]],
                weekdays=tuple(
                    CODES.index(day) for day in parts.get("BYDAY", "").split(",") if day
                ),
            )
        except (ValueError, KeyError):
            raise _bad_repeat(f"“{rule}” does not say how a visit comes again.") from None

    def _check(self, first: dt.date) -> None:
        wrong = Mistakes()
        if (self.times is None) == (self.until is None):
            wrong.keep(_bad_repeat("Say how many times, or until when: a series has one end."))
        if self.times is not None and not 1 <= self.times <= MOST:
            wrong.keep(_bad_repeat(f"A series has 1 to {MOST} visits."))
        if self.until is not None and self.until < first:
            wrong.keep(_bad_repeat("A series does not end before its first day."))
        if not 1 <= self.every <= MOST:
            wrong.keep(_bad_repeat(f"A visit comes again every 1 to {MOST} {self.unit}."))
        if self.weekdays and self.unit is not Unit.WEEKS:
            wrong.keep(_bad_repeat("Weekdays are for a series that counts in weeks."))
        if not set(self.weekdays) <= set(range(7)):
            wrong.keep(_bad_repeat("Weekdays are numbers from 0, Monday, to 6."))
        wrong.refuse()

    def dates(self, first: dt.date) -> tuple[dt.date, ...]:
        """Answer its local days, from the first on.

        Raises:
            Misuse: as ``rule``, or it has none, or more than a series may have.

        """
        rule = Recurrence(self.rule(first))
        start = dt.datetime.combine(first, dt.time())
        last = min(self.until or dt.date.max, first + _LONGEST)
        found = []
        for day in rule.dates(start, first, last):
            found.append(day)
            if len(found) > MOST:
                raise _bad_repeat(f"A series has 1 to {MOST} visits.")
        if not found:
            raise _bad_repeat("No day is like that before the series ends.")
        if self.times is not None and len(found) < self.times:
            raise _bad_repeat("A series lasts ten years at most.")
        return tuple(found)

    def words(self, first: dt.date) -> str:
        """Write it as people say it: ``6 times, every 2 weeks on Mon and Sat, counted from …``."""
        forms = present()
        many = f"every {self.every} {self.unit}" if self.every > 1 else f"every {self.unit[:-1]}"
        told = [many]
        if self.times is not None:
            told.insert(0, "once" if self.times == 1 else f"{self.times} times")
        if self.weekdays:
            *others, last = (WEEKDAYS[day][:3] for day in sorted(set(self.weekdays)))
            told[-1] += f" on {', '.join(others) + ' and ' if others else ''}{last}"
        if self.until is not None:
            told.append(f"until {forms.date(self.until, weekday=True)}")
        if self.unit is Unit.WEEKS and self.every > 1:
            told.append(f"weeks counted from {forms.date(first, weekday=True)}")
        if without := self.left_out(first):
            names = [forms.month(day, letters=3) for day in without[:_NAMED]]
            more = [f"{len(without) - _NAMED} more"] if without[_NAMED:] else []
            ending = "st" if first.day == 31 else "th"  # noqa: PLR2004 - the only such day
            told.append(
                f"left out where there is no {first.day}{ending}: {listed((*names, *more))}"
            )
        return ", ".join(told)

    def left_out(self, first: dt.date) -> tuple[dt.date, ...]:
        """Answer the months, by their first days, that have no such day as a series has monthly."""
        if self.unit is not Unit.MONTHS or first.day <= _EVERY_MONTH_HAS:
            return ()
        days = self.dates(first)
        there = {day.replace(day=1) for day in days}
        end = days[-1] if self.until is None else self.until
        found, number = [], first.year * 12 + first.month - 1
        while (month := dt.date(number // 12, number % 12 + 1, 1)) <= end:
            # Up to the last day of the month that it would have been.
            missed = month not in there and month.replace(day=_EVERY_MONTH_HAS) <= end
            found += [month] if missed else []
            number += self.every
        return tuple(found)


def _bad_repeat(message: str) -> Misuse:
    return Misuse("bad_repeat", message)


@dataclass(frozen=True, slots=True)
class Planned:
    """When a visit of a series is to be: from ``start`` on (UTC); ``end`` None: as its type says.

    With another doctor than the series' where ``doctor_id`` names one. ``even_if_…`` pass a warning
    of this visit alone, as those of ``BookSeries`` do of all.
    """

    start: dt.datetime
    end: dt.datetime | None = None
    doctor_id: int | None = None
    even_if_busy: bool = False
    even_if_reserved: bool = False


@dataclass(frozen=True, slots=True)
class Proposed:
    """One visit of a series that is not booked yet; ``number`` counts from 1.

    ``obstacles`` are all that speaks against its time (none: it can be booked), ``nearest`` the
    free time nearest to it that no other visit of the series wants.
    """

    number: int
    start: dt.datetime
    end: dt.datetime
    obstacles: tuple[Obstacle, ...] = ()
    nearest: Opening | None = None

    @property
    def is_free(self) -> bool:
        """Nothing speaks against it."""
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class Proposal:
    """A series as it would be, before it is booked; ``rule`` and ``words`` say how it comes again.

    ``first`` is the local day from which it is counted.
    """

    visits: tuple[Proposed, ...]
    rule: str
    words: str
    first: dt.date

    @property
    def clashes(self) -> tuple[Proposed, ...]:
        """The visits that can't be booked as they are."""
        return tuple(one for one in self.visits if not one.is_free)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposeSeries(Query[Proposal]):
    """A visit with a doctor that comes again at the same local time, from ``start`` (UTC) on.

    It is of a type, or of ``minutes`` (both: that type, so long), or one block long, and holds
    ``with_ids`` as long; of ``patient_id``, if it is known who it is for, other visits at those
    times are told. Refused ``unknown_…``; misused ``bad_repeat``.
    """

    doctor_id: int
    start: dt.datetime
    repeat: Repeat
    patient_id: int | None = None
    type_id: int | None = None
    minutes: int = 0
    with_ids: tuple[int, ...] = ()

    def planned(self, time: Proposed | Opening | Appointment) -> Planned:
        """Answer the visit that is to be then: as proposed, at a free time instead, as booked."""
        own_length = self.type_id is None or self.minutes
        return Planned(time.start, time.end if own_length else None)


@dataclass(frozen=True, slots=True)
class Series:
    """A series that is booked: all its visits by start, those that were cancelled included.

    A booking that was taken back never was one: then it has no visits.
    """

    id: UUID
    rule: str
    first: dt.date
    visits: tuple[Appointment, ...]

    @property
    def words(self) -> str:
        """How it was said that its visits come again."""
        return Repeat.of_rule(self.rule).words(self.first)

    def place(self, appointment_id: UUID) -> int:
        """Answer which visit of it an appointment is, from 1 on."""
        return [one.id for one in self.visits].index(appointment_id) + 1


class Scope(StrEnum):
    """Which visits of a series a change is of."""

    THIS = "this"
    FOLLOWING = "following"
    ALL = "all"


def of_scope(
    visits: Sequence[Appointment], named: UUID, scope: Scope, now: dt.datetime
) -> tuple[Appointment, ...]:
    """Answer the visits of a series, by start, that a change of one of them is of.

    Besides the one that is named only those that hold time, that nobody has come to yet, and that
    are not over: what was, stays as it was.
    """
    order = [one.id for one in visits].index(named)
    if scope is Scope.THIS:
        return (visits[order],)
    return tuple(
        one
        for number, one in enumerate(visits)
        if number == order
        or (
            one.holds
            and one.status is AppointmentStatus.BOOKED
            and one.end > now
            and (number > order or scope is Scope.ALL)
        )
    )


def visit_words(number: int, of: int, when: str, message: str) -> str:
    """Write what speaks against one visit of a series."""
    return f"Visit {number} of {of}, {when}: {message}"


@dataclass(frozen=True, slots=True)
class SeriesBooked:
    """The answer to ``BookSeries``; ``repeated`` when the same wish was carried out before."""

    series: Series
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class SeriesChanged:
    """The answer to a change of a series: the visits that were changed, as they are now."""

    series_id: UUID
    visits: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSeries(Command[SeriesBooked]):
    """Book every visit of a series, or none; refused with all that speaks against any of them.

    ``rule`` and ``first`` are those of the proposal; ``visits`` what became of it once its clashes
    were resolved. ``series_id`` is made by the client: the same id with the same wish books once.
    Where the visits followed from what was ``asked`` for and nobody chose them, that is the wish:
    what would follow from it now is no other one. Once booked, it needs no visits to be told so.
    Refused ``series_undone`` when that booking was taken back.
    """

    doctor_id: int
    visits: tuple[Planned, ...]
    rule: str
    first: dt.date
    patient_id: int | None = None
    newcomer: AddPatient | None = None
    type_id: int | None = None
    note: str = ""
    with_ids: tuple[int, ...] = ()
    even_if_busy: bool = False
    even_if_reserved: bool = False
    even_if_do_not_book: bool = False
    asked: str = ""
    series_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSeries(Command[SeriesChanged]):
    """Cancel a visit of a series, it and those that follow, or all to come; all or nothing.

    With ``version`` refused when the named visit has changed since; with ``number``, how many were
    seen to be hit, ``series_changed`` when they are another number by now.
    """

    appointment_id: UUID
    scope: Scope
    reason: CancelReason
    by: CancelledBy = CancelledBy.PATIENT
    version: int | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSeries(Command[SeriesChanged]):
    """Move a visit of a series to ``start``, and others as far in local time; all or nothing.

    With ``doctor_id`` all go to that doctor. ``version`` and ``number`` as for ``CancelSeries``.
    """

    appointment_id: UUID
    scope: Scope
    start: dt.datetime
    doctor_id: int | None = None
    version: int | None = None
    number: int | None = None
    even_if_busy: bool = False
    even_if_reserved: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TheSeries(Query[Series]):
    """A series as it is now, by its id or by that of one of its visits.

    Refused ``unknown_series``, ``unknown_appointment``, ``no_series``: the visit is of none.
    """

    series_id: UUID | None = None
    appointment_id: UUID | None = None
