"""The sheet of keys: every key in one place, and where each can be changed."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractSlider,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QStyleOptionButton,
    QWidget,
)

from clinic_desktop.ui.actions import Actions, KeyRefusedError
from clinic_desktop.ui.acts import ACTS, GROUPS, Act
from clinic_desktop.ui.look import Look, in_order, restyle
from clinic_desktop.ui.parts import IconButton, Label, column, inset, push_button, row
from clinic_desktop.ui.scroller import Scroller
from clinic_desktop.ui.sheet import Sheet
from clinic_desktop.ui.speech import announce

_CHANGE, _DONE = "Change keys\N{HORIZONTAL ELLIPSIS}", "Done"
_HOW = "Choose an act, then press its new key. Esc keeps the old one."
_OR = "Press another key, or Esc to keep the old one."
_CAPS = re.compile(r"[^+\s]+|\+(?=\s|$)")
"""The keys of a shortcut, each by itself; a last plus is one."""
_SLIDES = QAbstractSlider.SliderAction
_SCROLLS = {
    Qt.Key.Key_Up: _SLIDES.SliderSingleStepSub,
    Qt.Key.Key_Down: _SLIDES.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: _SLIDES.SliderPageStepSub,
    Qt.Key.Key_PageDown: _SLIDES.SliderPageStepAdd,
    Qt.Key.Key_Home: _SLIDES.SliderToMinimum,
    Qt.Key.Key_End: _SLIDES.SliderToMaximum,
}
_MODIFIERS = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
)


class KeyButton(QPushButton):
    """An act's key, to be changed: pressed once, it waits for the new one.

    Signals:
        pressed_key(QKeySequence): the new one.
        kept: it is to stay the old one.
    """

    pressed_key = Signal(object)
    kept = Signal()

    def __init__(self, act: Act, keys: str) -> None:
        """Show the present keys."""
        super().__init__()
        self._act, self._keys = act, keys
        self.is_waiting = False
        self.setAutoDefault(True)
        self.setProperty("kind", "key")
        self.clicked.connect(lambda: self.wait(waiting=True))
        self.wait(waiting=False)

    def initStyleOption(self, option: QStyleOptionButton) -> None:
        """Keep the keys' order: read from the right, Ctrl+- would become -+Ctrl."""
        super().initStyleOption(option)
        option.text = in_order(option.text)

    def wait(self, *, waiting: bool) -> None:
        """Begin or stop to wait for a key."""
        self.is_waiting = waiting
        shown = "Press a key" if waiting else self._keys or "\N{EM DASH}"
        self.setText(shown)
        self.setAccessibleName(f"{self._act.words}: {shown}")
        self.setProperty("waiting", waiting)
        restyle(self)

    def event(self, event: QEvent) -> bool:
        """Take every key while waiting, also Tab and those that are shortcuts."""
        if self.is_waiting and isinstance(event, QKeyEvent):
            if event.type() == QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() == QEvent.Type.KeyPress:
                self._take(event)
                return True
        return super().event(event)

    def _take(self, event: QKeyEvent) -> None:
        if event.key() in _MODIFIERS or event.key() == Qt.Key.Key_unknown:
            return
        self.wait(waiting=False)
        if event.key() == Qt.Key.Key_Escape:
            self.kept.emit()
        else:
            self.pressed_key.emit(_sequence(event))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Stop to wait when something else is done."""
        super().focusOutEvent(event)
        if self.is_waiting:
            self.wait(waiting=False)


def _sequence(event: QKeyEvent) -> QKeySequence:
    """Answer what was pressed as a shortcut: a sign that needs Shift to be typed is itself."""
    combination, text = event.keyCombination(), event.text()
    modifiers = combination.keyboardModifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if text.isprintable() and text and not text.isalnum() and not text.isspace():
        modifiers &= ~Qt.KeyboardModifier.ShiftModifier
    # Tab with Shift comes as a key of its own, by which nobody knows it.
    key = Qt.Key.Key_Tab if event.key() == Qt.Key.Key_Backtab else event.key()
    return QKeySequence(modifiers.value | key)


class KeySheet(Sheet):
    """A card over the window that lists the keys of all that this window can do."""

    def __init__(self, look: Look, actions: Actions, over: QWidget) -> None:
        """Begin hidden."""
        super().__init__(look, "Keys", over)
        self._actions = actions
        self._changes = self._wraps = False
        self._least = 0
        """How wide the window has to be for two columns, in pixels."""
        self._message = Label(look, "", "small", tone="muted", wraps=True)
        self._message.setObjectName("about-keys")
        self._list = Scroller(QWidget())
        self._buttons: dict[str, KeyButton] = {}
        self._layout = column(self._make_head(), self._message, self._list, spacing=look.px(8))
        self._layout.setContentsMargins(*(look.px(side) for side in (24, 14, 24, 24)))
        self.setLayout(self._layout)

    def _make_head(self) -> QHBoxLayout:
        self._reset = push_button("Usual keys", kind="quiet", name="Usual keys for all")
        self._reset.clicked.connect(self._reset_all)
        self._change = push_button(_CHANGE, kind="quiet", name="Change keys")
        self._change.clicked.connect(lambda: self._set_changes(changes=not self._changes))
        close = IconButton(self._look, "x", "Close keys")
        close.clicked.connect(self.hide)
        head = row(Label(self._look, "Keys", "heading"), self._reset, self._change, close)
        head.setStretch(0, 1)
        inset(head, 0, 0, -self._look.px(10), 0)
        return head

    # The list

    def _show_list(self) -> None:
        """List the keys of now, scrolled as before."""
        scrolled = self._list.verticalScrollBar().value()
        fresh = Scroller(self._make_list(2))
        self._least = self._wide(fresh)
        if self._least > self._over.width():
            fresh = Scroller(self._make_list(1))
        self._layout.replaceWidget(self._list, fresh)
        self._list.hide()
        self._list.deleteLater()
        self._list = fresh
        self._reset.setVisible(self._changes)
        self._change.setText(_DONE if self._changes else _CHANGE)
        self._change.setAccessibleName(_DONE if self._changes else "Change keys")
        self._message.setVisible(self._changes)
        fresh.show()
        self._place()
        fresh.verticalScrollBar().setValue(scrolled)

    def _make_list(self, columns: int) -> QWidget:
        """Set all groups side by side in so many columns."""
        content = QWidget()
        self._wraps = columns == 1
        self._buttons = {}
        sides = row(spacing=self._look.px(36))
        sides.setAlignment(Qt.AlignmentFlag.AlignTop)
        for groups in self._sides(columns):
            sides.addLayout(self._make_side(groups))
        content.setLayout(sides)
        return content

    def _sides(self, columns: int) -> list[list[tuple[str, list[Act]]]]:
        """Share the groups among columns of about one height, in the table's order."""
        groups = [(name, [act for act in ACTS if act.group == name]) for name in GROUPS]
        bound = [(n, [a for a in acts if self._actions.is_listed(a)]) for n, acts in groups]
        shown = [(name, acts) for name, acts in bound if acts]
        whole = sum(len(acts) + 2 for _, acts in shown)
        sides: list[list[tuple[str, list[Act]]]] = [[] for _ in range(columns)]
        used = 0
        for name, acts in shown:
            middle = used + (len(acts) + 2) / 2
            sides[min(columns - 1, int(middle * columns / whole))].append((name, acts))
            used += len(acts) + 2
        return sides

    def _make_side(self, groups: list[tuple[str, list[Act]]]) -> QGridLayout:
        """Set groups of keys under each other."""
        look = self._look
        grid = QGridLayout()
        grid.setHorizontalSpacing(look.px(16))
        grid.setVerticalSpacing(look.px(5))
        for name, acts in groups:
            line = grid.rowCount()
            title = Label(look, name, "small_strong", tone="muted")
            title.setContentsMargins(0, look.px(10), 0, look.px(2))
            grid.addWidget(title, line, 0, 1, 3)
            for below, act in enumerate(acts, line + 1):
                self._add(grid, below, act)
        grid.setRowStretch(grid.rowCount(), 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _add(self, grid: QGridLayout, line: int, act: Act) -> None:
        """Set one act's keys, and in change the way to change them."""
        words = self._actions.words(act)
        grid.addWidget(Label(self._look, words, wraps=self._wraps), line, 1)
        if not self._changes or act.fixed:
            grid.addLayout(self._make_caps(self._actions.keys(act.name)), line, 0)
            return
        button = self._buttons[act.name] = KeyButton(act, self._actions.keys(act.name))
        button.pressed_key.connect(lambda key, act=act: self._set_key(act, key))
        button.kept.connect(lambda: self._tell(_HOW))
        grid.addWidget(button, line, 0)
        if self._actions.is_changed(act.name):
            undo = IconButton(self._look, "undo-2", f"Usual key for {act.words}", size=14)
            undo.clicked.connect(lambda _=False, act=act: self._reset_one(act))
            grid.addWidget(undo, line, 2)

    def _make_caps(self, keys: str) -> QHBoxLayout:
        """Draw the keys as on a keyboard, each by itself."""
        caps = row(spacing=self._look.px(3))
        for word in _CAPS.findall(keys):
            cap = Label(self._look, word, "small" if word == "/" else "small_strong", tone="muted")
            if word != "/":
                cap.setProperty("role", "key")
                cap.setProperty("tone", "")
                cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
            caps.addWidget(cap, 0, Qt.AlignmentFlag.AlignTop)
        mirrored = self.isRightToLeft()
        caps.insertStretch(0 if mirrored else -1, 1)
        if mirrored:
            # Keys are named in the order of their caps on the keyboard in every script.
            caps.setDirection(QHBoxLayout.Direction.RightToLeft)
        return caps

    # Changing

    def _set_changes(self, *, changes: bool) -> None:
        self._changes = changes
        self._tell(_HOW)
        self._show_list()

    def _tell(self, text: str, tone: str = "muted") -> None:
        self._message.setText(text)
        self._message.set_tone(tone)
        if self._changes:
            announce(self, text, urgent=True)

    def _set_key(self, act: Act, key: QKeySequence) -> None:
        """Give an act the key that was pressed, or say what has it."""
        asks = self._buttons[act.name]
        self._try(act, lambda: self._actions.set_key(act.name, key), asks)

    def _reset_one(self, act: Act) -> None:
        self._try(act, lambda: self._actions.reset(act.name))

    def _reset_all(self) -> None:
        self._try(None, self._actions.reset_all)

    def _try(
        self, act: Act | None, change: Callable[[], None], asks: KeyButton | None = None
    ) -> None:
        """Change something; tell the outcome, and stay at the act, whose button may ask again."""
        try:
            change()
        except KeyRefusedError as error:
            if asks is not None:
                # It was to have a key: another one may be pressed at once.
                asks.wait(waiting=True)
            self._tell(f"{error} {_OR}" if asks is not None else str(error), "danger")
            # The sentence may take a line more: that must not push what waits out of sight.
            self._place()
            if asks is not None:
                self._list.reveal(asks)
            return
        except OSError as error:
            why = error.strerror or error
            self._tell(f"It works until the program ends: it could not be kept ({why}).", "danger")
        else:
            about = f"{act.words}: {self._actions.keys(act.name)}" if act else "All keys are usual."
            self._tell(about, "success")
        self._show_list()
        if act is not None:
            self._buttons[act.name].setFocus()
            self._list.ensureWidgetVisible(self._buttons[act.name])

    # Coming and going

    def toggle(self) -> None:
        """Show it, or put it away."""
        if self.isVisible():
            self.hide()
            return
        self._set_changes(changes=False)
        self.show()
        self.raise_()
        self.setFocus()

    def step_back(self) -> None:
        """Stop changing keys; then put the sheet away."""
        if self._changes:
            self._set_changes(changes=False)
            self.setFocus()
        else:
            self.hide()

    def event(self, event: QEvent) -> bool:
        """Have the keys that scroll for itself: the calendar behind must not go to other days."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in _SCROLLS
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll what is longer than the window."""
        if event.key() in _SCROLLS:
            self._list.verticalScrollBar().triggerAction(_SCROLLS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Set the list in as many columns as there is room for in a window of another size."""
        resized = watched is self._over and event.type() == QEvent.Type.Resize
        if resized and self.isVisible() and self._wraps is not (self._least > self._over.width()):
            self._show_list()
        return super().eventFilter(watched, event)

    def _wide(self, scroller: Scroller) -> int:
        """Answer how wide the sheet is around a list."""
        margins = self._layout.contentsMargins()
        return scroller.content.sizeHint().width() + margins.left() + margins.right()

    def _place(self) -> None:
        """Stand in the middle, no larger than the window: what is longer scrolls."""
        room, content = self._over.size(), self._list.content
        bar = self._list.verticalScrollBar().sizeHint().width()
        beside = self._wide(self._list) - content.sizeHint().width()
        wide = min(content.sizeHint().width() + bar, room.width() - beside)
        lines = content.layout()
        high = lines.totalHeightForWidth(wide - bar) if self._wraps and lines else 0
        high = max(high, content.sizeHint().height())
        self._list.setFixedSize(wide, high)
        self._layout.activate()
        most = max(self._look.px(120), room.height() - self._layout.sizeHint().height() + high)
        self._list.setFixedHeight(min(high, most))
        self.adjustSize()
        self.move((room.width() - self.width()) // 2, max(0, (room.height() - self.height()) // 2))
