"""``clinic next --for`` and ``clinic contact …``: several patients at once, and their families."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import uuid4

from clinic_desktop.cli import documents, tables
from clinic_desktop.cli.documents import Document
from clinic_desktop.cli.parser import Words, misused
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain.contacts import AddContact, Contact, ContactsOf, RemoveContact
from clinic_desktop.domain.offers import Limit, NextTimes
from clinic_desktop.domain.people import PatientCalled
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.together import (
    BookedTogether,
    BookTogether,
    NextTogether,
    Seat,
    Together,
    TogetherBooked,
    TogetherOffers,
)


def patients_named(session: Session, texts: Sequence[str]) -> tuple[int, ...]:
    """Read ``--for``: ids, also several with commas between, or exact names, once for each."""
    several = [
        part
        for text in texts
        for part in (text.split(",") if re.fullmatch(r"[\d,\s]+", text) else (text,))
    ]
    return tuple(session.ask(PatientCalled(text=one.strip())).id for one in several)


def next_for(session: Session, words: Words, wish: NextTimes) -> Answer:
    """Find times next to each other for several; with ``--book`` book the first of them."""
    ids, zone = patients_named(session, words["for"]), session.zone
    query = NextTogether(patient_ids=ids, wish=wish, at_once=words["same_time"])
    command = BookTogether(
        search=query, type_id=wish.type_id, with_ids=wish.with_ids, note=words["note"] or "",
        group_id=words["id"] or uuid4(), even_if_do_not_book=words["even_if_do_not_book"],
    )  # fmt: skip
    if words["book"] and words["id"] is not None:
        # Before any search: what was booked by these words is not free any more.
        known = session.ask(TogetherBooked(command=command))
        if known is not None:
            return _booked(known, TogetherOffers(()), zone, session.site_names)
    found = session.ask(query)
    document = _offers(found, zone)
    if not words["book"]:
        return Answer(document, lambda: _text(found, query.nothing, zone))
    if not found.offers:
        facts = {"limits": document["limits"]}
        raise Refusal(Reason("nothing_free", query.nothing, facts))
    sites = session.site_names
    booked = session.do(replace(command, places=found.offers[0].places))
    return _booked(booked, found, zone, sites)


def _booked(
    of: BookedTogether, found: TogetherOffers, zone: dt.tzinfo, sites: Mapping[int, str]
) -> Answer:
    """Tell what was booked, now or before, as it stands now."""
    document = _offers(found, zone)
    document["appointments"] = [documents.appointment(one, zone) for one in of.visits]
    document["repeated"] = of.repeated
    lines = [f"- {tables.visit(one, zone, sites)} (appointment {one.id})" for one in of.visits]
    head = "Booked, all together:"
    if of.repeated:
        head = "Already booked, all together:"
        since = dict.fromkeys(one.stands.lower() for one in of.visits if not one.holds)
        if since:
            head = f"Already booked, all together, and {' and '.join(since)} since:"
            lines = [
                line if one.holds else f"{line}: {one.stands.lower()}"
                for line, one in zip(lines, of.visits, strict=True)
            ]
    return Answer(document, lambda: "\n".join((head, *lines)))


def _offers(of: TogetherOffers, zone: dt.tzinfo) -> Document:
    return {
        "offers": [
            {"visits": [_seat(seat, zone) for seat in one.seats], "rest_minutes": one.rest}
            for one in of.offers
        ],
        "limits": [{"code": one.code, "message": one.message} for one in of.limits],
    }


def _seat(of: Seat, zone: dt.tzinfo) -> Document:
    return {
        "patient_id": str(of.patient_id),
        "patient": of.patient,
        "doctor_id": str(of.doctor_id),
        "doctor": of.doctor,
        "start": documents.moment(of.start, zone),
        "end": documents.moment(of.end, zone),
        "site": of.site or None,
    }


def _text(of: TogetherOffers, nothing: str, zone: dt.tzinfo) -> str:
    """List the times, each for all, or what stands against them."""
    if of.offers:
        return "\n\n".join(_offer_text(one, zone) for one in of.offers)
    return "\n".join(dict.fromkeys((nothing, *map(_limit_text, of.limits))))


def _limit_text(of: Limit) -> str:
    return f"- {tables.tame(of.message, None)}"


def _offer_text(of: Together, zone: dt.tzinfo) -> str:
    columns: dict[str, list[object]] = {
        "Time": [tables.when(one.start, one.end, zone) for one in of.seats],
        "Doctor": [one.doctor for one in of.seats],
        "Patient": [one.patient for one in of.seats],
    }
    if any(one.site for one in of.seats):
        columns["Site"] = [one.site for one in of.seats]
    told = tables.table(list(columns), list(zip(*columns.values(), strict=True)), "")
    return f"{told}\nLeaves {of.rest} min unusable." if of.rest else told


def add(session: Session, words: Words) -> Answer:
    """Note somebody to call for a patient."""
    patient = session.ask(PatientCalled(text=words["patient"])).id
    other = words["other"] and session.ask(PatientCalled(text=words["other"])).id
    if (other is None) == (words["name"] is None):
        raise misused("Give either --other, or --name.", "clinic contact add")
    command = AddContact(
        patient_id=patient, other_id=other, name=words["name"] or "", phone=words["phone"] or "",
        relation=words["as"] or "",
    )  # fmt: skip
    return _told(session.do(command), "Noted {}.")


def listed(session: Session, words: Words) -> Answer:
    """List whom to call for a patient."""
    patient = session.ask(PatientCalled(text=words["patient"])).id
    found = session.ask(ContactsOf(patient_id=patient))
    rows = [(one.id, one.who, relation(one), ", ".join(one.phones), one.other_id) for one in found]
    headings = ("Contact", "Name", "What", "Phones", "Patient")
    return Answer(
        {"contacts": [_document(one) for one in found]},
        lambda: tables.table(headings, rows, "Nobody is noted there."),
    )


def relation(of: Contact) -> str:
    """Tell what somebody is to a patient, as far as that was said."""
    return f"{of.relation} of them" if of.of_other and of.relation else of.relation


def remove(session: Session, words: Words) -> Answer:
    """Take a contact away."""
    return _told(session.do(RemoveContact(contact_id=words["contact"])), "Took {} away.")


def _told(of: Contact, sentence: str) -> Answer:
    what = f"{tables.tame(of.who)}{f' ({tables.tame(of.relation)})' if of.relation else ''}"
    return Answer({"contact": _document(of)}, lambda: f"{sentence.format(what)}\nContact {of.id}.")


def _document(of: Contact) -> Document:
    return {
        "id": str(of.id),
        "patient_id": str(of.patient_id),
        "name": of.who,
        "phones": list(of.phones),
        "relation": of.relation,
        "other_id": None if of.other_id is None else str(of.other_id),
        "of_other": of.of_other,
    }


HANDLERS: Mapping[str, Callable[[Session, Words], Answer]] = {
    "contact add": add,
    "contact list": listed,
    "contact remove": remove,
}
