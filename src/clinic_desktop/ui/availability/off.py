"""Time off of a doctor, and closed days of the clinic: the form for a stretch, and the list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout

from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.timeoff import (
    KIND_WORDS,
    OF_DOCTORS,
    AddTimeOff,
    CloseClinic,
    Closing,
    RemoveTimeOff,
    Stretch,
    TimeOff,
    TimeOffKind,
    check_note,
    stretch_words,
)
from clinic_desktop.ui.availability.entries import Entries
from clinic_desktop.ui.availability.fields import Editor, Line, Reading, flowing
from clinic_desktop.ui.availability.typed import date_of, hours_of_day, repeat_of
from clinic_desktop.ui.availability.yearly import off_entries, off_words
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.parts import Choice, Label, captioned
from clinic_desktop.ui.words import short_date

_WHOLE = (0, 24 * 60)


class OffEditor(Editor):
    """A form for a stretch of days or hours, once or again and again, and what there is already.

    Of a doctor with ``of_doctor``, else of the whole clinic.
    """

    def __init__(self, clinic: Clinic, *, of_doctor: bool) -> None:
        """Make the fields and the list."""
        super().__init__(clinic, "Time off" if of_doctor else "Closed days")
        self._of_doctor = of_doctor
        self._doctor_id: int | None = None
        self.start, start = self.field("From", wide=110)
        self.until, until = self.field("Until", hint="that day", wide=110)
        self.hours, hours = self.field("Hours", hint="whole days", wide=90)
        self.note, note = self.field("Note", hint="why, for the staff")
        self.repeat, repeat = self.field("Repeat", hint="first Monday of the month")
        if of_doctor:
            clinic.privacy.changed.connect(self._hide_note)
            self._hide_note()
        self.kind: Choice | None = None
        kind = () if not of_doctor else (self._make_kind(),)
        self.body.addWidget(flowing(self.look.px(10), *kind, start, until, hours))
        self.body.addLayout(note)
        self.body.addLayout(repeat)
        self.body.addWidget(self.mistake)
        hint = (
            "Hours such as 13-17 are those of one day, or reach from the first day to the last. "
            "Repeat takes “every 2 weeks”, “every week on Mon, Wed”, “last Friday of the month”, "
            "each with “until” and a date at its end."
        )
        self.body.addWidget(Label(self.look, hint, "small", tone="muted", wraps=True))
        self.there = Entries(
            self.look,
            "Time off to come" if of_doctor else "Closed days to come",
            "No time off is laid down." if of_doctor else "The clinic is not closed on any day.",
        )
        self.there.removal_requested.connect(self._take_away)
        self.body.addWidget(self.there)
        self.body.addStretch(1)

    def _hide_note(self) -> None:
        """Show bullets for why a doctor is away while patients are hidden."""
        self.note.setEchoMode(self.clinic.privacy.echo)

    def _make_kind(self) -> QVBoxLayout:
        """Make the choice of why a doctor is away; the clinic is closed, or has a holiday."""
        self.kind = Choice(self.look, "Kind")
        for kind in OF_DOCTORS:
            self.kind.addItem(KIND_WORDS[kind], kind)
        self.kind.activated.connect(lambda _index: self.look_again())
        return captioned(self.look, "Kind", self.kind)

    def load(
        self, doctor_id: int | None, off: tuple[TimeOff, ...], sites: Mapping[int, str]
    ) -> None:
        """Show the time off of a doctor, or of the clinic, there with the site if of several."""
        is_another = self._of_doctor and doctor_id != self._doctor_id
        self._doctor_id = doctor_id
        mine = [
            one
            for one in off
            if (one.doctor_id is not None) == self._of_doctor
            and one.kind is not TimeOffKind.HOLIDAY
            and (one.when.last >= self.today or one.when.repeat is not None)
        ]
        mine.sort(key=lambda one: one.when.first)
        self.there.show_entries(off_entries(mine, sites))
        if is_another or not self.about:
            self.look_again()

    def start_anew(self) -> None:
        """Empty the fields."""
        for field in (self.start, self.until, self.hours, self.note, self.repeat):
            field.setText("")

    def choose(self, day: dt.date) -> None:
        """Begin with a day, unless one is typed."""
        if not self.start.text().strip():
            self.start.setText(short_date(day))

    def focus(self) -> None:
        """Go to the first date."""
        self.start.setFocus()
        self.start.selectAll()

    def read(self, reading: Reading) -> TimeChange[Any] | None:
        """Answer the change that the fields say."""
        today = self.today
        typed = (self.until, self.hours, self.repeat)
        if not self.start.text().strip() and not any(field.text().strip() for field in typed):
            return None
        start = reading.take(self.start, lambda text: date_of(text, today), today)
        last = reading.take(
            self.until, lambda text: date_of(text, today) if text.strip() else start, start
        )
        hours = reading.take(self.hours, hours_of_day, _WHOLE)
        repeat = reading.take(self.repeat, repeat_of, None)
        reading.take(self.note, check_note, None)
        if reading.mistakes:
            return None
        try:
            when = Stretch(start, last, *hours, repeat)
        except Misuse as misuse:
            field: Line = self.until if last < start else self.hours
            reading.mistakes[field] = misuse.message
            return None
        return self._wish(when)

    def _wish(self, when: Stretch) -> TimeChange[Any] | None:
        note = self.note.text().strip()
        if self.kind is None:
            return CloseClinic(closings=(Closing(when, note),))
        if self._doctor_id is None:
            return None
        kind = TimeOffKind(self.kind.currentData())
        return AddTimeOff(doctor_id=self._doctor_id, when=when, kind=kind, note=note)

    def _take_away(self, one: TimeOff) -> None:
        self.wish(
            RemoveTimeOff(time_off_id=one.id),
            f"Taking away: {off_words(one)}, {stretch_words(one.when)}",
        )
