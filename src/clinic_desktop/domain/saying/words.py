"""The table of a language: its words, and patterns that say what turns of phrase mean.

Each key has its patterns, with semicolons between. A pattern is words in a row: ``[x]`` may be left
out, ``(a|b)`` is one of several, ``{slot}`` is read by what ``grammar.SLOTS`` names. All patterns
of a language begin at one place, and are walked word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from clinic_desktop.domain.saying.tokens import spellings

_PART = re.compile(r"\[|\]|\(|\)|\||\{\w+\}|[^\s\[\]()|{}]+")

UNIVERSAL: Mapping[str, str] = {
    "at": "{time}",
    "between": "{span}",
    "length": "{length}",
    "doctor": "{titled}; {doctors}",
    "type": "{type}",
    "room": "{room}",
    "site": "{site}",
    "born": "{past}",
    "phone": "{phone}",
    "bare doctor": "{bare}",
}
"""What is said alike in every language."""


@dataclass(slots=True)
class Node:
    """A place in a pattern: the places that words and slots lead on to, and what ends here."""

    words: dict[str, list[Node]] = field(default_factory=dict)
    slots: dict[str, list[Node]] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True)
class Words:
    """One language. ``also_names`` are words that are names, too; True: more often than not.

    ``joined`` are words that stand at a weekday's end as one word with it: Dienstagnachmittag;
    ``surnames`` other words that people are called by, too: best, long, neuer; behind one of
    ``telling`` an unknown word may narrow the time; ``ending`` stands behind names: Turner's;
    ``adverbs`` before one of them are no weekday; ``next_`` stands with a weekday that is a limit.
    """

    code: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    numbers: tuple[str, ...]
    or_: str
    and_: str
    to: str
    of: str
    doctor: str
    patient: str
    particles: str
    also_names: Mapping[str, bool]
    patterns: str
    joined: str = ""
    surnames: str = ""
    telling: str = ""
    ending: str = ""
    adverbs: str = ""
    next_: str = ""

    @cached_property
    def tree(self) -> Node:
        """Where all patterns begin; of two that are alike the earlier one counts."""
        root = Node()
        for key, patterns in [*_keyed(self.patterns), *UNIVERSAL.items()]:
            for pattern in patterns.split(";"):
                for end in _grow([root], iter(_PART.findall(pattern)), ""):
                    end.key = key
        root.key = ""
        return root

    @cached_property
    def day_of(self) -> dict[str, int]:
        """The weekday (Monday 0) of each word for one."""
        return _numbered(self.weekdays, 0)

    @cached_property
    def month_of(self) -> dict[str, int]:
        """The month of each word for one."""
        return _numbered(self.months, 1)

    @cached_property
    def number_of(self) -> dict[str, int]:
        """The number of each word for one."""
        return _numbered(self.numbers, 1)

    @cached_property
    def named_too(self) -> dict[str, bool]:
        """The words that are names, too."""
        return {form: often for word, often in self.also_names.items() for form in spellings(word)}

    def set_of(self, name: str) -> frozenset[str]:
        """Answer the words of a list: ``or_``, ``and_``, ``to``, ``doctor``, …."""
        return self._sets[name]

    @cached_property
    def _sets(self) -> dict[str, frozenset[str]]:
        names = (
            "or_",
            "and_",
            "to",
            "of",
            "doctor",
            "patient",
            "particles",
            "joined",
            "surnames",
            "telling",
            "adverbs",
            "next_",
        )
        return {
            name: frozenset(
                form for word in str(getattr(self, name)).split() for form in spellings(word)
            )
            for name in names
        }


def _keyed(text: str) -> Iterator[tuple[str, str]]:
    """Answer what stands behind each key; a line that is indented goes on with the one before."""
    for block in re.split(r"\n(?=\S)", text.strip()):
        key, _, patterns = block.partition(":")
        yield key, patterns


def _numbered(rows: tuple[str, ...], first: int) -> dict[str, int]:
    return {
        form: number
        for number, row in enumerate(rows, first)
        for word in row.split()
        for form in spellings(word)
    }


def _grow(starts: list[Node], parts: Iterator[str], close: str) -> list[Node]:
    """Let alternatives grow from some places up to what closes them; answer where they end.

    Alternatives meet again behind what closes them, so a pattern takes as many places as it has
    words, however many rows of words it stands for.
    """
    done: list[Node] = []
    ends = starts
    for part in parts:
        if part == close:
            break
        if part == "|":
            done += ends
            ends = starts
        elif part == "[":
            ends = [*ends, *_grow(ends, parts, "]")]
        elif part == "(":
            ends = _grow(ends, parts, ")")
        elif part.startswith("{"):
            ends = _step([end.slots for end in ends], (part[1:-1],))
        elif forms := spellings(part):
            ends = _step([end.words for end in ends], forms)
    return [*done, *ends]


def _step(befores: Iterable[dict[str, list[Node]]], names: Iterable[str]) -> list[Node]:
    """Add one place that some words, or a slot, lead to."""
    behind = Node()
    for before in befores:
        for name in names:
            before.setdefault(name, []).append(behind)
    return [behind]
