"""Whether the journal still holds what was seen of it here, and going on from a copy that does not.

An older copy of a clinic is sound in itself; only who saw what came after can tell that it is old.
"""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Lost:
    """What this user saw of the journal and is not in it.

    ``last`` is the change that it ends with (0: none), ``at`` when that was made (UTC); ``seen``
    is the one that was seen and is not there, or is another one there.
    """

    last: int
    at: dt.datetime | None
    seen: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIsLost(Query[Lost | None]):
    """Whether an older or another copy lies where this user worked before; None if not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptRestored(Command[Lost | None]):
    """Go on from the copy that lies there: it was put back on purpose.

    It changes nothing in the database, only what this user's programs expect of it from now on.
    The answer is what was given up, None when nothing was lost.
    """
