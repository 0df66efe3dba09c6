"""The card of a booked visit on paper: by the computer's usual printer, without a question."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Literal, TypeVar

from PySide6.QtCore import QObject, Signal

from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.errands import Errands
from clinic_desktop.ui.kiosk.ticket import sheet
from clinic_desktop.ui.paper import printer
from clinic_desktop.ui.paper.output import usual_paper

T = TypeVar("T")
State = Literal["none", "ready", "printing", "printed", "failed"]
_TITLE = "Appointment"
"""What the printer's queue shows: nothing of whose it is."""
_ASKING = ("print to pdf", "xps", "fax", "onenote")
"""What the names of the printers have that come with Windows and have no paper."""


class CardPrinter(QObject):
    """Prints one card after another.

    Signals:
        changed: ``state`` is another.
    """

    changed = Signal()

    def __init__(self, dispatcher: Dispatcher, worker: Errands, parent: QObject) -> None:
        """Begin without a card."""
        super().__init__(parent)
        self._dispatcher, self._worker = dispatcher, worker
        self._card: tuple[tuple[str, ...], str] | None = None
        self._name = ""
        self._waiting: int | None = None
        self.state: State = "none"

    def take(self, words: tuple[str, ...], text: str) -> None:
        """Take a card: its words, and what its code holds; it is ready once a printer is found."""
        self.forget()
        self._card = words, text
        self._follow(_printers, self._take_printers)

    def forget(self) -> None:
        """Forget the card."""
        if self._waiting is not None:
            self._dispatcher.forget(self._waiting)
            self._waiting = None
        self._card, self.state = None, "none"

    def print(self) -> None:
        """Print the card."""
        if self._card is None or self.state not in ("ready", "failed"):
            return
        words, text = self._card
        self._change("printing")
        self._follow(partial(_print, self._name, words, text), self._take_printed)

    def _follow(self, job: Callable[[], T], then: Callable[[T], None]) -> None:
        self._waiting = self._dispatcher.follow(self._worker.submit(job), then, self._fail)

    def _take_printers(self, found: printer.Printers) -> None:
        self._waiting = None
        papers = [name for name in found.names if not _asks(name)]
        self._name = found.usual if found.usual in papers else next(iter(papers), "")
        if self._name:
            self._change("ready")

    def _take_printed(self, _nothing: object) -> None:
        self._waiting = None
        self._change("printed")

    def _fail(self, _error: Exception) -> None:
        self._waiting = None
        self._change("failed" if self.state == "printing" else "none")

    def _change(self, state: State) -> None:
        self.state = state
        self.changed.emit()


def _asks(name: str) -> bool:
    """Tell whether a printer asks whoever prints for a file or a number: nobody answers here."""
    return any(one in name.casefold() for one in _ASKING)


def _printers() -> printer.Printers:
    """Look which printers there are. In a worker's thread."""
    return printer.printers()


def _print(name: str, words: tuple[str, ...], text: str) -> None:
    """Lay the sheet out and print it. In a worker's thread."""
    printer.send(name, [sheet(words, text, usual_paper())], _TITLE)
