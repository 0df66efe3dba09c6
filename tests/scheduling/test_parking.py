"""The pinboard: what is parked frees its time, waits, is seen by whom it is for, and is dropped."""

from __future__ import annotations

from uuid import uuid4

import pytest

from clinic_desktop.domain.booking import (
    AppointmentStatus,
    CancelAppointment,
    CancelReason,
    Redo,
    Undo,
)
from clinic_desktop.domain.parking import (
    DropParked,
    ParkAppointment,
    Parked,
    ParkedVisits,
    PlanVisit,
    RemoveParked,
    ShareParked,
    parked_as,
)
from clinic_desktop.domain.patients import ChangePatient, MergePatients
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddPatient,
    AddRoom,
    AllowRight,
    Name,
    ThePatient,
)
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.series import BookSeries, Planned, TheSeries
from clinic_desktop.storage.parked_tables import parked as board_table
from tests.engines import Place
from tests.scheduling.desk import MONDAY, Desk, at


def board(desk: Desk) -> list[Parked]:
    found: tuple[Parked, ...] = desk.ask(ParkedVisits())
    return list(found)


def test_a_parked_visit_gives_its_time_up_waits_and_is_booked_again(desk: Desk) -> None:
    visit = desk.book(0, 60)
    assert desk.free() == [60, 90, 120, 150]
    pin = desk.do(parked_as(visit))
    assert desk.free() == [0, 30, 60, 90, 120, 150]
    assert board(desk) == [pin]
    assert (pin.patient, pin.doctor, pin.minutes, pin.was) == ("Ann Smith", "Dr Lee", 60, at(0))
    assert (pin.owner, pin.is_own, pin.shared) == ("tester", True, False)
    old = desk.visit(visit.id)
    assert (old.is_parked, old.stands, old.holds) == (True, "Parked", False)
    assert [one.stands for one in desk.ask(ThePatient(patient_id=1)).appointments] == ["Parked"]
    new = desk.do(DropParked(parked_id=pin.id, block_id=desk.blocks(2)[90])).appointment
    assert (new.doctor_id, new.start, new.end, new.patient_id) == (2, at(90), at(150), 1)
    assert board(desk) == []
    assert desk.free(2) == [0, 30, 60, 150]
    # There is one visit, and it is booked.
    assert [one.id for one in desk.ask(ThePatient(patient_id=1)).appointments] == [new.id]


def test_each_way_is_one_undo_and_can_be_done_again(desk: Desk) -> None:
    visit = desk.book(0, 60)
    booked = desk.picture()
    pin = desk.do(ParkAppointment(appointment_id=visit.id))
    waiting = desk.picture()
    desk.do(ShareParked(parked_id=pin.id))
    dropped = desk.do(DropParked(parked_id=pin.id, start=at(90))).appointment
    elsewhere = desk.picture()
    assert desk.undo().command == "DropParked"
    assert desk.picture() == waiting
    assert [(one.id, one.shared) for one in board(desk)] == [(pin.id, True)]
    assert desk.do(Redo()).appointment.id == dropped.id
    assert desk.picture() == elsewhere
    assert board(desk) == []
    desk.undo()
    assert desk.undo().command == "ShareParked"
    assert [one.shared for one in board(desk)] == [False]
    undone = desk.undo()
    assert (undone.command, undone.appointment.id) == ("ParkAppointment", visit.id)
    assert desk.picture() == booked
    assert board(desk) == []
    for expected in (waiting, waiting, elsewhere):
        desk.do(Redo())
        assert desk.picture() == expected
    desk.verify()


def test_its_old_time_that_somebody_has_by_now_is_not_given_back_and_it_waits_on(
    desk: Desk,
) -> None:
    visit = desk.book(0)
    parked = desk.last_sequence() + 1
    pin = desk.do(parked_as(visit))
    desk.book(0, patient=2)
    (reason,) = desk.refused(Undo(sequence=parked))
    assert reason.code == "block_taken"
    (taken,) = desk.refused(DropParked(parked_id=pin.id, start=at(0)))
    assert taken.code == "block_taken"
    assert taken.facts["holder"]["patient"] == "Ben Smith"
    assert taken.facts["nearest"]
    assert board(desk) == [pin]


