"""How the window says things: statuses, reasons, lengths, and times in the clinic's zone."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zoneinfo
from typing import TYPE_CHECKING

from clinic_desktop.domain import forms
from clinic_desktop.domain.booking import (
    STATUS_WORDS,
    AppointmentStatus,
    CancelledBy,
    CancelReason,
)
from clinic_desktop.domain.forms import present
from clinic_desktop.domain.people import PartialDate, Patient
from clinic_desktop.domain.refusals import Misuse, Refusal, Unavailable
from clinic_desktop.domain.time import TimeSpan, clock_words, day_span
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.period import Days, Mode, jumped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from clinic_desktop.domain.away import Away
    from clinic_desktop.domain.booking import Appointment

STATUS_ACTS = {**STATUS_WORDS, AppointmentStatus.BOOKED: "Not arrived yet"}
"""What is chosen to say where a visit stands: its words; only the way back says what it undoes."""
# To cancel is an act of its own, with a reason.
del STATUS_ACTS[AppointmentStatus.CANCELLED]
REASON_WORDS = {
    CancelReason.PATIENT_REQUEST: "Patient asked",
    CancelReason.PATIENT_ILL: "Patient ill",
    CancelReason.CLINIC: "Clinic",
    CancelReason.DOCTOR_AWAY: "Doctor away",
    CancelReason.WEATHER: "Weather",
    CancelReason.DUPLICATE: "Duplicate",
    CancelReason.MISTAKE: "Mistake",
    CancelReason.OTHER: "Other",
}
"""The reasons that a person picks; ``undone`` is Undo's own."""
BY_WORDS = {CancelledBy.PATIENT: "Patient", CancelledBy.CLINIC: "Clinic"}
COMMAND_WORDS = {
    "BookBlock": "Booked",
    "MoveAppointment": "Moved",
    "CancelAppointment": "Cancelled",
    "BookSeries": "Series booked",
    "MoveSeries": "Series moved",
    "CancelSeries": "Series cancelled",
    "SetStatus": "Status changed",
    "MoveSeveral": "Moved with others",
    "CancelSeveral": "Cancelled with others",
    "BookTogether": "Booked with others",
    "AddContact": "Contact added",
    "RemoveContact": "Contact taken away",
    "ParkAppointment": "Parked",
    "PlanVisit": "Planned",
    "DropParked": "Booked from the pinboard",
    "ShareParked": "Shared on the pinboard",
    "RemoveParked": "Taken off the pinboard",
    "Undo": "Taken back",
    "Redo": "Done again",
    "ImportHistory": "Imported",
    "FillDemo": "Made for the demo",
    "AddPatient": "Patient added",
    "ChangePatient": "Patient corrected",
    "AddField": "Patient field added",
    "ChangeField": "Patient field changed",
    "RemoveField": "Patient field removed",
    "MergePatients": "Patients merged",
    "AddDoctor": "Doctor added",
    "AddRoom": "Room added",
    "ChangeRoom": "Room changed",
    "ChangeEquipment": "Device changed",
    "ChangeSite": "Site changed",
    "AddEquipment": "Device added",
    "AddSite": "Site added",
    "SetTravel": "Way between sites changed",
    "AddAppointmentType": "Type added",
    "ChangeAppointmentType": "Type changed",
    "AddPurpose": "Purpose added",
    "ChangePurpose": "Purpose changed",
    "SetWeeklyHours": "Hours changed",
    "ExtendHorizon": "Times laid on",
    "SetDays": "Hours of a day changed",
    "CopyDays": "Hours copied",
    "AddTimeOff": "Time off added",
    "RemoveTimeOff": "Time off taken away",
    "CloseClinic": "Clinic closed",
    "AllowRight": "Right granted",
    "DisallowRight": "Right taken back",
    "SetSelfBooking": "Self-booking changed",
}
"""What a journalled command did, by its type's name."""
ACT_WORDS = {
    "BookBlock": "Booking",
    "MoveAppointment": "Move",
    "CancelAppointment": "Cancellation",
    "BookSeries": "Booking of a series",
    "MoveSeries": "Move of a series",
    "CancelSeries": "Cancellation of a series",
    "SetStatus": "Status",
    "MoveSeveral": "Moves",
    "CancelSeveral": "Cancellations",
    "BookTogether": "Booking of several",
    "AddContact": "New contact",
    "RemoveContact": "The end of a contact",
    "ParkAppointment": "Parking",
    "PlanVisit": "Planned visit",
    "DropParked": "Booking from the pinboard",
    "ShareParked": "Sharing on the pinboard",
    "RemoveParked": "End on the pinboard",
    "Undo": "Undo",
    "Redo": "Redo",
    "AddPatient": "New patient",
    "ChangePatient": "Correction",
    "MergePatients": "Merging",
    "AddDoctor": "New doctor",
    "SetWeeklyHours": "Hours",
    "AcceptRestored": "Going on from the older copy",
    "AddTimeOff": "Time off",
    "RemoveTimeOff": "The end of time off",
    "SetDays": "Hours of days",
    "CopyDays": "Copy of hours",
    "CloseClinic": "Closing of the clinic",
    "TakeOnDoctor": "New doctor",
    "RemoveDoctor": "The end of a doctor",
    "AddAppointmentType": "New visit type",
    "ChangeAppointmentType": "Change of a visit type",
    "AddField": "New patient field",
    "ChangeField": "Change of a patient field",
    "RemoveField": "The end of a patient field",
    "AddPurpose": "New purpose",
    "ChangePurpose": "Change of a purpose",
    "AddRoom": "New room",
    "ChangeRoom": "Change of a room",
    "ChangeEquipment": "Change of a device",
    "ChangeSite": "Change of a site",
    "AddEquipment": "New device",
    "AddSite": "New site",
    "SetTravel": "Way between sites",
    "AllowRight": "New right",
    "DisallowRight": "The end of a right",
    "SetSelfBooking": "What patients may book",
}
"""What a command is to those who give it, take it back or miss it, by its type's name."""
BUG_SENTENCE = "Something went wrong inside the program. Nothing was changed; the log says more."

