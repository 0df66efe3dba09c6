"""Who books: what is typed of them, and everything that is wrong with it, in their language."""

from __future__ import annotations

import datetime as dt
import unicodedata

from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain import values
from clinic_desktop.domain.people import AddPatient, Name, PartialDate, checked_phones, is_seen
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.ui.kiosk.controls import Captioned, Line, Scale, Words
from clinic_desktop.ui.kiosk.keyboard import Keyboard
from clinic_desktop.ui.kiosk.language import Language
from clinic_desktop.ui.kiosk.texts import Texts
from clinic_desktop.ui.parts import column, row
from clinic_desktop.ui.words import capitalised

LONGEST = 80
"""Letters that a first or a family name may have here."""
_FIGURES_OF_A_YEAR = 4


@values.dataclass(frozen=True, slots=True)
class Typed:
    """What stands in the lines, exactly as it was typed."""

    given: str = ""
    family: str = ""
    day: str = ""
    month: str = ""
    year: str = ""
    phone: str = ""


@values.dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with each part; empty: nothing."""

    given: str = ""
    family: str = ""
    born: str = ""
    phone: str = ""


def read(typed: Typed, texts: Texts, today: dt.date) -> AddPatient | Wrong:
    """Read who somebody says to be, or answer all that is wrong with it."""
    born = _born(typed)
    wrong = Wrong(
        given=_wrong_name(typed.given, texts.need_given, texts),
        family=_wrong_name(typed.family, texts.need_family, texts),
        born=texts.bad_born if born is None else texts.future_born if born.is_after(today) else "",
        phone="" if _phones(typed.phone) else texts.bad_phone,
    )
    if wrong != Wrong():
        return wrong
    given, family = (" ".join(one.split()) for one in (typed.given, typed.family))
    name = Name(capitalised(given), capitalised(family, is_family=True))
    return AddPatient(name=name, born=born, phones=_phones(typed.phone))


def _wrong_name(name: str, needed: str, texts: Texts) -> str:
    if not name.strip():
        return needed
    if len(name.strip()) > LONGEST:
        return texts.too_long.format(most=LONGEST)
    bad = any(unicodedata.category(char) in ("Cc", "Cs") for char in name)
    return texts.bad_name if bad or not is_seen(name) else ""


def _born(typed: Typed) -> PartialDate | None:
    """Read a whole date; a year of two figures is none, since nobody knows which century."""
    parts = [one.strip() for one in (typed.year, typed.month, typed.day)]
    if not all(one.isascii() and one.isdigit() for one in parts):
        return None
    year, month, day = parts
    if len(year) != _FIGURES_OF_A_YEAR or max(len(month), len(day)) > 2:
        return None
    try:
        return PartialDate.parse(f"{year}-{month:>02}-{day:>02}")
    except Misuse:
        return None


def _phones(typed: str) -> tuple[str, ...]:
    try:
        return checked_phones(typed)
    except Misuse:
        return ()


class _Watched(Line):
    """A line that tells when it is typed in, so that the keyboard shows what belongs there."""

    focused = Signal(object)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell it."""
        super().focusInEvent(event)
        self.focused.emit(self)


class PersonPage(QWidget):
    """The lines to type in; ``keyboard`` is theirs, for whoever shows them to place.

    Signals:
        finished: Enter was pressed in the last line.
        focused(QWidget): this line is typed in now, with its caption.
    """

    finished = Signal()
    focused = Signal(object)

    def __init__(self, scale: Scale, language: Language, typed: Typed) -> None:
        """Show what was typed before."""
        super().__init__()
        texts = language.texts
        self._lines = {
            name: _Watched(scale, getattr(texts, name), digits=name in _FIGURED)
            for name in Typed.__dataclass_fields__
        }
        self._last = self._lines["given"]
        order = [_PARTS[letter] for letter in language.order]
        dated = [self._lines[name] for name in order]
        for name in order:
            self._lines[name].setPlaceholderText(getattr(texts, name))
        self._parts = {
            "given": Captioned(scale, texts.given, self._lines["given"]),
            "family": Captioned(scale, texts.family, self._lines["family"]),
            "born": Captioned(scale, texts.born, *dated),
            "phone": Captioned(scale, texts.phone, self._lines["phone"]),
        }
        self._order = [self._lines[name] for name in ("given", "family", *order, "phone")]
        for name, line in self._lines.items():
            line.setText(getattr(typed, name))
            line.returnPressed.connect(self._go_on)
            line.textEdited.connect(self._take_back)
            line.focused.connect(self._follow)
        self.keyboard = Keyboard(scale, texts)
        self.keyboard.typed.connect(self._type)
        self.keyboard.erased.connect(self._erase)
        self.keyboard.next_wanted.connect(self._go_on)
        spacing = scale.px(14)
        hint = Words(scale, texts.who_hint, "small", tone="muted")
        upper = row(self._parts["given"], self._parts["family"], spacing=spacing)
        lower = row(self._parts["born"], self._parts["phone"], spacing=spacing)
        for both in (upper, lower):
            both.setStretch(0, 1)
            both.setStretch(1, 1)
        whole = column(upper, lower, hint, spacing=spacing)
        whole.addStretch(1)
        self.setLayout(whole)
        self.setFocusProxy(self._order[0])

    @property
    def typed(self) -> Typed:
        """What stands in the lines."""
        return Typed(**{name: line.text() for name, line in self._lines.items()})

    def tell(self, wrong: Wrong) -> None:
        """Say all that is wrong, and go to the first of it."""
        first = None
        for name, part in self._parts.items():
            text = getattr(wrong, name)
            part.say(text)
            first = first or (part if text else None)
        if first is not None:
            first.lines[0].setFocus()
            # Also where the focus was there already.
            self.focused.emit(first)

    def _take_back(self) -> None:
        """Say no more of a part that is just being typed anew."""
        self._part_of(self._last).say("")

    def _part_of(self, line: Line) -> Captioned:
        return next(part for part in self._parts.values() if line in part.lines)

    def _type(self, text: str) -> None:
        self._last.insert(text)
        self._take_back()

    def _erase(self) -> None:
        self._last.backspace()
        self._take_back()

    def _follow(self, line: _Watched) -> None:
        self._last = line
        self.keyboard.show_figures(line.digits)
        self.focused.emit(self._part_of(line))

    def _go_on(self) -> None:
        """Go to the next line; behind the last one to what comes after the lines."""
        at = self._order.index(self._last)
        if at + 1 < len(self._order):
            self._order[at + 1].setFocus()
        else:
            self.finished.emit()


_FIGURED = ("day", "month", "year", "phone")
_PARTS = {"d": "day", "m": "month", "y": "year"}
