"""When a visit of some kind could begin: what is offered for a type, before anybody clicks."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.office import Query
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Opening:
    """A time at which a visit could begin, [start, end) as the patient would be told (UTC).

    ``beside`` names whom and what it would hold besides, as the booking chooses them now.
    """

    start: dt.datetime
    doctor_id: int
    doctor: str
    end: dt.datetime
    block_id: int
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Openings(Query[tuple[Opening, ...]]):
    """The times in a span at which a visit of a type, or of ``minutes``, could begin, by start.

    It begins with a block; the whole of it is free, and nobody else needs the doctor during its
    buffers; so are those of ``with_ids`` and what the type needs. With ``notice_minutes`` it begins
    no sooner than so long from now: staff may book whenever they like, others may not.
    """

    span: TimeSpan
    doctor_ids: tuple[int, ...] | None = None
    type_id: int | None = None
    minutes: int = 0
    notice_minutes: int | None = None
    with_ids: tuple[int, ...] = ()
