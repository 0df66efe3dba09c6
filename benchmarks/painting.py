"""The calendar on screen: a new day, a full repaint, a scroll, a change; each beside one blit.

All of it is work of one thread, so it is timed by that thread's own processor time: what else the
machine does meanwhile is not the painting's. On screens of twice as many pixels a process of its
own measures, since Qt reads the scale once.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import json
import os
import random
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from itertools import cycle
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from benchmarks.bench import FIRST_DAY, ZONE, Bench
from benchmarks.figure import Figure, compared, interleaved, percentile
from clinic_desktop.domain.booking import Agenda, Appointment, AppointmentStatus, Block
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.time import day_span, day_start
from clinic_desktop.ui.agenda import AgendaView, Column
from clinic_desktop.ui.look import Look

SIZE = QSize(1440, 900)
LOW = QSize(1440, 500)
"""A window too low for its day, so that there is something to scroll."""
FRAME = 1000 / 60
GOALS = {"new day": 1.0, "repaint": 2.5, "scroll": 2.0, "change": 3.0, "frame": 1.0, "memory": 2.0}
ROUNDS = 240
DAYS = (
    ("500 events", 12, 42, 15, 1),
    ("2,000 events", 12, 56, 15, 3),
    ("10,000 events", 10, 144, 5, 7),
)
"""How many doctors, rows a day, minutes a row and days hold so many events."""
SHARP = "2"
STATUSES = tuple(status for status in AppointmentStatus if status != AppointmentStatus.CANCELLED)
COLOURS = ("#3b6fe8", "#0f9d7a", "#8a57d6", "#d9772b", "#d64550", "#1590b0")
GIVEN = ("Amina", "Liam", "Emma", "Omar", "Yara", "Noah", "Zoe", "Ivan", "Mia", "Karim")
FAMILY = ("Haddad", "Smith", "Moreau", "Novak", "Costa", "Khalil", "Jensen", "Rossi", "Weber")


class Counted(AgendaView):
    """A calendar that counts how often it was painted."""

    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - an override of Qt's
        self.painted += 1
        super().paintEvent(event)


class Blit(QWidget):
    """The floor: a window whose whole painting is one pixmap."""

    def __init__(self) -> None:
        """Make the pixmap as sharp as the screen."""
        super().__init__()
        self.painted = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        ratio = self.devicePixelRatioF()
        self._pixmap = QPixmap(SIZE * ratio)
        self._pixmap.setDevicePixelRatio(ratio)
        self._pixmap.fill(Qt.GlobalColor.white)

    def draw(self, rect: QRect, text: str) -> None:
        """Draw one rectangle with a text, and ask for its painting."""
        painter = QPainter(self._pixmap)
        painter.fillRect(rect, Qt.GlobalColor.lightGray)
        painter.drawText(rect, 0, text)
        painter.end()
        self.update(rect)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - an override of Qt's
        self.painted += 1
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.drawPixmap(0, 0, self._pixmap)
        painter.end()


def figures(_: Bench) -> Iterator[Figure]:
    """Measure the painting figures; on no real screen, so that every machine can."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with _dressed() as look:
        yield new_day(look)
        for events, *shape in DAYS:
            columns, agenda = a_day(shape[0], shape[1], shape[2], seed=1, days=shape[3])
            yield repaint(look, events, columns, agenda)
            yield scroll(look, events, columns, agenda)
            yield change(look, events, columns, agenda)
            yield memory(look, events, columns, agenda)
    yield from _sharp()


def _sharp() -> Iterator[Figure]:
    """Measure again where each pixel is four, in a process of its own."""
    environ = {**os.environ, "QT_SCALE_FACTOR": SHARP}
    command = [sys.executable, "-m", "benchmarks.painting"]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    for figure in json.loads(done.stdout):
        yield Figure(**figure)


def _sharp_figures() -> Iterator[Figure]:
    """Measure what sharper screens make slower; a scroll must fit into a frame of 60 Hz."""
    with _dressed() as look:
        for events, *shape in (DAYS[0], DAYS[-1]):
            columns, agenda = a_day(shape[0], shape[1], shape[2], seed=1, days=shape[3])
            name = f"{events}, {SHARP}x"
            yield repaint(look, name, columns, agenda)
            yield change(look, name, columns, agenda)
            taken = _scrolled(look, columns, agenda)[0]
            yield Figure(
                f"scroll, {name}, p95, in a frame", "ms", percentile(taken, 95), FRAME,
                GOALS["frame"],
            )  # fmt: skip


@contextlib.contextmanager
def _dressed() -> Iterator[Look]:
    """Give an application its look, and keep the collector from running in between."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication([])
    look = Look(app, "light")
    # As the window does: what the collector does in between is not the painting's.
    gc.collect()
    gc.disable()
    try:
        yield look
    finally:
        gc.enable()
        look.take_off()


def a_day(
    doctors: int, rows: int, minutes: int, seed: int, days: int = 1
) -> tuple[tuple[Column, ...], Agenda]:
    """Answer columns, and an agenda of that many rows from 8 o'clock in each; one in five free."""
    dice, zone = random.Random(seed), ZoneInfo(ZONE)
    people = [Doctor(number, f"Dr Lee {number}", "General") for number in range(1, doctors + 1)]
    dates = [FIRST_DAY + dt.timedelta(days=offset) for offset in range(days)]
    columns = tuple(Column(doctor, day) for day in dates for doctor in people)
    step = dt.timedelta(minutes=minutes)
    free, visits = [], []
    for place, column in enumerate(columns):
        first = day_start(column.day, zone) + dt.timedelta(hours=8)
        for row in range(rows):
            number = place * 1000 + row + 1
            start, end, doctor = first + row * step, first + (row + 1) * step, column.doctor
            if dice.random() < 0.2:  # noqa: PLR2004 - one in five
                free.append(Block(number, doctor.id, doctor.name, start, end))
                continue
            kind = dice.randrange(len(COLOURS))
            visits.append(
                Appointment(
                    UUID(int=number), number, f"{dice.choice(GIVEN)} {dice.choice(FAMILY)}",
                    doctor.id, doctor.name, start, end, dice.choice(STATUSES), holds=True,
                    version=1, block_ids=(number,), type=f"Type {kind}", colour=COLOURS[kind],
                )
            )  # fmt: skip
    return columns, Agenda(day_span(FIRST_DAY, zone, days), None, tuple(free), tuple(visits))


