"""A screen reader's ears: a session bus of the test's own, and who listens on it."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from tests.engines import lacks
from tests.packaging.screen import PATIENCE, wait_for

LAUNCHERS = ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher")
LISTENER = Path(__file__).with_name("listener.py")
_MISSING = "(Debian: apt install at-spi2-core dbus-daemon python3-pyatspi)"


class Heard(NamedTuple):
    """An event, and what it said."""

    kind: str
    name: str


class Ear:
    """What a listener has heard so far, and can be asked."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        """Read all that it prints, in a thread."""
        self.heard: list[Heard] = []
        self.met = 0
        """How many things were asked for their name, role and parts."""
        self._process = process
        self._answers: list[list[dict[str, Any]]] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        for line in self._process.stdout or ():
            told = json.loads(line)
            if "items" in told:
                self._answers.append(told["items"])
                self.met += told["met"]
            else:
                self.heard.append(Heard(told["event"], told["name"]))

    def join(self) -> None:
        """Wait until all is read."""
        self._reader.join(PATIENCE)

    def hears(self, kind: str, beginning: str) -> None:
        """Wait until an event of a kind was heard whose name begins so."""
        try:
            wait_for(
                lambda: any(k == kind and name.startswith(beginning) for k, name in self.heard),
                f"{kind} {beginning!r}",
            )
        except AssertionError as error:
            told = (name for k, name in self.heard if k == kind)
            error.add_note(f"heard of this kind: {list(told)}")
            raise

    def ask(self, beginning: str) -> None:
        """Ask without waiting for the answer."""
        self._answers.clear()
        assert self._process.stdin is not None
        self._process.stdin.write(f"{beginning}\n")
        self._process.stdin.flush()

    def items(self, beginning: str) -> list[dict[str, Any]]:
        """Ask for the blocks and visits whose sentence begins so, as they are now."""
        self.ask(beginning)
        return wait_for(lambda: [self._answers[0]] if self._answers else None, "an answer")[0]

    def finds(self, beginning: str) -> dict[str, Any]:
        """Wait for the one block or visit whose sentence begins so."""
        return wait_for(
            lambda: found[0] if len(found := self.items(beginning)) == 1 else None, beginning
        )


def listening_python() -> str:
    """Answer a Python that can listen, or give up."""
    for name in ("/usr/bin/python3", shutil.which("python3")):
        if (
            name
            and not subprocess.run(
                [name, "-c", "import pyatspi"], check=False, capture_output=True, timeout=PATIENCE
            ).returncode
        ):
            return name
    return lacks("screen", f"no Python can listen: pyatspi is missing {_MISSING}")


@contextmanager
def session(environ: dict[str, str]) -> Iterator[dict[str, str]]:
    """Run a session with accessibility for a while; answer what its programs are started with."""
    launcher = next((path for path in LAUNCHERS if Path(path).exists()), None)
    if launcher is None or shutil.which("dbus-daemon") is None:
        lacks("screen", f"no session with accessibility can be made {_MISSING}")
    with ExitStack() as stack:
        # Not the test's own folder: the name of a socket may have no more than 108 letters.
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="clinic-session-"))
        bus = stack.enter_context(
            _running(["dbus-daemon", "--session", "--nofork", "--print-address"], environ)
        )
        assert bus.stdout is not None
        inside = {
            **environ,
            "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip(),
            "XDG_RUNTIME_DIR": folder,
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            # It tells of every question that is newer than itself.
            "QT_LOGGING_RULES": "qt.accessibility.*=false",
        }
        stack.enter_context(_running([launcher, "--launch-immediately"], inside))
        yield inside


@contextmanager
def listener(environ: dict[str, str]) -> Iterator[Ear]:
    """Listen to all programs of a session for a while."""
    with _running([listening_python(), str(LISTENER)], environ) as process:
        ear = Ear(process)
        try:
            ear.hears("ready", "")
            yield ear
        finally:
            process.kill()
            ear.join()


@contextmanager
def _running(command: list[str], environ: dict[str, str]) -> Iterator[subprocess.Popen[str]]:
    """Run a program that ends with the test."""
    with subprocess.Popen(
        command,
        env=environ,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.terminate()
            process.wait(PATIENCE)
