"""The patient panel: who it is, and every visit, past and to come."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from clinic_desktop.domain.booking import STATUS_WORDS, Appointment
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import Patient, PatientRecord, ThePatient
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, Panel, column, push_button
from clinic_desktop.ui.refused import RefusalBox
from clinic_desktop.ui.two_lines import ITEM, LINES, TwoLines, quiet_frame
from clinic_desktop.ui.words import age_text, born_text, day_text, hours_text


class PatientPanel(Panel):
    """Shows a patient's visits; one of them opens with a click or Enter.

    Signals:
        appointment_requested(Appointment): show this visit.
        booking_requested(Patient): book for this patient.
    """

    appointment_requested = Signal(object)
    booking_requested = Signal(object)

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
        caption = Label(look, "Visits", "small_strong", tone="muted")
        caption.setBuddy(self.visits)
        self.body.addWidget(caption)
        self.body.addWidget(self._empty)
        self.body.addWidget(self.visits, 1)
        self._book = push_button("Book for this patient", kind="primary")
        self._book.clicked.connect(self._ask_to_book)
        self.foot.addWidget(self._book)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self._query.failed.connect(self.refusal.show_error)

    def _dress(self) -> None:
        self.visits.setStyleSheet(quiet_frame(self.look))

    is_busy = False
    """It only shows; nothing of it is ever on its way into the database."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        return self._query.is_settled

    def open_patient(self, patient_id: int) -> None:
        """Show this patient."""
        self.refusal.clear()
        self._record = None
        self.visits.clear()
        self._query.set_query(ThePatient(patient_id=patient_id))

    def clear(self) -> None:
        """Ask for nothing any more."""
        self._query.set_query(None)

    def focus(self) -> None:
        """Go to the visits, as soon as they are there."""
        self._wants_focus = self._record is None
        (self.visits if self.visits.count() else self._book).setFocus()

    def _show(self, seen: Seen[PatientRecord]) -> None:
        """Show the record; the marked visit stays marked."""
        marked = self.visits.currentRow()
        self._record = seen.answer
        patient: Patient = seen.answer.patient
        self._name.setText(patient.name)
        facts = [born_text(patient.born), age_text(patient.born, self._clinic.today)]
        lines = [" · ".join(filter(None, facts)), *patient.phones, patient.email, patient.note]
        self._facts.setText("\n".join(filter(None, lines)))
        self._warning.setText(f"Do not book: {patient.do_not_book}" if patient.do_not_book else "")
        self._warning.setVisible(bool(patient.do_not_book))
        self.visits.clear()
        for appointment in seen.answer.appointments:
            self._add(appointment)
        self.visits.setCurrentRow(min(max(0, marked), self.visits.count() - 1))
        self.visits.setVisible(self.visits.count() > 0)
        self._empty.setVisible(self.visits.count() == 0)
        if self._wants_focus and self._book.hasFocus():
            self.focus()

    def _add(self, appointment: Appointment) -> None:
        zone = self._clinic.zone
        day = day_text(appointment.start.astimezone(zone).date())
        when = f"{day}, {hours_text(appointment.span, zone)}"
        line = " · ".join(
            filter(
                None, [appointment.with_whom, appointment.type, STATUS_WORDS[appointment.status]]
            )
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
