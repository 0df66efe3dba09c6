"""Fields of the clinic's own in the window: asked for beside visit types, shown where one looks."""

from __future__ import annotations

import pytest

from clinic_desktop.domain.custom import AddField, ChangeField, CustomFields, RemoveField
from clinic_desktop.domain.parking import PlanVisit
from clinic_desktop.domain.patients import ChangePatient
from clinic_desktop.domain.people import ThePatient
from clinic_desktop.settings import Settings
from clinic_desktop.ui.parts import Label
from tests.driver import Desk
from tests.ui.availability.place import Place
from tests.ui.availability.test_lists import check, mark, rows, turn_to
from tests.ui.conftest import OpenDesk
from tests.ui.test_booking import foreign
from tests.ui.test_hover_card import pointed

ARABIC = "Alert · Interpreter: Arabic"


def fields(desk: Desk) -> list[tuple[str, tuple[str, ...], bool]]:
    """Answer the fields that are stored."""
    found = desk.app.dispatcher.office.ask(CustomFields()).result(120).answer
    return [(one.name, one.allowed, one.alert) for one in found]


def said(desk: Desk) -> list[str]:
    """Answer what is stored of Ann Smith."""
    found = desk.app.dispatcher.office.ask(ThePatient(patient_id=1)).result(120).answer
    return [str(one) for one in found.patient.custom]


def test_a_field_is_added_changed_removed_and_brought_back(desk: Desk) -> None:
    place = Place(desk)
    turn_to(place, "Patient fields")
    place.fill(Name_of_the_field="Interpreter")
    check(place, "Where it is shown: Alert, also as somebody is booked")
    desk.click("Add this field")
    desk.settled()
    assert desk.notice == "The patient field Interpreter is added"
    assert rows(place) == ["Interpreter, any text · alert"]
    desk.click("New field")
    place.fill(Name_of_the_field="Consent", One_of="yes")
    desk.click("Add this field")
    assert "2 to 50 words" in place.pane.fields.mistake.text()
    place.fill(One_of="yes, no, Yes")
    desk.press("Enter")
    desk.settled()
    assert fields(desk) == [("Interpreter", (), True), ("Consent", ("yes", "no"), False)]
    mark(place, "Interpreter")
    place.fill(Name_of_the_field="consent")
    desk.click("Save Interpreter")
    desk.settled()
    assert "taken already" in place.pane.fields.mistake.text()
    place.fill(Name_of_the_field="Language")
    desk.press("Enter")
    desk.settled()
    assert desk.notice == "The patient field Language is saved"
    desk.click("Remove this field")
    desk.settled()
    assert desk.notice == "The patient field Language is removed"
    assert [one[0] for one in fields(desk)] == ["Consent"]
    assert rows(place) == ["Consent, one of yes, no"]
    desk.click("Undo")
    desk.settled()
    assert rows(place) == ["Language, any text · alert", "Consent, one of yes, no"]


@pytest.fixture
def asked(desk: Desk, sqlite_settings: Settings) -> Desk:
    """A window on a clinic with two fields, as somebody else added them."""
    foreign(sqlite_settings, AddField(name="Interpreter", alert=True))
    foreign(sqlite_settings, AddField(name="Consent", allowed=("yes", "no")))
    desk.wait_for(lambda: len(fields(desk)) == 2)
    return desk


def test_what_fields_say_is_typed_in_the_patients_form_and_shown_where_one_looks(
    asked: Desk, open_desk: OpenDesk, sqlite_settings: Settings
) -> None:
    desk = asked
    desk.workplace.open_patient(1)
    desk.settled()
    desk.click("Correct this patient")
    desk.settled()
    desk.fill("Interpreter", "Arabic")
    desk.fill("Consent", "perhaps")
    desk.click("Save the patient")
    form = desk.workplace.patient.form
    assert "Consent is one of yes, no" in form.mistake.text()
    assert desk.focus.accessibleName() == "Consent"
    desk.fill("Consent", "YES")
    desk.press("Enter")
    desk.settled()
    assert said(desk) == ["Interpreter: Arabic", "Consent: yes"]
    panel = desk.workplace.patient
    for text in (ARABIC, "Consent: yes"):
        assert any(text in label.text() for label in panel.findChildren(Label))
    # As somebody is booked, in another window, too.
    desk.book("Dr Lee", "11:00", patient="smith")
    other = open_desk(sqlite_settings)
    other.open_block("Dr Lee", "12:00")
    other.choose_patient("smith")
    other.settled()
    shown = [label.text() for label in other.workplace.booking.picker.findChildren(Label)]
    assert ARABIC in shown
    assert any("Consent: yes" in text for text in shown)
    card = pointed(desk, "Dr Lee", "11:00")
    assert ARABIC in card
    assert "Consent: yes" in card
    # A field that is called otherwise, or gone, is so in what is open.
    foreign(sqlite_settings, ChangeField(field_id=1, name="Language"))
    picker = other.workplace.booking.picker
    labels = picker.findChildren(Label)
    other.wait_for(lambda: any(one.text() == "Alert · Language: Arabic" for one in labels))
    foreign(sqlite_settings, RemoveField(field_id=1))
    other.wait_for(lambda: not any("Language" in one.text() for one in labels))


def test_an_alert_stands_whole_wherever_somebody_is_booked(
    asked: Desk, sqlite_settings: Settings
) -> None:
    desk = asked
    alert = f"Alert · Interpreter: {'Arabic ' * 50}at any time"
    said_of_ann = alert.removeprefix("Alert · Interpreter: ")
    foreign(sqlite_settings, ChangePatient(patient_id=1, custom=((1, said_of_ann),)))
    desk.book("Dr Lee", "12:00", patient="smith")
    assert alert in pointed(desk, "Dr Lee", "12:00")
    desk.press("Ctrl+K")
    desk.type("smith dr lee today")
    desk.settled()
    desk.wait_for(lambda: desk.says(alert))
    desk.workplace.close_panel()
    desk.workplace.open_together((1, 2))
    desk.wait_for(lambda: desk.says(f"Ann Smith: {alert}"))
    desk.settled()
    foreign(sqlite_settings, PlanVisit(patient_id=1, minutes=60, shared=True))
    desk.press("Shift+P")
    desk.wait_for(lambda: desk.says(alert))
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert not desk.says("Arabic")
    desk.press("Ctrl+Shift+H")
    desk.settled()


def test_a_form_that_is_open_follows_the_fields_and_keeps_what_is_typed(
    asked: Desk, sqlite_settings: Settings
) -> None:
    desk = asked
    desk.workplace.open_patient(1)
    desk.settled()
    desk.click("Correct this patient")
    desk.settled()
    form = desk.workplace.patient.form
    desk.fill("Interpreter", "Arabic")
    foreign(sqlite_settings, AddField(name="Insurance"))
    desk.wait_for(lambda: "custom:3" in form.fields)
    assert form.fields["custom:1"].text() == "Arabic"
    assert desk.focus is form.fields["custom:1"]
    foreign(sqlite_settings, ChangePatient(patient_id=1, custom=((1, "French"),)))
    foreign(sqlite_settings, RemoveField(field_id=2))
    desk.wait_for(lambda: "custom:2" not in form.fields)
    desk.click("Save the patient")
    desk.settled()
    assert "Interpreter was empty, is “French”" in form.refusal.message.text()
    desk.click("Save the patient")
    desk.settled()
    assert said(desk) == ["Interpreter: Arabic"]
