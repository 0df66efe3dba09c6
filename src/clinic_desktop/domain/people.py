"""Patients, doctors, rooms and users: who they are, how they are named, how they are found."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING

from clinic_desktop.domain.custom import CustomValue
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.refusals import Mistakes, Misuse
from clinic_desktop.domain.values import dataclass

if TYPE_CHECKING:
    from clinic_desktop.domain.booking import Appointment

_LETTERS = str.maketrans(
    {
        "ß": "ss", "ä": "ae", "ö": "oe", "ü": "ue", "æ": "ae", "œ": "oe", "ø": "oe", "å": "aa",
        "ł": "l", "đ": "d", "ð": "d", "þ": "th", "\N{LATIN SMALL LETTER DOTLESS I}": "i", "ħ": "h",
    }
)  # fmt: skip
# What people type who have no such key; NFKD takes only marks off.
_PLAIN_LETTERS = {**_LETTERS, ord("ø"): "o"}
_BORN = r"^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$"
"""Compiled when first asked for: no start needs it."""
_FIRST_YEAR = 1850
_SHORTEST_PHONE = 3
_LONGEST_PHONE = 60
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
"""Years that a whole date is taken for one in; beyond them its digits may be a phone number."""
# Letters, a sign and marks by their kind, but nothing of them is seen.
_UNSEEN = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A birth date of which only the year, or year and month, may be known."""

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate:
        """Read ``1980-03-12``, ``1980-03`` or ``1980``.

        Raises:
            Misuse: ``bad_birth_date``.

        """
        match = re.match(_BORN, text.strip())
        if match:
            year, month, day = (int(group) if group else None for group in match.groups())
            try:
                # A month or day that is told as 0 is none, other than one that is not told.
                dt.date(year or 0, 1 if month is None else month, 1 if day is None else day)
            except ValueError:
                pass
            else:
                if year and year >= _FIRST_YEAR:
                    return cls(year, month, day)
        message = (
            f"“{text}” is not a birth date. Write 1980-03-12, or 1980-03 or 1980 if that is all."
        )
        raise Misuse("bad_birth_date", message, {"text": text})

    def is_after(self, day: dt.date) -> bool:
        """Tell whether all days that it can mean lie after a day."""
        return (self.year, self.month or 1, self.day or 1) > (day.year, day.month, day.day)

    def refuse_future(self, today: dt.date) -> None:
        """Refuse a birth date that is still to come; how old people become is not judged.

        Raises:
            Misuse: ``future_birth_date``.

        """
        if self.is_after(today):
            message = f"A birth date cannot be in the future: {self}."
            raise Misuse("future_birth_date", message, {"born": str(self)})

    def __str__(self) -> str:
        """Write the known parts in ISO form."""
        parts = [f"{self.year:04}"]
        if self.month:
            parts.append(f"{self.month:02}")
            if self.day:
                parts.append(f"{self.day:02}")
        return "-".join(parts)


