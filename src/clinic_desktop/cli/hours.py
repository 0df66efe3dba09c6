"""``clinic hours``, ``time-off``, ``closed`` and ``holidays``: when doctors work and when not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from clinic_desktop.cli import documents, tables
from clinic_desktop.cli.hours_shown import shown
from clinic_desktop.cli.hours_vocabulary import NEVER, days
from clinic_desktop.cli.parser import Words, misused
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain import availability as a
from clinic_desktop.domain import timeoff as o
from clinic_desktop.domain.booking import listed
from clinic_desktop.domain.effect import Effect, EffectOf, TimeChange
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.own_hours import own_hours
from clinic_desktop.domain.people import PatientCalled, TypeCalled
from clinic_desktop.domain.purposes import AddPurpose, ChangePurpose, Purpose, Purposes
from clinic_desktop.domain.recurrence import Recurrence
from clinic_desktop.domain.refusals import Mistakes, Misuse, Reason, Refusal
from clinic_desktop.domain.time import bad_time, is_doubled, local_date, system_clock
from clinic_desktop.domain.turns import turn_dates

_ALL_LAID = "All doctors' times are laid 18 months ahead."
_MIDNIGHT = dt.timedelta(days=1)


def hours(session: Session, words: Words) -> Answer:
    """Replace a doctor's weekly hours, give dates hours of their own, or show what there is."""
    if words["hours"] is None:
        return shown(session, words)
    if words["on"]:
        return _hours_of_days(session, words)
    start, until = words["from"], words["until"]
    if start is not None and until is not None and until < start:
        message = "--until must not lie before --from; the day of --until is included."
        facts = {"from": start.isoformat(), "until": until.isoformat()}
        raise Misuse("bad_span", message, facts)
    weekly = a.WeeklyHours.parse(words["hours"])
    doctor = session.doctor(words["doctor"])
    command = a.SetWeeklyHours(
        doctor_id=doctor.id, hours=weekly, block_minutes=words["block"] or a.DEFAULT_BLOCK_MINUTES,
        grid_minutes=words["grid"], seats=words["seats"] or 1, start=start,
        until=until, accept=words["accept"], site_id=session.site_id(words),
    )  # fmt: skip
    if words["preview"]:
        return _with_weeks(session, command, preview(session, command))
    # Asked before: a refusal tells times, too.
    zone, names = session.zone, session.site_names
    answer = session.do(command)
    site = names.get(answer.availability.site_id, "")
    told = {"availability": documents.availability(answer.availability) | {"site": site or None}}
    return Answer(
        told | changed(answer, zone), lambda: tables.hours_set(answer, doctor.name, site, zone)
    )


def _with_weeks(session: Session, command: a.SetWeeklyHours, answer: Answer) -> Answer:
    """Tell besides which weeks an alternating part means."""
    today = system_clock().astimezone(session.zone).date()
    found = turn_dates(command.hours, command.start or today, today, command.until)
    weeks = [
        {"hours": one.part, "this_week": one.this_week, "next": [str(day) for day in one.dates]}
        for one in found
    ]
    if not weeks:
        return answer
    return Answer(
        {**answer.document, "weeks": weeks},
        lambda: "\n".join([answer.text(), *map(tables.weeks, found)]),
    )


