"""What is seen of a visit in the hand."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QRect

from clinic_desktop.ui.agenda.cards import CardPainter
from clinic_desktop.ui.agenda.ghost import label_rect
from clinic_desktop.ui.agenda.texts import Measures
from clinic_desktop.ui.look import Look

TIMES = "13:30\N{EN DASH}14:00"


def test_times_that_just_fit_a_ghost_stand_in_it_not_beyond_its_edge(look: Look) -> None:
    cards = CardPainter(look.palette, Measures(13), ZoneInfo("UTC"), 1.0)
    room = QRect(0, 0, 600, 400)
    words = round(cards.texts.run(TIMES, "name").width)
    fits = QRect(100, 100, words + round(1.6 * cards.measures.pad), 38)
    assert label_rect(fits, TIMES, room, cards).width() == fits.width()
    narrow = QRect(100, 100, words, 38)
    assert label_rect(narrow, TIMES, room, cards).width() > narrow.width()


@pytest.mark.parametrize("mirrored", [False, True])
def test_words_beyond_a_ghost_have_as_much_room_at_their_end_as_before_them(
    look: Look, *, mirrored: bool
) -> None:
    cards = CardPainter(look.palette, Measures(13), ZoneInfo("UTC"), 1.0, mirrored=mirrored)
    words = "12:00 is closed"
    label = label_rect(QRect(100, 100, 40, 38), words, QRect(0, 0, 600, 400), cards)
    wide = cards.texts.run(words, "name").width
    assert wide + 2 * cards.measures.pad <= label.width() < wide + 2 * cards.measures.pad + 2
