"""The next times for a visit: ranked, and, where there are none, what stands against them."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.forms import present
from clinic_desktop.domain.office import Query
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.people import PatientFound
from clinic_desktop.domain.saying.meaning import Reading
from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Offer:
    """A time that is offered, as ``booking_of`` books it.

    ``rest`` are the minutes beside it that would be left too short for any kind of visit.
    """

    opening: Opening
    rest: int = 0

    @property
    def end(self) -> dt.datetime:
        """When it ends, as the patient is told (UTC)."""
        return self.opening.end


@dataclass(frozen=True, slots=True)
class Limit:
    """A rule because of which nothing is found, and the nearest time beyond it.

    ``code`` is what was wished (weekdays, times, dates, doctor, room, site, length), or the code of
    an ``Obstacle`` or of a refusal. ``note`` is the part of the message that somebody typed.
    """

    code: str
    message: str
    nearest: Offer | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Offers:
    """The first times, the best in front; ``limits`` only where there are none."""

    offers: tuple[Offer, ...]
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextTimes(Query[Offers]):
    """The first times for a visit of a type, or of ``minutes`` (both: that type, so long).

    With one of ``doctor_ids`` (None: any), holding ``with_ids`` as long, at a site. The days are
    local ones, ``first`` and ``last`` included, ``weekdays`` from Monday 0 on (none: all). The
    times are minutes of the local day: it begins at ``at``, at ``after`` or later, earlier than
    ``before``. They are ranked by their days and, within a day, by what they leave unusable; with
    ``soonest`` by their start alone. Looks a year ahead. Refused ``unknown_type``, ….
    """

    type_id: int | None = None
    minutes: int = 0
    doctor_ids: tuple[int, ...] | None = None
    with_ids: tuple[int, ...] = ()
    site_id: int | None = None
    weekdays: tuple[int, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    at: int | None = None
    after: int | None = None
    before: int | None = None
    soonest: bool = False
    limit: int = 10

    @property
    def days_words(self) -> str:
        """Say which days are looked at: ``on Sun 2 Nov 2025``, ``until …``, ``within a year``."""
        first, last = (
            None if day is None else present().date(day, weekday=True)
            for day in (self.first, self.last)
        )
        if last is None:
            return f"within a year from {first} on" if first else "within a year"
        if first == last:
            return f"on {last}"
        return f"from {first} until {last}" if first else f"until {last}"


@dataclass(frozen=True, slots=True)
class Said:
    """What a line means here: whom it may mean, what is wished, and what is offered.

    Nothing is wished while the line asks; ``patients`` are those whom its words find.
    """

    reading: Reading
    patients: tuple[PatientFound, ...] = ()
    wish: NextTimes | None = None
    offers: Offers | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Say(Query[Said]):
    """What a line of the kind receptionists say means, and what it is offered.

    ``language`` (en, de, fr, es) is that of the locale; empty: it is known by its words, or asked.
    Of doctors it knows ``doctor_ids`` (None: all), and offers the times of no others.
    """

    line: str
    language: str = ""
    doctor_ids: tuple[int, ...] | None = None
    limit: int = 10


def booking_of(
    offer: Offer,
    wish: NextTimes,
    patient_id: int,
    *,
    note: str = "",
    even_if_busy: bool = False,
    even_if_do_not_book: bool = False,
) -> BookBlock:
    """Answer the command that books just what is offered."""
    own_length = wish.type_id is None or wish.minutes
    return BookBlock(
        patient_id=patient_id,
        doctor_id=offer.opening.doctor_id,
        start=offer.opening.start,
        end=offer.end if own_length else None,
        type_id=wish.type_id,
        with_ids=wish.with_ids,
        note=note,
        even_if_busy=even_if_busy,
        even_if_do_not_book=even_if_do_not_book,
    )
