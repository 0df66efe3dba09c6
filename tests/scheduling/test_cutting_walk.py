"""A walk of many steps over cut blocks: what is free is always what rules and bookings come to."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from clinic_desktop.domain.booking import (
    AgendaOf,
    Appointment,
    BookBlock,
    CancelAppointment,
    CancelReason,
    MoveAppointment,
    Undo,
)
from clinic_desktop.domain.office import Command
from clinic_desktop.domain.people import AddAppointmentType, AddRoom
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
from clinic_desktop.scheduling import laying
from clinic_desktop.storage.database import Read
from tests.engines import Place
from tests.scheduling.desk import DAY, MONDAY, Desk, at

LEE, KAY = 1, 2
STEPS = 60


class Walker:
    """Somebody at the desk who does anything, in an order that a number gives."""

    def __init__(self, desk: Desk, seed: int) -> None:
        """Take on a room with hours, and kinds of visit with grids of their own."""
        self.desk, self.random = desk, random.Random(seed)  # noqa: S311 - a walk, no secret
        self.room = desk.do(AddRoom(name="Room 1")).id
        desk.hours("Mon 9-12", doctor=self.room, block=40)
        kinds = (
            {"minutes": 20, "grid_minutes": 20},
            {"minutes": 25, "grid_minutes": 5, "buffer_before": 5, "buffer_after": 10},
            {"minutes": 40},
        )
        self.kinds = [
            desk.do(AddAppointmentType(name=f"Kind {number}", **of)).id  # type: ignore[arg-type] # fields
            for number, of in enumerate(kinds)
        ]
        self.done = 0

    def step(self) -> None:
        """Do something; a refusal is an answer, too."""
        kind = self.random.choice((self.book, self.book, self.move, self.cancel, self.undo))
        if self.random.random() < 0.15:
            kind = self.random.choice((self.hours, self.off))
        try:
            kind()
        except Refusal:
            return
        self.done += 1

    def visits(self) -> list[Appointment]:
        found = self.desk.ask(AgendaOf(span=DAY)).appointments
        return [one for one in found if one.holds]

    def start(self) -> Any:  # noqa: ANN401 - a datetime
        return at(self.random.randrange(0, 180, 5))

    def book(self) -> None:
        beside = self.random.choice(((), (), (self.room,), (KAY,)))
        kind = self.random.choice(self.kinds)
        doctor = self.random.choice((LEE, LEE, KAY)) if KAY not in beside else LEE
        self.desk.do(
            BookBlock(
                patient_id=self.random.randint(1, 3), doctor_id=doctor, start=self.start(),
                type_id=kind, with_ids=beside, even_if_busy=True,
            )
        )  # fmt: skip

    def of_a_visit(self, make: Callable[[Appointment], Command[Any]]) -> None:
        there = self.visits()
        if there:
            self.desk.do(make(self.random.choice(there)))

    def move(self) -> None:
        longer = at(self.random.randrange(5, 185, 5)) if self.random.random() < 0.3 else None
        self.of_a_visit(
            lambda one: MoveAppointment(
                appointment_id=one.id,
                start=None if longer and longer > one.start else self.start(),
                end=longer if longer and longer > one.start else None,
                even_if_busy=True,
            )
        )

    def cancel(self) -> None:
        self.of_a_visit(
            lambda one: CancelAppointment(appointment_id=one.id, reason=CancelReason.CLINIC)
        )

    def undo(self) -> None:
        self.desk.do(Undo())

    def hours(self) -> None:
        text = self.random.choice(("Mon 9-12", "Mon 9-11, 11:20-12", "Mon 9:10-12"))
        self.desk.hours(text, doctor=self.random.choice((LEE, KAY)), block=self.block())

    def block(self) -> int:
        return self.random.choice((10, 15, 30, 60))

    def off(self) -> None:
        first = 540 + self.random.randrange(0, 180, 5)
        when = Stretch(MONDAY, MONDAY, first, first + self.random.choice((15, 30)))
        self.desk.change(AddTimeOff(doctor_id=LEE, when=when))


def is_laid(read: Read, doctor_id: int) -> None:
    table = laying.timetable(read, doctor_id)
    found = laying.differences(read, doctor_id, table, [(MONDAY, MONDAY)])
    assert (found.added, found.removed) == ([], []), (doctor_id, found)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_what_is_free_is_what_rules_and_bookings_come_to(
    desk: Desk, place: Place, seed: int
) -> None:
    walker = Walker(desk, seed)
    with place.database() as database:
        for _ in range(STEPS):
            walker.step()
            for doctor_id in (LEE, KAY, walker.room):
                database.read(lambda read, whose=doctor_id: is_laid(read, whose))  # type: ignore[misc] # bound at once
    assert walker.done > STEPS // 4
