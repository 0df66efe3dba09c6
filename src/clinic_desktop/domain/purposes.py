"""What hours may be kept for: urgent visits, new patients, lunch; and when they are let go."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable

from clinic_desktop.domain.availability import WeeklyHours
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.refusals import Mistakes, Misuse, Reason, Refusal
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


def called(name: str) -> str:
    """Answer a purpose's name as it is compared: whatever its case, and however a mark is typed."""
    return unicodedata.normalize("NFC", name).casefold()


def purpose_named(known: Iterable[Purpose], text: str) -> Purpose:
    """Answer the purpose of a name, whatever its case.

    Raises:
        Refusal: ``unknown_purpose``.

    """
    wanted = text.strip()
    names = {called(one.name): one for one in known}
    if found := names.get(called(wanted)):
        return found
    message = f"There is no purpose “{wanted}”. " + (
        f"Known are: {', '.join(one.name for one in names.values())}."
        if names
        else "Add it first, with: clinic purpose add"
    )
    raise Refusal(Reason("unknown_purpose", message, {"purpose": wanted}))


def check_purpose(name: str, release_hours: int | None, *, bookable: bool) -> None:
    """Refuse what no purpose can be, all at once.

    Raises:
        Misuse: ``bad_name``: hours could not be read with it; ``bad_length``.

    """
    mistakes = Mistakes()
    if name and not _is_readable(name):
        message = (
            f"“{name}” can't name a purpose: hours could not be read with it. Use plain words."
        )
        mistakes.add("bad_name", message, {"text": name})
    mistakes.told_by(check_release, release_hours)
    if not bookable and release_hours is not None:
        message = "What nobody is ever booked for is not let go: leave out when."
        mistakes.add("bad_length", message, {"release": release_hours})
    mistakes.refuse()


def check_release(hours: int | None) -> None:
    """Refuse a time before its start at which no block is let go.

    Raises:
        Misuse: ``bad_length``.

    """
    if hours is not None and not 0 <= hours <= LONGEST_RELEASE:
        message = "Blocks are let go 0 hours to a year before their start."
        raise Misuse("bad_length", message, {"release": hours})


def _is_readable(name: str) -> bool:
    """Tell whether hours for that purpose are read as they are written."""
    try:
        hours = WeeklyHours.parse(f"Mon 9-10 for {name}")
    except Misuse:
        return False
    return hours.purposes == {name} and all(turn.every == 1 for turn in hours.turns)


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
