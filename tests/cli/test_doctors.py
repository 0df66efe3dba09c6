"""``doctor``: one of a name that is there already, and one who goes again."""

from __future__ import annotations

from tests.cli.conftest import Clinic


def test_a_doctor_of_a_known_name_is_added_only_when_that_is_meant(clinic: Clinic) -> None:
    answered = clinic.run("--json", "doctor", "add", " dr LEE ")
    assert (answered.code, answered.reasons) == (1, ["doctor_known"])
    assert answered.document["error"]["facts"]["ids"] == ["1"]
    assert "add --even-if-known" in clinic.run("doctor", "add", "dr LEE").err
    assert len(clinic("doctor", "list")["doctors"]) == 1
    added = clinic("doctor", "add", "Dr Lee", "--even-if-known")
    assert (added["doctor"]["id"], added["same_name"]) == ("2", ["1"])
    told = clinic.run("doctor", "add", "Dr Lee", "--even-if-known").out.splitlines()
    assert told[1] == "This name is there already (doctor 1, 2): use the ids from now on."
    # A name of figures is another one's number, and no name.
    assert clinic("doctor", "add", "2")["same_name"] == []


def test_a_doctor_without_appointments_goes_and_comes_back(clinic: Clinic) -> None:
    hours = ("hours", "Dr Lee", "Mon-Sun 0-24", "--block", "60", "--from", "2100-01-04")
    clinic(*hours, "--until", "2100-01-04")
    seen = clinic("doctor", "remove", "Dr Lee", "--preview")
    assert (seen["preview"], seen["blocks_removed"], seen["affected"]) == (True, 24, [])
    start = ("--start", "2100-01-04T09:00", "--patient", "Ann Smith")
    visit = clinic("book", "--doctor", "1", *start)["appointment"]["id"]
    for words in (("--preview",), ()):
        answered = clinic.run("--json", "doctor", "remove", "1", *words)
        assert answered.reasons == ["doctor_booked"]
        assert answered.document["error"]["facts"]["number"] == 1
    clinic("cancel", visit, "--reason", "clinic")
    assert clinic("doctor", "remove", "1")["blocks_removed"] == 24
    assert clinic("doctor", "list")["doctors"] == []
    assert clinic.refused("hours", "1", "Mon 9-10") == ["unknown_doctor"]
    clinic("undo")
    assert [one["name"] for one in clinic("doctor", "list")["doctors"]] == ["Dr Lee"]
    assert clinic("book", "--doctor", "1", *start)["appointment"]["status"] == "booked"
    assert clinic("verify")["ok"]
