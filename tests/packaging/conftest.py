"""Checkouts and people: the launcher started as people start it, with a home of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.screen import PATIENCE, Screen, screen

ROOT = Path(__file__).parents[2]
# No session bus: one that starts by itself would outlive the test.
PLAIN = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "DBUS_SESSION_BUS_ADDRESS": "disabled:"}


@dataclass(frozen=True, slots=True)
class Checkout:
    """A folder with the launcher, and the Python that starts it."""

    folder: Path
    python: str = sys.executable

    def command(self, *words: str) -> list[str]:
        """Answer the launcher's command line."""
        return [self.python, str(self.folder / "run"), *words]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a home of their own, at a screen."""

    home: Path
    screen: Screen
    checkout: Checkout
    become: Sequence[str] = ()
    """What a command line begins with to be run by them."""
    also: Mapping[str, str] = field(default_factory=dict)
    """What else their programs are started with."""

    @property
    def environ(self) -> dict[str, str]:
        """What their programs are started with, and nothing else."""
        return {**PLAIN, "HOME": str(self.home), "DISPLAY": self.screen.display, **self.also}

    def database(self, name: str) -> Path:
        """Name one of their clinics."""
        return self.home / ".local/share/clinic-desktop" / name

    @contextmanager
    def program(self, *words: str) -> Iterator[Program]:
        """Start the window, and leave none behind."""
        with (
            (self.home / "out").open("w") as out,
            (self.home / "err").open("w") as err,
            subprocess.Popen(
                [*self.become, *self.checkout.command(*words)],
                cwd=self.home,
                env=self.environ,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            ) as process,
        ):
            try:
                yield Program(self.home, process)
            except BaseException as error:
                said = (self.home / "err").read_text(encoding="utf-8")
                error.add_note(f"exit code {process.poll()}; it said {said!r}")
                raise
            finally:
                if process.poll() is None:
                    process.kill()

    def clinic(self, database: Path, *words: str) -> dict[str, Any]:
        """Ask the command line program; answer its document."""
        asked = ("clinic", "--json", "--database", str(database), *words)
        done = subprocess.run(
            [*self.become, *self.checkout.command(*asked)],
            cwd=self.home,
            env=self.environ,
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert (done.returncode, done.stderr) == (0, ""), done
        document = json.loads(done.stdout)
        assert isinstance(document, dict)
        return document


@dataclass(frozen=True, slots=True)
class Program:
    """A running window."""

    home: Path
    process: subprocess.Popen[bytes]

    @property
    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self.process.poll() is None

    def ended(self) -> tuple[int, str, str]:
        """Wait for its end; answer its exit code and all that it said."""
        code = self.process.wait(PATIENCE)
        out, err = ((self.home / name).read_text(encoding="utf-8") for name in ("out", "err"))
        return code, out, err


@pytest.fixture(scope="session")
def checkout() -> Checkout:
    """Bring this checkout's environment up to date, so that a start has nothing to say."""
    found = Checkout(ROOT)
    subprocess.run(found.command("setup"), check=True, timeout=240)
    return found


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Screen]:
    """A screen of the test's own."""
    with screen(tmp_path / "screen") as found:
        yield found


@pytest.fixture
def person(checkout: Checkout, shown: Screen, tmp_path: Path) -> Person:
    """Whoever runs the tests, with an empty home."""
    home = tmp_path / "home"
    home.mkdir()
    return Person(home, shown, checkout)


@pytest.fixture(scope="session")
def open_folder() -> Iterator[Path]:
    """A folder that every user may look into."""
    folder = Path(tempfile.mkdtemp(prefix="clinic-open-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def clone(open_folder: Path) -> Checkout:
    """A clone set up from an empty home, out of the packages that the checkout's own left."""
    uv, git = shutil.which("uv"), shutil.which("git")
    if uv is None or git is None or not (ROOT / ".git").exists():
        pytest.skip("cloning needs git and a checkout; a quick set-up needs uv")
    folder, home = open_folder / "clone", open_folder / "home"
    home.mkdir()
    subprocess.run([git, "clone", "--quiet", str(ROOT), str(folder)], check=True, timeout=240)
    kept = subprocess.run([uv, "cache", "dir"], check=True, capture_output=True, text=True)
    made = Checkout(folder, common_python())
    path = f"{Path(uv).parent}:{PLAIN['PATH']}"
    found = {"PATH": path, "HOME": str(home), "UV_CACHE_DIR": kept.stdout.strip()}
    offline = {**PLAIN, **found, "UV_OFFLINE": "1", "PIP_NO_INDEX": "1"}
    done = subprocess.run(
        made.command("setup"),
        cwd=home,
        env=offline,
        check=False,
        capture_output=True,
        text=True,
        timeout=240,
    )
    if done.returncode == 3 and "could not be installed" in done.stderr:
        pytest.skip("the packages of the lock are not kept on this computer; ./run soak gets them")
    assert (done.returncode, done.stdout) == (0, ""), done
    return made


def common_python() -> str:
    """Answer the Python that every user has, else the one that runs the tests."""
    found = shutil.which("python3", path=PLAIN["PATH"])
    new = "import sys; sys.exit(sys.version_info < (3, 11))"
    if found and not subprocess.run([found, "-c", new], check=False).returncode:
        return found
    return os.path.realpath(sys.executable)
