"""Fields of its own that a clinic asks of its patients: allergy, interpreter, insurance.

A field takes any short text, or one of the words that it allows. One that is an alert stands
wherever somebody is booked or looked at.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.refusals import Mistakes, Misuse, Reason, Refusal
from clinic_desktop.domain.values import dataclass

MOST_FIELDS = 30
"""Fields that a clinic may have at a time."""
MOST_ALLOWED = 50
"""Words of which one field may allow a choice."""
LONGEST_NAME = 60
LONGEST_VALUE = 500


@dataclass(frozen=True, slots=True)
class CustomField:
    """A field of every patient: any text, or one of what is ``allowed``."""

    id: int
    name: str
    allowed: tuple[str, ...] = ()
    alert: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class CustomValue:
    """What a field says of one patient."""

    field_id: int
    name: str
    said: str
    alert: bool = False

    def __str__(self) -> str:
        """Write it as screens and paper do: ``Interpreter: Arabic``."""
        return f"{self.name}: {self.said}"


@dataclass(frozen=True, slots=True, kw_only=True)
class AddField(Command[CustomField]):
    """Add a field; refused ``field_known``, and ``too_many_fields`` beyond ``MOST_FIELDS``."""

    name: str
    allowed: tuple[str, ...] = ()
    alert: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeField(Command[CustomField]):
    """Call a field otherwise, allow other words, make it an alert or none; None stays.

    What it says of patients stays, also where it would not be allowed any more. Refused
    ``unknown_field``, ``field_known``.
    """

    field_id: int
    name: str | None = None
    allowed: tuple[str, ...] | None = None
    alert: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveField(Command[CustomField]):
    """Ask for a field no more; undo brings it back with all that it said."""

    field_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomFields(Query[tuple[CustomField, ...]]):
    """The fields that there are, in the order in which they were added."""


def field_called(fields: Iterable[CustomField], text: str) -> CustomField:
    """Answer the field of an id or a name, whatever its case.

    Raises:
        Refusal: ``unknown_field``.

    """
    known = tuple(fields)
    wanted = text.strip()
    for one in known:
        if wanted.casefold() == one.name.casefold():
            return one
    for one in known:
        if wanted == str(one.id):
            return one
    names = ", ".join(one.name for one in known)
    way = f"There are: {names}." if known else "Add it first, with: clinic field add"
    message = f"There is no field “{wanted}”. {way}"
    raise Refusal(Reason("unknown_field", message, {"field": wanted}))


def checked_allowed(words: Iterable[str]) -> tuple[str, ...]:
    """Answer the words that a field allows without the space around them, each once.

    Raises:
        Misuse: ``bad_choice``: one is empty, has a comma or can't be stored, there is one alone, or
            too many.

    """
    several: dict[str, str] = {}
    for word in words:
        plain = " ".join(word.split())
        # Where they are written in one line commas part them.
        if not plain or "," in plain or not _is_line(word.strip(), LONGEST_VALUE):
            message = (
                f"“{word}” can't be chosen: a choice is one line of {LONGEST_VALUE} letters at "
                "most, without a comma, and not empty."
            )
            raise Misuse("bad_choice", message, {"choice": word})
        several.setdefault(plain.casefold(), plain)
    if len(several) == 1 or len(several) > MOST_ALLOWED:
        message = f"A field allows a choice of 2 to {MOST_ALLOWED} words, or any text."
        raise Misuse("bad_choice", message, {"number": len(several)})
    return tuple(several.values())


def checked_value(field: CustomField, text: str) -> str:
    """Answer what a field is to say as it is stored; empty: nothing.

    Raises:
        Misuse: ``bad_field``.

    """
    said = text.strip()
    facts = {"field": f"custom:{field.id}", "name": field.name, "text": text}
    if not said:
        return ""
    if field.allowed:
        for one in field.allowed:
            if " ".join(said.split()).casefold() == one.casefold():
                return one
        message = f"{field.name} is one of {', '.join(field.allowed)}, or empty. “{said}” is none."
        raise Misuse("bad_field", message, facts)
    if not _is_line(said, LONGEST_VALUE):
        message = (
            f"{field.name} may have {LONGEST_VALUE} letters at most, and no line breaks or control "
            "characters."
        )
        raise Misuse("bad_field", message, facts)
    return said


def checked_values(
    fields: Iterable[CustomField], wished: Iterable[tuple[int, str]]
) -> dict[int, str]:
    """Answer what fields are to say, by their ids.

    Raises:
        Refusal: ``unknown_field``.
        Misuse: ``bad_field``; with everything that is wrong.

    """
    known = {one.id: one for one in fields}
    mistakes = Mistakes()
    found: dict[int, str] = {}
    for number, text in wished:
        field = known.get(number)
        if field is None:
            message = "A field was removed meanwhile. Look at the patient as it is now."
            raise Refusal(Reason("unknown_field", message, {"field": str(number)}))
        found[number] = mistakes.told_by(checked_value, field, text) or ""
    mistakes.refuse()
    return found


def values_of(fields: Iterable[CustomField], stored: Mapping[str, str]) -> tuple[CustomValue, ...]:
    """Answer what is stored of a patient, by the ids of fields, in the fields' order."""
    if not stored:
        return ()
    return tuple(
        CustomValue(one.id, one.name, stored[str(one.id)], one.alert)
        for one in fields
        if str(one.id) in stored
    )


def _is_line(text: str, longest: int) -> bool:
    return len(text) <= longest and not any(
        unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") for char in text
    )
