"""Where things are, and which zone the machine itself keeps."""

from __future__ import annotations

from pathlib import Path

import pytest

from clinic_desktop.__main__ import main as open_window
from clinic_desktop.cli import main
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.settings import Settings, machine_zone, resources


def test_the_zone_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "CET-1CEST")
    assert machine_zone() is None
    monkeypatch.setenv("TZ", "")
    target = tmp_path / "zoneinfo" / "Asia" / "Kolkata"
    target.parent.mkdir(parents=True)
    target.touch()
    (tmp_path / "localtime").symlink_to(target)
    assert machine_zone(tmp_path / "localtime") == "Asia/Kolkata"
    assert machine_zone(tmp_path / "none") is None


def test_the_database_named_last_is_the_users_own() -> None:
    """An option goes before the environment, and that before the user's folder."""
    environ = {"CLINIC_DATABASE": "other.db", "CLINIC_ACTOR": "Ann", "CLINIC_STATION": "front"}
    assert Settings.load("mine.db", environ).database == "mine.db"
    assert Settings.load(None, environ).database == "other.db"
    assert Settings.load(None, {}).database.endswith("clinic.db")
    assert (Settings.load(None, environ).actor, Settings.load(None, environ).station) == (
        "Ann",
        "front",
    )


def test_a_server_is_told_from_a_file() -> None:
    """By the URL's scheme alone."""
    assert Settings.load("postgresql://clinic@server/clinic", {}).on_server
    assert not Settings.load("postgresql.db", {}).on_server


def test_resources_lie_beside_the_program() -> None:
    """Fonts, icons and mappings are found from a checkout."""
    assert (resources() / "fonts" / "OFL.txt").is_file()
    assert (resources() / "icons" / "calendar-days.svg").is_file()


def test_an_empty_name_is_no_database() -> None:
    """Only where nothing was asked for is the user's own taken."""
    with pytest.raises(Misuse, match="usage"):
        Settings.load(" ", {})
    assert main(["--database", "", "doctor", "list"]) == 2
    with pytest.raises(SystemExit) as ended:
        open_window(["--database", ""])
    assert ended.value.code == 2


def test_names_from_outside_can_be_stored() -> None:
    """Bytes that are no text, and control characters, are shown as such."""
    environ = {"CLINIC_ACTOR": "J\udcfcrgen\x07", "CLINIC_STATION": " front \n desk "}
    settings = Settings.load(None, environ)
    assert (settings.actor, settings.station) == ("J\ufffdrgen\ufffd", "front desk")
    assert Settings.load(None, {"CLINIC_ACTOR": "\n"}).actor == Settings.load(None, {}).actor
