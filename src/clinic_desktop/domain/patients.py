"""Patients corrected, and two that are one person made one: wishes, answers, what may be stored."""

from __future__ import annotations

import re
import unicodedata

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.people import Name, PartialDate, Patient, PatientFound
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.texts import is_storable
from clinic_desktop.domain.values import dataclass

_LONGEST_NUMBER = 60
_LONGEST_TEXT = 20_000
# What browsers take in a field for e-mail addresses (WHATWG HTML, “valid e-mail address”), and
# letters of other scripts beside.
_LETTER = r"(?:[a-zA-Z0-9]|[^\x00-\x7f\s])"
_LABEL = rf"{_LETTER}(?:(?:{_LETTER}|-){{0,61}}{_LETTER})?"
_EMAIL = rf"(?:{_LETTER}|[.!#$%&'*+/=?^_`{{|}}~-])+@{_LABEL}(?:\.{_LABEL})*"
TOLD = {
    "name": "name", "born": "birth date", "phones": "phone", "email": "e-mail", "note": "note",
    "file_number": "file number", "do_not_book": "“do not book”",
}  # fmt: skip
"""What of a patient a person may correct, and how it is called."""


def checked_text(field: str, text: str) -> str:
    """Answer a text as it is stored: a note as it came, others without the space around them.

    A file number is one short line.

    Raises:
        Misuse: ``bad_text``, ``bad_file_number``, ``bad_email``.

    """
    if field == "file_number":
        text = text.strip()
        if len(text) > _LONGEST_NUMBER or any(
            unicodedata.category(char) in ("Cc", "Cs") for char in text
        ):
            message = (
                f"The file number may have {_LONGEST_NUMBER} letters and figures at most, and no "
                "control characters."
            )
            raise Misuse("bad_file_number", message, {"field": field})
        return text
    if len(text) > _LONGEST_TEXT or not is_storable(text):
        message = (
            f"The {TOLD[field]} can't be stored: it may have {_LONGEST_TEXT} letters at most, and "
            "no character that is none (a null, half of a pair)."
        )
        raise Misuse("bad_text", message, {"field": field})
    if field == "email":
        _check_email(text.strip())
    return text if field == "note" else text.strip()


def _check_email(text: str) -> None:
    """Refuse what is no e-mail address; an empty text is none at all.

    Raises:
        Misuse: ``bad_email``.

    """
    unseen = any(unicodedata.category(char)[0] == "C" for char in text)
    if text and (unseen or not re.fullmatch(_EMAIL, text)):
        message = (
            f"“{text}” is no e-mail address. It has a name, an @ and where the mail goes: "
            "ann@example.org. For none leave it empty; what else is to be known goes into the note."
        )
        raise Misuse("bad_email", message, {"field": "email"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePatient(Command[Patient]):
    """Correct a patient; what is None stays, an empty text takes away what stood there.

    ``custom`` are fields of the clinic's own, by their ids, with what each is to say; others stay.
    ``forget_born`` takes the birth date away. With ``version``, refused ``patient_changed`` when
    the patient was changed since: its facts say by whom and what.
    """

    patient_id: int
    name: Name | None = None
    born: PartialDate | None = None
    forget_born: bool = False
    phones: tuple[str, ...] | None = None
    email: str | None = None
    note: str | None = None
    file_number: str | None = None
    do_not_book: str | None = None
    custom: tuple[tuple[int, str], ...] = ()
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePatients(Command["Merged"]):
    """Make two patients one: ``other_id`` is gone, everything of theirs is ``kept_id``'s.

    What the kept one lacks is taken over: phones, birth date, notes, warnings. Where a field of the
    clinic's own says two things, it says both; a second choice stands in the note. Refused
    ``unknown_patient``; with versions also ``patient_changed``.
    """

    kept_id: int
    other_id: int
    kept_version: int | None = None
    other_version: int | None = None


@dataclass(frozen=True, slots=True)
class Merged:
    """Who was kept, as they are now, who is gone, and how many appointments came over.

    ``at_once`` are visits that are not over and that this one person can't come to both: one that
    was theirs, with one that came over and lies at the same time.
    """

    kept: Patient
    gone: Patient
    appointments: int
    at_once: tuple[tuple[Appointment, Appointment], ...] = ()


@dataclass(frozen=True, slots=True)
class Likeness:
    """A patient who may be the same person, and why; ``is_certain``: by name and another mark."""

    found: PatientFound
    why: str
    is_certain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LikelySame(Query[tuple[Likeness, ...]]):
    """Who may be the same person as somebody of this name, birth date and phones, likeliest first.

    A name alone tells nothing: many share one. ``but`` is a patient who is left out.
    """

    name: Name
    born: PartialDate | None = None
    phones: tuple[str, ...] = ()
    but: int | None = None
    limit: int = 12
