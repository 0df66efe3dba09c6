"""A clinic as tests of the use cases see it: short wishes in, answers or refusals' codes out."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from clinic_desktop.domain.availability import HoursSet, SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import (
    Agenda,
    AgendaOf,
    Appointment,
    Block,
    Blocks,
    BlockState,
    BookBlock,
    CancelAppointment,
    CancelReason,
    MoveAppointment,
    SetStatus,
    TheAppointment,
    Undo,
    Verify,
)
from clinic_desktop.domain.effect import Effect, EffectOf, TimeChange
from clinic_desktop.domain.office import Command, Office, Query, TheSite
from clinic_desktop.domain.people import AddDoctor, AddPatient, Name
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.time import TimeSpan

MONDAY = dt.date(2025, 11, 3)
NINE = dt.datetime(2025, 11, 3, 14, 0, tzinfo=dt.UTC)
"""Nine o'clock of that Monday in New York."""
MINUTE = dt.timedelta(minutes=1)
DAY = TimeSpan(NINE - 240 * MINUTE, NINE + 720 * MINUTE)


def at(minutes: int) -> dt.datetime:
    """Answer the instant so many minutes after nine."""
    return NINE + minutes * MINUTE


class Desk:
    """Dr Lee (1) and Dr Kay (2) work that Monday 9 to 12 in blocks of 30 minutes."""

    def __init__(self, office: Office) -> None:
        """Take them on, and three patients."""
        self.office = office
        for name in ("Dr Lee", "Dr Kay"):
            self.do(AddDoctor(name=name))
        for given in ("Ann", "Ben", "Cem"):
            self.do(AddPatient(name=Name(given, "Smith")))
        self.hours("Mon 9-12", doctor=1)
        self.hours("Mon 9-12", doctor=2)

    def do(self, command: Command[Any]) -> Any:  # noqa: ANN401 - any answer
        """Carry out a command."""
        return self.office.do(command).result(60).answer

    def ask(self, query: Query[Any]) -> Any:  # noqa: ANN401 - any answer
        """Ask a question."""
        return self.office.ask(query).result(60).answer

    def refused(self, command: Command[Any]) -> tuple[Reason, ...]:
        """Carry out what must be refused, and change nothing; answer the reasons."""
        before = self.picture()
        try:
            self.do(command)
        except Refusal as refusal:
            assert self.picture() == before
            return refusal.reasons
        raise AssertionError(command)

    def misused(self, command: Command[Any]) -> str:
        """Carry out what makes no sense; answer the code."""
        try:
            self.do(command)
        except Misuse as misuse:
            return misuse.code
        raise AssertionError(command)

    def codes(self, command: Command[Any]) -> list[str]:
        """Carry out what must be refused; answer the reasons' codes."""
        return [reason.code for reason in self.refused(command)]

    def hours(self, text: str, doctor: int = 1, block: int = 30, **dates: dt.date) -> HoursSet:
        """Set a doctor's hours, for that Monday unless dates are given, whoever is hit."""
        chosen: dict[str, Any] = dates or {"start": MONDAY, "until": MONDAY}
        hours = WeeklyHours.parse(text)
        wish = SetWeeklyHours(doctor_id=doctor, hours=hours, block_minutes=block, **chosen)
        found: HoursSet = self.change(wish)
        return found

    def change(self, wish: TimeChange[Any]) -> Any:  # noqa: ANN401 - any answer
        """Look at what a change would do, and save just that."""
        seen: Effect = self.ask(EffectOf(change=wish))
        saved = self.do(replace(wish, effect=seen.digest))
        told = (saved.blocks_added, saved.blocks_removed, saved.affected)
        assert told == (seen.blocks_added, seen.blocks_removed, seen.affected)
        return saved

    def book(
        self, start: int = 0, length: int = 30, patient: int = 1, doctor: int = 1
    ) -> Appointment:
        """Book so many minutes after nine."""
        wish = BookBlock(
            patient_id=patient, doctor_id=doctor, start=at(start), end=at(start + length)
        )
        found: Appointment = self.do(wish).appointment
        return found

    def move(
        self,
        visit: Appointment,
        start: int | None = None,
        doctor: int | None = None,
        *,
        end: int | None = None,
    ) -> Appointment:
        """Move a visit, or let it end at another time."""
        wish = MoveAppointment(
            appointment_id=visit.id,
            doctor_id=doctor,
            start=None if start is None else at(start),
            end=None if end is None else at(end),
        )
        found: Appointment = self.do(wish)
        return found

    def cancel(self, visit: Appointment) -> Appointment:
        """Cancel a visit."""
        wish = CancelAppointment(appointment_id=visit.id, reason=CancelReason.PATIENT_ILL)
        found: Appointment = self.do(wish)
        return found

    def status(self, visit: Appointment, status: Any) -> Appointment:  # noqa: ANN401 - its enum or word
        """Say where a visit stands."""
        found: Appointment = self.do(SetStatus(appointment_id=visit.id, status=status))
        return found

    def undo(self, sequence: int | None = None) -> Any:  # noqa: ANN401 - Undone
        """Take back."""
        return self.do(Undo(sequence=sequence))

    def last_sequence(self) -> int:
        """The journal's number of what was done last."""
        return self.office.ask(TheSite()).result(60).sequence

    def visit(self, number: UUID) -> Appointment:
        """Read a visit."""
        found: Appointment = self.ask(TheAppointment(appointment_id=number))
        return found

    def free(self, doctor: int = 1) -> list[int]:
        """The starts of the free blocks, in minutes after nine."""
        found: tuple[Block, ...] = self.ask(Blocks(span=DAY, doctor_ids=(doctor,)))
        return [int((block.start - NINE) / MINUTE) for block in found]

    def blocks(self, doctor: int = 1) -> dict[int, int]:
        """The ids of all blocks by their starts, in minutes after nine."""
        query = Blocks(span=DAY, doctor_ids=(doctor,), state=BlockState.ALL)
        found: tuple[Block, ...] = self.ask(query)
        return {int((block.start - NINE) / MINUTE): block.id for block in found}

    def picture(self) -> object:
        """The schedule: who, when, with whom, status, and which stretches are free."""
        seen: Agenda = self.ask(AgendaOf(span=DAY, cancelled=True))
        visits = {
            (one.id, one.patient_id, one.doctor_id, one.span, one.status, one.holds)
            for one in seen.appointments
        }
        return visits, {(block.doctor_id, block.span) for block in seen.free}

    def verify(self) -> None:
        """Have everything checked."""
        found = self.ask(Verify())
        assert found.ok, found.problems
