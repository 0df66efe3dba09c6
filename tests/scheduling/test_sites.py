"""A doctor at several sites: never at two at once, and the way between them is kept free."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event

from clinic_desktop.domain.availability import (
    CopyDays,
    HoursOf,
    SetDays,
    SetWeeklyHours,
    WeeklyHours,
    day_parts,
)
from clinic_desktop.domain.away import AwayOf
from clinic_desktop.domain.booking import Blocks, BookBlock, MoveAppointment, Undo
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.openings import Openings
from clinic_desktop.domain.people import AddAppointmentType, AddRoom
from clinic_desktop.domain.series import ProposeSeries, Repeat
from clinic_desktop.domain.several import MoveSeveral, Step
from clinic_desktop.domain.sites import AddSite, Branches, SetTravel, Travels
from clinic_desktop.domain.time import TimeSpan, day_span, zone_named
from clinic_desktop.domain.timeoff import (
    AddTimeOff,
    CloseClinic,
    Closing,
    RemoveTimeOff,
    Stretch,
    TimeOffKind,
    VisitsIn,
)
from tests.engines import Place
from tests.scheduling.desk import DAY, MINUTE, MONDAY, NINE, Desk, at

LEE = 1
NEW_YORK = zone_named("America/New_York")
MAIN = [0, 30, 60, 90, 120, 150]


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    """The clinic on the day before; whatever a test did, verify finds nothing."""
    with place.office(clock=lambda: NINE - 24 * 60 * MINUTE) as office:
        made = Desk(office)
        yield made
        made.verify()


@pytest.fixture
def north(desk: Desk) -> int:
    """A second site, where Dr Lee works that Monday from 11 to 14."""
    site = desk.do(AddSite(name="North")).id
    desk.change(hours(site, "Mon 11-14"))
    return int(site)


def hours(site: int, text: str) -> SetWeeklyHours:
    return SetWeeklyHours(
        doctor_id=LEE, hours=WeeklyHours.parse(text), block_minutes=30, start=MONDAY,
        until=MONDAY, site_id=site,
    )  # fmt: skip


def way(north: int, minutes: int, **more: Any) -> SetTravel:  # noqa: ANN401 - fields
    return SetTravel(first_id=north, second_id=1, minutes=minutes, **more)


def offered(desk: Desk, **more: Any) -> list[int]:  # noqa: ANN401 - fields
    found = desk.ask(Openings(span=DAY, doctor_ids=(LEE,), **more))
    return [int((one.start - NINE) / MINUTE) for one in found]


def test_nobody_is_offered_at_two_sites_at_once(desk: Desk, north: int) -> None:
    assert [one.name for one in desk.ask(Branches())] == ["Elm Street", "North"]
    assert desk.codes(AddSite(name="north")) == ["site_exists"]
    # Until noon she is where she was first.
    assert desk.free() == [*MAIN, 180, 210, 240, 270]
    desk.hours("none", start=MONDAY, until=MONDAY)
    assert desk.free() == [120, 150, 180, 210, 240, 270]
    desk.undo()
    assert desk.free() == [*MAIN, 180, 210, 240, 270]
    desk.change(hours(north, "none"))
    assert desk.free() == MAIN
    assert desk.codes(hours(99, "Mon 9-10")) == ["unknown_site"]


def test_hours_that_begin_together_are_kept_at_the_first_site_whatever_is_set_last(
    desk: Desk, north: int
) -> None:
    wish = replace(hours(north, "Mon 9-14"), block_minutes=45)
    desk.change(wish)
    assert desk.free() == [*MAIN, 180, 225]
    # What is laid anew, for whatever reason, is the same.
    leave = AddTimeOff(doctor_id=LEE, when=Stretch(MONDAY, MONDAY, 20 * 60, 21 * 60))
    saved = desk.change(leave)
    assert (saved.blocks_added, saved.blocks_removed) == (0, 0)


def test_the_way_between_two_sites_is_kept_free(desk: Desk, north: int) -> None:
    desk.change(way(north, 45))
    assert [(one.first.name, one.minutes) for one in desk.ask(Travels())] == [("Elm Street", 45)]
    assert desk.free() == [*MAIN, 240, 270]
    late = BookBlock(patient_id=1, doctor_id=LEE, start=at(210), end=at(240))
    assert desk.codes(late) == ["travel"]
    found = desk.ask(Why(doctor_id=LEE, start=at(210), minutes=30))
    assert [one.code for one in found.obstacles] == ["travel"]
    assert found.obstacles[0].nearest.start == at(240)
    # Leave in the morning: then she comes from home.
    desk.hours("Mon 9-11", start=MONDAY, until=MONDAY)
    assert desk.free() == [0, 30, 60, 90, 180, 210, 240, 270]
    desk.change(way(north, 0))
    assert desk.free() == [0, 30, 60, 90, 120, 150, 180, 210, 240, 270]
    assert desk.ask(Travels()) == ()
    assert desk.misused(way(north, 1441)) == "bad_length"
    assert desk.misused(SetTravel(first_id=1, second_id=1, minutes=5)) == "bad_length"


def test_who_is_booked_on_the_way_is_told_before_it_is_saved(desk: Desk, north: int) -> None:
    visit = desk.book(180)
    assert desk.codes(way(north, 30)) == ["appointments_affected"]
    assert desk.free() == [*MAIN, 210, 240, 270]
    saved = desk.change(way(north, 30))
    assert saved.affected == (visit,)
    # Whoever comes to North at noon has the doctor leave half an hour before.
    assert desk.free() == [*MAIN[:-1], 210, 240, 270]
    desk.cancel(visit)
    assert desk.free() == [*MAIN, 210, 240, 270]


def test_a_room_is_taken_at_its_own_site_alone(desk: Desk, north: int) -> None:
    room = desk.do(AddRoom(name="Room 7", site_id=north)).id
    kind = desk.do(AddAppointmentType(name="Check-up", minutes=30, needs_room=True)).id
    assert offered(desk, type_id=kind) == [180, 210, 240, 270]
    early = BookBlock(patient_id=1, doctor_id=LEE, start=at(0), end=at(30), with_ids=(room,))
    assert desk.codes(early) == ["other_site"]
    found = desk.ask(Why(doctor_id=LEE, start=at(0), type_id=kind))
    assert [one.code for one in found.obstacles] == ["other_site"]
    desk.do(AddRoom(name="Room 1"))
    assert offered(desk, type_id=kind) == [*MAIN, 180, 210, 240, 270]
    visit = desk.do(BookBlock(patient_id=1, doctor_id=LEE, start=at(0), type_id=kind)).appointment
    assert visit.with_whom == "Dr Lee and Room 1"
    assert desk.codes(AddRoom(name="Room 8", site_id=99)) == ["unknown_site"]


def test_hours_of_a_date_are_where_those_are_that_they_are_like(desk: Desk, north: int) -> None:
    tuesday, wednesday = (MONDAY + dt.timedelta(days=days) for days in (1, 2))
    # There are hours at the first site in that week, but none of a Tuesday.
    desk.hours("Mon 9-12", start=MONDAY, until=wednesday)
    week = replace(hours(north, "Tue 9-12"), start=tuesday, until=tuesday)
    desk.change(week)
    desk.change(CopyDays(doctor_id=LEE, of=(tuesday,), to=(wednesday,)))
    desk.change(SetDays(doctor_id=LEE, days=(tuesday,), windows=day_parts("9-10")))
    for day in (tuesday, wednesday):
        found = desk.ask(HoursOf(doctor_id=LEE, first=day, last=day))
        assert [rule.site_id for rule in found if rule.overrides] == [north]
    # Monday's are at both, and so are its copies.
    desk.change(CopyDays(doctor_id=LEE, of=(MONDAY,), to=(wednesday,)))
    assert own(desk, wednesday) == {1: "Wed 9-12", north: "Wed 11-14"}
    assert len(desk.free()) == len(free_on(desk, wednesday)) == 10


def own(desk: Desk, day: dt.date) -> dict[int, str]:
    """Answer the hours of a date's own by site."""
    found = desk.ask(HoursOf(doctor_id=LEE, first=day, last=day))
    return {rule.site_id: str(rule.hours) for rule in found if rule.overrides}


