"""The patient panel: who it is, and every visit, past and to come."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.office import Done, Seen
from clinic_desktop.domain.patients import Merged
from clinic_desktop.domain.people import Patient, PatientFound, PatientRecord, ThePatient
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.correcting import CorrectionForm
from clinic_desktop.ui.family import FamilyBox
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.merging import MergeBox, TwinsBox
from clinic_desktop.ui.parts import Label, Panel, column, push_button, row
from clinic_desktop.ui.refused import RefusalBox
from clinic_desktop.ui.two_lines import ITEM, LINES, TwoLines, quiet_frame
from clinic_desktop.ui.words import age_text, born_text, day_text, hours_text, missed_text


class PatientPanel(Panel):
    """Shows a patient's visits; one of them opens with a click or Enter.

    Signals:
        appointment_requested(Appointment): show this visit.
        booking_requested(Patient): book for this patient.
        corrected(Done): the patient is stored anew.
        merged(Done): another one is part of this patient now.
        family_changed(Done): somebody to call was noted, or taken away.
        together_requested(tuple): book these patients next to each other, by their ids.
        patient_requested(int): show another one.
    """

    appointment_requested = Signal(object)
    booking_requested = Signal(object)
    corrected = Signal(object)
    merged = Signal(object)
    family_changed = Signal(object)
    together_requested = Signal(object)
    patient_requested = Signal(int)

    def __init__(self, clinic: Clinic) -> None:
        """Make the panel; ``open_patient`` fills it."""
        super().__init__(clinic.look, "Patient", "Patient")
        self._clinic = clinic
        self._record: PatientRecord | None = None
        self._wants_focus = False
        look = clinic.look
        self._name = Label(look, role="heading", wraps=True)
        self._facts = Label(look, role="small", tone="muted", wraps=True)
        self._warning = Label(look, role="small", tone="danger", wraps=True)
        self._empty = Label(look, "No visits yet.", "small", tone="muted")
        self.visits = QListWidget()
        self.visits.setAccessibleName("Visits")
        self.visits.setItemDelegate(TwoLines(look, self.visits))
        self.visits.setMouseTracking(True)
        look.changed.connect(self._dress)
        self._dress()
        self.visits.itemClicked.connect(self._choose)
        self.visits.itemActivated.connect(self._choose)
        self.refusal = RefusalBox(clinic, "Refusal")
        self.body.addLayout(column(self._name, self._facts, self._warning, spacing=2))
        self.body.addWidget(self.refusal)
        self._make_forms()
        self._caption = caption = Label(look, "Visits", "small_strong", tone="muted")
        caption.setBuddy(self.visits)
        self.body.addWidget(caption)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.visits, 1)
        # Below a form that is open: else its lines would share the height among them.
        self._rest = QWidget()
        self.body.addWidget(self._rest, 1)
        self._book = push_button("Book for this patient", kind="primary")
        self._book.clicked.connect(self._ask_to_book)
        self.foot.addWidget(self.form.ways)
        self.foot.addWidget(self._book)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self._query.failed.connect(self.refusal.show_error)

    def _make_forms(self) -> None:
        """Make the ways to correct the patient, in the place of the visits while they are open."""
        self._change = push_button("Correct", kind="link", name="Correct this patient")
        self._change.clicked.connect(self._begin_correction)
        self._merge = push_button(
            "Merge\N{HORIZONTAL ELLIPSIS}", kind="link", name="Merge patients"
        )
        self._merge.clicked.connect(self._begin_merge)
        self._ways = QWidget()
        ways = row(self._change, self._merge, spacing=self.look.px(16))
        ways.setContentsMargins(0, 0, 0, 0)
        ways.addStretch(1)
        self._ways.setLayout(ways)
        self.form = CorrectionForm(self._clinic)
        self.form.saved.connect(self._tell_saved)
        self.form.given_up.connect(self._give_up)
        self.form.told.connect(self.scroller.reveal)
        self.merging = MergeBox(self._clinic)
        self.merging.merged.connect(self._tell_merged)
        self.merging.given_up.connect(self._give_up)
        self.merging.told.connect(lambda: self.scroller.reveal(self.merging.button))
        self.merging.search.listed.connect(lambda: self.scroller.reveal(self.merging.search))
        self.twins = TwinsBox(self._clinic)
        self.twins.chosen.connect(self._merge_with)
        self.family = FamilyBox(self._clinic)
        self.family.changed.connect(self.family_changed)
        self.family.together_requested.connect(self.together_requested)
        self.family.patient_requested.connect(self.patient_requested)
        self.family.told.connect(self._reveal_family)
        for widget in (self._ways, self.twins, self.form, self.merging, self.family):
            self.body.addWidget(widget)

    def _reveal_family(self) -> None:
        form = self.family.form
        self.scroller.reveal(self.family if form.isHidden() else form)

    def _dress(self) -> None:
        self.visits.setStyleSheet(quiet_frame(self.look))

    @property
    def is_busy(self) -> bool:
        """Whether a correction or a merge is on its way into the database."""
        return self.form.is_busy or self.merging.is_busy or self.family.is_busy

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        boxes = (self.twins, self.merging, self.family)
        asked = self._query.is_settled and all(box.is_settled for box in boxes)
        return asked and self.form.is_settled

    @property
    def begun(self) -> bool:
        """Whether a correction was typed that is not saved."""
        return self.form.is_dirty

    def open_patient(self, patient_id: int) -> None:
        """Show this patient; a correction that was begun for them is still there."""
        self.refusal.clear()
        self._record = None
        self.visits.clear()
        self.merging.forget()
        # What was typed for somebody else waits for them.
        for part in (self.form, self.form.ways):
            part.setVisible(self.form.patient_id == patient_id)
        self._arrange()
        self._query.set_query(ThePatient(patient_id=patient_id))

    def clear(self) -> None:
        """Ask for nothing any more; what was typed to correct the patient stays."""
        if not self.form.is_dirty:
            self.form.forget()
        self.merging.forget()
        self.twins.forget()
        self.family.clear()
        self._query.set_query(None)

    def _begin_correction(self) -> None:
        if self._record is None:
            return
        self.merging.forget()
        self.form.open_for(self._record.patient)
        self._arrange()
        self.form.fields["name"].setFocus()

    def _begin_merge(self) -> None:
        if self._record is None:
            return
        self.form.forget()
        self.merging.open_for(self._record.patient)
        self._arrange()
        self.merging.search.field.setFocus()

    def _merge_with(self, other: PatientFound) -> None:
        self._begin_merge()
        self.merging.choose(other)

    def _give_up(self) -> None:
        self.form.forget()
        self.merging.forget()
        self._arrange()
        self._change.setFocus()

    def _tell_saved(self, done: Done[Patient]) -> None:
        self._arrange()
        self._change.setFocus()
        self.corrected.emit(done)

    def _tell_merged(self, done: Done[Merged]) -> None:
        self._arrange()
        self._change.setFocus()
        self.merged.emit(done)

    def _arrange(self) -> None:
        """Give a form that is open the place of the visits."""
        is_open = not (self.form.isHidden() and self.merging.isHidden())
        count = self.visits.count()
        self._ways.setVisible(not is_open and self._record is not None)
        # What is hidden can't be corrected: nobody would see over what.
        self._ways.setEnabled(not self._clinic.privacy.is_on)
        self._caption.setVisible(not is_open)
        self.family.setVisible(not is_open and self._record is not None)
        self._rest.setVisible(is_open or count == 0)
        self.twins.set_in_the_way(is_open)
        self.visits.setVisible(not is_open and count > 0)
        self._empty.setVisible(not is_open and count == 0 and self._record is not None)
        self._book.setVisible(not is_open)

    def focus(self) -> None:
        """Go to the visits, as soon as they are there, or to the form that is open."""
        if not self.form.isHidden():
            self.form.fields["name"].setFocus()
            return
        self._wants_focus = self._record is None
        (self.visits if self.visits.count() else self._book).setFocus()

    def _show(self, seen: Seen[PatientRecord]) -> None:
        """Show the record; the marked visit stays marked."""
        marked = self.visits.currentRow()
        self._record = seen.answer
        patient: Patient = seen.answer.patient
        self._name.setText(patient.name)
        facts = [born_text(patient.born), age_text(patient.born, self._clinic.today)]
        missed = missed_text(seen.answer.appointments)
        lines = [" · ".join(filter(None, facts)), *patient.phones, patient.email]
        lines += [*patient.other_facts, patient.note]
        lines.append(missed)
        self._facts.setText("\n".join(filter(None, lines)))
        self._warning.setText("\n".join(patient.alerts))
        self._warning.setVisible(bool(patient.alerts))
        self.visits.clear()
        for appointment in seen.answer.appointments:
            self._add(appointment)
        self.visits.setCurrentRow(min(max(0, marked), self.visits.count() - 1))
        self.family.open_for(patient)
        self.form.see(patient)
        self.merging.see(patient)
        self.twins.look_for(patient)
        self._arrange()
        if self._wants_focus and self._book.hasFocus():
            self.focus()

    def _add(self, appointment: Appointment) -> None:
        zone = self._clinic.zone
        day = day_text(appointment.start.astimezone(zone).date())
        when = f"{day}, {hours_text(appointment.span, zone)}"
        line = " · ".join(
            filter(None, [appointment.with_whom, appointment.type, appointment.stands])
        )
        aside = "upcoming" if appointment.holds and appointment.start > self._clinic.now else ""
        item = QListWidgetItem()
        item.setData(LINES, (when, line, aside))
        item.setData(ITEM, appointment)
        item.setText(", ".join(filter(None, (when, line, aside))))
        self.visits.addItem(item)

    def _choose(self, item: QListWidgetItem) -> None:
        self.appointment_requested.emit(item.data(ITEM))

    def _ask_to_book(self) -> None:
        if self._record is not None:
            self.booking_requested.emit(self._record.patient)
