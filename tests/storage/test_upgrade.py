"""A clinic of an older schema, brought up to date: nothing is lost, and it is as one made anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_desktop import compose
from clinic_desktop.domain.booking import BookBlock, Undo
from clinic_desktop.domain.refusals import Unavailable
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
    "0009": 27, "0010": 27, "0011": 30, "0012": 30, "0013": 30,
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
    """Dr Lee's evening is at the second site; whoever was booked then must stay there."""
    fill(emptied, "0013")
    moved = "UPDATE availability SET site_id = 2 WHERE id = 2"
    with raw(emptied) as connection:
        connection.execute(moved)
    compose.create_clinic(emptied.settings)
    told = (
        "SELECT a.site_id, v.site_id FROM appointment a JOIN block b ON b.id = a.block_id"
        " LEFT JOIN availability v ON v.id = b.availability_id"
        " WHERE a.holds = 1 AND a.bulk IS NULL"
    )
    with raw(emptied) as connection:
        found = [tuple(row) for row in connection.execute(told).fetchall()]
    assert {where for _, where in found} >= {1, 2}
    assert [at for at, where in found] == [where or 1 for _, where in found]
