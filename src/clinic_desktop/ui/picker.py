"""Choosing who a booking is for: found, or new and named right here, without losing a word."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import (
    AddPatient,
    Name,
    Patient,
    PatientFound,
    PatientRecord,
    ThePatient,
    checked_phones,
)
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.drafts import PickerDraft
from clinic_desktop.ui.known import KnownPatients
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.mistakes import show_mistakes
from clinic_desktop.ui.parts import Label, captioned, column, inset, push_button, row
from clinic_desktop.ui.patients import PatientSearch
from clinic_desktop.ui.privacy import PersonalField
from clinic_desktop.ui.words import age_text, born_text, missed_text, read_born, read_patient_text


class NewPatientForm(QFrame):
    """The few fields that a new patient needs; name and phone are enough.

    Signals:
        abandoned(str): back to the search, for this text if it is one.
        confirmed: Enter was pressed in a field.
        hinted: who is registered already is told now: it should be in sight.
    """

    abandoned = Signal(object)
    confirmed = Signal()
    hinted = Signal()

    def __init__(self, clinic: Clinic) -> None:
        """Make the fields."""
        super().__init__()
        self._clinic = clinic
        look = clinic.look
        self.setAccessibleName("New patient")
        self.name, self.phone, self.born = (PersonalField(clinic.privacy) for _ in range(3))
        self.mistake = Label(look, tone="danger", wraps=True)
        self.mistake.hide()
        back = push_button("Search instead", kind="link")
        back.clicked.connect(lambda: self.abandoned.emit(""))
        head = row(Label(look, "New patient", "strong"), back)
        head.setStretch(0, 1)
        self._lines = layout = column(head, spacing=look.px(10))
        for field, label, hint in (
            (self.name, "Name", "Ann Smith"),
            (self.phone, "Phone", ""),
            (self.born, "Born", "1980-03-12, or 1980"),
        ):
            field.setAccessibleName(f"New patient {label.lower()}")
            field.setPlaceholderText(hint)
            field.returnPressed.connect(self.confirmed)
            field.textChanged.connect(self._look_for_known)
            layout.addLayout(captioned(look, label, field))
        self.known = KnownPatients(clinic)
        self.known.list_requested.connect(self.abandoned)
        self.known.came.connect(self._place_hint)
        clinic.privacy.changed.connect(self._obey_privacy)
        layout.addWidget(self.mistake)
        layout.addWidget(self.known)
        self.setLayout(layout)

    def _place_hint(self) -> None:
        """Put the hint below the field that is typed in: further down it may be out of sight."""
        at = next((n for n, field in enumerate(self.fields, 1) if field.hasFocus()), None)
        if at is not None:
            self._lines.removeWidget(self.known)
            self._lines.insertWidget(at + 1, self.known)
            self.known.stand_behind(self.fields[at - 1])
        self.hinted.emit()

    @property
    def fields(self) -> tuple[PersonalField, ...]:
        """Name, phone and birth date."""
        return self.name, self.phone, self.born

    def fill(self, typed: str) -> None:
        """Take over what was typed into the search, told apart; mark where to go on."""
        read = read_patient_text(typed)
        self.name.setText(read.name)
        self.phone.setText(read.phone)
        self.born.setText(read.born)
        self._show_mistakes({})
        self._look_for_known()
        first_empty = next(
            (f for f in (self.name, self.phone, self.born) if not f.text()), self.name
        )
        first_empty.setFocus()

    def _look_for_known(self) -> None:
        """Hint at who is registered already, as far as the fields can be read."""
        try:
            name = Name.parse(self.name.text())
            born = read_born(self.born.text(), self._clinic.today)
        except Misuse:
            self.known.stop()
        else:
            self.known.look_for(name, born, self.phone.text())

    def read(self) -> AddPatient | None:
        """Answer the wish that the fields spell, or show what is wrong and answer None."""
        wrong: dict[QLineEdit, Misuse] = {}
        name, born = None, None
        phones: tuple[str, ...] = ()
        try:
            name = Name.parse(self.name.text())
        except Misuse as misuse:
            wrong[self.name] = misuse
        try:
            phones = checked_phones(self.phone.text())
        except Misuse as misuse:
            wrong[self.phone] = misuse
        try:
            born = read_born(self.born.text(), self._clinic.today)
        except Misuse as misuse:
            wrong[self.born] = misuse
        self._show_mistakes(wrong)
        return None if wrong or name is None else AddPatient(name=name, born=born, phones=phones)

    def _obey_privacy(self) -> None:
        """Take back a sentence that may repeat what was typed."""
        if self._clinic.privacy.is_on:
            self._show_mistakes({})

    def _show_mistakes(self, wrong: Mapping[QLineEdit, Misuse]) -> None:
        """Say what is wrong, as may be shown now, or that nothing is."""
        shown = {field: self._clinic.privacy.shown(one).message for field, one in wrong.items()}
        show_mistakes(self.mistake, self.fields, shown)

    def show_refused(self, misuse: Misuse) -> bool:
        """Tell at its field what was refused; False when it is about none of them."""
        fields: dict[str, QLineEdit] = {
            "bad_name": self.name,
            "bad_phone": self.phone,
            "bad_birth_date": self.born,
            "future_birth_date": self.born,
        }
        wrong = {fields[one.code]: one for one in misuse.every if one.code in fields}
        if wrong:
            self._show_mistakes(wrong)
        return bool(wrong)


class PatientPicker(QWidget):
    """Who a booking is for: searched, chosen, or new.

    Signals:
        chosen: a patient stands, or stands no more.
        confirmed: Enter was pressed where all is filled in.
    """

    chosen = Signal()
    confirmed = Signal()

    def __init__(self, clinic: Clinic) -> None:
        """Begin with the search."""
        super().__init__()
        self._clinic = clinic
        self._patient: Patient | None = None
        self.search = PatientSearch(clinic, "Patient", offers_new=True)
        self.search.patient_chosen.connect(self._take_found)
        self.search.new_patient_requested.connect(self.begin_new)
        self.form = NewPatientForm(clinic)
        self.form.abandoned.connect(self._search_for)
        self.form.known.patient_chosen.connect(self._take_found)
        self.form.confirmed.connect(self.confirmed)
        self._name = Label(clinic.look, role="strong", wraps=True)
        self._line = Label(clinic.look, role="small", tone="muted", wraps=True)
        self._warning = Label(clinic.look, role="small", tone="danger", wraps=True)
        self._card = self._make_card()
        self._who = LiveQuery(clinic.dispatcher, self)
        self._who.loaded.connect(self._show_who)
        clinic.privacy.changed.connect(self._obey_privacy)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.search, self.form, self._card):
            layout.addWidget(widget)
        self._show_only(self.search)

    def _make_card(self) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        self.change_button = push_button("Change", kind="quiet", name="Change patient")
        self.change_button.clicked.connect(self._search_again)
        words = column(self._name, self._line, self._warning, spacing=2)
        inside = row(words, self.change_button)
        inset(inside, *(self._clinic.look.px(side) for side in (12, 8, 4, 8)))
        inside.setStretch(0, 1)
        card.setLayout(inside)
        return card

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being looked for."""
        return self.search.is_settled and self.form.known.is_settled and self._who.is_settled

    @property
    def patient(self) -> Patient | None:
        """The chosen patient."""
        return self._patient

    @property
    def is_new(self) -> bool:
        """Whether the fields of a new patient are open."""
        return not self.form.isHidden()

    @property
    def is_complete(self) -> bool:
        """Whether there is somebody to book for."""
        return self._patient is not None or self.is_new

    def set_patient(self, patient: Patient) -> None:
        """Choose a patient."""
        self._patient = patient
        self._describe(self._clinic.privacy.shown(patient))
        self._who.set_query(ThePatient(patient_id=patient.id))
        self._show_only(self._card)
        self.chosen.emit()

    def _show_who(self, seen: Seen[PatientRecord]) -> None:
        self._describe(seen.answer.patient, missed_text(seen.answer.appointments))

    def _obey_privacy(self) -> None:
        """Hide who it is at once; whoever it is comes back with the answer that is kept."""
        if self._clinic.privacy.is_on and self._patient is not None:
            self._describe(self._clinic.privacy.shown(self._patient))

    def _describe(self, patient: Patient, missed: str = "") -> None:
        today = self._clinic.today
        self._name.setText(patient.name)
        born = " · ".join(filter(None, [born_text(patient.born), age_text(patient.born, today)]))
        self._line.setText(
            "\n".join(filter(None, [born, *patient.phones[:1], *patient.other_facts, missed]))
        )
        self._line.setVisible(bool(self._line.text()))
        self._warning.setText("\n".join(patient.alerts))
        self._warning.setVisible(bool(patient.alerts))

    def draft(self) -> PickerDraft | None:
        """Answer what was chosen or typed, to be restored later; None when nothing was."""
        typed = tuple(field.text() for field in self.form.fields) if self.is_new else None
        searched = self.search.field.text().strip()
        if not (self._patient or searched or any(typed or ())):
            return None
        return PickerDraft(self._patient, searched, typed)

    def restore(self, draft: PickerDraft) -> None:
        """Choose and type what a draft holds."""
        self.search.field.setText(draft.searched)
        if draft.patient is not None:
            self.set_patient(draft.patient)
        elif draft.fields is not None:
            self.begin_new("")
            for field, text in zip(self.form.fields, draft.fields, strict=True):
                field.setText(text)

    def reset(self) -> None:
        """Forget everybody."""
        self._patient = None
        self.search.clear()
        self._show_only(self.search)
        self.chosen.emit()

    def focus(self) -> None:
        """Go to where a word is missing."""
        target = self.search.field if self._patient is None else self.change_button
        (self.form.name if self.is_new else target).setFocus()

    def _take_found(self, found: PatientFound) -> None:
        self.set_patient(found.patient)
        self.confirmed.emit()

    def begin_new(self, typed: str) -> None:
        """Open the fields of a new patient, filled with what was typed."""
        self._show_only(self.form)
        self.form.fill(typed)
        self.chosen.emit()

    def _search_again(self) -> None:
        """Go back to the search; what was typed stands there still."""
        self._patient = None
        self._show_only(self.search)
        self.search.field.setFocus()
        self.search.field.selectAll()
        self.chosen.emit()

    def _search_for(self, text: str) -> None:
        """Go back to the search, for other words if there are some."""
        if text:
            self.search.field.setText(text)
        self._search_again()

    def _show_only(self, shown: QWidget) -> None:
        for widget in (self.search, self.form, self._card):
            widget.setVisible(widget is shown)
        if shown is not self.form:
            self.form.known.stop()
        if shown is not self._card:
            self._who.set_query(None)
