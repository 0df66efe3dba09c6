"""How days and times are written here, and how written ones are read: a matter of the locale.

A program has one locale, so the forms are one for the whole program, refusals from a lane included.
The window takes the system's at its start; the ``clinic`` command keeps the plain ones, since
scripts read what it says. Names of days and months stay in the program's language, whatever the
system's is: “2 novembre” amid English would help nobody.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal

from clinic_desktop.domain.people import PartialDate
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.values import dataclass

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

Order = Literal["dmy", "mdy", "ymd"]
_DASH = "\N{EN DASH}"
_NOON = 12
# Compiled when first asked for: no start needs them.
_NUMBERS = r"^(\d{1,4})\s*([-./])\s*(\d{1,2})(?:\s*\2\s*(\d{1,4}))?\s*[-./]?$"
_NAMED = (
    r"^(?:(?P<weekday>[a-z]{3,9}),? )?(?:(?P<year>\d{4}) )?"
    r"(?:(?P<day>\d{1,2}) (?P<month>[a-z]{3,9})|(?P<month2>[a-z]{3,9}) (?P<day2>\d{1,2}))"
    r"(?:,? (?P<year2>\d{4}))?$"
)
_FIGURES_OF_A_YEAR, _MOST_MONTHS, _CENTURY = 4, 12, 100
_DAY_FIRST = r"^(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})$"
_SLASHED = r"^(\d{1,2})/(\d{1,2})/(\d{4})$"

Parts = tuple[str, int, int]
"""Year as typed (empty: not told), month and day, unchecked."""


@dataclass(frozen=True, slots=True)
class Forms:
    """The order of a date's parts, what stands between their numbers, and whether clocks have 12 h.

    An empty ``separator``: people here don't write dates in numbers alone, or it isn't known.
    """

    order: Order = "dmy"
    separator: str = ""
    twelve_hours: bool = False

    def time(self, local: dt.datetime) -> str:
        """Write a wall time: 11:00 or 11:00 AM; seconds only where there are any."""
        rest = f":{local.minute:02}" + (f":{local.second:02}" if local.second else "")
        if not self.twelve_hours:
            return f"{local.hour:02}{rest}"
        return f"{_on_dial(local.hour)}{rest} {_half(local.hour)}"

    def dial(self, local: dt.datetime) -> str:
        """Write a wall time as a clock's face shows it, without its half of the day: 11:00."""
        hour = str(_on_dial(local.hour)) if self.twelve_hours else f"{local.hour:02}"
        return f"{hour}:{local.minute:02}"

    def mark(self, minute: int) -> str:
        """Write a minute of the day as axes do: 08:00, or 8 AM."""
        hour, rest = divmod(minute, 60)
        if not self.twelve_hours:
            return f"{hour:02}:{rest:02}"
        shown = str(_on_dial(hour)) + (f":{rest:02}" if rest else "")
        return f"{shown} {_half(hour)}"

    def times(self, start: dt.datetime, end: dt.datetime) -> str:
        """Write two wall times of one day: 11:00 to 12:00, 1:00 to 2:00 PM, 11:00 AM to 1:00 PM."""
        if not self.twelve_hours:
            return f"{self.time(start)}{_DASH}{self.time(end)}"
        if _half(start.hour) == _half(end.hour):
            return f"{self.time(start)[:-3]}{_DASH}{self.time(end)}"
        return f"{self.time(start)} {_DASH} {self.time(end)}"

    def date(
        self,
        day: dt.date,
        *,
        letters: int | None = 3,
        weekday: bool = False,
        year: bool = True,
        comma: bool = False,
    ) -> str:
        """Write a day: 2 Nov 2025, Nov 2, 2025 or 2025 Nov 2; ``letters`` None: names in full."""
        month, number = MONTHS[day.month - 1][:letters], str(day.day)
        if self.order == "mdy":
            text = f"{month} {number}" + (f", {day.year}" if year else "")
        elif self.order == "ymd":
            text = (f"{day.year} " if year else "") + f"{month} {number}"
        else:
            text = f"{number} {month}" + (f" {day.year}" if year else "")
        if not weekday:
            return text
        comma = comma or self.order == "mdy"
        return f"{WEEKDAYS[day.weekday()][:letters]}{',' if comma else ''} {text}"

    def month(self, day: dt.date, *, letters: int | None = None) -> str:
        """Write a month: November 2025 or 2025 November."""
        name = MONTHS[day.month - 1][:letters]
        return f"{day.year} {name}" if self.order == "ymd" else f"{name} {day.year}"

    def days(self, first: dt.date, last: dt.date, *, letters: int | None = 3) -> str:
        """Write a stretch of days, leaving out what both ends share; over months in short."""
        if (first.year, first.month) != (last.year, last.month):
            one_year = first.year == last.year
            if self.order == "ymd":
                return f"{self.date(first)} {_DASH} {self.date(last, year=not one_year)}"
            return f"{self.date(first, year=not one_year)} {_DASH} {self.date(last)}"
        if self.order == "dmy":
            return f"{first.day} {_DASH} {self.date(last, letters=letters)}"
        begun = self.date(first, letters=letters, year=self.order == "ymd")
        ended = f"{last.day}, {last.year}" if self.order == "mdy" else str(last.day)
        return f"{begun} {_DASH} {ended}"

    def read(self, text: str) -> Parts | None:
        """Read a day in numbers as people here write it, or in names as this program does."""
        text = " ".join(text.strip().lower().split())
        named = re.match(_NAMED, text)
        if named:
            found = named.groupdict()
            month, day = found["month"] or found["month2"], found["day"] or found["day2"]
            for number, name in enumerate(MONTHS, 1):
                if name.lower().startswith(month):
                    return found["year"] or found["year2"] or "", number, int(day)
            return None
        numbers = re.match(_NUMBERS, text)
        if numbers is None or numbers[2] != self.separator:
            return None
        first, second, third = numbers[1], numbers[3], numbers[4] or ""
        if self.order == "ymd":
            if not third:
                return "", int(first), int(second)
            year_last = len(third) == _FIGURES_OF_A_YEAR
            return None if year_last else (first, int(second), int(third))
        one, two = int(first), int(second)
        return (third, one, two) if self.order == "mdy" else (third, two, one)


