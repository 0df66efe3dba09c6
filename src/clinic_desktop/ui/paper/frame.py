"""What every page of a sheet has around its rows: doctor and period, clinic, time, page number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clinic_desktop.ui.paper.page import (
    BLACK,
    MM,
    Format,
    Mark,
    Page,
    Rule,
    Style,
    Text,
    Typesetter,
)
from clinic_desktop.ui.paper.sheet import Sheet
from clinic_desktop.ui.words import moment_text

SIDE = 14 * MM
_TOP, _FOOT = 12 * MM, 10 * MM
_GAP = 6 * MM


class Frame:
    """A page's measures: rows stand between ``left`` and ``right``, ``top`` and ``bottom``."""

    def __init__(self, form: Format) -> None:
        """Take the margins off a format."""
        self.format = form
        self.left, self.right = SIDE, form.width - SIDE
        self.top = _TOP + 17 * MM
        self.bottom = form.height - _FOOT - 5 * MM

    @property
    def width(self) -> float:
        """The width of the rows."""
        return self.right - self.left

    def pages(
        self, sheet: Sheet, told: str, bodies: Sequence[Iterable[Mark]], setter: Typesetter
    ) -> tuple[Page, ...]:
        """Make whole pages of their bodies; ``told`` says in short what is on the sheet."""
        head = self._head(sheet, told, setter)
        return tuple(
            Page(self.format, (*head, *body, self._number(n, len(bodies), setter)))
            for n, body in enumerate(bodies, 1)
        )

    def _head(self, sheet: Sheet, told: str, setter: Typesetter) -> list[Mark]:
        """Make the head that each page has."""
        first, second, rule = _TOP + 5 * MM, _TOP + 11 * MM, _TOP + 14.5 * MM
        clinic = setter.cut(sheet.clinic, Style.CLINIC, self.width * 0.4)
        printed = f"Printed {moment_text(sheet.printed, sheet.zone)}"
        clinic_wide = setter.width(clinic, Style.CLINIC)
        printed_wide = setter.width(printed, Style.FINE)
        doctor = setter.cut(sheet.doctor, Style.DOCTOR, self.width - clinic_wide - _GAP)
        period = sheet.period.title
        after = self.left + setter.width(period, Style.PERIOD) + 4 * MM
        told = setter.cut(told, Style.FINE, self.right - printed_wide - _GAP - after)
        return [
            Text(self.left, first, doctor, Style.DOCTOR),
            Text(self.right - clinic_wide, first, clinic, Style.CLINIC),
            Text(self.left, second, period, Style.PERIOD),
            Text(after, second, told, Style.FINE),
            Text(self.right - printed_wide, second, printed, Style.FINE),
            Rule(self.left, rule, self.right, rule, 0.9, BLACK),
        ]

    def _number(self, page: int, of: int, setter: Typesetter) -> Mark:
        """Make the page's number, at the lower right."""
        text = f"{page} of {of}"
        left = self.right - setter.width(text, Style.FINE)
        return Text(left, self.format.height - _FOOT, text, Style.FINE)


def counted(count: int, one: str, many: str) -> str:
    """Write 1 visit, 2 visits."""
    return f"{count} {one if count == 1 else many}"
