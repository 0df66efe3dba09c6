"""Series: proposed as a whole, booked, moved, cancelled and taken back together, or not at all."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from clinic_desktop import compose
from clinic_desktop.domain.booking import (
    AgendaOf,
    Appointment,
    AppointmentStatus,
    BookBlock,
    CancelReason,
    MoveAppointment,
    SetStatus,
)
from clinic_desktop.domain.people import AddAppointmentType, AddDoctor, AddPatient, Name, ThePatient
from clinic_desktop.domain.recurrence import CODES
from clinic_desktop.domain.refusals import Misuse, Refusal
from clinic_desktop.domain.series import (
    BookSeries,
    CancelSeries,
    MoveSeries,
    Proposal,
    ProposeSeries,
    Repeat,
    Scope,
    Series,
    TheSeries,
    Unit,
    of_scope,
)
from clinic_desktop.domain.time import TimeSpan
from tests.engines import ENGINES, Place, shared
from tests.scheduling.desk import MINUTE, MONDAY, NINE, Desk, at
from tests.scheduling.test_openings import Moment, clinic, instant

ZONE = ZoneInfo("America/New_York")
WEEK = 7 * 24 * 60
"""A week after nine is a week's minutes later: the clocks go back before that Monday."""
SIX = Repeat(times=6)
ILL = CancelReason.PATIENT_ILL
SUMMER = dt.date(2026, 7, 1)
ANY = ProposeSeries(doctor_id=1, start=NINE, repeat=SIX)
"""One of no type: its visits are planned as long as they were proposed."""


@pytest.fixture
def weekly(place: Place) -> Iterator[Desk]:
    """Both doctors work every Monday and Tuesday until summer; it is an hour before the first."""
    with place.office(clock=lambda: at(-60)) as office:
        desk = Desk(office)
        for doctor in (1, 2):
            desk.hours("Mon-Tue 9-12", doctor, start=MONDAY, until=SUMMER)
        yield desk
        desk.verify()


def proposed(desk: Desk, repeat: Repeat = SIX, start: int = 0, **given: Any) -> Proposal:  # noqa: ANN401 - its fields
    query = ProposeSeries(doctor_id=1, start=at(start), repeat=repeat, **given)
    found: Proposal = desk.ask(query)
    return found


def wish(of: Proposal, patient: int = 1, query: ProposeSeries = ANY, **given: Any) -> BookSeries:  # noqa: ANN401 - its fields
    """Take each visit as it was proposed, or the nearest time where it clashes."""
    visits = tuple(query.planned(one.nearest or one) for one in of.visits)
    return BookSeries(
        doctor_id=1, visits=visits, rule=of.rule, first=of.first, patient_id=patient, **given
    )


def booked(desk: Desk, repeat: Repeat = SIX, start: int = 0, **given: Any) -> Series:  # noqa: ANN401 - its fields
    found: Series = desk.do(wish(proposed(desk, repeat, start), **given)).series
    return found


def locals_of(series: Series) -> list[str]:
    return [f"{one.start.astimezone(ZONE):%m-%d %H:%M}" for one in series.visits]


def now(desk: Desk, series: Series) -> Series:
    found: Series = desk.ask(TheSeries(series_id=series.id))
    return found


def picture(desk: Desk) -> object:
    """The schedule until summer."""
    seen = desk.ask(AgendaOf(span=TimeSpan(at(-120), at(40 * WEEK)), cancelled=True))
    visits = {
        (one.id, one.patient_id, one.doctor_id, one.span, one.status, one.holds)
        for one in seen.appointments
    }
    return visits, {(block.doctor_id, block.span) for block in seen.free}


def test_six_times_weekly_at_the_same_local_time(weekly: Desk) -> None:
    """Over the clocks' change in March the instants move, and the local time stays."""
    told = proposed(weekly, Repeat(times=20))
    assert (told.rule, told.words, told.clashes) == (
        "FREQ=WEEKLY;COUNT=20;WKST=MO", "20 times, every week", (),
    )  # fmt: skip
    series = weekly.do(wish(told, note="Physiotherapy")).series
    assert {one.start.astimezone(ZONE).time() for one in series.visits} == {dt.time(9)}
    assert {one.start.time() for one in series.visits} == {dt.time(14), dt.time(13)}
    assert [series.place(one.id) for one in series.visits] == list(range(1, 21))
    for one in series.visits:
        # Each is an appointment of its own, with its own blocks.
        assert (one.holds, len(one.block_ids), one.series_id) == (True, 1, series.id)
        assert weekly.visit(one.id) == one
        assert one.note == "Physiotherapy"
    [seen] = weekly.ask(AgendaOf(span=TimeSpan(at(WEEK), at(WEEK + 30)))).appointments
    assert seen.series_id == series.id
    assert weekly.ask(TheSeries(appointment_id=seen.id)) == series