def plain(text: str) -> str:
    """Fold a text for search: marks off, case off, every letter to its plain form."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return bare.translate(_PLAIN_LETTERS)


def readings_of(piece: str) -> tuple[tuple[str, ...], ...]:
    """Answer the ways in which a piece of a name is found, each the words that it then needs.

    ``Müller`` is ``muller`` or ``mueller``. Words part at whatever is no letter or digit: so
    ``O'Brien`` is ``o`` and ``brien``, or ``obrien``.
    """
    if piece.isascii() and piece.isalnum():
        # The common case, and nothing below would add to it.
        return ((piece.lower(),),)
    found = []
    spelled = unicodedata.normalize("NFC", piece).casefold().translate(_LETTERS)
    for form in (plain(piece), plain(spelled)):
        parts = re.findall(r"\w+", form)
        found += [tuple(parts), ("".join(parts),)]
    return tuple(dict.fromkeys(reading for reading in found if any(reading)))


def words_of(text: str) -> frozenset[str]:
    """Answer every word under which a name is found: those of all readings of its pieces."""
    return frozenset(
        word for piece in text.split() for reading in readings_of(piece) for word in reading
    )


def is_seen(name: str) -> bool:
    """Tell whether anything of a name is seen: a letter, a digit or a sign.

    Spaces, marks without a letter, and what only joins or parts letters (as it may in a name) leave
    an empty place where a name should stand.
    """
    return any(unicodedata.category(char)[0] in "LNPS" and char not in _UNSEEN for char in name)


def digits_of(text: str) -> str:
    """Answer the digits of any script as ASCII digits."""
    return "".join(
        str(unicodedata.digit(char))
        for char in text
        if char.isdigit() and unicodedata.digit(char, None) is not None
    )


def checked_phones(*typed: str) -> tuple[str, ...]:
    """Answer the phone numbers without the space around them; those that are empty are none.

    Raises:
        Misuse: ``bad_phone``, one has hardly a digit, or is a date.

    """
    phones = tuple(phone.strip() for phone in typed if phone.strip())
    for phone in phones:
        if any(unicodedata.category(char) in ("Cc", "Cs") for char in phone):
            message = "A phone number can't hold line breaks or control characters."
            raise Misuse("bad_phone", message, {"phone": phone})
        if _is_date(phone):
            apart = " ".join(re.findall(r"\d+", phone))
            message = (
                f"“{phone}” is a date, not a phone number. If it is a number, write it with "
                f"spaces: {apart}."
            )
            raise Misuse("bad_phone", message, {"phone": phone})
        if len(digits_of(phone)) < _SHORTEST_PHONE or len(phone) > _LONGEST_PHONE:
            message = (
                f"“{phone}” is not a phone number. Write its digits, for example +1 212 555 0100."
            )
            raise Misuse("bad_phone", message, {"phone": phone})
    return phones


def _is_date(text: str) -> bool:
    """Tell whether a text is a whole date, in any usual order of its parts."""
    found = re.fullmatch(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})", text)
    if found is None:
        return False
    first, middle, last = (int(found[part]) for part in (1, 3, 4))
    for year, month, day in ((first, middle, last), (last, middle, first), (last, first, middle)):
        try:
            date = dt.date(year, month, day)
        except ValueError:
            continue
        if _FIRST_YEAR <= date.year <= _LAST_YEAR:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name as parts; either may be empty, not both."""

    given: str
    family: str

    @classmethod
    def parse(cls, text: str) -> Name:
        """Read ``Given Family`` or ``Family, Given``; one word is the family name.

        Raises:
            Misuse: ``bad_name``, nothing is left of it, or it holds control characters.

        """
        if any(unicodedata.category(char) == "Cc" for char in text.strip()):
            message = "A name can't hold line breaks or control characters."
            raise Misuse("bad_name", message, {"text": text})
        text = " ".join(text.split())
        if "," in text:
            family, _, given = (part.strip() for part in text.partition(","))
        else:
            given, _, family = text.rpartition(" ")
        if not is_seen(given + family):
            message = "A name is needed, for example “Ann Smith” or “Smith, Ann”."
            raise Misuse("bad_name", message, {"text": text})
        return cls(given, family)

    @property
    def shown(self) -> str:
        """The name as screens show it."""
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True)
class Doctor:
    """A doctor, as lists show one."""

    id: int
    name: str
    specialty: str = ""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """A room at a site. One with hours of its own is shown, booked and searched as a doctor is."""

    id: int
    name: str
    archived: bool = False
    site_id: int | None = None

    @property
    def as_doctor(self) -> Doctor:
        """The room where a doctor's time is shown or asked for."""
        return Doctor(self.id, self.name, "Room", self.archived)


@dataclass(frozen=True, slots=True)
class Equipment:
    """A kind of device, of which there are ``units``: so many visits may have one at once."""

    id: int
    name: str
    units: int = 1
    archived: bool = False
    site_id: int | None = None

    @property
    def as_doctor(self) -> Doctor:
        """The device where a doctor's time is shown or asked for."""
        return Doctor(self.id, self.name, "Equipment", self.archived)


COLOURS = {
    "blue": "#3B6FE8",
    "violet": "#8A57D6",
    "orange": "#D9772B",
    "cyan": "#1590B0",
    "red": "#D64550",
    "green": "#0F9D7A",
    "olive": "#7C6A2E",
    "pink": "#B4508A",
}
"""The usual colours of kinds of visit, which new ones get in turn."""
BOOKABLE = ("doctor", "room")
"""The kinds of resources that may have hours, blocks and visits of their own."""