def test_it_is_its_owners_until_it_is_shared(desk: Desk, place: Place) -> None:
    pin = desk.do(parked_as(desk.book(0)))
    with place.office(actor="ben") as office:
        ben = Desk.__new__(Desk)
        ben.office = office
        assert board(ben) == []
        for wish in (
            DropParked(parked_id=pin.id, start=at(30)),
            ShareParked(parked_id=pin.id),
            RemoveParked(parked_id=pin.id),
        ):
            assert ben.codes(wish) == ["unknown_parked"]
        desk.do(ShareParked(parked_id=pin.id))
        (seen,) = board(ben)
        assert (seen.owner, seen.is_own, seen.shared) == ("tester", False, True)
        ben.do(DropParked(parked_id=pin.id, start=at(30)))
    # Who comes second is told who was faster, and where the visit is.
    (gone,) = desk.refused(DropParked(parked_id=pin.id, start=at(60)))
    assert gone.code == "parked_gone"
    assert gone.message.startswith(
        "Ann Smith is not on the pinboard any more: booked with Dr Lee on "
        "Mon 3 Nov 2025, 09:30 by ben ("
    )
    assert desk.codes(RemoveParked(parked_id=pin.id)) == ["parked_gone"]


def test_it_survives_the_end_of_the_program(desk: Desk, place: Place) -> None:
    pin = desk.do(ParkAppointment(appointment_id=desk.book(0).id, shared=True))
    with place.office() as office:
        again = office.ask(ParkedVisits()).result(60).answer
    assert again == (pin,)


def test_a_visit_without_a_date_is_planned_and_booked_later(desk: Desk) -> None:
    check = desk.do(AddAppointmentType(name="Check-up", minutes=60))
    wish = PlanVisit(patient_id=2, type_id=check.id, doctor_id=2, note="after the holidays")
    pin = desk.do(wish)
    assert (pin.minutes, pin.type, pin.doctor, pin.note) == (
        60, "Check-up", "Dr Kay", "after the holidays",
    )  # fmt: skip
    assert (pin.appointment_id, pin.was) == (None, None)
    assert desk.free(2) == [0, 30, 60, 90, 120, 150]
    planned = desk.do(PlanVisit(patient_id=3, minutes=30))
    assert desk.misused(DropParked(parked_id=planned.id, start=at(0))) == "usage"
    visit = desk.do(DropParked(parked_id=pin.id, start=at(30))).appointment
    assert (visit.doctor_id, visit.start, visit.end) == (2, at(30), at(90))
    assert (visit.note, visit.type) == ("after the holidays", "Check-up")
    assert [one.id for one in board(desk)] == [planned.id]
    undone = desk.undo()
    assert [one.id for one in board(desk)] == [pin.id, planned.id]
    assert undone.appointment.id == visit.id
    told = desk.undo()
    assert (told.command, told.patient) == ("PlanVisit", "Cem Smith")
    assert [one.id for one in board(desk)] == [pin.id]
    desk.do(Redo())
    assert [one.id for one in board(desk)] == [pin.id, planned.id]


def test_what_is_planned_is_refused_with_all_that_is_wrong(desk: Desk) -> None:
    reasons = desk.refused(PlanVisit(patient_id=99, type_id=99, doctor_id=99))
    assert {one.code for one in reasons} == {"unknown_type", "unknown_doctor", "unknown_patient"}
    assert desk.misused(PlanVisit(patient_id=1)) == "bad_length"
    assert desk.misused(PlanVisit(patient_id=1, minutes=0)) == "bad_length"
    assert desk.misused(PlanVisit(patient_id=1, minutes=1441)) == "bad_length"
    assert board(desk) == []


def test_taken_down_its_visit_is_cancelled_for_a_reason_and_comes_back_by_undo(desk: Desk) -> None:
    visit = desk.book(0)
    pin = desk.do(parked_as(visit))
    desk.do(RemoveParked(parked_id=pin.id, reason=CancelReason.PATIENT_ILL))
    assert board(desk) == []
    gone = desk.visit(visit.id)
    assert (gone.reason, gone.stands) == ("patient_ill", "Cancelled")
    assert desk.undo().command == "RemoveParked"
    assert board(desk) == [_as_now(desk, pin)]
    assert desk.visit(visit.id).is_parked
    wish = RemoveParked(parked_id=pin.id, reason=CancelReason.PARKED)
    assert desk.misused(wish) == "bad_reason"