def test_clashes_are_told_with_the_nearest_times_before_anything_is_saved(weekly: Desk) -> None:
    weekly.do(BookBlock(patient_id=2, doctor_id=1, start=at(WEEK)))
    weekly.do(BookBlock(patient_id=1, doctor_id=2, start=at(2 * WEEK), end=at(2 * WEEK + 60)))
    weekly.hours("Tue 9-12", start=MONDAY + dt.timedelta(21), until=MONDAY + dt.timedelta(21))
    before = picture(weekly)
    told = proposed(weekly, patient_id=1)
    assert [[why.code for why in one.obstacles] for one in told.visits] == [
        [], ["block_taken"], ["patient_busy"], ["no_hours"], [], [],
    ]  # fmt: skip
    near = [one.nearest and int((one.nearest.start - one.start) / dt.timedelta(minutes=1))
            for one in told.visits]  # fmt: skip
    # The other visit of the patient lasts an hour; of the week without a Monday it is Tuesday.
    assert near == [None, 30, 60, 24 * 60, None, None]
    assert picture(weekly) == before
    series = weekly.do(wish(told)).series
    assert locals_of(series) == [
        "11-03 09:00", "11-10 09:30", "11-17 10:00", "11-25 09:00", "12-01 09:00", "12-08 09:00",
    ]  # fmt: skip


def test_no_clash_is_offered_the_time_of_another_visit(weekly: Desk) -> None:
    daily = Repeat(times=2, unit=Unit.DAYS)
    for start in (0, 60, 90, 120, 150):
        weekly.do(BookBlock(patient_id=2, doctor_id=1, start=at(start)))
    for start in range(0, 180, 30):
        if start != 60:
            weekly.do(BookBlock(patient_id=3, doctor_id=1, start=at(24 * 60 + start)))
    told = proposed(weekly, daily)
    near = [one.nearest.start for one in told.visits if one.nearest]
    assert near == [at(30), at(24 * 60 + 60)]
    fits = proposed(weekly, Repeat(times=2, unit=Unit.DAYS), start=0, minutes=60)
    assert len({one.nearest.start for one in fits.visits if one.nearest}) == 2


@pytest.mark.parametrize(("before", "after", "hours"), [(30, 0, "8:30-10"), (0, 30, "9-10"),
                                                        (0, 10, "9-10")])  # fmt: skip
def test_what_is_proposed_can_be_booked_with_what_is_kept_free_around_it(
    desk: Desk, before: int, after: int, hours: str
) -> None:
    """There is room for one visit a day: Tuesday's goes to Wednesday, and Wednesday's nowhere."""
    kind = desk.do(
        AddAppointmentType(name="Scan", minutes=30, buffer_before=before, buffer_after=after)
    )
    week = MONDAY + dt.timedelta(6)
    desk.hours(f"Mon {hours}; Wed {hours}", 1, start=MONDAY, until=week)
    query = replace(ANY, repeat=Repeat(times=3, unit=Unit.DAYS), type_id=kind.id)
    told = desk.ask(query)
    assert [one.is_free for one in told.visits] == [True, False, True]
    assert told.visits[1].nearest is None
    plan = wish(told, query=query, type_id=kind.id)
    desk.do(replace(plan, visits=(plan.visits[0], plan.visits[2])))


def test_a_series_is_refused_as_a_whole_with_all_reasons(weekly: Desk) -> None:
    told = proposed(weekly)
    plan = wish(told)
    weekly.do(BookBlock(patient_id=2, doctor_id=1, start=at(WEEK)))
    weekly.do(BookBlock(patient_id=1, doctor_id=2, start=at(4 * WEEK)))
    before = picture(weekly)
    reasons = weekly.refused(plan)
    assert [(one.code, one.facts["visit"]) for one in reasons] == [
        ("block_taken", 2), ("patient_busy", 5),
    ]  # fmt: skip
    assert reasons[0].message.startswith("Visit 2 of 6, Mon 10 Nov 2025, 09:00: Dr Lee is booked")
    assert reasons[0].facts["nearest_of_visit"]
    assert picture(weekly) == before
    # Passed on purpose, what is left is told.
    assert weekly.codes(replace(plan, even_if_busy=True, command_id=uuid4())) == ["block_taken"]


