"""Hours of single dates: other ones, none, the usual ones again, or those of other dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.availability import Availability, CopyDays, SetDays
from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.ui.availability.entries import Entries
from clinic_desktop.ui.availability.fields import Editor, Reading
from clinic_desktop.ui.availability.typed import USUAL, DayHours, day_hours, days_of
from clinic_desktop.ui.availability.yearly import hours_words
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.parts import Label, push_button
from clinic_desktop.ui.words import day_text, short_date


class DaysEditor(Editor):
    """Dates that have hours of their own, and a form to give or take such."""

    def __init__(self, clinic: Clinic) -> None:
        """Make the fields and the list."""
        super().__init__(clinic, "Single days")
        self._doctor_id: int | None = None
        self.days, days = self.field(
            "Days", hint="2026-04-02, or 2026-W12, or 24.12.2026 to 2.1.2027"
        )
        self.hours, hours = self.field("Hours of these days", hint="9-12, 13-17")
        self._known = Label(self.look, role="small", tone="muted", wraps=True)
        self._known.hide()
        self.own = Entries(
            self.look, "Days with hours of their own", "No day has hours of its own.",
            "Usual hours again",
        )  # fmt: skip
        self.own.removal_requested.connect(self._take_away)
        words = QWidget()
        flow = Flow(self.look.px(6))
        words.setLayout(flow)
        for text, typed in (
            ("No hours", "none"),
            ("Usual hours", USUAL),
            ("Copy\N{HORIZONTAL ELLIPSIS}", "like "),
        ):
            button = push_button(text)
            button.clicked.connect(lambda _=False, typed=typed: self._put(typed))
            flow.addWidget(button)
        hint = "To copy a day or a week, write “like 2026-03-02” or “like 2026-W10”."
        self.body.addLayout(days)
        self.body.addWidget(self._known)
        self.body.addLayout(hours)
        for part in (
            words,
            self.mistake,
            Label(self.look, hint, "small", tone="muted", wraps=True),
            self.own,
        ):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def load(self, doctor_id: int | None, rules: tuple[Availability, ...]) -> None:
        """Show which dates of a doctor have hours of their own."""
        is_another, self._doctor_id = doctor_id != self._doctor_id, doctor_id
        own = sorted(
            (rule for rule in rules if rule.overrides and rule.start >= self.today),
            key=lambda rule: rule.start,
        )
        self.own.show_entries(
            (day_text(rule.start), hours_words(rule.hours.parts(rule.start)), rule.start)
            for rule in own
        )
        if is_another or not self.about:
            self.look_again()

    def start_anew(self) -> None:
        """Empty the fields."""
        self._known.hide()
        for field in (self.days, self.hours):
            field.setText("")

    def choose(self, day: dt.date, words: str) -> None:
        """Begin with a day; ``words`` say what it is now."""
        self.days.setText(short_date(day))
        self._known.setText(words)
        self._known.setVisible(bool(words))

    def focus(self) -> None:
        """Go to where a word is missing."""
        field = self.hours if self.days.text().strip() else self.days
        field.setFocus()
        field.selectAll()

    def _put(self, text: str) -> None:
        self.hours.put(text)
        self.hours.setFocus()

    def read(self, reading: Reading) -> TimeChange[Any] | None:
        """Answer the change that the fields say."""
        today = self.today
        if not self.days.text().strip() and not self.hours.text().strip():
            return None
        nothing: tuple[dt.date, ...] = ()
        days = reading.take(self.days, lambda text: days_of(text, today), nothing)
        if not self.hours.text().strip():
            # Which days was said first; what is to become of them comes next.
            return None
        found = reading.take(self.hours, lambda text: day_hours(text, days, today), DayHours())
        if self._doctor_id is None or not days:
            return None
        if found.like:
            return CopyDays(doctor_id=self._doctor_id, of=found.like, to=days)
        return SetDays(doctor_id=self._doctor_id, days=days, windows=found.windows)

    def _take_away(self, day: dt.date) -> None:
        """Wish for the usual hours on a date."""
        if self._doctor_id is not None:
            self.wish(
                SetDays(doctor_id=self._doctor_id, days=(day,), windows=None),
                f"Usual hours again on {day_text(day)}",
            )
