"""The first schema: people, hours, blocks, appointments, the journal."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create everything."""
    carry_out(op.get_bind(), Path(__file__))
