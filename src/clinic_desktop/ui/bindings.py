"""What each act of the table does in the window of an open clinic."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.booking import Appointment, AppointmentStatus

if TYPE_CHECKING:
    from clinic_desktop.ui.actions import Actions
    from clinic_desktop.ui.clinic import Clinic
    from clinic_desktop.ui.workplace import Workplace

JUMPS = {
    "week-on": (1, 0),
    "two-weeks-on": (2, 0),
    "three-months-on": (0, 3),
    "six-months-on": (0, 6),
    "week-back": (-1, 0),
    "two-weeks-back": (-2, 0),
    "three-months-back": (0, -3),
    "six-months-back": (0, -6),
}
"""How many weeks and months each jump goes."""
OF_A_VISIT = ("arrived", "move", "overbook", "reassign", "swap", "park", "cancel", "patient")
"""Acts whose keys mean the visit at hand."""
OF_SEVERAL = ("move", "reassign", "swap", "cancel")
"""Those of them that mean all selected visits, where any are."""


def bind_acts(place: Workplace, clinic: Clinic) -> None:
    """Bind every act that a window with these panes can do."""
    calendar, top = place.calendar, place.top
    everywhere: dict[str, Callable[[], object]] = {
        "new-appointment": place.new_appointment,
        "line": place.open_line,
        "new-patient": place.new_patient,
        "undo": place.deeds.undo_last,
        "redo": place.deeds.redo_last,
        "today": place.show_today,
        "go-to-date": top.ask_date,
        "previous": lambda: calendar.step(-1),
        "next": lambda: calendar.step(1),
        "day": lambda: place.show_mode("day"),
        "week": lambda: place.show_mode("week"),
        "month": lambda: place.show_mode("month"),
        "agenda": lambda: place.show_mode("agenda"),
        "cancelled": lambda: calendar.show_cancelled(shown=not calendar.cancelled),
        "save-list": calendar.save_list,
        "views": place.sheets.show_views,
        "pinboard": place.pins.show,
        "search": top.focus_search,
        "next-pane": place.next_pane,
        "print": place.show_sheets,
        "availability": place.show_availability,
        "hide-patients": clinic.privacy.toggle,
        "back": place.step_back,
        "keys": place.sheets.show_keys,
        "legend": place.sheets.show_legend,
        "zoom-in": lambda: calendar.view.zoom_by(1),
        "zoom-out": lambda: calendar.view.zoom_by(-1),
        "zoom-usual": lambda: calendar.view.set_zoom(None),
    }
    for name, do in everywhere.items():
        clinic.actions.bind(name, do)
    for name, (weeks, months) in JUMPS.items():
        clinic.actions.bind(name, partial(calendar.jump, weeks=weeks, months=months))
    of_a_visit: tuple[Callable[[Appointment], object], ...] = (
        lambda visit: place.set_status(visit, AppointmentStatus.ARRIVED),
        place.begin_move,
        place.begin_over,
        place.several.reassign,
        place.moves.swap,
        place.pins.park,
        place.begin_cancel,
        lambda visit: place.open_patient(visit.patient_id),
    )
    clinic.actions.bind("block-off", place.begin_block_off, calendar)
    clinic.actions.bind("why", place.explain_current, calendar)
    clinic.actions.bind("pick", place.several.pick_current, calendar)
    clinic.actions.bind("pick-day", place.several.pick_day, calendar)
    for name, act in zip(OF_A_VISIT, of_a_visit, strict=True):
        clinic.actions.bind(name, _with_visit(place, act, name), calendar)


def share_visit_acts(panel: QWidget, actions: Actions) -> None:
    """Let the keys of the calendar's visits work in a panel that shows one, too."""
    for name in OF_A_VISIT:
        panel.addAction(actions[name])


def _with_visit(
    place: Workplace, act: Callable[[Appointment], object], name: str
) -> Callable[[], None]:
    """Answer what does an act with all that is selected, else with the visit at hand, if any.

    To cancel what is time off opens that, where it can be removed.
    """

    def do() -> None:
        visit, off = place.visit_at_hand, place.calendar.off_at_hand
        if name in OF_SEVERAL and place.calendar.picks and place.several.is_meant:
            several = place.several
            {
                "move": several.begin_move, "reassign": several.begin_reassign,
                "swap": several.swap, "cancel": several.begin_cancel,
            }[name]()  # fmt: skip
        elif visit is not None:
            act(visit)
        elif name == "cancel" and off is not None:
            place.open_off(off)

    return do
