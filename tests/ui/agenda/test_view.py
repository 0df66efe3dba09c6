"""The painted calendar as a person meets it: keys, clicks, and changes that arrive meanwhile."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt, SignalInstance
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.booking import Agenda, Appointment, Block
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui.agenda import AgendaView, Column
from clinic_desktop.ui.look import Look
from tests.ui.agenda.conftest import Show
from tests.ui.agenda.samples import (
    DOCTORS,
    FALL_BACK,
    NEW_YORK,
    PLAIN,
    at,
    block,
    full_day,
    visit,
)

LEE, OKA, MOR = DOCTORS[:3]


def small() -> Agenda:
    """Answer three doctors' morning: free and booked in turn, the second doctor away."""
    span = TimeSpan(at(PLAIN, "00:00"), at(PLAIN, "24:00"))
    free = (
        block(1, LEE, PLAIN, "09:00", "09:30"),
        block(3, LEE, PLAIN, "10:00", "10:30"),
        block(4, MOR, PLAIN, "09:00", "09:15"),
        block(5, MOR, PLAIN, "10:00", "10:15"),
    )
    return Agenda(span, None, free, (visit(2, LEE, PLAIN, "09:30", "10:00", block_ids=(2,)),))


def heard(signal: SignalInstance) -> list[object]:
    """Gather what a signal carries."""
    found: list[object] = []
    signal.connect(found.append)
    return found


def picture(view: AgendaView) -> QImage:
    """Answer what is on the viewport now."""
    return view.viewport().grab().toImage()


def booked(agenda: Agenda, number: int) -> tuple[Agenda, Agenda]:
    """Book a free block: answer the part that a re-read of its stretch brings, and the whole."""
    taken = next(free for free in agenda.free if free.id == number)
    made = dataclasses.replace(
        visit(900 + number, DOCTORS[taken.doctor_id - 1], PLAIN, "00:00", "00:15"),
        start=taken.start,
        end=taken.end,
        block_ids=(taken.id,),
    )
    part = Agenda(taken.span, (taken.doctor_id,), (), (made,))
    left = tuple(free for free in agenda.free if free.id != number)
    return part, dataclasses.replace(agenda, free=left, appointments=(*agenda.appointments, made))


# Walking by keys


def test_arrows_walk_block_by_block_and_column_by_column(show: Show) -> None:
    view = show(small(), tuple(Column(doctor, PLAIN) for doctor in (LEE, OKA, MOR)))
    chosen = heard(view.selected)
    walked = []
    for key in (
        Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right,
        Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Left,
    ):  # fmt: skip
        QTest.keyClick(view, key)
        current = view.current()
        assert current is not None
        walked.append(current.id)
    visited = UUID(int=2)
    assert walked == [1, visited, 3, 3, 5, 3, visited, 1, 3, 3]
    assert [item.id for item in chosen if isinstance(item, (Block, Appointment))] == [
        1, visited, 3, 5, 3, visited, 1, 3,
    ]  # fmt: skip


def test_walking_across_comes_home_to_the_same_height(show: Show) -> None:
    view = show(full_day(DOCTORS[:4], PLAIN))
    assert view.select_block(next(free.id for free in full_day(DOCTORS[:1], PLAIN).free))
    start = view.current()
    for key in (Qt.Key.Key_Right,) * 3 + (Qt.Key.Key_Left,) * 3:
        QTest.keyClick(view, key)
    assert view.current() == start


def test_what_is_current_is_shown_with_both_its_ends_where_hardly_more_has_room(show: Show) -> None:
    view = show(small(), tuple(Column(doctor, PLAIN) for doctor in (LEE, MOR, OKA)))
    beside = view.width() - view.viewport().width() + view.canvas.measures.axis
    view.resize(beside + view.canvas.measures.column + 6, 400)
    for number in (4, 1):
        assert view.select_block(number)
        box = view.item_rect(number)
        assert box.left() > view.canvas.measures.axis
        assert box.right() < view.viewport().width()


def test_enter_opens_and_escape_lets_go(show: Show) -> None:
    view = show(small())
    blocks, visits = heard(view.block_activated), heard(view.appointment_activated)
    assert view.select_block(1)
    QTest.keyClick(view, Qt.Key.Key_Return)
    assert [blocks, visits] == [[small().free[0]], []]
    assert view.select_appointment(UUID(int=2))
    QTest.keyClick(view, Qt.Key.Key_Enter)
    assert [len(blocks), visits] == [1, [small().appointments[0]]]
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.current() is None


