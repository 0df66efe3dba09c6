"""What every window test is held to: no SQL in the GUI thread, nothing left, no odd log."""

from __future__ import annotations

import gc
import logging
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

T = TypeVar("T")
PATIENCE = 30.0
"""Seconds that a thread has to end in."""


class SqlGuard:
    """Notes every statement, connection and transaction in the GUI thread, even a swallowed one."""

    def __init__(self) -> None:
        """Hear of files opened by the driver; ``watch`` listens as soon as SQLAlchemy is there.

        What is opened in another thread, SQLite's driver itself keeps from the GUI thread.
        """
        self.hits: list[str] = []
        self._allowed = 0
        self._listens = False
        note = self._noting("sqlite3.connect")
        # No hook can be taken off again; this one is as old as the tests.
        sys.addaudithook(lambda event, _arguments: note() if event == "sqlite3.connect" else None)

    def watch(self) -> None:
        """Listen on every engine, once somebody else has imported SQLAlchemy."""
        if self._listens or "sqlalchemy" not in sys.modules:
            return
        from sqlalchemy import Engine, event

        self._listens = True
        for name in ("before_cursor_execute", "do_connect", "begin", "commit"):
            event.listen(Engine, name, self._noting(name))

    def _noting(self, name: str) -> Callable[..., None]:
        def note(*_arguments: Any) -> None:  # noqa: ANN401 - each event has arguments of its own
            if threading.current_thread() is threading.main_thread() and not self._allowed:
                self.hits.append(f"{name}\n{''.join(traceback.format_stack(limit=12)[:-1])}")

        return note

    @contextmanager
    def allowed(self) -> Iterator[None]:
        """Let a fixture prepare a database in this thread."""
        self._allowed += 1
        try:
            yield
        finally:
            self._allowed -= 1


SQL = SqlGuard()


def aside(work: Callable[[], T]) -> T:
    """Do a piece of work in another thread, as another program would, and wait for it."""
    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(work).result(timeout=240)


class LogGuard(logging.Handler):
    """Keeps every warning of the program that a test did not expect."""

    def __init__(self) -> None:
        """Begin with nothing expected."""
        super().__init__(logging.WARNING)
        self._expected: list[re.Pattern[str]] = []
        self.unexpected: list[str] = []

    def expect(self, pattern: str) -> None:
        """Let records pass whose text holds this."""
        self._expected.append(re.compile(pattern))

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record unless it is expected."""
        text = record.getMessage()
        if not any(pattern.search(text) for pattern in self._expected):
            self.unexpected.append(f"{record.levelname} {record.name}: {text}")


def delete_what_is_due() -> None:
    """Let everything that was told to be deleted go."""
    for _ in range(3):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()


def leave_out_what_is_there() -> None:
    """Let later collections look at no more than what is made from now on."""
    # What is dead is not kept: nobody would collect it any more.
    gc.collect()
    gc.freeze()


def active_timers() -> dict[int, QTimer]:
    """Answer every timer that runs, but for those left out."""
    return {
        id(one): one
        for one in gc.get_objects()
        if isinstance(one, QTimer) and shiboken6.isValid(one) and one.isActive()
    }


def left_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    """Answer the threads that did not end in time."""
    end = time.monotonic() + PATIENCE
    left = [t for t in threading.enumerate() if t not in before and t.is_alive()]
    while left and time.monotonic() < end:
        time.sleep(0.01)
        left = [t for t in left if t.is_alive()]
    return left


def left_windows(before: set[int]) -> list[str]:
    """Answer the top-level widgets that are still there."""
    return [
        f"{type(widget).__name__} {widget.accessibleName() or widget.objectName()!r}"
        for widget in QApplication.topLevelWidgets()
        if id(widget) not in before and shiboken6.isValid(widget)
    ]


class _Hand(QWidget):
    """Told by a press which buttons are down; never shown."""

    down = Qt.MouseButton.NoButton

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        self.down = event.buttons()


def held_buttons() -> list[str]:
    """Answer which mouse buttons were pressed and never let go, and let them go.

    Qt's tests have one mouse for all windows. With a button down, no window of a later test
    hears that another one is let go: what is clicked there does nothing.
    """
    hand, own = _Hand(), Qt.MouseButton.ExtraButton24
    QTest.mousePress(hand, own)
    held = [one for one in Qt.MouseButton if one.value.bit_count() == 1 and one & hand.down]
    for one in held:
        QTest.mouseRelease(hand, one)
    return sorted(str(one.name) for one in held if one is not own)
