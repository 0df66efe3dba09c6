"""Time that is kept free around a visit: a band in the calendar, a sentence, and why it is shut."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.people import AddAppointmentType
from clinic_desktop.settings import Settings
from clinic_desktop.ui.agenda.kept import Kept
from clinic_desktop.ui.agenda.words import item_name
from clinic_desktop.ui.hover_card import HoverCard
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk

COLE, WORDS = "Dr Cole", "kept free, 15 min"
SCAN = AddAppointmentType(
    name="Scan", minutes=15, colour="#0f9d7a", buffer_before=15, buffer_after=10
)


def with_scan(desk: Desk) -> Appointment:
    """Book Ann Smith's scan at half past ten."""
    kinds = desk.workplace.booking.type_box
    before = kinds.count()
    clinics.done(desk.app.dispatcher.office, SCAN)
    desk.wait_for(lambda: kinds.count() > before)
    desk.book(COLE, "10:30", patient="smith", kind="Scan")
    desk.click("Close notice")
    return desk.visit(COLE, "10:30")


def bands(desk: Desk) -> list[Kept]:
    """All that is kept free in the shown columns."""
    return [band.item for sheet in desk.view.canvas.sheets for band in sheet.kept]


def names(desk: Desk) -> list[str]:
    """What a screen reader says of them."""
    return [item_name(one, desk.workplace.zone) for one in bands(desk)]


def test_what_is_kept_free_is_a_band_and_the_card_has_the_patients_time(
    open_desk: OpenDesk, settings: Settings
) -> None:
    desk = open_desk(settings)
    visit = with_scan(desk)
    assert (desk.clock(visit.start), desk.clock(visit.end)) == ("10:30", "10:45")
    assert names(desk) == [
        "Dr Cole, Sunday 2 November, 10:15 to 10:30, kept free before Ann Smith, 15 minutes",
        "Dr Cole, Sunday 2 November, 10:45 to 11:00, kept free after Ann Smith, 15 minutes",
    ]
    view = desk.view
    spots = [(1, one.id) for one in bands(desk)]
    card = view.item_rect(visit.id)
    before, after = (view.shown(view.canvas.rect(spot)) for spot in spots)
    assert before.bottom() < card.top() <= card.bottom() < after.top()
    assert not {"10:15", "10:45"} & set(desk.free_blocks(COLE))
    palette = view.canvas.cards.palette
    ground = {QColor(palette.surface).rgb(), QColor(palette.off_hours).rgb()}
    image = desk.app.window.grab().toImage()
    at = view.viewport().mapTo(desk.app.window, QPoint(after.right() - 20, after.top()))
    column = {image.pixel(at.x(), at.y() + down) for down in range(2, after.height() - 2)}
    assert len(column) > 1, "lines"
    assert not column & ground, "neither free time nor off hours"
    desk.press("Ctrl+2")
    desk.settled()
    assert len(bands(desk)) == 2, "in a week, too"
    desk.press("Ctrl+1")
    desk.settled()
    desk.move(COLE, "10:30", "09:30")
    assert [one.split(", ")[2] for one in names(desk)] == ["09:15 to 09:30", "09:45 to 10:00"]
    assert {"10:15", "10:45"} <= set(desk.free_blocks(COLE))
    desk.cancel(COLE, "09:30")
    assert bands(desk) == []


def test_it_is_walked_to_opened_and_explained(desk: Desk) -> None:
    visit = with_scan(desk)
    view = desk.view
    view.select_appointment(visit.id)
    view.setFocus()
    desk.press("Down")
    kept = view.current_kept()
    assert kept is not None
    assert kept.id.after
    desk.press("W")
    desk.settled()
    assert desk.says("Dr Cole is kept free Sun 2 Nov 2025, 10:45 to 11:00, after a visit.")
    assert not desk.says("kept free Sun 2 Nov 2025, 10:45 to 11:00, after Ann")
    view.setFocus()
    desk.press("Enter")
    desk.settled()
    shown = desk.workplace.appointment.appointment
    assert shown is not None
    assert shown.id == visit.id
    desk.press("Esc")
    # The columns have the panel's room again with the next layout.
    QCoreApplication.processEvents()
    desk.settled()
    rect = view.shown(view.canvas.rect((1, kept.id)))
    QTest.mouseMove(view.viewport(), QPoint(3, 3))
    QTest.mouseMove(view.viewport(), rect.center())
    desk.wait_for(
        lambda: (
            (found := desk.app.window.findChild(HoverCard)) is not None
            and "Kept free before it 10:15\u201310:30, after it 10:45\u201311:00" in found.text
        )
    )


def test_a_hidden_patient_is_hidden_in_it_and_that_is_no_news(desk: Desk, told: list[str]) -> None:
    with_scan(desk)
    told.clear()
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert names(desk)
    assert not [name for name in names(desk) if "Ann" in name]
    assert not [one for one in told if "kept free" in one]
    desk.press("Ctrl+Shift+H")
    desk.settled()


def test_rows_stay_as_high_as_the_blocks_want_them_and_it_moves_by_whole_blocks(
    desk: Desk,
) -> None:
    """What a visit holds is more than it lasts: its blocks are no shorter for that."""
    height = desk.view.item_rect(desk.block(COLE, "09:00").id).height()
    with_scan(desk)
    assert desk.view.item_rect(desk.block(COLE, "09:00").id).height() == height
    desk.lift(COLE, "10:30")
    desk.carry(COLE, "11:00")
    assert desk.ghost == "11:00\u201311:15"
    desk.drop()
    desk.settled()
    assert desk.visits(COLE) == ["11:00 Ann Smith"]
    assert names(desk)[0].split(", ")[2] == "10:45 to 11:00"


def test_the_legend_names_its_band_and_the_mark_of_a_visit_of_several(desk: Desk) -> None:
    desk.press("Shift+F1")
    desk.settled()
    assert desk.says("Kept free before or after a visit")
    assert desk.says("One visit with several")
    desk.press("Esc")


def test_the_now_line_crosses_no_words_of_what_is_kept_free(desk: Desk) -> None:
    with_scan(desk)
    view, canvas = desk.view, desk.view.canvas
    kept = bands(desk)[-1]
    band = view.shown(canvas.rect((1, kept.id)))
    measures = canvas.cards.measures
    words = range(measures.pad, measures.pad + int(measures.texts.run(WORDS, "note").width))
    red = QColor(canvas.cards.palette.now).rgb()
    for minute in range(1, kept.span.minutes):
        canvas.set_now(kept.start + dt.timedelta(minutes=minute))
        image = view.viewport().grab().toImage()
        crossed = {
            across
            for across in range(band.width())
            for down in range(band.height())
            if image.pixel(band.left() + across, band.top() + down) == red
        }
        assert band.width() - 5 in crossed, "there is a line beside them"
        assert not crossed & {*words}, minute