@dataclass(frozen=True, slots=True)
class AppointmentType:
    """A kind of visit: its length in minutes and its colour (``#rrggbb``).

    The buffers are minutes that the doctor needs before and after, which the patient is not told.
    Such visits begin every ``grid_minutes`` from the start of the hours; None: with any block.
    With ``no_gaps`` they are offered only where they leave no rest that nothing fits in.
    They may use blocks that are kept for its ``purposes``.
    They may be with ``doctor_ids``, in ``room_ids`` (none: all), need one of each of
    ``equipment_ids``, and with ``needs_room`` a room. ``rules`` say what else of a patient stands
    in their way, as ``typerules`` writes them: ``7 days after Surgery``.
    """

    id: int
    name: str
    minutes: int
    colour: str
    icon: str = ""
    archived: bool = False
    version: int = 1
    buffer_before: int = 0
    buffer_after: int = 0
    grid_minutes: int | None = None
    purposes: tuple[str, ...] = ()
    needs_room: bool = False
    doctor_ids: tuple[int, ...] = ()
    room_ids: tuple[int, ...] = ()
    equipment_ids: tuple[int, ...] = ()
    no_gaps: bool = False
    rules: tuple[str, ...] = ()

    @property
    def keeps_its_length(self) -> bool:
        """Whether a visit as long as the type is told just that, not the whole of its blocks."""
        return bool(self.grid_minutes or self.buffer_before or self.buffer_after)


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient. Phones are as typed; ``do_not_book`` holds the reason, or is empty.

    ``custom`` is what the clinic's own fields say of them, in the fields' order.
    """

    id: int
    name: str
    given: str
    family: str
    born: PartialDate | None = None
    sex: str = ""
    phones: tuple[str, ...] = ()
    email: str = ""
    language: str = ""
    note: str = ""
    file_number: str = ""
    do_not_book: str = ""
    archived: bool = False
    version: int = 1
    custom: tuple[CustomValue, ...] = ()

    @property
    def alerts(self) -> tuple[str, ...]:
        """What whoever books for them must see: that nobody should, and each alert."""
        marked = (f"Do not book: {self.do_not_book}",) if self.do_not_book else ()
        return (*marked, *(f"Alert · {one}" for one in self.custom if one.alert))

    @property
    def other_facts(self) -> tuple[str, ...]:
        """What the clinic's own fields say of them besides."""
        return tuple(str(one) for one in self.custom if not one.alert)


@dataclass(frozen=True, slots=True)
class PatientFound:
    """A patient in a list of search results, with the last and next visit (UTC starts)."""

    patient: Patient
    last_visit: dt.datetime | None
    next_visit: dt.datetime | None


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """A patient with all appointments, the newest first."""

    patient: Patient
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True)
class User:
    """Someone who uses the program, and the rights granted beyond everyone's."""

    id: int
    name: str
    rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDoctor(Command[Doctor]):
    """Take a doctor on; refused ``doctor_known`` where one of that name is there already."""

    name: str
    specialty: str = ""
    even_if_known: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddRoom(Command[Room]):
    """Add a room, at the first site unless named; refused ``unknown_site``, ``room_known``."""

    name: str
    site_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEquipment(Command[Equipment]):
    """Add a kind of device, ``units`` of them."""

    name: str
    units: int = 1
    site_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRoom(Command[Room]):
    """Call a room otherwise, in past visits, too; refused ``unknown_room``, ``room_known``."""

    room_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeEquipment(Command[Equipment]):
    """Call a kind of device otherwise, or say that there are more of it; None stays.

    Refused ``unknown_equipment``, ``equipment_known``, and ``units_kept`` where there would be
    fewer: what is held of a unit stays there.
    """

    equipment_id: int
    name: str | None = None
    units: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAppointmentType(Command[AppointmentType]):
    """Add a kind of visit."""

    name: str
    minutes: int
    colour: str = ""
    buffer_before: int = 0
    buffer_after: int = 0
    grid_minutes: int | None = None
    purposes: tuple[str, ...] = ()
    needs_room: bool = False
    doctor_ids: tuple[int, ...] = ()
    room_ids: tuple[int, ...] = ()
    equipment_ids: tuple[int, ...] = ()
    no_gaps: bool = False
    rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeAppointmentType(Command[AppointmentType]):
    """Change a kind of visit, for visits to come: those that are booked stay as they are.

    What is None stays; a grid of 0 means none, no doctor or room means all. Refused
    ``unknown_type``.
    """

    type_id: int
    name: str | None = None
    minutes: int | None = None
    colour: str | None = None
    buffer_before: int | None = None
    buffer_after: int | None = None
    grid_minutes: int | None = None
    purposes: tuple[str, ...] | None = None
    needs_room: bool | None = None
    doctor_ids: tuple[int, ...] | None = None
    room_ids: tuple[int, ...] | None = None
    equipment_ids: tuple[int, ...] | None = None
    no_gaps: bool | None = None
    rules: tuple[str, ...] | None = None