def test_a_warning_is_passed_of_the_visit_alone_that_it_was_passed_of(weekly: Desk) -> None:
    plan = wish(proposed(weekly))
    for week in (1, 4):
        weekly.do(BookBlock(patient_id=1, doctor_id=2, start=at(week * WEEK)))
    second = replace(plan.visits[1], even_if_busy=True)
    kept = replace(plan, visits=(plan.visits[0], second, *plan.visits[2:]))
    assert [(one.code, one.facts["visit"]) for one in weekly.refused(kept)] == [("patient_busy", 5)]


def test_what_is_no_matter_of_the_time_is_told_once(weekly: Desk) -> None:
    plan = replace(wish(proposed(weekly)), patient_id=77)
    assert weekly.codes(plan) == ["unknown_patient"]


def test_the_same_wish_books_once_and_another_under_its_id_is_refused(weekly: Desk) -> None:
    plan = wish(proposed(weekly))
    first = weekly.do(plan)
    again = weekly.do(replace(plan, command_id=uuid4()))
    assert (first.repeated, again.repeated, again.series) == (False, True, first.series)
    other = replace(plan, note="another", command_id=uuid4())
    assert weekly.codes(other) == ["id_conflict"]


def test_somebody_new_is_registered_with_their_series(weekly: Desk) -> None:
    plan = replace(wish(proposed(weekly)), patient_id=None)
    plan = replace(plan, newcomer=AddPatient(name=Name("Dora", "New")))
    series = weekly.do(plan).series
    number = series.visits[0].patient_id
    assert len(weekly.ask(ThePatient(patient_id=number)).appointments) == 6
    told = weekly.undo()
    assert (told.patient, told.about[:19]) == ("Dora New", "6 visits with Dr Le")
    record = weekly.ask(ThePatient(patient_id=number))
    assert (record.appointments, record.patient.archived) == ((), True)


@pytest.mark.parametrize(
    "repeat",
    [
        Repeat(), Repeat(times=3, until=SUMMER), Repeat(times=0), Repeat(times=105),
        Repeat(times=2, every=0), Repeat(until=dt.date(2025, 1, 1)),
        Repeat(until=dt.date(2029, 1, 1)),
        Repeat(times=2, unit=Unit.DAYS, weekdays=(1,)), Repeat(times=2, weekdays=(7,)),
        Repeat(times=100, every=9),
    ],
)  # fmt: skip
def test_what_is_no_finite_repetition_is_refused(desk: Desk, repeat: Repeat) -> None:
    query = ProposeSeries(doctor_id=1, start=NINE, repeat=repeat)
    with pytest.raises(Misuse) as misused:
        desk.ask(query)
    assert misused.value.code == "bad_repeat"


def test_a_local_time_that_the_clocks_skip_or_double_has_to_be_resolved(place: Place) -> None:
    zone = ZONE
    with place.office() as office:
        desk = Desk(office)
        desk.hours("Mon-Sun 0-24", start=dt.date(2026, 3, 1), until=dt.date(2026, 3, 10))
        skipped = dt.datetime(2026, 3, 7, 2, 30, tzinfo=zone)
        told = desk.ask(
            ProposeSeries(doctor_id=1, start=skipped, repeat=Repeat(times=3, unit=Unit.DAYS))
        )
        assert [[why.code for why in one.obstacles] for one in told.visits] == [
            [], ["time_skipped"], [],
        ]  # fmt: skip
        near = told.visits[1].nearest
        assert near is not None
        assert near.start.astimezone(zone).time() == dt.time(3, 30)
        series = desk.do(wish(told)).series
        assert locals_of(series) == ["03-07 02:30", "03-08 03:30", "03-09 02:30"]
        desk.hours("Mon-Sun 0-24", start=dt.date(2026, 10, 31), until=dt.date(2026, 11, 2))
        doubled = dt.datetime(2026, 10, 31, 1, 30, tzinfo=zone)
        told = desk.ask(
            ProposeSeries(doctor_id=1, start=doubled, repeat=Repeat(times=2, unit=Unit.DAYS))
        )
        (why,) = told.visits[1].obstacles
        assert why.code == "time_ambiguous"
        assert why.message == "2026-11-01 01:30 happens twice that day, because the clocks go back."
        near = told.visits[1].nearest
        assert near is not None
        assert near.start == told.visits[1].start


