"""What came into a doctor's hours since a command that speaks against the time that it had.

Time off, closed days, hours that end and time that is kept for others: whoever saved them saw whom
they hit, but not the visit that was cancelled by then. So it does not come back into them unseen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Table, bindparam, or_, select

from clinic_desktop.domain.availability import Availability, WeeklyHours
from clinic_desktop.domain.recurrence import Recurrence
from clinic_desktop.domain.refusals import Reason
from clinic_desktop.domain.time import TimeSpan, local_date, time_words
from clinic_desktop.domain.timeoff import (
    KIND_WORDS,
    Stretch,
    TimeOff,
    TimeOffKind,
    stretch_words,
)
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import laying, reserved, since
from clinic_desktop.scheduling.reserved import Reservations
from clinic_desktop.scheduling.wanted import PASS_ALL, Wanted, doctor_named, kept_from
from clinic_desktop.storage.columns import silent_of
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.documents import Document, row_document
from clinic_desktop.storage.tables import availability, resource, time_off

_DAY = dt.timedelta(days=1)
_STAYS = "Nothing was changed. Choose another time for the visit, or change that first."
_NAME = select(resource.c.name, resource.c.kind).where(resource.c.id == bindparam("id"))


def against(
    read: Read, sequence: int, whose: int, told: TimeSpan, site_id: int | None, type_id: int | None
) -> Iterator[Reason]:
    """Answer what speaks by now against a time that somebody had before a command was done.

    ``told`` is what the patient is told, at a site (None: nobody wrote it down). What spoke against
    it already when the command was done had been passed, and is no matter.
    """
    now = laying.timetable_at(read, whose, told)
    off = [one for one in now.time_off if _is_in(one, told, site_id, now)]
    holds = now.holds(told)
    kept = _purposes(now, told)
    if holds and not off and not kept:
        return
    then = _as_of(read, sequence, whose, now)
    was_off = {one.id for one in then.time_off if _is_in(one, told, site_id, then)}
    name = read.connection.execute(_NAME, {"id": whose}).one().name
    for one in off:
        if one.id not in was_off:
            yield _off(name, one)
    if not off and not holds and then.holds(told):
        at = time_words(told.start, now.zone)
        message = f"{name} has no hours on {at} any more. {_STAYS}"
        yield Reason("no_hours", message, {"doctor": name, "doctor_id": str(whose)})
    for purpose, span in kept.items():
        if purpose not in _purposes(then, told):
            yield from _kept(read, whose, purpose, span, type_id)


def _off(name: str, of: TimeOff) -> Reason:
    """Say that somebody is off then, or the clinic is closed."""
    note = f", {of.note}" if of.note else ""
    when = stretch_words(of.when)
    if of.doctor_id is None:
        message = f"The clinic is closed then ({KIND_WORDS[of.kind]}{note}: {when}). {_STAYS}"
        return Reason("closed", message, {"time_off": str(of.id)})
    message = f"{name} is off then ({KIND_WORDS[of.kind]}{note}: {when}). {_STAYS}"
    return Reason("time_off", message, {"doctor": name, "time_off": str(of.id)})


def _kept(
    read: Read, whose: int, purpose: str, span: TimeSpan, type_id: int | None
) -> Iterator[Reason]:
    """Say that the time is kept for others by now, if it is."""
    own = reserved.purposes_of_type(read, type_id)
    keeper = Reservations(read, own).bars(purpose, span.start)
    if keeper is not None:
        wanted = Wanted(whose, doctor_named(read, whose), span.start, span.end, passes=PASS_ALL)
        yield kept_from(read, wanted, span, keeper)


def _is_in(of: TimeOff, told: TimeSpan, site_id: int | None, table: Timetable) -> bool:
    """Tell whether a time lies in time off, or touches it."""
    return Timetable((), (of,), table.zone).is_away(told, site_id)


def _purposes(table: Timetable, told: TimeSpan) -> dict[str, TimeSpan]:
    """Answer what the hours are kept for at a time, each with when."""
    day, last = local_date(told.start, table.zone) - _DAY, local_date(told.end, table.zone)
    found: dict[str, TimeSpan] = {}
    while day <= last:
        for rule in table.rules_on(day):
            if rule.hours.purposes:
                for span, purpose in rule.spans_by_purpose(day, table.zone):
                    if purpose and span.overlaps(told):
                        start, end = max(span.start, told.start), min(span.end, told.end)
                        found.setdefault(purpose, TimeSpan(start, end))
        day += _DAY
    return found


def _as_of(read: Read, sequence: int, whose: int, now: Timetable) -> Timetable:
    """Answer a timetable by the rules and time off of when a command was done."""
    rules = _rows(read, sequence, availability, availability.c.resource_id == whose)
    theirs = or_(time_off.c.resource_id == whose, time_off.c.resource_id.is_(None))
    off = _rows(read, sequence, time_off, theirs)
    return now.having(rules=map(rule_of, rules), time_off=map(_time_off_of, off))


def _rows(read: Read, sequence: int, of: Table, which: Any) -> Iterator[Document]:  # noqa: ANN401 - a condition
    """Answer the rows that were there when a command was done, as they were then."""
    for row in read.connection.execute(select(of).where(which).order_by(of.c.id)).all():
        was = since.left_as(read, sequence, of.name, row.id)
        document = row_document(row) if was is None else was
        if document and document["archived_at"] is None:
            yield document


def rule_of(of: Document) -> Availability:
    """Make the value of a rule's document, which an older schema may have written."""
    of = silent_of(availability) | of
    start, until, laid_until, anchor = (
        day and dt.date.fromisoformat(day)
        for day in (of["valid_from"], of["valid_until"], of["laid_until"], of["anchor"])
    )
    return Availability(
        of["id"], of["resource_id"], WeeklyHours.parse(of["hours"], stored=True),
        of["block_minutes"], start, until, of["version"], laid_until, of["site_id"],
        of["grid_minutes"], anchor, bool(of["overrides"]), of["seats"],
    )  # fmt: skip


def _time_off_of(of: Document) -> TimeOff:
    """Make the value of a document of time off."""
    first, last = (dt.date.fromisoformat(of[day]) for day in ("first_day", "last_day"))
    repeat = Recurrence(of["recurrence"]) if of["recurrence"] else None
    when = Stretch(first, last, of["start_minute"], of["end_minute"], repeat)
    kind = TimeOffKind(of["kind"])
    # What is closed was closed at a single site before there was a word for all of them.
    is_of_one = of["resource_id"] is None and of.get("one_site", 1)
    site_id = of["site_id"] if is_of_one else None
    return TimeOff(of["id"], of["resource_id"], site_id, kind, when, of["note"])
