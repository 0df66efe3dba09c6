"""Times of the day and lengths as a line has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from enum import StrEnum
from typing import Any

from clinic_desktop.domain.saying.line import Line
from clinic_desktop.domain.values import dataclass

HOUR = 60
_HALF_DAY, _DAY = 12, 24
_AFTERNOON = range(1, 7)
"""Hours that are those of the afternoon unless one says otherwise: no clinic is open before."""
_EITHER = 7
_EARLY_AFTERNOON = 13 * HOUR
_DURATIONS, _EITHER_HOURS, _TIMES = range(1, 3), range(1, 7), range(7, 24)
"""What “2h” and “10h” are; between them nobody knows."""
_COLON = re.compile(r"^(\d{1,2})[:.](\d{2})(am|pm|a\.m\.?|p\.m\.?|h|uhr)?$", re.IGNORECASE)
_H = re.compile(r"^(\d{1,2})h(?:(\d{2}))?$", re.IGNORECASE)
_HALF = re.compile(r"^(\d{1,2})(am|pm|a\.m\.?|p\.m\.?|a|p|uhr)$", re.IGNORECASE)
_SPAN = re.compile(
    r"^(\d{1,2})(?:[:.h](\d{2})|h)?(am|pm)?[-\u2013](\d{1,2})(?:[:.h](\d{2})|h)?(am|pm|h|uhr)?$",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"^(\d{1,3})(m|min|mins|mn|minutes?|minuten|minutos?|['\u2019\u2032])$",
    re.IGNORECASE,
)
_HOURS = re.compile(r"^(\d{1,2})(?:[.,](5))?(hr|hrs|std|hours?|stunden?|horas?)$", re.IGNORECASE)
_SHARES = {"1/2": 30, "½": 30, "3/4": 45, "¾": 45, "1/4": 15, "¼": 15}
_HOUR_WORDS = frozenset({"h", "hour", "hr", "stunde", "std", "heure", "dheure", "hora"})
HALVES = frozenset({"am", "pm"})
_LENGTHS = frozenset({"horas", "heures"})
_MINUTES = re.compile(r"^[0-5]\d$")
CLOCKS = frozenset({"uhr", "h", "heures", "heure", "horas", "hora", "hs", "oclock"})


class Sure(StrEnum):
    """How sure the half of the day is."""

    SAID = "said"
    LIKELY = "likely"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of the day in minutes from midnight, and how sure its half of the day is."""

    minute: int
    sure: Sure = Sure.SAID

    @property
    def later(self) -> Clock:
        """The same on the other half of the dial."""
        return Clock(self.minute + _HALF_DAY * HOUR)


@dataclass(frozen=True, slots=True)
class Unsure:
    """A word that may be a length, a time or something else; ``readings`` say it clearly."""

    readings: tuple[str, ...]


Read = Iterator[tuple[object, int]]
"""What a slot may be from a word on, each with the place of the first word behind it."""


def clock(
    line: Line, hour: int, minute: int, half: str = "", *, exact: bool = False
) -> Clock | None:
    """Make a time of the day, None if there is no such one; ``exact`` hours are out of 24."""
    half = half.lower().replace(".", "")[:1]
    if half in ("a", "p"):
        if not 1 <= hour <= _HALF_DAY or minute >= HOUR:
            return None
        return Clock((hour % _HALF_DAY + (_HALF_DAY if half == "p" else 0)) * HOUR + minute)
    if minute >= HOUR or hour > _DAY or (hour == _DAY and minute):
        return None
    if exact or hour > _HALF_DAY or hour == 0:
        return Clock(hour * HOUR + minute)
    if hour in _AFTERNOON:
        return Clock((hour + _HALF_DAY) * HOUR + minute)
    either = hour == _EITHER and line.forms.twelve_hours
    sure = Sure.NOT if either else Sure.LIKELY
    return Clock(hour * HOUR + minute, Sure.SAID if hour == _HALF_DAY else sure)


def read_time(line: Line, at: int) -> Read:
    """Read what is a time wherever it stands: 15:30, 3pm, 3 pm, 10 Uhr, 15h30, 10.30 Uhr."""
    text = line.tokens[at].text
    after = line.form(at + 1)
    if match := _COLON.match(text):
        half = match[3] or (after if after in HALVES else "")
        dotted = "." in text[:3] and not half and after not in CLOCKS
        found = clock(line, int(match[1]), int(match[2]), half, exact=text[0] == "0")
        if found is not None and not dotted:
            yield found, at + (2 if not match[3] and (half or after in CLOCKS) else 1)
    elif match := _HALF.match(text):
        half = "" if match[2].lower() == "uhr" else match[2]
        found = clock(line, int(match[1]), 0, half)
        if found is not None:
            yield found, at + 1
    elif match := _H.match(text):
        yield from _with_h(line, int(match[1]), match[2], text, at)
    elif line.tokens[at].digits and (after in HALVES or after in CLOCKS):
        rest, end = _minutes_behind(line, at + 2, after)
        half = after if after in HALVES else ""
        hour = line.number(at, words=False)
        found = None if hour is None else clock(line, hour, rest, half, exact=text[0] == "0")
        # “1 heure” and “2 horas” are how long.
        spoken = after in ("hora", "heure") or (after in _LENGTHS and hour in _DURATIONS)
        if found is not None and not spoken:
            yield found, end
    elif after in HALVES and (hour := line.number(at)) is not None:
        found = clock(line, hour, 0, after)
        if found is not None:
            yield found, at + 2


