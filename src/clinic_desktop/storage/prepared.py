"""Statements of the busiest paths: compiled once, then handed to the driver without detours.

SQLAlchemy builds them and turns parameters and answers; but its own work a call costs more than
what the database does with one row.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import BindParameter, Connection, Dialect, literal_column
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.selectable import Select

from clinic_desktop.storage import messages

Statement = Select[Any] | UpdateBase
Values = Mapping[str, Any]
Turn = Callable[[Any], Any]


class Prepared:
    """One statement; its rows are named tuples, its parameters are given by their names."""

    def __init__(self, statement: Statement, *columns: str) -> None:
        """Keep the statement; ``columns`` are those that an insert writes, if not all."""
        self._statement = statement
        self._columns = list(columns) or None
        self._compiled: dict[str, _Compiled] = {}

    def rows(self, connection: Connection, values: Values) -> list[Any]:
        """Send it, and answer its rows.

        Raises:
            DBAPIError: SQLAlchemy's, as from any other statement.

        """
        compiled, cursor = self._send(connection, values)
        if not compiled.answers:
            return []
        return compiled.answer(messages.fetch(connection, cursor, compiled.sql))

    def plain(self, connection: Connection, values: Values) -> list[tuple[Any, ...]]:
        """Send it, and answer its rows as the driver has them: for many, none to be turned."""
        compiled, cursor = self._send(connection, values)
        return messages.fetch(connection, cursor, compiled.sql)

    def row(self, connection: Connection, values: Values) -> Any:  # noqa: ANN401 - a row or None
        """Send it, and answer its first row, or None."""
        found = self.rows(connection, values)
        return found[0] if found else None

    def count(self, connection: Connection, values: Values) -> int:
        """Send it, and answer how many rows it changed."""
        return int(self._send(connection, values)[1].rowcount)

    def _send(self, connection: Connection, values: Values) -> tuple[_Compiled, Any]:
        """Hand it to the driver, compiled for its engine."""
        dialect = connection.dialect
        compiled = self._compiled.get(dialect.name)
        if compiled is None:
            compiled = _Compiled(self._statement, self._columns, dialect)
            self._compiled[dialect.name] = compiled
        return compiled, messages.send(connection, compiled.sql, compiled.parameters(values))


def _spelled_out(statement: Statement) -> Statement:
    """Write the numbers into a statement that are the same in every call.

    A server that hears the limit in each call only plans the statement anew each time, which takes
    longer than running it.
    """

    def written(element: Any, **_: object) -> Any:  # noqa: ANN401 - any part of a statement
        if isinstance(element, BindParameter) and isinstance(element.value, int):
            return literal_column(str(element.value), element.type)
        return None

    # It answers the kind of statement that it was given; only its types do not say so.
    return cast("Statement", visitors.replacement_traverse(statement, {}, written))


class _Compiled:
    """A statement as one engine knows it."""

    def __init__(self, statement: Statement, columns: list[str] | None, dialect: Dialect) -> None:
        """Compile it, and look up once how each of its types is turned."""
        made = _spelled_out(statement).compile(dialect=dialect, column_keys=columns)
        self.sql = str(made)
        binds = {name: bind for bind, name in made.bind_names.items()}
        self._in_order: Sequence[str] | None = made.positiontup
        self._fixed = {name: made.params[name] for name in binds}
        turns = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect)
            for name, bind in binds.items()
        }
        self._turns: list[tuple[str, Turn]] = [(name, turn) for name, turn in turns.items() if turn]
        answered = statement.exported_columns
        self.answers = bool(len(answered))
        names = [str(name) for name in answered.keys()]  # noqa: SIM118 - a collection, no dict
        # Its columns are known only here.
        self._row: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc] # noqa: PYI024
        back = [c.type.dialect_impl(dialect).result_processor(dialect, None) for c in answered]
        self._back: list[tuple[int, Turn]] = [(n, turn) for n, turn in enumerate(back) if turn]

    def parameters(self, values: Values) -> Any:  # noqa: ANN401 - as the driver takes them
        """Turn the values into what the driver takes; what is not named keeps what it was."""
        every = {**self._fixed, **values}
        for name, turn in self._turns:
            every[name] = turn(every[name])
        return [every[name] for name in self._in_order] if self._in_order else every

    def answer(self, rows: Sequence[Sequence[Any]]) -> list[Any]:
        """Turn the driver's rows into named tuples of the program's values."""
        answered = []
        for row in rows:
            cells = list(row)
            for position, turn in self._back:
                cells[position] = turn(cells[position])
            answered.append(self._row._make(cells))
        return answered
