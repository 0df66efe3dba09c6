"""A status has one word, wherever it is told: another one put into the table is told everywhere."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from clinic_desktop.domain.booking import STATUS_WORDS
from clinic_desktop.domain.booking import AppointmentStatus as S
from clinic_desktop.domain.sheets import SheetKind
from clinic_desktop.ui.agenda.words import item_name
from clinic_desktop.ui.words import STATUS_ACTS
from tests.driver import Desk
from tests.ui.agenda.samples import visit as sample
from tests.ui.paper.samples import DOCTOR, MONDAY, pages_of, texts
from tests.ui.test_hover_card import pointed
from tests.ui.test_menu import menu, on_item, why
from tests.ui.test_modes import listed, switch

LEE, WORDS = "Dr Lee", "With the nurse"
# A screen that is none has no way to raise a menu; what is asked here needs none.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def labels(desk: Desk) -> list[str]:
    """Answer what the visible labels say, each as a whole."""
    return [each.text() for each in desk.app.window.findChildren(QLabel) if each.isVisible()]


def test_acts_are_called_as_the_statuses_that_they_set() -> None:
    acts = {status: words for status, words in STATUS_WORDS.items() if status is not S.CANCELLED}
    assert {**acts, S.BOOKED: "Not arrived yet"} == STATUS_ACTS


def test_every_place_of_the_window_takes_its_words_from_the_one_table(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(STATUS_WORDS, S.IN_PROGRESS, WORDS)
    desk.book(LEE, "11:00", patient="smith")
    desk.set_status(LEE, "11:00", "In the room")
    visit = desk.visit(LEE, "11:00")
    assert desk.notice.startswith(f"{WORDS}: Ann Smith"), "the notice"
    assert WORDS in labels(desk), "the panel"
    assert any(line.endswith(f"Booked \N{RIGHTWARDS ARROW} {WORDS}") for line in labels(desk))
    assert item_name(visit, desk.workplace.zone).endswith(f"Ann Smith, {WORDS.lower()}")
    assert WORDS in pointed(desk, LEE, "11:00").split("\n"), "the card under the pointer"
    shown = on_item(desk, "11:00")
    assert why(shown, "Move").startswith(f"A visit marked “{WORDS}” can"), "the menu"
    menu().close()
    desk.lift(LEE, "11:00")
    desk.carry(LEE, "14:00")
    assert desk.ghost == f"{WORDS.lower()}, stays"
    desk.drop()
    desk.settled()
    desk.open_visit(LEE, "11:00")
    desk.click("All visits of this patient")
    desk.settled()
    line = desk.workplace.patient.visits.item(0).text()
    assert WORDS in line.replace(",", " ·").split(" · "), "the patient's visits"
    switch(desk, "agenda")
    assert listed(desk, (2, 5)) == [f"Ann Smith {WORDS}"], "the list"
    desk.click("Show colours and marks")
    desk.settled()
    assert WORDS in labels(desk), "the legend"


def test_paper_takes_its_words_from_the_one_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STATUS_WORDS, S.IN_PROGRESS, WORDS)
    visit = sample(1, DOCTOR, MONDAY, "09:00", "10:00", status=S.IN_PROGRESS)
    assert WORDS in texts(*pages_of(SheetKind.DAY, [visit]))
