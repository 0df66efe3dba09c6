"""Runs of free blocks: which belong to one, and how hand and keys take them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from clinic_desktop.domain.booking import Agenda, Block
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui.agenda import AgendaView, Item
from clinic_desktop.ui.agenda.stretch import stretch
from tests.ui.agenda.samples import DOCTORS, PLAIN, at, block, visit

Show = Callable[..., AgendaView]
LEE = DOCTORS[0]
ITEMS: tuple[Item, ...] = (
    block(1, LEE, PLAIN, "09:00", "09:15"),
    block(2, LEE, PLAIN, "09:15", "09:30"),
    block(3, LEE, PLAIN, "09:30", "09:45"),
    visit(4, LEE, PLAIN, "09:45", "10:00", block_ids=(4,)),
    block(5, LEE, PLAIN, "10:00", "10:15"),
)


def shown(show: Show) -> AgendaView:
    span = TimeSpan(at(PLAIN, "00:00"), at(PLAIN, "24:00"))
    free = tuple(item for item in ITEMS if isinstance(item, Block))
    visits = tuple(item for item in ITEMS if not isinstance(item, Block))
    return show(Agenda(span, None, free, visits))


def middle(view: AgendaView, number: int) -> QPoint:
    return view.item_rect(number).center()


def taken(view: AgendaView) -> list[list[int]]:
    """Gather the ids of each run that the view asks to book."""
    found: list[list[int]] = []
    view.run_activated.connect(lambda run: found.append([each.id for each in run]))
    return found


@pytest.mark.parametrize(
    ("begin", "end", "run"),
    [
        (1, 1, (1,)),
        (1, 3, (1, 2, 3)),
        (3, 1, (1, 2, 3)),
        (1, 5, (1, 2, 3)),
        (5, 1, (5,)),
        (1, 4, ()),
        (1, 9, ()),
    ],
)
def test_a_run_has_no_gap_and_holds_where_it_began(
    begin: int, end: int, run: tuple[int, ...]
) -> None:
    assert tuple(each.id for each in stretch(ITEMS, begin, end)) == run


def test_a_drag_over_free_blocks_takes_them_all(show: Show) -> None:
    view = shown(show)
    runs = taken(view)
    single: list[int] = []
    view.block_activated.connect(lambda each: single.append(each.id))
    port, left = view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, pos=middle(view, 1))
    for number in (2, 3, 5):
        QTest.mouseMove(port, middle(view, number))
    assert [each.id for each in view.run()] == [1, 2, 3], "it stops before the visit"
    QTest.mouseMove(port, middle(view, 2))
    assert [each.id for each in view.run()] == [1, 2]
    QTest.mouseRelease(port, left, pos=middle(view, 2))
    assert runs == [[1, 2]]
    assert single == []


def test_a_drag_that_comes_home_opens_one_block(show: Show) -> None:
    view = shown(show)
    runs = taken(view)
    single: list[int] = []
    view.block_activated.connect(lambda each: single.append(each.id))
    port, left = view.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(port, left, pos=middle(view, 1))
    QTest.mouseMove(port, middle(view, 2))
    QTest.mouseMove(port, middle(view, 1))
    QTest.mouseRelease(port, left, pos=middle(view, 1))
    assert (runs, single) == ([], [1])


def test_shift_takes_more_by_arrow_and_by_click(show: Show) -> None:
    view = shown(show)
    runs = taken(view)
    assert view.select_block(2)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert runs == [[2, 3]]
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert view.run() == (), "walking on lets the run go"
    assert view.select_block(3)
    QTest.mouseClick(
        view.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.ShiftModifier,
        middle(view, 1),
    )
    assert runs == [[2, 3], [1, 2, 3]]


def test_a_run_goes_when_one_of_its_blocks_is_booked(show: Show) -> None:
    view = shown(show)
    assert view.select_block(1)
    QTest.keyClick(view, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert len(view.run()) == 2
    made = visit(20, LEE, PLAIN, "09:00", "09:15", block_ids=(1,))
    view.patch(Agenda(made.span, (LEE.id,), (), (made,)))
    assert view.run() == ()
    current = view.current()
    assert current is not None
    assert current.id == 2
