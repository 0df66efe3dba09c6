"""Time that is kept free before and after a visit: where it lies in a column, what it is called.

The patient is told nothing of it, so no card shows it: it is a band of its own. Knows no Qt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.agenda.contents import Column, KeptKey
from clinic_desktop.ui.agenda.geometry import Placement
from clinic_desktop.ui.agenda.placing import Placed


@dataclass(frozen=True, slots=True)
class Kept:
    """A stretch in one column, [start, end) in UTC, that is kept free for a visit."""

    id: KeptKey
    doctor_id: int
    doctor: str
    start: dt.datetime
    end: dt.datetime
    visit: Appointment

    @property
    def span(self) -> TimeSpan:
        """The stretch as a span."""
        return TimeSpan(self.start, self.end)

    @property
    def words(self) -> str:
        """Say what it is kept for: ``kept free after Ann Smith, 10 minutes``."""
        side = "after" if self.id.after else "before"
        minutes = self.span.minutes
        long = "1 minute" if minutes == 1 else f"{minutes} minutes"
        return f"kept free {side} {self.visit.patient}, {long}"


class KeptPlaced(NamedTuple):
    """Such a stretch in its column: pixels [top, bottom), as wide as its visit's card."""

    item: Kept
    top: int
    bottom: int
    lane: int = 0
    lanes: int = 1
    span: int = 1


def keeps_free(placed: Placed) -> bool:
    """Tell whether an item holds more than its own time."""
    item = placed.item
    if not isinstance(item, Appointment) or item.held_from is None:
        return False
    return (item.held_from, item.held_until) != (item.start, item.end)


def lay_kept(
    placed: Iterable[Placed], column: Column, placement: Placement, scale: float
) -> list[KeptPlaced]:
    """Place what is kept free around the visits of a column, by height."""
    found = []
    for each in placed:
        visit = each.item
        if not isinstance(visit, Appointment) or not keeps_free(each):
            continue
        for span, after in zip(visit.kept_free, (False, True), strict=True):
            if span is None:
                continue
            top = round(placement.top(span.start.timestamp()) * scale)
            bottom = round(placement.bottom(span.end.timestamp()) * scale)
            if bottom > top:
                doctor = column.doctor
                key = KeptKey(visit.id, after)
                item = Kept(key, doctor.id, doctor.name, span.start, span.end, visit)
                found.append(KeptPlaced(item, top, bottom, *each[3:]))
    return sorted(found, key=lambda each: each.top)


def short_words(kept: Kept) -> tuple[str, ...]:
    """Say the same where there is little room, and nothing personal; the longest first."""
    return f"kept free, {kept.span.minutes} min", "kept free"
