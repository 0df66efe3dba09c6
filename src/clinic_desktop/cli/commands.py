"""From a command's words to the domain's commands and queries, and from their answers back.

One function a command. ``argv`` and ``batch`` both come here with words that ``parser`` read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from clinic_desktop.cli import (
    documents,
    fields,
    hours,
    offering,
    parking,
    resources,
    selfbooking,
    series,
    several,
    tables,
    together,
)
from clinic_desktop.cli.parser import Words, misused
from clinic_desktop.cli.printing import print_day, print_week
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain import booking, bulk, forms, listing, patients, people, sites
from clinic_desktop.domain.backup import BackUp
from clinic_desktop.domain.custom import CustomFields
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.journal import AcceptRestored
from clinic_desktop.domain.refusals import Mistakes, Misuse, Refusal, Unavailable
from clinic_desktop.domain.selfbooking import PassedLimit

_LONGEST_SEARCH = 200
"""Every word of a search is a look-up of its own, and no name is longer."""
_STANDS = frozenset(
    {"closed", "time_off", "no_hours", "not_laid", "travel", "block_taken", "never_booked"}
)
"""What keeps time from being offered to anybody; the rest is only about how a visit may begin."""


def demo(session: Session, words: Words) -> Answer:
    """Fill the demo clinic; what is not given stays the command's own default."""
    given = {name: words[name] for name in ("seed", "doctors", "patients", "weeks")}
    given["today"] = words["from"]
    chosen = {name: value for name, value in given.items() if value is not None}
    filled = session.do(bulk.FillDemo(**chosen))
    told = (
        f"The demo clinic has {filled.doctors} doctors, {filled.patients} patients, "
        f"{filled.blocks} blocks and {filled.appointments} appointments."
    )
    return Answer(documents.plain(filled), lambda: told)


def patient_add(session: Session, words: Words) -> Answer:
    """Register a patient."""
    mistakes = Mistakes()
    name = mistakes.told_by(people.Name.parse, words["name"])
    born = None if words["born"] is None else mistakes.told_by(_born, words["born"])
    phones = mistakes.told_by(people.checked_phones, *words["phone"]) or ()
    mistakes.refuse()
    if name is None:
        raise AssertionError  # pragma: no cover - it is told as a mistake
    same = resources.namesakes(
        name.shown, lambda: session.ask(people.PatientCalled(text=name.shown))
    )
    likely = session.ask(patients.LikelySame(name=name, born=born, phones=phones))
    command = people.AddPatient(name=name, born=born, phones=phones, email=words["email"] or "")
    patient = session.do(command)
    zone = session.zone
    told = "".join(
        f"\nPatient {one.found.patient.id}, {tables.tame(one.found.patient.name)}, may be the same "
        f"person: {one.why}. If so: clinic merge {one.found.patient.id} {patient.id}"
        for one in likely
    )
    return Answer(
        {
            "patient": documents.patient(patient),
            "same_name": same,
            "likely": [documents.found(one.found, zone) | {"why": one.why} for one in likely],
        },
        lambda: tables.added("patient", patient.name, patient.id, same) + told,
    )


def patient_change(session: Session, words: Words) -> Answer:
    """Correct a patient."""
    mistakes = Mistakes()
    given: dict[str, Any] = {
        name: words[name] for name in ("email", "note", "file_number", "do_not_book", "version")
    }
    if words["name"] is not None:
        given["name"] = mistakes.told_by(people.Name.parse, words["name"])
    if words["born"] is not None:
        given["forget_born"] = not words["born"].strip()
        given["born"] = mistakes.told_by(_born, words["born"]) if words["born"].strip() else None
    if words["phone"]:
        given["phones"] = mistakes.told_by(people.checked_phones, *words["phone"])
    given["custom"] = mistakes.told_by(fields.values_of, session, words["field"])
    mistakes.refuse()
    called = session.ask(people.PatientCalled(text=words["patient"]))
    patient = session.do(patients.ChangePatient(patient_id=called.id, **given))
    return Answer({"patient": documents.patient(patient)}, lambda: tables.patient(patient))


def merge(session: Session, words: Words) -> Answer:
    """Make two patients one."""
    kept, other = (
        session.ask(people.PatientCalled(text=words[name])) for name in ("kept", "other")
    )
    zone, where = session.zone, session.site_names
    merged = session.do(patients.MergePatients(kept_id=kept.id, other_id=other.id))
    count = merged.appointments
    told = (
        f"{tables.tame(merged.kept.name)} (patient {merged.kept.id}) has everything of patient "
        f"{merged.gone.id} now: {count} appointment{'' if count == 1 else 's'}. "
        "“clinic undo” takes it back."
    )
    document = {
        "patient": documents.patient(merged.kept),
        "merged": documents.patient(merged.gone),
        "appointments": count,
        "at_once": [[documents.appointment(each, zone) for each in one] for one in merged.at_once],
    }
    return Answer(
        document,
        lambda: "\n".join([told, *tables.at_once(merged.at_once, zone, where)]),
    )