def test_pages_and_commands_are_left_to_the_window(show: Show) -> None:
    view = show(small())
    window_keys: list[int] = []
    parent = view.window()
    assert parent is view
    for key, modifiers in (
        (Qt.Key.Key_PageUp, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_M, Qt.KeyboardModifier.NoModifier),
    ):
        event = key_event(key, modifiers)
        view.keyPressEvent(event)
        window_keys.append(event.isAccepted())
    assert window_keys == [False, False, False]
    assert view.current() is None


def key_event(key: Qt.Key, modifiers: Qt.KeyboardModifier) -> QKeyEvent:
    """Answer a press of a key."""
    return QKeyEvent(QEvent.Type.KeyPress, key, modifiers)


# The mouse


def test_a_click_selects_and_opens(show: Show) -> None:
    view = show(small())
    blocks, visits = heard(view.block_activated), heard(view.appointment_activated)
    for number in (3, UUID(int=2)):
        place = view.item_rect(number).center()
        QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert blocks == [small().free[1]]
    assert visits == [small().appointments[0]]
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(3, 3))
    assert view.current() == small().appointments[0]


def test_letting_go_elsewhere_opens_nothing(show: Show) -> None:
    view = show(small())
    blocks = heard(view.block_activated)
    one, other = view.item_rect(1).center(), view.item_rect(3).center()
    QTest.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=one)
    QTest.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=other)
    assert blocks == []


# Changes that arrive


def test_selection_and_scroll_survive_a_patch(show: Show) -> None:
    whole = full_day(DOCTORS[:4], PLAIN)
    view = show(whole, size=(300, 300))
    kept, taken = whole.free[5], whole.free[2]
    assert view.select_block(kept.id)
    view.restore_scroll((20, 120))
    chosen = heard(view.selected)
    view.patch(booked(whole, taken.id)[0])
    assert view.current() == kept
    assert view.scroll_position() == (20, 120)
    assert chosen == []


def test_a_selected_block_that_gets_booked_hands_over_to_its_visit(show: Show) -> None:
    whole = full_day(DOCTORS[:4], PLAIN)
    view = show(whole)
    number = whole.free[0].id
    assert view.select_block(number)
    chosen = heard(view.selected)
    part = booked(whole, number)[0]
    view.patch(part)
    assert view.current() == part.appointments[0]
    assert chosen == [part.appointments[0]]
    view.patch(Agenda(part.span, part.doctor_ids, (), ()))
    assert view.current() is None
    assert chosen[-1] is None


def test_what_is_laid_beyond_the_hours_widens_the_axis(show: Show) -> None:
    view = show(small())
    early = block(77, LEE, PLAIN, "06:30", "07:00")
    view.patch(Agenda(early.span, (LEE.id,), (early,), ()))
    assert not view.item_rect(77).isEmpty()
    assert view.item_rect(77).top() < view.item_rect(1).top()


# Odd days, now, notices, scale


def test_a_sunday_block_after_the_clocks_went_back_lies_where_eleven_is(show: Show) -> None:
    span = TimeSpan(at(FALL_BACK, "00:00"), at(FALL_BACK, "24:00"))
    free = (
        block(1, LEE, FALL_BACK, "11:00", "11:15"),
        block(2, LEE, FALL_BACK, "00:30", "00:45"),
    )
    view = show(Agenda(span, None, free, ()), (Column(LEE, FALL_BACK),), (400, 2000))
    eleven, early = view.item_rect(1), view.item_rect(2)
    quarter = eleven.height() - 1
    assert (eleven.top() - early.top()) / quarter == pytest.approx(46, abs=1.5)


def test_an_empty_calendar_says_why(show: Show, qtbot: QtBot) -> None:
    nothing = Agenda(small().span, None, (), ())
    pictures = [picture(show(columns=())), picture(show()), picture(show(nothing))]
    assert all(one != other for one, other in itertools.combinations(pictures, 2))
    waiting = show()
    waiting.set_loading(loading=True)
    before = picture(waiting)
    qtbot.waitUntil(lambda: picture(waiting) != before, timeout=60_000)
    waiting.set_agenda(small())
    offline = show(small())
    full = picture(offline)
    offline.set_notice("The database cannot be reached", "What is shown may be old.")
    assert picture(offline) != full
    offline.set_notice("")
    assert picture(offline) == full


def test_text_twice_as_large_makes_everything_larger(show: Show, look: Look) -> None:
    view = show(small())
    narrow = view.item_rect(1)
    look.set_text_scale(2.0)
    view.resize(901, 700)
    assert view.item_rect(1).height() > 1.5 * narrow.height()


