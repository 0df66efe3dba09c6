"""Two offices on one database at random, beside a plain model; and as many undos as actions."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from clinic_desktop.domain.availability import SetDays, SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import (
    TRANSITIONS,
    AgendaOf,
    AppointmentStatus,
    Blocks,
    BookBlock,
    CancelAppointment,
    CancelReason,
    MoveAppointment,
    SetStatus,
    Undo,
    Verify,
)
from clinic_desktop.domain.effect import EffectOf, TimeChange
from clinic_desktop.domain.office import Command
from clinic_desktop.domain.people import AddDoctor, AddPatient, Name
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.timeoff import (
    AddTimeOff,
    CloseClinic,
    Closing,
    RemoveTimeOff,
    Stretch,
    TimeOffOf,
)
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.tables import availability, block
from tests.engines import ENGINES, empty
from tests.trust.world import answered

DAY = dt.date(2025, 11, 3)
NINE = dt.datetime(2025, 11, 3, 14, 0, tzinfo=dt.UTC)
STEP = dt.timedelta(minutes=30)
SPAN = TimeSpan(NINE - 4 * STEP, NINE + 20 * STEP)
S = AppointmentStatus
OFFICES = st.integers(0, 1)
DOCTORS = st.integers(1, 2)
PATIENTS = st.integers(1, 3)
SLOTS = st.integers(0, 7)
LENGTHS = st.integers(1, 3)
SLOTS_OF = {"Mon 9-13": range(8), "Mon 9-11": range(4), "Mon 10-13": range(2, 8)}
HOURS = st.sampled_from(list(SLOTS_OF.items()))
_RULES = select(availability.c.resource_id, availability.c.hours, availability.c.overrides).where(
    availability.c.archived_at.is_(None)
)
State = dict[str, Any]


class CrashError(Exception):
    """The program dies in the middle of a transaction."""


class Clinic(RuleBasedStateMachine):
    """Dr 1 and Dr 2 on a Monday in blocks of half an hour, seen by two offices."""

    engine = ""

    def __init__(self) -> None:
        """Make a clinic, and a model of it."""
        super().__init__()
        self.stack = ExitStack()
        self.place = self.stack.enter_context(empty(self.engine))
        self.offices = [self.stack.enter_context(self.place.office()) for _ in range(2)]
        # An office takes back only what it did itself: whom the walk is about never goes.
        with self.place.office() as office:
            for name in ("Dr One", "Dr Two"):
                answered(office.do(AddDoctor(name=name)))
            for name in ("A", "B", "C"):
                answered(office.do(AddPatient(name=Name("Pat", name))))
        self.visits: dict[UUID, State] = {}
        # The same in every repetition of a walk: views are ordered by them where times are equal.
        self.ids = (UUID(int=number) for number in itertools.count(1))
        self.hours: dict[int, set[int]] = {}
        # By their ids: whose (None: the clinic is closed), and which slots.
        self.leaves: dict[int, tuple[int | None, set[int]]] = {}
        for doctor in (1, 2):
            self._set_hours(0, doctor, "Mon 9-13")
            self.hours[doctor] = set(range(8))

    def do(self, office: int, command: Command[Any]) -> Any:  # noqa: ANN401 - any answer
        """Carry out a command; a refusal answers its code."""
        try:
            return answered(self.offices[office].do(command))
        except Refusal as refusal:
            return refusal.code

    def _set_hours(self, office: int, doctor: int, text: str) -> Any:  # noqa: ANN401 - any answer
        hours = WeeklyHours.parse(text)
        wish = SetWeeklyHours(doctor_id=doctor, hours=hours, block_minutes=30, start=DAY, until=DAY)
        return self.change(office, wish)

    def change(self, office: int, wish: TimeChange[Any]) -> Any:  # noqa: ANN401 - any answer
        """Look at what a change would do, and save just that."""
        seen = answered(self.offices[office].ask(EffectOf(change=wish)))
        return self.do(office, replace(wish, effect=seen.digest))

    # --- the model ------------------------------------------------------------------------

    def offered(self, doctor: int) -> set[int]:
        """The slots of a doctor's hours, time off taken out."""
        away = (slots for whose, slots in self.leaves.values() if whose in (None, doctor))
        return self.hours[doctor].difference(*away)

    def hit(self, doctor: int | None, slots: Iterable[int]) -> set[UUID]:
        """Who is still to come and would touch time off, or lie outside of hours."""
        return {
            number
            for number, one in self.visits.items()
            if doctor in (None, one["doctor"])
            and one["holds"]
            and one["status"] in (S.BOOKED, S.ARRIVED)
            and set(one["slots"]) & set(slots)
        }

    def holder(self, doctor: int, slot: int) -> UUID | None:
        """Who holds a slot."""
        for number, one in self.visits.items():
            if one["holds"] and one["doctor"] == doctor and slot in one["slots"]:
                return number
        return None

    def possible(self, doctor: int, slots: range, patient: int, own: UUID | None = None) -> bool:
        """Tell whether a visit fits: all that is offered and held by nobody, or by itself."""
        fits = all(
            slot in self.offered(doctor)
            if self.holder(doctor, slot) is None
            else self.holder(doctor, slot) == own
            for slot in slots
        )
        busy = any(
            one["holds"] and one["patient"] == patient and set(one["slots"]) & set(slots)
            for number, one in self.visits.items()
            if number != own
        )
        return fits and not busy

    def pick(self, data: st.DataObject) -> UUID:
        """Choose an appointment."""
        return data.draw(st.sampled_from(list(self.visits)))

    # --- what happens ---------------------------------------------------------------------

    @rule(office=OFFICES, doctor=DOCTORS, patient=PATIENTS, slot=SLOTS, length=LENGTHS)
    def book(self, office: int, doctor: int, patient: int, slot: int, length: int) -> None:
        """Book a run; the same wish again books nothing."""
        slots, number = range(slot, slot + length), next(self.ids)
        start = NINE + slot * STEP
        wish: State = {
            "patient_id": patient,
            "doctor_id": doctor,
            "start": start,
            "end": start + length * STEP,
        }
        answer = self.do(office, BookBlock(appointment_id=number, **wish))
        assert (not isinstance(answer, str)) == self.possible(doctor, slots, patient), answer
        if isinstance(answer, str):
            return
        self.visits[number] = {
            "doctor": doctor, "patient": patient, "slots": slots, "status": S.BOOKED, "holds": True,
            "cut": False,
        }  # fmt: skip
        assert self.do(1 - office, BookBlock(appointment_id=number, **wish)).repeated

    @precondition(lambda self: self.visits)
    @rule(
        office=OFFICES,
        data=st.data(),
        doctor=DOCTORS,
        slot=SLOTS,
        length=st.none() | LENGTHS,
        stays=st.booleans(),
    )
    def move(
        self,
        office: int,
        data: st.DataObject,
        doctor: int,
        slot: int,
        length: int | None,
        *,
        stays: bool,
    ) -> None:
        """Move a visit, onto its own old run as well, or make it longer or shorter in place."""
        number = self.pick(data)
        one = self.visits[number]
        stays = stays and length is not None
        if stays:
            doctor, slot = one["doctor"], one["slots"][0]
        slots = range(slot, slot + (length or len(one["slots"])))
        if one["cut"] and set(slots) & set(one["slots"]):
            return  # its one block may not be taken in parts
        wish = MoveAppointment(
            appointment_id=number,
            doctor_id=doctor,
            start=None if stays else NINE + slot * STEP,
            end=None if length is None else NINE + (slot + length) * STEP,
        )
        answer = self.do(office, wish)
        movable = one["status"] in (S.BOOKED, S.ARRIVED)
        fits = self.possible(doctor, slots, one["patient"], number)
        assert (not isinstance(answer, str)) == (movable and fits), answer
        if not isinstance(answer, str):
            one |= {"doctor": doctor, "slots": slots, "cut": False}

    @precondition(lambda self: self.visits)
    @rule(office=OFFICES, data=st.data())
    def cancel(self, office: int, data: st.DataObject) -> None:
        """Cancel a visit."""
        number = self.pick(data)
        one = self.visits[number]
        answer = self.do(
            office, CancelAppointment(appointment_id=number, reason=CancelReason.CLINIC)
        )
        assert (not isinstance(answer, str)) == (S.CANCELLED in TRANSITIONS[one["status"]]), answer
        if not isinstance(answer, str):
            one |= {"status": S.CANCELLED, "holds": False}

    @precondition(lambda self: self.visits)
    @rule(
        office=OFFICES, data=st.data(), status=st.sampled_from([s for s in S if s != S.CANCELLED])
    )
    def set_status(self, office: int, data: st.DataObject, status: S) -> None:
        """Say where a visit stands."""
        number = self.pick(data)
        one = self.visits[number]
        answer = self.do(office, SetStatus(appointment_id=number, status=status))
        allowed = status is one["status"] or status in TRANSITIONS[one["status"]]
        assert (not isinstance(answer, str)) == allowed, answer
        if not isinstance(answer, str):
            one["status"] = status

    @rule(office=OFFICES, doctor=DOCTORS, hours=HOURS)
    def set_hours(self, office: int, doctor: int, hours: tuple[str, range]) -> None:
        """Change the hours: booked blocks stay, free ones follow the new hours."""
        answer = self._set_hours(office, doctor, hours[0])
        self.hours[doctor] = set(hours[1])
        outside = set(range(-8, 24)) - self.offered(doctor)
        assert {one.id for one in answer.affected} == self.hit(doctor, outside)

    @rule(office=OFFICES, doctor=DOCTORS, hours=HOURS)
    def set_day(self, office: int, doctor: int, hours: tuple[str, range]) -> None:
        """Give the day hours of its own, and take them back."""
        windows = WeeklyHours.parse(hours[0]).days[0]
        wish = SetDays(doctor_id=doctor, days=(DAY,), windows=windows)
        answer = self.change(office, wish)
        kept, self.hours[doctor] = self.hours[doctor], set(hours[1])
        outside = set(range(-8, 24)) - self.offered(doctor)
        assert {one.id for one in answer.affected} == self.hit(doctor, outside)
        self.do(office, Undo())
        self.hours[doctor] = kept

    @rule(office=OFFICES, whose=DOCTORS | st.none(), slot=SLOTS, length=LENGTHS)
    def take_off(self, office: int, whose: int | None, slot: int, length: int) -> None:
        """Take a doctor off, or close the clinic: whoever is hit stays booked, and is listed."""
        wish, slots = self._off(whose, slot, length), set(range(slot, slot + length))
        answer = self.change(office, wish)
        # What is closed already is left as it is, and hits nobody anew.
        hit = set() if answer.skipped else self.hit(whose, slots)
        assert {one.id for one in answer.affected} == hit
        for one in answer.time_off:
            self.leaves[one.id] = whose, slots

    def _off(self, whose: int | None, slot: int, length: int) -> TimeChange[Any]:
        minutes = 540 + 30 * slot
        when = Stretch(DAY, DAY, minutes, minutes + 30 * length)
        if whose is None:
            return CloseClinic(closings=(Closing(when),))
        return AddTimeOff(doctor_id=whose, when=when)

    @precondition(lambda self: self.leaves)
    @rule(office=OFFICES, data=st.data())
    def come_back(self, office: int, data: st.DataObject) -> None:
        """Take time off away again: nobody is hit by that."""
        number = data.draw(st.sampled_from(sorted(self.leaves)))
        answer = self.change(office, RemoveTimeOff(time_off_id=number))
        assert answer.affected == ()
        del self.leaves[number]

    @rule(office=OFFICES, doctor=DOCTORS, slot=SLOTS, length=LENGTHS, booked=SLOTS)
    def book_meanwhile(self, office: int, doctor: int, slot: int, length: int, booked: int) -> None:
        """Somebody books while another looks at what leave would do: only that is ever saved."""
        wish = self._off(doctor, slot, length)
        seen = answered(self.offices[office].ask(EffectOf(change=wish)))
        before = set(self.visits)
        self.book(1 - office, doctor, 1, booked, 1)
        answer = self.do(office, replace(wish, effect=seen.digest))
        inside = booked in range(slot, slot + length) and set(self.visits) != before
        assert (answer == "effect_changed") == inside, answer
        if not isinstance(answer, str):
            for one in answer.time_off:
                self.leaves[one.id] = doctor, set(range(slot, slot + length))

    @rule(office=OFFICES)
    def undo(self, office: int) -> None:
        """Take back the office's last command: the model reads what came of it."""
        answer = self.do(office, Undo())
        if not isinstance(answer, str):
            self.read_back()

    @rule(slot=SLOTS)
    def crash(self, slot: int) -> None:
        """Die in the middle of a transaction that has written already."""

        def work(transaction: Transaction) -> None:
            gone = block.delete().where(block.c.appointment_id.is_(None))
            transaction.connection.execute(gone)
            transaction.entry.touch("block", slot)
            raise CrashError

        with self.place.database() as database, pytest.raises(CrashError):
            database.write(Command(), work)

    def read_back(self) -> None:
        """Take the database's word for the model; invariants still compare all views."""
        seen = answered(self.offices[0].ask(AgendaOf(span=SPAN, cancelled=True)))
        # A booking that was taken back is shown nowhere.
        self.visits = {}
        for one in seen.appointments:
            first = int((one.start - NINE) / STEP)
            slots = range(first, first + int(one.span.duration / STEP))
            self.visits[one.id] = {
                "doctor": one.doctor_id, "patient": one.patient_id, "slots": slots,
                "status": one.status, "holds": one.holds, "cut": len(one.block_ids) < len(slots),
            }  # fmt: skip
        with self.place.database() as database:
            rules = database.read(lambda read: read.connection.execute(_RULES).all()).answer
        self.hours = {1: set(), 2: set()}
        for rule_ in sorted(rules, key=lambda one: one.overrides):
            self.hours[rule_.resource_id] = set(SLOTS_OF[rule_.hours])
        self.leaves = {}
        for whose in (None, 1, 2):
            query = TimeOffOf(doctor_id=whose, first=DAY)
            for one in answered(self.offices[0].ask(query)):
                first, last = (
                    (minute - 540) // 30 for minute in (one.when.start_minute, one.when.end_minute)
                )
                self.leaves[one.id] = one.doctor_id, set(range(first, last))

    # --- what must hold -------------------------------------------------------------------

    @invariant()
    def both_see_the_model(self) -> None:
        """Compare what each office shows with the model; and verify finds nothing."""
        expected = {
            (number, one["doctor"], one["patient"], one["slots"], one["status"], one["holds"])
            for number, one in self.visits.items()
        }
        free = {
            (doctor, slot)
            for doctor in self.hours
            for slot in self.offered(doctor)
            if self.holder(doctor, slot) is None
        }
        for office in self.offices:
            seen = answered(office.ask(AgendaOf(span=SPAN, cancelled=True)))
            assert {_seen(one) for one in seen.appointments} == expected
            assert {(b.doctor_id, int((b.start - NINE) / STEP)) for b in seen.free} == free
            held = answered(office.ask(Blocks(span=SPAN)))
            assert held == seen.free
        found = answered(self.offices[0].ask(Verify()))
        assert found.ok, found.problems

    def teardown(self) -> None:
        """Close everything."""
        self.stack.close()


def _seen(one: Any) -> tuple[object, ...]:  # noqa: ANN401 - an appointment
    first = int((one.start - NINE) / STEP)
    slots = range(first, first + int(one.span.duration / STEP))
    return one.id, one.doctor_id, one.patient_id, slots, one.status, one.holds


def _run(engine: str, examples: int, steps: int) -> None:
    """Walk at random."""
    case: Any = type("Clinic", (Clinic,), {"engine": engine}).TestCase  # type: ignore[attr-defined] # hypothesis adds it
    case.settings = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        # Shrinking a failure would take longer than reading the steps that led to it.
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    case("runTest").runTest()


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
def test_walks_agree_with_the_model(engine: str) -> None:
    _run(engine, 8, 20)


@pytest.mark.soak
@pytest.mark.parametrize("engine", ENGINES)
def test_long_walks_agree_with_the_model(engine: str) -> None:
    _run(engine, 300, 60)
