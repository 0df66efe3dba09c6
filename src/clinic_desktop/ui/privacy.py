"""Hiding who the patients are, while someone at the desk can see the screen.

Names are hidden where answers enter the window (``live.py``), not where they are written: a view
gets a visit whose patient is a mask, and so no view can forget to hide one. What is on the screen
already is handed out again, masked, in the moment in which hiding begins; no database is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Any, TypeVar, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLineEdit, QToolTip

from clinic_desktop.domain.explaining import Obstacle
from clinic_desktop.domain.people import Patient
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal, Unavailable
from clinic_desktop.ui.parts import Field

T = TypeVar("T")

MASK = "\N{BULLET}" * 5
"""What stands for everything hidden: of one length, whatever it hides."""

PERSONAL = frozenset(
    {
        "patient",
        "note",
        "phones",
        "overbooked",
        "line",
        "who",
        "phone",
        "meaning",
        "sentence",
        "choices",
        "relation",
        "said",
    }
)
"""Fields of answers, of whichever type, that tell who a patient is or why they come; a
``Patient`` is all personal, but for ids."""

PERSONAL_FACTS = frozenset(
    {
        "patient",
        "name",
        "who",
        "why",
        "text",
        "born",
        "phone",
        "phones",
        "email",
        "note",
        "was",
        "now",
    }
)
"""Facts of a refusal whose words its sentence may repeat."""
_PLAIN = frozenset({"status", "reason", "cancelled_by", "origin"})
"""Words of a journal's row that tell nothing of a person; all its other words are hidden."""


class Hidden(str):
    """A mask; ``real`` is the text that it stands for, to compare with and never to show."""

    __slots__ = ("real",)

    real: str

    @classmethod
    def of(cls, text: str) -> str:
        """Answer the mask of a text; nothing is hidden of an empty one."""
        if not text or isinstance(text, Hidden):
            return text
        mask = cls(MASK)
        mask.real = text
        return mask


def real(text: str) -> str:
    """Answer what a text says without its mask, to compare with and never to show."""
    return text.real if isinstance(text, Hidden) else text


def masked(value: T) -> T:
    """Answer a copy of an answer or error without what is personal; itself if nothing is."""
    return cast("T", _masked(value))


def _masked(value: Any) -> Any:  # noqa: ANN401 - an answer may be of any type
    if isinstance(value, Patient):
        return _masked_patient(value)
    if isinstance(value, Exception):
        return _masked_error(value)
    if isinstance(value, tuple | list):
        several = [_masked(each) for each in value]
        same = all(new is old for new, old in zip(several, value, strict=True))
        return value if same else type(value)(several)
    if isinstance(value, Mapping):
        return {key: _masked_word(key, each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        olds = {name: getattr(value, name) for name in _names(type(value))}
        news = {name: _masked_field(name, old) for name, old in olds.items()}
        changed = {name: new for name, new in news.items() if new is not olds[name]}
        if isinstance(value, Obstacle) and "note" in changed:
            changed["message"] = _sentence(value.message, {"note": value.note})
        return replace(value, **changed) if changed else value
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _masked_field(name: str, value: object) -> object:
    if name not in PERSONAL:
        return value if isinstance(value, str) else _masked(value)
    if isinstance(value, tuple):
        return tuple(map(Hidden.of, value)) or value
    return Hidden.of(value) if isinstance(value, str) else _masked(value)


def _masked_word(key: object, value: object) -> object:
    return Hidden.of(value) if isinstance(value, str) and key not in _PLAIN else _masked(value)


def _masked_patient(patient: Patient) -> Patient:
    """Say of a patient only that there is one: not even which facts are known."""
    return replace(
        patient,
        name=Hidden.of(patient.name),
        given=Hidden.of(patient.given),
        family=Hidden.of(patient.family),
        born=None,
        sex="",
        phones=(MASK,),
        email="",
        language="",
        note=Hidden.of(patient.note),
        file_number="",
        do_not_book=Hidden.of(patient.do_not_book),
        custom=(),
    )


def _masked_error(error: Exception) -> Exception:
    """Take what is personal out of a failure's sentences, as far as its facts name it."""
    if isinstance(error, Refusal):
        reasons = [
            Reason(each.code, _sentence(each.message, each.facts), each.facts)
            for each in error.reasons
        ]
        return Refusal(*reasons)
    if isinstance(error, Misuse):
        first, *others = (
            Misuse(one.code, _sentence(one.message, one.facts), one.facts) for one in error.every
        )
        return Misuse(first.code, first.message, first.facts, tuple(others))
    if isinstance(error, Unavailable):
        return Unavailable(error.code, _sentence(error.message, error.facts), error.facts)
    return error


def _sentence(message: str, facts: Mapping[str, Any]) -> str:
    for text in sorted(_personal(facts), key=len, reverse=True):
        message = message.replace(text, MASK)
    return message


def _personal(facts: Mapping[str, Any]) -> Iterator[str]:
    """Yield the personal words among facts, at any depth."""
    for key, value in facts.items():
        if isinstance(value, Mapping):
            yield from _personal(value)
        elif key in PERSONAL_FACTS:
            several = value if isinstance(value, list | tuple) else (value,)
            yield from (each for each in several if isinstance(each, str) and each)


class Privacy(QObject):
    """Whether one window hides its patients.

    Signals:
        changed: hiding began or ended; whoever keeps something personal shows it anew.
    """

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        """Begin with everything to be seen."""
        super().__init__(parent)
        self.is_on = False
        self._last: tuple[Any, Any] = (None, None)

    def toggle(self) -> None:
        """Hide, or show again."""
        self.is_on = not self.is_on
        self._last = (None, None)
        QToolTip.hideText()
        self.changed.emit()

    @property
    def echo(self) -> QLineEdit.EchoMode:
        """How a line shows what is typed into it, where that is personal."""
        modes = QLineEdit.EchoMode
        return modes.Password if self.is_on else modes.Normal

    def shown(self, value: T) -> T:
        """Answer what may be shown of an answer or an error now."""
        if not self.is_on:
            return value
        if self._last[0] is not value:
            # Views that share an answer share its mask, too.
            self._last = (value, masked(value))
        return cast("T", self._last[1])

    def shown_text(self, text: str) -> str:
        """Answer what may be shown now of a text that is all personal."""
        return Hidden.of(text) if self.is_on else text


class PersonalField(Field):
    """A line in which something personal is typed: bullets while patients are hidden."""

    def __init__(self, privacy: Privacy) -> None:
        """Show letters or bullets, as it is now and whenever that changes."""
        super().__init__()
        self._privacy = privacy
        privacy.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.setEchoMode(self._privacy.echo)
