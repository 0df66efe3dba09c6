"""At which site a visit is booked: it stays there, whatever becomes of the hours."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add it; visits that hold time are where the rule of their first block is."""
    carry_out(op.get_bind(), Path(__file__))
