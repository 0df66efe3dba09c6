"""Many commands in one run: a JSON object a line in, its answer a line out, after its commit."""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Mapping
from typing import NoReturn

from clinic_desktop.cli import documents
from clinic_desktop.cli.commands import HANDLERS
from clinic_desktop.cli.grammar import Entry
from clinic_desktop.cli.parser import Words, misused, parse_line
from clinic_desktop.cli.run import BUG, ENVIRONMENT, Outcome, bug_found, carried_out, open_session
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.settings import Settings

_ENDING = frozenset(
    {"file_gone", "file_replaced", "database_unreachable", "newer_schema", "corrupt", "closed"}
)
"""Troubles of the surroundings after which no line can succeed: the database is gone."""


def batch(settings: Settings, *, as_json: bool) -> int:
    """Answer every line of standard input; stop early only when the database is gone.

    A fault of the program in a line is that line's answer; the exit code tells of it at the end.
    """
    session = open_session(settings, of_station=False)
    worst = 0
    try:
        opened = carried_out("batch", settings, session, lambda: _open(session))
        if opened.failed:
            return opened.show(as_json=as_json)
        for raw in sys.stdin.buffer:
            session.changes = None
            outcome, answer = _line(settings, session, raw)
            print(answer, flush=True)
            if outcome.code == ENVIRONMENT and outcome.reason in _ENDING:
                return ENVIRONMENT
            if outcome.code == BUG:
                worst = BUG
    finally:
        session.close()
    return worst


def _open(session: Session) -> Answer:
    """Open the office and ask for the clinic, before the first line is read."""
    name = session.site.name
    return Answer({}, lambda: name)


def _line(settings: Settings, session: Session, raw: bytes) -> tuple[Outcome, str]:
    """Carry out one line; answer how it ended, and the line to be printed."""
    read: Mapping[str, object] = {}
    entry: Entry | None = None
    words: Words = {}
    wrong: Exception | None = None
    try:
        read = _object(raw)
        entry, words = parse_line(read)
    except Exception as error:  # noqa: BLE001 - told as this line's answer, whatever it is
        wrong = error

    def act() -> Answer:
        if wrong is not None or entry is None:
            raise wrong or misused("The line names no command.", "clinic batch")
        return HANDLERS[entry.name](session, words)

    name = "batch" if entry is None else entry.name
    outcome = carried_out(name, settings, session, act, None if entry is None else words)
    ref = read.get("ref")
    try:
        return outcome, _written(outcome, ref)
    except Exception as error:  # noqa: BLE001 - the same: an answer that can't be written
        outcome = bug_found(error, settings)
        return outcome, _written(outcome, ref)


def _written(outcome: Outcome, ref: object) -> str:
    ok = not outcome.failed and outcome.code == 0
    return documents.written({**outcome.document, "ok": ok, "ref": ref})


def _object(raw: bytes) -> Mapping[str, object]:
    """Read the JSON object of a line.

    Raises:
        Misuse: the line is none.

    """
    try:
        # A file that an editor saved may begin with a byte order mark.
        found = json.loads(
            raw.decode("utf-8-sig"),
            object_pairs_hook=_pairs,
            parse_constant=_no_constant,
            parse_float=_finite,
        )
    except (ValueError, RecursionError) as error:
        message = f"The line is not one JSON object in UTF-8 ({type(error).__name__})."
        raise misused(message, "clinic batch") from None
    if isinstance(found, dict):
        return found
    message = 'The line must be a JSON object, such as {"command": "doctor list"}.'
    raise misused(message, "clinic batch")


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Make a JSON object, in which no key may stand twice."""
    found = dict(pairs)
    if len(found) < len(pairs):
        message = "a key stands twice"
        raise ValueError(message)
    return found


def _no_constant(name: str) -> NoReturn:
    """Refuse NaN and Infinity, which are no JSON."""
    raise ValueError(name)


def _finite(text: str) -> float:
    """Read a number; one beyond all bounds would be answered as what is no JSON."""
    number = float(text)
    return number if math.isfinite(number) else _no_constant(text)
