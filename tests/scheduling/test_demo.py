"""The demo clinic: believable, whole, and the same for the same arguments."""

from __future__ import annotations

import datetime as dt
import hashlib
import unicodedata
import zoneinfo
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from clinic_desktop import compose
from clinic_desktop.domain.booking import (
    AgendaOf,
    Appointment,
    CancelAppointment,
    CancelReason,
    Fullness,
    History,
    Verify,
)
from clinic_desktop.domain.bulk import FillDemo
from clinic_desktop.domain.people import (
    AddDoctor,
    AppointmentTypes,
    Doctors,
    FindPatients,
    Rooms,
)
from clinic_desktop.domain.refusals import Misuse, Refusal
from clinic_desktop.domain.time import TimeSpan, day_span, system_clock
from tests.engines import ZONE, Place, settings

MONDAY = dt.date(2025, 11, 3)
SMALL = FillDemo(doctors=4, patients=150, weeks=8, today=MONDAY)


def content(place: Place) -> str:
    """Answer a digest of all that a demo writes, but for the command's own id."""
    columns = {
        "resource": "id, kind, name, specialty",
        "appointment_type": "id, name, minutes, colour",
        "patient": "id, name, born_year, born_month, born_day, sex, phones, email, language",
        "patient_word": "word, patient_id",
        "availability": "id, resource_id, hours, valid_from, valid_until, laid_until",
        "appointment": "id, patient_id, type_id, status, status_at, note, reason, block_id",
        "block": "id, resource_id, availability_id, starts_at, ends_at, appointment_id, until",
    }
    digest = hashlib.sha256()
    with place.database() as database, database.engine.connect() as connection:
        for table, names in columns.items():
            for row in connection.exec_driver_sql(f"SELECT {names} FROM {table} ORDER BY 1, 2"):
                digest.update(repr(tuple(row)).encode())
    return digest.hexdigest()


def filled(tmp_path: Path, name: str, **more: Any) -> Place:  # noqa: ANN401 - fields of the command
    """Make a small demo clinic of its own."""
    place = Place(str(tmp_path / f"{name}.db"), "sqlite", tmp_path / name)
    compose.create_clinic(place.settings, zone=ZONE)
    with place.office() as office:
        office.do(replace(SMALL, command_id=uuid4(), **more)).result(60)
    return place


def test_same_arguments_same_clinic(tmp_path: Path) -> None:
    one, same = content(filled(tmp_path, "one")), content(filled(tmp_path, "same"))
    assert one == same
    assert content(filled(tmp_path, "other", seed=2)) != one


def test_it_is_whole_and_believable(place: Place) -> None:
    with place.office() as office:
        done = office.do(SMALL).result(60)
        assert done.changes is not None
        assert done.changes.sequence == 1
        assert (done.answer.doctors, done.answer.patients) == (4, 150)
        verified = office.ask(Verify()).result(60).answer
        assert verified.problems == ()
        assert verified.checked["blocks"] == done.answer.blocks
        assert len(office.ask(Doctors()).result(120).answer) == 4
        assert len(office.ask(Rooms()).result(120).answer) == 3
        types = office.ask(AppointmentTypes()).result(120).answer
        assert len({kind.colour for kind in types}) == 7
        assert {kind.minutes for kind in types} == {15, 30, 45, 60}
        (load,) = office.ask(Fullness(first=MONDAY, last=MONDAY)).result(120).answer
        assert 0.6 < load.booked_minutes / (load.booked_minutes + load.free_minutes) < 0.95
        span = day_span(MONDAY, zoneinfo.ZoneInfo(ZONE))
        today = office.ask(AgendaOf(span=span)).result(120).answer.appointments
        assert {"fulfilled", "in_progress", "booked"} <= {visit.status for visit in today}


def test_past_and_future_look_like_those_of_a_clinic(tmp_path: Path) -> None:
    place = filled(tmp_path, "one", patients=600, weeks=24)
    with place.office() as office:
        zone = zoneinfo.ZoneInfo(ZONE)
        past = day_span(MONDAY - dt.timedelta(weeks=12), zone, 80)
        visits = office.ask(AgendaOf(span=past, cancelled=True)).result(120).answer.appointments
        share = {status: count / len(visits) for status, count in _statuses(visits).items()}
        assert set(share) == {"fulfilled", "noshow", "cancelled"}
        assert 0.05 < share["noshow"] < 0.11
        assert 0.07 < share["cancelled"] < 0.16
        assert all(visit.holds == (visit.status != "cancelled") for visit in visits)
        weeks = [
            sum(
                day.booked_minutes
                for day in office.ask(
                    Fullness(first=monday, last=monday + dt.timedelta(days=6))
                ).result(120).answer
            )
            for monday in (MONDAY + dt.timedelta(weeks=week) for week in range(1, 4))
        ]  # fmt: skip
        assert weeks == sorted(weeks, reverse=True)
        assert weeks[0] > 0


def _statuses(visits: tuple[Appointment, ...]) -> Counter[str]:
    return Counter(str(visit.status) for visit in visits)


