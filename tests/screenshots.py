"""Pictures of every screen, from a demo clinic; those of the documents with ``--docs``."""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from clinic_desktop.domain.booking import Appointment
    from clinic_desktop.ui.look import Look
    from tests.driver import Desk

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

SIZES = {"1440x900": (1440, 900), "1024x700": (1024, 700)}
RUNS = (("1", "plain"), ("2", "plain"), ("1", "large"), ("1", "mirrored"))
"""Device pixel ratio and dress: ``large`` doubles all text, ``mirrored`` reads right to left."""
THEMES = ("light", "dark")
NOW = dt.datetime(2025, 11, 4, 15, 20, tzinfo=dt.UTC)
"""A Tuesday, 10:20 in New York."""
ZONE = "America/New_York"


def main(arguments: list[str] | None = None) -> int:
    """Make all pictures; one process for each scale and dress, since Qt reads the scale once."""
    parser = argparse.ArgumentParser(prog="python -m tests.screenshots", description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("screenshots"))
    parser.add_argument("--docs", action="store_true", help="renew the pictures of docs/ instead")
    parser.add_argument("--only", default="", help="keep the pictures with this in their name")
    parser.add_argument("--run", choices=[" ".join(run) for run in RUNS], help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.docs:
        from tests.pictures import renew

        return renew()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.run:
        scale, dress = options.run.split()
        look = _dressed(dress)
        for theme in THEMES:
            look.set_theme(theme)
            with tempfile.TemporaryDirectory() as folder:
                ending = f"{scale}x" if dress == "plain" else f"{dress}_{scale}x"
                kept = _Kept(options.out, options.only, theme, ending)
                _Pictures(kept, look, Path(folder)).make_all()
        return 0
    for scale, dress in RUNS:
        again = [sys.executable, "-m", "tests.screenshots", "--out", str(options.out)]
        again += ["--only", options.only, "--run", f"{scale} {dress}"]
        environ = {**os.environ, "QT_SCALE_FACTOR": scale}
        done = subprocess.run(again, check=False, env=environ)
        if done.returncode:
            return done.returncode
    print(f"{len(list(options.out.glob('*.png')))} pictures in {options.out}")  # noqa: T201 - a tool
    return 0


class _Kept(NamedTuple):
    """Where pictures go, which of them, and how their files' names end."""

    out: Path
    only: str
    theme: str
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
    """All pictures of one theme, scale and dress."""

    def __init__(self, kept: _Kept, look: Look, folder: Path) -> None:
        """Take what the pictures are made with, and a folder for the clinics."""
        self._kept, self._look, self._folder = kept, look, folder

    def make_all(self) -> None:
        """Show each screen, and keep its picture in both sizes."""
        from tests.ui import clinics

        mine = clinics.settings_of(str(self._folder / "none.db"), self._folder)
        self._with_window(mine, self._first_page, opens=False)
        empty = replace(mine, database=str(self._folder / "empty.db"))
        _create(empty, "Riverside Family Practice")
        self._with_window(empty, self._empty_clinic)
        demo = replace(mine, database=str(self._folder / "demo.db"))
        _create(demo, "Demo clinic")
        _fill(demo)
        self._with_window(demo, self._daily_work)
        self._with_window(demo, self._rarer_work)
        self._with_window(demo, self._other_views)
        self._with_window(demo, self._hands)
        self._with_window(demo, self._quiet_days)
        self._with_window(demo, lambda desk: self._away(desk, Path(demo.database)))
        broken = self._folder / "broken.db"
        broken.write_bytes(b"no clinic at all" * 400)
        self._with_window(replace(mine, database=str(broken)), self._not_opened, opens=False)

    def _with_window(
        self,
        settings: object,
        show: Callable[..., None],
        *,
        opens: bool = True,
    ) -> None:
        from clinic_desktop.app import ClinicApp
        from tests.driver import Desk

        app = ClinicApp(settings, self._look, clock=lambda: NOW)  # type: ignore[arg-type]
        app.window.resize(*SIZES["1440x900"])
        app.start()
        desk = Desk(app)
        if opens:
            desk.wait_for(lambda: app.window.workplace is not None)
            desk.settled()
        else:
            desk.wait_for(lambda: app.window.is_on_first_page or bool(app.window.problem))
        try:
            show(desk)
        finally:
            app.window.close()
            app.close()

    def _keep(self, desk: Desk, name: str) -> None:
        """Keep a picture in every size."""
        from PySide6.QtCore import QCoreApplication

        if self._kept.only not in name:
            return
        window = desk.app.window
        for size, (wide, high) in SIZES.items():
            window.resize(wide, high)
            for _ in range(3):
                QCoreApplication.processEvents()
            if window.workplace is not None:
                desk.settled()
            file = f"{name}_{self._kept.theme}_{size}_{self._kept.ending}.png"
            window.grab().save(str(self._kept.out / file))
        window.resize(*SIZES["1440x900"])
        QCoreApplication.processEvents()

    def _first_page(self, desk: Desk) -> None:
        self._keep(desk, "01_first_page")

    def _empty_clinic(self, desk: Desk) -> None:
        self._keep(desk, "02_empty_clinic")

    def _daily_work(self, desk: Desk) -> None:
        """Walk through a morning."""
        from clinic_desktop.domain.booking import Appointment

        self._keep(desk, "03_day")
        desk.press("Ctrl+N")
        desk.settled()
        desk.type("an")
        desk.settled()
        self._keep(desk, "04_booking")
        desk.press("Enter")
        desk.settled()
        self._keep(desk, "05_patient_chosen")
        desk.press("Enter")
        desk.settled()
        self._keep(desk, "06_booked")
        desk.click("Close notice")
        mine = desk.view.current()
        assert isinstance(mine, Appointment)
        self._refusal(desk, mine)
        desk.press("Esc")
        desk.press("Esc")
        _close_notice(desk)
        desk.click_item(mine)
        desk.settled()
        self._keep(desk, "08_appointment")
        desk.click("Cancel visit")
        self._keep(desk, "09_cancel")
        desk.press("Esc")
        desk.click("Move appointment")
        self._keep(desk, "10_move")
        desk.press("Esc")
        desk.click("All visits of this patient")
        desk.settled()
        self._keep(desk, "11_patient")
        desk.press("Esc")
        desk.press("Ctrl+Shift+N")
        desk.settled()
        self._keep(desk, "12_new_patient")
        desk.press("Esc")
        _close_notice(desk)
        desk.press("Ctrl+2")
        desk.settled()
        self._keep(desk, "13_week")
        desk.press("F1")
        self._keep(desk, "14_keys")
        desk.click("Change keys")
        desk.click("Move the visit: M")
        desk.press("Ctrl+F")
        self._keep(desk, "14_keys_refused")
        desk.press("Esc")
        desk.press("Esc")

    def _rarer_work(self, desk: Desk) -> None:
        """Search, take a longer time by a drag, and lose it to another desk."""
        from clinic_desktop.domain.booking import Block, BookBlock

        desk.press("Ctrl+F")
        desk.type("smith")
        desk.settled()
        self._keep(desk, "15_search")
        desk.press("Esc")
        free = [item for item in desk.items() if isinstance(item, Block) and item.start > NOW]
        first, last = next(
            (one, other)
            for one, other in itertools.pairwise(free)
            if one.end == other.start and one.doctor_id == other.doctor_id
        )
        desk.drag(first.doctor, desk.clock(first.start), desk.clock(last.start))
        desk.choose_patient("smith")
        self._keep(desk, "16_longer")
        office = desk.app.dispatcher.office
        office.do(BookBlock(patient_id=2, block_id=first.id)).result()
        desk.wait_for(lambda: "taken" in desk.refusal)
        desk.settled()
        self._keep(desk, "17_taken")
        desk.press("Esc")

    def _other_views(self, desk: Desk) -> None:
        """See the same days as a month, as a list and on paper."""
        for key, name in (("Ctrl+3", "26_month"), ("Ctrl+4", "27_agenda"), ("Ctrl+1", "")):
            desk.press(key)
            desk.settled()
            if name:
                self._keep(desk, name)
        desk.press("Ctrl+Shift+S")
        desk.type("Whole house")
        desk.press("Enter")
        self._keep(desk, "30_saved_views")
        desk.press("Esc")
        desk.press("Ctrl+Shift+H")
        self._keep(desk, "31_hidden")
        desk.press("Ctrl+Shift+H")
        desk.press("Ctrl+P")
        desk.settled()
        self._keep(desk, "28_print_day")
        desk.click("Week sheet")
        desk.settled()
        self._keep(desk, "29_print_week")
        desk.press("Esc")
        for key, name, end in (
            ("Shift+F1", "34_legend", "Esc"),
            ("Shift+C", "35_cancelled_too", "Shift+C"),
            ("Ctrl+Shift+S", "36_saved_views", "Esc"),
            ("Ctrl+Shift+H", "37_hidden", "Ctrl+Shift+H"),
        ):
            desk.press(key)
            desk.settled()
            self._keep(desk, name)
            desk.press(end)
            desk.settled()

    def _hands(self, desk: Desk) -> None:
        """Point at a visit, drag it to where it can be and where it can't, and zoom."""
        from PySide6.QtCore import QPoint
        from PySide6.QtTest import QTest

        from clinic_desktop.domain.booking import Appointment, Block
        from clinic_desktop.ui.hover_card import HoverCard

        coming = [item for item in desk.items() if item.start > NOW]
        visit = next(
            one for one in coming if isinstance(one, Appointment) and len(one.block_ids) == 2
        )
        for point in (QPoint(3, 3), desk.view.item_rect(visit.id).center()):
            QTest.mouseMove(desk.view.viewport(), point)
        desk.wait_for(lambda: bool(desk.app.window.findChildren(HoverCard)))
        desk.wait_for(lambda: "visit:" in desk.app.window.findChildren(HoverCard)[0].text)
        self._keep(desk, "30_hover_card")
        for name, possible in (("31_drag", True), ("32_drag_refused", False)):
            desk.lift(visit.doctor, desk.clock(visit.start))
            for block in (one for one in coming if isinstance(one, Block)):
                desk.carry_to(desk.view.item_rect(block.id).center())
                landing = desk.view.hand.landing
                if landing is not None and bool(landing.why) is not possible:
                    break
            self._keep(desk, name)
            desk.press("Esc")
            desk.drop()
        for minutes in (60, 5):
            desk.view.set_zoom(minutes)
            self._keep(desk, f"33_zoom_{minutes:02}")

    def _quiet_days(self, desk: Desk) -> None:
        """Name somebody who is registered, find nobody, and see days without work or doctors."""
        from clinic_desktop.domain.booking import Appointment

        desk.press("Ctrl+Shift+N")
        desk.settled()
        desk.fill("New patient name", "Ant\u00f4nia Ara\u00fajo")
        desk.fill("New patient born", "1944-03-12")
        desk.settled()
        self._keep(desk, "18_known")
        desk.fill("New patient born", "31.2.1944")
        desk.click("Book")
        self._keep(desk, "19_wrong")
        desk.press("Esc")
        desk.press("Ctrl+F")
        desk.type("zzyzx")
        desk.settled()
        self._keep(desk, "20_nobody")
        desk.press("Esc")
        coming = next(
            item for item in desk.items() if isinstance(item, Appointment) and item.start > NOW
        )
        desk.click_item(coming)
        desk.settled()
        desk.click("Cancel visit")
        desk.click("Cancel: Patient ill")
        desk.settled()
        desk.click("Close notice")
        self._keep(desk, "21_cancelled")
        desk.press("Esc")
        desk.show(dt.date(2025, 11, 9))
        self._keep(desk, "22_sunday")
        for doctor in desk.workplace.doctors.shown:
            desk.click(f"Show {doctor.name}")
        desk.settled()
        self._keep(desk, "23_no_doctor")

    def _away(self, desk: Desk, file: Path) -> None:
        """Take the clinic's file away."""
        file.rename(file.with_suffix(".away"))
        desk.wait_for(lambda: bool(desk.named("Offline")))
        self._keep(desk, "24_offline")
        file.with_suffix(".away").rename(file)

    def _not_opened(self, desk: Desk) -> None:
        self._keep(desk, "25_not_opened")

    def _refusal(self, desk: Desk, mine: Appointment) -> None:
        """Book the same patient at the same time with another doctor: a warning in place."""
        from clinic_desktop.domain.booking import Block

        other = next(
            item
            for item in desk.items()
            if isinstance(item, Block)
            and item.doctor_id != mine.doctor_id
            and item.span.overlaps(mine.span)
        )
        desk.click_item(other)
        desk.choose_patient(mine.patient)
        desk.click("Book")
        desk.settled()
        self._keep(desk, "07_refusal")


def _close_notice(desk: Desk) -> None:
    """Put away what is told of a booking that was begun, so that it covers nothing."""
    if desk.notice:
        desk.click("Close notice")


def _create(settings: object, name: str) -> None:
    from clinic_desktop import compose

    compose.create_clinic(settings, name=name, zone=ZONE, clock=lambda: NOW)  # type: ignore[arg-type]


def _fill(settings: object) -> None:
    from clinic_desktop import compose
    from clinic_desktop.domain.bulk import FillDemo

    office = compose.open_office(settings, clock=lambda: NOW, feed=False)  # type: ignore[arg-type]
    try:
        office.do(FillDemo()).result()
    finally:
        office.close()


if __name__ == "__main__":
    sys.exit(main())