def _hours_of_days(session: Session, words: Words) -> Answer:
    """Give dates hours of their own, copy them, or give the weekly ones back."""
    given = [name for name in ("from", "until", "grid", "seats") if words[name] is not None]
    mistakes = Mistakes()
    for name in given:
        message = f"--on names the dates; leave --{name} out."
        if name in ("grid", "seats"):
            # As they are for the weekly hours of that date alone.
            message = (
                f"Hours of a date have the --{name} of the weekly hours. For one date give weekly "
                "hours that are valid on it alone, with --from and --until instead of --on."
            )
        mistakes.keep(misused(message, "clinic hours"))
    mistakes.refuse()
    to = tuple(day for named in words["on"] for day in named)
    text, doctor = words["hours"].strip(), session.doctor(words["doctor"])
    command: a.SetDays | a.CopyDays
    if copied := a.is_copied(text):
        if words["site"] is not None:
            message = "Copied hours stay at the sites where they are; leave --site out."
            raise misused(message, "clinic hours")
        of = _pattern(copied, len(to))
        command = a.CopyDays(doctor_id=doctor.id, of=of, to=to, accept=words["accept"])
    else:
        own = None if text.casefold() == a.USUAL else own_hours(text, words["on"])
        command = a.SetDays(
            doctor_id=doctor.id, days=to, windows=own.windows if own else None,
            block_minutes=words["block"], accept=words["accept"],
            site_id=session.site_id(words), where_worked=own.where_worked if own else (),
        )  # fmt: skip
    if words["preview"]:
        return preview(session, command)
    zone, names = session.zone, session.site_names
    answer = session.do(command)
    where = [names[one] for one in answer.site_ids if one in names]
    told = {
        "doctor_id": str(doctor.id), "days": [day.isoformat() for day in answer.days],
        "sites": where,
    }  # fmt: skip
    site = listed(where) if where else ""
    return Answer(
        told | changed(answer, zone), lambda: tables.days_set(answer, doctor.name, site, zone)
    )


