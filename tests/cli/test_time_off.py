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
    seen = small.run(*TIME_OFF, *hours("01:30", "03:00"), "--preview").out
    assert f"\nIt{both[1:]}" in seen
    closed = small.run("closed", "add", *hours("01:30", "03:00"), "--preview").out
    assert both[1:] in closed
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


def test_closed_days_of_several_sites_say_where(clinic: Clinic) -> None:
    clinic("site", "add", "North")
    main = clinic("site", "list")["sites"][0]["name"]
    clinic("closed", "add", "--from", DAY, "--note", "Party")
    clinic("closed", "add", "--from", "2025-11-09", "--site", "North", "--note", "Inventory")
    assert clinic("closed", "add", "--from", DAY, "--site", main)["skipped"] == [DAY]
    found = clinic("closed", "list", "--from", DAY)["closed"]
    assert [one["site"] for one in found] == [None, "North"]
    heads, *rows = clinic.run("closed", "list", "--from", DAY).out.splitlines()
    assert heads.split() == ["Number", "Kind", "When", "Site", "Note"]
    assert [" ".join(row.split()[-3:]) for row in rows] == [
        "all sites Party", "2025 North Inventory",
    ]  # fmt: skip
    assert "North" in clinic.run("closed", "show", found[1]["id"]).out
    # A doctor's time off is at no site.
    clinic(*TIME_OFF, "--from", DAY)
    assert "Site" not in clinic.run("time-off", "list", "Dr Lee", "--from", DAY).out


def test_a_preview_of_holidays_lists_them_and_who_is_booked_on_each(clinic: Clinic) -> None:
    # German Unity Day.
    clinic("hours", "Dr Lee", "Sat 9-12", "--from", "2026-10-03", "--until", "2026-10-03")
    clinic("patient", "change", "1", "--phone", "212 555 0101")
    words = ("--doctor", "Dr Lee", "--start", "2026-10-03T10:00", "--patient", "Ann Smith")
    number = clinic("book", *words)["appointment"]["id"]
    add = ("holidays", "add", "DE", "--year", "2026")
    clinic("closed", "add", "--from", "2026-01-01")
    found = clinic(*add, "--skip", "2026-05-01", "--preview")["holidays"]
    days = {one["date"]: one for one in found}
    assert days["2026-10-03"] == {
        "date": "2026-10-03", "name": "German Unity Day", "affected": [number],
        "skipped": False, "closed": False,
    }  # fmt: skip
    assert [day for day, one in days.items() if one["skipped"]] == ["2026-05-01"]
    assert [day for day, one in days.items() if one["closed"]] == ["2026-01-01"]
    out = clinic.run(*add, "--skip", "2026-05-01", "--preview").out
    rows = [" ".join(row.split()) for row in out.splitlines()]
    for row in (
        "Thu 1 Jan 2026 New Year's Day closed already",
        "Fri 1 May 2026 Labor Day left out",
        "Sat 3 Oct 2026 German Unity Day Ann Smith",
    ):
        assert row in rows
    # Whoever saves it all the same is told whom to call.
    saved = clinic.run(*add, "--accept", "1").out
    assert "Ann Smith  212 555 0101" in saved


def test_all_that_is_wrong_with_hours_purposes_types_and_time_off_is_told_at_once(
    clinic: Clinic,
) -> None:
    def told(*words: str, code: int = 2) -> str:
        answered = clinic.run(*words)
        assert answered.code == code, answered.out
        return answered.err

    wrong = told("hours", "Dr Lee", "Mon 9; Tue 9-12; Wde 9-12", "--block", "1")
    assert "“Mon 9”, “Wde 9-12” were not understood as working hours" in wrong
    assert "A block is 5 minutes" in wrong
    wrong = told("hours", "Dr Lee", "9; 9-12; 26-27", "--on", DAY)
    assert "“9”, “26-27” were not understood as the hours of a day" in wrong
    for words in (
        ("Mon 9-12 for lnch; Tue 9-10 for urgnt",),
        ("9-10 for lnch; 9 -12 for urgnt", "--on", DAY),
    ):
        wrong = told("hours", "Dr Lee", *words, code=1)
        assert "no purpose “lnch”" in wrong
        assert "no purpose “urgnt”" in wrong
    wrong = told("hours", "Dr Who", "Mon 9-12 for lnch", code=1)
    assert "“Dr Who”" in wrong
    assert "no purpose “lnch”" in wrong
    wrong = told("purpose", "add", "a; b", "--release", "99999", "--unbookable")
    for why in ("can't name a purpose", "0 hours to a year", "leave out when"):
        assert why in wrong
    rules = ("--rule", "often", "--rule", "once in 9999 days", "--rule", "7 days after Nothing")
    wrong = told("type", "add", "X", "--minutes", "5000", *rules, "--for", "lnch", "--for", "urgnt")
    for why in (
        "1 minute to 24 hours", "“often” was not", "1 to 3650 days", "no visit type “Nothing”",
        "no purpose “lnch”", "no purpose “urgnt”",
    ):  # fmt: skip
        assert wrong.count(why) == 1, wrong
    back = ("--from", DAY, "--until", "2025-11-01", "--repeat", "now and then", "--note", "x" * 201)
    wrong = told(*TIME_OFF, *back)
    for why in ("“now and then” was not", "The end must lie behind", "200 letters at most"):
        assert wrong.count(why) == 1, wrong


def test_who_is_not_found_could_be_a_room_and_a_mistyped_option_is_known(small: Clinic) -> None:
    visit = ("--doctor", "Dr Lee", "--start", f"{DAY}T11:00", "--patient", "1")
    told = small.run("book", *visit, "--with", "Room 9").err
    assert told.startswith("Refused: There is no doctor, room or equipment “Room 9”.")
    for words, option in (
        (("--databse", "other.db", "doctor", "list"), "--databse. Is it --database?"),
        (("doctor", "list", "--databse", "other.db"), "--databse. Is it --database?"),
        (("book", *visit, "--tpye", "Check-up"), "--tpye. Is it --type?"),
        (("book", "--zzz"), "--zzz. See"),
    ):
        answered = small.run(*words)
        assert answered.code == 2
        assert f"Unrecognized arguments: {option}" in answered.err
    assert "invalid choice: 'fly'" in small.run("fly", "--with", "1").err


def test_what_comes_again_is_listed_in_words(small: Clinic) -> None:
    small(*TIME_OFF, "--from", "2025-11-03", "--repeat", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE")
    listed = small.run("time-off", "list", "Dr Lee", "--from", DAY).out
    assert "Mon 3 Nov 2025 (every 2 weeks on Mon, Wed)" in listed
    assert "FREQ" not in listed
    # A Wednesday that is named as the first is not off: what is told is when it is.
    note = "Meeting of all doctors and nurses of both houses, with the insurers once a quarter"
    rule = "first and third Monday of the month until 2026-06-30"
    words = (*hours("13:00", "17:00")[:1], "2025-11-05T13:00", "--to", "2025-11-05T17:00")
    made = small.run(*TIME_OFF, *words, "--repeat", rule, "--note", note).out
    listed = small.run("time-off", "list", "Dr Lee", "--from", DAY).out
    for told in (made, listed):
        assert "Mon 17 Nov 2025, 13:00\N{EN DASH}17:00 (first and third Monday" in told
        assert "5 Nov 2025" not in told
        assert note in told
        assert "30 Jun 2026" in told or "2026-06-30" in told
