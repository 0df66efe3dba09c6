"""What hours may be kept for: urgent visits, new patients, lunch; and when they are let go."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.values import dataclass

LONGEST_RELEASE = 24 * 366
"""No block is let go sooner than a leap year before its start."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """A purpose that hours name: types of visits that may use it have its blocks for themselves.

    A block is let go for all ``release_hours`` before its start; None: never. What is not
    ``bookable`` is nobody's, such as lunch.
    """

    id: int
    name: str
    release_hours: int | None = None
    bookable: bool = True
    version: int = 1

    def reserved_until(self, start: dt.datetime) -> dt.datetime | None:
        """Answer when a block that begins then is let go; None: never."""
        if self.release_hours is None:
            return None
        return start - dt.timedelta(hours=self.release_hours)

    def keeps(self, start: dt.datetime, now: dt.datetime) -> bool:
        """Tell whether a block that begins then is still kept."""
        until = self.reserved_until(start)
        return until is None or now < until


@dataclass(frozen=True, slots=True, kw_only=True)
class AddPurpose(Command[Purpose]):
    """Add a purpose; refused ``purpose_exists``."""

    name: str
    release_hours: int | None = None
    bookable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePurpose(Command[Purpose]):
    """Change when blocks of a purpose are let go, from this moment on; None: never.

    Refused ``unknown_purpose``.
    """

    name: str
    release_hours: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Purposes(Query[tuple[Purpose, ...]]):
    """All purposes, by name."""
