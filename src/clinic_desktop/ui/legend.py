"""What the calendar's colours and marks mean, drawn by what draws the calendar itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from clinic_desktop.domain.booking import STATUS_WORDS, Appointment, AppointmentStatus, Block
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import AppointmentType, AppointmentTypes
from clinic_desktop.domain.time import EPOCH
from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.kept_painting import paint_band
from clinic_desktop.ui.agenda.off_painting import hatch
from clinic_desktop.ui.agenda.texts import measures_of
from clinic_desktop.ui.agenda.words import JOINT_ICON, OVER_ICON, STATUS_ICONS
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.look import icon_pixmap
from clinic_desktop.ui.parts import IconButton, Label, column, inset, row
from clinic_desktop.ui.scroller import Scroller
from clinic_desktop.ui.sheet import Sheet

Draw = Callable[[CardPainter, QPainter, QRect], None]

_FREE = Block(0, 0, "", EPOCH, EPOCH)
_VISIT = Appointment(
    UUID(int=0), 0, "", 0, "", EPOCH, EPOCH, AppointmentStatus.BOOKED, holds=True, version=1
)
_LESS = "A low card leaves out the kind, then the time, then the given name. Point at it for all."


class Sample(QWidget):
    """A small piece of calendar."""

    def __init__(self, clinic: Clinic, draw: Draw) -> None:
        """Show what ``draw`` draws into the piece."""
        super().__init__()
        self._clinic, self._draw = clinic, draw
        self.setFixedSize(clinic.look.px(44), clinic.look.px(22))
        clinic.look.changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw it on the sheet's own ground: a card's corners are round."""
        look = self._clinic.look
        mirrored = self.isRightToLeft()
        cards = CardPainter(
            look.palette, measures_of(look.base), self._clinic.zone, self.devicePixelRatioF(),
            mirrored=mirrored,
        )  # fmt: skip
        painter = QPainter(self)
        painter.fillRect(self.rect(), cards.colour(look.palette.raised))
        self._draw(cards, painter, self.rect())
        painter.end()


def _draw_card(
    cards: CardPainter, painter: QPainter, visit: Appointment, area: QRect, *, past: bool = False
) -> None:
    """Draw a card without the calendar's ground at its corners: the sheet's is another."""
    shape, radius = QPainterPath(), cards.measures.radius
    shape.addRoundedRect(area.toRectF(), radius, radius)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipPath(shape)
    cards.box(painter, visit, _box(area), past=past)
    painter.restore()


def _card(colour: str = "", *, past: bool = False) -> Draw:
    """Answer what draws a card of a kind's colour."""

    def draw(cards: CardPainter, painter: QPainter, area: QRect) -> None:
        _draw_card(cards, painter, replace(_VISIT, colour=colour), area, past=past)

    return draw


def _free(*, past: bool = False, purpose: str = "", bookable: bool = True) -> Draw:
    """Answer what draws a free block."""
    block = replace(_FREE, purpose=purpose, bookable=bookable)

    def draw(cards: CardPainter, painter: QPainter, area: QRect) -> None:
        cards.box(painter, block, _box(area), past=past)

    return draw


def _status(status: AppointmentStatus) -> Draw:
    """Answer what draws a card with the mark of a status."""

    def draw(cards: CardPainter, painter: QPainter, area: QRect) -> None:
        visit = replace(_VISIT, status=status)
        _draw_card(cards, painter, visit, area)
        side, ink = cards.measures.icon, cards.colours(visit, past=False).icon
        mark = QRect(0, 0, side, side)
        mark.moveCenter(area.center())
        painter.drawPixmap(mark, icon_pixmap(STATUS_ICONS[status], ink, side, cards.ratio))

    return draw


def _marked(icon: str) -> Draw:
    """Answer what draws a card with another mark."""

    def draw(cards: CardPainter, painter: QPainter, area: QRect) -> None:
        ink, side = cards.colours(_VISIT, past=False).icon, cards.measures.icon
        _draw_card(cards, painter, _VISIT, area)
        mark = QRect(0, 0, side, side)
        mark.moveCenter(area.center())
        painter.drawPixmap(mark, icon_pixmap(icon, ink, side, cards.ratio))

    return draw


def _kept(cards: CardPainter, painter: QPainter, area: QRect) -> None:
    """Draw time that is kept free around a visit."""
    painter.fillRect(area, cards.colour(cards.palette.surface))
    paint_band(painter, area, cards, "", area)


def _off_hours(cards: CardPainter, painter: QPainter, area: QRect) -> None:
    painter.fillRect(area, cards.colour(cards.palette.off_hours))


def _off(*, crossed: bool) -> Draw:
    """Answer what draws time off of a doctor, or (crossed) closed time of the clinic."""

    def draw(cards: CardPainter, painter: QPainter, area: QRect) -> None:
        hatch(painter, area, cards, area, crossed=crossed)

    return draw


def _now(cards: CardPainter, painter: QPainter, area: QRect) -> None:
    middle = area.center().y()
    painter.fillRect(0, middle, area.width(), 2, cards.colour(cards.palette.now))


def _box(area: QRect) -> tuple[int, int, int, int]:
    return 0, 0, area.width(), area.height()


