"""What each act of the table does in the window of an open clinic."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from clinic_desktop.domain.booking import Appointment

if TYPE_CHECKING:
    from clinic_desktop.ui.actions import Actions
    from clinic_desktop.ui.workplace import Workplace


def bind_acts(place: Workplace, actions: Actions) -> None:
    """Bind every act that a window with these panes can do."""
    calendar, top = place.calendar, place.top
    everywhere: dict[str, Callable[[], object]] = {
        "new-appointment": place.new_appointment,
        "new-patient": place.new_patient,
        "undo": place.deeds.undo_last,
        "today": place.show_today,
        "go-to-date": top.ask_date,
        "previous": lambda: calendar.step(-1),
        "next": lambda: calendar.step(1),
        "day": lambda: calendar.show_mode("day"),
        "week": lambda: calendar.show_mode("week"),
        "month": lambda: calendar.show_mode("month"),
        "agenda": lambda: calendar.show_mode("agenda"),
        "save-list": calendar.save_list,
        "search": top.focus_search,
        "next-pane": place.next_pane,
        "back": place.step_back,
        "keys": place.show_keys,
    }
    for name, do in everywhere.items():
        actions.bind(name, do)
    of_a_visit: dict[str, Callable[[Appointment], object]] = {
        "arrived": place.set_arrived,
        "move": place.begin_move,
        "cancel": place.begin_cancel,
    }
    for name, act in of_a_visit.items():
        actions.bind(name, _with_visit(place, act), calendar, place.appointment)


def _with_visit(place: Workplace, act: Callable[[Appointment], object]) -> Callable[[], None]:
    """Answer what does something with the visit at hand, and nothing when there is none."""

    def do() -> None:
        visit = place.visit_at_hand
        if visit is not None:
            act(visit)

    return do
