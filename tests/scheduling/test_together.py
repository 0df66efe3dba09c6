"""Three children: who belongs together, times next to each other, all of them booked or none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import BookBlock, Redo
from clinic_desktop.domain.contacts import AddContact, ContactsOf, RemoveContact
from clinic_desktop.domain.offers import NextTimes
from clinic_desktop.domain.patients import ChangePatient, MergePatients
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddEquipment,
    AddPatient,
    AddRoom,
    ChangeEquipment,
    Name,
)
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.sites import AddSite, SetTravel
from clinic_desktop.domain.together import BookTogether, NextTogether, TogetherOffers
from clinic_desktop.domain.together import Place as Seated
from clinic_desktop.storage.contact_tables import contact as contact_table
from tests.engines import Place
from tests.scheduling.desk import MONDAY, NINE, Desk, at

CHILDREN = (1, 2, 3)


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    """The clinic early on its Monday."""
    with place.office(clock=lambda: NINE.replace(hour=11)) as office:
        made = Desk(office)
        yield made
        made.verify()


def found(desk: Desk, *, at_once: bool = False, **wish: Any) -> TogetherOffers:  # noqa: ANN401 - any field
    query = NextTogether(patient_ids=CHILDREN, wish=NextTimes(minutes=30, **wish), at_once=at_once)
    answer: TogetherOffers = desk.ask(query)
    return answer


def times(offers: TogetherOffers) -> list[list[tuple[int, int, int]]]:
    """Who, with whom, and how many minutes after nine, of each offer."""
    return [
        [(one.patient_id, one.doctor_id, int((one.start - NINE).total_seconds() // 60))
         for one in offer.seats]
        for offer in offers.offers
    ]  # fmt: skip


def test_adjacent_times_are_found_booked_in_one_change_and_taken_back_by_one_undo(
    desk: Desk,
) -> None:
    desk.book(30, patient=desk.do(AddPatient(name=Name("Dan", "Else"))).id)
    offers = found(desk, doctor_ids=(1,))
    # Before half past nine there is room for one alone.
    assert times(offers) == [
        [(1, 1, 60), (2, 1, 90), (3, 1, 120)],
        [(1, 1, 90), (2, 1, 120), (3, 1, 150)],
    ]
    before = desk.picture()
    booked = desk.do(BookTogether(places=offers.offers[0].places, note="siblings"))
    assert [(one.patient, one.start) for one in booked.visits] == [
        ("Ann Smith", at(60)), ("Ben Smith", at(90)), ("Cem Smith", at(120)),
    ]  # fmt: skip
    assert {one.note for one in booked.visits} == {"siblings"}
    after = desk.picture()
    assert desk.free() == [0, 150]
    undone = desk.undo()
    assert undone.command == "BookTogether"
    assert desk.picture() == before
    desk.do(Redo())
    assert desk.picture() == after


def test_all_come_at_the_same_time_to_as_many_doctors_where_that_is_asked(desk: Desk) -> None:
    query = NextTogether(patient_ids=(1, 2), wish=NextTimes(minutes=30), at_once=True)
    first = desk.ask(query).offers[0]
    assert [(one.patient, one.doctor, one.start) for one in first.seats] == [
        ("Ann Smith", "Dr Lee", at(0)), ("Ben Smith", "Dr Kay", at(0)),
    ]  # fmt: skip
    assert found(desk, at_once=True, last=MONDAY).offers == ()


def test_where_one_can_not_come_nobody_is_booked_and_each_is_named_with_why(desk: Desk) -> None:
    offers = found(desk, doctor_ids=(1,))
    desk.do(ChangePatient(patient_id=3, do_not_book="owes money"))
    desk.book(30, patient=1, doctor=2)
    desk.move(desk.book(0, patient=1, doctor=2), 60)
    other = desk.do(AddPatient(name=Name("Dan", "Else"))).id
    desk.book(30, patient=other)
    seats = offers.offers[0].places
    assert [one.start for one in seats] == [at(0), at(30), at(60)]
    reasons = desk.refused(BookTogether(places=seats))
    assert {(one.code, one.facts["who"]) for one in reasons} == {
        ("block_taken", "Ben Smith"), ("do_not_book", "Cem Smith"),
    }  # fmt: skip
    assert all(one.message.startswith(one.facts["who"] + ": ") for one in reasons)
    assert desk.free() == [0, 60, 90, 120, 150]


def test_a_time_at_which_one_of_them_is_elsewhere_is_not_offered(desk: Desk) -> None:
    desk.book(30, patient=2, doctor=2)
    starts = {one[0][2] for one in times(found(desk, doctor_ids=(1,)))}
    # With Ben in the middle the first group would have him at half past nine.
    assert starts == {30, 60, 90}


def test_what_is_kept_free_around_a_kind_of_visit_lies_between_them(desk: Desk) -> None:
    kind = desk.do(AddAppointmentType(name="Scan", minutes=30, buffer_after=30))
    desk.do(AddRoom(name="Room 1"))
    query = NextTogether(patient_ids=(1, 2), wish=NextTimes(type_id=kind.id, doctor_ids=(1,)))
    first = desk.ask(query).offers[0]
    assert [one.start for one in first.seats] == [at(0), at(60)]
    booked = desk.do(BookTogether(places=first.places, type_id=kind.id))
    assert [one.type for one in booked.visits] == ["Scan", "Scan"]


def both(desk: Desk, *, at_once: bool = False, **wish: Any) -> TogetherOffers:  # noqa: ANN401 - any field
    """The times of that Monday for the first two."""
    each = NextTimes(first=MONDAY, last=MONDAY, **wish)
    answer: TogetherOffers = desk.ask(
        NextTogether(patient_ids=(1, 2), wish=each, at_once=at_once)
    )  # fmt: skip
    return answer


def test_one_room_and_one_device_are_not_offered_to_two_at_once(desk: Desk) -> None:
    laser = desk.do(AddEquipment(name="Laser", units=1)).id
    kind = desk.do(AddAppointmentType(name="Checkup", minutes=30, needs_room=True)).id
    room = desk.do(AddRoom(name="Room 1")).id
    assert both(desk, at_once=True, minutes=30, with_ids=(laser,)).offers == ()
    assert both(desk, at_once=True, type_id=kind).offers == ()
    # With a second room, until somebody has one of them; of two lasers there is one for each.
    desk.do(AddRoom(name="Room 2"))
    desk.do(BookBlock(patient_id=3, doctor_id=1, start=at(0), with_ids=(room,)))
    offered = both(desk, at_once=True, type_id=kind, with_ids=()).offers
    assert offered[0].seats[0].start == at(30)
    desk.do(BookTogether(places=offered[0].places, type_id=kind))
    desk.do(ChangeEquipment(equipment_id=laser, units=2))
    offered = both(desk, at_once=True, minutes=30, with_ids=(laser,)).offers
    desk.do(BookTogether(places=offered[0].places, with_ids=(laser,)))


def test_whoever_is_on_the_way_from_another_site_is_not_offered_a_time(desk: Desk) -> None:
    south = desk.do(AddSite(name="South")).id
    desk.change(SetTravel(first_id=1, second_id=south, minutes=60))
    desk.hours("none", doctor=2)
    hours = WeeklyHours.parse("Mon 9-12")
    there = SetWeeklyHours(
        doctor_id=2, hours=hours, block_minutes=30, start=MONDAY, until=MONDAY, site_id=south
    )
    desk.change(there)
    desk.book(0, patient=1, doctor=1)
    offered = both(desk, minutes=30, doctor_ids=(2,)).offers
    assert {one.seats[0].start for one in offered} == {at(90), at(120)}
    assert {seat.site for one in offered for seat in one.seats} == {"South"}
    desk.do(BookTogether(places=offered[0].places))


def test_a_day_that_the_rules_keep_one_of_them_from_is_not_offered_and_it_is_said_why(
    desk: Desk,
) -> None:
    kind = desk.do(AddAppointmentType(name="Intake", minutes=30, rules=("first visit",))).id
    assert both(desk, type_id=kind).offers != ()
    desk.book(0, patient=2, doctor=2)
    none = both(desk, type_id=kind)
    assert none.offers == ()
    (reason,) = desk.refused(BookBlock(patient_id=2, doctor_id=1, start=at(60), type_id=kind))
    assert [(one.code, one.message) for one in none.limits] == [(reason.code, reason.message)]


def test_a_row_goes_on_at_the_next_time_beside_what_is_kept_free(desk: Desk) -> None:
    """Whole blocks go, whatever is kept free: the next one begins behind them."""
    kind = desk.do(AddAppointmentType(name="Bandage", minutes=20, buffer_after=5)).id
    offered = both(desk, type_id=kind, doctor_ids=(1,)).offers
    assert [[one.start for one in each.seats] for each in offered[:2]] == [
        [at(0), at(30)], [at(30), at(60)],
    ]  # fmt: skip
    desk.do(BookTogether(places=offered[0].places, type_id=kind))
    # What is kept before one reaches into no visit, and a block that is free between parts them.
    early = desk.do(AddAppointmentType(name="Cast", minutes=20, buffer_before=5)).id
    offered = both(desk, type_id=early, doctor_ids=(1,)).offers
    assert [one.start for one in offered[0].seats] == [at(90), at(150)]
    desk.do(BookTogether(places=offered[0].places, type_id=early))
    desk.undo()
    desk.book(90, patient=3)
    assert both(desk, minutes=30, doctor_ids=(1,)).offers[0].seats[0].start == at(120)


def test_what_a_row_leaves_is_reckoned_of_all_of_it_and_the_least_comes_first(desk: Desk) -> None:
    desk.do(AddAppointmentType(name="Long", minutes=60))
    desk.book(120, 60, patient=desk.do(AddPatient(name=Name("Dan", "Else"))).id)
    # Of four free blocks three in a row leave half an hour, and two none or one on each side.
    assert [one.rest for one in found(desk, doctor_ids=(1,)).offers] == [30, 30]
    told = [
        (int((one.seats[0].start - NINE).total_seconds()) // 60, one.rest)
        for one in both(desk, minutes=30, doctor_ids=(1,)).offers
    ]
    assert told == [(0, 0), (60, 0), (30, 60)]
    soonest = both(desk, minutes=30, doctor_ids=(1,), soonest=True).offers
    assert [one.seats[0].start for one in soonest] == [at(0), at(30), at(60)]
    desk.book(0, patient=desk.do(AddPatient(name=Name("Eve", "Else"))).id, doctor=2)
    desk.book(120, 60, patient=desk.do(AddPatient(name=Name("Flo", "Else"))).id, doctor=2)
    # Three fill what is left of them exactly.
    assert [one.rest for one in found(desk, doctor_ids=(2,)).offers] == [0]


def test_without_a_last_day_it_is_looked_for_some_months(desk: Desk) -> None:
    """Nobody waits while a year is looked at for what nobody has."""
    far = MONDAY + dt.timedelta(days=140)
    desk.hours("Mon 9-12", doctor=1, start=far, until=far)
    desk.hours("none", doctor=1)
    desk.hours("none", doctor=2)
    none = found(desk)
    assert none.offers == ()
    assert none.limits[0].nearest is not None
    assert len(found(desk, last=far).offers) > 0


def test_the_same_group_is_booked_once_and_odd_groups_not_at_all(desk: Desk) -> None:
    seats = found(desk, doctor_ids=(1,)).offers[0].places
    wish = BookTogether(places=seats)
    first = desk.do(wish)
    again = desk.do(BookTogether(places=seats, group_id=wish.group_id))
    assert (again.repeated, again.visits) == (True, first.visits)
    for other in (seats[:2], (*seats[:2], replace(seats[2], start=at(90), end=at(120)))):
        assert desk.codes(BookTogether(places=other, group_id=wish.group_id)) == ["id_conflict"]
    fewer = BookTogether(places=found(desk, doctor_ids=(2,)).offers[0].places[:2])
    desk.do(fewer)
    more = (*fewer.places, Seated(3, 2, at(60), at(90)))
    assert desk.codes(BookTogether(places=more, group_id=fewer.group_id)) == ["id_conflict"]
    assert desk.misused(BookTogether(places=())) == "usage"
    assert desk.misused(BookTogether(places=(seats[0], seats[0]))) == "usage"
    with pytest.raises(Refusal) as caught:
        desk.ask(NextTogether(patient_ids=(1, 98, 99), wish=NextTimes(minutes=30)))
    assert [one.code for one in caught.value.reasons] == ["unknown_patient"] * 2
    unknown = replace(seats[0], patient_id=99)
    assert desk.codes(BookTogether(places=(unknown,))) == ["unknown_patient"]


def contacts(desk: Desk, patient: int) -> list[tuple[str, str, tuple[str, ...], bool]]:
    every = desk.ask(ContactsOf(patient_id=patient))
    return [(one.who, one.relation, one.phones, one.of_other) for one in every]


def test_family_is_told_at_both_and_others_by_name_and_phone(desk: Desk) -> None:
    desk.do(ChangePatient(patient_id=2, phones=("+1 212 555 0102",)))
    tie = desk.do(AddContact(patient_id=1, other_id=2, relation="mother"))
    desk.do(AddContact(patient_id=1, name=" Eva  Stone", phone="+1 212 555 0188"))
    assert contacts(desk, 1) == [
        ("Ben Smith", "mother", ("+1 212 555 0102",), False),
        ("Eva Stone", "", ("+1 212 555 0188",), False),
    ]
    assert contacts(desk, 2) == [("Ann Smith", "mother", (), True)]
    assert desk.codes(AddContact(patient_id=2, other_id=1)) == ["contact_known"]
    twice = AddContact(patient_id=1, name="Eva Stone", phone="+1 212 555 0188")
    assert desk.codes(twice) == ["contact_known"]
    desk.do(RemoveContact(contact_id=tie.id))
    assert contacts(desk, 2) == []
    assert desk.codes(RemoveContact(contact_id=tie.id)) == ["unknown_contact"]
    told = desk.undo()
    assert (told.command, told.patient) == ("RemoveContact", "Ann Smith")
    assert contacts(desk, 2) == [("Ann Smith", "mother", (), True)]
    desk.do(Redo())
    assert contacts(desk, 2) == []


@pytest.mark.parametrize(
    ("wish", "code"),
    [
        (AddContact(patient_id=1), "usage"),
        (AddContact(patient_id=1, other_id=2, name="Eva"), "usage"),
        (AddContact(patient_id=1, other_id=1), "same_patient"),
        (AddContact(patient_id=1, other_id=2, phone="+1 212 555 0188"), "usage"),
        (AddContact(patient_id=1, name="Eva", phone="x"), "bad_phone"),
        (AddContact(patient_id=1, name="Eva", relation="m" * 41), "too_long"),
        (AddContact(patient_id=1, name="Eva\x07"), "bad_name"),
    ],
)
def test_a_contact_that_says_nothing_clear_is_refused(
    desk: Desk, wish: AddContact, code: str
) -> None:
    assert desk.misused(wish) == code
    assert contacts(desk, 1) == []


def test_contacts_go_with_a_patient_who_is_merged_and_come_back(desk: Desk) -> None:
    twin = desk.do(AddPatient(name=Name("Ann", "Smyth"))).id
    desk.do(AddContact(patient_id=twin, other_id=2, relation="mother"))
    desk.do(AddContact(patient_id=twin, other_id=1, relation="sister"))
    desk.do(AddContact(patient_id=3, other_id=twin))
    desk.do(MergePatients(kept_id=1, other_id=twin))
    assert [one[0] for one in contacts(desk, 1)] == ["Ben Smith", "Cem Smith"]
    desk.verify()
    desk.undo()
    assert [one[0] for one in contacts(desk, 1)] == ["Ann Smyth"]
    assert [one[0] for one in contacts(desk, twin)] == ["Ben Smith", "Ann Smith", "Cem Smith"]


def test_a_contact_of_both_is_told_once_after_a_merge(desk: Desk) -> None:
    twin = desk.do(AddPatient(name=Name("Ann", "Smyth"))).id
    for patient in (1, twin):
        desk.do(AddContact(patient_id=patient, other_id=2, relation="mother"))
        desk.do(AddContact(patient_id=patient, name="Eva Stone", phone="+1 212 555 0188"))
    desk.do(AddContact(patient_id=3, other_id=1, relation="cousin"))
    desk.do(AddContact(patient_id=3, other_id=twin))
    desk.do(AddContact(patient_id=twin, name="Tom Stone", relation="neighbour"))
    before = [contacts(desk, one) for one in (1, 2, 3, twin)]
    desk.do(MergePatients(kept_id=1, other_id=twin))
    assert [one[:2] for one in contacts(desk, 1)] == [
        ("Ben Smith", "mother"), ("Cem Smith", "cousin"), ("Eva Stone", ""),
        ("Tom Stone", "neighbour"),
    ]  # fmt: skip
    assert [one[0] for one in contacts(desk, 2)] == ["Ann Smith"]
    desk.undo()
    assert [contacts(desk, one) for one in (1, 2, 3, twin)] == before
    # Who is taken away between a merge and its undo stays so.
    merged = desk.do(MergePatients(kept_id=1, other_id=twin))
    assert merged.kept.id == 1
    sequence = desk.last_sequence()
    [tom] = [one for one in desk.ask(ContactsOf(patient_id=1)) if one.who == "Tom Stone"]
    desk.do(RemoveContact(contact_id=tom.id))
    desk.undo(sequence)
    assert [one[0] for one in contacts(desk, twin)] == ["Ben Smith", "Cem Smith", "Eva Stone"]


def test_the_database_has_no_contact_of_oneself_and_none_of_nobody(
    place: Place, desk: Desk
) -> None:
    for values in ({"patient_id": 1, "other_id": 1}, {"patient_id": 1}):
        with (
            place.database() as database,
            pytest.raises(Exception, match="contact_"),
            database.engine.execution_options(write=True).begin() as connection,
        ):
            connection.execute(contact_table.insert().values(**values))
    assert contacts(desk, 1) == []
