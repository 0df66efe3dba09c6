"""``clinic park`` and ``clinic parked …``: visits that wait for a time on the pinboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from clinic_desktop.cli import documents, tables
from clinic_desktop.cli.parser import Words, misused
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain.parking import (
    DropParked,
    ParkAppointment,
    Parked,
    ParkedVisits,
    PlanVisit,
    RemoveParked,
    ShareParked,
)
from clinic_desktop.domain.people import PatientCalled, TypeCalled


def park(session: Session, words: Words) -> Answer:
    """Take a visit off the calendar."""
    command = ParkAppointment(
        appointment_id=words["appointment"], shared=words["share"], version=words["version"]
    )
    return _told(session, session.do(command), "Parked {}. Its time is free again.")


def add(session: Session, words: Words) -> Answer:
    """Plan a visit without a date."""
    patient = session.ask(PatientCalled(text=words["patient"])).id
    kind = None if words["type"] is None else session.ask(TypeCalled(text=words["type"])).id
    doctor = None if words["doctor"] is None else session.doctor(words["doctor"]).id
    command = PlanVisit(
        patient_id=patient, type_id=kind, minutes=words["minutes"], doctor_id=doctor,
        note=words["note"] or "", shared=words["share"],
    )  # fmt: skip
    return _told(session, session.do(command), "Planned {}.")


def listed(session: Session, _words: Words) -> Answer:
    """List what waits."""
    found, zone = session.ask(ParkedVisits()), session.zone
    return Answer({"parked": [_document(one, zone) for one in found]}, lambda: _table(found, zone))


def share(session: Session, words: Words) -> Answer:
    """Let everyone see a pin."""
    return _told(session, session.do(ShareParked(parked_id=words["parked"])), "Shared {}.")


def drop(session: Session, words: Words) -> Answer:
    """Book a pin."""
    by_block, by_time = words["block"] is not None, words["start"] is not None
    if by_block == by_time:
        raise misused("Give either --block, or --start.", "clinic parked drop")
    if by_block and words["doctor"] is not None:
        raise misused("--block says the doctor already.", "clinic parked drop")
    given = {} if words["id"] is None else {"appointment_id": words["id"]}
    command = DropParked(
        parked_id=words["parked"],
        block_id=words["block"],
        start=session.instant(words["start"]) if by_time else None,
        doctor_id=None if words["doctor"] is None else session.doctor(words["doctor"]).id,
        even_if_busy=words["even_if_busy"],
        even_if_reserved=words["even_if_reserved"],
        even_if_do_not_book=words["even_if_do_not_book"],
        **given,
    )
    zone, sites = session.zone, session.site_names
    booked = session.do(command)
    visit = booked.appointment
    verb = tables.booked_verb(visit, repeated=booked.repeated)
    return Answer(
        {"appointment": documents.appointment(visit, zone), "repeated": booked.repeated},
        lambda: f"{verb} {tables.visit(visit, zone, sites)}.\nAppointment {visit.id}",
    )


def remove(session: Session, words: Words) -> Answer:
    """Take a pin down."""
    command = RemoveParked(parked_id=words["parked"], reason=words["reason"], by=words["by"])
    pin = session.do(command)
    told = f"Took {_what(pin)} off the pinboard."
    return Answer({"parked": _document(pin, session.zone)}, lambda: told)


def _told(session: Session, pin: Parked, sentence: str) -> Answer:
    """Answer with one pin."""
    zone = session.zone
    whose = "everyone sees it" if pin.shared else "you alone see it"
    told = f"{sentence.format(_what(pin))}\nParked visit {pin.id}; {whose}."
    return Answer({"parked": _document(pin, zone)}, lambda: told)


def _what(pin: Parked) -> str:
    return " with ".join(filter(None, (tables.tame(pin.patient), tables.tame(pin.doctor))))


def _document(of: Parked, zone: dt.tzinfo) -> documents.Document:
    """The one document of what waits on the pinboard."""
    return {
        "id": str(of.id),
        "patient_id": str(of.patient_id),
        "patient": of.patient,
        "doctor_id": None if of.doctor_id is None else str(of.doctor_id),
        "doctor": of.doctor or None,
        "type": of.type or None,
        "minutes": of.minutes,
        "note": of.note,
        "appointment_id": None if of.appointment_id is None else str(of.appointment_id),
        "was": documents.moment(of.was, zone),
        "owner": of.owner,
        "shared": of.shared,
        "own": of.is_own,
        "parked_at": documents.moment(of.parked_at, zone),
        "version": of.version,
    }


def _table(found: Sequence[Parked], zone: dt.tzinfo) -> str:
    rows = [
        (
            one.id, one.patient, one.doctor or "anybody", one.type, one.minutes,
            tables.at_time(one.was, zone) or "no date yet",
            one.owner + (", shared" if one.shared else ""), one.note,
        )
        for one in found
    ]  # fmt: skip
    headings = ("Parked", "Patient", "Doctor", "Type", "Minutes", "Was", "Whose", "Note")
    return tables.table(headings, rows, "Nothing waits on your pinboard.")


HANDLERS: Mapping[str, Callable[[Session, Words], Answer]] = {
    "park": park,
    "parked add": add,
    "parked list": listed,
    "parked share": share,
    "parked drop": drop,
    "parked remove": remove,
}
