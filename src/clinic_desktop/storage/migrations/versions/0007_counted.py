"""Devices never in a lane beyond their number, blocks never by the rule of somebody else."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Have both watched; what was there stays as it is."""
    carry_out(op.get_bind(), Path(__file__))