def _pattern(named: str, wanted: int) -> tuple[dt.date, ...]:
    """Answer the dates that hours are copied from, as often as there are dates to get them.

    Raises:
        Misuse: they are none, or do not fit.

    """
    try:
        found = days(named)
    except ValueError as error:
        raise misused(f"HOURS: {error}.", "clinic hours") from None
    if wanted % len(found):
        raise misused("A week is copied to weeks, a date to dates.", "clinic hours")
    return found * (wanted // len(found))


def preview(session: Session, command: TimeChange[Any]) -> Answer:
    """Tell what a change would bring about."""
    zone = session.zone
    effect: Effect = session.ask(EffectOf(change=command))
    told = {
        "preview": True,
        **changed(effect, zone),
        "already_outside": [documents.appointment(hit.appointment, zone) for hit in effect.already],
        "effect": effect.digest,
    }
    return Answer(told, lambda: tables.effect(effect, zone))


def changed(answer: Any, zone: dt.tzinfo) -> documents.Document:  # noqa: ANN401 - any that tells this
    """Tell what a change did to blocks, and whom it left outside."""
    return {
        "blocks_added": answer.blocks_added,
        "blocks_removed": answer.blocks_removed,
        "blocks_elsewhere": answer.blocks_elsewhere,
        "affected": [documents.appointment(one, zone) for one in answer.affected],
        "left_out": [documents.left_out(one) for one in getattr(answer, "left_out", ())],
        "kept": [documents.appointment(one, zone) for one in getattr(answer, "kept", ())],
        "too_short": [documents.too_short(one) for one in getattr(answer, "too_short", ())],
        "phones": {str(one.id): list(one.phones) for one in answer.affected},
    }


def time_off_add(session: Session, words: Words) -> Answer:
    """Take a doctor out of the calendar."""
    when = stretch(session, words, "clinic time-off add")
    doctor = session.doctor(words["doctor"])
    command = o.AddTimeOff(
        doctor_id=doctor.id, when=when, kind=words["kind"], note=words["note"] or "",
        accept=words["accept"],
    )  # fmt: skip
    return _saved(session, words, command, "time_off")


def closed_add(session: Session, words: Words) -> Answer:
    """Close the clinic."""
    closing = o.Closing(stretch(session, words, "clinic closed add"), words["note"] or "")
    site_id = session.site_id(words)
    command = o.CloseClinic(closings=(closing,), accept=words["accept"], site_id=site_id)
    return _saved(session, words, command, "closed")


def holidays_add(session: Session, words: Words) -> Answer:
    """Close the clinic on public holidays."""
    found = _holidays(session, words)
    unknown = sorted(set(words["skip"]) - {one.day for one in found})
    if unknown:
        message = f"{unknown[0]} is no public holiday there, so it can't be skipped."
        raise Misuse("bad_dates", message, {"skip": unknown[0].isoformat()})
    closings = [o.Closing(o.Stretch(one.day, one.day), one.name) for one in found]
    wanted = tuple(one for one in closings if one.when.first not in words["skip"])
    kind = o.TimeOffKind.HOLIDAY
    command = o.CloseClinic(closings=wanted, kind=kind, accept=words["accept"])
    if not words["preview"]:
        return _saved(session, words, command, "closed")
    return _with_holidays(session, found, words["skip"], preview(session, command))


def _with_holidays(
    session: Session, found: Sequence[o.Holiday], left: Sequence[dt.date], answer: Answer
) -> Answer:
    """Tell besides which holidays they are, and who is booked on each."""
    closed = session.ask(o.TimeOffOf(doctor_id=None, first=found[0].day, last=found[-1].day))
    known = {one.when for one in closed if one.site_id is None}
    rows, told = [], []
    for one in found:
        there = [
            each
            for each in answer.document["affected"]
            if dt.datetime.fromisoformat(each["start"]).date() == one.day
        ]
        state = "left out" if one.day in left else ""
        if o.Stretch(one.day, one.day) in known:
            state = "closed already"
        names = ", ".join(each["patient"] for each in there)
        rows.append((tables.day(one.day), one.name, state or names))
        ids = [each["id"] for each in there]
        day = {"date": one.day.isoformat(), "name": one.name, "affected": ids}
        told.append(day | {"skipped": one.day in left, "closed": state == "closed already"})
    listed_ = tables.table(("Date", "Holiday", "Booked then"), rows, "")
    return Answer({**answer.document, "holidays": told}, lambda: f"{listed_}\n{answer.text()}")


def holidays_list(session: Session, words: Words) -> Answer:
    """List public holidays."""
    found = _holidays(session, words)
    rows = [(tables.day(one.day), one.name) for one in found]
    return Answer(
        {"holidays": [{"date": one.day.isoformat(), "name": one.name} for one in found]},
        lambda: tables.table(("Date", "Holiday"), rows, "No holidays are known for that year."),
    )


def _holidays(session: Session, words: Words) -> Sequence[o.Holiday]:
    region = words["region"] or ""
    query = o.HolidaysOf(country=words["country"], region=region, year=words["year"])
    return session.ask(query)


def _saved(session: Session, words: Words, command: TimeChange[Any], name: str) -> Answer:
    """Save a change of time off, or tell what it would do."""
    if words["preview"]:
        return _with_both_turns(session, command, preview(session, command))
    zone, sites = session.zone, session.site_names
    answer: o.TimeOffChanged = session.do(command)
    several = [_document(one, sites) for one in answer.time_off]
    told: documents.Document = {name: several if name == "closed" else several[0]}
    if name == "closed":
        told["skipped"] = [day.isoformat() for day in answer.skipped]
    return Answer(
        told | changed(answer, zone), lambda: tables.time_off_changed(answer, zone, sites)
    )


def _with_both_turns(session: Session, command: TimeChange[Any], answer: Answer) -> Answer:
    """Tell besides which turns of an hour that comes twice new time off holds."""
    if isinstance(command, o.AddTimeOff):
        stretches = [command.when]
    elif isinstance(command, o.CloseClinic):
        stretches = [one.when for one in command.closings]
    else:
        return answer
    lines = [line for one in stretches for line in tables.twice(one, "It", session.zone)]
    return Answer(answer.document, lambda: "\n".join([answer.text(), *lines]))


def _document(of: o.TimeOff, sites: Mapping[int, str]) -> documents.Document:
    """Tell time off, the clinic's with the only site that is closed: null where all are."""
    site = {"site": sites.get(of.site_id or 0)} if of.doctor_id is None else {}
    return documents.time_off(of) | site


def stretch(session: Session, words: Words, command: str) -> o.Stretch:
    """Read ``--from``, ``--until``, ``--to`` and ``--repeat`` as local time.

    Raises:
        Misuse: they make no stretch of time.

    """
    if words["until"] is not None and words["to"] is not None:
        raise misused("Give --until or --to, not both.", command)
    first, start = local_time(session, words["from"])
    if words["to"] is not None:
        last, end = local_time(session, words["to"])
        if not end:
            # What ends at midnight ends with the day before.
            last, end = last - _MIDNIGHT, a.DAY_MINUTES
    elif words["until"] is None and start:
        raise misused("--from is a time: say when it ends, with --to or --until.", command)
    else:
        last, end = words["until"] or first, a.DAY_MINUTES
    repeat = Recurrence.parse(words["repeat"]) if words["repeat"] else None
    when = o.Stretch(first, last, start, end, repeat)
    _refuse_half_of_the_doubled(session, words, when)
    return when


def _refuse_half_of_the_doubled(session: Session, words: Words, when: o.Stretch) -> None:
    """Refuse an edge in the hour that comes twice whose offset says more than local time can.

    Raises:
        Refusal: ``time_ambiguous``.

    """
    zone = session.zone
    mistakes: list[Reason] = []
    pieces = replace(when, repeat=None).spans(when.first, when.last, zone)
    for name, edge in (("from", pieces[0].start), ("to", pieces[-1].end)) if pieces else ():
        text = words.get(name)
        at = _exact(text) if text else None
        if at is None or not is_doubled(at, zone) or (at == edge and len(pieces) == 1):
            continue
        local = f"{at.astimezone(zone):%H:%M}"
        message = (
            f"--{name}: {local} comes twice on {tables.day(local_date(at, zone))}, and time off is "
            f"local time: it holds both, also the one that “{text}” is not. Leave the offset out "
            "to take both, or begin and end where the hour that comes twice does."
        )
        mistakes.append(Reason("time_ambiguous", message, {"local": text}))
    if mistakes:
        raise Refusal(*mistakes)


def _exact(text: str) -> dt.datetime | None:
    """Answer the instant that a text with an offset says; None where it has none."""
    at = dt.datetime.fromisoformat(text.strip())
    # In UTC: a local time that comes twice is equal to nothing in another zone.
    return None if at.utcoffset() is None else at.astimezone(dt.UTC)


def local_time(session: Session, text: str) -> tuple[dt.date, int]:
    """Read a date or a time as a local date and the minutes from its midnight."""
    try:
        at = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        raise bad_time(text) from None
    if at.utcoffset() is not None:
        at = at.astimezone(session.zone)
    if at.second or at.microsecond:
        raise bad_time(text)
    return at.date(), at.hour * 60 + at.minute


def time_off_list(session: Session, words: Words) -> Answer:
    """List a doctor's time off."""
    doctor = session.doctor(words["doctor"])
    return _listed(session, words, doctor.id, "time_off", "No time off there.")


def closed_list(session: Session, words: Words) -> Answer:
    """List when the clinic is closed."""
    return _listed(session, words, None, "closed", "The clinic is not closed then.")


def _listed(session: Session, words: Words, doctor_id: int | None, name: str, empty: str) -> Answer:
    first = words["from"] or system_clock().astimezone(session.zone).date()
    found = session.ask(o.TimeOffOf(doctor_id=doctor_id, first=first, last=words["until"]))
    zone, sites = session.zone, session.site_names
    return Answer(
        {name: [_document(one, sites) for one in found]},
        lambda: tables.time_off(found, empty, zone, sites),
    )


def time_off_show(session: Session, words: Words) -> Answer:
    """Show time off of a doctor, and who is still booked in it."""
    return _shown(session, words, "time_off")


def closed_show(session: Session, words: Words) -> Answer:
    """Show when the clinic is closed, and who is still booked then."""
    return _shown(session, words, "closed")


def _shown(session: Session, words: Words, name: str) -> Answer:
    """Show what a list of that name tells."""
    known, zone = _told_by(session, words, name, "show"), session.zone
    sites = session.site_names
    left = session.ask(o.VisitsIn(time_off_id=known.id))
    told = {
        name: _document(known, sites),
        "appointments": [documents.appointment(hit.appointment, zone) for hit in left],
        "phones": {str(hit.appointment.id): list(hit.phones) for hit in left},
    }
    return Answer(told, lambda: tables.time_off_shown(known, left, zone, sites))


def time_off_remove(session: Session, words: Words) -> Answer:
    """Take time off of a doctor away again."""
    return _removed(session, words, "time_off")


def closed_remove(session: Session, words: Words) -> Answer:
    """Open the clinic again."""
    return _removed(session, words, "closed")


def _removed(session: Session, words: Words, name: str) -> Answer:
    """Take away what a list of that name tells, and nothing that another one does."""
    command = o.RemoveTimeOff(time_off_id=words[name], accept=words["accept"])
    _told_by(session, words, name, "remove")
    return _saved(session, words, command, name)


def _told_by(session: Session, words: Words, name: str, verb: str) -> o.TimeOff:
    """Answer the time off that is named, if a list of that name tells it.

    Raises:
        Refusal: ``unknown_time_off``, also where another list tells it.

    """
    known = session.ask(o.TheTimeOff(time_off_id=words[name]))
    if (known.doctor_id is None) != (name == "closed"):
        whose = "the clinic's" if known.doctor_id is None else "a doctor's"
        other = "closed" if known.doctor_id is None else "time-off"
        message = f"{words[name]} is {whose}. Use: clinic {other} {verb} {words[name]}"
        raise Refusal(Reason("unknown_time_off", message, {"time_off": str(words[name])}))
    return known


def purpose_add(session: Session, words: Words) -> Answer:
    """Name what hours may be kept for."""
    command = AddPurpose(
        name=words["name"], release_hours=words["release"], bookable=not words["unbookable"]
    )
    return _purpose(session.do(command))


def purpose_set(session: Session, words: Words) -> Answer:
    """Change when blocks are let go."""
    hours = None if words["release"] == NEVER else words["release"]
    return _purpose(session.do(ChangePurpose(name=words["name"], release_hours=hours)))


def _purpose(made: Purpose) -> Answer:
    told = f"Hours can be kept for {tables.tame(made.name)}: {_release(made)}."
    return Answer({"purpose": documents.purpose(made)}, lambda: told)


def _release(of: Purpose) -> str:
    """Say when blocks of a purpose are let go."""
    if not of.bookable:
        return "nobody is booked then"
    if of.release_hours is None:
        return "never let go"
    return f"let go {of.release_hours} h before"


def purpose_list(session: Session, _words: Words) -> Answer:
    """List what hours may be kept for."""
    found = session.ask(Purposes())
    rows = [(one.name, _release(one)) for one in found]
    return Answer(
        {"purposes": [documents.purpose(one) for one in found]},
        lambda: tables.table(("Purpose", "Its blocks"), rows, "No purposes yet."),
    )


def extend(session: Session, _words: Words) -> Answer:
    """Lay the blocks of all doctors on, week by week."""
    weeks = added = 0
    more = True
    while more:
        done = session.do(a.ExtendHorizon())
        weeks += done.doctor_id is not None
        added += done.blocks_added
        more = done.more
    told = f"{added} blocks were laid on, in {weeks} weeks of a doctor." if weeks else _ALL_LAID
    return Answer({"weeks": weeks, "blocks_added": added}, lambda: told)


def why(session: Session, words: Words) -> Answer:
    """Tell why a time is not offered."""
    start, zone = session.instant(words["start"]), session.zone
    doctor = session.doctor(words["doctor"])
    kind = None if words["type"] is None else session.ask(TypeCalled(text=words["type"])).id
    patient = words["patient"]
    whom = None if patient is None else session.ask(PatientCalled(text=patient)).id
    found = session.ask(
        Why(
            patient_id=whom, doctor_id=doctor.id, start=start, type_id=kind,
            minutes=words["minutes"] or 0, with_ids=session.others(words),
            for_patients=words["for_patients"], site_id=session.site_id(words),
        )
    )  # fmt: skip
    return Answer(documents.explained(found, zone), lambda: tables.explained(found, zone))


HANDLERS: Mapping[str, Callable[[Session, Words], Answer]] = {
    "hours": hours,
    "purpose add": purpose_add,
    "purpose set": purpose_set,
    "purpose list": purpose_list,
    "extend": extend,
    "why": why,
    "time-off add": time_off_add,
    "time-off list": time_off_list,
    "time-off show": time_off_show,
    "time-off remove": time_off_remove,
    "closed add": closed_add,
    "closed list": closed_list,
    "closed show": closed_show,
    "closed remove": closed_remove,
    "holidays add": holidays_add,
    "holidays list": holidays_list,
}
"""The functions behind these commands."""
