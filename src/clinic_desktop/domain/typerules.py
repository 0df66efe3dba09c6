"""Rules between kinds of visit: how long after another, how often, whether it is a first visit.

They are written as people say them: ``7 days after Surgery``, ``once in 365 days`` (or ``once a
year``), ``first visit``. A type may have several; each is asked when a visit of it is booked or
moved, of what its patient had and has.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from enum import StrEnum

from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.time import day_words
from clinic_desktop.domain.values import dataclass

LONGEST = 3650
"""How many days a rule may name."""
_AFTER = r"^(?:at least\s+)?(\d{1,4})\s+days?\s+after\s+(.+)$"
_ONCE = r"^(?:at most\s+)?once\s+(?:(?:in|every)\s+(\d{1,4})\s+days?|a\s+(week|month|year))$"
_FIRST = r"^first\s+visit(?:\s+only)?$"
_PERIODS = {"week": 7, "month": 30, "year": 365}
_EXAMPLES = "Write “7 days after Surgery”, “once a year”, “once in 90 days” or “first visit”."


class Kind(StrEnum):
    """What a rule asks."""

    AFTER = "after"
    ONCE = "once"
    FIRST = "first"


@dataclass(frozen=True, slots=True)
class TypeRule:
    """One rule of a type: so many ``days`` after a visit of ``type_id``, or between two of its own.

    A first visit is of somebody who had none before and has none.
    """

    kind: Kind
    days: int = 0
    type_id: int | None = None

    def written(self, names: Mapping[int, str]) -> str:
        """Write it as it is read; ``names`` are those of the types."""
        if self.kind is Kind.AFTER:
            name = names.get(self.type_id or 0, "a type that is gone")
            return f"{self.days} day{'' if self.days == 1 else 's'} after {name}"
        if self.kind is Kind.ONCE:
            return f"once in {self.days} day{'' if self.days == 1 else 's'}"
        return "first visit"


def read_rule(text: str, names: Mapping[int, str]) -> TypeRule:
    """Read a rule; a type goes by its exact name, whatever its case.

    Raises:
        Misuse: ``bad_rule``.
        Refusal: ``unknown_type``.

    """
    told = " ".join(text.split())
    if re.match(_FIRST, told, re.IGNORECASE):
        return TypeRule(Kind.FIRST)
    once = re.match(_ONCE, told, re.IGNORECASE)
    after = re.match(_AFTER, told, re.IGNORECASE)
    if once is not None:
        return TypeRule(Kind.ONCE, _days(int(once[1]) if once[1] else _PERIODS[once[2].lower()]))
    if after is None:
        message = f"“{text}” was not understood as a rule of a visit type. {_EXAMPLES}"
        raise Misuse("bad_rule", message, {"text": text})
    named = after[2].casefold()
    found = [number for number, name in names.items() if name.casefold() == named]
    if not found:
        message = f"There is no visit type “{after[2]}”, after which another could come."
        raise Refusal(Reason("unknown_type", message, {"type": after[2]}))
    return TypeRule(Kind.AFTER, _days(int(after[1])), found[0])


def _days(days: int) -> int:
    if 1 <= days <= LONGEST:
        return days
    message = f"A rule of a visit type names 1 to {LONGEST} days."
    raise Misuse("bad_rule", message, {"days": days})


@dataclass(frozen=True, slots=True)
class Had:
    """A visit that a patient had or has: of which type, on which local day."""

    type_id: int | None
    day: dt.date


@dataclass(frozen=True, slots=True)
class Against:
    """A rule that speaks against a day; ``since`` is the first day that it lets through, if any."""

    code: str
    message: str
    since: dt.date | None = None


def against(
    rule: TypeRule, type_id: int, names: Mapping[int, str], had: tuple[Had, ...], day: dt.date
) -> Against | None:
    """Tell whether a rule speaks against a visit of a type on a local day, and from when on not.

    ``names`` are those of all types.
    """
    ask = {Kind.FIRST: _first, Kind.ONCE: _once, Kind.AFTER: _after}[rule.kind]
    return ask(rule, type_id, names, had, day)


def _first(
    _rule: TypeRule, type_id: int, names: Mapping[int, str], had: tuple[Had, ...], day: dt.date
) -> Against | None:
    earlier = [one.day for one in had if one.day <= day]
    if not earlier:
        return None
    name = names[type_id]
    message = f"{name} is for a first visit, and there was one on {day_words(min(earlier))}."
    return Against("not_first", message)


def _once(
    rule: TypeRule, type_id: int, names: Mapping[int, str], had: tuple[Had, ...], day: dt.date
) -> Against | None:
    own = [one.day for one in had if one.type_id == type_id]
    near = [one for one in own if abs((one - day).days) < rule.days]
    if not near:
        return None
    since = max(near) + dt.timedelta(days=rule.days)
    message = (
        f"{names[type_id]} is at most {rule.written(names)}, and there is one on "
        f"{day_words(max(near))}: the next from {day_words(since)} on."
    )
    return Against("too_often", message, since)


def _after(
    rule: TypeRule, type_id: int, names: Mapping[int, str], had: tuple[Had, ...], day: dt.date
) -> Against | None:
    before = [one.day for one in had if one.type_id == rule.type_id and one.day <= day]
    comes = f"{names[type_id]} comes at least {rule.written(names)}"
    if not before:
        other = names.get(rule.type_id or 0, "visit of that type")
        return Against("nothing_before", f"{comes}: there is no {other} before it.")
    since = max(before) + dt.timedelta(days=rule.days)
    if since <= day:
        return None
    last = day_words(max(before))
    return Against(
        "too_soon_after", f"{comes}, and that is on {last}: from {day_words(since)} on.", since
    )