def _as_now(desk: Desk, pin: Parked) -> Parked:
    """The same pin: what was done and taken back left it a higher version alone."""
    (now,) = (one for one in board(desk) if one.id == pin.id)
    assert now.version > pin.version
    return now


def test_only_what_is_still_to_come_is_parked_and_nothing_is_cancelled_as_parked(
    desk: Desk,
) -> None:
    visit, other = desk.book(0), desk.book(30, patient=2)
    wish = CancelAppointment(appointment_id=visit.id, reason=CancelReason.PARKED)
    assert desk.misused(wish) == "bad_reason"
    desk.status(other, AppointmentStatus.FULFILLED)
    (reason,) = desk.refused(ParkAppointment(appointment_id=other.id))
    assert (reason.code, "“Done”" in reason.message) == ("not_parkable", True)
    desk.do(parked_as(visit))
    (twice,) = desk.refused(ParkAppointment(appointment_id=visit.id))
    assert (twice.code, "“Parked”" in twice.message) == ("not_parkable", True)
    moved = desk.move(desk.book(60), 90)
    stale = ParkAppointment(appointment_id=moved.id, version=moved.version - 1)
    assert desk.codes(stale) == ["appointment_changed"]


def test_a_drop_that_was_answered_too_late_books_once(desk: Desk) -> None:
    pin = desk.do(parked_as(desk.book(0)))
    wish = DropParked(parked_id=pin.id, start=at(30), appointment_id=uuid4())
    first = desk.do(wish)
    again = desk.do(DropParked(parked_id=pin.id, start=at(30), appointment_id=wish.appointment_id))
    assert (again.appointment.id, again.repeated) == (first.appointment.id, True)
    assert desk.free() == [0, 60, 90, 120, 150]


def test_a_visit_of_several_and_of_a_series_stays_so(desk: Desk) -> None:
    room = desk.do(AddRoom(name="Room 1"))
    wish = BookSeries(
        series_id=uuid4(), rule="FREQ=DAILY;COUNT=1", first=MONDAY, doctor_id=1, patient_id=1,
        visits=(Planned(start=at(0), end=at(30)),), with_ids=(2, room.id),
    )  # fmt: skip
    (visit,) = desk.do(wish).series.visits
    pin = desk.do(parked_as(visit))
    assert desk.free(2) == [0, 30, 60, 90, 120, 150]
    new = desk.do(DropParked(parked_id=pin.id, start=at(60))).appointment
    assert new.with_whom == "Dr Lee, Dr Kay and Room 1"
    assert new.series_id == visit.series_id
    assert [one.id for one in desk.ask(TheSeries(series_id=visit.series_id)).visits] == [new.id]
    pin = desk.do(parked_as(new))
    # To the one who was to be there beside: then that one alone is.
    again = desk.do(DropParked(parked_id=pin.id, block_id=desk.blocks(2)[90])).appointment
    assert again.with_whom == "Dr Kay and Room 1"


def test_what_is_planned_goes_with_a_patient_who_is_merged_and_comes_back(desk: Desk) -> None:
    twin = desk.do(AddPatient(name=Name("Ann", "Smyth")))
    pin = desk.do(PlanVisit(patient_id=twin.id, minutes=30))
    of_visit = desk.do(parked_as(desk.book(0, patient=twin.id)))
    desk.do(MergePatients(kept_id=1, other_id=twin.id))
    assert [one.patient for one in board(desk)] == ["Ann Smith", "Ann Smith"]
    desk.undo()
    assert {one.id: one.patient for one in board(desk)} == {
        pin.id: "Ann Smyth", of_visit.id: "Ann Smyth",
    }  # fmt: skip


def test_a_newcomer_for_whom_something_is_planned_stays_registered(desk: Desk) -> None:
    registered = desk.last_sequence() + 1
    one = desk.do(AddPatient(name=Name("Dan", "Smith")))
    desk.do(PlanVisit(patient_id=one.id, minutes=30))
    assert desk.codes(Undo(sequence=registered)) == ["patient_has_visits"]


