"""Patients who book by themselves: held to the clinic's limits, known by all that they say."""

from __future__ import annotations

import datetime as dt
import threading
from dataclasses import replace
from typing import Any

import pytest

from clinic_desktop.domain.booking import BookBlock, Undo
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.openings import Openings
from clinic_desktop.domain.patients import ChangePatient
from clinic_desktop.domain.people import (
    AddPatient,
    AllowRight,
    FindPatients,
    Name,
    PartialDate,
    ThePatient,
)
from clinic_desktop.domain.purposes import AddPurpose
from clinic_desktop.domain.refusals import Misuse, Refusal
from clinic_desktop.domain.selfbooking import (
    SelfBooking,
    SetSelfBooking,
    TheSelfBooking,
    TimesForPatients,
)
from clinic_desktop.domain.time import UTC, TimeSpan, zone_named
from tests.engines import ZONE, Place
from tests.scheduling.desk import MONDAY, NINE, Desk, at

BORN = PartialDate(1990, 3, 12)
PHONE = "+1 212 555 0103"
SATURDAY = dt.datetime(2025, 11, 1, 16, 0, tzinfo=UTC)
"""Noon of two days before."""


class Now:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.at = SATURDAY

    def __call__(self) -> dt.datetime:
        return self.at


@pytest.fixture
def now() -> Now:
    return Now()


@pytest.fixture
def desk(place: Place, now: Now) -> Any:  # noqa: ANN401 - as every fixture that cleans up
    """The usual clinic, at a time that the test sets."""
    with place.office(clock=now) as office:
        made = Desk(office)
        yield made
        made.verify()


def told(name: str = "José Müller", born: PartialDate | None = BORN, phone: str = PHONE) -> Any:  # noqa: ANN401 - a newcomer
    given, _, family = name.rpartition(" ")
    return AddPatient(name=Name(given, family), born=born, phones=(phone,) if phone else ())


def wish(start: int = 0, who: AddPatient | None = None, **more: Any) -> BookBlock:  # noqa: ANN401 - any field
    return BookBlock(newcomer=who or told(), doctor_id=1, start=at(start), by_patient=True, **more)


def count(desk: Desk) -> int:
    return len(desk.ask(FindPatients(text="muller", limit=50)))


def test_who_is_registered_with_all_of_it_is_nobody_new(desk: Desk) -> None:
    known = desk.do(told())
    for start, name, phone in (
        (0, "José Müller", PHONE),
        (30, "jose MUELLER", "(212) 555-0103"),
        (60, "Müller José", "2125550103"),
    ):
        booked = desk.do(wish(start, told(name, phone=phone))).appointment
        assert (booked.patient_id, booked.origin) == (known.id, "patient")
    assert count(desk) == 1
    desk.undo()
    assert desk.free() == [60, 90, 120, 150]
    assert count(desk) == 1


@pytest.mark.parametrize(
    "other",
    [
        told("Josefa Müller"),
        told("José Ramón Müller"),
        told(born=PartialDate(1990, 3, 13)),
        told(born=PartialDate(1990, 4, 12)),
        told(born=PartialDate(1991, 3, 12)),
        told(phone="+1 212 555 0104"),
    ],
    ids=["name", "one more name", "day", "month", "year", "phone"],
)
def test_who_differs_in_anything_is_somebody_else(desk: Desk, other: AddPatient) -> None:
    known = desk.do(told())
    booked = desk.do(wish(0, other)).appointment
    assert booked.patient_id != known.id
    assert not desk.ask(ThePatient(patient_id=known.id)).appointments
    # Both are taken back at once, as any booking of a newcomer.
    desk.undo()
    assert desk.free() == [0, 30, 60, 90, 120, 150]
    assert count(desk) == 1


@pytest.mark.parametrize(
    ("name", "again"),
    [
        ("Jean - Pierre Martin", "Jean - Pierre Martin"),
        ("Jean - Pierre Martin", "Martin Jean Pierre"),
        ("\N{GRINNING FACE} Ana", "\N{GRINNING FACE} Ana"),
        ("\N{GRINNING FACE} \N{SNOWMAN}", "\N{GRINNING FACE} \N{SNOWMAN}"),
    ],
)
def test_a_name_is_known_whatever_signs_stand_in_it(desk: Desk, name: str, again: str) -> None:
    known = desk.do(told(name))
    assert desk.do(wish(0, told(again))).appointment.patient_id == known.id
    other = desk.do(wish(30, told("\N{SNOWMAN} \N{SNOWMAN}"))).appointment
    assert other.patient_id != known.id


def test_a_file_number_is_no_phone(desk: Desk) -> None:
    known = desk.do(told())
    desk.do(ChangePatient(patient_id=known.id, file_number="48213"))
    assert desk.do(wish(0, told(phone="48213"))).appointment.patient_id != known.id


