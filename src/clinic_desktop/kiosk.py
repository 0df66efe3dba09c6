"""The patient's own screen as a program: a clinic opened, one window, closed again by staff."""

from __future__ import annotations

import logging
import os
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, qInstallMessageHandler

from clinic_desktop.app import ERRAND_SECONDS, close_opened, demo_made, demo_settings
from clinic_desktop.domain.office import Office, Seen, Site, TheSite
from clinic_desktop.domain.time import Clock, system_clock
from clinic_desktop.settings import Settings
from clinic_desktop.ui.collector import GuiCollector
from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.errands import Errands
from clinic_desktop.ui.kiosk.window import KioskWindow
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.paper.printer import end_spoolers
from clinic_desktop.ui.reports import log_qt_messages
from clinic_desktop.ui.tick import TickWatch
from clinic_desktop.ui.words import said

ACTOR = "kiosk"
"""Who acts, in the journal, where CLINIC_ACTOR names nobody."""
RETRY_MS = 5000
"""How soon a clinic that could not be opened is tried again: nobody stands by to ask for it."""

MAKING = "The demo clinic is being made."
"""What the staff read meanwhile."""

log = logging.getLogger(__name__)


class KioskApp(QObject):
    """One window for patients and its office."""

    def __init__(
        self, settings: Settings, look: Look, *, demo: bool = False, clock: Clock = system_clock
    ) -> None:
        """Make the window; ``start`` shows it."""
        super().__init__()
        self._settings = demo_settings(settings) if demo else settings
        self._demo, self._clock = demo, clock
        self.dispatcher = Dispatcher()
        self._worker = Errands()
        self._opener = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opener")
        self._opening: Future[Office] | None = None
        self._watch: TickWatch | None = None
        self.window = KioskWindow(look, self.dispatcher, self._worker)
        self.window.closed.connect(self.close)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(RETRY_MS)
        self._again.timeout.connect(self._open)

    def start(self, *, whole_screen: bool = True) -> None:
        """Show the window, and open the clinic behind it."""
        # It takes a minute, and whoever set the screen up must not think that it failed.
        self.window.show_closed(MAKING if self._lacks_demo else "")
        if whole_screen:
            self.window.showFullScreen()
        else:
            self.window.show()
        self._open()

    @property
    def _lacks_demo(self) -> bool:
        return self._demo and not Path(self._settings.database).exists()

    def _open(self) -> None:
        settings, clock = self._settings, self._clock
        lacks = self._lacks_demo
        self._opening = self._opener.submit(lambda: _opened(settings, clock, lacks_demo=lacks))
        self.dispatcher.follow(self._opening, self._take_office, self._fail)

    def _take_office(self, office: Office) -> None:
        self.dispatcher.open(office)
        if not self._settings.on_server:
            self._watch = TickWatch(Path(f"{self._settings.database}.tick"), office, self)
        self.dispatcher.ask(TheSite(), self._take_site, self._fail)

    def _take_site(self, seen: Seen[Site]) -> None:
        self.window.open_clinic(seen.answer, self._clock)

    def _fail(self, error: Exception) -> None:
        """Send people to reception, and try again after a while.

        The screen is public: it shows the code alone, the log says where the database is.
        """
        code = getattr(error, "code", "bug")
        log.warning("the clinic could not be opened (%s): %s", code, said(error))
        self._close_office()
        self.window.show_closed(code)
        self._again.start()

    def _close_office(self) -> None:
        self.dispatcher.close()
        if self._watch is not None:
            self._watch.deleteLater()
            self._watch = None
        opening, self._opening = self._opening, None
        if opening is not None:
            # Closing still reads and writes; not even then does the GUI thread touch the database.
            self._opener.submit(close_opened, opening).result()

    def close(self) -> None:
        """Stop asking, finish what is being written, join every thread. Repeatable."""
        self._again.stop()
        self._close_office()
        self._opener.shutdown(wait=True, cancel_futures=True)
        self._worker.close(ERRAND_SECONDS)
        if self._worker.is_busy:
            end_spoolers()

    @property
    def is_held_up(self) -> bool:
        """Whether a printer still holds a thread."""
        return self._worker.is_busy


def _opened(settings: Settings, clock: Clock, *, lacks_demo: bool) -> Office:
    """Open the whole office, the demo made before where it is wanted. In the opening thread."""
    from clinic_desktop.compose import open_office

    if lacks_demo:
        demo_made(settings, clock, lambda _share: None)
    return open_office(settings, clock=clock)


def run(settings: Settings, *, demo: bool) -> int:
    """Run the patient's screen until staff leaves it; answer the exit code."""
    from clinic_desktop.ui.window import make_application

    application = make_application(["clinic-desktop"])
    collector = GuiCollector()
    log_qt_messages()
    named = bool(os.environ.get("CLINIC_ACTOR"))
    kiosk = KioskApp(
        settings if named else replace(settings, actor=ACTOR),
        Look(application, settings.theme), demo=demo,
    )  # fmt: skip
    kiosk.dispatcher.bug_found.connect(_log_bug)
    kiosk.start()
    try:
        code = application.exec()
    finally:
        kiosk.close()
        qInstallMessageHandler(None)
        collector.close()
    if kiosk.is_held_up:
        logging.shutdown()
        os._exit(code)
    return code


def _log_bug(error: Exception) -> None:
    """Keep a fault for the staff; patients were sent to reception."""
    log.error("a fault of the program", exc_info=error)
