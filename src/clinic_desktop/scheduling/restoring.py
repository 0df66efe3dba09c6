"""Taking a change of availability back: the rules become what they were, the blocks follow them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.sites import SetTravel
from clinic_desktop.domain.time import TimeSpan, local_date
from clinic_desktop.domain.timeoff import LAST_DAY
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import effects, hours, laying, since, sites, time_off
from clinic_desktop.scheduling.effects import Found, Plan
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import Document
from clinic_desktop.storage.tables import time_off as off

KINDS = ("availability", "time_off")
WAY = "site_travel"
_WAY_OUT = (
    "Move or cancel them first, or make this change anew: then they can be left as they are booked."
)
_OFF = select(off).where(off.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Change:
    """A change of availability as the journal tells it: rows by ``kind:id``, before and after."""

    sequence: int
    at: dt.datetime
    request: Document
    before: dict[str, Document | None]
    after: dict[str, Document | None]

    @property
    def doctors(self) -> set[int | None]:
        """Whose rules or time off it changed; None is everybody's, as a way between sites is."""
        documents = (*self.before.values(), *self.after.values())
        return {document.get("resource_id") for document in documents if document}

    def numbers(self, kind: str) -> list[int]:
        """Answer the ids of the rows of a kind."""
        keys = (key.partition(":") for key in self.after)
        return [int(number) for named, _, number in keys if named == kind]


def lock(transaction: Transaction, change: Change) -> None:
    """Lock whoever's availability it changed."""
    for doctor_id in sorted(change.doctors, key=lambda one: one or 0):
        time_off.lock(transaction, doctor_id)


def restore(transaction: Transaction, change: Change) -> None:
    """Make rules, time off and the way between two sites what they were before a change.

    Raises:
        Refusal: ``appointments_affected``, it would leave visits outside that were booked or
            changed since.

    """
    if change.numbers(WAY):
        _restore_way(transaction, change)
    else:
        _restore_hours(transaction, change)


def _restore_way(transaction: Transaction, change: Change) -> None:
    (before,), (after,) = change.before.values(), change.after.values()
    if after is None:
        raise AssertionError  # pragma: no cover - a way is never deleted
    # One that nobody had told took no time.
    minutes = before["minutes"] if before else 0
    command = SetTravel(first_id=after["first_id"], second_id=after["second_id"], minutes=minutes)
    plan = sites.plan_travel(transaction, command)
    found = effects.settle(transaction, plan.plan)
    _refuse_unseen(transaction, change, found)
    sites.write_travel(transaction, command, plan, found)


def _restore_hours(transaction: Transaction, change: Change) -> None:
    before = _tables(transaction, change)
    _restore_rows(transaction, change)
    tables = _tables(transaction, change)
    _lay_restored(transaction, change, before, tables)


def _tables(transaction: Transaction, change: Change) -> dict[int, Timetable]:
    """Answer the timetables of all whom a change concerns, as they are by now."""
    doctors = [one for one in change.doctors if one is not None]
    if None in change.doctors:
        doctors = laying.doctors_with_hours(transaction)
    return {doctor_id: laying.timetable(transaction, doctor_id) for doctor_id in sorted(doctors)}


def _lay_restored(
    transaction: Transaction, change: Change, before: Mapping[int, Timetable],
    tables: Mapping[int, Timetable],
) -> None:  # fmt: skip
    """Lay the blocks of what was restored, unless it leaves somebody outside."""
    reach = max(
        (
            laying.reach(transaction, *one) or change_day(transaction, change)
            for one in tables.items()
        ),
        default=change_day(transaction, change),
    )
    ranges = _ranges(transaction, change, reach)
    looks = {
        doctor_id: [
            laying.span_of_days(first, max(first, min(last, reach)), table.zone)
            for first, last in ranges
        ]
        for doctor_id, table in tables.items()
    }
    found = effects.settle(transaction, Plan(tables, ranges, looks, before=before))
    _refuse_unseen(transaction, change, found)
    effects.save(transaction, found)
    _touch(transaction, change, looks)


def change_day(read: Read, change: Change) -> dt.date:
    """Answer the local day on which the change was made."""
    return local_date(change.at, zone_of(read))


def _restore_rows(transaction: Transaction, change: Change) -> None:
    for key, document in change.before.items():
        kind, _, number = key.partition(":")
        gone = {"archived_at": transaction.now}
        # What is to go away again was there meanwhile, and before that had gone already.
        stays = document is not None and document.get("archived_at") is None
        if kind == "time_off":
            time_off.change_row(transaction, int(number), {"archived_at": None} if stays else gone)
            continue
        values: dict[str, Any] = gone
        if document is not None and stays:
            valid_until = document["valid_until"]
            values = {
                "valid_from": dt.date.fromisoformat(document["valid_from"]),
                "valid_until": valid_until and dt.date.fromisoformat(valid_until),
                "archived_at": None,
            }
        hours.change_rule(transaction, int(number), values)


def _ranges(transaction: Transaction, change: Change, reach: dt.date) -> tuple[laying.Days, ...]:
    """Answer the days that a change may have changed, up to where blocks are laid now."""
    found: set[laying.Days] = set()
    for row in transaction.connection.execute(_OFF, {"ids": change.numbers("time_off")}):
        when = laying.time_off_of(row).when
        found.update(when.days(when.first, reach))
    rules = [one for one in (*change.before.values(), *change.after.values()) if one]
    own = [one["valid_from"] for one in rules if one.get("overrides")]
    found.update((dt.date.fromisoformat(day),) * 2 for day in own)
    if change.numbers("availability") and not own:
        start, until = (change.request.get(name) for name in ("start", "until"))
        first = dt.date.fromisoformat(start) if start else change_day(transaction, change)
        found.add((first, dt.date.fromisoformat(until) if until else LAST_DAY))
    return tuple(time_off.apart(found))


def _refuse_unseen(transaction: Transaction, change: Change, found: Found) -> None:
    """Refuse to leave outside whoever was booked by what is taken back; others were there then."""
    hits = found.effect.hits
    if not hits:
        return
    ids = [hit.appointment.id for hit in hits]
    changed = since.changes_of(transaction, change.sequence, "appointment", ids)
    touched = {UUID(row.row_id) for row in changed}
    unseen = tuple(hit for hit in hits if hit.appointment.id in touched)
    if unseen:
        raise Refusal(effects.affected(transaction, replace(found.effect, hits=unseen), _WAY_OUT))


def _touch(
    transaction: Transaction, change: Change, looks: Mapping[int, Sequence[TimeSpan]]
) -> None:
    """Say where calendars must look; time off is seen where no block is laid any more, too."""
    for row in transaction.connection.execute(_OFF, {"ids": change.numbers("time_off")}):
        time_off.touch(transaction, laying.time_off_of(row), looks)
    for number in change.numbers("availability"):
        for doctor_id, spans in looks.items():
            for span in spans:
                transaction.entry.touch("availability", number, doctor_id, span)
        if not any(looks.values()):
            transaction.entry.touch("availability", number)
