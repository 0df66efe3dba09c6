"""The question why a visit is cancelled, and on whose wish."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton

from clinic_desktop.domain.booking import CancelledBy, CancelReason
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.parts import Label, Segments, column, push_button
from clinic_desktop.ui.words import BY_WORDS, REASON_WORDS

_BY_OF_REASON = {
    CancelReason.PATIENT_REQUEST: CancelledBy.PATIENT,
    CancelReason.PATIENT_ILL: CancelledBy.PATIENT,
    CancelReason.CLINIC: CancelledBy.CLINIC,
    CancelReason.DOCTOR_AWAY: CancelledBy.CLINIC,
    CancelReason.DUPLICATE: CancelledBy.CLINIC,
    CancelReason.MISTAKE: CancelledBy.CLINIC,
}


class CancelBox(QFrame):
    """Asks why, and on whose wish; a click on a reason cancels.

    Signals:
        reason_chosen(tuple): a ``CancelReason`` and a ``CancelledBy``.
    """

    reason_chosen = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Make a chip for every reason."""
        super().__init__()
        look = clinic.look
        self.setProperty("role", "card")
        self.setAccessibleName("Cancel appointment")
        self._by: CancelledBy | None = None
        self._likely = CancelledBy.PATIENT
        self._whose = Segments(
            "On whose wish",
            {by.value: f"{word} cancels" for by, word in BY_WORDS.items()},
            self._set_by,
        )
        self._chips: dict[CancelReason, QPushButton] = {}
        chips = Flow(look.px(6))
        for reason, words in REASON_WORDS.items():
            chip = push_button(words, name=f"Cancel: {words}")
            chip.clicked.connect(lambda _=False, reason=reason: self._choose(reason))
            chips.addWidget(chip)
            self._chips[reason] = chip
        self._why = Label(look, role="strong", wraps=True)
        self.name_number(1)
        self.setLayout(column(self._why, self._whose, chips, margins=12, spacing=look.px(8)))
        self.hide()

    def open(self, likely: CancelReason = CancelReason.PATIENT_REQUEST) -> None:
        """Ask, beginning with the likely reason; each says on whose wish, unless a hand does."""
        self._by, self._likely = None, _BY_OF_REASON.get(likely, CancelledBy.PATIENT)
        self._whose.set_choice(self._likely.value)
        self.show()
        self._chips[likely].setFocus()

    def name_number(self, number: int) -> None:
        """Say how many visits it is about."""
        one = "Why is it cancelled?"
        self._why.setText(one if number == 1 else f"Why are {number} visits cancelled?")

    def _set_by(self, by: str) -> None:
        self._by = CancelledBy(by)

    def _choose(self, reason: CancelReason) -> None:
        by = self._by or _BY_OF_REASON.get(reason, self._likely)
        self.reason_chosen.emit((reason, by))
