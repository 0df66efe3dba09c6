"""Whose time, in which mode and at which scale: saved under a name, shown by a function key."""

from __future__ import annotations

import json
from concurrent.futures import Future
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QLineEdit

from clinic_desktop.domain.booking import AgendaOf
from clinic_desktop.domain.office import Query, Seen
from clinic_desktop.domain.people import AddRoom
from clinic_desktop.settings import Settings
from tests.driver import Desk
from tests.ui import clinics, guards
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside


def check_only(desk: Desk, *names: str) -> None:
    """Have just these doctors checked."""
    listed = desk.workplace.doctors
    listed.show_these({each.id for each in (*listed.everyone, *listed.rooms) if each.name in names})
    desk.settled()


def save(desk: Desk, name: str = "") -> None:
    """Save what is shown on the key that is offered."""
    desk.press("Ctrl+Shift+S")
    desk.type(name)
    desk.press("Enter")
    desk.press("Esc")
    desk.settled()


def shown(desk: Desk) -> tuple[str, list[str], int | None]:
    """Answer mode, doctors and minutes of a row."""
    calendar = desk.workplace.calendar
    return calendar.mode, [doctor.name for doctor in calendar.doctors], calendar.view.zoom


def told(desk: Desk) -> str:
    about: QLabel = desk.app.window.findChild(QLabel, "about-views")  # type: ignore[assignment]
    return about.text()


def test_without_any_it_is_told_what_a_saved_view_is(desk: Desk) -> None:
    desk.press("Ctrl+Shift+S")
    assert told(desk).startswith("Nothing is saved yet.")
    desk.type("Mine")
    desk.press("Enter")
    assert "Mine" in told(desk)
    desk.press("Esc")
    desk.press("Ctrl+Shift+S")
    assert told(desk) == ""


def test_a_key_shows_what_was_saved_and_the_day_stays(desk: Desk) -> None:
    check_only(desk, "Dr Lee")
    desk.view.set_zoom(10)
    save(desk, "Lee close")
    desk.workplace.doctors.show_all()
    desk.press("Ctrl+0")
    desk.press("Ctrl+2")
    desk.settled()
    save(desk)
    desk.press("Ctrl+1")
    desk.press("PgDown")
    desk.press("F2")
    desk.settled()
    assert shown(desk) == ("day", ["Dr Lee"], 10)
    assert desk.workplace.calendar.day.isoformat() == "2025-11-03"
    assert [check.name for check in desk.workplace.doctors.shown] == ["Dr Lee"]
    desk.press("F3")
    desk.settled()
    assert shown(desk) == ("week", ["Dr Lee", "Dr Cole"], None)


def test_rooms_are_saved_and_come_back(desk: Desk) -> None:
    aside(lambda: clinics.done(desk.app.dispatcher.office, AddRoom(name="Room 1")))
    rooms = desk.workplace.doctors
    desk.wait_for(lambda: bool(rooms.rooms), "the room is listed")
    check_only(desk, "Dr Lee", "Room 1")
    save(desk)
    desk.press("F1")
    assert desk.says("Day, Dr Lee, Room 1")
    desk.press("Esc")
    check_only(desk, "Dr Cole")
    desk.press("F2")
    desk.settled()
    assert [each.name for each in rooms.shown] == ["Dr Lee", "Room 1"]
    assert shown(desk)[1] == ["Dr Lee", "Room 1"]


def test_whether_cancelled_visits_are_shown_belongs_to_a_view(desk: Desk) -> None:
    save(desk, "Without")
    desk.press("Shift+C")
    save(desk)
    check = desk.find("Show cancelled visits", QCheckBox)
    for key, on in (("F2", False), ("F3", True)):
        desk.press(key)
        desk.settled()
        assert (desk.workplace.calendar.cancelled, check.isChecked()) == (on, on)
    desk.press("F1")
    assert desk.says("Day, all doctors, cancelled visits")


