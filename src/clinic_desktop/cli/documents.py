"""The JSON documents that commands answer with: their fields are relied upon by others' scripts.

Ids are strings, times are ISO 8601 with the clinic's offset of that moment, and what is not known
is null.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

from clinic_desktop.domain.availability import Availability
from clinic_desktop.domain.booking import Appointment, Block, Verified
from clinic_desktop.domain.bulk import HistoryImported
from clinic_desktop.domain.changes import Change, Changes, Touched
from clinic_desktop.domain.effect import LeftOut, TooShort
from clinic_desktop.domain.explaining import Explained
from clinic_desktop.domain.journal import Lost
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.people import (
    AppointmentType,
    Doctor,
    Equipment,
    Patient,
    PatientFound,
    Room,
    User,
)
from clinic_desktop.domain.purposes import Purpose
from clinic_desktop.domain.refusals import Facts, Misuse, Refusal, Unavailable
from clinic_desktop.domain.sites import Branch, Travel
from clinic_desktop.domain.time import from_seconds
from clinic_desktop.domain.timeoff import TimeOff

Document = dict[str, Any]


def moment(at: dt.datetime | None, zone: dt.tzinfo) -> str | None:
    """Write an instant in the clinic's local time with its offset."""
    return None if at is None else at.astimezone(zone).isoformat()


def plain(value: object, zone: dt.tzinfo | None = None) -> Any:  # noqa: ANN401 - JSON has many types
    """Bring any value of the domain to what JSON knows; instants to local time, given a zone."""
    if isinstance(value, Block | Appointment):
        local = zone or dt.UTC
        return block(value, local) if isinstance(value, Block) else appointment(value, local)
    if isinstance(value, dt.datetime):
        return moment(value, zone or dt.UTC) if value.tzinfo else value.isoformat()
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item, zone) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item, zone) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: plain(getattr(value, part.name), zone) for part in fields(value)}
    value = value.value if isinstance(value, Enum) else value
    return value if value is None or isinstance(value, str | int | float) else str(value)


def written(document: Mapping[str, Any]) -> str:
    """Write a document as one line of JSON, by whatever rule its reader parts lines."""
    text = json.dumps(document, ensure_ascii=False, default=str)
    return text.translate(_LINE_ENDS)


_LINE_ENDS = {code: f"\\u{code:04x}" for code in (0x85, 0x2028, 0x2029)}
"""What Unicode counts as line ends and JSON does not escape by itself."""


def appointment(of: Appointment, zone: dt.tzinfo) -> Document:
    """The one document of an appointment, the same in every answer."""
    return {
        "id": str(of.id),
        "patient_id": str(of.patient_id),
        "patient": of.patient,
        "doctor_id": str(of.doctor_id),
        "doctor": of.doctor,
        "resource_ids": [str(one) for one in of.resource_ids],
        "block_ids": [
            str(one)
            for run in (of.block_ids, *(part.block_ids for part in of.parts))
            for one in run
        ],
        "start": moment(of.start, zone),
        "end": moment(of.end, zone),
        "status": of.status.value,
        "type": of.type or None,
        "note": of.note,
        "reason": of.reason or None,
        "holds": of.holds,
        "version": of.version,
        "series_id": None if of.series_id is None else str(of.series_id),
        "origin": of.origin or None,
        "overbooked": of.overbooked or None,
        "held_from": None if of.held_from is None else moment(of.held_from, zone),
        "held_until": None if of.held_until is None else moment(of.held_until, zone),
        "site_id": None if of.site_id is None else str(of.site_id),
    }


def block(of: Block, zone: dt.tzinfo) -> Document:
    """The one document of a block."""
    return {
        "id": str(of.id),
        "doctor_id": str(of.doctor_id),
        "doctor": of.doctor,
        "start": moment(of.start, zone),
        "end": moment(of.end, zone),
        "state": of.state.value,
        "seats": of.seats,
        "free_seats": of.free_seats,
        "purpose": of.purpose or None,
        "reserved_until": moment(of.reserved_until, zone),
        "bookable": of.bookable,
        "appointment_id": None if of.appointment_id is None else str(of.appointment_id),
    }


def doctor(of: Doctor) -> Document:
    """A doctor."""
    return {"id": str(of.id), "name": of.name, "specialty": of.specialty, "archived": of.archived}


def room(of: Room) -> Document:
    """A room."""
    return {"id": str(of.id), "name": of.name, "archived": of.archived}


def branch(of: Branch) -> Document:
    """A site."""
    return {"id": str(of.id), "name": of.name}


