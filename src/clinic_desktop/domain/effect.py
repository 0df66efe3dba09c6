"""What a change of availability brings about, to be seen before it is saved.

Every such change is saved in one of two ways: with the number of appointments that it was seen to
hit, or with the digest of the whole effect that was shown. Anything else is refused.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from clinic_desktop.domain.hours_text import window_words
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.time import day_words
from clinic_desktop.domain.values import dataclass

if TYPE_CHECKING:
    from clinic_desktop.domain.booking import Appointment

A_co = TypeVar("A_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeChange(Command[A_co]):
    """A wish that changes when somebody can be booked.

    ``effect`` is the digest of the effect that was shown: if it is another by now, the change is
    refused ``effect_changed``. Without one the change must hit exactly ``accept`` appointments,
    else it is refused ``appointments_affected``.
    """

    accept: int = 0
    effect: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An appointment that a change leaves outside the hours, and how to reach its patient.

    With ``seat_gone`` the hours stay, and the seat that it has goes: there are fewer of them then.
    """

    appointment: Appointment
    phones: tuple[str, ...] = ()
    seat_gone: bool = False


@dataclass(frozen=True, slots=True)
class DoctorEffect:
    """What a change does to one doctor's free blocks: how many come, how many go.

    A block of several seats counts once for each; in ``times_added`` and ``times_removed`` once, as
    in ``blocks_elsewhere``: so many are at another site then. ``first`` and ``last`` are the local
    days between which they do; None where nothing changes.
    """

    doctor_id: int
    doctor: str
    blocks_added: int
    blocks_removed: int
    first: dt.date | None = None
    last: dt.date | None = None
    times_added: int = 0
    times_removed: int = 0
    blocks_elsewhere: int = 0

    @property
    def changes(self) -> bool:
        """Whether it changes any free block."""
        return bool(self.blocks_added or self.blocks_removed or self.blocks_elsewhere)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Hours at a site in which nobody is offered: the doctor is at another one, or on the way.

    ``start_minute`` to ``end_minute`` of the local day, on so many ``days`` from first to last.
    """

    doctor: str
    site: str
    start_minute: int
    end_minute: int
    first: dt.date
    last: dt.date
    days: int

    @property
    def words(self) -> str:
        """Say it: ``Dr Lee at North, 12:00 to 12:30: Mon 3 Nov 2025 and 77 more days until …``."""
        window = window_words((self.start_minute, self.end_minute))
        told = f"{self.doctor} at {self.site}, {window}: {day_words(self.first)}"
        if self.days == 1:
            return told
        more = f"{self.days - 1} more day{'' if self.days == 2 else 's'}"  # noqa: PLR2004 - one more
        return f"{told} and {more} until {day_words(self.last)}"


@dataclass(frozen=True, slots=True)
class TooShort:
    """Windows of hours, as they are typed, in which there is no room for any block."""

    hours: str
    block_minutes: int

    @property
    def words(self) -> str:
        """Say it: ``Mon-Fri 9-9:10: shorter than a block of 15 minutes, so nobody is offered``."""
        minutes = self.block_minutes
        return f"{self.hours}: shorter than a block of {minutes} minutes, so nobody is offered"


ELSEWHERE = "Hours that are not offered, as they are at another site or on the way then"
"""What hours that are left out are, as a heading."""


KEPT = "Kept free around visits beside it, and stays so"
"""What of time off is kept for visits that lie beside it, as a heading."""

ALREADY = "Outside already, and booked as before"
"""Who is told apart from those whom a change hits, as a heading."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change would bring about now: the blocks of each doctor, and whom it hits.

    ``left_out`` are hours that make no blocks, where the change is one of hours or ways. ``kept``
    are visits beside time off, what is kept free around which reaches into it: it stays kept.
    ``too_short`` are those of new hours that hold no block. ``already`` are visits there that lie
    outside as far before it: they stay as they are, and count nowhere.
    """

    digest: str
    doctors: tuple[DoctorEffect, ...]
    hits: tuple[Hit, ...]
    left_out: tuple[LeftOut, ...] = ()
    kept: tuple[Appointment, ...] = ()
    too_short: tuple[TooShort, ...] = ()
    already: tuple[Hit, ...] = ()

    @property
    def blocks_elsewhere(self) -> int:
        """How many free blocks stay and are at another site then."""
        return sum(one.blocks_elsewhere for one in self.doctors)

    @property
    def blocks_added(self) -> int:
        """How many free blocks come."""
        return sum(one.blocks_added for one in self.doctors)

    @property
    def blocks_removed(self) -> int:
        """How many free blocks go."""
        return sum(one.blocks_removed for one in self.doctors)

    @property
    def times_added(self) -> int:
        """How many different times they are."""
        return sum(one.times_added for one in self.doctors)

    @property
    def times_removed(self) -> int:
        """How many different times they are."""
        return sum(one.times_removed for one in self.doctors)

    @property
    def affected(self) -> tuple[Appointment, ...]:
        """The appointments that it leaves outside, with their phones; they stay booked."""
        return tuple(replace(hit.appointment, phones=hit.phones) for hit in self.hits)

    @property
    def left(self) -> str:
        """Where those whom it hits are left: outside the hours, without a seat, or some of each."""
        told = {
            hit.seat_gone: "without a seat" if hit.seat_gone else "outside" for hit in self.hits
        }
        return " or ".join(told[gone] for gone in sorted(told))


@dataclass(frozen=True, slots=True, kw_only=True)
class EffectOf(Query[Effect]):
    """What a change would bring about; nothing is changed by asking."""

    change: TimeChange[Any]
