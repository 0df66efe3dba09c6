"""A line that is being read: its words, in one language, on a day, at a clinic."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from clinic_desktop.domain.forms import Forms
from clinic_desktop.domain.saying.meaning import Vocabulary
from clinic_desktop.domain.saying.tokens import Token, tokens_of
from clinic_desktop.domain.saying.words import Words

_LONGEST_NUMBER = 3
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
    """Part a word that is a weekday and a part of the day in one."""
    for form in token.forms:
        for day in words.day_of:
            rest = form.removeprefix(day)
            # Of one length only where no letter was spelled in two: the places must stay true.
            if rest != form and rest in words.set_of("joined") and len(form) == len(token.text):
                middle = token.start + len(day)
                first = Token(token.text[: len(day)], token.start, middle, (day,))
                last = Token(token.text[len(day) :], middle, token.end, (rest,))
                return first, replace(last, parted=token.parted)
    return (token,)
