"""Kinds of visit and purposes in the window: as ``clinic type`` and ``clinic purpose`` do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from clinic_desktop.domain.doctors import RemoveDoctor
from clinic_desktop.domain.people import (
    AddEquipment,
    AddRoom,
    AppointmentType,
    AppointmentTypes,
    ChangeAppointmentType,
)
from clinic_desktop.domain.purposes import AddPurpose, Purpose, Purposes
from clinic_desktop.settings import Settings
from clinic_desktop.ui.availability.pane import LISTS
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.availability.place import Place
from tests.ui.conftest import OpenDesk
from tests.ui.spoken import walk


@pytest.fixture
def place(desk: Desk) -> Place:
    return Place(desk)


def turn_to(place: Place, page: str) -> None:
    """Show one of the lists, by the keys alone."""
    [name] = [name for name, text in LISTS.items() if text == page]
    [button] = [part.button(name) for part in place.pane.lists if part.has(name)]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    place.desk.settled()


def types(place: Place) -> dict[str, AppointmentType]:
    found = place.desk.app.dispatcher.office.ask(AppointmentTypes()).result(120).answer
    return {one.name: one for one in found}


def purposes(place: Place) -> dict[str, Purpose]:
    found = place.desk.app.dispatcher.office.ask(Purposes()).result(120).answer
    return {one.name: one for one in found}


def check(place: Place, name: str) -> None:
    """Check a box by its key."""
    box = place.desk.find(name, QWidget)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    place.desk.settled()


def rows(place: Place) -> list[str]:
    there = place.pane.page.there.rows  # type: ignore[attr-defined] # a list's page
    return [there.item(n).text() for n in range(there.count())]


def mark(place: Place, name: str) -> None:
    """Mark one of the list by the keys."""
    there = place.pane.page.there.rows  # type: ignore[attr-defined]
    [at] = [n for n, text in enumerate(rows(place)) if text.startswith(name)]
    there.setFocus()
    there.setCurrentRow(at)
    place.desk.settled()


def test_a_kind_of_visit_is_added_with_all_that_it_takes_and_taken_back(place: Place) -> None:
    desk, office = place.desk, place.desk.app.dispatcher.office
    room = clinics.done(office, AddRoom(name="Room 1"))
    device = clinics.done(office, AddEquipment(name="Ultrasound"))
    clinics.done(office, AddPurpose(name="urgent", release_hours=4))
    turn_to(place, "Visit types")
    assert rows(place) == ["Check-up, 30 minutes", "Long talk, 120 minutes"]
    desk.click("New visit type")
    place.fill(Name_of_the_visit_type="Scan", Length="45", Buffer_before="5", Buffer_after="10")
    place.fill(Begins_every="15", Colour="#112233")
    for name in (
        "Doctors it may be with (nobody checked: all): Dr Cole",
        "Rooms it may be in (none checked: all): Room 1",
        "It needs: A room",
        "It needs: Ultrasound",
        "When it is offered: Only where it leaves no rest that nothing fits in",
        "Kept time that it may use: urgent",
    ):
        check(place, name)
    desk.click("Add this visit type")
    desk.settled()
    assert desk.notice == "The visit type Scan is added"
    made = types(place)["Scan"]
    assert (made.minutes, made.buffer_before, made.buffer_after) == (45, 5, 10)
    assert (made.grid_minutes, made.colour, made.purposes) == (15, "#112233", ("urgent",))
    assert made.no_gaps
    assert (made.needs_room, made.doctor_ids, made.room_ids) == (True, (2,), (room.id,))
    assert made.equipment_ids == (device.id,)
    assert rows(place)[-1] == (
        "Scan, 45 minutes, buffers 5 and 10, every 15 minutes, a room, leaves no gaps, "
        "may use urgent"
    )
    # It is marked now, and the form is its own.
    assert desk.offers("Save Scan")
    place.fill(Length="50")
    desk.press("Enter")
    desk.settled()
    assert types(place)["Scan"].minutes == 50
    desk.click("Undo")
    desk.settled()
    assert types(place)["Scan"].minutes == 45
    assert place.pane.types.minutes.text() == "45"


def test_a_kind_of_visit_gets_rules_about_other_visits(place: Place) -> None:
    desk = place.desk
    turn_to(place, "Visit types")
    mark(place, "Check-up")
    place.fill(Rules="7 days after tea; once a year")
    desk.click("Save Check-up")
    assert "There is no visit type “tea”" in place.pane.types.mistake.text()
    place.fill(Rules="7 days after long talk; once a year")
    desk.click("Save Check-up")
    desk.settled()
    told = ("7 days after Long talk", "once in 365 days")
    assert types(place)["Check-up"].rules == told
    assert rows(place)[0] == f"Check-up, 30 minutes, {', '.join(told)}"
    assert place.pane.types.rules.text() == "; ".join(told)
    # What stands there already is no change.
    version = types(place)["Check-up"].version
    desk.click("Save Check-up")
    desk.settled()
    assert types(place)["Check-up"].version == version
    place.fill(Rules=" ")
    desk.click("Save Check-up")
    desk.settled()
    assert types(place)["Check-up"].rules == ()


def test_a_kind_of_visit_gets_another_name_everywhere(place: Place) -> None:
    desk = place.desk
    turn_to(place, "Visit types")
    mark(place, "Check-up")
    place.fill(Name_of_the_visit_type=" ")
    desk.click("Save Check-up")
    assert "The visit type needs a name" in place.pane.types.mistake.text()
    place.fill(Name_of_the_visit_type="Health check")
    desk.press("Enter")
    desk.settled()
    assert rows(place)[0] == "Health check, 30 minutes"
    assert set(types(place)) == {"Health check", "Long talk"}
    desk.click("Undo")
    desk.settled()
    assert set(types(place)) == {"Check-up", "Long talk"}


def test_only_what_is_another_by_now_is_sent(place: Place) -> None:
    turn_to(place, "Visit types")
    mark(place, "Check-up")
    place.fill(Length="40")
    other = ChangeAppointmentType(type_id=types(place)["Check-up"].id, buffer_after=10)
    clinics.done(place.desk.app.dispatcher.office, other)
    place.desk.wait_for(lambda: "buffers 0 and 10" in " ".join(rows(place)))
    # What hands are at stays, and what another PC changed meanwhile, too.
    assert place.pane.types.minutes.text() == "40"
    place.desk.click("Save Check-up")
    place.desk.settled()
    now = types(place)["Check-up"]
    assert (now.minutes, now.buffer_after) == (40, 10)


def test_all_that_is_wrong_is_told_at_once_and_nothing_typed_is_lost(place: Place) -> None:
    desk = place.desk
    turn_to(place, "Visit types")
    place.fill(Length="0", Buffer_after="300", Begins_every="2", Colour="reddish")
    desk.click("Add this visit type")
    told = place.pane.types.mistake.text()
    for why in ("needs a name", "not “0”", "not “300”", "not “2”", "“reddish” is no colour"):
        assert why in told
    # What was typed of a new one is there again after another one was looked at.
    mark(place, "Long talk")
    assert place.pane.types.minutes.text() == "120"
    desk.click("New visit type")
    assert place.pane.types.colour.text() == "reddish"
    assert set(types(place)) == {"Check-up", "Long talk"}


@pytest.mark.parametrize("page", ["Visit types", "Purposes"])
def test_what_is_typed_can_be_saved_in_a_small_window_without_scrolling(
    place: Place, page: str
) -> None:
    place.desk.app.window.resize(1024, 700)
    turn_to(place, page)
    button = place.desk.find(f"Add this {page.lower().removesuffix('s')}", QWidget)
    assert button.visibleRegion().boundingRect() == button.rect()
    turn_to(place, "Doctors")
    assert not button.isVisible()
    assert place.pane.effect.save_button.isVisible()


def test_a_purpose_is_added_and_changed_and_a_known_one_is_refused(place: Place) -> None:
    desk = place.desk
    turn_to(place, "Purposes")
    assert desk.says("No purposes yet. Add one below")
    place.fill(Name_of_the_purpose="urgent", **{"Let_go,_hours_before": "4"})
    desk.press("Enter")
    desk.settled()
    assert desk.notice == "The purpose urgent is added"
    desk.click("Undo")
    desk.settled()
    assert rows(place) == []
    place.fill(Name_of_the_purpose="urgent", **{"Let_go,_hours_before": "4"})
    desk.press("Enter")
    desk.settled()
    assert rows(place) == ["urgent, let go 4 h before, for no visit type yet"]
    place.fill(**{"Let_go,_hours_before": "never"})
    desk.press("Enter")
    desk.settled()
    assert purposes(place)["urgent"].release_hours is None
    desk.click("Undo")
    desk.settled()
    assert purposes(place)["urgent"].release_hours == 4
    desk.click("New purpose")
    place.fill(Name_of_the_purpose="Urgent")
    desk.press("Enter")
    desk.settled()
    assert desk.says("There is a purpose “Urgent” already.")
    assert place.pane.purposes.name.text() == "Urgent"
    place.fill(Name_of_the_purpose="lunch")
    check(place, "Who is booked then: Nobody is ever booked, such as lunch")
    desk.click("Add this purpose")
    desk.settled()
    assert not purposes(place)["lunch"].bookable


def test_a_doctor_of_a_known_name_is_asked_about_and_one_without_visits_goes(
    place: Place,
) -> None:
    desk = place.desk
    desk.click("Add doctor")
    desk.fill("Name of the doctor", "dr cole")
    desk.press("Enter")
    desk.settled()
    assert desk.says("There is a doctor of that name already: Dr Cole, General (2).")
    check(place, "Another of that name")
    desk.click("Add this doctor")
    desk.settled()
    turn_to(place, "Doctors")
    assert rows(place) == ["Dr Lee, General", "Dr Cole, General", "dr cole, number 3"]
    mark(place, "Dr Cole")
    desk.click("Remove doctor: doctors of the clinic")
    desk.settled()
    assert "free blocks go" in place.effect
    place.save()
    assert desk.notice == "Dr Cole is taken away"
    assert not desk.offers("Show Dr Cole")
    desk.click("Undo")
    desk.settled()
    assert desk.offers("Show Dr Cole")


def test_whoever_has_appointments_stays_and_it_is_said_why(place: Place) -> None:
    place.book(clinics.SUNDAY, 4)
    turn_to(place, "Doctors")
    mark(place, "Dr Lee")
    place.desk.press("Del")
    place.desk.settled()
    assert "Dr Lee has 1 appointment to come, the first on" in place.effect
    assert not place.pane.effect.save_button.isEnabled()


def test_a_doctors_own_window_shows_nothing_of_others(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    first = open_desk(sqlite_settings)
    Place(first).book(clinics.SUNDAY, 4)
    # What the own window leaves out is there in everybody's.
    assert {"Dr Lee", "Holidays", "Add doctor"} <= set(everything(first).split("\n"))
    desk = open_desk(sqlite_settings, doctor="Dr Cole")
    place = Place(desk)
    assert [one.name for one in desk.workplace.calendar.doctors] == ["Dr Cole"]
    assert place.line.startswith("Mon-Fri 9-12")
    shown = everything(desk)
    assert "Hours of Dr Cole" in shown
    for other in ("Dr Lee", "Ann Smith", "Visit types", "Holidays", "Add doctor"):
        assert other not in shown
    for page in ("Days", "Time off"):
        place.turn_to(page)
        assert "Dr Lee" not in everything(desk)
    place.fill(From="2025-11-02")
    assert "12 free blocks go" in place.effect
    assert not place.hits
    # Nobody else's time is reached by a way from elsewhere either.
    place.pane.show_doctor(1)
    assert place.pane.doctor_id == 2
    desk.settled()


def test_a_doctors_own_window_offers_no_time_of_others_in_its_line(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    desk = open_desk(sqlite_settings, doctor="Dr Cole")
    desk.press("Ctrl+K")
    desk.type("smith 15m next")
    desk.settled()
    shown = everything(desk)
    assert "Dr Cole" in shown
    assert "Dr Lee" not in shown
    desk.fill("What is said", "smith 15m lee next")
    desk.settled()
    assert "Dr Lee" not in everything(desk)


def test_the_own_window_of_who_is_taken_away_asks_for_no_first_doctor(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    desk = open_desk(sqlite_settings, doctor="Dr Cole")
    clinics.done(desk.app.dispatcher.office, RemoveDoctor(doctor_id=2))
    desk.wait_for(lambda: desk.says("Dr Cole was taken away from this clinic."))
    desk.settled()
    assert not desk.offers("First doctor")
    assert not desk.offers("Add doctor")


def test_a_window_of_nobody_says_so(open_desk: OpenDesk, sqlite_settings: Settings) -> None:
    desk = open_desk(sqlite_settings, doctor="Dr Nobody", wait=False)
    desk.wait_for(lambda: bool(desk.app.window.problem))
    assert desk.says("There is no doctor, room or equipment “Dr Nobody”.")


def everything(desk: Desk) -> str:
    """Answer all that the window shows, and all that it tells assistive programs."""
    told = [desk.app.window.windowTitle()]
    kinds = (
        QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value,
        QAccessible.Text.Help,
    )  # fmt: skip
    for met in walk(QAccessible.queryAccessibleInterface(desk.app.window)):
        told += [met.node.text(kind) for kind in kinds]
    for label in desk.app.window.findChildren(QLabel):
        told += [label.text(), label.toolTip()] if label.isVisible() else []
    for box in desk.app.window.findChildren(QComboBox):
        told += [box.itemText(n) for n in range(box.count())] if box.isVisible() else []
    return "\n".join(told)
