"""Where a column must be drawn anew: because items changed, or because time went by."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from PySide6.QtCore import QRect

from clinic_desktop.domain.booking import Block
from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.geometry import differing
from clinic_desktop.ui.agenda.kept import KeptPlaced
from clinic_desktop.ui.agenda.placing import Placed, differences, ground_of
from clinic_desktop.ui.agenda.tiles import Sheet, united


def by_items(
    cards: CardPainter, before: list[Placed], after: list[Placed], width: int
) -> list[QRect]:
    """Answer where a stretch of a column differs from what it was, in the column's pixels."""
    if len(before) == len(after) == 1:
        # Mostly one takes the other's place, on the same ground.
        (was,), (now,) = before, after
        if was[1:] == now[1:] and cards.is_solid(was.item) == cards.is_solid(now.item):
            box = QRect(*cards.rect(was, width)) | QRect(*cards.rect(now, width))
            return [box] if was != now else []
    differ = differences(before, after)
    boxes = dict.fromkeys(cards.rect(each, width) for each in differ if each.lanes == 1)
    rects = [QRect(*box) for box in boxes]
    # Beside what shares its width other cards may reach into what is empty.
    rects += [QRect(0, one.top, width, one.bottom - one.top + 1) for one in differ if one.lanes > 1]
    grounds = ground_of(before), ground_of(after)
    if grounds[0] != grounds[1]:
        rects += [QRect(0, int(low), width, int(high - low)) for low, high in differing(*grounds)]
    return united(rects)


def by_bands(before: Sequence[KeptPlaced], after: Sequence[KeptPlaced], width: int) -> list[QRect]:
    """Answer where other time is kept free around visits than before."""
    differ = [one for one in before if one not in after]
    differ += [one for one in after if one not in before]
    return [QRect(0, one.top, width, one.bottom - one.top) for one in differ]


def by_time(
    cards: CardPainter,
    sheet: Sheet,
    line: int | None,
    before: dt.datetime | None,
    now: dt.datetime | None,
    width: int,
) -> list[QRect]:
    """Answer where a column differs by its now line, or because something has ended since."""
    rects = []
    if sheet.now != line:
        high = cards.measures.px(24)
        lines = [at for at in (sheet.now, line) if at is not None]
        rects += [QRect(0, at - high // 2, width, high) for at in lines]
    for each in sheet.placed:
        item = each.item
        ends = (item.end, item.reserved_until if isinstance(item, Block) else None)
        if any(end and _is_past(end, before) != _is_past(end, now) for end in ends):
            alone = each.lanes == 1
            whole = QRect(0, each.top, width, each.bottom - each.top + 1)
            rects.append(QRect(*cards.rect(each, width)) if alone else whole)
    return united(rects)


def _is_past(end: dt.datetime, now: dt.datetime | None) -> bool:
    return now is not None and end <= now
