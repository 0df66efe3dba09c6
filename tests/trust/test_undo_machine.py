"""Two offices do, take back and do again at random: what was put back is there, or who and when.

No model of the clinic is kept, only what the public questions show, fact by fact, and which facts
each command changed. To put a command back is to give just those their old values.
"""

from __future__ import annotations

import datetime as dt
import itertools
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from clinic_desktop.domain.availability import HoursOf, SetDays, SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import (
    AgendaOf,
    AppointmentStatus,
    BookBlock,
    CancelAppointment,
    CancelReason,
    MoveAppointment,
    Redo,
    SetStatus,
    TheAppointment,
    Undo,
    Verify,
)
from clinic_desktop.domain.doctors import RemoveDoctor, TakeOnDoctor
from clinic_desktop.domain.effect import EffectOf, TimeChange
from clinic_desktop.domain.office import Command, Done, Query
from clinic_desktop.domain.parking import DropParked, ParkedVisits, PlanVisit, parked_as
from clinic_desktop.domain.patients import ChangePatient, MergePatients
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddDoctor,
    AddPatient,
    AddRoom,
    AllowRight,
    AppointmentTypes,
    ChangeAppointmentType,
    Doctors,
    FindPatients,
    Name,
)
from clinic_desktop.domain.refusals import Misuse, Refusal
from clinic_desktop.domain.several import CancelSeveral, MoveSeveral, Step, swapped
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.timeoff import (
    AddTimeOff,
    CloseClinic,
    Closing,
    RemoveTimeOff,
    Stretch,
    TimeOffOf,
)
from tests.engines import ENGINES, empty
from tests.trust.world import answered

