"""Wishes about several visits at once: all of it is carried out, or nothing."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from clinic_desktop.domain.booking import Appointment, CancelledBy, CancelReason
from clinic_desktop.domain.office import Command
from clinic_desktop.domain.time import instant_of
from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """Where one visit is to go: to a doctor and a start (None: as it is), its length kept.

    With ``version`` all is refused when the visit has changed since.
    """

    appointment_id: UUID
    doctor_id: int | None = None
    start: dt.datetime | None = None
    version: int | None = None

    @classmethod
    def of(
        cls, visit: Appointment, doctor_id: int | None = None, start: dt.datetime | None = None
    ) -> Step:
        """Move a visit as it was seen."""
        return cls(visit.id, doctor_id, start, visit.version)


@dataclass(frozen=True, slots=True)
class Changed:
    """One visit before and after."""

    before: Appointment
    after: Appointment


@dataclass(frozen=True, slots=True)
class SeveralChanged:
    """The answer to both: each visit that was changed, by its old start.

    Of a preview it is what would come of it.
    """

    visits: tuple[Changed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveSeveral(Command[SeveralChanged]):
    """Move visits, also to times that they have from each other, in one change with one undo.

    Where one of them can't go nobody is moved, and every reason is told, with whose it is.
    With ``preview`` it is tried, and nothing is stored.
    """

    steps: tuple[Step, ...]
    even_if_busy: bool = False
    even_if_reserved: bool = False
    preview: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelSeveral(Command[SeveralChanged]):
    """Cancel visits (as ``Step`` names them, to nowhere) with one reason, in one change."""

    steps: tuple[Step, ...]
    reason: CancelReason
    by: CancelledBy = CancelledBy.PATIENT
    preview: bool = False


def swapped(one: Appointment, other: Appointment) -> MoveSeveral:
    """Wish that two visits have each other's time and doctor; each keeps its length."""
    return MoveSeveral(
        steps=(
            Step.of(one, other.doctor_id, other.start), Step.of(other, one.doctor_id, one.start),
        )
    )  # fmt: skip


def on_day(start: dt.datetime, day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Answer the instant (UTC) at which that local day has the same time on the clock.

    Raises:
        Refusal: ``time_skipped``, ``time_ambiguous``: the clocks change then.

    """
    local = start.astimezone(zone).replace(tzinfo=None)
    return instant_of(dt.datetime.combine(day, local.time()), zone)
