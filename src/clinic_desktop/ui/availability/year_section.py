"""A year with its name, the ways to those around it, and what its marks mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from clinic_desktop.ui.availability.year import YearStrip, draw_mark
from clinic_desktop.ui.availability.yearly import KIND_NAMES, DayKind, DayMark
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import IconButton, Label, column, row


class YearSection(QWidget):
    """The strip of a year, and what stands around it; ``strip`` tells what is chosen in it."""

    def __init__(self, clinic: Clinic) -> None:
        """Begin with this year."""
        super().__init__()
        look = clinic.look
        self.strip = YearStrip(clinic)
        self._name = Label(look, role="strong")
        back = IconButton(look, "chevron-left", "Previous year")
        on = IconButton(look, "chevron-right", "Next year")
        back.clicked.connect(lambda: self._turn(-1))
        on.clicked.connect(lambda: self._turn(1))
        head = row(self._name, back, on, spacing=look.px(2))
        head.addStretch(1)
        self.setLayout(column(head, self.strip, _explained(look), spacing=look.px(14)))
        self.set_day(clinic.today)

    @property
    def year(self) -> int:
        """The year that is shown."""
        return self.strip.year

    def set_day(self, day: dt.date) -> None:
        """Make a day current."""
        self.strip.set_day(day)
        self.name_year()

    def name_year(self) -> None:
        """Say which year is shown."""
        self._name.setText(str(self.year))

    def set_marks(self, marks: Mapping[dt.date, DayMark]) -> None:
        """Show what the days are."""
        self.strip.set_marks(marks)

    def _turn(self, by: int) -> None:
        day = self.strip.day
        # Any month has a 28th.
        self.set_day(day.replace(year=day.year + by, day=min(day.day, 28)))
        self.strip.year_requested.emit(self.year)


class _Sample(QWidget):
    """One mark of the year, to explain it."""

    def __init__(self, look: Look, kind: DayKind) -> None:
        super().__init__()
        self._look, self._kind = look, kind
        look.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.setFixedSize(self._look.px(18), self._look.px(16))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_mark(painter, self._look, self.rect().adjusted(1, 1, -1, -1), self._kind)
        painter.end()


def _explained(look: Look) -> QWidget:
    """Make the line that says what each mark of the year means."""
    place = QWidget()
    flow = Flow(look.px(10))
    place.setLayout(flow)
    for kind, name in KIND_NAMES.items():
        one = QWidget()
        one.setLayout(row(_Sample(look, kind), Label(look, name, "small", tone="muted"), spacing=5))
        flow.addWidget(one)
    return place
