"""The month picker: a day is one button that shows how full it is."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QWidget

from clinic_desktop.domain.booking import DayLoad, Fullness
from clinic_desktop.domain.forms import WEEKDAYS, present
from clinic_desktop.domain.office import Seen
from clinic_desktop.ui.clinic import Clinic, first_weekday
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import IconButton, Label, column, row
from clinic_desktop.ui.words import long_day_text, minutes_text, month_text

WEEKS, DAYS = 6, 7
STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -DAYS,
    Qt.Key.Key_Down: DAYS,
}
"""How many days on the arrow keys lead in a month."""
_ONE_DAY = dt.timedelta(days=1)


class DayCell(QAbstractButton):
    """A day of a month, as a button among others."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave the arrow keys to the month: a button would hand the focus to whatever is next."""
        if event.key() in STEPS:
            event.ignore()
        else:
            super().keyPressEvent(event)


class DayButton(DayCell):
    """One day: its number, and a bar that fills as its blocks are booked."""

    def __init__(self, clinic: Clinic) -> None:
        """Wait for a day."""
        super().__init__()
        self._clinic = clinic
        self.day = dt.date.min
        self.in_month = True
        self.load: DayLoad | None = None
        self.chosen = self.within = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        clinic.look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Ask for a square that a finger hits."""
        px = self._clinic.look.px
        return QSize(px(30), px(32))

    def minimumSizeHint(self) -> QSize:
        """Ask for room for the number and its bar."""
        px = self._clinic.look.px
        return QSize(px(20), px(28))

    def name_day(self) -> None:
        """Say the day and how full it is."""
        load = self.load
        if load is None or not (load.free_minutes or load.booked_minutes):
            state = "no hours"
        elif not load.free_minutes:
            state = "full"
        else:
            state = f"{minutes_text(load.free_minutes)} free"
        self.setAccessibleName(f"{long_day_text(self.day)}, {state}")
        self.setToolTip(self.accessibleName())
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the number on what marks the day, and the bar."""
        look, palette = self._clinic.look, self._clinic.look.palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        if self.chosen or self.within or self.underMouse():
            ground = (
                palette.accent
                if self.chosen
                else (palette.accent_soft if self.within else palette.hover)
            )
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(box, look.px(7), look.px(7))
        today = self.day == self._clinic.today
        if self.hasFocus() or (today and not self.chosen):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(palette.ink if self.hasFocus() else palette.accent))
            painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), look.px(7), look.px(7))
        painter.setFont(look.font("small_strong" if today or self.chosen else "small"))
        painter.setPen(QColor(self._ink()))
        number = box.adjusted(0, look.px(2), 0, -look.px(6))
        painter.drawText(number, Qt.AlignmentFlag.AlignCenter, str(self.day.day))
        self._draw_bar(painter, box)
        painter.end()

    def _ink(self) -> str:
        palette = self._clinic.look.palette
        if self.chosen:
            return palette.on_accent
        if not self.in_month:
            return palette.muted if self.within or self.underMouse() else palette.faint
        return palette.ink if self._total else palette.muted

    @property
    def _total(self) -> int:
        """The day's minutes of work, free or booked."""
        return self.load.free_minutes + self.load.booked_minutes if self.load else 0

    def _draw_bar(self, painter: QPainter, box: QRectF) -> None:
        """Draw the share of the day's minutes that is booked; a full day is red."""
        load, palette, px = self.load, self._clinic.look.palette, self._clinic.look.px
        total = self._total
        if not load or not total:
            return
        # In a narrow picker it keeps its margin: the corners of what marks the day stay whole.
        wide, high = min(px(18), box.width() - 2 * px(4)), px(3)
        left, top = box.center().x() - wide / 2, box.bottom() - px(6)
        painter.setPen(Qt.PenStyle.NoPen)
        ground = QColor(palette.on_accent if self.chosen else palette.border)
        if self.chosen:
            ground.setAlphaF(0.35)
        painter.setBrush(ground)
        painter.drawRoundedRect(QRectF(left, top, wide, high), high / 2, high / 2)
        if load.booked_minutes:
            full = not load.free_minutes
            known = palette.danger if full else palette.accent
            quiet = known if self.in_month else palette.faint
            ink = palette.on_accent if self.chosen else quiet
            painter.setBrush(QColor(ink))
            share = max(high, wide * load.booked_minutes / total)
            painter.drawRoundedRect(QRectF(left, top, share, high), high / 2, high / 2)


