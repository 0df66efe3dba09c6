"""The wheel alone, in an empty environment and away from the checkout, is the whole program."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.packaging.conftest import PLAIN, ROOT

pytestmark = pytest.mark.slow

# The window without a screen, started as its own program is; it looks at itself and closes.
LOOK = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase
from clinic_desktop import app, settings
from clinic_desktop.__main__ import main

class Looking(app.ClinicApp):
    def start(self):
        super().start()
        self.clock = QTimer(self, interval=20)
        self.clock.timeout.connect(self.look)
        self.clock.start()

    def look(self):
        if not self.window.is_on_first_page:
            return
        self.clock.stop()
        picture = self.window.grab().toImage()
        across, down = range(0, picture.width(), 3), range(0, picture.height(), 3)
        folder = settings.resources()
        print(json.dumps({
            "colours": len({picture.pixel(x, y) for x in across for y in down}),
            "families": QFontDatabase.families(),
            "font": self.window.font().family(),
            "resources": str(folder),
            "files": sorted(str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()),
        }))
        self.window.close()

app.ClinicApp = Looking
sys.exit(main([]))
"""

VISITS = """\
PatientId,AppointmentID,Gender,ScheduledDay,AppointmentDay,Age,Neighbourhood,No-show
29872499824296,5642903,F,2016-04-29T18:38:08Z,2016-05-02T00:00:00Z,62,JARDIM DA PENHA,No
"""


@dataclass(frozen=True, slots=True)
class Installed:
    """An environment that holds the wheel, and a home for who uses it."""

    folder: Path
    home: Path

    def run(self, program: str, *words: str) -> str:
        """Run one of its programs where no checkout is; answer what it printed."""
        environ = {**PLAIN, "HOME": str(self.home), "QT_QPA_PLATFORM": "offscreen"}
        done = subprocess.run(
            [str(self.folder / "bin" / program), *words],
            cwd=self.home,
            env=environ,
            check=False,
            capture_output=True,
            text=True,
            timeout=240,
        )
        assert (done.returncode, done.stderr) == (0, ""), done
        return done.stdout

    @property
    def package(self) -> Path:
        """Where the package lies in it."""
        code = "import clinic_desktop; print(clinic_desktop.__file__)"
        return Path(self.run("python", "-c", code).strip()).parent


def lend_packages(site_packages: Path) -> None:
    """Lend it all that is installed here, but neither the project nor the way to it."""
    lent = site_packages.parent / "lent"
    lent.mkdir()
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        own = path.name.removeprefix("_").startswith(("clinic_desktop", "__editable__"))
        if not own and path.suffix != ".pth":
            (lent / path.name).symlink_to(path)
    (site_packages / "lent.pth").write_text(f"{lent}\n", encoding="utf-8")


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel of this checkout, installed into a new environment."""
    made = tmp_path_factory.mktemp("wheel")
    folder, home = made / "environment", made / "home"
    home.mkdir()
    build = [str(Path(sysconfig.get_path("scripts"), "hatchling")), "build", "-t", "wheel"]
    subprocess.run([*build, "-d", str(made)], cwd=ROOT, check=True, timeout=240)
    (wheel,) = made.glob("*.whl")
    uv = shutil.which("uv")
    options = ["--quiet", "--no-deps", "--no-index", str(wheel)]
    if uv:
        make = [uv, "venv", "--quiet", "--python", sys.executable, str(folder)]
        install = [uv, "pip", "install", "--python", str(folder / "bin/python"), *options]
    else:
        make = [sys.executable, "-m", "venv", str(folder)]
        install = [str(folder / "bin/python"), "-m", "pip", "install", *options]
    for command in (make, install):
        subprocess.run(command, check=True, timeout=240)
    (site_packages,) = folder.glob("lib/python3*/site-packages")
    lend_packages(site_packages)
    return Installed(folder, home)


def test_nothing_of_the_checkout_is_seen(installed: Installed) -> None:
    assert installed.package.is_relative_to(installed.folder)
    seen = installed.run("python", "-c", "import sys; print(*sys.path, sep='\\n')").splitlines()
    assert not [path for path in seen if Path(path).is_relative_to(ROOT)]


def test_the_command_makes_a_clinic_and_finds_it_sound(installed: Installed) -> None:
    database = str(installed.home / "made.db")
    assert "usage: clinic" in installed.run("clinic", "--help")
    ask = ("--json", "--database", database)
    made = json.loads(installed.run("clinic", *ask, "init", "--zone", "UTC"))
    assert made["zone"] == "UTC"
    assert json.loads(installed.run("clinic", *ask, "verify"))["ok"]


def test_a_history_is_imported_by_a_mapping_of_the_wheel(installed: Installed) -> None:
    ask = ("--json", "--database", str(installed.home / "imported.db"))
    installed.run("clinic", *ask, "init", "--zone", "America/Sao_Paulo")
    file = installed.home / "visits.csv"
    file.write_text(VISITS, encoding="utf-8")
    words = ("import", "history", str(file), "--mapping", "no-show-brazil")
    assert json.loads(installed.run("clinic", *ask, *words))["imported"] == 1


def test_a_demo_is_made_of_the_names_in_the_wheel(installed: Installed) -> None:
    ask = ("--json", "--database", str(installed.home / "demo.db"))
    installed.run("clinic", *ask, "init", "--zone", "UTC")
    installed.run("clinic", *ask, "demo", "--doctors", "2", "--patients", "9", "--weeks", "2")
    assert json.loads(installed.run("clinic", *ask, "verify"))["ok"]


def test_the_window_opens_with_its_own_fonts_and_icons(installed: Installed) -> None:
    assert "--demo" in installed.run("clinic-desktop", "--help")
    seen: dict[str, Any] = json.loads(installed.run("python", "-c", LOOK))
    assert seen["colours"] > 100, "the first page has words, with soft edges"
    assert seen["font"] == "Inter"
    assert Path(seen["resources"]) == installed.package / "resources"
    kept = ROOT / "resources"
    assert seen["files"] == sorted(
        str(path.relative_to(kept)) for path in kept.rglob("*") if path.is_file()
    )
