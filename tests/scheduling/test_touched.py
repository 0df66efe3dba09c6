"""What a commit says it touched holds all that another calendar must read again."""

from __future__ import annotations

from collections.abc import Callable

from clinic_desktop.domain.booking import (
    Agenda,
    AgendaOf,
    Appointment,
    Block,
    BookBlock,
    CancelAppointment,
    CancelReason,
    MoveAppointment,
    Undo,
)
from clinic_desktop.domain.changes import Changes
from clinic_desktop.domain.office import Command
from tests.scheduling.desk import DAY, NINE, Desk, at


def shown(desk: Desk) -> set[Block | Appointment]:
    """Answer all that calendars of the day show."""
    agenda: Agenda = desk.ask(AgendaOf(span=DAY))
    return {*agenda.free, *agenda.appointments}


def told_whole(desk: Desk, command: Command[object]) -> None:
    """Carry out a command; each thing that is shown otherwise lies in what was touched."""
    before = shown(desk)
    changes: Changes | None = desk.office.do(command).result(60).changes
    assert changes is not None
    differing = before ^ shown(desk)
    assert differing
    for item in differing:
        reached = changes.touches(frozenset({item.doctor_id}), item.start, item.end)
        inside = [
            touched
            for touched in changes.touched
            if touched.doctor_id == item.doctor_id
            and touched.start is not None
            and touched.end is not None
            and touched.start <= item.start
            and item.end <= touched.end
        ]
        assert reached, item
        assert inside, (item, changes.touched)


def test_a_visit_held_longer_than_told_is_freed_whole(desk: Desk) -> None:
    desk.hours("Mon 9-12", doctor=2, block=60)
    visit = desk.book(0, 30)
    steps: list[Callable[[], Command[object]]] = [
        lambda: MoveAppointment(appointment_id=visit.id, start=NINE, doctor_id=2),
        lambda: CancelAppointment(appointment_id=visit.id, reason=CancelReason.CLINIC),
        Undo,
    ]
    told_whole(desk, steps[0]())
    # While it is held, the hours are cut anew around it.
    desk.hours("Mon 9-12", doctor=2, block=15)
    for step in steps[1:]:
        told_whole(desk, step())


def test_booking_moving_and_taking_back(desk: Desk) -> None:
    told_whole(desk, BookBlock(patient_id=1, doctor_id=1, start=at(30), end=at(90)))
    (visit,) = (item for item in shown(desk) if isinstance(item, Appointment))
    told_whole(desk, MoveAppointment(appointment_id=visit.id, start=at(0)))
    told_whole(desk, Undo())
    told_whole(desk, Undo())
