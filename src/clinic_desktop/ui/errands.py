"""Errands: what takes long and is not the office's, in threads that nobody has to wait for.

Sheets, printers, and files that somebody saves: on a drive that hangs, a thread may never end.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

T = TypeVar("T")
_THREADS = 2
"""A printer that keeps one waiting holds up nothing else."""


class Errands:
    """Runs jobs in two threads; the program can end while one hangs, as Python's own could not."""

    def __init__(self) -> None:
        """Begin without threads."""
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        self._threads: list[Thread] = []
        self._open: dict[Future[Any], str] = {}

    def submit(self, job: Callable[[], T], target: str = "") -> Future[T]:
        """Have a job done; ``target`` is what people would miss if it were not: a file, a sheet."""
        future: Future[T] = Future()
        self._open[future] = target
        self._jobs.put((future, job))
        if len(self._threads) < _THREADS:
            thread = Thread(target=self._work, name=f"errand {len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def close(self, seconds: float) -> tuple[str, ...]:
        """Take no more, wait so long for all that has a target; answer the targets not reached."""
        for future, target in tuple(self._open.items()):
            if not target:
                future.cancel()
        for _ in self._threads:
            self._jobs.put(None)
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        return tuple(filter(None, tuple(self._open.values())))

    def _work(self) -> None:
        while (given := self._jobs.get()) is not None:
            future, job = given
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(job())
                except BaseException as error:  # noqa: BLE001 - whoever waits for it hears of it
                    future.set_exception(error)
            self._open.pop(future, None)
            # Not kept while the next job is waited for: an error keeps frames, a job its pages.
            del given, future, job
