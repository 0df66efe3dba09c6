"""Which schema a database has, whether it is whole, and how it is created and upgraded.

A file is examined with it before SQLAlchemy is loaded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from clinic_desktop.domain.refusals import Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

APPLICATION_ID = 0x434C4E43
"""``CLNC``: what a SQLite file of this program says in its header."""
_LOCK_NUMBER = 4_202_511_022
HEAD = "0018"
USER_VERSION = int(HEAD)
FINGERPRINTS = {
    "sqlite": "7f84f0baddf58b6e9550cc5cff0a389381ca4fea0808ebec2a870ff6f9025fe6",
    "postgresql": "862400c105fbb6da3d762bb9a791a5f04084f1f9083cf106f635a1d22d8d72d9",
}
"""What ``fingerprint`` answers for a database at HEAD that nobody has tampered with."""

SQLITE_PARTS = (
    "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master"
    " WHERE name NOT LIKE 'sqlite_stat%'"
)
# Texts as the server writes them: PostgreSQL 15, 16 and 18 write all of these alike, and so does a
# database that was restored from a dump. The rows of NOT NULL, which only 18 has, are left out: the
# columns say it too.
_POSTGRESQL_PARTS = """
SELECT 'table' AS kind, concat_ws(':', c.relname, c.relkind, c.relpersistence, c.relrowsecurity,
       c.relforcerowsecurity) AS told
  FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'f')
UNION ALL
SELECT 'column', concat_ws(':', c.relname, a.attname, format_type(a.atttypid, a.atttypmod),
       a.attcollation::regcollation, a.attnotnull, a.attidentity, a.attgenerated,
       pg_get_expr(d.adbin, d.adrelid))
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
  LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
   AND NOT a.attisdropped
UNION ALL
SELECT 'constraint', concat_ws(':', r.relname, c.conname, pg_get_constraintdef(c.oid))
  FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
 WHERE c.connamespace = 'public'::regnamespace AND (c.contype <> 'n' OR NOT c.convalidated)
UNION ALL
SELECT 'index', concat_ws(':', pg_get_indexdef(i.indexrelid), i.indisvalid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
 WHERE c.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'trigger', concat_ws(':', pg_get_triggerdef(t.oid), t.tgenabled)
  FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid
 WHERE r.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
UNION ALL
SELECT 'switched off', concat_ws(':', r.relname, t.tgname, t.tgenabled)
  FROM pg_trigger t JOIN pg_class r ON r.oid = t.tgrelid
 WHERE r.relnamespace = 'public'::regnamespace AND t.tgisinternal AND t.tgenabled <> 'O'
UNION ALL
SELECT 'rule', pg_get_ruledef(w.oid)
  FROM pg_rewrite w JOIN pg_class r ON r.oid = w.ev_class
 WHERE r.relnamespace = 'public'::regnamespace AND r.relkind = 'r'
UNION ALL
SELECT 'inherits', concat_ws(':', i.inhrelid::regclass, r.relname)
  FROM pg_inherits i JOIN pg_class r ON r.oid = i.inhparent
 WHERE r.relnamespace = 'public'::regnamespace
UNION ALL
SELECT 'function', concat_ws(':', p.oid::regprocedure, p.prokind, p.prosecdef, p.provolatile,
       p.proconfig::text, md5(p.prosrc))
  FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
"""


def fingerprint(connection: Connection) -> str:
    """Answer a digest of every table, constraint, index and trigger, as the engine tells them."""
    parts = SQLITE_PARTS if connection.dialect.name == "sqlite" else _POSTGRESQL_PARTS
    return digest(tuple(row) for row in connection.exec_driver_sql(parts))


def digest(rows: Iterable[tuple[object, ...]]) -> str:
    """Answer the digest of a schema's parts, whatever their order and white space."""
    parts = sorted("\x1f".join(" ".join(str(part).split()) for part in row) for row in rows)
    return hashlib.sha256("\x1e".join(parts).encode()).hexdigest()


def refuse_unknown(place: str, dialect: str, found: str) -> None:
    """Refuse a schema that is not what this version of the program makes.

    Raises:
        Unavailable: ``unknown_fingerprint``.

    """
    if found != FINGERPRINTS[dialect]:
        message = (
            f"The rules inside {place} were changed by something other than this "
            "program, so it can't keep its promises there. Nothing was changed. "
            "Look what is wrong with: clinic verify. Then restore a backup."
        )
        raise Unavailable("unknown_fingerprint", message, {"place": place})


def newer(place: str) -> Unavailable:
    """Say that the database's schema is of a later version of the program."""
    message = (
        f"The database {place} was made by a newer version of the program. "
        "Nothing was changed. Bring this program up to date."
    )
    return Unavailable("newer_schema", message, {"place": place})


def older(place: str) -> Unavailable:
    """Say that the database's schema is of an earlier version of the program."""
    message = (
        f"The database {place} was made by an older version of the program. "
        "Nothing was changed. Make a backup, then bring it up to date with: clinic init"
    )
    return Unavailable("older_schema", message, {"place": place})


def revision(connection: Connection) -> str | None:
    """Answer the schema's revision, or None when there is none."""
    from sqlalchemy import inspect

    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return None if found is None else str(found)


MARK = {
    "sqlite": "PRAGMA schema_version",
    "postgresql": "SELECT version_num FROM alembic_version",
}
"""What to ask an engine for a value that differs when the schema was changed."""


def mark(connection: Connection) -> object:
    """Answer that value; on SQLite any DDL at all moves it."""
    return connection.exec_driver_sql(MARK[connection.dialect.name]).scalar()


def lock(connection: Connection) -> None:
    """Wait until nobody else makes or upgrades this clinic; on SQLite the transaction has done so.

    The lock ends with the transaction.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK_NUMBER})")


def upgrade(engine: Engine) -> None:
    """Bring the schema to HEAD in one transaction; at HEAD it does nothing."""
    # Alembic takes half a second to load, and nearly every start finds the schema as it should be.
    from alembic import command, config

    settings = config.Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.set_main_option("path_separator", "os")
    with engine.execution_options(write=True).begin() as connection:
        lock(connection)
        settings.attributes["connection"] = connection
        command.upgrade(settings, HEAD)
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {USER_VERSION}")
