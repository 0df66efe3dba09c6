"""What cards and heads say in little room, and that every status can be seen."""

from __future__ import annotations

import dataclasses
import itertools
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QPainter

from clinic_desktop.domain import forms
from clinic_desktop.domain.booking import Agenda, Appointment, AppointmentStatus, Block, Part
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.ui.agenda import Column, header
from clinic_desktop.ui.agenda.cards import CardPainter, Fit, fit_line
from clinic_desktop.ui.agenda.notices import draw_notice, empty_notice
from clinic_desktop.ui.agenda.strokes import no_strokes
from clinic_desktop.ui.agenda.texts import Measures
from clinic_desktop.ui.look import Look
from tests.ui.agenda.conftest import Show
from tests.ui.agenda.samples import DOCTORS, NEW_YORK, PLAIN, at, block, visit
from tests.ui.agenda.test_view import LEE, picture


def test_a_narrow_line_drops_icon_then_time_then_the_given_name() -> None:
    fits = [
        fit_line("Ann Smith", room, time=40, icon=20, measure=lambda text: 10.0 * len(text))
        for room in (150, 149, 129, 89)
    ]
    assert fits == [
        Fit(icon=True, time=True, name="Ann Smith"),
        Fit(icon=False, time=True, name="Ann Smith"),
        Fit(icon=False, time=False, name="Ann Smith"),
        Fit(icon=False, time=False, name="A. Smith"),
    ]


def test_a_status_that_tells_something_goes_before_the_time_and_the_given_name() -> None:
    fits = [
        fit_line(
            "Ann Smith", room, time=40, icon=20, measure=lambda text: 10.0 * len(text), tells=True
        )
        for room in (150, 149, 109, 99, 90)
    ]
    assert fits == [
        Fit(icon=True, time=True, name="Ann Smith"),
        Fit(icon=True, time=False, name="Ann Smith"),
        Fit(icon=True, time=False, name="A. Smith"),
        Fit(icon=False, time=False, name="Ann Smith"),
        Fit(icon=False, time=False, name="Ann Smith"),
    ]


@pytest.mark.parametrize("status", list(AppointmentStatus))
def test_every_status_has_its_own_look(show: Show, status: AppointmentStatus) -> None:
    span = TimeSpan(at(PLAIN, "00:00"), at(PLAIN, "24:00"))
    images = [
        picture(
            show(Agenda(span, None, (), (visit(1, LEE, PLAIN, "09:00", "10:00", status=each),)))
        )
        for each in (status, *(other for other in AppointmentStatus if other is not status))
    ]
    assert all(images[0] != other for other in images[1:])


LONG = "Bartholomew Featherstonehaugh"


@pytest.mark.parametrize(("name", "end"), [(LONG, "09:30"), (LONG, "10:00"), ("Ann Li", "09:15")])
def test_a_narrow_card_says_where_its_visit_stands(show: Show, name: str, end: str) -> None:
    twelve = tuple(Column(doctor, PLAIN) for doctor in DOCTORS)
    span = TimeSpan(at(PLAIN, "00:00"), at(PLAIN, "24:00"))
    images = []
    for status in (AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED, AppointmentStatus.NOSHOW):
        made = visit(1, DOCTORS[0], PLAIN, "09:00", end, status=status)
        images.append(
            picture(
                show(
                    Agenda(span, None, (), (dataclasses.replace(made, patient=name),)),
                    twelve,
                    (1120, 700),
                )
            )
        )
    assert all(one != other for one, other in itertools.combinations(images, 2))


def painter(look: Look) -> CardPainter:
    """Answer what draws cards in the base size."""
    return CardPainter(look.palette, Measures(13), NEW_YORK, 1.0)


