"""The strip that stands while patients are hidden: that it is so, and the way back."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.parts import Label, inset, push_button, row
from clinic_desktop.ui.passing import Passing
from clinic_desktop.ui.speech import announce


class PrivacyStrip(Passing):
    """Says that patients are hidden; it stands below everything, so that nothing else moves."""

    def __init__(self, clinic: Clinic, parent: QWidget) -> None:
        """Begin as it is now, and follow."""
        super().__init__(parent)
        self._clinic = clinic
        look = clinic.look
        self.setProperty("role", "strip")
        self.setAccessibleName("Patients are hidden")
        self._mark = QLabel()
        told = "Patients are hidden, here and in what you open or search."
        what = Label(look, told, "strong", wraps=True)
        back = push_button("Show them", kind="quiet")
        back.clicked.connect(clinic.privacy.toggle)
        clinic.actions.tip(back, "hide-patients", "Show patients")
        line = row(self._mark, what, back, spacing=look.px(12))
        line.setStretch(1, 1)
        inset(line, *(look.px(side) for side in (16, 4, 8, 4)))
        self.setLayout(line)
        look.changed.connect(self._dress)
        clinic.privacy.changed.connect(self._obey_privacy)
        self._dress()
        self._obey_privacy()

    def _obey_privacy(self) -> None:
        is_on = self._clinic.privacy.is_on
        self.setVisible(is_on)
        if is_on:
            announce(self, "Patients are hidden", urgent=True)

    def _dress(self) -> None:
        look = self._clinic.look
        self._mark.setPixmap(look.icon("eye-off", look.palette.accent).pixmap(look.px(16)))