def test_of_an_hour_that_comes_twice_the_first_start_says_which_turn(place: Place) -> None:
    """So do all visits of it that fall on such an hour, a day later or years."""
    with place.office() as office:
        desk = Desk(office)
        turns = [dt.datetime(2026, 11, 1, hour, 30, tzinfo=dt.UTC) for hour in (5, 6)]
        desk.hours("Mon-Sun 0-24", start=dt.date(2026, 11, 1), until=dt.date(2026, 11, 3))
        for start in turns:
            repeat = Repeat(times=2, unit=Unit.DAYS)
            told = desk.ask(ProposeSeries(doctor_id=1, start=start, repeat=repeat))
            assert [one.obstacles for one in told.visits] == [(), ()]
            assert [one.start for one in told.visits] == [start, turns[1] + dt.timedelta(days=1)]
            told = desk.ask(ProposeSeries(doctor_id=1, start=start, repeat=Repeat(times=1)))
            assert [one.start for one in desk.do(wish(told)).series.visits] == [start]
            # After so many weeks the clocks go back again.
            repeat = Repeat(times=2, every=53)
            days = desk.ask(ProposeSeries(doctor_id=1, start=start, repeat=repeat)).visits
            assert [one.start.hour for one in days] == [start.hour, start.hour]
            assert "time_ambiguous" not in {why.code for one in days for why in one.obstacles}


def cancel(visit: Appointment, scope: Scope, **given: Any) -> CancelSeries:  # noqa: ANN401 - its fields
    return CancelSeries(appointment_id=visit.id, scope=scope, reason=ILL, **given)


def move(visit: Appointment, scope: Scope, minutes: int, **given: Any) -> MoveSeries:  # noqa: ANN401 - its fields
    return MoveSeries(appointment_id=visit.id, scope=scope, start=at(minutes), **given)


def test_this_and_following_and_all_are_cancelled_and_taken_back_as_one(place: Place) -> None:
    """All are those that are not over: what was, stays as it was."""
    moment = [at(-60)]
    office = compose.open_office(place.settings, clock=lambda: moment[0], feed=False)
    try:
        desk = Desk(office)
        desk.hours("Mon-Tue 9-12", start=MONDAY, until=SUMMER)
        series = booked(desk)
        before = picture(desk)
        moment[0] = at(WEEK + 60)
        for scope, gone in ((Scope.THIS, [3]), (Scope.FOLLOWING, [3, 4, 5]),
                            (Scope.ALL, [2, 3, 4, 5])):  # fmt: skip
            done = desk.do(cancel(series.visits[3], scope, number=len(gone)))
            assert [one.id for one in done.visits] == [series.visits[n].id for n in gone]
            left = now(desk, series)
            holds = [number for number, one in enumerate(left.visits) if not one.holds]
            assert holds == gone
            assert left.place(series.visits[3].id) == 4
            desk.undo()
            assert picture(desk) == before
        # Whoever has come is not cancelled with the rest.
        desk.do(SetStatus(appointment_id=series.visits[1].id, status=AppointmentStatus.ARRIVED))
        done = desk.do(cancel(series.visits[2], Scope.ALL))
        assert len(done.visits) == 4
        desk.verify()
    finally:
        office.close()


def test_what_follows_is_moved_as_far_onto_its_own_times_too(weekly: Desk) -> None:
    series = booked(weekly)
    before = picture(weekly)
    # By a week: each comes where the next one was.
    done = weekly.do(move(series.visits[2], Scope.FOLLOWING, 3 * WEEK + 30 - 30))
    assert len(done.visits) == 4
    assert locals_of(now(weekly, series)) == [
        "11-03 09:00", "11-10 09:00", "11-24 09:00", "12-01 09:00", "12-08 09:00", "12-15 09:00",
    ]  # fmt: skip
    weekly.undo()
    assert picture(weekly) == before
    # And back, half an hour later and with another doctor.
    done = weekly.do(move(series.visits[2], Scope.FOLLOWING, WEEK + 30, doctor_id=2))
    assert {one.doctor_id for one in done.visits} == {2}
    assert sorted(locals_of(now(weekly, series))) == [
        "11-03 09:00", "11-10 09:00", "11-10 09:30", "11-17 09:30", "11-24 09:30", "12-01 09:30",
    ]  # fmt: skip
    weekly.undo()
    assert picture(weekly) == before


