"""Whether the clinic is closed at one site alone, or at all that there ever are."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add it; what is closed in a clinic of one site is closed at those to come, too.

    Where there are several, each of them has a row of its own, and may have been opened by itself.
    """
    carry_out(op.get_bind(), Path(__file__))
