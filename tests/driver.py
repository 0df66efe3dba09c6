"""How tests use the window: by what a person sees and is told, with real mouse and key events."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Callable, Iterator
from typing import TypeVar
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from clinic_desktop.app import ClinicApp
from clinic_desktop.domain.booking import Appointment, Block
from clinic_desktop.domain.changes import News
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.ui.agenda import AgendaView, Item
from clinic_desktop.ui.refused import RefusalBox
from clinic_desktop.ui.workplace import Workplace

W = TypeVar("W", bound=QWidget)
LONGEST = 120.0
"""Seconds after which something that should happen counts as not happening."""

_KEYS = {
    "Enter": Qt.Key.Key_Return,
    "Esc": Qt.Key.Key_Escape,
    "Del": Qt.Key.Key_Delete,
    "PgUp": Qt.Key.Key_PageUp,
    "PgDown": Qt.Key.Key_PageDown,
    "Tab": Qt.Key.Key_Tab,
    "Home": Qt.Key.Key_Home,
    "End": Qt.Key.Key_End,
    "Down": Qt.Key.Key_Down,
    "Up": Qt.Key.Key_Up,
    "Left": Qt.Key.Key_Left,
    "Right": Qt.Key.Key_Right,
    **{f"F{number}": Qt.Key[f"Key_F{number}"] for number in range(1, 13)},
}
_MODIFIERS = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}


class NotFoundError(AssertionError):
    """Nothing visible, or more than one thing, has that name."""


class Desk:
    """A receptionist at one window."""

    def __init__(self, app: ClinicApp) -> None:
        """Sit down; the window is shown and its clinic open."""
        self.app = app
        self._hand = QPoint()
        self._at_start: int | None = None
        self._is_deaf = False

    @property
    def workplace(self) -> Workplace:
        """What the window holds once its clinic is open."""
        workplace = self.app.window.workplace
        assert workplace is not None, "no clinic is open"
        return workplace

    @property
    def view(self) -> AgendaView:
        """The painted calendar."""
        return self.workplace.calendar.view

    # Waiting

    def wait_for(
        self, condition: Callable[[], bool], what: str = "", seconds: float = LONGEST
    ) -> None:
        """Let events happen until it is so; fail when it takes too long."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"not within {seconds} s: {what or condition}"
            QCoreApplication.processEvents()
            time.sleep(0.001)

    def settled(self) -> None:
        """Wait until every commit is heard of, nothing on its way, and what was deleted gone."""
        self.wait_for(lambda: self.workplace.is_settled, "settled")
        self._hear_of_all()
        self.wait_for(lambda: self.workplace.is_settled, "settled")
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        self.wait_for(lambda: self.workplace.is_settled, "settled")

    def _last_committed(self) -> int | None:
        """Answer the last sequence in the journal; none while nobody can be asked."""
        try:
            return self.app.dispatcher.office.ask(TheSite()).result(LONGEST).sequence
        except (RuntimeError, Unavailable):
            return None

    def _hear_of_all(self) -> None:
        """Wait for the news of what other programs committed until now."""
        last, dispatcher = self._last_committed(), self.app.dispatcher
        if self._at_start is None:
            # What was committed before the window stood was read and is no news.
            self._at_start = last
        elif last is not None and last != self._at_start and not self._is_deaf:
            dispatcher.office.wake()
            self.wait_for(lambda: dispatcher.last_fed >= last, f"the news of {last}")

    @contextlib.contextmanager
    def news_held_back(self) -> Iterator[None]:
        """Let no news of commits come meanwhile, as on a slow network; then all that there was."""
        held: list[News] = []
        self._is_deaf = True
        with pytest.MonkeyPatch.context() as late:
            late.setattr(self.app.dispatcher, "_hear", held.append)
            yield
        self._is_deaf = False
        for news in held:
            self.app.dispatcher._hear(news)  # noqa: SLF001 - as it would have

    def wait_until_free(self, doctor: str, start: str) -> None:
        """Wait until a block is shown as free, and all is settled."""
        self.wait_for(lambda: start in self.free_blocks(doctor), f"{start} is free")
        self.settled()

    # Finding by name

    def named(self, name: str, kind: type[W] = QWidget) -> list[W]:  # type: ignore[assignment]
        """Answer the visible widgets with that accessible name."""
        window = self.app.window
        return [
            widget
            for widget in window.findChildren(kind)
            if widget.isVisible() and widget.accessibleName() == name
        ]

    def find(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
        """Answer the one visible widget with that accessible name."""
        found = self.named(name, kind)
        if len(found) != 1:
            names = sorted(
                {w.accessibleName() for w in self.app.window.findChildren(kind) if w.isVisible()}
            )
            message = f"{len(found)} things are called {name!r}; there are: {names}"
            raise NotFoundError(message)
        return found[0]

    def offers(self, name: str) -> bool:
        """Tell whether a visible button with that name can be clicked."""
        return any(button.isEnabled() for button in self.named(name, QAbstractButton))

    def says(self, text: str) -> bool:
        """Tell whether a visible label or button shows this text."""
        return any(
            widget.isVisible() and text in str(widget.property("text") or "")
            for widget in self.app.window.findChildren(QWidget)
        )

    # Mouse and keys

    def click(self, name: str) -> None:
        """Click the button with that name in its middle."""
        button = self.find(name, QAbstractButton)
        assert button.isEnabled(), f"{name} is switched off"
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def press(self, keys: str) -> None:
        """Press a key where the focus is: ``Ctrl+N``, ``Enter``, ``T``."""
        *modifiers, key = keys.split("+")
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= _MODIFIERS[modifier]
        code = _KEYS.get(key) or Qt.Key(ord(key.upper()))
        QTest.keyClick(self.focus, code, held)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        _type_into(self.focus, text)

    def fill(self, name: str, text: str) -> None:
        """Click into a field, and type over what it holds."""
        field = self.find(name, QLineEdit)
        QTest.mouseClick(field, Qt.MouseButton.LeftButton)
        field.selectAll()
        _type_into(field, text)

    @property
    def focus(self) -> QWidget:
        """What has the focus in this window."""
        window = self.app.window
        if QApplication.activeWindow() is not window:
            window.activateWindow()
            QTest.qWaitForWindowActive(window)
        focused: QWidget | None = window.focusWidget()
        return window if focused is None else focused

    # The calendar

    def show(self, day: dt.date) -> None:
        """Go to a day by typing it."""
        self.press("Ctrl+G")
        self.type(day.isoformat())
        self.press("Enter")
        self.settled()

    def items(self, doctor: str | None = None) -> list[Item]:
        """Answer what the calendar shows, by column and time."""
        return list(self.view.items(doctor))

    def free_blocks(self, doctor: str | None = None) -> list[str]:
        """Answer the starts of the free blocks that are shown: ``11:00``."""
        return [self.clock(item.start) for item in self.items(doctor) if isinstance(item, Block)]

    def visits(self, doctor: str | None = None) -> list[str]:
        """Answer the visits that are shown: ``11:00 Ann Smith``."""
        return [
            f"{self.clock(item.start)} {item.patient}"
            for item in self.items(doctor)
            if isinstance(item, Appointment)
        ]

    def clock(self, at: dt.datetime) -> str:
        """Answer the clinic's wall time of an instant."""
        return f"{at.astimezone(self.workplace.zone):%H:%M}"

    def block(self, doctor: str, start: str, day: dt.date | None = None) -> Block:
        """Answer the free block that is shown there, on a day if several are shown."""
        found = [
            item
            for item in self.items(doctor)
            if isinstance(item, Block)
            and self.clock(item.start) == start
            and day in (None, item.start.astimezone(self.workplace.zone).date())
        ]
        assert len(found) == 1, (
            f"{len(found)} free blocks at {start}; free: {self.free_blocks(doctor)}"
        )
        return found[0]

    def visit(self, doctor: str, start: str) -> Appointment:
        """Answer the visit that is shown there."""
        found = [
            item
            for item in self.items(doctor)
            if isinstance(item, Appointment) and self.clock(item.start) == start
        ]
        assert len(found) == 1, f"{len(found)} visits at {start}; shown: {self.visits(doctor)}"
        return found[0]

    def click_item(self, item: Item) -> None:
        """Scroll to an item as the wheel would, and click it."""
        rect = self._scrolled_to(item.id)
        QTest.mouseClick(
            self.view.viewport(),
            Qt.MouseButton.LeftButton,
            pos=QPoint(rect.left() + 12, rect.top() + 6),
        )

    def drag(self, doctor: str, start: str, to: str, day: dt.date | None = None) -> None:
        """Drag over the free blocks of a doctor, from one to another; of a day, if several are."""
        begin, end = self.block(doctor, start, day), self.block(doctor, to, day)
        self._scrolled_to(begin.id)
        port, left = self.view.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(port, left, pos=self.view.item_rect(begin.id).center())
        for at in (begin.id, end.id):
            QTest.mouseMove(port, self.view.item_rect(at).center())
        QTest.mouseRelease(port, left, pos=self.view.item_rect(end.id).center())

    def lift(self, doctor: str, start: str, *, by: str = "middle") -> Appointment:
        """Press the button on a visit: its middle, its ``upper`` or its ``lower`` edge."""
        visit = self.visit(doctor, start)
        self._scrolled_to(visit.id)
        rect = self.view.item_rect(visit.id)
        heights = {"upper": rect.top() + 1, "lower": rect.bottom() - 1, "middle": rect.center().y()}
        self._hand = QPoint(rect.center().x(), heights[by])
        QTest.mousePress(self.view.viewport(), Qt.MouseButton.LeftButton, pos=self._hand)
        return visit

    def carry(self, doctor: str, to: str) -> None:
        """Move what is pressed onto the item of a doctor that begins then, on the shown days."""
        found = [item for item in self.items(doctor) if self.clock(item.start) == to]
        assert len(found) == 1, f"{len(found)} items at {to}; shown: {self.items(doctor)}"
        self.carry_to(self.view.item_rect(found[0].id).center())

    def carry_to(self, point: QPoint) -> None:
        """Move what is pressed to a point of the viewport, on a way as a hand takes it."""
        for share in (4, 8, 10):
            QTest.mouseMove(self.view.viewport(), self._hand + (point - self._hand) * share / 10)
        self._hand = point

    def drop(self) -> None:
        """Let the button go."""
        QTest.mouseRelease(self.view.viewport(), Qt.MouseButton.LeftButton, pos=self._hand)

    @property
    def ghost(self) -> str:
        """What is written where the visit in the hand would land; empty without one."""
        landing = self.view.hand.landing
        return landing.words(self.workplace.zone) if landing is not None else ""

    def _scrolled_to(self, item_id: int | UUID) -> QRect:
        """Answer where an item is, once it is inside the viewport."""
        view = self.view
        rect = view.item_rect(item_id)
        across, down = view.horizontalScrollBar(), view.verticalScrollBar()
        # The header and the axis cover the viewport's top and left.
        room = view.viewport().rect().adjusted(90, 90, -20, -20)
        if not room.contains(rect.topLeft() + QPoint(12, 6)):
            down.setValue(down.value() + rect.top() - room.center().y())
            across.setValue(across.value() + rect.left() - room.center().x())
            rect = view.item_rect(item_id)
        return rect

    # Whole tasks

    def open_block(self, doctor: str, start: str) -> None:
        """Open the booking panel on a free block."""
        self.click_item(self.block(doctor, start))

    def choose_patient(self, patient: str) -> None:
        """Find a patient by name and take the first."""
        self.fill("Patient", patient)
        self.press("Enter")
        self.settled()

    def choose_type(self, kind: str) -> None:
        """Choose what the booking is for."""
        box = self.workplace.booking.type_box
        index = next(i for i in range(box.count()) if box.itemText(i).startswith(kind))
        for _ in range(box.count()):
            QTest.keyClick(box, Qt.Key.Key_Up)
        for _ in range(index):
            QTest.keyClick(box, Qt.Key.Key_Down)

    def book(
        self, doctor: str, start: str, *, patient: str, kind: str | None = None, note: str = ""
    ) -> None:
        """Book a patient into a free block that is shown."""
        self.open_block(doctor, start)
        self.choose_patient(patient)
        if kind is not None:
            self.choose_type(kind)
        if note:
            self.fill("Note", note)
        self.click("Book")
        self.settled()

    def open_visit(self, doctor: str, start: str) -> None:
        """Open a visit's panel."""
        self.click_item(self.visit(doctor, start))
        self.settled()

    def cancel(self, doctor: str, start: str, reason: str = "Patient asked") -> None:
        """Cancel a visit, for a reason."""
        self.open_visit(doctor, start)
        self.click("Cancel visit")
        self.click(f"Cancel: {reason}")
        self.settled()

    def move(self, doctor: str, start: str, to: str, to_doctor: str | None = None) -> None:
        """Move a visit to a free block that is shown."""
        self.open_visit(doctor, start)
        self.click("Move appointment")
        self.open_block(to_doctor or doctor, to)
        self.settled()

    def set_status(self, doctor: str, start: str, status: str) -> None:
        """Say where a visit stands."""
        self.open_visit(doctor, start)
        self.click(f"Set {status}")
        self.settled()

    def undo(self) -> None:
        """Take back what the notice offers to."""
        self.click("Undo")
        self.settled()

    @property
    def notice(self) -> str:
        """What the notice says; empty when none is shown."""
        return self.workplace.notices.text

    @property
    def refusal(self) -> str:
        """What the open panel says was refused; empty when nothing was."""
        found = self.named("Refusal", RefusalBox)
        assert len(found) <= 1
        return found[0].message.text() if found else ""


def _type_into(widget: QWidget, text: str) -> None:
    """Type letters of any script; Qt's own test keys know Latin ones alone."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(widget, letter)
            continue
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
            QCoreApplication.sendEvent(widget, event)