def travel(of: Travel) -> Document:
    """How long the way between two sites takes."""
    return {"first": branch(of.first), "second": branch(of.second), "minutes": of.minutes}


def equipment(of: Equipment) -> Document:
    """A kind of device."""
    return {"id": str(of.id), "name": of.name, "count": of.units, "archived": of.archived}


def kind(of: AppointmentType) -> Document:
    """A kind of appointment."""
    return {
        "id": str(of.id),
        "name": of.name,
        "minutes": of.minutes,
        "colour": of.colour,
        "buffer_before": of.buffer_before,
        "buffer_after": of.buffer_after,
        "grid_minutes": of.grid_minutes,
        "purposes": list(of.purposes),
        "no_gaps": of.no_gaps,
        "rules": list(of.rules),
        "needs_room": of.needs_room,
        "doctor_ids": [str(one) for one in of.doctor_ids],
        "room_ids": [str(one) for one in of.room_ids],
        "equipment_ids": [str(one) for one in of.equipment_ids],
        "archived": of.archived,
        "version": of.version,
    }


def purpose(of: Purpose) -> Document:
    """What hours may be kept for."""
    return {
        "id": str(of.id),
        "name": of.name,
        "release_hours": of.release_hours,
        "bookable": of.bookable,
        "version": of.version,
    }


def patient(of: Patient) -> Document:
    """A patient."""
    return {
        "id": str(of.id),
        "name": of.name,
        "given": of.given,
        "family": of.family,
        "born": None if of.born is None else str(of.born),
        "sex": of.sex,
        "phones": list(of.phones),
        "email": of.email,
        "language": of.language,
        "note": of.note,
        "file_number": of.file_number,
        "do_not_book": of.do_not_book or None,
        "fields": {one.name: one.said for one in of.custom},
        "archived": of.archived,
        "version": of.version,
    }


def found(of: PatientFound, zone: dt.tzinfo) -> Document:
    """A patient in a list of search results."""
    return patient(of.patient) | {
        "last_visit": moment(of.last_visit, zone),
        "next_visit": moment(of.next_visit, zone),
    }


def user(of: User) -> Document:
    """A user with the rights granted."""
    return {"id": str(of.id), "name": of.name, "rights": list(of.rights)}


def availability(of: Availability) -> Document:
    """A doctor's weekly hours."""
    return {
        "id": str(of.id),
        "doctor_id": str(of.doctor_id),
        "hours": str(of.hours),
        "block_minutes": of.block_minutes,
        "grid_minutes": of.grid_minutes,
        "seats": of.seats,
        "from": of.start.isoformat(),
        "until": None if of.until is None else of.until.isoformat(),
        "laid_until": None if of.laid_until is None else of.laid_until.isoformat(),
        "version": of.version,
    }


def time_off(of: TimeOff) -> Document:
    """Time off of a doctor, or (``doctor_id`` null) of the clinic; dates and times are local."""
    when = of.when
    return {
        "id": str(of.id),
        "doctor_id": None if of.doctor_id is None else str(of.doctor_id),
        "kind": of.kind.value,
        "note": of.note,
        "from": when.first.isoformat(),
        "until": when.last.isoformat(),
        "start": _wall(when.start_minute),
        "end": _wall(when.end_minute),
        "repeat": when.repeat.rule if when.repeat else None,
        "version": of.version,
    }


def too_short(of: TooShort) -> Document:
    """Windows of new hours that hold no block."""
    return {"hours": of.hours, "block_minutes": of.block_minutes}


def left_out(of: LeftOut) -> Document:
    """Hours at a site in which nobody is offered; dates and times are local."""
    return {
        "doctor": of.doctor,
        "site": of.site,
        "start": _wall(of.start_minute),
        "end": _wall(of.end_minute),
        "first": of.first.isoformat(),
        "last": of.last.isoformat(),
        "days": of.days,
    }


def explained(of: Explained, zone: dt.tzinfo) -> Document:
    """Why a time is not offered."""
    return {
        "doctor_id": str(of.doctor_id),
        "doctor": of.doctor,
        "start": moment(of.start, zone),
        "end": moment(of.end, zone),
        "offered": of.offered,
        "beside": list(of.beside),
        "reasons": [
            {
                "code": one.code,
                "message": one.message,
                "start": moment(one.span.start, zone) if one.span else None,
                "end": moment(one.span.end, zone) if one.span else None,
                "nearest": opening(one.nearest, zone) if one.nearest else None,
            }
            for one in of.obstacles
        ],
    }


