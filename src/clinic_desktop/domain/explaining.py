"""Why a time is not offered: every rule that speaks against it, the nearest time beyond each."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.office import Query
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One rule that speaks against a time.

    ``code`` is closed, time_off, no_hours, not_laid, block_taken, buffer_taken, never_booked,
    block_reserved, type_grid, off_grid, leaves_gap, no_block, type_not_allowed, room_taken,
    equipment_taken, travel or other_site; for patients who book by themselves also too_soon or
    too_far, for a patient who is named nothing_before, too_soon_after, too_often, not_first,
    do_not_book or patient_busy.
    ``span`` is what stands in the way, where that is a stretch of time; ``nearest`` the first time
    behind it that is offered, if there is one within three months. ``beside`` tells that it is
    somebody or something that is needed beside the doctor. ``note`` is the part of the message that
    somebody typed about a doctor: it may name a patient.
    """

    code: str
    message: str
    span: TimeSpan | None = None
    nearest: Opening | None = None
    beside: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class Explained:
    """The answer to ``Why``: whether the time is offered, and all that speaks against it.

    ``beside`` names whom and what such a visit would hold besides its doctor.
    """

    doctor_id: int
    doctor: str
    start: dt.datetime
    end: dt.datetime
    offered: bool
    obstacles: tuple[Obstacle, ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Why(Query[Explained]):
    """Why a visit of a type, or of ``minutes``, is not offered with a doctor from ``start`` on.

    Both: of that type, so long; without either it is about one block. ``for_patients`` asks why
    patients who book by themselves are not offered it; of ``patient_id`` the rules of the type
    about their other visits are asked, and what else a booking would tell of them; with ``site_id``
    it is about a visit at that site. Refused ``unknown_doctor``, ``unknown_type``.
    """

    doctor_id: int
    start: dt.datetime
    type_id: int | None = None
    minutes: int = 0
    with_ids: tuple[int, ...] = ()
    for_patients: bool = False
    patient_id: int | None = None
    site_id: int | None = None
