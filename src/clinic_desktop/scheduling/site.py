"""The clinic itself: its one site, name and zone."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from clinic_desktop.domain.office import Site
from clinic_desktop.domain.people import is_seen
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.time import zone_named
from clinic_desktop.scheduling.picture import SITE
from clinic_desktop.storage import faults, schema
from clinic_desktop.storage.database import Database, plain_transaction
from clinic_desktop.storage.tables import site

DEFAULT_NAME = "My clinic"


def create(database: Database, *, name: str | None, zone: str | None) -> Site:
    """Create or upgrade the schema, and name the clinic; a clinic that exists keeps what it has.

    Raises:
        Refusal: ``unknown_zone``.
        Misuse: ``bad_name``, or ``already_a_clinic``: another name or zone is asked for.
        Unavailable: it can't be made; a file that this call made is gone again.

    """
    zone_named(zone or "UTC")
    if name is not None and not is_seen(name):
        message = "The clinic needs a name."
        raise Misuse("bad_name", message)
    asked = name and name.strip(), zone
    with faults.told(database.place), _made_or_gone(database.file):
        # Before anything is upgraded.
        with plain_transaction(database.engine) as connection:
            if schema.revision(connection) is not None:
                _refuse_other(_stored(connection), *asked)
        schema.upgrade(database.engine)
        with plain_transaction(database.engine) as connection:
            schema.lock(connection)
            if _stored(connection) is None:
                values = {"name": asked[0] or DEFAULT_NAME, "zone": zone or "UTC"}
                connection.execute(site.insert().values(**values, created_at=database.clock()))
            stored = _stored(connection)
            # Someone else may have been faster.
            _refuse_other(stored, *asked)
    if stored is None:
        raise AssertionError  # pragma: no cover - it was just written
    return Site(stored.id, stored.name, stored.zone, schema.HEAD)


def _stored(connection: Connection) -> Any:  # noqa: ANN401 - a row
    """Answer the clinic's row, or None."""
    return connection.exec_driver_sql(SITE).one_or_none()


def _refuse_other(stored: Any, name: str | None, zone: str | None) -> None:  # noqa: ANN401 - a row
    """Refuse a name or a zone that the clinic here does not have.

    Raises:
        Misuse: ``already_a_clinic``.

    """
    if stored is None or (name in (None, stored.name) and zone in (None, stored.zone)):
        return
    message = (
        f"This database already is “{stored.name}” in {stored.zone}; it keeps its name and zone. "
        "Nothing was changed. Leave --name and --zone out."
    )
    raise Misuse("already_a_clinic", message, {"name": stored.name, "zone": stored.zone})


@contextlib.contextmanager
def _made_or_gone(file: Path | None) -> Iterator[None]:
    """Take a SQLite file away again that was not there before, when what is done in it fails."""
    made = False
    if file is not None:
        # What stands in the way of making it, SQLite tells in its own words.
        with contextlib.suppress(OSError):
            # Patients are nobody else's business; SQLite gives what lies beside it the same mode.
            file.touch(0o600, exist_ok=False)
            made = True
    try:
        yield
    except BaseException:
        if file is not None and made:
            for suffix in ("", "-wal", "-shm"):
                file.with_name(file.name + suffix).unlink(missing_ok=True)
        raise


def is_new(database: Database) -> bool:
    """Tell whether nothing was ever done in this clinic."""
    return not database.read(lambda read: read.sequence).answer