def test_a_head_drops_its_avatar_before_a_word_is_cut(look: Look) -> None:
    twelve = tuple(Column(doctor, PLAIN) for doctor in DOCTORS)
    for room, avatar in ((90, False), (160, True)):
        heads, manner = header.fitted(twelve, room, painter(look))
        assert (manner.avatar, manner.titled) == (avatar, True)
        assert [head.below for head in heads] == [doctor.specialty for doctor in DOCTORS]


def test_a_heads_words_end_clear_of_the_next_column(look: Look) -> None:
    cards = painter(look)
    columns = (Column(dataclasses.replace(DOCTORS[0], specialty="General practice"), PLAIN),)
    before = cards.measures.px(6)
    for room in range(60, 120):
        (head,), manner = header.fitted(columns, room, cards)
        if manner.titled and not manner.avatar:
            assert before + cards.texts.run(head.below, "detail").width + 4 <= room


@pytest.mark.parametrize(
    ("room", "high", "shown"),
    [
        (200, 38, ("08:00 · Check-up",)),
        (60, 38, ("08:00",)),
        (60, 60, ("08:00", "Check-up")),
        (24, 60, ()),
    ],
)
def test_a_type_is_left_out_before_it_is_cut(
    look: Look, room: int, high: int, shown: tuple[str, ...]
) -> None:
    assert painter(look).details("08:00", "Check-up", room, high) == shown


def test_a_type_in_the_third_line_has_the_room_below_the_icon(look: Look) -> None:
    cards = painter(look)
    kind = "Vaccination"
    shot = visit(7, LEE, PLAIN, "08:00", "09:00", kind=(kind, "#8a57d6"))
    wide = cards.texts.run(kind, "detail").width + cards.measures.pad + cards.measures.top
    strokes = no_strokes()
    cards.write(strokes, shot, (0, 0, round(wide) + 1, 60), None, past=False)
    whole = cards.texts.run(kind, "detail")
    assert whole in [words.run for words in strokes.texts["detail"]]


@pytest.mark.parametrize(
    ("wide", "shown"),
    [
        (160, ["09:00", "2 of 4 free"]),
        (90, ["09:00", "2/4"]),
        (55, ["2/4"]),
        (28, ["2/4"]),
    ],
)
def test_how_many_seats_are_left_goes_before_the_time(
    look: Look, wide: int, shown: list[str]
) -> None:
    cards, strokes = painter(look), no_strokes()
    shared = dataclasses.replace(block(1, LEE, PLAIN, "09:00", "09:30"), seats=4, free_seats=2)
    cards.write(strokes, shared, (0, 0, wide, 38), None, past=False)
    roles = {role: words for role, words in strokes.texts.items() if words}
    written = [words.run for role in ("time", "detail") for words in roles.get(role, ())]
    asked = [cards.texts.run(text, "time" if ":" in text else "detail") for text in shown]
    assert written == asked


@pytest.mark.parametrize(
    ("wide", "high", "shown"),
    [
        (90, 38, "A. Zimmermann"),
        (54, 38, "AZ"),
        (54, 18, "AZ"),
        (28, 38, "AZ"),
        (21, 38, "Z"),
    ],
)
def test_a_share_of_a_narrow_column_has_initials_and_no_bare_dots(
    look: Look, wide: int, high: int, shown: str
) -> None:
    cards, strokes = painter(look), no_strokes()
    made = dataclasses.replace(
        visit(1, LEE, PLAIN, "09:00", "09:30"), patient="Alexandra Zimmermann"
    )
    cards.write(strokes, made, (0, 0, wide, high), None, past=False)
    assert [words.run for words in strokes.texts["name"]] == [
        cards.texts.within(shown, "name", wide - cards.measures.pad - cards.measures.top)
        if wide == 90
        else cards.texts.run(shown, "name")
    ]
    assert len(strokes.icons) == 1


