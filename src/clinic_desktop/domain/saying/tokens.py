"""The words of a line, and when two of them are the same one."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from clinic_desktop.domain.people import plain
from clinic_desktop.domain.values import dataclass

_WORD = re.compile(r'[“"„«]([^“”"„«»]*)[”"“»]|[^\s,;]+|[,;]')
_QUOTES = "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
_OPEN, _CLOSE = f"([{{¿¡<*{_QUOTES}", f")]}}:!?>*{_QUOTES}"
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
_PARTING = ",;"
_SIGNS = re.compile(r"[-\u2013\u2014/|.\u2022_]+")
_ELIDED = re.compile(rf"^[a-z]{{1,2}}[{_QUOTES}](?=\w)", re.IGNORECASE)
_SHORTEST_TYPO = 5


@lru_cache(maxsize=16384)
def spellings(text: str) -> tuple[str, ...]:
    """Answer a word without case, accents and signs, and as it is typed where keys are missing.

    Müller is muller and mueller. None for what has no letter or digit, but for an ampersand.
    """
    if text == "&":
        return ("&",)
    composed = unicodedata.normalize("NFC", text).casefold().translate(_SPELLED)
    folded = (_letters(plain(text)), _letters(plain(composed)))
    return tuple(dict.fromkeys(form for form in folded if form))


def _letters(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


@dataclass(frozen=True, slots=True)
class Token:
    """A word at [start, end) of the line; ``forms`` are the words that it may be.

    ``quoted`` ones are the patient's name, whatever they are; ``parted`` tells of a comma behind.
    """

    text: str
    start: int
    end: int
    forms: tuple[str, ...]
    quoted: bool = False
    parted: bool = False

    @property
    def digits(self) -> bool:
        """Made of digits alone, but for a dot behind them."""
        return self.text.rstrip(".").isascii() and self.text.rstrip(".").isdigit()


def tokens_of(line: str) -> tuple[Token, ...]:
    """Part a line into its words."""
    found: list[Token] = []
    for match in _WORD.finditer(line):
        text = match[0]
        if text in _PARTING or _SIGNS.fullmatch(text):
            if found:
                last = found[-1]
                found[-1] = Token(
                    last.text, last.start, last.end, last.forms, last.quoted, parted=True
                )
            continue
        if match[1] is not None:
            if match[1].strip():
                found.append(Token(match[1].strip(), match.start(), match.end(), (), quoted=True))
            continue
        start, end = match.span()
        # A phone may begin with a bracket: what is closed behind stays.
        if ")" not in text:
            start += len(text) - len(text.lstrip(_OPEN))
        end -= len(text) - len(text.rstrip(_CLOSE if "(" not in text else _CLOSE.replace(")", "")))
        word = line[start:end]
        if word:
            found.append(Token(word, start, end, _forms(word)))
    return tuple(found)


def _forms(word: str) -> tuple[str, ...]:
    """Answer the words that one may be: as it stands, and without an article that was elided."""
    bare = _ELIDED.sub("", word)
    return tuple(dict.fromkeys((*spellings(word), *spellings(bare))))


def nearly(word: str, other: str) -> bool:
    """Tell whether a word is another one with one letter wrong, missing, too many or swapped."""
    if word == other or min(len(word), len(other)) < _SHORTEST_TYPO:
        return word == other
    if abs(len(word) - len(other)) > 1:
        return False
    at = next((n for n, (a, b) in enumerate(zip(word, other, strict=False)) if a != b), None)
    if at is None:
        return True
    rest, other_rest = word[at:], other[at:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[:2][::-1] and rest[2:] == other_rest[2:])
    )
