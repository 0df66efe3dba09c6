"""An appointment's history as people read it: who did what, and what became of it."""

from __future__ import annotations

import zoneinfo
from collections.abc import Mapping

from clinic_desktop.domain.booking import STATUS_WORDS, Appointment, AppointmentStatus, CancelReason
from clinic_desktop.domain.changes import Change
from clinic_desktop.domain.time import TimeSpan, from_seconds
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.words import (
    COMMAND_WORDS,
    REASON_WORDS,
    moment_text,
    when_text,
)

ARROW = " \N{RIGHTWARDS ARROW} "


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a history."""

    title: str
    by: str
    details: tuple[str, ...]


def told(change: Change, zone: zoneinfo.ZoneInfo) -> Told:
    """Write one change: what was done, by whom, and the values before and after."""
    before, after = change.before or {}, change.after or {}
    # The act follows from what it changed: an undo says what it brought back.
    title = COMMAND_WORDS.get(change.command, change.command.capitalize())
    by = f"{moment_text(change.at, zone)} · {change.actor} at {change.station}"
    details = [
        line
        for line in (
            _line("", _when(before, zone), _when(after, zone)),
            _line("", change.with_before, change.with_after),
            _line("", _status(before), _status(after)) if before else "",
            _line("Booked over somebody: ", _over(before), _over(after)),
            _reason(after) if after.get("status") != before.get("status") else "",
        )
        if line
    ]
    return Told(title, by, tuple(details))


def difference(old: Appointment, new: Appointment, zone: zoneinfo.ZoneInfo) -> str:
    """Write what differs between the two, a line each; empty when nothing that is shown."""
    lines = (
        _line("Time: ", when_text(old.span, zone), when_text(new.span, zone)),
        _line("With: " if new.parts else "Doctor: ", old.with_whom, new.with_whom),
        _line("Status: ", old.stands, new.stands),
        _line("Type: ", old.type or "none", new.type or "none"),
        _line("Note: ", old.note or "none", new.note or "none"),
    )
    return "\n".join(filter(None, lines)) if old != new else ""


def _line(caption: str, old: str, new: str) -> str:
    """Write a value that is new, or old and new; nothing when it stayed."""
    if old == new or not new:
        return ""
    return f"{caption}{old}{ARROW}{new}" if old else f"{caption}{new}"


def _over(row: Mapping[str, object]) -> str:
    return str(row.get("overbooked") or "")


def _when(row: Mapping[str, object], zone: zoneinfo.ZoneInfo) -> str:
    start, end = row.get("starts_at"), row.get("ends_at")
    if not isinstance(start, int) or not isinstance(end, int):
        return ""
    return when_text(TimeSpan(from_seconds(start), from_seconds(end)), zone)


def _status(row: Mapping[str, object]) -> str:
    status = row.get("status")
    if row.get("reason") == CancelReason.PARKED.value:
        return "Parked"
    return STATUS_WORDS[AppointmentStatus(status)] if isinstance(status, str) else ""


def _reason(row: Mapping[str, object]) -> str:
    code = row.get("reason")
    if not isinstance(code, str) or code not in set(CancelReason):
        return ""
    if code == CancelReason.PARKED.value:
        return "Waits on the pinboard"
    by = row.get("cancelled_by")
    words = REASON_WORDS.get(CancelReason(code), "Taken back")
    return f"{words}, by {by}" if by else words
