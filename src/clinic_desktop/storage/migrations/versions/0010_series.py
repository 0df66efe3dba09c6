"""Series: how visits come again, and to which series an appointment belongs."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add them; what was there stays as it is."""
    carry_out(op.get_bind(), Path(__file__))
