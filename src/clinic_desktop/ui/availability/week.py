"""The painted week: hours are drawn into it with the mouse or by keys, and drawn away again."""

from __future__ import annotations

import itertools
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_desktop.domain.availability import DAY_MINUTES
from clinic_desktop.domain.forms import WEEKDAYS, present
from clinic_desktop.domain.hours_text import Week, Window, day_text, window_words
from clinic_desktop.ui.availability.painting import Kept, holds
from clinic_desktop.ui.clinic import first_weekday
from clinic_desktop.ui.look import Look, in_order
from clinic_desktop.ui.speech import announce

SNAP, STEP = 15, 30
"""Minutes to which a hand's edges snap, and of a step by keys."""
_EARLY, _LATE = 7 * 60, 20 * 60
"""What of a day is shown at least."""
_HOUR = 60
_NOTHING: Week = ((),) * 7
Elsewhere = tuple[tuple[Window, str], ...]
"""A day's hours at other sites, each with the site's name."""
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -STEP),
    Qt.Key.Key_Down: (0, STEP),
    Qt.Key.Key_PageUp: (0, -2 * _HOUR),
    Qt.Key.Key_PageDown: (0, 2 * _HOUR),
}
_KEYS = frozenset({*_STEPS, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Space})


class Stroke(NamedTuple):
    """What was drawn: these weekdays (Monday 0), this stretch, added or taken away."""

    days: tuple[int, ...]
    window: Window
    adds: bool


class Place(NamedTuple):
    """A column of the week as it is shown, and a minute of the day."""

    column: int
    minute: int


