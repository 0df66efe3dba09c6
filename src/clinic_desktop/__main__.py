"""The program's window: ``clinic-desktop [--database DB] [--demo] [--kiosk]``."""

from __future__ import annotations

import argparse
import contextlib
import gc
import logging
import sys
from typing import TYPE_CHECKING

from clinic_desktop import __version__
from clinic_desktop.crashes import told_in
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.settings import Settings

if TYPE_CHECKING:
    from clinic_desktop.log import WindowLog

BUG = 70


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="clinic-desktop", description="A desktop scheduler for clinics."
    )
    parser.add_argument(
        "--database",
        metavar="DB",
        help="a file or a postgresql:// URL; else CLINIC_DATABASE, else your data folder",
    )
    parser.add_argument(
        "--demo",
        action="store_true",
        help="open the demo clinic, made in its own file when missing",
    )
    parser.add_argument(
        "--doctor",
        metavar="DOCTOR",
        default="",
        help="a doctor's own window: id or exact name; nobody else's time is shown in it",
    )
    parser.add_argument(
        "--kiosk",
        action="store_true",
        help="the patients' own screen: full screen, in four languages; staff leave it by "
        "Ctrl+Alt+Shift+Q",
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Open the window; answer the exit code: 0 closed, 2 wrong usage, 70 a bug."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if options.kiosk and options.doctor:
        parser.error("--kiosk is for all patients, --doctor for one doctor: give one of them.")
    try:
        settings = Settings.load(options.database)
    except Misuse as error:
        parser.error(error.message)
    try:
        with told_in(settings.log_folder):
            if options.kiosk:
                return _run_kiosk(settings, demo=options.demo)
            return _run(settings, demo=options.demo, doctor=options.doctor.strip())
    except Exception:
        with _log(settings) as window_log:
            logging.getLogger("clinic_desktop.window").exception("the program ends")
        print(f"The program failed. The log says more: {window_log.path}", file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return BUG


def _run(settings: Settings, *, demo: bool, doctor: str = "") -> int:
    """Show the window's frame, load all else behind it, and run until it is closed."""
    # Loading goes a tenth faster so; the window's own collector takes over.
    gc.disable()
    # Qt is loaded only now, so that --help and --version answer on a PC without a screen.
    from clinic_desktop.ui.window import Window, make_application

    application = make_application(["clinic-desktop"])
    window = Window(settings.theme)
    window.show()
    window.wait_for_first_frame()
    if not window.isVisible():
        # Closed while only its frame stood.
        return 0
    with _log(settings) as window_log:
        logging.getLogger("clinic_desktop.window").info("version %s starts", __version__)
        from clinic_desktop.app import run

        return run(application, window, settings, window_log.path, demo=demo, doctor=doctor)


def _run_kiosk(settings: Settings, *, demo: bool) -> int:
    """Show the patients' own screen until staff leave it."""
    gc.disable()
    with _log(settings):
        logging.getLogger("clinic_desktop.window").info("version %s starts a kiosk", __version__)
        from clinic_desktop.kiosk import run

        return run(settings, demo=demo)


def _log(settings: Settings) -> contextlib.closing[WindowLog]:
    """Open the window's log."""
    from clinic_desktop.log import WindowLog

    return contextlib.closing(WindowLog(settings.log_folder))


if __name__ == "__main__":
    sys.exit(main())