def _born(text: str) -> people.PartialDate:
    """Read a birth date in any form whose year is whole: for a script no century is guessed."""
    whole = re.search(r"\d{4}", text) is not None
    return forms.read_born(text) if whole else people.PartialDate.parse(text)


def patient_find(session: Session, words: Words) -> Answer:
    """Search patients."""
    if len(words["text"]) > _LONGEST_SEARCH:
        message = (
            f"A search may have {_LONGEST_SEARCH} letters at most; a name or a phone is enough."
        )
        raise Misuse("too_long", message, {"most": _LONGEST_SEARCH})
    found = session.ask(people.FindPatients(text=words["text"], limit=words["limit"]))
    zone = session.zone
    return Answer(
        {"patients": [documents.found(one, zone) for one in found]},
        lambda: tables.patients(found, zone),
    )


def patient_show(session: Session, words: Words) -> Answer:
    """Show a patient with all appointments."""
    called = session.ask(people.PatientCalled(text=words["patient"]))
    record = session.ask(people.ThePatient(patient_id=called.id))
    zone, where = session.zone, session.site_names
    return Answer(
        {
            "patient": documents.patient(record.patient),
            "no_shows": sum(
                one.status is booking.AppointmentStatus.NOSHOW for one in record.appointments
            ),
            "appointments": [documents.appointment(one, zone) for one in record.appointments],
        },
        lambda: (
            f"{tables.patient(record.patient)}\n\n"
            f"{tables.appointments(record.appointments, zone, sites=where)}"
        ),
    )


def user_allow(session: Session, words: Words) -> Answer:
    """Grant a right."""
    return _rights(session.do(people.AllowRight(user=words["name"], right=words["right"].value)))


def user_disallow(session: Session, words: Words) -> Answer:
    """Take a right back."""
    command = people.DisallowRight(user=words["name"], right=words["right"].value)
    return _rights(session.do(command))


def _rights(of: people.User) -> Answer:
    """Tell what a user may do now beyond what everyone may."""
    may = f"may now: {', '.join(of.rights)}" if of.rights else "has no right of its own now"
    return Answer({"user": documents.user(of)}, lambda: f"{tables.tame(of.name)} {may}.")


def user_list(session: Session, _words: Words) -> Answer:
    """List users and what each may do beyond what everyone may."""
    found = session.ask(people.Users())
    rows = [(one.name, ", ".join(one.rights)) for one in found]
    return Answer(
        {"users": [documents.user(one) for one in found]},
        lambda: tables.table(("User", "Rights"), rows, "Nobody has done anything here yet."),
    )


def blocks(session: Session, words: Words) -> Answer:
    """List blocks."""
    span, zone = session.span(words), session.zone
    query = booking.Blocks(span=span, doctor_ids=session.doctor_ids(words), state=words["state"])
    found, names = session.ask(query), session.site_names
    where: dict[int, str] = {}
    if names:
        at = session.ask(sites.SitesOfBlocks(span=span, doctor_ids=query.doctor_ids))
        where = {number: names.get(site_id, "") for number, site_id in at}
    document = {
        "blocks": [
            documents.block(one, zone) | {"site": where.get(one.id) or None} for one in found
        ]
    }
    return Answer(document, lambda: tables.blocks(found, zone, where))


def agenda(session: Session, words: Words) -> Answer:
    """List appointments, also into a CSV file."""
    span, zone = session.span(words), session.zone
    query = booking.AgendaOf(
        span=span,
        doctor_ids=session.doctor_ids(words),
        cancelled=words["all"],
        phones=words["csv"] is not None,
    )
    found = session.ask(query).appointments
    told: dict[str, Any] = {"appointments": [documents.appointment(one, zone) for one in found]}
    if words["csv"] is None:
        where = session.site_names
        return Answer(told, lambda: tables.appointments(found, zone, sites=where))
    file = Path(words["csv"])
    fields = tuple(one.name for one in session.ask(CustomFields()))
    count = listing.save_visits(file, found, zone, session.database, session.site_names, fields)
    visits = "1 visit" if count == 1 else f"{count} visits"
    return Answer(
        {**told, "file": words["csv"]}, lambda: f"{visits} in {tables.tame(words['csv'], None)}."
    )


