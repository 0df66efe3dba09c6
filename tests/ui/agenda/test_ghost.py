"""What is seen of a visit in the hand."""

from __future__ import annotations

from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from clinic_desktop.ui.agenda.cards import CardPainter, box_of
from clinic_desktop.ui.agenda.ghost import draw_picked, label_rect
from clinic_desktop.ui.agenda.strokes import no_strokes
from clinic_desktop.ui.agenda.texts import Measures
from clinic_desktop.ui.look import Look
from tests.ui.agenda.samples import NEW_YORK, PLAIN, visit
from tests.ui.agenda.test_view import LEE

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


@pytest.mark.parametrize("mirrored", [False, True])
def test_the_name_on_a_card_of_one_line_ends_before_the_mark_of_being_selected(
    look: Look, *, mirrored: bool
) -> None:
    cards = CardPainter(look.palette, Measures(13), NEW_YORK, 1.0, mirrored=mirrored)
    rect = QRect(10, 10, 84, 17)

    def painted(name: str, *, now: int | None = None, picked: bool = True) -> QImage:
        item = visit(1, LEE, PLAIN, "11:00", "11:15", patient=name)
        image = QImage(110, 40, QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        brush, strokes = QPainter(image), no_strokes()
        cards.box(brush, item, box_of(rect), past=False)
        cards.write(strokes, item, box_of(rect), now, past=False)
        cards.flush(brush, [(strokes, 0, 0)])
        if picked:
            draw_picked(brush, rect, item, cards, now, past=False)
        brush.end()
        return image

    def colours(image: QImage, left: int, wide: int) -> set[int]:
        x = rect.left() + (rect.width() - left - wide if mirrored else left)
        rows, columns = range(rect.top() + 2, rect.bottom() - 1), range(x, x + wide)
        return {image.pixel(column, row) for column in columns for row in rows}

    # The mark is 13 pixels wide, and ends 2 before the card does.
    gap = (rect.width() - 17, 2)
    for name in ("\u00c4nne Beckermann", "Wilhelmina Featherstonehaugh"):
        assert len(colours(painted(name, picked=False), *gap)) > 1, "the name needs all room"
        assert len(colours(painted(name), *gap)) == 1, "no letter reaches the mark"
        assert len(colours(painted(name), 8, 40)) > 9, "but the name is there"
    # Beside the words the line at the present minute is there as on every card.
    beside = (2, 3)
    assert colours(painted("Wu", now=rect.center().y()), *beside) - colours(painted("Wu"), *beside)
