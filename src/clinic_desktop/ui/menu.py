"""What can be done with what is current in the calendar, as a menu that shows each act's keys.

What a rule forbids stays in its place, switched off, with the reason as its tip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QMenu

from clinic_desktop.domain.booking import Appointment, AppointmentStatus, Block
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui.becoming import why_it_stays, why_not, why_not_cancelled
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.look import in_order
from clinic_desktop.ui.parts import menu_text
from clinic_desktop.ui.words import STATUS_ACTS, hours_text, visits_text, when_text

if TYPE_CHECKING:
    from clinic_desktop.ui.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: its words, the act of the table whose keys it shows, what it does, or why not."""

    words: str
    do: Callable[[], object]
    act: str = ""
    why: str = ""


LINE = None
"""A line between two groups."""
Entries = Iterator[Entry | None]


def show_menu(place: Workplace, clinic: Clinic, at: QPoint) -> None:
    """Show the menu at a point of the screen, unless a press has already opened one."""
    if isinstance(QApplication.activePopupWidget(), QMenu):
        # A menu key arrives as a key and as a wish for a menu.
        return
    menu = QMenu(place.calendar.view)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName("What can be done here")
    menu.setToolTipsVisible(True)
    for entry in _entries(place, clinic):
        if entry is LINE:
            menu.addSeparator()
        else:
            _add(menu, clinic, entry)
    menu.popup(at)


def _add(menu: QMenu, clinic: Clinic, entry: Entry) -> None:
    keys = clinic.actions.keys(entry.act) if entry.act else ""
    action = menu.addAction(menu_text(in_order(entry.words), keys))
    action.setEnabled(not entry.why)
    action.setToolTip(entry.why or entry.words)
    action.triggered.connect(lambda _=False: entry.do())


def _entries(place: Workplace, clinic: Clinic) -> Entries:
    item = place.calendar.view.current()
    if isinstance(item, Block):
        yield from _of_block(place, clinic, item)
    elif item is not None and item.id in place.calendar.picks:
        yield from _of_several(place, item)
    elif item is not None:
        yield from _of_visit(place, clinic, item)
    elif (off := place.calendar.off_at_hand) is not None:
        yield Entry("Open the time off", lambda: place.open_off(off), "block-off")
        yield _why(place)
    elif (kept := place.calendar.kept_at_hand) is not None:
        yield Entry("Open the visit", lambda: place.open_appointment(kept.visit), "open")
        yield _why(place)
    else:
        yield from _of_closed(place)
    yield LINE
    yield Entry("Take back the last change", place.deeds.undo_last, "undo")
    yield Entry("Do again what was taken back", place.deeds.redo_last, "redo")


def _of_block(place: Workplace, clinic: Clinic, block: Block) -> Entries:
    """Offer what a free block, or several in a row, can be taken for."""
    view = place.calendar.view
    run = view.run() or (block,)
    when = hours_text(TimeSpan(run[0].start, run[-1].end), clinic.zone)
    moving = place.calendar.moving
    if moving is not None:
        who = clinic.privacy.shown(moving).patient
        move = place.calendar.current_move
        waits = move is not None and move.pin is not None
        act = f"Book {who} at {when}" if waits else f"Move {who} to {when}"
        yield Entry(act, view.activate, "open")
        yield Entry("Stop moving", place.calendar.stop_move, "back")
        return
    yield Entry(f"Book {when}", view.activate, "open")
    yield Entry("Book for a new patient", place.new_patient, "new-patient")
    yield LINE
    yield _block_off(place, clinic, block)


def _why(place: Workplace) -> Entry:
    return Entry("Why is this not offered?", place.explain_current, "why")


def _block_off(place: Workplace, clinic: Clinic, item: Block | Appointment) -> Entry:
    """Offer to take the time out of the calendar: all that is marked, else the item's."""
    when = hours_text(place.calendar.view.marked or item.span, clinic.zone)
    return Entry(f"Block off {when}", place.begin_block_off, "block-off")