def free_on(desk: Desk, day: dt.date) -> list[dt.datetime]:
    """Answer the starts of what is free on a day."""
    span = TimeSpan(DAY.start + (day - MONDAY), DAY.end + (day - MONDAY))
    return [one.start for one in desk.ask(Blocks(span=span, doctor_ids=(LEE,)))]


def test_hours_of_a_date_at_one_site_leave_those_at_the_other(desk: Desk, north: int) -> None:
    wish = SetDays(doctor_id=LEE, days=(MONDAY,), windows=day_parts("13-15"), site_id=north)
    desk.change(wish)
    assert own(desk, MONDAY) == {1: "Mon 9-12", north: "Mon 13-15"}
    assert desk.free() == [*MAIN, 240, 270, 300, 330]
    # The other way round, on what is the date's own by now; other blocks than the week's.
    early = SetDays(
        doctor_id=LEE, days=(MONDAY,), windows=day_parts("8-9"), site_id=1, block_minutes=20
    )
    desk.change(early)
    assert own(desk, MONDAY) == {1: "Mon 8-9", north: "Mon 13-15"}
    assert desk.free() == [-60, -40, -20, 240, 270, 300, 330]
    gone = SetDays(doctor_id=LEE, days=(MONDAY,), windows=(), site_id=north)
    desk.change(gone)
    assert desk.free() == [-60, -40, -20]
    desk.undo()
    assert desk.free() == [-60, -40, -20, 240, 270, 300, 330]
    desk.change(SetDays(doctor_id=LEE, days=(MONDAY,), windows=None))
    assert own(desk, MONDAY) == {}
    assert desk.free() == [*MAIN, 180, 210, 240, 270]


