"""Time off, alternating weeks, hours of single dates, and a grid on which blocks begin."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add them; what was there stays as it is."""
    carry_out(op.get_bind(), Path(__file__))
