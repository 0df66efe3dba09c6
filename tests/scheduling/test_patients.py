"""Patients are corrected, made one and taken apart; a booking registers a new one with itself."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from typing import Any

import pytest

from clinic_desktop.domain import patients
from clinic_desktop.domain.booking import BookBlock, CancelAppointment, CancelReason, Undo
from clinic_desktop.domain.contacts import AddContact, RemoveContact
from clinic_desktop.domain.patients import ChangePatient, Merged, MergePatients
from clinic_desktop.domain.people import (
    AddPatient,
    FindPatients,
    Name,
    PartialDate,
    Patient,
    ThePatient,
)
from clinic_desktop.domain.refusals import Misuse, Refusal
from tests.engines import Place
from tests.scheduling.desk import Desk, at

BORN = PartialDate(1980, 3, 12)


def _patient(desk: Desk, number: int) -> Patient:
    found: Patient = desk.ask(ThePatient(patient_id=number)).patient
    return found


def _found(desk: Desk, text: str) -> list[int]:
    return [one.patient.id for one in desk.ask(FindPatients(text=text))]


def _visits(desk: Desk, number: int) -> set[Any]:
    return {visit.id for visit in desk.ask(ThePatient(patient_id=number)).appointments}


def test_what_is_corrected_is_stored_and_found_and_the_old_is_not(desk: Desk) -> None:
    wish = ChangePatient(
        patient_id=1, name=Name("Änn", "Schmidt"), born=BORN, phones=("030 555 0100",),
        email=" ann@example.org ", note="Rings\ntwice ", file_number=" A-17 ",
    )  # fmt: skip
    changed = desk.do(wish)
    assert changed == _patient(desk, 1)
    assert (changed.name, changed.born, changed.phones) == ("Änn Schmidt", BORN, ("030 555 0100",))
    assert (changed.email, changed.note) == ("ann@example.org", "Rings\ntwice ")
    assert (changed.file_number, changed.version) == ("A-17", 2)
    for text in ("schmidt", "ann", "0100", "a-17", "12.03.1980"):
        assert _found(desk, text) == [1], text
    assert 1 not in _found(desk, "smith")
    desk.verify()


def test_nothing_is_written_where_nothing_differs(desk: Desk) -> None:
    before = desk.last_sequence()
    assert desk.do(ChangePatient(patient_id=1, name=Name("Ann", "Smith"))).version == 1
    assert desk.last_sequence() == before


def test_what_is_not_named_stays_and_what_is_emptied_goes(desk: Desk) -> None:
    desk.do(ChangePatient(patient_id=1, born=BORN, phones=("555 0100",), note="n", email="e@x"))
    kept = desk.do(ChangePatient(patient_id=1, do_not_book="Owes"))
    assert (kept.born, kept.phones, kept.note, kept.do_not_book) == (
        BORN, ("555 0100",), "n", "Owes",
    )  # fmt: skip
    gone = desk.do(
        ChangePatient(patient_id=1, forget_born=True, phones=(), note="", email="", do_not_book="")
    )
    assert (gone.born, gone.phones, gone.note, gone.email, gone.do_not_book) == (
        None, (), "", "", "",
    )  # fmt: skip


def test_an_old_copy_is_not_saved_over_a_newer_one_and_the_difference_is_told(desk: Desk) -> None:
    seen = _patient(desk, 1)
    desk.do(ChangePatient(patient_id=1, phones=("555 0100",), version=seen.version))
    desk.do(ChangePatient(patient_id=1, note="Rings twice"))
    (reason,) = desk.refused(ChangePatient(patient_id=1, note="Mine", version=seen.version))
    assert reason.code == "patient_changed"
    assert reason.facts["changes"] == {
        "phones": {"was": [], "now": ["555 0100"]},
        "note": {"was": "", "now": "Rings twice"},
    }
    assert reason.facts["actor"] in reason.message
    assert "“555 0100”" in reason.message
    assert _patient(desk, 1).note == "Rings twice"


def test_a_correction_is_taken_back_once(desk: Desk) -> None:
    before = _patient(desk, 1)
    desk.do(ChangePatient(patient_id=1, name=Name("Zoe", "Lee"), born=BORN, phones=("555 0100",)))
    desk.undo()
    after = _patient(desk, 1)
    assert (after.name, after.born, after.phones) == (before.name, before.born, before.phones)
    assert _found(desk, "zoe") == _found(desk, "0100") == []
    assert 1 in _found(desk, "ann")
    desk.verify()


def test_a_correction_that_was_corrected_since_is_not_taken_back(desk: Desk) -> None:
    desk.do(ChangePatient(patient_id=1, note="first"))
    sequence = desk.last_sequence()
    desk.do(ChangePatient(patient_id=1, note="second"))
    with pytest.raises(Refusal) as refused:
        desk.undo(sequence)
    assert refused.value.code == "changed_since"
    assert _patient(desk, 1).note == "second"


def test_all_that_is_wrong_is_told_at_once(desk: Desk) -> None:
    wish = ChangePatient(
        patient_id=1, name=Name("", "\u200b"), born=PartialDate(2199), phones=("no",),
        email="a\0b@c", note="\ud800", file_number="x" * 61,
    )  # fmt: skip
    with pytest.raises(Misuse) as refused:
        desk.do(wish)
    assert {one.code for one in refused.value.every} == {
        "bad_name", "future_birth_date", "bad_phone", "bad_text", "bad_file_number",
    }  # fmt: skip
    assert len(refused.value.every) == 6
    assert _patient(desk, 1).version == 1


ODD = (
    "\N{PILE OF POO}", "\u062f. \u0644\u064a\u0644\u0649", "\u202eabc\u202c", "x" * 10_000,
    "'; DROP TABLE patient; --", "\x07\x1b[2J", "a\u2028b", "%_\\", "\ufffe",
)  # fmt: skip


@pytest.mark.parametrize("field", ["note", "email", "do_not_book", "file_number", "phones", "name"])
def test_odd_texts_are_stored_exactly_or_refused(desk: Desk, field: str) -> None:
    for text in ODD:
        values: dict[str, Any] = {"phones": (text,), "name": Name("Ann", text)}
        before = _patient(desk, 1)
        wish = ChangePatient(patient_id=1, **{field: values.get(field, text)})
        try:
            changed = desk.do(wish)
        except Misuse:
            assert _patient(desk, 1) == before
            continue
        stored = getattr(changed, "family" if field == "name" else field)
        # A name has single spaces, whatever they were.
        wanted = " ".join(text.split()) if field == "name" else text
        assert stored == ((wanted,) if field == "phones" else wanted)
        assert _patient(desk, 1) == changed


def test_no_phone_is_refused_wherever_it_is_typed(desk: Desk) -> None:
    assert desk.misused(ChangePatient(patient_id=1, phones=("12\x0034",))) == "bad_text"
    for phone in ("1" * 10_000, "555\n0100", "2025-11-02", "ab"):
        assert desk.misused(ChangePatient(patient_id=1, phones=(phone,))) == "bad_phone"
        assert desk.misused(AddPatient(name=Name("Ann", "Lee"), phones=(phone,))) == "bad_phone"


def _two(desk: Desk) -> tuple[set[Any], set[Any]]:
    """Give the first two patients a visit each, and the second one another that was cancelled."""
    year = PartialDate(1980)
    desk.do(ChangePatient(patient_id=1, phones=("555 0100",), note="of one", born=year))
    own = {desk.book(0).id}
    theirs = {desk.book(30, patient=2).id, desk.cancel(desk.book(60, patient=2)).id}
    desk.do(
        ChangePatient(
            patient_id=2, phones=("(555) 0100", "555 0200"), note="of two", born=BORN,
            do_not_book="Owes", file_number="B-2",
        )
    )  # fmt: skip
    return own, theirs


def test_a_merge_keeps_every_appointment_and_every_fact(desk: Desk) -> None:
    own, theirs = _two(desk)
    before = desk.free()
    merged: Merged = desk.do(MergePatients(kept_id=1, other_id=2))
    assert merged.appointments == 2
    assert _visits(desk, 1) == own | theirs
    assert _visits(desk, 2) == set()
    assert desk.free() == before
    kept = _patient(desk, 1)
    assert kept == merged.kept
    assert kept.phones == ("555 0100", "555 0200")
    assert (kept.born, kept.note) == (BORN, "of one\nof two")
    assert (kept.do_not_book, kept.file_number) == ("Owes", "B-2")
    assert _found(desk, "ben") == []
    assert _found(desk, "0200") == [1]
    (reason,) = desk.refused(BookBlock(patient_id=2, doctor_id=1, start=at(90)))
    assert (reason.code, reason.facts["merged_into"]) == ("unknown_patient", "1")
    desk.verify()


def test_an_old_file_number_finds_who_is_left_of_those_who_were_merged(desk: Desk) -> None:
    for number in (1, 2, 3):
        desk.do(ChangePatient(patient_id=number, file_number=f"K-{number}00"))
    desk.do(MergePatients(kept_id=2, other_id=3))
    desk.do(MergePatients(kept_id=1, other_id=2))
    for old in ("K-100", "K-200", "k300", "K-300 smith"):
        assert _found(desk, old) == [1]
    # Everybody's beginning is found once; by the old name alone nobody is.
    assert _found(desk, "K") == [1]
    assert _found(desk, "cem") == []
    desk.undo()
    desk.undo()
    assert [_found(desk, f"K-{number}00") for number in (1, 2, 3)] == [[1], [2], [3]]


@pytest.mark.parametrize(
    "email", ["ann@example.org", "a.b+c@sub.example.co.uk", "a@b", " ann@example.org ", "",
    "jürgen@müller.example", "o'brien@example.org", "1@2.3"],
)  # fmt: skip
def test_an_email_address_is_stored(desk: Desk, email: str) -> None:
    made = desk.do(AddPatient(name=Name("Dora", "Lee"), email=email))
    assert made.email == email.strip()


@pytest.mark.parametrize(
    "email", ["not an email", "ann", "@example.org", "ann@", "ann@example..org", "a b@example.org",
    "ann@-example.org", "ann@exa mple.org", "ann@@example.org", "ann@example.org, ben@example.org",
    "ann\u202e@example.org"],
)  # fmt: skip
def test_what_is_no_email_address_is_refused_in_words(desk: Desk, email: str) -> None:
    for wish in (
        AddPatient(name=Name("Dora", "Lee"), email=email, phones=("ab",)),
        ChangePatient(patient_id=1, email=email, phones=("ab",)),
    ):
        with pytest.raises(Misuse) as refused:
            desk.do(wish)
        assert sorted(one.code for one in refused.value.every) == ["bad_email", "bad_phone"]
        [told] = [one for one in refused.value.every if one.code == "bad_email"]
        assert f"“{email}” is no e-mail address." in told.message


def test_an_email_that_was_taken_before_the_rule_stays_until_it_is_corrected(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as before:
        before.setattr(patients, "_check_email", lambda _text: None)
        desk.do(ChangePatient(patient_id=1, email="ask her son"))
    assert desk.do(ChangePatient(patient_id=1, email="ask her son", note="x")).note == "x"
    assert desk.misused(ChangePatient(patient_id=1, email="ask the son")) == "bad_email"


def test_a_merge_is_taken_back_whatever_was_booked_and_moved_since(desk: Desk) -> None:
    own, theirs = _two(desk)
    desk.do(ChangePatient(patient_id=2, do_not_book=""))
    were = [_patient(desk, number) for number in (1, 2)]
    desk.do(MergePatients(kept_id=1, other_id=2))
    sequence = desk.last_sequence()
    later = desk.book(90)
    moved = next(visit for visit in theirs if desk.visit(visit).holds)
    desk.move(desk.visit(moved), 120)
    desk.undo(sequence)
    assert _visits(desk, 1) == own | {later.id}
    assert _visits(desk, 2) == theirs
    assert desk.visit(moved).start == at(120)
    now = [_patient(desk, number) for number in (1, 2)]
    assert [_facts(one) for one in now] == [_facts(one) for one in were]
    assert _found(desk, "ben") == [2]
    desk.verify()


def _facts(one: Patient) -> object:
    return one.name, one.born, one.phones, one.note, one.do_not_book, one.file_number, one.archived


def test_a_patient_who_was_corrected_since_keeps_the_merge(desk: Desk) -> None:
    _two(desk)
    desk.do(MergePatients(kept_id=1, other_id=2))
    sequence = desk.last_sequence()
    desk.do(ChangePatient(patient_id=1, note="since"))
    with pytest.raises(Refusal) as refused:
        desk.undo(sequence)
    assert refused.value.code == "changed_since"


def test_what_can_not_be_merged_is_refused_with_all_reasons(desk: Desk) -> None:
    assert desk.misused(MergePatients(kept_id=1, other_id=1)) == "same_patient"
    desk.do(MergePatients(kept_id=1, other_id=2))
    assert desk.codes(MergePatients(kept_id=2, other_id=99)) == ["unknown_patient"] * 2
    assert desk.codes(MergePatients(kept_id=1, other_id=3, kept_version=1)) == ["patient_changed"]


def test_a_booking_for_a_newcomer_registers_them_and_one_undo_takes_both_back(desk: Desk) -> None:
    newcomer = AddPatient(name=Name("Dia", "Poe"), phones=("555 0199",), born=BORN)
    wish = BookBlock(newcomer=newcomer, doctor_id=1, start=at(0))
    booked = desk.do(wish).appointment
    assert booked.patient == "Dia Poe"
    assert _found(desk, "poe 0199") == [booked.patient_id]
    again = desk.do(BookBlock(newcomer=newcomer, doctor_id=1, start=at(0),
                              appointment_id=wish.appointment_id))  # fmt: skip
    assert again.repeated
    assert len(_found(desk, "poe")) == 1
    desk.undo()
    assert _found(desk, "poe") == []
    assert 0 in desk.free()
    desk.verify()


def test_a_newcomer_with_something_else_meanwhile_stays(desk: Desk) -> None:
    def newcomer(name: str, start: int) -> Any:  # noqa: ANN401 - an appointment
        wish = BookBlock(newcomer=AddPatient(name=Name(name, "Poe")), doctor_id=1, start=at(start))
        return desk.do(wish).appointment

    booked_again, corrected = newcomer("Again", 0), newcomer("Right", 30)
    cancelled = newcomer("Gone", 60)
    sequence = desk.last_sequence()
    desk.book(90, patient=booked_again.patient_id)
    desk.do(ChangePatient(patient_id=corrected.patient_id, note="seen"))
    for number in (sequence - 2, sequence - 1, sequence):
        desk.undo(number)
    assert sorted(_found(desk, "poe")) == [booked_again.patient_id, corrected.patient_id]
    assert cancelled.patient_id not in _found(desk, "poe")
    desk.verify()


def test_a_refused_booking_registers_nobody(desk: Desk) -> None:
    desk.book(0)
    wish = BookBlock(newcomer=AddPatient(name=Name("Dia", "Poe")), doctor_id=1, start=at(0))
    assert desk.codes(wish) == ["block_taken"]
    assert _found(desk, "poe") == []
    bad = replace(wish, newcomer=AddPatient(name=Name("Dia", "Poe"), phones=("no",)))
    assert desk.misused(bad) == "bad_phone"
    assert 30 in desk.free()
    assert desk.misused(BookBlock(doctor_id=1, start=at(30))) == "usage"


def test_a_registration_is_taken_back_unless_there_are_visits(desk: Desk) -> None:
    made = desk.do(AddPatient(name=Name("Dia", "Poe")))
    desk.undo()
    assert _found(desk, "poe") == []
    made = desk.do(AddPatient(name=Name("Dia", "Poe")))
    sequence = desk.last_sequence()
    desk.book(0, patient=made.id)
    with pytest.raises(Refusal) as refused:
        desk.undo(sequence)
    assert refused.value.code == "patient_has_visits"
    assert _found(desk, "poe") == [made.id]


def test_a_registration_stays_while_somebody_is_a_contact_of_theirs(desk: Desk) -> None:
    made = desk.do(AddPatient(name=Name("Dia", "Poe")))
    sequence = desk.last_sequence()
    tie = desk.do(AddContact(patient_id=1, other_id=made.id, relation="mother"))
    assert desk.codes(Undo(sequence=sequence)) == ["patient_has_visits"]
    desk.do(RemoveContact(contact_id=tie.id))
    desk.undo(sequence)
    assert _found(desk, "poe") == []


@pytest.mark.slow
def test_nobody_is_booked_for_whom_a_merge_took_away(place: Place) -> None:
    """Two programs at once: one merges, the other books, moves and cancels for who goes."""
    with place.office() as office, place.office() as other:
        desk = Desk(office)
        desk.hours("Mon 9-17", doctor=1, block=15)
        for turn in range(8):
            one, two = (desk.do(AddPatient(name=Name(f"N{turn}", name))).id for name in "AB")
            visit = desk.do(BookBlock(patient_id=two, doctor_id=1, start=at(turn * 60))).appointment
            merging = office.do(MergePatients(kept_id=one, other_id=two))
            racing: list[Future[Any]] = [
                other.do(BookBlock(patient_id=two, doctor_id=1, start=at(turn * 60 + 15))),
                other.do(CancelAppointment(appointment_id=visit.id, reason=CancelReason.MISTAKE)),
            ]
            merged = merging.result(60).answer
            refused, cancelled = (future.exception(60) for future in racing)
            assert cancelled is None
            assert str(refused) in ("None", "unknown_patient")
            booked = 2 - (refused is not None)
            assert _visits(desk, two) == set()
            assert len(_visits(desk, one)) == booked
            assert merged.appointments <= booked
        desk.verify()


def test_two_merges_of_the_same_two_leave_one(place: Place) -> None:
    with place.office() as office, place.office() as other:
        desk = Desk(office)
        futures = [
            office.do(MergePatients(kept_id=1, other_id=2)),
            other.do(MergePatients(kept_id=2, other_id=1)),
        ]
        errors = [future.exception(60) for future in futures]
        assert sorted(str(error) for error in errors) == ["None", "unknown_patient"]
        assert len(_found(desk, "smith")) == 2
        desk.verify()