def _on_dial(hour: int) -> int:
    return hour % _NOON or _NOON


def _half(hour: int) -> str:
    return "AM" if hour % 24 < _NOON else "PM"


PLAIN = Forms()
"""The forms of the ``clinic`` command, and of a window on a system that tells no locale."""


class _Present:
    """Holds the forms of this program."""

    forms = PLAIN


def use(forms: Forms) -> None:
    """Write and read in these forms from now on."""
    _Present.forms = forms


def present() -> Forms:
    """Answer the forms of this program."""
    return _Present.forms


def read_born(text: str) -> PartialDate:
    """Read a birth date as people type it: 1980-03-12, 12.3.1980, 3/25/1980, 12 Mar 1980, 1980.

    Also in the forms of this program's locale.

    Raises:
        Misuse: ``bad_birth_date``; or ``ambiguous_birth_date``, with both readings.

    """
    text = typed = text.strip()
    own = present().read(text)
    if own is not None and own[0] and 1 <= own[1] <= _MOST_MONTHS:
        text = "{:04}-{:02}-{:02}".format(_full_year(int(own[0])), *own[1:])
    day_first = re.match(_DAY_FIRST, text)
    slashed = re.match(_SLASHED, text.replace("-", "/"))
    if day_first:
        day, month, year = (int(part) for part in day_first.groups())
        text = f"{_full_year(year):04}-{month:02}-{day:02}"
    elif slashed:
        one, two, year = (int(part) for part in slashed.groups())
        if one != two and max(one, two) <= _MOST_MONTHS and min(one, two) > 0:
            readings = f"{year:04}-{two:02}-{one:02} or {year:04}-{one:02}-{two:02}"
            message = f"“{text}” can be read in two ways. Write {readings}."
            raise Misuse("ambiguous_birth_date", message, {"text": text})
        month, day = (one, two) if two > _MOST_MONTHS else (two, one)
        text = f"{year:04}-{month:02}-{day:02}"
    try:
        return PartialDate.parse(text)
    except Misuse:
        # Refused again, as it was typed: the sentence quotes it.
        return PartialDate.parse(typed)


def _full_year(year: int) -> int:
    """Read a two-figure year as the last one that has passed."""
    if year >= _CENTURY:
        return year
    this_year = dt.datetime.now(dt.UTC).year
    century = this_year - this_year % _CENTURY
    return century + year if century + year <= this_year else century - _CENTURY + year
