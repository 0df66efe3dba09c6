"""The nearest times at which all are free whom a visit of several holds: what a refusal offers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from clinic_desktop.domain.openings import Opening, Openings
from clinic_desktop.domain.refusals import Reason
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.scheduling.openings import openings
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.wanted import NO_WAY_OUT, OTHER_TIME, WAY_OUT, Wanted, way_out
from clinic_desktop.storage.database import Read

_MOST = 5
_STEPS = (1, 7, 28)
"""How many days around the time that was wanted are looked at, one after the other."""


def of_all(
    read: Read,
    wanted: Wanted,
    reasons: Iterable[Reason],
    *,
    until: dt.datetime | None,
    type_id: int | None,
    with_ids: tuple[int, ...],
) -> list[Reason]:
    """Answer reasons with the nearest times of the doctor at which everything else is free, too.

    Those of the doctor alone would be refused in turn. ``until`` is the end that was asked for,
    None for as long as the type lasts; ``with_ids`` are held beside what the type needs.
    """
    minutes = 0 if until is None else int((until - wanted.start).total_seconds()) // 60
    near = _nearest(read, wanted, minutes, type_id, with_ids)
    zone = zone_of(read)
    facts = [fact_of(one, zone) | {"until": one.end.astimezone(zone).isoformat()} for one in near]
    return [
        Reason(one.code, without_way(one.message) + way_out(near), {**one.facts, "nearest": facts})
        for one in reasons
    ]


def fact_of(near: Opening, zone: dt.tzinfo) -> dict[str, str]:
    """Write a time as a fact of a refusal, in the clinic's time; with its site, if of several."""
    told = {
        "id": str(near.block_id),
        "doctor_id": str(near.doctor_id),
        "doctor": near.doctor,
        "start": near.start.astimezone(zone).isoformat(),
        "end": near.end.astimezone(zone).isoformat(),
    }
    return told | ({"site": near.site} if near.site else {})


def without_way(message: str) -> str:
    """Take the last sentence off a message: whether free times are near, or to choose another."""
    for way in (WAY_OUT, NO_WAY_OUT, OTHER_TIME):
        message = message.removesuffix(way)
    return message


def _nearest(
    read: Read, wanted: Wanted, minutes: int, type_id: int | None, with_ids: tuple[int, ...]
) -> list[Opening]:
    """Answer the nearest, by start; a week or month around is read only where a day has too few."""
    wish = Openings(
        span=TimeSpan(wanted.start, wanted.start + dt.timedelta(days=1)),
        doctor_ids=(wanted.doctor_id,), type_id=type_id, minutes=minutes, with_ids=with_ids,
    )  # fmt: skip
    found: tuple[Opening, ...] = ()
    for days in _STEPS:
        around = dt.timedelta(days=days)
        span = TimeSpan(wanted.start - around, wanted.start + around)
        found = openings(read, replace(wish, span=span))
        if len(found) >= _MOST:
            break
    by_distance = sorted(found, key=lambda one: (abs(one.start - wanted.start), one.start))
    return sorted(by_distance[:_MOST])
