"""A visit keeps the site it was booked at, whatever becomes of the hours there, and its way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest

from clinic_desktop.domain.availability import (
    CopyDays,
    SetDays,
    SetWeeklyHours,
    WeeklyHours,
    day_parts,
)
from clinic_desktop.domain.booking import (
    Appointment,
    Blocks,
    BookBlock,
    MoveAppointment,
    NextFree,
    Redo,
    Undo,
)
from clinic_desktop.domain.effect import EffectOf
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.offers import NextTimes
from clinic_desktop.domain.openings import NextOpenings, Openings
from clinic_desktop.domain.people import AddAppointmentType, AddRoom, AllowRight
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.sites import AddSite, SetTravel, SitesOfBlocks
from clinic_desktop.domain.time import TimeSpan, day_span, zone_named
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import laying, regaining, runs, ways_back
from clinic_desktop.storage.database import Read, Transaction
from tests.engines import Place
from tests.scheduling.desk import DAY, MINUTE, MONDAY, NINE, Desk, at

LEE, MAIN = 1, 1
NEW_YORK = zone_named("America/New_York")
TUESDAY = MONDAY + dt.timedelta(days=1)


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    """The clinic on the day before; whatever a test did, verify finds nothing."""
    with place.office(clock=lambda: NINE - 24 * 60 * MINUTE) as office:
        made = Desk(office)
        yield made
        made.verify()


@pytest.fixture
def north(desk: Desk) -> int:
    """A second site, half an hour away."""
    site: int = desk.do(AddSite(name="North")).id
    desk.change(SetTravel(first_id=site, second_id=MAIN, minutes=30))
    return site


def hours(site: int, text: str, day: dt.date = MONDAY) -> SetWeeklyHours:
    return SetWeeklyHours(
        doctor_id=LEE, hours=WeeklyHours.parse(text), block_minutes=30, start=day, until=day,
        site_id=site,
    )  # fmt: skip


def to_north(desk: Desk, north: int) -> None:
    """Dr Lee works at North that Monday, as she did at the first site; who is booked stays."""
    desk.change(hours(MAIN, "none"))
    desk.change(hours(north, "Mon 9-12"))


def sites(desk: Desk, visit: Appointment) -> set[int]:
    """At which sites the blocks of a visit are."""
    found = dict(desk.ask(SitesOfBlocks(span=visit.span, doctor_ids=(LEE,))))
    return {found[number] for number in desk.visit(visit.id).block_ids}


def free_sites(desk: Desk) -> set[int]:
    """At which sites Dr Lee is free."""
    found = dict(desk.ask(SitesOfBlocks(span=DAY, doctor_ids=(LEE,))))
    return {found[one.id] for one in desk.ask(Blocks(span=DAY, doctor_ids=(LEE,)))}


ALL = [0, 30, 60, 90, 120, 150]


def test_a_kept_visit_stays_where_it_is_and_the_way_to_it_is_kept_free(
    desk: Desk, north: int
) -> None:
    visit = desk.book(60)
    assert visit.site_id == MAIN
    to_north(desk, north)
    # She is with that patient from 10 to 10:30, and half an hour on her way before and after.
    assert desk.free() == [0, 120, 150]
    assert (desk.visit(visit.id).site_id, sites(desk, visit)) == (MAIN, {MAIN})
    assert free_sites(desk) == {north}
    for start in (30, 90):
        wish = BookBlock(patient_id=2, doctor_id=LEE, start=at(start), end=at(start + 30))
        assert desk.codes(wish) == ["travel"]
        found = desk.ask(Why(doctor_id=LEE, start=at(start), minutes=30))
        assert [one.code for one in found.obstacles] == ["travel"]
        assert found.obstacles[0].nearest.start == at(120)
    offered = desk.ask(NextOpenings(doctor_ids=(LEE,), after=at(15), minutes=30, limit=1))
    assert [one.start for one in offered] == [at(120)]
    desk.verify()
    # Once nobody is there any more she is at North all morning.
    desk.cancel(visit)
    assert desk.free() == ALL
    assert free_sites(desk) == {north}
    desk.undo()
    assert desk.free() == [0, 120, 150]
    assert (desk.visit(visit.id).site_id, sites(desk, visit)) == (MAIN, {MAIN})


def test_taking_the_change_back_has_the_day_as_it_was(desk: Desk, north: int) -> None:
    visit = desk.book(60)
    before = desk.picture()
    to_north(desk, north)
    desk.undo()
    desk.undo()
    assert desk.picture() == before
    assert sites(desk, visit) == free_sites(desk) == {MAIN}


def test_whoever_moves_a_kept_visit_brings_it_to_where_the_doctor_is_then(
    desk: Desk, north: int
) -> None:
    visit = desk.book(60)
    to_north(desk, north)
    there = desk.move(visit, 120)
    assert there.site_id == north
    assert desk.free() == [0, 30, 60, 90, 150]
    assert free_sites(desk) == {north}
    desk.undo()
    assert desk.visit(visit.id).site_id == MAIN
    assert desk.free() == [0, 120, 150]
    desk.do(MoveAppointment(appointment_id=visit.id, doctor_id=2, start=at(0)))
    assert desk.free() == ALL
    assert desk.visit(visit.id).site_id == MAIN


def test_who_was_told_one_site_is_told_apart_whenever_hours_there_change(
    desk: Desk, north: int
) -> None:
    visit = desk.book(60)
    to_north(desk, north)
    # Hours that would have her at North are none for who comes to the first site, as before.
    seen = desk.ask(EffectOf(change=hours(north, "Mon 9-13")))
    assert (seen.hits, [hit.appointment.id for hit in seen.already]) == ((), [visit.id])
    assert desk.do(hours(north, "Mon 9-13")).affected == ()
    # As soon as she is there again nobody is hit, and it is a visit like any other.
    desk.change(hours(north, "none"))
    assert desk.change(hours(MAIN, "Mon 9-12")).affected == ()
    assert desk.free() == [0, 30, 90, 120, 150]
    desk.cancel(visit)
    assert desk.free() == ALL
    assert free_sites(desk) == {MAIN}


def test_a_way_that_is_told_later_is_kept_free_around_a_kept_visit(desk: Desk) -> None:
    north = desk.do(AddSite(name="North")).id
    visit = desk.book(60)
    to_north(desk, north)
    assert desk.free() == [0, 30, 90, 120, 150]
    assert sites(desk, visit) == {MAIN}
    desk.change(SetTravel(first_id=north, second_id=MAIN, minutes=30))
    assert desk.free() == [0, 120, 150]
    desk.undo()
    assert desk.free() == [0, 30, 90, 120, 150]
    # The same time is one of North's hours now, and is free there once it is given back.
    desk.cancel(visit)
    assert desk.free() == ALL
    assert free_sites(desk) == {north}


def test_time_that_a_date_has_elsewhere_is_free_there_once_a_visit_goes(desk: Desk) -> None:
    north = desk.do(AddSite(name="North")).id
    visit = desk.book(60)
    own = SetDays(doctor_id=LEE, days=(MONDAY,), windows=day_parts("9-12"), site_id=north)
    gone = SetDays(doctor_id=LEE, days=(MONDAY,), windows=(), site_id=MAIN)
    desk.change(own)
    desk.change(gone)
    assert (sites(desk, visit), free_sites(desk)) == ({MAIN}, {north})
    desk.cancel(visit)
    assert (desk.free(), free_sites(desk)) == (ALL, {north})


@pytest.fixture
def short(desk: Desk) -> int:
    """A type of ten minutes that may begin every ten: blocks are cut for it."""
    wish = AddAppointmentType(name="Jab", minutes=10, grid_minutes=10)
    number: int = desk.do(wish).id
    return number


def test_a_visit_that_was_cut_out_of_a_block_keeps_its_site(
    desk: Desk, north: int, short: int
) -> None:
    wish = BookBlock(patient_id=1, doctor_id=LEE, start=at(70), type_id=short)
    visit = desk.do(wish).appointment
    to_north(desk, north)
    assert (desk.visit(visit.id).site_id, sites(desk, visit)) == (MAIN, {MAIN})
    # From 10:10 to 10:20 there: nothing between 9:40 and 10:50.
    offered = [one.start for one in desk.ask(Openings(span=DAY, doctor_ids=(LEE,), type_id=short))]
    assert not [one for one in offered if at(30) < one < at(110)]
    desk.cancel(visit)
    assert desk.free() == ALL


def test_a_visit_over_others_keeps_its_site_and_its_way(desk: Desk, north: int) -> None:
    first = desk.book(60)
    wish = BookBlock(
        patient_id=2, doctor_id=LEE, start=at(60), end=at(90), overbook=True, reason="a child",
    )  # fmt: skip
    desk.do(AllowRight(user="tester", right="overbook"))
    second = desk.do(wish).appointment
    to_north(desk, north)
    assert desk.visit(second.id).site_id == MAIN
    desk.cancel(first)
    assert desk.free() == [0, 120, 150]
    desk.cancel(second)
    assert desk.free() == ALL


def over(desk: Desk, start: int, end: int, patient: int) -> Appointment:
    """Book somebody over whoever is there."""
    wish = BookBlock(
        patient_id=patient, doctor_id=LEE, start=at(start), end=at(end), overbook=True,
        reason="a child",
    )  # fmt: skip
    found: Appointment = desk.do(wish).appointment
    return found


@pytest.mark.parametrize("cut", [False, True])
def test_who_is_booked_over_others_is_at_the_site_of_those(
    desk: Desk, north: int, short: int, *, cut: bool
) -> None:
    to_north(desk, north)
    desk.do(AllowRight(user="tester", right="overbook"))
    first = desk.book(60)
    if cut:
        desk.cancel(first)
        wish = BookBlock(patient_id=1, doctor_id=LEE, start=at(60), type_id=short)
        first = desk.do(wish).appointment
    second = over(desk, 60, 90, 2)
    third = over(desk, 65, 80, 3)
    visits = (first, second, third)
    assert [desk.visit(one.id).site_id for one in visits] == [north] * 3
    desk.verify()
    # Neither is hit by hours that are what they were, and the time around them stays free.
    desk.change(SetTravel(first_id=north, second_id=MAIN, minutes=20))
    assert desk.change(hours(north, "Mon 9-13")).affected == ()
    assert desk.free() == [0, 30, *([70] if cut else []), 90, 120, 150, 180, 210]
    # Whoever is moved over somebody there is there, too, and is so again once that is taken back.
    beside = desk.book(120, patient=3)
    onto = MoveAppointment(
        appointment_id=beside.id, start=at(60), end=at(90), overbook=True, reason="in pain",
        even_if_busy=True,
    )  # fmt: skip
    assert desk.do(onto).site_id == north
    assert sites(desk, desk.visit(beside.id)) == {north}
    desk.verify()
    desk.undo()
    assert desk.visit(beside.id).site_id == north
    desk.do(Redo())
    assert desk.visit(beside.id).site_id == north


def test_nobody_is_booked_over_others_from_one_site_into_the_next(desk: Desk) -> None:
    north = desk.do(AddSite(name="North")).id
    desk.do(AllowRight(user="tester", right="overbook"))
    desk.change(hours(north, "Mon 12-14"))
    desk.book(150)
    for start in (150, 160):
        wish = BookBlock(
            patient_id=2, doctor_id=LEE, start=at(start), end=at(210), overbook=True,
            reason="a child",
        )  # fmt: skip
        assert set(desk.codes(wish)) & {"no_block", "off_grid", "block_taken"}


def test_nobody_comes_back_to_a_site_from_which_the_next_can_not_be_reached(
    desk: Desk, north: int
) -> None:
    visit = desk.book(60)
    to_north(desk, north)
    desk.cancel(visit)
    cancelled = desk.last_sequence()
    late = desk.book(90, patient=2)
    assert late.site_id == north
    (reason,) = desk.refused(Undo(sequence=cancelled))
    assert (reason.code, reason.facts["holder"]["appointment_id"]) == ("travel", str(late.id))
    desk.move(late, 120)
    desk.undo(cancelled)
    assert desk.free() == [0, 150]


@pytest.mark.parametrize(("there", "here"), [("Mon 22-24", "Tue 0-3"), ("Tue 0-3", "Mon 22-24")])
def test_a_night_between_two_sites_has_its_way_too(
    desk: Desk, north: int, there: str, here: str
) -> None:
    days = {"Mon": MONDAY, "Tue": TUESDAY}
    booked, other = days[there[:3]], days[here[:3]]
    desk.change(hours(MAIN, "none"))
    desk.change(hours(north, there, booked))
    midnight = day_span(TUESDAY, NEW_YORK).start
    start = midnight if booked == TUESDAY else midnight - 30 * MINUTE
    wish = BookBlock(patient_id=1, doctor_id=LEE, start=start, end=start + 30 * MINUTE)
    visit = desk.do(wish).appointment
    desk.change(hours(north, "none", booked))
    desk.change(hours(MAIN, here, other))

    def free() -> set[int]:
        span = TimeSpan(midnight - 120 * MINUTE, midnight + 180 * MINUTE)
        found = desk.ask(Blocks(span=span, doctor_ids=(LEE,)))
        return {int((one.start - midnight) / MINUTE) for one in found}

    whole = {0, 30, 60, 90, 120, 150} if other == TUESDAY else {-120, -90, -60, -30}
    assert free() == whole - {0, -30}
    desk.cancel(visit)
    assert free() == whole


def test_no_visit_begins_at_one_site_and_ends_at_another(desk: Desk) -> None:
    """Where nobody said how long the way is, hours at two sites may follow each other at once."""
    north = desk.do(AddSite(name="North")).id
    desk.change(hours(north, "Mon 12-14"))
    hour = Openings(span=DAY, doctor_ids=(LEE,), minutes=60)
    starts = [int((one.start - NINE) / MINUTE) for one in desk.ask(hour)]
    assert starts == [0, 30, 60, 90, 120, 180, 210, 240]
    after = NextFree(after=at(110), minutes=60, doctor_ids=(LEE,), limit=3)
    assert [one.start for one in desk.ask(after)] == [at(120), at(180), at(210)]
    wish = BookBlock(patient_id=1, doctor_id=LEE, start=at(150), end=at(210))
    assert desk.codes(wish) == ["no_block"]
    found = desk.ask(Why(doctor_id=LEE, start=at(150), minutes=60))
    assert [one.code for one in found.obstacles] == ["no_block"]
    visit = desk.book(150)
    assert desk.codes(MoveAppointment(appointment_id=visit.id, end=at(210))) == ["no_block"]


def test_blocks_that_only_change_their_site_are_told_before_it_is_saved(desk: Desk) -> None:
    north = desk.do(AddSite(name="North")).id
    desk.change(hours(north, "Tue 9-12", TUESDAY))
    copy = CopyDays(doctor_id=LEE, of=(TUESDAY,), to=(MONDAY,))
    seen = desk.ask(EffectOf(change=copy))
    assert (seen.blocks_added, seen.blocks_removed, seen.blocks_elsewhere) == (0, 0, 6)
    assert (seen.doctors[0].first, seen.doctors[0].last) == (MONDAY, MONDAY)
    # Who is booked where she will not be is told beside them, and stays.
    desk.book(60)
    seen = desk.ask(EffectOf(change=copy))
    assert (seen.blocks_elsewhere, len(seen.affected)) == (5, 1)
    assert desk.change(copy).blocks_elsewhere == 5
    assert free_sites(desk) == {north}
    again = desk.ask(EffectOf(change=replace(copy, command_id=uuid4())))
    assert again.blocks_elsewhere == 0


def test_a_site_at_which_somebody_stays_booked_is_not_taken_back(desk: Desk) -> None:
    north = desk.do(AddSite(name="North")).id
    added = desk.last_sequence()
    own = SetDays(doctor_id=LEE, days=(MONDAY,), windows=day_parts("9-12"), site_id=north)
    desk.change(own)
    desk.change(SetDays(doctor_id=LEE, days=(MONDAY,), windows=(), site_id=MAIN))
    visit = desk.book(60)
    desk.change(SetDays(doctor_id=LEE, days=(MONDAY,), windows=None))
    assert desk.visit(visit.id).site_id == north
    (reason,) = desk.refused(Undo(sequence=added))
    assert (reason.code, reason.facts["uses"]) == ("in_use", ["visits"])
    # Cancelled it may come back, and then to its site.
    cancelled = desk.cancel(visit)
    (reason,) = desk.refused(Undo(sequence=added))
    assert (reason.code, reason.facts["uses"]) == ("in_use", ["visits"])
    desk.undo()
    assert desk.visit(cancelled.id).site_id == north


def test_a_length_of_which_no_site_was_written_comes_back_at_that_of_its_visit(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was written before there were sites of visits says none."""
    north = desk.do(AddSite(name="North")).id
    visit = desk.book(60, 60)
    # Before: into hours that ended since it would not come back.
    to_north(desk, north)
    desk.move(visit, end=90)
    shortened = desk.last_sequence()
    monkeypatch.setattr(ways_back, "Place", lambda *given: regaining.Place(*given[:4]))
    desk.undo(shortened)
    now = desk.visit(visit.id)
    assert (now.end, now.site_id, sites(desk, now)) == (at(120), MAIN, {MAIN})


