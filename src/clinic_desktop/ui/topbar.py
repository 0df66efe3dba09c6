"""The bar above the calendar: what is shown, the way to other days, and the search."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QMenu, QWidget

from clinic_desktop.domain.forms import present
from clinic_desktop.domain.people import Doctor
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.look import restyle
from clinic_desktop.ui.parts import (
    Choice,
    IconButton,
    Label,
    Segments,
    column,
    hear_name,
    inset,
    menu_text,
    push_button,
    row,
    tab_after,
)
from clinic_desktop.ui.patients import LIST_WIDTH, PatientSearch
from clinic_desktop.ui.period import MODE_WORDS
from clinic_desktop.ui.words import day_text, read_day

_FIRST, _LAST = dt.date(1970, 1, 2), dt.date(2200, 1, 1)
"""The days that can be gone to."""
_AWAY = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Why a field loses the focus for a moment only."""
HINTS = ("Search name, phone or birth date", "Search patients", "Search")
"""What the search asks for, from the fullest wording to the shortest."""
_ALL = 0
_NEW = (" New appointment", " New")
"""What the button says, where there is room and where there is little."""


_JUMPS = (
    "week-on", "two-weeks-on", "three-months-on", "six-months-on", "",
    "week-back", "two-weeks-back", "three-months-back", "six-months-back", "",
    "go-to-date",
)  # fmt: skip
"""The menu of ways to other days, by their acts; an empty name is a line."""


