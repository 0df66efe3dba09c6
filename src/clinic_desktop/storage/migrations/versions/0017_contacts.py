"""Family and contact persons of patients."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Add it; nobody was noted before."""
    carry_out(op.get_bind(), Path(__file__))
