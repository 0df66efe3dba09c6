"""Making two patients one: the other is looked for, both are seen, then it is done."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from clinic_desktop.domain.office import Done, Seen
from clinic_desktop.domain.patients import LikelySame, Likeness, Merged, MergePatients
from clinic_desktop.domain.people import Name, Patient, PatientFound
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.found import facts_text
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, column, push_button, row
from clinic_desktop.ui.patients import PatientSearch
from clinic_desktop.ui.privacy import Hidden
from clinic_desktop.ui.refused import RefusalBox
from clinic_desktop.ui.words import born_text, set_apart

_SAME = "This is the patient who stays. Choose the other one."


class MergeBox(QFrame):
    """Asks which other patient the shown one is, too.

    Signals:
        merged(Done): the answer is a ``Merged``.
        given_up: they stay two.
        told: something changed: it should be in sight.
    """

    merged = Signal(object)
    given_up = Signal()
    told = Signal()

    def __init__(self, clinic: Clinic) -> None:
        """Begin hidden; ``open_for`` names who stays."""
        super().__init__()
        self._clinic = clinic
        self._kept: Patient | None = None
        self._other: PatientFound | None = None
        self._wish: MergePatients | None = None
        self.is_busy = False
        look = clinic.look
        self.setProperty("role", "card")
        self.setAccessibleName("Merge with another patient")
        lead = "Who else is this? Every visit and fact of the one that you choose comes here."
        self._lead = Label(look, lead, wraps=True)
        self.search = PatientSearch(clinic, "The other patient", offers_new=False)
        self.search.patient_chosen.connect(self.choose)
        self._what = Label(look, wraps=True)
        self.refusal = RefusalBox(clinic, "Refusal")
        self.refusal.retry_requested.connect(self._merge)
        self.button = push_button("Merge", kind="primary", name="Merge the two")
        self.button.clicked.connect(self._merge)
        leave = push_button("Not the same", kind="quiet")
        leave.clicked.connect(self.given_up)
        buttons = row(self.button, leave)
        buttons.addStretch(1)
        whole = column(
            Label(look, "Merge", "strong"), self._lead, self.search, self._what, self.refusal,
            buttons, margins=look.px(14), spacing=look.px(10),
        )  # fmt: skip
        self.setLayout(whole)
        clinic.privacy.changed.connect(self._tell)
        self.hide()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        return self.search.is_settled and not self.is_busy

    def open_for(self, kept: Patient) -> None:
        """Ask whom this patient is the same as."""
        self._kept, self._other = kept, None
        self.search.clear()
        self.refusal.clear()
        self._tell()
        self.show()
        self.search.field.setFocus()

    def see(self, kept: Patient) -> None:
        """Take notice of how who stays is now."""
        if self._kept is not None and kept.id == self._kept.id:
            self._kept = kept

    def forget(self) -> None:
        """Ask nothing any more."""
        self._kept = self._other = self._wish = None
        self.search.clear()
        self.refusal.clear()
        self.hide()

    def choose(self, other: PatientFound) -> None:
        """Take the other one; nothing is done yet."""
        self._other = other
        self.search.clear()
        self.refusal.clear()
        self._tell()
        self.button.setFocus()
        self.told.emit()

    def _tell(self) -> None:
        """Say what would be done, as may be shown now."""
        kept, other = self._kept, self._other
        is_same = kept is not None and other is not None and kept.id == other.patient.id
        self.button.setVisible(other is not None and not is_same)
        self._what.setVisible(other is not None)
        if kept is None or other is None:
            return
        if is_same:
            self._what.setText(_SAME)
            return
        seen = self._clinic.privacy.shown(other)
        about = (born_text(seen.patient.born), facts_text(seen, self._clinic.zone))
        who = " · ".join(filter(None, (set_apart(seen.patient.name), *about)))
        mine = self._clinic.privacy.shown(kept)
        self._what.setText(
            f"{who}\nwill be part of {mine.name}: all visits, phones and notes. "
            "It can be taken back."
        )

    def _merge(self) -> None:
        kept, other = self._kept, self._other
        if kept is None or other is None or self.is_busy:
            return
        wish = MergePatients(
            kept_id=kept.id, other_id=other.patient.id,
            kept_version=kept.version, other_version=other.patient.version,
        )  # fmt: skip
        before = self._wish
        if before is not None and replace(wish, command_id=before.command_id) == before:
            wish = before
        self._wish = wish
        self.is_busy = True
        self._clinic.dispatcher.do(wish, self._done, self._fail)

    def _done(self, done: Done[Merged]) -> None:
        self.is_busy = False
        self.forget()
        self.merged.emit(done)

    def _fail(self, error: Exception) -> None:
        self.is_busy = False
        if not isinstance(error, Unavailable):
            self._wish = None
        self.refusal.show_error(error)
        self.told.emit()


class TwinsBox(QFrame):
    """Says who may be the same person as the patient who is shown.

    Signals:
        chosen(PatientFound): merge with this one.
    """

    chosen = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Begin hidden."""
        super().__init__()
        self._clinic = clinic
        self._asked: Patient | None = None
        self._is_in_the_way = False
        self.setProperty("role", "notice")
        caption = "May be the same person"
        self.setAccessibleName(caption)
        self._rows = column(spacing=clinic.look.px(8))
        whole = column(
            Label(clinic.look, caption, "small_strong"), self._rows,
            margins=clinic.look.px(12), spacing=clinic.look.px(8),
        )  # fmt: skip
        self.setLayout(whole)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self.hide()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is being looked for."""
        return self._query.is_settled

    def look_for(self, patient: Patient) -> None:
        """Look who may be the same as a patient; nobody while patients are hidden."""
        if isinstance(patient.name, Hidden):
            self.forget()
        elif patient != self._asked:
            self._asked = patient
            self._query.set_query(
                LikelySame(
                    name=Name(patient.given, patient.family), born=patient.born,
                    phones=patient.phones, but=patient.id, limit=3,
                )
            )  # fmt: skip

    def forget(self) -> None:
        """Look for nobody."""
        self._asked = None
        self._query.set_query(None)
        self._empty()

    def _empty(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self.hide()

    def set_in_the_way(self, is_in_the_way: bool) -> None:  # noqa: FBT001 - a state, as Qt's setters take it
        """Give the room to a form, or take it again."""
        self._is_in_the_way = is_in_the_way
        self.setVisible(not is_in_the_way and self._rows.count() > 0)

    def _show(self, seen: Seen[tuple[Likeness, ...]]) -> None:
        self._empty()
        for one in seen.answer:
            patient = one.found.patient
            who = ", ".join(filter(None, (patient.name, born_text(patient.born))))
            told = f"{set_apart(patient.name)}{who.removeprefix(patient.name)}: {one.why}"
            words = Label(self._clinic.look, told, "small", wraps=True)
            button = push_button(
                "Merge\N{HORIZONTAL ELLIPSIS}", kind="link", name=f"Merge with {who}"
            )
            button.clicked.connect(lambda _=False, found=one.found: self.chosen.emit(found))
            line = QWidget()
            inside = row(words, button)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setStretch(0, 1)
            line.setLayout(inside)
            self._rows.addWidget(line)
        self.set_in_the_way(self._is_in_the_way)
