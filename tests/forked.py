"""Programs of their own that start at once: forked from a process that has loaded what they load.

Tests of what many programs do at once, or of programs that are killed again and again, start
hundreds: loading the libraries each time takes ten times as long as what they then do.
"""

from __future__ import annotations

import functools
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import wait as wait_for_any
from typing import TYPE_CHECKING, Literal, Self, TextIO

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkServerContext

Main = Callable[[Sequence[str]], int]
"""A program, by the name of a function in a module: it is given its words, and answers its code."""

LOADED = [
    "clinic_desktop.cli.batch",
    "clinic_desktop.cli.run",
    "clinic_desktop.compose",
    "psycopg",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "tests.forked",
]

_asking = threading.Lock()
"""Held while a program is started or asked for its end. To start one asks for the end of all, and
an end can be read once: of two threads that read it at once, one is told 255."""


class Forked:
    """A running program, and the pipes to it."""

    def __init__(self, main: Main, *words: str, environ: Mapping[str, str] | None = None) -> None:
        """Start it; without ``environ`` it has this process's."""
        forks = _forks()
        from_stdin, to_stdin = forks.Pipe(duplex=False)
        from_stdout, to_stdout = forks.Pipe(duplex=False)
        from_stderr, to_stderr = forks.Pipe(duplex=False)
        theirs = (from_stdin, to_stdout, to_stderr)
        environ = dict(os.environ if environ is None else environ)
        self._process = forks.Process(target=_run, args=(main, words, environ, theirs))
        with _asking:
            self._process.start()
        for end in theirs:
            end.close()
        self.stdin = _opened(to_stdin, "w")
        self.stdout = _opened(from_stdout, "r")
        self.stderr = _opened(from_stderr, "r")

    def wait(self, seconds: float = 60) -> int:
        """Wait for its end; answer its exit code, or less than 0: the signal that ended it."""
        wait_for_any([self._process.sentinel], seconds)
        with _asking:
            code = self._process.exitcode
        assert code is not None, f"it has not ended within {seconds} s"
        return code

    def kill(self) -> None:
        """End it by SIGKILL, if it still runs."""
        with _asking:
            self._process.kill()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing of it behind."""
        self.kill()
        self.wait()
        with _asking:
            self._process.close()
        for pipe in (self.stdin, self.stdout, self.stderr):
            pipe.close()


@functools.cache
def _forks() -> ForkServerContext:
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(LOADED)
    return forks


def _opened(end: Connection, mode: Literal["r", "w"]) -> TextIO:
    """Take the place of one end of a pipe."""
    with end:
        return os.fdopen(os.dup(end.fileno()), mode, encoding="utf-8")


def _run(
    main: Main, words: Sequence[str], environ: Mapping[str, str], ends: Sequence[Connection]
) -> None:
    """In the new process: be a program as the shell starts it."""
    for number, end in enumerate(ends):
        os.dup2(end.fileno(), number)
        end.close()
    sys.stdin = os.fdopen(0, "r", encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", closefd=False)
    os.environ.clear()
    os.environ.update(environ)
    sys.argv[1:] = words
    sys.exit(main(words))
