"""What patients may book by themselves: how soon, how far ahead, and how much; and their questions.

Staff book whenever they like, and are told which limit they pass. Who books for themselves is
refused ``too_soon``, ``too_far`` or ``too_many``, says who they are by name, birth date and phone,
and is told of nobody else.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo

from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.time import day_start, local_date
from clinic_desktop.domain.values import dataclass

LONGEST_NOTICE = 30 * 24 * 60
"""Minutes that a clinic may want to know beforehand."""
FURTHEST = 548
"""Days that patients may book ahead: times are laid no further."""
MOST = 100
"""Visits that one patient may have booked by themselves and still before them."""
BY_PATIENT = "patient"
"""The origin of a visit that its patient booked."""
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SelfBooking:
    """What the clinic lets patients book by themselves.

    A visit begins ``notice_minutes`` or more from now, at most ``days_ahead`` local days after
    today, and a patient has no more than ``most`` such visits before them.
    """

    notice_minutes: int = 120
    days_ahead: int = 90
    most: int = 3

    def earliest(self, now: dt.datetime) -> dt.datetime:
        """Answer the first instant (UTC) at which a visit may begin."""
        return now + dt.timedelta(minutes=self.notice_minutes)

    def last_day(self, now: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.date:
        """Answer the last local day on which one may begin."""
        return local_date(now, zone) + self.days_ahead * _DAY

    def end(self, now: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
        """Answer the instant (UTC) from which on none may begin any more."""
        return day_start(self.last_day(now, zone) + _DAY, zone)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetSelfBooking(Command[SelfBooking]):
    """Say what patients may book by themselves from now on; what is None stays."""

    notice_minutes: int | None = None
    days_ahead: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TheSelfBooking(Query[SelfBooking]):
    """What patients may book by themselves."""


@dataclass(frozen=True, slots=True)
class PatientTimes:
    """The times that a patient may take, by start, and the first and the last local day of all."""

    openings: tuple[Opening, ...]
    first_day: dt.date
    last_day: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesForPatients(Query[PatientTimes]):
    """The times of the local days ``first`` to ``last`` (included) that patients may take.

    With one of ``doctor_ids`` (None: any doctor); each is one free block.
    """

    first: dt.date
    last: dt.date
    doctor_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PassedLimit(Query[str]):
    """In words, the limit of ``SelfBooking`` that staff pass by booking from an instant on.

    Empty where patients might book it, too, and for what is over: that is told as such anyway.
    """

    start: dt.datetime
