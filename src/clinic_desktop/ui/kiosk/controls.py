"""What the patient's screen is made of: large words, large buttons, lines to type in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScroller,
    QSizePolicy,
    QWidget,
)

from clinic_desktop.ui.look import Look, font_of, restyle
from clinic_desktop.ui.parts import column, push_button, row
from clinic_desktop.ui.scroller import Scroller
from clinic_desktop.ui.speech import announce

Size = Literal["hero", "title", "large", "body", "small"]
_SIZES: dict[Size, tuple[float, QFont.Weight]] = {
    "hero": (34, QFont.Weight.DemiBold),
    "title": (28, QFont.Weight.DemiBold),
    "large": (22, QFont.Weight.Medium),
    "body": (19, QFont.Weight.Normal),
    "small": (16, QFont.Weight.Normal),
}


_BESIDE = 80
"""Pixels of a window's width that no page has."""


class Scale:
    """How large things are here: larger than at a desk, and with the system's text a bit more.

    Texts are half as large again as a desk's already, so that they grow by half of what the
    system's text does.
    """

    def __init__(self, look: Look) -> None:
        """Follow a look."""
        self.look = look

    def px(self, pixels: float) -> int:
        """Answer a size written for the usual text."""
        return max(1, round(pixels * (1 + (self.look.scale - 1) / 2)))

    def font(self, size: Size) -> QFont:
        """Answer the font of a size."""
        pixels, weight = _SIZES[size]
        return font_of(self.px(pixels), weight)


class Words(QLabel):
    """A text in large letters, that wraps and is never markup."""

    def __init__(self, scale: Scale, text: str = "", size: Size = "body", tone: str = "") -> None:
        """Show a text."""
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(scale.font(size))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if tone:
            self.setProperty("tone", tone)


class Notice(QFrame):
    """A sentence that must not be overlooked, on a ground of its own; hidden while empty."""

    def __init__(self, scale: Scale, tone: str = "danger") -> None:
        """Begin hidden."""
        super().__init__()
        self.setProperty("role", "notice")
        self.setProperty("tone", tone)
        self.words = Words(scale, size="body")
        self.setLayout(column(self.words, margins=scale.px(16)))
        self.hide()

    def say(self, text: str) -> None:
        """Say something, or nothing."""
        is_new = text != self.words.text()
        self.words.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        if text and is_new:
            announce(self, text, urgent=True)


