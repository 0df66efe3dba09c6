"""What a line that books means: its parts, what each word was understood as, and what is asked."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.people import PartialDate
from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something of the clinic that a line may name."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Whom and what the clinic has; a line is understood against it."""

    doctors: tuple[Named, ...] = ()
    types: tuple[Named, ...] = ()
    rooms: tuple[Named, ...] = ()
    sites: tuple[Named, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """Some characters of the line, [start, end), and what they were taken for.

    ``kind`` is patient, phone, born, length, type, doctor, room, site, soonest, weekday, date,
    time, or filler, which adds nothing; ``meaning`` says it in words.
    """

    start: int
    end: int
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Question:
    """What can't be known, so that nothing is booked before it is answered.

    ``topic`` is name, doctor, number, time, date, length, series, not, action, language, type or
    line. ``choices`` are lines that say it one way or the other.
    """

    topic: str
    sentence: str
    start: int
    end: int
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a line means.

    ``who`` are the words left over for the patient. Days are the clinic's local ones: no sooner
    than ``first``, no later than ``last``, only on ``weekdays`` (Monday 0; none: all). Times are
    minutes from local midnight: the visit begins at ``at``, at ``after`` or later, earlier than
    ``before``. ``doctors`` are those of whom any will do; with ``any_doctor`` that was said.
    """

    who: str = ""
    phone: str = ""
    born: PartialDate | None = None
    minutes: int | None = None
    type: Named | None = None
    doctors: tuple[Named, ...] = ()
    any_doctor: bool = False
    room: Named | None = None
    site: Named | None = None
    soonest: bool = False
    weekdays: tuple[int, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    at: int | None = None
    after: int | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The answer to a line: its meaning, where that comes from, and what must be asked."""

    line: str
    language: str
    meaning: Meaning
    understood: tuple[Understood, ...] = ()
    questions: tuple[Question, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Name, phone and birth date of the patient, as far as they are said."""
        told = self.meaning
        return tuple(filter(None, (told.who, told.phone, str(told.born or ""))))

    @property
    def patient(self) -> str:
        """The words that find the patient."""
        return " ".join(self.named)
