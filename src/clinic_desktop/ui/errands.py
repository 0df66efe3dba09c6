"""Errands: what takes long and is not the office's, in threads that nobody has to wait for.

Sheets, printers, and files that somebody saves: on a drive that hangs, a thread may never end.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from queue import SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from clinic_desktop.domain.refusals import Unavailable

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
        self._awaited: dict[Future[Any], str] | None = None

    def submit(self, job: Callable[[], T], target: str = "") -> Future[T]:
        """Have a job done; ``target`` is what people would miss if it were not: a file, a sheet.

        After closing the future fails, with Unavailable ``closed``.
        """
        future: Future[T] = Future()
        if self._awaited is not None:
            message = "The program is being closed; nothing was done."
            future.set_exception(Unavailable("closed", message))
            return future
        self._open[future] = target
        self._jobs.put((future, job))
        if len(self._threads) < _THREADS:
            thread = Thread(target=self._work, name=f"errand {len(self._threads)}", daemon=True)
            self._threads.append(thread)
            thread.start()
        return future

    def close(self, seconds: float) -> None:
        """Take no more, and wait so long for what has a target; repeatable, without waiting."""
        if self._awaited is not None:
            return
        given = dict(self._open)
        self._awaited = {future: target for future, target in given.items() if target}
        for future in given.keys() - self._awaited.keys():
            future.cancel()
        for _ in self._threads:
            self._jobs.put(None)
        wait(self._awaited, timeout=seconds)
        # What has not begun by now would begin behind everybody's back.
        for future in self._awaited:
            future.cancel()

    @property
    def missed(self) -> tuple[str, ...]:
        """The targets that were open at closing and are not reached until now, or never will be."""
        awaited = self._awaited or {}
        return tuple(
            target
            for future, target in awaited.items()
            if not future.done() or future.cancelled() or future.exception() is not None
        )

    @property
    def is_busy(self) -> bool:
        """Whether a job still runs or waits."""
        return not all(future.done() for future in tuple(self._open))

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
