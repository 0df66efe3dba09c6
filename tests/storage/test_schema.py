"""The schema: tables and migrations make the same, and what was tampered with is known."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.storage import schema
from tests.engines import Place, Server
from tests.storage.conftest import add_room
from tests.trust.world import verified


def test_the_migrations_make_the_known_schema(place: Place) -> None:
    """What migrations made has the known fingerprint; below, so has what the tables make."""
    with place.database() as database, database.engine.connect() as connection:
        migrated = schema.fingerprint(connection)
    assert migrated == schema.FINGERPRINTS[place.engine]


_MAKE = """
import sys
from clinic_desktop.storage import engines, schema, triggers

engine = engines.make_engine(engines.url_of(sys.argv[1]), "create")
with engine.execution_options(write=True).begin() as connection:
    triggers.metadata.create_all(connection)
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
        " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    print(schema.fingerprint(connection))
"""


def _fresh(place: Place) -> str:
    """Make everything from the tables alone in another database, and answer its fingerprint.

    In a program of its own: whoever makes the tables on PostgreSQL leaves marks on them that make
    them come out otherwise on SQLite.
    """
    words = [sys.executable, "-c", _MAKE, place.url]
    done = subprocess.run(words, capture_output=True, check=True, text=True, timeout=240)
    return done.stdout.strip()


def _parts(sql: str) -> list[str]:
    """Answer the parts of a statement between its commas, without blanks and brackets.

    A column that was added later says itself what it refers to: SQLite adds no constraints.
    """
    told = re.sub(
        r"(\w+)( TEXT| INTEGER) (REFERENCES \w+ \(\w+\))", r"\1\2, FOREIGN KEY(\1) \3", sql
    )
    return re.sub(r"[\s()]", "", told).removesuffix("STRICT").split(",")


def test_tables_made_fresh_on_sqlite(sqlite_place: Place) -> None:
    fresh = sqlite_place.file.with_name("fresh.db")
    told = {}
    for file in (sqlite_place.file, fresh):
        place = Place(str(file), "sqlite", sqlite_place.folder)
        if file == fresh:
            _fresh(place)
        with closing(sqlite3.connect(file)) as connection:
            rows = connection.execute(schema.SQLITE_PARTS).fetchall()
        # SQLAlchemy writes a table's foreign keys in any order.
        told[file] = sorted(
            (*row[:3], sorted(_parts(str(row[3]))))
            for row in rows
            if "alembic_version" not in str(row[2])
        )
    assert told[fresh] == told[sqlite_place.file]


@pytest.mark.postgresql
def test_tables_made_fresh_on_postgresql(server: Server, tmp_path: Any) -> None:  # noqa: ANN401 - pytest's path
    with server.database("template0") as name:
        server.admin(f"ALTER DATABASE {name} OWNER TO clinic")
        place = Place(server.url(name), "postgresql", tmp_path)
        assert _fresh(place) == schema.FINGERPRINTS["postgresql"]


WEAKENED = {
    "a check": """
ALTER TABLE block DROP CONSTRAINT block_lane_range,
  ADD CONSTRAINT block_lane_range CHECK (lane BETWEEN -129 AND 127)""",
    "a check that holds for new rows alone": """
ALTER TABLE block DROP CONSTRAINT block_lane_range,
  ADD CONSTRAINT block_lane_range CHECK (lane BETWEEN -128 AND 127) NOT VALID""",
    "a reference": """
ALTER TABLE journal DROP CONSTRAINT journal_actor_id_fkey,
  ADD CONSTRAINT journal_actor_id_fkey
  FOREIGN KEY (actor_id) REFERENCES "user"(id) ON DELETE CASCADE""",
    "an index": """
DROP INDEX block_one_head;
CREATE UNIQUE INDEX block_one_head ON block (appointment_id, resource_id, lane)
 WHERE appointment_id IS NOT NULL AND joins_at IS NULL""",
    "a trigger": """
CREATE OR REPLACE TRIGGER journal_update BEFORE UPDATE ON journal FOR EACH ROW
WHEN (OLD.sequence > 5) EXECUTE FUNCTION journal_update()""",
    "a function": """
CREATE OR REPLACE FUNCTION block_delete() RETURNS trigger LANGUAGE plpgsql
AS $$ BEGIN RETURN OLD; END $$""",
    "a derived column": "ALTER TABLE block ALTER heads_at DROP EXPRESSION",
    "a default": "ALTER TABLE block ALTER lane SET DEFAULT 1",
    "a table that inherits one": "CREATE TABLE more () INHERITS (block)",
    "a rule beside the triggers": "CREATE RULE quiet AS ON UPDATE TO block DO INSTEAD NOTHING",
    "what a crash empties": "ALTER TABLE journal_detail SET UNLOGGED",
    "rows that are hidden": "ALTER TABLE patient ENABLE ROW LEVEL SECURITY",
}


@pytest.mark.postgresql
@pytest.mark.parametrize("what", WEAKENED)
def test_what_was_weakened_under_its_own_name_is_found(postgresql_place: Place, what: str) -> None:
    with psycopg.connect(postgresql_place.url, autocommit=True) as connection:
        connection.execute(WEAKENED[what].encode())
    with pytest.raises(Unavailable) as caught, postgresql_place.office():
        pass
    assert caught.value.code == "unknown_fingerprint"


@pytest.mark.postgresql
def test_a_restored_backup_is_the_clinic_that_it_was(
    postgresql_place: Place, server: Server, tmp_path: Path
) -> None:
    [(tools,)] = server.admin("SELECT setting FROM pg_config WHERE name = 'BINDIR'")
    dump = tmp_path / "clinic.dump"
    with postgresql_place.office() as office:
        add_room(office, "A")
    with server.database("template0") as name:
        server.admin(f"ALTER DATABASE {name} OWNER TO clinic")
        saving = ("pg_dump", "--format=custom", f"--file={dump}", postgresql_place.url)
        restoring = ("pg_restore", "--exit-on-error", f"--dbname={server.url(name)}", str(dump))
        for tool, *words in (saving, restoring):
            subprocess.run([f"{tools}/{tool}", *words], check=True, timeout=240)
        with Place(server.url(name), "postgresql", tmp_path).office() as office:
            assert add_room(office, "B") == 2
        assert verified(Place(server.url(name), "postgresql", tmp_path)).ok


@pytest.mark.postgresql
def test_a_schema_that_is_asked_first_elsewhere_is_not_the_clinics(postgresql_place: Place) -> None:
    """A role's own schema comes before the public one, unless a program says otherwise."""
    with psycopg.connect(postgresql_place.url, autocommit=True) as connection:
        connection.execute("CREATE SCHEMA AUTHORIZATION clinic")
        connection.execute("CREATE TABLE resource AS SELECT * FROM public.resource")
        there = connection.execute("SELECT 'resource'::regclass::text").fetchone()
        assert there == ("resource",)
        with postgresql_place.office() as office:
            add_room(office, "A")
        assert connection.execute("SELECT name FROM public.resource").fetchall() == [("A",)]
