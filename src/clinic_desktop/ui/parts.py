"""The small controls that panes are made of; each has its accessible name from the start."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.ui.look import Look, Role, draw_words, in_order, restyle
from clinic_desktop.ui.scroller import Scroller


class _Button(QPushButton):
    """A button whose words keep their order where the window is read from the right."""

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Hold times and Latin letters together: an ellipsis or an end would come first."""
        super().initStyleOption(option)
        words = option.text
        if words.startswith(" ") and self.isRightToLeft():
            # The space that parts the words from their icon, which comes behind them now.
            words = f"{words[1:]} "
        option.text = in_order(words)


def push_button(text: str, *, kind: str = "", name: str = "") -> QPushButton:
    """Make a button; ``kind`` is primary, danger, quiet, link or nothing."""
    button = _Button(text)
    # Outside of dialogs, too, Enter presses the button that has the focus.
    button.setAutoDefault(True)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setAccessibleName(name or text.replace("&", ""))
    if kind:
        button.setProperty("kind", kind)
    return button


_MIRRORED = {"chevron-left": "chevron-right", "chevron-right": "chevron-left"}
"""The icons that point the other way where one reads right to left."""


class IconButton(QToolButton):
    """A button that is only an icon; its name is spoken and shown as a tip."""

    def __init__(self, look: Look, icon: str, name: str, *, kind: str = "", size: int = 16) -> None:
        """Show an icon, and keep it in the theme's ink."""
        super().__init__()
        self._look, self._icon, self._size = look, icon, size
        self.setAccessibleName(name)
        self.setToolTip(name)
        if kind:
            self.setProperty("kind", kind)
        self.toggled.connect(self._draw)
        look.changed.connect(self._draw)
        self._draw()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press by Enter as by the space bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def _draw(self) -> None:
        """Draw the icon in the colours of now."""
        palette = self._look.palette
        colour = palette.on_accent_soft if self.isChecked() else palette.ink
        if self.property("kind") == "rail" and not self.isChecked():
            colour = palette.muted
        name = _MIRRORED.get(self._icon, self._icon) if self.isRightToLeft() else self._icon
        self.setIcon(QIcon(self._look.picture(name, colour, self._size)))
        side = self._look.px(self._size)
        self.setIconSize(QSize(side, side))


class Label(QLabel):
    """A text in a role's font that may wrap, and can be selected when it tells a fact."""

    def __init__(
        self,
        look: Look,
        text: str = "",
        role: Role = "body",
        *,
        tone: str = "",
        wraps: bool = False,
    ) -> None:
        """Show a text, never as markup: names may hold anything."""
        super().__init__(text)
        self._look, self._role = look, role
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wraps)
        # Qt would set a text that reads the other way on the other side, away from what it is of.
        to = Qt.AlignmentFlag
        side = to.AlignRight if self.isRightToLeft() else to.AlignLeft
        self.setAlignment(side | to.AlignAbsolute | to.AlignVCenter)
        if wraps:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if tone:
            self.setProperty("tone", tone)
        look.changed.connect(self._draw)
        self._draw()

    def _draw(self) -> None:
        """Take the role's font of now."""
        self.setFont(self._look.font(self._role))

    def set_tone(self, tone: str) -> None:
        """Change the text's tone."""
        if tone != self.property("tone"):
            self.setProperty("tone", tone)
            restyle(self)


