"""Booking, moving, cancelling and statuses: what works, and what is refused and why."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import replace
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import Engine, event

from clinic_desktop import compose
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import (
    STATUS_WORDS,
    TRANSITIONS,
    AppointmentStatus,
    BookBlock,
    CancelAppointment,
    CancelReason,
    MoveAppointment,
    SetStatus,
)
from clinic_desktop.domain.patients import ChangePatient
from clinic_desktop.domain.people import AddAppointmentType, AllowRight, DisallowRight
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.series import BookSeries, Planned
from clinic_desktop.domain.sites import AddSite
from clinic_desktop.storage.tables import patient
from tests.engines import Place
from tests.scheduling.desk import MONDAY, NINE, Desk, at

S = AppointmentStatus
ILL = CancelReason.PATIENT_ILL


def test_a_block_by_its_id(desk: Desk) -> None:
    number = desk.blocks()[60]
    visit = desk.do(BookBlock(patient_id=1, block_id=number)).appointment
    assert visit.block_ids == (number,)
    assert (visit.start, visit.end) == (at(60), at(90))
    assert desk.free() == [0, 30, 90, 120, 150]


def test_a_start_alone_takes_one_block(desk: Desk) -> None:
    visit = desk.do(BookBlock(patient_id=1, doctor_id=1, start=at(30))).appointment
    assert (visit.start, visit.end) == (at(30), at(60))


def test_a_type_takes_the_run_that_covers_it(desk: Desk) -> None:
    kind = desk.do(AddAppointmentType(name="Long", minutes=70))
    visit = desk.do(BookBlock(patient_id=1, doctor_id=1, start=at(0), type_id=kind.id)).appointment
    assert (visit.type, visit.end, len(visit.block_ids)) == ("Long", at(90), 3)
    assert desk.free() == [90, 120, 150]


def test_an_end_takes_the_run_up_to_it(desk: Desk) -> None:
    visit = desk.book(30, 90)
    assert visit.block_ids == tuple(desk.blocks()[n] for n in (30, 60, 90))
    assert desk.free() == [0, 120, 150]


def test_an_end_goes_before_the_length_of_the_type(desk: Desk) -> None:
    kind = desk.do(AddAppointmentType(name="Long", minutes=60))
    wish = BookBlock(patient_id=1, doctor_id=1, start=at(0), end=at(30), type_id=kind.id)
    visit = desk.do(wish).appointment
    assert (visit.start, visit.end, visit.type) == (at(0), at(30), "Long")
    assert desk.visit(visit.id) == visit
    lost = BookBlock(patient_id=2, doctor_id=1, start=at(60), end=at(90), type_id=kind.id + 1)
    assert desk.codes(lost) == ["unknown_type"]


def test_a_move_between_grids_keeps_the_length(desk: Desk) -> None:
    desk.hours("Mon 9-12", doctor=2, block=20)
    visit = desk.book(0, 30)
    moved = desk.move(visit, 20, doctor=2)
    assert (moved.start, moved.end) == (at(20), at(50))
    assert desk.free(doctor=2) == [0, 60, 80, 100, 120, 140, 160]
    back = desk.move(moved, 0, doctor=1)
    assert (back.start, back.end, back.block_ids) == (at(0), at(30), visit.block_ids)
    desk.verify()


def test_an_end_that_is_no_edge(desk: Desk) -> None:
    wish = BookBlock(patient_id=1, doctor_id=1, start=at(0), end=at(40))
    [reason] = desk.refused(wish)
    assert reason.code == "off_grid"
    assert [edge[11:16] for edge in reason.facts["edges"]] == ["09:30", "10:00"]
    # It is the end that is wrong: another time would be refused as well.
    assert "nearest" not in reason.facts


def test_a_start_that_is_no_edge(desk: Desk) -> None:
    [reason] = desk.refused(BookBlock(patient_id=1, doctor_id=1, start=at(10)))
    assert reason.code == "off_grid"
    assert [edge[11:16] for edge in reason.facts["edges"]] == ["09:00", "09:30"]


def test_a_time_outside_the_hours(desk: Desk) -> None:
    [reason] = desk.refused(BookBlock(patient_id=1, doctor_id=1, start=at(300)))
    assert reason.code == "no_block"
    assert len(reason.facts["nearest"]) == 5
    [reason] = desk.refused(BookBlock(patient_id=1, doctor_id=1, start=at(150), end=at(210)))
    assert reason.code == "no_block"


def test_a_time_beyond_what_is_laid_says_how_far_and_how_to_go_on(place: Place) -> None:
    office = compose.open_office(place.settings, clock=lambda: at(0), feed=False)
    try:
        desk = Desk(office)
        desk.hours("Mon-Fri 9-12", doctor=2, start=MONDAY)
        beyond = at(0) + dt.timedelta(weeks=79)
        wish = BookBlock(patient_id=1, doctor_id=2, start=beyond)
        [reason] = desk.refused(wish)
        assert (reason.code, reason.facts["laid_until"]) == ("no_block", "2027-05-06")
        assert "laid only up to Thu 6 May 2027." in reason.message
        assert reason.message.endswith(
            ' To lay more: clinic hours 2 "Mon-Fri 9-12" --from 2027-05-07 --block 30'
        )
        night = BookBlock(patient_id=1, doctor_id=2, start=beyond + dt.timedelta(hours=8))
        [reason] = desk.refused(night)
        assert "has no hours on" in reason.message
        desk.hours("Mon-Fri 9-12", doctor=2, start=dt.date(2027, 5, 7))
        assert desk.do(wish).appointment.start == beyond
    finally:
        office.close()


def test_what_lays_on_is_told_with_all_that_the_hours_have(place: Place) -> None:
    """Also in which week alternating ones begin: those that were laid already stay as they are."""
    with place.office(clock=lambda: at(0) + dt.timedelta(weeks=1)) as office:
        desk = Desk(office)
        north = desk.do(AddSite(name="North")).id
        hours = "Mon-Fri 9-12; Mon 14-16 every 2 weeks"
        wish = SetWeeklyHours(
            doctor_id=2, hours=WeeklyHours.parse(hours), block_minutes=20, grid_minutes=30, seats=2,
            start=MONDAY, site_id=north,
        )  # fmt: skip
        desk.change(wish)
        start = at(60 * 5) + dt.timedelta(weeks=80, hours=-1)
        late = BookBlock(patient_id=1, doctor_id=2, start=start)
        [reason] = desk.refused(late)
        told = reason.message.rpartition("To lay more: ")[2]
        assert told == (
            f'clinic hours 2 "{hours}" --from 2027-05-07 --block 20 --grid 30 --seats 2'
            f" --site {north}"
        )
        laid = desk.change(dataclasses.replace(wish, command_id=uuid4(), start=dt.date(2027, 5, 7)))
        assert (laid.blocks_removed, laid.affected) == (0, ())
        assert desk.do(late).appointment.start == start


def test_the_newest_block_that_was_withdrawn(desk: Desk) -> None:
    newest = max(desk.blocks(doctor=2).values())
    desk.hours("none", doctor=2)
    assert desk.codes(BookBlock(patient_id=1, block_id=newest)) == ["block_withdrawn"]
    assert desk.codes(BookBlock(patient_id=1, block_id=newest + 1)) == ["unknown_block"]


def test_a_block_that_was_withdrawn(desk: Desk) -> None:
    number = desk.blocks()[150]
    desk.hours("Mon 9-10")
    assert desk.codes(BookBlock(patient_id=1, block_id=number)) == ["block_withdrawn"]
    [reason] = desk.refused(BookBlock(patient_id=1, block_id=number, doctor_id=1, start=at(150)))
    assert [one["start"][11:16] for one in reason.facts["nearest"]] == ["09:00", "09:30"]
    assert desk.codes(BookBlock(patient_id=1, block_id=999_999)) == ["unknown_block"]


def test_a_taken_block_names_its_holder_and_what_is_near(desk: Desk) -> None:
    held = desk.book(60)
    [reason] = desk.refused(BookBlock(patient_id=2, doctor_id=1, start=at(60)))
    assert reason.code == "block_taken"
    assert reason.facts["holder"]["appointment_id"] == str(held.id)
    assert [one["start"][11:16] for one in reason.facts["nearest"]] == [
        "09:00", "09:30", "10:30", "11:00", "11:30",
    ]  # fmt: skip
    assert desk.codes(BookBlock(patient_id=2, doctor_id=1, start=at(0), end=at(90))) == [
        "block_taken"
    ]


def test_what_is_refused_in_the_hour_that_comes_twice_names_its_zone(desk: Desk) -> None:
    fall_back = dt.date(2025, 11, 2)
    desk.hours("Sun 0-4", start=fall_back, until=fall_back)
    one = dt.datetime(2025, 11, 2, 6, tzinfo=dt.UTC)
    half = dt.timedelta(minutes=30)
    desk.do(BookBlock(patient_id=1, doctor_id=1, start=one + half))
    with pytest.raises(Refusal) as refused:
        desk.do(BookBlock(patient_id=1, doctor_id=1, start=one + half))
    taken, busy = refused.value.reasons
    assert "Sun 2 Nov 2025, 01:30 EST" in taken.message
    assert "01:30 EST to 02:00." in taken.message
    assert "Sun 2 Nov 2025, 01:30 EST" in busy.message
    with pytest.raises(Refusal) as refused:
        desk.do(BookBlock(patient_id=1, doctor_id=1, start=one - half / 2))
    assert refused.value.message == (
        "Sun 2 Nov 2025, 01:45 EDT is not where a block of Dr Lee begins or ends. "
        "The nearest edges are 01:30 EDT and 01:00 EST. Choose one of the nearest free times."
    )


def test_a_repeated_wish_and_another_under_its_id(desk: Desk) -> None:
    number = uuid4()
    wish: dict[str, Any] = {"patient_id": 1, "doctor_id": 1, "appointment_id": number}
    first = desk.do(BookBlock(**wish, start=at(0)))
    again = desk.do(BookBlock(**wish, start=at(0)))
    assert (first.repeated, again.repeated) == (False, True)
    assert first.appointment == again.appointment
    assert desk.codes(BookBlock(**wish, start=at(30))) == ["id_conflict"]
    desk.cancel(first.appointment)
    assert desk.do(BookBlock(**wish, start=at(0))).appointment.status is S.CANCELLED


def test_a_busy_patient(desk: Desk) -> None:
    other = desk.book(0, 60, doctor=2)
    [reason] = desk.refused(BookBlock(patient_id=1, doctor_id=1, start=at(30)))
    assert (reason.code, reason.facts["appointment_id"]) == ("patient_busy", str(other.id))
    desk.do(BookBlock(patient_id=1, doctor_id=1, start=at(30), even_if_busy=True))
    desk.book(60)
    assert desk.codes(BookBlock(patient_id=1, doctor_id=1, start=at(30))) == [
        "block_taken", "patient_busy",
    ]  # fmt: skip


def test_do_not_book_and_the_right_to_pass_it(place: Place) -> None:
    with place.office() as office:
        desk = Desk(office)
        with (
            place.database() as database,
            database.engine.execution_options(write=True).begin() as connection,
        ):
            connection.execute(
                patient.update().where(patient.c.id == 1).values(do_not_book="owes much")
            )
        wish = BookBlock(patient_id=1, doctor_id=1, start=at(0))
        meant = replace(wish, even_if_do_not_book=True)
        for one in (wish, meant):
            [reason] = desk.refused(one)
            assert (reason.code, reason.facts["can_pass"]) == ("do_not_book", False)
            assert reason.message.startswith("Ann Smith is marked “do not book”: owes much.")
            assert "pass_do_not_book" in reason.message
        desk.do(AllowRight(user="tester", right="pass_do_not_book"))
        # The right alone is no leave: nobody passes it without having read why.
        [reason] = desk.refused(wish)
        assert (reason.code, reason.facts["can_pass"]) == ("do_not_book", True)
        visit = desk.do(meant).appointment
        # What is booked already is moved by right.
        there = MoveAppointment(appointment_id=visit.id, start=at(30))
        assert desk.do(there).start == at(30)
        desk.do(DisallowRight(user="tester", right="pass_do_not_book"))
        back = MoveAppointment(appointment_id=visit.id, start=at(0))
        assert desk.codes(back) == ["do_not_book"]


def test_a_series_for_who_is_marked_is_passed_as_a_whole(desk: Desk) -> None:
    desk.do(ChangePatient(patient_id=1, do_not_book="Owes much"))
    visits = (Planned(start=at(0)), Planned(start=at(30)))
    wish = BookSeries(
        doctor_id=1, visits=visits, rule="FREQ=WEEKLY;COUNT=2;WKST=MO", first=MONDAY, patient_id=1,
    )  # fmt: skip
    assert desk.codes(wish) == ["do_not_book"]
    desk.do(AllowRight(user="tester", right="pass_do_not_book"))
    assert desk.codes(wish) == ["do_not_book"]
    booked = desk.do(replace(wish, even_if_do_not_book=True))
    assert [one.start for one in booked.series.visits] == [at(0), at(30)]


def test_nobody_and_nothing(desk: Desk) -> None:
    assert desk.codes(BookBlock(patient_id=99, doctor_id=1, start=at(0))) == ["unknown_patient"]
    assert desk.codes(BookBlock(patient_id=1, doctor_id=99, start=at(0))) == ["unknown_doctor"]
    wish = BookBlock(patient_id=1, doctor_id=1, start=at(0), type_id=99)
    assert desk.codes(wish) == ["unknown_type"]
    assert desk.misused(BookBlock(patient_id=1)) == "usage"
    assert desk.misused(BookBlock(patient_id=1, doctor_id=1, start=at(0), end=at(0))) == "bad_span"


@pytest.mark.parametrize("start", [0, 30, 60, 90])
def test_moving_onto_ones_own_run(desk: Desk, start: int) -> None:
    visit = desk.book(30, 90)
    moved = desk.move(visit, start)
    assert (moved.start, moved.end) == (at(start), at(start + 90))
    assert desk.free() == [n for n in range(0, 180, 30) if not start <= n < start + 90]
    assert moved.version == visit.version + (start != 30)


def test_moving_to_another_doctor_and_onto_others(desk: Desk) -> None:
    visit, other = desk.book(0), desk.book(60, patient=2)
    wish = MoveAppointment(appointment_id=visit.id, start=at(60))
    assert desk.codes(wish) == ["block_taken"]
    moved = desk.move(visit, 60, doctor=2)
    assert (moved.doctor_id, desk.free(1), desk.free(2)) == (
        2, [0, 30, 90, 120, 150], [0, 30, 90, 120, 150],
    )  # fmt: skip
    desk.cancel(other)
    assert desk.codes(MoveAppointment(appointment_id=other.id, start=at(0))) == ["not_movable"]


def test_a_visit_gets_longer_and_shorter_where_it_is(desk: Desk) -> None:
    """By its end, by its start, and both at once over its own old run."""
    visit = desk.book(30, 60)
    for start, end in ((None, 150), (None, 60), (30, 120), (60, 120), (0, 90), (90, 180)):
        was = visit
        visit = desk.move(visit, start, end=end)
        begin = was.start if start is None else at(start)
        assert (visit.start, visit.end) == (begin, at(end))
        first = int((begin - NINE).total_seconds()) // 60
        assert desk.free() == [n for n in range(0, 180, 30) if not first <= n < end]
        assert visit.block_ids == tuple(desk.blocks()[n] for n in range(first, end, 30))
        desk.verify()
    assert desk.move(visit, end=180) == visit
    assert desk.move(visit, 0, doctor=2, end=30).span.minutes == 30
    assert (desk.free(1), desk.free(2)) == ([*range(0, 180, 30)], [*range(30, 180, 30)])


def test_a_length_that_is_taken_a_gap_or_off_the_grid_is_refused(desk: Desk) -> None:
    desk.hours("Mon 9-10:30, 11-12")
    visit, other = desk.book(0), desk.book(60, patient=2)
    for start, end, codes in (
        (None, 90, ["block_taken"]),
        (None, 150, ["block_taken", "no_block"]),
        (None, 40, ["off_grid"]),
        (120, 200, ["no_block"]),
        (30, 90, ["block_taken"]),
    ):
        wish = MoveAppointment(
            appointment_id=visit.id, start=None if start is None else at(start), end=at(end)
        )
        assert desk.codes(wish) == codes
    assert desk.misused(MoveAppointment(appointment_id=visit.id, end=at(0))) == "bad_span"
    desk.cancel(other)
    assert desk.move(visit, end=90).end == at(90)
    assert desk.codes(MoveAppointment(appointment_id=visit.id, end=at(150))) == ["no_block"]


def test_no_visit_is_longer_than_a_day(desk: Desk) -> None:
    desk.hours("Mon-Tue 0-24", start=MONDAY, until=MONDAY + dt.timedelta(days=1), block=60)
    visit = desk.move(desk.book(0, 60), end=24 * 60)
    wish = MoveAppointment(appointment_id=visit.id, end=at(25 * 60))
    assert desk.misused(wish) == "bad_length"
    longest = BookBlock(patient_id=2, doctor_id=1, start=at(0), end=at(25 * 60))
    assert desk.misused(longest) == "bad_length"


def test_a_longer_visit_warns_of_the_patients_next_one(desk: Desk) -> None:
    visit = desk.book(0)
    desk.book(30, doctor=2)
    wish = MoveAppointment(appointment_id=visit.id, end=at(60))
    assert desk.codes(wish) == ["patient_busy"]
    assert desk.do(dataclasses.replace(wish, even_if_busy=True)).end == at(60)


def test_a_visit_told_less_than_it_holds_is_told_all_of_it(desk: Desk) -> None:
    desk.hours("Mon 9-12", doctor=2, block=60)
    visit = desk.move(desk.book(0), 60, doctor=2)
    assert (visit.end, desk.free(2)) == (at(90), [0, 120])
    longer = desk.move(visit, end=120)
    assert (longer.end, longer.block_ids, longer.version) == (
        at(120), visit.block_ids, visit.version + 1,
    )  # fmt: skip
    desk.undo()
    assert desk.visit(visit.id).end == at(90)


def test_cancelling_keeps_the_times(desk: Desk) -> None:
    visit = desk.cancel(desk.book(30, 60))
    assert (visit.start, visit.end, visit.holds, visit.block_ids) == (at(30), at(90), False, ())
    assert (visit.reason, visit.status) == ("patient_ill", S.CANCELLED)
    assert desk.free() == [0, 30, 60, 90, 120, 150]
    wish = CancelAppointment(appointment_id=visit.id, reason=ILL)
    assert desk.codes(wish) == ["status_not_possible"]


def test_a_stale_version_is_refused(desk: Desk) -> None:
    visit = desk.book(0)
    desk.move(visit, 30)
    for wish in (
        MoveAppointment(appointment_id=visit.id, start=at(60), version=visit.version),
        CancelAppointment(appointment_id=visit.id, reason=ILL, version=visit.version),
        SetStatus(appointment_id=visit.id, status=S.ARRIVED, version=visit.version),
    ):
        [reason] = desk.refused(wish)
        assert (reason.code, reason.facts["version"]) == ("appointment_changed", visit.version + 1)
        assert reason.message.startswith(
            "This appointment was changed meanwhile, with “move appointment” by tester ("
        )
        assert (
            "the time was Mon 3 Nov 2025, 09:00 to 09:30, is Mon 3 Nov 2025, 09:30 to 10:00."
            in (reason.message)
        )
        assert list(reason.facts["changes"]) == ["the time"]
        assert reason.facts["since"]["actor"] == "tester"
    fresh = visit.version + 1
    desk.do(SetStatus(appointment_id=visit.id, status=S.ARRIVED, version=fresh))


_WAY_TO = {
    S.BOOKED: (), S.ARRIVED: (S.ARRIVED,), S.IN_PROGRESS: (S.IN_PROGRESS,),
    S.FULFILLED: (S.FULFILLED,), S.NOSHOW: (S.NOSHOW,), S.CANCELLED: (S.CANCELLED,),
}  # fmt: skip


def test_who_is_cancelled_already_is_told_so(desk: Desk) -> None:
    visit = desk.cancel(desk.book(0))
    wish = CancelAppointment(appointment_id=visit.id, reason=CancelReason.CLINIC)
    [reason] = desk.refused(wish)
    assert reason.code == "status_not_possible"
    assert reason.message == "This visit is marked “Cancelled” already. Only undo leads back."


def test_every_step_between_statuses(desk: Desk) -> None:
    for now, then in product(S, S):
        visit = desk.book(0)
        for step in _WAY_TO[now]:
            visit = desk.cancel(visit) if step is S.CANCELLED else desk.status(visit, step)
        wish = SetStatus(appointment_id=visit.id, status=then)
        if then is S.CANCELLED:
            assert desk.codes(wish) == ["reason_needed"]
        elif then is now or then in TRANSITIONS[now]:
            after = desk.do(wish)
            assert (after.status, after.holds) == (then, True)
            assert after.version == visit.version + (then is not now)
        else:
            [reason] = desk.refused(wish)
            assert reason.code == "status_not_possible"
            assert f"marked “{STATUS_WORDS[now]}” can't become “{STATUS_WORDS[then]}”" in (
                reason.message
            )
        _clear(desk, desk.visit(visit.id).status, wish)


@pytest.mark.parametrize(
    ("minutes", "status", "codes"),
    [
        (-541, S.FULFILLED, ["not_yet"]), (-540, S.FULFILLED, []), (-1, S.NOSHOW, ["not_yet"]),
        (0, S.NOSHOW, []), (90, S.FULFILLED, []),
        (-541, S.ARRIVED, ["not_yet"]), (-540, S.ARRIVED, []), (2000, S.ARRIVED, []),
        (-541, S.IN_PROGRESS, ["not_yet"]), (-540, S.IN_PROGRESS, []),
    ],
)  # fmt: skip
def test_nobody_has_come_to_a_visit_of_another_day_yet(
    place: Place, minutes: int, status: AppointmentStatus, codes: list[str]
) -> None:
    office = compose.open_office(place.settings, clock=lambda: at(minutes), feed=False)
    try:
        desk = Desk(office)
        wish = SetStatus(appointment_id=desk.book(0).id, status=status)
        if codes:
            [reason] = desk.refused(wish)
            assert [reason.code] == codes
            assert "Mon 3 Nov 2025, 09:00" in reason.message
            assert f"marked as “{STATUS_WORDS[status]}” yet" in reason.message
        else:
            assert desk.do(wish).status is status
    finally:
        office.close()


def _clear(desk: Desk, status: AppointmentStatus, wish: SetStatus) -> None:
    """Free the block again, from whatever status."""
    if status is S.CANCELLED:
        return
    if S.CANCELLED not in TRANSITIONS[status]:
        back = S.BOOKED if S.BOOKED in TRANSITIONS[status] else S.ARRIVED
        desk.do(SetStatus(appointment_id=wish.appointment_id, status=back))
    desk.do(CancelAppointment(appointment_id=wish.appointment_id, reason=ILL))


def test_a_booking_never_reads_what_everybody_has_that_day(desk: Desk, place: Place) -> None:
    asked: list[tuple[str, Any]] = []

    def keep(_c: object, _k: object, sql: str, parameters: object, *_: object) -> None:
        asked.append((sql, parameters))

    event.listen(Engine, "before_cursor_execute", keep)
    desk.book(0)
    event.remove(Engine, "before_cursor_execute", keep)
    ((sql, parameters),) = [one for one in asked if "ORDER BY CASE" in one[0]]
    with place.database() as database, database.engine.connect() as connection:
        if place.engine == "sqlite":
            found = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", tuple(parameters))
            plan = str(found.all())
        else:
            plan = _lasting_plan(connection.connection.driver_connection, sql, parameters)
    assert "appointment_patient" in plan, plan
    assert "appointment_start" not in plan, plan


def _lasting_plan(driver: Any, sql: str, parameters: object) -> str:  # noqa: ANN401 - psycopg's connection
    """Answer the plan that a server keeps for a statement, whatever its parameters."""
    # A table as small as this one is read whole unless that is the last resort.
    driver.execute("SET enable_seqscan = off")
    driver.execute("SET plan_cache_mode = force_generic_plan")
    driver.execute(sql, parameters, prepare=True)
    asked = "SELECT name, cardinality(parameter_types) FROM pg_prepared_statements"
    ((name, count),) = driver.execute(asked).fetchall()
    values = ", ".join(["NULL"] * count)
    return str(driver.execute(f"EXPLAIN EXECUTE {name}({values})").fetchall())
