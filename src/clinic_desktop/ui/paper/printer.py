"""Printers: which there are, and pages sent to one, both by a program of their own.

A print server that has stopped answering stops whoever asks it, and Qt would stop every thread of
this program with it. So another asks (``spooler.py``), and is given up when it takes too long.
For a thread that may wait, not for the window's.
"""

from __future__ import annotations

import json
import logging
import pickle
import subprocess
import sys
from collections.abc import Sequence

from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.paper.page import Page

LIST_SECONDS, PRINT_SECONDS = 5.0, 120.0
"""How long printers may take to tell their names, and to take a document."""
NONE = "No printer is set up on this computer."
_SILENT = "The printers do not answer now."
_running: set[subprocess.Popen[bytes]] = set()
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Printers:
    """The names of this computer's printers, the usual one's, and why there are none."""

    names: tuple[str, ...] = ()
    usual: str = ""
    why_none: str = NONE


def printers() -> Printers:
    """Answer the printers there are."""
    try:
        done = _spooler(["list"], b"", LIST_SECONDS)
    except subprocess.TimeoutExpired:
        return Printers(why_none=_SILENT)
    if done.returncode:
        log.warning("printers could not be listed (%s)", done.returncode)
        return Printers(why_none=_SILENT)
    found = json.loads(done.stdout)
    return Printers(tuple(found["names"]), found["usual"])


def send(name: str, pages: Sequence[Page], title: str) -> None:
    """Print pages on a printer; the queue shows the title, which names no patient.

    Raises:
        Unavailable: ``not_printed``.

    """
    try:
        # Pages name patients: they go through a pipe, never as a program's arguments.
        done = _spooler(["print", name, title], pickle.dumps(tuple(pages)), PRINT_SECONDS)
    except subprocess.TimeoutExpired:
        raise _not_printed(name, "it does not answer, and may print later") from None
    if done.returncode:
        log.warning("a sheet was not printed (%s)", done.returncode)
        try:
            why = str(json.loads(done.stdout)["why"])
        except (ValueError, KeyError):
            why = "printing is not possible on this computer"
        raise _not_printed(name, why)


def _spooler(words: list[str], given: bytes, seconds: float) -> subprocess.CompletedProcess[bytes]:
    """Run the program that talks to printers; it is ended when its time is over."""
    with subprocess.Popen(  # noqa: S603 - this program's own, with words of its own
        [sys.executable, "-P", "-m", "clinic_desktop.ui.paper.spooler", *words],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    ) as child:
        _running.add(child)
        try:
            told, _ = child.communicate(given, timeout=seconds)
        finally:
            child.kill()
            _running.discard(child)
    return subprocess.CompletedProcess(child.args, child.returncode, told)


def end_spoolers() -> None:
    """End what talks to printers: the program is being closed, and nobody would give it up."""
    for child in tuple(_running):
        child.kill()


def _not_printed(name: str, why: str) -> Unavailable:
    message = (
        f"{name} does not print: {why}. Look whether it is switched on and connected, choose "
        "another printer, or save a PDF."
    )
    return Unavailable("not_printed", message, {"printer": name})