_OVER = (AppointmentStatus.FULFILLED, AppointmentStatus.NOSHOW)
_DASH = "\N{EN DASH}"
# Compiled when first asked for: no start needs them.
_PHONE = r"^[+(]?\d[\d\s()/.-]*$"
_PHONE_DIGITS = 5
_DATE_SHAPED = (
    r"^\d{1,2}[./]\d{1,2}[./]\d{2,4}$|^\d{4}-\d{1,2}(-\d{1,2})?$|^\d{1,2}-\d{1,2}-(19|20)\d\d$"
)
_YEAR = r"^(19|20)\d\d$"


def clock_text(at: dt.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """Write an instant's wall time to the minute: 11:00."""
    return clock_words(at.replace(second=0), zone)


def hours_text(span: TimeSpan, zone: zoneinfo.ZoneInfo) -> str:
    """Write 11:00 to 12:00; an end on another day, or in the other hour of two, says so."""
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    if start.utcoffset() != end.utcoffset() or end.time() <= start.time():
        forms = present()
        return f"{forms.time(start)} {start:%Z}{_DASH}{forms.time(end)} {end:%Z}"
    if any(at.replace(fold=0).utcoffset() != at.replace(fold=1).utcoffset() for at in (start, end)):
        return f"{clock_words(span.start, zone)}{_DASH}{clock_words(span.end, zone)}"
    return present().times(start, end)


def day_text(day: dt.date) -> str:
    """Write Sun 2 Nov 2025."""
    return present().date(day, weekday=True)


def long_day_text(day: dt.date) -> str:
    """Write Sunday, 2 November 2025."""
    return present().date(day, letters=None, weekday=True, comma=True)


def day_of_month_text(day: dt.date, *, first_shown: bool = False) -> str:
    """Write 2, or 1 Nov where a month's first day must say which month it opens."""
    return present().date(day, year=False) if first_shown else str(day.day)


def month_text(day: dt.date) -> str:
    """Write November 2025."""
    return present().month(day)


def when_text(span: TimeSpan, zone: zoneinfo.ZoneInfo, today: dt.date | None = None) -> str:
    """Write Sun 2 Nov, 11:00 to 12:00; with the year where it is another than ``today``'s."""
    start = span.start.astimezone(zone)
    other = today is not None and start.year != today.year
    return f"{present().date(start, weekday=True, year=other)}, {hours_text(span, zone)}"


def moment_text(at: dt.datetime, zone: zoneinfo.ZoneInfo) -> str:
    """Write 2 Nov 2025, 11:00."""
    return f"{short_date(at.astimezone(zone))}, {clock_text(at, zone)}"


def short_date(day: dt.date) -> str:
    """Write 2 Nov 2025."""
    return present().date(day)


def week_text(first: dt.date, last: dt.date, *, short: bool = False) -> str:
    """Write 27 October to 2 November 2025, leaving out what both ends share."""
    forms = present()
    if short and first.year != last.year:
        # The year of the end tells that of the start.
        return f"{forms.date(first, year=False)} {_DASH} {forms.date(last)}"
    return forms.days(first, last, letters=3 if short else None)


def at_site(whom: str, site: str) -> str:
    """Write Dr Lee at North; where the clinic has one site, whom alone."""
    return f"{whom} at {site}" if site else whom


def off_when(away: Away, zone: zoneinfo.ZoneInfo) -> str:
    """Write from when to when somebody is off: whole days by their dates, else with times."""
    start, end = away.span.start.astimezone(zone), away.span.end.astimezone(zone)
    first, last = start.date(), end.date() - dt.timedelta(days=not any((end.hour, end.minute)))
    if day_span(first, zone, (last - first).days + 1) == away.span:
        return day_text(first) if first == last else present().days(first, last)
    if first == last:
        return when_text(away.span, zone)
    return f"{when_text_of(start)} {_DASH} {when_text_of(end)}"


def when_text_of(at: dt.datetime) -> str:
    """Write a local moment: Sun 2 Nov, 11:00."""
    return f"{present().date(at, weekday=True, year=False)}, {present().time(at)}"


def visits_text(count: int) -> str:
    """Write 1 visit, 12 visits."""
    return "1 visit" if count == 1 else f"{count} visits"


def minutes_text(minutes: int) -> str:
    """Write 45 min, 1 h, 1 h 30 min."""
    hours, rest = divmod(minutes, 60)
    parts = ([f"{hours} h"] if hours else []) + ([f"{rest} min"] if rest or not hours else [])
    return " ".join(parts)


def born_text(born: PartialDate | None) -> str:
    """Write a birth date as far as it is known: 12 Mar 1980."""
    if born is None:
        return ""
    if born.month is None:
        return str(born.year)
    first = dt.date(born.year, born.month, born.day or 1)
    return short_date(first) if born.day else present().month(first, letters=3)


def age_text(born: PartialDate | None, today: dt.date) -> str:
    """Write how old someone is, about where only a year is known."""
    if born is None:
        return ""
    had = (today.month, today.day) >= (born.month or 7, born.day or 1)
    age = max(0, today.year - born.year - (0 if had else 1))
    return f"{age} y" if born.day else f"about {age} y"


def patient_facts(patient: Patient, visit: str) -> tuple[str, ...]:
    """Answer what tells patients of one name and birth date apart, the most telling first."""
    number = f"no.\N{NO-BREAK SPACE}{patient.file_number}" if patient.file_number else ""
    return tuple(filter(None, (*patient.phones[:1], visit, number)))


def missed_text(visits: Sequence[Appointment]) -> str:
    """Say how often somebody did not come, of how many visits that are over; nothing if never."""
    over = [one for one in visits if one.status in _OVER]
    missed = sum(one.status is AppointmentStatus.NOSHOW for one in over)
    return f"No-show {missed} of {len(over)} times" if missed else ""


def phone_text(phones: Sequence[str]) -> str:
    """Write the first of several phones, and how many more there are."""
    more = len(phones) - 1
    return f"{phones[0]} (+{more})" if more > 0 else "".join(phones)


def said(error: BaseException) -> str:
    """Answer the sentence that a failure is told with."""
    if isinstance(error, Misuse):
        return "\n".join(one.message for one in error.every)
    if isinstance(error, Refusal | Unavailable):
        return error.message
    return BUG_SENTENCE


@dataclass(frozen=True, slots=True)
class Typed:
    """What a person typed to find or name a patient, told apart."""

    name: str = ""
    phone: str = ""
    born: str = ""


def read_patient_text(text: str) -> Typed:
    """Tell name, phone and birth date in one line apart: ``ann smith 0171 12.3.80``."""
    names: list[str] = []
    numbers: list[str] = []
    born = ""
    for token in text.split():
        if re.match(_DATE_SHAPED, token) or (re.match(_YEAR, token) and names):
            born = token
        elif re.match(_PHONE, token):
            numbers.append(token)
        else:
            names.append(token)
    phone = " ".join(numbers)
    if sum(char.isdigit() for char in phone) < _PHONE_DIGITS:
        phone = ""
    return Typed(capitalised(" ".join(names)), phone, born)


def capitalised(name: str, *, is_family: bool = False) -> str:
    """Write a name typed in small letters as names are written; leave any other as typed.

    ``von`` and its like stay small between two words, and before a name that ``is_family``.
    """
    if name != name.lower() or not any(map(_cased, name)):
        return name
    pieces = name.split(" ")
    for at, piece in enumerate(pieces):
        is_between = (at > 0 or is_family) and at + 1 < len(pieces)
        is_article = at > 0 and pieces[at - 1] == "de" and piece in _ARTICLES
        if not (is_between and (piece in _PARTICLES or is_article)):
            pieces[at] = re.sub(r"(^|[\s'-])(\w)", lambda match: match[1] + match[2].upper(), piece)
    return " ".join(pieces)


_PARTICLES = frozenset(
    {
        "af", "av", "da", "das", "de", "del", "della", "den", "der", "di", "do", "dos", "du", "e",
        "ten", "ter", "van", "vom", "von", "y", "zu", "zum", "zur",
    }
)  # fmt: skip
_ARTICLES = frozenset({"la", "las", "le", "los"})


def _cased(char: str) -> bool:
    """Tell whether a letter knows small and capital."""
    return unicodedata.category(char) in ("Ll", "Lu")


def read_born(text: str, today: dt.date) -> PartialDate | None:
    """Read a birth date as people type it: 1980-03-12, 12.3.1980, 3/25/1980, 1980; nothing: None.

    Raises:
        Misuse: ``bad_birth_date``, ``ambiguous_birth_date`` or ``future_birth_date``.

    """
    if not text.strip():
        return None
    born = forms.read_born(text)
    born.refuse_future(today)
    return born


def read_day(text: str, today: dt.date) -> dt.date | None:
    """Read a day as typed: 2025-11-02, 2.11., 2 nov, +7, in 6 weeks, or as it is written here."""
    text = " ".join(text.strip().lower().split())
    named = {"today": 0, "tomorrow": 1, "yesterday": -1}
    if text in named:
        return today + dt.timedelta(days=named[text])
    if re.fullmatch(r"[+-]\d{1,4}", text):
        return today + dt.timedelta(days=int(text))
    ahead = re.fullmatch(r"(?:in )?([+-]?\d{1,3}) ?(d|w|m)(?:ays?|eeks?|onths?)?", text)
    if ahead:
        return _day_ahead(today, int(ahead[1]), ahead[2])
    parts = _day_parts(text.rstrip("."))
    if parts is None:
        return None
    year, month, day = parts
    try:
        return dt.date(_full_year_near(year, today), month, day)
    except ValueError:
        return None


def _day_ahead(today: dt.date, count: int, unit: str) -> dt.date:
    """Answer the day so many days, weeks or months from today on."""
    if unit == "d":
        return today + dt.timedelta(days=count)
    return jumped(today, weeks=count) if unit == "w" else jumped(today, months=count)


def _day_parts(text: str) -> tuple[int | None, int, int] | None:
    """Answer year (None: not given), month and day of a typed date."""
    iso = re.fullmatch(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})", text)
    if iso:
        return int(iso[1]), int(iso[2]), int(iso[3])
    own = present().read(text)
    if own is not None:
        return int(own[0]) if own[0] else None, own[1], own[2]
    dotted = re.fullmatch(r"(\d{1,2})([./])(\d{1,2})(?:\2(\d{2,4}))?", text)
    if dotted is None:
        return None
    one, two, year = int(dotted[1]), int(dotted[3]), dotted[4]
    month, day = (one, two) if dotted[2] == "/" and present().order != "dmy" else (two, one)
    return int(year) if year else None, month, day


def _full_year_near(year: int | None, today: dt.date) -> int:
    """Read no year as this one, and two figures as this century's."""
    if year is None:
        return today.year
    return year if year >= 100 else today.year - today.year % 100 + year


def title_of(mode: Mode, listed: Mode, day: dt.date, shown: Days, *, short: bool) -> str:
    """Name the days that are shown."""
    if mode == "day":
        return day_text(day) if short else long_day_text(day)
    if "month" in (mode, listed if mode == "agenda" else ""):
        return month_text(day)
    return week_text(*shown, short=short)


_TURNS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


def set_apart(name: str) -> str:
    """Answer a name as a sentence begins with it: what reads from the right stays by itself."""
    ways = (unicodedata.bidirectional(letter) for letter in name)
    first = next((way for way in ways if way in ("L", "R", "AL")), "L")
    isolate, end = "\N{FIRST STRONG ISOLATE}", "\N{POP DIRECTIONAL ISOLATE}"
    turns = any(unicodedata.bidirectional(letter) in _TURNS for letter in name)
    return name if first == "L" and not turns else f"{isolate}{name}{end}"
