"""The ways from the calendar to the panels about time that can't be booked, and back."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.timeoff import KIND_WORDS, TimeOffChanged
from clinic_desktop.ui.agenda.off import Off
from clinic_desktop.ui.availability.block_off import BlockOffPanel, Taken
from clinic_desktop.ui.availability.time_off import TimeOffPanel
from clinic_desktop.ui.availability.why import WhyPanel
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.words import off_when, said, when_text

if TYPE_CHECKING:
    from clinic_desktop.ui.panels import WithPanels

_WHERE = "Choose a time in the day or the week first: a block, or several by a drag."


class OffWays(QObject):
    """Opens those panels, made when they are first wanted, and tells what came of them."""

    def __init__(self, clinic: Clinic, place: WithPanels) -> None:
        """Work in this place."""
        super().__init__(place)
        self._clinic, self._place = clinic, place

    @cached_property
    def block_off(self) -> BlockOffPanel:
        """The panel in which time is blocked off."""
        panel, place = BlockOffPanel(self._clinic), self._place
        panel.closed.connect(place.close_panel)
        panel.effect.saved.connect(self._tell_blocked)
        panel.effect.refused.connect(self._tell_refused)
        panel.effect.refused_elsewhere.connect(self._tell_not_blocked)
        panel.effect.open_requested.connect(self._open_hit)
        panel.effect.move_requested.connect(place.begin_move)
        panel.effect.cancel_requested.connect(self._cancel_hit)
        place.panes.add(panel)
        return panel

    @cached_property
    def time_off(self) -> TimeOffPanel:
        """The panel that shows time off."""
        panel, place = TimeOffPanel(self._clinic), self._place
        panel.closed.connect(place.close_panel)
        panel.effect.saved.connect(self._tell_removed)
        panel.effect.refused.connect(self._tell_not_removed)
        panel.effect.refused_elsewhere.connect(self._tell_stays)
        panel.open_requested.connect(self._open_left)
        place.panes.add(panel)
        return panel

    @cached_property
    def why(self) -> WhyPanel:
        """The panel that says why a time is not offered."""
        panel, place = WhyPanel(self._clinic), self._place
        panel.closed.connect(place.close_panel)
        panel.opening_chosen.connect(
            lambda opening: place.take_opening(opening, panel.kind.currentData())
        )
        place.panes.add(panel)
        return panel

    def explain(self, doctor_id: int, doctor: str, start: dt.datetime) -> None:
        """Say why a time is not offered."""
        self._place.open_panel(self.why)
        self.why.ask(doctor_id, doctor, start)
        self.why.focus()

    def explain_current(self) -> None:
        """Say it of what is current, or of the time at which a menu was wished for."""
        calendar = self._place.calendar
        item = calendar.current() or calendar.off_at_hand or calendar.kept_at_hand
        ground = calendar.view.asked
        if item is not None and calendar.paints:
            self.explain(item.doctor_id, item.doctor, item.start)
        elif ground is not None and calendar.paints:
            self.explain(ground.doctor.id, ground.doctor.name, ground.start)
        else:
            self._place.notices.remark(_WHERE)

    def open(self, off: Off) -> None:
        """Show time off, and what it would do to remove it."""
        self._place.open_panel(self.time_off)
        self.time_off.open_off(off)
        self.time_off.focus()

    def begin(self) -> None:
        """Ask about the time that is taken in the calendar, or about what is current there."""
        off = self._place.calendar.off_at_hand
        if off is not None:
            self.open(off)
            return
        taken = self._taken()
        if taken is None:
            self._place.notices.remark(_WHERE)
            return
        self._place.notices.move_on()
        self._place.calendar.end_move()
        self._open(taken)

    def _taken(self) -> Taken | None:
        calendar = self._place.calendar
        view, item = calendar.view, calendar.current()
        if item is None or view.spot is None or not calendar.paints:
            return None
        view.let_go()
        return Taken(item.doctor_id, item.doctor, view.marked or item.span)

    def _open(self, taken: Taken, words: tuple[int, str] = (0, "")) -> None:
        self._place.open_panel(self.block_off)
        self.block_off.open_time(taken, words)
        self.block_off.focus()

    def _open_hit(self, visit: Appointment) -> None:
        """Show who is hit; when that is closed, the question is there again."""
        taken, words = self.block_off.taken, self.block_off.words
        self._place.open_appointment(visit)
        if taken is not None:
            self._place.come_back(lambda: self._open(taken, words))

    def _open_left(self, visit: Appointment) -> None:
        """Show who is left in time off; when that is closed, the time off is there again."""
        off = self.time_off.off
        self._place.open_appointment(visit)
        if off is not None:
            self._place.come_back(lambda: self.open(off))

    def _cancel_hit(self, visit: Appointment) -> None:
        self._open_hit(visit)
        self._place.cancel_hit(visit)

    def _tell_blocked(self, done: Done[TimeOffChanged]) -> None:
        taken = self.block_off.sent
        if taken is None:
            return
        if self.block_off.taken in (taken, None):
            self._put_away(self.block_off)
            self._place.calendar.clear_selection()
        made = done.answer.time_off[0]
        when = when_text(taken.span, self._clinic.zone, self._clinic.today)
        number = len(done.answer.affected)
        stay = f". {number} stay{'s' if number == 1 else ''} booked" if number else ""
        self._tell(f"{KIND_WORDS[made.kind]}: {taken.doctor}, {when}{stay}", done)

    def _tell(self, text: str, done: Done[TimeOffChanged]) -> None:
        undo = done.changes.sequence if done.changes else None
        self._place.notices.tell(text, undo=undo)

    def _tell_removed(self, done: Done[TimeOffChanged]) -> None:
        off = self.time_off.sent
        if self.time_off.off in (off, None):
            self._put_away(self.time_off)
        if off is not None:
            away = off.away
            whose = f"{off.doctor}, " if away.doctor_id is not None else ""
            when = off_when(away, self._clinic.zone)
            self._tell(f"{KIND_WORDS[away.kind]} removed: {whose}{when}", done)

    def _tell_not_removed(self, error: Exception) -> None:
        if self._place.panel is not self.time_off:
            self._tell_stays(error)

    def _tell_stays(self, error: Exception) -> None:
        off = self.time_off.sent
        which = off_when(off.away, self._clinic.zone) if off is not None else ""
        told = f": {off.doctor}, {which}" if off is not None else ""
        self._place.notices.tell(f"Not removed{told}. {said(error)}", tone="danger")

    def _put_away(self, panel: BlockOffPanel | TimeOffPanel) -> None:
        """Let go of what is done; another panel that was opened meanwhile stays."""
        if self._place.panel is panel:
            self._place.close_panel()
        else:
            panel.clear()

    def _tell_refused(self, error: Exception) -> None:
        """Say it where it is seen: in the panel, unless that was put away meanwhile."""
        if self._place.panel is not self.block_off:
            self._tell_not_blocked(error)

    def _tell_not_blocked(self, error: Exception) -> None:
        """Name the time: another one may be asked about by now."""
        taken = self.block_off.sent
        told = ""
        if taken is not None:
            told = f": {taken.doctor}, {when_text(taken.span, self._clinic.zone)}"
        self._place.notices.tell(f"Not blocked off{told}. {said(error)}", tone="danger")
