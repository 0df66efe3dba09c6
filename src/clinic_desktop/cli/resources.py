"""``clinic doctor``, ``room``, ``equipment`` and ``type``: who and what is booked, and for what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clinic_desktop.cli import documents, hours, tables
from clinic_desktop.cli.parser import Words, misused
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain import people, sites
from clinic_desktop.domain.doctors import RemoveDoctor
from clinic_desktop.domain.refusals import Reason, Refusal

_ROOM = "room"
_ALL = "all"
WHOM = ("doctors", "rooms", "needs")
"""The options that say whom a kind of visit names."""


def namesakes(name: str, called: Callable[[], people.Doctor | people.Patient]) -> list[str]:
    """Answer the ids of those who have a name already; asked before one more gets it."""
    try:
        found = called()
    except Refusal as refusal:
        return list(refusal.facts.get("ids", ()))
    # A name of figures alone finds whoever has that number.
    return [str(found.id)] if found.name == name else []


def doctor_add(session: Session, words: Words) -> Answer:
    """Take a doctor on."""
    name = " ".join(words["name"].split())
    doctors = {str(one.id) for one in session.ask(people.Doctors())}
    called = namesakes(name, lambda: session.ask(people.DoctorCalled(text=name)))
    same = [number for number in called if number in doctors]
    command = people.AddDoctor(
        name=words["name"], specialty=words["specialty"] or "",
        even_if_known=words["even_if_known"],
    )  # fmt: skip
    doctor = session.do(command)
    return Answer(
        {"doctor": documents.doctor(doctor), "same_name": same},
        lambda: tables.added("doctor", doctor.name, doctor.id, same),
    )


def doctor_remove(session: Session, words: Words) -> Answer:
    """Take a doctor away."""
    known = session.doctor(words["doctor"])
    command = RemoveDoctor(doctor_id=known.id)
    if words["preview"]:
        return hours.preview(session, command)
    zone = session.zone
    answer = session.do(command)
    told = {"doctor": documents.doctor(answer.doctor), **hours.changed(answer, zone)}
    text = f"{tables.tame(known.name)} is removed. {answer.blocks_removed} free blocks went."
    return Answer(told, lambda: text)


def doctor_list(session: Session, _words: Words) -> Answer:
    """List the doctors."""
    found = session.ask(people.Doctors())
    rows = [(one.id, one.name, one.specialty) for one in found]
    return Answer(
        {"doctors": [documents.doctor(one) for one in found]},
        lambda: tables.table(("Doctor", "Name", "Specialty"), rows, "No doctors yet."),
    )


def room_add(session: Session, words: Words) -> Answer:
    """Add a room."""
    room = session.do(people.AddRoom(name=words["name"], site_id=session.site_id(words)))
    told = f"{tables.tame(room.name)} is room {room.id}."
    return Answer({"room": documents.room(room)}, lambda: told)


def room_set(session: Session, words: Words) -> Answer:
    """Call a room otherwise."""
    (number,) = _ids(session.ask(people.Rooms()), [words["room"]], "room")
    room = session.do(people.ChangeRoom(room_id=number, name=words["name"]))
    told = f"Room {room.id} is {tables.tame(room.name)} now."
    return Answer({"room": documents.room(room)}, lambda: told)


def equipment_set(session: Session, words: Words) -> Answer:
    """Call a kind of device otherwise, or say that there are more of it."""
    if words["name"] is None and words["count"] is None:
        raise misused("Give --name, --count or both.", "clinic equipment set")
    (number,) = _ids(session.ask(people.AllEquipment()), [words["device"]], "equipment")
    command = people.ChangeEquipment(equipment_id=number, name=words["name"], units=words["count"])
    device = session.do(command)
    told = f"Equipment {device.id} is {tables.tame(device.name)} now; there are {device.units}."
    return Answer({"equipment": documents.equipment(device)}, lambda: told)


def site_set(session: Session, words: Words) -> Answer:
    """Call a site otherwise."""
    known = session.branch(words["site"])
    site = session.do(sites.ChangeSite(site_id=known.id, name=words["name"]))
    told = f"Site {site.id} is {tables.tame(site.name)} now."
    return Answer({"site": documents.branch(site)}, lambda: told)


def room_list(session: Session, _words: Words) -> Answer:
    """List the rooms."""
    found = session.ask(people.Rooms())
    rows = [(one.id, one.name) for one in found]
    return Answer(
        {"rooms": [documents.room(one) for one in found]},
        lambda: tables.table(("Room", "Name"), rows, "No rooms yet."),
    )


def equipment_add(session: Session, words: Words) -> Answer:
    """Add a kind of device."""
    command = people.AddEquipment(
        name=words["name"], units=words["count"], site_id=session.site_id(words)
    )
    device = session.do(command)
    told = f"{tables.tame(device.name)} is equipment {device.id}; there are {device.units}."
    if device.units == 1:
        told = f"{tables.tame(device.name)} is equipment {device.id}."
    return Answer({"equipment": documents.equipment(device)}, lambda: told)


def equipment_list(session: Session, _words: Words) -> Answer:
    """List the equipment."""
    found = session.ask(people.AllEquipment())
    rows = [(one.id, one.name, one.units) for one in found]
    return Answer(
        {"equipment": [documents.equipment(one) for one in found]},
        lambda: tables.table(("Equipment", "Name", "Count"), rows, "No equipment yet."),
    )


def site_add(session: Session, words: Words) -> Answer:
    """Add a site."""
    made = session.do(sites.AddSite(name=words["name"], zone=words["zone"]))
    told = f"{tables.tame(made.name)} is site {made.id}."
    return Answer({"site": documents.branch(made)}, lambda: told)


def site_list(session: Session, _words: Words) -> Answer:
    """List the sites, and how long the ways between them are."""
    found, ways = session.ask(sites.Branches()), session.ask(sites.Travels())
    rows = [(one.id, one.name) for one in found]
    lines = [
        f"{tables.tame(one.first.name)} to {tables.tame(one.second.name)}: {one.minutes} minutes"
        for one in ways
    ]
    told = {
        "sites": [documents.branch(one) for one in found],
        "travel": [documents.travel(one) for one in ways],
    }
    return Answer(told, lambda: "\n".join([tables.table(("Site", "Name"), rows, ""), *lines]))


def site_travel(session: Session, words: Words) -> Answer:
    """Say how long the way between two sites takes."""
    first, second = session.branch(words["site"]), session.branch(words["other"])
    command = sites.SetTravel(
        first_id=first.id, second_id=second.id, minutes=words["minutes"], accept=words["accept"]
    )
    if words["preview"]:
        return hours.preview(session, command)
    zone = session.zone
    answer = session.do(command)
    told = {"travel": documents.travel(answer.travel), **hours.changed(answer, zone)}
    text = (
        f"From {tables.tame(first.name)} to {tables.tame(second.name)} it takes "
        f"{words['minutes']} minutes. {answer.blocks_added} blocks came, "
        f"{answer.blocks_removed} went{tables.moved(answer)}."
    )
    return Answer(told, lambda: "\n".join([text, *tables.travel_set(answer, zone)]))


def type_add(session: Session, words: Words) -> Answer:
    """Add a kind of appointment."""
    command = people.AddAppointmentType(
        name=words["name"], minutes=words["minutes"], colour=words["colour"] or "",
        buffer_before=words["before"] or 0, buffer_after=words["after"] or 0,
        grid_minutes=words["grid"], purposes=tuple(words["for"]), no_gaps=words["no_gaps"],
        rules=tuple(words["rule"]), **named(session, words),
    )  # fmt: skip
    kind = session.do(command)
    told = f"{tables.tame(kind.name)}, {kind.minutes} minutes, is type {kind.id}."
    return Answer({"type": documents.kind(kind)}, lambda: told)


def type_set(session: Session, words: Words) -> Answer:
    """Change a kind of appointment."""
    known = session.ask(people.TypeCalled(text=words["type"]))
    given = tuple(words["for"])
    purposes = () if given == ("none",) else given or None
    ruled = tuple(words["rule"])
    rules = () if ruled == ("none",) else ruled or None
    if words["no_gaps"] and words["gaps"]:
        raise misused("Give either --no-gaps or --gaps.", "clinic type set")
    command = people.ChangeAppointmentType(
        type_id=known.id, name=words["name"], minutes=words["minutes"], colour=words["colour"],
        buffer_before=words["before"], buffer_after=words["after"], grid_minutes=words["grid"],
        purposes=purposes, no_gaps=True if words["no_gaps"] else False if words["gaps"] else None,
        rules=rules, **named(session, words),
    )  # fmt: skip
    kind = session.do(command)
    told = f"{tables.tame(kind.name)} takes {kind.minutes} minutes; what is booked stays as it is."
    return Answer({"type": documents.kind(kind)}, lambda: told)


def named(session: Session, words: Words) -> dict[str, Any]:
    """Read whom a type names: ``--needs``, ``--doctors`` and ``--rooms``; what is not given stays.

    Raises:
        Refusal: ``unknown_doctor``, ``unknown_room``, ``unknown_equipment``.

    """
    found: dict[str, Any] = {}
    for option, called, field in (
        ("doctors", people.Doctors(), "doctor_ids"),
        ("rooms", people.Rooms(), "room_ids"),
    ):
        if words[option]:
            texts = [] if list(words[option]) == [_ALL] else words[option]
            found[field] = _ids(session.ask(called), texts, option.removesuffix("s"))
    if words["needs"]:
        texts = [text for text in words["needs"] if text not in ("nothing", _ROOM)]
        found["needs_room"] = _ROOM in words["needs"]
        known = session.ask(people.AllEquipment())
        found["equipment_ids"] = _ids(known, texts, "equipment")
    return found


def _ids(
    known: tuple[people.Doctor | people.Room | people.Equipment, ...],
    texts: Sequence[str],
    what: str,
) -> tuple[int, ...]:
    """Answer the ids of those of these names or ids."""
    by_text = {str(one.id): one.id for one in known}
    for one in known:
        by_text.setdefault(one.name, one.id)
    unknown = [
        Reason(
            f"unknown_{what}", f"There is no {what} “{text}”. Check the spelling, or use the id.",
            {"text": text},
        )
        for text in texts
        if text not in by_text
    ]  # fmt: skip
    if unknown:
        raise Refusal(*unknown)
    return tuple(by_text[text] for text in texts)


def type_list(session: Session, _words: Words) -> Answer:
    """List the kinds of appointment."""
    found = session.ask(people.AppointmentTypes())
    named = {
        **{one.id: one.name for one in session.ask(people.Doctors())},
        **{one.id: one.name for one in session.ask(people.Rooms())},
        **{one.id: one.name for one in session.ask(people.AllEquipment())},
    }
    rows = [_told(one, named) for one in found]
    return Answer(
        {"types": [documents.kind(one) for one in found]},
        lambda: tables.table(_HEADS, rows, "No types yet."),
    )


_HEADS = (
    "Type", "Name", "Minutes", "Before", "After", "Every", "No gaps", "Rules", "Colour", "Needs",
    "For", "Doctors", "Rooms",
)  # fmt: skip


def _told(kind: people.AppointmentType, named: Mapping[int, str]) -> tuple[object, ...]:
    """Write all that was said of a type; what was not said is left empty."""

    def names(ids: Sequence[int]) -> list[str]:
        return [named[one] for one in ids if one in named]

    needs = ([_ROOM] if kind.needs_room else []) + names(kind.equipment_ids)
    lists = (needs, kind.purposes, names(kind.doctor_ids), names(kind.room_ids))
    numbers = (kind.buffer_before, kind.buffer_after, kind.grid_minutes)
    return (
        kind.id, kind.name, kind.minutes, *(number or "" for number in numbers),
        "yes" if kind.no_gaps else "", "; ".join(kind.rules), kind.colour,
        *(", ".join(one) for one in lists),
    )  # fmt: skip


HANDLERS: Mapping[str, Callable[[Session, Words], Answer]] = {
    "doctor add": doctor_add,
    "doctor remove": doctor_remove,
    "doctor list": doctor_list,
    "room add": room_add,
    "room list": room_list,
    "equipment add": equipment_add,
    "equipment list": equipment_list,
    "site add": site_add,
    "site list": site_list,
    "site travel": site_travel,
    "room set": room_set,
    "equipment set": equipment_set,
    "site set": site_set,
    "type add": type_add,
    "type set": type_set,
    "type list": type_list,
}
"""The functions behind these commands."""
