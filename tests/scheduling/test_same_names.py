"""A letter with its mark is one character or two, by who typed it: the same name all the same."""

from __future__ import annotations

import unicodedata
from typing import Any

import pytest

from clinic_desktop.domain.office import Query
from clinic_desktop.domain.patients import LikelySame
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddDoctor,
    AddEquipment,
    AddPatient,
    AddRoom,
    DoctorCalled,
    Name,
    PatientCalled,
    TypeCalled,
)
from clinic_desktop.domain.purposes import AddPurpose, Purposes
from tests.scheduling.desk import Desk

NAME = unicodedata.normalize("NFC", "Zoë Ångström-Đặng")
FORMS = [NAME, unicodedata.normalize("NFD", NAME)]


@pytest.mark.parametrize("second", FORMS, ids=["NFC", "NFD"])
def test_a_name_is_there_already_however_its_marks_are_typed(desk: Desk, second: str) -> None:
    [first] = [form for form in FORMS if form != second]
    for make, code in (
        (AddDoctor, "doctor_known"), (AddRoom, "room_known"), (AddEquipment, "equipment_known"),
        (lambda name: AddAppointmentType(name=name, minutes=30), "type_known"),
        (AddPurpose, "purpose_exists"),
    ):  # fmt: skip
        make_it: Any = make
        made = desk.do(make_it(name=first))
        # As it was typed.
        assert made.name == first
        assert desk.codes(make_it(name=second)) == [code]
    assert [one.name for one in desk.ask(Purposes())] == [first]


@pytest.mark.parametrize("typed", FORMS, ids=["NFC", "NFD"])
def test_whoever_is_called_is_found_however_the_marks_are_typed(desk: Desk, typed: str) -> None:
    [stored] = [form for form in FORMS if form != typed]
    given, _, family = stored.partition(" ")
    name = Name(given, family)
    ids = [
        desk.do(AddDoctor(name=stored)).id,
        desk.do(AddPatient(name=name, phones=("+1 212 555 0100",))).id,
        desk.do(AddAppointmentType(name=stored, minutes=30)).id,
    ]
    asked: list[Query[Any]] = [
        DoctorCalled(text=typed),
        PatientCalled(text=typed),
        TypeCalled(text=typed),
    ]
    assert [desk.ask(one).id for one in asked] == ids
    given, _, family = typed.partition(" ")
    [same] = desk.ask(LikelySame(name=Name(given, family), phones=("+1 212 555 0100",)))
    assert same.found.patient.id == ids[1]
