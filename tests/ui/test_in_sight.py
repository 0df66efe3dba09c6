"""What a person has in sight stays there, and what they ask for comes into it."""

from __future__ import annotations

import datetime as dt

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QPushButton

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import Block, BookBlock
from clinic_desktop.domain.people import AddDoctor, AddRoom, Doctor
from clinic_desktop.settings import Settings
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import Label
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk


@pytest.fixture
def late(desk: Desk) -> Desk:
    """A small window on a day on which Dr Late sees patients until ten in the evening."""
    desk.app.window.resize(QSize(1100, 700))
    add_doctor(desk, "Dr Late", "Mon-Sun 6-22")
    return desk


def add_doctor(desk: Desk, name: str, hours: str = "") -> Doctor:
    """Take a doctor on, as another program would, and wait until that is seen here."""
    office = desk.app.dispatcher.office
    doctor = clinics.done(office, AddDoctor(name=name, specialty="General"))
    if hours:
        command = SetWeeklyHours(
            doctor_id=doctor.id,
            hours=WeeklyHours.parse(hours),
            block_minutes=15,
            start=dt.date(2025, 10, 27),
            until=dt.date(2025, 11, 9),
        )
        clinics.done(office, command)
    desk.wait_for(lambda: any(c.doctor.name == name for c in desk.view.columns()), name)
    if hours:
        desk.wait_for(lambda: bool(desk.view.items(name)), hours)
    desk.settled()
    return doctor


def many_doctors(desk: Desk) -> None:
    """Take ten more doctors on: more than there is room for side by side."""
    office = desk.app.dispatcher.office
    for number in range(10):
        clinics.done(office, AddDoctor(name=f"Dr X{number}", specialty="General"))
    desk.wait_for(lambda: len(desk.view.columns()) == 12, "all columns")
    desk.settled()


def in_sight(desk: Desk, block: Block) -> bool:
    """Tell whether a block is wholly in sight."""
    rect = desk.view.item_rect(block.id)
    return desk.view.shown(desk.view.sight()).contains(rect)


def scroll_to(desk: Desk, block: Block) -> None:
    """Scroll down to a block."""
    bar = desk.view.verticalScrollBar()
    bar.setValue(bar.value() + desk.view.item_rect(block.id).top() - 300)
    assert in_sight(desk, block)


def test_a_doctor_added_elsewhere_moves_nobodys_screen(late: Desk) -> None:
    evening = late.block("Dr Late", "18:45")
    scroll_to(late, evening)
    before = late.view.item_rect(evening.id).top()
    add_doctor(late, "Dr Scroll")
    assert late.view.item_rect(evening.id).top() == before
    late.click("Show Dr Cole")
    late.settled()
    assert late.view.item_rect(evening.id).top() == before


def test_hours_given_elsewhere_move_nobodys_screen(late: Desk) -> None:
    evening = late.block("Dr Late", "18:45")
    scroll_to(late, evening)
    before = late.view.item_rect(evening.id).top()
    add_doctor(late, "Dr Night", "Mon-Sun 2-5")
    assert late.view.item_rect(evening.id).top() == before


