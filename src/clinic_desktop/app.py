"""The composition root: the window is furnished, the office opened behind it; closed in reverse."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from PySide6.QtCore import QObject, Qt, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from clinic_desktop.domain.office import Office, Seen, Site, TheSite
from clinic_desktop.domain.people import Doctor, DoctorCalled
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.time import Clock, system_clock
from clinic_desktop.settings import Settings
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.collector import GuiCollector
from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.errands import Errands
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.reports import BugReporter, log_qt_messages, tell_unfinished
from clinic_desktop.ui.site_names import SiteNames
from clinic_desktop.ui.tick import TickWatch
from clinic_desktop.ui.window import Window

if TYPE_CHECKING:
    from clinic_desktop.scheduling.early import Known
    from clinic_desktop.ui.first_page import NewClinic

DEMO_FILE = "demo.db"
ERRAND_SECONDS = 3.0
"""How long closing waits for sheets and lists that are being printed or saved."""
NOTHING_YET = frozenset({"missing", "empty", "no_clinic", "no_database"})
"""Codes that mean: there is no clinic at this place yet."""


def demo_settings(settings: Settings) -> Settings:
    """Answer the settings of the demo clinic, which has a file of its own."""
    return replace(settings, database=str(settings.data_folder / DEMO_FILE))


class ClinicApp(QObject):
    """One window and its office; the window is on the screen before the database is touched.

    Signals:
        _demo_progressed(float): which share of the demo is made; sent from the opening thread.
    """

    _demo_progressed = Signal(object)

    def __init__(
        self,
        settings: Settings,
        look: Look,
        window: Window | None = None,
        *,
        demo: bool = False,
        doctor: str = "",
        clock: Clock = system_clock,
    ) -> None:
        """Furnish the window, or make one; ``start`` shows it.

        ``doctor`` is the id or exact name of whose own window it is to be; empty: everybody's.
        """
        super().__init__()
        self._settings = demo_settings(settings) if demo else settings
        self._asked_settings = settings
        self._demo, self._clock, self._look, self._doctor = demo, clock, look, doctor
        self.dispatcher = Dispatcher()
        self._opener = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opener")
        self._worker = Errands()
        self._watch: TickWatch | None = None
        # While the window is furnished; ``start`` takes what comes of it.
        self._opening: Future[Office] | None = None if self._lacks_demo else self._submit_opening()
        self.window = window or Window(settings.theme)
        self.window.furnish(look, settings.actor, settings.config_folder)
        self.window.retry_requested.connect(self._open)
        self.window.demo_requested.connect(self._open_demo)
        self.window.clinic_requested.connect(self._make_clinic)
        self.window.file_wanted.connect(self._ask_file)
        self.window.closed.connect(self.close)
        self._demo_progressed.connect(self._show_progress, Qt.ConnectionType.QueuedConnection)
        self.on_open: Callable[[], None] | None = None

    def start(self) -> None:
        """Show the window, and open the clinic behind it."""
        self.window.show()
        self._open()

    @property
    def settings(self) -> Settings:
        """What is open, or being opened."""
        return self._settings

    @property
    def _lacks_demo(self) -> bool:
        """Whether the demo is wanted and has to be made first."""
        return self._demo and not Path(self._settings.database).exists()

    def _submit_opening(self) -> Future[Office]:
        """Open the office in a thread of its own."""
        settings, clock = self._settings, self._clock
        return self._opener.submit(lambda: _opened(settings, clock))

    def _open(self) -> None:
        """Open the office, and show that it is being opened."""
        if self._lacks_demo:
            self._make_demo()
            return
        self.window.show_opening()
        self._opening = self._opening or self._submit_opening()
        self.dispatcher.follow(self._opening, self._take_office, self._fail)

    def _take_office(self, office: Office) -> None:
        """Let the window work with the office."""
        self.dispatcher.open(office)
        if not self._settings.on_server:
            self._watch = TickWatch(Path(f"{self._settings.database}.tick"), office, self)
        self.dispatcher.ask(TheSite(), self._take_site, self._fail)

    def _take_site(self, seen: Seen[Site]) -> None:
        self._site = seen.answer
        if self._doctor:
            # Nothing is shown before it is known whose it may be.
            self.dispatcher.ask(DoctorCalled(text=self._doctor), self._take_own, self._fail)
        else:
            self._show_clinic(None)

    def _take_own(self, seen: Seen[Doctor]) -> None:
        self._show_clinic(seen.answer)

    def _show_clinic(self, own: Doctor | None) -> None:
        actions = self.window.acts
        clinic = Clinic(
            self.dispatcher, self._look, self._site, self._clock, actions, self._worker,
            SiteNames(self.dispatcher), self._settings.config_folder, self._settings.file, own,
        )  # fmt: skip
        self.window.open_clinic(clinic)
        if self.on_open is not None:
            self.on_open()

    def _fail(self, error: Exception) -> None:
        """Show the first page where nothing is yet, else what is wrong."""
        self._close_office()
        if isinstance(error, Unavailable) and error.code in NOTHING_YET and not self._demo:
            self.window.show_first_page(str(error.facts.get("place", "")))
        else:
            self.window.show_failure(error)

    def _open_demo(self) -> None:
        """Open the demo clinic, made only if it is not there: somebody may work in it already."""
        self._demo = True
        self._settings = demo_settings(self._asked_settings)
        self._open()

    def _ask_file(self) -> None:
        """Ask which clinic's file to open instead."""
        from clinic_desktop.ui.saving import ask_which

        file = self._asked_settings.file
        folder = self._asked_settings.data_folder if file is None else file.parent
        ask_which(self.window, "Open a clinic", folder, self._open_file)

    def _open_file(self, file: str) -> None:
        """Open another clinic's file instead."""
        self._demo = False
        self._settings = self._asked_settings = replace(self._asked_settings, database=file)
        self._open()

    def _make_demo(self) -> None:
        """Make the demo clinic in its own file, and open it."""
        self.window.show_first_page()
        self.window.first_page.show_working("Making the demo clinic\N{HORIZONTAL ELLIPSIS}")
        settings, clock = self._settings, self._clock
        tell = self._demo_progressed.emit
        future = self._opener.submit(lambda: demo_made(settings, clock, tell))
        self.dispatcher.follow(future, self._made, self._fail_making)

    def _make_clinic(self, wanted: NewClinic) -> None:
        """Make the person's own clinic and open it."""
        self._settings = self._asked_settings
        self.window.first_page.show_working("Setting up your clinic\N{HORIZONTAL ELLIPSIS}")
        settings, clock = self._settings, self._clock
        future = self._opener.submit(lambda: _clinic_made(settings, clock, wanted))
        self.dispatcher.follow(future, self._made, self._fail_making)

    def _show_progress(self, share: float) -> None:
        self.window.first_page.show_progress(share)

    def _made(self, _site: Site) -> None:
        self._demo = False
        self._open()

    def _fail_making(self, error: Exception) -> None:
        self.window.first_page.show_error(error)

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
        """Stop asking, finish what is being written, join every thread. Repeatable.

        What the office stores is waited for, however long it takes; a sheet or a list is not.
        """
        self._close_office()
        self._opener.shutdown(wait=True, cancel_futures=True)
        self._worker.close(ERRAND_SECONDS)
        if self._worker.is_busy:
            from clinic_desktop.ui.paper.printer import end_spoolers

            end_spoolers()

    @property
    def failed(self) -> tuple[str, ...]:
        """What the clinic refused or could not store while it was being closed, and why."""
        return self.dispatcher.unheard_failures

    @property
    def missed(self) -> tuple[str, ...]:
        """What is not saved or printed until now, of what was on its way at closing."""
        return self._worker.missed

    @property
    def is_held_up(self) -> bool:
        """Whether a drive, a printer or a long sheet still holds a thread."""
        return self._worker.is_busy


