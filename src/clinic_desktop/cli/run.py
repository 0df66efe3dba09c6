"""One command from the office's opening to its exit code, with every way that it can fail."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from clinic_desktop.cli import documents, tables
from clinic_desktop.cli.commands import HANDLERS
from clinic_desktop.cli.documents import Document
from clinic_desktop.cli.log import close_log, log_bug, log_command, log_path, open_log
from clinic_desktop.cli.parser import Misread, Typed, Words
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.cli.vocabulary import ENTRIES
from clinic_desktop.domain.office import Office
from clinic_desktop.domain.refusals import Misuse, Refusal, Unavailable
from clinic_desktop.settings import Settings, machine_zone

REFUSED, MISUSED, ENVIRONMENT, BUG = 1, 2, 3, 70


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a command ended: an answer, or a failure whose text belongs on stderr."""

    document: Document
    text: Callable[[], str]
    code: int
    failed: bool = False
    reason: str = "done"

    def show(self, *, as_json: bool) -> int:
        """Print it and answer the exit code."""
        if as_json:
            print(documents.written(self.document))
        else:
            print(self.text(), file=sys.stderr if self.failed else sys.stdout)
        return self.code


def run(typed: Typed) -> int:
    """Carry a command out, print its answer or what went wrong, and answer the exit code."""
    try:
        settings = Settings.load(typed.database)
    except Misuse as error:
        return report(error, as_json=typed.json)
    open_log(settings.log_folder)
    try:
        if typed.entry.name == "batch":
            from clinic_desktop.cli.batch import batch

            return batch(settings, as_json=typed.json)
        if typed.entry.name == "watch":
            from clinic_desktop.cli.watch import watch

            return watch(settings, typed.words, as_json=typed.json)
        if typed.entry.name == "init":
            return _init(settings, typed.words).show(as_json=typed.json)
        return _single(settings, typed).show(as_json=typed.json)
    finally:
        close_log()


def open_session(settings: Settings, *, of_station: bool, damaged: bool = False) -> Session:
    """Make a session whose office has no feed; nothing is opened before it is needed.

    With ``damaged`` a database that was tampered with is opened, too, only to be read.
    """

    def opening() -> Office:
        from clinic_desktop import compose

        return compose.open_office(settings, feed=False, any_fingerprint=damaged)

    return Session(opening, settings.file, of_station=of_station)


def carried_out(
    name: str,
    settings: Settings,
    session: Session | None,
    act: Callable[[], Answer],
    words: Words | None = None,
) -> Outcome:
    """Do something, turn whatever it raises into an outcome, and log the one line about it.

    ``words`` are its arguments, of which all that are wrong are told.
    """
    started = time.perf_counter()
    try:
        try:
            answer = act()
            outcome = Outcome(answer.document, answer.text, answer.code)
        except (Refusal, Misuse, Unavailable) as error:
            outcome = failed(name, _whole(name, session, error, words), session)
    except BrokenPipeError:
        # Whoever read the answers has enough of them: no fault, and nobody left to tell.
        raise
    except Exception as error:  # noqa: BLE001 - a fault must end in a plain message
        outcome = bug_found(error, settings)
    log_command(name, outcome.reason, started, session.changes if session else None)
    return outcome


def _whole(
    name: str, session: Session | None, error: Refusal | Misuse | Unavailable, words: Words | None
) -> Refusal | Misuse | Unavailable:
    """Answer a failure with whatever else is wrong with the arguments."""
    if isinstance(error, Misread):
        name, words = error.entry.name, error.words
    if session is None or words is None or isinstance(error, Unavailable):
        return error
    from clinic_desktop.cli.checking import every_mistake

    try:
        return every_mistake(session, ENTRIES[name], words, error)
    except Unavailable:
        # What is wrong as it stands is told without a clinic, too.
        return error


def failed(name: str, error: Refusal | Misuse | Unavailable, session: Session | None) -> Outcome:
    """Make the outcome of a request that failed; ``name`` is its command's, where there is one."""
    entry = ENTRIES.get(name)
    options = {one.shown for one in entry.arguments} if entry else set()
    zone = session.known_zone if session else None
    if isinstance(error, Refusal):
        code = REFUSED
    else:
        code = MISUSED if isinstance(error, Misuse) else ENVIRONMENT
    return Outcome(
        documents.error(error, zone),
        lambda: tables.failure(error, zone, options),
        code,
        failed=True,
        reason=error.code,
    )


def bug_found(error: Exception, settings: Settings) -> Outcome:
    """Log a fault of the program and make its outcome, which names the log."""
    log_bug(error)
    document = documents.bug(log_path(settings.log_folder))
    told = f"clinic: {document['error']['message']}"
    return Outcome(document, lambda: told, BUG, failed=True, reason="bug")


def fault(error: Exception, *, as_json: bool) -> int:
    """Log and print a fault outside of any command."""
    settings = Settings.load()
    open_log(settings.log_folder)
    try:
        return bug_found(error, settings).show(as_json=as_json)
    finally:
        close_log()


def report(error: Misuse, *, as_json: bool) -> int:
    """Print all that is wrong with a command line that was not understood."""
    session = None
    try:
        if isinstance(error, Misread) and not error.entry.live:
            session = open_session(Settings.load(error.database), of_station=True)
        return failed("", _whole("", session, error, None), None).show(as_json=as_json)
    except Misuse as misuse:
        return failed("", misuse, None).show(as_json=as_json)
    finally:
        if session is not None:
            session.close()


def _single(settings: Settings, typed: Typed) -> Outcome:
    """Carry one command out with an office of its own."""
    name = typed.entry.name
    only_looks = name == "verify" and not typed.words["accept_restored"]
    session = open_session(settings, of_station=True, damaged=only_looks)
    try:
        act = partial(HANDLERS[name], session, typed.words)
        return carried_out(name, settings, session, act, typed.words)
    finally:
        session.close()


def _init(settings: Settings, words: Words) -> Outcome:
    """Create a clinic's database, or bring it up to date."""

    def act() -> Answer:
        from clinic_desktop import compose

        zone = words["zone"] or (None if _stands(settings) else machine_zone())
        site = compose.create_clinic(settings, name=words["name"], zone=zone)
        document = {"schema": site.schema, "zone": site.zone, "name": site.name}
        told = f"{tables.tame(site.name)} is ready; its clocks show {site.zone} time."
        return Answer(document, lambda: told)

    return carried_out("init", settings, None, act)


def _stands(settings: Settings) -> bool:
    """Tell whether the database holds a clinic already, which then keeps its own zone."""
    session = open_session(settings, of_station=True)
    try:
        return bool(session.site)
    except Unavailable as error:
        return error.code == "older_schema"
    finally:
        session.close()
