"""An empty clinic's next step: the first doctor and the hours, in one go."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from clinic_desktop.domain.availability import (
    DEFAULT_BLOCK_MINUTES,
    HoursSet,
    SetWeeklyHours,
    WeeklyHours,
)
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.people import AddDoctor, Doctor
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.parts import Label, captioned, column, push_button
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import said

USUAL_HOURS = "Mon-Fri 9-12, 13-17"


class FirstDoctor(QFrame):
    """Takes the first doctor on and lays the first blocks.

    Signals:
        doctor_added(Doctor): the doctor and the hours are stored.
    """

    doctor_added = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Make the fields."""
        super().__init__()
        look = clinic.look
        self._clinic = clinic
        self._adding: AddDoctor | None = None
        self._doctor: Doctor | None = None
        self.setProperty("role", "card")
        self.setAccessibleName("First doctor")
        self.setMaximumWidth(look.px(380))
        self.name, self.hours = QLineEdit(), QLineEdit(USUAL_HOURS)
        self.name.setPlaceholderText("Dr Lee")
        self._mistake = Label(look, tone="danger", wraps=True)
        self._mistake.hide()
        self._button = push_button("Add doctor", kind="primary")
        self._button.clicked.connect(self._add)
        text = "Who sees patients here, and when? The hours are cut into blocks of 15 minutes."
        layout = column(
            Label(look, "Add the first doctor", "heading"),
            Label(look, text, tone="muted", wraps=True),
            margins=look.px(20),
            spacing=look.px(14),
        )
        for caption, field in (("Doctor", self.name), ("Weekly hours", self.hours)):
            field.setAccessibleName(caption)
            field.returnPressed.connect(self._add)
            layout.addLayout(captioned(look, caption, field, spacing=look.px(5)))
        layout.addWidget(self._mistake)
        layout.addSpacing(look.px(4))
        layout.addWidget(self._button)
        self.setLayout(layout)

    @property
    def is_busy(self) -> bool:
        """Whether a doctor is on the way, or the hours."""
        return not self._button.isEnabled()

    def sizeHint(self) -> QSize:
        """Ask for a width that lines are read at with ease."""
        width = self.maximumWidth()
        return QSize(width, max(super().sizeHint().height(), self.heightForWidth(width)))

    def _add(self) -> None:
        """Read the fields, then store the doctor; the hours follow."""
        self._mistake.hide()
        name = self.name.text().strip()
        try:
            hours = WeeklyHours.parse(self.hours.text())
        except Misuse as misuse:
            self._fail(misuse)
            return
        windows = [end - start for start, end in hours.all_windows]
        if windows and max(windows) < DEFAULT_BLOCK_MINUTES:
            self._tell(f"These hours hold no whole block of {DEFAULT_BLOCK_MINUTES} minutes.")
            return
        if not name:
            self.name.setFocus()
            return
        self._button.setEnabled(False)
        if self._doctor is not None:
            self._set_hours(self._doctor)
            return
        if self._adding is None or self._adding.name != name:
            self._adding = AddDoctor(name=name)
        # The same wish goes out under the same id: a doctor is taken on once.
        wish, then, failed = replace(self._adding), self._take_doctor, self._fail
        self._clinic.dispatcher.do(wish, then, failed, before=SetWeeklyHours)

    def _take_doctor(self, done: Done[Doctor]) -> None:
        self._doctor = done.answer
        self._set_hours(done.answer)

    def _set_hours(self, doctor: Doctor) -> None:
        hours = WeeklyHours.parse(self.hours.text())
        command = SetWeeklyHours(doctor_id=doctor.id, hours=hours)
        self._clinic.dispatcher.do(command, self._finish, self._fail)

    def _finish(self, _done: Done[HoursSet]) -> None:
        self._button.setEnabled(True)
        if self._doctor is not None:
            self.doctor_added.emit(self._doctor)

    def _fail(self, error: Exception) -> None:
        self._button.setEnabled(True)
        self._tell(said(error))

    def _tell(self, mistake: str) -> None:
        """Say it under the fields, in as many lines as it takes."""
        self._mistake.setText(mistake)
        # The page centres this card and asks it for no height of its width: lines would be cut.
        self._mistake.setMinimumHeight(self._mistake.heightForWidth(self.name.width()))
        self._mistake.show()
        announce(self, mistake, urgent=True)