def test_who_is_new_at_several_kiosks_at_once_is_one_person_held_to_the_limit(
    desk: Desk, place: Place
) -> None:
    starts = (0, 30, 60)
    desk.do(SetSelfBooking(most=1))
    outcomes: list[Any] = []
    begin = threading.Barrier(len(starts))

    def book(start: int) -> None:
        with place.office(clock=Now(), actor=f"kiosk{start}") as office:
            begin.wait()
            try:
                outcomes.append(office.do(wish(start)).result().answer.appointment.patient_id)
            except Refusal as refusal:
                outcomes.append([one.code for one in refusal.reasons])

    kiosks = [threading.Thread(target=book, args=(start,)) for start in starts]
    for one in kiosks:
        one.start()
    for one in kiosks:
        one.join()
    (found,) = desk.ask(FindPatients(text="muller", limit=50))
    assert sorted(map(str, outcomes)) == sorted(map(str, [found.patient.id, *2 * [["too_many"]]]))


def test_the_same_wish_books_once(desk: Desk) -> None:
    one = wish()
    first = desk.do(one)
    again = desk.do(BookBlock(**{
        name: getattr(one, name)
        for name in ("newcomer", "doctor_id", "start", "by_patient", "appointment_id")
    }))  # fmt: skip
    assert (first.repeated, again.repeated) == (False, True)
    assert again.appointment.id == first.appointment.id
    staff = BookBlock(
        newcomer=told(), doctor_id=1, start=at(0), appointment_id=first.appointment.id
    )
    assert desk.codes(staff) == ["id_conflict"]


def test_who_books_says_who_they_are_and_passes_no_rule(desk: Desk) -> None:
    for command in (
        BookBlock(patient_id=1, doctor_id=1, start=at(0), by_patient=True),
        wish(who=told(born=None)),
        wish(who=told(born=PartialDate(1990, 3))),
        wish(who=told(phone="")),
        wish(even_if_busy=True),
        wish(even_if_reserved=True),
        wish(overbook=True, reason="because"),
        wish(with_ids=(2,)),
        wish(end=at(150)),
        wish(type_id=1),
        wish(note="bring me first"),
        wish(who=replace(told(), note="bring me first")),
        wish(who=replace(told(), email="jose@example.org")),
    ):
        assert desk.misused(command) == "usage"
    assert count(desk) == 0


def test_notice_is_kept_to_the_minute(desk: Desk, now: Now) -> None:
    desk.do(SetSelfBooking(notice_minutes=90))
    now.at = NINE - dt.timedelta(minutes=90)
    desk.do(wish(0))
    now.at += dt.timedelta(seconds=1)
    assert desk.codes(wish(0)) == ["block_taken", "patient_busy", "too_soon"]
    now.at = at(-60)
    assert desk.codes(wish(0, told("Ada Young"))) == ["block_taken", "too_soon"]
    # Staff book whenever they like.
    desk.book(30)
    assert [one.code for one in desk.refused(wish(-600))] == ["no_block", "too_soon"]


def test_the_furthest_day_is_kept_to_its_end(desk: Desk, now: Now) -> None:
    desk.do(SetSelfBooking(days_ahead=2))
    assert desk.do(wish(150)).appointment.start == at(150)
    desk.do(SetSelfBooking(days_ahead=1))
    assert desk.codes(wish(0, told("Ada Young"))) == ["too_far"]
    # From midnight on in the clinic, Monday is one day ahead.
    now.at = dt.datetime(2025, 11, 2, 3, 59, 59, tzinfo=UTC)
    assert desk.codes(wish(0, told("Ada Young"))) == ["too_far"]
    now.at += dt.timedelta(seconds=1)
    desk.do(wish(0, told("Ada Young")))


def test_nobody_has_more_visits_than_the_clinic_lets_them(desk: Desk, now: Now) -> None:
    desk.do(SetSelfBooking(most=2, notice_minutes=0))
    known = desk.do(told())
    desk.book(150, patient=known.id)
    first = desk.do(wish(0)).appointment
    desk.do(wish(30))
    [reason] = desk.refused(wish(60))
    assert (reason.code, reason.facts["count"]) == ("too_many", 2)
    assert "Müller" not in reason.message
    desk.do(wish(60, told("Ada Young")))
    # What is cancelled, or lies behind them, is before them no more.
    desk.cancel(first)
    desk.do(wish(90))
    assert desk.codes(wish(120)) == ["too_many"]
    now.at = at(31)
    desk.do(wish(120))