def test_switching_asks_for_the_calendar_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.press("Ctrl+2")
    check_only(desk, "Dr Cole")
    save(desk)
    desk.workplace.doctors.show_all()
    desk.press("Ctrl+1")
    desk.settled()
    asked: list[object] = []
    office = desk.app.dispatcher.office
    ask = office.ask

    def count(query: Query[object]) -> Future[Seen[object]]:
        asked.append(query)
        return ask(query)

    monkeypatch.setattr(office, "ask", count)
    desk.press("F2")
    desk.settled()
    assert shown(desk)[:2] == ("week", ["Dr Cole"])
    assert len([query for query in asked if isinstance(query, AgendaOf)]) == 1


def test_views_are_named_anew_replaced_deleted_and_brought_back(desk: Desk) -> None:
    save(desk, "Mondays")
    desk.press("Ctrl+Shift+S")
    desk.fill("Rename Mondays", "All of them")
    desk.press("Enter")
    assert desk.offers("Show All of them")
    desk.find("Key of the view", QComboBox).setCurrentIndex(0)
    desk.fill("Name of the view", "Other")
    desk.press("Enter")
    assert told(desk) == "F2 shows “Other” from now on, in place of “All of them”."
    desk.click("Delete Other")
    assert told(desk) == "“Other” is deleted."
    desk.click("Bring it back")
    assert desk.offers("Show Other")
    desk.click("Delete Other")
    desk.press("Esc")
    desk.press("F2")
    assert desk.notice == "No view is saved on F2. Ctrl+Shift+S saves what is shown."


