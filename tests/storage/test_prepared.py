"""A prepared statement turns values as SQLAlchemy does, and fails with SQLAlchemy's errors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4
from weakref import ref

import pytest
from sqlalchemy import (
    Connection,
    Engine,
    Select,
    bindparam,
    event,
    insert,
    literal,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from clinic_desktop.domain.time import UTC
from clinic_desktop.storage.journal_tables import journal
from clinic_desktop.storage.prepared import Prepared
from clinic_desktop.storage.tables import resource, site, user
from tests.engines import Place, Server

AT = dt.datetime(2025, 11, 2, 16, tzinfo=UTC)
_ADD = Prepared(insert(user).returning(user.c.id, user.c.name), "name")
_RENAME = Prepared(
    update(resource).where(resource.c.id == bindparam("number")).values(name=bindparam("called"))
)
_SITE = Prepared(select(site.c.name, site.c.created_at, literal("kept").label("word")))
_JOURNALLED = Prepared(
    select(journal.c.command_id, journal.c.at).where(journal.c.command_id == bindparam("key"))
)
_ENTRY = Prepared(insert(journal))


def entry(key: UUID) -> dict[str, object]:
    """Answer the columns of a first journal row."""
    texts = ("station", "command", "request", "before_digest", "after_digest", "digest")
    values: dict[str, object] = dict.fromkeys(texts, "x")
    return values | {
        "sequence": 1, "command_id": key, "at": AT, "actor_id": 1, "run": uuid4(),
        "previous": "", "undoes": None,
    }  # fmt: skip


def test_values_and_rows_are_turned(place: Place) -> None:
    with (
        place.database() as database,
        database.engine.execution_options(write=True).begin() as connection,
    ):
        added = _ADD.row(connection, {"name": "ann"})
        assert (added.id, added.name) == (1, "ann")
        key = uuid4()
        assert _ENTRY.count(connection, entry(key)) == 1
        (row,) = _JOURNALLED.rows(connection, {"key": key})
        assert tuple(row) == (key, AT)
        assert _JOURNALLED.row(connection, {"key": uuid4()}) is None
        found = _SITE.row(connection, {})
        assert found.word == "kept"
        assert found.created_at.tzinfo is UTC
        assert _RENAME.count(connection, {"number": 99, "called": "nobody"}) == 0


@contextmanager
def writing(place: Place) -> Iterator[Connection]:
    """Answer a connection in a transaction that comes to nothing."""
    with place.database() as database:
        connection = database.engine.execution_options(write=True).connect()
        with connection, connection.begin() as begun:
            yield connection
            begun.rollback()


def test_a_constraint_fails_as_everywhere(place: Place) -> None:
    with writing(place) as connection:
        _ADD.row(connection, {"name": "ann"})
        with pytest.raises(IntegrityError):
            _ADD.row(connection, {"name": "ann"})


def test_an_error_does_not_tell_what_was_written(place: Place) -> None:
    with writing(place) as connection:
        _ADD.row(connection, {"name": "ann"})
        wrong = entry(uuid4()) | {"sequence": 0, "station": "secret desk"}
        with pytest.raises(IntegrityError) as caught:
            _ENTRY.count(connection, wrong)
    assert "secret desk" not in str(caught.value.statement)
    assert caught.value.params is None


def test_a_missing_table_fails_as_everywhere(sqlite_place: Place) -> None:
    with writing(sqlite_place) as connection:
        connection.exec_driver_sql("ALTER TABLE site RENAME TO elsewhere")
        with pytest.raises(OperationalError):
            _SITE.row(connection, {})


def test_whoever_listens_to_the_engine_hears_of_it(place: Place) -> None:
    heard: list[str] = []

    def before(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        heard.append(f"before {sql.split(maxsplit=1)[0]}")

    def after(_connection: object, _cursor: object, sql: str, *_rest: object) -> None:
        heard.append(f"after {sql.split(maxsplit=1)[0]}")

    event.listen(Engine, "before_cursor_execute", before)
    event.listen(Engine, "after_cursor_execute", after)
    try:
        with writing(place) as connection:
            heard.clear()
            _ADD.row(connection, {"name": "ann"})
            assert heard == ["before INSERT", "after INSERT"]
    finally:
        event.remove(Engine, "before_cursor_execute", before)
        event.remove(Engine, "after_cursor_execute", after)


@pytest.mark.postgresql
def test_a_read_keeps_what_the_server_has_prepared(postgresql_place: Place) -> None:
    with postgresql_place.database() as database:
        for _ in range(10):
            database.read(lambda read: _SITE.row(read.connection, {}))
        which = "position('site.name' IN statement) > 0"
        kept = f"SELECT count(*) FROM pg_prepared_statements WHERE {which}"
        found = database.read(lambda read: read.connection.exec_driver_sql(kept).scalar())
    assert found.answer == 1


@pytest.mark.postgresql
def test_a_server_plans_a_statement_with_a_limit_once(postgresql_place: Place) -> None:
    last = Prepared(select(journal.c.at).order_by(journal.c.sequence.desc()).limit(1))
    with writing(postgresql_place) as connection:
        for _ in range(20):
            last.row(connection, {})
        kept = "SELECT generic_plans FROM pg_prepared_statements WHERE statement LIKE '%%DESC%%'"
        assert connection.exec_driver_sql(kept).scalar_one() > 0


def test_a_short_answer_stays_with_its_cursor_and_a_long_one_does_not(place: Place) -> None:
    counted = "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 200)"
    many = text(f"({counted} SELECT n FROM c) AS many")
    numbers: Select[Any] = select(literal_column("n")).select_from(many)
    cursors: list[ref[Any]] = []

    def keep(_connection: object, cursor: object, *_rest: object) -> None:
        cursors.append(ref(cursor))

    with writing(place) as connection:
        event.listen(Engine, "before_cursor_execute", keep)
        assert len(Prepared(numbers).plain(connection, {})) == 200
        _SITE.rows(connection, {})
        event.remove(Engine, "before_cursor_execute", keep)
        assert [one() is None for one in cursors] == [True, False]


@pytest.mark.postgresql
def test_a_connection_that_is_lost_is_not_used_again(
    postgresql_place: Place, server: Server
) -> None:
    with (
        postgresql_place.database() as database,
        database.engine.execution_options(write=True).connect() as connection,
    ):
        begun = connection.begin()
        server.cut(postgresql_place.name)
        with pytest.raises(OperationalError) as caught:
            _ADD.row(connection, {"name": "ann"})
        assert caught.value.connection_invalidated
        assert connection.invalidated
        begun.rollback()


def test_what_fails_while_rows_are_read_fails_as_everywhere(sqlite_place: Place) -> None:
    with writing(sqlite_place) as connection:
        # Rows are reckoned one by one, and no number is the amount of the second one.
        rows = text("(SELECT 1 AS n UNION ALL SELECT -9223372036854775807 - 1)")
        broken = Prepared(select(literal_column("abs(n)").label("n")).select_from(rows))
        with pytest.raises(DBAPIError):
            broken.row(connection, {})
        with pytest.raises(DBAPIError):
            broken.plain(connection, {})
