"""Fields that are read while they are typed: every mistake is told in place, nothing is lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.look import restyle
from clinic_desktop.ui.parts import BACK_AND_FORTH, Label, captioned
from clinic_desktop.ui.speech import announce

A = TypeVar("A")
PATIENCE_MS = 400
"""How long hands must rest before it is said that what they type can't be read."""


class Line(QLineEdit):
    """A line to type in; while there is nothing to undo in it, Ctrl+Z is the window's."""

    def __init__(self, name: str, *, hint: str = "") -> None:
        """Begin empty."""
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window where nothing was typed."""
        if (
            not (self.isUndoAvailable() or self.isRedoAvailable())
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and any(event.matches(key) for key in BACK_AND_FORTH)
        ):
            event.ignore()
            return False
        return super().event(event)

    def put(self, text: str) -> None:
        """Take another text in place of what was typed; the undo key brings that back."""
        if text != self.text():
            self.selectAll()
            self.insert(text)


class Reading:
    """One look at all fields: what they say, and every mistake in them."""

    def __init__(self) -> None:
        """Begin without mistakes."""
        self.mistakes: dict[QLineEdit, str] = {}

    def take(self, field: QLineEdit, read: Callable[[str], A], other: A) -> A:
        """Read a field; where it can't be read, note why and go on with something else."""
        try:
            return read(field.text())
        except Misuse as misuse:
            self.mistakes[field] = "\n".join(one.message for one in misuse.every)
            return other


class Editor(QWidget):
    """One page of the place: fields that together are a change, or say why they are none.

    Whoever is one reads its fields in ``read`` and puts them into ``self.body``.

    Signals:
        changed: the change is another, or there is none any more.
        confirmed: Enter was pressed in a field.
    """

    changed = Signal()
    confirmed = Signal()

    def __init__(self, clinic: Clinic, name: str) -> None:
        """Begin without fields."""
        super().__init__()
        self.clinic, self.look = clinic, clinic.look
        self.change: TimeChange[object] | None = None
        """The change that is wished for now."""
        self.about = ""
        """What the change is, where the fields do not say it."""
        self.setAccessibleName(name)
        self._fields: list[Line] = []
        self._mistakes: dict[QLineEdit, str] = {}
        self.mistake = Label(self.look, role="body", tone="danger", wraps=True)
        self.mistake.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE_MS)
        self._timer.timeout.connect(self._tell_mistakes)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(self.look.px(10))

    @property
    def is_settled(self) -> bool:
        """Whether every mistake that is there is told."""
        return not self._timer.isActive()

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands in the fields."""
        return tuple(field.text() for field in self._fields)

    @property
    def is_begun(self) -> bool:
        """Whether there is a change, or what will be one once it is understood."""
        return self.change is not None or bool(self._mistakes)

    @property
    def idle(self) -> str:
        """What is said in place of an effect while there is no change."""
        return "What is typed is not understood yet." if self._mistakes else ""

    @property
    def today(self) -> dt.date:
        """The clinic's local day."""
        return self.clinic.today

    def field(self, caption: str, *, hint: str = "", wide: int = 0) -> tuple[Line, QVBoxLayout]:
        """Make a field under its caption; ``wide`` is its least width in pixels, 0: any."""
        line = Line(caption, hint=hint)
        line.textChanged.connect(lambda _text: self.look_again())
        line.returnPressed.connect(self.confirmed)
        if wide:
            line.setMinimumWidth(self.look.px(wide))
        self._fields.append(line)
        return line, captioned(self.look, caption, line)

    def read(self, reading: Reading) -> TimeChange[object] | None:
        """Answer the change that the fields say; None where they say none."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Read all fields anew; a wish that they do not say is dropped."""
        reading = Reading()
        change = self.read(reading)
        self._mistakes = reading.mistakes
        self.change = None if reading.mistakes else change
        self.about = ""
        if reading.mistakes:
            self._timer.start()
        else:
            self._timer.stop()
            self._tell_mistakes()
        self.changed.emit()

    def wish(self, change: TimeChange[object], about: str) -> None:
        """Have a change in hand that the fields do not say; the next letter typed drops it."""
        self._mistakes = {}
        self._timer.stop()
        self._tell_mistakes()
        self.change, self.about = change, about
        self.changed.emit()

    def open(self) -> None:
        """Begin to ask for what is only read while somebody looks at it."""

    def leave(self) -> None:
        """Ask for nothing any more."""

    def focus(self) -> None:
        """Go to where a word is missing."""
        raise NotImplementedError

    def start_anew(self) -> None:
        """Fill the fields as they were before anything was typed."""
        raise NotImplementedError

    def finish(self) -> None:
        """Begin anew: what was wished is saved; what is typed beside another wish stays."""
        if not self.about:
            self.start_anew()
        self.look_again()

    def tell_now(self) -> None:
        """Say what is wrong without waiting; go to the first mistake."""
        self._timer.stop()
        self._tell_mistakes()
        for field in tuple(self._mistakes)[:1]:
            field.setFocus()

    def _tell_mistakes(self) -> None:
        """Mark what is wrong, and say every reason; the focus stays where hands are typing."""
        for field in self._fields:
            why = self._mistakes.get(field, "")
            if field.accessibleDescription() != why or bool(field.property("invalid")) != bool(why):
                field.setAccessibleDescription(why)
                field.setProperty("invalid", bool(why))
                restyle(field)
        text = "\n".join(dict.fromkeys(self._mistakes.values()))
        if text != self.mistake.text():
            self.mistake.setText(text)
            announce(self.mistake, text, urgent=True)
        self.mistake.setVisible(bool(text))


def more_button(look_at: QWidget, closed: str, opened: str) -> QPushButton:
    """Make the button that shows what is seldom wanted, and hides it again."""
    from clinic_desktop.ui.parts import push_button

    button = push_button(closed, kind="link")

    def turn() -> None:
        shown = look_at.isHidden()
        look_at.setVisible(shown)
        button.setText(opened if shown else closed)
        button.setAccessibleName(button.text())

    button.clicked.connect(turn)
    look_at.hide()
    return button


def flowing_widgets(spacing: int, *widgets: QWidget) -> QWidget:
    """Put widgets side by side, in as many lines as they take."""
    place = QWidget()
    flow = Flow(spacing)
    place.setLayout(flow)
    for one in widgets:
        flow.addWidget(one)
    return place


def flowing(spacing: int, *captioned_fields: QLayout) -> QWidget:
    """Put captioned fields side by side, in as many lines as they take."""
    place = QWidget()
    flow = Flow(spacing)
    place.setLayout(flow)
    for layout in captioned_fields:
        one = QWidget()
        one.setLayout(layout)
        flow.addWidget(one)
    return place
