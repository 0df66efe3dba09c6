"""Whether visits of a type are offered only where they leave no gap."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Add it; types that are there leave what they like."""
    carry_out(op.get_bind(), Path(__file__))
