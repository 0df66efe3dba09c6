"""A patient is corrected and merged from their panel; what was typed outlives every refusal."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QPushButton, QWidget

from clinic_desktop.domain.booking import AppointmentStatus, BookBlock, SetStatus
from clinic_desktop.domain.patients import ChangePatient
from clinic_desktop.domain.people import AddPatient, Name, PartialDate, ThePatient
from clinic_desktop.settings import Settings
from clinic_desktop.ui.parts import Label
from tests.driver import Desk
from tests.ui.test_booking import foreign


def _open(desk: Desk, number: int = 1) -> None:
    desk.workplace.open_patient(number)
    desk.settled()


def _stored(desk: Desk, number: int = 1) -> object:
    office = desk.workplace.patient._clinic.dispatcher.office  # noqa: SLF001 - whom the window asks
    one = office.ask(ThePatient(patient_id=number)).result(120).answer.patient
    return one.name, one.phones, one.note


def test_a_correction_is_saved_told_and_taken_back(desk: Desk) -> None:
    _open(desk)
    before = _stored(desk)
    desk.click("Correct this patient")
    desk.fill("Name", "Smyth, Ann")
    desk.fill("Phones", "212 555 0177, +49 30 5550100")
    desk.fill("File number", "A-17")
    desk.press("Enter")
    desk.settled()
    assert _stored(desk)[:2] == ("Ann Smyth", ("212 555 0177", "+49 30 5550100"))  # type: ignore[index] # a tuple
    assert desk.notice == "Saved Ann Smyth"
    assert desk.says("Ann Smyth")
    assert desk.workplace.patient.form.isHidden()
    desk.undo()
    desk.settled()
    assert _stored(desk) == before
    assert desk.says("Correction taken back: Ann Smith")


def test_everything_that_can_not_be_read_is_told_at_once_and_stays_typed(desk: Desk) -> None:
    _open(desk)
    before = _stored(desk)
    desk.click("Correct this patient")
    wrong = {"Name": "   ", "Phones": "no", "Born": "31.31.1980", "Note": "kept"}
    wrong["File number"] = "x" * 61
    for field, text in wrong.items():
        desk.fill(field, text)
    desk.click("Save the patient")
    form = desk.workplace.patient.form
    told = form.mistake.text()
    reasons = ("name is needed", "“no”", "“31.31.1980”", "file number may have")
    assert all(part in told for part in reasons), told
    names = ("name", "phones", "born", "note", "file_number")
    assert [form.fields[name].text() for name in names] == [*wrong.values()]
    assert _stored(desk) == before


def test_a_form_longer_than_a_small_window_keeps_what_is_wrong_and_its_ways_in_sight(
    desk: Desk,
) -> None:
    desk.app.window.resize(QSize(1024, 700))
    _open(desk)
    desk.click("Correct this patient")
    desk.settled()
    form = desk.workplace.patient.form
    ways = [desk.find(name, QPushButton) for name in ("Save the patient", "Leave as it was")]
    assert all(_whole(part) for part in (form.fields["name"], *ways))
    desk.fill("Phones", "no")
    desk.fill("Born", "31.2.1980")
    desk.click("Save the patient")
    desk.settled()
    assert form.fields["phones"].hasFocus()
    assert all(_whole(part) for part in (form.fields["phones"], form.mistake, *ways))
    desk.click("Leave as it was")
    assert not any(button.isVisible() for button in ways)


def _whole(part: QWidget) -> bool:
    """Tell whether all of something is in sight."""
    return part.visibleRegion().boundingRect() == part.rect()


def test_an_old_copy_is_refused_with_the_difference_and_saved_when_meant(
    desk: Desk, sqlite_settings: Settings
) -> None:
    _open(desk)
    desk.click("Correct this patient")
    desk.fill("Note", "Mine")
    foreign(sqlite_settings, ChangePatient(patient_id=1, note="Theirs", phones=("555 0100",)))
    desk.settled()
    form = desk.workplace.patient.form
    desk.click("Save the patient")
    desk.settled()
    assert "“Theirs”" in form.refusal.message.text()
    assert form.fields["note"].text() == "Mine"
    # What nobody typed in follows; what was typed stays, and is saved by whoever means it.
    desk.wait_for(lambda: form.fields["phones"].text() == "555 0100", "the others' phone")
    desk.click("Save the patient")
    desk.settled()
    assert _stored(desk)[1:] == (("555 0100",), "Mine")  # type: ignore[index] # a tuple


def test_what_was_typed_comes_back_after_the_panel_was_closed(desk: Desk) -> None:
    _open(desk)
    desk.click("Correct this patient")
    desk.fill("Note", "half a sen")
    desk.press("Esc")
    desk.settled()
    assert "put away" in desk.notice
    desk.click("Bring it back")
    desk.settled()
    assert desk.workplace.patient.form.fields["note"].text() == "half a sen"
    _open(desk, 2)
    assert desk.workplace.patient.form.isHidden()
    _open(desk, 1)
    assert not desk.workplace.patient.form.isHidden()
    desk.click("Leave as it was")
    assert desk.workplace.patient.form.isHidden()
    assert not desk.workplace.warns_of_begun()


def test_two_patients_are_merged_and_taken_apart(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="Bob Stone")
    desk.book("Dr Cole", "11:00", patient="Ann Smith")
    _open(desk, 1)
    desk.click("Merge patients")
    desk.fill("The other patient", "stone")
    desk.settled()
    desk.press("Enter")
    box = desk.workplace.patient.merging
    assert not box.isHidden()
    desk.click("Merge the two")
    desk.settled()
    told = "Bob Stone is part of Ann Smith now: 1 visit came over, 1 at the time of another one"
    assert told in desk.notice
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]
    desk.undo()
    desk.settled()
    assert desk.visits("Dr Lee") == ["11:00 Bob Stone"]


def test_who_may_be_the_same_is_shown_in_the_panel_and_merged_from_there(
    desk: Desk, sqlite_settings: Settings
) -> None:
    twin = AddPatient(name=Name("Anne", "Smith"), born=PartialDate(1980, 3, 12))
    foreign(sqlite_settings, twin)
    _open(desk, 1)
    desk.wait_for(lambda: desk.says("Anne Smith, 12 Mar 1980: similar name, same birth date"))
    assert desk.says("May be the same person")
    desk.click("Merge with Anne Smith, 12 Mar 1980")
    desk.click("Merge the two")
    desk.settled()
    assert "Anne Smith is part of Ann Smith now: 0 visits came over" in desk.notice
    desk.wait_for(desk.workplace.patient.twins.isHidden)


def test_nobody_is_merged_with_themselves(desk: Desk) -> None:
    _open(desk, 1)
    desk.click("Merge patients")
    desk.fill("The other patient", "ann smith")
    desk.settled()
    desk.press("Enter")
    assert desk.says("Choose the other one")
    desk.click("Not the same")
    assert desk.workplace.patient.merging.isHidden()


def test_who_is_hidden_is_not_corrected(desk: Desk) -> None:
    _open(desk, 1)
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert not desk.workplace.patient._ways.isEnabled()  # noqa: SLF001 - what a person sees grey
    desk.press("Ctrl+Shift+H")
    desk.settled()
    assert desk.workplace.patient._ways.isEnabled()  # noqa: SLF001 - see above


def test_no_shows_are_counted_where_somebody_is_booked_and_shown(
    desk: Desk, sqlite_settings: Settings
) -> None:
    for hour, status in ((9, AppointmentStatus.NOSHOW), (10, AppointmentStatus.FULFILLED)):
        block = desk.block("Dr Lee", f"{hour:02}:00")
        visit = BookBlock(patient_id=2, block_id=block.id)
        foreign(sqlite_settings, visit)
        done = SetStatus(appointment_id=visit.appointment_id, status=status)
        foreign(sqlite_settings, done)
    _open(desk, 2)
    desk.wait_for(lambda: desk.says("No-show 1 of 2 times"))
    desk.press("Esc")
    desk.open_block("Dr Lee", "11:00")
    desk.choose_patient("stone")
    desk.settled()
    assert desk.says("No-show 1 of 2 times")
    desk.click("Book")
    desk.settled()
    assert "11:00 Bob Stone" in desk.visits("Dr Lee")


def test_one_key_leads_from_a_visit_to_its_patient(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="Bob Stone")
    desk.view.select_appointment(desk.visit("Dr Lee", "11:00").id)
    desk.view.setFocus()
    desk.press("H")
    desk.settled()
    assert desk.workplace.panel is desk.workplace.patient
    assert desk.says("Bob Stone")


def test_a_name_that_reads_from_the_right_begins_where_others_do(desk: Desk) -> None:
    office, name = desk.app.dispatcher.office, "\u05ea\u05de\u05e8"
    born = PartialDate(1980, 3, 12)
    office.do(AddPatient(name=Name(f"{name}\u05d4", name), born=born)).result(30)
    made = office.do(AddPatient(name=Name(name, name), born=born)).result(30).answer
    _open(desk, made.id)
    panel = desk.workplace.patient
    desk.wait_for(panel.twins.isVisible)
    shown = [label for label in panel.findChildren(Label) if name in label.text()]
    assert len(shown) == 2, "the patient, and who may be the same"
    assert not shown[1].text().startswith(name), "it turns no sentence round"
    image = shown[0].grab().toImage()
    ground = image.pixel(image.width() - 1, 0)
    places = [(x, y) for x in range(image.width()) for y in range(image.height())]
    assert min(x for x, y in places if image.pixel(x, y) != ground) < 20
