"""What the checks find: problems with their counts, and how much was looked at."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Callable

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from clinic_desktop.domain.booking import Problem, Verified
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.storage import faults
from clinic_desktop.storage.database import Read

MOST = 20
"""How many problems of one kind are told one by one; the rest is counted."""


class Findings:
    """Gathers problems and counts while the checks run."""

    def __init__(self) -> None:
        """Begin with nothing found."""
        self._problems: list[Problem] = []
        self._found: Counter[str] = Counter()
        self._checked: Counter[str] = Counter()

    def add(self, code: str, message: str, **facts: object) -> None:
        """Tell a problem."""
        self._found[code] += 1
        if self._found[code] <= MOST:
            self._problems.append(Problem(code, message, facts))

    def count(self, name: str, number: int = 1) -> None:
        """Say that so many things were looked at."""
        self._checked[name] += number

    def during(self, read: Read, check: Check) -> None:
        """Run a check; what it can't even read is a problem too, and the next ones still run."""
        try:
            with read.connection.begin_nested():
                check(read, self)
        except DBAPIError as error:
            if faults.is_lost(error) or _interrupted(error):
                raise
            self.add("unreadable", f"A part of the database can't be read: {_first_line(error)}.")
        except (ValueError, TypeError, Misuse, SQLAlchemyError) as error:
            message = f"A value in the database can't be understood ({type(error).__name__})."
            self.add("unreadable", message)

    def verified(self) -> Verified:
        """Answer all that was found."""
        more = [
            Problem(code, f"There are {number - MOST} more of these.", {"more": number - MOST})
            for code, number in self._found.items()
            if number > MOST
        ]
        return Verified((*self._problems, *more), dict(self._checked))


Check = Callable[[Read, Findings], None]
"""One question to the database, whose answers it adds to the findings."""


def _interrupted(error: DBAPIError) -> bool:
    """Tell whether the program is being closed while it reads."""
    number = getattr(error.orig, "sqlite_errorcode", None)
    return number == sqlite3.SQLITE_INTERRUPT or faults.sqlstate(error) == "57014"


def _first_line(error: DBAPIError) -> str:
    """Answer what the driver said, without the statement and its parameters."""
    return str(error.orig).partition("\n")[0]
