"""A keyboard on the screen: letters as people of a language know them, or figures."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QSizePolicy, QStackedWidget, QWidget

from clinic_desktop.ui.kiosk.controls import Scale
from clinic_desktop.ui.kiosk.texts import Texts
from clinic_desktop.ui.parts import column, push_button, row

_ACCENTS = ("áàâäãåçéèêë", "íìîïñóòôöõø", "úùûüýÿßæœłš")
_FIGURES = ("123", "456", "789", "+0")
_ERASE = "\N{ERASE TO THE LEFT}"


class Keyboard(QWidget):
    """Keys that tell what they write; they never take the focus from the line that is typed in.

    Signals:
        typed(str): these letters.
        erased: take the last one away.
        next_wanted: on to the next line.
    """

    typed = Signal(object)
    erased = Signal()
    next_wanted = Signal()

    def __init__(self, scale: Scale, texts: Texts) -> None:
        """Begin with small letters."""
        super().__init__()
        self.setAccessibleName(texts.keyboard)
        self._scale, self._texts = scale, texts
        self._letters: list[QPushButton] = []
        self._pages = QStackedWidget()
        self._pages.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for rows, figures in ((texts.rows, False), (_ACCENTS, False), (_FIGURES, True)):
            self._pages.addWidget(self._page(rows, figures=figures))
        whole = column(self._pages)
        whole.setContentsMargins(0, 0, scale.px(8), 0)
        self.setLayout(whole)

    def show_figures(self, figures: bool) -> None:  # noqa: FBT001 - what is typed, as the line says
        """Show figures, or letters."""
        if figures is not (self._pages.currentIndex() == 2):
            self._pages.setCurrentIndex(2 if figures else 0)

    def _page(self, rows: tuple[str, ...], *, figures: bool) -> QWidget:
        """Lay out rows of keys, those that write nothing below."""
        spacing = 6
        lines = []
        for letters in rows:
            keys = [self._letter(letter) for letter in letters]
            if figures and letters == rows[-1]:
                keys.append(self._key(_ERASE, self.erased.emit, self._texts.erase))
            lines.append(row(*keys, spacing=spacing))
        last = [self._key(self._texts.next_field, self.next_wanted.emit)]
        if not figures:
            accents = rows is _ACCENTS
            other = (
                self._key("abc", lambda: self._pages.setCurrentIndex(0), self._texts.letters)
                if accents
                else self._key("áéñ", lambda: self._pages.setCurrentIndex(1), self._texts.accents)
            )
            capitals = self._key("\N{UPWARDS WHITE ARROW}", self._change_case, self._texts.capitals)
            space = self._key(self._texts.space, lambda: self.typed.emit(" "))
            erase = self._key(_ERASE, self.erased.emit, self._texts.erase)
            last = [capitals, other, space, erase, *last]
        below = row(*last, spacing=spacing)
        if not figures:
            below.setStretch(2, 3)
            below.setStretch(4, 2)
        page = QWidget()
        page.setLayout(column(*lines, below, spacing=spacing))
        return page

    def _letter(self, letter: str) -> QPushButton:
        key = self._key(letter, lambda: self.typed.emit(key.text().replace("&", "")))
        self._letters.append(key)
        return key

    def _key(self, text: str, act: Callable[[], object], name: str = "") -> QPushButton:
        key = push_button(text, kind="kiosk-key", name=name or text)
        key.setFont(self._scale.font("large" if len(text) == 1 else "small"))
        key.setMinimumWidth(self._scale.px(46))
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.clicked.connect(lambda _=False: act())
        return key

    def _change_case(self) -> None:
        for key in self._letters:
            text = key.text()
            changed = text.upper() if text.islower() else text.lower()
            # ß has no capital of one letter.
            if len(changed) == 1:
                key.setText(changed)
                key.setAccessibleName(changed)
