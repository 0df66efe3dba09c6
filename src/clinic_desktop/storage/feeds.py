"""News of commits, by anyone: this program, another process on the file, another PC."""

from __future__ import annotations

from collections.abc import Callable

from clinic_desktop.domain.changes import News


class Feed:
    """Tells its subscribers of every commit after its start, in order, each once."""

    def start(self) -> None:
        """Begin to watch."""

    def subscribe(self, listener: Callable[[News], None]) -> Callable[[], None]:
        """Add a listener; call the answer to remove it."""
        return lambda: None

    def wake(self) -> None:
        """Look now."""

    def close(self) -> None:
        """End the thread; repeatable."""
