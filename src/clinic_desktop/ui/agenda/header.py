"""The sticky parts of a calendar: who or which day a column is, and the time axis."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.contents import Column
from clinic_desktop.ui.agenda.geometry import Tick
from clinic_desktop.ui.agenda.words import MONTHS, WEEKDAYS, initial_of, untitled
from clinic_desktop.ui.palette import hue_of


def draw_header(
    columns: tuple[Column, ...],
    lefts: list[tuple[int, int]],
    cards: CardPainter,
    today: dt.date | None,
) -> QPixmap:
    """Draw all columns' heads; ``lefts`` are each column's left pixel and width."""
    width = max((left + wide for left, wide in lefts), default=1)
    height = cards.measures.header
    pixmap = QPixmap(QSize(width, height) * cards.ratio)
    pixmap.setDevicePixelRatio(cards.ratio)
    pixmap.fill(cards.colour(cards.palette.surface))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    one_doctor = len({column.doctor.id for column in columns}) == 1
    days = len({column.day for column in columns})
    room = min((wide for _, wide in lefts), default=0) - _beside_avatar(cards, lefts[0][1])
    names = {column.doctor.name for column in columns}
    # All names with their titles, or none: a title must not look like a distinction.
    short = any(cards.texts.run(name, "head").width > room for name in names)
    for column, (left, wide) in zip(columns, lefts, strict=True):
        area = QRect(left, 0, wide, height)
        if one_doctor and days > 1:
            _draw_day(painter, column.day, area, cards, today=column.day == today)
        else:
            below = _short_day(column.day) if days > 1 else column.doctor.specialty
            _draw_doctor(
                painter,
                column,
                below,
                area,
                cards,
                today=days > 1 and column.day == today,
                short=short,
            )
        edge = left if cards.mirrored else left + wide - 1
        painter.fillRect(edge, 0, 1, height, cards.colour(cards.palette.hour_line))
    painter.fillRect(0, height - 1, width, 1, cards.colour(cards.palette.hour_line))
    painter.end()
    return pixmap


def _beside_avatar(cards: CardPainter, wide: int) -> int:
    """Answer the pixels of a head that its name has not."""
    m = cards.measures
    return _pad(cards, wide) + m.px(28) + m.px(7) + m.px(4)


def _pad(cards: CardPainter, wide: int) -> int:
    m = cards.measures
    return m.px(8) if wide >= m.px(120) else m.px(6)


def _short_day(day: dt.date) -> str:
    return f"{WEEKDAYS[day.weekday()][:3]} {day.day} {MONTHS[day.month - 1][:3]}"


def _put(
    painter: QPainter, cards: CardPainter, text: str, role: str, area: QRect, base: int, colour: str
) -> None:
    """Draw a text at the leading edge of an area, cut where it is too wide."""
    run = cards.texts.within(text, role, area.width())
    x = area.right() + 1 - run.width if cards.mirrored else area.left()
    painter.setFont(cards.measures.fonts[role])
    painter.setPen(cards.colour(colour))
    painter.drawStaticText(QPointF(x, base - run.baseline), run.static)


def _draw_doctor(
    painter: QPainter,
    column: Column,
    below: str,
    area: QRect,
    cards: CardPainter,
    *,
    today: bool,
    short: bool,
) -> None:
    """Draw avatar, name and a second line (specialty, or the day)."""
    m, c = cards.measures, cards.palette
    side = m.px(28)
    pad = _pad(cards, area.width())
    used = pad + side + m.px(7)
    name = untitled(column.doctor.name) if short else column.doctor.name
    x = area.right() + 1 - pad - side if cards.mirrored else area.left() + pad
    fill, ink = c.avatar(hue_of(column.doctor.id))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(cards.colour(fill))
    circle = QRectF(x, (area.height() - side) / 2, side, side)
    painter.drawEllipse(circle)
    _centred(painter, cards, initial_of(column.doctor.name), "head", circle, ink)
    room = QRect(area.left() + (m.px(4) if cards.mirrored else used), 0, 0, area.height())
    room.setWidth(max(0, area.width() - used - m.px(4)))
    middle = area.height() // 2
    if below:
        _put(painter, cards, name, "head", room, middle - m.px(3), c.ink)
        colour = c.on_accent_soft if today else c.muted
        _put(painter, cards, below, "detail", room, middle + m.px(13), colour)
    else:
        base = middle + round(m.ascent["head"] / 2)
        _put(painter, cards, name, "head", room, base, c.ink)


def _draw_day(
    painter: QPainter, day: dt.date, area: QRect, cards: CardPainter, *, today: bool
) -> None:
    """Draw a day's name and date; today's date stands in a disc."""
    m, c = cards.measures, cards.palette
    side = m.px(30)
    pad = m.px(10)
    x = area.right() + 1 - pad - side if cards.mirrored else area.left() + pad
    circle = QRectF(x, (area.height() - side) / 2, side, side)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(cards.colour(c.accent if today else c.sunken))
    painter.drawEllipse(circle)
    _centred(painter, cards, str(day.day), "number", circle, c.on_accent if today else c.ink)
    used = pad + side + m.px(8)
    room = QRect(area.left() + (m.px(4) if cards.mirrored else used), 0, 0, area.height())
    room.setWidth(max(0, area.width() - used - m.px(4)))
    middle = area.height() // 2
    name = WEEKDAYS[day.weekday()]
    if cards.texts.run(name, "head").width > room.width():
        name = name[:3]
    _put(painter, cards, name, "head", room, middle - m.px(3), c.on_accent_soft if today else c.ink)
    below = "Today" if today else MONTHS[day.month - 1]
    _put(painter, cards, below, "detail", room, middle + m.px(13), c.muted)


def _centred(
    painter: QPainter, cards: CardPainter, text: str, role: str, area: QRectF, colour: str
) -> None:
    run = cards.texts.run(text, role)
    base = area.center().y() + cards.measures.ascent[role] / 2
    painter.setFont(cards.measures.fonts[role])
    painter.setPen(cards.colour(colour))
    painter.drawStaticText(
        QPointF(area.center().x() - run.width / 2, base - run.baseline), run.static
    )


def draw_axis(ticks: list[tuple[int, Tick]], height: int, cards: CardPainter) -> QPixmap:
    """Draw the hours' labels, each at its pixel; a doubled hour names its zone beneath."""
    m, c = cards.measures, cards.palette
    pixmap = QPixmap(QSize(m.axis, max(1, height)) * cards.ratio)
    pixmap.setDevicePixelRatio(cards.ratio)
    pixmap.fill(cards.colour(c.surface))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stub = m.px(5)
    for y, tick in ticks:
        left = 0 if cards.mirrored else m.axis - stub
        painter.fillRect(left, y, stub, 1, cards.colour(c.hour_line))
        # The first label would be cut by the header: it stands below its line.
        base = max(y + round(m.ascent["axis"] / 2), round(m.ascent["axis"]) + m.px(4))
        if base > height:
            continue
        lines = [(tick.label, "axis", base)]
        if tick.note:
            lines.append((tick.note, "note", base + m.px(11)))
        for text, role, at in lines:
            run = cards.texts.run(text, role)
            x = stub + m.px(4) if cards.mirrored else m.axis - stub - m.px(4) - run.width
            painter.setFont(m.fonts[role])
            painter.setPen(cards.colour(c.muted))
            painter.drawStaticText(QPointF(x, at - run.baseline), run.static)
    edge = 0 if cards.mirrored else m.axis - 1
    painter.fillRect(edge, 0, 1, height, cards.colour(c.hour_line))
    painter.end()
    return pixmap


def draw_now(painter: QPainter, text: str, y: int, left: int, cards: CardPainter) -> None:
    """Draw the pill with the present time into the axis, its middle at a pixel."""
    m, c = cards.measures, cards.palette
    run = cards.texts.run(text, "axis")
    wide, high = run.width + m.px(10), m.px(17)
    x = left + (m.px(3) if cards.mirrored else m.axis - m.px(3) - wide)
    pill = QRectF(x, y - high / 2, wide, high)
    # The hour's own label must not peep out from behind the pill.
    painter.fillRect(QRectF(left + 1, pill.top(), m.axis - 2, high), cards.colour(c.surface))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(cards.colour(c.now))
    painter.drawRoundedRect(pill, m.px(5), m.px(5))
    _centred(painter, cards, text, "axis", pill, c.on_now)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
