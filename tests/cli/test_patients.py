"""``patient change`` and ``merge``: what they answer, refuse and take back."""

from __future__ import annotations

from tests.cli.conftest import ORIGIN_DAY, Clinic

DAY = ("--from", "2025-11-02", "--until", "2025-11-02")


def test_a_patient_is_corrected(clinic: Clinic) -> None:
    words = ("--name", "Smyth, Ann", "--phone", "030 555 0100", "--born", "12.03.1980")
    more = ("--file-number", "A-17", "--note", "Rings twice", "--email", "ann@example.org")
    changed = clinic("patient", "change", "1", *words, *more)["patient"]
    assert changed == clinic("patient", "show", "Ann Smyth")["patient"]
    assert (changed["born"], changed["phones"]) == ("1980-03-12", ["030 555 0100"])
    assert (changed["file_number"], changed["note"], changed["version"]) == (
        "A-17", "Rings twice", 2,
    )  # fmt: skip
    [found] = clinic("patient", "find", "Smyth Ann 030 555 0100")["patients"]
    assert found["id"] == "1"
    gone = clinic("patient", "change", "1", "--phone", "", "--born", "")["patient"]
    assert (gone["phones"], gone["born"], gone["note"]) == ([], None, "Rings twice")
    undone = clinic("undo")
    assert undone["undone"]["command"] == "ChangePatient"
    assert clinic("patient", "show", "1")["patient"]["phones"] == ["030 555 0100"]


def test_all_that_is_wrong_is_told_at_once(clinic: Clinic) -> None:
    wrong = ("--name", " ", "--phone", "no", "--born", "1980-13-01")
    expected = ["bad_name", "bad_birth_date", "bad_phone"]
    assert clinic.refused("patient", "change", "1", *wrong, code=2) == expected
    assert clinic.refused("patient", "add", " ", *wrong[2:], code=2) == expected
    told = clinic.run("patient", "add", " ", *wrong[2:])
    assert all(part in told.err for part in ("name", "“no”", "“1980-13-01”"))


def test_an_old_version_is_refused_with_the_difference(clinic: Clinic) -> None:
    clinic("patient", "change", "1", "--note", "first", "--version", "1")
    answered = clinic.run("--json", "patient", "change", "1", "--note", "mine", "--version", "1")
    assert answered.code == 1
    error = answered.document["error"]
    assert error["code"] == "patient_changed"
    assert error["facts"]["changes"] == {"note": {"was": "", "now": "first"}}
    assert clinic("patient", "show", "1")["patient"]["note"] == "first"


def test_no_field_that_was_changed_is_cut_in_a_history(clinic: Clinic) -> None:
    when = ("--doctor", "Dr Lee", "--start", "2025-11-02T11:00", "--patient", "Ann Smith")
    number = clinic("book", *when)["appointment"]["id"]
    clinic("doctor", "add", "Dr Kay")
    clinic("hours", "Dr Kay", "Sun 9-17", "--from", "2025-11-02", "--until", "2025-11-02")
    clinic("move", number, "--start", "2025-11-02T12:00", "--doctor", "Dr Kay")
    told = clinic.run("history", number).out
    assert "block_id, block_ids, ends_at, held_from, held_until, resource_id, starts_at" in told


def test_two_patients_are_merged_and_taken_apart(clinic: Clinic) -> None:
    clinic("patient", "add", "Anne Smith", "--phone", "030 555 0100")
    words = ("--doctor", "Dr Lee", "--start", "2025-11-02T11:00")
    booked = clinic("book", *words, "--patient", "2")["appointment"]
    merged = clinic("merge", "Ann Smith", "2")
    assert merged["appointments"] == 1
    assert (merged["patient"]["id"], merged["merged"]["id"]) == ("1", "2")
    assert merged["patient"]["phones"] == ["030 555 0100"]
    [visit] = clinic("agenda", *ORIGIN_DAY)["appointments"]
    assert (visit["id"], visit["patient"]) == (booked["id"], "Ann Smith")
    assert visit["block_ids"] == booked["block_ids"]
    assert clinic.refused("patient", "show", "2") == ["unknown_patient"]
    assert clinic.refused("merge", "1", "1", code=2) == ["same_patient"]
    clinic("undo")
    [visit] = clinic("agenda", *ORIGIN_DAY)["appointments"]
    assert visit["patient"] == "Anne Smith"
    assert clinic("verify")["ok"]


def test_a_merge_says_which_visits_one_person_has_at_the_same_time_now(clinic: Clinic) -> None:
    """What is over is told of nobody, nor what follows at once, nor what was cancelled."""
    clinic("doctor", "add", "Dr Kay")
    clinic("patient", "add", "Anne Smith")
    day = ("--from", "2099-11-01", "--until", "2099-11-01")
    for doctor in ("Dr Lee", "Dr Kay"):
        clinic("hours", doctor, "Sun 9-12", "--block", "60", *day)
    clinic("hours", "Dr Kay", "Sun 9-12", "--block", "60", *DAY)

    def book(doctor: str, start: str, patient: str) -> str:
        words = ("--doctor", doctor, "--start", start, "--patient", patient)
        number: str = clinic("book", *words)["appointment"]["id"]
        return number

    for year in ("2025-11-02", "2099-11-01"):
        book("Dr Lee", f"{year}T09:00", "1")
        book("Dr Kay", f"{year}T10:00", "2")
    assert clinic("merge", "1", "2")["at_once"] == []
    clinic("undo")
    own = book("Dr Lee", "2099-11-01T11:00", "1")
    came = book("Dr Kay", "2099-11-01T11:00", "2")
    book("Dr Kay", "2025-11-02T09:00", "2")
    merged = clinic("merge", "1", "2")
    assert [[one["id"] for one in both] for both in merged["at_once"]] == [[own, came]]
    clinic("undo")
    at = "Sun 1 Nov 2099, 11:00\u201312:00"
    assert clinic.run("merge", "1", "2").out.splitlines()[1:] == [
        "At the same time now, so move or cancel one of them:",
        f"Ann Smith with Dr Lee, {at} and Ann Smith with Dr Kay, {at}",
    ]
    clinic("undo")
    clinic("cancel", own, "--reason", "patient_request")
    assert clinic("merge", "1", "2")["at_once"] == []
