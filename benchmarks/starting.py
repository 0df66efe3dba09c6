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

from benchmarks.bench import Bench
from benchmarks.busy import busy_clinic
from benchmarks.figure import Figure, compared, percentile

ROUNDS = 7
FIRST, DATA, MEMORY = 1.3, 2.8, 2.0
ROOT = Path(__file__).resolve().parent.parent


def child(bench: Bench, *words: str) -> subprocess.Popen[str]:
    """Start a process that draws on no screen, with folders of the run's own."""
    own = {f"XDG_{name}_HOME": str(bench.folder) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks.child", *words],
        cwd=ROOT,
        env={**os.environ, **own, "QT_QPA_PLATFORM": "offscreen"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def told(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Wait for a process's end, and answer all that it told."""
    out, _ = process.communicate(timeout=60)
    if process.returncode:
        message = f"a program ended with {process.returncode}: {out}"
        raise RuntimeError(message)
    found: dict[str, Any] = {}
    for line in out.splitlines():
        found |= json.loads(line)
    return found


def figures(bench: Bench) -> Iterator[Figure]:
    """Start the program and the empty window in turns; the first of each warms the disk."""
    place = busy_clinic(bench, "sqlite")
    ours: dict[str, list[float]] = {"first": [], "data": [], "memory": []}
    floor: dict[str, list[float]] = {"first": [], "memory": []}
    for number in range(ROUNDS + 1):
        for words, into in ((("window", place), ours), (("empty",), floor)):
            begun = time.monotonic()
            found = told(child(bench, *words))
            if number:
                for name, values in into.items():
                    at = found[name]
                    values.append(at / 1024 if name == "memory" else (at - begun) * 1000)
    yield compared("process start to first frame", FIRST, ours["first"], floor["first"])
    yield compared("process start to first data", DATA, ours["data"], floor["first"])
    memory = (percentile(ours["memory"], 50), percentile(floor["memory"], 50))
    yield Figure("memory with a full week open", "MB", *memory, MEMORY)