def _opened(settings: Settings, clock: Clock) -> Office:
    """Open the office. In the opening thread."""
    if not settings.on_server:
        file = Path(settings.database)
        if not file.exists() or not file.stat().st_size:
            message = f"There is no clinic at {file} yet."
            raise Unavailable("missing", message, {"place": str(file)})
    whole = partial(_whole, settings, clock)
    return whole() if settings.on_server else _early(settings, clock, whole)


def _whole(settings: Settings, clock: Clock, known: Known | None = None) -> Office:
    """Open the whole office; importing SQLAlchemy takes longest."""
    from clinic_desktop.compose import open_office

    return open_office(settings, clock=clock, known=known)


def _early(settings: Settings, clock: Clock, whole: Callable[..., Office]) -> Office:
    """Open an office that answers the first picture before the whole one is loaded."""
    from clinic_desktop.scheduling.early import EarlyOffice

    file = Path(settings.database).expanduser().absolute()
    with contextlib.suppress(Unavailable, sqlite3.Error):
        return EarlyOffice(file, settings.actor, clock, whole)
    # The whole one says it in the words that people read.
    return whole()


def close_opened(opening: Future[Office]) -> None:
    """Close the office, also one that is still being opened. In a thread of its own."""
    if opening.exception() is None:
        opening.result().close()


def _clinic_made(settings: Settings, clock: Clock, wanted: NewClinic) -> Site:
    """Make a clinic. In the opening thread."""
    from clinic_desktop.compose import create_clinic

    return create_clinic(settings, name=wanted.name, zone=wanted.zone, clock=clock)


def demo_made(settings: Settings, clock: Clock, progress: Callable[[float], None]) -> Site:
    """Make the demo clinic. In the opening thread."""
    from clinic_desktop.compose import create_demo

    file = Path(settings.database)
    part = file.with_name(f"{file.name}.part")
    _clear_away(part)
    made = create_demo(replace(settings, database=str(part)), clock=clock, progress=progress)
    # A demo that was interrupted is made anew, never opened half.
    part.replace(file)
    _clear_away(part)
    return made


def _clear_away(part: Path) -> None:
    """Remove an unfinished demo, with what SQLite and the news lay beside it."""
    for leftover in part.parent.glob(f"{part.name}*"):
        leftover.unlink()


def run(
    application: QApplication,
    window: Window,
    settings: Settings,
    log_file: Path,
    *,
    demo: bool,
    doctor: str = "",
) -> int:
    """Run the program until its window, already on the screen, is closed; answer the exit code.

    While a drive or a printer still holds a thread, the process is ended here instead.
    """
    collector = GuiCollector()
    reporter = BugReporter(log_file)
    log_qt_messages()
    look = Look(application, settings.theme)
    clinic = ClinicApp(settings, look, window, demo=demo, doctor=doctor)
    clinic.dispatcher.bug_found.connect(reporter.report)
    clinic.on_open = collector.freeze_soon
    clinic.start()
    try:
        code = application.exec()
    finally:
        clinic.close()
        failed, missed = clinic.failed, clinic.missed
        if failed or missed:
            tell_unfinished(failed, missed)
        reporter.close()
        qInstallMessageHandler(None)
        collector.close()
    if clinic.is_held_up:
        _end(code)
    return code


def _end(code: int) -> NoReturn:
    """End the process under its threads: taking Qt down under one that paints would abort it."""
    logging.shutdown()
    os._exit(code)
