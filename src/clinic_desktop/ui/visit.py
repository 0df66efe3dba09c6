"""What a visit is, in words: who, when, with whom, where it stands, and its note."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout

from clinic_desktop.domain.booking import Appointment, AppointmentStatus, CancelReason
from clinic_desktop.domain.people import Patient
from clinic_desktop.domain.selfbooking import BY_PATIENT
from clinic_desktop.domain.time import local_date
from clinic_desktop.ui.agenda.words import STATUS_ICONS
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.parts import Label, column, row
from clinic_desktop.ui.words import (
    REASON_WORDS,
    age_text,
    born_text,
    hours_text,
    long_day_text,
    minutes_text,
)

_TONES = {
    AppointmentStatus.ARRIVED: "accent",
    AppointmentStatus.IN_PROGRESS: "warning",
    AppointmentStatus.FULFILLED: "success",
    AppointmentStatus.NOSHOW: "danger",
    AppointmentStatus.CANCELLED: "danger",
}


class VisitFacts(QVBoxLayout):
    """Shows a visit as it is now; the patient's dates and phones may come later.

    A layout, no widget: a widget more would have what lies below follow one frame late.
    """

    def __init__(self, clinic: Clinic) -> None:
        """Begin empty."""
        super().__init__()
        self._clinic = clinic
        self._shown: AppointmentStatus | None = None
        self._visit: Appointment | None = None
        clinic.sites.changed.connect(self._show_again)
        look = clinic.look
        self._name = Label(look, role="heading", wraps=True)
        self._name.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._who = Label(look, role="small", tone="muted", wraps=True)
        self._who.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._alerts = Label(look, role="small", tone="danger", wraps=True)
        # Shown before it has a parent, it would be a window.
        self._alerts.setHidden(True)
        self._time = Label(look, role="title")
        self._place = Label(look, role="body", tone="muted", wraps=True)
        self._mark = QLabel()
        self._status = Label(look, role="strong", wraps=True)
        self._note = Label(look, wraps=True)
        self._over = Label(look, role="body", tone="warning", wraps=True)
        stands = row(self._mark, self._status, spacing=look.px(6))
        stands.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        stands.setStretch(1, 1)
        when = column(self._time, self._place, stands, self._over, self._note, spacing=look.px(4))
        self.addLayout(column(self._name, self._who, self._alerts, spacing=2))
        self.addLayout(when)
        self.setSpacing(look.px(10))
        look.changed.connect(self._dress)

    def focus(self) -> None:
        """Go to the name, where an Enter does nothing."""
        self._name.setFocus()

    def clear_patient(self) -> None:
        """Say nothing about the patient but the name, until more is known."""
        self._who.setText("")
        self._alerts.hide()

    def show_patient(self, patient: Patient) -> None:
        """Say who the patient is."""
        age = age_text(patient.born, self._clinic.today)
        born = " · ".join(filter(None, [born_text(patient.born), age]))
        lines = [born, *patient.phones, patient.email, *patient.other_facts]
        self._who.setText("\n".join(filter(None, lines)))
        self._alerts.setText("\n".join(patient.alerts))
        self._alerts.setVisible(bool(patient.alerts))

    def show_visit(self, appointment: Appointment) -> None:
        """Say when and where it is, with whom, and where it stands."""
        zone = self._clinic.zone
        self._visit = appointment
        self._name.setText(appointment.patient)
        self._time.setText(hours_text(appointment.span, zone))
        day = long_day_text(local_date(appointment.start, zone))
        own = "booked by the patient" if appointment.origin == BY_PATIENT else ""
        length = minutes_text(appointment.span.minutes)
        site = self._clinic.sites.of(appointment)
        facts = (appointment.with_whom, site, length, appointment.type, own)
        self._place.setText(f"{day}\n{' · '.join(filter(None, facts))}")
        self._shown = appointment.status
        self._status.setText(f"{appointment.stands}{_reason(appointment)}")
        self._status.set_tone(_TONES.get(appointment.status, "muted"))
        over = appointment.overbooked and f"Booked over somebody: {appointment.overbooked}"
        self._over.setText(over)
        self._over.setVisible(bool(over))
        told = (self._time.text(), self._place.text(), self._status.text(), over)
        self._name.setAccessibleDescription(", ".join(filter(None, told)).replace("\n", ", "))
        self._note.setText(appointment.note)
        self._note.setVisible(bool(appointment.note))
        self._dress()

    def _show_again(self) -> None:
        """Say where the visit is, as soon as it is known what the sites are called."""
        if self._visit is not None:
            self.show_visit(self._visit)

    def _dress(self) -> None:
        """Draw the status' icon, the same as on its card, in the ink of its word."""
        if self._shown is None:
            return
        look = self._clinic.look
        ink = getattr(look.palette, _TONES.get(self._shown, "muted"))
        self._mark.setPixmap(look.picture(STATUS_ICONS[self._shown], ink))


def _reason(appointment: Appointment) -> str:
    """Answer why a visit was cancelled, as far as that is known."""
    if appointment.status is not AppointmentStatus.CANCELLED or not appointment.reason:
        return ""
    if appointment.is_parked:
        return ": waits on the pinboard"
    return f": {REASON_WORDS.get(CancelReason(appointment.reason), 'taken back').lower()}"
