"""Which words left over are talk around the patient's name, and name nobody."""

from __future__ import annotations

from collections.abc import Sequence

from clinic_desktop.domain.saying.grammar import Item
from clinic_desktop.domain.saying.line import Line
from clinic_desktop.domain.saying.names import read_bare

Run = tuple[int, int]
_HARMLESS = frozenset(
    {
        "filler",
        "title",
        "soonest",
        "any doctor",
        "with",
        "doctor",
        "type",
        "phone",
        "tel",
        "room",
        "room numbered",
    }
)
_MOST_WORDS, _SURE_OF = 3, 2


def talk_around(line: Line, items: Sequence[Item], runs: Sequence[Run]) -> list[Run]:
    """Answer the runs of words that are no name, where exactly one other is for sure.

    Sure is a name in capital letters amid words in small ones, or one behind a title. A word that
    may narrow the time (it stands beside one, or behind “before” or “on”) is never let go.
    """
    written = [run for run in runs if _is_written(line, run)]
    titled = [run for run in runs if _is_titled(items, run)]
    sure = written if len(written) == 1 else titled if not written else []
    if len(sure) != 1 or len(runs) == 1 or any(read_bare(line, sure[0][0])):
        return []
    others = [run for run in runs if run != sure[0]]
    fits = all(_is_talk(line, items, run, sure[0]) for run in others)
    return others if fits else []


def trimmed(line: Line, run: Run) -> list[Run]:
    """Part a name of several words in capitals from words in small letters at its ends."""
    places = range(*run)
    capitals = [at for at in places if line.tokens[at].quoted or line.tokens[at].text[:1].isupper()]
    if len(capitals) < _SURE_OF:
        return [run]
    start, end = capitals[0], capitals[-1] + 1
    while start > run[0] and line.is_in(start - 1, "particles"):
        start -= 1
    return [
        (low, high) for low, high in ((run[0], start), (start, end), (end, run[1])) if low < high
    ]


def _is_written(line: Line, run: Run) -> bool:
    """Tell whether some words are in capitals, or quoted, but for particles."""
    named = [line.tokens[at] for at in range(*run) if not line.is_in(at, "particles")]
    return bool(named) and all(token.quoted or token.text[:1].isupper() for token in named)


def _is_titled(items: Sequence[Item], run: Run) -> bool:
    """Tell whether a patient's title stands before some words."""
    return any(item.key == "title" and item.end == run[0] for item in items)


def _is_talk(line: Line, items: Sequence[Item], run: Run, name: Run) -> bool:
    """Tell whether some words are in small letters, and nothing beside them is a day or time."""
    start, end = run
    tokens = line.tokens[start:end]
    small = all(token.forms and _is_small(token.text) for token in tokens)
    told = any(line.is_in(at, "telling") for at in range(start - 1, end))
    before = start > 0 and not line.tokens[start - 1].parted
    behind = not tokens[-1].parted
    beside = [
        item for item in items if (before and item.end == start) or (behind and item.start == end)
    ]
    # What stands by itself between commas says something: another name, “mi-novembre”.
    beside_name = end == name[0] or start == name[1]
    harmless = (beside_name or bool(beside)) and all(item.key in _HARMLESS for item in beside)
    return small and harmless and not told and len(tokens) <= _MOST_WORDS


def _is_small(text: str) -> bool:
    """Tell whether a word has no capital and no digit; “I've” begins with one by its grammar."""
    rest = text[1:] if text[:1] == "I" and not text[1:2].isalpha() else text
    return not any(char.isupper() or char.isdigit() for char in rest)
