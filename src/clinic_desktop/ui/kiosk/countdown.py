"""The seconds without a touch after which everything is forgotten; the last ones are seen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from clinic_desktop.ui.kiosk.controls import Scale, Words, plain_button, rename
from clinic_desktop.ui.kiosk.texts import Texts
from clinic_desktop.ui.parts import column, row
from clinic_desktop.ui.speech import announce

IDLE_SECONDS, WARNED_SECONDS = 60, 20
"""After so long without a touch all is forgotten; for the last of it, that is counted down."""
SECOND_MS = 1000
_TOUCHES = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.KeyPress,
    QEvent.Type.Wheel,
)


class Countdown(QFrame):
    """Counts the seconds since a window was touched last; it is seen while it warns.

    Signals:
        ended: nobody is there any more.
        warns_changed(bool): it began to warn, or somebody is there.
    """

    ended = Signal()
    warns_changed = Signal(object)

    def __init__(self, scale: Scale, texts: Texts) -> None:
        """Begin without counting."""
        super().__init__()
        self._texts, self._idle = texts, 0
        self.setProperty("role", "notice")
        self.setProperty("tone", "warning")
        px = scale.px
        self._still, self._left = Words(scale, size="large"), Words(scale)
        self._stay = plain_button(scale, "", main=True)
        self._stay.clicked.connect(self.begin_anew)
        line = row(column(self._still, self._left, spacing=px(2)), self._stay, spacing=px(20))
        line.setStretch(0, 1)
        line.setContentsMargins(px(18), px(12), px(12), px(12))
        self.setLayout(line)
        self.hide()
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self.tick)
        self._application = QApplication.instance()
        if self._application is not None:
            self._application.installEventFilter(self)

    def start(self, texts: Texts) -> None:
        """Count from now on, and speak this language."""
        self._texts = texts
        self._still.setText(texts.still_there)
        rename(self._stay, texts.stay)
        self._second.start()

    def stop(self) -> None:
        """Count nothing."""
        self._second.stop()
        self.begin_anew()

    def close_ears(self) -> None:
        """Listen no more: the window goes."""
        self._second.stop()
        if self._application is not None:
            self._application.removeEventFilter(self)

    def tick(self) -> None:
        """Count another second; after the last one nobody is there."""
        self._idle += 1
        left = IDLE_SECONDS - self._idle
        if left <= 0:
            self.ended.emit()
        elif left <= WARNED_SECONDS:
            texts = self._texts
            self._left.setText(
                texts.forgetting.format(seconds=left) if left > 1 else texts.forgetting_last
            )
            told = f"{self._texts.still_there} {self._left.text()}"
            self.setAccessibleName(told)
            if self.isHidden():
                # Once: read every second, nothing else could be heard.
                announce(self, told, urgent=True)
                self.show()
                self.warns_changed.emit(True)

    def begin_anew(self) -> None:
        """Count from the beginning: somebody is there, or just came."""
        self._idle = 0
        if not self.isHidden():
            self.hide()
            self.warns_changed.emit(False)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin anew at every touch, wherever in the window it lands."""
        if (
            event.type() in _TOUCHES
            and isinstance(watched, QWidget)
            and watched.window() is self.window()
        ):
            self.begin_anew()
        return super().eventFilter(watched, event)
