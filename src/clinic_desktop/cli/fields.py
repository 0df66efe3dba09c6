"""``clinic field``: the fields of its own that a clinic asks of its patients."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from clinic_desktop.cli import tables
from clinic_desktop.cli.documents import Document
from clinic_desktop.cli.parser import Words, misused
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain.custom import (
    AddField,
    ChangeField,
    CustomField,
    CustomFields,
    RemoveField,
    field_called,
)
from clinic_desktop.domain.refusals import Mistakes, Misuse


def add(session: Session, words: Words) -> Answer:
    """Add a field."""
    command = AddField(name=words["name"], allowed=tuple(words["choice"]), alert=words["alert"])
    return _told(session.do(command))


def set_(session: Session, words: Words) -> Answer:
    """Change a field."""
    given = words["choice"]
    if words["alert"] and words["no_alert"]:
        raise misused("Give --alert or --no-alert, not both.", "clinic field set")
    alert = True if words["alert"] else False if words["no_alert"] else None
    if words["name"] is None and not given and alert is None:
        raise misused("Say what is to be another.", "clinic field set")
    allowed = None if not given else () if list(given) == [""] else tuple(given)
    known = _called(session, words)
    command = ChangeField(field_id=known.id, name=words["name"], allowed=allowed, alert=alert)
    return _told(session.do(command))


def remove(session: Session, words: Words) -> Answer:
    """Remove a field."""
    gone = session.do(RemoveField(field_id=_called(session, words).id))
    told = f"{tables.tame(gone.name)} is asked for no more. “clinic undo” brings it back."
    return Answer({"field": document(gone)}, lambda: told)


def list_(session: Session, _words: Words) -> Answer:
    """List the fields."""
    found = session.ask(CustomFields())
    rows = [
        (one.id, one.name, ", ".join(one.allowed) or "any text", "yes" if one.alert else "")
        for one in found
    ]
    return Answer(
        {"fields": [document(one) for one in found]},
        lambda: tables.table(("Field", "Name", "It says", "Alert"), rows, "No fields yet."),
    )


def values_of(session: Session, given: Iterable[str]) -> tuple[tuple[int, str], ...]:
    """Read ``NAME=VALUE`` of a patient's fields.

    Raises:
        Refusal: ``unknown_field``.
        Misuse: ``usage``: with everything that is wrong.

    """
    texts = list(given)
    if not texts:
        return ()
    known = session.ask(CustomFields())
    mistakes = Mistakes()
    found: list[tuple[int, str]] = []
    for text in texts:
        name, sign, said = text.partition("=")
        if not sign:
            message = f"“{text}” says nothing of a field. Write --field Interpreter=Arabic."
            mistakes.keep(Misuse("usage", message, {"text": text}))
            continue
        field = mistakes.told_by(field_called, known, name)
        if field is not None:
            found.append((field.id, said))
    mistakes.refuse()
    return tuple(found)


def _called(session: Session, words: Words) -> CustomField:
    return field_called(session.ask(CustomFields()), words["field"])


def document(of: CustomField) -> Document:
    """A field."""
    return {
        "id": str(of.id),
        "name": of.name,
        "choices": list(of.allowed),
        "alert": of.alert,
        "version": of.version,
    }


def _told(of: CustomField) -> Answer:
    says = f"one of {', '.join(of.allowed)}" if of.allowed else "any text"
    alert = ", shown wherever the patient is booked" if of.alert else ""
    told = tables.tame(f"{of.name} is field {of.id}: {says}{alert}.")
    return Answer({"field": document(of)}, lambda: told)


HANDLERS: Mapping[str, Callable[[Session, Words], Answer]] = {
    "field add": add,
    "field set": set_,
    "field remove": remove,
    "field list": list_,
}
"""The functions behind these commands."""
