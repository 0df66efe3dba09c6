"""Calendars that show the same draw it once; each still shows what it was told, and no more."""

from __future__ import annotations

import gc
import random
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from clinic_desktop.domain.booking import Agenda
from clinic_desktop.ui.agenda import AgendaView, tiles, twins
from clinic_desktop.ui.look import Look
from tests.ui.agenda.conftest import Show
from tests.ui.agenda.samples import DOCTORS, PLAIN, at, full_day
from tests.ui.agenda.test_view import booked, picture

WHOLE = full_day(DOCTORS[:4], PLAIN)
FREE = [free.id for free in WHOLE.free]


@pytest.fixture
def alone() -> None:
    """Here calendars may have twins."""


@contextmanager
def without_twins() -> Iterator[None]:
    """Let the calendars that are made now draw everything by themselves."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(twins, "picture_of_twin", lambda *_: None)
        yield


def several(show: Show, count: int) -> list[AgendaView]:
    """Show so many calendars of one day, none with the focus."""
    views = [show(WHOLE) for _ in range(count)]
    for view in views:
        view.clearFocus()
        picture(view)
    return views


def looks_as_if_alone(show: Show, view: AgendaView, whole: Agenda, now: str = "") -> bool:
    """Tell whether a calendar looks as one would that has no twin."""
    with without_twins():
        lone = show(whole)
        if now:
            lone.set_now(at(PLAIN, now))
        lone.restore_scroll(view.scroll_position())
        lone.clearFocus()
        return picture(lone) == picture(view)


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Collect what is drawn into tiles."""
    found: list[object] = []
    draw = tiles.draw

    def counted(*given: object) -> None:
        found.append(given)
        draw(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(tiles, "draw", counted)
    return found


def test_one_change_is_drawn_once_for_all(show: Show, drawn: list[object]) -> None:
    views = several(show, 3)
    assert len(drawn) == 8  # two tiles in each of four columns
    drawn.clear()
    part, whole = booked(WHOLE, FREE[3])
    for view in views:
        view.patch(part)
    QApplication.processEvents()
    assert len(drawn) == 1
    assert all(looks_as_if_alone(show, view, whole) for view in views)


def test_who_was_not_told_yet_shows_what_it_showed(show: Show) -> None:
    first, second = several(show, 2)
    before = picture(second)
    part, whole = booked(WHOLE, FREE[3])
    first.patch(part)
    assert picture(second) == before
    other, both = booked(whole, FREE[9])
    first.patch(other)
    second.patch(part)
    assert looks_as_if_alone(show, second, whole)
    second.patch(other)
    assert looks_as_if_alone(show, second, both)
    assert looks_as_if_alone(show, first, both)


def test_each_has_its_own_current_block_and_hands_it_to_the_visit(show: Show) -> None:
    views = several(show, 2)
    for view in views:
        view.select_block(FREE[3])
    part, _ = booked(WHOLE, FREE[3])
    for view in views:
        view.patch(part)
    assert [view.current() for view in views] == [part.appointments[0]] * 2


def test_a_calendar_alone_again_copies_nothing(show: Show) -> None:
    first, second = several(show, 2)
    part, whole = booked(WHOLE, FREE[3])
    for view in (first, second):
        view.patch(part)
    second.set_columns((), first.canvas.zone)
    held = first.canvas.picture
    assert not held.is_shared
    first.patch(booked(whole, FREE[9])[0])
    assert first.canvas.picture is held


def test_a_calendar_that_is_told_nothing_keeps_no_later_pictures(show: Show) -> None:
    """As behind a month: it is never given the parts that its twins go on by."""
    *twain, hidden = several(show, 3)
    whole, made = WHOLE, []
    for number in FREE[:6]:
        part, whole = booked(whole, number)
        for view in twain:
            view.patch(part)
        made.append(weakref.ref(twain[0].canvas.picture))
    gc.collect()
    assert [one() for one in made] == [None] * 5 + [twain[0].canvas.picture]
    assert twain[0].canvas.picture is twain[1].canvas.picture
    assert all(looks_as_if_alone(show, view, whole) for view in twain)
    assert looks_as_if_alone(show, hidden, WHOLE)
    hidden.patch(Agenda(WHOLE.span, None, whole.free, whole.appointments))
    assert looks_as_if_alone(show, hidden, whole)


def test_beside_one_that_is_told_nothing_a_calendar_copies_no_more_than_twice(show: Show) -> None:
    first, _hidden = several(show, 2)
    whole, copies = WHOLE, 0
    for number in FREE[:6]:
        part, whole = booked(whole, number)
        before = weakref.ref(first.canvas.picture)
        first.patch(part)
        copies += before() is not first.canvas.picture
    assert copies <= 2
    assert looks_as_if_alone(show, first, whole)


def test_a_closed_calendar_is_nobodys_twin_before_it_is_collected(show: Show, look: Look) -> None:
    (first,) = several(show, 1)
    second = AgendaView(look)
    second.resize(first.size())
    second.set_columns(first.columns(), first.canvas.zone)
    second.set_agenda(WHOLE)
    second.show()
    QApplication.processEvents()
    held, left = first.canvas.picture, second.canvas
    assert left.picture is held
    shiboken6.delete(second)
    first.patch(booked(WHOLE, FREE[3])[0])
    assert first.canvas.picture is held


@pytest.mark.parametrize("seed", range(3))
def test_whatever_each_is_told_in_whatever_order_it_looks_as_if_alone(
    show: Show, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - an order, no secret
    parts, wholes = [], [WHOLE]
    for number in dice.sample(FREE, 6):
        part, whole = booked(wholes[-1], number)
        parts.append(part)
        wholes.append(whole)
    views = several(show, 3)
    told, nows = [0, 0, 0], ["", "", ""]
    while min(told) < len(parts):
        index = dice.randrange(3)
        if dice.random() < 0.3:
            nows[index] = f"{dice.randrange(9, 11)}:{dice.choice(('05', '20', '21'))}"
            views[index].set_now(at(PLAIN, nows[index]))
        elif told[index] < len(parts):
            views[index].patch(parts[told[index]])
            told[index] += 1
        if dice.random() < 0.3:
            picture(views[dice.randrange(3)])
    for view, now in zip(views, nows, strict=True):
        assert looks_as_if_alone(show, view, wholes[-1], now)
