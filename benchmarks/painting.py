"""The calendar on screen: a new day, a full repaint, a scroll; each beside one blit."""

from __future__ import annotations

import datetime as dt
import gc
import os
import random
from collections.abc import Callable, Iterator
from uuid import UUID
from zoneinfo import ZoneInfo

from PySide6.QtCore import QSize, Qt
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
GOALS = {"new day": 1.0, "repaint": 2.5, "scroll": 2.0}
ROUNDS = 60
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

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802 - an override of Qt's
        self.painted += 1
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._pixmap)
        painter.end()


def figures(_: Bench) -> Iterator[Figure]:
    """Measure the painting figures; on no real screen, so that every machine can."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication([])
    look = Look(app, "light")
    # As the window does: what the collector does in between is not the painting's.
    gc.collect()
    gc.disable()
    try:
        yield new_day(look)
        for events, shown, agenda in (
            ("500 events", *a_day(12, 42, 15, seed=1)),
            ("10,000 events", *a_day(10, 144, 5, seed=1, days=7)),
        ):
            yield repaint(look, events, shown, agenda)
            yield scroll(look, events, shown, agenda)
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
    columns = tuple(Column(doctor, day) for doctor in people for day in dates)
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

    taken = interleaved(until_painted(view, turn), rounds=ROUNDS)[0]
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
    )
    view.close()
    floor.close()
    return compared(f"full repaint, {events}", GOALS["repaint"], taken[0], taken[1])


def scroll(look: Look, events: str, columns: tuple[Column, ...], agenda: Agenda) -> Figure:
    """Scroll by a little more than a row."""
    view, floor = shown_view(look, columns, agenda, LOW), shown_blit(LOW)
    bar, places = view.verticalScrollBar(), [0]

    def move() -> None:
        places[0] = (places[0] + 24) % (bar.maximum() - 24)
        bar.setValue(places[0])

    taken = interleaved(
        until_painted(view, move), until_painted(floor, floor.update), rounds=ROUNDS
    )
    view.close()
    floor.close()
    return compared(f"scroll, {events}", GOALS["scroll"], taken[0], taken[1])
