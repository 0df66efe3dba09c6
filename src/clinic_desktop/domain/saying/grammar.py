"""Walks a line by the tree of a language: which words say what, and which are left over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from clinic_desktop.domain.saying import clocks, days, names
from clinic_desktop.domain.saying.line import Line
from clinic_desktop.domain.saying.stretches import stretch_of
from clinic_desktop.domain.saying.words import Node
from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Item:
    """Words [start, end) of a line that say something: the key of their pattern, what they hold."""

    start: int
    end: int
    key: str
    values: tuple[Any, ...] = ()


def _read_day(line: Line, at: int) -> clocks.Read:
    """Read a day where one must come: a date, a weekday to come, “next week”, “tomorrow”."""
    yield from days.read_date(line, at)
    named = at + 1 if line.is_in(at, "next_") and line.token(at + 1) is not None else at
    for value, end in days.read_weekday(line, named):
        if isinstance(value, tuple):
            day = days.Days((days.coming(line.today, value[0]),))
            yield day, end
            if line.is_in(end, "next_") and not line.tokens[end - 1].parted:
                yield day, end + 1
    for item in _walk(line, at, line.words.tree, (), without=_NO_DAY):
        if item.end > at:
            stretch = stretch_of(line.today, item.key, item.values)
            if stretch is not None:
                yield stretch, item.end


def _read_hour(line: Line, at: int) -> clocks.Read:
    """Read a time where one must come: 10, 15:30, four, half past four, Viertel nach vier."""
    yield from clocks.read_hour(line, at)
    for item in _walk(line, at, line.words.tree, (), without=_NO_HOUR):
        if item.key in clocks.SPOKEN:
            said = clocks.spoken(line, item.key, item.values)
            if said is not None:
                yield said, item.end


_NO_DAY, _NO_HOUR = frozenset({"day"}), frozenset({"day", "hour"})
"""No day is read inside of another one, nor a time."""


SLOTS: Mapping[str, Callable[[Line, int], clocks.Read]] = {
    "time": clocks.read_time,
    "hour": _read_hour,
    "count": clocks.read_count,
    "span": clocks.read_span,
    "length": clocks.read_length,
    "n": clocks.read_number,
    "date": days.read_date,
    "nth": days.read_nth,
    "day": _read_day,
    "past": days.read_past,
    "birth": days.read_birth,
    "weekday": days.read_weekday,
    "weekdays": days.read_weekdays,
    "month": days.read_month,
    "doctor": names.read_doctor,
    "titled": names.read_titled,
    "doctors": names.read_doctors,
    "bare": names.read_bare,
    "type": names.read_type,
    "room": names.read_room,
    "room_number": names.read_room_number,
    "site": names.read_site,
    "phone": names.read_phone,
    "number": names.read_said_phone,
    "several": clocks.read_several,
    "few": clocks.read_few,
    "dotted": days.read_dotted,
}


def _held(line: Line, slot: str, at: int) -> list[tuple[object, int]]:
    """Answer what a slot may hold from a place on; read once."""
    known = line.read.get((slot, at))
    if known is None:
        known = line.read[slot, at] = list(SLOTS[slot](line, at))
    return known


def items_of(line: Line) -> tuple[list[Item], list[int]]:
    """Answer what the words say, by their places, and the places of words that say nothing known.

    Of several readings from a place on the longest counts.
    """
    found: list[Item] = []
    left: list[int] = []
    at, after_title = 0, False
    while (token := line.token(at)) is not None:
        item = None if token.quoted or after_title else _greeting(line, at) or _longest(line, at)
        after_title = False
        if item is None:
            left.append(at)
            at += 1
            continue
        if item.key == "title":
            after_title = True
        found.append(item)
        at = item.end
    return found, left


def _greeting(line: Line, at: int) -> Item | None:
    """Answer a first word that greets: “Morning!” is no part of the day."""
    called = at == 0 and line.text[line.tokens[at].end :].startswith("!")
    return Item(at, at + 1, "filler") if called else None


def _longest(line: Line, at: int) -> Item | None:
    """Answer the longest reading from a place on, of several the first."""
    best: Item | None = None
    for item in _walk(line, at, line.words.tree, ()):
        if (
            best is None
            or item.end > best.end
            or (item.end == best.end and _rank(item) < _rank(best))
        ):
            best = item
    end = _behind_title(line, at)
    if end and (best is None or best.end == at + 1 or best.key == "filler"):
        return Item(at, end, "title")
    return best


_COUNTS = frozenset({"several", "n", "count", "nth"})
"""What does not go on behind a comma: “10 h, 30 min”."""
_WHOLE = frozenset({"not hours"})
"""What a comma takes apart: “not Fridays, after two” are two wishes."""
_WEAK = ("filler", "not", "bare doctor", "phone")


def _rank(item: Item) -> int:
    return _WEAK.index(item.key) + 1 if item.key in _WEAK else 0


def _behind_title(line: Line, at: int) -> int:
    """Answer the place behind a patient's title, which has a name there; 0 if it is none."""
    text = line.tokens[at].text
    short = len(text.rstrip(".")) == 1 and not (text.endswith(".") or text.isupper())
    if short or not line.is_in(at, "patient") or _is_day(line, at):
        return 0
    end = at + 1
    while line.is_in(end, "doctor"):
        end += 1
    behind = line.token(end)
    return end if behind is not None and any(char.isalpha() for char in behind.text) else 0


def _is_day(line: Line, at: int) -> bool:
    """Tell whether a word that is a title, too, is a weekday there: “Fr. Weiß” is a woman."""
    token, behind = line.tokens[at], line.token(at + 1)
    if days.weekday(line, at) is None or behind is None:
        return False
    named = token.text.istitle() and token.text.endswith(".") and behind.text[:1].isupper()
    return not named or any(item.end > at + 1 for item in _walk(line, at + 1, line.words.tree, ()))


def _is_parted(line: Line, start: int, end: int) -> bool:
    """Tell whether a comma stands between the words of a stretch."""
    return any(token.parted for token in line.tokens[start : end - 1])


def _walk(
    line: Line, at: int, node: Node, values: tuple[Any, ...], *, begun: int | None = None,
    without: frozenset[str] = frozenset(),
) -> Iterator[Item]:  # fmt: skip
    """Answer every reading that goes on from a place in the tree, but for some slots."""
    start = at if begun is None else begun
    if node.key and not (node.key in _WHOLE and _is_parted(line, start, at)):
        yield Item(start, at, node.key, values)
    token = line.token(at)
    if token is None or token.quoted:
        return
    begins = at > start
    for form in token.forms:
        for behind in node.words.get(form, ()):
            yield from _walk(line, at + 1, behind, values, begun=start, without=without)
    for slot, behinds in node.slots.items():
        if slot in without or (slot in _COUNTS and begins and line.tokens[at - 1].parted):
            continue
        for value, end in _held(line, slot, at):
            for behind in behinds:
                yield from _walk(line, end, behind, (*values, value), begun=start, without=without)
