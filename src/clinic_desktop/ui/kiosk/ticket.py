"""What a patient takes along: the visit as an event for a phone's calendar, a code, a sheet."""

from __future__ import annotations

import datetime as dt
import unicodedata
from uuid import UUID

import segno
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from clinic_desktop.domain.sheets import Paper
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.paper.page import (
    BLACK,
    MM,
    POINT,
    Format,
    Mark,
    Page,
    Rule,
    Style,
    Text,
    Typesetter,
)

_QUIET = 4
"""Modules that stay white around a code: scanners look for them."""
_LINE = 73
"""Bytes of a line of a calendar file, its end not counted; a longer one is folded."""
_LONGEST = 200
"""Letters of a name in a code: a code of more would be too fine to scan."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """A visit as its patient needs it; who they are stands nowhere on it.

    ``clinic`` and ``doctor`` are names; ``start`` and ``end`` are UTC.
    """

    appointment_id: UUID
    clinic: str
    doctor: str
    start: dt.datetime
    end: dt.datetime


def calendar_event(ticket: Ticket, now: dt.datetime) -> str:
    """Write the visit as an iCalendar object (RFC 5545) with one event, its times in UTC."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Clinic Desktop//EN",
        "BEGIN:VEVENT",
        f"UID:{ticket.appointment_id}",
        f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{ticket.start:%Y%m%dT%H%M%SZ}",
        f"DTEND:{ticket.end:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{_escaped(ticket.doctor)}",
        f"LOCATION:{_escaped(ticket.clinic)}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _escaped(name: str) -> str:
    """Write a name as a text of iCalendar."""
    shown = "".join(" " if unicodedata.category(char) == "Cc" else char for char in name[:_LONGEST])
    return shown.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> str:
    """Break a line as calendars want it, never inside a letter."""
    parts, size = [""], 0
    for char in line:
        size += len(char.encode())
        if size > _LINE:
            parts.append(char)
            # The blank in front of it counts, too.
            size = 1 + len(char.encode())
        else:
            parts[-1] += char
    return "\r\n ".join(parts)


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """Answer the modules of a code that holds a text, by rows, dark ones True, without border."""
    made = segno.make(text, error="m", micro=False, encoding="utf-8", eci=False)
    return tuple(tuple(bool(module) for module in line) for line in made.matrix)


class CodePicture(QWidget):
    """The code, dark on white whatever the theme, with the white around it that scanners need."""

    def __init__(self, side: int, name: str) -> None:
        """Begin empty; ``side`` is the least size in pixels."""
        super().__init__()
        self._side = side
        self._modules: tuple[tuple[bool, ...], ...] = ()
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        """Show the code of a text."""
        self._modules = modules(text)
        self.update()

    def sizeHint(self) -> QSize:
        """Be square."""
        return QSize(self._side, self._side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw whole modules of whole pixels: sharp edges are scanned soonest."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        count = len(self._modules) + 2 * _QUIET
        ratio = self.devicePixelRatioF()
        side = int(self.width() * ratio) // count / ratio
        begin = (self.width() - side * len(self._modules)) / 2
        painter.setPen(Qt.PenStyle.NoPen)
        for down, line in enumerate(self._modules):
            for across, is_dark in enumerate(line):
                if is_dark:
                    left, top = begin + across * side, begin + down * side
                    painter.fillRect(QRectF(left, top, side, side), QColor("#000000"))
        painter.end()


def sheet(words: tuple[str, ...], text: str, paper: Paper) -> Page:
    """Lay out one page: the first words large, the others below, and the code of a text."""
    form, setter = Format(paper), Typesetter()
    left, top, room = 20 * MM, 20 * MM, form.width - 40 * MM
    marks: list[Mark] = []
    for number, one in enumerate(words):
        style = Style.DOCTOR if number == 0 else Style.PERIOD
        for line in setter.lines(one, style, room, 3):
            marks.append(Text(left, top + style.rise, line, style))
            top += style.line
        top += 2 * MM
    top += 4 * MM
    rows = modules(text)
    side = 50 * MM / len(rows)
    for down, dark in enumerate(rows):
        y = top + (down + 0.5) * side
        for begin, end in _runs(dark):
            across = left + begin * side, left + end * side
            marks.append(Rule(across[0], y, across[1], y, side / POINT, BLACK))
    return Page(form, tuple(marks))


def _runs(line: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Answer from where to where modules of a row are dark."""
    found: list[tuple[int, int]] = []
    for number, is_dark in enumerate(line):
        if is_dark and found and found[-1][1] == number:
            found[-1] = found[-1][0], number + 1
        elif is_dark:
            found.append((number, number + 1))
    return found
