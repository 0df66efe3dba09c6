"""What a command of the journal was about, in words: whose hours, which time off, which room."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import Row, Table, bindparam, select

from clinic_desktop.domain.booking import listed
from clinic_desktop.domain.hours_text import NONE
from clinic_desktop.domain.time import day_words, from_seconds, local_date
from clinic_desktop.domain.timeoff import KIND_WORDS, TimeOff, stretch_words
from clinic_desktop.scheduling import appointments, laying
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.documents import Document
from clinic_desktop.storage.tables import patient, resource, site, time_off, user

_SHOWN = 3
"""Of several dates so many are named."""
_OFF = (
    select(time_off)
    .where(time_off.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(time_off.c.first_day, time_off.c.start_minute, time_off.c.id)
)
Images = Mapping[str, Document | None]
"""Rows by ``kind:id``, as they were before or after a command; None: not there."""


def about(read: Read, before: Images, after: Images) -> str:
    """Tell what a command changed that was no visit and no patient, whose name comes first."""
    kinds = {key.partition(":")[0] for key in after}
    if "availability" in kinds:
        return _hours(read, before, after)
    if "time_off" in kinds:
        return _time_off(read, after)
    if "site_travel" in kinds:
        return _way(read, after)
    if "user" in kinds:
        return _rights(read, before, after)
    return _things(before, after)


def patients(before: Images, after: Images) -> str:
    """Name the patients whom a command changed, as they were before it; no log gets it."""
    found = sorted(key for key in after if key.startswith("patient:"))
    return " and ".join(_name(before.get(key) or after[key]) for key in found)


def pins(read: Read, after: Images) -> str:
    """Name the patients of what a command changed on the pinboard, where no visit says it."""
    if any(key.startswith("appointment:") for key in after):
        return ""
    found = [one for key, one in after.items() if key.startswith("parked:") and one]
    visits = [UUID(one["appointment_id"]) for one in found if one["appointment_id"]]
    ids = [one["patient_id"] for one in found if one["patient_id"]]
    return _names(
        read, patient, [*ids, *(appointments.load(read, one).value.patient_id for one in visits)]
    )


def contacts(read: Read, after: Images) -> str:
    """Name the patients whose contacts a command changed."""
    found = [one["patient_id"] for key, one in after.items() if key.startswith("contact:") and one]
    return _names(read, patient, found)


def visits(read: Read, after: Images) -> tuple[str, str]:
    """Tell how many visits a command changed together, with whom and from when, and whose."""
    visits = [one for key, one in after.items() if key.startswith("appointment:") and one]
    first, *_ = found = sorted(visits, key=lambda one: (one["starts_at"], one["id"]))
    many = "1 visit" if len(found) == 1 else f"{len(found)} visits"
    day = day_words(local_date(from_seconds(first["starts_at"]), zone_of(read)))
    doctors = list(dict.fromkeys(one["resource_id"] for one in found))
    people = list(dict.fromkeys(one["patient_id"] for one in found))
    about = f"{many} with {_names(read, resource, doctors)} from {day}"
    return about, _names(read, patient, people)


def _names(read: Read, table: Table, numbers: list[int]) -> str:
    """Name a few, and say how many more there are."""
    names = [_named(read, table, number) for number in numbers[:_SHOWN]]
    more = len(numbers) - len(names)
    return listed((*names, *([f"{more} more"] if more else [])))


def _hours(read: Read, before: Images, after: Images) -> str:
    """Tell whose hours, and what they were to be."""
    changed = {key: one for key, one in after.items() if key.startswith("availability:") and one}
    made = [one for key, one in changed.items() if before.get(key) is None]
    told = made or list(changed.values())
    who = _named(read, resource, told[0]["resource_id"])
    own = sorted({one["valid_from"] for one in told if one["overrides"]})
    if own:
        return f"{who}, {_dates(own)}"
    texts = [one["hours"] for one in told if one["hours"] not in ("", NONE)]
    first, last = told[0]["valid_from"], told[0]["valid_until"]
    dates = f"from {_day(first)}" + (f" until {_day(last)}" if last else "")
    if last == first:
        dates = f"on {_day(first)}"
    return f"{who}, {'; '.join(texts) or 'no hours'} {dates}"


def _dates(days: list[str]) -> str:
    return _counted([_day(one) for one in days])


def _counted(told: list[str]) -> str:
    """List a few, and say how many more there are."""
    more = len(told) - _SHOWN
    return ", ".join(told[:_SHOWN]) + (f" and {more} more" if more > 0 else "")


def _day(text: str) -> str:
    return day_words(dt.date.fromisoformat(text))


def _time_off(read: Read, after: Images) -> str:
    """Tell whose time off, of which kind, and when."""
    ids = [int(key.partition(":")[2]) for key in after if key.startswith("time_off:")]
    rows: Iterable[Row[tuple[object, ...]]] = read.connection.execute(_OFF, {"ids": ids})
    every: list[TimeOff] = [laying.time_off_of(row) for row in rows]
    first = every[0]
    who = "" if first.doctor_id is None else _named(read, resource, first.doctor_id) + ", "
    return f"{who}{KIND_WORDS[first.kind]}, {_counted([stretch_words(one.when) for one in every])}"


def _way(read: Read, after: Images) -> str:
    (way,) = (one for one in after.values() if one)
    return " and ".join(_named(read, site, way[name]) for name in ("first_id", "second_id"))


def _rights(read: Read, before: Images, after: Images) -> str:
    """Name a user and the rights that came or went."""
    ((key, now),) = after.items()
    was = before.get(key) or {"rights": []}
    differing = sorted({*was["rights"]} ^ {*(now or was)["rights"]})
    return f"{_named(read, user, int(key.partition(':')[2]))}, {', '.join(differing)}"


def _things(before: Images, after: Images) -> str:
    """Name what was added to, changed in or taken from the clinic's lists."""
    told = []
    for key, now in after.items():
        was = before.get(key)
        name = _name(now or was)
        renamed = was is not None and now is not None and _name(was) != name
        told.append(f"{name}, which is {_name(was)} again" if renamed else name)
    return ", ".join(filter(None, told))


def _name(document: Document | None) -> str:
    return str((document or {}).get("name", ""))


def _named(read: Read, table: Table, number: int) -> str:
    found = select(table.c.name).where(table.c.id == number)
    return str(read.connection.execute(found).scalar_one())
