"""The office: commands go to the write lane, queries to a read lane, news come from the feed."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from typing import Any, TypeVar

from clinic_desktop.domain.changes import News
from clinic_desktop.domain.office import Command, Done, Query, Seen
from clinic_desktop.domain.refusals import Mistakes, Misuse, Refusal, Unavailable
from clinic_desktop.domain.texts import made_storable, unstorable
from clinic_desktop.scheduling import picture
from clinic_desktop.storage.database import Database, Read, Transaction
from clinic_desktop.storage.feeds import Feed
from clinic_desktop.storage.lanes import Lane, answered

A = TypeVar("A")
log = logging.getLogger(__name__)

CommandHandlers = Mapping[type[Command[Any]], Callable[[Transaction, Any], Any]]
QueryHandlers = Mapping[type[Query[Any]], Callable[[Read, Any], Any]]


class ClinicOffice:
    """Carries out commands and answers queries on one database, by a table of use cases."""

    def __init__(
        self,
        database: Database,
        commands: CommandHandlers,
        queries: QueryHandlers,
        feed: Feed | None = None,
        after: int | None = None,
    ) -> None:
        """Start the lanes; ``feed`` (started by the office) brings the news, None means none.

        It tells what was committed from now on, or after a sequence that is known already.
        """
        self._database = database
        self._commands = commands
        self._queries = queries
        # First what can fail: lanes that were started would have to be ended.
        if feed is not None:
            feed.start(after)
        self._feed = feed
        self._write_lane = Lane("write lane")
        self._read_lane = Lane("read lane")

    @property
    def actor(self) -> str:
        """The name under which commands are journalled."""
        return self._database.actor

    @property
    def place(self) -> str:
        """The database as a person names it."""
        return self._database.place

    def do(self, command: Command[A]) -> Future[Done[A]]:
        """Carry out a command in the write lane."""
        use_case = self._commands[type(command)]
        return self._write_lane.submit(lambda: self._carry_out(command, use_case))

    def _carry_out(self, command: Command[A], use_case: Callable[[Transaction, Any], A]) -> Done[A]:
        """Carry out a command and log one line: ids and outcome, never what a person typed."""
        name, begun = type(command).__name__, time.perf_counter()
        try:
            done = self._database.write(
                command, lambda transaction: _done(transaction, command, use_case)
            )
        except (Refusal, Misuse, Unavailable) as error:
            log.info("%s %s %s %.1f ms", name, command.command_id, error, _since(begun))
            raise
        except BaseException as error:
            log.info(
                "%s %s bug %s %.1f ms",
                name,
                command.command_id,
                type(error).__name__,
                _since(begun),
            )
            raise
        if done.changes is None:
            log.info("%s %s unchanged %.1f ms", name, command.command_id, _since(begun))
        else:
            ids = " ".join(f"{touched.kind}:{touched.id}" for touched in done.changes.touched[:4])
            log.info(
                "%s %s done as %d %s %.1f ms",
                name, command.command_id, done.changes.sequence, ids, _since(begun),
            )  # fmt: skip
        return done

    def ask(self, query: Query[A]) -> Future[Seen[A]]:
        """Answer a query in the read lane.

        Who asks for a part of the window's picture in the write lane, being told there of a commit,
        is answered there and at once, if the database is a file: its pages are at hand, and nobody
        has to be woken.
        """
        use_case: Callable[[Read, Query[A]], A] = self._queries[type(query)]

        def work(read: Read) -> A:
            for misuse in unstorable(query):
                raise misuse
            return use_case(read, query)

        at_hand = self._database.file is not None and type(query) in picture.ANSWERS
        if at_hand and self._write_lane.is_here:
            return answered(lambda: self._database.read_behind(work))
        return self._read_lane.submit(lambda: self._database.read(work))

    def subscribe(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Have every news told, in the feed's thread; call the answer to end it."""
        return self._feed.subscribe(listener) if self._feed else lambda: None

    def wake(self) -> None:
        """Have the feed look for news now."""
        if self._feed:
            self._feed.wake()

    def close(self) -> None:
        """Stop asking, interrupt reads, finish writes, join every thread. Repeatable."""
        if self._feed:
            self._feed.close()
        self._read_lane.close(stop=self._database.reader.interrupt)
        self._write_lane.close()
        self._database.close()


def _done(
    transaction: Transaction, command: Command[A], use_case: Callable[[Transaction, Any], A]
) -> A:
    """Carry a command out; a text that can't be stored is told with all else that is wrong.

    Raises:
        Misuse: ``bad_text``, and what the use case would have said of the rest.

    """
    wrong = Mistakes()
    for misuse in unstorable(command):
        wrong.keep(misuse)
    if wrong:
        wrong.told_by(use_case, transaction, made_storable(command))
        wrong.refuse()
    return use_case(transaction, command)


def _since(begun: float) -> float:
    """Answer the milliseconds since a reading of the performance counter."""
    return (time.perf_counter() - begun) * 1000
