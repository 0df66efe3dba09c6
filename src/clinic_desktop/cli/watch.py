"""``clinic watch``: a JSON line for every commit by anyone, from the next one on."""

from __future__ import annotations

import queue
import sys
import time

from clinic_desktop.cli import documents
from clinic_desktop.cli.parser import Words
from clinic_desktop.cli.run import carried_out
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain.changes import Committed, ConnectionChanged, News
from clinic_desktop.domain.office import Office
from clinic_desktop.settings import Settings

_POLL_MS = 20
_SLICE_SECONDS = 1.0
"""Waiting in slices lets Ctrl+C through on systems whose locks can't be interrupted."""


def watch(settings: Settings, words: Words, *, as_json: bool) -> int:
    """Print commits until the count or the time is reached."""

    def opening() -> Office:
        from clinic_desktop import compose

        return compose.open_office(settings, feed=True, poll_ms=_POLL_MS)

    session = Session(opening, settings.file, of_station=True)
    try:
        outcome = carried_out("watch", settings, session, lambda: _watch(session, words))
        return outcome.show(as_json=as_json) if outcome.failed else outcome.code
    finally:
        session.close()


def _watch(session: Session, words: Words) -> Answer:
    """Listen, say so, and print what comes."""
    news: queue.SimpleQueue[News] = queue.SimpleQueue()
    zone = session.zone
    timeout = words["timeout"]
    deadline = None if timeout is None else time.monotonic() + timeout
    missing: int | None = words["count"]
    leave = session.office.subscribe(news.put)
    print(f"Watching {session.office.place}; Ctrl+C ends it.", file=sys.stderr, flush=True)
    try:
        while missing != 0:
            left = _SLICE_SECONDS if deadline is None else deadline - time.monotonic()
            if left <= 0:
                break
            try:
                one = news.get(timeout=min(left, _SLICE_SECONDS))
            except queue.Empty:
                continue
            if not isinstance(one, Committed):
                _remark(one)
                continue
            for changes in one.changes[:missing]:
                print(documents.written(documents.changes(changes, zone)), flush=True)
                missing = None if missing is None else missing - 1
    finally:
        leave()
    return Answer({}, lambda: "")


def _remark(news: News) -> None:
    """Tell on stderr what is no commit."""
    if isinstance(news, ConnectionChanged):
        told = "The database is there again." if news.online else news.message
    else:
        told = "The database was changed by hand, past the program."
    print(told, file=sys.stderr, flush=True)
