"""What was typed to find a patient, read as marks that a patient has: pure, without a database.

A text has readings, the likeliest first: in one all figures side by side are one number, in the
next each is a number of its own. A reading is a row of terms that all must hold; a term holds if
one of its alternatives does, which are marks that a patient must have together. A mark is the
beginning of one of the patient's words, or a birth date as far as it is told.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re

from clinic_desktop.domain.forms import present
from clinic_desktop.domain.people import PartialDate, digits_of, readings_of
from clinic_desktop.domain.refusals import Misuse

Mark = str | PartialDate
Term = tuple[tuple[Mark, ...], ...]
Reading = tuple[Term, ...]

LONGEST = 200
"""Nobody's name is longer, and each word of a search costs a look-up."""
END = "*"
"""Begins the word that a phone is found by from its end; no name and no number begins so."""
_SHORTEST_END = 4
_CENTURY = 100
_DATE = re.compile(
    r"(?<![\w./-])(?:(\d{4})([-./])(\d{1,2})\2(\d{1,2})|(\d{1,2})([./])(\d{1,2})\6(\d{4}|\d{2}))\.?(?!\w)"
)
_HYPHENED = re.compile(r"(?<!\S)(\d{1,2})-(\d{1,2})-((?:19|20)\d\d)(?!\S)")
"""A date as it is written with hyphens too; some phone numbers are, but for the year."""
_SPELLED = re.compile(
    r"(?<!\S)(?:\d{1,2} [A-Za-z]{3,9},? \d{4}|[A-Za-z]{3,9} \d{1,2},? \d{4}"
    r"|\d{4} [A-Za-z]{3,9} \d{1,2})(?!\S)"
)
"""A day with its month's name, as this program shows it."""
_YEAR_MONTH = re.compile(r"^(\d{4})(?:[-./](\d{1,2}))?$")
_MONTH_YEAR = re.compile(r"^(\d{1,2})[-./](\d{4})$")
_EXTENSION = re.compile(r"(?<=\d)\s*(?:x|ext\.?|#)\s*(?=\d+(?:\s|$))", re.IGNORECASE)
"""What parts a phone from its extension."""


def readings(text: str) -> tuple[Reading, ...]:
    """Answer the ways to read what was typed; none where nothing of it can be looked for."""
    if len(text) > LONGEST:
        return ()
    dates, rest = _birth_dates(_EXTENSION.sub(" ", text))
    of_dates: tuple[Term, ...] = (tuple((date,) for date in dates),) if dates else ()
    found = []
    for pieces in (_joined(rest), rest.split()):
        terms = [_named(one) if _has_letter(one) else _numbered(one) for one in pieces]
        reading = (*of_dates, *filter(None, terms))
        if reading and reading not in found:
            found.append(reading)
    return tuple(found)


def _has_letter(piece: str) -> bool:
    return any(char.isalpha() for char in piece)


def _joined(text: str) -> list[str]:
    """Part a text into its words; figures side by side are one number, however it is spaced."""
    return [
        piece
        for is_name, some in itertools.groupby(text.split(), _has_letter)
        for piece in (some if is_name else [" ".join(some)])
    ]


def _named(piece: str) -> Term:
    """Answer what a piece with letters may be: a part of a name, or of a file number."""
    return readings_of(piece)


def _numbered(piece: str) -> Term:
    """Answer what figures may be: a number's beginning, a phone's end, a year or month of birth."""
    found: list[tuple[Mark, ...]] = []
    # A zero that is dialled only within the country is no part of the number from abroad.
    for digits in dict.fromkeys((digits_of(piece), digits_of(piece.replace("(0)", "")))):
        if digits:
            found.append((digits,))
        if digits.startswith("00") and len(digits) > _SHORTEST_END:
            found.append((digits[2:],))
        if len(digits) >= _SHORTEST_END:
            found.append((END + digits[::-1],))
    born = _birth_month(piece.strip())
    return (*found, (born,)) if born else tuple(found)


def _birth_dates(text: str) -> tuple[list[PartialDate], str]:
    """Find a birth date in what was typed: the days it could mean, and the rest of the text."""
    text = _HYPHENED.sub(r"\1/\2/\3", text)
    match = _DATE.search(text)
    parts = _parts(match) if match else []
    if not match:
        match = _SPELLED.search(text)
        own = present().read(match[0]) if match else None
        parts = [(int(own[0]), own[1], own[2])] if own and own[0] else []
    found = []
    for year, month, day in parts:
        for full in (year,) if year >= _CENTURY else (1900 + year, 2000 + year):
            try:
                date = dt.date(full, month, day)
            except ValueError:
                continue
            found.append(PartialDate(date.year, date.month, date.day))
    if match is None or not found:
        return [], text
    return found, f"{text[: match.start()]} {text[match.end() :]}"


def _parts(match: re.Match[str]) -> list[tuple[int, int, int]]:
    """Answer year, month and day of a date in numbers, both ways where it may be meant so."""
    if match[1]:
        return [(int(match[1]), int(match[3]), int(match[4]))]
    one, two, year = int(match[5]), int(match[7]), int(match[8])
    if match[6] == ".":
        return [(year, two, one)]
    return list(dict.fromkeys([(year, one, two), (year, two, one)]))


def _birth_month(text: str) -> PartialDate | None:
    """Read a birth date of which only the year, or month and year, were typed."""
    if match := _YEAR_MONTH.match(text):
        year, month = match[1], match[2]
    elif match := _MONTH_YEAR.match(text):
        year, month = match[2], match[1]
    else:
        return None
    try:
        return PartialDate.parse(f"{year}-{int(month):02}" if month else year)
    except Misuse:
        return None
