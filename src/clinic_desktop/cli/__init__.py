"""The ``clinic`` command: the program without a window, for administrators, scripts and tests."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from clinic_desktop.domain.refusals import Misuse

_INTERRUPTED = 130
_PIPE_CLOSED = 141


def main(argv: Sequence[str] | None = None) -> int:
    """Carry out one command line and answer its exit code.

    Ctrl+C and a closed pipe end the program quietly, with the codes that shells give them.
    """
    arguments = sys.argv[1:] if argv is None else list(argv)
    _speak_utf8()
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _silence_stdout()
        return _PIPE_CLOSED
    except Exception as error:  # noqa: BLE001 - no traceback reaches the user, whatever went wrong
        from clinic_desktop.cli.run import fault

        return fault(error, as_json="--json" in arguments)
    return code


def _run(arguments: Sequence[str]) -> int:
    """Understand the command line, then hand it on; the rest of the program loads only then."""
    from clinic_desktop.cli.parser import HelpAsked, asks_json, parse

    as_json = asks_json(arguments)
    try:
        typed = parse(arguments)
    except HelpAsked as asked:
        if as_json:
            from clinic_desktop.cli.documents import written

            print(written({asked.kind: asked.shown}))
        else:
            print(asked.shown.rstrip())
        return 0
    except Misuse as error:
        from clinic_desktop.cli.run import report

        return report(error, as_json=as_json)
    from clinic_desktop.cli.run import run

    return run(typed)


def _speak_utf8() -> None:
    """Write UTF-8 whatever the locale says; what is no character is written escaped."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _silence_stdout() -> None:
    """Point stdout nowhere, so that Python's own flush at exit has nothing to complain about."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
    except (OSError, ValueError):
        pass
