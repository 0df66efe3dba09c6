"""The calendar's month: a cell for each day, with a small bar for each doctor's day."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QLocale, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy

from clinic_desktop.domain.booking import DayLoad, DoctorLoad
from clinic_desktop.domain.forms import WEEKDAYS
from clinic_desktop.domain.people import Doctor
from clinic_desktop.ui.clinic import Clinic, first_weekday
from clinic_desktop.ui.look import draw_words
from clinic_desktop.ui.month import STEPS, WEEKS, DayCell
from clinic_desktop.ui.palette import hue_of, mix
from clinic_desktop.ui.parts import Label, column
from clinic_desktop.ui.period import WEEK_DAYS, weeks_of_month
from clinic_desktop.ui.words import day_of_month_text, long_day_text, minutes_text

WIDE_NAME = 92
"""What a cell needs for the longest weekday's whole name."""
_ONE_DAY = dt.timedelta(days=1)
_LEAST_BAR = 2
MINUTES_OF_AN_HOUR = 60


class MonthDay(DayCell):
    """One day: its number, how much of it is free, and how each doctor's day is filled."""

    def __init__(self, clinic: Clinic) -> None:
        """Wait for a day."""
        super().__init__()
        self._clinic = clinic
        self.day = dt.date.min
        self.in_month = self.chosen = False
        self.doctors: tuple[Doctor, ...] = ()
        self.load: DayLoad | None = None
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        clinic.look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Ask for a number, a word and bars that can be told apart."""
        px = self._clinic.look.px
        return QSize(px(120), px(96))

    @property
    def words(self) -> str:
        """How much of the day is free, in words; empty until it is known."""
        load = self.load
        if load is None:
            return ""
        if not (load.free_minutes or load.booked_minutes):
            return "Closed"
        return f"{minutes_text(load.free_minutes)} free" if load.free_minutes else "Full"

    def _fewer_words(self) -> tuple[str, ...]:
        """Say how much is free in whole hours, where there is little room."""
        free = self.load.free_minutes if self.load else 0
        if free < MINUTES_OF_AN_HOUR:
            return (minutes_text(free),) if free else ()
        hours = minutes_text(free - free % MINUTES_OF_AN_HOUR)
        return f"{hours} free", hours

    def name_day(self) -> None:
        """Say the day, how full it is, and whose time that is."""
        booked = self.load.booked_minutes if self.load else 0
        parts = [self.words.lower()] if self.words else []
        if booked:
            parts.append(f"{minutes_text(booked)} booked")
        day = long_day_text(self.day)
        if self.day == self._clinic.today:
            day = f"Today, {day}"
        self.setAccessibleName(f"{day}: {', '.join(parts)}" if parts else day)
        lines = [_share_text(doctor, load) for doctor, load in self._shares() if load]
        self.setAccessibleDescription("; ".join(lines))
        self.setToolTip("\n".join([self.accessibleName(), *lines]))
        self.update()

    @property
    def _is_past(self) -> bool:
        return self.day < self._clinic.today

    def _shares(self) -> list[tuple[Doctor, DoctorLoad | None]]:
        """Answer each shown doctor's load of the day, None for who does not work."""
        loads = {load.doctor_id: load for load in self.load.doctors} if self.load else {}
        return [(doctor, loads.get(doctor.id)) for doctor in self.doctors]

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground, the number, the words and the bars."""
        look, palette = self._clinic.look, self._clinic.look.palette
        px = look.px
        painter = QPainter(self)
        closed = self.words == "Closed" or not self.in_month
        ground = palette.hover if self.underMouse() else palette.surface
        painter.fillRect(self.rect(), QColor(palette.off_hours if closed else ground))
        line = QColor(palette.hour_line)
        painter.fillRect(0, self.height() - 1, self.width(), 1, line)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), line)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() or self.chosen:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setColor(QColor(palette.focus if self.hasFocus() else palette.border))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRect(self.rect().adjusted(1, 1, -2, -2))
        inner = self.rect().adjusted(px(8), px(6), -px(9), -px(8))
        self._draw_head(painter, inner)
        self._draw_bars(painter, inner.adjusted(0, px(28), 0, 0))
        painter.end()

    def _draw_head(self, painter: QPainter, inner: QRect) -> None:
        """Draw the number, today's in a disc, and the words beside it where they fit."""
        look, palette = self._clinic.look, self._clinic.look.palette
        px = look.px
        today = self.day == self._clinic.today
        number = day_of_month_text(self.day, first_shown=not self.in_month and self.day.day == 1)
        disc = QRectF(inner.left() - px(2), inner.top() - px(2), px(24), px(24))
        painter.setFont(look.font("strong" if today else "medium"))
        wide = max(px(24), painter.fontMetrics().horizontalAdvance(number))
        if today:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.accent))
            painter.drawEllipse(self._placed(disc))
        disc.setWidth(wide)
        coming = self.in_month and not self._is_past
        ink = palette.on_accent if today else palette.ink if coming else palette.muted
        painter.setPen(QColor(ink))
        painter.drawText(self._placed(disc), Qt.AlignmentFlag.AlignCenter, number)
        painter.setFont(look.font("small"))
        painter.setPen(QColor(palette.muted))
        left = int(disc.right()) + px(4)
        room = self._placed(QRectF(left, inner.top(), inner.right() - left, px(20))).toRect()
        for words in (self.words, *self._fewer_words()):
            # Fewer words, never cut ones: a cut number of hours would be a wrong one.
            if painter.fontMetrics().horizontalAdvance(words) <= room.width():
                draw_words(painter, room, words, trailing=True)
                return

    def _placed(self, box: QRectF) -> QRectF:
        """Answer where a box stands; read right to left, at the other side."""
        if self.isRightToLeft():
            return QRectF(self.width() - box.right(), box.top(), box.width(), box.height())
        return box

    def _draw_bars(self, painter: QPainter, area: QRect) -> None:
        """Draw a bar for each doctor: what is booked fills it from below.

        Everyone has the same place in every cell, so that a doctor is found again by the eye.
        """
        look, palette = self._clinic.look, self._clinic.look.palette
        shares = self._shares()
        if not shares:
            return
        if area.height() < look.px(8):
            self._draw_total(painter, area)
            return
        each = area.width() / len(shares)
        gap = min(look.px(3), each / 3)
        wide = min(look.px(12), each - gap)
        if wide < _LEAST_BAR:
            self._draw_total(painter, area)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        round_ = min(look.px(3), wide / 2)
        left = float(area.left())
        for doctor, load in shares:
            total = load.free_minutes + load.booked_minutes if load else 0
            if load and total:
                bar = self._placed(QRectF(left, area.top(), wide, area.height()))
                rest = palette.avatar(hue_of(doctor.id))[0]
                painter.setBrush(QColor(rest))
                painter.drawRoundedRect(bar, round_, round_)
                bar.setTop(bar.bottom() - bar.height() * load.booked_minutes / total)
                if load.booked_minutes:
                    hue = hue_of(doctor.id)
                    # What is past fades, as its cards do in the other views.
                    painter.setBrush(QColor(mix(rest, hue, 0.5) if self._is_past else hue))
                    painter.drawRoundedRect(bar, round_, round_)
            left += wide + gap

    def _draw_total(self, painter: QPainter, area: QRect) -> None:
        """Draw one bar for all at the area's foot, where there is no room for each."""
        look, palette, load = self._clinic.look, self._clinic.look.palette, self.load
        total = load.free_minutes + load.booked_minutes if load else 0
        if load is None or not total:
            return
        low = area.height() < look.px(8)
        high, below = (look.px(4), 0) if low else (look.px(6), look.px(2))
        bar = QRectF(area.left(), area.bottom() + 1 - below - high, area.width(), high)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.border))
        painter.drawRoundedRect(bar, high / 2, high / 2)
        bar.setWidth(bar.width() * load.booked_minutes / total)
        painter.setBrush(QColor(palette.accent))
        painter.drawRoundedRect(self._placed(bar), high / 2, high / 2)


