"""Pictures of patients corrected, refused, found to be one person twice, and merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_desktop.domain.custom import AddField
from clinic_desktop.domain.patients import ChangePatient
from clinic_desktop.domain.people import AddPatient, Name, ThePatient

if TYPE_CHECKING:
    from tests.driver import Desk
    from tests.scenes import Keep

_SINGH, _HADDAD = "\u0938\u093f\u0902\u0939", "\u062d\u062f\u0627\u062f"
_ONE = 21
"""A patient of the demo."""


def people(desk: Desk, keep: Keep) -> None:
    """Correct a patient, be told what is wrong, be refused; see a twin and merge it."""
    office = desk.app.dispatcher.office
    patient = office.ask(ThePatient(patient_id=_ONE)).result().answer.patient
    twin = AddPatient(
        name=Name(f"{patient.given}e", patient.family), born=patient.born, phones=patient.phones
    )
    office.do(twin).result()
    desk.workplace.open_patient(_ONE)
    desk.settled()
    keep(desk, "100_patient_twin")
    desk.click("Correct this patient")
    keep(desk, "101_correcting")
    desk.fill("Phones", "no")
    desk.fill("Born", "31.2.1980")
    desk.click("Save the patient")
    keep(desk, "102_mistakes")
    desk.fill("Phones", "212 555 0177")
    desk.fill("Born", "1980-02-03")
    office.do(ChangePatient(patient_id=_ONE, note="Prefers mornings")).result()
    desk.click("Save the patient")
    desk.settled()
    keep(desk, "103_changed_meanwhile")
    desk.click("Save the patient")
    desk.settled()
    keep(desk, "104_corrected")
    desk.click("Merge patients")
    desk.fill("The other patient", patient.family)
    desk.settled()
    keep(desk, "105_merge_search")
    desk.press("Down")
    desk.press("Enter")
    desk.settled()
    keep(desk, "106_merge")
    desk.click("Not the same")
    desk.press("Esc")
    _fields(desk, keep)
    for number, name in (
        ("107_devanagari", "\u0938\u093f\u0902\u0939"),
        ("108_arabic", "\u062d\u062f\u0627\u062f"),
    ):
        desk.press("Ctrl+F")
        desk.type(name)
        desk.settled()
        keep(desk, f"{number}_search")
        desk.press("Enter")
        desk.settled()
        keep(desk, f"{number}_patient")
        desk.press("Esc")


def _fields(desk: Desk, keep: Keep) -> None:
    """See fields of the clinic's own: asked for, typed, and as alerts where somebody is booked."""
    office = desk.app.dispatcher.office
    for wish in (
        AddField(name="Allergy", alert=True),
        AddField(name="Interpreter", alert=True),
        AddField(name="Consent to photographs", allowed=("yes", "no", "ask again")),
    ):
        office.do(wish).result()
    desk.press("Ctrl+H")
    desk.settled()
    desk.click("Patient fields")
    desk.settled()
    keep(desk, "109_patient_fields")
    desk.press("Esc")
    desk.workplace.open_patient(_ONE)
    desk.settled()
    desk.click("Correct this patient")
    desk.settled()
    desk.fill("Allergy", "latex, penicillin")
    desk.fill("Interpreter", "Levantine Arabic, by phone")
    desk.fill("Consent to photographs", "perhaps")
    desk.click("Save the patient")
    keep(desk, "109_fields_typed")
    desk.fill("Consent to photographs", "ask again")
    desk.fill("Do not book, because", "Owes two visits")
    desk.click("Save the patient")
    desk.settled()
    keep(desk, "109_fields_of_a_patient")
    desk.click("Book for this patient")
    desk.settled()
    desk.click("Book")
    desk.settled()
    keep(desk, "109_alerts_and_do_not_book")
    desk.press("Esc")
    desk.settled()