class Legend(Sheet):
    """A card over the window; it goes by Esc, by its button, or by the key that brought it."""

    def __init__(self, clinic: Clinic, over: QWidget) -> None:
        """Begin hidden; the clinic's kinds of visit are asked for."""
        super().__init__(clinic.look, "Colours and marks", over)
        self._clinic = clinic
        look = clinic.look
        close = IconButton(look, "x", "Close colours and marks")
        close.clicked.connect(self.hide)
        head = row(Label(look, "Colours and marks", "heading"), close)
        head.setStretch(0, 1)
        self._lists = QVBoxLayout()
        self._kinds = QGridLayout()
        self._others: list[QGridLayout] = []
        content = QWidget()
        content.setLayout(self._lists)
        inset(self._lists, 0, 0, look.px(12), 0)
        self._lists.setSpacing(look.px(10))
        self._add("Kinds of visit", self._kinds)
        stand = ((_status(each), STATUS_WORDS[each]) for each in AppointmentStatus)
        self._add("Where a visit stands", self._grid((*stand, *_marks())))
        self._lists.addWidget(Label(look, _LESS, "small", tone="muted", wraps=True))
        self._add("Time", self._grid(_times()))
        self._scroller = Scroller(content)
        self._whole = column(head, self._scroller, spacing=look.px(8))
        inset(self._whole, *(look.px(side) for side in (24, 14, 12, 20)))
        self.setLayout(self._whole)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show_kinds)
        self._query.set_query(AppointmentTypes())

    @property
    def is_settled(self) -> bool:
        """Whether the clinic's kinds of visit are shown."""
        return self._query.is_settled

    def _add(self, title: str, grid: QGridLayout) -> None:
        self._lists.addWidget(Label(self._clinic.look, title, "small_strong", tone="muted"))
        self._lists.addLayout(grid)

    def _grid(self, lines: tuple[tuple[Draw, str], ...]) -> QGridLayout:
        grid = QGridLayout()
        self._fill(grid, lines)
        self._others.append(grid)
        return grid

    def _fill(self, grid: QGridLayout, lines: tuple[tuple[Draw, str], ...]) -> None:
        """Set samples and their words in two columns."""
        look = self._clinic.look
        grid.setHorizontalSpacing(look.px(10))
        grid.setVerticalSpacing(look.px(6))
        half = (len(lines) + 1) // 2
        for place, (draw, words) in enumerate(lines):
            line, side = place % half, 3 * (place // half)
            grid.addWidget(Sample(self._clinic, draw), line, side)
            grid.addWidget(Label(look, words), line, side + 1)
        for side in (1, 4):
            grid.setColumnStretch(side, 1)

    def _show_kinds(self, seen: Seen[tuple[AppointmentType, ...]]) -> None:
        """Show the kinds of now."""
        while (item := self._kinds.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        kinds = tuple((_card(kind.colour), kind.name) for kind in seen.answer if not kind.archived)
        self._fill(self._kinds, (*kinds, (_card(), "No kind given")))
        if self.isVisible():
            # What comes into a card that stands is hidden at first, and would not be counted.
            for place in range(self._kinds.count()):
                item = self._kinds.itemAt(place)
                widget = item.widget() if item is not None else None
                if widget is not None:
                    widget.show()
            self._place()

    def toggle(self) -> None:
        """Show it, or put it away."""
        if self.isVisible():
            self.hide()
            return
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def _wrap(self, *, wraps: bool) -> None:
        """Let words go on in a second line, where twice the text has no room for them in one."""
        px, grids = self._clinic.look.px, (self._kinds, *self._others)
        for grid in grids:
            grid.setColumnMinimumWidth(2, px(8 if wraps else 16))
        for side in (1, 4):
            labels = [words for grid in grids for words in _words_of(grid, side)]
            for words in labels:
                words.setWordWrap(wraps)
            # One least width for all, so that the second columns stand in line below each other.
            longest = max((words.sizeHint().width() for words in labels), default=0)
            for grid in grids:
                # Squeezed below such a least width, a second line would be cut.
                grid.setColumnMinimumWidth(side, 0 if wraps else longest)
        self._lists.invalidate()

    def _place(self) -> None:
        """Stand in the middle, no larger than the window: what is longer scrolls."""
        room, edges = self._over.size(), self.contentsMargins()
        bar = self._scroller.verticalScrollBar().sizeHint().width()
        self._wrap(wraps=False)
        most = round(room.width() * 0.9)
        if self._lists.sizeHint().width() + bar > most:
            self._wrap(wraps=True)
        wide = min(self._lists.sizeHint().width() + bar, most)
        high = self._lists.totalHeightForWidth(wide - bar)
        self._scroller.setFixedSize(wide, high)
        above = self._whole.totalSizeHint().height() - high + edges.top() + edges.bottom()
        self._scroller.setFixedHeight(min(high, room.height() - above))
        self.adjustSize()
        self.move((room.width() - self.width()) // 2, (room.height() - self.height()) // 2)


def _words_of(grid: QGridLayout, side: int) -> list[Label]:
    """Answer the labels of a grid's column."""
    items = (grid.itemAtPosition(line, side) for line in range(grid.rowCount()))
    widgets = (item.widget() for item in items if item is not None)
    return [widget for widget in widgets if isinstance(widget, Label)]


def _marks() -> tuple[tuple[Draw, str], ...]:
    """Answer the marks of a card that tell something else than where the visit stands."""
    return (
        (_marked(OVER_ICON), "Booked over another"),
        (_marked(JOINT_ICON), "One visit with several"),
    )


def _times() -> tuple[tuple[Draw, str], ...]:
    """Answer what tells times apart."""
    return (
        (_free(past=False), "Free"),
        (_free(past=True), "Free, but past"),
        (_free(purpose="x"), "Free, but kept for a purpose"),
        (_free(purpose="x", bookable=False), "Nobody is booked, such as lunch"),
        (_kept, "Kept free before or after a visit"),
        (_off_hours, "Off hours, a break"),
        (_off(crossed=False), "Time off"),
        (_off(crossed=True), "The clinic is closed"),
        (_card("", past=True), "A visit that is past"),
        (_now, "Now"),
    )
