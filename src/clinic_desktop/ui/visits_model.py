"""The visits of a list as a table: sorted, filtered, and patched after commits."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QGuiApplication

from clinic_desktop.domain.booking import Agenda, Appointment, AppointmentStatus
from clinic_desktop.domain.forms import Forms, present
from clinic_desktop.domain.people import digits_of, plain
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui.agenda.words import STATUS_ICONS
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.words import hours_text, phone_text, when_text

Index = QModelIndex | QPersistentModelIndex


_HEADINGS = ("Date", "Time", "Patient", "Phone", "Doctor", "Status", "Type", "Note")
"""The first ones are in sight in a small window; the others are scrolled to."""
_PATIENT, _PHONE, _STATUS = map(_HEADINGS.index, ("Patient", "Phone", "Status"))
_FIGURES = (_HEADINGS.index("Time"), _PHONE)
"""Columns without a letter that says which way they read: right to left, their end would come
first."""
_ICON = 14
_ORDER = {status: at for at, status in enumerate(AppointmentStatus)}


class Row:
    """A visit, what its cells say, and what a filter finds it by: reckoned when first asked.

    Of thousands of visits few are ever looked at.
    """

    __slots__ = ("_cells", "_found_by", "_zone", "visit")

    def __init__(self, visit: Appointment, zone: zoneinfo.ZoneInfo) -> None:
        """Take a visit."""
        self.visit, self._zone = visit, zone
        self._cells: tuple[str, ...] = ()
        self._found_by = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """What each column says."""
        if not self._cells:
            visit = self.visit
            note = " ".join(visit.note.split())
            self._cells = (
                *_when(visit.span, self._zone, present()),
                visit.patient,
                ", ".join(visit.phones),
                visit.with_whom,
                visit.stands,
                visit.type,
                note,
            )
        return self._cells

    @property
    def found_by(self) -> str:
        """Every cell, letters folded; a phone also by its figures alone, as displays show it."""
        if not self._found_by:
            figures = map(digits_of, self.visit.phones)
            self._found_by = plain(" ".join((*self.cells, *figures)))
        return self._found_by

    def key(self, column: int) -> Any:  # noqa: ANN401 - whatever sorts
        """Answer what the visit is sorted by in a column."""
        if column == 0:
            return self.visit.start
        if column == 1:
            return self.visit.start.astimezone(self._zone).time()
        if column == _STATUS:
            return _ORDER[self.visit.status]
        return plain(self.cells[column])


@lru_cache(maxsize=4096)
def _when(span: TimeSpan, zone: zoneinfo.ZoneInfo, forms: Forms) -> tuple[str, str]:
    """Write a day and times; many visits share them."""
    day = forms.date(span.start.astimezone(zone), weekday=True, year=False)
    return day, hours_text(span, zone)


class VisitsModel(QAbstractTableModel):
    """The visits of some doctors and days: sorted, filtered, and patched after commits."""

    def __init__(self, look: Look) -> None:
        """Start empty, sorted by date."""
        super().__init__()
        self._look = look
        self._zone = zoneinfo.ZoneInfo("UTC")
        self._rows: dict[UUID, Row] = {}
        self._shown: list[Row] = []
        self._words: tuple[str, ...] = ()
        self._picked: frozenset[UUID] = frozenset()
        self._column, self._order = 0, Qt.SortOrder.AscendingOrder
        look.changed.connect(self._redress)

    @property
    def visits(self) -> tuple[Appointment, ...]:
        """The visits as shown: filtered, in the order of the rows."""
        return tuple(row.visit for row in self._shown)

    @property
    def total(self) -> int:
        """How many there are without the filter."""
        return len(self._rows)

    # What is shown

    def replace(self, agenda: Agenda, zone: zoneinfo.ZoneInfo) -> None:
        """Show exactly the visits of an agenda."""
        if zone != self._zone:
            self._zone, self._rows = zone, {}
        self._rows = {visit.id: self._row(visit) for visit in agenda.appointments}
        self._show()

    def _row(self, visit: Appointment) -> Row:
        """Answer a visit's row: the one that there is, if the visit is as it was."""
        row = self._rows.get(visit.id)
        return row if row is not None and row.visit == visit else Row(visit, self._zone)

    def clear(self) -> None:
        """Show nothing."""
        self._rows = {}
        self._show()

    def patch(self, part: Agenda) -> None:
        """Replace the visits that lie in the part's doctors and span, wherever they stood before.

        A visit that moved within the list comes from one place and goes to the other: its new
        state may be read before its old place is.
        """
        ids = part.doctor_ids
        kept = {
            key: row
            for key, row in self._rows.items()
            if (ids is not None and not any(one in ids for one in row.visit.resource_ids))
            or not row.visit.span.overlaps(part.span)
        }
        kept |= {visit.id: self._row(visit) for visit in part.appointments}
        self._rows = kept
        self._show()

    def filter_by(self, text: str) -> None:
        """Show only what holds every word of a text, in whatever cell, letters folded."""
        self._words = tuple(plain(text).split())
        self._show()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; what is equal there stands by time."""
        self._column, self._order = column, order
        self._show()

    def _show(self) -> None:
        """Reckon the rows anew."""
        found = [
            row for row in self._rows.values() if all(word in row.found_by for word in self._words)
        ]
        found.sort(key=lambda row: (row.visit.start, row.visit.doctor_id, row.visit.rank))
        down = self._order is Qt.SortOrder.DescendingOrder
        found.sort(key=lambda row: row.key(self._column), reverse=down)
        if found != self._shown:
            self.beginResetModel()
            self._shown = found
            self.endResetModel()

    def set_picked(self, picked: frozenset[UUID]) -> None:
        """Mark the rows of these visits as selected."""
        if picked != self._picked:
            self._picked = picked
            self._redress()

    def visit_at(self, row: int) -> Appointment | None:
        """Answer the visit of a row."""
        return self._shown[row].visit if 0 <= row < len(self._shown) else None

    def row_with(self, visit_id: UUID) -> int | None:
        """Answer the row of a visit, None when it is not shown."""
        return next((at for at, row in enumerate(self._shown) if row.visit.id == visit_id), None)

    def row_from(self, day: dt.date) -> int | None:
        """Answer the first row of a day or a later one, None where rows do not follow the days."""
        if self._column or self._order is not Qt.SortOrder.AscendingOrder:
            return None
        days = (row.visit.start.astimezone(self._zone).date() for row in self._shown)
        return next((at for at, found in enumerate(days) if found >= day), None)

    # Qt's questions

    def rowCount(self, parent: Index | None = None) -> int:
        """Count the rows."""
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        """Count the columns."""
        return 0 if parent is not None and parent.isValid() else len(_HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 - Qt's own signature
        """Name a column; number no row."""
        across = orientation is Qt.Orientation.Horizontal
        if across and role == Qt.ItemDataRole.DisplayRole:
            return _HEADINGS[section]
        if across and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 - Qt's own signature
        """Answer what a cell says and how it looks."""
        answer: Callable[[Row, int], Any] | None = {
            Qt.ItemDataRole.DisplayRole: _shown,
            Qt.ItemDataRole.ToolTipRole: _text,
            Qt.ItemDataRole.AccessibleTextRole: self._name,
            Qt.ItemDataRole.FontRole: self._font,
            Qt.ItemDataRole.ForegroundRole: self._ink,
            Qt.ItemDataRole.DecorationRole: self._mark,
            Qt.ItemDataRole.BackgroundRole: self._ground,
        }.get(Qt.ItemDataRole(role))
        return answer(self._shown[index.row()], index.column()) if answer is not None else None

    def _name(self, row: Row, column: int) -> str:
        """Name a whole row at its first cell, and elsewhere the cell with its heading."""
        if column:
            return f"{_HEADINGS[column]}: {row.cells[column]}"
        when = when_text(row.visit.span, self._zone)
        picked = "selected" if row.visit.id in self._picked else ""
        return ", ".join(filter(None, (when, *row.cells[2:], picked)))

    def _font(self, row: Row, column: int) -> Any:  # noqa: ANN401 - a QFont or nothing
        font = QFont(self._look.font("medium" if column == 2 else "body"))
        if row.visit.status is AppointmentStatus.CANCELLED:
            font.setStrikeOut(True)
        return font

    def _ink(self, row: Row, column: int) -> QBrush:
        palette = self._look.palette
        quiet = row.visit.status is AppointmentStatus.CANCELLED or column == len(_HEADINGS) - 1
        return QBrush(QColor(palette.muted if quiet else palette.ink))

    def _mark(self, row: Row, column: int) -> Any:  # noqa: ANN401 - a QPixmap or nothing
        """Answer the icon that the status has on cards, too, or the mark of what is selected."""
        if column == _PATIENT and row.visit.id in self._picked:
            return self._look.picture("check", self._look.palette.accent, _ICON)
        if column != _STATUS:
            return None
        ink = self._look.palette.status_ink(row.visit.status.value)
        return self._look.picture(STATUS_ICONS[row.visit.status], ink, _ICON)

    def _ground(self, row: Row, _column: int) -> QBrush | None:
        picked = row.visit.id in self._picked
        return QBrush(QColor(self._look.palette.accent_soft)) if picked else None

    def _redress(self) -> None:
        """Take the look's colours and fonts of now."""
        if self._shown:
            last = self.index(len(self._shown) - 1, len(_HEADINGS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)


def _shown(row: Row, column: int) -> str:
    """Answer a cell's text as far as its column has room for it."""
    return _told(phone_text(row.visit.phones), column) if column == _PHONE else _text(row, column)


def _text(row: Row, column: int) -> str:
    return _told(row.cells[column], column)


def _told(text: str, column: int) -> str:
    """Keep figures in their order."""
    marked = column in _FIGURES and text and _reads_from_right()
    return f"\N{LEFT-TO-RIGHT MARK}{text}" if marked else text


def _reads_from_right() -> bool:
    """Tell whether the window is read right to left."""
    return QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
