"""Taking people on: what is kept of them, and what is refused."""

from __future__ import annotations

import datetime as dt

import pytest

from clinic_desktop.domain.people import AddPatient, FindPatients, Name, PartialDate
from clinic_desktop.domain.time import UTC, local_date, zone_named
from tests.engines import ZONE
from tests.scheduling.desk import Desk


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