class ElidedLabel(QLabel):
    """One line that is cut with an ellipsis where the room ends; the whole text is its tip."""

    def __init__(self, look: Look, role: Role = "body", *, muted: bool = False) -> None:
        """Begin empty."""
        super().__init__()
        self._look, self._role, self._muted = look, role, muted
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def setText(self, text: str) -> None:
        """Show another text."""
        super().setText(text)
        self.setToolTip(text)

    def sizeHint(self) -> QSize:
        """Ask for the height of a line."""
        return QSize(self._look.px(80), QFontMetrics(self._look.font(self._role)).height() + 2)

    def minimumSizeHint(self) -> QSize:
        """Be content with that."""
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw as much as there is room for."""
        palette = self._look.palette
        painter = QPainter(self)
        painter.setFont(self._look.font(self._role))
        painter.setPen(palette.muted if self._muted else palette.ink)
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, self.width())
        draw_words(painter, self.rect(), shown)
        painter.end()


BACK_AND_FORTH = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
"""Keys that mean what was typed while something was, and else what the window saved."""


class Field(QLineEdit):
    """A line to type in; while nothing was typed, Ctrl+Z is the window's."""

    def forget(self) -> None:
        """Empty it for good: no undo brings the text back, as it would after ``clear``."""
        self.setText("")

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the window until there was something to undo here."""
        untouched = not (self.text() or self.isUndoAvailable() or self.isRedoAvailable())
        if (
            untouched
            and event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and any(event.matches(key) for key in BACK_AND_FORTH)
        ):
            event.ignore()
            return False
        return super().event(event)


CHOICE, LEAST_CHOICE = 220, 150
"""Pixels that a list to choose from asks for at most, and is content with."""
_BEFORE_ARROW = 6
"""Pixels between its words and its arrow, which Qt does not know of."""


class Choice(QComboBox):
    """A list to choose from; its arrow is drawn in the theme's ink, which style sheets cannot.

    It asks for no more room than names need as a rule. A longer one is cut with an ellipsis, and
    whole in the list, in the tip and to a screen reader.
    """

    def __init__(self, look: Look, name: str) -> None:
        """Begin empty."""
        super().__init__()
        self._look = look
        self.setAccessibleName(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.currentTextChanged.connect(self.setToolTip)
        look.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Ask for the room of the longest, up to a bound."""
        return self._bounded(super().sizeHint(), CHOICE)

    def minimumSizeHint(self) -> QSize:
        """Be content with less."""
        return self._bounded(super().minimumSizeHint(), LEAST_CHOICE)

    def _bounded(self, size: QSize, most: int) -> QSize:
        size += QSize(self._look.px(_BEFORE_ARROW), 0)
        return size.boundedTo(QSize(self._look.px(most), 1 << 16))

    def showPopup(self) -> None:
        """Open the list as wide as its longest name, if the window is."""
        view = self.view()
        bar = view.verticalScrollBar().sizeHint().width()
        whole = view.sizeHintForColumn(0) + bar + 2 * self._look.px(8)
        view.setMinimumWidth(min(whole, self.window().width()))
        super().showPopup()

    def event(self, event: QEvent) -> bool:
        """Keep letters, which choose by the first one, from the window's acts."""
        shift = Qt.KeyboardModifier.ShiftModifier
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.text().isalnum()
            and event.modifiers() | shift == shift
        ):
            event.accept()
            return True
        return super().event(event)

    def shown(self) -> str:
        """Answer as much of the chosen words as there is room for before the arrow."""
        # Loaded by whoever needs it: no start pays for its many enumerations.
        from PySide6.QtWidgets import QStyle

        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        kind, part = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(kind, option, part, self).width()
        room -= self._look.px(_BEFORE_ARROW)
        return self.fontMetrics().elidedText(option.currentText, Qt.TextElideMode.ElideRight, room)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the box, then its words, as many as there is room for, and its arrow."""
        from PySide6.QtWidgets import QStyle

        look, palette = self._look, self._look.palette
        side, pad = look.px(16), look.px(_BEFORE_ARROW)
        option, style = QStyleOptionComboBox(), self.style()
        self.initStyleOption(option)
        option.currentText = self.shown()
        painter = QPainter(self)
        style.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option, painter, self)
        style.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option, painter, self)
        ink = palette.muted if self.isEnabled() else palette.border
        left = pad if self.isRightToLeft() else self.width() - pad - side
        area = QRect(left, (self.height() - side) // 2, side, side)
        painter.drawPixmap(area, look.picture("chevron-down", ink))
        painter.end()


def menu_text(words: str, keys: str) -> str:
    """Write an entry of a menu with its keys, apart from each other at any size of text."""
    # Two ampersands are one that is shown; after a tab stand the keys, at a fixed 12 pixels.
    words = words.replace("&", "&&")
    return f"{words}\N{EM SPACE}\t{keys}" if keys else words


def captioned(look: Look, caption: str, field: QWidget, *, spacing: int = 4) -> QVBoxLayout:
    """Put a caption over its field; a screen reader reads them as one."""
    label = Label(look, caption, "small", tone="muted")
    label.setBuddy(field.focusProxy() or field)
    return column(label, field, spacing=spacing)


def hear_name(choice: QComboBox) -> None:
    """Let a box without a caption be heard by its name, which Qt tells of labels alone."""
    label = QLabel(choice.accessibleName(), choice.parentWidget())
    label.setBuddy(choice)
    label.hide()


def tab_after(place: QWidget, *widgets: QWidget) -> None:
    """Let Tab reach widgets that came later right after a place, in their order."""
    while not place.focusPolicy():
        before = place.previousInFocusChain()
        if before is None:
            return
        place = before
    for widget in widgets:
        QWidget.setTabOrder(place, widget)
        place = widget


class Check(QCheckBox):
    """A check with its words; the mark is drawn in the theme's ink, which style sheets cannot."""

    def __init__(self, look: Look, text: str, name: str) -> None:
        """Begin unchecked."""
        super().__init__(text)
        self._look = look
        self.setAccessibleName(name)
        look.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box and the words, then the mark."""
        super().paintEvent(event)
        if self.isChecked():
            # Loaded by whoever needs it: no start pays for its many enumerations.
            from PySide6.QtWidgets import QStyle

            option = QStyleOptionButton()
            self.initStyleOption(option)
            part = QStyle.SubElement.SE_CheckBoxIndicator
            box = self.style().subElementRect(part, option, self)
            painter = QPainter(self)
            self._look.icon("check", self._look.palette.on_accent).paint(painter, box)
            painter.end()


class Segments(QFrame):
    """A few choices of which exactly one holds."""

    def __init__(self, name: str, choices: dict[str, str], chosen: Callable[[str], None]) -> None:
        """Make a button for each choice, key and text; ``chosen`` hears the clicked one's key."""
        super().__init__()
        self.setProperty("role", "segments")
        self.setAccessibleName(name)
        self._buttons: dict[str, QToolButton] = {}
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(0)
        for key, text in choices.items():
            button = QToolButton()
            button.setText(text)
            button.setAccessibleName(text)
            button.setCheckable(True)
            button.setProperty("segment", True)
            button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
            self._group.addButton(button)
            self._buttons[key] = button
            button.clicked.connect(lambda _=False, key=key: chosen(key))
            row.addWidget(button)

    def button(self, key: str) -> QToolButton:
        """Answer a choice's button."""
        return self._buttons[key]

    def has(self, key: str) -> bool:
        """Tell whether it is one of these choices."""
        return key in self._buttons

    def set_choice(self, key: str) -> None:
        """Show which choice holds; one that is none of these: no choice does."""
        if key in self._buttons:
            self._buttons[key].setChecked(True)
            return
        self._group.setExclusive(False)
        for button in self._buttons.values():
            button.setChecked(False)
        self._group.setExclusive(True)