def opening(of: Opening, zone: dt.tzinfo) -> Document:
    """Write a time at which a visit could begin."""
    return {
        "block_id": str(of.block_id),
        "doctor_id": str(of.doctor_id),
        "doctor": of.doctor,
        "start": moment(of.start, zone),
        "end": moment(of.end, zone),
        "purpose": of.purpose or None,
        "site": of.site or None,
    }


def _wall(minute: int) -> str:
    """Write minutes from midnight as ``09:30``; the end of a day is ``24:00``."""
    return f"{minute // 60:02}:{minute % 60:02}"


def change(of: Change, zone: dt.tzinfo) -> Document:
    """One line of an appointment's history."""
    return {
        "sequence": of.sequence,
        "at": moment(of.at, zone),
        "actor": of.actor,
        "station": of.station,
        "command": of.command,
        "before": None if of.before is None else _row(of.before, zone),
        "after": None if of.after is None else _row(of.after, zone),
        "with_before": of.with_before,
        "with_after": of.with_after,
    }


_WORDS = {"starts_at": "start", "ends_at": "end", "resource_id": "doctor_id"}
"""Columns of the journal's rows whose names differ from those of the appointment's document."""

_INTERNAL = frozenset({"wish", "bulk"})


def _row(of: Mapping[str, object], zone: dt.tzinfo) -> Document:
    """A journalled row in the words of the appointment's document: instants and ids like there."""
    return {
        _WORDS.get(name, name): _column(name, value, zone)
        for name, value in of.items()
        if name not in _INTERNAL
    }


def _column(name: str, value: object, zone: dt.tzinfo) -> object:
    """One column of a journalled row."""
    if isinstance(value, int) and not isinstance(value, bool):
        if name.endswith("_at") or name.startswith("held_"):
            return moment(from_seconds(value), zone)
        if name == "id" or name.endswith("_id"):
            return str(value)
        if name in {"holds", "time_unknown"}:
            return bool(value)
    if name.endswith("_ids") and isinstance(value, list | tuple):
        return [str(one) for one in value]
    return plain(value, zone)


def changes(of: Changes, zone: dt.tzinfo) -> Document:
    """One commit, as ``watch`` tells it."""
    return {
        "sequence": of.sequence,
        "at": moment(of.at, zone),
        "actor": of.actor,
        "station": of.station,
        "command": of.command,
        "touched": [_touched(one, zone) for one in of.touched],
    }


def _touched(of: Touched, zone: dt.tzinfo) -> Document:
    """One thing that a commit changed."""
    return {
        "kind": of.kind,
        "id": of.id,
        "doctor_id": None if of.doctor_id is None else str(of.doctor_id),
        "start": moment(of.start, zone),
        "end": moment(of.end, zone),
    }


def verified(of: Verified, zone: dt.tzinfo | None, accepted: Lost | None) -> Document:
    """What ``verify`` looked at and found, and what was given up by going on from a copy."""
    given_up = None if accepted is None else {"last": accepted.last, "seen": accepted.seen}
    return {
        **({} if given_up is None else {"accepted": given_up}),
        "ok": of.ok,
        "problems": [
            {"code": one.code, "message": one.message, "facts": plain(one.facts, zone)}
            for one in of.problems
        ],
        "checked": plain(of.checked),
    }


def history_imported(of: HistoryImported) -> Document:
    """What an import did with every row of the file."""
    return {
        "rows": of.rows,
        "imported": of.imported,
        "unchanged": of.unchanged,
        "refused": [{"line": row.line, "reason": row.reason} for row in of.refused],
        "notes": plain(of.notes),
    }


def error(of: Refusal | Misuse | Unavailable, zone: dt.tzinfo | None = None) -> Document:
    """The document of a request that failed: the weightiest reason in front, then every reason."""
    if isinstance(of, Refusal):
        reasons = [_reason(one.code, one.message, one.facts, zone) for one in of.reasons]
    else:
        every = of.every if isinstance(of, Misuse) else (of,)
        reasons = [_reason(one.code, one.message, one.facts, zone) for one in every]
    return {"error": {**reasons[0], "reasons": reasons}}


def bug(log: str) -> Document:
    """The document of a fault of the program itself."""
    message = (
        "The program made a mistake. What was committed before is safe; this command may not have "
        f"been carried out. Details are in the log: {log}"
    )
    reason = _reason("bug", message, {"log": log}, None)
    return {"error": {**reason, "reasons": [reason]}}


def _reason(code: str, message: str, facts: Facts, zone: dt.tzinfo | None) -> Document:
    """One reason of an error."""
    return {"code": code, "message": message, "facts": plain(facts, zone)}
