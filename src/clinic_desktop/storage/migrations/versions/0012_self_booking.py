"""What patients may book by themselves: how soon, how far ahead, how much."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Add it; clinics that are there keep to the usual."""
    carry_out(op.get_bind(), Path(__file__))
