"""Blocks and appointments, their statuses, and the wishes and questions about them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import field
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from clinic_desktop.domain.changes import Change
from clinic_desktop.domain.custom import CustomValue
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass

if TYPE_CHECKING:
    from clinic_desktop.domain.people import AddPatient


class AppointmentStatus(StrEnum):
    """Where a visit stands."""

    BOOKED = "booked"
    ARRIVED = "arrived"
    IN_PROGRESS = "in_progress"
    FULFILLED = "fulfilled"
    NOSHOW = "noshow"
    CANCELLED = "cancelled"


STATUS_WORDS = {
    AppointmentStatus.BOOKED: "Booked",
    AppointmentStatus.ARRIVED: "Arrived",
    AppointmentStatus.IN_PROGRESS: "In the room",
    AppointmentStatus.FULFILLED: "Done",
    AppointmentStatus.NOSHOW: "No-show",
    AppointmentStatus.CANCELLED: "Cancelled",
}
"""The one wording of each status: on screen, on paper, for a screen reader and in refusals."""

_S = AppointmentStatus
TRANSITIONS: dict[AppointmentStatus, tuple[AppointmentStatus, ...]] = {
    _S.BOOKED: (_S.ARRIVED, _S.IN_PROGRESS, _S.FULFILLED, _S.NOSHOW, _S.CANCELLED),
    _S.ARRIVED: (_S.IN_PROGRESS, _S.FULFILLED, _S.NOSHOW, _S.BOOKED, _S.CANCELLED),
    _S.IN_PROGRESS: (_S.FULFILLED, _S.ARRIVED),
    _S.FULFILLED: (_S.IN_PROGRESS, _S.BOOKED),
    _S.NOSHOW: (_S.ARRIVED, _S.BOOKED),
    _S.CANCELLED: (),
}
"""From each status, those it may turn into; out of ``cancelled`` only undo leads."""


class CancelReason(StrEnum):
    """Why a visit was cancelled; one that is ``parked`` only waits for another time."""

    PATIENT_REQUEST = "patient_request"
    PATIENT_ILL = "patient_ill"
    CLINIC = "clinic"
    DOCTOR_AWAY = "doctor_away"
    WEATHER = "weather"
    DUPLICATE = "duplicate"
    MISTAKE = "mistake"
    UNDONE = "undone"
    PARKED = "parked"
    OTHER = "other"


REASONS = tuple(reason for reason in CancelReason if reason is not CancelReason.PARKED)
"""What a visit can be cancelled for."""


class CancelledBy(StrEnum):
    """On whose wish a visit was cancelled."""

    PATIENT = "patient"
    CLINIC = "clinic"


class BlockState(StrEnum):
    """Which blocks a question means."""

    FREE = "free"
    BOOKED = "booked"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Block:
    """One bookable stretch of a doctor's time, [start, end) in UTC; free while nobody has it.

    A free one with a ``purpose`` is kept for it, until ``reserved_until`` (None: always); one that
    is not ``bookable`` is nobody's, such as lunch.
    """

    id: int
    doctor_id: int
    doctor: str
    start: dt.datetime
    end: dt.datetime
    appointment_id: UUID | None = None
    purpose: str = ""
    seats: int = 1
    free_seats: int = 1
    reserved_until: dt.datetime | None = None
    bookable: bool = True

    @property
    def state(self) -> BlockState:
        """Free or booked."""
        return BlockState.FREE if self.appointment_id is None else BlockState.BOOKED

    @property
    def span(self) -> TimeSpan:
        """The stretch as a span."""
        return TimeSpan(self.start, self.end)

    def is_reserved(self, now: dt.datetime | None) -> bool:
        """Tell whether it is kept for a purpose at an instant (None: as when it was read)."""
        until = self.reserved_until
        return bool(self.purpose) and (until is None or now is None or now < until)


@dataclass(frozen=True, slots=True)
class Part:
    """What a visit holds beside its doctor's time, and as long: another doctor, a room, a device.

    ``kind`` is doctor, room or equipment; ``block_ids`` is its run of blocks while it is held.
    """

    resource_id: int
    name: str
    kind: str
    block_ids: tuple[int, ...] = ()


def listed(names: Iterable[str]) -> str:
    """Write one name or more: ``Dr Lee, Dr Kim and Room 2``."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


