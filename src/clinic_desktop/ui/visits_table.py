"""The calendar's list of visits: sorted, filtered, opened by Enter, exported as shown."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QBoxLayout,
    QFrame,
    QHeaderView,
    QTableView,
)

from clinic_desktop.domain.booking import Agenda, Appointment
from clinic_desktop.domain.forms import present
from clinic_desktop.domain.listing import save_visits
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.empty import Empty
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import Label, column, push_button, row
from clinic_desktop.ui.privacy import PersonalField
from clinic_desktop.ui.saving import ask_where
from clinic_desktop.ui.visits_model import VisitsModel
from clinic_desktop.ui.words import said, visits_text

NARROW = 460
"""Below this width the filter stands over the count and the button."""
_WIDTHS = (140, 160, 106, 118, 112)
"""Patient to type; date and time take what they need, the note what is left. In a window of 1024
by 700 all but type and note are in sight."""
_NO_VISITS = "No visits in these days. The arrows beside Today lead to others."
HIDDEN = "Patients are hidden. Show them (Ctrl+Shift+H) to save the agenda."
_WALKING = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_CTRL, _SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Table(QTableView):
    """A table of whole rows that hears Enter itself, whatever the platform opens things by."""

    enter_pressed = Signal()
    pick_requested = Signal(object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._picks = False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame the row that the keys are on: Qt would frame one cell of it."""
        super().paintEvent(event)
        rows = self.selectionModel().selectedRows()
        if rows and self.hasFocus():
            heads = self.horizontalHeader()
            y, high = self.rowViewportPosition(rows[0].row()), self.rowHeight(rows[0].row())
            painter = QPainter(self.viewport())
            painter.setPen(QPen(QColor(self._look.palette.focus), 2))
            painter.drawRect(QRect(-heads.offset(), y, heads.length(), high).adjusted(1, 1, -1, -1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a row into the selection, or out of it, by Ctrl; all up to a row by Shift."""
        at, held = self.indexAt(event.position().toPoint()).row(), event.modifiers()
        left = event.button() == Qt.MouseButton.LeftButton
        self._picks = left and at >= 0 and held in (_CTRL, _SHIFT)
        if not self._picks:
            super().mousePressEvent(event)
            return
        rows = self.selectionModel().selectedRows()
        first = rows[0].row() if rows and held == _SHIFT else at
        self.selectRow(at)
        self.pick_requested.emit(range(min(first, at), max(first, at) + 1))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag no selection along."""
        if not self._picks:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open nothing where a press selected."""
        if not self._picks:
            super().mouseReleaseEvent(event)
        self._picks = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell Enter; leave letters to the window's keys: no row is searched by them."""
        if event.key() in _OPENING:
            self.enter_pressed.emit()
        elif event.key() in _WALKING and not self.selectionModel().hasSelection():
            # Nothing is selected by the focus alone: the first arrow takes the first row in sight.
            self.selectRow(max(0, self.rowAt(0)))
        elif event.key() in _WALKING and event.modifiers() == _SHIFT:
            at = self.selectionModel().selectedRows()[0].row()
            to = at + (1 if event.key() == Qt.Key.Key_Down else -1)
            if 0 <= to < self.model().rowCount():
                self.selectRow(to)
                self.pick_requested.emit(range(min(at, to), max(at, to) + 1))
        elif event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)


class VisitsTable(QFrame):
    """The visits of the shown doctors and days. It asks nobody for them: the calendar feeds it.

    Signals:
        appointment_activated(Appointment): a click, or Enter.
        selected(object): Appointment or None: another visit became current.
        pick_requested(tuple): one visit goes into the selection, or out of it; several go in.
        exported(str): the list was written into a file, in a sentence.
        export_failed(str): it could not be; why, and what is safe.
    """

    appointment_activated = Signal(object)
    selected = Signal(object)
    pick_requested = Signal(object)
    exported = Signal(object)
    export_failed = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Wait for visits."""
        super().__init__()
        self._clinic = clinic
        self._days = (clinic.today, clinic.today)
        self._day: dt.date | None = None
        self._seeks_day = False
        self._current: UUID | None = None
        self._file = Path()
        look = clinic.look
        self.setProperty("role", "panel")
        self.setAccessibleName("Agenda view")
        # Names are what one filters by most.
        self.filter = PersonalField(clinic.privacy)
        self.filter.setAccessibleName("Filter visits")
        self.filter.setPlaceholderText("Filter by patient, phone, doctor, type, status or note")
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(look.px(420))
        self._count = Label(look, "", "small", tone="muted")
        self.save = push_button("Save as CSV\N{HORIZONTAL ELLIPSIS}", name="Save as CSV")
        clinic.actions.tip(self.save, "save-list", "Save the agenda as shown, for a spreadsheet")
        self.save.clicked.connect(self.ask_file)
        beside = self._beside = row(self._count, self.save)
        beside.insertStretch(1, 1)
        head = self._head = row(self.filter, beside)
        head.setStretch(0, 3)
        head.setStretch(1, 1)
        head.setContentsMargins(look.px(12), look.px(8), look.px(12), look.px(8))
        self._problem = Label(look, role="medium", wraps=True, tone="danger")
        self._problem.setContentsMargins(look.px(14), 0, look.px(14), look.px(8))
        self._problem.hide()
        self.model = VisitsModel(look)
        self.table = self._make_table()
        self._empty = Empty(look, "calendar-x")
        self._empty.hide()
        whole = column(head, self._problem, self.table, self._empty, spacing=0)
        whole.setStretch(2, 1)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.filter.textChanged.connect(self._filter)
        self.filter.returnPressed.connect(self._leave_filter)
        self.model.modelReset.connect(self._take_rows)
        self.setFocusProxy(self.table)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the head out as the width allows."""
        super().resizeEvent(event)
        self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Be content with the head's widest part: with no more room they stand over each other."""
        least = super().minimumSizeHint()
        parts = (self.filter, self._count, self.save)
        widest = max(part.minimumSizeHint().width() for part in parts)
        return QSize(min(least.width(), self._edges + widest), least.height())

    @property
    def _edges(self) -> int:
        """The room at both sides of the head."""
        edges = self._head.contentsMargins()
        return edges.left() + edges.right()

    def _arrange(self) -> None:
        """Put the filter over what stands beside it where there is little room, or all in lines."""
        over, beside = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        narrow = self.width() < self._clinic.look.px(NARROW)
        self._head.setDirection(over if narrow else beside)
        both = self._count.sizeHint().width() + self.save.sizeHint().width()
        fits = self.width() >= self._edges + both + self._beside.spacing()
        self._beside.setDirection(beside if fits or not narrow else over)

    def _make_table(self) -> _Table:
        look = self._clinic.look
        table = _Table(look)
        table.setAccessibleName("Visits")
        table.setModel(self.model)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setAlternatingRowColors(True)
        table.setWordWrap(False)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalHeader().setDefaultSectionSize(look.px(30))
        heads = table.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setStretchLastSection(True)
        heads.setSortIndicator(0, Qt.SortOrder.AscendingOrder)
        table.setSortingEnabled(True)
        metrics, noon = QFontMetrics(look.font()), dt.datetime(2025, 11, 26, 12, 45)  # noqa: DTZ001 - a wall time
        longest = (
            present().date(noon, weekday=True, year=False),
            present().times(noon - dt.timedelta(hours=2), noon),
        )
        for at, text in enumerate(longest):
            # Figures differ in width: no other time is wider than one of noughts.
            widest = "".join("0" if each.isdigit() else each for each in text)
            heads.resizeSection(at, metrics.horizontalAdvance(widest) + look.px(26))
        for at, wide in enumerate(_WIDTHS, len(longest)):
            heads.resizeSection(at, look.px(wide))
        table.clicked.connect(self._open_index)
        table.enter_pressed.connect(self._open_current)
        table.pick_requested.connect(self._pick)
        table.selectionModel().selectionChanged.connect(self._follow)
        return table

    # What is shown

    def set_period(self, first: dt.date, last: dt.date, day: dt.date) -> None:
        """Know which days the next visits are of; the list is empty until they come.

        It begins with the chosen day: at the desk nobody looks for what is past first.
        """
        self._seeks_day = self._seeks_day or (first, last, day) != (*self._days, self._day)
        self._day = day
        if (first, last) != self._days:
            self._days = (first, last)
            self._empty.say("")
            self.forget()
        else:
            self._seek_day()

    def forget(self) -> None:
        """Hold no visits until the next ones come."""
        self.model.clear()
        self._count.setText("")

    def _seek_day(self) -> None:
        """Scroll once to the chosen day's first visit, or to the next one after it."""
        if self._seeks_day and self._day is not None and self.model.rowCount():
            self._seeks_day = False
            at = self.model.row_from(self._day)
            if at is not None:
                way = QAbstractItemView.ScrollHint.PositionAtTop
                self.table.scrollTo(self.model.index(at, 0), way)

    def set_agenda(self, agenda: Agenda, zone: zoneinfo.ZoneInfo) -> None:
        """Show the visits of an agenda; the current one stays current."""
        self._problem.hide()
        self.model.replace(agenda, zone)
        self._tell_count()
        self._seek_day()

    def show_nobody(self) -> None:
        """Say that no doctor is shown."""
        self.forget()
        self._empty.say("No doctor is shown. Check one at the side.")
        self._show_table(shown=False)

    def patch(self, part: Agenda) -> None:
        """Replace the visits of a part's doctors and span."""
        self._problem.hide()
        self.model.patch(part)
        self._tell_count()

    def tell(self, sentence: str) -> None:
        """Say why nothing newer is shown."""
        self._problem.setText(sentence)
        self._problem.show()

    def _tell_count(self) -> None:
        shown, total = len(self.model.visits), self.model.total
        many = visits_text(total)
        self._count.setText(many if shown == total else f"{shown} of {many}")
        self._arrange()
        nothing = _NO_VISITS if not total else "No visit holds all these words."
        self._empty.say(nothing)
        self._show_table(shown=bool(shown))

    def _show_table(self, *, shown: bool) -> None:
        """Show the rows, or what is said in their place; the keys go from the one to the other."""
        there, gone = (self.table, self._empty) if shown else (self._empty, self.table)
        there.show()
        if gone.hasFocus():
            there.setFocus()
        gone.hide()

    def _filter(self, text: str) -> None:
        focused = self.filter.hasFocus()
        self.model.filter_by(text)
        self._tell_count()
        if focused:
            self.filter.setFocus()

    def focus(self) -> None:
        """Go to the list, or to the filter where there is nothing to walk through."""
        (self.filter if self.table.isHidden() else self.table).setFocus()

    def _leave_filter(self) -> None:
        """Go to the first visit that was found."""
        if self.model.rowCount():
            self.table.setFocus()
            self._make_current(0)

    # What is current

    def current(self) -> Appointment | None:
        """Answer the selected visit: what merely has the focus was chosen by nobody."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.visit_at(rows[0].row()) if rows else None

    def select_appointment(self, visit_id: UUID) -> bool:
        """Make a visit current and bring it into view; answer whether it is shown."""
        self._current = visit_id
        at = self.model.row_with(visit_id)
        if at is not None:
            self._make_current(at)
        return at is not None

    def rect_of(self, visit_id: UUID) -> QRect:
        """Answer where a visit's row lies in the table's viewport; empty when it has none."""
        at = self.model.row_with(visit_id)
        if at is None:
            return QRect()
        table = self.table
        top, high = table.rowViewportPosition(at), table.rowHeight(at)
        return QRect(0, top, table.viewport().width(), high)

    def clear_selection(self) -> None:
        """Let no visit be current."""
        self._current = None
        self.table.setCurrentIndex(QModelIndex())

    def _make_current(self, at: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(
            self.model.index(at, 0), flags.ClearAndSelect | flags.Rows
        )

    def _take_rows(self) -> None:
        """Keep the current visit and the scroll over rows that came anew."""
        bar = self.table.verticalScrollBar()
        before = bar.value()
        at = self.model.row_with(self._current) if self._current is not None else None
        if at is not None:
            self._make_current(at)
            bar.setValue(before)

    def _follow(self) -> None:
        visit = self.current()
        if visit is not None and visit.id != self._current:
            self._current = visit.id
            self.selected.emit(visit)

    def _open_index(self, index: QModelIndex | QPersistentModelIndex) -> None:
        visit = self.model.visit_at(index.row())
        if visit is not None:
            self.appointment_activated.emit(visit)

    def _pick(self, rows: range) -> None:
        self.pick_requested.emit(self.model.visits[rows.start : rows.stop])

    def _open_current(self) -> None:
        self._open_index(self.table.currentIndex())

    # Into a file

    def ask_file(self) -> None:
        """Ask where to save the list; nothing waits for the answer."""
        if self._is_hidden():
            return
        first, last = self._days
        proposed = Path(f"visits {first.isoformat()} to {last.isoformat()}.csv")
        ask_where(self, "Save the agenda as CSV", proposed, "csv", self.save_to)

    def save_to(self, file: Path) -> None:
        """Write the list as it is shown now, filter and order included."""
        if self._is_hidden():
            return
        self._file = file
        self.save.setEnabled(False)
        clinic, visits, sites = self._clinic, self.model.visits, dict(self._clinic.sites.names)
        # Not in the office's lanes: a network drive that hangs would hold up every view.
        future = clinic.worker.submit(
            lambda: save_visits(file, visits, clinic.zone, clinic.database, sites), str(file)
        )
        clinic.dispatcher.follow(future, self._tell_saved, self._tell_not_saved)

    def _is_hidden(self) -> bool:
        """Refuse to write masks: a list without names would be taken for one."""
        hidden = self._clinic.privacy.is_on
        if hidden:
            self.export_failed.emit(HIDDEN)
        return hidden

    def _tell_saved(self, count: int) -> None:
        self.save.setEnabled(True)
        self.exported.emit(f"Saved {visits_text(count)} to {self._file}")

    def _tell_not_saved(self, error: Exception) -> None:
        self.save.setEnabled(True)
        self.export_failed.emit(said(error))
