"""The panel that says why a time is not offered: every rule against it, the nearest time beyond."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_desktop.domain.explaining import Explained, Obstacle, Why
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.people import AppointmentType, AppointmentTypes
from clinic_desktop.domain.time import TimeSpan, local_date
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Choice, Label, Panel, captioned, column, push_button
from clinic_desktop.ui.refused import RefusalBox
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import at_site, clock_text, long_day_text, minutes_text, when_text

_BLOCK = "One block"


class WhyPanel(Panel):
    """Answers it for a doctor's time, and for each kind of visit; the answer is kept true.

    Signals:
        opening_chosen(Opening): book this time instead.
    """

    opening_chosen = Signal(object)
    is_busy = False
    """It only shows; nothing of it is ever on its way into the database."""

    def __init__(self, clinic: Clinic) -> None:
        """Make the panel; ``ask`` fills it."""
        super().__init__(clinic.look, "Why is this not offered?", "Why not")
        self._clinic = clinic
        look = clinic.look
        self._asked: tuple[int, str, dt.datetime] | None = None
        self._time = Label(look, role="title")
        self._time.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place = Label(look, role="body", tone="muted", wraps=True)
        self.kind = Choice(look, "Kind of visit")
        self.kind.addItem(_BLOCK, None)
        self.refusal = RefusalBox(clinic, "Refusal")
        self.answer = Label(look, role="strong", wraps=True)
        self._reasons = QVBoxLayout()
        self._reasons.setSpacing(look.px(12))
        self.body.addLayout(column(self._time, self._place, spacing=2))
        self.body.addLayout(captioned(look, "Kind of visit", self.kind))
        self.body.addWidget(self.refusal)
        self.body.addWidget(self.answer)
        self.body.addLayout(self._reasons)
        self.body.addStretch(1)
        self.kind.currentIndexChanged.connect(self._ask)
        self._types = LiveQuery(clinic.dispatcher, self)
        self._types.loaded.connect(self._show_types)
        self._types.set_query(AppointmentTypes())
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self._query.failed.connect(self.refusal.show_error)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        return self._types.is_settled and self._query.is_settled

    def ask(self, doctor_id: int, doctor: str, start: dt.datetime) -> None:
        """Ask about a time of a doctor."""
        self._asked = (doctor_id, doctor, start)
        zone = self._clinic.zone
        self._time.setText(clock_text(start, zone))
        self._place.setText(f"{long_day_text(local_date(start, zone))}\n{doctor}")
        self._time.setAccessibleDescription(self._place.text().replace("\n", ", "))
        self._ask()

    def _ask(self, _index: int = 0) -> None:
        if self._asked is not None:
            doctor_id, _, start = self._asked
            self.refusal.clear()
            kind = self.kind.currentData()
            self._query.set_query(Why(doctor_id=doctor_id, start=start, type_id=kind))

    def _show_types(self, seen: Seen[tuple[AppointmentType, ...]]) -> None:
        """Offer the kinds of visit; the chosen one stays."""
        chosen = self.kind.currentData()
        self.kind.blockSignals(True)
        while self.kind.count() > 1:
            self.kind.removeItem(1)
        for kind in seen.answer:
            self.kind.addItem(f"{kind.name} · {minutes_text(kind.minutes)}", kind.id)
        self.kind.setCurrentIndex(max(0, self.kind.findData(chosen)))
        self.kind.blockSignals(False)
        if chosen != self.kind.currentData():
            self._ask()

    def _show(self, seen: Seen[Explained]) -> None:
        """Tell every reason, each with the nearest time that it leaves."""
        found = seen.answer
        many = len(found.obstacles)
        text = "It is offered." if found.offered else f"Not offered, for {many} reasons:"
        self.answer.setText("Not offered:" if many == 1 else text)
        self._empty()
        offered: set[Opening] = set()
        for obstacle in found.obstacles:
            self._reasons.addWidget(self._reason(obstacle, offered))
        told = (self.answer.text(), *(one.message for one in found.obstacles))
        announce(self, " ".join(told))

    def _reason(self, obstacle: Obstacle, offered: set[Opening]) -> QWidget:
        """Make a reason's sentence, with the nearest time behind it unless that was told before."""
        part = QWidget()
        line = column(Label(self._clinic.look, obstacle.message, wraps=True), spacing=2)
        nearest = obstacle.nearest
        if nearest is not None and nearest not in offered:
            offered.add(nearest)
            when = when_text(TimeSpan(nearest.start, nearest.end), self._clinic.zone)
            name = f"Take {at_site(nearest.doctor, nearest.site)}, {when}"
            shown = at_site(f"Next: {when}", nearest.site)
            take = push_button(shown, kind="link", name=name)
            take.clicked.connect(lambda _=False, nearest=nearest: self.opening_chosen.emit(nearest))
            line.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
        part.setLayout(line)
        return part

    def _empty(self) -> None:
        while (item := self._reasons.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def focus(self) -> None:
        """Go to the time, where Enter does nothing."""
        self._time.setFocus()

    def clear(self) -> None:
        """Ask for nothing any more."""
        self._asked = None
        self._query.set_query(None)
        self._empty()
        self.answer.setText("")
