"""What a kind of visit needs beside a doctor, and choosing it: the first that is free."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.time import TimeSpan, time_words
from clinic_desktop.scheduling import laying, overbooking, parts
from clinic_desktop.scheduling.parts import Hold, Other
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.wanted import OTHER_TIME, Run, Wanted, guessed_end
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.joint_tables import type_resource
from clinic_desktop.storage.tables import appointment_type, resource

_NAMED = (
    select(type_resource.c.type_id, type_resource.c.resource_id, resource.c.kind)
    .join(resource, resource.c.id == type_resource.c.resource_id)
    .order_by(type_resource.c.resource_id)
)
_NAMED_OF = _NAMED.where(type_resource.c.type_id == bindparam("id"))
_NEEDS_ROOM = select(appointment_type.c.needs_room).where(appointment_type.c.id == bindparam("id"))
_ROOMS = (
    select(resource.c.id)
    .where(resource.c.kind == "room", resource.c.archived_at.is_(None))
    .order_by(resource.c.id)
)
HAS_NAMED = (
    select(type_resource.c.type_id)
    .where(type_resource.c.type_id == appointment_type.c.id)
    .exists()
    .label("has_named")
)
"""Beside a type's row: whether it names anybody."""
ByKind = Mapping[str, tuple[int, ...]]
Need = tuple[int, ...]
"""Of these one is needed, the first that is free."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a visit needs beside its doctor, whom the type allows (none: all), and its name."""

    each: tuple[Need, ...] = ()
    doctors: tuple[int, ...] = ()
    type: str = ""

    @property
    def ids(self) -> set[int]:
        """All whom it may concern."""
        return {number for need in self.each for number in need}


NOTHING = Needs()


def named_by_types(read: Read) -> dict[int, dict[str, tuple[int, ...]]]:
    """Answer whom each type names, by their kind."""
    found: dict[int, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for row in read.connection.execute(_NAMED):
        of_type = found[row.type_id]
        of_type[row.kind] = (*of_type.get(row.kind, ()), row.resource_id)
    return found


def named_by(read: Read, type_id: int) -> dict[str, tuple[int, ...]]:
    """Answer whom a type names, by their kind."""
    found: dict[str, tuple[int, ...]] = {}
    for row in read.connection.execute(_NAMED_OF, {"id": type_id}):
        found[row.kind] = (*found.get(row.kind, ()), row.resource_id)
    return found


def of_type(read: Read, type_id: int | None, name: str, with_ids: Sequence[int] = ()) -> Needs:
    """Answer what a visit of a type needs, some of it being chosen already.

    Raises:
        Refusal: ``unknown_doctor``, ``type_not_allowed``: a room that the type does not have.
        Misuse: ``usage``, somebody is named twice.

    """
    if len(set(with_ids)) < len(with_ids):
        message = "The same doctor, room or device is named twice."
        raise Misuse("usage", message)
    chosen = parts.named(read, with_ids) if with_ids else {}
    each: list[Need] = [(number,) for number in with_ids]
    if type_id is None:
        return Needs(tuple(each))
    by_kind = named_by(read, type_id)
    rooms = by_kind.get("room", ())
    has_room = False
    for one in chosen.values():
        if one.kind == "room":
            has_room = True
            if rooms and one.id not in rooms:
                raise Refusal(not_allowed(name, one.name))
    each += [(number,) for number in by_kind.get("equipment", ()) if number not in chosen]
    if not has_room and read.connection.execute(_NEEDS_ROOM, {"id": type_id}).scalar():
        each.append(rooms or tuple(read.connection.execute(_ROOMS).scalars()))
    return Needs(tuple(each), by_kind.get("doctor", ()), name)


def not_allowed(type_name: str, name: str) -> Reason:
    """Say that a type is not for this doctor or room."""
    message = f"{type_name} is not for {name}. Choose another, or another kind of visit."
    return Reason("type_not_allowed", message, {"type": type_name, "name": name})


def choose(
    transaction: Transaction,
    needs: Iterable[Need],
    others: Mapping[int, Other],
    beside: Wanted,
    run: Run | None,
    own: UUID | None = None,
) -> tuple[list[Hold], list[Reason]]:
    """Find and lock for each need the first that is free; answer also why none is.

    ``beside`` is the doctor's time that is wanted with it, and ``run`` what was found of it: what
    is needed is at its site, or where those are over whom it would be, wherever the doctor's hours
    are.
    """
    holds: list[Hold] = []
    reasons: list[Reason] = []
    span = run.span if run else TimeSpan(beside.start, guessed_end(beside))
    site_id = None
    if others and laying.has_sites(transaction):
        site_id = overbooking.site_for(transaction, beside, run, span)
    used: set[int] = set()
    for need in needs:
        against: list[Reason] = []
        for number in need:
            if number in used:
                continue
            found = parts.find(transaction, others[number], span, own, beside, site_id)
            if isinstance(found, Hold):
                holds.append(found)
                used.add(number)
                break
            against.append(found)
        else:
            reasons.append(against[0] if len(need) == 1 else _no_room(transaction, span))
    return holds, reasons


def _no_room(read: Read, span: TimeSpan) -> Reason:
    """Say that of several rooms none is free."""
    at = time_words(span.start, zone_of(read))
    return Reason("room_taken", f"No room is free at {at}.{OTHER_TIME}")
