"""The card beside a visit that is pointed at: what it says, where it stands, when it goes."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.people import PatientInBrief
from clinic_desktop.ui import hover_card
from clinic_desktop.ui.agenda.view import Pointed
from clinic_desktop.ui.hover_card import HoverCard
from tests.driver import Desk
from tests.ui.agenda.test_zoom import turn

LEE, COLE = "Dr Lee", "Dr Cole"


def card_of(desk: Desk) -> HoverCard | None:
    """Answer the card, if one was ever shown."""
    return desk.app.window.findChild(HoverCard)


def said(desk: Desk) -> str:
    """Answer what the card says."""
    card = card_of(desk)
    return card.text if card is not None else ""


def point(desk: Desk, visit: Appointment) -> None:
    """Move the pointer onto a visit, from beside the calendar."""
    QTest.mouseMove(desk.view.viewport(), QPoint(3, 3))
    QTest.mouseMove(desk.view.viewport(), desk.view.item_rect(visit.id).center())


def pointed(desk: Desk, doctor: str, start: str) -> str:
    """Point at a visit, and answer what the card says of it once it is there.

    No hand is as still as a test's: it moves on within the visit where the card went again, since
    the columns were laid anew under it.
    """
    visit = desk.visit(doctor, start)
    point(desk, visit)
    paces = itertools.cycle((0, 1))

    def is_told() -> bool:
        if not said(desk):
            at = desk.view.item_rect(visit.id).center()
            QTest.mouseMove(desk.view.viewport(), at + QPoint(next(paces), 0))
        return visit.patient in said(desk) and "visit:" in said(desk)

    desk.wait_for(is_told, f"the card of {visit.patient}")
    return said(desk)


def with_visits(desk: Desk) -> Desk:
    """Book what the tests point at, and let the pointer be elsewhere."""
    desk.book(LEE, "11:00", patient="smith", kind="Check-up", note="brings her mother")
    desk.book(LEE, "13:00", patient="stone")
    desk.book(COLE, "10:15", patient="müller")
    desk.book(COLE, "10:30", patient="stone")
    desk.click("Close notice")
    return desk


def test_it_says_who_comes_why_and_when_else(desk: Desk) -> None:
    with_visits(desk)
    desk.book(COLE, "09:00", patient="smith")
    assert pointed(desk, LEE, "11:00").split("\n") == [
        "Ann Smith", "+1 212 555 0101", "12 Mar 1980", "11:00\u201312:00",
        "Check-up · 1 h · Dr Lee", "Booked", "brings her mother",
        "Last visit: Sun 2 Nov 2025, 09:00", "Next visit: this one",
    ]  # fmt: skip
    desk.view.select_appointment(desk.visit(LEE, "11:00").id)
    desk.press("A")
    desk.wait_for(lambda: "Arrived" in said(desk), "it follows what becomes of the visit")


def test_it_comes_within_150_ms_even_when_the_database_is_slow(desk: Desk) -> None:
    with_visits(desk)
    assert hover_card.RESTS_MS + hover_card.WAITS_MS < 150
    asked: list[object] = []

    def never(query: object, *_: object) -> int:
        asked.append(query)
        return -1

    dispatcher = desk.app.dispatcher
    kept, dispatcher.share = dispatcher.share, never  # type: ignore[method-assign, assignment]
    point(desk, desk.visit(LEE, "11:00"))
    desk.wait_for(lambda: said(desk).startswith("Ann Smith\n\u2026\n11:00"))
    assert [type(query) for query in asked] == [PatientInBrief]
    dispatcher.share = kept  # type: ignore[method-assign]
    QTest.mouseMove(desk.view.viewport(), QPoint(3, 3))
    desk.wait_for(lambda: not said(desk))


def test_it_never_stands_over_its_column_and_lets_clicks_through(desk: Desk) -> None:
    with_visits(desk)
    shown = 0
    for keys, size in (("Ctrl+1", (1280, 800)), ("Ctrl+2", (1280, 800)), ("Ctrl+1", (900, 500))):
        desk.app.window.resize(*size)
        desk.press(keys)
        desk.settled()
        for visit in [item for item in desk.items() if isinstance(item, Appointment)]:
            desk.view.select_appointment(visit.id)
            pointed(desk, visit.doctor, desk.clock(visit.start))
            card = card_of(desk)
            assert card is not None
            column = desk.view.shown_column(desk.view.canvas.spot_of(visit.id)[0])  # type: ignore[index]
            corner = desk.view.viewport().mapTo(desk.app.window, column.topLeft())
            assert not QRect(corner, column.size()).intersects(card.geometry())
            assert desk.app.window.rect().contains(card.geometry())
            under = card.geometry().center()
            assert desk.app.window.childAt(under) not in (card, *card.children())
            shown += 1
    assert shown >= 10


def test_it_goes_when_the_pointer_leaves_at_escape_at_a_scroll_and_at_a_drag(desk: Desk) -> None:
    with_visits(desk)
    desk.app.window.resize(1280, 420)
    visit = desk.visit(COLE, "10:15")
    port = desk.view.viewport()

    def leave() -> None:
        QTest.mouseMove(port, QPoint(3, 3))

    def scroll() -> None:
        desk.view.verticalScrollBar().setValue(desk.view.verticalScrollBar().value() + 12)

    def drag() -> None:
        desk.lift(COLE, "10:15")
        assert not said(desk), "at once: it must not stand where something is to be dropped"
        desk.carry(COLE, "11:00")

    def resize() -> None:
        desk.app.window.resize(1260, 420)

    desk.view.select_appointment(visit.id)
    for act in (
        resize,
        leave,
        lambda: desk.press("Esc"),
        scroll,
        lambda: desk.press("Ctrl+3"),
        drag,
    ):
        desk.press("Ctrl+1")
        desk.settled()
        desk.view.setFocus()
        pointed(desk, COLE, "10:15")
        act()
        desk.wait_for(lambda: not said(desk), "it is gone")
    desk.press("Esc")
    desk.drop()


def test_it_comes_again_with_the_next_move_after_a_scroll_but_not_after_a_click(
    desk: Desk,
) -> None:
    with_visits(desk)
    desk.app.window.resize(1280, 420)
    desk.settled()
    visit = desk.visit(COLE, "10:15")
    desk.view.select_appointment(visit.id)
    desk.view.setFocus()
    pointed(desk, COLE, "10:15")

    def move_on() -> None:
        at = desk.view.item_rect(visit.id).center()
        QTest.mouseMove(desk.view.viewport(), at + QPoint(4, 0))
        QTest.mouseMove(desk.view.viewport(), at + QPoint(5, 0))

    bar = desk.view.verticalScrollBar()
    bar.setValue(bar.value() + 2)
    desk.wait_for(lambda: not said(desk), "a scroll sends it away")
    move_on()
    desk.wait_for(lambda: "visit:" in said(desk), "it comes again")
    desk.workplace.top.search.setFocus()
    desk.wait_for(lambda: not said(desk), "the keys went elsewhere")
    move_on()
    desk.wait_for(lambda: "visit:" in said(desk), "it comes again")
    middle = desk.view.item_rect(visit.id).center()
    QTest.mouseClick(desk.view.viewport(), Qt.MouseButton.RightButton, pos=middle)
    assert not said(desk), "at once: something is to be done with it"
    pointed_at: list[object] = []
    desk.view.pointed.connect(pointed_at.append)
    move_on()
    assert not said(desk)
    assert pointed_at == []


class Hides(QObject):
    """Counts how often something is hidden."""

    count = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: ARG002, N802 - Qt's
        self.count += event.type() == QEvent.Type.Hide
        return False


# A screen that is none has no way to raise a menu.
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_it_goes_when_a_menu_comes_and_stands_beside_what_is_seen_of_a_long_time_off(
    desk: Desk,
) -> None:
    with_visits(desk)
    visit = desk.visit(COLE, "10:15")
    desk.view.select_appointment(visit.id)
    desk.view.setFocus()
    assert pointed(desk, COLE, "10:15")
    desk.press("Shift+F10")
    menu = QApplication.activePopupWidget()
    assert menu is not None
    menu.close()
    assert said(desk) == ""
    card = card_of(desk)
    assert card is not None
    # A day off begins far above what is seen of it.
    column, port = desk.view.shown_column(0), desk.view.viewport()
    long = QRect(column.left(), -900, column.width(), 1000)
    corner = card._corner(Pointed((0, visit.id), visit, long, column))  # noqa: SLF001 - its place
    assert corner is not None
    assert corner.y() >= port.mapTo(desk.app.window, QPoint()).y()


def test_moving_along_cards_changes_it_without_a_flicker(desk: Desk) -> None:
    with_visits(desk)
    pointed(desk, COLE, "10:15")
    card, hides = card_of(desk), Hides()
    assert card is not None
    card.installEventFilter(hides)
    first, second = (desk.view.item_rect(desk.visit(COLE, at).id) for at in ("10:15", "10:30"))
    QTest.mouseMove(desk.view.viewport(), QPoint(first.center().x(), first.bottom() + 1))
    QTest.mouseMove(desk.view.viewport(), second.center())
    texts = {said(desk)}

    def is_there() -> bool:
        texts.add(said(desk))
        return said(desk).startswith("Bob Stone\n+1 212 555 0102")

    desk.wait_for(is_there)
    assert hides.count == 0
    names = {text.split("\n")[0] for text in texts}
    assert names == {"José Müller", "Bob Stone"}
    assert all("0103" in text for text in texts if text.startswith("José")), "no stale answer"
    assert not any("0103" in text for text in texts if text.startswith("Bob"))


def test_keys_that_walk_bring_it_too(desk: Desk) -> None:
    with_visits(desk)
    desk.view.select_block(desk.block(LEE, "12:00").id)
    desk.press("Up")
    desk.wait_for(lambda: said(desk).startswith("Ann Smith\n+1 212"))
    desk.press("Down")
    desk.wait_for(lambda: not said(desk))


def test_zooming_and_hiding_the_patients_put_it_away(desk: Desk) -> None:
    with_visits(desk)
    pointed(desk, COLE, "10:15")
    turn(desk.view, desk.view.item_rect(desk.visit(COLE, "10:15").id).center(), 120)
    desk.wait_for(lambda: not said(desk))
    pointed(desk, COLE, "10:15")
    desk.press("Ctrl+Shift+H")
    assert not said(desk)
