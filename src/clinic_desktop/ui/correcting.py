"""The form in which a patient is corrected: what was typed stays until it is saved or given up."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from clinic_desktop.domain.custom import CustomField, CustomFields, checked_value
from clinic_desktop.domain.office import Done, Seen
from clinic_desktop.domain.patients import ChangePatient, checked_text
from clinic_desktop.domain.people import Name, Patient, checked_phones
from clinic_desktop.domain.refusals import Misuse, Refusal, Unavailable
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.mistakes import show_mistakes
from clinic_desktop.ui.parts import Label, captioned, column, push_button, row, tab_after
from clinic_desktop.ui.privacy import Hidden, PersonalField
from clinic_desktop.ui.refused import RefusalBox
from clinic_desktop.ui.words import read_born

_CAPTIONS = {
    "name": "Name", "phones": "Phones", "born": "Born", "email": "E-mail",
    "file_number": "File number", "note": "Note", "do_not_book": "Do not book, because",
}  # fmt: skip
_HINTS = {
    "name": "Ann Smith, or Smith, Ann", "phones": "several with a comma between",
    "born": "1980-03-12, or 1980", "do_not_book": "empty: may be booked",
}  # fmt: skip
_WRONG = {
    "bad_name": "name", "bad_phone": "phones", "bad_birth_date": "born",
    "ambiguous_birth_date": "born", "future_birth_date": "born", "bad_file_number": "file_number",
}  # fmt: skip
"""Codes of refusals, and the fields that they are about; others name theirs."""


class CorrectionForm(QFrame):
    """What of a patient may be corrected; only what was changed in it is sent.

    Signals:
        saved(Done): the patient is stored as it was typed, or was so already.
        given_up: nothing is to be corrected.
        told(QWidget): something is refused: this should be in sight.
    """

    saved = Signal(object)
    given_up = Signal()
    told = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Make the fields; ``open_for`` fills them."""
        super().__init__()
        self._clinic = clinic
        self._base: Patient | None = None
        self._latest: Patient | None = None
        self._wish: ChangePatient | None = None
        self._told_of = 0
        """The version whose difference was told last."""
        self.is_busy = False
        self.was_warned = False
        """Whether it was said, as the window was to be closed, that this is not saved."""
        look = clinic.look
        self.setProperty("role", "card")
        self.setAccessibleName("Correct the patient")
        self.fields = {name: PersonalField(clinic.privacy) for name in _CAPTIONS}
        self._own: tuple[CustomField, ...] = ()
        """The clinic's own fields, as they stand in the form."""
        self.mistake = Label(look, tone="danger", wraps=True)
        self.mistake.hide()
        self.refusal = RefusalBox(clinic, "Refusal")
        self.refusal.retry_requested.connect(self._save)
        self._save_button = push_button("Save", kind="primary", name="Save the patient")
        self._save_button.clicked.connect(self._save)
        leave = push_button("Leave as it was", kind="quiet")
        leave.clicked.connect(self.given_up)
        buttons = row(self._save_button, leave)
        buttons.setStretch(0, 1)
        self.ways = QWidget()
        """To save it, and to leave it: whoever shows the form keeps them in sight below it."""
        self.ways.setLayout(buttons)
        self.ways.hide()
        lines: list[QVBoxLayout] = []
        for name, field in self.fields.items():
            field.setAccessibleName(_CAPTIONS[name])
            field.setPlaceholderText(_HINTS.get(name, ""))
            field.returnPressed.connect(self._save)
            lines.append(captioned(look, _CAPTIONS[name], field))
        self._own_place = QWidget()
        self._own_place.setHidden(True)
        self._lines = column(
            *lines, self._own_place, self.mistake, self.refusal, spacing=look.px(10)
        )
        self._of_fields = LiveQuery(clinic.dispatcher, self)
        self._of_fields.loaded.connect(self._take_fields)
        self._lines.setContentsMargins(*(look.px(14),) * 4)
        self.setLayout(self._lines)
        clinic.privacy.changed.connect(self._obey_privacy)
        self.hide()

    @property
    def patient_id(self) -> int | None:
        """Whom it corrects."""
        return self._base.id if self._base is not None else None

    @property
    def is_dirty(self) -> bool:
        """Whether something was typed that is not stored."""
        return self._base is not None and bool(self._typed())

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        return not self.is_busy and self._of_fields.is_settled

    def _take_fields(self, seen: Seen[tuple[CustomField, ...]]) -> None:
        """Have a line for each of the clinic's own fields; what is typed stays."""
        if seen.answer == self._own:
            return
        typed = self._typed()
        at = next((name for name, one in self.fields.items() if one.hasFocus()), None)
        for one in self._own:
            self.fields.pop(_key(one))
        self._own, lines = seen.answer, list[QVBoxLayout]()
        before = list(self.fields.values())[-1]
        for one in self._own:
            field = self.fields[_key(one)] = PersonalField(self._clinic.privacy)
            field.setAccessibleName(one.name)
            field.setPlaceholderText(", ".join(one.allowed))
            field.returnPressed.connect(self._save)
            field.setReadOnly(self.is_busy)
            lines.append(captioned(self._clinic.look, one.name, field))
        place = QWidget()
        place.setLayout(column(*lines, spacing=self._clinic.look.px(10)))
        self._lines.replaceWidget(self._own_place, place)
        self._own_place.hide()
        self._own_place.deleteLater()
        self._own_place = place
        place.setVisible(bool(lines))
        tab_after(before, *(self.fields[_key(one)] for one in self._own))
        if self._base is not None:
            texts = self._texts(self._base)
            for one in self._own:
                self.fields[_key(one)].setText(typed.get(_key(one), texts[_key(one)]))
        if at is not None and at in self.fields:
            self.fields[at].setFocus()

    def _texts(self, patient: Patient) -> dict[str, str]:
        """Write a patient as the fields have it."""
        said = {one.field_id: one.said for one in patient.custom}
        return {**_texts(patient), **{_key(one): said.get(one.id, "") for one in self._own}}

    def open_for(self, patient: Patient) -> None:
        """Begin with a patient as they are now."""
        self._of_fields.set_query(CustomFields())
        self._base = self._latest = patient
        self.was_warned = False
        for name, text in self._texts(patient).items():
            self.fields[name].setText(text)
        self._clear()
        self.show()
        self.ways.show()
        self.fields["name"].setFocus()

    def forget(self) -> None:
        """Keep nothing of what was typed."""
        self._base = self._latest = self._wish = None
        self._of_fields.set_query(None)
        for field in self.fields.values():
            field.forget()
        self._clear()
        self.hide()
        self.ways.hide()

    def see(self, patient: Patient) -> None:
        """Take notice of how the patient is now; a field that nobody typed in follows.

        What it was typed over stays the old copy, so that saving is refused with the difference.
        """
        is_hidden = isinstance(patient.name, Hidden)
        if self._base is None or patient.id != self._base.id or is_hidden:
            return
        if not self._typed():
            self._base = patient
            for name, text in self._texts(patient).items():
                self.fields[name].setText(text)
        self._latest = patient
        self._take_over_others()

    def _typed(self) -> dict[str, str]:
        """Answer what stands in the fields that were changed."""
        base = self._texts(self._base) if self._base is not None else {}
        texts = {name: field.text() for name, field in self.fields.items()}
        return {name: text for name, text in texts.items() if text != base.get(name, "")}

    def _clear(self) -> None:
        self.refusal.clear()
        show_mistakes(self.mistake, self.fields.values(), {})

    def _obey_privacy(self) -> None:
        """Take back a sentence that may repeat what was typed."""
        if self._clinic.privacy.is_on:
            show_mistakes(self.mistake, self.fields.values(), {})

    def _save(self) -> None:
        """Send what was changed, unless something of it can't be read: then say all of that."""
        base = self._base
        if base is None or self.is_busy:
            return
        self._clear()
        wrong: dict[str, Misuse] = {}
        values: dict[str, Any] = {}
        for name, text in self._typed().items():
            try:
                values |= self._value(name, text)
            except Misuse as misuse:
                wrong[name] = misuse
        if wrong:
            self._show_mistakes(wrong)
            return
        own = {number: values.pop(name) for name, number in self._numbers() if name in values}
        wish = ChangePatient(
            patient_id=base.id, version=base.version, custom=tuple(own.items()), **values
        )
        kept = self._wish
        # After a lost connection the same wish goes out under the same id: it is stored once.
        if kept is not None and replace(wish, command_id=kept.command_id) == kept:
            wish = kept
        self._wish = wish
        self._set_busy(True)
        self._clinic.dispatcher.do(wish, self._done, self._fail)

    def _value(self, name: str, text: str) -> dict[str, Any]:
        """Read a field.

        Raises:
            Misuse: it can't be read.

        """
        if name == "name":
            return {name: Name.parse(text)}
        if name == "phones":
            return {name: checked_phones(*re.split(r"[,;]", text))}
        if name == "born":
            born = read_born(text, self._clinic.today)
            return {name: born, "forget_born": born is None}
        for one in self._own:
            if name == _key(one):
                return {name: checked_value(one, text)}
        return {name: checked_text(name, text)}

    def _numbers(self) -> list[tuple[str, int]]:
        """Answer the clinic's own fields, as the form calls them and by their ids."""
        return [(_key(one), one.id) for one in self._own]

    def _set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a state, as Qt's setters take it
        self.is_busy = busy
        self._save_button.setText("Saving\N{HORIZONTAL ELLIPSIS}" if busy else "Save")
        for field in self.fields.values():
            field.setReadOnly(busy)

    def _done(self, done: Done[Patient]) -> None:
        self._set_busy(False)
        self.forget()
        self.saved.emit(done)

    def _fail(self, error: Exception) -> None:
        """Tell it in place; every word stays."""
        self._set_busy(False)
        if not isinstance(error, Unavailable):
            self._wish = None
        if isinstance(error, Misuse):
            told = {_WRONG.get(one.code) or one.facts.get("field"): one for one in error.every}
            if all(name in self.fields for name in told):
                self._show_mistakes({str(name): one for name, one in told.items()})
                return
        self.refusal.show_error(error)
        if isinstance(error, Refusal) and error.code == "patient_changed":
            self._told_of = int(error.facts["version"])
            self._take_over_others()
        self.told.emit(self.refusal)

    def _take_over_others(self) -> None:
        """Go on from how the patient is, as far as that was told: what was typed stays.

        The difference stands above the button: whoever saves now means it.
        """
        typed, latest = self._typed(), self._latest
        if latest is None or latest.version != self._told_of:
            return
        self._base = latest
        for name, text in self._texts(latest).items():
            if name not in typed:
                self.fields[name].setText(text)

    def _show_mistakes(self, wrong: dict[str, Misuse]) -> None:
        shown: dict[QLineEdit, str] = {
            self.fields[name]: self._clinic.privacy.shown(one).message
            for name, one in wrong.items()
        }
        # Below the first that is wrong, where the keys go: the end may be out of sight.
        first = min(index for index, name in enumerate(self.fields) if name in wrong)
        first = min(first, len(_CAPTIONS))
        self._lines.removeWidget(self.mistake)
        self._lines.insertWidget(first + 1, self.mistake)
        show_mistakes(self.mistake, self.fields.values(), shown)
        self.told.emit(self.mistake)


def _key(field: CustomField) -> str:
    """Answer what one of the clinic's own fields is called in the form, and in refusals."""
    return f"custom:{field.id}"


def _texts(patient: Patient) -> dict[str, str]:
    """Write a patient as the fields have it."""
    return {
        "name": f"{patient.family}, {patient.given}" if patient.given else patient.name,
        "phones": ", ".join(patient.phones),
        "born": str(patient.born or ""),
        "email": patient.email,
        "file_number": patient.file_number,
        "note": patient.note,
        "do_not_book": patient.do_not_book,
    }
