"""Taking back: whose command, in what order, what refuses, and that the schedule comes back."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from pathlib import Path
from typing import Any

import pytest

from clinic_desktop.domain.availability import SetDays
from clinic_desktop.domain.booking import AppointmentStatus, Blocks, Redo, Undo
from clinic_desktop.domain.bulk import ImportHistory
from clinic_desktop.domain.patients import ChangePatient, MergePatients
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddPatient,
    AddRoom,
    AllowRight,
    DisallowRight,
    Name,
    Users,
)
from clinic_desktop.domain.refusals import Misuse, Refusal
from clinic_desktop.domain.sites import AddSite, Branches, SetTravel
from clinic_desktop.domain.time import TimeSpan, time_words, zone_named
from clinic_desktop.domain.timeoff import AddTimeOff, CloseClinic, Closing, Stretch
from tests.engines import ZONE, Place
from tests.exchange.conftest import CASES
from tests.scheduling.desk import MONDAY, NINE, Desk

S = AppointmentStatus


def test_a_booking_taken_back_is_a_cancellation_of_its_own_kind(desk: Desk) -> None:
    before = desk.picture()
    visit = desk.book(0, 60)
    undone = desk.undo()
    assert (undone.command, undone.appointment.reason) == ("BookBlock", "undone")
    assert desk.picture() == before
    assert desk.visit(visit.id).status is S.CANCELLED


def test_a_cancellation_taken_back_claims_its_time_again(desk: Desk) -> None:
    visit = desk.book(0, 60)
    desk.status(visit, S.ARRIVED)
    before = desk.picture()
    desk.cancel(visit)
    assert desk.undo().appointment.status is S.ARRIVED
    assert desk.picture() == before
    assert desk.visit(visit.id).block_ids == visit.block_ids


def test_a_cancellation_whose_time_is_taken_stays(desk: Desk) -> None:
    visit = desk.book(0, 60)
    desk.cancel(visit)
    sequence = _last(desk)
    desk.book(30, patient=2)
    assert desk.codes(Undo(sequence=sequence)) == ["block_taken"]


def test_a_cancellation_is_revived_on_whatever_blocks_lie_there(desk: Desk) -> None:
    visit = desk.book(0, 60)
    desk.cancel(visit)
    sequence = _last(desk)
    desk.hours("Mon 9-12", block=15)
    revived = desk.undo(sequence).appointment
    assert (revived.span, len(revived.block_ids)) == (visit.span, 4)


def test_a_cancellation_is_taken_back_whatever_the_hours_are_now(desk: Desk) -> None:
    visit = desk.book(30, 30)
    desk.cancel(visit)
    sequence = _last(desk)
    desk.hours("Mon 9-12", block=60)
    revived = desk.undo(sequence).appointment
    assert (revived.start, revived.end, revived.holds) == (visit.start, visit.end, True)
    assert desk.free() == [0, 60, 120]
    desk.cancel(visit)
    assert desk.free() == [0, 60, 120]


def test_time_outside_the_hours_is_not_offered_once_it_is_free(desk: Desk) -> None:
    """And comes back with its visit, then with the hours."""
    at_first = desk.picture()
    visit = desk.book(0, 60)
    booked = desk.picture()
    desk.hours("Mon 10:30-12")
    outside = desk.picture()
    desk.cancel(visit)
    assert desk.free() == [90, 120, 150]
    for expected in (outside, booked, at_first):
        desk.undo()
        assert desk.picture() == expected


def test_taking_back_one_day_of_hours_touches_no_other_day(desk: Desk) -> None:
    desk.hours("Mon-Sun 9-12", start=MONDAY)
    years = TimeSpan(NINE - dt.timedelta(days=400), NINE + dt.timedelta(days=2000))
    before = desk.ask(Blocks(span=years, doctor_ids=(1,)))
    desk.hours("Mon 10-11", start=MONDAY, until=MONDAY)
    assert len(desk.ask(Blocks(span=years, doctor_ids=(1,)))) < len(before)
    desk.undo()
    after = desk.ask(Blocks(span=years, doctor_ids=(1,)))
    assert [block.span for block in after] == [block.span for block in before]
    desk.verify()


def test_a_move_a_status_and_hours_taken_back(desk: Desk) -> None:
    visit = desk.book(0, 60)
    for act in (
        lambda: desk.move(visit, 30),
        lambda: desk.move(visit, 90, doctor=2),
        lambda: desk.move(visit, end=180),
        lambda: desk.move(visit, end=120),
        lambda: desk.move(visit, 60, end=180),
        lambda: desk.status(visit, S.FULFILLED),
        lambda: desk.hours("Mon 10-11, 13-15"),
    ):
        before = desk.picture()
        act()
        assert desk.picture() != before
        desk.undo()
        assert desk.picture() == before


def test_undo_twice_takes_back_two(desk: Desk) -> None:
    pictures = [desk.picture()]
    for start in (0, 30, 60):
        desk.book(start, patient=1 + start // 30)
        pictures.append(desk.picture())
    for expected in reversed(pictures[:-1]):
        desk.undo()
        assert desk.picture() == expected


def test_one_change_is_taken_back_once(desk: Desk) -> None:
    desk.book(0)
    sequence = _last(desk)
    by = desk.undo(sequence)
    assert by.sequence == sequence
    assert desk.codes(Undo(sequence=sequence)) == ["already_undone"]
    assert desk.codes(Undo(sequence=_last(desk))) == ["not_undoable"]
    assert desk.codes(Undo(sequence=99_999)) == ["nothing_to_undo"]


def test_behind_what_can_not_be_taken_back_the_last_that_can_is_named(
    desk: Desk, tmp_path: Path
) -> None:
    visit = desk.book(0)
    booked = _last(desk)
    folder = Path(shutil.copytree(CASES / "practice", tmp_path / "practice"))
    desk.do(ImportHistory(file=folder / "visits.csv", mapping=str(folder / "practice.toml")))
    [reason] = desk.refused(Undo())
    assert (reason.code, reason.facts["command"]) == ("not_undoable", "ImportHistory")
    done = dt.datetime.fromisoformat(reason.facts["at"])
    assert reason.facts["actor"] == "tester"
    at_clinic = time_words(done, zone_named(ZONE))
    told = f"“import history” by tester ({at_clinic}) can't be taken back. Nothing was changed. "
    assert reason.message.startswith(f"{told}The last change before it that can be is “book block”")
    last = reason.facts["undoable"]
    assert (last["sequence"], last["command"]) == (booked, "BookBlock")
    desk.undo(last["sequence"])
    assert desk.visit(visit.id).status is S.CANCELLED


def test_an_undo_tells_what_it_took_back_and_whose(desk: Desk) -> None:
    """Each kind of command that has no visit to show for it."""
    off = AddTimeOff(doctor_id=1, when=Stretch(MONDAY, MONDAY, 13 * 60, 17 * 60))
    north = desk.do(AddSite(name="North"))
    desk.undo()
    assert north.id not in [one.id for one in desk.ask(Branches())]
    name = Name("Ann", "Smyth")
    for act, about, patient in (
        (lambda: desk.hours("Mon 10-12"), "Dr Lee, Mon 10-12 on Mon 3 Nov 2025", ""),
        (lambda: desk.hours("none", 2), "Dr Kay, no hours on Mon 3 Nov 2025", ""),
        (
            lambda: desk.change(SetDays(doctor_id=1, days=(MONDAY,), windows=((540, 600),))),
            "Dr Lee, Mon 3 Nov 2025",
            "",
        ),
        (lambda: desk.change(off), "Dr Lee, Leave, 3 Nov 2025, 13:00\u201317:00", ""),
        (
            lambda: desk.change(CloseClinic(closings=(Closing(Stretch(MONDAY, MONDAY)),))),
            "Closed, 3 Nov 2025",
            "",
        ),
        (lambda: desk.do(AddRoom(name="Room 1")), "Room 1", ""),
        (lambda: desk.do(AddSite(name="South")), "South", ""),
        (lambda: desk.do(AddAppointmentType(name="Scan", minutes=30)), "Scan", ""),
        (lambda: desk.do(AllowRight(user="ann", right="overbook")), "ann, overbook", ""),
        (lambda: desk.do(AddPatient(name=Name("Dia", "Poe"))), "", "Dia Poe"),
        (lambda: desk.do(ChangePatient(patient_id=1, name=name)), "", "Ann Smith"),
        (lambda: desk.do(MergePatients(kept_id=2, other_id=3)), "", "Ben Smith and Cem Smith"),
    ):
        act()
        undone = desk.undo()
        assert undone.about.startswith(about), undone
        assert (bool(undone.about), undone.patient) == (bool(about), patient)


def test_a_way_between_sites_taken_back_is_told_by_both(desk: Desk) -> None:
    north = desk.do(AddSite(name="North")).id
    here = next(one for one in desk.ask(Branches()) if one.id != north)
    desk.do(SetTravel(first_id=here.id, second_id=north, minutes=30))
    assert desk.undo().about == f"{here.name} and North"


def test_a_site_that_something_uses_stays_and_every_use_is_told(desk: Desk) -> None:
    north = desk.do(AddSite(name="North")).id
    added = _last(desk)
    desk.do(AddRoom(name="Room 7", site_id=north))
    here = next(one.id for one in desk.ask(Branches()) if one.id != north)
    desk.do(SetTravel(first_id=here, second_id=north, minutes=30))
    [reason] = desk.refused(Undo(sequence=added))
    assert reason.code == "in_use"
    assert reason.facts["uses"] == ["doctors, rooms or equipment", "ways to it"]
    desk.undo()
    desk.undo()
    assert desk.undo(added).about == "North"
    assert [one.id for one in desk.ask(Branches())] == [here]
    assert desk.codes(AddRoom(name="Room 8", site_id=north)) == ["unknown_site"]
    # Its name is free again.
    assert desk.do(AddSite(name="North")).id != north


def test_a_right_comes_and_goes_and_every_change_of_it_is_taken_back(desk: Desk) -> None:
    def rights() -> dict[str, tuple[str, ...]]:
        return {one.name: one.rights for one in desk.ask(Users())}

    desk.do(AllowRight(user="ann", right="overbook"))
    desk.do(AllowRight(user="ann", right="pass_do_not_book"))
    assert rights() == {"ann": ("overbook", "pass_do_not_book"), "tester": ()}
    desk.do(DisallowRight(user="ann", right="overbook"))
    assert rights()["ann"] == ("pass_do_not_book",)
    for expected in (("overbook", "pass_do_not_book"), ("overbook",), ()):
        desk.undo()
        assert rights()["ann"] == expected
    assert desk.codes(DisallowRight(user="nobody", right="overbook")) == ["unknown_user"]
    assert desk.misused(DisallowRight(user="ann", right="book")) == "unknown_right"


def test_a_later_change_stands_in_the_way_and_is_named(desk: Desk) -> None:
    visit = desk.book(0)
    sequence = _last(desk)
    desk.move(visit, 60)
    [reason] = desk.refused(Undo(sequence=sequence))
    assert (reason.code, reason.facts["command"]) == ("changed_since", "MoveAppointment")
    assert reason.facts["actor"] == "tester"
    assert "“move appointment” by tester (" in reason.message
    desk.undo()
    desk.undo(sequence)


def test_later_hours_stand_in_the_way_of_taking_older_ones_back(desk: Desk) -> None:
    desk.hours("Mon 8-12")
    sequence = _last(desk)
    desk.hours("Mon 10-12")
    assert desk.codes(Undo(sequence=sequence)) == ["changed_since"]
    desk.undo()
    desk.undo(sequence)
    assert desk.free() == [0, 30, 60, 90, 120, 150]


def test_own_run_and_station(place: Place) -> None:
    with place.office() as office, place.office() as other:
        desk = Desk(office)
        visit = desk.book(0)
        for wish, code in ((Undo(), "nothing_to_undo"), (Undo(sequence=None), "nothing_to_undo")):
            with pytest.raises(Refusal) as refused:
                other.do(wish).result(60)
            assert refused.value.code == code
        other.do(Undo(of_station=True)).result(60)
        assert desk.visit(visit.id).status is S.CANCELLED


def _last(desk: Desk) -> int:
    """The sequence of the last change."""
    from clinic_desktop.domain.office import TheSite

    return desk.office.ask(TheSite()).result(60).sequence


def redo(desk: Desk, sequence: int | None = None) -> Any:  # noqa: ANN401 - Undone
    """Do again."""
    return desk.do(Redo(sequence=sequence))


def test_what_was_taken_back_is_done_again_step_by_step(desk: Desk) -> None:
    visit = desk.book(0, 60)
    pictures = [desk.picture()]
    for act in (
        lambda: desk.move(visit, 30),
        lambda: desk.status(visit, S.ARRIVED),
        lambda: desk.cancel(visit),
        lambda: desk.hours("Mon 10-11, 13-15"),
    ):
        act()
        pictures.append(desk.picture())
    for _ in range(2):
        for expected in (*pictures[-2::-1], None):
            desk.undo()
            assert expected is None or desk.picture() == expected
        for expected in pictures:
            redo(desk)
            assert desk.picture() == expected
    assert desk.visit(visit.id).reason == "patient_ill"
    assert desk.codes(Redo()) == ["nothing_to_redo"]
    desk.verify()


def test_something_new_ends_what_could_be_done_again(desk: Desk) -> None:
    desk.book(0)
    desk.book(60, patient=2)
    desk.undo()
    desk.undo()
    assert redo(desk).command == "BookBlock"
    desk.book(120, patient=3)
    assert desk.codes(Redo()) == ["nothing_to_redo"]


def test_a_change_that_was_done_again_is_taken_back_by_its_own_number(desk: Desk) -> None:
    visit = desk.book(0)
    sequence = _last(desk)
    desk.undo()
    undone = _last(desk)
    assert redo(desk, undone).sequence == sequence
    assert desk.codes(Redo(sequence=undone)) == ["already_redone"]
    desk.undo(sequence)
    assert desk.visit(visit.id).status is S.CANCELLED
    assert desk.codes(Undo(sequence=sequence)) == ["already_undone"]


def test_redo_is_aware_of_others_and_says_who_and_when(place: Place) -> None:
    with place.office(actor="ann") as office, place.office(actor="ben") as other:
        desk, ben = Desk(office), Desk.__new__(Desk)
        ben.office = other
        desk.book(0)
        desk.undo()
        taken = ben.book(0, patient=2)
        (reason,) = desk.refused(Redo())
        assert reason.code == "block_taken"
        assert reason.facts["since"]["actor"] == "ben"
        assert "This is so since “book block” by ben (" in reason.message
        ben.cancel(taken)
        redo(desk)
        visit = desk.visit(desk.book(60).id)
        desk.undo()
        ben.hours("Mon 9-11", doctor=2)
        # Nothing of it is about hours of somebody else; a station has its own hand.
        redo(desk)
        ben.move(visit, 120)
        (reason,) = desk.refused(Undo())
        assert (reason.code, reason.facts["actor"]) == ("changed_since", "ben")


def test_hours_taken_back_or_done_again_leave_nobody_out_and_say_the_way(place: Place) -> None:
    """Neither can be saved all the same, so that is not offered."""
    with place.office(actor="ann") as office, place.office(actor="ben") as other:
        desk, ben = Desk(office), Desk.__new__(Desk)
        ben.office = other
        desk.hours("Mon 10-12")
        desk.undo()
        ben.book(0, patient=2)
        desk.hours("Mon 8-12", doctor=2)
        added = _last(desk)
        ben.book(-60, patient=3, doctor=2)
        for wish in (Redo(sequence=added - 2), Undo(sequence=added)):
            (reason,) = desk.refused(wish)
            assert reason.code == "appointments_affected"
            assert "all the same" not in reason.message
            assert "or make this change anew: then they can be left as they are" in reason.message
            assert "This is so since “book block” by ben (" in reason.message
        desk.verify()


class Walk:
    """Someone who does things at random.

    Once hours have changed around a visit that holds time, none is moved or cancelled any more:
    the free blocks that this would leave do not follow from the hours, and are not brought back.
    """

    def __init__(self, desk: Desk, seed: int) -> None:
        """Begin with every action possible."""
        self._desk = desk
        self._chance = random.Random(seed)  # noqa: S311 - a walk that can be repeated
        self._settled = False

    def act(self) -> bool:
        """Do something; tell whether it changed anything."""
        desk, before = self._desk, _last(self._desk)
        seen: Any = desk.picture()
        visits = sorted(seen[0], key=lambda one: one[0])
        try:
            self._do(self._chance.randint(0, 4 if visits else 0), visits)
        except (Refusal, Misuse):
            assert _last(desk) == before
        return _last(desk) > before

    def _do(self, what: int, visits: list[Any]) -> None:
        desk, chance = self._desk, self._chance
        visit = desk.visit(chance.choice(visits)[0]) if visits else None
        start, doctor = chance.randrange(0, 180, 30), chance.randint(1, 2)
        if what == 0 or visit is None:
            desk.book(start, 30 * chance.randint(1, 2), chance.randint(1, 3), doctor)
        elif what == 1 and not self._settled:
            desk.move(visit, start, doctor)
        elif what == 2 and not self._settled:
            desk.cancel(visit)
        elif what == 3:
            desk.status(visit, chance.choice([S.ARRIVED, S.FULFILLED, S.BOOKED]))
        elif what == 4:
            hours = chance.choice(["Mon 9-12", "Mon 10-12", "Mon 8-11", "Mon 9-10, 11-13", "none"])
            desk.hours(hours, doctor, chance.choice([15, 30, 60]))
            self._settled = self._settled or any(holds for *_, holds in visits)


@pytest.mark.slow
@pytest.mark.parametrize("walks", [4, pytest.param(60, marks=pytest.mark.soak)])
def test_as_many_undos_as_actions_give_the_same_schedule(desk: Desk, walks: int) -> None:
    for seed in range(walks):
        walk = Walk(desk, seed)
        pictures = [desk.picture()]
        pictures += [desk.picture() for _ in range(12) if walk.act()]
        for expected in reversed(pictures[:-1]):
            desk.undo()
            assert desk.picture() == expected
