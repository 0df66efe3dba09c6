"""From the start of the process to the first frame and the first data; and the memory it takes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.bench import Bench, Sample
from benchmarks.busy import busy_clinic
from benchmarks.figure import Figure, compared, percentile

ROUNDS = 7
FIRST, DATA, MEMORY = 1.3, 2.8, 2.0
SCREEN = {
    "name": "desk",
    "x": 0,
    "y": 0,
    "width": 1920,
    "height": 1080,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}
ROOT = Path(__file__).resolve().parent.parent


def child(bench: Bench, *words: str) -> subprocess.Popen[str]:
    """Start a process that draws on no screen, with folders of the run's own."""
    own = {f"XDG_{name}_HOME": str(bench.folder) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    # No window begins larger than its screen, and this one is to be as large as on a desk.
    screen = bench.folder / "screen.json"
    screen.write_text(json.dumps({"screens": [SCREEN]}))
    # The program starts as where it is installed: with its bytecode kept from the time before.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.child", *words],
        cwd=ROOT,
        env={**kept, **own, "QT_QPA_PLATFORM": f"offscreen:configfile={screen}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def told(process: subprocess.Popen[str], seconds: float = 60) -> dict[str, Any]:
    """Wait for a process's end, and answer all that it told."""
    out, _ = process.communicate(timeout=seconds)
    if process.returncode:
        message = f"a program ended with {process.returncode}: {out}"
        raise RuntimeError(message)
    found: dict[str, Any] = {}
    for line in out.splitlines():
        found |= json.loads(line)
    return found


def figures(bench: Bench) -> Iterator[Figure]:
    """Start all in turns; the first of each warms the disk.

    The floor of a start is a window of Qt with nothing in it; that of the memory is the program
    itself, open on a clinic with nobody in it.
    """
    place = busy_clinic(bench, "sqlite")
    nobody = bench.clinic("sqlite", Sample(doctors=1, patients=0, weeks=0))
    ours: dict[str, list[float]] = {"first": [], "data": [], "memory": []}
    floor: dict[str, list[float]] = {"first": []}
    bare: dict[str, list[float]] = {"memory": []}
    starts = ((("window", place), ours), (("empty",), floor), (("window", nobody), bare))
    for number in range(ROUNDS + 1):
        for words, into in starts:
            begun = time.monotonic()
            found = told(child(bench, *words))
            if number:
                for name, values in into.items():
                    at = found[name]
                    values.append(at / 1024 if name == "memory" else (at - begun) * 1000)
    yield compared("process start to first frame", FIRST, ours["first"], floor["first"])
    yield compared("process start to first data", DATA, ours["data"], floor["first"])
    memory = (percentile(ours["memory"], 50), percentile(bare["memory"], 50))
    yield Figure("memory with a full week open", "MB", *memory, MEMORY)
