"""Visits that wait for a time on the pinboard, and the wishes and questions about them."""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from clinic_desktop.domain.booking import Booked, CancelledBy, CancelReason
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.values import dataclass

if TYPE_CHECKING:
    from clinic_desktop.domain.booking import Appointment


@dataclass(frozen=True, slots=True)
class Parked:
    """A visit that waits for a time: a pin on the board of its ``owner``, or of all if ``shared``.

    It gave up its time (``appointment_id``, which was at ``was``, UTC), or is planned and never had
    one (both None). ``minutes`` is how long it is; it may be with any doctor where none is named.
    ``is_own`` tells whether whoever asks is its owner. ``parked_at`` is UTC.
    """

    id: int
    patient_id: int
    patient: str
    minutes: int
    owner: str
    shared: bool
    is_own: bool
    parked_at: dt.datetime
    version: int
    doctor_id: int | None = None
    doctor: str = ""
    type_id: int | None = None
    type: str = ""
    colour: str = ""
    note: str = ""
    appointment_id: UUID | None = None
    was: dt.datetime | None = None
    phones: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkAppointment(Command[Parked]):
    """Take a visit off the calendar and onto the pinboard: its time is free at once.

    With ``version``, refused ``appointment_changed`` when the visit has changed since.
    """

    appointment_id: UUID
    shared: bool = False
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanVisit(Command[Parked]):
    """Put a visit on the pinboard that has no date yet.

    It is as long as ``minutes`` say, else as its type; one of the two is needed.
    """

    patient_id: int
    type_id: int | None = None
    minutes: int | None = None
    doctor_id: int | None = None
    note: str = ""
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DropParked(Command[Booked]):
    """Book what waits on the pinboard into a block, or into a doctor's time from ``start`` on.

    It is told as ``BookBlock`` is, and refused as that is; then it stays on the board. Without a
    doctor a ``start`` is with the one that it was with. ``appointment_id`` is the new visit's.
    """

    parked_id: int
    block_id: int | None = None
    doctor_id: int | None = None
    start: dt.datetime | None = None
    appointment_id: UUID = field(default_factory=uuid4)
    even_if_busy: bool = False
    even_if_reserved: bool = False
    even_if_do_not_book: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareParked(Command[Parked]):
    """Let everyone see a pin, and drop it or take it down; for good, until that is taken back."""

    parked_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveParked(Command[Parked]):
    """Take a pin down without booking it; a visit that it is of is cancelled for the reason."""

    parked_id: int
    reason: CancelReason = CancelReason.PATIENT_REQUEST
    by: CancelledBy = CancelledBy.PATIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkedVisits(Query[tuple[Parked, ...]]):
    """What waits on the pinboard and whoever asks may see: their own and what is shared.

    The one that waits longest first.
    """


def parked_as(visit: Appointment, *, shared: bool = False) -> ParkAppointment:
    """Wish that a visit be parked as it was seen."""
    return ParkAppointment(appointment_id=visit.id, shared=shared, version=visit.version)