class TopBar(QFrame):
    """Title, days, mode, search.

    Signals:
        day_requested(date): show this day.
        date_refused(str): what was typed is no date; why, and what is one.
        date_ended: no date is being typed any more.
        step_requested(int): go so many periods on.
        today_requested: show today.
        mode_requested(str): ``day``, ``week``, ``month`` or ``agenda``.
        doctor_requested(object): whose week to show, by id; None: all doctors'.
        patient_chosen(PatientFound): someone was picked in the search.
        booking_requested: begin a new appointment.
    """

    day_requested = Signal(object)
    date_refused = Signal(object)
    date_ended = Signal()
    step_requested = Signal(object)
    today_requested = Signal()
    mode_requested = Signal(object)
    doctor_requested = Signal(object)
    patient_chosen = Signal(object)
    booking_requested = Signal()

    def __init__(self, clinic: Clinic, over: QWidget) -> None:
        """Make the bar; the list of the search floats over a widget."""
        super().__init__()
        self._clinic = clinic
        self._offered: tuple[tuple[Doctor, ...], int | None] = (), None
        look = clinic.look
        self.setProperty("role", "bar")
        self.setAccessibleName("Top bar")
        self.title = Label(look, role="title")
        self.go_to = self._make_date_field()
        self.go_to.installEventFilter(self)
        self.modes = Segments("Period", MODE_WORDS, self.mode_requested.emit)
        for mode in MODE_WORDS:
            clinic.actions.tip(self.modes.button(mode), mode)
        self.doctor_box = Choice(look, "Whose week")
        self.doctor_box.activated.connect(self._choose_doctor)
        self.doctor_box.hide()
        self.search = self._make_search(over)
        self._new = push_button(_NEW[0], kind="primary", name="New appointment")
        self._new.clicked.connect(self.booking_requested)
        clinic.actions.tip(self._new, "new-appointment")
        # Ways stand at the ends, and the title between them: it may be of any length, and none of
        # them moves away from under the pointer that clicks through days.
        first = row(self._make_steps(), self.title, self.go_to, spacing=look.px(8))
        first.addStretch(1)
        first.addWidget(self._new)
        third = row(spacing=look.px(8))
        third.addStretch()
        self._rows = (first, row(spacing=look.px(8)), third)
        self._movable: tuple[QWidget, ...] = (self.doctor_box, self.modes, self.search)
        self._lines = column(*self._rows, spacing=look.px(8))
        inset(self._lines, *(look.px(side) for side in (10, 9, 16, 9)))
        self.setLayout(self._lines)
        self._move_parts(1)
        hear_name(self.doctor_box)
        look.changed.connect(self._dress)
        self._dress()

    def _make_date_field(self) -> QLineEdit:
        """Make the field in which a date is typed, in the title's place."""
        field = QLineEdit()
        field.setMinimumWidth(self._clinic.look.px(220))
        field.setAccessibleName("Go to date")
        field.setPlaceholderText(f"2025-11-02, {_example()}, in 6 weeks")
        field.returnPressed.connect(self._go)
        field.textEdited.connect(lambda _text: self._mark_date(wrong=False))
        field.hide()
        return field

    def _make_steps(self) -> QHBoxLayout:
        """Make the ways to the periods around, and back to today."""
        back = IconButton(self._clinic.look, "chevron-left", "Previous period")
        on = IconButton(self._clinic.look, "chevron-right", "Next period")
        today = push_button("Today", name="Today")
        back.clicked.connect(lambda: self.step_requested.emit(-1))
        on.clicked.connect(lambda: self.step_requested.emit(1))
        today.clicked.connect(self.today_requested)
        jump = IconButton(self._clinic.look, "chevron-down", "Jump by weeks or months", size=14)
        self._jump = jump
        jump.clicked.connect(lambda: self._offer_jumps(jump))
        for button in (back, on, jump):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for name, way in (("previous", back), ("today", today), ("next", on)):
            self._clinic.actions.tip(way, name)
        return row(back, today, on, jump, spacing=self._clinic.look.px(2))

    def _offer_jumps(self, below: QWidget) -> None:
        """Show the ways further on and back, with their keys."""
        menu, actions = QMenu(self), self._clinic.actions
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in _JUMPS:
            if name:
                act = actions[name]
                entry = menu.addAction(menu_text(act.text(), actions.keys(name)))
                entry.triggered.connect(act.trigger)
            else:
                menu.addSeparator()
        menu.popup(below.mapToGlobal(below.rect().bottomLeft()))

    def _make_search(self, over: QWidget) -> PatientSearch:
        """Make the search of patients, as wide as its list where there is room."""
        look = self._clinic.look
        search = PatientSearch(self._clinic, "Search", offers_new=False, over=over)
        search.set_hints(HINTS)
        # Not by ``addAction``: Qt draws that icon at 16 pixels, however large the text is.
        self._seek = QLabel()
        self._seek.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        inside = QHBoxLayout(search.field)
        inside.setContentsMargins(look.px(8), 0, look.px(8), 0)
        inside.addWidget(self._seek)
        inside.addStretch(1)
        search.setMaximumWidth(look.px(LIST_WIDTH))
        search.setMinimumWidth(look.px(120))
        search.patient_chosen.connect(self._take_patient)
        return search

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Go on in a second line where one is too narrow."""
        super().resizeEvent(event)
        self._share_lines()

    def _share_lines(self) -> None:
        """Say less, then go on in further lines: the period's name must stay whole."""
        margins = self._lines.contentsMargins()
        room = self.width() - margins.left() - margins.right()
        for lines, words in ((1, _NEW[0]), (1, _NEW[1]), (2, _NEW[0]), (2, _NEW[1]), (3, _NEW[1])):
            self._new.setText(words)
            self._move_parts(lines)
            for line in self._rows:
                line.invalidate()
            if all(line.minimumSize().width() <= room for line in self._rows):
                break

    def _move_parts(self, lines: int) -> None:
        """Put what need not stand beside the title into the line that it has among so many."""
        for part in self._movable:
            last = part is self.search
            line = self._rows[0 if lines == 1 else lines - 1 if last else 1]
            if line.indexOf(part) < 0:
                for other in self._rows:
                    other.removeWidget(part)
                end = 0 if line is self._rows[1] else 1
                line.insertWidget(line.count() - end, part, 2 if last else 0)
        # At the end of the first line, whatever stands before it there.
        tab_after(self.search.field if lines == 1 else self._jump, self._new)

    def minimumSizeHint(self) -> QSize:
        """Never force the window wider than its screen."""
        return QSize(0, super().minimumSizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Put the date field away when Escape is pressed in it, or something else is done."""
        if (
            watched is self.go_to
            and isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() not in _AWAY
        ):
            self._end_date()
        if (
            watched is self.go_to
            and isinstance(event, QKeyEvent)
            and (event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape)
        ):
            self._end_date()
            return True
        return super().eventFilter(watched, event)

    def set_week_doctors(self, doctors: tuple[Doctor, ...], chosen: int | None) -> None:
        """Offer whose week to show, all doctors' or (``chosen``) one's; nothing without doctors."""
        if self._offered == (doctors, chosen):
            return
        self._offered = doctors, chosen
        self.doctor_box.blockSignals(True)
        self.doctor_box.clear()
        self.doctor_box.addItem("All doctors", _ALL)
        for doctor in doctors:
            self.doctor_box.addItem(doctor.name, doctor.id)
        self.doctor_box.setCurrentIndex(self.doctor_box.findData(chosen or _ALL))
        self.doctor_box.blockSignals(False)
        self.doctor_box.setVisible(bool(doctors))
        self._share_lines()

    def ask_date(self) -> None:
        """Let a date be typed in the title's place."""
        self.title.hide()
        self.go_to.show()
        self.go_to.clear()
        self._mark_date(wrong=False)
        self.go_to.setFocus()

    def focus_search(self) -> None:
        """Go to the search."""
        self.search.field.setFocus()
        self.search.field.selectAll()

    def close_search(self) -> bool:
        """Put the list of the search, or the date field, away; answer whether one was open."""
        was_open = self.search.is_open or not self.go_to.isHidden()
        self.search.clear()
        self._end_date()
        return was_open

    def _end_date(self) -> None:
        if not self.go_to.isHidden():
            self.go_to.hide()
            self.go_to.clear()
            self.title.show()
            self.date_ended.emit()

    def _mark_date(self, *, wrong: bool) -> None:
        self.go_to.setProperty("invalid", wrong)
        restyle(self.go_to)

    def _go(self) -> None:
        day = read_day(self.go_to.text(), self._clinic.today)
        typed = self.go_to.text().strip()
        why = ""
        if day is None:
            why = f"“{typed}” is no day. Write it as 2025-11-02, {_example()}, +7 or in 6 weeks."
        elif not _FIRST <= day <= _LAST:
            why = (
                f"“{typed}” is out of range: days go from {day_text(_FIRST)} to {day_text(_LAST)}."
            )
        if day is None or why:
            self._mark_date(wrong=True)
            self.date_refused.emit(why)
            return
        self._end_date()
        self.day_requested.emit(day)

    def _choose_doctor(self, index: int) -> None:
        self.doctor_requested.emit(self.doctor_box.itemData(index) or None)

    def _take_patient(self, found: object) -> None:
        self.search.clear()
        self.patient_chosen.emit(found)

    def _dress(self) -> None:
        """Draw the icons in the theme's inks."""
        look = self._clinic.look
        self._new.setIcon(look.icon("plus", look.palette.on_accent))
        self._seek.setPixmap(look.picture("search", look.palette.muted))
        field, wide = self.search.field, look.px(22)
        mirrored = field.layoutDirection() == Qt.LayoutDirection.RightToLeft
        field.setTextMargins(0 if mirrored else wide, 0, wide if mirrored else 0, 0)


def _example() -> str:
    """Write a day as people here may type it: 2 Nov."""
    return present().date(dt.date(2025, 11, 2), year=False)
