"""Puts what was read together: one meaning, and a question wherever it must not be guessed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from clinic_desktop.domain.forms import WEEKDAYS
from clinic_desktop.domain.saying import days
from clinic_desktop.domain.saying.clocks import HOUR, Clock, Sure, Unsure
from clinic_desktop.domain.saying.grammar import Item
from clinic_desktop.domain.saying.line import Line
from clinic_desktop.domain.saying.meaning import Meaning, Question

PARTS: Mapping[str, tuple[int | None, int | None]] = {
    "morning": (None, 12 * HOUR),
    "early_morning": (None, 10 * HOUR),
    "late_morning": (10 * HOUR, 12 * HOUR),
    "midday": (11 * HOUR, 14 * HOUR),
    "afternoon": (12 * HOUR, 18 * HOUR),
    "early_afternoon": (12 * HOUR, 15 * HOUR),
    "late_afternoon": (16 * HOUR, 18 * HOUR),
    "evening": (17 * HOUR, None),
    "after_lunch": (13 * HOUR, None),
    "after_work": (17 * HOUR, None),
    "after_school": (15 * HOUR, None),
    "before_lunch": (None, 12 * HOUR),
    "before_work": (None, 8 * HOUR),
}
"""From when and before when a part of the day begins, in minutes from midnight."""
_NO_TIMES = "These times leave none: which is meant?"
NOON = 12 * HOUR
_ALL_DAYS = range(7)
_HALVES = ("in", "de", "du", "am")
"""Words for “in the” behind a time."""
_TOPICS = {"born": "birth date"}


class Resolved:
    """What a line means so far."""

    def __init__(self, line: Line) -> None:
        """Begin with nothing said."""
        self.line = line
        self.meaning = Meaning()
        self.questions: list[Question] = []
        self.clocks: dict[str, tuple[Clock, Item]] = {}
        self.part: tuple[str, Item] | None = None
        self.except_: set[int] = set()

    def set(self, name: str, value: object, item: Item, topic: str) -> None:
        """Set a part of the meaning; of two that differ it is asked which one is meant."""
        known = getattr(self.meaning, name)
        if known not in (None, "", (), value):
            self.ask(topic, f"Two are said: which {_TOPICS.get(topic, topic)} is meant?", item)
            return
        self.put(name, value)

    def put(self, name: str, value: Any) -> None:  # noqa: ANN401 - of any part of a meaning
        """Set a part of the meaning, whatever was said before."""
        self.meaning = replace(self.meaning, **{name: value})

    def ask(self, topic: str, message: str, item: Item, choices: Sequence[str] = ()) -> None:
        """Ask about some words; ``choices`` are said in their place."""
        tokens = self.line.tokens
        start, end = tokens[item.start].start, tokens[item.end - 1].end
        lines = tuple(f"{self.line.text[:start]}{one}{self.line.text[end:]}" for one in choices)
        self.questions.append(Question(topic, message, start, end, lines))

    def said(self, item: Item) -> str:
        """Answer the words of an item as typed."""
        tokens = self.line.tokens
        return self.line.text[tokens[item.start].start : tokens[item.end - 1].end]

    def between(self, first: dt.date | None, last: dt.date | None, item: Item) -> None:
        """Narrow the days; two that leave none are asked."""
        if last == dt.date.max:
            last = None
        now = self.meaning
        firsts = [day for day in (now.first, first) if day is not None]
        lasts = [day for day in (now.last, last) if day is not None]
        low, high = max(firsts, default=None), min(lasts, default=None)
        if low is not None and high is not None and low > high:
            self.ask("date", "These days leave none: which is meant?", item)
            return
        self.meaning = replace(now, first=low, last=high)

    def day(self, value: object, item: Item) -> days.Stretch | None:
        """Answer the days that a slot held, or ask."""
        if isinstance(value, days.Stretch):
            return value
        could_be = value.could_be if isinstance(value, days.Days) else ()
        if len(could_be) == 1:
            return days.Stretch(could_be[0], could_be[0])
        said = self.said(item)
        if could_be:
            choices = [day.isoformat() for day in could_be]
            self.ask("date", f"“{said}” can be {' or '.join(choices)}.", item, choices)
        else:
            self.ask("date", f"“{said}”: there is no such day to come.", item)
        return None

    def clock(self, value: object, item: Item) -> Clock | None:
        """Answer the time that a slot held, or ask."""
        if isinstance(value, Clock):
            return value
        if isinstance(value, Unsure):
            self.ask_unsure(item)
        return None

    def ask_unsure(self, item: Item) -> None:
        """Ask whether a word is a length or a time."""
        unsure = next(value for value in item.values if isinstance(value, Unsure))
        said = self.said(item)
        told = " or ".join(unsure.readings)
        self.ask("length", f"“{said}” can be a length or a time: {told}?", item, unsure.readings)

    def finish(self) -> None:
        """Bring times, part of the day, weekdays and dates together."""
        if self.except_:
            kept = set(self.meaning.weekdays or _ALL_DAYS) - self.except_
            self.meaning = replace(self.meaning, weekdays=tuple(sorted(kept)))
        low, high = PARTS[self.part[0]] if self.part else (None, None)
        if self.part is not None and not self.clocks:
            self.meaning = replace(self.meaning, after=low, before=high)
        for name, (found, item) in self.clocks.items():
            self._settle(name, found, item, low, high)
        if self.part is not None and self.clocks:
            self._narrow(low, high)
        after, before = self.meaning.after, self.meaning.before
        if after is not None and before is not None and after >= before and not self.questions:
            self.questions.append(Question("time", _NO_TIMES, 0, len(self.line.text)))
        self._one_day()

    def _settle(
        self, name: str, found: Clock, item: Item, low: int | None, high: int | None
    ) -> None:
        """Set a time, on the half of the dial that the part of the day says."""
        minute = found.minute
        if found.sure is not Sure.SAID and low is not None and low >= NOON > minute:
            minute += NOON
        elif found.sure is Sure.NOT and self.part is None:
            hour, rest = divmod(minute, HOUR)
            choices = [f"{hour:02}:{rest:02}", f"{hour + 12}:{rest:02}"]
            written = [self._again(item, one) for one in choices]
            self.ask("time", f"“{self.said(item)}”: {' or '.join(choices)}?", item, written)
            return
        elif self.part is not None and name == "at":
            early = high is not None and minute >= high
            if early or (low is not None and minute < low):
                self.ask("time", "The time does not lie in that part of the day.", item)
                return
        self.put(name, minute)

    def _again(self, item: Item, time: str) -> str:
        """Say the words again, with a clear time behind them."""
        words = self.said(item).split()
        return " ".join([*words[:-1], time])

    def _narrow(self, low: int | None, high: int | None) -> None:
        """Of “mornings after ten” both hold; a time on the clock needs no part."""
        now = self.meaning
        if now.at is not None or self._only_tells_the_half():
            return
        after = max((one for one in (now.after, low) if one is not None), default=None)
        before = min((one for one in (now.before, high) if one is not None), default=None)
        if after is not None and before is not None and after >= before and self.part is not None:
            self.ask("time", _NO_TIMES, self.part[1])
            return
        self.meaning = replace(now, after=after, before=before)

    def _only_tells_the_half(self) -> bool:
        """Tell whether the part of the day stands behind a time: “from 5 in the afternoon”."""
        if self.part is None:
            return False
        start = self.part[1].start
        behind = any(item.end == start for _, item in self.clocks.values())
        told = self.line.form(start) in _HALVES or self.part[1].end == start + 1
        return behind and told and not self.line.tokens[start - 1].parted

    def _one_day(self) -> None:
        """A date and its own weekday are one; another weekday is asked."""
        now = self.meaning
        if not now.weekdays or now.first is None or now.first != now.last:
            return
        if now.first.weekday() in now.weekdays:
            self.meaning = replace(now, weekdays=())
            return
        text = self.line.text
        words = WEEKDAYS[now.first.weekday()]
        message = f"{now.first.isoformat()} is a {words}: which day is meant?"
        self.questions.append(Question("date", message, 0, len(text)))
