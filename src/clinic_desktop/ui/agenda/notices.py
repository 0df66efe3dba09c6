"""What a calendar says when it has nothing to show."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.contents import Column
from clinic_desktop.ui.agenda.off import DayNote
from clinic_desktop.ui.agenda.words import day_text
from clinic_desktop.ui.look import icon_pixmap, in_order


class Notice(NamedTuple):
    """A sentence, a hint at what to do, and the icon above both, if any."""

    sentence: str
    hint: str = ""
    icon: str = ""

    @property
    def words(self) -> str:
        """All that it says, as one text."""
        return " ".join(filter(None, (self.sentence, self.hint)))


def empty_notice(
    columns: tuple[Column, ...],
    notes: tuple[DayNote | None, ...],
    loaded: bool,  # noqa: FBT001 - a fact
) -> Notice | None:
    """Answer what to say about an empty calendar, None when it waits for its contents."""
    if not columns:
        hint = "Tick the doctors to show in the list at the side."
        return Notice("No doctor is chosen", hint, "users")
    if not loaded:
        return None
    days = {column.day for column in columns}
    doctors = {column.doctor.name for column in columns}
    on = f"on {day_text(min(days))}" if len(days) == 1 else "in these days"
    closed = {note.short if note is not None and note.closed else "" for note in notes}
    off = {note.text if note is not None and note.is_off else "" for note in notes}
    go_on = "Go to another day."
    if len(closed) == 1 and all(closed):
        return Notice(f"The clinic is closed {on}: {closed.pop()}", go_on, "calendar-x")
    if len(off) == len(doctors) == 1 and all(off):
        return Notice(f"{doctors.pop()} is off {on}: {off.pop()}", go_on, "calendar-x")
    who = f"{doctors.pop()} does not work" if len(doctors) == 1 else "Nobody works"
    hint = "Go to another day. Working times are set under “Hours”."
    return Notice(f"{who} {on}", hint, "calendar-x")


_NARROW = 400
"""A calendar of fewer pixels has a card with less around its words."""


def draw_notice(painter: QPainter, notice: Notice, area: QRect, cards: CardPainter) -> None:
    """Draw icon, sentence and hint, in as many lines as they need, on a quiet card in an area."""
    m, c = cards.measures, cards.palette
    narrow = area.width() < m.px(_NARROW)
    pad, edge, side = m.px(12 if narrow else 24), m.px(12 if narrow else 20), m.px(28)
    flags = Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap
    around = 2 * (pad + m.px(8))
    room = QRect(0, 0, max(1, min(area.width() - around, m.px(480))), m.px(2000))
    texts = [
        (in_order(notice.sentence), "sentence", c.ink),
        (in_order(notice.hint), "hint", c.muted),
    ]
    lines = [
        (text, role, colour, QFontMetrics(m.fonts[role]).boundingRect(room, flags, text))
        for text, role, colour in texts
        if text
    ]
    wide = max(box.width() for *_, box in lines) + 2 * pad
    gap, mark = m.px(6), side + m.px(10) if notice.icon else 0
    high = mark + sum(box.height() for *_, box in lines) + gap * (len(lines) - 1) + 2 * edge
    if high > area.height():
        # The words say it all.
        high, mark = high - mark, 0
    card = QRect(0, 0, wide, high)
    card.moveCenter(area.center())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(cards.colour(c.line))
    painter.setBrush(cards.colour(c.surface))
    painter.drawRoundedRect(card, m.px(10), m.px(10))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if mark:
        picture = icon_pixmap(notice.icon, c.muted, side, cards.ratio)
        painter.drawPixmap(card.center().x() - side // 2, card.top() + edge, picture)
    top = card.top() + edge + mark
    for text, role, colour, box in lines:
        painter.setFont(m.fonts[role])
        painter.setPen(cards.colour(colour))
        # With room to spare: read right to left, a text takes a little more than was measured.
        place = QRect(card.left() + pad // 2, top, wide - pad, box.height())
        painter.drawText(place, flags, text)
        top += box.height() + gap
