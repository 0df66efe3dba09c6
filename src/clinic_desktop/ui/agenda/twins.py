"""Calendars that show the same share one picture: it is laid and drawn once for all of them.

A picture that several show is never changed. A part makes its successor, to which each calendar
goes over when it is given that part itself. What one calendar shows alone is changed in place.
"""

from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QRect

from clinic_desktop.domain.booking import Agenda
from clinic_desktop.ui.agenda.contents import Contents, Item
from clinic_desktop.ui.agenda.tiles import Sheet

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.canvas import Canvas


class Step(NamedTuple):
    """What a part made of a picture: its successor, and where that differs, on the canvas.

    ``now`` is the instant after whose manner what has ended was faded.
    """

    part: Agenda
    now: dt.datetime | None
    picture: Picture
    changed: list[QRect]


@dataclass(slots=True, eq=False, weakref_slot=True)
class Picture:
    """The items of a calendar, and how they are laid and drawn."""

    contents: Contents
    sheets: list[Sheet]
    before: weakref.ref[Picture] | None = None
    """What a part made this of, as long as anybody shows that and may follow."""
    shown: int = 0
    """How many calendars show it."""
    step: Step | None = None
    _owned: set[int] = field(default_factory=set)
    """The columns whose sheets no other picture has."""
    _by_id: dict[object, list[tuple[int, Item]]] | None = None
    """Each item with the columns that it stands in, once somebody asks; None: not known now."""

    @property
    def is_shared(self) -> bool:
        """Whether another calendar shows it, or may do so yet."""
        return self.shown > 1 or self._origin is not None

    @property
    def _origin(self) -> Picture | None:
        """What leads here: who shows that still may follow."""
        origin = self.before() if self.before is not None else None
        leads = origin is not None and origin.step is not None and origin.step.picture is self
        return origin if leads else None

    def successor(self) -> Picture:
        """Answer what may be changed: itself, or a copy if it is shared."""
        if self.is_shared:
            self._owned.clear()
            return Picture(self.contents.copy(), self.sheets.copy())
        self.step = None
        return self

    def own(self, index: int) -> Sheet:
        """Answer a column's sheet, to be changed."""
        self._by_id = None
        if index not in self._owned:
            self._owned.add(index)
            self.sheets[index] = self.sheets[index].copy()
        return self.sheets[index]

    def those(self, ids: Iterable[object]) -> list[tuple[int, Item]]:
        """Answer those of some items that are shown, each with the columns that it is in.

        It is asked at every paint: all is walked through once, until something is laid anew.
        """
        if self._by_id is None:
            self._by_id = {}
            for index, sheet in enumerate(self.sheets):
                for each in sheet.placed:
                    self._by_id.setdefault(each.item.id, []).append((index, each.item))
        return [spot for one in ids for spot in self._by_id.get(one, ())]

    def step_by(self, part: Agenda, now: dt.datetime | None) -> Step | None:
        """Answer what a twin has made of this very part, if it looks the same at an instant."""
        step = self.step
        if step is None or step.part is not part:
            return None
        return step if fade_alike((*part.free, *part.appointments), now, step.now) else None

    def follow(
        self, successor: Picture, part: Agenda, now: dt.datetime | None, changed: list[QRect]
    ) -> None:
        """Let others that are given this part, too, show what it was made into.

        All are told of a part before the next one comes. Who was not, being hidden, would hold
        every picture from its own to the last: it draws for itself, should it be told.
        """
        origin = self._origin
        if origin is not None:
            origin.step = None
        successor.before = weakref.ref(self)
        self.step = Step(part, now, successor, changed)


_open: weakref.WeakSet[Canvas] = weakref.WeakSet()


def add(canvas: Canvas) -> None:
    """Let a canvas have twins as long as it lives."""
    _open.add(canvas)


def leave(canvas: Canvas) -> None:
    """Let a canvas that is shown no more be nobody's twin: it may lie about until collected."""
    if canvas in _open:
        _open.discard(canvas)
        canvas.picture.shown -= 1


def picture_of_twin(canvas: Canvas, nows: list[int | None]) -> Picture | None:
    """Answer the picture of another canvas that shows the same, with its now lines there."""
    for other in _open:
        if other is canvas or other.layout != canvas.layout or other.away != canvas.away:
            continue
        picture = other.picture
        if (
            [sheet.now for sheet in picture.sheets] == nows
            and picture.contents.entries == canvas.contents.entries
            and fade_alike(
                (entry.item for column in picture.contents.entries for entry in column),
                canvas.now,
                other.now,
            )
        ):
            return picture
    return None


def fade_alike(items: Iterable[Item], now: dt.datetime | None, other: dt.datetime | None) -> bool:
    """Tell whether of these the same have ended at two instants; None: nothing has."""
    if now == other:
        return True
    if now is None or other is None:
        return False
    low, high = min(now, other), max(now, other)
    return not any(low < item.end <= high for item in items)
