"""From a commit to its picture: one change in 16 open calendars of one window's program.

What a person waits for is measured, by the wall clock: from the instant at which the command's lane
knows its commit until the last of the calendars has been painted on the screen. Each is a window of
its own. First all show the day that changes, and none is spared: the change is told once in the
program, read, laid and drawn once for all, and painted 16 times. Then one shows that day, and each
of the others a day of its own, as open windows mostly do. The floor is what no program can go
below: one row read by the bare driver in the same thread, one rectangle drawn and painted in one
window.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import os
import sqlite3
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import uuid4
from weakref import WeakKeyDictionary

from PySide6.QtCore import (
    QEventLoop,
    QMessageLogContext,
    QObject,
    QRect,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.bench import FIRST_DAY, NOW, SMALL, Bench, answer, done, free_blocks
from benchmarks.figure import Figure, compared
from benchmarks.painting import SIZE
from clinic_desktop.domain.booking import Appointment, AppointmentStatus, BookBlock, SetStatus
from clinic_desktop.domain.office import Done, TheSite
from clinic_desktop.domain.people import Doctors
from clinic_desktop.scheduling.office import ClinicOffice
from clinic_desktop.ui.actions import Actions
from clinic_desktop.ui.agenda import AgendaView
from clinic_desktop.ui.calendar import CalendarPane
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.collector import GuiCollector
from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.errands import Errands
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.site_names import SiteNames

VIEWS = 16
TURNS, ROUNDS, WARM = 20, 200, 10
"""Short turns: a machine changes its pace within seconds, and both sides meet each of its paces."""
GOAL, GOAL_OF_ONE = 3.0, 2.0
PATIENCE = 10.0
"""Seconds after which a picture that has not come never will."""

_ROW = (
    "SELECT a.*, p.name, r.name FROM appointment a JOIN patient p ON p.id = a.patient_id"
    " JOIN resource r ON r.id = a.resource_id WHERE a.id = ?"
)


class Painted:
    """Counts the paintings of a calendar, or of the floor's picture."""

    def __init__(self) -> None:
        """Begin to count."""
        self.count = 0


_painted: WeakKeyDictionary[AgendaView, Painted] = WeakKeyDictionary()


@contextlib.contextmanager
def _counted() -> Iterator[None]:
    """Count all calendars' paintings: a filter of each one's events would cost a tenth of them."""
    paint = AgendaView.paintEvent

    def paint_and_count(view: AgendaView, event: QPaintEvent) -> None:
        paint(view, event)
        found = _painted.get(view)
        if found is not None:
            found.count += 1

    AgendaView.paintEvent = paint_and_count  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        AgendaView.paintEvent = paint  # type: ignore[method-assign]


class Card(QWidget):
    """The floor's picture: a pixmap in which one rectangle changes."""

    def __init__(self) -> None:
        """Show it, all white."""
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.resize(SIZE)
        self._pixmap = QPixmap(SIZE)
        self._pixmap.fill(Qt.GlobalColor.white)
        self.painted = Painted()
        self.show()

    def draw(self, text: str) -> None:
        """Draw the rectangle with a text in it, and ask for its painting."""
        rect = QRect(120, 200, 110, 40)
        painter = QPainter(self._pixmap)
        painter.fillRect(rect, Qt.GlobalColor.lightGray)
        painter.drawText(rect, 0, text)
        painter.end()
        self.update(rect)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - an override of Qt's
        painter = QPainter(self)
        painter.drawPixmap(event.rect(), self._pixmap, event.rect())
        painter.end()
        self.painted.count += 1


