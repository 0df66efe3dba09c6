"""A patient's family and contact persons, in the patient's panel: seen, added, taken away.

Those who are patients, too, can be ticked, to be booked next to each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QWidget

from clinic_desktop.domain.contacts import AddContact, Contact, ContactsOf, RemoveContact
from clinic_desktop.domain.office import Command, Done, Seen
from clinic_desktop.domain.people import Patient, PatientFound
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Check, IconButton, Label, captioned, column, push_button, row
from clinic_desktop.ui.patients import PatientSearch
from clinic_desktop.ui.privacy import PersonalField, real
from clinic_desktop.ui.refused import RefusalBox

_LONGEST = 200
"""Pixels of the 13-pixel base that a name may take beside its tick."""
_DOTS = "\N{HORIZONTAL ELLIPSIS}"


class FamilyBox(QWidget):
    """Lists whom to call for a patient, and who belongs to them.

    Signals:
        together_requested(tuple): book these patients next to each other, by their ids.
        patient_requested(int): show this one.
        changed(Done): somebody was noted or taken away.
        told: something came that should be in sight.
    """

    together_requested = Signal(object)
    patient_requested = Signal(int)
    changed = Signal(object)
    told = Signal()

    def __init__(self, clinic: Clinic) -> None:
        """Begin empty; ``open_for`` fills it."""
        super().__init__()
        self._clinic = clinic
        self._patient: Patient | None = None
        self._found: tuple[Contact, ...] = ()
        self._ticks: dict[int, Check] = {}
        self.is_busy = False
        look = clinic.look
        self._rows = column(spacing=look.px(6))
        self._add = push_button(f"Add{_DOTS}", kind="link", name="Add family or contact")
        self._add.clicked.connect(self._open_form)
        self._book = push_button(f"Book together{_DOTS}", kind="link", name="Book together")
        self._book.setToolTip("Times next to each other for this patient and who is ticked")
        self._book.clicked.connect(self._ask_together)
        ways = row(self._add, self._book, spacing=look.px(16))
        ways.addStretch(1)
        self.form = ContactForm(clinic)
        self.form.wished.connect(self._note)
        self.form.given_up.connect(self._close_form)
        self.refusal = RefusalBox(clinic, "Refusal of a contact")
        caption = Label(look, "Family and contacts", "small_strong", tone="muted")
        self.setLayout(
            column(caption, self._rows, ways, self.form, self.refusal, spacing=look.px(6))
        )
        self.query = LiveQuery(clinic.dispatcher, self)
        self.query.loaded.connect(self._show)
        self.query.failed.connect(self.refusal.show_error)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        return self.query.is_settled and not self.is_busy and self.form.search.is_settled

    @property
    def ticks(self) -> tuple[Check, ...]:
        """The ticks of those who can be booked together."""
        return tuple(self._ticks.values())

    def open_for(self, patient: Patient) -> None:
        """Show whom to call for a patient; what was typed for somebody else waits for them."""
        if self._patient is None or self._patient.id != patient.id:
            self.form.put_away()
            self.refusal.clear()
            self.query.set_query(ContactsOf(patient_id=patient.id))
            if self.form.was_begun_for(patient.id):
                self.form.open_for(patient)
        self._patient = patient

    def clear(self) -> None:
        """Ask for nothing any more; what was typed stays."""
        self._patient = None
        self.form.put_away()
        self.refusal.clear()
        self.query.set_query(None)
        self._empty()

    def _empty(self) -> None:
        self._ticks = {}
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _show(self, seen: Seen[tuple[Contact, ...]]) -> None:
        """Show everybody; who is ticked stays so."""
        ticked = {number for number, tick in self._ticks.items() if tick.isChecked()}
        self._empty()
        self._found = seen.answer
        for one in seen.answer:
            self._rows.addWidget(self._row(one, ticked))
        self._book.setVisible(bool(self._ticks))
        self._name_act()

    def _row(self, one: Contact, ticked: set[int]) -> QWidget:
        look = self._clinic.look
        told = " · ".join(filter(None, (_relation(one), *one.phones)))
        line = QWidget()
        who: QWidget = Label(look, one.who, "medium", wraps=True)
        if one.other_id is not None:
            tick = Check(look, "", f"With {one.who}")
            # As wide as its words: a click beside them would do nothing. A long name is cut.
            tick.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            cut = tick.fontMetrics().elidedText(
                one.who, Qt.TextElideMode.ElideRight, look.px(_LONGEST)
            )
            tick.setText(cut.replace("&", "&&"))
            tick.setToolTip(one.who)
            tick.setChecked(one.other_id in ticked)
            tick.toggled.connect(self._name_act)
            self._ticks[one.other_id] = tick
            who = tick
        about = Label(look, told, "small", tone="muted", wraps=True)
        about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        about.setVisible(bool(told))
        out = IconButton(look, "x", f"Take {one.who} away")
        out.clicked.connect(lambda: self._do(RemoveContact(contact_id=one.id), self._taken_away))
        inside = row(column(who, about, spacing=1), out)
        if one.other_id is not None:
            number = one.other_id
            visits = IconButton(look, "arrow-right", f"Show {one.who}")
            visits.clicked.connect(lambda: self.patient_requested.emit(number))
            inside.insertWidget(1, visits)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setStretch(0, 1)
        line.setLayout(inside)
        return line

    def _name_act(self, _checked: object = None) -> None:
        """Let it be pressed where somebody is ticked."""
        self._book.setEnabled(any(tick.isChecked() for tick in self._ticks.values()))

    def _ask_together(self) -> None:
        if self._patient is not None:
            ticked = (number for number, tick in self._ticks.items() if tick.isChecked())
            self.together_requested.emit((self._patient.id, *ticked))

    def _open_form(self) -> None:
        if self._patient is not None:
            self.refusal.clear()
            self.form.open_for(self._patient)
            self.form.search.field.setFocus()
            self.told.emit()

    def _close_form(self) -> None:
        self.form.forget()
        self.refusal.clear()
        self._add.setFocus()

    def _note(self, command: AddContact) -> None:
        self._do(command, self._noted)

    def _do(self, command: Command[Contact], heard: Callable[[Done[Any]], None]) -> None:
        if not self.is_busy:
            self.is_busy = True
            self.refusal.clear()
            self._clinic.dispatcher.do(command, heard, self._fail)

    def _noted(self, done: Done[Any]) -> None:
        self.is_busy = False
        self._close_form()
        self.changed.emit(done)

    def _taken_away(self, done: Done[Any]) -> None:
        """Go on where the keys have a place; a form that was begun stays as it is."""
        self.is_busy = False
        if self.form.isHidden():
            self._add.setFocus()
        else:
            self.form.relation.setFocus()
        self.changed.emit(done)

    def _fail(self, error: Exception) -> None:
        self.is_busy = False
        self.refusal.show_error(error)
        self.told.emit()


def _relation(of: Contact) -> str:
    return f"{of.relation} of theirs" if of.of_other and of.relation else of.relation


class ContactForm(QFrame):
    """Asks whom to note: another patient, or a name and a phone; and what they are.

    Signals:
        wished(AddContact): note them.
        given_up: nobody.
    """

    wished = Signal(object)
    given_up = Signal()

    def __init__(self, clinic: Clinic) -> None:
        """Begin hidden."""
        super().__init__()
        self._clinic = clinic
        self._patient: Patient | None = None
        self._other: Patient | None = None
        self._begun: dict[int, tuple[Patient | None, str, str, str]] = {}
        look = clinic.look
        self.setProperty("role", "card")
        self.setAccessibleName("New family or contact")
        self.search = PatientSearch(clinic, "Another patient", offers_new=False)
        self.search.patient_chosen.connect(self._choose)
        self._chosen = Label(look, role="medium", wraps=True)
        self.name, self.phone, self.relation = (PersonalField(clinic.privacy) for _ in range(3))
        self.name.setAccessibleName("Name of the contact")
        self.phone.setAccessibleName("Phone of the contact")
        self.relation.setAccessibleName("What they are")
        self.relation.setPlaceholderText("mother, neighbour")
        clinic.privacy.changed.connect(self._arrange)
        self._named = QWidget()
        named = column(
            captioned(look, "Or somebody by name", self.name),
            captioned(look, "Phone", self.phone),
            spacing=look.px(8),
        )
        named.setContentsMargins(0, 0, 0, 0)
        self._named.setLayout(named)
        save = push_button("Add", kind="primary", name="Add the contact")
        save.clicked.connect(self._wish)
        leave = push_button("Not now", kind="quiet", name="Add nobody")
        leave.clicked.connect(self.given_up)
        self._fields = (self.name, self.phone, self.relation)
        for field in self._fields:
            field.returnPressed.connect(self._wish)
        buttons = row(save, leave)
        buttons.addStretch(1)
        self.setLayout(
            column(
                self.search, self._chosen, self._named,
                captioned(look, "What they are to the patient", self.relation), buttons,
                margins=look.px(12), spacing=look.px(8),
            )
        )  # fmt: skip
        self.hide()

    def open_for(self, patient: Patient) -> None:
        """Ask for a patient."""
        self._patient = patient
        if (begun := self._begun.pop(patient.id, None)) is not None:
            self._other, *texts = begun
            for field, text in zip(self._fields, texts, strict=True):
                field.setText(text)
        self.show()
        self._arrange()

    def was_begun_for(self, number: int) -> bool:
        """Tell whether something was typed for a patient and put away."""
        return number in self._begun

    def put_away(self) -> None:
        """Ask nothing any more, and keep what was typed for whom it was."""
        name, phone, relation = (field.text() for field in self._fields)
        if self._patient is not None and (self._other or name or phone or relation):
            self._begun[self._patient.id] = (self._other, name, phone, relation)
        self.forget()

    def forget(self) -> None:
        """Ask nothing any more."""
        self._patient = self._other = None
        self.search.clear()
        for field in self._fields:
            field.forget()
        self.hide()

    def _choose(self, found: PatientFound) -> None:
        self._other = found.patient
        self.search.clear()
        self._arrange()
        self.relation.setFocus()

    def _arrange(self) -> None:
        other = self._other
        name = real(other.name) if other is not None else ""
        self._chosen.setText(self._clinic.privacy.shown_text(name))
        self._chosen.setVisible(other is not None)
        self.search.setVisible(other is None)
        self._named.setVisible(other is None)

    def _wish(self) -> None:
        if self._patient is None:
            return
        other = self._other.id if self._other is not None else None
        named = other is None
        self.wished.emit(
            AddContact(
                patient_id=self._patient.id, other_id=other,
                name=self.name.text() if named else "",
                phone=self.phone.text() if named else "",
                relation=self.relation.text(),
            )
        )  # fmt: skip