def test_a_kept_visit_gets_no_room_at_another_site(desk: Desk) -> None:
    north = desk.do(AddSite(name="North")).id
    here = desk.do(AddRoom(name="Room 1")).id
    desk.do(AddRoom(name="Room 7", site_id=north))
    kind = desk.do(AddAppointmentType(name="Check-up", minutes=60, needs_room=True)).id
    wish = BookBlock(patient_id=1, doctor_id=LEE, start=at(60), type_id=kind)
    visit = desk.do(wish).appointment
    to_north(desk, north)
    desk.change(AddTimeOff(doctor_id=here, when=Stretch(MONDAY, MONDAY)))
    assert desk.codes(MoveAppointment(appointment_id=visit.id, end=at(90))) == ["room_taken"]


def test_who_books_on_the_way_meanwhile_is_seen_by_who_comes_back(
    postgresql_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A booking locks its own block alone; where one writes at a time nobody comes between."""
    place, clock = postgresql_place, lambda: NINE - 24 * 60 * MINUTE
    with place.office(clock=clock) as office, place.office(clock=clock) as other:
        desk = Desk(office)
        north = desk.do(AddSite(name="North")).id
        desk.change(SetTravel(first_id=north, second_id=MAIN, minutes=30))
        visit = desk.book(60)
        to_north(desk, north)
        desk.cancel(visit)
        faster: list[Appointment] = []

        def lay_late(transaction: Transaction, *around: Any) -> None:  # noqa: ANN401 - as it is
            if not faster:
                wish = BookBlock(patient_id=2, doctor_id=LEE, start=at(90), end=at(120))
                faster.append(other.do(wish).result(60).answer.appointment)
            runs.lay_around(transaction, *around)

        monkeypatch.setattr(regaining, "lay_around", lay_late)
        with pytest.raises(Refusal) as caught:
            desk.undo()
        (reason,) = caught.value.reasons
        holder = str(faster[0].id)
        assert (reason.code, reason.facts["holder"]["appointment_id"]) == ("travel", holder)
        assert not desk.visit(visit.id).holds
        desk.verify()


def test_who_is_booked_on_other_days_is_not_read_for_one(place: Place) -> None:
    days = [MONDAY + n * dt.timedelta(weeks=1) for n in range(3)]
    with place.office(clock=lambda: NINE - 24 * 60 * MINUTE) as office:
        desk = Desk(office)
        desk.do(AddSite(name="North"))
        desk.hours("Mon 9-12", start=days[0], until=days[-1])
        for n in range(3):
            desk.book(60 + n * 7 * 24 * 60)
    with place.database() as database:

        def booked(days: laying.Days | None) -> list[dt.datetime]:
            seen = database.read(lambda read: laying.timetable(read, LEE, days).booked)
            return [span.start for span, _ in seen.answer]

        assert booked((days[1], days[1])) == [at(60 + 7 * 24 * 60)]
        assert len(booked(None)) == len(days)


def test_no_question_about_a_time_reads_who_was_ever_booked(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[laying.Days | None] = []
    timetable = laying.timetable

    def keep(read: Read, doctor_id: int, days: laying.Days | None = None) -> Timetable:
        asked.append(days)
        return timetable(read, doctor_id, days)

    with place.office(clock=lambda: NINE - 24 * 60 * MINUTE) as office:
        desk = Desk(office)
        north = desk.do(AddSite(name="North")).id
        grid = desk.do(AddAppointmentType(name="Short", minutes=10, grid_minutes=10)).id
        room = desk.do(AddRoom(name="Room 1")).id
        desk.book(60)
        monkeypatch.setattr(laying, "timetable", keep)
        why = Why(doctor_id=LEE, start=at(60), type_id=grid)
        assert [one.code for one in desk.ask(why).obstacles] == ["block_taken"]
        more = {"type_id": grid, "doctor_ids": (LEE,), "with_ids": (room,)}
        found = desk.ask(NextTimes(site_id=1, limit=1, **more)).offers
        assert [one.opening.site for one in found] == ["Elm Street"]
        assert desk.ask(NextTimes(site_id=north, limit=1, **more)).offers == ()
        wish = BookBlock(patient_id=2, doctor_id=LEE, start=at(60), type_id=grid)
        (reason,) = desk.refused(wish)
        assert reason.facts["nearest"]
    assert asked
    assert None not in asked