def book(session: Session, words: Words) -> Answer:
    """Book a patient."""
    by_time = words["doctor"] is not None and words["start"] is not None
    times = (words["doctor"], words["start"], words["end"])
    if by_time if words["block"] is not None else not by_time:
        raise misused("Give either --block, or --doctor and --start.", "clinic book")
    if words["block"] is not None and any(one is not None for one in times):
        raise misused("--block says doctor and time already.", "clinic book")
    given: dict[str, Any] = {"block_id": words["block"]}
    if by_time:
        given |= {"start": session.instant(words["start"])}
        if words["end"] is not None:
            given["end"] = session.instant(words["end"])
            if given["end"] <= given["start"]:
                facts = {"start": words["start"], "end": words["end"]}
                raise Misuse("bad_span", "--end must lie after --start.", facts)
        given["doctor_id"] = session.doctor(words["doctor"]).id
    given["patient_id"] = session.ask(people.PatientCalled(text=words["patient"])).id
    if words["type"] is not None:
        given["type_id"] = session.ask(people.TypeCalled(text=words["type"])).id
    if words["id"] is not None:
        given["appointment_id"] = words["id"]
    given["with_ids"] = session.others(words)
    command = booking.BookBlock(
        **given, note=words["note"] or "", even_if_busy=words["even_if_busy"],
        even_if_reserved=words["even_if_reserved"],
        even_if_do_not_book=words["even_if_do_not_book"], overbook=words["overbook"],
        reason=words["reason"] or "",
    )  # fmt: skip
    where = session.site_names
    booked, zone = session.do(command), session.zone
    passed = _passed(session, booked.appointment)
    note = f"\nNote: {passed}" if passed else ""
    verb = tables.booked_verb(booked.appointment, repeated=booked.repeated)
    return Answer(
        {
            "appointment": documents.appointment(booked.appointment, zone),
            "repeated": booked.repeated,
            "notes": [passed] if passed else [],
        },
        lambda: (
            f"{verb} {tables.visit(booked.appointment, zone, where)}.\n"
            f"Appointment {booked.appointment.id}{note}"
        ),
    )


def _passed(session: Session, visit: booking.Appointment) -> str:
    """Say which limit of patients a visit that was booked passes, if any."""
    try:
        return session.ask(PassedLimit(start=visit.start))
    except Unavailable:
        # Booked it is all the same.
        return "Whether patients may book that time could not be asked: see clinic self-booking."


def move(session: Session, words: Words) -> Answer:
    """Move an appointment."""
    given = [name for name in ("block", "start") if words[name] is not None]
    if len(given) > 1 or not (given or words["end"]):
        raise misused("Give either --block, or --start, or --end alone.", "clinic move")
    if words["doctor"] is not None and given != ["start"]:
        told = "--block says the doctor already." if given else "--doctor needs --start."
        raise misused(told, "clinic move")
    command = booking.MoveAppointment(
        appointment_id=words["appointment"],
        block_id=words["block"],
        start=None if words["start"] is None else session.instant(words["start"]),
        end=None if words["end"] is None else session.instant(words["end"]),
        doctor_id=None if words["doctor"] is None else session.doctor(words["doctor"]).id,
        version=words["version"],
        even_if_busy=words["even_if_busy"],
        even_if_reserved=words["even_if_reserved"],
        overbook=words["overbook"],
        reason=words["reason"] or "",
    )
    where = session.site_names
    return _visit(session, session.do(command), "Moved {}.", where=where)


def cancel(session: Session, words: Words) -> Answer:
    """Cancel an appointment."""
    command = booking.CancelAppointment(
        appointment_id=words["appointment"], reason=words["reason"], by=words["by"]
    )
    return _visit(session, gone := session.do(command), "Cancelled {}.", _freed(session, gone))


def _freed(session: Session, gone: booking.Appointment) -> str:
    """Say whether the time of a visit that is gone can be booked again, and what stands in the way.

    Time off or other hours may have come after it, and others may have the same time.
    """
    minutes = round((gone.end - gone.start).total_seconds()) // 60
    if gone.time_unknown or not minutes:
        return ""
    try:
        found = session.ask(Why(doctor_id=gone.doctor_id, start=gone.start, minutes=minutes))
        left = [one.message for one in found.obstacles if one.code in _STANDS]
    except Refusal as refusal:
        # Whose time it was is not here any more.
        left = [refusal.message]
    except Unavailable:
        # Cancelled it is all the same.
        return " Whether its time is free again could not be asked: see clinic blocks."
    return f" It is not offered again: {' '.join(left)}" if left else " The time is free again."


