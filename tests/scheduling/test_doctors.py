"""Doctors come with their first hours, and go while nobody is booked; lists are taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from clinic_desktop.domain.availability import WeeklyHours
from clinic_desktop.domain.booking import Blocks, Undo
from clinic_desktop.domain.doctors import RemoveDoctor, TakeOnDoctor
from clinic_desktop.domain.effect import EffectOf
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddDoctor,
    AddRoom,
    AppointmentTypes,
    ChangeAppointmentType,
    Doctors,
)
from clinic_desktop.domain.purposes import AddPurpose, ChangePurpose, Purposes
from clinic_desktop.domain.timeoff import CloseClinic, Closing, Stretch
from tests.engines import Place
from tests.scheduling.desk import DAY, MINUTE, MONDAY, NINE, Desk


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    """The clinic on the day before; whatever a test did, verify finds nothing."""
    with place.office(clock=lambda: NINE - 24 * 60 * MINUTE) as office:
        made = Desk(office)
        yield made
        made.verify()


def taking_on(name: str = "Dr New", text: str = "Mon 9-12") -> TakeOnDoctor:
    return TakeOnDoctor(name=name, hours=WeeklyHours.parse(text), block_minutes=30)


def names(desk: Desk) -> list[str]:
    return [one.name for one in desk.ask(Doctors())]


def free(desk: Desk, doctor_id: int) -> int:
    return len(desk.ask(Blocks(span=DAY, doctor_ids=(doctor_id,))))


def test_a_doctor_comes_with_the_hours_whose_effect_was_seen_or_not_at_all(desk: Desk) -> None:
    wish = taking_on()
    seen = desk.ask(EffectOf(change=wish))
    assert names(desk) == ["Dr Lee", "Dr Kay"]
    [effect] = seen.doctors
    assert effect.first == MONDAY
    # Meanwhile that Monday is closed: it would lay something else than what was shown.
    desk.change(CloseClinic(closings=(Closing(Stretch(MONDAY, MONDAY)),)))
    assert desk.codes(replace(wish, effect=seen.digest)) == ["effect_changed"]
    assert names(desk) == ["Dr Lee", "Dr Kay"]
    now = desk.ask(EffectOf(change=wish))
    assert now.blocks_added == seen.blocks_added - 6
    done = desk.do(replace(wish, effect=now.digest))
    assert done.hours.blocks_added == now.blocks_added
    assert names(desk) == ["Dr Lee", "Dr Kay", "Dr New"]
    desk.undo()
    assert names(desk) == ["Dr Lee", "Dr Kay"]


def test_a_known_name_is_refused_however_it_is_written(desk: Desk) -> None:
    for wish in (AddDoctor(name="dr  léé"), taking_on("DR LEE")):
        assert desk.codes(wish) == ["doctor_known"]
        desk.do(replace(wish, even_if_known=True))
        desk.undo()
    assert names(desk) == ["Dr Lee", "Dr Kay"]


def test_whom_somebody_has_an_appointment_with_stays(desk: Desk) -> None:
    visit = desk.book(0)
    wish = RemoveDoctor(doctor_id=1)
    assert desk.codes(wish) == ["doctor_booked"]
    desk.cancel(visit)
    assert desk.change(replace(wish)).blocks_removed == 6
    assert names(desk) == ["Dr Kay"]
    assert free(desk, 1) == 0
    assert desk.codes(RemoveDoctor(doctor_id=1)) == ["unknown_doctor"]
    assert desk.codes(RemoveDoctor(doctor_id=desk.do(AddRoom(name="Lab")).id)) == ["unknown_doctor"]


def test_who_is_brought_back_has_the_time_that_is_right_by_now(desk: Desk) -> None:
    desk.change(RemoveDoctor(doctor_id=1))
    by = desk.office.ask(Doctors()).result(60).sequence
    noon = Stretch(MONDAY, MONDAY, 11 * 60, 12 * 60)
    desk.change(CloseClinic(closings=(Closing(noon),)))
    desk.undo(by)
    assert names(desk) == ["Dr Lee", "Dr Kay"]
    assert free(desk, 1) == 4


def test_nobody_who_was_booked_since_is_taken_away_by_undo(desk: Desk) -> None:
    desk.do(taking_on())
    desk.book(doctor=3)
    by = desk.office.ask(Doctors()).result(60).sequence - 1
    assert desk.codes(Undo(sequence=by)) == ["doctor_booked"]


def test_kinds_of_visit_and_purposes_are_taken_back(desk: Desk) -> None:
    desk.do(AddPurpose(name="urgent", release_hours=4))
    kind = desk.do(AddAppointmentType(name="Check-up", minutes=30, doctor_ids=(1, 2)))
    desk.do(
        ChangeAppointmentType(
            type_id=kind.id, minutes=45, colour="#112233", purposes=("urgent",), doctor_ids=(2,),
            grid_minutes=15,
        )
    )  # fmt: skip
    desk.undo()
    [back] = desk.ask(AppointmentTypes())
    assert replace(back, version=kind.version) == kind
    desk.undo()
    assert desk.ask(AppointmentTypes()) == ()
    desk.do(ChangePurpose(name="urgent", release_hours=None))
    desk.undo()
    assert [one.release_hours for one in desk.ask(Purposes())] == [4]