def test_of_several_sites_one_is_named_or_nothing_is_merged(desk: Desk, north: int) -> None:
    wish = SetDays(doctor_id=LEE, days=(MONDAY,), windows=day_parts("13-15"))
    before = desk.free()
    assert desk.misused(wish) == "which_site"
    assert desk.misused(replace(wish, windows=None, site_id=north)) == "bad_dates"
    assert desk.codes(replace(wish, site_id=99)) == ["unknown_site"]
    assert desk.free() == before
    # No hours at all are none at either.
    desk.change(replace(wish, windows=(), command_id=uuid4()))
    assert desk.free() == []
    shown = desk.ask(AwayOf(first=MONDAY, last=MONDAY, doctor_ids=(LEE,))).own_hours
    assert [one.windows for one in shown] == [()]
    desk.undo()
    desk.change(replace(wish, site_id=north, command_id=uuid4()))
    shown = desk.ask(AwayOf(first=MONDAY, last=MONDAY, doctor_ids=(LEE,))).own_hours
    assert [one.windows for one in shown] == [((540, 720), (780, 900))]


def test_a_closed_day_is_one_of_its_site(desk: Desk, north: int) -> None:
    closing = (Closing(Stretch(MONDAY, MONDAY)),)
    desk.change(CloseClinic(closings=closing, site_id=north))
    assert desk.free() == MAIN
    desk.change(CloseClinic(closings=closing))
    assert desk.free() == []
    desk.undo()
    desk.undo()
    assert desk.free() == [*MAIN, 180, 210, 240, 270]


def test_what_is_closed_everywhere_is_closed_at_a_site_that_comes_later(desk: Desk) -> None:
    holiday = CloseClinic(
        closings=(Closing(Stretch(MONDAY, MONDAY), "All Souls"),), kind=TimeOffKind.HOLIDAY
    )
    [closed] = desk.change(holiday).time_off
    closing = last(desk)
    here = Closing(Stretch(MONDAY + dt.timedelta(days=1), MONDAY + dt.timedelta(days=1)))
    desk.change(CloseClinic(closings=(here,), site_id=1))
    north = desk.do(AddSite(name="North")).id
    for text in ("Mon 11-14", "Tue 11-14"):
        day = MONDAY if text.startswith("Mon") else here.when.first
        desk.change(replace(hours(north, text), start=day, until=day))
    tuesday = TimeSpan(DAY.start + dt.timedelta(days=1), DAY.end + dt.timedelta(days=1))
    assert desk.free() == []
    # One that was said of the first site alone stays there.
    assert len(desk.ask(Blocks(span=tuesday, doctor_ids=(LEE,)))) == 6
    [obstacle] = desk.ask(Why(doctor_id=LEE, start=at(210), minutes=30)).obstacles
    assert obstacle.code == "closed"
    assert obstacle.message.startswith("The clinic is closed (Public holiday, All Souls)")
    [reason] = desk.refused(BookBlock(patient_id=1, doctor_id=LEE, start=at(210), end=at(240)))
    assert reason.code == "no_block"
    assert reason.message.startswith("The clinic is closed (Public holiday, All Souls) on")
    # Whoever takes it away, or takes that or the closing itself back, does so at all of them.
    everywhere = [*MAIN, 180, 210, 240, 270]
    desk.change(RemoveTimeOff(time_off_id=closed.id))
    assert desk.free() == everywhere
    desk.undo()
    assert desk.free() == []
    desk.undo(closing)
    assert desk.free() == everywhere
    # And it stands in the way of no site that was added by mistake.
    desk.change(replace(holiday, command_id=uuid4()))
    desk.do(AddSite(name="South"))
    assert desk.undo().command == "AddSite"


