"""What a change would bring about is seen before it is saved, and only what was seen is saved."""

from __future__ import annotations

import ast
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeGuard
from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from clinic_desktop import compose
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import BookBlock
from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.people import AddPatient, Name
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
from clinic_desktop.settings import Settings
from clinic_desktop.ui.availability import effect
from clinic_desktop.ui.availability.effect import EffectView
from clinic_desktop.ui.two_lines import LINES
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import SQL

MONDAY = dt.date(2025, 11, 3)
NEW = SetWeeklyHours(doctor_id=1, hours=WeeklyHours.parse("Mon-Fri 9-12"), block_minutes=60)


class Seen:
    """An effect view in the calendar's place, and what it tells."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.view = EffectView(desk.workplace._clinic)  # noqa: SLF001 - there is no other clinic
        self.saved: list[Done[object]] = []
        self.view.saved.connect(self.saved.append)
        desk.workplace.panes.set_cover(self.view)

    def settled(self) -> None:
        self.desk.wait_for(lambda: self.view.is_settled, "the effect is shown")
        self.desk.settled()

    def ask(self, change: AddTimeOff | SetWeeklyHours) -> None:
        self.view.set_change(change)
        self.settled()

    @property
    def rows(self) -> list[str]:
        return [self.view.hits.item(n).text() for n in range(self.view.hits.count())]


@pytest.fixture
def seen(desk: Desk) -> Seen:
    return Seen(desk)


def away(*, first: dt.date = MONDAY, days: int = 1) -> AddTimeOff:
    return AddTimeOff(doctor_id=1, when=Stretch(first, first + dt.timedelta(days=days - 1)))


def test_it_says_how_many_blocks_go_and_who_is_left_outside(seen: Seen) -> None:
    seen.desk.show(MONDAY)
    seen.desk.book("Dr Lee", "11:00", patient="smith")
    assert not seen.desk.offers("Save")
    seen.ask(away())
    assert seen.view.summary.text() == "7 free blocks go (3 Nov 2025)."
    assert seen.rows == ["Ann Smith, Mon 3 Nov, 11:00\u201312:00, +1 212 555 0101"]
    assert seen.desk.says("1 appointment is left outside then. It stays booked, as an exception")
    assert seen.desk.offers("Save, 1 left outside")
    for way in ("Move", "Cancel", "Open"):
        assert seen.desk.offers(f"{way} this visit")


def test_who_lies_outside_already_is_told_apart_and_asked_about_no_more(seen: Seen) -> None:
    seen.desk.show(MONDAY)
    seen.desk.book("Dr Lee", "11:00", patient="smith")
    office = seen.desk.app.dispatcher.office
    shorter = replace(NEW, start=MONDAY, until=MONDAY, hours=WeeklyHours.parse("Mon 9-11"))
    clinics.done(office, replace(shorter, accept=1))
    seen.desk.settled()
    seen.ask(replace(shorter, command_id=uuid4(), hours=WeeklyHours.parse("Mon 9-10")))
    told = "Outside already, and booked as before:\nMon 3 Nov, 11:00\u201312:00: Ann Smith"
    assert seen.view.summary.text().endswith(told)
    assert not seen.rows
    QTest.keyClick(
        seen.view, Qt.Key.Key_H,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )  # fmt: skip
    seen.settled()
    assert "Smith" not in seen.view.summary.text()
    assert seen.desk.offers("Save")


def test_of_several_phones_the_first_is_shown_and_all_are_told(seen: Seen) -> None:
    """All of them would leave the name no room."""
    seen.desk.show(MONDAY)
    phones = ("+84 90 123 4567", "+84 24 3826 1234")
    office = seen.desk.app.dispatcher.office
    made = AddPatient(name=Name("Hoàng Anh", "Phạm"), phones=phones)
    block = seen.desk.block("Dr Lee", "11:00")
    clinics.done(office, BookBlock(patient_id=clinics.done(office, made).id, block_id=block.id))
    seen.desk.settled()
    seen.ask(away())
    row = seen.view.hits.item(0)
    name, _, aside = row.data(LINES)
    assert (name, aside) == ("Hoàng Anh Phạm", "+84 90 123 4567 (+1)")
    for told in (row.text(), row.toolTip()):
        assert told.endswith("+84 90 123 4567, +84 24 3826 1234")


def test_it_is_kept_true_while_others_book_and_says_so(seen: Seen) -> None:
    seen.ask(away())
    assert not seen.rows
    seen.desk.app.dispatcher.office.do(_booking(seen.desk)).result(timeout=120)
    seen.desk.wait_for(lambda: len(seen.rows) == 1)
    seen.settled()
    assert seen.desk.says("Somebody changed this time meanwhile")
    assert seen.desk.offers("Save, 1 left outside")


def _booking(desk: Desk) -> BookBlock:
    from clinic_desktop.domain.booking import Blocks
    from clinic_desktop.domain.time import day_span

    span = day_span(MONDAY, desk.workplace.zone)
    office = desk.app.dispatcher.office
    block = office.ask(Blocks(span=span, doctor_ids=(1,))).result(timeout=120).answer[2]
    return BookBlock(patient_id=2, block_id=block.id)


def test_a_second_pc_that_books_meanwhile_has_nothing_saved_and_the_new_effect_shown(
    settings: Settings, open_desk: OpenDesk
) -> None:
    """The other's commit is not heard of yet when the button is clicked."""
    seen = Seen(open_desk(settings))
    seen.ask(away())
    with SQL.allowed():
        other = compose.open_office(settings, clock=clinics.clock, feed=False)
        try:
            with seen.desk.news_held_back():
                other.do(_booking(seen.desk)).result(timeout=120)
                seen.view.save()
                seen.desk.wait_for(lambda: not seen.view.is_busy)
        finally:
            other.close()
    seen.settled()
    assert not seen.saved
    assert seen.desk.says("would do something else than what was shown. Nothing was saved")
    assert seen.rows == ["Bob Stone, Mon 3 Nov, 11:00\u201312:00, +1 212 555 0102"]
    seen.desk.click("Save, 1 left outside")
    seen.settled()
    assert len(seen.saved) == 1