@pytest.mark.parametrize("way", ["held", "twice", "handed over", "deleted", "both"])
def test_the_database_keeps_the_board_true(place: Place, desk: Desk, way: str) -> None:
    """What waits holds no time, hangs once, stays its owner's, and is one of the two kinds."""
    visit, other = desk.book(0), desk.book(30, patient=2)
    pin = desk.do(parked_as(visit))
    table = board_table
    values = {"owner_id": 1, "shared": 0, "parked_at": at(0)}
    change = {
        "held": table.insert().values(**values, appointment_id=other.id),
        "twice": table.insert().values(**values, appointment_id=visit.id),
        "handed over": table.update().where(table.c.id == pin.id).values(appointment_id=other.id),
        "deleted": table.delete(),
        "both": table.insert().values(
            **values, appointment_id=visit.id, patient_id=1, minutes=30, closed_at=at(0)
        ),
    }[way]
    with (
        place.database() as database,
        pytest.raises(Exception, match=r"parked|FOREIGN KEY"),
        database.engine.execution_options(write=True).begin() as connection,
    ):
        connection.execute(change)
    assert board(desk) == [pin]


def test_a_race_for_the_last_free_block_leaves_the_pin(desk: Desk, place: Place) -> None:
    """Two drop at once: one is booked, the other is told and waits on."""
    pins = [desk.do(ParkAppointment(appointment_id=desk.book(start, patient=who).id, shared=True))
            for start, who in ((0, 1), (30, 2))]  # fmt: skip
    with place.office(actor="ben") as office:
        wishes = [DropParked(parked_id=pin.id, start=at(90)) for pin in pins]
        futures = [desk.office.do(wishes[0]), office.do(wishes[1])]
        refused = []
        for future in futures:
            try:
                future.result(60)
            except Refusal as refusal:
                refused.append(refusal.code)
    assert refused == ["block_taken"]
    assert len(board(desk)) == 1


def test_a_marked_patient_is_dropped_by_right_and_on_purpose_alone(desk: Desk) -> None:
    pin = desk.do(parked_as(desk.book(0)))
    desk.do(ChangePatient(patient_id=1, do_not_book="owes money"))
    wish = DropParked(parked_id=pin.id, start=at(30), even_if_do_not_book=True)
    assert desk.codes(wish) == ["do_not_book"]
    desk.do(AllowRight(user="tester", right="pass_do_not_book"))
    assert desk.codes(DropParked(parked_id=pin.id, start=at(30))) == ["do_not_book"]
    again = DropParked(parked_id=pin.id, start=at(30), even_if_do_not_book=True)
    assert desk.do(again).appointment.start == at(30)


def test_an_id_that_is_another_visits_drops_nothing(desk: Desk) -> None:
    other = desk.book(60, patient=2)
    pin = desk.do(parked_as(desk.book(0)))
    with_its_id = DropParked(parked_id=pin.id, start=at(30), appointment_id=other.id)
    assert desk.codes(with_its_id) == ["id_conflict"]
    assert board(desk) == [pin]
    wish = DropParked(parked_id=pin.id, start=at(30))
    assert desk.do(wish).repeated is False
    assert desk.do(wish).repeated is True
    # Taken back it waits again, and is not told as booked.
    desk.undo()
    assert desk.codes(wish) == ["already_done"]
    assert [one.id for one in board(desk)] == [pin.id]


def test_what_a_pin_names_is_not_taken_back(desk: Desk) -> None:
    kind = desk.do(AddAppointmentType(name="Check", minutes=30))
    of_type = desk.last_sequence()
    room = desk.do(AddRoom(name="Room 1"))
    of_room = desk.last_sequence()
    pins = [
        desk.do(PlanVisit(patient_id=1, type_id=kind.id)),
        desk.do(PlanVisit(patient_id=2, minutes=30, doctor_id=room.id)),
    ]
    for sequence in (of_type, of_room):
        [reason] = desk.refused(Undo(sequence=sequence))
        assert (reason.code, reason.facts["uses"]) == ("in_use", ["parked visits"])
    for pin in pins:
        desk.do(RemoveParked(parked_id=pin.id, reason=CancelReason.CLINIC))
    desk.undo(of_room)
    desk.undo(of_type)


def test_who_cancels_what_is_parked_is_told_where_it_waits(desk: Desk) -> None:
    visit = desk.book(0)
    desk.do(parked_as(visit))
    [reason] = desk.refused(CancelAppointment(appointment_id=visit.id, reason=CancelReason.CLINIC))
    assert reason.code == "status_not_possible"
    assert reason.message == (
        "This visit waits on the pinboard and holds no time. Book it from there, or take it down."
    )