def test_who_was_left_booked_on_a_closed_day_comes_back_to_it_at_any_site(
    desk: Desk, north: int
) -> None:
    visit = desk.book(180)
    assert visit.site_id == north
    desk.change(CloseClinic(closings=(Closing(Stretch(MONDAY, MONDAY)),)))
    desk.cancel(visit)
    desk.undo()
    assert desk.visit(visit.id).holds


def test_a_closing_is_told_once_and_only_where_it_is(desk: Desk, north: int) -> None:
    morning = (Closing(Stretch(MONDAY, MONDAY, 9 * 60, 14 * 60), "Inventory"),)
    desk.change(CloseClinic(closings=morning, site_id=north))
    assert desk.free() == MAIN
    assert desk.ask(Why(doctor_id=LEE, start=at(30), minutes=30)).offered
    # There are no hours of the first site then: only the second one has any.
    [obstacle] = desk.ask(Why(doctor_id=LEE, start=at(210), minutes=30)).obstacles
    assert obstacle.message.startswith("North is closed (Closed, Inventory): ")
    late = BookBlock(patient_id=1, doctor_id=LEE, start=at(210), end=at(240))
    [reason] = desk.refused(late)
    assert reason.message.startswith("North is closed (Closed, Inventory) on ")
    seen = AwayOf(first=MONDAY, last=MONDAY, doctor_ids=(LEE,))
    assert [(one.site, one.name) for one in desk.ask(seen).away] == [("North", "Inventory")]
    desk.change(CloseClinic(closings=morning))
    found = desk.ask(Why(doctor_id=LEE, start=at(30), minutes=30)).obstacles
    assert [one.code for one in found] == ["closed"]
    leave = Stretch(MONDAY, MONDAY, 14 * 60, 15 * 60)
    desk.change(AddTimeOff(doctor_id=LEE, when=leave, note="with Ann"))
    [reason] = desk.refused(replace(late, start=at(300), end=at(330), appointment_id=uuid4()))
    assert reason.message.startswith("Dr Lee is off (Leave) on ")


def test_a_patient_is_not_booked_where_there_is_no_time_to_get_to(desk: Desk, north: int) -> None:
    """As in another visit; whoever means both passes it in the same way."""
    desk.hours("none", doctor=2)
    desk.change(replace(hours(north, "Mon 9-12"), doctor_id=2))
    desk.change(way(north, 20))
    mine = desk.book(60)

    def wish(start: int, **more: Any) -> BookBlock:  # noqa: ANN401 - fields
        span = {"start": at(start), "end": at(start + 30)}
        return BookBlock(**{"patient_id": 1, "doctor_id": 2, **span, **more})

    [late] = desk.refused(wish(90))
    assert (late.code, late.facts["appointment_id"]) == ("patient_busy", str(mine.id))
    assert late.message == (
        "Ann Smith has a visit with Dr Lee at Elm Street until Mon 3 Nov 2025, 10:30, and the way "
        "from there to North takes 20 minutes. Book anyway if both are meant."
    )
    [early] = desk.refused(wish(30))
    assert "from Mon 3 Nov 2025, 10:00 on, and the way there from North takes 20" in early.message
    # With time enough, at the same site, and of anybody else nothing is said.
    desk.do(wish(120))
    desk.undo()
    desk.book(90)
    desk.undo()
    theirs = desk.do(wish(90, patient_id=2)).appointment
    # Who moves one, or several, is asked as who books.
    other = desk.book(0)
    there = MoveAppointment(appointment_id=mine.id, doctor_id=2, start=at(30))
    assert desk.codes(there) == ["patient_busy"]
    steps = (Step(mine.id, 2, at(30)), Step(theirs.id, 2, at(120)))
    assert desk.codes(MoveSeveral(steps=steps)) == ["patient_busy"]
    moved = desk.do(replace(there, even_if_busy=True, command_id=uuid4()))
    assert (moved.site_id, moved.start) == (north, at(30))
    # A series is proposed times that can be reached.
    once = Repeat(times=2)
    asked = ProposeSeries(doctor_id=1, start=at(60), minutes=30, patient_id=1, repeat=once)
    visit, _ = desk.ask(asked).visits
    assert [one.code for one in visit.obstacles] == ["patient_busy"]
    assert "The patient has a visit with Dr Kay at North" in visit.obstacles[0].message
    assert visit.nearest.start == at(90)
    # Undo asks of who came since, not of whom it was known.
    desk.cancel(other)
    desk.undo()
    desk.cancel(moved)
    first = last(desk)
    desk.cancel(other)
    second = last(desk)
    desk.undo(first)
    assert desk.codes(Undo(sequence=second)) == ["patient_busy"]