def test_views_are_kept_for_the_person_and_each_clinic(
    open_desk: OpenDesk, sqlite_settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    desk = open_desk(sqlite_settings)
    check_only(desk, "Dr Lee")
    save(desk, "Lee")
    again = open_desk(sqlite_settings)
    again.press("F1")
    assert again.says("Lee")
    again.press("Esc")
    again.press("F2")
    again.settled()
    assert shown(again)[1] == ["Dr Lee"]
    folder = tmp_path_factory.mktemp("other")
    other = replace(clinics.settings_of(str(folder / "clinic.db"), folder))
    other = replace(other, config_folder=sqlite_settings.config_folder)
    aside(lambda: clinics.make(other))
    there = open_desk(other)
    there.press("F2")
    assert "No view is saved on F2" in there.notice
    save(there, "All")
    kept = json.loads((other.config_folder / "views.json").read_text())
    assert {view["view-1"]["name"] for view in kept.values()} == {"Lee", "All"}


def test_who_is_gone_is_left_out_and_said(open_desk: OpenDesk, sqlite_settings: Settings) -> None:
    save(open_desk(sqlite_settings), "Both")
    file = sqlite_settings.config_folder / "views.json"
    kept = json.loads(file.read_text())
    for place in kept:
        view = kept[place]["view-1"]
        view["everyone"] = False
        kept[place]["view-2"] = {**view, "name": "Gone", "doctors": [[77, "Dr Gone"]]}
        view["doctors"].append([77, "Dr Gone"])
        view["doctors"].pop(0)
    file.write_text(json.dumps(kept))
    desk = open_desk(sqlite_settings)
    desk.press("F2")
    desk.settled()
    assert desk.notice == "“Both”: Dr Gone is not here any more."
    assert shown(desk)[1] == ["Dr Cole"]
    desk.press("F3")
    assert desk.notice == "“Gone” is not shown: nobody of it is here now (Dr Gone)."
    assert shown(desk)[1] == ["Dr Cole"]


@pytest.mark.parametrize("content", ["{", '{"PLACE": {"view-1": {"name": "x", "mode": "year"}}}'])
def test_a_damaged_file_of_views_is_told_and_new_ones_can_be_saved(
    open_desk: OpenDesk, sqlite_settings: Settings, content: str
) -> None:
    file = sqlite_settings.config_folder / "views.json"
    file.parent.mkdir()
    file.write_text(content.replace("PLACE", sqlite_settings.database))
    desk = open_desk(sqlite_settings)
    assert str(file) in desk.notice
    save(desk, "New")
    assert json.loads(file.read_text())[sqlite_settings.database]["view-1"]["name"] == "New"


def test_a_file_that_can_not_be_read_is_set_aside_not_lost(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    file = sqlite_settings.config_folder / "views.json"
    file.parent.mkdir()
    file.write_text('{"another clinic": {')
    save(open_desk(sqlite_settings), "New")
    assert file.with_name("views.json.damaged").read_text() == '{"another clinic": {'


@pytest.mark.parametrize(
    "part", ['"zoom": 0', '"zoom": -5', '"zoom": 9999', '"doctors": [[1e999, "x"]]']
)
def test_a_view_that_can_not_be_shown_is_told_as_damaged(
    open_desk: OpenDesk, sqlite_settings: Settings, part: str
) -> None:
    file = sqlite_settings.config_folder / "views.json"
    file.parent.mkdir()
    view = f'{{"name": "x", "mode": "day", "doctors": [], "rooms": [], {part}}}'
    file.write_text(f'{{"{sqlite_settings.database}": {{"view-1": {view}}}}}')
    desk = open_desk(sqlite_settings)
    assert "1 saved views are lost" in desk.notice


def test_a_name_that_is_being_typed_outlives_what_is_done_below(desk: Desk) -> None:
    save(desk, "Lee")
    desk.press("Ctrl+Shift+S")
    desk.type("Mornings")
    box = desk.find("Key of the view", QComboBox)
    box.setCurrentIndex(4)
    desk.fill("Rename Lee", "Only Lee")
    desk.press("Enter")
    assert desk.named("Rename Only Lee")
    desk.click("Delete Only Lee")
    assert desk.find("Name of the view", QLineEdit).text() == "Mornings"
    assert box.currentIndex() == 4
    desk.click("Save view")
    assert not desk.find("Name of the view", QLineEdit).text()


def test_no_two_views_have_one_name(desk: Desk) -> None:
    save(desk, "Mornings")
    check_only(desk, "Dr Lee")
    desk.press("Ctrl+Shift+S")
    desk.type("mornings")
    desk.press("Enter")
    assert told(desk).startswith("The view on F2 is called “Mornings” already.")
    # What was typed stays, to be made another name.
    assert desk.find("Name of the view", QLineEdit).text() == "mornings"
    desk.type("Lee")
    desk.press("Enter")
    assert told(desk) == "F3 shows “Lee” from now on."
    desk.fill("Rename Lee", "MORNINGS")
    desk.press("Enter")
    assert "already" in told(desk)
    assert desk.find("Rename Lee", QLineEdit).text() == "Lee"
    # In its place it may be saved anew.
    box = desk.find("Key of the view", QComboBox)
    box.setCurrentIndex(box.findData("view-1"))
    desk.fill("Name of the view", "Mornings")
    desk.press("Enter")
    assert told(desk) == "F2 shows “Mornings” from now on, in place of “Mornings”."
    desk.press("Esc")
    desk.press("F2")
    desk.settled()
    assert shown(desk)[1] == ["Dr Lee"]


@pytest.mark.parametrize("fails", [False, True])
def test_a_name_that_is_typed_as_the_window_closes_is_kept_or_in_the_log(
    desk: Desk,
    sqlite_settings: Settings,
    log_guard: guards.LogGuard,
    caplog: pytest.LogCaptureFixture,
    *,
    fails: bool,
) -> None:
    save(desk, "Mornings")
    desk.press("Ctrl+Shift+S")
    desk.fill("Rename Mornings", "Early")
    folder = sqlite_settings.config_folder
    file = folder / "views.json"
    if fails:
        log_guard.expect("views.json was not kept: ")
        folder.rename(folder.with_name("away"))
        folder.write_text("no folder")
    desk.app.window.close()
    guards.delete_what_is_due()
    assert ("views.json was not kept: " in caplog.text) is fails
    assert fails or '"Early"' in file.read_text(encoding="utf-8")
