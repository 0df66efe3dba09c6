"""What is wished for selected visits fails on its way: only what is shown is tried again."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import pytest
from PySide6.QtWidgets import QLineEdit

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import BookBlock, TheAppointment
from clinic_desktop.domain.office import Command, Done, Query, Seen
from clinic_desktop.domain.purposes import AddPurpose
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.several import CancelSeveral, MoveSeveral
from clinic_desktop.ui.privacy import MASK
from tests.driver import Desk
from tests.ui.test_several import (
    ANN,
    LEE,
    MONDAY,
    at,
    ctrl_click,
    journal,
    morning,
    plan,
    selected,
)

BUSY = Unavailable("locked", "Busy.")
Wish = Callable[[Command[Any]], bool]


class Lossy:
    """The office of a window: which wishes don't reach it, or are on their way until told."""

    def __init__(self, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
        office = desk.app.dispatcher.office
        self._do = office.do
        self.loses: Wish = lambda _wish: False
        self.holds: Wish = lambda _wish: False
        self.held: list[Future[Done[Any]]] = []
        monkeypatch.setattr(office, "do", self.do)

    def do(self, command: Command[Any]) -> Future[Done[Any]]:
        """Carry a wish out, lose it, or hold it."""
        answer: Future[Done[Any]] = Future()
        if self.holds(command):
            self.held.append(answer)
        elif self.loses(command):
            answer.set_exception(BUSY)
        else:
            return self._do(command)
        return answer


@pytest.fixture
def lossy(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Lossy:
    return Lossy(desk, monkeypatch)


def is_cancel(wish: Command[Any]) -> bool:
    """Tell whether selected visits are to be cancelled."""
    return isinstance(wish, CancelSeveral)


def is_trial(wish: Command[Any]) -> bool:
    """Tell whether it is only tried where they could go."""
    return isinstance(wish, MoveSeveral) and wish.preview


def is_move(wish: Command[Any]) -> bool:
    """Tell whether they are to go."""
    return isinstance(wish, MoveSeveral) and not wish.preview


def wish_day(desk: Desk, day: str) -> None:
    """Write where they are to go."""
    desk.find("To the day", QLineEdit).setText(day)


def test_what_did_not_reach_the_database_is_tried_and_sent_again(desk: Desk, lossy: Lossy) -> None:
    ann, *_ = morning(desk)
    lossy.loses = is_trial
    ctrl_click(desk, ann)
    desk.press("M")
    wish_day(desk, "2025-11-03")
    desk.wait_for(lambda: desk.refusal == "Busy.", "it could not be tried")
    lossy.loses = is_move
    desk.click("Try again")
    desk.wait_for(lambda: plan(desk) == "It can go there.", "it was tried again")
    desk.click("Move 1 visit")
    desk.wait_for(lambda: desk.refusal == "Busy.", "it could not be sent")
    # With another day it is another wish: the one before is told, and tried, no more.
    wish_day(desk, "2025-11-04")
    assert not desk.refusal
    wish_day(desk, "2025-11-03")
    desk.settled()
    desk.click("Move 1 visit")
    desk.wait_for(lambda: desk.refusal == "Busy.", "it could not be sent")
    assert "11:00 Ann Smith" in desk.visits(LEE)
    lossy.loses = lambda _wish: False
    desk.click("Try again")
    desk.wait_for(lambda: desk.notice.startswith("Moved Ann Smith"), "it was sent again")
    desk.settled()
    desk.show(MONDAY)
    assert desk.visits(LEE) == ["11:00 Ann Smith"]


def test_what_failed_is_tried_again_for_nobody_who_is_not_selected_any_more(
    desk: Desk, lossy: Lossy
) -> None:
    ann, bob, jose = morning(desk)
    last = journal(desk)
    lossy.loses = is_cancel
    ctrl_click(desk, ann)
    desk.settled()
    desk.press("Del")
    desk.click("Cancel: Patient ill")
    desk.wait_for(lambda: desk.refusal == "Busy.", "it could not be sent")
    # With one more selected it is told of them no more; the question stands, of both.
    ctrl_click(desk, bob)
    desk.settled()
    assert (desk.refusal, desk.says("Why are 2 visits cancelled?")) == ("", True)
    desk.click("Cancel: Patient ill")
    desk.wait_for(lambda: desk.refusal == "Busy.", "it could not be sent")
    for _ in range(2):
        desk.press("Esc")
    assert desk.workplace.panel is None
    lossy.loses = is_trial
    ctrl_click(desk, jose)
    desk.settled()
    assert not desk.refusal
    desk.press("M")
    wish_day(desk, "2025-11-03")
    desk.wait_for(lambda: desk.refusal == "Busy.", "it could not be tried")
    lossy.loses = lambda _wish: False
    desk.click("Try again")
    desk.wait_for(lambda: not desk.refusal, "something is tried again")
    desk.settled()
    assert plan(desk) == "It can go there."
    assert journal(desk) == last, "nobody was cancelled"
    assert [one[6:] for one in desk.visits(LEE)] == ["Ann Smith", "Bob Stone", "José Müller"]


def test_what_fails_after_its_panel_was_closed_is_told_and_not_in_the_next_selections(
    desk: Desk, lossy: Lossy
) -> None:
    ann, bob, _ = morning(desk)
    last = journal(desk)
    lossy.holds = is_cancel
    ctrl_click(desk, ann)
    desk.settled()
    desk.press("Del")
    desk.click("Cancel: Patient ill")
    for _ in range(2):
        desk.press("Esc")
    assert desk.workplace.panel is None
    # Until it is done nobody else is selected: its outcome would let them go.
    desk.view.select_appointment(bob.id)
    desk.view.setFocus()
    desk.press("R")
    assert (selected(desk), desk.workplace.panel) == ([], None)
    lossy.held.pop().set_exception(BUSY)
    desk.wait_for(lambda: desk.notice == "Not cancelled: 1 visit. Busy.", "it is told")
    desk.settled()
    ctrl_click(desk, bob)
    desk.settled()
    assert selected(desk) == ["Bob Stone"]
    assert (desk.refusal, desk.offers("Try again")) == ("", False)
    assert journal(desk) == last
    # Nor is one that comes while its question is put away, its visits selected still.
    desk.press("Del")
    desk.click("Cancel: Patient ill")
    desk.press("Esc")
    desk.workplace.notices.forget()
    lossy.held.pop().set_exception(BUSY)
    desk.wait_for(lambda: desk.notice == "Not cancelled: 1 visit. Busy.", "it is told")
    assert (selected(desk), desk.refusal) == (["Bob Stone"], "")


def test_a_warning_that_was_passed_stays_so_when_another_one_comes(desk: Desk) -> None:
    ann, *_ = morning(desk)
    office = desk.app.dispatcher.office
    office.do(AddPurpose(name="urgent")).result(120)
    hours = WeeklyHours.parse("Mon 9-17; Mon 11-12 for urgent")
    kept = SetWeeklyHours(
        doctor_id=1, hours=hours, block_minutes=60, start=MONDAY, until=MONDAY
    )  # fmt: skip
    office.do(kept).result(120)
    desk.settled()
    ctrl_click(desk, ann)
    desk.settled()
    desk.press("M")
    wish_day(desk, "2025-11-03")
    desk.settled()
    assert desk.says("urgent")
    with desk.news_held_back():
        start = at(11, MONDAY)
        meanwhile = BookBlock(patient_id=ANN, doctor_id=2, start=start)
        office.do(meanwhile).result(120)
        desk.click("Move anyway")
        desk.wait_for(lambda: desk.says("Ann Smith already has a visit"), "she is busy by now")
        desk.click("Move anyway")
        desk.wait_for(lambda: desk.notice.startswith("Moved Ann Smith"), "both are passed")
    desk.settled()
    desk.show(MONDAY)
    assert desk.visits(LEE) == ["11:00 Ann Smith"]


def test_a_selected_visit_that_could_not_be_read_is_hidden_too(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann, *_ = morning(desk)
    office = desk.app.dispatcher.office
    ask = office.ask

    def lose_one(query: Query[Any]) -> Future[Seen[Any]]:
        if not isinstance(query, TheAppointment):
            return ask(query)
        answer: Future[Seen[Any]] = Future()
        answer.set_exception(BUSY)
        return answer

    monkeypatch.setattr(office, "ask", lose_one)
    ctrl_click(desk, ann)
    desk.wait_for(lambda: desk.refusal == "Busy.", "it could not be read")
    row = next(iter(desk.workplace.several.panel._rows.values()))  # noqa: SLF001 - named by whom it is of
    assert desk.says("Ann Smith")
    assert row.accessibleName().startswith("Ann Smith, ")
    desk.press("Ctrl+Shift+H")
    desk.wait_for(lambda: desk.says(MASK), "they are hidden")
    names = [row.accessibleName(), row.out.accessibleName()]
    assert not any("Ann" in name for name in names)
    assert not desk.says("Ann Smith")
    desk.press("Ctrl+Shift+H")
    desk.wait_for(lambda: desk.says("Ann Smith"), "they are shown again")
    assert row.out.accessibleName().startswith("Let Ann Smith go, ")
