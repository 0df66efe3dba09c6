"""The schema's history: one revision a file, its statements beside it, frozen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import Connection


def carry_out(connection: Connection, revision: Path) -> None:
    """Run the statements that stand beside a revision's file, parted by blank lines.

    There is one file an engine: exactly what the database holds, whatever ``tables.py`` says later.
    """
    script = revision.with_suffix(f".{connection.dialect.name}.sql")
    statements = script.read_text(encoding="utf-8")
    if connection.dialect.name == "postgresql":
        # The driver would take a lone % for a placeholder.
        statements = statements.replace("%", "%%")
    for statement in statements.split("\n\n"):
        connection.exec_driver_sql(statement.strip())


def versions_folder() -> Path:
    """Answer the folder of the revisions."""
    return Path(__file__).parent / "versions"
