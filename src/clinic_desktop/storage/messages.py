"""Fewer messages to the server: several statements in one, the first question along with BEGIN.

On a network every message to a PostgreSQL server costs more than the statement that it carries.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, RootTransaction

_QUESTION, _ANSWER = "first question", "first answer"


def begin(connection: Connection, question: str) -> tuple[RootTransaction, Any]:
    """Begin a transaction and ask it something: SQL without parameters, answered by one value."""
    connection.info[_QUESTION] = question
    begun = connection.begin()
    return begun, connection.info.pop(_ANSWER)


def send_begin(connection: Connection, statement: str) -> None:
    """Send BEGIN, with the question of ``begin`` if there is one; for the engine's begin event."""
    question = connection.info.pop(_QUESTION, None)
    if question is None:
        connection.exec_driver_sql(statement)
    elif connection.dialect.name == "sqlite":
        connection.exec_driver_sql(statement)
        connection.info[_ANSWER] = connection.exec_driver_sql(question).scalar()
    else:
        connection.info[_ANSWER] = ask(connection, f"{statement}; {question}")


def ask(connection: Connection, statements: str) -> Any:  # noqa: ANN401 - any one value
    """Send several statements, parted by ``;``, in one message; answer the last one's one value."""
    return connection.exec_driver_sql(
        statements, execution_options={"no_parameters": True}
    ).scalar()


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