def hair_line(*, level: bool = False) -> QFrame:
    """Make the line that parts two panes side by side; ``level``: one above the other."""
    line = QFrame()
    line.setFrameShape(QFrame.Shape.NoFrame)
    line.setProperty("role", "line")
    (line.setFixedHeight if level else line.setFixedWidth)(1)
    return line


def column(*items: QWidget | QLayout, margins: int = 0, spacing: int = 8) -> QVBoxLayout:
    """Stack widgets and layouts."""
    layout = QVBoxLayout()
    layout.setContentsMargins(margins, margins, margins, margins)
    layout.setSpacing(spacing)
    _fill(layout, items)
    return layout


def row(*items: QWidget | QLayout, spacing: int = 8) -> QHBoxLayout:
    """Put widgets and layouts side by side."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    _fill(layout, items)
    return layout


def inset(around: QLayout, start: int, top: int, end: int, bottom: int) -> None:
    """Keep so many pixels around what a layout holds; ``start`` is the side where lines begin.

    Qt has left and right stay where they are when the window is read from the right.
    """
    mirrored = QGuiApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    left, right = (end, start) if mirrored else (start, end)
    around.setContentsMargins(left, top, right, bottom)


def _fill(layout: QVBoxLayout | QHBoxLayout, items: tuple[QWidget | QLayout, ...]) -> None:
    for item in items:
        if isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


class Panel(QFrame):
    """A pane of the window's right side: a heading, a way to close it, and what scrolls below.

    Signals:
        closed: the panel is not wanted any more.
    """

    closed = Signal()

    def __init__(self, look: Look, title: str, name: str) -> None:
        """Make the frame; ``body`` is the layout to fill, ``foot`` stays below it."""
        super().__init__()
        self.look = look
        self.setProperty("role", "panel")
        self.setAccessibleName(name)
        self.title = Label(look, title, "heading")
        self.close_button = IconButton(look, "x", f"Close {name.lower()}")
        self.close_button.clicked.connect(self.closed)
        head = row(self.title, self.close_button)
        head.setStretch(0, 1)
        content = QWidget()
        self.body = QVBoxLayout(content)
        self.body.setContentsMargins(look.px(16), look.px(4), look.px(16), look.px(12))
        self.body.setSpacing(look.px(12))
        self.scroller = Scroller(content)
        self.scroller.setProperty("role", "panel")
        content.setProperty("role", "panel")
        self.foot = QVBoxLayout()
        self.foot.setContentsMargins(look.px(16), look.px(8), look.px(16), look.px(14))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        top = QVBoxLayout()
        inset(top, *(look.px(side) for side in (16, 12, 8, 4)))
        top.addLayout(head)
        whole.addLayout(top)
        whole.addWidget(self.scroller, 1)
        whole.addLayout(self.foot)
