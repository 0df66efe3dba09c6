"""What is told of time off: who keeps time in it, which hour is meant, what stays after it."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Clinic

DAY = "2025-11-02"
TIME_OFF = ("time-off", "add", "Dr Lee")


def hours(start: str, end: str) -> tuple[str, ...]:
    return ("--from", f"{DAY}T{start}", "--to", f"{DAY}T{end}")


def book(clinic: Clinic, *more: str) -> str:
    words = ("--doctor", "Dr Lee", "--start", f"{DAY}T11:00", "--patient", "Ann Smith", *more)
    return str(clinic("book", *words)["appointment"]["id"])


def test_time_off_over_what_is_kept_free_around_a_visit_names_it(clinic: Clinic) -> None:
    clinic("type", "add", "Check-up", "--minutes", "60", "--after", "30")
    number = book(clinic, "--type", "Check-up")
    words = (*TIME_OFF, *hours("12:00", "14:00"))
    seen = clinic(*words, "--preview")
    # The patient's own time stays: nobody is hit.
    assert (seen["affected"], [one["id"] for one in seen["kept"]]) == ([], [number])
    told = (
        "Kept free around visits beside it, and stays so:\n"
        "  Sun 2 Nov 2025, 12:00\N{EN DASH}13:00: Ann Smith with Dr Lee, Sun 2 Nov 2025, 11:00"
    )
    assert told in clinic.run(*words, "--preview").out
    assert told in clinic.run(*words).out
    assert clinic("closed", "add", *hours("12:30", "14:00"), "--preview")["kept"] == seen["kept"]
    for edge in (("13:00", "14:00"), ("11:00", "13:00")):
        assert clinic(*TIME_OFF, *hours(*edge), "--preview")["kept"] == []
    assert clinic("verify")["ok"]


def test_what_is_cancelled_inside_of_time_off_is_not_free_again(clinic: Clinic) -> None:
    cancel = ("--reason", "patient_request")
    assert "The time is free again." in clinic.run("cancel", book(clinic), *cancel).out
    number = book(clinic)
    clinic(*TIME_OFF, *hours("10:00", "13:00"), "--note", "{Dentist}", "--accept", "1")
    told = clinic.run("cancel", number, *cancel).out
    assert "free again" not in told
    assert "It is not offered again: Dr Lee is off (Leave, {Dentist}): " in told
    clinic("time-off", "remove", "1")
    number = book(clinic)
    clinic("hours", "Dr Lee", "none", "--on", DAY, "--accept", "1")
    told = clinic.run("cancel", number, *cancel).out
    assert "It is not offered again: Dr Lee has no hours on Sun 2 Nov 2025." in told


def test_time_off_in_the_hour_that_comes_twice_says_that_it_holds_both(small: Clinic) -> None:
    small("hours", "Dr Lee", "0-4", "--on", DAY, "--block", "30")
    both = (
        "1 holds both turns of the hour that comes twice: Sun 2 Nov 2025, 01:30 EDT\N{EN DASH}"
        "01:00 EST and Sun 2 Nov 2025, 01:30 EST\N{EN DASH}03:00"
    )
    told = small.run(*TIME_OFF, *hours("01:30", "03:00")).out
    assert both in told
    assert both in small.run("time-off", "list", "Dr Lee", "--from", DAY).out
    small("undo")
    for start in ("01:30-04:00", "01:30-05:00"):
        words = (*TIME_OFF, *hours(start, "03:00"))
        assert small.refused(*words) == ["time_ambiguous"]
        assert "--from: 01:30 comes twice on Sun 2 Nov 2025" in small.run(*words).err
    # What local time can say is taken as it is: up to the first turn's begin, or from it on.
    for start, end in (("00:30-04:00", "01:00-04:00"), ("01:00-04:00", "02:00-05:00")):
        made = small(*TIME_OFF, *hours(start, end))["time_off"]
        assert (made["start"], made["end"]) == (start[:5], end[:5])
    assert small.refused(*TIME_OFF, *hours("01:00-05:00", "02:00-05:00")) == ["time_ambiguous"]


def test_behind_a_change_that_can_not_be_taken_back_older_ones_have_a_number(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic("patient", "change", "1", "--note", "deaf")
    number = book(clinic)
    monkeypatch.setenv("CLINIC_ACTOR", "other")
    clinic("move", number, "--start", f"{DAY}T13:00")
    monkeypatch.setenv("CLINIC_ACTOR", "tester")
    answered = clinic.run("undo")
    assert answered.code == 1
    why, later, older = answered.err.splitlines()
    assert "changed since, with “move appointment” by other" in why
    told, of_later = later.split("clinic undo --sequence ")
    assert told == "To take that later change back: "
    told, of_older = older.split("clinic undo --sequence ")
    assert told.endswith("take back what was done before it, “change patient”: ")
    assert clinic("undo", "--sequence", of_older)["undone"]["command"] == "ChangePatient"
    assert clinic("undo", "--sequence", of_later)["undone"]["command"] == "MoveAppointment"
    assert clinic("undo")["undone"]["command"] == "BookBlock"
