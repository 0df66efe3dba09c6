"""What tests of the feed hear with."""

from __future__ import annotations

import queue
import time
from collections.abc import Iterator
from contextlib import contextmanager

from clinic_desktop.domain.changes import (
    Changes,
    Committed,
    ConnectionChanged,
    News,
)
from clinic_desktop.storage.feeds import Feed, feed_of
from tests.engines import Place


class Ear:
    """Collects news, and waits for what a test expects."""

    def __init__(self) -> None:
        """Begin with nothing heard."""
        self.all: list[News] = []
        self._news: queue.SimpleQueue[News] = queue.SimpleQueue()

    def __call__(self, news: News) -> None:
        """Hear, in the feed's thread."""
        self._news.put(news)

    def next(self) -> News:
        """Wait for the next news."""
        self.all.append(self._news.get(timeout=120))
        return self.all[-1]

    def commits(self, most: int) -> list[Changes]:
        """Wait for so many commits; what else comes is kept in ``all``."""
        found: list[Changes] = []
        while len(found) < most:
            news = self.next()
            if isinstance(news, Committed):
                found += news.changes
        return found

    def until(self, sequence: int) -> list[int]:
        """Wait for this sequence and answer those that came on the way."""
        found: list[int] = []
        while not found or found[-1] < sequence:
            found += [changes.sequence for changes in self.commits(1)]
        return found

    def offline(self) -> ConnectionChanged:
        """Wait until the connection is told to be lost."""
        while not (isinstance(news := self.next(), ConnectionChanged) and not news.online):
            pass
        return news

    def nothing(self) -> bool:
        """Tell whether nothing more was heard so far."""
        return self._news.empty()


@contextmanager
def feeding(place: Place, poll_ms: int = 5) -> Iterator[tuple[Feed, Ear]]:
    """Run a feed with one listener."""
    with place.database() as database:
        feed, ear = feed_of(database, poll_ms), Ear()
        feed.start()
        feed.subscribe(ear)
        try:
            yield feed, ear
        finally:
            feed.close()


def seconds_to_close(feed: Feed) -> float:
    """End a feed, and again, which does nothing more."""
    begun = time.perf_counter()
    feed.close()
    feed.close()
    return time.perf_counter() - begun
