"""A doctor's week on paper, lying: seven columns of times and names."""

from __future__ import annotations

from itertools import accumulate, pairwise, zip_longest

from clinic_desktop.domain.forms import present
from clinic_desktop.domain.sheets import Paper
from clinic_desktop.ui.agenda.words import card_time
from clinic_desktop.ui.paper.frame import Frame, counted
from clinic_desktop.ui.paper.page import (
    LIGHT,
    LINE,
    MM,
    Format,
    Mark,
    Page,
    Rule,
    Style,
    Text,
    Typesetter,
)
from clinic_desktop.ui.paper.sheet import Day, End, Free, Row, Sheet

_MOST_LINES = 20
_PADS = (1.6 * MM, 1.2 * MM, 0.85 * MM, 0.55 * MM)
"""Above and below a row: the most with which the week still stands on one page, else the last."""
_INSET = 3.6 * MM
_TIME = 11 * MM
_HEADINGS = 8.5 * MM
_OFF = 1.2 * MM


def week_pages(sheet: Sheet, paper: Paper, setter: Typesetter) -> tuple[Page, ...]:
    """Lay a week out; a day with more than fits goes on in its column of the next page.

    A week that leaves room has its rows wider apart: they are read with ease and written between.
    """
    frame = Frame(Format(paper, landscape=True))
    places = _places(sheet, frame)
    top = frame.top + _HEADINGS + 0.8 * MM
    columns: list[list[list[Mark]]] = []
    for pad in _PADS:
        columns = [
            _Column(sheet, setter, left, right, pad).pages(day, top, frame.bottom)
            for day, (left, right) in zip(sheet.days, places, strict=True)
        ]
        if all(len(pages) == 1 for pages in columns):
            break
    heads = _heads(sheet, frame, places)
    bodies = [
        [*heads, *(mark for page in pages for mark in page)]
        for pages in zip_longest(*columns, fillvalue=())
    ]
    told = counted(sum(day.visits for day in sheet.days), "visit", "visits")
    return frame.pages(sheet, told, bodies, setter)


def _places(sheet: Sheet, frame: Frame) -> list[tuple[float, float]]:
    """Share the width out: each day's left and right end; a day off takes half of another's."""
    shares = [1.0 if day.rows else 0.5 for day in sheet.days]
    unit = (frame.width + _INSET) / sum(shares)
    ends = [frame.left + unit * share for share in accumulate(shares, initial=0.0)]
    return [(left, right - _INSET) for left, right in pairwise(ends)]


def _heads(sheet: Sheet, frame: Frame, places: list[tuple[float, float]]) -> list[Mark]:
    """Head every column by its day, and part the columns."""
    marks: list[Mark] = []
    below = frame.top + _HEADINGS
    for day, (left, _) in zip(sheet.days, places, strict=True):
        name = present().date(day.date, weekday=True, year=False)
        count = counted(day.visits, "visit", "visits") if day.rows else "off"
        marks += [
            Text(left, frame.top + 2.6 * MM, name, Style.STRONG),
            Text(left, frame.top + 6.4 * MM, count, Style.FINE),
        ]
        if left > frame.left:
            line = left - _INSET / 2
            marks.append(Rule(line, frame.top - 0.5 * MM, line, frame.bottom, 0.4, LIGHT))
    marks.append(Rule(frame.left, below, frame.right, below, 0.5, LINE))
    return marks


class _Column:
    """Sets a day's rows below each other."""

    def __init__(
        self, sheet: Sheet, setter: Typesetter, left: float, right: float, pad: float
    ) -> None:
        self._sheet, self._setter = sheet, setter
        self._left, self._right, self._pad = left, right, pad

    def pages(self, day: Day, top: float, bottom: float) -> list[list[Mark]]:
        """Answer the marks of each page that the day needs."""
        found: list[list[Mark]] = [[]]
        y = top
        for row in day.rows:
            marks, height = self._row(row, y)
            if y + height > bottom and y > top:
                found.append([])
                y = top
                marks, height = self._row(row, y)
            found[-1] += marks
            y += height
        return found

    def _row(self, row: Row, y: float) -> tuple[list[Mark], float]:
        """Set a row from y on; answer its height, too."""
        zone, style = self._sheet.zone, Style.SMALL_STRONG
        at = row.at if isinstance(row, End) else row.span.start
        time = card_time(at, zone)
        baseline = y + self._pad + style.rise
        if isinstance(row, End):
            middle = baseline - style.size * 0.36
            return [
                Text(self._left, baseline, time, Style.FINE),
                Rule(self._left + _TIME, middle, self._right, middle, 0.4, LIGHT),
            ], style.line + 2 * self._pad + _OFF
        if isinstance(row, Free):
            words = f"{time}\N{EN DASH}{card_time(row.span.end, zone)} {row.words}"
            return self._wrapped(words, Style.FINE, self._left, y)
        texts: list[Mark] = [Text(self._left, baseline, time, style)]
        # A time that names its zone leaves no room beside it.
        y_name = y + (style.line if self._setter.width(time, style) > _TIME else 0)
        names, height = self._wrapped(row.patient, Style.SMALL, self._left + _TIME, y_name)
        return [*texts, *names], y_name - y + height

    def _wrapped(self, text: str, style: Style, left: float, y: float) -> tuple[list[Mark], float]:
        """Set a text in as many lines as it needs; answer their height, too."""
        lines = self._setter.lines(text, style, self._right - left, _MOST_LINES)
        baseline = y + self._pad + style.rise
        marks: list[Mark] = [
            Text(left, baseline + n * style.line, line, style) for n, line in enumerate(lines)
        ]
        return marks, max(1, len(lines)) * style.line + 2 * self._pad
