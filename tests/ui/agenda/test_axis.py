"""The hours at the side, and the present time among them."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from PySide6.QtGui import QPainter

from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.geometry import Tick
from clinic_desktop.ui.agenda.header import base_of, draw_axis, draw_now
from clinic_desktop.ui.agenda.texts import Measures
from clinic_desktop.ui.look import Look

HOUR, HIGH = 100, 300


@pytest.mark.parametrize("base", [13, 26])
@pytest.mark.parametrize("share", [0.5, 1.0])
def test_an_hour_that_the_present_time_covers_in_part_is_not_seen(
    look: Look, base: int, share: float
) -> None:
    measures = Measures(base)
    cards = CardPainter(look.palette, measures, ZoneInfo("UTC"), 1.0)
    axis = draw_axis([(HOUR, Tick(600.0, 600))], HIGH, cards)
    now = HOUR + round(share * measures.px(11))
    painter = QPainter(axis)
    draw_now(painter, "10:20", now, 0, cards, [base_of(HOUR, measures)])
    painter.end()
    image, pill = axis.toImage(), measures.px(17) / 2
    seen = {
        image.pixelColor(x, y).name()
        for x in range(2, measures.axis - measures.px(6))
        for y in range(HOUR - measures.px(10), int(now - pill) - 1)
    }
    assert seen == {look.palette.surface}


@pytest.mark.parametrize("base", [13, 26])
def test_the_first_hour_keeps_off_the_next_one_where_hours_are_low(base: int) -> None:
    measures = Measures(base)
    hour, cap = round(23.5 * base / 13), measures.caps["axis"]
    assert base_of(0, measures) - cap >= 2
    assert base_of(hour, measures) - cap - base_of(0, measures) >= cap
