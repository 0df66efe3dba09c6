"""The table of a language: its words, and patterns that say what turns of phrase mean.

Each key has its patterns, with semicolons between. A pattern is words in a row: ``[x]`` may be left
out, ``(a|b)`` is one of several, ``{slot}`` is read by what ``grammar.SLOTS`` names. All patterns
of a language make one tree, walked word by word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
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
    """A place in the tree of patterns: the words and slots that go on, and what ends here."""

    words: dict[str, Node] = field(default_factory=dict)
    slots: dict[str, Node] = field(default_factory=dict)
    key: str = ""


@dataclass(frozen=True)
class Words:
    """One language. ``also_names`` are words that are names, too; True: more often than not.

    ``joined`` are words that stand at a weekday's end as one word with it: Dienstagnachmittag;
    ``surnames`` other words that people are called by, too: best, long, neuer.
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

    @cached_property
    def tree(self) -> Node:
        """All patterns as one tree; of two that are alike the earlier one counts."""
        root = Node()
        for key, patterns in [*_keyed(self.patterns), *UNIVERSAL.items()]:
            for pattern in patterns.split(";"):
                for row in _rows(pattern):
                    _grow(root, row, key)
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
        names = ("or_", "and_", "to", "of", "doctor", "patient", "particles", "joined", "surnames")
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


def _grow(node: Node, row: tuple[str, ...], key: str) -> None:
    """Add a row of words and slots below a place in the tree, in all spellings."""
    if not row:
        node.key = node.key or key
    elif row[0].startswith("{"):
        _grow(node.slots.setdefault(row[0][1:-1], Node()), row[1:], key)
    else:
        for form in spellings(row[0]):
            _grow(node.words.setdefault(form, Node()), row[1:], key)


def _numbered(rows: tuple[str, ...], first: int) -> dict[str, int]:
    return {
        form: number
        for number, row in enumerate(rows, first)
        for word in row.split()
        for form in spellings(word)
    }


def _rows(pattern: str) -> list[tuple[str, ...]]:
    """Write a pattern out: every row of words and slots that it stands for."""
    return [row for row in dict.fromkeys(_either(iter(_PART.findall(pattern)), "")) if row]


def _either(parts: Iterator[str], close: str) -> list[tuple[str, ...]]:
    """Read alternatives up to what closes them."""
    done: list[tuple[str, ...]] = []
    rows: list[tuple[str, ...]] = [()]
    for part in parts:
        if part == close:
            break
        if part == "|":
            done += rows
            rows = [()]
        elif part == "[":
            inner = [(), *_either(parts, "]")]
            rows = [(*row, *more) for row in rows for more in inner]
        elif part == "(":
            inner = _either(parts, ")")
            rows = [(*row, *more) for row in rows for more in inner]
        elif spellings(part) or part.startswith("{"):
            rows = [(*row, part) for row in rows]
    return done + rows
