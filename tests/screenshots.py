"""Pictures of every screen, from a demo clinic; those of the documents with ``--docs``."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests import (
    family_scenes,
    kiosk_scenes,
    off_scenes,
    people_scenes,
    pin_scenes,
    scenes,
    series_scenes,
    several_scenes,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QWidget

    from clinic_desktop.ui.look import Look
    from tests.driver import Desk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZES = ("1440x900", "1024x700")
UPRIGHT = "1080x1920"
"""As screens for patients often stand."""
DRESSES = (("1", "plain"), ("2", "plain"), ("1", "large"), ("1", "mirrored"))
"""Device pixel ratio and dress: ``large`` doubles all text, ``mirrored`` reads right to left."""
RUNS = tuple(f"{scale} {dress} {size}" for scale, dress in DRESSES for size in SIZES)
"""Each size is walked through by itself: what scrolls into sight there is what a person sees."""
THEMES = ("light", "dark")
PAGE = 1600
"""Pixels of a printed page's width."""
ZONE = "America/New_York"


def main(arguments: list[str] | None = None) -> int:
    """Make all pictures; one process for each run, since Qt reads the scale once."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--docs", action="store_true", help="renew the pictures of docs/ instead")
    parser.add_argument("--only", default="", help="keep the pictures with this in their name")
    parser.add_argument("--run", choices=RUNS, help=argparse.SUPPRESS)
    parser.add_argument("--demo", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.docs:
        from tests.pictures import renew

        return renew()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.run:
        scale, dress, size = options.run.split()
        look = _dressed(dress)
        for theme in THEMES:
            look.set_theme(theme)
            with tempfile.TemporaryDirectory() as folder:
                ending = f"{scale}x" if dress == "plain" else f"{dress}_{scale}x"
                kept = _Kept(options.out, options.only, theme, size, ending)
                _Pictures(kept, look, Path(folder), options.demo).make_all()
        return 0
    with tempfile.TemporaryDirectory() as folder:
        demo = Path(folder) / "demo.db"
        _make_demo(demo)
        for run in RUNS:
            again = [sys.executable, "-m", "tests.screenshots", "--out", str(options.out)]
            again += ["--only", options.only, "--run", run, "--demo", str(demo)]
            environ = {**os.environ, "QT_SCALE_FACTOR": run[0]}
            done = subprocess.run(again, check=False, env=environ)
            if done.returncode:
                return done.returncode
    print(f"{len(list(options.out.glob('*.png')))} pictures in {options.out}")  # noqa: T201 - a tool
    return 0


class _Kept(NamedTuple):
    """Where pictures go, which of them, of what, and how their files' names end."""

    out: Path
    only: str
    theme: str
    size: str
    ending: str


def _dressed(dress: str) -> Look:
    """Answer the look of an application in a dress."""
    from PySide6.QtCore import Qt

    from clinic_desktop.ui.look import Look
    from clinic_desktop.ui.window import make_application

    app = make_application(["screenshots"])
    if dress == "mirrored":
        app.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    return Look(app, text_scale=2.0 if dress == "large" else 1.0)