def test_the_lowest_card_that_letters_fit_in_says_whose_visit_it_is(look: Look) -> None:
    cards = painter(look)
    high = round(QFontMetricsF(cards.measures.fonts["name"]).capHeight())
    for less, names in ((0, ["A. Smith"]), (1, [])):
        strokes = no_strokes()
        made = visit(1, LEE, PLAIN, "09:00", "09:15", patient="Amelia Smith")
        cards.write(strokes, made, (0, 0, 60, high - less), None, past=False)
        shown = [words.run for words in strokes.texts["name"]]
        assert shown == [cards.texts.run(name, "name") for name in names]


OTHERWISE: dict[str, Any] = {
    "end": at(PLAIN, "12:00"), "start": at(PLAIN, "08:30"), "appointment_id": UUID(int=9),
    "purpose": "urgent", "seats": 4, "free_seats": 3, "bookable": False,
    "reserved_until": at(PLAIN, "07:00"), "patient": "Bo Chen", "doctor": "Dr Kim",
    "status": AppointmentStatus.ARRIVED, "holds": False, "type": "Check-up", "colour": "#d64550",
    "overbooked": "asked for by phone", "parts": (Part(3, "Room 2", "room"),),
}  # fmt: skip
"""Another value for what an item on a calendar has: of each field that could be seen there."""
KEPT = dataclasses.replace(
    block(1, LEE, PLAIN, "09:00", "09:45"), purpose="new", seats=4, free_seats=2,
    reserved_until=at(PLAIN, "08:00"),
)  # fmt: skip


SHARED = dataclasses.replace(KEPT, purpose="", reserved_until=None)


@pytest.mark.parametrize("item", [KEPT, SHARED, visit(1, LEE, PLAIN, "09:00", "09:45")])
def test_what_was_drawn_before_is_never_shown_for_an_item_that_differs(
    look: Look, item: Block | Appointment
) -> None:
    warm = painter(look)

    def drawn(cards: CardPainter, item: Block | Appointment, *, past: bool = False) -> QImage:
        face = cards.face(item, 160, 60, past=past, solid=True)
        image = QImage(160, 60, QImage.Format.Format_RGB32)
        brush = QPainter(image)
        brush.drawPixmap(0, 0, face.box)
        cards.flush(brush, [(face.said, 0, 0)])
        brush.end()
        return image

    first = drawn(warm, item)
    assert drawn(warm, item) == first
    assert drawn(warm, item, past=True) == drawn(painter(look), item, past=True) != first
    seen = 0
    for field in dataclasses.fields(item):
        if field.name in OTHERWISE:
            other = dataclasses.replace(item, **{field.name: OTHERWISE[field.name]})
            assert drawn(warm, other) == drawn(painter(look), other), field.name
            seen += drawn(warm, other) != first
    assert seen >= 3
    warm.zone = ZoneInfo("Asia/Kolkata")
    assert drawn(warm, item) != first
    warm.zone = NEW_YORK
    forms.use(forms.Forms("mdy", "/", twelve_hours=True))
    try:
        afternoon = at(PLAIN, "14:00"), at(PLAIN, "14:45")
        later = dataclasses.replace(item, start=afternoon[0], end=afternoon[1])
        told = drawn(warm, later)
    finally:
        forms.use(forms.PLAIN)
    assert drawn(warm, later) == drawn(painter(look), later) != told


def test_what_an_empty_calendar_says_stays_within_its_columns(look: Look) -> None:
    cards = CardPainter(look.palette, Measures(26), NEW_YORK, 1.0)
    area = QRect(100, 100, 310, 360)
    image = QImage(510, 560, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    blank = image.copy()
    brush = QPainter(image)
    said = empty_notice((Column(LEE, PLAIN), Column(DOCTORS[1], PLAIN)), (), loaded=True)
    assert said is not None
    draw_notice(brush, said, area, cards)
    brush.end()
    assert image.copy(area) != blank.copy(area)
    for strip in (QRect(0, 0, 510, 100), QRect(0, 460, 510, 100), QRect(0, 0, 100, 560)):
        assert image.copy(strip) == blank.copy(strip)
