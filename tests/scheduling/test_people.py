"""Taking people on: what is kept of them, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from clinic_desktop import compose
from clinic_desktop.domain.people import (
    AddPatient,
    FindPatients,
    Name,
    PartialDate,
    PatientInBrief,
    ThePatient,
)
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.time import UTC, local_date, zone_named
from tests.engines import ZONE, Place
from tests.scheduling.desk import Desk, at


@pytest.mark.parametrize("days", [2, 400])
def test_nobody_is_born_after_today(desk: Desk, days: int) -> None:
    day = dt.datetime.now(UTC).date() + dt.timedelta(days=days)
    born = PartialDate(day.year, day.month, day.day)
    assert desk.misused(AddPatient(name=Name("Dia", "Poe"), born=born)) == "future_birth_date"
    assert desk.ask(FindPatients(text="poe")) == ()


def test_a_child_born_today_in_the_clinics_zone_is_taken_on(desk: Desk) -> None:
    day = local_date(dt.datetime.now(UTC), zone_named(ZONE))
    born = PartialDate(day.year, day.month, day.day)
    assert desk.do(AddPatient(name=Name("Dia", "Poe"), born=born)).born == born


def test_a_patient_in_brief_has_the_last_and_the_next_visit(place: Place) -> None:
    office = compose.open_office(place.settings, clock=lambda: at(60), feed=False)
    try:
        desk = Desk(office)
        nobody = desk.ask(PatientInBrief(patient_id=1))
        assert (nobody.last_visit, nobody.next_visit) == (None, None)
        for start in (0, 30, 120, 150):
            desk.book(start)
        desk.cancel(desk.book(90))
        found = desk.ask(PatientInBrief(patient_id=1))
        assert found.patient == desk.ask(ThePatient(patient_id=1)).patient
        assert (found.last_visit, found.next_visit) == (at(30), at(120))
        with pytest.raises(Refusal) as refused:
            desk.ask(PatientInBrief(patient_id=99))
        assert refused.value.code == "unknown_patient"
    finally:
        office.close()
