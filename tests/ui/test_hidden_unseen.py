"""What lies on a page that is not looked at is hidden, too, before it is seen again."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest

from clinic_desktop.domain.away import AwayTimes
from clinic_desktop.domain.booking import Agenda
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch, TimeOff
from clinic_desktop.ui import dispatcher
from clinic_desktop.ui.agenda.off import Off
from clinic_desktop.ui.visits_table import VisitsTable
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.availability.place import Place


@pytest.fixture
def held_calendar(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold back the answers that a calendar paints while this is not set."""
    free, answer_of = threading.Event(), dispatcher._answer_of  # noqa: SLF001 - as a busy lane does
    free.set()

    def held(number: int, future: Future[object], look_ahead: Callable[..., object]) -> object:
        answer = answer_of(number, future, look_ahead)  # type: ignore[arg-type]
        found = getattr(answer.value, "answer", None)
        is_off = isinstance(found, tuple) and bool(found) and isinstance(found[0], TimeOff)
        if is_off or isinstance(found, AwayTimes | Agenda):
            free.wait(timeout=120)
        return answer

    monkeypatch.setattr(dispatcher, "_answer_of", held)
    yield free
    free.set()


def notes(desk: Desk) -> list[str]:
    """The notes of the time off that is painted."""
    sheets = desk.view._canvas.sheets  # noqa: SLF001 - what is painted
    placed = [each.item for sheet in sheets for each in sheet.walked]
    return [item.away.note for item in placed if isinstance(item, Off)]


@pytest.mark.parametrize("other", ["Ctrl+3", "Ctrl+4"])
def test_who_is_hidden_while_another_page_is_seen_is_hidden_on_the_painted_one(
    desk: Desk, held_calendar: threading.Event, other: str
) -> None:
    away = AddTimeOff(
        doctor_id=1, when=Stretch(clinics.SUNDAY, clinics.SUNDAY, 540, 600), note="operation"
    )
    desk.book("Dr Lee", "14:00", patient="smith")
    clinics.done(desk.app.dispatcher.office, away)
    desk.wait_for(lambda: notes(desk) == ["operation"])
    desk.settled()
    for keys in (other, "Ctrl+Shift+H"):
        desk.press(keys)
        desk.settled()
    held_calendar.clear()
    desk.press("Ctrl+1")
    assert desk.view.isVisible()
    assert not [visit for visit in desk.visits("Dr Lee") if "Smith" in visit]
    assert "operation" not in notes(desk)
    held_calendar.set()
    desk.settled()
    assert len(desk.visits("Dr Lee")) == len(notes(desk)) == 1
    assert not [visit for visit in desk.visits("Dr Lee") if "Smith" in visit]


def test_who_is_hidden_while_the_calendar_is_seen_is_hidden_in_the_list_of_visits(
    desk: Desk, held_calendar: threading.Event
) -> None:
    desk.book("Dr Lee", "14:00", patient="smith")
    for keys in ("Ctrl+4", "Ctrl+1", "Ctrl+Shift+H"):
        desk.press(keys)
        desk.settled()
    (listed,) = desk.app.window.findChildren(VisitsTable)
    model = listed.model
    held_calendar.clear()
    desk.press("Ctrl+4")
    seen = [
        str(model.index(row, column).data())
        for row in range(model.rowCount())
        for column in range(model.columnCount())
    ]
    assert not [text for text in seen if "Smith" in text]
    held_calendar.set()
    desk.settled()
    assert model.rowCount() == 1


def test_why_a_doctor_is_away_is_hidden_in_the_place_of_hours_before_it_is_seen_again(
    desk: Desk, held_calendar: threading.Event
) -> None:
    day = clinics.SUNDAY
    away = AddTimeOff(doctor_id=1, when=Stretch(day, day), note="operation")
    clinics.done(desk.app.dispatcher.office, away)
    place = Place(desk)
    place.turn_to("Time off")
    pane, rows = place.pane, place.pane.off.there.rows
    desk.wait_for(lambda: rows.count() == 1)
    assert "operation" in rows.item(0).text()
    desk.press("Esc")
    desk.press("Ctrl+Shift+H")
    desk.settled()
    held_calendar.clear()
    desk.press("Ctrl+H")
    assert pane.isVisible()
    assert not [n for n in range(rows.count()) if "operation" in rows.item(n).text()]
    assert "operation" not in pane.year.strip.words(day)
    held_calendar.set()
    desk.settled()
    assert rows.count() == 1
    assert "operation" not in rows.item(0).text()
