"""A hint, while a new patient is being named, that just this one is registered already."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import FindPatients, Name, PartialDate, PatientFound, plain
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.found import facts_text
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, column, push_button, tab_after
from clinic_desktop.ui.patients import FOUND
from clinic_desktop.ui.privacy import real
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import born_text

_SHORTEST_PHONE = 5


class KnownPatients(QFrame):
    """Says who of the same name, with the same birth date or phone, is registered; blocks nothing.

    Signals:
        patient_chosen(PatientFound): it is this one.
        list_requested(str): there are several; look for them by this text.
        came: there is one to be seen.
    """

    patient_chosen = Signal(object)
    list_requested = Signal(object)
    came = Signal()

    def __init__(self, clinic: Clinic) -> None:
        """Begin hidden."""
        super().__init__()
        self._clinic = clinic
        self._name = self._text = ""
        self._found: tuple[PatientFound, ...] = ()
        self.setProperty("role", "notice")
        self.setAccessibleName("Already registered")
        self.message = Label(clinic.look, wraps=True)
        self._facts = Label(clinic.look, role="small", tone="muted", wraps=True)
        self._take = push_button("")
        self._take.clicked.connect(self._choose)
        words = column(self.message, self._facts, spacing=2)
        self.setLayout(column(words, self._take, margins=clinic.look.px(12)))
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self.hide()

    @property
    def is_settled(self) -> bool:
        """Whether the hint fits what is typed."""
        return self._query.is_settled

    def look_for(self, name: Name, born: PartialDate | None, phone: str) -> None:
        """Hint at patients of this name with this birth date, else with this phone."""
        digits = "".join(char for char in phone if char.isdigit())
        mark = str(born) if born else digits if len(digits) >= _SHORTEST_PHONE else ""
        self._name, self._text = name.shown, f"{name.shown} {mark}"
        if mark:
            self._query.set_query(FindPatients(text=self._text, limit=FOUND))
        else:
            self.stop()

    def stop(self) -> None:
        """Hint at nobody."""
        self._query.set_query(None)
        self.hide()

    def _show(self, seen: Seen[tuple[PatientFound, ...]]) -> None:
        """Tell those whose whole name is the typed one; a part of a name is found much oftener."""
        name = plain(self._name)
        self._found = tuple(one for one in seen.answer if plain(real(one.patient.name)) == name)
        was_hidden = self.isHidden()
        self.setVisible(bool(self._found))
        if not self._found:
            return
        first = self._found[0].patient
        several = len(self._found) > 1
        who = ", ".join(filter(None, [first.name, born_text(first.born)]))
        count = f"{len(self._found)} patients called {first.name} are"
        # A birth date is set off by commas; a name alone is not.
        one = f"{who}, is" if first.born else f"{who} is"
        self.message.setText(f"{count if several else one} already registered.")
        self._facts.setText("" if several else facts_text(self._found[0], self._clinic.zone))
        self._facts.setVisible(bool(self._facts.text()))
        announce(self, self.message.text())
        self._take.setText("Show them" if several else "Book for this patient")
        self._take.setAccessibleName(
            f"Show them: {first.name}" if several else f"Book for this patient: {who}"
        )
        if was_hidden:
            self.came.emit()

    def stand_behind(self, field: QWidget) -> None:
        """Let Tab come here from a field."""
        tab_after(field, self._take)

    def _choose(self) -> None:
        if len(self._found) > 1:
            self.list_requested.emit(self._text)
        else:
            self.patient_chosen.emit(self._found[0])