def last(desk: Desk) -> int:
    """The sequence of the last change."""
    found: int = desk.office.ask(TheSite()).result(60).sequence
    return found


def test_a_changed_way_is_one_undo(desk: Desk, north: int) -> None:
    before = desk.picture()
    desk.change(way(north, 45))
    assert desk.free() == [*MAIN, 240, 270]
    undone = desk.undo()
    assert (undone.command, undone.appointment, desk.picture()) == ("SetTravel", None, before)
    assert desk.ask(Travels()) == ()
    desk.change(way(north, 30))
    first = last(desk)
    desk.change(way(north, 90))
    second = last(desk)
    assert desk.codes(Undo(sequence=first)) == ["changed_since"]
    # What else was done since, and with another way, does not stand in its own.
    south = desk.do(AddSite(name="South")).id
    desk.change(SetTravel(first_id=south, second_id=north, minutes=20))
    desk.book(0)
    desk.undo(second)
    assert desk.free() == [*MAIN[1:], 210, 240, 270]
    assert [one.minutes for one in desk.ask(Travels())] == [30, 20]


def test_who_was_booked_by_the_grace_of_a_shorter_way_is_not_left_on_it(
    desk: Desk, north: int
) -> None:
    visit = desk.book(180)
    desk.change(way(north, 45))
    desk.change(way(north, 0))
    shorter = last(desk)
    late = desk.book(210)
    (reason,) = desk.refused(Undo(sequence=shorter))
    assert (reason.code, reason.facts["affected"]) == ("appointments_affected", (late,))
    desk.cancel(late)
    # Who was there before stays booked, as when the way was told, and keeps it free.
    desk.undo(shorter)
    assert desk.free() == [*MAIN[:-2], 240, 270]
    assert desk.visit(visit.id).holds


def test_times_beside_a_room_are_found_by_one_look_at_everybody(desk: Desk, north: int) -> None:
    """However many times there are: each was looked at with all hours read anew."""
    for name, site in (("Room 1", 1), ("Room 7", north)):
        desk.do(AddRoom(name=name, site_id=site))
    kind = desk.do(AddAppointmentType(name="Check-up", minutes=30, needs_room=True)).id
    asked: list[str] = []

    def keep(_c: object, _k: object, sql: str, *_: object) -> None:
        asked.append(sql)

    event.listen(Engine, "before_cursor_execute", keep)
    try:
        found = offered(desk, type_id=kind)
    finally:
        event.remove(Engine, "before_cursor_execute", keep)
    assert found == [*MAIN, 180, 210, 240, 270]
    # Dr Lee's hours, and those of both rooms.
    assert len([sql for sql in asked if "FROM availability" in sql and "hours" in sql]) == 3
    assert len([sql for sql in asked if "FROM site_travel" in sql]) == 3


def test_a_site_of_another_time_is_a_clinic_of_its_own(desk: Desk) -> None:
    (reason,) = desk.refused(AddSite(name="East", zone="Asia/Tokyo"))
    assert (reason.code, reason.facts["kept"]) == ("other_zone", "America/New_York")
    assert "clinic init --zone Asia/Tokyo" in reason.message
    assert desk.codes(AddSite(name="East", zone="Elm/Street")) == ["unknown_zone"]
    assert desk.codes(AddSite(name="elm street", zone="Asia/Tokyo")) == [
        "other_zone",
        "site_exists",
    ]
    assert desk.do(AddSite(name="East", zone="America/New_York")).name == "East"


