"""What a list says in its place when it has nothing to show."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import Label, column


class Empty(QWidget):
    """A quiet icon over a sentence, amid the room that the list would have; empty: neither."""

    def __init__(self, look: Look, icon: str) -> None:
        """Begin without a sentence."""
        super().__init__()
        self._look, self._icon = look, icon
        self._mark = QLabel()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._words = Label(look, role="medium", tone="muted", wraps=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole = column(self._mark, self._words, spacing=look.px(10))
        whole.setContentsMargins(look.px(16), 0, look.px(16), 0)
        whole.insertStretch(0, 2)
        whole.addStretch(3)
        self.setLayout(whole)
        look.changed.connect(self._dress)
        self._dress()

    def say(self, sentence: str) -> None:
        """Say why there is nothing."""
        self._words.setText(sentence)
        self._mark.setVisible(bool(sentence))

    def _dress(self) -> None:
        """Draw the icon in the theme's ink."""
        self._mark.setPixmap(self._look.picture(self._icon, self._look.palette.muted, 28))
