"""The sticky parts of a calendar: who or which day a column is, and the time axis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from clinic_desktop.domain.forms import MONTHS, WEEKDAYS, present
from clinic_desktop.domain.people import Doctor
from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.contents import Column
from clinic_desktop.ui.agenda.geometry import Tick
from clinic_desktop.ui.agenda.off import DayNote
from clinic_desktop.ui.agenda.texts import Measures
from clinic_desktop.ui.agenda.words import day_text, initial_of, untitled
from clinic_desktop.ui.palette import hue_of

_AFTER = 4
"""Pixels of a doctor's head that stay clear behind its words."""


def draw_header(
    columns: tuple[Column, ...],
    lefts: list[tuple[int, int]],
    cards: CardPainter,
    today: dt.date | None,
    notes: tuple[DayNote | None, ...],
) -> QPixmap:
    """Draw all columns' heads; ``lefts`` are each column's left pixel and width.

    ``notes`` tell what is special about each column's day: it stands in the second line then.
    """
    width = max((left + wide for left, wide in lefts), default=1)
    height = cards.measures.header
    pixmap = QPixmap(QSize(width, height) * cards.ratio)
    pixmap.setDevicePixelRatio(cards.ratio)
    pixmap.fill(cards.colour(cards.palette.surface))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    one_doctor = len({column.doctor.id for column in columns}) == 1
    days = len({column.day for column in columns})
    room = min((wide for _, wide in lefts), default=0)
    of_week = one_doctor and days > 1
    long = _fits_long_days(columns, room, cards)
    heads, manner = fitted(columns, room, cards)
    for head, note, (left, wide) in zip(heads, notes, lefts, strict=True):
        area = QRect(left, 0, wide, height)
        is_today = days > 1 and head.column.day == today
        special = ""
        if note is not None:
            used = (
                _before_day(cards) if of_week else _before_name(cards, wide, avatar=manner.avatar)
            )
            fits = cards.texts.run(note.text, "detail").width <= wide - used - cards.measures.px(2)
            special = note.text if fits else note.short
        if of_week:
            look = _DayLook(long, special)
            _draw_day(painter, head.column.day, area, cards, look, today=is_today)
        else:
            told = head._replace(below=special or head.below)
            _draw_doctor(painter, told, area, cards, manner, today=is_today)
        edge = left if cards.mirrored else left + wide - 1
        painter.fillRect(edge, 0, 1, height, cards.colour(cards.palette.hour_line))
    painter.fillRect(0, height - 1, width, 1, cards.colour(cards.palette.hour_line))
    if of_week:
        _underline_today(painter, columns, lefts, cards, today)
    painter.end()
    return pixmap


class _DayLook(NamedTuple):
    """Whether a day's head names it in full, and what is special about the day."""

    long: bool
    note: str


class Head(NamedTuple):
    """A column and what its head says below the doctor's name."""

    column: Column
    below: str


class Manner(NamedTuple):
    """How all heads are drawn alike: a round initial or a bar in its hue; titles or none."""

    avatar: bool
    titled: bool


def _below(column: Column, days: int, room: int, cards: CardPainter) -> str:
    """Answer a head's second line: the day where there are several, else the specialty.

    A specialty that a narrow head would cut loses its last word first: "General practice" is told
    as "General".
    """
    if days > 1:
        return _short_day(column.day)
    text = column.doctor.specialty
    whole = room - _before_name(cards, room, avatar=False) - cards.measures.px(_AFTER)
    while " " in text and cards.texts.run(text, "detail").width > whole:
        text = text.rpartition(" ")[0]
    return text


