"""Several patients at once: times that are next to each other, offered, and booked as a whole."""

from __future__ import annotations

import datetime as dt
from dataclasses import field
from uuid import UUID, uuid4

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.offers import Limit, NextTimes
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.values import dataclass

MOST = 12
"""How many patients are booked together at most."""
MONTHS_AHEAD = 3
"""How many months ahead times for all are looked for where no last day is named."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where one patient is wished to be among several: whose time, from when (UTC), until when.

    Without an ``end`` it is as long as its kind of visit.
    """

    patient_id: int
    doctor_id: int
    start: dt.datetime
    end: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One patient's time among several, [start, end) as they would be told (UTC).

    ``own_length`` tells that the end is wished, other than what the kind of visit takes. ``site``
    is the name of the site, empty where there is one alone.
    """

    patient_id: int
    patient: str
    doctor_id: int
    doctor: str
    start: dt.datetime
    end: dt.datetime
    own_length: bool = False
    site: str = ""

    @property
    def place(self) -> Place:
        """What is wished of it when it is booked."""
        end = self.end if self.own_length else None
        return Place(self.patient_id, self.doctor_id, self.start, end)


@dataclass(frozen=True, slots=True)
class Together:
    """Times for all, one for each patient, in their order; ``rest`` minutes would be unusable."""

    seats: tuple[Seat, ...]
    rest: int = 0

    @property
    def places(self) -> tuple[Place, ...]:
        """What is wished when it is booked."""
        return tuple(one.place for one in self.seats)


@dataclass(frozen=True, slots=True)
class TogetherOffers:
    """The first times, the best in front; ``limits`` say why not even one could come."""

    offers: tuple[Together, ...]
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTogether(Query[TogetherOffers]):
    """The first times for several patients, each as ``wish`` says of one.

    Back to back with one doctor, in the order in which they are named, or ``at_once`` with as many
    doctors, as far as there are rooms and devices for all. Times at which one of them has another
    visit, or is on the way from or to one, are left out, and so are days that the rules of the
    kind of visit do not let one of them have. Ranked as ``NextTimes``; without a last
    day ``MONTHS_AHEAD`` are looked at. Refused ``unknown_patient``, and as ``NextTimes``.
    """

    patient_ids: tuple[int, ...]
    wish: NextTimes
    at_once: bool = False

    @property
    def nothing(self) -> str:
        """What is said where there is none."""
        days = self.wish.days_words if self.wish.last else f"within {MONTHS_AHEAD} months"
        return f"There is no such time for all of them {days}."


@dataclass(frozen=True, slots=True)
class BookedTogether:
    """The answer to ``BookTogether``; ``repeated`` when the same wish was carried out before."""

    visits: tuple[Appointment, ...]
    repeated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BookTogether(Command[BookedTogether]):
    """Book a visit for each of several patients, all or none, in one change with one undo.

    What speaks against any of them is told with whose it is. The same ``group_id`` books the same
    once, and is refused ``id_conflict`` for anything else. Where the places are what was found by
    a ``search``, the same search is the same wish, wherever it would lead now.
    """

    places: tuple[Place, ...] = ()
    search: NextTogether | None = None
    type_id: int | None = None
    note: str = ""
    with_ids: tuple[int, ...] = ()
    group_id: UUID = field(default_factory=uuid4)
    even_if_busy: bool = False
    even_if_reserved: bool = False
    even_if_do_not_book: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TogetherBooked(Query[BookedTogether | None]):
    """What a command booked that was carried out before, as it is now; None if it never was.

    Refused ``id_conflict``: its ``group_id`` was used for something else.
    """

    command: BookTogether