def _of_visit(place: Workplace, clinic: Clinic, visit: Appointment) -> Entries:
    """Offer what can become of a visit."""
    yield Entry("Open", lambda: place.open_appointment(visit), "open")
    yield LINE
    for status, words in STATUS_ACTS.items():
        if status is not visit.status and status is not AppointmentStatus.BOOKED:
            yield _status(place, clinic, visit, status, words)
    if visit.status not in (AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED):
        booked = AppointmentStatus.BOOKED
        yield _status(place, clinic, visit, booked, STATUS_ACTS[booked])
    yield LINE
    yield Entry("Move", lambda: place.begin_move(visit), "move", why_it_stays(visit))
    yield Entry(
        "Give to another doctor\N{HORIZONTAL ELLIPSIS}", lambda: place.several.reassign(visit),
        "reassign", why_it_stays(visit),
    )  # fmt: skip
    yield Entry("Park on the pinboard", lambda: place.pins.park(visit), "park", why_it_stays(visit))
    kept = why_not_cancelled(visit)
    yield Entry("Cancel\N{HORIZONTAL ELLIPSIS}", lambda: place.begin_cancel(visit), "cancel", kept)
    yield _over(place, visit)
    moving, move = place.calendar.moving, place.calendar.current_move
    if moving is not None and moving.id != visit.id and (move is None or move.pin is None):
        yield _swap(place, clinic, clinic.privacy.shown(moving), visit)
    yield _block_off(place, clinic, visit)
    yield LINE
    why = why_it_stays(visit) and kept
    yield Entry("Select", lambda: place.several.pick((visit,)), "pick", why)
    yield Entry(
        "All visits of this patient", lambda: place.open_patient(visit.patient_id), "patient"
    )


def _of_several(place: Workplace, visit: Appointment) -> Entries:
    """Offer what can be done with all that is selected."""
    several = place.several
    count = visits_text(len(several.picks))
    dots = "\N{HORIZONTAL ELLIPSIS}"
    yield Entry(f"Move {count} to another day{dots}", several.begin_move, "move")
    yield Entry(f"Give {count} to another doctor{dots}", several.begin_reassign, "reassign")
    two = "" if len(several.picks) == 2 else "Select two visits to swap their times."
    yield Entry("Swap their times", several.swap, "swap", two)
    yield Entry(f"Cancel {count}{dots}", several.begin_cancel, "cancel")
    yield LINE
    yield Entry("Select it no more", lambda: several.pick((visit,)), "pick")
    yield Entry(f"Select the day of {visit.doctor}", several.pick_day, "pick-day")


def _over(place: Workplace, visit: Appointment) -> Entry:
    """Offer to book a second patient over a visit to whoever has the right."""
    from clinic_desktop.ui.over import NOT_ALLOWED

    why = "" if place.booking.over.may else NOT_ALLOWED
    why = why or ("" if visit.holds else "This visit holds no time any more.")
    words = "Book over it\N{HORIZONTAL ELLIPSIS}"
    return Entry(words, lambda: place.begin_over(visit), "overbook", why)


def _swap(place: Workplace, clinic: Clinic, moving: Appointment, visit: Appointment) -> Entry:
    """Offer that both have each other's time, and say who would come when."""
    ways = (f"{who.patient} {when_text(to.span, clinic.zone)}, {to.doctor}" for who, to in (
        (moving, visit), (visit, moving),
    ))  # fmt: skip
    return Entry(
        f"Swap: {'; '.join(ways)}", lambda: place.moves.swap(visit), "swap", why_it_stays(visit)
    )


def _status(
    place: Workplace, clinic: Clinic, visit: Appointment, status: AppointmentStatus, words: str
) -> Entry:
    act = "arrived" if status is AppointmentStatus.ARRIVED else ""
    why = why_not(clinic, visit, status)
    return Entry(words, lambda: place.set_status(visit, status), act, why)


def _of_closed(place: Workplace) -> Entries:
    """Say that nothing is there to be booked, and offer what goes on all the same."""
    nothing = "The doctor has no hours here."
    yield Entry("Closed", place.calendar.focus, why=nothing)
    if place.calendar.view.asked is not None:
        yield _why(place)
    yield Entry("Hours and time off", place.show_availability, "availability")
    yield Entry("New appointment in the next free time", place.new_appointment, "new-appointment")
    yield Entry("Today", place.show_today, "today")