class Tile(QWidget):
    """A large button whose words wrap, with a smaller line under them where there is one."""

    def __init__(
        self, scale: Scale, text: str, under: str = "", *, name: str = "", main: bool = False
    ) -> None:
        """Lay the words over a button that is as large as they are."""
        super().__init__()
        self.button = push_button("", kind="tile", name=name or f"{text} {under}".strip())
        self.button.setProperty("main", main)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.lines = [Words(scale, text, "large")]
        if under:
            self.lines.append(Words(scale, under, "small"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        over = QWidget()
        over.setLayout(column(*self.lines, margins=scale.px(10), spacing=scale.px(2)))
        for words in self.lines:
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
            words.setProperty("over", "main" if main else "tile")
        # The words are seen, and the button is touched.
        over.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        grid.addWidget(self.button, 0, 0)
        grid.addWidget(over, 0, 0, Qt.AlignmentFlag.AlignVCenter)


def plain_button(scale: Scale, text: str, *, main: bool = False) -> QPushButton:
    """Make a large button of one line, as wide as its words."""
    button = push_button(text, kind="tile")
    button.setProperty("main", main)
    button.setFont(scale.font("large"))
    return button


def rename(button: QPushButton, words: str) -> None:
    """Give a button other words, also for who hears them."""
    button.setText(words)
    button.setAccessibleName(words)


_KEYS = QKeySequence.StandardKey
_CLIPBOARD_KEYS = (
    _KEYS.Copy, _KEYS.Cut, _KEYS.Paste,
    # Under X11 both keep what they delete, as cutting does.
    _KEYS.DeleteCompleteLine, _KEYS.DeleteEndOfLine,
)  # fmt: skip


class Line(QLineEdit):
    """A line to type in that keeps nothing for whoever comes next: it is no way to a clipboard."""

    def __init__(self, scale: Scale, name: str, *, digits: bool = False) -> None:
        """Begin empty; ``digits``: only figures belong here."""
        super().__init__()
        self.digits = digits
        self.setAccessibleName(name)
        self.setProperty("kind", "kiosk")
        self.setFont(scale.font("large"))
        self.setAcceptDrops(False)
        self.setDragEnabled(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhSensitiveData
            | (Qt.InputMethodHint.ImhDigitsOnly if digits else Qt.InputMethodHint.ImhNone)
        )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open no menu."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy, cut and paste nothing."""
        if any(event.matches(key) for key in _CLIPBOARD_KEYS):
            event.accept()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Let the middle button do nothing: it pastes."""
        if event.button() == Qt.MouseButton.MiddleButton:
            event.accept()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the middle button do nothing."""
        if event.button() == Qt.MouseButton.MiddleButton:
            event.accept()
        else:
            super().mouseReleaseEvent(event)

    def mark(self, *, wrong: bool) -> None:
        """Show whether what stands here is wrong."""
        if bool(self.property("invalid")) is not wrong:
            self.setProperty("invalid", wrong)
            restyle(self)


def forget_clipboard() -> None:
    """Take away what somebody marked here: a middle click elsewhere would bring it back."""
    clipboard = QGuiApplication.clipboard()
    if clipboard.ownsClipboard():
        clipboard.clear()
    if clipboard.supportsSelection() and clipboard.ownsSelection():
        clipboard.clear(clipboard.Mode.Selection)


class Captioned(QWidget):
    """A caption over lines to type in, and under them what is wrong."""

    def __init__(self, scale: Scale, caption: str, *lines: Line) -> None:
        """Put them together."""
        super().__init__()
        self.lines = lines
        label = Words(scale, caption, "small")
        label.setBuddy(lines[0])
        self.wrong = Words(scale, "", "small", tone="danger")
        self.wrong.hide()
        beside = row(*lines, spacing=scale.px(8))
        self.setLayout(column(label, beside, self.wrong, spacing=scale.px(4)))

    def say(self, wrong: str) -> None:
        """Say what is wrong, or that nothing is."""
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        for line in self.lines:
            line.mark(wrong=bool(wrong))
            line.setAccessibleDescription(wrong)


class Flowing(QWidget):
    """Things of one width in as many columns as there is room for."""

    def __init__(self, things: Sequence[QWidget], least: int, spacing: int, most: int = 6) -> None:
        """Lay them out; each is ``least`` pixels wide or wider."""
        super().__init__()
        self._things, self._least, self._spacing, self._most = list(things), least, spacing, most
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(spacing)
        self._lay(1)

    def event(self, event: QEvent) -> bool:
        """Take more or fewer columns as the width changes."""
        if event.type() == QEvent.Type.Resize:
            # As if a scroll bar stood there always: one that comes and goes with the number of
            # columns would come and go for ever.
            room = self.window().width() - _BESIDE
            wanted = (min(room, self.maximumWidth()) + self._spacing) // (
                self._least + self._spacing
            )
            self._lay(max(1, min(wanted, self._most)))
        return super().event(event)

    def _lay(self, columns: int) -> None:
        if columns == self._columns:
            return
        for number in range(self._columns):
            self._grid.setColumnStretch(number, 0)
        self._columns = columns
        for number, thing in enumerate(self._things):
            self._grid.addWidget(thing, number // columns, number % columns)
        for number in range(columns):
            self._grid.setColumnStretch(number, 1)


def touched(content: QWidget) -> Scroller:
    """Let a finger scroll what is larger than the screen."""
    scroller = Scroller(content)
    QScroller.grabGesture(scroller.viewport(), QScroller.ScrollerGestureType.TouchGesture)
    return scroller
