"""A change, a scroll or the present minute redraw what differs, and nothing is left behind."""

from __future__ import annotations

import dataclasses
import datetime as dt
from itertools import cycle

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from clinic_desktop.domain.booking import Agenda, AppointmentStatus
from clinic_desktop.ui.agenda import tiles
from clinic_desktop.ui.look import Look
from tests.ui.agenda.conftest import Show
from tests.ui.agenda.samples import (
    DOCTORS,
    PLAIN,
    at,
    block,
    full_day,
)
from tests.ui.agenda.test_view import LEE, MOR, booked, picture, small


def differing_rect(one: QImage, other: QImage) -> QRect:
    """Answer the rectangle that holds every pixel that differs."""
    found = QRect()
    for y in range(one.height()):
        row = QRect(0, y, one.width(), 1)
        if one.copy(row) != other.copy(row):
            for x in range(one.width()):
                if one.pixel(x, y) != other.pixel(x, y):
                    found = found.united(QRect(x, y, 1, 1))
    return found


def test_a_patch_shows_what_a_fresh_agenda_would(show: Show) -> None:
    whole = full_day(DOCTORS[:4], PLAIN)
    view, fresh = show(whole), show()
    view.clearFocus()
    for number in [free.id for free in whole.free][::5]:
        part, whole = booked(whole, number)
        view.patch(part)
    fresh.set_agenda(whole)
    fresh.clearFocus()
    assert picture(view) == picture(fresh)


def test_a_patch_beside_the_present_minute_shows_what_a_fresh_agenda_would(show: Show) -> None:
    whole = full_day(DOCTORS[:2], PLAIN)
    view, fresh = show(whole), show()
    view.clearFocus()
    visit = whole.appointments[4]
    others = [each for each in whole.appointments if each != visit]
    statuses = cycle((AppointmentStatus.NOSHOW, AppointmentStatus.ARRIVED))
    for minutes in (-1, 0, 1, 4, 8, 15):
        now = visit.start + dt.timedelta(minutes=minutes)
        view.set_now(now)
        picture(view)
        visit = dataclasses.replace(visit, status=next(statuses))
        view.patch(Agenda(visit.span, (visit.doctor_id,), (), (visit,)))
        fresh.set_now(now)
        fresh.set_agenda(dataclasses.replace(whole, appointments=(*others, visit)))
        fresh.clearFocus()
        assert picture(view) == picture(fresh)


def test_a_change_redraws_one_rectangle_of_one_column(
    show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = full_day(DOCTORS[:4], PLAIN)
    view = show(whole)
    before = picture(view)
    drawn: list[QRect | None] = []
    draw = tiles.draw

    def counted(*given: object) -> None:
        drawn.append(given[5] if len(given) > 5 else None)  # type: ignore[arg-type]
        draw(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(tiles, "draw", counted)
    number = whole.free[3].id
    place = view.item_rect(number)
    view.patch(booked(whole, number)[0])
    QApplication.processEvents()
    after = picture(view)
    assert drawn == [place.translated(drawn[0].topLeft() - place.topLeft()) if drawn[0] else None]
    changed = differing_rect(before, after)
    assert not changed.isEmpty()
    assert place.contains(changed)


def test_an_equal_patch_redraws_nothing(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = full_day(DOCTORS[:4], PLAIN)
    view = show(whole)
    picture(view)
    drawn: list[object] = []
    monkeypatch.setattr(tiles, "draw", lambda *given: drawn.append(given))
    doctor = DOCTORS[0].id
    view.patch(
        Agenda(
            whole.span,
            (doctor,),
            tuple(free for free in whole.free if free.doctor_id == doctor),
            tuple(each for each in whole.appointments if each.doctor_id == doctor),
        )
    )
    assert drawn == []


def test_a_moved_visit_never_shows_twice(show: Show) -> None:
    view = show(small())
    old = small().appointments[0]
    new = dataclasses.replace(
        old, doctor_id=MOR.id, doctor=MOR.name, start=at(PLAIN, "11:00"), end=at(PLAIN, "11:30")
    )
    assert view.select_appointment(old.id)
    before = view.item_rect(old.id)
    view.patch(Agenda(new.span, (MOR.id,), (), (new,)))
    assert view.item_rect(new.id).left() > before.right()
    assert view.current() == new
    view.patch(Agenda(old.span, (LEE.id,), (block(2, LEE, PLAIN, "09:30", "10:00"),), ()))
    assert view.item_rect(new.id).left() > before.right()
    assert not view.item_rect(2).isEmpty()


def test_the_now_line_moves_without_redrawing_the_rest(show: Show) -> None:
    view = show(full_day(DOCTORS[:4], PLAIN))
    view.set_now(at(PLAIN, "11:20"))
    before = picture(view)
    view.set_now(at(PLAIN, "11:21"))
    changed = differing_rect(before, picture(view))
    assert 0 < changed.height() < 40
    view.set_now(None)
    assert differing_rect(before, picture(view)).height() > changed.height()


@pytest.mark.parametrize("palette", ["light", "dark"])
def test_the_same_now_drawn_at_once_or_step_by_step_looks_the_same(
    show: Show, look: Look, palette: str
) -> None:
    look.set_theme(palette)
    whole = full_day(DOCTORS[:4], PLAIN)
    one, other = show(whole), show()
    picture(one)
    for minute in range(0, 60, 7):
        one.set_now(at(PLAIN, f"11:{minute:02}"))
    one.clearFocus()
    other.set_now(at(PLAIN, "11:56"))
    other.set_agenda(whole)
    other.clearFocus()
    assert picture(one) == picture(other)


def test_what_is_far_out_of_sight_is_let_go_and_drawn_again_when_seen(show: Show) -> None:
    view = show(full_day(DOCTORS[:4], PLAIN), size=(200, 200))
    view.set_now(at(PLAIN, "09:40"))
    view.clearFocus()
    first, held = picture(view), []
    sheets, most = view.canvas.sheets, view.verticalScrollBar().maximum()
    places = [(across, down) for across in (0, 90, 180, 270) for down in range(0, most + 99, 99)]
    for place in (*places, (0, 0)):
        view.restore_scroll(place)
        QApplication.processEvents()
        held.append(sum(t.width() * t.height() for sheet in sheets for t in sheet.tiles.values()))
    assert max(held) < view.canvas.layout.width * view.canvas.layout.height / 2
    assert picture(view) == first


def test_what_scrolling_leaves_on_screen_equals_a_fresh_painting(show: Show) -> None:
    view = show(full_day(DOCTORS[:4], PLAIN), size=(300, 300))
    view.set_now(at(PLAIN, "09:40"))
    screen = view.screen()
    for across, down in ((0, 37), (15, 37), (15, 4), (0, 0), (90, 0)):
        view.restore_scroll((across, down))
        QApplication.processEvents()
        scrolled = screen.grabWindow(view.winId()).toImage()
        view.viewport().update()
        QApplication.processEvents()
        assert not scrolled.isNull()
        assert screen.grabWindow(view.winId()).toImage() == scrolled
