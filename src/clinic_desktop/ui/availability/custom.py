"""The clinic's own fields of patients, in the window: what is asked, and what it may say."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.custom import (
    AddField,
    ChangeField,
    CustomField,
    CustomFields,
    RemoveField,
    checked_allowed,
)
from clinic_desktop.domain.office import Command, Done, Seen
from clinic_desktop.domain.people import is_seen
from clinic_desktop.ui.availability.fields import Reading
from clinic_desktop.ui.availability.listed import ListEditor, State
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, column, push_button, row
from clinic_desktop.ui.words import said

_EMPTY = (
    "No fields yet. Add one below, such as Interpreter or Allergy: every patient has it from then "
    "on, in their panel and form, on printed days and in saved lists."
)
_HINT = (
    "A field takes any text; with a comma between several words, it is one of these. An alert "
    "stands wherever somebody is booked or looked at."
)
_ALERT = 1


class FieldsEditor(ListEditor):
    """The fields, and the form for one."""

    def __init__(self, clinic: Clinic) -> None:
        """Make the form."""
        super().__init__(clinic, "Patient fields", "field", _EMPTY)
        self.name, name = self.field("Name of the field", hint="Interpreter")
        self.allowed, allowed = self.field("One of", hint="any text")
        self.alert = self.picks("Where it is shown")
        self.alert.set_choices({_ALERT: "Alert, also as somebody is booked"})
        place = QWidget()
        place.setLayout(column(name, allowed))
        hint = Label(self.look, _HINT, "small", tone="muted", wraps=True)
        self.remove_button = push_button("Remove this field", kind="link")
        self.remove_button.clicked.connect(self._remove)
        self._removing: RemoveField | None = None
        ways = row(self.remove_button)
        ways.addStretch(1)
        self._ways = QWidget()
        self._ways.setLayout(ways)
        self._ways.setHidden(True)
        self._lay_out(place, self.alert, hint, self._ways)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)

    @property
    def is_settled(self) -> bool:
        """Whether what there is is shown, and nothing is on its way."""
        return super().is_settled and not self.is_busy and self._query.is_settled

    def open(self) -> None:
        """Ask for what there is, now that somebody looks at it."""
        if self._query.query is None:
            self._query.set_query(CustomFields())

    def leave(self) -> None:
        """Ask for nothing any more."""
        self._query.set_query(None)

    def _show(self, seen: Seen[tuple[CustomField, ...]]) -> None:
        entries = {one.id: (one.name, _told(one)) for one in seen.answer}
        self.show_known({one.id: one for one in seen.answer}, entries)

    def state_of(self, known: CustomField | None) -> State:
        """Answer what the form says of a field."""
        self._ways.setVisible(known is not None)
        if known is None:
            return ("", ""), ((),)
        return (known.name, ", ".join(known.allowed)), ((_ALERT,) if known.alert else (),)

    def wish_of(self, known: Any | None, reading: Reading) -> Command[Any] | None:  # noqa: ANN401 - a field
        """Answer the field to add, or what is another of it."""
        name, alert = " ".join(self.name.text().split()), bool(self.alert.chosen)
        nothing: tuple[str, ...] = ()
        allowed = reading.take(self.allowed, _words, nothing)
        if not is_seen(name):
            reading.mistakes[self.name] = "The field needs a name, for example “Interpreter”."
        if known is None:
            return AddField(name=name, allowed=allowed, alert=alert)
        if (known.name, known.allowed, known.alert) == (name, allowed, alert):
            return None
        return ChangeField(field_id=known.id, name=name, allowed=allowed, alert=alert)

    def _remove(self) -> None:
        """Ask for the marked field no more; the notice has the way back."""
        known = self._known.get(self._current or 0)
        if known is None or self.is_busy:
            return
        if self._removing is None or self._removing.field_id != known.id:
            self._removing = RemoveField(field_id=known.id)
        self.is_busy = True
        self.clinic.dispatcher.do(self._removing, self._removed, self._not_removed)

    def _removed(self, done: Done[CustomField]) -> None:
        self.is_busy, self._removing = False, None
        self.saved.emit(done, done.answer.name)

    def _not_removed(self, error: Exception) -> None:
        self.is_busy = False
        self.failed_elsewhere.emit(f"Not removed. {said(error)}")


def _words(text: str) -> tuple[str, ...]:
    """Read the words with a comma between; nothing means any text."""
    return checked_allowed(text.split(",")) if text.strip() else ()


def _told(one: CustomField) -> str:
    says = f"one of {', '.join(one.allowed)}" if one.allowed else "any text"
    return f"{says} · alert" if one.alert else says