@pytest.mark.parametrize("lifted", [RemoveTimeOff, Undo, SetWeeklyHours])
def test_an_evening_elsewhere_that_comes_back_is_seen_the_morning_after(
    desk: Desk, lifted: type
) -> None:
    tuesday = MONDAY + dt.timedelta(days=1)
    north = desk.do(AddSite(name="North")).id
    desk.change(way(north, 60))
    desk.hours("Mon 22-24", start=MONDAY, until=MONDAY)
    off = AddTimeOff(doctor_id=LEE, when=Stretch(MONDAY, MONDAY, 22 * 60, 24 * 60))
    away = desk.change(off).time_off[0]
    taken = last(desk)
    desk.change(replace(hours(north, "Tue 0-3"), start=tuesday, until=tuesday))
    midnight = day_span(tuesday, NEW_YORK).start

    def offered_there() -> list[int]:
        found = desk.ask(Blocks(span=day_span(tuesday, NEW_YORK), doctor_ids=(LEE,)))
        return [int((one.start - midnight) / MINUTE) for one in found]

    # From home.
    assert offered_there() == [0, 30, 60, 90, 120, 150]
    if lifted is RemoveTimeOff:
        desk.change(RemoveTimeOff(time_off_id=away.id))
    elif lifted is Undo:
        desk.undo(taken)
    else:
        # Other hours of that evening, before the leave.
        desk.hours("Mon 20-22", start=MONDAY, until=MONDAY)
        desk.change(RemoveTimeOff(time_off_id=away.id))
        desk.hours("Mon 22-24", start=MONDAY, until=MONDAY)
    assert offered_there() == [60, 90, 120, 150]


@pytest.mark.parametrize("lifted", [RemoveTimeOff, Undo])
def test_who_is_booked_the_morning_after_is_told_before_an_evening_elsewhere_comes_back(
    desk: Desk, lifted: type
) -> None:
    tuesday = MONDAY + dt.timedelta(days=1)
    north = desk.do(AddSite(name="North")).id
    desk.change(way(north, 60))
    desk.hours("Mon 22-24", start=MONDAY, until=MONDAY)
    off = AddTimeOff(doctor_id=LEE, when=Stretch(MONDAY, MONDAY, 22 * 60, 24 * 60))
    away = desk.change(off).time_off[0]
    taken = last(desk)
    desk.change(replace(hours(north, "Tue 0-3"), start=tuesday, until=tuesday))
    midnight = day_span(tuesday, NEW_YORK).start
    wish = BookBlock(patient_id=1, doctor_id=LEE, start=midnight, end=midnight + 30 * MINUTE)
    visit = desk.do(wish).appointment
    if lifted is RemoveTimeOff:
        back = RemoveTimeOff(time_off_id=away.id)
        assert desk.codes(back) == ["appointments_affected"]
        assert [one.id for one in desk.change(back).affected] == [visit.id]
    else:
        assert desk.codes(Undo(sequence=taken)) == ["appointments_affected"]
    # Who is still booked in time off is not whom its end would leave on the way.
    if lifted is Undo:
        assert desk.ask(VisitsIn(time_off_id=away.id)) == ()


def test_a_visit_that_stays_in_time_off_keeps_the_way_from_it(desk: Desk, north: int) -> None:
    desk.change(way(north, 30))
    booked = desk.book(150)
    before = desk.free()
    assert before == [0, 30, 60, 90, 120, 210, 240, 270]
    leave = AddTimeOff(doctor_id=LEE, when=Stretch(MONDAY, MONDAY, 9 * 60, 12 * 60))
    desk.change(leave)
    # Until noon she is with that patient, and then half an hour on her way.
    assert desk.free() == [210, 240, 270]
    early = BookBlock(patient_id=1, doctor_id=LEE, start=at(180), end=at(210))
    assert desk.codes(early) == ["travel"]
    desk.verify()
    # Once nobody is left there, she comes from home.
    desk.cancel(booked)
    assert desk.free() == [180, 210, 240, 270]


def test_who_is_booked_where_hours_end_is_told_though_the_doctor_works_elsewhere_then(
    desk: Desk, north: int
) -> None:
    visit = desk.book(150)
    gone = hours(1, "none")
    assert desk.codes(gone) == ["appointments_affected"]
    saved = desk.change(gone)
    assert saved.affected == (visit,)
    # Where her time at North is another time at North, nobody is hit.
    there = desk.book(240)
    saved = desk.change(replace(hours(north, "Mon 12-14"), block_minutes=30))
    assert there not in saved.affected
