"""A list's form while something is on its way: nothing typed is lost, nothing else is saved."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from typing import Any

import pytest

from clinic_desktop.domain.booking import Undo
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AppointmentType,
    AppointmentTypes,
    ChangeAppointmentType,
)
from clinic_desktop.domain.purposes import AddPurpose, Purpose
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.ui import dispatcher
from clinic_desktop.ui.parts import Check
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.availability.place import Place


@pytest.fixture
def place(desk: Desk) -> Place:
    shown = Place(desk)
    shown.pane.show_page("types")
    desk.settled()
    return shown


def mark(place: Place, name: str) -> None:
    """Mark a kind of visit in the list, and wait for nothing."""
    rows = place.pane.types.there.rows
    [at] = [n for n in range(rows.count()) if rows.item(n).text().startswith(name)]
    rows.setFocus()
    rows.setCurrentRow(at)


def types(place: Place) -> dict[str, AppointmentType]:
    found = place.desk.app.dispatcher.office.ask(AppointmentTypes()).result(120).answer
    return {one.name: one for one in found}


def test_what_is_typed_on_while_a_kind_of_visit_is_saved_stays(
    place: Place, held_answers: threading.Event
) -> None:
    mark(place, "Check-up")
    place.desk.fill("Length", "40")
    place.desk.press("Enter")
    place.desk.fill("Length", "45")
    place.desk.fill("Buffer after", "5")
    held_answers.set()
    place.desk.settled()
    form = place.pane.types
    assert (form.minutes.text(), form.after.text()) == ("45", "5")
    assert place.pane.draft, "it is not saved"
    assert types(place)["Check-up"].minutes == 40
    place.desk.press("Enter")
    place.desk.settled()
    saved = types(place)["Check-up"]
    assert (saved.minutes, saved.buffer_after) == (45, 5)
    assert not place.pane.draft


def test_what_is_typed_on_while_a_new_kind_is_added_goes_on_with_it(
    place: Place, held_answers: threading.Event
) -> None:
    place.desk.fill("Name of the visit type", "Scan")
    place.desk.press("Enter")
    place.desk.fill("Length", "50")
    held_answers.set()
    place.desk.settled()
    form = place.pane.types
    assert (form.name.text(), form.minutes.text()) == ("Scan", "50")
    place.desk.press("Enter")
    place.desk.settled()
    assert types(place)["Scan"].minutes == 50


def test_another_kind_that_is_looked_at_while_one_is_saved_keeps_what_is_typed(
    place: Place, held_answers: threading.Event
) -> None:
    mark(place, "Check-up")
    place.desk.fill("Length", "40")
    place.desk.press("Enter")
    mark(place, "Long talk")
    place.desk.fill("Length", "90")
    held_answers.set()
    place.desk.settled()
    form = place.pane.types
    assert form.save_button.accessibleName() == "Save Long talk"
    assert form.minutes.text() == "90"
    # What was saved is no draft any more.
    mark(place, "Check-up")
    assert form.minutes.text() == "40"
    assert not form.is_typed
    mark(place, "Long talk")
    assert form.minutes.text() == "90"
    assert types(place)["Long talk"].minutes == 120


def test_why_one_kind_was_not_saved_stands_not_at_another(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, answer, form = place.desk.app.dispatcher.office, Future[Any](), place.pane.types
    real = office.do
    mark(place, "Check-up")
    place.desk.fill("Length", "40")
    monkeypatch.setattr(office, "do", lambda _command: answer)
    place.desk.press("Enter")
    monkeypatch.setattr(office, "do", real)
    mark(place, "Long talk")
    answer.set_exception(Refusal(Reason("not_allowed", "Only the chief may do that.")))
    place.desk.settled()
    assert form.mistake.isHidden(), "it is about another one"
    assert place.desk.notice == "Not saved: Check-up. Only the chief may do that."
    mark(place, "Check-up")
    assert form.minutes.text() == "40", "what was typed of it is there still"


def test_why_it_was_not_saved_stays_while_others_change_the_list(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, answer, form = place.desk.app.dispatcher.office, Future[Any](), place.pane.types
    real = office.do
    mark(place, "Check-up")
    place.desk.fill("Length", "40")
    monkeypatch.setattr(office, "do", lambda _command: answer)
    place.desk.press("Enter")
    monkeypatch.setattr(office, "do", real)
    answer.set_exception(Refusal(Reason("not_allowed", "Only the chief may do that.")))
    place.desk.settled()
    assert form.mistake.text() == "Only the chief may do that."
    clinics.done(office, AddAppointmentType(name="Scan", minutes=10))
    place.desk.wait_for(lambda: form.there.rows.count() == 3)
    assert form.mistake.text() == "Only the chief may do that."
    assert not form.mistake.isHidden()
    # What is typed next may be allowed.
    place.desk.fill("Length", "45")
    assert form.mistake.isHidden()


@pytest.fixture
def held_purposes(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Hold back, as a slow server does, which purposes there are, until this is set."""
    free, answer_of = threading.Event(), dispatcher._answer_of  # noqa: SLF001 - as a busy lane does

    def held(number: int, future: Future[object], look_ahead: Callable[..., object]) -> object:
        answer = answer_of(number, future, look_ahead)  # type: ignore[arg-type]
        seen = answer.value.answer if isinstance(answer.value, Seen) else ()
        if isinstance(seen, tuple) and seen and isinstance(seen[0], Purpose):
            free.wait(timeout=120)
        return answer

    monkeypatch.setattr(dispatcher, "_answer_of", held)
    yield free
    free.set()


