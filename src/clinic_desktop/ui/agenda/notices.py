"""What a calendar says when it has nothing to show."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.contents import Column
from clinic_desktop.ui.agenda.words import day_text


class Notice(NamedTuple):
    """A sentence, and a hint at what to do."""

    sentence: str
    hint: str = ""


def empty_notice(columns: tuple[Column, ...], empty: bool, loaded: bool) -> Notice | None:  # noqa: FBT001 - two facts
    """Answer what to say about an empty calendar, None when it has contents or waits for them."""
    if not columns:
        return Notice("No doctor is chosen", "Tick the doctors to show in the list at the side.")
    if not loaded or not empty:
        return None
    days = {column.day for column in columns}
    doctors = {column.doctor.name for column in columns}
    who = f"{doctors.pop()} does not work" if len(doctors) == 1 else "Nobody works"
    when = f"on {day_text(days.pop())}" if len(days) == 1 else "in these days"
    return Notice(
        f"{who} {when}", "Go to another day. Hours are set with the command “clinic hours”."
    )


def draw_notice(painter: QPainter, notice: Notice, area: QRect, cards: CardPainter) -> None:
    """Draw sentence and hint on a quiet card in the middle of an area."""
    m, c = cards.measures, cards.palette
    pad = m.px(20)
    room = max(area.width() - 2 * pad, 1)
    lines = [(cards.texts.within(notice.sentence, "sentence", room), "sentence", c.ink)]
    if notice.hint:
        lines.append((cards.texts.within(notice.hint, "hint", room), "hint", c.muted))
    wide = max(run.width for run, _, _ in lines) + 2 * pad
    high = m.px(26) * len(lines) + pad
    card = QRectF(area.center().x() - wide / 2, area.center().y() - high / 2, wide, high)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(cards.colour(c.line))
    painter.setBrush(cards.colour(c.surface))
    painter.drawRoundedRect(card, m.px(8), m.px(8))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    base = card.top() + pad / 2 + m.px(18)
    for run, role, colour in lines:
        painter.setFont(m.fonts[role])
        painter.setPen(cards.colour(colour))
        painter.drawStaticText(
            QPointF(area.center().x() - run.width / 2, base - run.baseline), run.static
        )
        base += m.px(25)
