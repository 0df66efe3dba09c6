"""Sites: adding them, and saying how long the way between two of them is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.refusals import Mistakes, Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.sites import (
    LONGEST_WAY,
    AddSite,
    Branch,
    Branches,
    ChangeSite,
    SetTravel,
    SitesFor,
    SitesOfBlocks,
    SitesSeen,
    Travel,
    Travels,
    TravelSet,
)
from clinic_desktop.domain.time import LONGEST_SECONDS, zone_named
from clinic_desktop.domain.timeoff import LAST_DAY
from clinic_desktop.scheduling import effects, laying
from clinic_desktop.scheduling.effects import Found, Plan
from clinic_desktop.scheduling.people import clean_name
from clinic_desktop.scheduling.picture import the_site
from clinic_desktop.scheduling.whereabouts import SITE_OF_BLOCK
from clinic_desktop.storage.bulk import MANY
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import row_document
from clinic_desktop.storage.site_tables import site_travel
from clinic_desktop.storage.tables import block, resource, site

_BRANCHES = select(site.c.id, site.c.name).where(site.c.archived_at.is_(None)).order_by(site.c.id)
_TRAVEL = select(site_travel).where(
    site_travel.c.first_id == bindparam("first"), site_travel.c.second_id == bindparam("second")
)
_CHANGE = update(site_travel).where(site_travel.c.id == bindparam("number"))


@dataclass(frozen=True, slots=True)
class TravelPlan:
    """What a change of a way comes to."""

    plan: Plan


def add_site(transaction: Transaction, command: AddSite) -> Branch:
    """Add a site, which keeps the clinic's time.

    Raises:
        Refusal: ``site_exists``, ``other_zone``, ``unknown_zone``.
        Misuse: ``bad_name``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    zone = the_site(transaction, TheSite()).zone
    wrong = Mistakes()
    name = wrong.told_by(clean_name, command.name, "site") or ""
    wrong.told_by(_refuse_other_zone, command.zone, zone)
    laying.lock_clinic(transaction)
    wrong.told_by(_refuse_known, transaction, name)
    wrong.refuse()
    values = {"name": name, "zone": zone, "created_at": transaction.now}
    added = insert(site).values(values).returning(*site.c)
    row = transaction.connection.execute(added).one()
    transaction.entry.touch("site", row.id)
    transaction.entry.record("site", row.id, None, row_document(row))
    return Branch(row.id, row.name)


def _refuse_other_zone(wanted: str | None, kept: str) -> None:
    """Say why all sites keep one time, and what to do where a site can't."""
    if wanted in (None, kept):
        return
    zone = zone_named(str(wanted)).key
    message = (
        f"All sites of a clinic keep one time, here that of {kept}: days, hours and bookings are "
        f"told in it everywhere. Nothing was added. A site in {zone} is a clinic of its own, "
        f"with its own database (clinic init --zone {zone}); one that keeps the time of {kept} "
        "is added without a zone."
    )
    raise Refusal(Reason("other_zone", message, {"zone": zone, "kept": kept}))


def _refuse_known(read: Read, name: str, but: int | None = None) -> None:
    """Refuse a name that another site has, whatever its case."""
    others = [one for one in branches(read, Branches()) if one.id != but]
    if any(one.name.casefold() == name.casefold() for one in others):
        message = f"There is a site “{name}” already."
        raise Refusal(Reason("site_exists", message, {"name": name}))


