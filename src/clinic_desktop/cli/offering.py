"""``clinic next`` and ``clinic say``: the next times for a visit, also for a line in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from clinic_desktop.cli import documents, tables
from clinic_desktop.cli.documents import Document
from clinic_desktop.cli.parser import Words, misused
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.cli.together import next_for
from clinic_desktop.domain import people
from clinic_desktop.domain.booking import Booked
from clinic_desktop.domain.forms import present
from clinic_desktop.domain.offers import Limit, NextTimes, Offer, Offers, Said, Say, booking_of
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.saying.meaning import Meaning, Named, Question, Reading
from clinic_desktop.domain.saying.telling import words_of

_BOOKED_FOR = ("note", "id", "even_if_do_not_book")
_ONLY_TO_BOOK = ("patient", "note", "even_if_busy", "even_if_do_not_book")


def next_times(session: Session, words: Words) -> Answer:
    """Find the next times."""
    first, last = words["from"], words["until"]
    if first is not None and last is not None and last < first:
        facts = {"from": first.isoformat(), "until": last.isoformat()}
        raise Misuse("bad_span", "--until must not lie before --from.", facts)
    room = () if words["room"] is None else (session.doctor(words["room"]).id,)
    query = NextTimes(
        type_id=None if words["type"] is None else _type(session, words["type"]),
        minutes=words["minutes"] or 0,
        doctor_ids=tuple(session.doctor(one).id for one in words["doctor"]) or None,
        with_ids=(*room, *session.others(words)),
        site_id=session.site_id(words),
        weekdays=words["days"] or (),
        first=first,
        last=last,
        at=words["at"],
        after=words["after"],
        before=words["before"],
        soonest=words["soonest"],
        limit=words["limit"],
    )
    if words["for"]:
        given = [name for name in _BOOKED_FOR if words[name]]
        if given and not words["book"]:
            raise misused(f"--{given[0].replace('_', '-')} needs --book.", "clinic next")
        return next_for(session, words, query)
    alone = [name for name in ("same_time", "book", *_BOOKED_FOR) if words[name]]
    if alone:
        raise misused(f"--{alone[0].replace('_', '-')} needs --for.", "clinic next")
    found, zone = session.ask(query), session.zone
    return Answer(_offers(found, zone), lambda: _offers_text(found, query, zone))


def _type(session: Session, text: str) -> int:
    return session.ask(people.TypeCalled(text=text)).id


def say(session: Session, words: Words) -> Answer:
    """Tell what a line means and what is offered for it; with ``--book`` book the first time."""
    given = [name for name in _ONLY_TO_BOOK if words[name]]
    if given and not words["book"]:
        raise misused(f"--{given[0].replace('_', '-')} needs --book.", "clinic say")
    language = "" if words["language"] is None else words["language"].value
    said = session.ask(Say(line=words["line"], language=language, limit=words["limit"]))
    zone = session.zone
    document = _said(said, zone)
    if not words["book"]:
        return Answer(document, lambda: _said_text(said, zone))
    sites = session.site_names
    booked = _book(session, words, said)
    document["appointment"] = documents.appointment(booked.appointment, zone)
    return Answer(
        document,
        lambda: (
            f"{_understood(said.reading)}\n"
            f"Booked {tables.visit(booked.appointment, zone, sites)}.\n"
            f"Appointment {booked.appointment.id}"
        ),
    )


def _book(session: Session, words: Words, said: Said) -> Booked:
    """Book the first offer of a line for its patient.

    Raises:
        Refusal: ``unclear``, ``unknown_patient``, ``ambiguous_name``, ``nothing_free``; as booking.

    """
    if said.reading.questions:
        raise Refusal(*(_unclear(one) for one in said.reading.questions))
    patient_id = _patient(session, words["patient"], said)
    if said.wish is None or said.offers is None or not said.offers.offers:
        limits = () if said.offers is None else said.offers.limits
        raise _nothing_free(said.wish or NextTimes(), limits, session.zone)
    command = booking_of(
        said.offers.offers[0], said.wish, patient_id, note=words["note"] or "",
        even_if_busy=words["even_if_busy"], even_if_do_not_book=words["even_if_do_not_book"],
    )  # fmt: skip
    return session.do(command)


def _nothing_free(wish: NextTimes, limits: Sequence[Limit], zone: dt.tzinfo) -> Refusal:
    """Make the refusal of a line that has no time: each rule once, and every time beyond one."""
    near: dict[str, list[Document]] = {}
    codes: dict[str, str] = {}
    for one in limits:
        codes.setdefault(one.message, one.code)
        if one.nearest is not None:
            near.setdefault(one.message, []).append(_offer(one.nearest, zone))
    every: list[Document] = []
    for several in near.values():
        every += [one for one in several if one not in every]
    every.sort(key=lambda one: str(one["start"]))
    reasons = [
        Reason(code, message, {"nearest": near.get(message, [])}) for message, code in codes.items()
    ]
    return Refusal(Reason("nothing_free", _nothing(wish), {"nearest": every}), *reasons)


def _unclear(of: Question) -> Reason:
    facts = {"topic": of.topic, "choices": list(of.choices)}
    return Reason("unclear", of.sentence, facts)


def _patient(session: Session, named: str | None, said: Said) -> int:
    """Answer whom to book for: who was named, or the one whom the line's words find."""
    if named is not None:
        return session.ask(people.PatientCalled(text=named)).id
    words, found = said.reading.patient, said.patients
    if len(found) == 1:
        return found[0].patient.id
    facts = {"text": words, "patients": [documents.patient(one.patient) for one in found]}
    if found:
        message = f"“{words}” may be several patients. Say which one with --patient and the id."
        raise Refusal(Reason("ambiguous_name", message, facts))
    message = (
        f"No patient is found by “{words}”. Add one with “clinic patient add”."
        if words
        else "The line names no patient. Name one, or give --patient."
    )
    raise Refusal(Reason("unknown_patient", message, facts))


