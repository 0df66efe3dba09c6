"""Since when a site is not there any more: one that was added by mistake can be taken back."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Add it; sites that are there stay."""
    carry_out(op.get_bind(), Path(__file__))
