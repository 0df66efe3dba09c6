"""Since when a purpose is not there any more: one that was added by mistake can be taken back."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add it; purposes that are there stay."""
    carry_out(op.get_bind(), Path(__file__))
