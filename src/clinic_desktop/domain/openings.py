"""When a visit of some kind could begin: what is offered for a type, before anybody clicks."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.office import Query
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """A time at which a visit could begin, [start, end) as the patient would be told (UTC).

    So it is booked: whole blocks where none is cut for it, however short its type is.
    The block is the one that it begins in; ``purpose`` is what that is kept for now, empty where it
    is anybody's. ``beside`` names whom and what it would hold besides, as the booking chooses them.
    ``site`` is what its site is called, where the clinic has several.
    """

    start: dt.datetime
    doctor_id: int
    doctor: str
    end: dt.datetime
    block_id: int
    beside: tuple[str, ...] = ()
    purpose: str = ""
    site: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings(Query[tuple[Opening, ...]]):
    """The times in a span at which a visit of a type, or of ``minutes``, could begin, by start.

    Both: of that type, so long.

    It begins with a block, or on its type's own grid; the whole of it is free, and nobody else
    needs the doctor during its buffers; so are those of ``with_ids`` and what the type needs. A
    type without gaps leaves no rest on either side that nothing fits in (``scheduling/gaps.py``):
    staff may book such a time by naming it. With ``notice_minutes`` it begins no sooner than so
    long from now: staff may book whenever they like, others may not.
    """

    span: TimeSpan
    doctor_ids: tuple[int, ...] | None = None
    type_id: int | None = None
    minutes: int = 0
    notice_minutes: int | None = None
    with_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NextOpenings(Query[tuple[Opening, ...]]):
    """The first ``limit`` such times from an instant on (None: now), up to another one.

    Where that is None, as far as times are laid. Without a type and ``minutes`` they are those of
    one block. Refused ``unknown_type``, ``unknown_doctor``: one of ``with_ids`` is not there.
    """

    after: dt.datetime | None = None
    until: dt.datetime | None = None
    doctor_ids: tuple[int, ...] | None = None
    type_id: int | None = None
    minutes: int = 0
    with_ids: tuple[int, ...] = ()
    limit: int = 10