@dataclass(frozen=True, slots=True)
class Appointment:
    """A patient's visit to a doctor. ``start`` to ``end`` (UTC) is what the patient is told.

    ``holds`` tells whether it holds its doctor's time; then ``block_ids`` are its run of blocks,
    in order. A cancelled or imported visit keeps its times and has no blocks. ``parts`` are held
    with the doctor's time, all or nothing. ``phones`` are the patient's, as typed, and ``custom``
    what each of the clinic's own fields says of them (empty: nothing), where a question asked.
    ``overbooked`` says why it was booked over others; empty: it was not. ``held_from`` to
    ``held_until`` is what it holds: the told time and what is kept free around it; None where it
    holds nothing. ``block_starts`` are when its blocks begin, one for each: cut ones are not as
    long as others. ``site_id`` is where it was booked, and stays there whatever becomes of the
    hours; None where nobody wrote it down, as of imported visits.
    """

    id: UUID
    patient_id: int
    patient: str
    doctor_id: int
    doctor: str
    start: dt.datetime
    end: dt.datetime
    status: AppointmentStatus
    holds: bool
    version: int
    block_ids: tuple[int, ...] = ()
    type_id: int | None = None
    type: str = ""
    colour: str = ""
    note: str = ""
    reason: str = ""
    cancelled_by: str = ""
    series_id: UUID | None = None
    origin: str = ""
    time_unknown: bool = False
    replaces: UUID | None = None
    phones: tuple[str, ...] = ()
    custom: tuple[CustomValue, ...] = ()
    parts: tuple[Part, ...] = ()
    overbooked: str = ""
    held_from: dt.datetime | None = None
    held_until: dt.datetime | None = None
    site_id: int | None = None
    block_starts: tuple[dt.datetime, ...] = ()

    @property
    def span(self) -> TimeSpan:
        """The told time as a span."""
        return TimeSpan(self.start, self.end)

    @property
    def is_parked(self) -> bool:
        """Whether it gave up its time and waits on the pinboard for another."""
        return self.reason == CancelReason.PARKED.value

    @property
    def stands(self) -> str:
        """Where it stands, in words: what ``STATUS_WORDS`` say, or that it is parked."""
        return "Parked" if self.is_parked else STATUS_WORDS[self.status]

    @property
    def kept_free(self) -> tuple[TimeSpan | None, TimeSpan | None]:
        """The time that is kept free before and after it, None where there is none."""
        before, after = self.held_from, self.held_until
        return (
            TimeSpan(before, self.start) if before is not None and before < self.start else None,
            TimeSpan(self.end, after) if after is not None and self.end < after else None,
        )

    @property
    def rank(self) -> tuple[bool, int]:
        """Its place among a doctor's visits that begin at once.

        First who was there, then who was booked over them, as they came.
        """
        return bool(self.overbooked), self.block_ids[0] if self.block_ids else 0

    @property
    def with_whom(self) -> str:
        """The doctor and the parts by name: ``Dr Lee, Dr Kim and Room 2``."""
        return listed((self.doctor, *(part.name for part in self.parts)))

    @property
    def resource_ids(self) -> tuple[int, ...]:
        """Whose calendars it stands in: the doctor's, then those of its parts."""
        return (self.doctor_id, *(part.resource_id for part in self.parts))