def status(session: Session, words: Words) -> Answer:
    """Say where a visit stands."""
    command = booking.SetStatus(appointment_id=words["appointment"], status=words["status"])
    return _visit(session, session.do(command), f"{{}}: {words['status'].value}.")


def _visit(
    session: Session,
    appointment: booking.Appointment,
    sentence: str,
    more: str = "",
    where: Mapping[int, str] | None = None,
) -> Answer:
    """Answer with one appointment; ``where`` are the names of several sites."""
    zone = session.zone
    return Answer(
        {"appointment": documents.appointment(appointment, zone)},
        lambda: sentence.format(tables.visit(appointment, zone, where)) + tables.tame(more, None),
    )


def undo(session: Session, words: Words) -> Answer:
    """Take the last command back, or the one that is named."""
    command = booking.Undo(sequence=words["sequence"], of_station=session.of_station)
    # Asked before: a refusal tells times, too.
    zone, where = session.zone, session.site_names
    undone = session.do(command)
    now = undone.appointment
    return Answer(
        {
            "appointment": None if now is None else documents.appointment(now, zone),
            "undone": {
                "sequence": undone.sequence,
                "command": undone.command,
                "about": undone.words or None,
            },
        },
        lambda: tables.undone(undone, zone, where),
    )


def redo(session: Session, _words: Words) -> Answer:
    """Do again what was taken back last."""
    zone, where = session.zone, session.site_names
    redone = session.do(booking.Redo(of_station=session.of_station))
    now = redone.appointment
    return Answer(
        {
            "appointment": None if now is None else documents.appointment(now, zone),
            "redone": {
                "sequence": redone.sequence,
                "command": redone.command,
                "about": redone.words or None,
            },
        },
        lambda: tables.undone(redone, zone, where, "Did again"),
    )


def history(session: Session, words: Words) -> Answer:
    """Show who changed an appointment."""
    found = session.ask(booking.History(appointment_id=words["appointment"]))
    zone = session.zone
    return Answer(
        {"changes": [documents.change(one, zone) for one in found]},
        lambda: tables.history(found, zone),
    )


def verify(session: Session, words: Words) -> Answer:
    """Check every promise; problems make exit code 1, with the same document."""
    lost = session.do(AcceptRestored()) if words["accept_restored"] else None
    # The site is not asked: a damaged database may not be able to answer that.
    found = session.ask(booking.Verify())
    return Answer(
        documents.verified(found, session.known_zone, lost),
        lambda: tables.verified(found, lost),
        0 if found.ok else 1,
    )


def backup(session: Session, words: Words) -> Answer:
    """Copy the clinic into a new file; problems of the copy make exit code 1."""
    made = session.ask(BackUp(file=Path(words["file"])))
    found = documents.verified(made.verified, session.known_zone, None)
    return Answer(
        {
            "file": words["file"],
            "sequence": made.sequence,
            "bytes": made.bytes,
            "ok": found["ok"],
            "problems": found["problems"],
        },
        lambda: tables.backed_up(made),
        0 if made.verified.ok else 1,
    )


def import_history(session: Session, words: Words) -> Answer:
    """Import another program's history."""
    command = bulk.ImportHistory(
        file=Path(words["file"]), mapping=words["mapping"], preview=words["preview"]
    )
    imported = session.do(command)
    return Answer(
        documents.history_imported(imported),
        lambda: tables.history_imported(imported, preview=words["preview"]),
    )


HANDLERS: Mapping[str, Callable[[Session, Words], Answer]] = {
    "demo": demo,
    **resources.HANDLERS,
    "patient add": patient_add,
    "patient change": patient_change,
    "patient find": patient_find,
    "patient show": patient_show,
    "merge": merge,
    "user allow": user_allow,
    "user disallow": user_disallow,
    "user list": user_list,
    **fields.HANDLERS,
    **hours.HANDLERS,
    **offering.HANDLERS,
    **selfbooking.HANDLERS,
    **series.HANDLERS,
    "blocks": blocks,
    "agenda": agenda,
    "book": book,
    "move": move,
    "cancel": cancel,
    "status": status,
    **parking.HANDLERS,
    **together.HANDLERS,
    **several.HANDLERS,
    "undo": undo,
    "redo": redo,
    "history": history,
    "print day": print_day,
    "print week": print_week,
    "verify": verify,
    "backup": backup,
    "import history": import_history,
}
"""The functions behind the commands that need an open office; the others live in ``main``."""
