"""A clinic of an older schema, brought up to date: nothing is lost, and it is as one made anew."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest

from clinic_desktop import compose
from clinic_desktop.domain.booking import BookBlock, Undo
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.timeoff import TimeOffOf
from clinic_desktop.storage import schema
from clinic_desktop.storage.migrations import versions_folder
from tests.engines import ENGINES, Place, the_server
from tests.trust.world import HALF, IDS, START, answered, raw, schedule, verified

DATA = Path(__file__).parents[1] / "data"
"""Filled clinics, as statements that both engines know: ``clinic_0001.sql`` and so on."""
MARK = """
CREATE TABLE alembic_version (
 version_num VARCHAR(32) NOT NULL,
 CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""
OLDER = {
    "0001": 23, "0002": 23, "0003": 24, "0004": 24, "0005": 27, "0006": 27, "0007": 27, "0008": 27,
    "0009": 27, "0010": 27, "0011": 30, "0012": 30, "0013": 30, "0014": 30,
    "0015": 30, "0016": 30, "0017": 30,
}  # fmt: skip
"""Each with how many visits there are in it."""


def statements(revision: str, engine: str) -> tuple[list[str], list[str]]:
    """What makes an older schema: first its tables, then what watches over their rows."""
    made: list[str] = []
    for file in sorted(versions_folder().glob(f"*.{engine}.sql")):
        if file.name[:4] <= revision:
            made += file.read_text(encoding="utf-8").split("\n\n")
    watching = (
        "CREATE TRIGGER",
        "CREATE CONSTRAINT TRIGGER",
        "CREATE FUNCTION",
        "CREATE OR REPLACE FUNCTION",
        "DROP TRIGGER",
    )
    tables = [one for one in made if not one.strip().startswith(watching)]
    return tables, [one for one in made if one.strip().startswith(watching)]


def filled(revision: str) -> list[str]:
    return (DATA / f"clinic_{revision}.sql").read_text(encoding="utf-8").splitlines()


def make(connection: Any, revision: str, engine: str) -> None:  # noqa: ANN401 - either driver's
    """Make a filled clinic of an older schema in one transaction."""
    tables, watching = statements(revision, engine)
    mark = f"INSERT INTO alembic_version VALUES ('{revision}')"
    for statement in (*tables, MARK, mark, *filled(revision), *watching):
        connection.execute(statement)


@pytest.fixture(params=ENGINES)
def emptied(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """A place with nothing in it."""
    if request.param == "sqlite":
        yield Place(str(tmp_path / "clinic.db"), "sqlite", tmp_path / "user")
        return
    server = the_server()
    with server.database("template0") as name:
        yield Place(server.url(name), "postgresql", tmp_path / "user")


def fill(place: Place, revision: str) -> None:
    if place.engine == "sqlite":
        with closing(sqlite3.connect(place.file, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("BEGIN")
            make(connection, revision, place.engine)
            connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {int(revision)}")
            connection.execute("COMMIT")
        return
    with psycopg.connect(place.url) as connection:
        make(connection, revision, place.engine)
        numbered = "SELECT c.table_name FROM information_schema.columns c WHERE is_identity = 'YES'"
        for (table,) in connection.execute(numbered).fetchall():
            last = f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), max(id)) FROM"
            connection.execute(f'{last} "{table}"'.encode())


@pytest.mark.parametrize("revision", OLDER)
def test_an_older_clinic_is_brought_up_to_date(emptied: Place, revision: str) -> None:
    fill(emptied, revision)
    with pytest.raises(Unavailable) as caught, emptied.office():
        pass
    assert caught.value.code == "older_schema"
    before = schedule(emptied)
    assert len(before) == OLDER[revision]
    compose.create_clinic(emptied.settings)
    with emptied.database() as database, database.engine.connect() as connection:
        assert schema.fingerprint(connection) == schema.FINGERPRINTS[emptied.engine]
    assert schedule(emptied) == before
    found = verified(emptied)
    assert found.ok, found.problems
    with emptied.office() as office:
        wish = BookBlock(patient_id=1, doctor_id=5, start=START + 4 * HALF, appointment_id=IDS[5])
        answered(office.do(wish))
        answered(office.do(Undo()))
    assert verified(emptied).ok


def test_visits_of_an_older_clinic_stay_at_the_sites_of_their_hours(emptied: Place) -> None:
    """Dr Lee's Sunday is at the second site; whoever was booked then must stay there.

    So must those whose block no rule laid: who was cut out of one, and who was booked over others.
    Where there is nobody else near, nobody knows.
    """
    fill(emptied, "0013")
    cut, over, alone = (
        f"'{visit}'"
        for visit in (
            "4e353006-712b-44dd-96f4-35b1920ff491",
            "f3f6bf27-d4e1-424e-a44d-044156cb610e",
            "c3cf52c8-b276-4428-8903-4397dfff362b",
        )
    )
    with raw(emptied) as connection:
        for change in (
            "UPDATE availability SET site_id = 2 WHERE id = 2",
            f"UPDATE block SET availability_id = NULL WHERE appointment_id IN ({cut}, {alone})",
            "DELETE FROM block WHERE availability_id = 3 AND appointment_id IS NULL",
            "BEGIN",
            "UPDATE block SET appointment_id = NULL, until = NULL WHERE id = 1584",
            f"UPDATE appointment SET overbooked = 'a child', block_id = 9999 WHERE id = {over}",
            (
                "INSERT INTO block"
                " (id, resource_id, lane, starts_at, ends_at, appointment_id, until)"
                " SELECT 9999, resource_id, -1, held_from, held_until, id, held_until"
                f" FROM appointment WHERE id = {over}"
            ),
            "COMMIT",
        ):
            connection.execute(change)
    compose.create_clinic(emptied.settings)
    with raw(emptied) as connection:
        rows = connection.execute(
            "SELECT id, site_id, resource_id FROM appointment WHERE holds = 1 AND bulk IS NULL"
        ).fetchall()
    found = {f"'{UUID(str(number))}'": (doctor, site) for number, site, doctor in rows}
    assert found.pop(alone) == (5, None)
    assert found[cut] == found[over] == (5, 2)
    # Dr Haddad works at the first one alone.
    assert set(found.values()) == {(5, 2), (1, 1)}
    assert "free_on_the_way" not in {one.code for one in verified(emptied).problems}


@pytest.mark.parametrize(("revision", "sites"), [("0005", [None]), ("0015", [2, 1, 2])])
def test_what_was_closed_in_a_clinic_of_one_site_is_closed_at_those_to_come(
    emptied: Place, revision: str, sites: list[int | None]
) -> None:
    """Where there were several, each had a closing of its own."""
    fill(emptied, revision)
    if revision == "0005":
        with raw(emptied) as connection:
            connection.execute(
                "INSERT INTO time_off (site_id, kind, note, first_day, last_day)"
                " VALUES (1, 'holiday', 'Christmas', '2026-12-25', '2026-12-25')"
            )
    compose.create_clinic(emptied.settings)
    asked = TimeOffOf(doctor_id=None, first=dt.date(2026, 1, 1))
    with emptied.office() as office:
        found = office.ask(asked).result(60).answer
    assert [one.site_id for one in found] == sites
