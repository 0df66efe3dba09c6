"""A doctor's day on paper, upright: a row a visit, a light one a free block, room for time off."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from clinic_desktop.domain.booking import STATUS_WORDS, AppointmentStatus
from clinic_desktop.domain.forms import present
from clinic_desktop.domain.sheets import Paper
from clinic_desktop.ui.paper.frame import Frame, counted
from clinic_desktop.ui.paper.page import (
    LIGHT,
    LINE,
    MM,
    Format,
    Mark,
    Page,
    Rule,
    StatusBox,
    Style,
    Text,
    Typesetter,
)
from clinic_desktop.ui.paper.sheet import End, Free, Sheet, Visit
from clinic_desktop.ui.words import hours_text, minutes_text

MOST_NOTE_LINES = 12
"""A longer note ends in an ellipsis: a row stands whole on one page."""
_MOST_LINES = 20
"""The longest name that can be stored is whole in fewer."""
_PAD = 1.35 * MM
_CELL_GAP = 3 * MM
_BOX = 3.1 * MM
_OFF = 4 * MM
_DASH = "\N{EN DASH}"
_LONG_TIMES = dt.datetime(2000, 1, 1, 10, 0), dt.datetime(2000, 1, 1, 10, 30)  # noqa: DTZ001 - wall times
_UNMARKED = frozenset({AppointmentStatus.BOOKED, AppointmentStatus.CANCELLED})


class Columns:
    """Where each column begins; the patient's takes what the others leave."""

    def __init__(self, frame: Frame, setter: Typesetter) -> None:
        """Share the width out; times are as long as they are written here."""
        self.time, self.right = frame.left, frame.right
        times = setter.width(present().times(*_LONG_TIMES), Style.STRONG)
        self.patient = self.time + max(25 * MM, times + 2 * MM)
        self.status = self.right - 22 * MM
        self.type = self.status - 34 * MM
        self.phone = self.type - 34 * MM
        self.born = self.phone - 25 * MM


@dataclass(slots=True)
class _Placed:
    """A row's marks, as if it began at the page's upper edge, and how high it is."""

    height: float
    marks: list[Mark] = field(default_factory=list)


def day_pages(sheet: Sheet, paper: Paper, setter: Typesetter) -> tuple[Page, ...]:
    """Lay a day out; every page has its head and the columns' headings."""
    frame = Frame(Format(paper))
    columns = Columns(frame, setter)
    (day,) = sheet.days
    setting = _Setting(frame, columns, setter, sheet)
    bodies: list[list[Mark]] = [setting.headings()]
    y = top = frame.top + 5.5 * MM
    is_off = False
    for row in day.rows:
        if isinstance(row, End):
            is_off = True
            continue
        placed = setting.row(row)
        above = _OFF if is_off and y > top else 0.0
        if y + above + placed.height > frame.bottom and y > top:
            bodies.append(setting.headings())
            y, above = top, 0.0
        y += above
        if above:
            bodies[-1].append(Rule(frame.left, y, frame.right, y, 0.4, LINE))
        bodies[-1] += (_moved(mark, y) for mark in placed.marks)
        y += placed.height
        is_off = False
    if not day.rows:
        words = "No hours and no visits on this day."
        bodies[-1].append(Text(frame.left, top + 6 * MM, words, Style.BODY, grey=True))
    told = counted(day.visits, "visit", "visits")
    if day.free_minutes:
        told += f", {minutes_text(day.free_minutes)} free"
    return frame.pages(sheet, told, bodies, setter)


def _moved(mark: Mark, down: float) -> Mark:
    if isinstance(mark, Text):
        return mark._replace(baseline=mark.baseline + down)
    if isinstance(mark, Rule):
        return mark._replace(y1=mark.y1 + down, y2=mark.y2 + down)
    return mark._replace(y=mark.y + down)


