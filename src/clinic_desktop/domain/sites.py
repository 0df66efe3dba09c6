"""Sites of a clinic, and how long the way between two of them is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_desktop.domain.effect import LeftOut, TimeChange
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass

if TYPE_CHECKING:
    from clinic_desktop.domain.booking import Appointment

LONGEST_WAY = 24 * 60
"""Minutes; nobody is on the way for longer."""


@dataclass(frozen=True, slots=True)
class Branch:
    """One site of the clinic; all keep the clinic's time."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class Travel:
    """How many minutes the way between two sites takes, either way."""

    first: Branch
    second: Branch
    minutes: int


@dataclass(frozen=True, slots=True)
class TravelSet:
    """The answer to ``SetTravel``, and what it did to blocks and visits."""

    travel: Travel
    blocks_added: int
    blocks_removed: int
    affected: tuple[Appointment, ...]
    left_out: tuple[LeftOut, ...] = ()
    blocks_elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AddSite(Command[Branch]):
    """Add a site; refused ``site_exists``, and ``other_zone`` if it is to keep another time."""

    name: str
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSite(Command[Branch]):
    """Call a site otherwise; refused ``unknown_site``, ``site_exists``."""

    site_id: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetTravel(TimeChange[TravelSet]):
    """Say how long the way between two sites takes: so long nobody is offered at the second.

    Refused ``unknown_site``.
    """

    first_id: int
    second_id: int
    minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Branches(Query[tuple[Branch, ...]]):
    """All sites, the first one first."""


@dataclass(frozen=True, slots=True)
class SitesSeen:
    """All sites, and at which one a doctor's or room's hours are where none is named."""

    all: tuple[Branch, ...]
    own: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesFor(Query[SitesSeen]):
    """All sites, as somebody sees them who gives a doctor or room hours."""

    doctor_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SitesOfBlocks(Query[tuple[tuple[int, int], ...]]):
    """The ids of blocks that overlap a span, of some (None: all), each with that of its site.

    It is that of the hours that laid it; of a block that no hours want, its doctor's own.
    """

    span: TimeSpan
    doctor_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Travels(Query[tuple[Travel, ...]]):
    """All ways between sites that take time."""
