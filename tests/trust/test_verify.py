"""What verify finds beyond broken rules: bulk rows, the anchor, unexplained and missing rows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import AppointmentStatus as S
from clinic_desktop.domain.booking import CancelAppointment, CancelReason, SetStatus, Undo
from clinic_desktop.domain.bulk import FillDemo
from clinic_desktop.domain.journal import AcceptRestored, WhatIsLost
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.purposes import AddPurpose
from clinic_desktop.domain.sites import AddSite, SetTravel
from clinic_desktop.domain.time import system_clock
from clinic_desktop.domain.timeoff import AddTimeOff, CloseClinic, Closing, Stretch
from clinic_desktop.storage.anchor import Anchor, AnchorFile
from tests.engines import ENGINES, Place
from tests.trust.world import DAY, IDS, START, answered, codes, raw, verified, world

ONE = "SELECT CAST(id AS TEXT) FROM appointment WHERE status = 'booked' AND holds = 1 ORDER BY id"


@pytest.fixture
def demo(place: Place) -> Place:
    """A small demo clinic: bulk rows of every kind, under one journal row."""
    with place.office() as office:
        answered(office.do(FillDemo(doctors=2, patients=20, weeks=1)))
    return place


def found(place: Place) -> set[str]:
    """The codes of what verify finds."""
    return codes(verified(place).problems)


def by_hand(place: Place, *statements: str) -> None:
    """Write past the program."""
    with raw(place) as connection:
        for statement in statements:
            connection.execute(statement)


def test_bulk_rows_are_as_the_journal_tells(demo: Place) -> None:
    assert verified(demo).ok


def test_bulk_rows_that_commands_changed_later_are_still_explained(demo: Place) -> None:
    with raw(demo) as connection:
        first, second = [row[0] for row in connection.execute(ONE).fetchall()][:2]
    # By then every visit of the demo's weeks may have been.
    with demo.office(clock=lambda: system_clock() + dt.timedelta(weeks=10)) as office:
        do: Any = office.do
        answered(do(SetStatus(appointment_id=UUID(first), status=S.ARRIVED)))
        answered(do(SetStatus(appointment_id=UUID(first), status=S.IN_PROGRESS)))
        wish = CancelAppointment(appointment_id=UUID(second), reason=CancelReason.CLINIC)
        answered(do(wish))
    assert verified(demo).ok


def test_a_bulk_rule_that_was_parted_is_still_explained(demo: Place) -> None:
    """Other hours in the midst of a rule leave it shorter and a copy of it behind them."""
    with raw(demo) as connection:
        sql = "SELECT resource_id, valid_from FROM availability WHERE valid_until IS NULL"
        doctor, start = connection.execute(sql).fetchone()
        rules = "SELECT count(*) FROM availability"
        before = connection.execute(rules).fetchone()[0]
        # Whatever day it is today: nobody is booked so much later.
        day = dt.date.fromisoformat(start) + dt.timedelta(weeks=20)
        hours = WeeklyHours.parse("Mon-Sun 9-12")
        with demo.office() as office:
            wish = SetWeeklyHours(doctor_id=doctor, hours=hours, start=day, until=day)
            answered(office.do(wish))
            assert connection.execute(rules).fetchone()[0] == before + 2
            assert verified(demo).ok
            answered(office.do(Undo()))
    assert verified(demo).ok


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE patient SET name = 'Somebody' WHERE id = 7",
        "UPDATE patient SET bulk = NULL WHERE id = 7",
        "INSERT INTO patient(name, bulk) SELECT 'One more', bulk FROM patient WHERE id = 7",
    ],
)
def test_a_bulk_row_that_someone_changed_is_found(demo: Place, statement: str) -> None:
    by_hand(demo, statement)
    assert "bulk_rows" in found(demo)


@pytest.mark.parametrize("engine", ENGINES)
def test_rows_written_past_the_program_are_found(engine: str, tmp_path: Path) -> None:
    with world(engine, tmp_path) as place:
        by_hand(
            place,
            "INSERT INTO patient(name) VALUES ('Nobody')",
            "INSERT INTO patient_word SELECT 'nobody', max(id) FROM patient",
            "UPDATE resource SET name = 'Dr No' WHERE id = 1",
            "INSERT INTO \"user\"(name) VALUES ('stranger')",
            f"UPDATE appointment SET patient_id = 3 WHERE id = '{IDS[0]}'",
            "INSERT INTO user_right(user_id, name) VALUES (1, 'over_book')",
        )
        problems = verified(place).problems
        assert codes(problems) == {"unexplained_row", "changed_row"}
        assert len(problems) == 5
        told = " ".join(problem.message for problem in problems)
        assert not any(name in told for name in ("Nobody", "Dr No", "stranger", "Smith"))


@pytest.mark.parametrize(
    ("statement", "facts"),
    [
        ("DELETE FROM patient_word WHERE patient_id = 2 AND word = 'smith'", (2, 1, 0)),
        ("INSERT INTO patient_word(word, patient_id) VALUES ('jones', 3)", (3, 0, 1)),
        (
            "UPDATE patient_word SET word = 'smit' WHERE patient_id = 4 AND word = 'smith'",
            (4, 1, 1),
        ),
    ],
)
@pytest.mark.parametrize("engine", ENGINES)
def test_words_that_are_not_the_patients_own_are_found(
    engine: str, statement: str, facts: tuple[int, ...], tmp_path: Path
) -> None:
    with world(engine, tmp_path) as place:
        assert verified(place).checked["patient_words"] == 8
        by_hand(place, statement)
        [problem] = verified(place).problems
        assert problem.code == "patient_words"
        assert tuple(problem.facts.values()) == facts
        assert "smit" not in problem.message
        assert "jones" not in problem.message


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("doctor", [1, None])
def test_a_free_block_while_somebody_is_away_is_found(
    engine: str, doctor: int | None, tmp_path: Path
) -> None:
    with world(engine, tmp_path) as place:
        closing = CloseClinic(closings=(Closing(Stretch(DAY, DAY)),), accept=4)
        away = AddTimeOff(doctor_id=1, when=Stretch(DAY, DAY), accept=3)
        with place.office() as office:
            wish: Any = away if doctor else closing
            answered(office.do(wish))
        assert verified(place).ok
        start = int(START.timestamp()) + 8 * 3600
        laid = f"VALUES (1, {start}, {start + 1800})"
        by_hand(place, f"INSERT INTO block(resource_id, starts_at, ends_at) {laid}")
        assert found(place) == {"free_in_time_off"}


@pytest.mark.parametrize("table", ["time_off", "purpose", "site", "site_travel"])
def test_what_was_arranged_and_is_gone_or_came_by_itself_is_found(
    table: str, tmp_path: Path
) -> None:
    with world("sqlite", tmp_path) as place:
        with place.office() as office:
            do: Any = lambda command: answered(office.do(command))  # noqa: E731 - short
            north = do(AddSite(name="North")).id
            if table != "site":
                do(SetTravel(first_id=1, second_id=north, minutes=20))
            do(AddPurpose(name="Urgent"))
            do(AddTimeOff(doctor_id=1, when=Stretch(DAY, DAY), accept=3))
        assert verified(place).ok
        by_hand(
            place, "INSERT INTO site(name, zone, created_at) VALUES ('S', 'America/New_York', 0)"
        )
        assert found(place) == {"unexplained_row"}
        last = f"(SELECT min(id) FROM {table} WHERE id > {int(table == 'site')})"
        by_hand(place, f"DROP TRIGGER {table}_no_delete", f"DELETE FROM {table} WHERE id = {last}")
        assert "missing_row" in found(place)


@pytest.mark.parametrize("engine", ENGINES)
def test_more_devices_than_there_are_and_rules_of_others_are_found(
    engine: str, tmp_path: Path
) -> None:
    with world(engine, tmp_path) as place:
        start = int(START.timestamp())
        names = "resource_id, availability_id, lane, starts_at, ends_at"
        watching, on = {
            "sqlite": (("block_rule_insert", "block_unit_insert"), ""),
            "postgresql": (("block_rule_insert", "block_claimed_insert"), " ON block"),
        }[engine]
        by_hand(place, *(f"DROP TRIGGER {name}{on}" for name in watching))
        by_hand(place, f"INSERT INTO block({names}) VALUES (2, 1, 1, {start}, {start + 1800})")
        assert found(place) == {"schema_changed", "stray_rule"}
        by_hand(
            place,
            f"INSERT INTO block({names}) VALUES (4, 1, 7, {start}, {start + 1800})",
            "UPDATE block SET availability_id = NULL WHERE resource_id = 4",
        )
        assert found(place) == {"schema_changed", "stray_rule", "over_units"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_garbled_zone_is_told_with_all_else(engine: str, tmp_path: Path) -> None:
    with world(engine, tmp_path) as place:
        by_hand(place, "UPDATE site SET zone = 'Elm/Street'", "DELETE FROM patient_word")
        problems = verified(place).problems
        assert codes(problems) == {"unknown_zone", "patient_words"}
        (told,) = [one for one in problems if one.code == "unknown_zone"]
        assert told.facts == {"site": 1, "zone": "Elm/Street"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_site_in_another_zone_is_found(engine: str, tmp_path: Path) -> None:
    with world(engine, tmp_path) as place:
        by_hand(place, "INSERT INTO site(name, zone, created_at) VALUES ('S', 'Asia/Tokyo', 0)")
        assert found(place) == {"unexplained_row", "other_zone"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_free_block_on_the_way_between_sites_is_found(engine: str, tmp_path: Path) -> None:
    """Dr Lee is at North from 18 on, and comes from the first site, where she was until 17."""
    with world(engine, tmp_path) as place:
        with place.office() as office:
            do: Any = lambda command: answered(office.do(command))  # noqa: E731 - short
            north = do(AddSite(name="North")).id
            there = WeeklyHours.parse("Sun 18-20")
            rule = do(
                SetWeeklyHours(doctor_id=1, hours=there, start=DAY, until=DAY, site_id=north)
            ).availability.id
            do(SetTravel(first_id=1, second_id=north, minutes=90))
        checked = verified(place)
        assert checked.ok
        assert checked.checked["blocks_at_several_sites"] > 0
        six = int(START.timestamp()) + 9 * 3600
        names = "resource_id, availability_id, starts_at, ends_at"
        by_hand(place, f"INSERT INTO block({names}) VALUES (1, {rule}, {six}, {six + 900})")
        assert found(place) == {"free_on_the_way"}


@pytest.mark.parametrize("engine", ENGINES)
def test_erased_details_are_no_problem(engine: str, tmp_path: Path) -> None:
    with world(engine, tmp_path) as place:
        by_hand(place, "UPDATE journal_detail SET before = NULL, after = NULL WHERE sequence = 5")
        assert verified(place).ok
        assert verified(place).checked["erased"] >= 2


@pytest.mark.parametrize("engine", ENGINES)
def test_a_rewritten_journal_is_found_by_what_was_seen(engine: str, tmp_path: Path) -> None:
    with world(engine, tmp_path) as place:
        with place.office() as office:
            answered(office.ask(TheSite()))
        file = AnchorFile(place.settings.state_folder, "here")
        # Under which name a place keeps its anchor is its own affair.
        [file.path] = place.settings.state_folder.rglob("*.json")
        seen = file.read()
        assert seen is not None
        for code, kept in (
            ("journal_rewritten", Anchor(seen.sequence, "0" * 64)),
            ("journal_cut", Anchor(seen.sequence + 1, seen.digest)),
        ):
            file.path.write_text(
                f'{{"sequence": {kept.sequence}, "digest": "{kept.digest}"}}', encoding="utf-8"
            )
            # A program that closes leaves what it can't confirm, for the next verify to find.
            assert found(place) == {code}
            assert found(place) == {code}
            assert file.read() == kept


def test_the_anchor_moves_with_the_journal_and_forgets_a_new_clinic(tmp_path: Path) -> None:
    file = AnchorFile(tmp_path, "somewhere")
    assert file.read() is None
    file.path.parent.mkdir(parents=True)
    file.path.write_text("no anchor", encoding="utf-8")
    assert file.read() is None
    file.forget()
    assert not file.path.exists()


def test_many_problems_of_one_kind_are_counted(tmp_path: Path) -> None:
    with world("sqlite", tmp_path) as place:
        names = ", ".join(f"('n{n}')" for n in range(50))
        words = "INSERT INTO patient_word SELECT name, id FROM patient WHERE id > 4"
        by_hand(place, f"INSERT INTO patient(name) VALUES {names}", words)
        problems = verified(place).problems
        assert len(problems) == 21
        assert problems[-1].facts == {"more": 30}


def test_a_damaged_file_is_found(tmp_path: Path) -> None:
    with world("sqlite", tmp_path) as place:
        by_hand(place, "PRAGMA wal_checkpoint(TRUNCATE)")
        content = bytearray(place.file.read_bytes())
        # A page in the middle that is neither the header nor the schema.
        with raw(place) as connection:
            sql = "SELECT rootpage FROM sqlite_master WHERE name = 'block_time'"
            page = connection.execute(sql).fetchone()[0]
            size = connection.execute("PRAGMA page_size").fetchone()[0]
        start = (page - 1) * size
        content[start : start + size] = bytes(size)
        place.file.write_bytes(bytes(content))
        assert found(place) & {"damaged_file", "unreadable"}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_copy_that_was_put_back_on_purpose_is_accepted(engine: str, tmp_path: Path) -> None:
    with world(engine, tmp_path) as place:
        with place.office() as office:
            assert office.ask(WhatIsLost()).result().answer is None
        [kept] = place.settings.state_folder.rglob("*.json")
        seen = AnchorFile(tmp_path, "")
        seen.path = kept
        end = seen.read()
        assert end is not None
        kept.write_text(f'{{"sequence": {end.sequence + 5}, "digest": "no"}}', encoding="utf-8")
        with place.office() as office:
            lost = office.ask(WhatIsLost()).result().answer
            assert lost is not None
            assert (lost.last, lost.seen) == (end.sequence, end.sequence + 5)
            done = office.do(AcceptRestored()).result()
            assert (done.answer, done.changes) == (lost, None)
            assert office.ask(WhatIsLost()).result().answer is None
        assert verified(place).ok
        assert seen.read() == end