class MonthPicker(QWidget):
    """Six weeks of days around a month.

    Signals:
        day_chosen(date): a day was clicked, or reached by the arrow keys.
    """

    day_chosen = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Show the present month."""
        super().__init__()
        self._clinic = clinic
        self._chosen = clinic.today
        self._shown = clinic.today.replace(day=1)
        self._within = (clinic.today, clinic.today)
        self._doctor_ids: tuple[int, ...] | None = None
        self.setAccessibleName("Month")
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show_loads)
        self._query.patch_by(self._show_loads)
        self._title = Label(clinic.look, role="strong")
        back = IconButton(clinic.look, "chevron-left", "Previous month")
        on = IconButton(clinic.look, "chevron-right", "Next month")
        back.clicked.connect(lambda: self._turn(-1))
        on.clicked.connect(lambda: self._turn(1))
        head = row(self._title, back, on, spacing=0)
        head.setStretch(0, 1)
        self._beside = back.sizeHint().width() + on.sizeHint().width()
        self._days = [DayButton(clinic) for _ in range(WEEKS * DAYS)]
        self.setLayout(column(head, self._make_grid(), spacing=4))
        self._lay_out()

    def _make_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(0)
        first = first_weekday()
        for place in range(DAYS):
            name = Label(
                self._clinic.look, WEEKDAYS[(first + place) % DAYS][:2], "tiny", tone="muted"
            )
            name.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(name, 0, place)
            grid.setColumnStretch(place, 1)
        for index, button in enumerate(self._days):
            grid.addWidget(button, 1 + index // DAYS, index % DAYS)
            button.clicked.connect(lambda _=False, button=button: self.day_chosen.emit(button.day))
        return grid

    @property
    def is_settled(self) -> bool:
        """Whether every day shows how full it is."""
        return self._query.is_settled

    def set_chosen(self, day: dt.date, first: dt.date, last: dt.date) -> None:
        """Mark a day, and the days that the calendar shows."""
        focused = any(button.hasFocus() for button in self._days)
        self._chosen, self._within = day, (first, last)
        month = day.replace(day=1)
        if month != self._shown:
            self._shown = month
            self._lay_out()
        else:
            self._mark()
        if focused:
            self.focus()

    def set_doctors(self, doctor_ids: tuple[int, ...] | None) -> None:
        """Show how full the days of these doctors are."""
        if doctor_ids != self._doctor_ids:
            self._doctor_ids = doctor_ids
            self._ask()

    def focus(self) -> None:
        """Go to the chosen day."""
        for button in self._days:
            if button.day == self._chosen:
                button.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk by days and weeks with the arrow keys."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        if self.isRightToLeft() and abs(step) == 1:
            step = -step
        self.day_chosen.emit(self._chosen + dt.timedelta(days=step))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Turn the month with the wheel."""
        self._turn(-1 if event.angleDelta().y() > 0 else 1)
        event.accept()

    def _turn(self, by: int) -> None:
        """Show another month; the chosen day stays what it is."""
        months = self._shown.year * 12 + self._shown.month - 1 + by
        self._shown = dt.date(months // 12, months % 12 + 1, 1)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the month as there is room."""
        super().resizeEvent(event)
        self._name_month()

    def _name_month(self) -> None:
        whole = month_text(self._shown)
        metrics = QFontMetrics(self._clinic.look.font("strong"))
        wide = metrics.horizontalAdvance(whole) + self._beside + self._clinic.look.px(4)
        short = present().month(self._shown, letters=3)
        self._title.setText(whole if wide <= self.width() else short)

    def _lay_out(self) -> None:
        """Give each button its day, then ask how full they are."""
        shown = self._shown
        self._name_month()
        begin = shown - dt.timedelta(days=(shown.weekday() - first_weekday()) % DAYS)
        for index, button in enumerate(self._days):
            button.day = begin + index * _ONE_DAY
            button.in_month = button.day.month == shown.month
            button.load = None
            button.name_day()
        self._mark()
        self._ask()

    def _mark(self) -> None:
        first, last = self._within
        for button in self._days:
            button.chosen = button.day == self._chosen
            button.within = first <= button.day <= last
            # One Tab reaches the month; the arrow keys walk in it.
            policy = Qt.FocusPolicy.StrongFocus if button.chosen else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
            button.update()

    def _ask(self) -> None:
        if self._doctor_ids is not None:
            first, last = self._days[0].day, self._days[-1].day
            self._query.set_query(Fullness(first=first, last=last, doctor_ids=self._doctor_ids))

    def _show_loads(self, seen: Seen[tuple[DayLoad, ...]]) -> None:
        """Show how full the answered days are: all, or those that a commit touched."""
        loads = {load.day: load for load in seen.answer}
        for button in self._days:
            load = loads.get(button.day, button.load)
            if load != button.load:
                button.load = load
                button.name_day()
