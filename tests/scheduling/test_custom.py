"""Fields of the clinic's own: added, filled in, changed, taken back; what they are limited to."""

from __future__ import annotations

import pytest

from clinic_desktop.domain.booking import AgendaOf, BookBlock
from clinic_desktop.domain.custom import (
    LONGEST_VALUE,
    MOST_FIELDS,
    AddField,
    ChangeField,
    CustomField,
    CustomFields,
    RemoveField,
)
from clinic_desktop.domain.listing import csv_text
from clinic_desktop.domain.patients import ChangePatient, MergePatients
from clinic_desktop.domain.people import Patient, PatientInBrief, ThePatient
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.time import UTC
from tests.engines import Place
from tests.scheduling.desk import DAY, Desk, at
from tests.trust.world import verified


@pytest.fixture
def field(desk: Desk) -> CustomField:
    """A field that takes any text."""
    made: CustomField = desk.do(AddField(name=" Interpreter "))
    return made


def said(desk: Desk, patient: int = 1) -> dict[str, str]:
    """Answer what the fields say of a patient."""
    found: Patient = desk.ask(ThePatient(patient_id=patient)).patient
    return {one.name: one.said for one in found.custom}


def fill(desk: Desk, *values: tuple[int, str], patient: int = 1) -> Patient:
    """Say something of a patient."""
    changed: Patient = desk.do(ChangePatient(patient_id=patient, custom=values))
    return changed


def test_a_field_says_what_was_typed_and_each_change_is_taken_back(
    desk: Desk, field: CustomField, place: Place
) -> None:
    consent = desk.do(AddField(name="Consent", allowed=(" yes", "no", "YES"), alert=True))
    assert (consent.allowed, consent.alert) == (("yes", "no"), True)
    changed = fill(desk, (field.id, " Arabic "), (consent.id, "Yes"))
    assert changed.alerts == ("Alert · Consent: yes",)
    assert changed.other_facts == ("Interpreter: Arabic",)
    assert desk.ask(PatientInBrief(patient_id=1)).patient == changed
    fill(desk, (field.id, ""))
    assert said(desk) == {"Consent": "yes"}
    desk.undo()
    assert said(desk) == {"Interpreter": "Arabic", "Consent": "yes"}
    # Renamed it says the same; removed it says nothing, and undo brings all of it back.
    desk.do(ChangeField(field_id=field.id, name="Language", alert=True))
    assert said(desk) == {"Language": "Arabic", "Consent": "yes"}
    desk.do(RemoveField(field_id=field.id))
    assert said(desk) == {"Consent": "yes"}
    assert [one.name for one in desk.ask(CustomFields())] == ["Consent"]
    desk.undo()
    desk.undo()
    assert said(desk) == {"Interpreter": "Arabic", "Consent": "yes"}
    assert desk.ask(CustomFields())[0].alert is False
    found = verified(place)
    assert found.ok, found.problems


def test_what_no_field_can_be_or_say_is_refused_with_all_reasons(
    desk: Desk, field: CustomField
) -> None:
    bad = AddField(name="a=b", allowed=("one",))
    with pytest.raises(Misuse) as caught:
        desk.do(bad)
    assert [one.code for one in caught.value.every] == ["bad_name", "bad_choice"]
    assert desk.misused(AddField(name="Side", allowed=("left, right", "both"))) == "bad_choice"
    assert desk.codes(AddField(name="interPRETER")) == ["field_known"]
    choice = desk.do(AddField(name="Consent", allowed=("yes", "no")))
    assert desk.codes(ChangeField(field_id=choice.id, name="Interpreter")) == ["field_known"]
    wish = ChangePatient(
        patient_id=1,
        email="new@example.org",
        custom=((field.id, "x" * (LONGEST_VALUE + 1)), (choice.id, "perhaps")),
    )
    with pytest.raises(Misuse) as caught:
        desk.do(wish)
    assert [one.facts["field"] for one in caught.value.every] == [
        f"custom:{field.id}", f"custom:{choice.id}",
    ]  # fmt: skip
    assert "yes, no" in caught.value.every[1].message
    assert said(desk) == {}
    assert desk.ask(ThePatient(patient_id=1)).patient.email == ""
    desk.do(RemoveField(field_id=field.id))
    assert desk.codes(ChangePatient(patient_id=1, custom=((field.id, "x"),))) == ["unknown_field"]
    assert desk.codes(RemoveField(field_id=field.id)) == ["unknown_field"]
    for number in range(MOST_FIELDS - 1):
        desk.do(AddField(name=f"Field {number}"))
    assert desk.codes(AddField(name="One more")) == ["too_many_fields"]