def test_right_to_left_mirrors_columns_and_arrows(show: Show) -> None:
    view = show(small(), tuple(Column(doctor, PLAIN) for doctor in (LEE, OKA, MOR)))
    view.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert view.item_rect(1).left() > view.item_rect(4).right()
    assert view.select_block(1)
    QTest.keyClick(view, Qt.Key.Key_Left)
    current = view.current()
    assert current is not None
    assert current.id == 4
    blocks = heard(view.block_activated)
    place = view.item_rect(5).center()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert blocks == [small().free[3]]


def test_scrolling_to_an_instant_brings_it_into_view(show: Show) -> None:
    view = show(full_day(DOCTORS[:4], PLAIN), size=(500, 300))
    view.scroll_to(at(PLAIN, "16:00"))
    late = view.item_rect(full_day(DOCTORS[:1], PLAIN).appointments[-8].id)
    assert view.viewport().rect().intersects(late)
    above = view.scroll_position()
    view.scroll_to(at(PLAIN, "08:00"))
    assert view.scroll_position() < above


def test_many_columns_scroll_under_the_axis(show: Show) -> None:
    columns = tuple(Column(doctor, PLAIN) for doctor in DOCTORS)
    view = show(full_day(DOCTORS, PLAIN), columns)
    last = next(free.id for free in full_day(DOCTORS, PLAIN).free if free.doctor_id == 12)
    assert view.item_rect(last).left() > view.viewport().width()
    assert view.select_block(last)
    assert view.viewport().rect().contains(view.item_rect(last))


def test_imported_visits_at_one_time_stand_side_by_side(show: Show) -> None:
    span = TimeSpan(at(PLAIN, "00:00"), at(PLAIN, "24:00"))
    visits = tuple(visit(number, LEE, PLAIN, "09:00", "10:00", holds=False) for number in (1, 2, 3))
    view = show(Agenda(span, None, (), visits))
    rects = [view.item_rect(each.id) for each in visits]
    assert not any(a.intersects(b) for a in rects for b in rects if a is not b)
    assert {rect.top() for rect in rects} == {rects[0].top()}


def test_imported_visits_of_ten_minutes_stand_one_under_another(show: Show) -> None:
    span = TimeSpan(at(PLAIN, "00:00"), at(PLAIN, "24:00"))
    times = itertools.pairwise(f"{hour:02}:{minute}0" for hour in (9, 10) for minute in range(6))
    visits = tuple(
        visit(number, LEE, PLAIN, start, end, holds=False)
        for number, (start, end) in enumerate(times)
    )
    view = show(Agenda(span, None, (), visits))
    rects = [view.item_rect(each.id) for each in visits]
    assert {(rect.left(), rect.width()) for rect in rects} == {(rects[0].left(), rects[0].width())}
    assert all(above.bottom() < below.top() for above, below in itertools.pairwise(rects))


def test_a_week_shows_one_doctors_days(show: Show) -> None:
    days = [FALL_BACK + dt.timedelta(days=offset) for offset in range(-3, 4)]
    span = TimeSpan(at(days[0], "00:00"), at(days[-1], "24:00"))
    free = tuple(block(number, LEE, day, "11:00", "11:30") for number, day in enumerate(days, 1))
    view = show(Agenda(span, (LEE.id,), free, ()), tuple(Column(LEE, day) for day in days))
    view.set_now(at(FALL_BACK, "11:10"))
    tops = {view.item_rect(each.id).top() for each in free}
    lefts = [view.item_rect(each.id).left() for each in free]
    assert len(tops) == 1
    assert lefts == sorted(lefts)
    assert NEW_YORK.key == "America/New_York"


def test_items_tell_what_is_shown_by_column_and_time(show: Show) -> None:
    view = show(small())
    assert [item.id for item in view.items(LEE.name)] == [1, UUID(int=2), 3]
    assert {item.doctor for item in view.items()} == {LEE.name, MOR.name}


def test_what_is_current_stays_in_sight_when_the_room_shrinks(show: Show) -> None:
    twelve = tuple(Column(doctor, PLAIN) for doctor in DOCTORS)
    view = show(full_day(DOCTORS, PLAIN), twelve, (1200, 700))
    visits = [item for item in view.items(DOCTORS[-1].name) if isinstance(item, Appointment)]
    last = visits[-1]
    assert view.select_appointment(last.id)
    view.resize(700, 420)
    assert view.viewport().rect().contains(view.item_rect(last.id))