def test_a_doctor_added_elsewhere_leaves_the_columns_where_they_are(desk: Desk) -> None:
    many_doctors(desk)
    bar = desk.view.horizontalScrollBar()
    bar.setValue(bar.maximum() // 2)
    seen = [desk.view.shown_column(at) for at in range(12)]
    add_doctor(desk, "Dr Zoe")
    assert [desk.view.shown_column(at) for at in range(12)] == seen


def test_back_from_the_week_the_day_stands_at_its_first_doctor(desk: Desk) -> None:
    many_doctors(desk)
    for mode in ("Ctrl+2", "Ctrl+1"):
        desk.press(mode)
        desk.settled()
    assert desk.view.horizontalScrollBar().value() == 0
    assert in_sight(desk, desk.block("Dr Lee", "11:00"))


def test_what_is_current_is_in_sight_after_a_switch_of_modes(late: Desk) -> None:
    evening = late.block("Dr Late", "20:00")
    scroll_to(late, evening)
    late.click_item(evening)
    late.settled()
    for mode in ("Ctrl+2", "Ctrl+1"):
        late.press(mode)
        late.settled()
        assert in_sight(late, evening), mode


@pytest.mark.parametrize("mode", ["Ctrl+1", "Ctrl+2"])
def test_today_brings_the_present_into_sight(late: Desk, mode: str) -> None:
    late.press(mode)
    late.settled()
    now = next(
        item
        for item in late.items("Dr Late")
        if item.start <= clinics.NOW < item.start + dt.timedelta(minutes=15)
    )
    assert isinstance(now, Block)
    late.view.verticalScrollBar().setValue(late.view.verticalScrollBar().maximum())
    late.view.horizontalScrollBar().setValue(0)
    late.press("T")
    late.settled()
    assert in_sight(late, now)


def test_a_day_further_on_keeps_its_doctors_in_sight(desk: Desk) -> None:
    many_doctors(desk)
    bar = desk.view.horizontalScrollBar()
    bar.setValue(bar.maximum())
    seen = [desk.view.shown_column(at) for at in range(12)]
    desk.press("PgDown")
    desk.settled()
    assert [desk.view.shown_column(at) for at in range(12)] == seen
    desk.press("T")
    desk.settled()
    assert [desk.view.shown_column(at) for at in range(12)] == seen


def test_who_goes_on_at_once_from_today_is_not_scrolled_to_a_present_that_is_elsewhere(
    late: Desk,
) -> None:
    evening = late.block("Dr Late", "18:45")
    scroll_to(late, evening)
    before = late.view.item_rect(evening.id).top()
    late.press("T")
    late.press("PgDown")
    late.settled()
    assert late.view.item_rect(late.block("Dr Late", "18:45").id).top() == before


def test_all_times_offered_for_a_lost_one_are_whole_in_a_small_window(desk: Desk) -> None:
    desk.app.window.resize(QSize(1024, 700))
    office = desk.app.dispatcher.office
    panel = desk.workplace.booking
    clinics.done(office, AddRoom(name="Room 1"))
    lost = desk.block("Dr Cole", "11:30")
    desk.drag("Dr Cole", "11:30", "11:45")
    desk.wait_for(panel.beside.isVisible)
    desk.choose_patient("smith")
    clinics.done(office, BookBlock(patient_id=2, block_id=lost.id))
    desk.wait_for(lambda: "just taken" in desk.refusal)
    desk.settled()
    times = [b for b in panel.refusal.findChildren(QPushButton) if "\N{EN DASH}" in b.text()]
    assert len(times) == 5
    # Day, doctor and patient stay in sight, too.
    head = next(label for label in panel.findChildren(Label) if "Dr Cole" in label.text())
    for part in (*times, head, panel.picker):
        assert part.visibleRegion().boundingRect() == part.rect()


def test_a_time_is_offered_to_be_blocked_off_until_it_is_for_somebody(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    field = desk.workplace.booking.picker.search.field
    assert desk.offers("Block this time off instead")
    desk.type("smi")
    assert not desk.offers("Block this time off instead")
    field.clear()
    assert desk.offers("Block this time off instead")
    desk.choose_patient("smith")
    assert not desk.offers("Block this time off instead")


def test_the_now_line_is_seen_between_the_words_and_the_icon_of_a_wide_card(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    visit, canvas = desk.visit("Dr Lee", "11:00"), desk.view.canvas
    card = desk.view.item_rect(visit.id)
    red = QColor(canvas.cards.palette.now).rgb()
    for minute in range(5, 55, 2):
        canvas.set_now(visit.start + dt.timedelta(minutes=minute))
        image = desk.view.viewport().grab().toImage()
        rows = range(card.top(), card.bottom())
        assert any(image.pixel(card.center().x(), y) == red for y in rows), minute


def test_the_key_that_waits_is_in_sight_below_what_is_told_of_a_refused_one(
    look: Look, open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    look.set_text_scale(2.0)
    desk = open_desk(sqlite_settings)
    desk.app.window.resize(QSize(1440, 900))
    desk.press("F1")
    desk.click("Change keys")
    for name in ("Move the visit", "Block the time off instead of booking it"):
        key = "M" if name.startswith("Move") else "Ctrl+B"
        desk.click(f"{name}: {key}")
        desk.press("Ctrl+F")
        waits = desk.find(f"{name}: Press a key", QPushButton)
        assert waits.visibleRegion().boundingRect() == waits.rect()
        desk.press("Esc")
