"""What stands around each page of the patient's screen: where one is, and the ways from there."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.kiosk.controls import Notice, Scale, Words, plain_button, rename, touched
from clinic_desktop.ui.kiosk.countdown import Countdown
from clinic_desktop.ui.kiosk.pages import first_of
from clinic_desktop.ui.kiosk.texts import Texts
from clinic_desktop.ui.parts import column, hair_line, row
from clinic_desktop.ui.scroller import Scroller

STEPS = 5


@dataclass(frozen=True, slots=True)
class About:
    """What the frame says of a page: its title, which step it is (0: none), and the way on.

    ``below`` stays in sight under the page, whatever is scrolled. ``bare``: nothing is around it.
    """

    title: str = ""
    step: int = 0
    on: str = ""
    over: bool = True
    bare: bool = False
    below: QWidget | None = None


class Frame(QWidget):
    """One page at a time; what it says and what is pressed on it is the window's matter."""

    def __init__(self, scale: Scale, texts: Texts) -> None:
        """Begin without a page."""
        super().__init__()
        px = scale.px
        self._scale = scale
        self.page: QWidget | None = None
        self._below: QWidget | None = None
        self._step, self._title = (
            Words(scale, size="small", tone="muted"),
            Words(scale, "", "title"),
        )
        self.over, self.back = plain_button(scale, ""), plain_button(scale, "")
        self.print, self.on = plain_button(scale, ""), plain_button(scale, "", main=True)
        self.on.setMinimumWidth(px(220))
        self._head, self._foot = QWidget(), QWidget()
        head = row(column(self._step, self._title, spacing=px(2)), self.over, spacing=px(20))
        head.setStretch(0, 1)
        foot = row(self.back, self.print, self.on, spacing=px(14))
        foot.insertStretch(1, 1)
        body = QWidget()
        self._pages = QVBoxLayout(body)
        for place, line in ((self._head, head), (self._foot, foot)):
            place.setLayout(line)
        for each in (head, foot, self._pages):
            each.setContentsMargins(0, 0, px(8), 0)
        self._scroller: Scroller = touched(body)
        self.notice = Notice(scale, "warning")
        self.countdown = Countdown(scale, texts)
        self.countdown.warns_changed.connect(self._make_room)
        self._line = hair_line(level=True)
        whole = self._whole = column(
            self._head, self._line, self._scroller, self.notice, self.countdown, self._foot
        )
        whole.setStretch(2, 1)
        # Not larger with the text, which needs all the room that there is.
        whole.setSpacing(14)
        whole.setContentsMargins(32, 24, 24, 24)
        # The screen says how large it is, not what stands on it.
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(whole)

    def show_page(self, page: QWidget, about: About, texts: Texts) -> None:
        """Bring a page to the front; the one before goes for good, with all that it held."""
        for gone in (self.page, self._below):
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self.page, self._below = page, about.below
        self._pages.addWidget(page)
        page.show()
        if about.below is not None:
            self._whole.insertWidget(self._whole.indexOf(self._scroller) + 1, about.below)
            about.below.show()
        self.scroll_up()
        self._step.setText(texts.step.format(number=about.step, count=STEPS) if about.step else "")
        self._step.setVisible(bool(about.step))
        self._title.setText(about.title)
        self.setAccessibleDescription(about.title)
        for part in (self._head, self._line, self._foot):
            part.setVisible(not about.bare)
        ways = {self.over: texts.start_over, self.back: texts.back, self.print: texts.print}
        for button, words in {**ways, self.on: about.on}.items():
            rename(button, words)
        self.over.setVisible(about.over)
        self.back.setVisible(bool(about.step))
        self.on.setVisible(bool(about.on))
        self.print.hide()
        self.hold(held=False)
        if about.bare:
            self.countdown.stop()
        else:
            self.countdown.start(texts)
        if page.focusProxy() is None:
            page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            (first_of(page) or page).setFocus()
        else:
            page.setFocus()

    def hold(self, *, held: bool) -> None:
        """Have every way wait while something is on its way, or let people go on."""
        for button in (self.on, self.back, self.over):
            button.setEnabled(not held)

    def scroll_up(self) -> None:
        """Show a page from its beginning on."""
        self._scroller.verticalScrollBar().setValue(0)

    def bring_into_sight(self, part: QWidget) -> None:
        """Scroll to what must not be overlooked."""
        # What was just told has no place before it is laid out.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        self._pages.activate()
        room = self._scroller.viewport().height()
        if part.height() <= room:
            self._scroller.ensureWidgetVisible(part, 0, self._scale.px(12))
        else:
            # What is wrong stands at its end, below the line that it is about.
            end = part.mapTo(self._scroller.content, part.rect().bottomLeft()).y() + 1
            self._scroller.verticalScrollBar().setValue(end - room)

    def _make_room(self, warns: bool) -> None:  # noqa: FBT001 - a signal's fact
        """Give the countdown the room of what stands below the page, where it has none."""
        if self._below is not None:
            is_tight = self._whole.minimumSize().height() > self.height()
            self._below.setVisible(not (warns and is_tight))