def test_a_move_of_several_is_refused_as_a_whole_with_all_reasons(weekly: Desk) -> None:
    series = booked(weekly)
    for week in (3, 5):
        weekly.do(BookBlock(patient_id=2, doctor_id=1, start=at(week * WEEK + 60)))
    before = picture(weekly)
    reasons = weekly.refused(move(series.visits[2], Scope.FOLLOWING, 2 * WEEK + 60))
    assert [(one.code, one.facts["visit"]) for one in reasons] == [
        ("block_taken", 6), ("block_taken", 4),
    ]  # fmt: skip
    assert picture(weekly) == before
    # A visit of the same series that stands in the way goes, too, and is not told.
    blocked = weekly.refused(move(series.visits[4], Scope.FOLLOWING, 5 * WEEK + 24 * 60 * 2))
    assert {one.code for one in blocked} == {"no_block"}


def test_a_move_never_leaves_out_a_visit_that_is_in_the_way_of_another_one(weekly: Desk) -> None:
    """Two visits of a series that overlap do so after the move, too: it is refused, or both go."""
    series = booked(weekly, Repeat(times=2))
    first, second = series.visits
    weekly.move(second, 30, doctor=2)
    longer = MoveAppointment(appointment_id=first.id, start=at(0), end=at(60), even_if_busy=True)
    weekly.do(longer)
    wish = move(first, Scope.FOLLOWING, 60, number=2)
    [reason] = weekly.refused(wish)
    assert (reason.code, reason.facts["visit"]) == ("patient_busy", 1)
    done = weekly.do(replace(wish, even_if_busy=True, command_id=uuid4()))
    assert {one.id for one in done.visits} == {first.id, second.id}
    assert locals_of(now(weekly, series)) == ["11-03 10:00", "11-03 10:30"]


def test_what_is_over_stays_as_it_was_whatever_follows_is_changed(place: Place) -> None:
    moment = [at(-60)]
    with place.office(clock=lambda: moment[0]) as office:
        desk = Desk(office)
        desk.hours("Mon-Tue 9-12", start=MONDAY, until=SUMMER)
        series = booked(desk)
        moment[0] = at(2 * WEEK + 60)
        gone = desk.do(cancel(series.visits[0], Scope.FOLLOWING, number=4))
        assert [series.place(one.id) for one in gone.visits] == [1, 4, 5, 6]


def test_of_several_reasons_each_names_its_nearest_time_and_what_is_the_same_is_told_once(
    weekly: Desk,
) -> None:
    series = booked(weekly)
    weekly.cancel(series.visits[0])
    for week in (3, 5):
        weekly.do(BookBlock(patient_id=2, doctor_id=1, start=at(week * WEEK + 60)))
    reasons = weekly.refused(move(series.visits[1], Scope.FOLLOWING, WEEK + 60))
    ends = {one.facts["visit"]: one.message[-50:] for one in reasons}
    assert ends.keys() == {4, 6}
    assert ends[4].endswith("The nearest free time is Mon 24 Nov 2025, 09:30.")


def test_what_is_the_same_for_all_that_are_hit_is_told_once(weekly: Desk) -> None:
    """Six are told once, and so are five of six."""
    kind = weekly.do(AddAppointmentType(name="Scan", minutes=30, doctor_ids=(1,))).id
    series = booked(weekly, type_id=kind)
    weekly.cancel(series.visits[0])
    wish = move(series.visits[1], Scope.FOLLOWING, WEEK + 60, doctor_id=2)
    assert weekly.codes(wish) == ["type_not_allowed"]


def test_a_change_of_what_was_seen_otherwise_is_refused(weekly: Desk) -> None:
    series = booked(weekly)
    third = series.visits[2]
    weekly.cancel(series.visits[4])
    [reason] = weekly.refused(cancel(third, Scope.FOLLOWING, number=4))
    assert (reason.code, reason.facts["number"]) == ("series_changed", 3)
    weekly.move(third, 2 * WEEK + 30)
    stale = cancel(third, Scope.FOLLOWING, version=third.version)
    assert weekly.codes(stale) == ["appointment_changed"]
    single = weekly.book(60)
    assert weekly.codes(cancel(single, Scope.ALL)) == ["no_series"]
    weekly.do(cancel(third, Scope.FOLLOWING, number=3))
    assert weekly.codes(cancel(third, Scope.THIS)) == ["status_not_possible"]


