"""A screen of a test's own: what is on it, and a person's keys on it."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from tests.engines import lacks

SIZE = "1440x900x24"
PATIENCE = 180.0
"""Seconds that a slow, busy machine may take for one step."""
_HEAD = struct.Struct(">25I")
_COLOUR_BYTES = 12

T = TypeVar("T")


def wait_for(ask: Callable[[], T | None], what: str, seconds: float = PATIENCE) -> T:
    """Ask again and again until there is an answer."""
    end = time.monotonic() + seconds
    while True:
        found = ask()
        if found:
            return found
        assert time.monotonic() < end, f"not within {seconds} s: {what}"
        time.sleep(0.05)


@dataclass(frozen=True, slots=True)
class Picture:
    """What was on the screen at one moment, four bytes a pixel."""

    pixels: bytes

    def count(self, colour: str) -> int:
        """Answer how many pixels have exactly this ``#rrggbb``."""
        wanted = int(colour[1:], 16)
        pixels = memoryview(self.pixels).cast("I").tolist()
        # Nothing is meant by the fourth byte: some draw with it full, some with it empty.
        return pixels.count(wanted) + pixels.count(0xFF000000 | wanted)

    def colours(self) -> int:
        """Answer how many different colours there are."""
        return len(set(memoryview(self.pixels).cast("I")))


class Screen:
    """An X server without glass; nobody but this computer reaches it."""

    def __init__(self, display: str, folder: Path) -> None:
        """Take over a running one, which keeps its pixels in a file of this folder."""
        self.display = display
        self._pixels = folder / "Xvfb_screen0"

    def picture(self) -> Picture:
        """Read what is on the screen now."""
        kept = self._pixels.read_bytes()
        # The file is a window dump: its head, a table of colours, the pixels.
        head = _HEAD.unpack_from(kept)
        return Picture(kept[head[0] + head[19] * _COLOUR_BYTES :])

    def shows(self, colour: str, pixels: int) -> bool:
        """Say whether at least so many pixels have this colour."""
        return self.picture().count(colour) >= pixels

    def window(self, title: str) -> str:
        """Wait for the window whose title ends so, and let it have the keys."""
        number = wait_for(lambda: self._search(title), f"a window called {title!r}")
        self._do("windowfocus", number)
        wait_for(lambda: self._do("getwindowfocus").strip() == number, f"{title!r} has the keys")
        return number

    def windows(self) -> list[str]:
        """Answer the titles of all visible windows."""
        found = self._do("search", "--onlyvisible", "--name", ".", may_fail=True).split()
        return [self._do("getwindowname", number, may_fail=True).strip() for number in found]

    def _search(self, title: str) -> str:
        found = self._do("search", "--onlyvisible", "--name", f"{title}$", may_fail=True).split()
        return found[0] if found else ""

    def press(self, *keys: str) -> None:
        """Press keys by their names, one after the other: ``ctrl+q``, ``Return``."""
        self._do("key", "--clearmodifiers", *keys)

    def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        self._do("type", "--clearmodifiers", "--delay", "10", text)

    def _do(self, *words: str, may_fail: bool = False) -> str:
        done = subprocess.run(
            ["xdotool", *words],
            env={**os.environ, "DISPLAY": self.display},
            check=False,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert may_fail or not done.returncode, f"xdotool {words}: {done.stderr}"
        return done.stdout


@contextmanager
def screen(folder: Path) -> Iterator[Screen]:
    """Start a screen for a while, on a display that is free."""
    for tool in ("Xvfb", "xdotool"):
        if shutil.which(tool) is None:
            lacks("screen", f"{tool} is missing (Debian: apt install xvfb xdotool)")
    folder.mkdir(parents=True, exist_ok=True)
    reading, writing = os.pipe()
    # -ac: another user's program may draw on it; it has no door but its Unix socket. -noreset:
    # it would begin anew whenever nobody is connected, and drop who connects meanwhile.
    options = ["-screen", "0", SIZE, "-nolisten", "tcp", "-ac", "-noreset", "-fbdir", str(folder)]
    with subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), *options],
        pass_fds=[writing],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        os.close(writing)
        try:
            with os.fdopen(reading) as number:
                # It writes the number of its display when it is ready.
                yield Screen(f":{int(number.readline())}", folder)
        finally:
            process.terminate()
            process.wait(PATIENCE)
