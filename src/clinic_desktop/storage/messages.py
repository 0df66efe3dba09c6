"""What is handed to the driver past SQLAlchemy: several statements in one message, compiled ones.

On a network every message to a PostgreSQL server costs more than the statement that it carries; and
of one row's statement, SQLAlchemy's own work takes longer than the database's.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RootTransaction
from sqlalchemy.exc import DBAPIError

_CURSORS = "cursors for messages"
_FEW = 100
"""How many rows of an answer may lie in memory longer than they are needed."""
_QUESTION, _ANSWER = "first question", "first answer"


def begin(connection: Connection, question: str) -> tuple[RootTransaction, Any]:
    """Begin a transaction and ask it something: SQL without parameters, answered by one value.

    Raises:
        DBAPIError: SQLAlchemy's, as from any other statement.

    """
    connection.info[_QUESTION] = question
    try:
        begun = connection.begin()
    except BaseException:
        # Whether it began is not known, and nobody would end it, nor what it has locked.
        connection.invalidate()
        raise
    return begun, connection.info.pop(_ANSWER)


def send_begin(connection: Connection, statement: str) -> None:
    """Send BEGIN, with the question of ``begin`` if there is one; for the engine's begin event."""
    question = connection.info.pop(_QUESTION, None)
    if question is None:
        connection.exec_driver_sql(statement)
    elif connection.dialect.name == "sqlite":
        send(connection, statement, None)
        connection.info[_ANSWER] = ask(connection, question)
    else:
        connection.info[_ANSWER] = ask(connection, f"{statement}; {question}")


def ask(connection: Connection, statements: str) -> Any:  # noqa: ANN401 - any one value
    """Send several statements, parted by ``;``, in one message; answer the last one's one value."""
    found = fetch(connection, send(connection, statements, None), statements)
    return found[0][0] if found else None


def send(connection: Connection, sql: str, parameters: Any) -> Any:  # noqa: ANN401 - the driver's
    """Hand a statement to the driver; answer its cursor, whose rows are to be read at once.

    Raises:
        DBAPIError: SQLAlchemy's, as from any other statement; it does not tell the parameters.

    """
    # Each statement has its own: a cursor that gets another one learns its types anew.
    cursors = connection.info.setdefault(_CURSORS, {})
    cursor = cursors.get(sql)
    if cursor is None:
        cursor = cursors[sql] = connection.connection.cursor()
    # Whoever listens to the engine hears of these statements as of any other.
    listeners = connection.engine.dispatch
    for listener in listeners.before_cursor_execute:
        listener(connection, cursor, sql, parameters, None, False)
    try:
        if parameters is None:
            cursor.execute(sql)
        else:
            cursor.execute(sql, parameters)
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, sql, error) from error
    for listener in listeners.after_cursor_execute:
        listener(connection, cursor, sql, parameters, None, False)
    return cursor


def fetch(connection: Connection, cursor: Any, sql: str) -> list[tuple[Any, ...]]:  # noqa: ANN401 - the driver's
    """Read all rows of a statement as the driver has them; a file is read only now.

    Raises:
        DBAPIError: SQLAlchemy's, as from any other statement.

    """
    try:
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    except connection.dialect.loaded_dbapi.Error as error:
        raise _told(connection, sql, error) from error
    if len(rows) > _FEW:
        # A cursor keeps its answer until it is used again.
        connection.info.get(_CURSORS, {}).pop(sql, None)
    return rows


def _told(connection: Connection, sql: str, error: Exception) -> BaseException:
    """Answer SQLAlchemy's error for the driver's; a lost connection is not used again."""
    dialect, driver = connection.dialect, connection.connection.driver_connection
    lost = dialect.is_disconnect(error, driver, None)  # type: ignore[arg-type] # any driver's error
    if lost:
        connection.invalidate(error)
    return DBAPIError.instance(
        sql,
        None,
        error,
        dialect.loaded_dbapi.Error,
        hide_parameters=True,
        connection_invalidated=lost,
        dialect=dialect,
    )


def cursor_class() -> type:
    """Make the cursor of PostgreSQL; its driver is loaded only where a server is used."""
    from psycopg import Cursor

    class SeveralStatements(Cursor[Any]):
        """Knows that several statements in one message can't be prepared; stands at the last."""

        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:  # noqa: ANN401 - psycopg's signature
            if params is not None or ";" not in query:
                return super().execute(query, params, **options)
            super().execute(query, prepare=False)
            while self.nextset():
                pass
            return self

    return SeveralStatements
