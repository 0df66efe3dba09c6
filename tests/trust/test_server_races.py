"""Two PCs at one server: the one is stopped behind each of its statements in turn.

The other one then goes as far as it can: to its end, or until it waits for a lock. A race of two
that goes wrong with one stop of one side is found so every time, never by luck.
"""

from __future__ import annotations

import datetime as dt
import itertools
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from clinic_desktop import compose
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import (
    Appointment,
    AppointmentStatus,
    Block,
    Blocks,
    BlockState,
    BookBlock,
    CancelAppointment,
    CancelReason,
    MoveAppointment,
    Redo,
    SetStatus,
    TheAppointment,
    Undo,
)
from clinic_desktop.domain.effect import EffectOf
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.people import AddDoctor, AddPatient, Name
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.timeoff import AddTimeOff, CloseClinic, Closing, Stretch
from clinic_desktop.scheduling import effects
from clinic_desktop.storage import faults
from clinic_desktop.storage.database import Database
from tests.engines import Place
from tests.trust.world import verified

pytestmark = [pytest.mark.postgresql, pytest.mark.slow]

FIRST_DAY = dt.date(2025, 11, 3)
NINE = dt.datetime(2025, 11, 3, 14, 0, tzinfo=dt.UTC)
"""Nine o'clock of the first day in New York."""
MINUTE = dt.timedelta(minutes=1)
LEE, KAY = 1, 2
_WAITS = (
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


JUDGED = effects.judge
"""What refuses a change whose effect nobody saw."""


class Pc:
    """One PC's way to the server, which can be stopped behind one of its statements."""

    def __init__(self, database: Database) -> None:
        """Listen to its statements."""
        self.database = database
        self.stopped = threading.Event()
        self._go_on = threading.Event()
        self._left = -1
        event.listen(database.engine, "after_cursor_execute", self._after)

    def stop_behind(self, statements: int) -> None:
        """Have it stop when so many more statements are done."""
        self.stopped.clear()
        self._go_on.clear()
        self._left = statements

    def go_on(self) -> None:
        """Have it go on, and stop no more."""
        self._left = -1
        self._go_on.set()

    def do(self, command: Command[Any]) -> Any:  # noqa: ANN401 - any answer
        """Carry a command out; answer what it answered, or the refusal's weightiest code."""
        use_case = compose.COMMANDS[type(command)]
        try:
            done = self.database.write(command, lambda transaction: use_case(transaction, command))
        except Refusal as refusal:
            return refusal.code
        return done.answer

    def _after(self, *_: object) -> None:
        """Count a statement; stop behind the one that was named."""
        self._left -= 1
        if self._left == 0:
            self.stopped.set()
            assert self._go_on.wait(60)


@dataclass(slots=True)
class Clinic:
    """Dr Lee and Dr Kay work every day 9 to 12 in blocks of a quarter; two PCs work for them."""

    place: Place
    ann: Pc
    bob: Pc
    threads: ThreadPoolExecutor
    raced: list[str]
    """Why commands were tried again: SQLSTATEs of what the server ended for another's sake."""
    waited: int = 0
    _stopped: bool = True

    def rounds(self, *, deadlocks: bool = False) -> Iterator[Round]:
        """Begin a round on a day of its own for every moment at which the first can be stopped.

        ``deadlocks``: they may wait for each other, so that the server ends one of them.
        """
        for number in itertools.count():
            patients = [self.ann.do(AddPatient(name=Name("Ann", f"P{n}"))).id for n in range(2)]
            yield Round(self, number, *patients)
            assert deadlocks or not self.raced, (number, self.raced)
            if not self._stopped:
                break
        assert number > 3, "the first was hardly ever stopped"
        assert self.waited, "the second never had to wait"
        found = verified(self.place)
        assert found.ok, found.problems

    def race(self, moment: int, first: Command[Any], second: Command[Any]) -> tuple[Any, Any]:
        """Stop the first behind its statement of that number until the second can't go on."""
        self.ann.stop_behind(moment + 1)
        one = self.threads.submit(self.ann.do, first)
        while not self.ann.stopped.wait(0.001) and not one.done():
            pass
        self._stopped = self.ann.stopped.is_set()
        try:
            two = self.threads.submit(self.bob.do, second)
            self.waited += self._waits(two)
        finally:
            self.ann.go_on()
        return one.result(60), two.result(60)

    def _waits(self, future: Future[Any]) -> bool:
        """Wait until someone waits for a lock, and tell so; or until there is an answer."""
        with psycopg.connect(self.place.url, autocommit=True) as connection:
            while not future.done():
                found = connection.execute(_WAITS).fetchone()
                if found and found[0]:
                    return True
        return False

    def ask(self, query: Query[Any]) -> Any:  # noqa: ANN401 - any answer
        """Answer a question."""
        use_case = compose.QUERIES[type(query)]
        return self.ann.database.read(lambda read: use_case(read, query)).answer


@dataclass(frozen=True, slots=True)
class Round:
    """One race, on a day and with patients that no other race has."""

    clinic: Clinic
    number: int
    patient: int
    other: int

    @property
    def day(self) -> dt.date:
        return FIRST_DAY + dt.timedelta(days=self.number)

    def at(self, minutes: int) -> dt.datetime:
        """Answer the instant so many minutes after nine."""
        return NINE + dt.timedelta(days=self.number) + minutes * MINUTE

    def book(
        self, doctor: int = LEE, start: int = 0, length: int = 30, *, patient: int = 0
    ) -> BookBlock:
        """Wish for a time, so many minutes after nine."""
        return BookBlock(
            patient_id=patient or self.patient, doctor_id=doctor,
            start=self.at(start), end=self.at(start + length),
        )  # fmt: skip

    def booked(self, doctor: int = LEE, start: int = 0, *, patient: int = 0) -> Appointment:
        """Have a visit of half an hour."""
        found = self.clinic.bob.do(self.book(doctor, start, patient=patient)).appointment
        assert isinstance(found, Appointment)
        return found

    def hours(self, text: str, block: int = 15) -> SetWeeklyHours:
        """Wish for other hours of Dr Lee on this day."""
        return SetWeeklyHours(
            doctor_id=LEE, hours=WeeklyHours.parse(text), block_minutes=block,
            start=self.day, until=self.day,
        )  # fmt: skip

    def race(self, first: Command[Any], second: Command[Any]) -> tuple[Any, Any]:
        """Carry both out at once."""
        return self.clinic.race(self.number, first, second)

    def visit(self, visit: Appointment) -> Appointment:
        """Read a visit as it is now."""
        found = self.clinic.ask(TheAppointment(appointment_id=visit.id))
        assert isinstance(found, Appointment)
        return found

    def blocks(self, state: BlockState = BlockState.FREE) -> list[tuple[int, int]]:
        """The stretches of Dr Lee's blocks, in minutes after nine."""
        span = TimeSpan(self.at(-60), self.at(600))
        found: tuple[Block, ...] = self.clinic.ask(
            Blocks(span=span, doctor_ids=(LEE,), state=state)
        )
        return [
            (int((one.start - self.at(0)) / MINUTE), int((one.end - self.at(0)) / MINUTE))
            for one in found
        ]


@pytest.fixture
def raced(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note each failure that a command is tried again for, whichever way its statement went."""
    found: list[str] = []
    worth_retrying = faults.worth_retrying

    def noted(error: DBAPIError) -> bool:
        again = worth_retrying(error)
        if again:
            found.append(faults.sqlstate(error))
        return again

    monkeypatch.setattr(faults, "worth_retrying", noted)
    return found


@pytest.fixture
def clinic(
    postgresql_place: Place, raced: list[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Clinic]:
    # Who is first decides how many appointments new hours hit; these races are about the blocks.
    monkeypatch.setattr(effects, "judge", lambda *_: None)
    with ExitStack() as stack:
        ann, bob = (Pc(stack.enter_context(postgresql_place.database())) for _ in range(2))
        made = Clinic(postgresql_place, ann, bob, stack.enter_context(ThreadPoolExecutor(2)), raced)
        hours = WeeklyHours.parse("Mon-Sun 9-12")
        until = FIRST_DAY + dt.timedelta(days=90)
        for doctor, name in ((LEE, "Dr Lee"), (KAY, "Dr Kay")):
            assert ann.do(AddDoctor(name=name)).id == doctor
            ann.do(SetWeeklyHours(doctor_id=doctor, hours=hours, start=FIRST_DAY, until=until))
        yield made


def cancelling(visit: Appointment) -> CancelAppointment:
    return CancelAppointment(appointment_id=visit.id, reason=CancelReason.CLINIC)


def moving(visit: Appointment, start: dt.datetime, doctor: int) -> MoveAppointment:
    return MoveAppointment(appointment_id=visit.id, start=start, doctor_id=doctor)


def arriving(visit: Appointment) -> SetStatus:
    return SetStatus(appointment_id=visit.id, status=AppointmentStatus.ARRIVED)


def last_change(clinic: Clinic) -> int:
    """The sequence of the newest change."""
    return clinic.ann.database.read(lambda read: read.sequence).answer


def test_one_patient_is_not_seen_twice_at_once(clinic: Clinic) -> None:
    for one in clinic.rounds():
        ends = one.race(one.book(LEE), one.book(KAY, 15))
        refused = [end for end in ends if isinstance(end, str)]
        assert refused == ["patient_busy"], (one.number, ends)


@pytest.mark.parametrize("again", [False, True])
def test_of_two_undos_at_once_the_slower_is_told_that_it_is_done(
    clinic: Clinic, *, again: bool
) -> None:
    """As where one waits for the other, and as one redo of two."""
    for one in clinic.rounds():
        visit = one.booked()
        command: Undo | Redo = Undo(sequence=last_change(clinic))
        if again:
            one.clinic.bob.do(command)
            command = Redo(sequence=last_change(clinic))
        ends = one.race(command, replace(command, command_id=uuid4()))
        refused = [end for end in ends if isinstance(end, str)]
        assert refused == ["already_redone" if again else "already_undone"], (one.number, ends)
        assert one.visit(visit).holds is again


@pytest.mark.parametrize("by_block", [False, True])
def test_two_equal_bookings_at_once_are_one(clinic: Clinic, *, by_block: bool) -> None:
    for one in clinic.rounds():
        wish = one.book()
        if by_block:
            span = TimeSpan(one.at(0), one.at(15))
            [free] = clinic.ask(Blocks(span=span, doctor_ids=(LEE,)))
            wish = BookBlock(patient_id=one.patient, block_id=free.id)
        again = replace(wish, command_id=uuid4())
        ends = one.race(wish, again)
        assert sorted(end.repeated for end in ends) == [False, True], (one.number, ends)
        assert {end.appointment.id for end in ends} == {wish.appointment_id}


@pytest.mark.parametrize("undo_first", [False, True])
@pytest.mark.parametrize("what", ["arrived", "moved", "cancelled"])
def test_an_undo_takes_back_only_what_nobody_has_changed(
    clinic: Clinic, what: str, *, undo_first: bool
) -> None:
    for one in clinic.rounds():
        visit = one.booked()
        undo = Undo(sequence=last_change(clinic))
        change: Command[Any] = {
            "arrived": arriving(visit),
            "moved": moving(visit, one.at(60), KAY),
            "cancelled": cancelling(visit),
        }[what]
        pair = (undo, change) if undo_first else (change, undo)
        ends = one.race(*pair)
        undone, changed = ends if undo_first else reversed(ends)
        now = one.visit(visit)
        if isinstance(undone, str):
            assert undone == "changed_since"
            assert changed == now
        else:
            assert changed in {"status_not_possible", "not_movable"}, (one.number, ends)
            assert undone.appointment == now
            assert now.reason == CancelReason.UNDONE.value


@pytest.mark.parametrize("hours_first", [False, True])
@pytest.mark.parametrize("what", ["cancelled", "moved", "undone"])
def test_time_that_is_freed_while_the_hours_change_is_not_offered(
    clinic: Clinic, what: str, *, hours_first: bool
) -> None:
    for one in clinic.rounds():
        visit = one.booked()
        freeing: Command[Any] = {
            "cancelled": cancelling(visit),
            "moved": moving(visit, one.at(60), KAY),
            "undone": Undo(sequence=last_change(clinic)),
        }[what]
        hours = one.hours("Mon-Sun 11-13")
        ends = one.race(*((hours, freeing) if hours_first else (freeing, hours)))
        assert not [end for end in ends if isinstance(end, str)], (one.number, ends)
        assert one.blocks() == [(at, at + 15) for at in range(120, 240, 15)], one.number


@pytest.mark.parametrize("hours_first", [False, True])
@pytest.mark.parametrize("whose", [LEE, None])
def test_no_laying_leaves_a_free_block_in_time_off_that_is_just_saved(
    clinic: Clinic, whose: int | None, *, hours_first: bool
) -> None:
    for one in clinic.rounds():
        when = Stretch(one.day, one.day, 600, 660)
        off: Command[Any] = CloseClinic(closings=(Closing(when),))
        if whose is not None:
            off = AddTimeOff(doctor_id=whose, when=when)
        hours = one.hours("Mon-Sun 9-12", block=30)
        ends = one.race(*((hours, off) if hours_first else (off, hours)))
        assert not [end for end in ends if isinstance(end, str)], (one.number, ends)
        assert one.blocks() == [(0, 30), (30, 60), (120, 150), (150, 180)], one.number


@pytest.mark.parametrize("booked_first", [False, True])
def test_leave_is_saved_as_it_was_shown_or_not_at_all(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch, *, booked_first: bool
) -> None:
    monkeypatch.setattr(effects, "judge", JUDGED)
    for one in clinic.rounds(deadlocks=True):
        off = AddTimeOff(doctor_id=LEE, when=Stretch(one.day, one.day, 540, 600))
        seen = clinic.ask(EffectOf(change=off))
        off = replace(off, effect=seen.digest)
        pair = (one.book(), off) if booked_first else (off, one.book())
        ends = one.race(*pair)
        booked, saved = ends if booked_first else ends[::-1]
        won = not isinstance(booked, str), not isinstance(saved, str)
        assert won in ((True, False), (False, True)), (one.number, ends)
        refused = saved if won[0] else booked
        assert refused in ("effect_changed", "block_taken", "no_block", "block_withdrawn"), ends


def test_a_booking_waits_for_the_hours_that_are_just_laid(clinic: Clinic) -> None:
    for one in clinic.rounds():
        _, booked = one.race(one.hours("Mon-Sun 9-12", block=30), one.book())
        assert not isinstance(booked, str), (one.number, booked)
        assert (0, 30) in one.blocks(BlockState.BOOKED) or (0, 15) in one.blocks(BlockState.BOOKED)


@pytest.mark.parametrize("first", ["arrived", "cancelled", "moved", "moved to another doctor"])
@pytest.mark.parametrize("second", ["cancelled", "moved to another doctor"])
def test_a_visit_that_two_change_at_once_is_known_to_both(
    clinic: Clinic, first: str, second: str
) -> None:
    def change(what: str, visit: Appointment, one: Round) -> Command[Any]:
        match what:
            case "arrived":
                return arriving(visit)
            case "cancelled":
                return cancelling(visit)
        return moving(visit, one.at(60), LEE if what == "moved" else KAY)

    for one in clinic.rounds():
        visit = one.booked()
        ends = one.race(change(first, visit, one), change(second, visit, one))
        refused = {end for end in ends if isinstance(end, str)}
        assert refused <= {"status_not_possible", "not_movable"}, (one.number, ends)
        assert bool(refused) <= ("cancelled" in {first, second})


def swapped(one: Round) -> tuple[Command[Any], Command[Any]]:
    """Two visits of one patient, each to the doctor of the other."""
    left, right = one.booked(LEE), one.booked(KAY, 30)
    return moving(left, one.at(60), KAY), moving(right, one.at(60 + 30), LEE)


def exchanged(one: Round) -> tuple[Command[Any], Command[Any]]:
    """Two visits, each onto the very time of the other."""
    left, right = one.booked(LEE), one.booked(KAY, patient=one.other)
    return moving(left, one.at(0), KAY), moving(right, one.at(0), LEE)


def shifted(one: Round) -> tuple[Command[Any], Command[Any]]:
    """Two neighbours: one goes a quarter on into the other's time, the other a quarter back."""
    left, right = one.booked(LEE), one.booked(LEE, 30, patient=one.other)
    return moving(left, one.at(15), LEE), moving(right, one.at(15), LEE)


def crowded(one: Round) -> tuple[Command[Any], Command[Any]]:
    """A visit that goes a quarter on, and a booking of the whole time from its start."""
    visit = one.booked(LEE)
    return moving(visit, one.at(15), LEE), one.book(LEE, 0, 60, patient=one.other)


def crossing(one: Round) -> tuple[Command[Any], Command[Any]]:
    """A visit to an earlier block, and a booking over both."""
    visit = one.booked(LEE, 60)
    return moving(visit, one.at(0), LEE), one.book(LEE, 0, 90, patient=one.other)


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize("case", [swapped, exchanged, shifted, crowded, crossing])
def test_moves_onto_each_other_never_wait_for_each_other(
    clinic: Clinic,
    case: Callable[[Round], tuple[Command[Any], Command[Any]]],
    *,
    turned: bool,
) -> None:
    for one in clinic.rounds():
        pair = case(one)
        ends = one.race(*(reversed(pair) if turned else pair))
        refused = {end for end in ends if isinstance(end, str)}
        assert refused <= {"block_taken", "patient_busy"}, (one.number, ends)


@pytest.mark.parametrize("hours_first", [False, True])
def test_a_move_and_other_hours_at_once_are_both_done(clinic: Clinic, *, hours_first: bool) -> None:
    """They may wait for each other; the server then ends one, which is done again unasked."""
    for one in clinic.rounds(deadlocks=True):
        visit = one.booked(LEE, 60)
        hours, move = one.hours("Mon-Sun 9-11"), moving(visit, one.at(15), LEE)
        ends = one.race(*((hours, move) if hours_first else (move, hours)))
        assert not [end for end in ends if isinstance(end, str)], (one.number, ends)
        assert one.visit(visit).start == one.at(15)
