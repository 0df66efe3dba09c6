"""Time off in a calendar's columns: where it lies, what it is called, what a head says. No Qt."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, NamedTuple

from clinic_desktop.domain.away import Away, AwayTimes
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.agenda.contents import Column, OffKey

if TYPE_CHECKING:
    import zoneinfo

    from clinic_desktop.domain.people import Doctor
    from clinic_desktop.ui.agenda.geometry import Placement


@dataclass(frozen=True, slots=True)
class Off:
    """A stretch of time off in one column, [start, end) in UTC; ``whole_day``: all of its day."""

    id: OffKey
    doctor_id: int
    doctor: str
    start: dt.datetime
    end: dt.datetime
    away: Away
    whole_day: bool = False

    @property
    def span(self) -> TimeSpan:
        """The stretch as a span."""
        return TimeSpan(self.start, self.end)


class Ground(NamedTuple):
    """A doctor's time at which nothing is, from an instant on."""

    doctor: Doctor
    start: dt.datetime


def floored(at: dt.datetime, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """Answer the quarter of an hour on the wall that an instant lies in."""
    local = at.astimezone(zone)
    past = dt.timedelta(
        minutes=local.minute % 15, seconds=local.second, microseconds=local.microsecond
    )
    return at - past


class OffPlaced(NamedTuple):
    """A stretch of time off in its column: pixels [top, bottom), as wide as the column."""

    item: Off
    top: int
    bottom: int
    lane: int = 0
    lanes: int = 1
    span: int = 1


class DayNote(NamedTuple):
    """What is special about a column's day, and where there is little room for it.

    ``closed``: nobody works in the whole clinic; ``is_off``: this doctor does not.
    """

    text: str
    short: str
    closed: bool = False
    is_off: bool = True


def off_words(away: Away) -> str:
    """Say what time off is: ``Leave: Summer``, ``Public holiday at North: Christmas Day``."""
    from clinic_desktop.domain.timeoff import KIND_WORDS

    more = away.name or away.note
    kind = KIND_WORDS[away.kind] + (f" at {away.site}" if away.site else "")
    return f"{kind}: {more}" if more else kind


def short_words(away: Away) -> str:
    """Say the same where there is little room: what tells more, its kind or what it is called."""
    from clinic_desktop.domain.timeoff import KIND_WORDS, TimeOffKind

    kind = KIND_WORDS[away.kind]
    tells = away.kind not in (TimeOffKind.BLOCKED, TimeOffKind.OTHER)
    return away.name or (kind if tells or not away.note else away.note)


def offs_in(column: Column, times: AwayTimes, day: TimeSpan) -> list[Off]:
    """Answer the stretches of a column, the clinic's first."""
    doctor = column.doctor
    found = []
    for away in times.away:
        if away.doctor_id not in (None, doctor.id):
            continue
        for piece in away.pieces:
            start, end = max(piece.start, day.start), min(piece.end, day.end)
            if start < end:
                key = OffKey(away.time_off_id, start.timestamp())
                whole = (start, end) == (day.start, day.end)
                found.append(Off(key, doctor.id, doctor.name, start, end, away, whole))
    return found


def lay_off(offs: list[Off], placement: Placement, scale: float, least: int) -> list[OffPlaced]:
    """Place stretches; those that lie beyond what is shown have no place."""
    found = []
    for off in offs:
        top = round(placement.top(off.start.timestamp()) * scale)
        bottom = round(placement.bottom(off.end.timestamp()) * scale)
        if bottom > top:
            found.append(OffPlaced(off, top, max(bottom, top + least)))
    return sorted(found, key=lambda each: each.top)


def note_of(column: Column, times: AwayTimes, offs: list[Off]) -> DayNote | None:
    """Answer what is special about a column's day: all of it off, or hours of its own."""
    whole = [off.away for off in offs if off.whole_day]
    if whole:
        # The clinic's come first: where it is closed, a doctor's leave says nothing more.
        closed = whole[0].doctor_id is None and not whole[0].site
        return DayNote(off_words(whole[0]), short_words(whole[0]), closed)
    for own in times.own_hours:
        if (own.doctor_id, own.day) == (column.doctor.id, column.day):
            # Loaded by whoever has some: no start waits for it.
            from clinic_desktop.domain.hours_text import day_text as hours_words

            words = f"{hours_words(own.windows)} only" if own.windows else "No hours"
            return DayNote(words, words, is_off=False)
    return None