@dataclass(frozen=True, slots=True)
class Booked:
    """The answer to ``BookBlock``; ``repeated`` when the same wish had been carried out before."""

    appointment: Appointment
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """The answer to ``Undo`` and ``Redo``: which command was taken back, or done again.

    ``command`` is what a person did first; with its appointment as it is now, if it is about one.
    Where it was no visit's, ``about`` tells whose hours, which time off or which room it had
    changed, and ``patient`` which patients.
    """

    sequence: int
    command: str
    appointment: Appointment | None
    about: str = ""
    patient: str = ""

    @property
    def words(self) -> str:
        """Whose and what it was, where no visit says so."""
        return ", ".join(filter(None, (self.patient, self.about)))

    @property
    def waits(self) -> bool:
        """Whether its visit waits on the pinboard by now, at no time: not at that it last had."""
        visit = self.appointment
        if visit is None:
            return False
        return visit.is_parked or (self.command == "DropParked" and not visit.holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class BookBlock(Command[Booked]):
    """Book a patient into a block, or into a doctor's time from ``start`` on.

    A block id takes that block; with a type or an ``end``, the run of whole blocks from it on that
    covers it. A type with its own grid holds no more than it needs, and may begin at a ``start``
    inside the block. A ``start`` alone takes one block. ``appointment_id`` is made by the client:
    the same id with the same wish books once. ``with_ids`` are other doctors, rooms or equipment
    that it is to hold as long; what the type needs besides is chosen, the first that is free.
    Whoever may ``overbook`` books, for a ``reason``, over who has the doctor's time; where that is
    free it is booked as any other. Whoever has the right to ``pass_do_not_book`` books, with
    ``even_if_do_not_book``, for a patient who is marked. It is for ``patient_id``, or for a
    ``newcomer`` who is registered with it: both are stored, or neither, and one undo takes both
    back. With ``by_patient`` the newcomer is who books for themselves: whoever is registered with
    just that name, birth date and phone is taken for them, and they are held to the clinic's
    ``SelfBooking``.
    """

    patient_id: int | None = None
    newcomer: AddPatient | None = None
    block_id: int | None = None
    doctor_id: int | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    type_id: int | None = None
    note: str = ""
    appointment_id: UUID = field(default_factory=uuid4)
    even_if_busy: bool = False
    even_if_reserved: bool = False
    even_if_do_not_book: bool = False
    with_ids: tuple[int, ...] = ()
    overbook: bool = False
    reason: str = ""
    by_patient: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveAppointment(Command[Appointment]):
    """Move a visit to the run from a block or from a start on (same doctor if None), length kept.

    With an ``end`` it lasts until then, an edge of a block; with an ``end`` alone it stays where it
    begins. With ``version``, refused ``appointment_changed`` when the visit has changed since.
    """

    appointment_id: UUID
    block_id: int | None = None
    doctor_id: int | None = None
    start: dt.datetime | None = None
    end: dt.datetime | None = None
    version: int | None = None
    even_if_busy: bool = False
    even_if_reserved: bool = False
    overbook: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelAppointment(Command[Appointment]):
    """Cancel a visit with a reason and on whose wish; its blocks are free at once."""

    appointment_id: UUID
    reason: CancelReason
    by: CancelledBy = CancelledBy.PATIENT
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetStatus(Command[Appointment]):
    """Say where a visit stands; ``cancelled`` is refused ``reason_needed``."""

    appointment_id: UUID
    status: AppointmentStatus
    version: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Command[Undone]):
    """Take back a command: that of ``sequence``, else the last one.

    The last one of this run of the program, or with ``of_station`` of this actor and station.
    """

    sequence: int | None = None
    of_station: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Redo(Command[Undone]):
    """Do again what the undo of ``sequence`` took back, else the last undo, if nothing came after.

    The last one of this run of the program, or with ``of_station`` of this actor and station.
    """

    sequence: int | None = None
    of_station: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocks(Query[tuple[Block, ...]]):
    """The blocks of doctors (None: all) that overlap a span, by start, then doctor."""

    span: TimeSpan
    doctor_ids: tuple[int, ...] | None = None
    state: BlockState = BlockState.FREE


@dataclass(frozen=True, slots=True, kw_only=True)
class NextFree(Query[tuple[Block, ...]]):
    """The first free blocks from an instant on that begin a free run of ``minutes``.

    Of blocks that are kept for a purpose only those that the type may use are told.
    """

    after: dt.datetime
    minutes: int = 0
    doctor_ids: tuple[int, ...] | None = None
    limit: int = 10
    type_id: int | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """What a calendar shows for some doctors (None: all) and a span."""

    span: TimeSpan
    doctor_ids: tuple[int, ...] | None
    free: tuple[Block, ...]
    appointments: tuple[Appointment, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaOf(Query[Agenda]):
    """Free blocks and appointments of doctors (None: all) that overlap a span.

    With ``phones`` each appointment brings those of its patient, for a list to call from, and what
    the clinic's own fields say.
    """

    span: TimeSpan
    doctor_ids: tuple[int, ...] | None = None
    cancelled: bool = False
    phones: bool = False


@dataclass(frozen=True, slots=True)
class DoctorLoad:
    """How full one doctor's local day is, in minutes of laid blocks."""

    doctor_id: int
    free_minutes: int
    booked_minutes: int


@dataclass(frozen=True, slots=True)
class DayLoad:
    """How full a local day is, in minutes of laid blocks; ``doctors`` are those who have any."""

    day: dt.date
    free_minutes: int
    booked_minutes: int
    doctors: tuple[DoctorLoad, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fullness(Query[tuple[DayLoad, ...]]):
    """The load of every local day first to last (included), for doctors (None: all).

    With ``by_doctor`` each day also tells its doctors' shares, by their ids.
    """

    first: dt.date
    last: dt.date
    doctor_ids: tuple[int, ...] | None = None
    by_doctor: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TheAppointment(Query[Appointment]):
    """One appointment as it is now; refused ``unknown_appointment``."""

    appointment_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class History(Query[tuple[Change, ...]]):
    """Who changed an appointment, what and when, the oldest first."""

    appointment_id: UUID


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that ``Verify`` found wrong."""

    code: str
    message: str
    facts: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Verified:
    """What ``Verify`` looked at (counts by name) and found."""

    problems: tuple[Problem, ...]
    checked: dict[str, int]

    @property
    def ok(self) -> bool:
        """Nothing is wrong."""
        return not self.problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify(Query[Verified]):
    """Whether the database holds every promise."""
