"""What a PostgreSQL database must be before it is opened; whatever is refused stays as it was."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, OperationalError

from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.storage import faults, schema
from clinic_desktop.storage.database import Database
from clinic_desktop.storage.engines import make_engine
from clinic_desktop.storage.lanes import Link

OLDEST_SERVER = 15
_WHAT_IS_THERE = text(
    "SELECT to_regclass('public.alembic_version') IS NOT NULL"
    " AND to_regclass('public.journal_touch') IS NOT NULL AS ours,"
    " EXISTS (SELECT FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    " AND relkind IN ('r', 'v', 'm', 'p', 'f', 'S')) AS anything"
)
_WHO_ASKS = text(
    "SELECT rolsuper AS superuser, current_user AS name,"
    " has_schema_privilege('public', 'CREATE') AS creates"
    " FROM pg_roles WHERE rolname = current_user"
)
_DATABASE_EXISTS = text("SELECT EXISTS (SELECT FROM pg_database WHERE datname = :name)")


def examine(database: Database, *, any_fingerprint: bool) -> None:
    """Let a PostgreSQL database be opened if it is a whole clinic of this program's schema.

    Raises:
        Unavailable: it is not a clinic's, or not as it should be.

    """
    with _asked(database) as connection:
        revision = _revision(connection, database)
        if revision is None:
            message = (
                f"The database {database.place} holds no clinic yet. "
                "Create one there with: clinic init"
            )
            raise Unavailable("no_clinic", message, {"place": database.place})
        if revision < schema.USER_VERSION:
            raise schema.older(database.place)
        if not any_fingerprint:
            schema.refuse_unknown(database.place, "postgresql", schema.fingerprint(connection))
        database.opened.stands(None, schema.mark(connection))


def examine_new(database: Database) -> None:
    """Let a clinic be created or upgraded on a server if nothing foreign would be touched.

    Raises:
        Unavailable: a clinic can't be created or upgraded here.

    """
    with _asked(database) as connection:
        role = connection.execute(_WHO_ASKS).one()
        if role.superuser:
            message = (
                f"The role {role.name} is a superuser, which may switch the database's rules off. "
                "Nothing was changed. Use a role of the clinic's own that owns the database."
            )
            raise Unavailable("superuser_role", message, {"role": role.name})
        if not role.creates:
            message = (
                f"The role {role.name} does not own {database.place}. Nothing was changed. "
                f"Ask the administrator: ALTER DATABASE … OWNER TO {role.name}"
            )
            raise Unavailable("not_owner", message, {"role": role.name})
        if _revision(connection, database) == schema.USER_VERSION:
            schema.refuse_unknown(database.place, "postgresql", schema.fingerprint(connection))


def _revision(connection: Connection, database: Database) -> int | None:
    """Answer the schema's number, or None in an empty database.

    Raises:
        Unavailable: ``old_server``, ``not_a_clinic`` or ``newer_schema``.

    """
    version = int((connection.dialect.server_version_info or (0,))[0])
    if version < OLDEST_SERVER:
        message = (
            f"The server of {database.place} is PostgreSQL {version}; the program needs "
            f"{OLDEST_SERVER} or later. Nothing was changed. Ask the administrator."
        )
        raise Unavailable("old_server", message, {"version": version})
    there = connection.execute(_WHAT_IS_THERE).one()
    if not there.anything:
        return None
    if not there.ours:
        message = (
            f"The database {database.place} belongs to another program. Nothing was changed. "
            "A clinic needs an empty database of its own."
        )
        raise Unavailable("not_a_clinic", message, {"place": database.place})
    told = schema.revision(connection) or ""
    if not told.isdecimal() or int(told) > schema.USER_VERSION:
        raise schema.newer(database.place)
    return int(told)


@contextlib.contextmanager
def _asked(database: Database) -> Iterator[Connection]:
    """Ask a server in one transaction, on the connection that the first query will use.

    Raises:
        Unavailable: the server, the database or the role is not to be had.

    """
    try:
        connection = database.reader.connection()
    except OperationalError as error:
        raise _no_connection(database, error) from error
    except DBAPIError as error:
        message = (
            "The database's name is not understood. Name a server as "
            "postgresql://user@host/database"
        )
        raise Unavailable("bad_database", message) from error
    with faults.told(database.place), connection.begin():
        yield connection


def _no_connection(database: Database, error: OperationalError) -> Unavailable:
    """Say why a server gave no connection; whether the database is missing can be asked."""
    host, name = database.place.partition(" on ")[2], database.url.database
    if type(error.orig).__name__ != "ConnectionTimeout" and _is_missing(database):
        message = (
            f"The server {host} has no database “{name}”. Nothing was changed. Ask the "
            "administrator to create an empty one, owned by the clinic's role."
        )
        return Unavailable("no_database", message, {"place": database.place})
    message = (
        f"The database {database.place} can't be reached: the server does not answer, or refuses "
        "the login. Nothing was changed. Check the network, the server, the role and its password "
        "(pgpass or PGPASSWORD)."
    )
    return Unavailable("database_unreachable", message, {"place": database.place})


def _is_missing(database: Database) -> bool:
    """Ask the server's own database whether it knows the one that gave no connection."""
    link = Link(make_engine(database.url.set(database="postgres"), "read"))
    try:
        with link.connection().begin():
            found = link.connection().execute(_DATABASE_EXISTS, {"name": database.url.database})
            return not found.scalar()
    except DBAPIError:
        return False
    finally:
        link.drop()
