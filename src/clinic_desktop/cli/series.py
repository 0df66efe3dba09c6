"""``clinic series …``: proposed, booked, shown, cancelled and moved as a whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

from clinic_desktop.cli import documents, tables
from clinic_desktop.cli.documents import Document
from clinic_desktop.cli.parser import Words
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain import people
from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.series import (
    BookSeries,
    CancelSeries,
    MoveSeries,
    Planned,
    Proposal,
    Proposed,
    ProposeSeries,
    Repeat,
    Series,
    SeriesChanged,
    TheSeries,
    visit_words,
)
from clinic_desktop.domain.time import local_date

_PASSED_BY = {"even_if_busy": "patient_busy", "even_if_reserved": "block_reserved"}


def preview(session: Session, words: Words) -> Answer:
    """Show a series as it would be."""
    proposal, zone = session.ask(_query(session, words)), session.zone
    return Answer(_proposal(proposal, zone), lambda: _proposal_text(proposal, zone))


def book(session: Session, words: Words) -> Answer:
    """Book every visit of a series, or none."""
    query, zone = _query(session, words), session.zone
    first = local_date(query.start, zone)
    rule, note = query.repeat.rule(first), words["note"] or ""
    passed = {code for name, code in _PASSED_BY.items() if words[name]}
    given: dict[str, Any] = {} if words["id"] is None else {"series_id": words["id"]}
    known = None if words["id"] is None else _known(session, words["id"])
    visits: tuple[Planned, ...] = ()
    if known is None:
        # Once booked it stands in its own way, and may have been moved: nothing is proposed again.
        visits = _planned(query, session.ask(query), passed, zone, nearest=words["nearest"])
    command = BookSeries(
        doctor_id=query.doctor_id,
        visits=visits,
        rule=rule,
        first=first,
        patient_id=query.patient_id,
        type_id=query.type_id,
        note=note,
        asked=repr((query, note, words["nearest"])),
        with_ids=query.with_ids,
        even_if_busy=words["even_if_busy"],
        even_if_reserved=words["even_if_reserved"],
        even_if_do_not_book=words["even_if_do_not_book"],
        **given,
    )
    sites = session.site_names
    booked = session.do(command)
    verb = "Already booked:" if booked.repeated else "Booked:"
    return Answer(
        {"series": _series(booked.series, zone), "repeated": booked.repeated},
        lambda: f"{verb} {_series_text(booked.series, zone, sites)}",
    )


def _known(session: Session, number: UUID) -> Series | None:
    """Answer the series of this id, if there is one."""
    try:
        return session.ask(TheSeries(series_id=number))
    except Refusal as refusal:
        if refusal.code != "unknown_series":
            raise
        return None


def show(session: Session, words: Words) -> Answer:
    """Show a series with all its visits."""
    found, zone = _series_named(session, words["series"]), session.zone
    sites = session.site_names
    return Answer({"series": _series(found, zone)}, lambda: _series_text(found, zone, sites))


def _series_named(session: Session, number: UUID) -> Series:
    """Find a series by its id, or by that of one of its visits.

    Raises:
        Refusal: ``unknown_series``, ``no_series``.

    """
    known = _known(session, number)
    if known is not None:
        return known
    try:
        return session.ask(TheSeries(appointment_id=number))
    except Refusal as refusal:
        if refusal.code != "unknown_appointment":
            raise
        return session.ask(TheSeries(series_id=number))


def list_(session: Session, words: Words) -> Answer:
    """List the series of a patient."""
    called = session.ask(people.PatientCalled(text=words["patient"]))
    visits = session.ask(people.ThePatient(patient_id=called.id)).appointments
    numbers = dict.fromkeys(one.series_id for one in visits if one.series_id is not None)
    found = [session.ask(TheSeries(series_id=number)) for number in numbers]
    zone, sites = session.zone, session.site_names
    nothing = f"{tables.tame(called.name)} has no series."
    return Answer(
        {"series": [_series(one, zone) for one in found]},
        lambda: "\n\n".join(_series_text(one, zone, sites) for one in found) or nothing,
    )


def cancel(session: Session, words: Words) -> Answer:
    """Cancel one or more visits of a series."""
    command = CancelSeries(
        appointment_id=words["appointment"], scope=words["scope"], reason=words["reason"],
        by=words["by"], version=words["version"],
    )  # fmt: skip
    return _changed(session, session.do(command), "Cancelled")


def move(session: Session, words: Words) -> Answer:
    """Move one or more visits of a series."""
    command = MoveSeries(
        appointment_id=words["appointment"],
        scope=words["scope"],
        start=session.instant(words["start"]),
        doctor_id=None if words["doctor"] is None else session.doctor(words["doctor"]).id,
        version=words["version"],
        even_if_busy=words["even_if_busy"],
        even_if_reserved=words["even_if_reserved"],
    )
    return _changed(session, session.do(command), "Moved")


def _query(session: Session, words: Words) -> ProposeSeries:
    """Read what is to come again."""
    patient = words["patient"]
    return ProposeSeries(
        doctor_id=session.doctor(words["doctor"]).id,
        start=session.instant(words["start"]),
        repeat=repeat_of(words),
        patient_id=(
            None if patient is None else session.ask(people.PatientCalled(text=patient)).id
        ),
        type_id=(
            None if words["type"] is None else session.ask(people.TypeCalled(text=words["type"])).id
        ),
        minutes=words["minutes"] or 0,
        with_ids=session.others(words),
    )


def repeat_of(words: Words) -> Repeat:
    """Read how it is to come again."""
    return Repeat(
        times=words["times"],
        until=words["until"],
        every=words["every"],
        unit=words["unit"],
        weekdays=words["days"] or (),
    )


def _planned(
    query: ProposeSeries,
    proposal: Proposal,
    passed: Collection[str],
    zone: dt.tzinfo,
    *,
    nearest: bool,
) -> tuple[Planned, ...]:
    """Answer when each visit is to be, a clash at the nearest free time if that is wished.

    Raises:
        Refusal: with all that speaks against any of them.

    """
    visits, reasons = [], []
    for one in proposal.visits:
        against = [why for why in one.obstacles if why.code not in passed]
        if against and nearest and one.nearest is not None:
            visits.append(query.planned(one.nearest))
            continue
        visits.append(query.planned(one))
        for why in against:
            when = tables.when(one.start, one.end, zone)
            facts = {
                "visit": one.number,
                "of": len(proposal.visits),
                "wanted": documents.moment(one.start, zone),
                "nearest_of_visit": []
                if one.nearest is None
                else [documents.opening(one.nearest, zone)],
            }
            message = f"{why.message}{_near_text(one, zone)}"
            message = visit_words(one.number, len(proposal.visits), when, message)
            reasons.append(Reason(why.code, message, facts))
    if reasons:
        raise Refusal(*reasons)
    return tuple(visits)


def _changed(session: Session, changed: SeriesChanged, verb: str) -> Answer:
    """Answer with the visits of a series that were changed."""
    zone, visits = session.zone, changed.visits
    count = "1 visit" if len(visits) == 1 else f"{len(visits)} visits"
    return Answer(
        {
            "series_id": str(changed.series_id),
            "appointments": [documents.appointment(one, zone) for one in visits],
        },
        lambda: f"{verb} {count}.\n{tables.appointments(visits, zone)}",
    )


# -- documents -----------------------------------------------------------------------------------


def _series(of: Series, zone: dt.tzinfo) -> Document:
    return {
        "id": str(of.id),
        "rule": of.rule,
        "words": of.words,
        "first": of.first.isoformat(),
        "appointments": [documents.appointment(one, zone) for one in of.visits],
    }


def _proposal(of: Proposal, zone: dt.tzinfo) -> Document:
    return {
        "rule": of.rule,
        "words": of.words,
        "first": of.first.isoformat(),
        "clashes": len(of.clashes),
        "visits": [
            {
                "number": one.number,
                "start": documents.moment(one.start, zone),
                "end": documents.moment(one.end, zone),
                "free": one.is_free,
                "obstacles": [{"code": why.code, "message": why.message} for why in one.obstacles],
                "nearest": None if one.nearest is None else documents.opening(one.nearest, zone),
            }
            for one in of.visits
        ],
    }


# -- texts ---------------------------------------------------------------------------------------


def _proposal_text(of: Proposal, zone: dt.tzinfo) -> str:
    """List the visits as they would be, and tell how to go on."""
    rows = [
        (
            one.number,
            tables.when(one.start, one.end, zone),
            "" if one.nearest is None else _near(one, zone),
            " ".join(why.message for why in one.obstacles) or "free",
        )
        for one in of.visits
    ]
    lines = [of.words[0].upper() + of.words[1:] + ". Nothing is booked yet."]
    lines.append(tables.table(("Visit", "Time", "Nearest free", "Is"), rows, "", None))
    if of.clashes:
        lines.append("To book the nearest free times instead, add --nearest to “series book”.")
    return "\n".join(lines)


def _near(of: Proposed, zone: dt.tzinfo) -> str:
    if of.nearest is None:
        return ""
    when = tables.when(of.nearest.start, of.nearest.end, zone)
    return when + tables.at_site(of.nearest.site)


def _near_text(of: Proposed, zone: dt.tzinfo) -> str:
    """Say which time is nearest to a visit that clashes."""
    near = _near(of, zone)
    return f" The nearest free time is {near}." if near else " No free time is near."


def _series_text(of: Series, zone: dt.tzinfo, sites: Mapping[int, str]) -> str:
    visits: tuple[Appointment, ...] = of.visits
    return f"{of.words}.\nSeries {of.id}\n{tables.appointments(visits, zone, sites=sites)}"


HANDLERS: Mapping[str, Callable[[Session, Words], Answer]] = {
    "series preview": preview,
    "series book": book,
    "series show": show,
    "series list": list_,
    "series cancel": cancel,
    "series move": move,
}
"""The functions behind these commands."""
