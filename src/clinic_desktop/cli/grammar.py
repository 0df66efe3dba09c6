"""What a command and an argument are, and the readers that turn an argument's text into a value."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a command; ``read`` turns its text into a value or raises ``ValueError``.

    ``name`` is written with underscores, as in a batch line; on the command line an option has
    dashes. ``also`` is a second name that a batch line may use.
    """

    name: str
    help: str
    read: Callable[[str], object]
    metavar: str
    positional: bool = False
    required: bool = False
    many: bool = False
    flag: bool = False
    default: object = None
    also: str = ""

    @property
    def shown(self) -> str:
        """The argument as a person writes it."""
        return self.metavar if self.positional else "--" + self.name.replace("_", "-")


@dataclass(frozen=True, slots=True)
class Entry:
    """One command of the program; ``live`` ones can't be a line of a batch."""

    name: str
    help: str
    arguments: tuple[Argument, ...] = ()
    examples: tuple[str, ...] = ()
    more: str = ""
    live: bool = False
    by_name: dict[str, Argument] = field(init=False)

    def __post_init__(self) -> None:
        """Index the arguments by the names that a batch line may use."""
        names = {argument.name: argument for argument in self.arguments}
        names |= {argument.also: argument for argument in self.arguments if argument.also}
        object.__setattr__(self, "by_name", names)


def text(value: str) -> str:
    """Take the text as it stands."""
    return value


def whole(lowest: int) -> Callable[[str], int]:
    """Make a reader of whole numbers from ``lowest`` on."""

    def read(value: str) -> int:
        if re.fullmatch(r"\s*-?[0-9]{1,18}\s*", value) and int(value) >= lowest:
            return int(value)
        message = f"“{value}” is not a whole number from {lowest} on"
        raise ValueError(message)

    return read


def seconds(value: str) -> float:
    """Read a length of time in seconds; fractions are allowed."""
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if math.isfinite(number) and number >= 0:
        return number
    message = f"“{value}” is not a number of seconds"
    raise ValueError(message)


def uuid(value: str) -> UUID:
    """Read a UUID."""
    try:
        return UUID(value.strip())
    except ValueError:
        message = f"“{value}” is not a UUID such as 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11"
        raise ValueError(message) from None


def date(value: str) -> dt.date:
    """Read an ISO 8601 date."""
    try:
        return dt.date.fromisoformat(value.strip())
    except ValueError:
        message = f"“{value}” is not a date such as 2025-11-02"
        raise ValueError(message) from None


def one_of(choices: type[StrEnum] | tuple[StrEnum, ...]) -> Callable[[str], StrEnum]:
    """Make a reader of one of some words."""
    found = {choice.value: choice for choice in choices}

    def read(value: str) -> StrEnum:
        if value in found:
            return found[value]
        message = f"“{value}” is none of {', '.join(found)}"
        raise ValueError(message)

    return read


def words_of(choices: type[StrEnum] | tuple[StrEnum, ...]) -> str:
    """Show the choices the way usage lines do."""
    return "{" + ",".join(choice.value for choice in choices) + "}"


def place(
    name: str, metavar: str, help_: str, read: Callable[[str], object] = text, also: str = "",
    *, required: bool = True,
) -> Argument:  # fmt: skip
    """Make a positional argument."""
    return Argument(name, help_, read, metavar, positional=True, required=required, also=also)


def option(
    name: str,
    metavar: str,
    help_: str,
    read: Callable[[str], object] = text,
    *,
    required: bool = False,
    many: bool = False,
    default: object = None,
) -> Argument:
    """Make an option with a value."""
    return Argument(name, help_, read, metavar, required=required, many=many, default=default)


def flag(name: str, help_: str) -> Argument:
    """Make an option without a value."""
    return Argument(name, help_, text, "", flag=True, default=False)


SITE = option("site", "SITE", "where: a site's id or exact name")
"""At which site of the clinic."""
WITH = option(
    "with",
    "D",
    "another doctor, a room or a device that it holds as long; may be given several times",
    many=True,
)
"""Who and what a visit holds beside its doctor."""
BUSY = flag("even_if_busy", "book although the patient has another appointment at that time")
RESERVED = flag("even_if_reserved", "book although the time is kept for visits of another purpose")
DO_NOT_BOOK = flag(
    "even_if_do_not_book", "book although the patient is marked; it takes the right to"
)
"""What a person may pass who was warned."""