class Screens(QObject):
    """Open calendars on one dispatcher, each of a day; the first day is the one that changes."""

    def __init__(self, office: ClinicOffice, look: Look, days: list[dt.date]) -> None:
        """Open them and wait until all is shown."""
        super().__init__()
        self.dispatcher = Dispatcher()
        self.dispatcher.open(office)
        site = answer(office, TheSite())
        self._keyboard = QWidget()
        actions = Actions(self._keyboard, Path("no-keys.json"))
        clinic = Clinic(
            self.dispatcher, look, site, lambda: NOW, actions, Errands(),
            SiteNames(self.dispatcher), Path(), None,
        )  # fmt: skip
        doctors = answer(office, Doctors())
        self._panes = [CalendarPane(clinic) for _ in days]
        for pane, day in zip(self._panes, days, strict=True):
            pane.resize(SIZE)
            pane.show()
            pane.set_doctors(tuple(doctors))
            pane.show_day(day)
        views = [pane.view for pane in self._panes if pane.day == FIRST_DAY]
        self.painted = [_painted.setdefault(view, Painted()) for view in views]
        self._answered = 0
        self._committed = 0.0
        wait(lambda: all(pane.is_settled for pane in self._panes))
        settle()

    def change(self, office: ClinicOffice, command: SetStatus) -> float:
        """Carry a command out; answer the milliseconds from its commit until all is painted."""
        before = [painted.count for painted in self.painted]
        future = office.do(command)
        # Before anybody else hears of it: what the lane then reads along with it counts.
        future.add_done_callback(self._stamp)
        self.dispatcher.follow(future, self._take, self._fail)
        wait(lambda: all(new.count > old for new, old in zip(self.painted, before, strict=True)))
        taken = (time.perf_counter() - self._committed) * 1000
        wait(lambda: all(pane.is_settled for pane in self._panes))
        return taken

    def _stamp(self, _future: Future[Any]) -> None:
        """Note the instant of the commit; in the lane's thread."""
        self._committed = time.perf_counter()

    def _take(self, _done: Done[Appointment]) -> None:
        self._answered += 1

    def _fail(self, error: Exception) -> None:
        raise error

    def close(self) -> None:
        """Close every calendar and hear no more."""
        self.dispatcher.close()
        for pane in self._panes:
            pane.close()
            pane.deleteLater()
        settle()


def wait(until: Callable[[], bool]) -> None:
    """Let Qt work until something is so; it sleeps in between, and leaves the lanes alone."""
    end = time.monotonic() + PATIENCE
    while not until():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        if time.monotonic() > end:
            message = "the picture never came"
            raise RuntimeError(message)


def settle() -> None:
    """Let Qt finish what it has begun."""
    for _ in range(5):
        QApplication.processEvents()


def figures(bench: Bench) -> Iterator[Figure]:
    """Change one visit to and fro; each change is painted in every calendar."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication([])
    look = Look(app, "light")
    collector = GuiCollector()
    place = bench.clinic("sqlite", SMALL)
    before = qInstallMessageHandler(_tell)
    try:
        with _counted(), bench.office(place) as office:
            yield from _changes(office, place, look)
    finally:
        qInstallMessageHandler(before)
        collector.close()
        look.take_off()
        gc.collect()


def _tell(_kind: QtMsgType, _where: QMessageLogContext, words: str) -> None:
    """Say what Qt says, but not for each view that a screen that is none knows no hints."""
    if "propagateSizeHints" not in words:
        print(words, file=sys.stderr)


def _changes(office: ClinicOffice, place: str, look: Look) -> Iterator[Figure]:
    """Time 16 views of the day, 16 of which one is, one view and the floor in turns.

    Others are never open meanwhile: they would hear of the change, too, and be painted.
    """
    booked = done(
        office,
        BookBlock(appointment_id=uuid4(), block_id=free_blocks(office)[0].id, patient_id=1),
    )
    number = booked.appointment.id
    others = [FIRST_DAY + dt.timedelta(days=n) for n in range(VIEWS)]
    statuses = cycle((AppointmentStatus.ARRIVED, AppointmentStatus.BOOKED))
    taken: tuple[list[float], ...] = ([], [], [], [])
    with contextlib.closing(sqlite3.connect(place)) as connection:
        card = Card()
        settle()
        for _ in range(TURNS):
            for days, times in zip(([FIRST_DAY] * VIEWS, others, [FIRST_DAY]), taken, strict=False):
                screens = Screens(office, look, days)
                for round_ in range(WARM + ROUNDS // TURNS):
                    command = SetStatus(appointment_id=number, status=next(statuses))
                    spent = screens.change(office, command)
                    floor = _one_row(connection, card, str(number))
                    if round_ >= WARM:
                        times.append(spent)
                        taken[3].append(floor)
                screens.close()
        card.close()
    for name, times in (
        (f"one change painted in {VIEWS} views", taken[0]),
        (f"one change painted, 1 of {VIEWS} views of its day", taken[1]),
    ):
        yield compared(f"{name}, p95", GOAL, times, taken[3], percent=95)
        yield compared(f"{name}, over one view", GOAL_OF_ONE, times, taken[2])


def _one_row(connection: sqlite3.Connection, card: Card, number: str) -> float:
    """Read one row and paint one rectangle; answer the milliseconds."""
    before = card.painted.count
    begun = time.perf_counter()
    row = connection.execute(_ROW, (number,)).fetchone()
    card.draw(row[-2])
    wait(lambda: card.painted.count > before)
    return (time.perf_counter() - begun) * 1000