def test_names_come_in_many_scripts(tmp_path: Path) -> None:
    place = filled(tmp_path, "one", patients=1500)
    with place.database() as database, database.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name, phones, email FROM patient").all()
    scripts = {
        unicodedata.name(letter).split()[0]
        for name, *_ in names
        for letter in name
        if letter.isalpha()
    }
    assert scripts >= {
        "LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW", "CJK", "HANGUL", "DEVANAGARI", "THAI",
    }  # fmt: skip
    assert all("555-01" in phones or phones == "[]" for _, phones, _ in names)
    assert all(email.endswith("@example.org") or not email for *_, email in names)
    with place.office() as office:
        assert office.ask(FindPatients(text="muller")).result(120).answer


def test_the_history_of_a_demo_visit_begins_with_the_demo(place: Place) -> None:
    with place.office() as office:
        office.do(FillDemo(doctors=1, patients=30, weeks=4)).result(60)
        now = system_clock()
        span = TimeSpan(now, now + dt.timedelta(days=60))
        seen = office.ask(AgendaOf(span=span)).result(120).answer
        visit = next(one for one in seen.appointments if one.status == "booked")
        cancel = CancelAppointment(appointment_id=visit.id, reason=CancelReason.WEATHER)
        office.do(cancel).result(120)
        made, cancelled = office.ask(History(appointment_id=visit.id)).result(120).answer
        assert (made.sequence, made.command, made.after) == (1, "FillDemo", None)
        assert cancelled.command == "CancelAppointment"
        assert cancelled.before is not None


def test_it_fills_nothing_but_an_empty_database(place: Place) -> None:
    with place.office() as office:
        office.do(AddDoctor(name="Dr Lee")).result(120)
        with pytest.raises(Refusal, match="not_empty"):
            office.do(SMALL).result(60)


@pytest.mark.parametrize("wrong", ["doctors", "patients", "weeks"])
def test_numbers_that_make_no_clinic(sqlite_place: Place, wrong: str) -> None:
    nothing: dict[str, Any] = {wrong: 0}
    with sqlite_place.office() as office, pytest.raises(Misuse, match="bad_demo"):
        office.do(replace(SMALL, **nothing)).result(60)


@pytest.mark.parametrize("today", ["0001-01-01", "1970-01-02", "2190-12-31", "9999-12-31"])
def test_days_that_make_no_clinic(sqlite_place: Place, today: str) -> None:
    with sqlite_place.office() as office, pytest.raises(Misuse) as caught:
        office.do(replace(SMALL, today=dt.date.fromisoformat(today))).result(60)
    assert caught.value.code == "bad_demo"
    assert caught.value.facts == {"today": today}


@pytest.mark.parametrize("today", [dt.date(1970, 5, 4), dt.date(2190, 9, 1)])
def test_the_first_and_the_last_days_of_a_clinic(sqlite_place: Place, today: dt.date) -> None:
    with sqlite_place.office() as office:
        office.do(replace(SMALL, today=today)).result(60)
        assert office.ask(Verify()).result(60).answer.problems == ()


def test_two_at_once_fill_it_once(place: Place) -> None:
    with place.office() as one, place.office() as other:
        made = [office.do(replace(SMALL, command_id=uuid4())) for office in (one, other)]
        refused = [future.exception(60) for future in made]
    assert [str(error) for error in refused if error] == ["not_empty"]


def test_a_weekend_is_not_empty(sqlite_place: Place) -> None:
    sunday = MONDAY - dt.timedelta(days=1)
    with sqlite_place.office() as office:
        office.do(replace(SMALL, today=sunday)).result(60)
        found = office.ask(AgendaOf(span=day_span(sunday, zoneinfo.ZoneInfo(ZONE)))).result(120)
        assert len(found.answer.appointments) > 20
        assert office.ask(Verify()).result(60).answer.problems == ()


@pytest.mark.parametrize(("doctors", "patients", "weeks"), [(1, 1, 1), (31, 40, 2)])
def test_small_and_odd_sizes(sqlite_place: Place, doctors: int, patients: int, weeks: int) -> None:
    with sqlite_place.office() as office:
        command = FillDemo(doctors=doctors, patients=patients, weeks=weeks)
        answer = office.do(command).result(60).answer
        assert (answer.doctors, answer.patients) == (doctors, patients)
        assert office.ask(Verify()).result(60).answer.problems == ()


@pytest.mark.slow
def test_the_demo_of_the_first_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Made with the defaults where there is nothing; asked for again it stays as it is."""
    monkeypatch.setenv("TZ", "Europe/Berlin")
    wanted = settings(str(tmp_path / "demo.db"), tmp_path)
    told: list[float] = []
    site = compose.create_demo(wanted, progress=told.append)
    assert (site.name, site.zone) == ("Demo clinic", "Europe/Berlin")
    assert told == sorted(told)
    assert 0 < told[0] < told[-1] <= 1
    before = Path(wanted.database).stat().st_size
    assert compose.create_demo(wanted).name == "Demo clinic"
    assert Path(wanted.database).stat().st_size == before
