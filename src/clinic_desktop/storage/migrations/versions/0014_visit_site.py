"""At which site a visit is booked: it stays there, whatever becomes of the hours."""

from pathlib import Path

from alembic import op

from clinic_desktop.storage.migrations import carry_out

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Add it; visits that hold time are where the rule of their first block is.

    What was cut, or laid over others, is no rule's: it is where the block is that it overlaps, or
    the nearest one within half a day; else where all hours of its doctor ever were. Of any other
    nobody knows.
    """
    carry_out(op.get_bind(), Path(__file__))
