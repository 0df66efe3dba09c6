"""What patients may book, in the window: shown, changed, refused in place, taken back."""

from __future__ import annotations

import pytest

from clinic_desktop.domain.selfbooking import SelfBooking, SetSelfBooking, TheSelfBooking
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.availability.place import Place
from tests.ui.availability.test_lists import turn_to


@pytest.fixture
def place(desk: Desk) -> Place:
    return Place(desk)


def test_it_is_changed_where_hours_are(place: Place) -> None:
    desk, office = place.desk, place.desk.app.dispatcher.office
    form = place.pane.self_booking

    def stored() -> SelfBooking:
        return office.ask(TheSelfBooking()).result(30).answer

    def typed() -> tuple[str, ...]:
        return form.notice.text(), form.ahead.text(), form.most.text()

    turn_to(place, "Self-booking")
    desk.wait_for(lambda: typed() == ("120", "90", "3"))
    for line, text in ((form.notice, "soon"), (form.most, "0")):
        line.put(text)
    desk.click("Save Self-booking")
    for why in ("not “soon”", "not “0”"):
        assert why in form.mistake.text()
    assert stored() == SelfBooking(120, 90, 3)
    form.notice.put("60")
    form.most.put("5")
    # What another PC changes meanwhile stays.
    clinics.done(office, SetSelfBooking(days_ahead=30))
    desk.wait_for(lambda: typed() == ("60", "30", "5"))
    desk.click("Save Self-booking")
    desk.settled()
    assert desk.notice == "What patients may book is saved"
    assert stored() == SelfBooking(60, 30, 5)
    desk.click("Undo")
    desk.settled()
    desk.wait_for(lambda: typed() == ("120", "30", "3"))
    assert stored() == SelfBooking(120, 30, 3)
