"""What of a patient's other visits stands in the way of a kind of visit."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Add it; kinds that are there have no rules."""
    carry_out(op.get_bind(), Path(__file__))
