"""Where a visit that is dragged would land, or why it can't: in blocks, as the booking does it.

What a calendar shows is enough for that. It is a promise of what will be asked for, no more: what
holds is what the database answers. Knows no Qt.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from clinic_desktop.domain.booking import STATUS_WORDS, Appointment, AppointmentStatus, Block
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.agenda.contents import Item
from clinic_desktop.ui.agenda.leaving import Leaving
from clinic_desktop.ui.agenda.words import OVER, time_text

Grip = Literal["whole", "start", "end"]
"""Where a visit is held: it moves, begins at another time, or ends at another time."""

_SNAP = dt.timedelta(minutes=5)
_INSTANT = dt.timedelta(seconds=1)
OFF_SOON = "in the time off that is not saved yet"
"""Why a visit can't go where it would only have to leave again."""
_MOVABLE = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED)


@dataclass(frozen=True, slots=True)
class Landing:
    """A stretch of a doctor's time (UTC) that a visit would have, or ``why`` it can't have it.

    ``start`` to ``end`` is what the patient would be told, ``held`` is where its blocks end.
    ``block_id`` is the first block; ``keeps_length`` tells a move from a change of the length.
    ``over``: another visit has it, so that it is had only over that one, by right and for a reason.
    """

    visit: Appointment
    doctor_id: int
    start: dt.datetime
    end: dt.datetime
    held: dt.datetime
    block_id: int | None = None
    keeps_length: bool = True
    why: str = ""
    over: bool = False

    @property
    def changes(self) -> bool:
        """Whether it is possible, and anything else than how the visit is now."""
        now = (self.visit.doctor_id, self.visit.start, self.visit.end)
        return not self.why and (self.doctor_id, self.start, self.end) != now

    def words(self, zone: zoneinfo.ZoneInfo) -> str:
        """Answer its times, or why not."""
        if self.why:
            return self.why
        over = f", {OVER}" if self.over else ""
        return f"{time_text(self.start, zone)}\N{EN DASH}{time_text(self.end, zone)}{over}"


def can_move(visit: Appointment) -> bool:
    """Tell whether a visit still has a time that can be changed."""
    return visit.holds and visit.status in _MOVABLE


