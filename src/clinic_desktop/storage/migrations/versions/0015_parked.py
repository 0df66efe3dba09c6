"""The pinboard: visits that wait for a time."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Add it; nothing was parked before."""
    carry_out(op.get_bind(), Path(__file__))