class _Setting:
    """Sets single rows."""

    def __init__(self, frame: Frame, columns: Columns, setter: Typesetter, sheet: Sheet) -> None:
        self._frame, self._columns, self._setter, self._sheet = frame, columns, setter, sheet

    def headings(self) -> list[Mark]:
        """Name the columns."""
        c, baseline = self._columns, self._frame.top + 2.6 * MM
        named = (
            (c.time, "Time"), (c.patient, "Patient"), (c.born, "Born"), (c.phone, "Phone"),
            (c.type, "Type"), (c.status, "Status"),
        )  # fmt: skip
        below = self._frame.top + 5.0 * MM
        rule = Rule(c.time, below, c.right, below, 0.5, LINE)
        return [*(Text(x, baseline, text, Style.HEADING) for x, text in named), rule]

    def row(self, row: Visit | Free) -> _Placed:
        """Set a visit or a free block."""
        return self._visit(row) if isinstance(row, Visit) else self._free(row)

    def _visit(self, visit: Visit) -> _Placed:
        c = self._columns
        cells = (
            (c.patient, c.born, visit.patient, Style.STRONG),
            (c.born, c.phone, visit.born, Style.BODY),
            (c.phone, c.type, visit.phone, Style.BODY),
            (c.type, c.status, visit.type, Style.BODY),
        )
        marks, y = self._time(visit)
        for left, right, text, style in cells:
            room = right - left - _CELL_GAP
            lines = self._setter.lines(text, style, room, _MOST_LINES)
            y = max(y, self._stack(marks, left, _PAD, lines, style))
        marks += self._status(visit.status)
        note = self._setter.lines(
            visit.note, Style.NOTE, c.status - c.patient - _CELL_GAP, MOST_NOTE_LINES
        )
        if note:
            y = self._stack(marks, c.patient, y + 0.3 * MM, note, Style.NOTE)
        return self._closed(marks, y + _PAD, LINE)

    def _free(self, free: Free) -> _Placed:
        c, top = self._columns, 0.9 * MM
        baseline = top + Style.FINE.rise
        words = self._setter.cut(free.words, Style.FINE, c.right - c.patient)
        marks: list[Mark] = [
            Text(c.time, baseline, hours_text(free.span, self._sheet.zone), Style.FINE),
            Text(c.patient, baseline, words, Style.FINE),
        ]
        return self._closed(marks, 2 * top + Style.FINE.line, LIGHT)

    def _time(self, visit: Visit) -> tuple[list[Mark], float]:
        """Set from when to when; the start stands out, since rows are looked up by it."""
        left = self._columns.time
        start, _, end = hours_text(visit.span, self._sheet.zone).partition(_DASH)
        start, end = start.strip(), _DASH + end.strip()
        room = self._columns.patient - left - 1 * MM
        after = left + self._setter.width(start, Style.STRONG) + 0.3 * MM
        baseline = _PAD + Style.STRONG.rise
        marks: list[Mark] = [Text(left, baseline, start, Style.STRONG)]
        if after - left + self._setter.width(end, Style.BODY) <= room:
            marks.append(Text(after, baseline, end, Style.BODY, grey=True))
            return marks, _PAD + Style.STRONG.line
        marks.append(Text(left, baseline + Style.BODY.line, end, Style.BODY, grey=True))
        return marks, _PAD + 2 * Style.BODY.line

    def _status(self, status: AppointmentStatus) -> list[Mark]:
        """Set the box to tick, and in words what is known already."""
        left, baseline = self._columns.status, _PAD + Style.STRONG.rise
        # As high as the figures, so that it stands on their line.
        top = baseline - Style.STRONG.size * 0.36 - _BOX / 2
        marks: list[Mark] = [StatusBox(left, top, _BOX, status)]
        if status not in _UNMARKED:
            words = STATUS_WORDS[status]
            marks.append(Text(left + _BOX + 1.4 * MM, baseline, words, Style.FINE))
        return marks

    def _stack(
        self, marks: list[Mark], left: float, top: float, lines: tuple[str, ...], style: Style
    ) -> float:
        """Set lines below each other; answer where they end."""
        # All of a row's first lines stand on one baseline, whatever their sizes.
        rise = Style.STRONG.rise if style is Style.BODY else style.rise
        for n, line in enumerate(lines):
            marks.append(Text(left, top + rise + n * style.line, line, style))
        return top + max(1, len(lines)) * style.line

    def _closed(self, marks: list[Mark], height: float, colour: str) -> _Placed:
        """End a row by a hairline."""
        marks.append(Rule(self._columns.time, height, self._columns.right, height, 0.4, colour))
        return _Placed(height, marks)
