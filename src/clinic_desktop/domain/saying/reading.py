"""Understands a line that books: the language it is in, whom it names, what must be asked."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from clinic_desktop.domain.forms import Forms
from clinic_desktop.domain.saying import english, french, german, spanish
from clinic_desktop.domain.saying.grammar import Item, items_of
from clinic_desktop.domain.saying.line import Line
from clinic_desktop.domain.saying.meaning import Meaning, Question, Reading, Vocabulary
from clinic_desktop.domain.saying.patient import Patient
from clinic_desktop.domain.saying.resolving import Resolved
from clinic_desktop.domain.saying.taking import take
from clinic_desktop.domain.saying.telling import told
from clinic_desktop.domain.saying.words import Words


class Language(StrEnum):
    """The languages in which a line may be."""

    EN = "en"
    DE = "de"
    FR = "fr"
    ES = "es"


LANGUAGES = {each.WORDS.code: each.WORDS for each in (english, german, french, spanish)}
LONGEST = 300
"""No line is longer: whoever typed more pasted something else."""
_SHORT, _LONG = 3, 4
_EVERYWHERE = frozenset({"type", "room", "site", "doctor", "bare doctor", "phone"})
"""What is of the clinic, not of a language."""


def understand(
    line: str, today: dt.date, forms: Forms, vocabulary: Vocabulary, language: str = ""
) -> Reading:
    """Answer what a line means; never raises, whatever it holds.

    It is read in every language; the one that knows the most of its words counts, of several
    ``language`` (en, de, fr, es). Where they differ and none was named, it is asked.
    """
    if len(line) > LONGEST:
        message = f"A line has {LONGEST} letters at most."
        return Reading(line, language, Meaning(), (), (Question("line", message, 0, len(line)),))
    if not line.strip():
        asked = Question("line", "Nothing was said: whom is the visit for, and when?", 0, len(line))
        return Reading(line, language, Meaning(), (), (asked,))
    readings = [_read(line, today, forms, vocabulary, words) for words in LANGUAGES.values()]
    most = max(score for score, _ in readings)
    best = [reading for score, reading in readings if score == most]
    chosen = next((one for one in best if one.language == language), best[0])
    if chosen.language == language or all(one.meaning == chosen.meaning for one in best):
        return chosen
    other = next(one for one in best if one.meaning != chosen.meaning)
    names = f"{_NAMES[chosen.language]} or {_NAMES[other.language]}"
    asked = Question("language", f"Is this {names}? It means another thing.", 0, len(line))
    return replace(chosen, questions=(*chosen.questions, asked))


_NAMES = {"en": "English", "de": "German", "fr": "French", "es": "Spanish"}


def _read(
    text: str, today: dt.date, forms: Forms, vocabulary: Vocabulary, words: Words
) -> tuple[float, Reading]:
    """Read a line in one language; answer how many of its words it knows, and the reading."""
    line = Line.of(text, words, today, forms, vocabulary)
    items, left = items_of(line)
    score = _known(line, items)
    patient = Patient(line, items, left)
    resolved = Resolved(line)
    for item in patient.items:
        take(resolved, item)
    resolved.finish()
    meaning = replace(resolved.meaning, who=patient.who)
    questions = (*patient.questions, *resolved.questions)
    understood = told(line, patient.items, patient.runs)
    return score, Reading(text, words.code, meaning, understood, questions)


def _known(line: Line, items: Sequence[Item]) -> float:
    """Count the words that the language knows by itself; short ones are in many languages."""
    score = 0.0
    for item in items:
        for at in range(item.start, item.end):
            if item.key in _EVERYWHERE and not line.is_in(at, "or_"):
                continue
            for form in line.tokens[at].forms:
                if form.isdigit() or not form.isalpha():
                    continue
                score += 1 if len(form) >= _LONG else 0.5 if len(form) == _SHORT else 0.25
                break
    return score