def _share_text(doctor: Doctor, load: DoctorLoad) -> str:
    free, booked = minutes_text(load.free_minutes), minutes_text(load.booked_minutes)
    return f"{doctor.name}: {free} free, {booked} booked"


class MonthView(QFrame):
    """A month's days in whole weeks. It asks nobody: the calendar feeds it.

    Signals:
        day_chosen(date): an arrow key went to another day.
        day_opened(date): a day was clicked, or Enter pressed on it.
    """

    day_chosen = Signal(object)
    day_opened = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Wait for a month."""
        super().__init__()
        self._clinic = clinic
        self._day = clinic.today
        self.setProperty("role", "panel")
        self.setAccessibleName("Month view")
        self._days = [MonthDay(clinic) for _ in range(WEEKS * WEEK_DAYS)]
        self._heads: list[Label] = []
        self._problem = Label(clinic.look, role="medium", wraps=True, tone="danger")
        self._problem.hide()
        whole = column(self._problem, self._make_grid(), spacing=0)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _make_grid(self) -> QGridLayout:
        look = self._clinic.look
        grid = QGridLayout()
        grid.setSpacing(0)
        working = {day.value - 1 for day in QLocale().weekdays()}
        for place in range(WEEK_DAYS):
            weekday = (first_weekday() + place) % WEEK_DAYS
            tone = "" if weekday in working else "muted"
            name = Label(look, WEEKDAYS[weekday], "small_strong", tone=tone)
            name.setMinimumWidth(1)
            before = look.px(8)
            left, right = (0, before) if self.isRightToLeft() else (before, 0)
            name.setContentsMargins(left, look.px(8), right, look.px(6))
            self._heads.append(name)
            grid.addWidget(name, 0, place)
            grid.setColumnStretch(place, 1)
        for index, day in enumerate(self._days):
            grid.addWidget(day, 1 + index // WEEK_DAYS, index % WEEK_DAYS)
            day.clicked.connect(lambda _=False, day=day: self.day_opened.emit(day.day))
        for week in range(WEEKS):
            grid.setRowStretch(1 + week, 1)
        self._grid = grid
        return grid

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name all weekdays in short where one would be cut."""
        super().resizeEvent(event)
        narrow = self.width() < WEEK_DAYS * self._clinic.look.px(WIDE_NAME)
        for place, head in enumerate(self._heads):
            name = WEEKDAYS[(first_weekday() + place) % WEEK_DAYS]
            head.setText(name[:2] if narrow else name)

    @property
    def cells(self) -> tuple[MonthDay, ...]:
        """The cells of the shown days, in order."""
        return tuple(day for day in self._days if not day.isHidden())

    def show_month(self, day: dt.date, doctors: tuple[Doctor, ...]) -> None:
        """Show the month of a day, empty until the loads come, with these doctors' bars."""
        focused = any(cell.hasFocus() for cell in self._days)
        self._day = day
        first, last = weeks_of_month(day, first_weekday())
        for index, cell in enumerate(self._days):
            shown = first + index * _ONE_DAY
            if (cell.day, cell.doctors) != (shown, doctors):
                cell.load = None
            cell.day, cell.doctors = shown, doctors
            cell.in_month = shown.month == day.month
            cell.chosen = shown == day
            # One Tab reaches the month; the arrow keys walk in it.
            policy = Qt.FocusPolicy.StrongFocus if cell.chosen else Qt.FocusPolicy.ClickFocus
            cell.setFocusPolicy(policy)
            cell.setVisible(shown <= last)
            cell.name_day()
        for week in range(WEEKS):
            there = first + week * WEEK_DAYS * _ONE_DAY <= last
            self._grid.setRowStretch(1 + week, 1 if there else 0)
        if focused:
            self.focus()

    def show_loads(self, loads: tuple[DayLoad, ...]) -> None:
        """Show how full these days are; the others stay as they are."""
        self._problem.hide()
        by_day = {load.day: load for load in loads}
        for cell in self._days:
            load = by_day.get(cell.day, cell.load)
            if load != cell.load:
                cell.load = load
                cell.name_day()

    def tell(self, sentence: str, *, tone: str = "danger") -> None:
        """Say why nothing, or nothing newer, is shown."""
        self._problem.setText(sentence)
        self._problem.set_tone(tone)
        self._problem.show()

    def focus(self) -> None:
        """Go to the chosen day."""
        for cell in self._days:
            if cell.chosen:
                cell.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by days and weeks with the arrow keys; Enter opens the chosen day."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None and self.isRightToLeft() and abs(step) == 1:
            step = -step
        if step is not None:
            self.day_chosen.emit(self._day + step * _ONE_DAY)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.day_opened.emit(self._day)
        else:
            super().keyPressEvent(event)
