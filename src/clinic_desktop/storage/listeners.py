"""Those who are told of news, in whatever thread has them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from clinic_desktop.domain.changes import News

log = logging.getLogger(__name__)


class Listeners:
    """Told one after another; whoever was removed is told nothing more, in no thread."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._all: tuple[Callable[[News], None], ...] = ()
        self._telling = threading.RLock()

    def add(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Have every news told from now on; call the answer to end it.

        Once removed a listener is called no more, not even with what is being told just now.
        """
        with self._telling:
            self._all += (listener,)

        def remove() -> None:
            with self._telling:
                self._all = tuple(one for one in self._all if one is not listener)

        return remove

    def tell(self, news: News) -> None:
        """Call every listener; one that fails is logged and stays."""
        for listener in self._all:
            with self._telling:
                if listener not in self._all:
                    continue
                try:
                    listener(news)
                except Exception:
                    log.exception("a listener failed")

    def end(self) -> None:
        """Tell nobody more, without waiting for who is being told just now."""
        self._all = ()