def test_no_right_of_the_program_is_the_patients(desk: Desk) -> None:
    known = desk.do(told())
    desk.do(ChangePatient(patient_id=known.id, do_not_book="Owes a visit"))
    desk.do(AllowRight(user="tester", right="pass_do_not_book"))
    desk.do(BookBlock(doctor_id=1, start=at(0), patient_id=known.id, even_if_do_not_book=True))
    assert desk.codes(wish(30)) == ["do_not_book"]
    with pytest.raises(Misuse) as caught:
        desk.do(replace(wish(30), even_if_do_not_book=True))
    assert "Patients pass no rule" in caught.value.message


def test_what_is_offered_is_what_can_be_booked(desk: Desk, now: Now) -> None:
    def times(**more: Any) -> list[tuple[int, int]]:  # noqa: ANN401 - any field
        asked = TimesForPatients(first=MONDAY, last=MONDAY, **more)
        found = desk.ask(asked).openings
        return [(one.doctor_id, int((one.start - NINE).total_seconds()) // 60) for one in found]

    def same_as_staff_find() -> None:
        found = desk.ask(TimesForPatients(first=MONDAY, last=MONDAY)).openings
        span = TimeSpan(now.at + dt.timedelta(hours=2), NINE + dt.timedelta(hours=12))
        assert found == desk.ask(Openings(span=span, doctor_ids=(1, 2)))

    same_as_staff_find()
    every = [(doctor, start) for start in range(0, 180, 30) for doctor in (1, 2)]
    assert times() == every
    assert times(doctor_ids=(2,)) == [one for one in every if one[0] == 2]
    desk.book(0)
    assert times() == every[1:]
    # What is kept for a purpose is none of theirs, until it is let go.
    desk.do(AddPurpose(name="urgent", release_hours=3))
    desk.hours("Mon 14-15; Mon 15-16 for urgent", doctor=2)
    assert [start for doctor, start in times() if doctor == 2] == [300, 330]
    same_as_staff_find()
    now.at = at(360 - 180)
    assert [start for doctor, start in times() if doctor == 2] == [300, 330, 360]
    same_as_staff_find()
    now.at = SATURDAY
    desk.hours("Mon 9-12", doctor=2)
    now.at = at(-119)
    assert times() == every[2:]
    for code, (doctor, start) in (("too_soon", every[1]), ("", every[2])):
        one = BookBlock(newcomer=told(), doctor_id=doctor, start=at(start), by_patient=True)
        assert not code or desk.codes(one) == [code]
        assert code or desk.do(one)
    desk.do(SetSelfBooking(days_ahead=0))
    now.at = SATURDAY
    assert times() == []
    known = desk.ask(TimesForPatients(first=MONDAY, last=MONDAY))
    assert (known.first_day, known.last_day) == (SATURDAY.date(), SATURDAY.date())


def test_why_tells_both_limits_with_the_nearest_time_within(desk: Desk, now: Now) -> None:
    def why(start: int, **more: Any) -> Any:  # noqa: ANN401 - any field, Explained
        return desk.ask(Why(doctor_id=1, start=at(start), **more))

    now.at = at(-90)
    assert why(0).offered
    found = why(0, for_patients=True)
    assert [one.code for one in found.obstacles] == ["too_soon"]
    assert "2 hours or more" in found.obstacles[0].message
    assert (found.offered, found.obstacles[0].nearest.start) == (False, at(30))
    assert why(30, for_patients=True).offered
    now.at = SATURDAY
    desk.do(SetSelfBooking(days_ahead=1))
    desk.book(60)
    found = why(60, for_patients=True)
    assert [(one.code, one.nearest) for one in found.obstacles] == [
        ("block_taken", None),
        ("too_far", None),
    ]
    assert "only up to Sun 2 Nov 2025" in found.obstacles[1].message


def test_the_limits_are_stored_taken_back_and_bounded(desk: Desk) -> None:
    assert desk.ask(TheSelfBooking()) == SelfBooking(120, 90, 3)
    assert desk.do(SetSelfBooking(notice_minutes=0, days_ahead=548)) == SelfBooking(0, 548, 3)
    before = desk.last_sequence()
    assert desk.do(SetSelfBooking(days_ahead=548)) == SelfBooking(0, 548, 3)
    assert desk.last_sequence() == before
    desk.do(SetSelfBooking(most=1))
    desk.verify()
    desk.do(Undo())
    assert desk.ask(TheSelfBooking()) == SelfBooking(0, 548, 3)
    desk.do(Undo())
    assert desk.ask(TheSelfBooking()) == SelfBooking(120, 90, 3)
    with pytest.raises(Misuse) as caught:
        desk.do(SetSelfBooking(notice_minutes=43_201, days_ahead=-1, most=0))
    assert [one.code for one in caught.value.every] == ["bad_length", "bad_length", "bad_count"]
    rules = SelfBooking(0, 0, 3)
    assert rules.end(SATURDAY, zone_named(ZONE)) == dt.datetime(2025, 11, 2, 4, tzinfo=UTC)
