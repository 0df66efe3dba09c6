"""The one door between those who wish or ask (window, command line) and those who carry out.

A command is a frozen wish that changes something, a query a frozen question that changes nothing.
Both go to an ``Office``, which answers with a future: the caller never waits in its own thread
unless it chooses to.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import field
from typing import Generic, Protocol, TypeVar
from uuid import UUID, uuid4

from clinic_desktop.domain.changes import Changes, News
from clinic_desktop.domain.values import dataclass

A = TypeVar("A")
A_co = TypeVar("A_co", covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Command(Generic[A_co]):
    """A wish whose answer is an ``A``; under one id it is carried out once, never twice."""

    command_id: UUID = field(default_factory=uuid4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Query(Generic[A_co]):
    """A question whose answer is an ``A``."""


@dataclass(frozen=True, slots=True)
class Done(Generic[A_co]):
    """A command's answer after its commit; ``changes`` is None when nothing needed changing."""

    answer: A_co
    changes: Changes | None


@dataclass(frozen=True, slots=True)
class Seen(Generic[A_co]):
    """A query's answer and the journal sequence of the snapshot it was read from."""

    answer: A_co
    sequence: int


@dataclass(frozen=True, slots=True)
class Site:
    """The clinic: its name, its IANA zone, and the schema that its database has."""

    id: int
    name: str
    zone: str
    schema: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TheSite(Query[Site]):
    """Which clinic this is."""


class Office(Protocol):
    """Carries out commands and answers queries, each off the caller's thread.

    A future of ``do`` holds a ``Done`` once the change is committed and durable. It raises
    ``Refusal``, ``Misuse`` or ``Unavailable``, and then nothing changed.
    """

    @property
    def actor(self) -> str:
        """The name under which commands are journalled."""

    @property
    def place(self) -> str:
        """The database as a person names it: a file path, or host and database; no password."""

    def do(self, command: Command[A]) -> Future[Done[A]]:
        """Carry out a command in the write lane."""

    def ask(self, query: Query[A]) -> Future[Seen[A]]:
        """Answer a query in a read lane."""

    def subscribe(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Have every news told, in the feed's thread; call the answer to end it."""

    def wake(self) -> None:
        """Have the feed look for news now."""

    def close(self) -> None:
        """Stop asking, interrupt reads, finish writes, join every thread. Repeatable."""
