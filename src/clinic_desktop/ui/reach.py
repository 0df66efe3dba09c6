"""Whether a commit reaches a question, and which part of a calendar must be read again."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import NamedTuple

from clinic_desktop.domain.away import AwayOf
from clinic_desktop.domain.booking import (
    AgendaOf,
    Blocks,
    Fullness,
    History,
    NextFree,
    TheAppointment,
)
from clinic_desktop.domain.changes import Changes
from clinic_desktop.domain.office import Query, TheSite
from clinic_desktop.domain.people import (
    AllEquipment,
    AppointmentTypes,
    Doctors,
    FindPatients,
    PatientInBrief,
    Rooms,
    ThePatient,
)
from clinic_desktop.domain.rights import MyRights
from clinic_desktop.domain.sheets import SheetsOf
from clinic_desktop.domain.time import LATEST, UTC, TimeSpan

NAMES_OF_AN_AGENDA = (
    "patient",
    "doctor",
    "resource",
    "appointment_type",
    "purpose",
    "custom_field",
)
"""What a calendar prints beside its times: a new name or colour may stand anywhere in it."""
_OF_RULES = ("availability", "time_off")
"""What time off, and hours of single dates, are kept in."""
_LAID_IN_BULK = ("block", *_OF_RULES)
"""What a bulk command changes without a word of where."""

_KINDS: dict[type[Query[object]], tuple[str, ...]] = {
    Doctors: ("doctor", "resource"),
    Rooms: ("room", "resource"),
    AllEquipment: ("equipment", "resource"),
    AppointmentTypes: ("appointment_type",),
    MyRights: ("user",),
    FindPatients: ("patient", "appointment", "custom_field"),
    PatientInBrief: ("patient", "appointment", "custom_field"),
    ThePatient: ("patient", "appointment", "custom_field"),
    TheSite: ("site",),
}
_LATE = {
    "HoursOf": ("availability",),
    "TimeOffOf": ("time_off",),
    "VisitsIn": (*_OF_RULES, "appointment", "patient"),
    "HolidaysOf": (),
    "SitesFor": ("site",),
    "Purposes": ("purpose",),
    "CustomFields": ("custom_field",),
    "Branches": ("site",),
    "Travels": ("site", "site_travel"),
    "TheSelfBooking": ("site",),
    "PassedLimit": ("site",),
    "LikelySame": ("patient",),
    "TheSeries": ("appointment",),
    "ContactsOf": ("contact", "patient"),
    # Looked for among months of free time: asked once, and again when what it offered is refused.
    "NextTogether": (),
    "ParkedVisits": ("parked", "patient", "doctor", "room", "appointment_type"),
}
"""The same of questions whose modules no start loads, by name."""
_ONE_DAY = dt.timedelta(days=1)
Part = AgendaOf | Fullness
"""Questions of which only a part may be asked again."""


class Reach(NamedTuple):
    """What a commit means to a question: nothing, a part to be read again, or (None) the whole."""

    is_any: bool
    part: Part | None = None


_NOT_AT_ALL = Reach(False)


def reach_of(query: Query[object], changes: Changes) -> Reach:
    """Answer what must be read again of a question after a commit."""
    return Reach(True, part_of(query, changes)) if reaches(query, changes) else _NOT_AT_ALL


def reaches(query: Query[object], changes: Changes) -> bool:
    """Tell whether the answer to the query may be another after this commit.

    A kind of question that is not known here is always reached: a read too many does no harm.
    """
    if isinstance(query, AgendaOf):
        return _reaches_agenda(query, changes)
    kinds = _KINDS.get(type(query)) or _LATE.get(type(query).__name__)
    if kinds is not None:
        return changes.touches_kind(*kinds)
    change = getattr(query, "change", None)
    if change is not None:
        # Its effect is asked while somebody edits, of a year and more: not again for every visit
        # of others.
        whose = getattr(change, "doctor_id", None)
        return whose is None or any(t.doctor_id in (None, whose) for t in changes.touched)
    if isinstance(query, TheAppointment | History):
        wanted = str(query.appointment_id)
        return any(touched.id == wanted for touched in changes.touched)
    span = _span_of(query)
    return span is None or _reaches_span(query, span, changes)


def _reaches_span(query: Query[object], span: TimeSpan, changes: Changes) -> bool:
    """Tell it of a question that looks at a stretch of time."""
    if isinstance(query, AwayOf) and not changes.touches_kind(*_OF_RULES):
        return False
    if _is_placeless(changes) and changes.touches_kind(*_LAID_IN_BULK):
        return True
    named = isinstance(query, SheetsOf) and changes.touches_kind(*NAMES_OF_AN_AGENDA)
    return named or changes.touches(_doctors_of(query), span.start, span.end)


def _reaches_agenda(query: AgendaOf, changes: Changes) -> bool:
    """Tell it of a calendar, in one look: with many open, this is asked of each at every commit."""
    start, end, doctors = query.span.start, query.span.end, query.doctor_ids
    for touched in changes.touched:
        if touched.kind in NAMES_OF_AN_AGENDA:
            return True
        if touched.start is None or touched.end is None:
            if changes.touches_kind(*_LAID_IN_BULK):
                return True
        elif (
            touched.start < end
            and start < touched.end
            and (doctors is None or touched.doctor_id in doctors)
        ):
            return True
    return False


def part_of(query: Query[object], changes: Changes) -> Part | None:
    """Answer the smaller question that a commit leaves open, None when all must be read again."""
    if isinstance(query, AgendaOf):
        if changes.touches_kind(*NAMES_OF_AN_AGENDA):
            return None
    elif not isinstance(query, Fullness):
        return None
    wanted = _doctors_of(query)
    part: Part | None = None
    for touched in changes.touched:
        if touched.doctor_id is None or touched.start is None or touched.end is None:
            return None
        if wanted is None or touched.doctor_id in wanted:
            piece = _piece(query, touched.doctor_id, touched.start, touched.end)
            if piece is not None:
                part = piece if part is None else joined(part, piece)
    return part


def _piece(query: Part, doctor_id: int, start: dt.datetime, end: dt.datetime) -> Part | None:
    """Answer the part of the question that a doctor's stretch of time lies in, if any does."""
    if isinstance(query, Fullness):
        # A local day lies within a day of the UTC day of that date, in every zone.
        first = max(query.first, start.astimezone(UTC).date() - _ONE_DAY)
        last = min(query.last, end.astimezone(UTC).date() + _ONE_DAY)
        return replace(query, first=first, last=last) if first <= last else None
    start, end = max(start, query.span.start), min(end, query.span.end)
    if start >= end:
        return None
    return AgendaOf(
        span=TimeSpan(start, end),
        doctor_ids=(doctor_id,),
        cancelled=query.cancelled,
        phones=query.phones,
    )


