"""How the arrows walk over the items of a calendar: within a column, and across. Knows no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from clinic_desktop.ui.agenda.contents import Key
from clinic_desktop.ui.agenda.kept import KeptPlaced
from clinic_desktop.ui.agenda.off import OffPlaced
from clinic_desktop.ui.agenda.placing import Placed

Step = Literal["up", "down", "left", "right", "first", "last"]

Walked = Placed | OffPlaced | KeptPlaced
"""What arrows walk over: blocks and visits, and what lies below them."""

Spot = tuple[int, Key]
"""A column's index and an item's identity: an item that passes midnight stands in two columns."""


def step(
    columns: Sequence[Sequence[Walked]],
    spot: Spot | None,
    way: Step,
    height: int | None,
    start: int,
) -> Spot | None:
    """Answer where a step leads from a spot, the spot itself where it leads nowhere.

    ``height`` is the pixel that steps across columns aim at, so that walking right and back left
    comes home; ``start`` is the pixel where walking begins when nothing is current.
    """
    at = _index(columns, spot)
    if spot is None or at is None:
        return _nearest_column(columns, range(len(columns)), start)
    column, items = spot[0], columns[spot[0]]
    if way in ("up", "down"):
        at = min(max(at + (1 if way == "down" else -1), 0), len(items) - 1)
        return column, items[at].item.id
    if way in ("first", "last"):
        return column, items[0 if way == "first" else -1].item.id
    order = range(column + 1, len(columns)) if way == "right" else range(column - 1, -1, -1)
    aim = items[at].top if height is None else height
    return _nearest_column(columns, order, aim) or spot


def _index(columns: Sequence[Sequence[Walked]], spot: Spot | None) -> int | None:
    if spot is None or spot[0] >= len(columns):
        return None
    keys = [placed.item.id for placed in columns[spot[0]]]
    return keys.index(spot[1]) if spot[1] in keys else None


def _nearest_column(
    columns: Sequence[Sequence[Walked]], order: Sequence[int], aim: int
) -> Spot | None:
    """Answer the item nearest to a height in the first column, in this order, that has any."""
    for column in order:
        if columns[column]:
            return column, min(columns[column], key=lambda each: _distance(each, aim)).item.id
    return None


def _distance(placed: Walked, aim: int) -> tuple[int, int]:
    inside = placed.top <= aim < placed.bottom
    return (0 if inside else min(abs(placed.top - aim), abs(placed.bottom - aim)) + 1), placed.lane
