"""``clinic``, telling each step of its writing transactions on stderr by a letter.

B begun, s one statement further, C about to commit, R about to roll back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

from sqlalchemy import Connection, Engine, event

from clinic_desktop import cli


def main(words: Sequence[str]) -> int:
    """Do what the command does."""
    for name, letter, anyway in (
        ("begin", "B", False),
        ("after_cursor_execute", "s", False),
        ("commit", "C", True),
        ("rollback", "R", True),
    ):
        event.listen(Engine, name, _telling(letter, anyway=anyway))
    return cli.main(words)


def _telling(letter: str, *, anyway: bool) -> Callable[..., None]:
    def tell(connection: Connection, *_: object) -> None:
        if anyway or connection.get_execution_options().get("write"):
            sys.stderr.write(letter)
            sys.stderr.flush()

    return tell
