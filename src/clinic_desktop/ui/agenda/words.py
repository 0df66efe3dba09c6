"""How times, days and items are named, for the eye and for a screen reader alike. Knows no Qt."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Sequence
from functools import lru_cache

from clinic_desktop.domain.booking import (
    Appointment,
    AppointmentStatus,
    Block,
    listed,
)
from clinic_desktop.domain.forms import Forms, present
from clinic_desktop.domain.time import clock_words
from clinic_desktop.ui.agenda.kept import Kept
from clinic_desktop.ui.agenda.off import Off, off_words

STATUS_ICONS = {
    AppointmentStatus.BOOKED: "clock",
    AppointmentStatus.ARRIVED: "user-check",
    AppointmentStatus.IN_PROGRESS: "circle-play",
    AppointmentStatus.FULFILLED: "circle-check",
    AppointmentStatus.NOSHOW: "user-x",
    AppointmentStatus.CANCELLED: "circle-x",
}
"""The icon of each status, on cards and on buttons alike."""

_PLAIN_MARKS = {status: (icon,) for status, icon in STATUS_ICONS.items()}

OVER = "over-booked"
OVER_ICON = "users"
"""How a visit is marked that was booked over another one."""

JOINT_ICON = "link"
"""How a visit is marked that holds others' time, too."""

_TITLES = ("dr", "dr.", "prof", "prof.", "mr", "mr.", "mrs", "mrs.", "ms", "ms.", "md")


def time_text(instant: dt.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """Answer the local time, ``11:00``; an hour that comes twice names its zone."""
    return _time_text(instant, zone, present())


@lru_cache(maxsize=8192)
def _time_text(instant: dt.datetime, zone: zoneinfo.ZoneInfo, _forms: Forms) -> str:
    return clock_words(instant, zone)


def card_time(instant: dt.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """Answer the local time as cards show it: of twelve hours the half is told by the axis."""
    return _card_time(instant, zone, present())


@lru_cache(maxsize=8192)
def _card_time(instant: dt.datetime, zone: zoneinfo.ZoneInfo, forms: Forms) -> str:
    local, told = instant.astimezone(zone), clock_words(instant, zone)
    return forms.dial(local) if told == forms.time(local) and not local.second else told


def day_text(day: dt.date) -> str:
    """Answer ``Sunday 2 November``."""
    return present().date(day, letters=None, weekday=True, year=False)


def free_text(block: Block, zone: zoneinfo.ZoneInfo) -> str:
    """Answer what a free block says beside its time: seats and purpose only where they matter."""
    if not block.bookable:
        return block.purpose
    word = "Free" if block.seats == 1 else f"{block.free_seats} of {block.seats} free"
    if not block.purpose:
        return word
    return f"{word} for {block.purpose}{until_text(block, zone)}"


def few_text(block: Block) -> str:
    """Answer how many of several seats are free, where there is little room: ``2/4``."""
    return f"{block.free_seats}/{block.seats}" if block.seats > 1 else ""


def until_text(block: Block, zone: zoneinfo.ZoneInfo) -> str:
    """Answer until when a block is kept for its purpose: `` until 06:00``, or nothing."""
    until = block.reserved_until
    if until is None:
        return ""
    day = until.astimezone(zone).date()
    same = day == block.start.astimezone(zone).date()
    on = "" if same else f"{present().date(day, weekday=True, year=False)}, "
    return f" until {on}{time_text(until, zone)}"


def item_name(item: Block | Appointment | Off | Kept, zone: zoneinfo.ZoneInfo) -> str:
    """Name an item in full, for example ``Dr Lee, Sunday 2 November, 11:00 to 11:15, free``."""
    day = item.start.astimezone(zone).date()
    when = f"{time_text(item.start, zone)} to {time_text(item.end, zone)}"
    if isinstance(item, Off):
        whole = "all day" if item.whole_day else when
        return ", ".join((item.doctor, day_text(day), whole, off_words(item.away)))
    if isinstance(item, Kept):
        return ", ".join((item.doctor, day_text(day), when, item.words))
    parts = [item.doctor, day_text(day), when]
    if isinstance(item, Block):
        parts.append(_free_name(item, zone) if item.appointment_id is None else "booked")
    else:
        over = OVER if item.overbooked and item.holds else ""
        beside = f"with {listed(part.name for part in item.parts)}" if item.parts else ""
        parts += [item.patient, item.type, item.stands.lower(), over, beside]
    return ", ".join(filter(None, parts))


def marks_of(visit: Appointment) -> tuple[str, ...]:
    """Answer the icons on a visit's card, the weightiest first: that it is booked need not be told.

    What it is beside that takes the place.
    """
    if not visit.parts and not visit.overbooked:
        return _PLAIN_MARKS[visit.status]
    is_booked = visit.status is AppointmentStatus.BOOKED
    over = OVER_ICON if visit.overbooked and is_booked else ""
    joint = JOINT_ICON if visit.parts else ""
    status = "" if is_booked and (over or joint) else STATUS_ICONS[visit.status]
    return tuple(filter(None, (over, status, joint)))


def together_text(visit: Appointment) -> str:
    """Say with whom a visit of several is one visit: ``One visit with Dr Kim and Room 2``."""
    return f"One visit with {visit.with_whom}" if visit.parts else ""


def _free_name(block: Block, zone: zoneinfo.ZoneInfo) -> str:
    told = free_text(block, zone)
    return f"{told}, nobody is booked" if not block.bookable else told[:1].lower() + told[1:]


def run_name(run: Sequence[Block], zone: zoneinfo.ZoneInfo) -> str:
    """Name several free blocks in a row: ``Dr Lee, Sunday 2 November, 11:00 to 12:00, 4 free``."""
    first, last = run[0], run[-1]
    day = day_text(first.start.astimezone(zone).date())
    when = f"{time_text(first.start, zone)} to {time_text(last.end, zone)}"
    return f"{first.doctor}, {day}, {when}, {len(run)} free"


def untitled(name: str) -> str:
    """Answer a doctor's name without titles, or as it is when nothing else is left."""
    return " ".join(word for word in name.split() if word.lower() not in _TITLES) or name


def initial_of(name: str) -> str:
    """Answer the letter of an avatar: of the last word that is no title, and of a room's own name.

    A room is named "Treatment room" or "Room 1": the word that is small says what it is.
    """
    words = untitled(name).split()
    own = [word for word in words if not word[0].islower()] or words
    return own[-1][0].upper() if own else ""


@lru_cache(maxsize=8192)
def shortened(name: str) -> str:
    """Answer a name with its first word as an initial: ``A. Smith``.

    Only scripts with capitals have initials; other names, and single words, stay as they are.
    """
    first, _, rest = name.partition(" ")
    if not rest or first[0].lower() == first[0].upper():
        return name
    return f"{first[0]}. {rest}"


def initials(name: str) -> str:
    """Answer the first letters of the first and the last word: ``AS``, where nothing else fits.

    Of other scripts, and of single words, the whole: what of it fits says more.
    """
    words = name.split()
    if len(words) < 2 or any(word[0].lower() == word[0].upper() for word in words):
        return name
    return words[0][0] + words[-1][0]
