"""The ways between the line and the rest of the window, and what else a line may find."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property, partial
from typing import TYPE_CHECKING

from clinic_desktop.domain.booking import Block, Booked
from clinic_desktop.domain.offers import NextTimes, Offer
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.people import Patient, PatientFound, plain
from clinic_desktop.ui.acts import ACTS
from clinic_desktop.ui.bindings import OF_SEVERAL
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.line import Finding, LinePanel
from clinic_desktop.ui.words import day_text, read_day

if TYPE_CHECKING:
    from clinic_desktop.ui.panels import WithPanels

_MOST = 6
"""So many findings are listed; a further letter narrows them better than scrolling."""


class LineWays:
    """Opens the line, and does what is chosen in it."""

    def __init__(self, clinic: Clinic, place: WithPanels) -> None:
        """``place`` is the window's workplace."""
        self._clinic, self._place = clinic, place

    @cached_property
    def panel(self) -> LinePanel:
        """The panel with the line."""
        panel, place = LinePanel(self._clinic, self._find), self._place
        panel.booked.connect(self._tell_booked)
        panel.offer_chosen.connect(self._open_form)
        panel.new_patient_requested.connect(self._register)
        panel.patient_requested.connect(self._show_patient)
        panel.closed.connect(place.close_panel)
        place.panes.add(panel)
        return panel

    def open(self) -> None:
        """Go to the line."""
        place = self._place
        place.open_panel(self.panel)
        if place.calendar.picks:
            place.come_back(place.several.show)
        self.panel.focus()

    def _tell_booked(self, done: Done[Booked]) -> None:
        """Go on in the calendar, and say what is booked now."""
        self._place.close_panel()
        self._place.deeds.tell_booked(done)

    def _open_form(self, offer: Offer, wish: NextTimes, patient: Patient | None) -> None:
        """Show a time in the form: that long, or for that kind of visit, for whom it is known."""
        place, opening = self._place, offer.opening
        place.take_opening(opening, wish.type_id)
        if wish.type_id is None:
            name, start = opening.doctor, opening.start
            block = Block(opening.block_id, opening.doctor_id, name, start, offer.end)
            place.booking.open_run((block,))
        if patient is not None:
            place.booking.picker.set_patient(patient)
        place.booking.focus()

    def _register(self, text: str, offer: Offer | None, wish: NextTimes | None) -> None:
        """Begin a booking for somebody new, at the first time that is offered."""
        if offer is None or wish is None:
            self._place.new_appointment()
        else:
            self._open_form(offer, wish, None)
        self._place.booking.picker.begin_new(text)

    def _show_patient(self, found: PatientFound) -> None:
        self._place.open_patient(found.patient.id)

    def _find(self, text: str) -> list[Finding]:
        """Answer what else words may mean: acts, doctors, a day."""
        words = plain(text).split()
        if not words:
            return []
        acts = sorted(self._acts(words), key=lambda act: plain(act.words) != " ".join(words))
        return [*self._day(text), *self._doctors(words), *acts][:_MOST]

    def _day(self, text: str) -> Iterator[Finding]:
        day = read_day(text, self._clinic.today)
        if day is not None:
            yield Finding(f"Go to {day_text(day)}", "", partial(self._go, day))

    def _go(self, day: dt.date) -> None:
        self._place.close_panel()
        self._place.calendar.show_day(day)
        self._place.calendar.focus()

    def _doctors(self, words: list[str]) -> Iterator[Finding]:
        for doctor in self._place.calendar.doctors:
            if _has_all(doctor.name, words):
                yield Finding(f"Week of {doctor.name}", "", partial(self._show_week, doctor.id))

    def _show_week(self, doctor_id: int) -> None:
        self._place.close_panel()
        self._place.show_calendar()
        self._place.calendar.show_mode("week")
        self._place.calendar.show_doctor(doctor_id)

    def _acts(self, words: list[str]) -> Iterator[Finding]:
        actions, has_picks = self._clinic.actions, bool(self._place.calendar.picks)
        for act in ACTS:
            here = act.place == "everywhere" or (has_picks and act.name in OF_SEVERAL)
            usable = actions.is_listed(act) and not act.fixed and here
            if usable and act.name != "line" and _has_all(actions.words(act), words):
                do = partial(self._do, act.name)
                yield Finding(actions.words(act), actions.keys(act.name), do)

    def _do(self, name: str) -> None:
        self._place.close_panel()
        self._clinic.actions[name].trigger()


def _has_all(text: str, words: list[str]) -> bool:
    """Tell whether each word begins one of a text's."""
    known = plain(text).split()
    return all(any(each.startswith(word) for each in known) for word in words)