def change_site(transaction: Transaction, command: ChangeSite) -> Branch:
    """Call a site otherwise.

    Raises:
        Refusal: ``unknown_site``, ``site_exists``.
        Misuse: ``bad_name``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    laying.lock_clinic(transaction)
    name, known = clean_name(command.name, "site"), branch(transaction, command.site_id)
    return rename(transaction, known.id, name)


def rename(transaction: Transaction, number: int, name: str) -> Branch:
    """Write another name of a site, and record it; whoever calls has locked the clinic.

    Raises:
        Refusal: ``site_exists``.

    """
    _refuse_known(transaction, name, number)
    this = select(site).where(site.c.id == number)
    before = transaction.connection.execute(this).one()
    if before.name != name:
        changed = update(site).where(site.c.id == number).returning(*site.c)
        values = {"name": name, "version": site.c.version + 1}
        after = transaction.connection.execute(changed.values(values)).one()
        transaction.entry.touch("site", number)
        transaction.entry.record("site", number, row_document(before), row_document(after))
    return Branch(number, name)


def branches(read: Read, _query: Branches) -> tuple[Branch, ...]:
    """Answer all sites."""
    return tuple(Branch(row.id, row.name) for row in read.connection.execute(_BRANCHES))


def sites_for(read: Read, query: SitesFor) -> SitesSeen:
    """Answer all sites, and that of a doctor or room."""
    return SitesSeen(branches(read, Branches()), own_site(read, query.doctor_id))


def own_site(read: Read, doctor_id: int) -> int:
    """Answer where a doctor or room is, where nothing else is said."""
    home = select(resource.c.site_id).where(resource.c.id == doctor_id)
    return int(read.connection.execute(home).scalar() or the_site(read, TheSite()).id)


def travels(read: Read, _query: Travels) -> tuple[Travel, ...]:
    """Answer all ways that take time."""
    known = {one.id: one for one in branches(read, Branches())}
    rows = read.connection.execute(
        select(site_travel)
        .where(site_travel.c.minutes > 0)
        .order_by(site_travel.c.first_id, site_travel.c.second_id)
    )
    return tuple(Travel(known[row.first_id], known[row.second_id], row.minutes) for row in rows)


def sites_of_blocks(read: Read, query: SitesOfBlocks) -> tuple[tuple[int, int], ...]:
    """Answer at which site each block of a span is."""
    whose = () if query.doctor_ids is None else (block.c.resource_id.in_(query.doctor_ids),)
    known = (
        select(block.c.id, SITE_OF_BLOCK)
        # None is longer than a day.
        .where(block.c.starts_at > query.span.start - dt.timedelta(seconds=LONGEST_SECONDS))
        .where(block.c.starts_at < query.span.end, block.c.ends_at > query.span.start, *whose)
    )
    return tuple((number, site_id) for number, site_id in read.connection.execute(known))


def branch(read: Read, number: int) -> Branch:
    """Answer a site.

    Raises:
        Refusal: ``unknown_site``.

    """
    for one in branches(read, Branches()):
        if one.id == number:
            return one
    raise Refusal(Reason("unknown_site", f"There is no site {number}.", {"site": str(number)}))


def set_travel(transaction: Transaction, command: SetTravel) -> TravelSet:
    """Say how long a way is, and take out what can't be reached in time.

    Raises:
        Refusal: ``unknown_site``, ``appointments_affected``, ``effect_changed``.
        Misuse: ``bad_length``.

    """
    transaction.require(Action.MANAGE_HOURS)
    laying.lock_clinic(transaction)
    plan = plan_travel(transaction, command)
    found = effects.settle(transaction, plan.plan)
    effects.judge(transaction, command, found.effect)
    write_travel(transaction, command, plan, found)
    first, second = (branch(transaction, one) for one in _pair(command))
    effect = found.effect
    return TravelSet(
        Travel(first, second, command.minutes), effect.blocks_added, effect.blocks_removed,
        effect.affected, effect.left_out, effect.blocks_elsewhere,
    )  # fmt: skip


def _pair(command: SetTravel) -> tuple[int, int]:
    return min(command.first_id, command.second_id), max(command.first_id, command.second_id)


def plan_travel(read: Read, command: SetTravel) -> TravelPlan:
    """Plan the way for every doctor who has hours at both of its sites."""
    first, second = (branch(read, one) for one in _pair(command))
    if first == second or not 0 <= command.minutes <= LONGEST_WAY:
        message = f"The way between two sites takes 0 to {LONGEST_WAY} minutes."
        raise Misuse("bad_length", message, {"minutes": command.minutes})
    before, tables, looks, begins = {}, {}, {}, []
    for doctor_id in laying.doctors_with_hours(read):
        table = laying.timetable(read, doctor_id)
        if not {first.id, second.id} <= {rule.site_id for rule in table.rules}:
            continue
        travel = {**table.travel, frozenset((first.id, second.id)): command.minutes}
        before[doctor_id], tables[doctor_id] = table, table.having(travel=travel)
        # All that is laid anew is looked at.
        begin = min(rule.start for rule in table.rules)
        last = max(begin, laying.reach(read, doctor_id, table) or begin)
        looks[doctor_id] = [laying.span_of_days(begin, last, table.zone)]
        begins.append(begin)
    ranges = ((min(begins), LAST_DAY),) if begins else ()
    return TravelPlan(Plan(tables, ranges, looks, tells_ways=True, before=before))


def write_travel(
    transaction: Transaction, command: SetTravel, plan: TravelPlan, found: Found
) -> None:
    """Write the way, record it, lay what it changes, and say where calendars must look."""
    first, second = _pair(command)
    named = {"first": first, "second": second}
    before: Any = transaction.connection.execute(_TRAVEL, named).one_or_none()
    values: dict[str, Any]
    if before is None:
        values = {"first_id": first, "second_id": second, "minutes": command.minutes}
        transaction.connection.execute(insert(site_travel).values(values))
    else:
        values = {"minutes": command.minutes, "version": site_travel.c.version + 1}
        transaction.connection.execute(_CHANGE.values(values), {"number": before.id})
    after = transaction.connection.execute(_TRAVEL, named).one()
    transaction.entry.touch("site_travel", after.id)
    transaction.entry.record(
        "site_travel", after.id, before and row_document(before), row_document(after)
    )
    effects.save(transaction, found)
    for doctor_id, spans in plan.plan.looks.items():
        for span in spans:
            transaction.entry.touch("availability", MANY, doctor_id, span)
