"""Fields of its own that a clinic asks of its patients."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Add them; a clinic that is there has none."""
    carry_out(op.get_bind(), Path(__file__))
