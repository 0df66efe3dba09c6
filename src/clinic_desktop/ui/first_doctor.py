"""An empty clinic's next step: the first doctor and the hours, in one go, seen before saved."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame

from clinic_desktop.domain.availability import DEFAULT_BLOCK_MINUTES, WeeklyHours
from clinic_desktop.domain.doctors import TakenOn, TakeOnDoctor
from clinic_desktop.domain.forms import present
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.people import is_seen
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.ui.availability.effect import EffectView
from clinic_desktop.ui.availability.fields import Line
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.parts import Label, captioned, column
from clinic_desktop.ui.speech import announce

USUAL_HOURS = "Mon-Fri 9-12, 13-17"
_SOME_MONDAY = dt.date(2024, 1, 1)
_DAY, _WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
_NOT_READ = "What is typed is not understood yet."
_NO_NAME = "Name the doctor; then it is shown here what the hours make."


class FirstDoctor(QFrame):
    """Takes the first doctor on and lays the first blocks, exactly as it was shown.

    Signals:
        doctor_added(Doctor): the doctor and the hours are stored.
    """

    doctor_added = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Make the fields."""
        super().__init__()
        look = clinic.look
        # Enter came before the effect was there: then it leads to the way to save it.
        self._entered = False
        self.setProperty("role", "card")
        self.setAccessibleName("First doctor")
        self.setMaximumWidth(look.px(380))
        self.name, self.hours = Line("Doctor", hint="Dr Lee"), Line("Weekly hours")
        self.hours.setText(USUAL_HOURS)
        self._mistake = Label(look, tone="danger", wraps=True)
        self._mistake.hide()
        self.effect = EffectView(clinic, "Add doctor")
        self.effect.shown.connect(self._tell_week)
        self.effect.saved.connect(self._finish)
        text = (
            "Who sees patients here, and when? The hours are cut into blocks of "
            f"{DEFAULT_BLOCK_MINUTES} minutes."
        )
        layout = column(
            Label(look, "Add the first doctor", "heading"),
            Label(look, text, tone="muted", wraps=True),
            margins=look.px(20),
            spacing=look.px(14),
        )
        for field in (self.name, self.hours):
            field.returnPressed.connect(self._confirm)
            field.textChanged.connect(self._look_again)
            caption = field.accessibleName()
            layout.addLayout(captioned(look, caption, field, spacing=look.px(5)))
        layout.addWidget(self._mistake)
        self._week = Label(look, role="medium", wraps=True)
        self._week.hide()
        layout.addWidget(self._week)
        layout.addWidget(self.effect)
        self.setLayout(layout)
        self._look_again()

    @property
    def is_busy(self) -> bool:
        """Whether a doctor is on the way."""
        return self.effect.is_busy

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is the effect of what is typed."""
        return self.effect.is_settled

    def sizeHint(self) -> QSize:
        """Ask for a width that lines are read at with ease."""
        width = self.maximumWidth()
        return QSize(width, max(super().sizeHint().height(), self.heightForWidth(width)))

    def _look_again(self) -> None:
        """Take in hand what is typed, if it can be understood."""
        self._mistake.hide()
        self._entered = False
        name = self.name.text().strip()
        change = None
        if is_seen(name) and not self._mistaken():
            hours = WeeklyHours.parse(self.hours.text())
            change = TakeOnDoctor(name=name, hours=hours)
        before = self.effect.change
        if (
            isinstance(change, TakeOnDoctor)
            and isinstance(before, TakeOnDoctor)
            and change.hours == before.hours
        ):
            # Another name changes nothing of what the hours make.
            self.effect.reword(change)
            return
        self._week.hide()
        self.effect.set_change(change, idle=_NOT_READ if self._mistaken() else _NO_NAME)

    def _mistaken(self) -> str:
        """Answer why the hours make no block; empty where they do."""
        try:
            hours = WeeklyHours.parse(self.hours.text())
        except Misuse as misuse:
            return misuse.message
        windows = [end - start for start, end in hours.all_windows]
        if windows and max(windows) < DEFAULT_BLOCK_MINUTES:
            return f"These hours hold no whole block of {DEFAULT_BLOCK_MINUTES} minutes."
        return ""

    def _confirm(self) -> None:
        """Enter saves what is shown; else it tells what is wrong, or waits for it to be shown."""
        mistake = self._mistaken()
        if mistake:
            self._tell(mistake)
        elif not is_seen(self.name.text()):
            self.name.setFocus()
            self._tell("The doctor needs a name.")
        elif self.effect.effect is not None:
            self.effect.save()
        else:
            self._entered = True

    def _tell_week(self) -> None:
        """Say what the hours make of a week, and when the first block is."""
        change, effect = self.effect.change, self.effect.effect
        if effect is None or not isinstance(change, TakeOnDoctor):
            self._week.hide()
            return
        first = effect.doctors[0].first if effect.doctors else None
        begins = f", the first on {present().date(first)}" if first else ""
        self._put(self._week, f"{_of_a_week(change)}{begins}.")
        if self._entered:
            self._entered = False
            self.effect.focus()

    def _finish(self, done: Done[TakenOn]) -> None:
        self.doctor_added.emit(done.answer.doctor)

    def _tell(self, mistake: str) -> None:
        """Say it under the fields, in as many lines as it takes."""
        self._put(self._mistake, mistake)
        announce(self, mistake, urgent=True)

    def _put(self, label: Label, text: str) -> None:
        label.setText(text)
        # The page centres this card and asks it for no height of its width: lines would be cut.
        label.setMinimumHeight(label.heightForWidth(self.name.width()))
        label.show()


def _of_a_week(change: TakeOnDoctor) -> str:
    """Say how many blocks the hours make in a week; where weeks differ, from how many to how many.

    Of alternating weeks as many are looked at as differ.
    """
    hours, minutes = change.hours, change.block_minutes
    counts = {_count(hours, week, minutes) for week in range(_weeks(hours))}
    low, high = min(counts), max(counts)
    if low == high == 0:
        return "No blocks"
    number = f"{high}" if low == high else f"{low} to {high}"
    blocks = "block" if number == "1" else "blocks"
    return f"{number} {blocks} of {minutes} minutes a week"


def _weeks(hours: WeeklyHours) -> int:
    return max((turn.every for turn in hours.turns), default=1)


def _count(hours: WeeklyHours, week: int, minutes: int) -> int:
    monday = _SOME_MONDAY + week * _WEEK
    days = (monday + day * _DAY for day in range(7))
    parts = (part for day in days for part in hours.parts(day, _SOME_MONDAY))
    return sum((end - start) // minutes for start, end, _ in parts)
