"""A doctor is taken on: the name, what for, and then the hours."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from clinic_desktop.domain.office import Done
from clinic_desktop.domain.people import AddDoctor, Doctor, is_seen
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.ui.availability.fields import Line
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.mistakes import show_mistakes
from clinic_desktop.ui.parts import Check, Label, captioned, column, push_button, row
from clinic_desktop.ui.words import said


class Newcomer(QFrame):
    """Asks for a new doctor's name and specialty.

    Signals:
        doctor_added(Done): the doctor is stored; the hours come next.
        closed: nobody is to be taken on.
    """

    doctor_added = Signal(object)
    closed = Signal()

    def __init__(self, clinic: Clinic) -> None:
        """Make the fields."""
        super().__init__()
        look = clinic.look
        self._clinic = clinic
        self._adding: AddDoctor | None = None
        self.is_busy = False
        self.setProperty("role", "card")
        self.setAccessibleName("New doctor")
        self.name = Line("Name of the doctor", hint="Dr Lee")
        self.specialty = Line("Specialty", hint="optional")
        self._mistake = Label(look, tone="danger", wraps=True)
        self._mistake.hide()
        self.another = Check(look, "It is another doctor of that name", "Another of that name")
        self.another.hide()
        self.name.textChanged.connect(lambda _text: self._ask_of_another(asks=False))
        add = push_button("Add", kind="primary", name="Add this doctor")
        add.clicked.connect(self._add)
        cancel = push_button("Not now", kind="quiet")
        cancel.clicked.connect(self.closed)
        buttons = row(add, cancel)
        buttons.addStretch(1)
        for field in (self.name, self.specialty):
            field.returnPressed.connect(self._add)
        whole = column(
            Label(look, "New doctor", "strong"),
            captioned(look, "Name of the doctor", self.name),
            captioned(look, "Specialty", self.specialty),
            self._mistake,
            self.another,
            buttons,
            margins=look.px(14),
            spacing=look.px(10),
        )
        self.setLayout(whole)

    def open(self) -> None:
        """Begin with an empty form."""
        self._adding = None
        self._ask_of_another(asks=False)
        for field in (self.name, self.specialty):
            field.setText("")
        show_mistakes(self._mistake, (self.name,), {})
        self.show()
        self.name.setFocus()

    def _add(self) -> None:
        if self.is_busy:
            return
        name, specialty = self.name.text().strip(), self.specialty.text().strip()
        if not is_seen(name):
            mistake = "A doctor needs a name, for example “Dr Lee”."
            show_mistakes(self._mistake, (self.name,), {self.name: mistake})
            return
        known = self.another.isChecked()
        wish = AddDoctor(name=name, specialty=specialty, even_if_known=known)
        kept = self._adding
        # The same wish goes out under the same id: a doctor is taken on once.
        if kept is not None and replace(wish, command_id=kept.command_id) == kept:
            wish = kept
        self._adding = wish
        # No button is switched off: the keys would go to “Not now”, and a second Enter press that.
        self.is_busy = True
        self._clinic.dispatcher.do(wish, self._done, self._fail)

    def _done(self, done: Done[Doctor]) -> None:
        self.is_busy = False
        self._adding = None
        self.doctor_added.emit(done)

    def _fail(self, error: Exception) -> None:
        self.is_busy = False
        show_mistakes(self._mistake, (self.name,), {self.name: said(error)})
        if isinstance(error, Refusal) and error.code == "doctor_known":
            self._ask_of_another(asks=True)

    def _ask_of_another(self, *, asks: bool) -> None:
        """Ask whether it is somebody else than who has that name; of another name no more."""
        self.another.setChecked(False)
        self.another.setVisible(asks)
