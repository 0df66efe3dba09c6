"""A family in the window: noted in the patient's panel, and booked together, all or none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget

from clinic_desktop import compose
from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.sites import AddSite
from clinic_desktop.settings import Settings
from clinic_desktop.ui.two_lines import LINES
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside

LEE, COLE = "Dr Lee", "Dr Cole"


def offers(desk: Desk) -> list[tuple[str, str]]:
    """Answer the times that are offered for all: when, and who comes when."""
    shown = desk.find("Times for all", QListWidget)
    return [tuple(shown.item(row).data(LINES)[:2]) for row in range(shown.count())]


def told(desk: Desk) -> str:
    """Answer who comes when of the first of them; nothing while none are there."""
    return next((one[1] for one in offers(desk)), "")


def open_ann(desk: Desk) -> None:
    desk.press("Ctrl+F")
    desk.type("smith")
    desk.settled()
    desk.press("Enter")
    desk.settled()


def add_bob(desk: Desk) -> None:
    desk.click("Add family or contact")
    desk.fill("Another patient", "stone")
    desk.settled()
    desk.press("Enter")
    desk.fill("What they are", "brother")
    desk.click("Add the contact")
    desk.settled()


def add_south(settings: Settings) -> None:
    office = aside(lambda: compose.open_office(settings, clock=clinics.clock, feed=False))
    try:
        office.do(AddSite(name="South")).result(60)
    finally:
        aside(office.close)


def test_family_and_others_are_noted_told_with_phones_and_taken_away(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    open_ann(desk)
    add_bob(desk)
    assert desk.notice == "Noted Bob Stone"
    assert desk.says("brother · +1 212 555 0102")
    desk.click("Add family or contact")
    desk.fill("Name of the contact", "Eva Kent")
    desk.fill("Phone of the contact", "x")
    desk.click("Add the contact")
    desk.wait_for(lambda: bool(desk.named("Refusal of a contact")))
    # What was typed stands.
    desk.fill("Phone of the contact", "+1 212 555 0188")
    desk.click("Add the contact")
    desk.settled()
    assert desk.says("+1 212 555 0188")
    # It is told at the other one, too.
    desk.click("Show Bob Stone")
    desk.settled()
    assert desk.says("brother of theirs · +1 212 555 0101")
    desk.click("Show Ann Smith")
    desk.settled()
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert not desk.says("Eva Kent")
    desk.press("Ctrl+Shift+H")
    desk.settled()
    desk.click("Take Eva Kent away")
    desk.settled()
    assert not desk.says("+1 212 555 0188")
    desk.undo()
    assert desk.says("+1 212 555 0188")


def test_a_contact_that_is_typed_is_hidden_and_waits_for_its_patient(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    open_ann(desk)
    add_bob(desk)
    desk.click("Add family or contact")
    desk.fill("Another patient", "müller")
    desk.settled()
    desk.press("Enter")
    desk.fill("What they are", "uncle")
    form = desk.find("New family or contact", QFrame)
    relation = desk.find("What they are", QLineEdit)
    assert desk.says("José Müller")
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert not desk.says("José Müller")
    assert relation.echoMode() is QLineEdit.EchoMode.Password
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert desk.says("José Müller")
    assert relation.echoMode() is QLineEdit.EchoMode.Normal
    # Who is taken away meanwhile takes nothing along.
    desk.click("Take Bob Stone away")
    desk.wait_for(lambda: not desk.named("Take Bob Stone away"))
    desk.settled()
    assert (form.isVisible(), relation.text()) == (True, "uncle")
    desk.workplace.close_panel()
    desk.settled()
    open_ann(desk)
    assert desk.says("José Müller")
    assert relation.text() == "uncle"
    desk.click("Add the contact")
    desk.settled()
    assert desk.says("uncle · +1 212 555 0103")
    desk.click("Add family or contact")
    assert relation.text() == ""


def test_all_of_a_family_get_adjacent_times_or_nobody_does(
    open_desk: OpenDesk, settings: Settings, tmp_path: Path
) -> None:
    desk = open_desk(settings)
    open_ann(desk)
    add_bob(desk)
    assert not desk.offers("Book together")
    desk.click("With Bob Stone")
    desk.click("Book together")
    desk.settled()
    doctors = desk.workplace.together.doctors
    doctors.setCurrentIndex(doctors.findText(LEE))
    desk.settled()
    first, second = offers(desk)[:2]
    assert first == (
        "Sun 2 Nov 2025, 11:00\u201313:00", "Dr Lee · 11:00, 12:00",
    )  # fmt: skip
    assert second[0].startswith("Sun 2 Nov 2025, 12:00")
    # Somebody takes the second hour meanwhile: nobody is booked, and it is said who and why.
    theirs = clinics.settings_of(settings.database, tmp_path, station="other", actor="eva")
    office = aside(lambda: compose.open_office(theirs, clock=clinics.clock, feed=False))
    block = desk.block(LEE, "12:00")
    try:
        with desk.news_held_back():
            office.do(BookBlock(patient_id=3, block_id=block.id)).result(60)
            desk.click("Book all of them")
            desk.wait_for(lambda: "Bob Stone: " in desk.refusal)
        desk.settled()
    finally:
        aside(office.close)
    assert "Ann Smith: " not in desk.refusal
    assert desk.visits(LEE) == ["12:00 José Müller"]
    # What is offered follows, and is booked as one.
    desk.wait_for(lambda: offers(desk)[0][0] == "Sun 2 Nov 2025, 13:00\u201315:00")
    desk.click("Book all of them")
    desk.wait_for(lambda: len(desk.visits(LEE)) == 3)
    desk.settled()
    assert desk.visits(LEE) == ["12:00 José Müller", "13:00 Ann Smith", "14:00 Bob Stone"]
    assert desk.notice.startswith("Booked 2 visits, the first: Ann Smith with Dr Lee")
    desk.undo()
    assert desk.visits(LEE) == ["12:00 José Müller"]
    # At the same time, with as many doctors.
    desk.workplace.open_together((1, 2))
    desk.settled()
    desk.click("At the same time")
    desk.settled()
    assert offers(desk)[0][1] == "Dr Lee and Dr Cole"
    assert desk.says("Ann Smith, Bob Stone")
    # Of several sites each time names its own.
    add_south(theirs)
    desk.click("In a row")
    desk.wait_for(lambda: told(desk).startswith("Dr Lee at Elm Street · "))
    desk.click("At the same time")
    desk.wait_for(lambda: told(desk) == "Dr Lee at Elm Street and Dr Cole at Elm Street")