class WeekPainter(QWidget):
    """Seven days side by side over the hours of a day.

    Signals:
        stroked(Stroke): something was drawn; nothing is shown of it until it is set.
        undo_requested: the last stroke is to be taken back.
    """

    stroked = Signal(object)
    undo_requested = Signal()

    def __init__(self, look: Look) -> None:
        """Begin with an empty week."""
        super().__init__()
        self._look = look
        self._week = self._beside = _NOTHING
        self._elsewhere: tuple[Elsewhere, ...] = ((),) * 7
        self._kept: tuple[Kept, ...] = ((),) * 7
        self._site = ""
        self._is_stale = self._is_whole = False
        self._low, self._high = _EARLY, _LATE
        self._anchor = self._cursor = Place(0, 9 * _HOUR)
        self._drawn: tuple[Place, Place] | None = None
        self.can_undo = False
        """Whether the undo key means the last stroke."""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Week to paint")
        look.changed.connect(self._resize)
        self._say_where()

    # What is shown

    def set_week(
        self,
        week: Week,
        beside: Week,
        elsewhere: tuple[Elsewhere, ...] = ((),) * 7,
        site: str = "",
        *,
        kept: tuple[Kept, ...] = ((),) * 7,
        stale: bool = False,
    ) -> None:
        """Show hours, and fainter those of other weeks and sites.

        ``site`` names where the hours are, where there are several; ``kept`` is what of them, or
        beside them, is kept for something; ``stale``: the text says something else.
        """
        self._kept = kept
        self._week, self._beside, self._is_stale = week, beside, stale
        self._elsewhere, self._site = elsewhere, site
        self._resize()
        self._say_where()

    def show_whole_day(self, *, whole: bool) -> None:
        """Show all 24 hours, or those of usual work."""
        self._is_whole = whole
        self._resize()

    def _resize(self) -> None:
        """Hold every hour that there is, and the cursor."""
        edges = [
            edge for week in (self._week, self._beside) for day in week for w in day for edge in w
        ]
        named = (*self._elsewhere, *self._kept)
        edges += [edge for day in named for window, _ in day for edge in window]
        edges += [self._cursor.minute, self._cursor.minute + STEP]
        low = 0 if self._is_whole else min(_EARLY, *edges) // _HOUR * _HOUR
        high = DAY_MINUTES if self._is_whole else -(-max(_LATE, *edges) // _HOUR) * _HOUR
        if self._drawn is None and (low, high) != (self._low, self._high):
            self._low, self._high = low, high
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for the height of the hours that are shown."""
        px = self._look.px
        hours = (self._high - self._low) // _HOUR
        return QSize(px(360), self._top + hours * px(26) + px(8))

    def minimumSizeHint(self) -> QSize:
        """Be content with less width."""
        return QSize(self._look.px(220), self.sizeHint().height())

    # Where things lie

    @property
    def _top(self) -> int:
        return self._look.px(26)

    @property
    def _axis(self) -> int:
        return self._look.px(52)

    def _x(self, column: int) -> int:
        """Answer the left edge of a column; read from the right, the first stands there."""
        room = self.width() - self._axis - 1
        if self.isRightToLeft():
            return room * (7 - column - 1) // 7
        return self._axis + room * column // 7

    def _wide(self, column: int) -> int:
        room = self.width() - self._axis - 1
        at = 7 - column - 1 if self.isRightToLeft() else column
        return room * (at + 1) // 7 - room * at // 7

    def _y(self, minute: int) -> int:
        room = self.height() - self._top - self._look.px(8)
        return self._top + room * (minute - self._low) // (self._high - self._low)

    def box(self, column: int, window: Window) -> QRect:
        """Answer where a stretch of a column lies."""
        top, end = self._y(window[0]), self._y(window[1])
        return QRect(self._x(column), top, self._wide(column), end - top)

    def place_at(self, point: QPoint) -> Place:
        """Answer what lies nearest to a point, snapped."""
        columns = sorted(range(7), key=lambda n: abs(self._x(n) + self._wide(n) // 2 - point.x()))
        room = max(1, self.height() - self._top - self._look.px(8))
        minute = self._low + (point.y() - self._top) * (self._high - self._low) // room
        snapped = minute // SNAP * SNAP
        return Place(columns[0], min(max(self._low, snapped), self._high - SNAP))

    @staticmethod
    def day_of(column: int) -> int:
        """Answer the weekday (Monday 0) of a column."""
        return (first_weekday() + column) % 7

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the days, the hours, and what is being drawn."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter)
        for column in range(7):
            day = self.day_of(column)
            for window in self._beside[day]:
                self._paint_beside(painter, self.box(column, window))
            for window, name in self._elsewhere[day]:
                self._paint_elsewhere(painter, self.box(column, window), name)
            for window in self._week[day]:
                self._paint_hours(painter, column, window)
            for window, name in self._kept[day]:
                self._paint_kept(painter, self.box(column, window), name)
        if self._drawn is not None:
            self._paint_drawn(painter, self._stroke(*self._drawn, SNAP))
        elif self.hasFocus():
            self._paint_cursor(painter)
        painter.end()

    def _paint_ground(self, painter: QPainter) -> None:
        look, palette = self._look, self._look.palette
        left = min(self._x(0), self._x(6))
        right = max(self._x(n) + self._wide(n) for n in (0, 6))
        whole = QRect(left, self._top, right - left, self._y(self._high) - self._top)
        painter.fillRect(whole, QColor(palette.off_hours))
        painter.setFont(look.font("small_strong"))
        names = self.day_names
        for column in range(7):
            x, name = self._x(column), names[self.day_of(column)]
            area = QRect(x, 0, self._wide(column), self._top)
            painter.setPen(QColor(palette.muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, name)
            painter.setPen(QColor(palette.hour_line))
            painter.drawLine(x, self._top, x, whole.bottom())
        painter.drawLine(right, self._top, right, whole.bottom())
        painter.setFont(look.font("tiny"))
        mirrored = self.isRightToLeft()
        side = Qt.AlignmentFlag.AlignLeft if mirrored else Qt.AlignmentFlag.AlignRight
        for minute in range(self._low, self._high + 1, _HOUR):
            y = self._y(minute)
            painter.setPen(QColor(palette.hour_line))
            painter.drawLine(left, y, right, y)
            painter.setPen(QColor(palette.muted))
            area = QRect(right if mirrored else 0, y - self._top // 2, self._axis, self._top)
            area.adjust(look.px(6), 0, -look.px(6), 0)
            flags = side | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(area, flags, present().mark(minute))

    @property
    def day_names(self) -> tuple[str, ...]:
        """The names over the days, Monday first: all of them whole, or all short."""
        metrics = QFontMetrics(self._look.font("small_strong"))
        room = min(map(self._wide, range(7))) - self._look.px(4)
        whole = all(metrics.horizontalAdvance(name) <= room for name in WEEKDAYS)
        return tuple(name if whole else name[:3] for name in WEEKDAYS)

    def _paint_beside(self, painter: QPainter, box: QRect) -> None:
        """Draw hours that other weeks have: slanted lines, whatever the colours are."""
        palette, px = self._look.palette, self._look.px
        inner = box.adjusted(px(3), 1, -px(3), -1)
        painter.setPen(QPen(QColor(palette.muted), 1, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(palette.surface))
        painter.drawRect(inner)
        painter.setBrush(QBrush(QColor(palette.muted), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(inner)

    def _paint_elsewhere(self, painter: QPainter, box: QRect, name: str) -> None:
        """Draw hours at another site: crossed lines, and its name, whatever the colours are."""
        palette, px = self._look.palette, self._look.px
        inner = box.adjusted(px(3), 1, -px(3), -1)
        painter.setPen(QPen(QColor(palette.muted), 1, Qt.PenStyle.DotLine))
        painter.setBrush(QColor(palette.surface))
        painter.drawRect(inner)
        painter.setBrush(QBrush(QColor(palette.hour_line), Qt.BrushStyle.DiagCrossPattern))
        painter.drawRect(inner)
        self._name(painter, inner, name, QColor(palette.muted))

    def _paint_kept(self, painter: QPainter, box: QRect, name: str) -> None:
        """Draw what is kept for something: lines across, an edge, and its name."""
        palette, px = self._look.palette, self._look.px
        inner = box.adjusted(px(2), 1, -px(2), -1)
        ink = QColor(palette.muted if self._is_stale else palette.on_accent_soft)
        painter.setPen(QPen(ink, 1))
        painter.setBrush(QColor(palette.surface))
        painter.drawRect(inner)
        faint = QColor(ink)
        faint.setAlphaF(0.45)
        painter.setBrush(QBrush(faint, Qt.BrushStyle.HorPattern))
        painter.drawRect(inner)
        self._name(painter, inner, name, ink)

    def _name(self, painter: QPainter, inner: QRect, name: str, ink: QColor) -> None:
        """Write a name at the top of a box, opaque: lines through words are hard to read."""
        px = self._look.px
        painter.setFont(self._look.font("small"))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, inner.width() - px(4))
        line = QRect(inner.left() + 1, inner.top() + px(2), inner.width() - 2, metrics.height())
        if line.bottom() < inner.bottom():
            wide = metrics.horizontalAdvance(shown) + px(6)
            plate = line.adjusted((line.width() - wide) // 2, 0, (wide - line.width()) // 2, 0)
            painter.fillRect(plate, QColor(self._look.palette.surface))
            painter.setPen(ink)
            painter.drawText(line, Qt.AlignmentFlag.AlignCenter, in_order(shown))

    @property
    def legend(self) -> str:
        """What is kept for which purposes, for those whose names have no room; else empty."""
        names = sorted({name for day in self._kept for _, name in day})
        return f"Lines across: kept for {', '.join(names)}." if names else ""

    def _paint_hours(self, painter: QPainter, column: int, window: Window) -> None:
        palette, px = self._look.palette, self._look.px
        box = self.box(column, window).adjusted(px(2), 1, -px(2), -1)
        if self._is_stale:
            painter.setPen(QPen(QColor(palette.muted), 1, Qt.PenStyle.DashLine))
        else:
            painter.setPen(QColor(palette.accent))
        painter.setBrush(QColor(palette.surface if self._is_stale else palette.accent_soft))
        painter.drawRoundedRect(box, px(4), px(4))
        ink = palette.muted if self._is_stale else palette.on_accent_soft
        self._write(painter, box, window, ink)

    def times(self, window: Window, wide: int) -> str:
        """Answer how a stretch is written in so much room: as the widest of the week is."""
        metrics, px = QFontMetrics(self._look.font("small")), self._look.px
        every = [window_words(one) for one in (window, *itertools.chain(*self._week))]
        for dash, edge in ("\N{EN DASH}", px(6)), ("\N{EN DASH}\n", px(2)):
            told = [words.replace("\N{EN DASH}", dash) for words in every]
            lines = itertools.chain(*(words.split("\n") for words in told))
            if max(map(metrics.horizontalAdvance, lines)) <= wide - edge:
                return told[0]
        return day_text((window,))

    def _write(self, painter: QPainter, box: QRect, window: Window, ink: str) -> None:
        """Write a stretch's times where there is room, in two lines where it is narrow."""
        px = self._look.px
        painter.setFont(self._look.font("small"))
        metrics = painter.fontMetrics()
        lines = self.times(window, box.width()).split("\n")
        if self._site and (len(lines) + 1) * metrics.height() <= box.height():
            room = box.width() - px(4)
            lines.append(metrics.elidedText(self._site, Qt.TextElideMode.ElideRight, room))
        longest = max(map(metrics.horizontalAdvance, lines))
        if len(lines) * metrics.height() <= box.height() and longest <= box.width() - px(2):
            painter.setPen(QColor(ink))
            flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
            told = "\n".join(map(in_order, lines))
            painter.drawText(box.adjusted(0, px(2), 0, 0), flags, told)

    def _paint_drawn(self, painter: QPainter, stroke: Stroke) -> None:
        palette, px = self._look.palette, self._look.px
        colour = palette.accent if stroke.adds else palette.danger
        fill = QColor(palette.selection if stroke.adds else palette.danger_soft)
        fill.setAlphaF(0.85)
        for column in range(7):
            if self.day_of(column) in stroke.days:
                box = self.box(column, stroke.window).adjusted(px(2), 1, -px(2), -1)
                style = Qt.PenStyle.SolidLine if stroke.adds else Qt.PenStyle.DashLine
                painter.setPen(QPen(QColor(colour), 2, style))
                painter.setBrush(fill)
                painter.drawRoundedRect(box, px(4), px(4))
                self._write(painter, box, stroke.window, palette.ink)

    def _paint_cursor(self, painter: QPainter) -> None:
        palette, px = self._look.palette, self._look.px
        stroke = self._stroke(self._anchor, self._cursor, STEP)
        painter.setPen(QPen(QColor(palette.focus), 2))
        fill = QColor(palette.selection)
        fill.setAlphaF(0.5)
        painter.setBrush(fill if self._anchor != self._cursor else Qt.BrushStyle.NoBrush)
        columns = sorted((self._anchor.column, self._cursor.column))
        box = self.box(columns[0], stroke.window).united(self.box(columns[1], stroke.window))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), px(4), px(4))

    # Drawing

    def _stroke(self, begin: Place, end: Place, least: int) -> Stroke:
        """Answer what lies between two places, both included."""
        low, high = sorted((begin.column, end.column))
        days = tuple(sorted(self.day_of(column) for column in range(low, high + 1)))
        first, last = sorted((begin.minute, end.minute))
        adds = not holds(self._week, self.day_of(begin.column), begin.minute)
        return Stroke(days, (first, min(last + least, DAY_MINUTES)), adds)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to draw."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        place = self.place_at(event.position().toPoint())
        self._drawn = place, place
        self._anchor = self._cursor = Place(place.column, place.minute // STEP * STEP)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on."""
        if self._drawn is not None:
            self._drawn = self._drawn[0], self.place_at(event.position().toPoint())
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Have drawn; a mere click draws nothing."""
        drawn, self._drawn = self._drawn, None
        if drawn is not None and event.button() == Qt.MouseButton.LeftButton:
            self.update()
            if drawn[0] != drawn[1]:
                self.stroked.emit(self._stroke(*drawn, SNAP))
            self._say_where()

    def event(self, event: QEvent) -> bool:
        """Keep the keys that walk and draw from the window, and undo while it means a stroke."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undoes = self.can_undo and event.matches(QKeySequence.StandardKey.Undo)
            drops = self._drawn is not None and event.key() == Qt.Key.Key_Escape
            if undoes or drops or (_is_plain(event) and event.key() in _KEYS):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, mark with Shift, draw with the space bar."""
        key = Qt.Key(event.key())
        if self.can_undo and event.matches(QKeySequence.StandardKey.Undo):
            self.undo_requested.emit()
        elif key == Qt.Key.Key_Escape and self._drawn is not None:
            self._drawn = None
            self.update()
        elif not _is_plain(event) or key not in _KEYS:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            self.stroked.emit(self._stroke(self._anchor, self._cursor, STEP))
            self._say_where()
        else:
            marks = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._walk(self._next(key), marks=marks)

    def _next(self, key: Qt.Key) -> Place:
        column, minute = self._cursor
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            edge = self._low if key == Qt.Key.Key_Home else self._high - STEP
            return Place(column, edge)
        across, down = _STEPS[key]
        if self.isRightToLeft():
            across = -across
        return Place(
            min(max(0, column + across), 6), min(max(0, minute + down), DAY_MINUTES - STEP)
        )

    def _walk(self, to: Place, *, marks: bool) -> None:
        self._cursor = to
        if not marks:
            self._anchor = to
        self._resize()
        self._say_where()
        announce(self, self.accessibleDescription())

    def _say_where(self) -> None:
        """Say where the cursor is, and what is there."""
        stroke = self._stroke(self._anchor, self._cursor, STEP)
        names = [WEEKDAYS[day] for day in stroke.days]
        who = names[0] if len(names) == 1 else f"{len(names)} days, {', '.join(names)}"
        there = "no hours" if stroke.adds else "hours"
        there += f" at {self._site}" if self._site else ""
        at = stroke.window[0]
        there += "".join(
            f", kept for {name}"
            for window, name in self._kept[stroke.days[0]]
            if window[0] <= at < window[1]
        )
        there += "".join(
            f", hours at {name}"
            for window, name in self._elsewhere[stroke.days[0]]
            if window[0] <= at < window[1]
        )
        act = "adds hours" if stroke.adds else "takes them away"
        self.setAccessibleDescription(
            f"{who}, {window_words(stroke.window)}: {there}. Space {act}, Shift and arrows mark."
        )

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the cursor."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the cursor."""
        super().focusOutEvent(event)
        self.update()


def _is_plain(event: QKeyEvent) -> bool:
    beside = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
    return beside in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
