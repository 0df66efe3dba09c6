"""Notices at the window's lower edge: what was done, with the way back."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QWidget,
)

from clinic_desktop.ui.look import Look, restyle
from clinic_desktop.ui.parts import IconButton, Label, inset, push_button, row
from clinic_desktop.ui.passing import Passing
from clinic_desktop.ui.speech import announce

Offer = tuple[str, Callable[[], object]]
"""What a notice's button says, and what it does."""
SHOWN_MS = 10_000
_MARGIN = 20
_GAP = 6
_NARROW = 320
"""Below this width the words stand over the buttons."""
_BELOW_HEADS = 84
"""Pixels from the upper edge to a notice there: names over columns and rows stay free."""


class Notices(Passing):
    """One notice at a time over the lower edge of its parent; it takes no focus and no room.

    It never lies on the visit that it tells of, nor on the field that is typed in: then it stands
    near the upper edge.

    Signals:
        undo_requested(int): take back the command with this sequence.
    """

    undo_requested = Signal(object)

    def __init__(self, look: Look, over: QWidget, where: Callable[[UUID], QRect]) -> None:
        """Begin hidden, over a widget; ``where`` answers where a visit is seen in that."""
        super().__init__(over)
        self._look, self._over, self._where = look, over, where
        self._about: UUID | None = None
        self._low = self._high = QPoint()
        self._ground = over
        self._sequence: int | None = None
        self._offer: Offer | None = None
        self._passes = False
        self.setProperty("role", "toast")
        self.setAccessibleName("Notice")
        self._label = Label(look, role="medium")
        self._undo = push_button("Undo", kind="quiet")
        self._undo.clicked.connect(self._go_back)
        close = IconButton(look, "x", "Close notice", size=14)
        close.clicked.connect(self.hide)
        ways = row(self._undo, close, spacing=6)
        ways.insertStretch(0, 1)
        self._inside = inside = row(self._label, ways, spacing=6)
        inside.setStretch(0, 1)
        inset(inside, *(look.px(side) for side in (16, 6, 6, 6)))
        self.setLayout(inside)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 4)
        self.setGraphicsEffect(shadow)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._expire)
        over.installEventFilter(self)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._follow_focus)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.hide()

    @property
    def text(self) -> str:
        """What is told now; empty when nothing is."""
        return "" if self.isHidden() else self._label.text()

    def tell(
        self,
        text: str,
        *,
        undo: int | None = None,
        tone: str = "",
        offer: Offer | None = None,
        about: UUID | None = None,
    ) -> None:
        """Show a notice; ``undo`` is the sequence of the command that it offers to take back.

        ``offer`` is another way back: what its button says, and what it does. ``about`` is the
        visit that must stay in sight beside it.
        """
        self._sequence, self._offer, self._passes = undo, offer, False
        self._about = about
        words = offer[0] if offer is not None else "Undo"
        self._undo.setText(words)
        self._undo.setAccessibleName(words)
        self._label.setText(text)
        self._label.setWordWrap(False)
        self.setAccessibleDescription(text)
        self._undo.setVisible(undo is not None or offer is not None)
        self.setProperty("tone", tone)
        restyle(self)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MS)
        announce(self, text, urgent=tone == "danger")

    def remark(self, text: str, *, tone: str = "danger") -> None:
        """Say why an input was refused, or taken otherwise; that holds only until ``move_on``."""
        self.tell(text, tone=tone)
        self._passes = True

    def move_on(self) -> None:
        """Let a remark go: what it was about is no longer what is being done."""
        if self._passes:
            self.hide()

    def stand_on(self, ground: QWidget | None) -> None:
        """Stand on the lower edge of a part, that the rest has its buttons free; None: on all."""
        if self._ground is not self._over:
            self._ground.removeEventFilter(self)
        self._ground = ground or self._over
        self._ground.installEventFilter(self)
        self._place()

    def forget(self) -> None:
        """Put the notice away, with its words."""
        self.hide()
        self._label.setText("")
        self.setAccessibleDescription("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in the middle of the lower edge."""
        if watched in (self._over, self._ground) and event.type() == QEvent.Type.Resize:
            self._place()
            # Where visits are is known only once what is in there has its new size, too.
            QTimer.singleShot(0, self, self.make_way)
        return super().eventFilter(watched, event)

    def _expire(self) -> None:
        """Go, unless somebody has come here by Tab."""
        if self.has_keys:
            self._timer.start(SHOWN_MS)
        else:
            self.hide()

    def _place(self) -> None:
        margin = self._look.px(_MARGIN)
        room = self._ground.size()
        corner = self._ground.mapTo(self._over, QPoint())
        most = max(room.width() - 2 * margin, min(self._look.px(200), room.width()))
        # Begun anew each time: a window that has grown has room for a single line again.
        self._label.setWordWrap(False)
        self._label.setContentsMargins(0, 0, 0, 0)
        self.setMinimumWidth(0)
        self.setMaximumWidth(most)
        self.setMinimumHeight(0)
        layout, beside = self._inside, QBoxLayout.Direction.LeftToRight
        layout.setDirection(beside)
        if self._one_line() > most:
            self._label.setWordWrap(True)
            narrow = most < self._look.px(_NARROW)
            layout.setDirection(QBoxLayout.Direction.TopToBottom if narrow else beside)
            self._label.setContentsMargins(0, self._look.px(6) if narrow else 0, 0, 0)
            self.setFixedWidth(most)
            self.setMinimumHeight(layout.totalHeightForWidth(most))
        self.adjustSize()
        left = max(0, (room.width() - self.width()) // 2)
        self._low = corner + QPoint(left, room.height() - self.height() - margin)
        self._high = corner + QPoint(left, self._look.px(_BELOW_HEADS))
        self.make_way()

    def make_way(self) -> None:
        """Stand where the visit that is told of is not: what is shown may lie elsewhere now."""
        told_of = QRect() if self._about is None else self._where(self._about)
        typed_in = self._typed_in()

        def covered(place: QPoint) -> tuple[int, int]:
            # Heights alone: how wide a column becomes is known only after this.
            reach = [QRect(each.x(), place.y(), 1, self.height()) for each in (told_of, typed_in)]
            visit, field = told_of & reach[0], typed_in & reach[1]
            return visit.height(), field.height()

        places = [self._low]
        if typed_in.isValid() and not told_of.isValid():
            places.append(self._high)
        if told_of.isValid():
            # Where there is little room, right above or below it.
            x, gap = self._low.x(), self._look.px(_GAP)
            above, below = told_of.top() - gap - self.height(), told_of.bottom() + 1 + gap
            places.append(self._high)
            places += [QPoint(x, above)] if above >= 0 else []
            places += [QPoint(x, below)] if below <= self._low.y() else []
        self.move(min(places, key=covered))

    def _follow_focus(self, _before: QWidget | None, _now: QWidget | None) -> None:
        """Make way behind this event: the field is scrolled to first."""
        if not self.isHidden():
            QTimer.singleShot(0, self, self.make_way)

    def _typed_in(self) -> QRect:
        """Answer where the field is that has the keys, in what this lies over."""
        field: QWidget | None = self._over.window().focusWidget()
        if not isinstance(field, QLineEdit) or not self._over.isAncestorOf(field):
            return QRect()
        return QRect(field.mapTo(self._over, QPoint()), field.size())

    def _one_line(self) -> int:
        """Answer the width that the notice has with its text in one line."""
        self._inside.activate()
        return self._inside.sizeHint().width() + 2 * self.frameWidth()

    def _go_back(self) -> None:
        if self._offer is not None:
            self.hide()
            self._offer[1]()
        elif self._sequence is not None:
            self.undo_requested.emit(self._sequence)
