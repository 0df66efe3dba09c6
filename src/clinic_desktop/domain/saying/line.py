"""A line that is being read: its words, in one language, on a day, at a clinic."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, field, replace

from clinic_desktop.domain.forms import Forms
from clinic_desktop.domain.saying.meaning import Vocabulary
from clinic_desktop.domain.saying.tokens import Token, spellings, tokens_of
from clinic_desktop.domain.saying.words import Words

_LONGEST_NUMBER = 3
_HYPHEN = re.compile(r"^([^\W\d_]+)-([^\W\d_]+\.?)$")
_ENDED = re.compile(r"^(\w[\w'\u2019-]+)['\u2019](\w)$")
_UNITS = (
    "m min mins mn minute minutes minuten minuto minutos day days tage tagen tag jour jours dia"
    " dias week weeks woche wochen semaine semaines semana semanas month months monat monaten mois"
    " mes meses x times mal fois veces"
)


@dataclass(frozen=True)
class Line:
    """The words of a line, and against what they are read."""

    text: str
    tokens: tuple[Token, ...]
    words: Words
    today: dt.date
    forms: Forms
    vocabulary: Vocabulary
    units: frozenset[str] = field(default=frozenset(_UNITS.split()))
    read: dict[tuple[str, int], list[tuple[object, int]]] = field(default_factory=dict)
    """What slots held, by their places: many patterns ask the same."""

    @classmethod
    def of(
        cls, text: str, words: Words, today: dt.date, forms: Forms, vocabulary: Vocabulary
    ) -> Line:
        """Part a text into its words, as a language joins them."""
        tokens = tuple(each for token in tokens_of(text) for each in _parted(token, words))
        return cls(text, tokens, words, today, forms, vocabulary)

    def token(self, at: int) -> Token | None:
        """Answer a word, or None behind the end."""
        return self.tokens[at] if 0 <= at < len(self.tokens) else None

    def form(self, at: int) -> str:
        """Answer a word, folded; empty behind the end, and where it is quoted."""
        token = self.token(at)
        return token.forms[0] if token is not None and token.forms else ""

    def is_in(self, at: int, name: str) -> bool:
        """Tell whether a word is in a list of its language."""
        token = self.token(at)
        return token is not None and any(form in self.words.set_of(name) for form in token.forms)

    def number(self, at: int, *, words: bool = True) -> int | None:
        """Read a small number in figures, or as a word."""
        token = self.token(at)
        if token is None or not token.forms:
            return None
        if token.text.isascii() and token.text.isdigit():
            return int(token.text) if len(token.text) <= _LONGEST_NUMBER else None
        if not words:
            return None
        return next(
            (self.words.number_of[form] for form in token.forms if form in self.words.number_of),
            None,
        )


def _parted(token: Token, words: Words) -> tuple[Token, ...]:
    """Part a word that is a day and a part of it in one, or a name and what ends it."""
    named = _ENDED.match(token.text) if words.ending and not token.quoted else None
    if named is not None and named[2] == words.ending and token.forms[0] not in words.tree.words:
        middle = token.start + len(named[1])
        first = Token(named[1], token.start, middle, spellings(named[1]))
        last = Token(token.text[len(named[1]) :], middle, token.end, (words.ending,))
        return first, replace(last, parted=token.parted)
    joined = _HYPHEN.match(token.text)
    if joined is not None and not token.quoted:
        first_, last_ = (spellings(part) for part in joined.groups())
        if any(form in words.month_of for form in last_) and first_[0] in words.tree.words:
            middle = token.start + len(joined[1])
            first = Token(joined[1], token.start, middle, first_)
            return first, Token(joined[2], middle + 1, token.end, last_, parted=token.parted)
    for form in token.forms:
        for day in (*words.day_of, *words.month_of):
            rest = form.removeprefix(day)
            # Of one length only where no letter was spelled in two: the places must stay true.
            if rest != form and rest in words.set_of("joined") and len(form) == len(token.text):
                middle = token.start + len(day)
                first = Token(token.text[: len(day)], token.start, middle, (day,))
                last = Token(token.text[len(day) :], middle, token.end, (rest,))
                return first, replace(last, parted=token.parted)
    return (token,)
