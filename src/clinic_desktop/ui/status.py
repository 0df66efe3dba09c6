"""The status bar: who acts, on which database, live or offline, and what changed last."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStatusBar, QWidget

from clinic_desktop.domain.changes import Changes, ConnectionChanged, WrittenByHand
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import ElidedLabel, Label
from clinic_desktop.ui.words import COMMAND_WORDS, clock_text

_BACK = "until it is back"
_UNTIL = {
    "file_replaced": "before the program is opened again",
    "newer_schema": "before this program is up to date",
}
"""When changes can be saved again, by the code of what happened."""


_BACKGROUND = ("ExtendHorizon",)


class Dot(QWidget):
    """A round mark: live or not."""

    def __init__(self, look: Look) -> None:
        """Begin as not live."""
        super().__init__()
        self._look = look
        self._live: bool | None = None
        look.changed.connect(self.update)

    def set_live(self, live: bool | None) -> None:  # noqa: FBT001 - a state, as Qt's setters take it
        """Change the mark."""
        self._live = live
        self.update()

    def sizeHint(self) -> QSize:
        """Ask for a small square."""
        return QSize(self._look.px(10), self._look.px(10))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the dot."""
        palette, side = self._look.palette, self._look.px(8)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        known = palette.success if self._live else palette.danger
        painter.setBrush(QColor(palette.muted if self._live is None else known))
        top = (self.height() - side) / 2
        painter.drawEllipse(QRectF(0, top, side, side))
        painter.end()


class StatusBar(QStatusBar):
    """Tells where the window works and whether it hears of others."""

    def __init__(self, look: Look, actor: str) -> None:
        """Begin before any database is open."""
        super().__init__()
        self._clinic: Clinic | None = None
        self._offline = self._since = ""
        self.setSizeGripEnabled(False)
        self.setAccessibleName("Status")
        self._dot = Dot(look)
        self.connection = Label(look, "Opening\N{HORIZONTAL ELLIPSIS}", "small", tone="muted")
        self._actor = Label(look, "", "small", tone="muted")
        self._set_actor(actor)
        self._place = ElidedLabel(look, "small", muted=True)
        self.last_change = Label(look, "", "small", tone="muted")
        self.addWidget(self._dot)
        self.addWidget(self.connection)
        self.addWidget(self._actor)
        self.addWidget(self._place, 1)
        self.addPermanentWidget(self.last_change)
        self.setContentsMargins(look.px(10), 0, look.px(10), 0)
        for line in self.findChildren(QHBoxLayout):
            # As wide as the two spaces of the parting dots, at any size of text.
            line.setSpacing(look.px(6))

    def open_clinic(self, clinic: Clinic) -> None:
        """Tell of this clinic from now on."""
        self._clinic = clinic
        office = clinic.dispatcher.office
        self._set_actor(office.actor)
        self._place.setText(self._parted(office.place))
        self.tell_connection("Live", live=True)
        clinic.dispatcher.changes_committed.connect(self._show_change)
        clinic.dispatcher.connection_changed.connect(self._show_connection)
        clinic.dispatcher.written_by_hand.connect(self._show_written_by_hand)

    def _parted(self, text: str) -> str:
        """Put a dot between a text and what stands before it."""
        return f"{text}  ·" if self.isRightToLeft() else f"·  {text}"

    def _set_actor(self, actor: str) -> None:
        self._actor.setText(self._parted(actor))
        self._actor.setAccessibleName(f"Actor: {actor}")

    def tell_connection(self, text: str, *, live: bool | None = None) -> None:
        """Say whether the database is reached; ``live`` is None while none is open."""
        self._dot.set_live(live)
        self.connection.setText(text)
        self.connection.set_tone("danger" if live is False else "muted")
        self.connection.setAccessibleName(f"Connection: {text}")

    def _show_change(self, changes: Changes) -> None:
        """Say what was done last, by whom and when; never for whom."""
        # What is done in the background is nobody's news.
        if self._clinic is not None and changes.command not in _BACKGROUND:
            self.last_change.set_tone("muted")
            act = COMMAND_WORDS.get(changes.command, changes.command)
            at = clock_text(changes.at, self._clinic.zone)
            self.last_change.setText(f"{act} by {changes.actor} at {at}")

    def tell_trouble(self, text: str) -> None:
        """Say what went wrong in the background, until something else was done."""
        self.last_change.set_tone("danger")
        self.last_change.setText(text)

    def _show_connection(self, news: ConnectionChanged) -> None:
        """Say in words what is shown, and what can be done; why is in the window's strip."""
        if news.online or self._clinic is None:
            self._offline = self._since = ""
        else:
            self._since = self._since or clock_text(self._clinic.now, self._clinic.zone)
            self._offline = (
                f"Offline since {self._since}: shown as of then; changes "
                f"can\N{RIGHT SINGLE QUOTATION MARK}t be saved {_UNTIL.get(news.code, _BACK)}"
            )
        self.tell_connection(self._offline or "Live", live=not self._offline)
        self.connection.setToolTip(news.message)

    def _show_written_by_hand(self, _news: WrittenByHand) -> None:
        self.last_change.setText("The database was changed by another program; all was read anew")
