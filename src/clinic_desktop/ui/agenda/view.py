"""The calendar of a day or a week: a column for each doctor's day, over several days by day."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QHideEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.away import AwayTimes
from clinic_desktop.domain.booking import Agenda, Appointment, Block
from clinic_desktop.domain.time import UTC, TimeSpan
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.agenda.contents import Column, Item, KeptKey, Key, OffKey
from clinic_desktop.ui.agenda.kept import Kept
from clinic_desktop.ui.agenda.keyboard import Keyboard
from clinic_desktop.ui.agenda.layout import Place
from clinic_desktop.ui.agenda.mouse import Mouse
from clinic_desktop.ui.agenda.off import Ground, Off, floored
from clinic_desktop.ui.agenda.pane import Pane
from clinic_desktop.ui.agenda.selection import LONGEST
from clinic_desktop.ui.agenda.walk import Spot
from clinic_desktop.ui.agenda.zoom import Notches
from clinic_desktop.ui.look import Look

if TYPE_CHECKING:
    from collections.abc import Callable

    from clinic_desktop.ui.agenda.drag import Carrying
    from clinic_desktop.ui.agenda.leaving import Leaving


@dataclass(frozen=True, slots=True)
class Pointed:
    """What is pointed at: its box and its column, in the viewport's pixels.

    A visit, time off, or what is kept free around a visit.
    """

    spot: Spot
    thing: Appointment | Off | Kept
    card: QRect
    column: QRect


class AgendaView(Pane):
    """A painted calendar; columns are (doctor, day).

    Feed it with ``set_columns``, ``set_agenda`` and ``patch``; drive the now line by ``set_now``
    once a minute. It asks nobody and changes nothing: clicks and keys leave as signals.

    Keys: arrows, Home and End walk over blocks and visits, Enter opens, Escape lets go; all others
    are left to the window. Shift with up or down, Shift with a click, or a drag take all the time
    from a free block to another item. Enter books the free blocks in a row that it begins with; all
    of it, with visits and gaps, can be blocked off. A visit is dragged to another time, or by its
    edge to another length, which Shift with up or down and Enter give it, too; with Shift, a drag
    takes time from a visit on, too.

    ``set_notice`` and ``set_loading`` say something in the middle; ``scroll_to``,
    ``scroll_position`` and ``restore_scroll`` move it.

    Signals, with one payload each:
        block_activated(Block): click or Enter on a free block.
        run_activated(tuple): several free blocks in a row were dragged over, or Enter on them;
            more than a visit takes only by Enter.
        stretch_activated: Enter on time that does not begin with a free block.
        appointment_activated(Appointment): click or Enter on a visit.
        off_activated(Off): click or Enter on time off.
        ground_activated(Ground): a click where nothing is: on off hours.
        selected(object): Block, Appointment or None: another item became current.
        run_changed(tuple): these free blocks in a row are current now; none, where one was booked.
        stretch_changed(TimeSpan): so much time is only marked now: it is not all free, or longer
            than a visit.
        pointed(object): Pointed or None: a hand or keys came to a visit or time off, or left it.
        off_laid: the time off of the shown columns has come; that is no news.
        touched: a button was pressed, or keys took a visit: what is told of it gives way.
        menu_requested(QPoint): show what can be done here, at a point of the screen.
        dropped(Landing): a visit was dragged, or made longer or shorter, to a time that it may
            have, or may not.
        thrown(Appointment): a visit was dragged off, to where ``catcher`` catches it.
        pick_requested(tuple): Ctrl and a click on a visit: into the selection, or out of it.
    """

    block_activated = Signal(object)
    run_activated = Signal(object)
    stretch_activated = Signal()
    appointment_activated = Signal(object)
    off_activated = Signal(object)
    ground_activated = Signal(object)
    off_laid = Signal()
    selected = Signal(object)
    run_changed = Signal(object)
    stretch_changed = Signal(object)
    pointed = Signal(object)
    touched = Signal()
    menu_requested = Signal(object)
    dropped = Signal(object)
    thrown = Signal(object)
    pick_requested = Signal(object)
    catcher: Callable[[QPoint | None], bool] | None = None
    """Tells whether a visit that is let go at a point of the screen is caught there; None: it is
    not in the hand any more."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Start with no columns."""
        super().__init__(look, parent)
        self._keyboard = Keyboard(self, self._canvas, self._selection)
        self._mouse = Mouse(self, self._canvas, self._selection)
        self._port.left.connect(self._lose_pointer)
        self._notches = Notches()
        self._pointed: Pointed | None = None
        self._was_touched = False
        self._held: Place | None = None
        self.asked: Ground | None = None
        """The time at which a menu was wished for, where nothing is."""
        # Not by a click: Qt would count the second press of two, which belongs to what the first
        # one has opened. A press takes the focus by itself.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Calendar")

    # What is shown

    def set_columns(self, columns: tuple[Column, ...], zone: zoneinfo.ZoneInfo) -> None:
        """Show these columns, in this order, in the clinic's zone; empty until ``set_agenda``.

        The current item stays if the next agenda shows it again.
        """
        self._hovered = None
        self.point_at(None)
        if self._loaded:
            # Empty, the day may be shorter: where it is scrolled to holds again once it is full.
            self._held = self._place(self._canvas.layout)
        self._loaded = False
        self._canvas.set_columns(columns, zone)
        self.hands.lose_sight()
        self._fit()
        self.contents_changed.emit()

    def set_agenda(self, agenda: Agenda) -> None:
        """Show the full contents; what it holds beyond the columns is passed over."""
        spot = self._selection.spot
        held = self._place(self._canvas.layout) if self._loaded else self._held
        self._canvas.replace(agenda)
        self._loaded = True
        self.set_loading(loading=False)
        self._hovered = None
        if spot is not None and not self._canvas.holds(spot):
            self.choose(self._canvas.spot_of(spot[1]), reveal=False)
        self._fit()
        self._restore_place(held)
        self._look_again()
        self.contents_changed.emit()

    def set_away(self, times: AwayTimes, *, news: bool) -> None:
        """Show time off below all items; ``news``: somebody changed it while it was shown."""
        place = self._place(self._canvas.layout)
        if not self._canvas.set_away(times):
            return
        if self._selection.spot is not None and not self._canvas.holds(self._selection.spot):
            self.choose(None)
        self._fit()
        if self._loaded:
            self._restore_place(place)
        self._look_again()
        (self.contents_changed if news else self.off_laid).emit()

    def patch(self, part: Agenda) -> None:
        """Replace only what lies in the part's doctors and span, and redraw only what differs.

        Scroll and hover stay, and the current item; a free block that was current and is now
        booked hands over to the visit that took it.
        """
        selection, laid = self._selection, self._canvas.layout
        held = selection.item if selection.spot is not None else None
        changed = self._canvas.patch(part)
        if held is not None and selection.item is None:
            heir = selection.heir(held)
            if not selection.hand_over(heir):
                self.choose(heir, reveal=False)
        if self._hovered is not None and not self._canvas.holds(self._hovered):
            self._hovered = None
        if self._selection.keep_run():
            self.viewport().update()
            self.run_changed.emit(self.run())
        self._look_again()
        if changed is None:
            place = self._place(laid)
            self._fit()
            self._restore_place(place)
        else:
            # No ring comes or goes by it.
            self._repaint(changed, around=0)
        if self._empty_notice_possible():
            self.viewport().update()
        # As a rule nobody listens; to send it all the same takes longer than to look.
        if self.isSignalConnected(self._contents_changed):
            self.contents_changed.emit()

    def set_leaving(self, leaving: Leaving | None) -> None:
        """Let no visit land in time off that is not saved yet; None: there is none."""
        self._canvas.leaving = leaving

    def set_now(self, instant: dt.datetime | None) -> None:
        """Draw the now line at an instant (aware), fade what has ended; None: neither."""
        pill = self._sticky.pill(self._origin())
        today = self._canvas.today
        changed = self._canvas.set_now(instant.astimezone(UTC) if instant else None)
        if today != self._canvas.today:
            self.viewport().update()
            return
        self._repaint(changed)
        self.viewport().update(pill)
        self.viewport().update(self._sticky.pill(self._origin()))

    def set_hours(self, first: int, last: int) -> None:
        """Always show these wall minutes from midnight (8 to 18 o'clock unless set)."""
        self._canvas.hours = (first, last)
        self._canvas.relay()
        self._fit()

    def set_longest(self, visit: dt.timedelta | None) -> None:
        """Take free time that is longer than this as no visit; None: no visits' length is known."""
        self._selection.longest = visit or LONGEST

    # What is current

    def current(self) -> Item | None:
        """Answer the current block or appointment."""
        return self._selection.item

    def current_off(self) -> Off | None:
        """Answer the time off that is current."""
        return self._selection.off

    def current_kept(self) -> Kept | None:
        """Answer the time that is current which is kept free around a visit."""
        return self._selection.kept

    def run(self) -> tuple[Block, ...]:
        """Answer the free blocks in a row that are current; empty unless there are several."""
        return self._selection.run

    @property
    def marked(self) -> TimeSpan | None:
        """The time that is current, where more than an item is taken: of a run, or of more."""
        return self._selection.marked

    def marked_visits(self) -> tuple[Appointment, ...]:
        """Answer the visits in the time that is marked; none where no more than an item is."""
        span, spot = self.marked, self.spot
        if span is None or spot is None:
            return ()
        items = (placed.item for placed in self._canvas.sheets[spot[0]].placed)
        return tuple(
            item
            for item in items
            if isinstance(item, Appointment) and item.holds and item.span.overlaps(span)
        )

    def select_block(self, block_id: int) -> bool:
        """Make a free block current and bring it into view; answer whether it is shown."""
        return self._select(block_id)

    def select_appointment(self, appointment_id: UUID) -> bool:
        """Make an appointment current and bring it into view; answer whether it is shown."""
        return self._select(appointment_id)

    def select_below(self, key: OffKey | KeptKey) -> bool:
        """Make time off, or what is kept free, current and in view; answer whether it is shown."""
        return self._select(key)

    def clear_selection(self) -> None:
        """Let no item be current."""
        self.choose(None)

    def _select(self, key: object) -> bool:
        spot = self._canvas.spot_of(key)
        if spot is not None:
            self._selection.aim_anew()
            self.choose(spot)
            # Also what was current before, and is shown among other columns now.
            self._reveal(self._canvas.rect(spot))
        return spot is not None

    def choose(self, spot: Spot | None, *, reveal: bool = True) -> None:
        """Make what is at a spot current, and bring it into view."""
        selection = self._selection
        if spot == selection.spot and not selection.marked:
            return
        self._repaint([selection.rect(), *self._canvas.parts_of(selection.spot)])
        before = selection.spot
        selection.put(spot)
        if reveal and spot is not None:
            self._reveal(self._canvas.rect(spot))
        self._repaint([self._canvas.rect(spot), *self._canvas.parts_of(spot)])
        if (before and before[1]) != (spot and spot[1]):
            self.selected.emit(self.current())

    def extend(self, to: Key) -> None:
        """Take all the time from where a stretch began to this item."""
        selection = self._selection
        taken = selection.stretched(to)
        if taken is None or selection.spot is None:
            return
        self.choose((selection.spot[0], to))
        selection.take(taken)
        if selection.is_only_marked:
            self.stretch_changed.emit(taken.span)
        elif selection.run:
            self.run_changed.emit(selection.run)
        self._repaint([selection.rect()])

    # Qt's events

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the keys are."""
        self._repaint([self._selection.rect(), *self._canvas.parts_of(self.spot)])

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Show that the keys are elsewhere."""
        self.point_at(None)
        self._repaint([self._selection.rect(), *self._canvas.parts_of(self.spot)])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll down and up; with Shift across; with Ctrl make rows larger or smaller."""
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(self._notches.add(event.angleDelta().y()), event.position().toPoint().y())
            event.accept()
        else:
            super().wheelEvent(event)
        self._look_again()
        self._mouse.hover(event.position().toPoint())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk or open; leave every key that is not the calendar's to the window."""
        if not self._keyboard.press(event):
            event.ignore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for what can be done under the pointer, or with what is current."""
        by_mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        self.ask_menu(self.viewport().mapFromGlobal(event.globalPos()) if by_mouse else None)

    def ask_menu(self, point: QPoint | None) -> None:
        """Wish for a menu about what lies at a point, or about what is current."""
        self.let_go()
        self.asked = None
        if point is None:
            rect = self.shown(self._selection.rect()) & self._grid()
            at = (rect if not rect.isEmpty() else self._grid()).center()
        else:
            at = point
            if self.marked is None or not self.shown(self._selection.rect()).contains(point):
                self.choose(self.spot_at(point), reveal=False)
            if self.spot_at(point) is None:
                self.asked = self.ground_at(point)
        self.menu_requested.emit(self.viewport().mapToGlobal(at))

    def ground_at(self, point: QPoint) -> Ground | None:
        """Answer whose time lies at a point where nothing is, from a quarter of an hour on."""
        index = self._canvas.layout.column_at((point - self._origin()).x())
        if index is None or not self._grid().contains(point) or not self._loaded:
            return None
        at = self._canvas.instant_at(index, self.height_at(point))
        doctor = self._canvas.columns[index].doctor
        return None if at is None else Ground(doctor, floored(at, self._canvas.zone))

    def ask_ground(self, point: QPoint) -> None:
        """Tell of a click where nothing is."""
        ground = self.ground_at(point)
        if ground is not None:
            self.ground_activated.emit(ground)

    def activate(self) -> None:
        """Open what is current, or book it."""
        if self._selection.is_mixed and not self._narrow():
            self.stretch_activated.emit()
            return
        item, off, kept = self.current(), self.current_off(), self.current_kept()
        if off is not None:
            self.off_activated.emit(off)
        elif kept is not None:
            self.appointment_activated.emit(kept.visit)
        elif self.run():
            self.run_activated.emit(self.run())
        elif isinstance(item, Block):
            self.block_activated.emit(item)
        elif item is not None:
            self.appointment_activated.emit(item)

    def _narrow(self) -> bool:
        """Take only what can be booked of a stretch; answer whether there is anything."""
        run, spot = self._selection.bookable, self._selection.spot
        if not run or spot is None:
            return False
        self.choose((spot[0], run[0].id), reveal=False)
        self.extend(run[-1].id)
        return True

    # A visit in the hand

    @property
    def hand(self) -> Carrying:
        """What carries a visit that is dragged; made when it is first needed."""
        return self.hands.first

    def set_may_overbook(self, may: bool) -> None:  # noqa: FBT001 - told by a signal
        """Let visits be dropped on others, or not any more."""
        self.hands.allow_over(may=may)

    @property
    def carried(self) -> Appointment | None:
        """The visit in the hand."""
        return self.hands.carried

    def is_caught(self, point: QPoint) -> bool:
        """Tell whether the visit in the hand would be caught there, in the viewport's pixels."""
        at = self.viewport().mapToGlobal(point)
        return self.catcher is not None and self.hand.moves and self.catcher(at)

    def leave_catcher(self) -> None:
        """Tell the catcher that there is nothing in the hand any more."""
        if self.catcher is not None:
            self.catcher(None)

    def drop(self, point: QPoint | None = None) -> None:
        """Let the visit in the hand go where it is, and wish for what that changes.

        By the mouse it is let go at a point, where it may be caught.
        """
        visit = self.carried
        caught = point is not None and self.is_caught(point)
        self.leave_catcher()
        landing = self.hand.let_go()
        if caught and visit is not None:
            self.thrown.emit(visit)
            return
        if landing is not None and (landing.changes or landing.why):
            self.dropped.emit(landing)

    def let_go(self) -> None:
        """Leave the visit in the hand where it was, and forget what is pressed."""
        self._mouse.let_go()

    def give_up(self) -> bool:
        """End a press or a drag of the mouse without its outcome; answer whether there was one."""
        return self._mouse.give_up()

    def put_back(self) -> None:
        """Leave the visit in the hand where it was."""
        self.hands.put_back()

    def _look_again(self) -> None:
        """Let what is in the hand, on its way, or pointed at, follow what is shown now."""
        if self._pointed is not None:
            self.point_at(self._pointed.spot)
        self.hands.look_again()
        if self.waiting:
            self.waiting.look_again()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Make what is under the pointer current."""
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.touch()
        self._mouse.press(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Do nothing more: the first press has done what one does."""
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what was pressed, or drop what was dragged."""
        self._mouse.release(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up what is under the pointer, or take along what is pressed."""
        self._mouse.move(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Light up nothing any more."""
        self._lose_pointer()

    def _lose_pointer(self) -> None:
        self.hover(None)

    def hideEvent(self, event: QHideEvent) -> None:
        """Hold nothing and point at nothing where something else is shown now."""
        super().hideEvent(event)
        self.let_go()
        self.point_at(None)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Point at nothing while what is shown moves away below the pointer."""
        super().scrollContentsBy(dx, dy)
        self.point_at(None)

    def hover(self, spot: Spot | None) -> None:
        """Light up what is at a spot, and point at it.

        What it ceased to point at, since it was scrolled or the keys went elsewhere, it points at
        again with the next move; what was touched only after the hand has left it.
        """
        if spot != self._hovered:
            rects = [self._canvas.rect(self._hovered), self._canvas.rect(spot)]
            self._hovered = spot
            self._was_touched = False
            self._repaint(rects)
            self.point_at(spot)
        elif self._pointed is None and not self._was_touched:
            self.point_at(spot)

    def touch(self) -> None:
        """Point at nothing while something is being done."""
        self._was_touched = True
        self.point_at(None)
        self.touched.emit()

    def point_at(self, spot: Spot | None) -> None:
        """Tell which visit a hand or the keys point at, if it is one."""
        if spot is None and self._pointed is None:
            return
        there = self._canvas.there(spot)
        told = None
        if spot is not None and there is not None and not isinstance(there.item, Block):
            box = self.shown(self._canvas.rect(spot))
            told = Pointed(spot, there.item, box, self.shown_column(spot[0]))
        if told != self._pointed:
            self._pointed = told
            self.pointed.emit(told)
