"""The languages of the patient's screen: each its texts, and its own forms of days and times."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo

from PySide6.QtCore import QDate, QLocale, QTime

from clinic_desktop.domain.time import local_date
from clinic_desktop.ui.kiosk.english import ENGLISH
from clinic_desktop.ui.kiosk.french import FRENCH
from clinic_desktop.ui.kiosk.german import GERMAN
from clinic_desktop.ui.kiosk.spanish import SPANISH
from clinic_desktop.ui.kiosk.texts import Texts

_LONG, _SHORT = QLocale.FormatType.LongFormat, QLocale.FormatType.ShortFormat
_HOMES = {
    "en": (QLocale.Language.English, QLocale.Country.UnitedKingdom),
    "de": (QLocale.Language.German, QLocale.Country.Germany),
    "fr": (QLocale.Language.French, QLocale.Country.France),
    "es": (QLocale.Language.Spanish, QLocale.Country.Spain),
}
"""Where each is at home; a computer that is set to it somewhere else keeps its own forms."""


class Language:
    """One language: ``texts``, and how days and times are written in it."""

    def __init__(self, texts: Texts) -> None:
        """Take the system's forms where its language is this one."""
        self.texts = texts
        language, country = _HOMES[texts.code]
        system = QLocale()
        self._locale = system if system.language() == language else QLocale(language, country)

    def day(self, day: dt.date) -> str:
        """Write Sunday, 2 November 2025, as a line of its own: with a capital, whatever it is."""
        return _begun(self._locale.toString(QDate(day.year, day.month, day.day), _LONG))

    def date(self, day: dt.date) -> str:
        """Write 2 November 2025, without a weekday."""
        shape = re.sub(r"dddd,?\s*", "", self._locale.dateFormat(_LONG))
        return self._locale.toString(QDate(day.year, day.month, day.day), shape)

    def short_day(self, day: dt.date) -> str:
        """Write 2 Nov."""
        shape = "MMM d" if self.order == "mdy" else "d MMM"
        return self._locale.toString(QDate(day.year, day.month, day.day), shape)

    def months(self, first: dt.date, last: dt.date) -> str:
        """Write the months of a stretch of days: November 2025, or November to December 2025."""
        one, other = (
            f"{self._locale.standaloneMonthName(day.month)} {day.year}" for day in (first, last)
        )
        return _begun(one if one == other else f"{one} \N{EN DASH} {other}")

    def weekdays(self) -> tuple[tuple[int, str], ...]:
        """Answer the weekdays (Monday 0) in this language's order, with their short names."""
        begin = self._locale.firstDayOfWeek().value - 1
        order = [(begin + number) % 7 for number in range(7)]
        return tuple((one, self._locale.dayName(one + 1, _SHORT)) for one in order)

    def clock(self, at: dt.datetime, zone: zoneinfo.ZoneInfo) -> str:
        """Write an instant's wall time: 11:00; where clocks show it twice, with the zone's name."""
        local = at.astimezone(zone)
        text = self._locale.toString(QTime(local.hour, local.minute), _SHORT)
        twice = local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
        return f"{text} {local:%Z}" if twice else text

    def hours(self, start: dt.datetime, end: dt.datetime, zone: zoneinfo.ZoneInfo) -> str:
        """Write 11:00 to 12:00."""
        return f"{self.clock(start, zone)} \N{EN DASH} {self.clock(end, zone)}"

    def when(self, start: dt.datetime, zone: zoneinfo.ZoneInfo) -> str:
        """Write an instant: 2 Nov, 11:00."""
        return f"{self.short_day(local_date(start, zone))}, {self.clock(start, zone)}"

    @property
    def order(self) -> str:
        """The order of day, month and year: ``dmy``, ``mdy`` or ``ymd``."""
        shape = self._locale.dateFormat(_SHORT).lower()
        return "".join(sorted("dmy", key=shape.find))


def _begun(line: str) -> str:
    """Write a line's first letter as a capital."""
    return line[:1].upper() + line[1:]


def languages() -> tuple[Language, ...]:
    """Answer all languages, in the order in which they are offered."""
    return tuple(Language(one) for one in (ENGLISH, GERMAN, FRENCH, SPANISH))
