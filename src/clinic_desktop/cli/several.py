"""``clinic swap``, ``reassign``, ``bulk move`` and ``bulk cancel``: several visits, or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from uuid import UUID

from clinic_desktop.cli import documents, tables
from clinic_desktop.cli.parser import Words, misused
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain.booking import (
    AgendaOf,
    Appointment,
    AppointmentStatus,
    TheAppointment,
)
from clinic_desktop.domain.several import (
    CancelSeveral,
    MoveSeveral,
    SeveralChanged,
    Step,
    on_day,
    swapped,
)
from clinic_desktop.domain.time import day_span

_TO_COME = (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED)


def swap(session: Session, words: Words) -> Answer:
    """Let two visits have each other's time."""
    one, other = (_visit(session, words[name]) for name in ("appointment", "other"))
    return _moved(session, words, swapped(one, other).steps)


def reassign(session: Session, words: Words) -> Answer:
    """Give the visits of a doctor's day to another doctor."""
    doctor, to = session.doctor(words["doctor"]), session.doctor(words["to"])
    query = AgendaOf(span=day_span(words["date"], session.zone), doctor_ids=(doctor.id,))
    steps = [
        Step.of(one, to.id)
        for one in session.ask(query).appointments
        if one.doctor_id == doctor.id and one.holds and one.status in _TO_COME
    ]
    return _moved(session, words, tuple(steps))


def bulk_move(session: Session, words: Words) -> Answer:
    """Move visits to another day, or to another doctor."""
    if words["to"] is None and words["doctor"] is None:
        raise misused("Give --to, or --doctor, or both.", "clinic bulk move")
    doctor = None if words["doctor"] is None else session.doctor(words["doctor"]).id
    steps = []
    for number in words["appointment"]:
        one = _visit(session, number)
        start = None if words["to"] is None else on_day(one.start, words["to"], session.zone)
        steps.append(Step.of(one, doctor, start))
    return _moved(session, words, tuple(steps))


def bulk_cancel(session: Session, words: Words) -> Answer:
    """Cancel visits."""
    command = CancelSeveral(
        steps=tuple(Step(number) for number in words["appointment"]), reason=words["reason"],
        by=words["by"], preview=words["preview"],
    )  # fmt: skip
    where = session.site_names
    return _told(session, session.do(command), "Cancelled", where, preview=words["preview"])


def _visit(session: Session, number: UUID) -> Appointment:
    return session.ask(TheAppointment(appointment_id=number))


def _moved(session: Session, words: Words, steps: tuple[Step, ...]) -> Answer:
    """Move visits, or tell that there are none."""
    command = MoveSeveral(
        steps=steps, even_if_busy=words["even_if_busy"],
        even_if_reserved=words["even_if_reserved"], preview=words["preview"],
    )  # fmt: skip
    where = session.site_names
    changed = session.do(command) if steps else SeveralChanged(())
    return _told(session, changed, "Moved", where, preview=words["preview"])


def _told(
    session: Session, changed: SeveralChanged, how: str, where: Mapping[int, str], *, preview: bool
) -> Answer:
    zone = session.zone
    return Answer(
        {
            "appointments": [documents.appointment(one.after, zone) for one in changed.visits],
            "before": [documents.appointment(one.before, zone) for one in changed.visits],
            "preview": preview,
        },
        lambda: _lines(changed, how, zone, where, preview=preview),
    )


def _lines(
    changed: SeveralChanged, how: str, zone: dt.tzinfo, where: Mapping[int, str], *, preview: bool
) -> str:
    """List what became of each visit, or would; ``where`` are the names of several sites."""
    count = len(changed.visits)
    head = f"{how} {count} appointment{'' if count == 1 else 's'}"
    if preview:
        head = f"Nothing was changed. This would be: {head.lower()}"
    lines = []
    for one in changed.visits:
        line = f"- {tables.visit(one.before, zone, where)}"
        if one.after.holds:
            line += f" \N{RIGHTWARDS ARROW} {tables.when(one.after.start, one.after.end, zone)}"
            line += f", {tables.tame(one.after.with_whom)}"
            line += tables.at_site(where.get(one.after.site_id or 0, ""))
        lines.append(line)
    return "\n".join([f"{head}{':' if lines else '.'}", *lines])


HANDLERS: Mapping[str, Callable[[Session, Words], Answer]] = {
    "swap": swap,
    "reassign": reassign,
    "bulk move": bulk_move,
    "bulk cancel": bulk_cancel,
}
