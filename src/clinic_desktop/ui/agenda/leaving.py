"""Time that somebody is about to be off: no place for whoever has to move because of it.

Knows no Qt.
"""

from __future__ import annotations

import datetime as dt
import zoneinfo

from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.time import TimeSpan, local_date
from clinic_desktop.domain.timeoff import AddTimeOff, CloseClinic, Stretch
from clinic_desktop.domain.values import dataclass

_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Leaving:
    """Time off that is not saved yet: of one doctor, or (None) of everybody."""

    doctor_id: int | None
    stretches: tuple[Stretch, ...]
    zone: zoneinfo.ZoneInfo

    @classmethod
    def of(cls, change: TimeChange[object] | None, zone: zoneinfo.ZoneInfo) -> Leaving | None:
        """Answer the time that a change would take; None where it takes no stretch of it."""
        if isinstance(change, AddTimeOff):
            return cls(change.doctor_id, (change.when,), zone)
        if isinstance(change, CloseClinic):
            return cls(None, tuple(one.when for one in change.closings), zone)
        return None

    def takes(self, doctor_id: int, span: TimeSpan) -> bool:
        """Tell whether a stretch of a doctor's time would be off."""
        if self.doctor_id not in (None, doctor_id):
            return False
        first, last = local_date(span.start, self.zone) - _DAY, local_date(span.end, self.zone)
        return any(
            off.start < span.end and span.start < off.end
            for one in self.stretches
            for off in one.spans(first, last, self.zone)
        )