def _minutes_behind(line: Line, at: int, unit: str) -> tuple[int, int]:
    """Read the minutes of “10 Uhr 30”."""
    token = line.token(at)
    if token is None or unit not in CLOCKS or not _MINUTES.match(token.text):
        return 0, at
    return (0, at) if line.form(at + 1) in line.units else (int(token.text), at + 1)


def _with_h(line: Line, hour: int, rest: str | None, text: str, at: int) -> Read:
    """Read 15h30, 10h, 2h, 1h30: a time, a length, or nobody knows."""
    minute = int(rest or 0)
    if hour in _TIMES or text[0] == "0":
        found = clock(line, hour, minute, exact=text[0] == "0" or hour > _EITHER)
        if found is not None:
            yield found, at + 1
    elif (hour not in _DURATIONS or rest) and minute < HOUR and hour in _EITHER_HOURS:
        readings = (f"{hour * HOUR + minute} min", f"{hour + _HALF_DAY}:{minute:02}")
        yield Unsure(readings), at + 1


def read_hour(line: Line, at: int) -> Read:
    """Read a time behind a word that lets a time come: also a bare hour, or its word."""
    found = False
    for value, end in read_time(line, at):
        if isinstance(value, Clock):
            found = True
            yield value, end
    if match := _H.match(line.tokens[at].text):
        said = clock(line, int(match[1]), int(match[2] or 0))
        if said is not None and not found:
            yield said, at + 1
    if match := _COLON.match(line.tokens[at].text):
        said = clock(line, int(match[1]), int(match[2]), exact=line.tokens[at].text[0] == "0")
        if said is not None and not found:
            yield said, at + 1
    hour = line.number(at)
    if hour is not None and not line.tokens[at].text.endswith(".") and not found:
        exact = line.tokens[at].text[0] == "0"
        said = clock(line, hour, 0, exact=exact)
        if said is not None:
            yield said, at + 1 + (line.form(at + 1) in CLOCKS)


def read_span(line: Line, at: int) -> Read:
    """Read two times with a dash: 10-12 Uhr, 9:00-11:30, 2-4pm."""
    match = _SPAN.match(line.tokens[at].text)
    if match is None:
        return
    one, rest, half, other, other_rest, unit = match.groups()
    after = line.form(at + 1)
    told = (unit or "").lower() or (after if after in HALVES | CLOCKS else "")
    end = at + (2 if told and not unit else 1)
    if not (rest or other_rest or told or half or "h" in match[0].lower()):
        readings = (f"{int(one):02}:00-{int(other):02}:00",)
        yield Unsure(readings), end
        return
    last_half = told if told in HALVES else ""
    start = clock(line, int(one), int(rest or 0), half or last_half)
    until = clock(line, int(other), int(other_rest or 0), last_half)
    if start is not None and until is not None and start.minute > until.minute and not half:
        start = clock(line, int(one), int(rest or 0))
    if start is not None and until is not None:
        yield (start, until), end


def read_length(line: Line, at: int) -> Read:
    """Read a length that is one word: 30m, 45min, 2h, 1.5hrs."""
    text = line.tokens[at].text
    if match := _LENGTH.match(text):
        yield int(match[1]), at + 1
    elif match := _HOURS.match(text):
        yield int(match[1]) * HOUR + (HOUR // 2 if match[2] else 0), at + 1
    elif (match := _H.match(text)) and int(match[1]) in _DURATIONS and not match[2]:
        yield int(match[1]) * HOUR, at + 1
    elif text in _SHARES and line.form(at + 1) in _HOUR_WORDS:
        yield _SHARES[text], at + 2


SPOKEN = {
    "half past": 30, "quarter past": 15, "quarter to": -15, "half to": -30, "past": 0, "to": 0,
    "minutes past": 0,
    "three quarters past": 45,
}  # fmt: skip
"""Minutes behind the hour; 0: as many as are said."""


def spoken(line: Line, key: str, values: tuple[Any, ...]) -> Clock | None:
    """Answer half past, quarter past, quarter to, and the German half that comes before."""
    shift = SPOKEN[key]
    hour = values[1] if key in ("to", "minutes past") else values[0]
    found = clock(line, hour, 0)
    if shift == 0:
        shift = {"to": -values[0], "minutes past": values[0]}.get(key, values[-1])
    if found is None or not -HOUR < shift < HOUR:
        return None
    if hour == 1 and shift < 0:
        found = Clock(_EARLY_AFTERNOON)
    return replace(found, minute=found.minute + shift)


def read_count(line: Line, at: int) -> Read:
    """Read an hour, in figures or words: the four of “half past four”."""
    hour = line.number(at)
    if hour is not None and 1 <= hour < _DAY:
        yield hour, at + 1


def read_few(line: Line, at: int) -> Read:
    """Read a number of hours that is a length for sure: nobody says “2 heures” of the night."""
    hours = line.number(at)
    if hours in _DURATIONS:
        yield hours, at + 1


def read_several(line: Line, at: int) -> Read:
    """Read how many of something there are, more than one."""
    for number, end in read_number(line, at):
        if number != 1:
            yield number, end


def read_number(line: Line, at: int) -> Read:
    """Read how many of something there are."""
    number = line.number(at)
    if number is not None and number:
        yield number, at + 1
