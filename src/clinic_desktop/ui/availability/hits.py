"""The visits that a change of availability would leave outside."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.effect import Hit
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.two_lines import ITEM, LINES, PARTING, TwoLines, quiet_frame
from clinic_desktop.ui.words import phone_text, when_text


class HitList(QListWidget):
    """The visits that a change leaves outside, each with when it is and how to reach the patient.

    Signals:
        open_requested(Appointment): show this visit.
    """

    open_requested = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Begin empty."""
        super().__init__()
        self._clinic = clinic
        self._hits: tuple[Hit, ...] = ()
        self.setAccessibleName("Appointments left outside")
        self.setItemDelegate(TwoLines(clinic.look, self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setMinimumHeight(clinic.look.px(140))
        clinic.look.changed.connect(self._dress)
        self._dress()
        self.itemActivated.connect(lambda item: self.open_requested.emit(item.data(ITEM)))

    def _dress(self) -> None:
        self.setStyleSheet(quiet_frame(self._clinic.look))

    def sizeHint(self) -> QSize:
        """Ask for no more than a few rows: it takes what room there is, and scrolls."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    @property
    def visit(self) -> Appointment | None:
        """The marked visit."""
        found: Appointment | None = self.currentIndex().data(ITEM)
        return found

    def show_hits(self, hits: tuple[Hit, ...]) -> None:
        """Show these; the marked visit stays marked, and what is in sight stays there."""
        if hits == self._hits:
            return
        self._hits = hits
        marked, row = self.visit, self.currentRow()
        bar = self.verticalScrollBar()
        height = bar.value()
        with_doctor = len({hit.appointment.doctor_id for hit in hits}) > 1
        self.clear()
        for hit in hits:
            self._add(hit, with_doctor=with_doctor)
            if marked is not None and hit.appointment.id == marked.id:
                self.setCurrentRow(self.count() - 1)
        if self.currentRow() < 0 and hits:
            self.setCurrentRow(min(max(0, row), len(hits) - 1))
        self.doItemsLayout()
        bar.setValue(height)

    def _add(self, hit: Hit, *, with_doctor: bool) -> None:
        visit = hit.appointment
        facts = [when_text(visit.span, self._clinic.zone, self._clinic.today), visit.type]
        if with_doctor:
            facts.insert(1, visit.doctor)
        if hit.seat_gone:
            facts.append("no seat")
        phones = ", ".join(hit.phones) or "no phone"
        # All of them would leave the name no room.
        first = phone_text(hit.phones) or phones
        item = QListWidgetItem()
        item.setData(LINES, (visit.patient, PARTING.join(filter(None, facts)), first))
        item.setData(ITEM, visit)
        whole = ", ".join(filter(None, (visit.patient, *facts, phones)))
        item.setText(whole)
        item.setToolTip(whole)
        self.addItem(item)