# -- documents -----------------------------------------------------------------------------------


def _offer(of: Offer, zone: dt.tzinfo) -> Document:
    return {
        "block_id": str(of.opening.block_id),
        "doctor_id": str(of.opening.doctor_id),
        "doctor": of.opening.doctor,
        "start": documents.moment(of.opening.start, zone),
        "end": documents.moment(of.end, zone),
        "purpose": of.opening.purpose or None,
        "site": of.opening.site or None,
        "beside": list(of.opening.beside),
        "rest_minutes": of.rest,
    }


def _nearest_fact(of: Limit, zone: dt.tzinfo) -> dict[str, Any]:
    return {"nearest": None if of.nearest is None else _offer(of.nearest, zone)}


def _offers(of: Offers, zone: dt.tzinfo) -> Document:
    return {
        "offers": [_offer(one, zone) for one in of.offers],
        "limits": [
            {"code": one.code, "message": one.message, **_nearest_fact(one, zone)}
            for one in of.limits
        ],
    }


def _said(of: Said, zone: dt.tzinfo) -> Document:
    reading = of.reading
    found = of.offers or Offers(())
    return {
        "line": reading.line,
        "language": reading.language,
        "meaning": _meaning(reading.meaning),
        "understood": [
            {
                "text": reading.line[one.start : one.end],
                "start": one.start,
                "end": one.end,
                "kind": one.kind,
                "meaning": one.meaning,
            }
            for one in reading.understood
        ],
        "questions": [
            {"topic": one.topic, "message": one.sentence, "choices": list(one.choices)}
            for one in reading.questions
        ],
        "patients": [documents.found(one, zone) for one in of.patients],
        **_offers(found, zone),
        "appointment": None,
    }


def _meaning(of: Meaning) -> Document:
    return {
        "who": of.who,
        "phone": of.phone,
        "born": None if of.born is None else str(of.born),
        "minutes": of.minutes,
        "type": _named(of.type),
        "doctors": [_named(one) for one in of.doctors],
        "any_doctor": of.any_doctor,
        "room": _named(of.room),
        "site": _named(of.site),
        "soonest": of.soonest,
        "weekdays": list(of.weekdays),
        "first": None if of.first is None else of.first.isoformat(),
        "last": None if of.last is None else of.last.isoformat(),
        "at": _wall(of.at),
        "after": _wall(of.after),
        "before": _wall(of.before),
    }


def _named(of: Named | None) -> Document | None:
    return None if of is None else {"id": str(of.id), "name": of.name}


def _wall(minute: int | None) -> str | None:
    return None if minute is None else f"{minute // 60:02}:{minute % 60:02}"


# -- texts ---------------------------------------------------------------------------------------


def _nothing(wish: NextTimes) -> str:
    return f"There is no such time {wish.days_words}."


def _offers_text(of: Offers, wish: NextTimes, zone: dt.tzinfo) -> str:
    """List the times, or tell what stands against them: each sentence once."""
    if of.offers:
        return _table(of.offers, zone)
    told: dict[str, list[str]] = {_nothing(wish): []}
    for one in of.limits:
        near = told.setdefault(f"- {tables.tame(one.message, None)}", [])
        if one.nearest is not None:
            when = tables.when(one.nearest.opening.start, one.nearest.end, zone)
            near.append(f"  Nearest beyond it: {when}, {tables.with_whom(one.nearest.opening)}")
    return "\n".join(line for one, near in told.items() for line in (one, *dict.fromkeys(near)))


def _table(offers: Sequence[Offer], zone: dt.tzinfo) -> str:
    """List times; where any is kept for the wished kind of visit, what for."""
    several = [one.opening for one in offers]
    columns: dict[str, list[object]] = {
        "Block": [one.block_id for one in several],
        "Doctor": [one.doctor for one in several],
        "Time": [tables.when(one.opening.start, one.end, zone) for one in offers],
    }
    if any(one.site for one in several):
        columns["Site"] = [one.site for one in several]
    if any(one.purpose for one in several):
        columns["Kept for"] = [one.purpose for one in several]
    columns["Beside"] = [", ".join(one.beside) for one in several]
    columns["Leaves"] = [f"{one.rest} min unusable" if one.rest else "" for one in offers]
    return tables.table(list(columns), list(zip(*columns.values(), strict=True)), "")


def _said_text(of: Said, zone: dt.tzinfo) -> str:
    """Tell what a line means, whom it may mean, and the times."""
    parts = [_understood(of.reading)]
    for question in of.reading.questions:
        parts.append(tables.tame(question.sentence, None))
        parts += [f"  clinic say '{tables.tame(one, None)}'" for one in question.choices]
    if of.reading.questions:
        return "\n".join(parts)
    if of.reading.patient:
        parts.append(tables.patients(of.patients, zone))
    parts.append(_offers_text(of.offers or Offers(()), of.wish or NextTimes(), zone))
    return "\n\n".join(parts)


def _understood(of: Reading) -> str:
    words = words_of(of.meaning, present())
    told = f"Understood: {tables.tame(' · '.join(words) or 'nothing', None)}"
    if of.language == "en":
        return told
    # The program speaks English: beside each word of another language stands what it was taken for.
    taken = [
        f"  “{tables.tame(of.line[one.start : one.end], None)}”: {tables.tame(one.meaning, None)}"
        for one in of.understood
        if one.meaning
    ]
    return "\n".join([told, *taken])


HANDLERS: Mapping[str, Callable[[Session, Words], Answer]] = {"next": next_times, "say": say}
"""The functions behind these commands."""
