"""A copy of the clinic, made while it is worked with, and what it is known to hold."""

from __future__ import annotations

from pathlib import Path

from clinic_desktop.domain.booking import Verified
from clinic_desktop.domain.office import Query
from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class BackedUp:
    """A copy that stands: the last change that it holds, its size, what verifying it found."""

    file: Path
    sequence: int
    bytes: int
    verified: Verified


@dataclass(frozen=True, slots=True, kw_only=True)
class BackUp(Query[BackedUp]):
    """A copy of the clinic as it is now, in a new file that nobody else may read.

    Nobody who books waits for it. A clinic that is not sound is copied as it is; ``verified`` of
    the answer then has the problems. Refused ``file_exists`` or ``not_a_backup`` (a name that the
    clinic's own files have); ``Misuse`` ``not_a_file`` for a clinic on a server.
    """

    file: Path
