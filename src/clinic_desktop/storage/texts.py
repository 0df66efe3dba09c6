"""SQL that is written once for both engines and handed to their drivers as it stands.

Nothing here knows SQLAlchemy: what a window shows first is read before that is loaded.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Protocol

LAST_SEQUENCE = "SELECT max(sequence) FROM journal"

Values = Mapping[str, Any]
Lists = tuple[tuple[str, int], ...]


class Snapshot(Protocol):
    """The database during one question, as far as such SQL needs it."""

    now: dt.datetime
    sequence: int

    def rows(self, text: str, values: Values) -> list[tuple[Any, ...]]:
        """Answer the rows of such SQL, as the driver has them."""


def written(text: str, dialect: str, values: Values) -> tuple[str, Values | None]:
    """Answer the SQL and the parameters as an engine's driver takes them.

    A ``:name`` is a value, or as many as its tuple has. ``INDEXED BY`` is for SQLite alone.
    """
    lists = {name: value for name, value in values.items() if isinstance(value, tuple)}
    sql = _written(text, dialect, tuple((name, len(value)) for name, value in lists.items()))
    if not values:
        return sql, None
    each = {f"{name}_{n}": one for name, value in lists.items() for n, one in enumerate(value)}
    return sql, {**{name: values[name] for name in values if name not in lists}, **each}


@lru_cache(maxsize=1000)
def _written(text: str, dialect: str, lists: Lists) -> str:
    for name, count in lists:
        every = ", ".join(f":{name}_{n}" for n in range(count)) or "NULL"
        text = re.sub(rf":{name}\b", f"({every})", text)
    if dialect == "postgresql":
        text = re.sub(r" INDEXED BY \w+", "", text)
        text = re.sub(r":(\w+)", r"%(\1)s", text)
    return text
