"""The ways of a selection: what comes into it, and how what is wished for all of it is begun."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property, partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from clinic_desktop.domain.booking import Appointment, Block
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.several import SeveralChanged
from clinic_desktop.domain.time import local_date
from clinic_desktop.ui.becoming import why_it_stays, why_not_cancelled
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import visits_text

if TYPE_CHECKING:
    from clinic_desktop.ui.panels import WithPanels
    from clinic_desktop.ui.several import SeveralPanel


class SeveralWays(QObject):
    """Selects visits in the calendar and in the list, and opens their panel."""

    def __init__(self, clinic: Clinic, place: WithPanels) -> None:
        """``place`` is the window's workplace."""
        super().__init__(place)
        self._clinic, self._place = clinic, place
        self.picks = place.calendar.picks
        self.picks.changed.connect(self._end)
        place.deeds.swapped.connect(self.picks.let_go)

    @cached_property
    def panel(self) -> SeveralPanel:
        """The panel of the selected visits."""
        from clinic_desktop.ui.bindings import share_visit_acts
        from clinic_desktop.ui.several import SeveralPanel

        place = self._place
        panel = SeveralPanel(self._clinic, self.picks)
        panel.done.connect(self._tell)
        panel.day_requested.connect(self.begin_move)
        panel.swap_requested.connect(self.swap)
        panel.failed_elsewhere.connect(lambda why: place.notices.tell(why, tone="danger"))
        panel.closed.connect(place.close_panel)
        share_visit_acts(panel, self._clinic.actions)
        place.panes.add(panel)
        return panel

    def show(self) -> None:
        """Show what is selected; the keys stay where they are."""
        if self._place.panel is not self.panel:
            self._place.open_panel(self.panel)
            self.panel.open_it()

    def _end(self) -> None:
        """Close the panel of a selection that is none any more."""
        if not self.picks and self._place.panel is self.panel:
            self._place.close_panel()

    # What is selected

    def pick(self, visits: Iterable[Appointment]) -> None:
        """Take one visit into the selection, or out of it; several only into it."""
        wanted = tuple(visits)
        if self.panel.is_busy or not wanted:
            return
        fit = [one for one in wanted if not (why_it_stays(one) and why_not_cancelled(one))]
        gone = len(wanted) == 1 and wanted[0].id in self.picks
        if gone:
            self.picks.toggle(wanted[0])
        elif fit:
            self.picks.add(fit)
        else:
            self._place.notices.remark(why_it_stays(wanted[0]))
            return
        if self.picks:
            self.show()
        who = self._clinic.privacy.shown(wanted[0]).patient
        what = who if len(wanted) == 1 else visits_text(len(fit))
        told = f"{what} {'let go' if gone else 'selected'}, {visits_text(len(self.picks))} in all"
        announce(self._place.calendar, told, urgent=True)

    def pick_current(self) -> None:
        """Do it with the current visit; with all that lie in the time that is marked."""
        calendar = self._place.calendar
        marked = calendar.view.marked_visits() if calendar.paints else ()
        item = calendar.current()
        if marked:
            self.pick(marked)
        elif isinstance(item, Appointment):
            self.pick((item,))
        else:
            self._place.notices.remark("Choose a visit first: S selects it.", tone="")

    def pick_day(self) -> None:
        """Select all visits of the current item's doctor on its day."""
        calendar, zone = self._place.calendar, self._clinic.zone
        item = calendar.current()
        if item is None:
            told = "Choose a visit or a free time first, of whose doctor all visits are meant."
            self._place.notices.remark(told, tone="")
            return
        day = local_date(item.start, zone)
        found = {
            one.id: one
            for one in calendar.visits()
            if item.doctor_id in one.resource_ids and local_date(one.start, zone) == day
        }
        fit = [one for one in found.values() if not why_it_stays(one)]
        if len(fit) == 1 and fit[0].id in self.picks:
            return
        if fit:
            self.pick(fit)
        else:
            whose = item.doctor if isinstance(item, Block) else item.with_whom
            self._place.notices.remark(f"No visit of {whose} can be moved on that day.", tone="")

    # What is wished for all of it

    @property
    def is_meant(self) -> bool:
        """Whether an act on a visit means what is selected: not where hours are being changed."""
        made = self._place.__dict__
        hours = made["availability"].pane if "availability" in made else None
        return bool(self.picks) and hours is None

    def begin_move(self) -> None:
        """Ask for the day that they are to go to; a day that was turned to is meant as a rule."""
        calendar, zone = self._place.calendar, self._clinic.zone
        theirs = {local_date(one.start, zone) for one in self.picks.visits}
        turned_to = calendar.mode == "day" and calendar.day not in theirs
        self._begin(partial(self.panel.begin_move, calendar.day if turned_to else None))

    def begin_cancel(self) -> None:
        """Ask why they are cancelled."""
        self._begin(self.panel.begin_cancel)

    def begin_reassign(self) -> None:
        """Ask for the doctor whom they are to go to."""
        self._begin(self.panel.begin_reassign)

    def reassign(self, visit: Appointment) -> None:
        """Ask for the doctor whom a visit is to go to; say why if it can't be moved."""
        if self.panel.is_busy:
            # What is on its way lets go of the selection when it is done.
            return
        why = why_it_stays(visit)
        if why:
            self._place.notices.remark(why)
        else:
            self.picks.set_to(visit)
            self.begin_reassign()

    def _begin(self, ask: Callable[[], None]) -> None:
        self._place.show_calendar()
        self.show()
        ask()

    def swap(self) -> None:
        """Let the two that are selected have each other's time."""
        visits = self.picks.visits
        if len(visits) == 2:
            self._place.deeds.swap(*visits)
        else:
            self._place.notices.remark("Select two visits to swap their times.", tone="")

    def _tell(self, done: Done[SeveralChanged]) -> None:
        """Show what became of them, and say so."""
        place = self._place
        self.picks.let_go()
        place.deeds.tell_several(done)
        first = done.answer.visits[0].after if done.answer.visits else None
        if first is not None and first.holds:
            place.doctors.ensure_shown(first.doctor_id)
            place.calendar.reveal(first)
