"""What patients may book by themselves, in the window: one form, of the clinic itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.office import Command, Done, Seen
from clinic_desktop.domain.selfbooking import (
    FURTHEST,
    LONGEST_NOTICE,
    MOST,
    SelfBooking,
    SetSelfBooking,
    TheSelfBooking,
)
from clinic_desktop.ui.availability.fields import Reading
from clinic_desktop.ui.availability.listed import ListEditor, State
from clinic_desktop.ui.availability.typed import number_of
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, column

_HINT = (
    "It holds for the patients' own screen (clinic-desktop --kiosk), at once and everywhere. Staff "
    "book whenever they like."
)


class _Rules(NamedTuple):
    """The rules as the one entry of a list."""

    rules: SelfBooking
    id: int = 1
    name: str = "Self-booking"


class SelfBookingEditor(ListEditor):
    """How soon, how far ahead and how much patients may book."""

    def __init__(self, clinic: Clinic) -> None:
        """Make the form."""
        super().__init__(clinic, "Self-booking", "rule", "")
        self.notice, notice = self.field("Minutes before a visit, at least")
        self.ahead, ahead = self.field("Days ahead, at most")
        self.most, most = self.field("Visits before them that a patient booked, at most")
        place = QWidget()
        place.setLayout(column(notice, ahead, most))
        self._lay_out(place, Label(self.look, _HINT, "small", tone="muted", wraps=True))
        for part in (self.there, self.new_button):
            # There is just the one.
            part.hide()
        self._wanted = 1
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)

    @property
    def is_settled(self) -> bool:
        """Whether what there is is shown, and nothing is on its way."""
        return super().is_settled and not self.is_busy and self._query.is_settled

    def open(self) -> None:
        """Ask for what there is, now that somebody looks at it."""
        if self._query.query is None:
            self._query.set_query(TheSelfBooking())

    def leave(self) -> None:
        """Ask for nothing any more."""
        self._query.set_query(None)

    def _show(self, seen: Seen[SelfBooking]) -> None:
        known = _Rules(seen.answer)
        self.show_known({known.id: known}, {})

    def _done(self, done: Done[Any]) -> None:
        super()._done(replace(done, answer=_Rules(done.answer)))

    def state_of(self, known: _Rules | None) -> State:
        """Answer what the form says."""
        if known is None:
            return ("", "", ""), ()
        rules = known.rules
        return (str(rules.notice_minutes), str(rules.days_ahead), str(rules.most)), ()

    def wish_of(self, known: Any | None, reading: Reading) -> Command[Any] | None:  # noqa: ANN401 - the rules
        """Answer what is another by now."""
        notice = reading.take(self.notice, _notice, 0)
        ahead, most = reading.take(self.ahead, _ahead, 0), reading.take(self.most, _most, 1)
        if known is None or reading.mistakes:
            return None
        was: SelfBooking = known.rules
        # What somebody else changed meanwhile, and this form does not, stays.
        return SetSelfBooking(
            notice_minutes=notice if notice != was.notice_minutes else None,
            days_ahead=ahead if ahead != was.days_ahead else None,
            most=most if most != was.most else None,
        )


def _notice(text: str) -> int:
    return number_of(text, range(LONGEST_NOTICE + 1), "The minutes before a visit")


def _ahead(text: str) -> int:
    return number_of(text, range(FURTHEST + 1), "The days ahead")


def _most(text: str) -> int:
    return number_of(text, range(1, MOST + 1), "How many visits")
