"""Purposes: what blocks are kept for, when they are let go, and which types may use them."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add them; what was there stays as it is."""
    carry_out(op.get_bind(), Path(__file__))
