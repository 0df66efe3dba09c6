"""The first schema: people, hours, blocks, appointments, the journal.

The statements stand beside this file, one file an engine, parted by blank lines: exactly what the
database holds, frozen, whatever ``tables.py`` says later.
"""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    connection = op.get_bind()
    script = Path(__file__).with_name(f"0001_first.{connection.dialect.name}.sql")
    statements = script.read_text(encoding="utf-8")
    if connection.dialect.name == "postgresql":
        # The driver would take a lone % for a placeholder.
        statements = statements.replace("%", "%%")
    for statement in statements.split("\n\n"):
        connection.exec_driver_sql(statement.strip())