_LONGEST_BUFFER = 240
_GRIDS = range(5, 24 * 60 + 1)
_COLOUR = r"^#[0-9A-Fa-f]{6}$"


def check_type(
    *, minutes: int | None, before: int | None, after: int | None, grid: int | None,
    colour: str | None,
) -> None:  # fmt: skip
    """Refuse lengths in minutes and a colour that no kind of visit can have, all at once.

    What is None is not told; a grid of 0 means none.

    Raises:
        Misuse: ``bad_length``, ``bad_colour``.

    """
    mistakes = Mistakes()
    if minutes is not None and not 1 <= minutes <= 24 * 60:
        message = "A visit is 1 minute to 24 hours long."
        mistakes.add("bad_length", message, {"minutes": minutes})
    for side, length in (("before", before), ("after", after)):
        if length is not None and not 0 <= length <= _LONGEST_BUFFER:
            message = f"The buffer {side} a visit is 0 to {_LONGEST_BUFFER} minutes long."
            mistakes.add("bad_length", message, {side: length})
    if grid and grid not in _GRIDS:
        message = "Visits of a type begin 5 minutes to 24 hours apart."
        mistakes.add("bad_length", message, {"grid": grid})
    if colour is not None and not re.match(_COLOUR, colour):
        message = f"“{colour}” is no colour. Write it as #3B6FE8."
        mistakes.add("bad_colour", message, {"colour": colour})
    mistakes.refuse()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPatient(Command[Patient]):
    """Register a patient."""

    name: Name
    born: PartialDate | None = None
    phones: tuple[str, ...] = ()
    email: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowRight(Command[User]):
    """Grant a user a right, one of ``rights.GRANTABLE``."""

    user: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DisallowRight(Command[User]):
    """Take a right back that a user was granted; refused ``unknown_user``."""

    user: str
    right: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doctors(Query[tuple[Doctor, ...]]):
    """All doctors, in the order they were taken on."""

    archived: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rooms(Query[tuple[Room, ...]]):
    """All rooms."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AllEquipment(Query[tuple[Equipment, ...]]):
    """All equipment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppointmentTypes(Query[tuple[AppointmentType, ...]]):
    """All kinds of visit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Users(Query[tuple[User, ...]]):
    """All who have acted here or were granted a right, by name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorCalled(Query[Doctor]):
    """The doctor with this id or exact name, else the room, else the equipment, all as doctors.

    Refused ``unknown_doctor`` or ``ambiguous_name``.
    """

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientCalled(Query[Patient]):
    """The patient with this id or exact name; refused ``unknown_patient`` or ``ambiguous_name``."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeCalled(Query[AppointmentType]):
    """The type with this id or exact name; refused ``unknown_type`` or ``ambiguous_name``."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindPatients(Query[tuple[PatientFound, ...]]):
    """Patients by parts of names, a phone, or a birth date, the likeliest first."""

    text: str
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientInBrief(Query[PatientFound]):
    """One patient with the last and the next visit alone; refused ``unknown_patient``."""

    patient_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ThePatient(Query[PatientRecord]):
    """One patient with all appointments; refused ``unknown_patient``."""

    patient_id: int
