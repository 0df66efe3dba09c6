"""Which words of a line are the patient's, and where that must be asked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from clinic_desktop.domain.forms import WEEKDAYS
from clinic_desktop.domain.saying.days import Typo
from clinic_desktop.domain.saying.grammar import Item
from clinic_desktop.domain.saying.line import Line
from clinic_desktop.domain.saying.meaning import Question
from clinic_desktop.domain.saying.names import Doctors
from clinic_desktop.domain.saying.talk import talk_around, trimmed

_CLOCK_FIGURES = re.compile(r"^([01]?\d|2[0-3])([0-5][05])$")
_PHONE_SIGNS = re.compile(r"[\d/().+\-]{4,}")
_SHORT, _LONG = 3, 4
_TELLS_WHO = frozenset({"phone", "tel", "born"})
_SHORTEST_VISIT, _LONGEST_VISIT, _HOURS = 5, 24 * 60, 24
_AFTERNOON = range(1, 7)


class Patient:
    """The words that are the patient's, and the questions about whom they name."""

    def __init__(self, line: Line, items: list[Item], left: list[int]) -> None:
        """Part the words of a line into the patient's and the others'."""
        self.line = line
        self.questions: list[Question] = []
        self.items = items
        self._left = set(left)
        self._numbers()
        self._particles()
        self._doctors_who_are_patients()
        self.runs = self._runs()
        self._talk()
        self._unsure_names()
        self._one_name()
        self._narrowing()
        self._signs()

    @property
    def who(self) -> str:
        """The patient's words, with a comma where one was typed."""
        if not self.runs:
            return ""
        words = []
        for at in range(*self.runs[0]):
            token = self.line.tokens[at]
            behind = at + 1 < self.runs[0][1] and token.parted
            words.append(token.text + ("," if behind else ""))
        return " ".join(words)

    def _ask(self, topic: str, message: str, at: int, end: int, choices: Sequence[str]) -> None:
        tokens = self.line.tokens
        start, stop = tokens[at].start, tokens[end - 1].end
        text = self.line.text
        lines = tuple(f"{text[:start]}{one}{text[stop:]}" for one in choices)
        self.questions.append(Question(topic, message, start, stop, lines))

    def _numbers(self) -> None:
        """Ask what a bare number is; long ones are the patient's: the end of a phone, a year."""
        for at in sorted(self._left):
            token = self.line.tokens[at]
            if token.quoted or not any(char.isdigit() for char in token.text):
                continue
            if any(char.isalpha() for char in token.text):
                continue
            figures = token.text.rstrip(".")
            if not (figures.isascii() and figures.isdigit()):
                if not _PHONE_SIGNS.fullmatch(token.text):
                    self._ask("number", f"What is “{token.text}”?", at, at + 1, ())
                continue
            if len(figures) >= _LONG:
                if match := _CLOCK_FIGURES.match(figures):
                    choices = (f"{int(match[1]):02}:{match[2]}", f'"{figures}"')
                    message = f"Is “{figures}” a time, or the end of a phone?"
                    self._ask("number", message, at, at + 1, choices)
            elif len(figures) < _SHORT or int(figures) <= _LONGEST_VISIT:
                self._small_number(at, int(figures))
        self._left -= {
            at for question in self.questions for at in tuple(self._left)
            if self.line.tokens[at].start == question.start
        }  # fmt: skip

    def _small_number(self, at: int, number: int) -> None:
        choices = []
        if _SHORTEST_VISIT <= number <= _LONGEST_VISIT:
            choices.append(f"{number} min")
        if number < _HOURS:
            hour = number + _HOURS // 2 if number in _AFTERNOON else number
            choices.append(f"{hour:02}:00")
        message = f"What is “{number}”: minutes, a time, a day?"
        self._ask("number", message, at, at + 1, choices)

    def _particles(self) -> None:
        """Words such as “de la” between a patient's words, or before them, are of the name."""
        kept = []
        for number, item in enumerate(self.items):
            before = self.items[number - 1] if number else None
            if item.key == "filler" and self._is_particle(item, before):
                self._left |= set(range(item.start, item.end))
            else:
                kept.append(item)
        self.items = kept

    def _is_particle(self, item: Item, before: Item | None) -> bool:
        places = range(item.start, item.end)
        if not all(self.line.is_in(at, "particles") for at in places):
            return False
        end = item.end
        while end < len(self.line.tokens) and self.line.is_in(end, "particles"):
            end += 1
        if end not in self._left or not self._is_word(end):
            return False
        if item.start - 1 in self._left:
            return self._is_word(item.start - 1) and not self.line.tokens[item.start - 1].parted
        return before is None or before.end != item.start or before.key != "filler"

    def _is_word(self, at: int) -> bool:
        return any(char.isalpha() for char in self.line.tokens[at].text)

    def _doctors_who_are_patients(self) -> None:
        """Where a doctor is named for sure, another one's bare name is the patient's."""
        sure = any(item.key in ("with", "doctor") for item in self.items)
        if not sure:
            return
        for item in [item for item in self.items if item.key == "bare doctor"]:
            self.items.remove(item)
            self._left |= set(range(item.start, item.end))

    def _runs(self) -> list[tuple[int, int]]:
        """Answer the patient's words as runs [start, end) of places that follow each other."""
        runs: list[tuple[int, int]] = []
        for at in sorted(self._left):
            if runs and runs[-1][1] == at:
                runs[-1] = (runs[-1][0], at + 1)
            else:
                runs.append((at, at + 1))
        return runs

    def _talk(self) -> None:
        """Let words go that are no name, where the name is known for sure."""
        runs = [part for run in self.runs for part in trimmed(self.line, run)]
        talk = talk_around(self.line, self.items, runs)
        if len(runs) > len(self.runs) and not talk:
            start, end = self.runs[0][0], self.runs[-1][1]
            message = f"Which words are the patient's name: “{self._text(start, end)}”?"
            self._ask("name", message, start, end, ())
        for start, end in talk:
            self.items.append(Item(start, end, "filler"))
            self._left -= set(range(start, end))
        self.runs = self._runs()

    def _touches(self, item: Item) -> bool:
        """Tell whether a patient's word stands beside, and no comma between."""
        tokens = self.line.tokens
        before = item.start - 1 in self._left and not tokens[item.start - 1].parted
        behind = item.end in self._left and not tokens[item.end - 1].parted
        return before or behind

    def _unsure_names(self) -> None:
        """Ask of words that may be a doctor or a day as well as the patient's name."""
        told = [item for item in self.items if item.key in _TELLS_WHO]
        nobody = not self.runs and not told
        days = {_days_of(item) for item in self.items} - {()}
        bare = [item for item in self.items if item.key == "bare doctor"]
        for item in list(self.items):
            if item.key == "bare doctor":
                # A name beside a phone or birth date may be whose that is.
                beside = any(one.end == item.start or one.start == item.end for one in told)
                alone = nobody or (not self.runs and beside)
                if alone or self._touches(item) or len(bare) > 1:
                    self._doctor_or_patient(item)
            elif self._is_surname(item) and nobody and self._is_capital(item.start):
                # Nobody else is named: whoever is written like a name is the patient.
                self.items.remove(item)
                self._left.add(item.start)
                self.runs = self._runs()
                return
            elif self._is_surname(item) and (nobody or self._touches_alike(item)):
                self._word_or_name(item)
            elif item.end == item.start + 1 and _days_of(item):
                self._day_or_name(item, nobody=nobody, several=len(days) > 1)

    def _touches_alike(self, item: Item) -> bool:
        """Tell whether a patient's word stands beside, and both begin alike: not “little Emma”."""
        tokens = self.line.tokens
        small = tokens[item.start].text.islower()
        capital = any(
            at in self._left and tokens[at].text[:1].isupper() for at in (item.start - 1, item.end)
        )
        return self._touches(item) and not (small and capital)

    def _is_capital(self, at: int) -> bool:
        return self.line.tokens[at].text[:1].isupper()

    def _is_surname(self, item: Item) -> bool:
        """Tell whether some people are called like a word that has another meaning, too."""
        return item.end == item.start + 1 and self.line.is_in(item.start, "surnames")

    def _word_or_name(self, item: Item) -> None:
        """Ask of a word beside the patient's that may be another one of them."""
        start, end = self._around(item)
        tokens = self.line.tokens
        said, whole = tokens[item.start].text, self._text(start, end)
        apart = whole.replace(f" {said}", f", {said},") if item.start > start else ""
        message = f"Is “{said}” part of the patient's name?"
        self._ask("name", message, start, end, [f'"{whole}"', *([apart] if apart else [])])

    def _around(self, item: Item) -> tuple[int, int]:
        """Answer an item's place with the patient's words beside it."""
        start, end = item.start, item.end
        while start - 1 in self._left and not self.line.tokens[start - 1].parted:
            start -= 1
        while end in self._left and not self.line.tokens[end - 1].parted:
            end += 1
        return start, end

    def _text(self, start: int, end: int) -> str:
        """Answer the words of some places as typed."""
        return self.line.text[self.line.tokens[start].start : self.line.tokens[end - 1].end]

    def _doctor_or_patient(self, item: Item) -> None:
        doctors: Doctors = item.values[0]
        names = " or ".join(one.name for one in doctors.could_be)
        said = self._text(item.start, item.end)
        start, end = self._around(item)
        whole = self._text(start, end)
        before = self.line.text[
            self.line.tokens[start].start : self.line.tokens[item.start].start
        ].strip()
        behind = self.line.text[
            self.line.tokens[item.end - 1].end : self.line.tokens[end - 1].end
        ].strip()
        named = [f'"{rest}"' for rest in (before, behind) if rest]
        chosen = [" ".join([*named, f"{one.name},"]) for one in doctors.could_be]
        message = f"Is “{said}” {names}, or part of the patient's name?"
        self._ask("name", message, start, end, [f'"{whole}"', *chosen])
        self.items.remove(item)

    def _day_or_name(self, item: Item, *, nobody: bool, several: bool) -> None:
        """A weekday that is a name, too, or one that is misspelled."""
        typo = isinstance(item.values[0], Typo)
        token = self.line.tokens[item.start]
        often = next(
            (self.line.words.named_too[f] for f in token.forms if f in self.line.words.named_too),
            None,
        )
        touches = self._touches(item)
        if typo and nobody:
            # Nobody else is named, so it is the patient.
            self.items.remove(item)
            self._left.add(item.start)
            self.runs = self._runs()
            return
        unsure = (
            touches if typo else often is not None and (nobody or (touches and (often or several)))
        )
        if not unsure:
            return
        day = WEEKDAYS[_days_of(item)[0]]
        message = f"Is “{token.text}” {day}, or part of the patient's name?"
        self._ask("name", message, item.start, item.end, [f'"{token.text}"'])

    def _one_name(self) -> None:
        """Words left over in several places are not all the patient's."""
        if not self.runs[1:] or any(question.topic == "name" for question in self.questions):
            return
        tokens = self.line.tokens
        said = [
            self.line.text[tokens[start].start : tokens[end - 1].end] for start, end in self.runs
        ]
        told_ = " or ".join(f"“{one}”" for one in said)
        start, end = self.runs[0][0], self.runs[-1][1]
        self._ask("name", f"Which words are the patient's name: {told_}?", start, end, ())

    def _narrowing(self) -> None:
        """Ask of a word beside a name that may tell when: “Ann Smith around the 12th”."""
        for start, end in self.runs:
            for at in range(start, end):
                small = self.line.tokens[at].text.islower() and not self.line.tokens[at].quoted
                told = self.line.is_in(at, "telling") and not self.line.is_in(at, "particles")
                if small and told and end > start + 1 and not self.questions:
                    said = self.line.tokens[at].text
                    self._ask("name", f"What does “{said}” say here?", at, at + 1, ())

    def _signs(self) -> None:
        """What is left over and has no letter or digit in it names nobody."""
        for start, end in self.runs:
            for at in range(start, end):
                token = self.line.tokens[at]
                if not any(char.isalnum() for char in token.text):
                    self._ask("name", f"What is “{token.text}”?", at, at + 1, ())


def _days_of(item: Item) -> tuple[int, ...]:
    """Answer the weekdays that an item names."""
    if item.key != "days":
        return ()
    value = item.values[0]
    found: tuple[int, ...] = value.value if isinstance(value, Typo) else value
    return found
