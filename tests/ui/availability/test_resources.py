"""Rooms, equipment and sites in the window, as ``clinic room``, ``equipment`` and ``site`` do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.people import AddEquipment, AddRoom, AllEquipment, Rooms
from clinic_desktop.domain.sites import AddSite, Branches, Travels
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.availability.place import Place
from tests.ui.availability.test_lists import mark, rows, turn_to


@pytest.fixture
def place(desk: Desk) -> Place:
    return Place(desk)


def test_a_room_is_added_and_taken_back(place: Place) -> None:
    desk, office = place.desk, place.desk.app.dispatcher.office
    turn_to(place, "Rooms")
    assert desk.says("No rooms yet. Add one below")
    desk.click("Add this room")
    assert place.pane.rooms.mistake.text() == "The room needs a name, for example “Room 1”."
    place.fill(Name_of_the_room="Room 1")
    desk.press("Enter")
    desk.settled()
    assert desk.notice == "The room Room 1 is added"
    [room] = office.ask(Rooms()).result(120).answer
    assert rows(place) == [f"Room 1, number {room.id}"]
    # Whose time is shown can be the room's at once.
    assert place.pane.doctor.findText("Room 1") > 0
    desk.click("Undo")
    desk.settled()
    assert rows(place) == []
    assert office.ask(Rooms()).result(120).answer == ()
    assert place.pane.doctor.findText("Room 1") < 0


def test_a_device_has_its_count_and_what_is_wrong_is_told_at_once(place: Place) -> None:
    desk, office = place.desk, place.desk.app.dispatcher.office
    turn_to(place, "Equipment")
    place.fill(How_many_there_are="0")
    desk.click("Add this device")
    for why in ("The device needs a name", "not “0”"):
        assert why in place.pane.equipment.mistake.text()
    place.fill(Name_of_the_device="Ultrasound", How_many_there_are="3")
    desk.press("Enter")
    desk.settled()
    assert desk.notice == "The device Ultrasound is added"
    assert rows(place) == ["Ultrasound, there are 3"]
    [device] = office.ask(AllEquipment()).result(120).answer
    assert device.units == 3
    # Another PC's comes in by itself, and what is typed meanwhile stays.
    desk.click("New device")
    place.fill(Name_of_the_device="ECG")
    clinics.done(office, AddEquipment(name="Laser"))
    desk.wait_for(lambda: len(rows(place)) == 2)
    assert rows(place)[-1] == "Laser, there is 1"
    assert place.pane.equipment.name.text() == "ECG"


def test_a_device_gets_another_name_and_more_of_it_and_is_taken_back(place: Place) -> None:
    desk, office = place.desk, place.desk.app.dispatcher.office
    clinics.done(office, AddEquipment(name="Laser"))
    turn_to(place, "Equipment")
    desk.wait_for(lambda: rows(place) == ["Laser, there is 1"])
    mark(place, "Laser")
    place.fill(Name_of_the_device="Beam")
    desk.click("Save Laser")
    desk.settled()
    assert desk.notice == "The device Beam is saved"
    assert rows(place) == ["Beam, there is 1"]
    desk.click("Undo")
    desk.settled()
    assert desk.notice.startswith("Change of a device taken back: Beam, which is Laser again")
    assert rows(place) == ["Laser, there is 1"]


def test_what_is_used_by_now_is_not_taken_back_and_it_is_said_why(place: Place) -> None:
    desk, office = place.desk, place.desk.app.dispatcher.office
    turn_to(place, "Rooms")
    place.fill(Name_of_the_room="Room 1")
    desk.press("Enter")
    desk.settled()
    [room] = office.ask(Rooms()).result(120).answer
    clinics.done(office, SetWeeklyHours(doctor_id=room.id, hours=WeeklyHours.parse("Mon 9-10")))
    desk.settled()
    desk.click("Undo")
    desk.settled()
    assert "Room 1 has hours by now, and so stays." in desk.notice
    assert len(rows(place)) == 1


def test_a_site_is_added_a_known_one_refused_and_a_room_is_at_it(place: Place) -> None:
    desk, office = place.desk, place.desk.app.dispatcher.office
    turn_to(place, "Sites")
    [main] = office.ask(Branches()).result(120).answer
    assert rows(place) == [f"{main.name}, the only site"]
    place.fill(Name_of_the_site=main.name)
    desk.press("Enter")
    desk.settled()
    assert desk.says(f"There is a site “{main.name}” already.")
    assert place.pane.sites.name.text() == main.name
    place.fill(Name_of_the_site="North")
    desk.press("Enter")
    desk.settled()
    assert desk.notice == "The site North is added"
    assert rows(place)[-1] == "North, no way takes time"
    desk.click("Undo")
    desk.settled()
    assert desk.notice == "New site taken back: North"
    assert rows(place) == [f"{main.name}, the only site"]
    place.fill(Name_of_the_site="North")
    desk.press("Enter")
    desk.settled()
    turn_to(place, "Rooms")
    place.fill(Name_of_the_room="Room 7")
    box = place.pane.rooms.site
    QTest.keyClick(box, Qt.Key.Key_Down)
    desk.click("Add this room")
    desk.settled()
    assert rows(place) == ["Room 7, at North"]


def test_a_way_is_saved_by_what_it_does_and_taken_back(place: Place) -> None:
    desk, office = place.desk, place.desk.app.dispatcher.office
    north = clinics.done(office, AddSite(name="North"))
    afternoon = SetWeeklyHours(
        doctor_id=2, site_id=north.id, hours=WeeklyHours.parse("Mon-Fri 12-15"), block_minutes=30
    )
    clinics.done(office, afternoon)
    turn_to(place, "Sites")
    mark(place, "North")
    place.fill(The_way_takes="long")
    place.desk.press("Enter")
    assert "not “long”" in place.pane.sites.mistake.text()
    place.fill(The_way_takes="60")
    assert "free blocks go" in place.effect
    place.save()
    assert desk.notice == "The way between the sites is saved"
    [way] = office.ask(Travels()).result(120).answer
    assert way.minutes == 60
    assert rows(place)[-1].startswith("North, 60 minutes to ")
    assert place.pane.sites.minutes.text() == "60"
    desk.click("Undo")
    desk.settled()
    assert office.ask(Travels()).result(120).answer == ()
    assert place.pane.sites.minutes.text() == ""


def test_a_site_is_called_otherwise_and_a_name_that_is_another_ones_is_refused_in_place(
    place: Place,
) -> None:
    desk, office = place.desk, place.desk.app.dispatcher.office
    turn_to(place, "Sites")
    [main] = office.ask(Branches()).result(120).answer
    clinics.done(office, AddSite(name="North"))
    desk.wait_for(lambda: len(rows(place)) == 2)
    mark(place, "North")
    sites = place.pane.sites
    assert sites.name.text() == "North"
    place.fill(Name_of_the_site=main.name.upper())
    desk.press("Enter")
    desk.settled()
    assert f"There is a site “{main.name.upper()}” already." in sites.mistake.text()
    assert sites.name.text() == main.name.upper()
    place.fill(Name_of_the_site=" ")
    desk.press("Enter")
    assert "needs a name" in sites.mistake.text()
    # Both at once would lose one of them: it is said, and nothing is.
    place.fill(Name_of_the_site="Harbour", The_way_takes="20")
    desk.press("Enter")
    assert "one after the other" in sites.mistake.text()
    place.fill(The_way_takes=" ")
    desk.click("Save North")
    desk.settled()
    assert desk.notice == "The site Harbour is saved"
    assert [one.name for one in office.ask(Branches()).result(120).answer] == [main.name, "Harbour"]
    assert rows(place)[-1].startswith("Harbour, ")
    place.fill(The_way_takes="20")
    place.save()
    assert [way.minutes for way in office.ask(Travels()).result(120).answer] == [20]


def test_a_new_name_is_kept_while_a_way_is_looked_at(place: Place) -> None:
    clinics.done(place.desk.app.dispatcher.office, AddSite(name="North"))
    clinics.done(place.desk.app.dispatcher.office, AddRoom(name="Room 1"))
    turn_to(place, "Sites")
    place.fill(Name_of_the_site="South")
    mark(place, "North")
    place.desk.click("New site")
    assert place.pane.sites.name.text() == "South"
