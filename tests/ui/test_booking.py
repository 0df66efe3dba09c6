"""Booking through the panel: by keyboard, for new patients, refused in place."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.patients import ChangePatient
from clinic_desktop.domain.people import AllowRight
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.selfbooking import SetSelfBooking
from clinic_desktop.settings import Settings
from clinic_desktop.ui.parts import Label
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside


def foreign(settings: Settings, command: object) -> None:
    """Carry a command out in another program."""
    from clinic_desktop import compose

    def run() -> None:
        office = compose.open_office(settings, clock=clinics.clock, feed=False)
        try:
            clinics.done(office, command)  # type: ignore[arg-type]
        finally:
            office.close()

    aside(run)


def test_a_type_takes_the_run_of_blocks_that_covers_it(desk: Desk) -> None:
    desk.book("Dr Cole", "10:30", patient="stone", kind="Check-up", note="knee")
    assert desk.notice.endswith("10:30\u201311:00")
    visit = desk.visit("Dr Cole", "10:30")
    assert (visit.note, visit.type, len(visit.block_ids)) == ("knee", "Check-up", 2)


def test_a_taken_time_warns_at_once_and_keeps_the_form(
    open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    one, two = open_desk(sqlite_settings), open_desk(sqlite_settings)
    two.open_block("Dr Lee", "11:00")
    two.fill("Patient", "smi")
    two.settled()
    one.book("Dr Lee", "11:00", patient="stone")
    told = "This time was just taken by someone else; choose another."
    two.wait_for(lambda: two.refusal == told)
    two.settled()
    field = two.workplace.booking.picker.search.field
    assert field.text() == "smi"
    assert two.focus is field
    assert two.named("Take Dr Lee, Sun 2 Nov, 12:00\u201313:00")


def test_no_time_that_is_over_is_near_one_that_is_to_come(
    desk: Desk, sqlite_settings: Settings
) -> None:
    lost = desk.block("Dr Cole", "10:30")
    desk.click_item(lost)
    desk.choose_patient("smith")
    foreign(sqlite_settings, BookBlock(patient_id=2, block_id=lost.id))
    desk.wait_for(lambda: "just taken" in desk.refusal)
    desk.settled()
    offers = [
        f"Take Dr Cole, Sun 2 Nov, {time}" for time in ("10:15\u201310:30", "10:45\u201311:00")
    ]
    assert all(map(desk.offers, offers))
    # It is 10:05.
    assert not desk.offers("Take Dr Cole, Sun 2 Nov, 10:00\u201310:15")
    assert not desk.offers("Take Dr Cole, Sun 2 Nov, 09:45\u201310:00")


def test_a_refusal_is_told_in_place_with_holder_and_ways_on(
    desk: Desk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    block = desk.block("Dr Lee", "11:00")
    desk.open_block("Dr Lee", "11:00")
    desk.choose_patient("smith")
    # The news is held back, so that the window still takes the block for free.
    monkeypatch.setattr(desk.workplace.booking, "_show_run", lambda _seen: None)
    foreign(sqlite_settings, BookBlock(patient_id=2, block_id=block.id))
    desk.click("Book")
    desk.settled()
    assert "Bob Stone" in desk.refusal
    desk.wait_for(lambda: bool(desk.visits("Dr Lee")))
    assert desk.visits("Dr Lee") == ["11:00 Bob Stone"]
    assert desk.workplace.booking.picker.patient is not None
    offers = [
        b.accessibleName()
        for b in desk.app.window.findChildren(QAbstractButton)
        if b.isVisible() and b.accessibleName().startswith("Take Dr Lee")
    ]
    assert len(offers) == 5
    # Of 9, 10, 12 o'clock and so on, the nearest to eleven.
    assert desk.focus.accessibleName() in {
        "Take Dr Lee, Sun 2 Nov, 10:00\u201311:00",
        "Take Dr Lee, Sun 2 Nov, 12:00\u201313:00",
    }
    desk.click("Take Dr Lee, Sun 2 Nov, 12:00\u201313:00")
    desk.settled()
    assert desk.refusal == ""
    desk.press("Enter")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Bob Stone", "12:00 Ann Smith"]


def test_a_busy_patient_is_asked_about_and_can_be_booked_anyway(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.book("Dr Cole", "11:30", patient="smith")
    assert "already has a visit with Dr Lee" in desk.refusal
    assert desk.visits("Dr Cole") == []
    desk.click("Book anyway")
    desk.settled()
    assert desk.visits("Dr Cole") == ["11:30 Ann Smith"]


def test_a_marked_patient_is_booked_by_right_with_a_second_click(
    desk: Desk, sqlite_settings: Settings
) -> None:
    foreign(sqlite_settings, ChangePatient(patient_id=1, do_not_book="Owes 300"))
    desk.book("Dr Lee", "11:00", patient="smith")
    assert desk.refusal == (
        "Ann Smith is marked “do not book”: Owes 300. Only who has the right “pass_do_not_book” "
        "may."
    )
    assert not desk.offers("Book anyway")
    foreign(sqlite_settings, AllowRight(user="ann", right="pass_do_not_book"))
    desk.press("Enter")
    desk.wait_for(lambda: desk.offers("Book anyway"))
    assert "Owes 300. Book anyway if it is meant." in desk.refusal
    assert desk.visits("Dr Lee") == []
    desk.click("Book anyway")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]


def test_who_books_sooner_than_patients_may_is_warned_in_place_and_asked_nothing(
    desk: Desk, sqlite_settings: Settings
) -> None:
    booking = desk.workplace.booking
    warning = "Sooner than patients may book: 2 hours before a visit."
    labels = booking.findChildren(Label)

    def warned() -> bool:
        return any(one.text().startswith(warning) for one in labels if one.isVisible())

    desk.open_block("Dr Lee", "13:00")
    desk.settled()
    assert not warned()
    desk.open_block("Dr Lee", "11:00")
    desk.settled()
    assert warned()
    # What the clinic asks of patients is another by now.
    foreign(sqlite_settings, SetSelfBooking(notice_minutes=0))
    desk.wait_for(lambda: not warned())
    foreign(sqlite_settings, SetSelfBooking(notice_minutes=120))
    desk.wait_for(warned)
    desk.book("Dr Lee", "11:00", patient="smith")
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]


def test_an_environment_error_keeps_the_form_and_retries_the_same_wish(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = desk.app.dispatcher.office
    real, wishes = office.do, []

    def unreachable(wish: BookBlock) -> Future[object]:
        wishes.append(wish)
        if len(wishes) == 1:
            failed: Future[object] = Future()
            failed.set_exception(Unavailable("database_locked", "The file is locked. Try again."))
            return failed
        return real(wish)  # type: ignore[return-value]

    monkeypatch.setattr(office, "do", unreachable)
    desk.book("Dr Lee", "11:00", patient="smith")
    assert desk.refusal == "The file is locked. Try again."
    assert desk.visits("Dr Lee") == []
    desk.click("Try again")
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]
    assert wishes[0] == wishes[1]


def test_nothing_is_painted_as_booked_before_the_commit(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = desk.app.dispatcher.office
    pending: Future[object] = Future()
    desk.open_block("Dr Lee", "11:00")
    desk.choose_patient("smith")
    with monkeypatch.context() as patch:
        patch.setattr(office, "do", lambda _wish: pending)
        desk.click("Book")
    assert desk.says("Booking\u2026")
    assert "11:00" in desk.free_blocks("Dr Lee")
    pending.set_exception(Unavailable("database_locked", "The file is locked."))
    desk.settled()
    assert "11:00" in desk.free_blocks("Dr Lee")


def test_typing_selection_and_scroll_survive_many_foreign_changes(
    desk: Desk, sqlite_settings: Settings
) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.fill("Patient", "smi")
    desk.settled()
    picker = desk.workplace.booking.picker.search
    QTest.keyClick(picker.field, Qt.Key.Key_Down)
    marked, scroll = picker.found.currentRow(), desk.view.scroll_position()
    current = desk.view.current()
    blocks = [desk.block("Dr Cole", at) for at in desk.free_blocks("Dr Cole")]
    change_often(sqlite_settings, [block.id for block in blocks], 500)
    desk.wait_for(lambda: desk.app.dispatcher.last_known >= 500)
    desk.settled()
    assert picker.field.text() == "smi"
    assert desk.focus is picker.field
    assert picker.found.currentRow() == marked
    assert desk.view.scroll_position() == scroll
    assert desk.view.current() == current


def change_often(settings: Settings, block_ids: list[int], count: int) -> None:
    """Book and cancel from another program, so many commits in all."""
    from clinic_desktop import compose
    from clinic_desktop.domain.booking import CancelAppointment, CancelReason

    def run() -> None:
        office = compose.open_office(settings, clock=clinics.clock, feed=False)
        try:
            for number in range(count // 2):
                block = block_ids[number % len(block_ids)]
                made = clinics.done(office, BookBlock(patient_id=3, block_id=block))
                clinics.done(
                    office,
                    CancelAppointment(
                        appointment_id=made.appointment.id, reason=CancelReason.OTHER
                    ),
                )
        finally:
            office.close()

    aside(run)


def test_another_day_is_reached_by_typing_it(desk: Desk) -> None:
    desk.show(dt.date(2025, 11, 5))
    assert desk.workplace.top.title.text() == "Wed 5 Nov 2025"
    assert desk.free_blocks("Dr Lee")[0] == "09:00"


def test_a_longer_time_that_is_taken_offers_others_of_its_length(
    desk: Desk, sqlite_settings: Settings
) -> None:
    first = desk.block("Dr Cole", "10:15")
    desk.drag("Dr Cole", "10:15", "10:30")
    desk.choose_patient("smith")
    foreign(sqlite_settings, BookBlock(patient_id=2, block_id=first.id))
    desk.wait_for(lambda: "just taken" in desk.refusal)
    desk.settled()
    desk.click("Take Dr Cole, Sun 2 Nov, 10:30\u201311:00")
    desk.settled()
    desk.click("Book")
    desk.settled()
    assert desk.visit("Dr Cole", "10:30").span.minutes == 30


def test_a_new_form_has_no_words_of_the_last_to_bring_back(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.fill("Note", "knee")
    desk.fill("Patient", "smith")
    desk.press("Esc")
    desk.open_block("Dr Lee", "12:00")
    form = desk.workplace.booking
    for field in (form.note, form.picker.search.field):
        field.setFocus()
        desk.press("Ctrl+Z")
        assert field.text() == ""
    desk.settled()


def test_ctrl_z_is_the_windows_until_something_was_typed(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.open_block("Dr Lee", "12:00")
    desk.fill("Patient", "s")
    desk.press("Ctrl+Z")
    desk.press("Ctrl+Z")
    desk.settled()
    # The letter was taken back; a hand that goes on undoing letters undoes no booking.
    assert desk.workplace.booking.picker.search.field.text() == ""
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]
    desk.press("Esc")
    desk.open_block("Dr Lee", "12:00")
    desk.press("Ctrl+Z")
    desk.settled()
    assert desk.visits("Dr Lee") == []


def test_a_hand_that_trembles_over_an_edge_opens_the_block_that_it_pressed(desk: Desk) -> None:
    one, two = desk.block("Dr Lee", "11:00"), desk.block("Dr Lee", "12:00")
    port, left = desk.view.viewport(), Qt.MouseButton.LeftButton
    edge = desk.view.item_rect(two.id)
    above, below = (QPoint(edge.center().x(), edge.top() + by) for by in (-1, 1))
    QTest.mousePress(port, left, pos=above)
    QTest.mouseMove(port, below)
    QTest.mouseRelease(port, left, pos=below)
    desk.settled()
    assert desk.workplace.booking.block == one
    assert desk.view.run() == ()


def test_a_new_appointment_stays_on_the_day_that_is_looked_at(desk: Desk) -> None:
    desk.show(dt.date(2025, 11, 5))
    desk.press("Ctrl+N")
    desk.settled()
    assert desk.workplace.calendar.day == dt.date(2025, 11, 5)
    desk.type("smith")
    desk.press("Enter")
    desk.settled()
    desk.press("Enter")
    desk.settled()
    assert "Ann Smith" in desk.notice
    assert "Wed 5 Nov, 09:00" in desk.notice
    assert not desk.says("has no free time left")


def test_a_new_appointment_says_when_the_shown_day_has_no_free_time(desk: Desk) -> None:
    desk.show(dt.date(2025, 11, 8))
    desk.press("Ctrl+N")
    desk.settled()
    told = (
        "Saturday, 8 November 2025 has no free time left. The next is on Sunday, 9 November 2025."
    )
    assert desk.says(told)
    assert desk.workplace.calendar.day == dt.date(2025, 11, 9)
    desk.press("Esc")
    desk.open_block("Dr Lee", "11:00")
    assert not desk.says(told)


def test_a_taken_time_offers_the_nearest_before_and_after_it(
    desk: Desk, sqlite_settings: Settings
) -> None:
    lost = desk.block("Dr Cole", "11:00")
    desk.open_block("Dr Cole", "11:00")
    foreign(sqlite_settings, BookBlock(patient_id=2, block_id=lost.id))
    desk.wait_for(lambda: "just taken" in desk.refusal)
    desk.settled()
    offered = [
        button.accessibleName()[-11:]
        for button in desk.app.window.findChildren(QAbstractButton)
        if button.isVisible() and button.accessibleName().startswith("Take Dr Cole")
    ]
    starts = ["10:15", "10:30", "10:45", "11:15", "11:30"]
    assert sorted(one[:5] for one in offered) == starts
