"""The ways between the sites of a clinic."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add them; what was there stays as it is."""
    carry_out(op.get_bind(), Path(__file__))