DAY = dt.date(2025, 11, 3)
NINE = dt.datetime(2025, 11, 3, 14, 0, tzinfo=dt.UTC)
STEP = dt.timedelta(minutes=30)
SPAN = TimeSpan(NINE - 8 * STEP, NINE + 24 * STEP)
ACTORS = ("ann", "ben")
OFFICES = st.integers(0, 1)
DOCTORS = st.integers(1, 2)
ROOM = 3
SLOTS = st.integers(0, 7)
LENGTHS = st.integers(1, 3)
WORDS = st.sampled_from(["", "deaf", "pays late"])
HOURS = st.sampled_from(["Mon 9-13", "Mon 9-11", "Mon 10-13", "Mon 9-10, 11-13", "none"])
Facts = dict[tuple[object, ...], object]
Free = frozenset[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Row:
    """A committed command: whose, and each fact that it changed, before and after."""

    sequence: int
    office: int
    command: Command[Any]
    changed: dict[tuple[object, ...], tuple[object, object]]
    undoes: int | None


@dataclass
class Hand:
    """What an office could take back, and do again: the last one last, as every editor keeps it."""

    done: list[int] = field(default_factory=list)
    undone: list[int] = field(default_factory=list)


class Offices(RuleBasedStateMachine):
    """Dr 1 and Dr 2 and a room on a Monday in blocks of half an hour, seen by two offices."""

    engine = ""

    def __init__(self) -> None:
        """Make a clinic whose hands are empty."""
        super().__init__()
        self.stack = ExitStack()
        place = self.stack.enter_context(empty(self.engine))
        with place.office() as office:
            for name in ("Dr One", "Dr Two"):
                answered(office.do(AddDoctor(name=name)))
            answered(office.do(AddRoom(name="Room 1")))
            for name in ("A", "B", "C"):
                answered(office.do(AddPatient(name=Name(name, "Smith"))))
            answered(office.do(AddAppointmentType(name="Check", minutes=30)))
            for actor in ACTORS:
                answered(office.do(AllowRight(user=actor, right="overbook")))
            for doctor in (1, 2):
                hours = WeeklyHours.parse("Mon 9-13")
                wish = SetWeeklyHours(
                    doctor_id=doctor, hours=hours, block_minutes=30, start=DAY, until=DAY
                )
                answered(office.do(wish))
        self.offices = [self.stack.enter_context(place.office(actor=actor)) for actor in ACTORS]
        # The same in every repetition of a walk: views are ordered by them where times are equal.
        self.ids = (UUID(int=number) for number in itertools.count(1))
        self.rows: dict[int, Row] = {}
        self.hands = (Hand(), Hand())
        self.free_by_facts: dict[frozenset[Any], Free] = {}
        self.facts = self.look(0)

    def ask(self, office: int, query: Query[Any]) -> Any:  # noqa: ANN401 - any answer
        """Ask a question; a refusal answers None."""
        try:
            return answered(self.offices[office].ask(query))
        except Refusal:
            return None

    # --- what is seen ---------------------------------------------------------------------

    def look(self, office: int) -> Facts:
        """Ask for all that there is; what is free follows from it, and everything is in order."""
        facts: Facts = {}
        agenda = self.ask(office, AgendaOf(span=SPAN, cancelled=True))
        for one in agenda.appointments:
            told = {
                "patient": one.patient_id, "time": (one.span, one.resource_ids, one.overbooked),
                "status": (one.status, one.holds, one.reason, one.cancelled_by), "note": one.note,
                "type": one.type_id or 0,
            }  # fmt: skip
            facts |= {("visit", one.id, name): value for name, value in told.items()}
        for found in self.ask(office, FindPatients(text="smith", limit=200)):
            facts["patient", found.patient.id] = replace(found.patient, version=0)
        for one in self.ask(office, ParkedVisits()):
            facts["pin", one.id] = (one.patient_id, one.doctor_id, one.minutes, one.appointment_id)
        doctors = self.ask(office, Doctors())
        facts |= {("doctor", one.id): one for one in doctors}
        for one in self.ask(office, AppointmentTypes()):
            facts["type", one.id] = replace(one, version=0)
        for doctor in (1, 2):
            rules = self.ask(office, HoursOf(doctor_id=doctor, first=DAY, last=DAY)) or ()
            # Those of the day stand beside those of the week.
            for single in (False, True):
                facts["hours", doctor, single] = tuple(
                    sorted((str(one.hours), one.start) for one in rules if one.overrides is single)
                )
        for whose in (None, 1, 2):
            for one in self.ask(office, TimeOffOf(doctor_id=whose, first=DAY)) or ():
                facts["off", one.id] = (one.doctor_id, one.when, one.kind, one.note)
        free = frozenset((block.doctor_id, block.start, block.end) for block in agenda.free)
        known = self.free_by_facts.setdefault(frozenset(facts.items()), free)
        assert known == free, (known ^ free, facts)
        verified = self.ask(office, Verify())
        assert verified.ok, verified.problems
        return facts

    def visits(self) -> list[UUID]:
        """The ids of the visits that are shown."""
        return sorted({key[1] for key in self.facts if key[0] == "visit"})  # type: ignore[misc] # ids

    def numbers(self, kind: str) -> list[int]:
        """The ids of the things of a kind that are shown."""
        return sorted({key[1] for key in self.facts if key[0] == kind})  # type: ignore[misc] # ids

    # --- what is done ---------------------------------------------------------------------

    def commit(self, office: int, command: Command[Any]) -> Row | Refusal | Misuse:
        """Carry out a command and note what it changed; one that is refused changed nothing."""
        before = self.facts
        error, done = self.answered(office, command)
        self.facts = self.look(1 - office)
        if error is not None or done is None:
            assert self.facts == before, error
            return error or Refusal()
        changed = {
            key: (before.get(key), self.facts.get(key))
            for key in before.keys() | self.facts.keys()
            if before.get(key) != self.facts.get(key)
        }
        if done.changes is None:
            assert not changed
            return Row(0, office, command, {}, None)
        row = Row(done.changes.sequence, office, command, changed, done.changes.undoes)
        self.rows[row.sequence] = row
        return row

    def answered(
        self, office: int, command: Command[Any]
    ) -> tuple[Refusal | Misuse | None, Done[Any] | None]:
        """Answer the refusal, or the answer."""
        try:
            return None, self.offices[office].do(command).result(60)
        except (Refusal, Misuse) as error:
            return error, None

    def act(self, office: int, command: Command[Any]) -> None:
        """Do something of one's own: what was taken back before is done again no more."""
        row = self.commit(office, command)
        if isinstance(row, Row) and row.sequence:
            self.hands[office].done.append(row.sequence)
            self.hands[office].undone.clear()

    def change(self, office: int, wish: TimeChange[Any]) -> None:
        """Look at what a change would do, and save just that."""
        seen = self.ask(office, EffectOf(change=wish))
        if seen is not None:
            self.act(office, replace(wish, effect=seen.digest))

    @rule(
        office=OFFICES, doctor=DOCTORS, data=st.data(), slot=SLOTS, length=LENGTHS,
        beside=st.sampled_from([(), (), (ROOM,)]), over=st.booleans(), new=st.booleans(),
    )  # fmt: skip
    def book(
        self, office: int, doctor: int, data: st.DataObject, slot: int, length: int,
        beside: tuple[int, ...], *, over: bool, new: bool,
    ) -> None:  # fmt: skip
        """Book somebody, or somebody new, alone or with a room, over others if need be."""
        wish: dict[str, Any] = {"newcomer": AddPatient(name=Name("New", "Smith"))}
        if not new:
            wish = {"patient_id": data.draw(st.sampled_from(self.numbers("patient")))}
        command = BookBlock(
            appointment_id=next(self.ids), doctor_id=doctor, start=NINE + slot * STEP,
            end=NINE + (slot + length) * STEP, even_if_busy=True, with_ids=beside,
            overbook=over and not beside, reason="Pain" if over else "", **wish,
        )  # fmt: skip
        self.act(office, command)

    @precondition(lambda self: self.visits())
    @rule(office=OFFICES, data=st.data(), doctor=DOCTORS, slot=SLOTS, length=st.none() | LENGTHS)
    def move(
        self, office: int, data: st.DataObject, doctor: int, slot: int, length: int | None
    ) -> None:
        """Move a visit, and make it longer or shorter."""
        command = MoveAppointment(
            appointment_id=data.draw(st.sampled_from(self.visits())), doctor_id=doctor,
            start=NINE + slot * STEP, even_if_busy=True,
            end=None if length is None else NINE + (slot + length) * STEP,
        )  # fmt: skip
        self.act(office, command)

    @precondition(lambda self: self.visits())
    @rule(office=OFFICES, data=st.data(), reason=st.sampled_from([*CancelReason][:3]))
    def cancel(self, office: int, data: st.DataObject, reason: CancelReason) -> None:
        """Cancel a visit."""
        number = data.draw(st.sampled_from(self.visits()))
        self.act(office, CancelAppointment(appointment_id=number, reason=reason))

    @precondition(lambda self: len(self.visits()) > 1)
    @rule(office=OFFICES, data=st.data(), slot=SLOTS, what=st.integers(0, 2))
    def change_several(self, office: int, data: st.DataObject, slot: int, what: int) -> None:
        """Swap two visits, move several behind each other, or cancel them; tried before."""
        chosen = st.lists(st.sampled_from(self.visits()), min_size=2, max_size=3, unique=True)
        seen = [self.ask(office, TheAppointment(appointment_id=one)) for one in data.draw(chosen)]
        command: MoveSeveral | CancelSeveral = swapped(*seen[:2])
        if what == 1:
            lengths = (one.span.duration for one in seen)
            starts = itertools.accumulate(lengths, initial=NINE + slot * STEP)
            pairs = zip(seen, starts, strict=False)
            steps = tuple(Step.of(one, 1, start) for one, start in pairs)
            command = MoveSeveral(steps=steps, even_if_busy=True)
        elif what == 2:
            steps = tuple(map(Step.of, seen))
            command = CancelSeveral(steps=steps, reason=CancelReason.DOCTOR_AWAY)
        _, tried = self.answered(office, replace(command, preview=True, command_id=uuid4()))
        assert self.look(office) == self.facts
        before = self.hands[office].done[-1:]
        self.act(office, command)
        would_change = tried is not None and bool(tried.answer.visits)
        assert would_change == (self.hands[office].done[-1:] != before)

    @precondition(lambda self: self.visits())
    @rule(office=OFFICES, data=st.data(), planned=st.booleans())
    def park(self, office: int, data: st.DataObject, *, planned: bool) -> None:
        """Put a visit onto the pinboard, for all to see, or one that is planned."""
        number = data.draw(st.sampled_from(self.visits()))
        patient = data.draw(st.sampled_from(self.numbers("patient")))
        seen = self.ask(office, TheAppointment(appointment_id=number))
        plan = PlanVisit(patient_id=patient, minutes=30, doctor_id=1, shared=True)
        self.act(office, plan if planned else parked_as(seen, shared=True))

    @precondition(lambda self: self.numbers("pin"))
    @rule(office=OFFICES, data=st.data(), doctor=DOCTORS, slot=SLOTS)
    def drop(self, office: int, data: st.DataObject, doctor: int, slot: int) -> None:
        """Book what waits on the pinboard."""
        command = DropParked(
            parked_id=data.draw(st.sampled_from(self.numbers("pin"))), doctor_id=doctor,
            start=NINE + slot * STEP, even_if_busy=True, appointment_id=next(self.ids),
        )  # fmt: skip
        self.act(office, command)

    @precondition(lambda self: self.visits())
    @rule(
        office=OFFICES, data=st.data(),
        status=st.sampled_from([one for one in AppointmentStatus if one != "cancelled"]),
    )  # fmt: skip
    def set_status(self, office: int, data: st.DataObject, status: AppointmentStatus) -> None:
        """Say where a visit stands."""
        number = data.draw(st.sampled_from(self.visits()))
        self.act(office, SetStatus(appointment_id=number, status=status))

    @rule(office=OFFICES, data=st.data(), note=WORDS)
    def correct(self, office: int, data: st.DataObject, note: str) -> None:
        """Write a note about a patient."""
        number = data.draw(st.sampled_from(self.numbers("patient")))
        self.act(office, ChangePatient(patient_id=number, note=note))

    @rule(office=OFFICES, data=st.data(), register=st.booleans())
    def merge(self, office: int, data: st.DataObject, *, register: bool) -> None:
        """Register somebody, or find that two are one."""
        if register:
            self.act(office, AddPatient(name=Name("More", "Smith")))
            return
        kept, other = (data.draw(st.sampled_from(self.numbers("patient"))) for _ in range(2))
        self.act(office, MergePatients(kept_id=kept, other_id=other))

    @rule(office=OFFICES, doctor=DOCTORS, hours=HOURS, single=st.booleans())
    def set_hours(self, office: int, doctor: int, hours: str, *, single: bool) -> None:
        """Change the hours of the week, or of the day."""
        parsed = WeeklyHours.parse(hours)
        wish: TimeChange[Any] = SetWeeklyHours(
            doctor_id=doctor, hours=parsed, block_minutes=30, start=DAY, until=DAY
        )
        if single:
            wish = SetDays(doctor_id=doctor, days=(DAY,), windows=parsed.days[0])
        self.change(office, wish)

    @rule(office=OFFICES, whose=DOCTORS | st.none(), slot=SLOTS, length=LENGTHS)
    def take_off(self, office: int, whose: int | None, slot: int, length: int) -> None:
        """Take a doctor off, or close the clinic."""
        minutes = 540 + 30 * slot
        when = Stretch(DAY, DAY, minutes, minutes + 30 * length)
        if whose is None:
            self.change(office, CloseClinic(closings=(Closing(when),)))
        else:
            self.change(office, AddTimeOff(doctor_id=whose, when=when))

    @precondition(lambda self: self.numbers("off"))
    @rule(office=OFFICES, data=st.data())
    def come_back(self, office: int, data: st.DataObject) -> None:
        """Take time off away again."""
        number = data.draw(st.sampled_from(self.numbers("off")))
        self.change(office, RemoveTimeOff(time_off_id=number))

    @rule(office=OFFICES, data=st.data(), minutes=st.sampled_from([20, 30]), what=SLOTS)
    def change_lists(self, office: int, data: st.DataObject, minutes: int, what: int) -> None:
        """Add a kind of visit, change one; take a doctor on, or away."""
        if what < 2:
            name = data.draw(st.sampled_from(["Check", "Scan", "Talk"]))
            self.act(office, AddAppointmentType(name=name, minutes=minutes))
        elif what < 4:
            number = data.draw(st.sampled_from(self.numbers("type")))
            name = data.draw(st.sampled_from(["Check", "Scan", "Talk"]))
            self.act(office, ChangeAppointmentType(type_id=number, name=name, minutes=minutes))
        elif what < 6:
            hours = WeeklyHours.parse("Tue 9-10")
            self.change(
                office,
                TakeOnDoctor(name="Dr New", hours=hours, block_minutes=30, even_if_known=True),
            )
        else:
            number = data.draw(st.sampled_from(self.numbers("doctor")))
            if number > ROOM:
                self.change(office, RemoveDoctor(doctor_id=number))

    # --- what is taken back, and done again -------------------------------------------------

    @rule(office=OFFICES)
    def undo(self, office: int) -> None:
        """Take back the office's last command."""
        self.put_back(office, Undo())

    @rule(office=OFFICES)
    def undo_once_more(self, office: int) -> None:
        """As often as something is done anew."""
        self.put_back(office, Undo())

    @rule(office=OFFICES)
    def redo(self, office: int) -> None:
        """Do again what the office took back last."""
        self.put_back(office, Redo())

    @rule()
    def there_and_back(self) -> None:
        """Take everything back, the last first, whoever did it, and do it all again."""
        at_last = self.facts
        order = []
        while any(hand.done for hand in self.hands):
            office = max((0, 1), key=lambda one: self.hands[one].done[-1:])
            assert self.put_back(office, Undo()), self.rows
            order.append(office)
        for office in reversed(order):
            assert self.put_back(office, Redo()), self.rows
        assert self.facts == at_last

    def put_back(self, office: int, command: Undo | Redo) -> bool:
        """Take back, or do again; what it changed is as before, or the refusal says who and when.

        It is never refused where nobody else did anything meanwhile. Answers whether it was done.
        """
        hand, before = self.hands[office], self.facts
        stack, other = (
            (hand.done, hand.undone) if isinstance(command, Undo) else (hand.undone, hand.done)
        )
        answer = self.commit(office, command)
        if not stack:
            assert isinstance(answer, Refusal)
            assert answer.code in ("nothing_to_undo", "nothing_to_redo")
            return False
        wanted = self.rows[stack[-1]]
        if not isinstance(answer, Row):
            assert isinstance(answer, Refusal), answer
            self.names_who(answer, wanted)
            return False
        assert answer.undoes == stack.pop()
        other.append(answer.sequence)
        assert self.facts == self.expected(before, wanted), wanted
        return True

    def names_who(self, refusal: Refusal, wanted: Row) -> None:
        """Find in a refusal who did what since, and when: somebody else, whose change still is."""
        since = [reason.facts.get("since", reason.facts) for reason in refusal.reasons]
        sequences = [one.get("sequence") for one in since]
        assert all(sequences), refusal.reasons
        for reason, sequence in zip(refusal.reasons, sequences, strict=True):
            row = self.rows[sequence]
            assert row.office != wanted.office, reason
            assert sequence > wanted.sequence, reason
            assert f"by {ACTORS[row.office]} (" in reason.message
            assert sequence in (*self.hands[row.office].done, *self.hands[row.office].undone)

    def expected(self, before: Facts, wanted: Row) -> Facts:
        """Give each fact that a command changed its old value; whoever is not there stays away."""
        first = wanted
        while first.undoes is not None:
            first = self.rows[first.undoes]
        found = dict(before)
        for key, (was, left) in wanted.changed.items():
            if isinstance(first.command, MergePatients) and key[0] == "visit" and key not in before:
                continue
            newcomer = isinstance(first.command, BookBlock) and key[0] == "patient"
            corrected = before.get(key) != left
            if newcomer and was is None and (corrected or self.has_visit(key[1])):
                continue
            if was is None:
                found.pop(key, None)
            else:
                found[key] = was
        if isinstance(first.command, MergePatients) and isinstance(
            self.rows[wanted.sequence].command, Undo
        ):
            # What the other one got meanwhile comes over, too.
            kept, other = first.command.kept_id, first.command.other_id
            of_other = [
                key for key, one in found.items() if key[2:] == ("patient",) and one == other
            ]
            found |= dict.fromkeys(of_other, kept)
        return found

    def has_visit(self, patient: object) -> bool:
        """Tell whether a patient has a visit that is shown."""
        return any(
            key[2:] == ("patient",) and value == patient for key, value in self.facts.items()
        )

    def teardown(self) -> None:
        """Close everything."""
        self.stack.close()


def _run(engine: str, examples: int, steps: int) -> None:
    """Walk at random."""
    case: Any = type("Offices", (Offices,), {"engine": engine}).TestCase  # type: ignore[attr-defined] # hypothesis adds it
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
@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", ENGINES)
def test_what_is_taken_back_is_as_before_or_it_is_told_who_and_when(engine: str) -> None:
    _run(engine, 5, 20)


@pytest.mark.soak
@pytest.mark.parametrize("engine", ENGINES)
def test_long_walks_back_and_forth(engine: str) -> None:
    _run(engine, 200, 60)
