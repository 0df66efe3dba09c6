"""A year as twelve small months, each day marked by what it is to the doctor."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from clinic_desktop.domain.forms import MONTHS, WEEKDAYS
from clinic_desktop.ui.availability.yearly import DayKind, DayMark
from clinic_desktop.ui.clinic import Clinic, first_weekday
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.period import jumped
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import long_day_text

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -7,
    Qt.Key.Key_Down: 7,
}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_GOES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_LEAST, _GAP = 132, 14
_NOTHING = DayMark(DayKind.NONE, "no hours")


def draw_mark(painter: QPainter, look: Look, box: QRect, kind: DayKind) -> None:
    """Draw the ground of a day, and a sign that tells it without its colour."""
    palette, px = look.palette, look.px
    grounds = {
        DayKind.HOURS: palette.accent_soft,
        DayKind.OWN: palette.accent_soft,
        DayKind.PARTLY: palette.accent_soft,
        DayKind.LEAVE: palette.warning_soft,
        DayKind.CLOSED: palette.danger_soft,
        DayKind.HOLIDAY: palette.success_soft,
    }
    ground = grounds.get(kind)
    if ground is None:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    painter.drawRoundedRect(box, px(2), px(2))
    if kind is DayKind.OWN:
        painter.setPen(QPen(QColor(palette.accent), max(1, px(1.2))))
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), px(2), px(2))
    elif kind in (DayKind.LEAVE, DayKind.PARTLY):
        painter.setPen(QPen(QColor(palette.warning), max(1, px(1.2))))
        painter.drawLine(box.bottomLeft(), box.topRight())
        if kind is DayKind.LEAVE:
            painter.drawRect(box.adjusted(0, 0, -1, -1))
    elif kind is DayKind.CLOSED:
        painter.setPen(QPen(QColor(palette.danger), max(1, px(1.2))))
        painter.drawLine(box.bottomLeft(), box.topRight())
        painter.drawLine(box.topLeft(), box.bottomRight())
    elif kind is DayKind.HOLIDAY:
        painter.setBrush(QColor(palette.success))
        painter.drawRect(QRect(box.left(), box.bottom() - px(2), box.width(), px(3)))


class YearStrip(QWidget):
    """Twelve months; one Tab reaches them, arrows walk the days, Enter or a click goes to one.

    Signals:
        day_chosen(date): a day was clicked, or Enter pressed on it.
        year_requested(int): the arrow keys walked into another year.
    """

    day_chosen = Signal(object)
    year_requested = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Begin with this year, without marks."""
        super().__init__()
        self._clinic = clinic
        self._day = clinic.today
        self._marks: Mapping[dt.date, DayMark] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        clinic.look.changed.connect(self.updateGeometry)
        self._say_where()

    @property
    def year(self) -> int:
        """The year that is shown."""
        return self._day.year

    @property
    def day(self) -> dt.date:
        """The day that is current."""
        return self._day

    def set_day(self, day: dt.date) -> None:
        """Make a day current."""
        before, self._day = self._day, day
        self._say_where()
        if before.year != day.year:
            self.update()
        for each in (before, day):
            self.update(self.box(each))

    def set_marks(self, marks: Mapping[dt.date, DayMark]) -> None:
        """Show what the days are."""
        self._marks = marks
        self._say_where()
        self.update()

    def words(self, day: dt.date) -> str:
        """Say what a day is."""
        return f"{long_day_text(day)}: {self._marks.get(day, _NOTHING).words}"

    # Where things lie

    def _across(self, width: int) -> int:
        px = self._clinic.look.px
        return next((n for n in (6, 4, 3, 2) if width >= n * px(_LEAST) - px(_GAP)), 1)

    @property
    def _rows(self) -> tuple[int, int, int]:
        """The heights of a month's name, of the weekdays' letters, of a week."""
        px = self._clinic.look.px
        return px(20), px(14), px(17)

    def hasHeightForWidth(self) -> bool:
        """Say that the height follows from the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Answer the height of as many rows of months as that width makes."""
        name, letters, week = self._rows
        rows = 12 // self._across(width)
        return rows * (name + letters + 6 * week + self._clinic.look.px(8))

    def sizeHint(self) -> QSize:
        """Ask for six months side by side."""
        wide = self._clinic.look.px(6 * _LEAST)
        return QSize(wide, self.heightForWidth(max(self.width(), 1)))

    def minimumSizeHint(self) -> QSize:
        """Be content with one."""
        return QSize(self._clinic.look.px(_LEAST), self.heightForWidth(max(self.width(), 1)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height where the rows are others."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _corner(self, month: int) -> QPoint:
        """Answer the upper left corner of a month (1 to 12)."""
        across, px = self._across(self.width()), self._clinic.look.px
        line, place = divmod(month - 1, across)
        if self.isRightToLeft():
            place = across - 1 - place
        name, letters, week = self._rows
        wide = (self.width() + px(_GAP)) // across
        return QPoint(place * wide, line * (name + letters + 6 * week + px(8)))

    @property
    def _cell(self) -> int:
        across, px = self._across(self.width()), self._clinic.look.px
        return ((self.width() + px(_GAP)) // across - px(_GAP)) // 7

    def box(self, day: dt.date) -> QRect:
        """Answer where a day of the year is drawn."""
        return next(box for each, box in self._boxes(day.replace(day=1)) if each == day)

    def _boxes(self, first: dt.date) -> Iterator[tuple[dt.date, QRect]]:
        """Answer a month's days and where each is drawn: what they share is reckoned once."""
        corner, cell, mirrored = self._corner(first.month), self._cell, self.isRightToLeft()
        name, letters, week = self._rows
        empty = (first.weekday() - first_weekday()) % 7
        for number in range(calendar.monthrange(first.year, first.month)[1]):
            line, column = divmod(empty + number, 7)
            if mirrored:
                column = 6 - column
            place = QPoint(column * cell, name + letters + line * week)
            yield first.replace(day=number + 1), QRect(corner + place, QSize(cell, week))

    def day_at(self, point: QPoint) -> dt.date | None:
        """Answer the day at a point."""
        for month in range(1, 13):
            corner = self._corner(month)
            if not QRect(corner, QSize(7 * self._cell, 10_000)).contains(point):
                continue
            for day, box in self._boxes(dt.date(self.year, month, 1)):
                if box.contains(point):
                    return day
        return None

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the months, or the days of them that are asked for."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        asked = event.rect()
        name, letters, _ = self._rows
        head = QSize(7 * self._cell, name + letters)
        for month in range(1, 13):
            if QRect(self._corner(month), head).intersects(asked):
                self._paint_head(painter, month)
            for day, box in self._boxes(dt.date(self.year, month, 1)):
                if box.intersects(asked):
                    self._paint_day(painter, day, box)
        painter.end()

    def _paint_head(self, painter: QPainter, month: int) -> None:
        look, palette = self._clinic.look, self._clinic.look.palette
        corner, cell = self._corner(month), self._cell
        name, letters, _ = self._rows
        wide = 7 * cell
        painter.setFont(look.font("small_strong"))
        painter.setPen(QColor(palette.ink))
        side = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
        area = QRect(corner.x() + look.px(3), corner.y(), wide - look.px(6), name)
        painter.drawText(area, flags, MONTHS[month - 1])
        painter.setFont(look.font("tiny"))
        painter.setPen(QColor(palette.faint))
        for column in range(7):
            place = 6 - column if self.isRightToLeft() else column
            area = QRect(corner.x() + place * cell, corner.y() + name, cell, letters)
            letter = WEEKDAYS[(first_weekday() + column) % 7][0]
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, letter)

    def _paint_day(self, painter: QPainter, day: dt.date, box: QRect) -> None:
        look, palette = self._clinic.look, self._clinic.look.palette
        box = box.adjusted(1, 1, -1, -1)
        kind = self._marks.get(day, _NOTHING).kind
        draw_mark(painter, look, box, kind)
        today = day == self._clinic.today
        painter.setFont(look.font("small_strong" if today else "tiny"))
        painter.setPen(QColor(palette.accent if today else self._ink(kind)))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(day.day))
        if day == self._day:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            focused = self.hasFocus()
            painter.setPen(
                QPen(QColor(palette.focus if focused else palette.muted), 2 - (not focused))
            )
            painter.drawRoundedRect(box, look.px(3), look.px(3))

    def _ink(self, kind: DayKind) -> str:
        palette = self._clinic.look.palette
        return palette.faint if kind is DayKind.NONE else palette.ink

    # Hands and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the day that was clicked."""
        day = self.day_at(event.position().toPoint())
        if day is not None and event.button() == Qt.MouseButton.LeftButton:
            self.set_day(day)
            self.day_chosen.emit(day)

    def event(self, event: QEvent) -> bool:
        """Say what a day is where the pointer rests; keep the keys that walk from the window."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            day = self.day_at(event.pos())
            if day is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), self.words(day), self, self.box(day))
            return True
        walks = (*_STEPS, *_MONTHS)
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and event.key() in walks
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by days, weeks and months; go to the day."""
        key = Qt.Key(event.key())
        if key in _GOES:
            self.day_chosen.emit(self._day)
        elif key in _STEPS:
            mirrored = self.isRightToLeft() and abs(_STEPS[key]) == 1
            step = -_STEPS[key] if mirrored else _STEPS[key]
            self._walk(self._day + dt.timedelta(days=step))
        elif key in _MONTHS:
            self._walk(jumped(self._day, months=_MONTHS[key]))
        else:
            super().keyPressEvent(event)

    def _walk(self, day: dt.date) -> None:
        before = self._day.year
        self.set_day(day)
        if day.year != before:
            self.year_requested.emit(day.year)
        announce(self, self.words(day))

    def _say_where(self) -> None:
        self.setAccessibleName(f"Year {self.year}")
        self.setAccessibleDescription(self.words(self._day))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Ring the current day."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Ring it less."""
        super().focusOutEvent(event)
        self.update()