def test_of_a_series_that_changed_since_the_booking_is_not_simply_taken_back(weekly: Desk) -> None:
    series = booked(weekly)
    sequence = weekly.last_sequence()
    weekly.cancel(series.visits[1])
    with pytest.raises(Refusal, match="changed_since"):
        weekly.undo(sequence)
    weekly.undo()
    weekly.undo(sequence)
    assert now(weekly, series).visits == ()
    # Whoever still sees one of its visits changes none of them by it.
    for scope in Scope:
        assert weekly.codes(cancel(series.visits[0], scope)) == ["no_series"]


def test_edits_of_any_subset_never_change_the_others(place: Place) -> None:
    """Any sequence of changes, every other one taken back: who is not meant stays as they are."""
    draw = random.Random(5)  # noqa: S311 - the same walk every time
    with place.office(clock=lambda: at(2 * WEEK + 60)) as office:
        desk = Desk(office)
        desk.hours("Mon-Fri 8-13", start=MONDAY, until=SUMMER)
        series = booked(desk)
        done = 0
        for _ in range(40):
            visits = now(desk, series).visits
            held = [one for one in visits if one.holds]
            named, scope = draw.choice(held), draw.choice(list(Scope))
            meant = {one.id for one in of_scope(visits, named.id, scope, at(2 * WEEK + 60))}
            others = {one.id: one for one in visits if one.id not in meant}
            before = picture(desk)
            shift = draw.choice([-WEEK, -30, 30, 24 * 60, WEEK]) * MINUTE
            wishes = (cancel(named, scope), MoveSeries(
                appointment_id=named.id, scope=scope, start=named.start + shift))  # fmt: skip
            try:
                desk.do(draw.choices(wishes, (1, 5))[0])
            except Refusal:
                assert picture(desk) == before
                continue
            done += 1
            after = {one.id: one for one in now(desk, series).visits}
            assert {number: after[number] for number in others} == others
            if draw.random() < 0.7:
                desk.undo()
                assert picture(desk) == before
        assert done > 15
        desk.verify()


@pytest.mark.shared_data
@pytest.mark.parametrize("engine", ENGINES)
def test_the_series_of_another_program(engine: str, tmp_path: Path) -> None:
    """Proposed and booked as it books them; weeks are counted from the day of the first visit."""
    file = shared("slotcases", "appointment_series.json")
    cases = json.loads(file.read_text(encoding="utf-8"))["cases"]
    assert len(cases) == 5
    with clinic(engine, "UTC", tmp_path, Moment()) as desk:
        for case in cases:
            of = case["input"]
            start, end = (instant(of[edge], ZoneInfo("UTC")) for edge in ("start", "end"))
            weeks = "every_weeks" in of
            repeat = Repeat(
                times=of.get("count"),
                until=dt.date.fromisoformat(of["until"][:10]) if "until" in of else None,
                every=of["every_weeks" if weeks else "every_days"],
                unit=Unit.WEEKS if weeks else Unit.DAYS,
                weekdays=tuple(CODES.index(day) for day in of.get("weekdays", ())),
            )
            doctor = desk.do(AddDoctor(name=f"Dr {case['id']}")).id
            first = start.date()
            desk.hours("Mon-Sun 0-24", doctor, 15, start=first, until=first + dt.timedelta(20))
            told = desk.ask(
                ProposeSeries(
                    doctor_id=doctor, start=start, repeat=repeat, patient_id=1,
                    minutes=int((end - start) / MINUTE),
                )
            )  # fmt: skip
            assert not told.clashes, case["id"]
            counted = "weeks counted from Fri" in told.words
            assert counted is ("week_begins" in of), case["id"]
            series = desk.do(replace(wish(told), doctor_id=doctor)).series
            wanted = [instant(one, ZoneInfo("UTC")) for one in case["expect"]["starts"]]
            assert [one.start for one in series.visits] == wanted, case["id"]
            assert {one.span.duration for one in series.visits} == {end - start}, case["id"]
            # The next case has the same patient at the same times.
            desk.undo()