def test_nothing_is_saved_whose_effect_is_not_shown(seen: Seen) -> None:
    seen.ask(away())
    seen.view.set_change(away(days=2))
    seen.view.save()
    assert not seen.view.is_busy
    assert not seen.desk.offers("Save")
    seen.settled()
    seen.view.save()
    seen.settled()
    assert len(seen.saved) == 1


def test_a_change_that_can_not_be_made_says_why(seen: Seen) -> None:
    seen.ask(AddTimeOff(doctor_id=99, when=Stretch(MONDAY, MONDAY)))
    assert seen.desk.says("There is no doctor 99 here, or not any more.")
    assert not seen.desk.offers("Save")


def test_only_the_last_of_many_changes_is_asked_about(
    seen: Seen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    dispatcher = seen.desk.app.dispatcher
    share = dispatcher.share

    def noted(*question: Any) -> int:  # noqa: ANN401 - a question and who waits for it
        asked.append(question)
        return share(*question)

    monkeypatch.setattr(dispatcher, "share", noted)
    for days in range(1, 8):
        seen.view.set_change(away(days=days))
    seen.settled()
    assert len(asked) == 1
    assert seen.view.summary.text() == "48 free blocks go (3 \u2013 9 Nov 2025)."


def test_hidden_patients_are_hidden_in_it_too(seen: Seen) -> None:
    seen.desk.show(MONDAY)
    seen.desk.book("Dr Lee", "11:00", patient="smith")
    seen.ask(away())
    QTest.keyClick(
        seen.view.hits, Qt.Key.Key_H,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )  # fmt: skip
    seen.settled()
    assert "Smith" not in seen.rows[0]
    assert "555" not in seen.rows[0]


def test_no_module_of_the_window_saves_such_a_change_but_the_effect_view() -> None:
    """Not even the first doctor's form, though nobody is booked with who was just taken on."""
    changes = {kind.__name__ for kind in TimeChange.__subclasses__()}
    assert {"SetWeeklyHours", "CloseClinic", "TakeOnDoctor", "RemoveDoctor"} < changes
    found = set()
    for file in Path(effect.__file__).parent.parent.rglob("*.py"):
        calls = [one for one in ast.walk(ast.parse(file.read_text("utf-8"))) if _is_call(one)]
        made = {ast.unparse(call.func) for call in calls}
        if made & changes and any(name.endswith("dispatcher.do") for name in made):
            found.add(file.name)
    assert not found


def _is_call(node: ast.AST) -> TypeGuard[ast.Call]:
    return isinstance(node, ast.Call)