def test_an_old_copy_is_refused_with_the_difference(desk: Desk, field: CustomField) -> None:
    seen = fill(desk, (field.id, "Arabic"))
    fill(desk, (field.id, "French"))
    wish = ChangePatient(patient_id=1, custom=((field.id, "Greek"),), version=seen.version)
    [reason] = desk.refused(wish)
    assert reason.code == "patient_changed"
    assert "Interpreter was “Arabic”, is “French”" in reason.message
    assert said(desk) == {"Interpreter": "French"}


def test_a_merged_patient_keeps_what_either_said(desk: Desk, field: CustomField) -> None:
    other = desk.do(AddField(name="Allergy", alert=True))
    fill(desk, (field.id, "Arabic"))
    fill(desk, (field.id, "Greek"), (other.id, "latex"), patient=2)
    desk.do(MergePatients(kept_id=1, other_id=2))
    assert said(desk) == {"Interpreter": "Arabic; Greek", "Allergy": "latex"}
    desk.undo()
    assert (said(desk), said(desk, 2)) == (
        {"Interpreter": "Arabic"}, {"Interpreter": "Greek", "Allergy": "latex"},
    )  # fmt: skip


def test_no_warning_is_lost_by_a_merge_where_both_have_one(desk: Desk, field: CustomField) -> None:
    allergy = desk.do(AddField(name="Allergy", alert=True))
    consent = desk.do(AddField(name="Consent", allowed=("yes", "no"), alert=True))
    much = "x" * LONGEST_VALUE
    fill(desk, (allergy.id, "latex"), (consent.id, "yes"), (field.id, "Arabic"))
    fill(desk, (allergy.id, "penicillin"), (consent.id, "no"), (field.id, much), patient=2)
    fill(desk, (allergy.id, "penicillin; nuts"), patient=3)
    desk.do(ChangePatient(patient_id=1, note="By phone."))
    kept = desk.do(MergePatients(kept_id=1, other_id=2)).kept
    assert said(desk) == {
        "Interpreter": "Arabic", "Allergy": "latex; penicillin", "Consent": "yes",
    }  # fmt: skip
    assert kept.note == f"By phone.\nInterpreter: {much}\nConsent: no"
    # What is said already is not said twice.
    kept = desk.do(MergePatients(kept_id=1, other_id=3)).kept
    assert said(desk)["Allergy"] == "latex; penicillin; nuts"
    desk.undo()
    desk.undo()
    assert (said(desk)["Allergy"], said(desk, 2)["Allergy"]) == ("latex", "penicillin")
    assert desk.ask(ThePatient(patient_id=1)).patient.note == "By phone."


def test_a_list_of_visits_has_a_column_for_each_field(desk: Desk, field: CustomField) -> None:
    desk.do(AddField(name="@Insurance"))
    fill(desk, (field.id, "=Arabic"))
    desk.do(BookBlock(patient_id=1, doctor_id=1, start=at(0)))
    desk.do(BookBlock(patient_id=2, doctor_id=1, start=at(30)))
    visits = desk.ask(AgendaOf(span=DAY, phones=True)).appointments
    head, first, second = csv_text(visits, UTC).splitlines()
    assert head.endswith(",note,phone,Interpreter,'@Insurance")
    assert first.endswith(",'=Arabic,")
    assert second.endswith(",,")
    # A column is there without any visit, too, and none is called as another one.
    head, *rest = csv_text([], UTC, {}, ("Interpreter", "Note")).splitlines()
    assert (head.endswith(",note,phone,Interpreter,Note (field)"), rest) == (True, [])
    # Who does not save a list is not told.
    assert desk.ask(AgendaOf(span=DAY)).appointments[0].custom == ()