def fitted(columns: tuple[Column, ...], room: int, cards: CardPainter) -> tuple[list[Head], Manner]:
    """Answer what heads of ``room`` pixels say, in the richest manner in which none is cut.

    The avatar is dropped before a word is cut, and titles last: all names have theirs, or none,
    since a title must not look like a distinction.
    """
    days = len({column.day for column in columns})
    heads = [Head(each, _below(each, days, room, cards)) for each in columns]
    manners = (Manner(True, True), Manner(False, True), Manner(True, False))
    for manner in manners:
        left = room - _before_name(cards, room, avatar=manner.avatar) - cards.measures.px(_AFTER)
        names = {_name(head.column, manner) for head in heads}
        if all(cards.texts.run(name, "head").width <= left for name in names) and all(
            cards.texts.run(head.below, "detail").width <= left for head in heads
        ):
            return heads, manner
    return heads, Manner(avatar=False, titled=False)


def _name(column: Column, manner: Manner) -> str:
    return column.doctor.name if manner.titled else untitled(column.doctor.name)


def _before_name(cards: CardPainter, wide: int, *, avatar: bool) -> int:
    """Answer the pixels of a head in front of its name."""
    m = cards.measures
    pad = m.px(8) if wide >= m.px(120) else m.px(6)
    return pad + (m.px(28) + m.px(7) if avatar else 0)


def _fits_long_days(columns: tuple[Column, ...], room: int, cards: CardPainter) -> bool:
    """Tell whether every shown day has room for its whole name and month; else all are short."""
    left = room - _before_day(cards)
    return all(
        cards.texts.run(text, role).width <= left
        for column in columns
        for text, role in (
            (WEEKDAYS[column.day.weekday()], "head"),
            (MONTHS[column.day.month - 1], "detail"),
        )
    )


def _before_day(cards: CardPainter) -> int:
    """Answer the pixels of a day's head that its words have not."""
    m = cards.measures
    return m.px(10) + m.px(30) + m.px(8) + m.px(2)


def _underline_today(
    painter: QPainter,
    columns: tuple[Column, ...],
    lefts: list[tuple[int, int]],
    cards: CardPainter,
    today: dt.date | None,
) -> None:
    """Draw a line under today's head, where the column begins."""
    m = cards.measures
    for column, (left, wide) in zip(columns, lefts, strict=True):
        if column.day == today:
            high = m.px(2)
            ink = cards.colour(cards.palette.accent)
            painter.fillRect(left, m.header - high, wide - 1, high, ink)


def _short_day(day: dt.date) -> str:
    return present().date(day, weekday=True, year=False)


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
    head: Head,
    area: QRect,
    cards: CardPainter,
    manner: Manner,
    *,
    today: bool,
) -> None:
    """Draw avatar or bar, name and a second line (specialty, or the day)."""
    m, c = cards.measures, cards.palette
    doctor = head.column.doctor
    used = _before_name(cards, area.width(), avatar=manner.avatar)
    if manner.avatar:
        _draw_avatar(painter, doctor, area, cards, used - m.px(7) - m.px(28))
    else:
        # The hue still ties the column to the list at the side.
        bar = QRect(area.left() + 2, 0, area.width() - 5, m.px(3))
        painter.fillRect(bar, cards.colour(hue_of(doctor.id)))
    room = QRect(area.left() + (m.px(_AFTER) if cards.mirrored else used), 0, 0, area.height())
    room.setWidth(max(0, area.width() - used - m.px(_AFTER)))
    middle = area.height() // 2
    name = _name(head.column, manner)
    if head.below:
        _put(painter, cards, name, "head", room, middle - m.px(3), c.ink)
        colour = c.on_accent_soft if today else c.muted
        _put(painter, cards, head.below, "detail", room, middle + m.px(13), colour)
    else:
        base = middle + round(m.ascent["head"] / 2)
        _put(painter, cards, name, "head", room, base, c.ink)