class Ground:
    """What a visit finds in a doctor's column: free blocks, its own, all that is in the way."""

    def __init__(
        self,
        items: Iterable[Item],
        visit: Appointment,
        doctor_id: int,
        zone: zoneinfo.ZoneInfo,
        leaving: Leaving | None = None,
        *,
        may_overbook: bool = False,
    ) -> None:
        """Take a column's items; the visit's own blocks count as free, those of leave do not.

        Whoever ``may_overbook`` may wish for the time of another visit, too.
        """
        self._may_overbook = may_overbook
        self._leaving = leaving
        shown = list(items)
        self._visit, self._doctor_id, self._zone = visit, doctor_id, zone
        self._others = [
            item
            for item in shown
            if isinstance(item, Appointment) and item.holds and item.id != visit.id
        ]
        held = own_blocks(visit) if doctor_id == visit.doctor_id else ()
        # What is kept free around it is given back with it, and is none of its own.
        self._own = [one for one in held if one.start < visit.end and visit.start < one.end]
        blocks = [item for item in shown if isinstance(item, Block)]
        self._off = [
            block
            for block in (*blocks, *held)
            if leaving is not None and leaving.takes(doctor_id, TimeSpan(block.start, block.end))
        ]
        free = (block for block in blocks if block not in self._off)
        # Of several seats at one time the first is taken.
        by_start = {block.start: block for block in sorted(free, key=_by_id, reverse=True)}
        by_start.update((block.start, block) for block in held)
        # Whoever is there beside the doctor comes along, and is no place to move to.
        self._comes_along = doctor_id in visit.resource_ids[1:]
        self._blocks = [] if self._comes_along else [by_start[start] for start in sorted(by_start)]

    def moved_to(self, at: dt.datetime, grabbed: dt.datetime) -> Landing:
        """Answer where it lands when it is dropped at an instant, held by another of its own.

        It begins with the block there. Over its own time it shifts by blocks, so that it does not
        leap as soon as it is lifted.
        """
        length = self._visit.end - self._visit.start
        first = self._block_at(at)
        if first is not None and first in self._own:
            first = self._shifted(first, self._block_at(grabbed))
        if first is None or not can_move(self._visit):
            start = self._begin_at(at) if first is None else first.start
            return self._in_the_way(start, start + length, at, under=True)
        end = first.start + length
        reached = self._run(first, end)
        if reached < end:
            return self._in_the_way(first.start, end, reached, under=False)
        return Landing(self._visit, self._doctor_id, first.start, end, reached, first.id)

    def ended_at(self, at: dt.datetime) -> Landing:
        """Answer its length when it ends with the block at an instant."""
        visit = self._visit
        first = self._block_at(visit.start)
        if first is None or not can_move(visit):
            return self._in_the_way(visit.start, visit.end, visit.start, under=False)
        until = max(at + _INSTANT, first.end)
        reached = self._run(first, until)
        if reached < until:
            end = max(_snapped(at) + _SNAP, first.end)
            refused = self._in_the_way(visit.start, end, reached, under=False)
            return replace(refused, keeps_length=False)
        return Landing(visit, self._doctor_id, visit.start, reached, reached, keeps_length=False)

    def begun_at(self, at: dt.datetime) -> Landing:
        """Answer its length when it begins with the block at an instant, its end kept."""
        visit = self._visit
        last = self._block_at(visit.end - _INSTANT)
        first = self._block_at(at) if last is None else self._block_at(min(at, last.start))
        if first is None or last is None or not can_move(visit):
            start = min(_snapped(at), visit.start)
            refused = self._in_the_way(start, visit.end, at, under=True)
            return replace(refused, keeps_length=False)
        reached = self._run(first, visit.end)
        if reached < visit.end:
            refused = self._in_the_way(first.start, visit.end, reached, under=False)
            return replace(refused, keeps_length=False)
        return Landing(
            visit, self._doctor_id, first.start, visit.end, reached, first.id, keeps_length=False
        )

    def stepped(self, end: dt.datetime, *, longer: bool) -> Landing:
        """Answer its length with one block more, or one less, than up to an end."""
        if longer:
            return self.ended_at(end)
        last = self._block_at(end - _INSTANT)
        return self.ended_at(end if last is None else last.start - _INSTANT)

    def _in_the_way(
        self, start: dt.datetime, end: dt.datetime, at: dt.datetime, *, under: bool
    ) -> Landing:
        """Answer that it can't have this time for what is there at an instant, or only over it."""
        over = self._may_overbook and can_move(self._visit) and not self._comes_along
        soon = self._leaving
        if over and soon is not None and soon.takes(self._doctor_id, TimeSpan(start, end)):
            return Landing(self._visit, self._doctor_id, start, end, end, why=OFF_SOON)
        if over and self._other_at(at) is not None:
            return Landing(self._visit, self._doctor_id, start, end, end, over=True)
        why = self._obstacle(at, under=under)
        return Landing(self._visit, self._doctor_id, start, end, end, why=why)

    def _other_at(self, at: dt.datetime) -> Appointment | None:
        return next((other for other in self._others if other.start <= at < other.end), None)

    def _begin_at(self, at: dt.datetime) -> dt.datetime:
        """Answer where it begins if no free block is there: as the visit there, else snapped."""
        other = self._other_at(at) if self._may_overbook else None
        if other is None:
            return _snapped(at)
        theirs = (block.start for block in own_blocks(other) if block.start <= at < block.end)
        return next(theirs, other.start)

    def _block_at(self, at: dt.datetime) -> Block | None:
        return next((block for block in self._blocks if block.start <= at < block.end), None)

    def _shifted(self, under: Block, grabbed: Block | None) -> Block | None:
        """Answer the block that is as far from the visit's first as the hand has gone."""
        if grabbed is None or grabbed not in self._own:
            return under
        places = self._own.index(under) - self._own.index(grabbed)
        at = self._blocks.index(self._own[0]) + places
        return self._blocks[at] if 0 <= at < len(self._blocks) else None

    def _run(self, first: Block, until: dt.datetime) -> dt.datetime:
        """Answer where the run of blocks from one on ends, no sooner than an instant if it can."""
        reached = first.end
        for block in self._blocks:
            if block.start == reached and reached < until:
                reached = block.end
        return reached

    def _obstacle(self, at: dt.datetime, *, under: bool) -> str:
        """Say what is in the way at an instant; ``under``: right under the hand."""
        if not can_move(self._visit):
            return f"{STATUS_WORDS[self._visit.status].lower()}, stays"
        if self._comes_along:
            return f"the visit moves with {self._visit.doctor}; drag it in that column"
        other = self._other_at(at)
        if other is not None:
            return f"{time_text(other.start if under else at, self._zone)} is booked"
        if any(block.start <= at < block.end for block in self._off):
            return OFF_SOON
        return "closed" if under else f"{time_text(at, self._zone)} is closed"


def own_blocks(visit: Appointment) -> Sequence[Block]:
    """Answer the blocks that a visit holds of its doctor's time, in order."""
    edges = (*visit.block_starts, visit.held_until or visit.end)
    return tuple(
        Block(number, visit.doctor_id, visit.doctor, start, end, visit.id)
        for number, (start, end) in zip(visit.block_ids, pairwise(edges), strict=True)
    )


def _by_id(block: Block) -> int:
    return block.id


def _snapped(at: dt.datetime) -> dt.datetime:
    """Answer the five minutes before an instant: what can't be had has no edge of a block."""
    return at - dt.timedelta(minutes=at.minute % 5, seconds=at.second, microseconds=at.microsecond)