def with_purpose(desk: Desk) -> Place:
    """Open the kinds of visit, of which one may use a purpose, and wait for no purposes."""
    office = desk.app.dispatcher.office
    clinics.done(office, AddPurpose(name="urgent", release_hours=4))
    place = Place(desk)
    change = ChangeAppointmentType(type_id=types(place)["Check-up"].id, purposes=("urgent",))
    clinics.done(office, change)
    place.pane.show_page("types")
    desk.wait_for(lambda: place.pane.types.there.rows.count() == 2)
    mark(place, "Check-up")
    return place


def test_what_is_saved_before_the_purposes_are_known_takes_none_away(
    desk: Desk, held_purposes: threading.Event
) -> None:
    place = with_purpose(desk)
    desk.fill("Length", "40")
    desk.press("Enter")
    desk.wait_for(lambda: not place.pane.types.is_busy)
    held_purposes.set()
    desk.settled()
    now = types(place)["Check-up"]
    assert (now.minutes, now.purposes) == (40, ("urgent",))


def test_purposes_that_come_late_are_checked_below_what_is_typed(
    desk: Desk, held_purposes: threading.Event
) -> None:
    place = with_purpose(desk)
    desk.fill("Length", "40")
    held_purposes.set()
    desk.settled()
    assert place.pane.types.minutes.text() == "40"
    assert desk.find("Kept time that it may use: urgent", Check).isChecked()
    desk.press("Enter")
    desk.settled()
    now = types(place)["Check-up"]
    assert (now.minutes, now.purposes) == (40, ("urgent",))


def test_what_is_typed_of_a_kind_that_somebody_takes_back_stays(place: Place) -> None:
    office, form = place.desk.app.dispatcher.office, place.pane.types
    clinics.done(office, AddAppointmentType(name="Scan", minutes=10))
    place.desk.wait_for(lambda: form.there.rows.count() == 3)
    mark(place, "Scan")
    place.desk.fill("Length", "25")
    clinics.done(office, Undo())
    place.desk.wait_for(lambda: form.there.rows.count() == 2)
    place.desk.settled()
    assert (form.name.text(), form.minutes.text()) == ("Scan", "25")
    assert form.name.isEnabled()
    place.desk.click("Add this visit type")
    place.desk.settled()
    assert types(place)["Scan"].minutes == 25
