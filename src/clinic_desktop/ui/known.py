"""A hint, while a new patient is being named, who may be registered already."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.patients import LikelySame, Likeness
from clinic_desktop.domain.people import Name, PartialDate
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.found import facts_text
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, column, push_button, tab_after
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import born_text, set_apart

_SHORTEST_PHONE = 5


class KnownPatients(QFrame):
    """Says who may be the same person, by name, birth date and phone; blocks nothing.

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
        self._name = self._mark = ""
        self._likely: tuple[Likeness, ...] = ()
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
        """Hint at patients of this name, or a similar one, with this birth date or phone."""
        digits = "".join(char for char in phone if char.isdigit())
        phones = (phone,) if len(digits) >= _SHORTEST_PHONE else ()
        self._name, self._mark = name.shown, str(born) if born else phone
        if born or phones:
            self._query.set_query(LikelySame(name=name, born=born, phones=phones))
        else:
            self.stop()

    def stop(self) -> None:
        """Hint at nobody."""
        self._query.set_query(None)
        self.hide()

    def _show(self, seen: Seen[tuple[Likeness, ...]]) -> None:
        """Tell those who are surely the same, else those who may be."""
        certain = tuple(one for one in seen.answer if one.is_certain)
        self._likely = certain or seen.answer
        was_hidden = self.isHidden()
        self.setVisible(bool(self._likely))
        if not self._likely:
            return
        first = self._likely[0].found.patient
        several = len(self._likely) > 1
        who = ", ".join(filter(None, [first.name, born_text(first.born)]))
        told = f"{set_apart(first.name)}{who.removeprefix(first.name)}"
        # A birth date is set off by commas; a name alone is not.
        comma = "," if first.born else ""
        if certain:
            one = f"{told}{comma} is already registered."
            many = f"{len(certain)} patients called {first.name} are already registered."
        else:
            one = f"{told}{comma} may be the same person: {self._likely[0].why}."
            reasons = "; ".join(dict.fromkeys(each.why for each in self._likely))
            many = f"{len(self._likely)} patients may be the same person: {reasons}."
        self.message.setText(many if several else one)
        facts = "" if several else facts_text(self._likely[0].found, self._clinic.zone)
        self._facts.setText(facts)
        self._facts.setVisible(bool(facts))
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
        if len(self._likely) > 1:
            # Those of another name are found by what they share.
            alone = not self._likely[0].is_certain
            self.list_requested.emit(self._mark if alone else f"{self._name} {self._mark}")
        else:
            self.patient_chosen.emit(self._likely[0].found)