class _Pictures:
    """All pictures of one theme, size, scale and dress."""

    def __init__(self, kept: _Kept, look: Look, folder: Path, filled: Path | None) -> None:
        """Take what the pictures are made with, a folder for the clinics, and a filled demo."""
        self._kept, self._look, self._folder, self._filled = kept, look, folder, filled

    def make_all(self) -> None:
        """Show each scene; those that change the same clinic follow each other."""
        from tests.ui import clinics

        mine = clinics.settings_of(str(self._folder / "none.db"), self._folder)
        self._with_window(mine, scenes.first_page, opens=False)
        empty = replace(mine, database=str(self._folder / "empty.db"))
        _create(empty, "Riverside Family Practice")
        self._with_window(empty, scenes.empty_clinic)
        self._with_window(empty, scenes.no_doctor_to_set)
        demo = replace(mine, database=str(self._folder / "demo.db"))
        if self._filled is None:
            _make_demo(Path(demo.database))
        else:
            shutil.copyfile(self._filled, demo.database)
        for scene in (
            scenes.booking,
            scenes.weeks_and_keys,
            scenes.lost_race,
            scenes.other_views,
            scenes.pointed_at,
            scenes.slips,
            scenes.quiet_days,
            off_scenes.blocking_off,
            scenes.availability,
            scenes.lists,
            off_scenes.time_off,
            off_scenes.line,
            off_scenes.shared_time,
            people_scenes.people,
            series_scenes.series,
            several_scenes.several,
            pin_scenes.pinboard,
            family_scenes.family,
        ):
            self._with_window(demo, scene)
        self._with_kiosk(demo)
        self._with_window(demo, scenes.own_window, doctor="Dr Silva")
        file = Path(demo.database)
        self._with_window(demo, lambda desk, keep: scenes.away(desk, keep, file))
        broken = self._folder / "broken.db"
        broken.write_bytes(b"no clinic at all" * 400)
        self._with_window(replace(mine, database=str(broken)), scenes.not_opened, opens=False)

    def _with_window(
        self,
        settings: object,
        show: Callable[[Desk, scenes.Keep], None],
        *,
        opens: bool = True,
        doctor: str = "",
    ) -> None:
        from clinic_desktop.app import ClinicApp
        from tests.driver import Desk

        app = ClinicApp(settings, self._look, clock=lambda: scenes.NOW, doctor=doctor)  # type: ignore[arg-type]
        app.window.resize(*map(int, self._kept.size.split("x")))
        app.start()
        desk = Desk(app)
        if opens:
            desk.wait_for(lambda: app.window.workplace is not None)
            desk.settled()
        else:
            desk.wait_for(lambda: app.window.is_on_first_page or bool(app.window.problem))
        try:
            show(desk, self)
        finally:
            app.window.close()
            if app.window.isVisible():
                # A booking that was begun is shown once more; another window has to be in front.
                app.window.close()
            app.close()

    def _with_kiosk(self, settings: object) -> None:
        """Show the patients' own screen, with the first size upright, too."""
        from PySide6.QtCore import QCoreApplication

        from clinic_desktop.kiosk import KioskApp
        from clinic_desktop.ui.kiosk import countdown
        from tests.visitor import Visitor

        # The scenes count the seconds by themselves: a page may take long to be drawn.
        countdown.SECOND_MS = 3_600_000
        app = KioskApp(settings, self._look, clock=lambda: scenes.NOW)  # type: ignore[arg-type]
        app.start(whole_screen=False)
        visitor = Visitor(app)
        visitor.wait_for(lambda: app.window.is_open)
        size = self._kept.size
        sizes = (UPRIGHT, size) if size == SIZES[0] else (size,)

        def shoot(name: str) -> None:
            for one in sizes:
                app.window.resize(*map(int, one.split("x")))
                for _ in range(3):
                    QCoreApplication.processEvents()
                if self._kept.only in name:
                    app.window.grab().save(str(self._file(name, one)))

        try:
            kiosk_scenes.kiosk(visitor, shoot)
        finally:
            app.window.leave()
            app.close()

    def __call__(self, desk: Desk, name: str) -> None:
        """Keep a picture of the window."""
        from PySide6.QtCore import QCoreApplication

        if self._kept.only in name:
            for _ in range(3):
                QCoreApplication.processEvents()
            _picture(desk.app.window).save(str(self._file(name, self._kept.size)))

    def pages(self, desk: Desk, name: str) -> None:
        """Keep the first page that is to be printed, as it comes out."""
        from clinic_desktop.ui.paper.output import picture
        from clinic_desktop.ui.paper.pane import PaperPane

        if self._kept.only in name:
            page = desk.find("Printing place", PaperPane).view.pages[0]
            picture(page, PAGE).save(str(self._file(name, "page")))

    def _file(self, name: str, size: str) -> Path:
        return self._kept.out / f"{name}_{self._kept.theme}_{size}_{self._kept.ending}.png"


def _picture(window: QWidget) -> QPixmap:
    """Answer a window with the menu that is open over it, if one is."""
    from PySide6.QtGui import QPainter
    from PySide6.QtWidgets import QApplication

    picture, menu = window.grab(), QApplication.activePopupWidget()
    if menu is not None:
        painter = QPainter(picture)
        painter.drawPixmap(window.mapFromGlobal(menu.pos()), menu.grab())
        painter.end()
        menu.close()
    return picture


def _make_demo(file: Path) -> None:
    """Make and fill the demo clinic: it takes as long as many pictures, so it is made once."""
    from tests.ui import clinics

    with tempfile.TemporaryDirectory() as folder:
        settings = clinics.settings_of(str(file), Path(folder))
        _create(settings, "Demo clinic")
        _fill(settings)


def _create(settings: object, name: str) -> None:
    from clinic_desktop import compose

    compose.create_clinic(settings, name=name, zone=ZONE, clock=lambda: scenes.NOW)  # type: ignore[arg-type]


def _fill(settings: object) -> None:
    from clinic_desktop import compose
    from clinic_desktop.domain.bulk import FillDemo

    office = compose.open_office(settings, clock=lambda: scenes.NOW, feed=False)  # type: ignore[arg-type]
    try:
        office.do(FillDemo()).result()
        scenes.give_rooms_work(office)
    finally:
        office.close()


if __name__ == "__main__":
    sys.exit(main())
