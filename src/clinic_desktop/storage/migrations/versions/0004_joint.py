"""Visits that hold more than one doctor's time, equipment, and what a kind of visit needs."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add them; what was there stays as it is."""
    carry_out(op.get_bind(), Path(__file__))
