"""The run of blocks that a visit would take, judged from what a view has seen."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Collection, Iterable

from clinic_desktop.domain.booking import Block
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.agenda.words import until_text
from clinic_desktop.ui.words import clock_text, minutes_text


@dataclass(frozen=True, slots=True)
class Run:
    """Where the run ends, and at which instant it breaks off, if it does."""

    span: TimeSpan
    wanted_minutes: int
    problem: str | None = None
    breaks_at: dt.datetime | None = None
    kept: Block | None = None

    def sentence(self, zone: zoneinfo.ZoneInfo) -> str:
        """Say what stands against it."""
        if self.kept is not None:
            at, purpose = clock_text(self.kept.start, zone), self.kept.purpose
            if not self.kept.bookable:
                return f"At {at} is {purpose}: nobody is booked then."
            until = until_text(self.kept, zone)
            return f"The time at {at} is kept for {purpose}{until}; this visit is not."
        if self.breaks_at is None or self.breaks_at <= self.span.start:
            return (
                "This time was just taken by someone else; choose another."
                if self.problem == "taken"
                else "This time is not offered any more."
            )
        length = minutes_text(self.wanted_minutes)
        at = clock_text(self.breaks_at, zone)
        why = "is booked" if self.problem == "taken" else "is closed"
        return f"{length} don\N{RIGHT SINGLE QUOTATION MARK}t fit here: {at} {why}."


def run_from(
    head: Block, blocks: Iterable[Block], minutes: int, purposes: Collection[str] = (),
    now: dt.datetime | None = None, *, is_cut: bool = False, keeps_length: bool = False,
) -> Run:  # fmt: skip
    """Chain blocks from the head on until the minutes are covered; any free seat will do.

    With ``is_cut`` they are cut for it: it may begin inside one. With ``keeps_length`` it is told
    just the minutes, else all of its blocks. What is kept now for other ``purposes`` than these is
    a problem.
    """
    kept = None
    end = head.start + dt.timedelta(minutes=minutes)
    seats: dict[dt.datetime, list[Block]] = {}
    for block in blocks:
        inside = is_cut and block.start < head.start < block.end
        seats.setdefault(head.start if inside else block.start, []).append(block)
    at = head.start
    while at < end or at == head.start:
        here = seats.get(at, [])
        free = [block for block in here if block.appointment_id is None]
        if not free:
            span = TimeSpan(head.start, max(end, head.end))
            return Run(span, minutes, "taken" if here else "closed", at)
        first = free[0]
        if first.is_reserved(now) and not (first.bookable and first.purpose in purposes):
            kept = kept or first
        at = first.end
    span = TimeSpan(head.start, end if keeps_length else at)
    return Run(span, minutes, "kept" if kept else None, kept=kept)