def joined(one: Part, other: Part) -> Part:
    """Answer one question that holds two parts of the same one."""
    if isinstance(one, Fullness) and isinstance(other, Fullness):
        first, last = min(one.first, other.first), max(one.last, other.last)
        return replace(one, first=first, last=last)
    if isinstance(one, AgendaOf) and isinstance(other, AgendaOf):
        return replace(
            one,
            span=TimeSpan(min(one.span.start, other.span.start), max(one.span.end, other.span.end)),
            doctor_ids=tuple(sorted({*(one.doctor_ids or ()), *(other.doctor_ids or ())})),
        )
    raise TypeError(one, other)


def _span_of(query: Query[object]) -> TimeSpan | None:
    """Answer the stretch of time that a question looks at, if it has one."""
    if isinstance(query, AgendaOf | Blocks | SheetsOf):
        return query.span
    if isinstance(query, NextFree):
        return TimeSpan(query.after, LATEST) if query.after < LATEST else None
    if isinstance(query, Fullness | AwayOf):
        # A local day lies within a day of the UTC day of that date, in every zone.
        first = dt.datetime.combine(query.first, dt.time(), UTC) - _ONE_DAY
        return TimeSpan(first, dt.datetime.combine(query.last, dt.time(), UTC) + 2 * _ONE_DAY)
    return None


def _doctors_of(query: Query[object]) -> frozenset[int] | None:
    """Answer the doctors that a question is about, None for all."""
    ids: tuple[int, ...] | None = getattr(query, "doctor_ids", None)
    return None if ids is None else frozenset(ids)


def _is_placeless(changes: Changes) -> bool:
    """Tell whether a bulk command left out where in a calendar its rows lie."""
    return any(touched.start is None for touched in changes.touched)
