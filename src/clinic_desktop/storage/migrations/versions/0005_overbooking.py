"""Why a visit was booked over others."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add it; what was there stays as it is."""
    carry_out(op.get_bind(), Path(__file__))
