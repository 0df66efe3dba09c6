"""The program's window: ``clinic-desktop [--database DB] [--demo]``."""

from __future__ import annotations

import argparse
import logging
import sys

from clinic_desktop import __version__
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.log import WindowLog
from clinic_desktop.settings import Settings

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
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    return parser


def main(arguments: list[str] | None = None) -> int:
    """Open the window; answer the exit code: 0 closed, 2 wrong usage, 70 a bug."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        settings = Settings.load(options.database)
    except Misuse as error:
        parser.error(error.message)
    window_log = WindowLog(settings.log_folder)
    logging.getLogger("clinic_desktop.window").info("version %s starts", __version__)
    try:
        # Qt is loaded only now, so that --help and --version answer on a PC without a screen.
        from clinic_desktop.app import run

        return run(settings, ["clinic-desktop"], window_log.path, demo=options.demo)
    except Exception:
        logging.getLogger("clinic_desktop.window").exception("the program ends")
        print(f"The program failed. The log says more: {window_log.path}", file=sys.stderr)  # noqa: T201 - there is no window to say it in
        return BUG
    finally:
        window_log.close()


if __name__ == "__main__":
    sys.exit(main())
