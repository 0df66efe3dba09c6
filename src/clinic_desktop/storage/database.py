"""Reading and writing in transactions: nothing else begins, commits or rolls back.

A command returned means committed and durable; a command raised means nothing changed. A read is
one short transaction that has ended before its answer leaves, and its answer carries the journal
sequence of its own snapshot.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import logging
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, Executable, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from clinic_desktop.domain.changes import Changes
from clinic_desktop.domain.office import Command, Done, Seen
from clinic_desktop.domain.refusals import Reason, Refusal, Unavailable
from clinic_desktop.domain.rights import Action, allowed
from clinic_desktop.domain.time import Clock, system_clock
from clinic_desktop.storage import faults, journal, messages, schema, texts
from clinic_desktop.storage.anchor import AnchorFile
from clinic_desktop.storage.engines import Access, make_engine, url_of
from clinic_desktop.storage.files import tick
from clinic_desktop.storage.lanes import Link, being_closed
from clinic_desktop.storage.opened import Opened
from clinic_desktop.storage.tables import user, user_right

T = TypeVar("T")
log = logging.getLogger(__name__)

USUAL_PORT = "5432"
ATTEMPTS = 4
"""How often a write is tried when the engine says that trying again may do."""


class Read:
    """A snapshot of the database during one question."""

    def __init__(self, connection: Connection, now: dt.datetime, sequence: int) -> None:
        """Hold the connection, the instant of asking (UTC) and the snapshot's sequence."""
        self.connection = connection
        self.now = now
        self.sequence = sequence

    @property
    def dialect(self) -> str:
        """The engine: ``sqlite`` or ``postgresql``."""
        return self.connection.dialect.name

    @property
    def file(self) -> Path | None:
        """The SQLite file, or None on a server."""
        return Path(self.connection.engine.url.database or "") if self.dialect == "sqlite" else None

    def rows(self, text: str, values: texts.Values) -> list[tuple[Any, ...]]:
        """Answer the rows of SQL that is written for both engines, as the driver has them."""
        sql, parameters = texts.written(text, self.dialect, values)
        return messages.fetch(self.connection, messages.send(self.connection, sql, parameters), sql)

    def plain(self, statement: Executable, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
        """Answer rows as the driver has them: for many rows whose columns need no conversion."""
        with self.connection.execute(statement, parameters) as result:
            return messages.fetch(self.connection, result.cursor, str(statement))


class Transaction(Read):
    """A command being carried out: it writes, and says what it touched, before and after."""

    def __init__(self, connection: Connection, database: Database, command: Command[Any]) -> None:
        """Begin the record of the command."""
        super().__init__(connection, database.clock(), 0)
        self.command = command
        self.actor = database.actor
        self.station = database.station
        self.run = database.run
        self.entry = journal.Entry()
        self._rights: frozenset[str] | None = None

    def require(self, action: Action, doctor_id: int | None = None) -> None:
        """Refuse what the actor may not do.

        Raises:
            Refusal: ``not_allowed``.

        """
        if not self.may(action, doctor_id):
            raise Refusal(self._not_allowed(action))

    def _not_allowed(self, action: Action) -> Reason:
        """Say that the actor may not do something, and who may."""
        others = list(self.connection.execute(_WHO_MAY, {"right": action.value}).scalars())
        known = f"Who may: {', '.join(others)}. " if others else ""
        message = (
            f"{self.actor} has no right to “{action}”. {known}"
            f"Someone with access can grant it: clinic user allow {self.actor} {action}"
        )
        facts = {"actor": self.actor, "action": action.value, "allowed": others}
        return Reason("not_allowed", message, facts)

    def may(self, action: Action, doctor_id: int | None = None) -> bool:
        """Tell whether the actor may do this; most actions need no grant, and so no look-up."""
        if allowed(frozenset(), action, doctor_id):
            return True
        if self._rights is None:
            self._rights = rights_of(self, self.actor)
        return allowed(self._rights, action, doctor_id)

    @contextlib.contextmanager
    def tried(self) -> Iterator[None]:
        """Let what is done inside be undone behind it: for a preview, by the same words and locks.

        So what is shown is what would come of it.
        """
        attempt = self.connection.begin_nested()
        try:
            yield
        finally:
            attempt.rollback()
            self.entry = journal.Entry()

    def actor_id(self) -> int:
        """Answer the actor's user id, making the user at the first command."""
        found = self.connection.execute(_USER, {"actor": self.actor}).scalar()
        if found is None:
            added = self.connection.execute(user.insert().values(name=self.actor))
            found = added.inserted_primary_key[0] if added.inserted_primary_key else 0
        return int(found)


_USER = select(user.c.id).where(user.c.name == text(":actor"))
_RIGHTS = (select(user_right.c.name).join(user, user.c.id == user_right.c.user_id)).where(
    user.c.name == text(":actor")
)


_WHO_MAY = (
    select(user.c.name)
    .join(user_right, user.c.id == user_right.c.user_id)
    .where(user_right.c.name == text(":right"))
    .order_by(user.c.name)
)


def rights_of(read: Read, actor: str) -> frozenset[str]:
    """Answer the rights that were granted to a user."""
    return frozenset(read.connection.execute(_RIGHTS, {"actor": actor}).scalars())


class Database:
    """One clinic's database: a lane's way to read and to write it."""

    def __init__(
        self,
        place: str,
        *,
        actor: str,
        station: str,
        clock: Clock = system_clock,
        run: UUID | None = None,
        access: Access = "write",
        state_folder: Path | None = None,
    ) -> None:
        """Name the place (a file path or ``postgresql://`` URL); nothing is opened yet.

        In ``state_folder``, if given, the last journal row seen is remembered at closing.

        Raises:
            Unavailable: ``bad_database``, it is neither.

        """
        self.url = url_of(place)
        self.actor = actor
        self.station = station
        self.clock = clock
        self.run = run or uuid4()
        self.engine = make_engine(self.url, access)
        self.file = Path(self.url.database or "") if self.dialect == "sqlite" else None
        """The SQLite file, or None on a server."""
        self.reader = Link(self.engine)
        self.writer = Link(self.engine.execution_options(write=True))
        self.opened = Opened(self.place, self.file)
        # Two clinics of one host must never be taken for one.
        key = self.place if self.file is not None else f"{self.url.username or ''}@{self.place}"
        self.anchor = AnchorFile(state_folder, key) if state_folder else None

    @property
    def dialect(self) -> str:
        """The engine: ``sqlite`` or ``postgresql``."""
        return self.engine.dialect.name

    @property
    def place(self) -> str:
        """The database as people name it, without a password."""
        if self.file is not None:
            return str(self.file)
        host = self.url.host or self.url.query.get("host", "localhost")
        port = str(self.url.port or self.url.query.get("port", USUAL_PORT))
        return f"{self.url.database} on {host}" + (f":{port}" if port != USUAL_PORT else "")

    def read(self, work: Callable[[Read], T]) -> Seen[T]:
        """Answer a question from one snapshot.

        Raises:
            Unavailable: the database could not be read; nothing was changed.

        """
        try:
            with faults.told(self.place):
                try:
                    return self._read(work)
                except OperationalError as error:
                    if not faults.is_lost(error):
                        raise
                    # The connection died while nobody used it; a fresh one may do.
                    return self._read(work)
        except Unavailable as error:
            if self.reader.is_ending:
                raise being_closed() from error
            raise

    def _read(self, work: Callable[[Read], T]) -> Seen[T]:
        """Read once; a connection that failed is not used again."""
        connection = self.reader.connection()
        try:
            begun, last = messages.begin(connection, texts.LAST_SEQUENCE)
            with begun:
                sequence = last or 0
                seen = Seen(work(Read(connection, self.clock(), sequence)), sequence)
                # There is nothing to commit, and on a damaged file not even that works. But at a
                # rollback the driver forgets the statements that a server has prepared.
                (begun.commit if self.file is None else begun.rollback)()
                return seen
        except OperationalError:
            self.reader.drop()
            raise

    def read_behind(self, work: Callable[[Read], T]) -> Seen[T]:
        """Answer a question from one snapshot of the file, in the write lane, behind a commit.

        The writer's connection knows the file as the commit left it; any other would read anew
        what it has changed. The work reads by ``rows`` alone: for anything else SQLAlchemy would
        begin to write, inside of this.

        Raises:
            Unavailable: the file could not be read; what was committed stays so.

        """
        with faults.told(self.place):
            connection = self.writer.connection()
            try:
                messages.send(connection, "BEGIN", None)
                sequence = messages.ask(connection, texts.LAST_SEQUENCE) or 0
                answer = work(Read(connection, self.clock(), sequence))
                messages.send(connection, "ROLLBACK", None)
            except BaseException:
                # Whatever state it is in: the next command opens another.
                self.writer.drop()
                raise
            return Seen(answer, sequence)

    def write(self, command: Command[Any], work: Callable[[Transaction], T]) -> Done[T]:
        """Carry out a command in one transaction, with its journal row, and commit it.

        A constraint that refuses what the pre-check let pass (someone else was faster) has the
        work done again in a fresh transaction, whose pre-check then says why.

        Raises:
            Refusal, Misuse, Unavailable: nothing was changed.

        """
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._attempt(command, work)
            except Refusal:
                # What a command did may be the very thing that refuses it when it comes again.
                self._refuse_repetition(command)
                raise
            except IntegrityError as error:
                if journal.is_repetition(error):
                    self._refuse_repetition(command)
                if attempt == ATTEMPTS:
                    raise
            except DBAPIError as error:
                # Lost before its COMMIT: nothing was changed, and a fresh connection may do.
                again = faults.worth_retrying(error) or (attempt == 1 and faults.is_lost(error))
                if attempt == ATTEMPTS or not again:
                    raise faults.unavailable(error, self.place) from error
        raise AssertionError  # pragma: no cover - the last attempt returned or raised

    def _attempt(self, command: Command[Any], work: Callable[[Transaction], T]) -> Done[T]:
        """Try the command once."""
        self.opened.check_file(self.opened.identity)
        with faults.told(self.place, only=OperationalError, when=faults.is_lost):
            connection = self.writer.connection()
        begun, mark = messages.begin(connection, schema.MARK[self.dialect])
        try:
            self.opened.check_schema(connection, mark)
            transaction = Transaction(connection, self, command)
            answer = work(transaction)
            changes = journal.append(transaction) if transaction.entry.changed else None
        except BaseException:
            self._roll_back(begun)
            raise
        try:
            begun.commit()
        except DBAPIError as error:
            # SQLAlchemy takes the transaction for ended; SQLite keeps it, and its lock.
            self.writer.drop()
            if not faults.is_lost(error):
                raise
            self._was_committed(command, error)
        self._tell(changes)
        return Done(answer, changes)

    def _roll_back(self, begun: Any) -> None:  # noqa: ANN401 - SQLAlchemy's RootTransaction
        """End a failed transaction; a broken connection is dropped, which rolls back as well."""
        try:
            begun.rollback()
        except DBAPIError:
            self.writer.drop()

    def _was_committed(self, command: Command[Any], error: DBAPIError) -> None:
        """After a connection lost at COMMIT: return if the journal has the command.

        The lost transaction may still be open on the server, its COMMIT on the way. It holds the
        journal's lock until it has ended, so only whoever got that lock can tell.

        Raises:
            Unavailable: it was not committed, or nobody can tell yet.

        """
        try:
            connection = self.writer.connection()
            with connection.begin():
                journal.lock(connection)
                found = journal.sequence_of(connection, command.command_id)
        except DBAPIError as again:
            self.writer.drop()
            message = (
                f"The connection to {self.place} was lost while saving. Whether the change was "
                "saved is not known yet. Try again when the database is back: the same wish is "
                "never carried out twice."
            )
            raise Unavailable("outcome_unknown", message) from again
        if found is None:
            raise faults.unavailable(error, self.place) from error

    def _refuse_repetition(self, command: Command[Any]) -> None:
        """Refuse a command that the journal already has.

        Raises:
            Refusal: ``already_done``.
            Unavailable: nobody can tell; nothing was changed.

        """
        with faults.told(self.place):
            connection = self.writer.connection()
            with connection.begin():
                sequence = journal.sequence_of(connection, command.command_id)
        if sequence is not None:
            message = f"This was already carried out, as change {sequence}; nothing was done twice."
            raise Refusal(Reason("already_done", message, {"sequence": sequence}))

    def _tell(self, changes: Changes | None) -> None:
        """Tick the file beside a SQLite database, so that open windows look at once."""
        if changes is None or self.file is None:
            return
        try:
            tick(self.file)
        except OSError as error:
            # The change is saved and others poll: a tick that fails only makes them see it later.
            log.warning("tick failed: %s", error.strerror)

    def close(self) -> None:
        """Remember the journal's end, and close both connections; repeatable."""
        if self.anchor is not None:
            self.anchor.keep(self.writer if self.reader.opened is None else self.reader)
        self.reader.drop()
        self.writer.drop()
        self.engine.dispose()


@contextlib.contextmanager
def plain_transaction(engine: Engine) -> Iterator[Connection]:
    """Run statements that no command stands for (creating, upgrading), committed at the end."""
    with engine.execution_options(write=True).begin() as connection:
        yield connection