def _draw_avatar(
    painter: QPainter, doctor: Doctor, area: QRect, cards: CardPainter, pad: int
) -> None:
    """Draw the doctor's initial in a disc of the doctor's hue."""
    side = cards.measures.px(28)
    x = area.right() + 1 - pad - side if cards.mirrored else area.left() + pad
    fill, ink = cards.palette.avatar(hue_of(doctor.id))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(cards.colour(fill))
    circle = QRectF(x, (area.height() - side) / 2, side, side)
    painter.drawEllipse(circle)
    _centred(painter, cards, initial_of(doctor.name), "head", circle, ink)


def _draw_day(
    painter: QPainter, day: dt.date, area: QRect, cards: CardPainter, look: _DayLook, *, today: bool
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
    used = _before_day(cards) - m.px(2)
    room = QRect(area.left() + (m.px(2) if cards.mirrored else used), 0, 0, area.height())
    room.setWidth(max(0, area.width() - used - m.px(2)))
    middle = area.height() // 2
    letters = None if look.long else 3
    name, month = WEEKDAYS[day.weekday()][:letters], MONTHS[day.month - 1][:letters]
    _put(painter, cards, name, "head", room, middle - m.px(3), c.on_accent_soft if today else c.ink)
    below = look.note or ("Today" if today else month)
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


def draw_band(
    painter: QPainter,
    days: list[tuple[dt.date, int, int, str]],
    room: tuple[int, int],
    cards: CardPainter,
    today: dt.date | None,
) -> None:
    """Draw the band of days above their doctors: each with its pixels [left, right).

    Each is told with its pixels and with what is special about it, if the clinic is closed. A day
    whose columns are scrolled out in part keeps its name inside ``room``, the pixels
    [left, right) that are seen.
    """
    m, c = cards.measures, cards.palette
    base = (m.band + m.caps["head"]) // 2
    for day, left, right, special in days:
        if right < room[0] or room[1] <= left:
            continue
        painter.fillRect(left, 0, right - left, m.band, cards.colour(c.surface))
        low, high = max(left, room[0]) + m.pad, min(right, room[1]) - m.pad
        if low < high:
            more = f" · {special}" if special else ""
            text = day_text(day) + more
            if cards.texts.run(text, "head").width > high - low:
                text = _short_day(day) + more
            ink = c.on_accent_soft if day == today else c.ink
            _put(painter, cards, text, "head", QRect(low, 0, high - low, m.band), base, ink)
        if day == today:
            painter.fillRect(left, 0, right - left, m.px(3), cards.colour(c.accent))
        edge = left if cards.mirrored else right - 1
        painter.fillRect(edge, 0, 2, m.band, cards.colour(c.border))
        painter.fillRect(left, m.band - 1, right - left, 1, cards.colour(c.line))


def base_of(y: int, m: Measures) -> int:
    """Answer where the label of a tick at a pixel has its baseline.

    The first label would be cut by the header: it stands below its line, as near as can be, lest
    it touch the next one.
    """
    return max(y + round(m.ascent["axis"] / 2), m.caps["axis"] + m.px(2))


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
        base = base_of(y, m)
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


def draw_now(
    painter: QPainter, text: str, y: int, left: int, cards: CardPainter, bases: Iterable[int]
) -> None:
    """Draw the pill with the present time into the axis, its middle at a pixel.

    ``bases`` are the baselines of the hours' labels: one that the pill would cover in part goes.
    """
    m, c = cards.measures, cards.palette
    run = cards.texts.run(text, "axis")
    wide, high = run.width + m.px(10), m.px(17)
    x = left + (m.px(3) if cards.mirrored else m.axis - m.px(3) - wide)
    pill = QRectF(x, y - high / 2, wide, high)
    cap = m.caps["axis"]
    for base in bases:
        if base > pill.top() and base - cap < pill.bottom():
            label = QRectF(left + 1, base - cap - 2, m.axis - 2, cap + 4)
            painter.fillRect(label, cards.colour(c.surface))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(cards.colour(c.now))
    painter.drawRoundedRect(pill, m.px(5), m.px(5))
    _centred(painter, cards, text, "axis", pill, c.on_now)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