def shown_view(look: Look, columns: tuple[Column, ...], agenda: Agenda, size: QSize) -> Counted:
    """Show a calendar, with the now line in it, and let it come to rest."""
    # The one before must be gone for good: living on, it would be the twin of this one.
    gc.collect()
    view = Counted(look)
    view.resize(size)
    view.set_columns(columns, ZoneInfo(ZONE))
    view.set_agenda(agenda)
    view.set_now(day_start(FIRST_DAY, ZoneInfo(ZONE)) + dt.timedelta(hours=11, minutes=20))
    view.show()
    QApplication.processEvents()
    return view


def shown_blit(size: QSize) -> Blit:
    """Show the floor."""
    floor = Blit()
    floor.resize(size)
    floor.show()
    QApplication.processEvents()
    return floor


def until_painted(widget: Counted | Blit, work: Callable[[], object]) -> Callable[[], None]:
    """Answer the work with the painting that it asks for."""

    def both() -> None:
        before = widget.painted
        work()
        while widget.painted == before:
            QApplication.processEvents()

    return both


def new_day(look: Look) -> Figure:
    """Set and paint one full day after the other; the names have been seen before."""
    columns, one = a_day(12, 42, 15, seed=1)
    days = [one, a_day(12, 42, 15, seed=2)[1]]
    view = shown_view(look, columns, one, SIZE)

    def turn() -> None:
        days.reverse()
        view.set_agenda(days[0])

    taken = interleaved(until_painted(view, turn), rounds=ROUNDS, clock=time.thread_time)[0]
    view.close()
    goal = GOALS["new day"]
    return Figure(
        "a new day of 500 events set and painted", "ms", percentile(taken, 50), FRAME, goal
    )


def repaint(look: Look, events: str, columns: tuple[Column, ...], agenda: Agenda) -> Figure:
    """Paint the whole window again."""
    view, floor = shown_view(look, columns, agenda, SIZE), shown_blit(SIZE)
    taken = interleaved(
        until_painted(view, view.viewport().update),
        until_painted(floor, floor.update),
        rounds=ROUNDS,
        clock=time.thread_time,
    )
    view.close()
    floor.close()
    return compared(f"full repaint, {events}", GOALS["repaint"], taken[0], taken[1])


def scroll(look: Look, events: str, columns: tuple[Column, ...], agenda: Agenda) -> Figure:
    """Scroll by a little more than a row."""
    ours, floor = _scrolled(look, columns, agenda)
    return compared(f"scroll, {events}", GOALS["scroll"], ours, floor)


def _scrolled(
    look: Look, columns: tuple[Column, ...], agenda: Agenda
) -> tuple[list[float], list[float]]:
    """Time scrolls, and blits of the same window."""
    view, floor = shown_view(look, columns, agenda, LOW), shown_blit(LOW)
    bar, places = view.verticalScrollBar(), [0]

    def move() -> None:
        places[0] = (places[0] + 24) % (bar.maximum() - 24)
        bar.setValue(places[0])

    ours, blits = interleaved(
        until_painted(view, move),
        until_painted(floor, floor.update),
        rounds=ROUNDS,
        clock=time.thread_time,
    )
    view.close()
    floor.close()
    return ours, blits


def change(look: Look, events: str, columns: tuple[Column, ...], agenda: Agenda) -> Figure:
    """Show one visit's other status; the floor draws one rectangle into its pixmap and shows it."""
    view, floor = shown_view(look, columns, agenda, SIZE), shown_blit(SIZE)
    visit = next(each for each in agenda.appointments if each.doctor_id == 1)
    place = view.item_rect(visit.id)
    span, doctors = visit.span, (visit.doctor_id,)
    others = cycle((AppointmentStatus.ARRIVED, AppointmentStatus.NOSHOW))
    parts = cycle(
        [Agenda(span, doctors, (), (replace(visit, status=next(others)),)) for _ in range(2)]
    )
    texts = cycle((visit.patient, "Ann Smith"))
    taken = interleaved(
        until_painted(view, lambda: view.patch(next(parts))),
        until_painted(floor, lambda: floor.draw(place, next(texts))),
        rounds=ROUNDS,
        clock=time.thread_time,
    )
    view.close()
    floor.close()
    return compared(f"one change, {events}", GOALS["change"], taken[0], taken[1])


def memory(look: Look, events: str, columns: tuple[Column, ...], agenda: Agenda) -> Figure:
    """Weigh a calendar that was shown whole: its tiles, and what Python holds for it."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    view = shown_view(look, columns, agenda, SIZE)
    held = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    tiles = [tile for sheet in view.canvas.sheets for tile in sheet.tiles.values()]
    held += sum(tile.width() * tile.height() * tile.depth() // 8 for tile in tiles)
    view.close()
    picture = SIZE.width() * SIZE.height() * 4
    name = f"memory of a calendar, {events}, over one picture of it"
    return Figure(name, "MB", held / 1e6, picture / 1e6, GOALS["memory"])


if __name__ == "__main__":
    print(json.dumps([asdict(figure) for figure in _sharp_figures()]))
