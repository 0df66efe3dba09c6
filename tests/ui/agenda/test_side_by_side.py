"""What shares the width of a column: nothing hides, nothing looks free that is not."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QImage, QPainter

from clinic_desktop.domain.away import Away, AwayTimes
from clinic_desktop.domain.booking import Agenda, Appointment, AppointmentStatus, Block, Part
from clinic_desktop.domain.time import TimeSpan, day_span
from clinic_desktop.domain.timeoff import TimeOffKind
from clinic_desktop.ui.agenda.canvas import Canvas
from clinic_desktop.ui.agenda.contents import Column
from clinic_desktop.ui.agenda.texts import measures_of
from clinic_desktop.ui.agenda.words import JOINT_ICON, item_name, marks_of
from clinic_desktop.ui.palette import DARK, LIGHT, Palette, contrast
from tests.ui.agenda.samples import DOCTORS, NEW_YORK, PLAIN

LEE = DOCTORS[0]
NINE = day_span(PLAIN, NEW_YORK).start + dt.timedelta(hours=9)
WIDE = 300


def at(minutes: int) -> dt.datetime:
    return NINE + dt.timedelta(minutes=minutes)


def visit(number: int, start: int, end: int, **more: object) -> Appointment:
    """A visit of Dr Haddad; the higher its number, the later it was booked, the lower its id."""
    plain = Appointment(
        UUID(int=1000 - number), number, f"Patient {number}", LEE.id, LEE.name, at(start), at(end),
        AppointmentStatus.BOOKED, holds=True, version=1, block_ids=(number,), colour="#3b6fe8",
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type]


def block(number: int, start: int, end: int, purpose: str = "") -> Block:
    return Block(number, LEE.id, LEE.name, at(start), at(end), purpose=purpose)


def drawn(
    *items: Block | Appointment, palette: Palette = LIGHT, away: AwayTimes | None = None
) -> tuple[Canvas, QImage]:
    """Lay a day with these, and paint it."""
    canvas = Canvas(palette, measures_of(13), NEW_YORK)
    canvas.resize(QSize(WIDE, 900))
    canvas.set_columns((Column(LEE, PLAIN),), NEW_YORK)
    if away is not None:
        canvas.set_away(away)
    free = tuple(one for one in items if isinstance(one, Block))
    visits = tuple(one for one in items if isinstance(one, Appointment))
    canvas.replace(Agenda(day_span(PLAIN, NEW_YORK), (LEE.id,), free, visits))
    image = QImage(WIDE, canvas.layout.height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    canvas.paint(painter, image.rect(), QPoint(0, 0))
    painter.end()
    return canvas, image


@pytest.mark.parametrize("purpose", ["", "urgent"])
@pytest.mark.usefixtures("qapp")
def test_a_free_time_exactly_under_one_visit_of_another_lane_is_seen_and_reached(
    purpose: str,
) -> None:
    free, over = block(7, 60, 120, purpose), visit(9, 60, 120, overbooked="Acute pain")
    canvas, image = drawn(free, over)
    boxes = {each.item.id: canvas.rect((0, each.item.id)) for each in canvas.sheets[0].placed}
    assert not boxes[7].intersects(boxes[over.id])
    assert min(box.width() for box in boxes.values()) > WIDE // 3
    assert canvas.spot_at(boxes[7].center()) == (0, 7)
    edge = QColor(canvas.cards.palette.free_line).rgb()
    top = [image.pixel(x, boxes[7].top()) for x in range(boxes[7].left(), boxes[7].right())]
    assert edge in top, "its dashed edge"


@pytest.mark.usefixtures("qapp")
def test_visits_at_one_time_stand_in_the_order_in_which_they_were_booked() -> None:
    first = visit(3, 60, 120)
    second = visit(11, 60, 120, overbooked="Pain")
    third = visit(12, 60, 75, overbooked="Worse pain")
    canvas, _ = drawn(third, second, first)
    lefts = [canvas.rect((0, one.id)).left() for one in (first, second, third)]
    assert lefts == sorted(lefts)
    assert len(set(lefts)) == 3


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.usefixtures("qapp")
def test_beneath_a_short_visit_over_a_long_one_nothing_looks_free(palette: Palette) -> None:
    long, short = visit(3, 60, 120), visit(11, 60, 75, overbooked="Pain")
    canvas, image = drawn(long, short, palette=palette)
    box, above = canvas.rect((0, long.id)), canvas.rect((0, short.id))
    hole = QRect(
        above.left(), above.bottom() + 4, above.width() - 8, box.bottom() - above.bottom() - 8
    )
    fill = QColor(canvas.cards.colours(long, past=False).fill).rgb()
    seen = {
        image.pixel(x, y)
        for x in range(box.right() - 12, hole.right())
        for y in range(hole.top(), hole.bottom())
    }
    assert seen == {fill}, "the card that has the time reaches there, without a seam"
    assert canvas.spot_at(hole.center()) == (0, long.id)
    # Where the short one is gone, all is the long one's again; and the other way round.
    canvas.patch(Agenda(TimeSpan(at(60), at(75)), (LEE.id,), (), (replace(long, version=2),)))
    assert canvas.rect((0, long.id)).width() > WIDE // 2


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("status", list(AppointmentStatus))
@pytest.mark.usefixtures("qapp")
def test_a_visit_on_leave_reads_as_every_other_one(
    palette: Palette, status: AppointmentStatus
) -> None:
    """Its words have 4.5:1 on its own ground, which no line of the leave crosses."""
    span = TimeSpan(at(0), at(480))
    leave = Away(1, LEE.id, TimeOffKind.LEAVE, span, (span,))
    away = AwayTimes((leave,), ())
    one = visit(3, 60, 120, status=status, holds=status is not AppointmentStatus.CANCELLED)
    on_leave, plain = (drawn(one, palette=palette, away=times) for times in (away, AwayTimes()))
    box = on_leave[0].rect((0, one.id)).adjusted(5, 5, -5, -5)
    inner, elsewhere = (image.copy(box) for _, image in (on_leave, plain))
    assert inner == elsewhere, "as on any other day"
    colours = {
        QColor(inner.pixel(x, y)).name()
        for x in range(inner.width())
        for y in range(inner.height())
    }
    fill = QColor(inner.pixel(inner.width() // 2, inner.height() - 2)).name()
    assert max(contrast(colour, fill) for colour in colours) >= 4.5
    corner = on_leave[0].rect((0, one.id)).topRight()
    surface = QColor(palette.surface).rgb()
    if one.holds:
        assert on_leave[1].pixel(corner) != surface, "no white corners on the leave"


def test_a_visit_of_several_has_a_mark_and_names_them() -> None:
    parts = (Part(2, "Dr Kim", "doctor", (5,)), Part(3, "Room 2", "room", (6,)))
    joint = visit(3, 60, 120, parts=parts)
    assert marks_of(joint) == (JOINT_ICON,)
    assert marks_of(replace(joint, status=AppointmentStatus.ARRIVED))[1:] == (JOINT_ICON,)
    assert JOINT_ICON in marks_of(replace(joint, overbooked="Pain"))
    assert JOINT_ICON not in marks_of(visit(3, 60, 120))
    assert item_name(joint, NEW_YORK).endswith("Patient 3, booked, with Dr Kim and Room 2")
