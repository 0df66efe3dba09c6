"""What a window did itself it may hear from the feed first: its own answer comes when it comes."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtWidgets import QLineEdit

from clinic_desktop import compose
from tests.driver import Desk
from tests.ui import clinics, guards
from tests.ui.conftest import OpenDesk


def test_the_hours_of_a_first_doctor_are_laid(
    open_desk: OpenDesk, tmp_path: Path, held_answers: threading.Event
) -> None:
    settings = clinics.settings_of(str(tmp_path / "clinic.db"), tmp_path)
    with guards.SQL.allowed():
        compose.create_clinic(settings, name="Elm Street", zone=clinics.ZONE, clock=clinics.clock)
    desk = open_desk(settings)
    desk.fill("Doctor", "Dr Lee")
    desk.fill("Weekly hours", "Sun 9-10")
    desk.settled()
    desk.click("Add doctor")
    desk.wait_for(lambda: desk.offers("Show Dr Lee"), "the news of the doctor")
    held_answers.set()
    desk.settled()
    assert desk.free_blocks("Dr Lee") == ["09:00", "09:15", "09:30", "09:45"]
    assert not desk.named("Doctor")


def test_a_block_that_is_opened_meanwhile_is_the_next_booking_s(
    desk: Desk, held_answers: threading.Event
) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.choose_patient("smith")
    desk.click("Book")
    desk.wait_for(lambda: desk.visits("Dr Lee") == ["11:00 Ann Smith"], "the news of the visit")
    desk.open_block("Dr Lee", "12:00")
    held_answers.set()
    desk.settled()
    assert desk.notice.startswith("Booked Ann Smith")
    assert isinstance(desk.focus, QLineEdit)
    desk.choose_patient("stone")
    desk.click("Book")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith", "12:00 Bob Stone"]
    assert desk.workplace.panel is None
