"""Time off as a calendar shows it, and dates that have hours of their own."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from clinic_desktop.domain.office import Query
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass

if TYPE_CHECKING:
    # What every start would have to load, although few days have any of it.
    from clinic_desktop.domain.hours_text import Window
    from clinic_desktop.domain.timeoff import TimeOffKind


@dataclass(frozen=True, slots=True)
class Away:
    """Time off once: from ``span.start`` to ``span.end`` (UTC), of a doctor or (None) of all.

    ``pieces`` is what it takes of the days that were asked for. ``name`` is what a closed day is
    called, and ``site`` the only one that is closed, else empty; a doctor's time off has a
    ``note``. ``repeats``: it comes again at other times.
    """

    time_off_id: int
    doctor_id: int | None
    kind: TimeOffKind
    span: TimeSpan
    pieces: tuple[TimeSpan, ...]
    name: str = ""
    note: str = ""
    repeats: bool = False
    site: str = ""


@dataclass(frozen=True, slots=True)
class OwnHours:
    """The hours of a single date, in place of a doctor's weekly ones."""

    doctor_id: int
    day: dt.date
    windows: tuple[Window, ...]


@dataclass(frozen=True, slots=True)
class AwayTimes:
    """The answer to ``AwayOf``: time off by start, the clinic's first; dates with own hours."""

    away: tuple[Away, ...] = ()
    own_hours: tuple[OwnHours, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AwayOf(Query[AwayTimes]):
    """Time off, and hours of single dates, of doctors on the local days first to last."""

    first: dt.date
    last: dt.date
    doctor_ids: tuple[int, ...]
