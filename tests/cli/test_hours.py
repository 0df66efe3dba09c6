"""``hours``, ``time-off``, ``closed`` and ``holidays``: all their forms, previews and refusals."""

from __future__ import annotations

import json
import shlex
from typing import Any

import pytest

from tests.cli.conftest import ORIGIN_DAY, Clinic
from tests.engines import shared

DAY = ("--from", "2025-11-02", "--until", "2025-11-02")


def book(clinic: Clinic, start: str = "11:00") -> str:
    words = ("--doctor", "Dr Lee", "--start", f"2025-11-02T{start}", "--patient", "Ann Smith")
    return str(clinic("book", *words)["appointment"]["id"])


def starts(clinic: Clinic, day: str = "2025-11-02", until: str = "2025-11-03") -> list[str]:
    found = clinic("blocks", "--doctor", "Dr Lee", "--from", day, "--to", until)["blocks"]
    return [block["start"][:16] for block in found]


def counted(answer: dict[str, Any]) -> tuple[int, int, int]:
    return answer["blocks_added"], answer["blocks_removed"], len(answer["affected"])


def test_a_change_that_hits_somebody_needs_their_number(clinic: Clinic) -> None:
    number = book(clinic)
    words = ("hours", "Dr Lee", "Sun 13-17", "--block", "60", *DAY)
    seen = clinic(*words, "--preview")
    assert set(seen) == {
        "preview", "blocks_added", "blocks_removed", "blocks_elsewhere", "affected", "left_out",
        "kept", "too_short", "phones", "already_outside", "effect",
    }  # fmt: skip
    assert counted(seen) == (0, 3, 1)
    assert list(seen["phones"]) == [number]
    for accepted in ((), ("--accept", "0"), ("--accept", "2")):
        answered = clinic.run("--json", *words, *accepted)
        assert (answered.code, answered.reasons) == (1, ["appointments_affected"])
        facts = answered.document["error"]["facts"]
        assert facts["number"] == 1
        assert facts["affected"] == seen["affected"]
        assert facts["affected"][0]["start"] == "2025-11-02T11:00:00-05:00"
    assert len(starts(clinic)) == 7
    told = clinic.run(*words)
    assert "To save it all the same, add --accept 1." in told.err
    assert "Ann Smith" in told.err
    clinic("patient", "change", "1", "--phone", "212 555 0101", "--phone", "030 555 0102")
    # Whoever is refused can call them, whichever change it is.
    off = ("time-off", "add", "Dr Lee", "--from", "2025-11-02")
    for refused in (words, off, ("closed", "add", "--from", "2025-11-02")):
        told = clinic.run(*refused)
        [row] = [line for line in told.err.splitlines() if number in line]
        assert "  Ann Smith  212 555 0101, 030 555 0102  " in row
        facts = clinic("--json", *refused, code=1)["error"]["facts"]
        assert facts["phones"] == {number: ["212 555 0101", "030 555 0102"]}
    assert counted(clinic(*words, "--accept", "1")) == (0, 3, 1)
    assert len(starts(clinic)) == 4
    # Who was kept is told apart from then on, and nobody is asked for again.
    again = ("hours", "Dr Lee", "Sun 13-16", "--block", "60", *DAY)
    seen = clinic(*again, "--preview")
    assert (seen["affected"], [one["id"] for one in seen["already_outside"]]) == ([], [number])
    apart = clinic.run(*again, "--preview").out
    assert "Outside already, and booked as before: 1" in apart
    assert "212 555 0101" in apart
    assert "--accept" not in apart
    assert counted(clinic(*again)) == (0, 1, 0)


def test_seats_are_counted_with_their_blocks_and_a_date_has_those_of_the_week(
    small: Clinic,
) -> None:
    day = ("--from", "2025-11-09", "--until", "2025-11-09")
    words = ("hours", "Dr Lee", "Sun 9-11", "--block", "60", *day, "--seats", "3")
    assert (
        "It would be: 6 seats in 2 blocks added, 0 removed." in small.run(*words, "--preview").out
    )
    told = small.run(*words).out
    assert "Blocks are 60 minutes long and have 3 seats each; of these 6 were added" in told
    answered = small.run(
        "hours", "Dr Lee", "9-10", "--on", "2025-11-09", "--seats", "2", "--grid", "60"
    )
    assert answered.code == 2
    for name in ("seats", "grid"):
        assert f"Hours of a date have the --{name} of the weekly hours." in answered.err
    assert "with --from and --until instead of --on." in answered.err


def test_fewer_seats_name_who_loses_theirs(clinic: Clinic) -> None:
    words = ("hours", "Dr Lee", "Sun 13-15", "--block", "60", *DAY)
    clinic(*words, "--seats", "2")
    clinic("patient", "add", "Bob Stone", "--phone", "212 555 0102")
    book(clinic, "13:00")
    when = ("--doctor", "Dr Lee", "--start", "2025-11-02T13:00")
    clinic("book", *when, "--patient", "Bob Stone")
    told = clinic.run(*words, "--seats", "1")
    assert told.code == 1
    assert "1 appointment lies where there would be no seat for it: Dr Lee, " in told.err
    assert "Bob Stone" in told.err
    assert "Ann Smith" not in told.err
    assert "add --accept 1." in told.err
    seen = clinic.run(*words, "--seats", "1", "--preview").out
    assert "212 555 0102" in seen
    assert "Appointments that would be left without a seat: 1" in seen
    saved = clinic.run(*words, "--seats", "1", "--accept", "1").out
    assert "Appointments that have no place in these hours and stay booked: 1" in saved


def test_hours_of_alternating_weeks_and_on_a_grid(small: Clinic) -> None:
    text = "Mon 9-10; Wed 9-10 every 2 weeks"
    words = ("--from", "2025-11-03", "--until", "2025-11-30", "--block", "30")
    answer = small("hours", "Dr Lee", text, *words)
    assert answer["availability"]["hours"] == text
    found = starts(small, "2025-11-03", "2025-12-01")
    assert [one[5:10] for one in found[::2]] == [
        "11-03", "11-05", "11-10", "11-17", "11-19", "11-24",
    ]  # fmt: skip
    small("hours", "Dr Lee", "Mon 9-12", *words, "--grid", "60")
    assert len(starts(small, "2025-11-03", "2025-11-04")) == 3


def test_a_date_has_hours_of_its_own_until_they_are_the_usual_ones(small: Clinic) -> None:
    before = starts(small)
    answer = small("hours", "Dr Lee", "14-16", "--on", "2025-11-02", "--block", "30")
    assert (answer["days"], counted(answer)) == (["2025-11-02"], (4, 8, 0))
    assert starts(small)[0] == "2025-11-02T14:00"
    small("hours", "Dr Lee", "none", "--on", "2025-11-02")
    assert starts(small) == []
    small("hours", "Dr Lee", "usual", "--on", "2025-11-02")
    assert starts(small) == before


def test_a_day_and_a_week_are_copied(small: Clinic) -> None:
    small("hours", "Dr Lee", "like 2025-11-02", "--on", "2025-11-05", "--on", "2025-11-06")
    assert len(starts(small, "2025-11-05", "2025-11-07")) == 16
    answer = small("hours", "Dr Lee", "like 2025-W44", "--on", "2025-W46")
    assert answer["days"][0] == "2025-11-10"
    assert counted(answer) == (8, 0, 0)
    small("undo")
    assert starts(small, "2025-11-10", "2025-11-17") == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("hours", "1", "9-12", "--on", "2025-11-02", "--from", "2025-11-02"), "usage"),
        (("hours", "1", "Mon 9-12", "--on", "2025-11-02"), "bad_hours"),
        (("hours", "1", ""), "bad_hours"),
        (("hours", "1", " ", "--from", "2025-11-02"), "bad_hours"),
        (("hours", "1", "", "--on", "2025-11-02"), "bad_hours"),
        (("hours", "1", "9-10, 10-12 for urgent", "--on", "2025-11-02"), "unclear_purpose"),
        (("hours", "1", "Sun 9-10, 10-12 for urgent"), "unclear_purpose"),
        (("hours", "1", "like 2025-W44", "--on", "2025-11-02"), "usage"),
        (("hours", "1", "like 2025-W60", "--on", "2025-W46"), "usage"),
        (("hours", "1", "9-12", "--on", "2025-W60"), "usage"),
        (("hours", "1", "Mon 9-12", "--accept", "-1"), "usage"),
        (("hours", "1", "Mon 9-12", "--block", "30", "--grid", "15"), "bad_block_length"),
        (("time-off", "add", "1"), "usage"),
        (("time-off", "add", "1", "--from", "2025-11-02T10:00"), "usage"),
        (("time-off", "add", "1", "--from", "soon"), "bad_time"),
        (("time-off", "add", "1", "--from", "2025-11-02T10:00:30", *DAY[2:]), "bad_time"),
        (("time-off", "add", "1", *DAY, "--to", "2025-11-03"), "usage"),
        (("time-off", "add", "1", "--from", "2025-11-02", "--to", "2025-11-02"), "bad_span"),
        (("time-off", "add", "1", *DAY, "--repeat", "now and then"), "bad_recurrence"),
        (
            ("time-off", "add", "1", *DAY, "--repeat", "every week on Mon until 2025-11-02"),
            "bad_dates",
        ),
        (("time-off", "add", "1", *DAY, "--kind", "holiday"), "usage"),
        (("closed", "add", "--from", "2025-11-02", "--until", "2025-11-01"), "bad_span"),
        (("holidays", "add", "US", "--year", "1800"), "bad_dates"),
        (("holidays", "add", "US", "--year", "2026", "--skip", "2026-07-05"), "bad_dates"),
    ],
)  # fmt: skip
def test_wrong_usage(small: Clinic, words: tuple[str, ...], code: str) -> None:
    answered = small.run("--json", *words)
    assert (answered.code, answered.reasons) == (2, [code])


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("time-off", "add", "Dr Who", *DAY), "unknown_doctor"),
        (("time-off", "remove", "7"), "unknown_time_off"),
        (("closed", "remove", "7"), "unknown_time_off"),
        (("holidays", "add", "XX", "--year", "2026"), "unknown_country"),
        (("holidays", "add", "US", "--region", "Bavaria", "--year", "2026"), "unknown_region"),
    ],
)
def test_refusals(small: Clinic, words: tuple[str, ...], code: str) -> None:
    assert small.refused(*words) == [code]


def test_time_off_is_added_listed_and_removed(clinic: Clinic) -> None:
    number = book(clinic)
    hours = ("--from", "2025-11-02T10:00", "--to", "2025-11-02T13:00")
    words = ("time-off", "add", "Dr Lee", *hours, "--note", "Dentist", "--kind", "sick")
    assert counted(clinic(*words, "--preview")) == (0, 2, 1)
    assert clinic.refused(*words) == ["appointments_affected"]
    answer = clinic(*words, "--accept", "1")
    made = answer["time_off"]
    assert made == {
        "id": "1", "doctor_id": "1", "kind": "sick", "note": "Dentist", "from": "2025-11-02",
        "until": "2025-11-02", "start": "10:00", "end": "13:00", "repeat": None, "version": 1,
    }  # fmt: skip
    assert [one["id"] for one in answer["affected"]] == [number]
    listed = ("time-off", "list", "Dr Lee", "--from", "2025-11-01")
    assert clinic(*listed)["time_off"] == [made]
    assert clinic("time-off", "list", "Dr Lee")["time_off"] == []
    told = clinic.run(*listed).out
    assert "Sun 2 Nov 2025, 10:00\N{EN DASH}13:00" in told
    shown = clinic("time-off", "show", "1")
    assert (shown["time_off"], list(shown["phones"])) == (made, [number])
    assert [one["id"] for one in shown["appointments"]] == [number]
    told = clinic.run("time-off", "show", "1").out
    assert "Appointments that still lie in it: 1" in told
    assert number in told
    assert clinic.refused("closed", "show", "1") == ["unknown_time_off"]
    assert clinic.refused("closed", "remove", "1") == ["unknown_time_off"]
    assert counted(clinic("time-off", "remove", "1")) == (2, 0, 0)
    assert clinic(*listed)["time_off"] == []


def test_time_off_comes_again(small: Clinic) -> None:
    small(
        "hours",
        "Dr Lee",
        "Mon 9-17",
        "--block",
        "60",
        "--from",
        "2025-11-03",
        "--until",
        "2025-12-31",
    )
    words = ("--from", "2025-11-03T13:00", "--to", "2025-11-03T17:00")
    repeat = ("--repeat", "first Monday of the month", "--kind", "blocked")
    answer = small("time-off", "add", "1", *words, *repeat)
    assert answer["time_off"]["repeat"] == "FREQ=MONTHLY;BYDAY=1MO"
    assert counted(answer) == (0, 8, 0)
    short = [
        len(starts(small, f"2025-{day}", f"2025-{day}T23:00"))
        for day in ("11-03", "11-10", "12-01")
    ]
    assert short == [4, 8, 4]


def test_the_clinic_is_closed_and_opened_again(small: Clinic) -> None:
    answer = small("closed", "add", *DAY, "--note", "Party")
    (made,) = answer["closed"]
    assert (made["kind"], made["note"], made["doctor_id"]) == ("closed", "Party", None)
    assert (counted(answer), answer["skipped"]) == ((0, 8, 0), [])
    assert starts(small) == []
    assert small("closed", "add", *DAY)["skipped"] == ["2025-11-02"]
    assert small.refused("time-off", "remove", "1") == ["unknown_time_off"]
    assert small("closed", "list", "--from", "2025-11-01")["closed"] == [made]
    assert counted(small("closed", "remove", "1")) == (8, 0, 0)
    small("undo")
    assert starts(small) == []


def test_holidays_of_a_country_close_the_clinic_in_one_action(small: Clinic) -> None:
    small(
        "hours",
        "Dr Lee",
        "Mon-Sun 9-10",
        "--block",
        "60",
        "--from",
        "2026-01-01",
        "--until",
        "2026-12-31",
    )
    words = ("holidays", "add", "de", "--region", "by", "--year", "2026", "--skip", "2026-01-06")
    seen = small(*words, "--preview")
    answer = small(*words)
    assert counted(seen) == counted(answer) == (0, len(answer["closed"]), 0)
    days = {one["from"]: one["note"] for one in answer["closed"]}
    assert "2026-06-04" in days
    assert "2026-01-06" not in days
    assert {one["kind"] for one in answer["closed"]} == {"holiday"}
    again = small("holidays", "add", "DE", "--region", "BY", "--year", "2026")
    assert [one["from"] for one in again["closed"]] == ["2026-01-06"]
    assert len(again["skipped"]) == len(days)
    listed = small("holidays", "list", "DE", "--region", "BY", "--year", "2026")["holidays"]
    assert len(listed) == len(days) + 1
    small("undo")
    small("undo")
    assert small("closed", "list", "--from", "2026-01-01")["closed"] == []
    assert len(starts(small, "2026-01-01", "2027-01-01")) == 365


@pytest.mark.shared_data
def test_holidays_of_25_countries_are_those_of_the_list(small: Clinic) -> None:
    file = shared("calendar", "holidays_25_countries_2024_2028.json")
    wanted = json.loads(file.read_text(encoding="utf-8"))
    assert len(wanted) == 25
    for country, days in wanted.items():
        found = small("holidays", "list", country, "--year", "2026")["holidays"]
        assert {one["date"] for one in found} == {day for day in days if day[:4] == "2026"}, country


def test_times_of_blocks_are_as_before_in_a_batch(small: Clinic) -> None:
    lines = [
        {
            "command": "time-off add",
            "doctor": 1,
            "from": "2025-11-02T09:00",
            "to": "2025-11-02T10:00",
        },
        {"command": "hours", "doctor": 1, "hours": "9-11", "on": ["2025-11-02"], "preview": True},
        {"command": "time-off remove", "time_off": 1},
    ]
    answers = small.batch(*lines)
    assert [answer["ok"] for answer in answers] == [True] * 3
    assert counted(answers[1]) == (0, 6, 0)
    assert len(small("blocks", *ORIGIN_DAY)["blocks"]) == 8


def test_why_tells_every_reason_and_the_nearest_time(small: Clinic) -> None:
    book(small)
    found = small("why", "--doctor", "Dr Lee", "--start", "2025-11-02T11:00")
    assert (found["offered"], [one["code"] for one in found["reasons"]]) == (False, ["block_taken"])
    assert found["reasons"][0]["nearest"]["start"] == "2025-11-02T12:00:00-05:00"
    told = small.run("why", "--doctor", "Dr Lee", "--start", "2025-11-02T18:00").out
    assert "works 09:00 to 17:00 on Sun 2 Nov 2025" in told
    assert small("why", "--doctor", "1", "--start", "2025-11-02T12:00")["offered"]


def test_there_is_nothing_to_lay_on_right_after_the_hours_were_set(small: Clinic) -> None:
    assert small("extend") == {"weeks": 0, "blocks_added": 0}
    assert "18 months ahead" in small.run("extend").out


def test_a_type_is_changed_for_visits_to_come(small: Clinic) -> None:
    small("type", "add", "Check-up", "--minutes", "30", "--after", "10")
    kind = small("type", "set", "Check-up", "--minutes", "45", "--before", "5")["type"]
    told = {"minutes": 45, "buffer_before": 5, "buffer_after": 10, "grid_minutes": None}
    assert kind.items() >= told.items()
    small("purpose", "add", "urgent")
    small("room", "add", "Room 1")
    small("type", "set", "Check-up", "--grid", "20", "--no-gaps", "--for", "urgent")
    small("type", "set", "Check-up", "--doctors", "Dr Lee", "--rooms", "Room 1")
    heads, row = small.run("type", "list").out.splitlines()
    assert "Minutes  Before  After  Every  No gaps" in heads
    for told_there in ("45       5     10     20  yes", "urgent", "Dr Lee", "Room 1"):
        assert told_there in row
    assert small.refused("type", "set", "Nothing", "--minutes", "45") == ["unknown_type"]


def test_hours_are_kept_for_a_purpose(small: Clinic) -> None:
    urgent = small("purpose", "add", "urgent", "--release", "4")["purpose"]
    assert (urgent["release_hours"], urgent["bookable"]) == (4, True)
    small("purpose", "add", "lunch", "--unbookable")
    kind = small("type", "add", "Emergency", "--minutes", "30", "--for", "urgent")["type"]
    assert kind["purposes"] == ["urgent"]
    day = ("--from", "2099-11-02", "--until", "2099-11-02", "--block", "60")
    text = "Mon 9-12; Mon 12-13 for lunch; Mon 10-11 for urgent"
    small("hours", "Dr Lee", text, "--from", "2099-11-02", "--until", "2099-11-02", "--block", "60")
    asked = ("--doctor", "Dr Lee", "--from", day[1], "--to", "2099-11-03")
    found = small("blocks", *asked)["blocks"]
    assert [(one["purpose"], one["reserved_until"], one["bookable"]) for one in found] == [
        (None, None, True),
        ("urgent", "2099-11-02T06:00:00-05:00", True),
        (None, None, True),
        ("lunch", None, False),
    ]
    assert "free for urgent until Mon 2 Nov 2099, 06:00" in small.run("blocks", *asked).out
    wish = ("book", "--doctor", "Dr Lee", "--start", "2099-11-02T10:00", "--patient", "Ann Smith")
    refused = small.run("--json", *wish)
    assert (refused.code, refused.reasons) == (1, ["block_reserved"])
    assert "--even-if-reserved" in small.run(*wish).err
    number = small(*wish, "--even-if-reserved")["appointment"]["id"]
    small("cancel", number, "--reason", "mistake")
    again = small(*wish, "--type", "Emergency")["appointment"]
    refused = small.run("--json", "move", again["id"], "--start", "2099-11-02T12:00")
    assert refused.reasons == ["never_booked"]
    assert small("type", "set", "Emergency", "--for", "none")["type"]["purposes"] == []
    changed = small("purpose", "set", "urgent", "--release", "never")["purpose"]
    assert changed["release_hours"] is None
    listed = small.run("purpose", "list").out
    assert "lunch" in listed
    assert "never let go" in listed
    assert small("hours", "Dr Lee", "9-10; 9-10 for urgent", "--on", "2099-11-03")["days"]
    assert small("verify")["ok"]


def test_a_visit_is_booked_over_another_by_right_alone(small: Clinic) -> None:
    small("patient", "add", "Bob Stone")
    wish = ("book", "--doctor", "Dr Lee", "--start", "2025-11-02T11:00")
    small(*wish, "--patient", "Ann Smith")
    over = (*wish, "--patient", "Bob Stone", "--overbook", "--reason", "Acute pain")
    small("user", "allow", "chief", "overbook")
    refused = small.run("--json", *over)
    assert (refused.code, refused.reasons) == (1, ["not_allowed"])
    assert "Who may: chief." in refused.document["error"]["message"]
    assert "--overbook" not in small.run(*wish, "--patient", "Bob Stone").err
    small("user", "allow", refused.document["error"]["facts"]["actor"], "overbook")
    told = small.run(*wish, "--patient", "Bob Stone").err
    assert "To book over it, add --overbook --reason TEXT." in told
    small("parked", "add", "--patient", "Bob Stone", "--minutes", "30")
    drop = ("parked", "drop", "1", "--doctor", "Dr Lee", "--start", "2025-11-02T11:00")
    assert small.refused(*drop) == ["block_taken"]
    assert "--overbook" not in small.run(*drop).err
    assert small.run("--json", *over[:-2]).reasons == ["reason_needed"]
    visit = small(*over)["appointment"]
    assert (visit["overbooked"], len(visit["block_ids"])) == ("Acute pain", 1)
    listed = small.run("agenda", "--from", "2025-11-02", "--to", "2025-11-03").out
    assert "booked, over others: Acute pain" in listed
    again = (*over, "--id", visit["id"])
    assert "over others (Acute pain)" in small.run(*again).out
    moved = small("move", visit["id"], "--start", "2025-11-02T13:00")["appointment"]
    assert moved["overbooked"] is None
    small("undo")
    small("undo")
    assert small("verify")["ok"]


def test_a_preview_says_which_weeks_an_alternating_part_means(small: Clinic) -> None:
    words = ("hours", "Dr Lee", "Mon 9-12; Wed 14-20 every 2 weeks", "--from", "2100-01-04")
    told = small(*words, "--preview")["weeks"]
    next_ = ["2100-01-06", "2100-01-20", "2100-02-03"]
    assert told == [{"hours": "Wed 14-20 every 2 weeks", "this_week": False, "next": next_}]
    out = small.run(*words, "--preview").out
    assert "Wed 14-20 every 2 weeks: this week: no; next: Wed 2100-01-06, Wed 2100-01-20" in out
    assert "weeks" not in small("hours", "Dr Lee", "Mon 9-12", "--preview")


@pytest.mark.parametrize(
    ("named", "as_well"),
    [
        ("USA", ("US",)), ("usa", ("US",)), ("GBR", ("GB",)), ("Great Britain", ("GB",)),
        ("UK", ("GB",)), ("uk", ("GB",)),
        ("Holland", ("NL",)), ("South Korea", ("KR",)), ("Czechia", ("CZ",)),
        ("England", ("GB", "--region", "ENG")), ("scotland", ("GB", "--region", "sct")),
        ("Bayern", ("DE", "--region", "BY")), ("Thüringen", ("DE", "--region", "thuringen")),
    ],
)  # fmt: skip
def test_a_country_is_called_as_people_call_it_and_a_region_may_stand_alone(
    small: Clinic, named: str, as_well: tuple[str, ...]
) -> None:
    year = ("--year", "2026")
    found = small("holidays", "list", named, *year)
    assert found["holidays"]
    assert found == small("holidays", "list", *as_well, *year)


def test_a_country_that_is_not_known_is_told_with_the_one_that_is_meant(small: Clinic) -> None:
    year = ("--year", "2026")
    for named, meant in (
        ("Germny", "Germany (DE)"), ("Englnd", "ENG of United Kingdom (GB)"), ("Atlantis", ""),
        ("Swizerland", "(CH)"), ("La Paz", "L of Bolivia (BO) or PA of El Salvador (SV)"),
    ):  # fmt: skip
        told = small.run("holidays", "list", named, *year)
        assert (told.code, f"“{named}” are not known." in told.err) == (1, True)
        assert meant in told.err
        assert ("Did you mean" in told.err) is bool(meant)


@pytest.mark.parametrize("named", ["de", "Germany", "Deutschland", "allemagne"])
def test_a_country_is_named_by_its_letters_or_by_its_name(small: Clinic, named: str) -> None:
    found = small("holidays", "list", named, "--year", "2026")["holidays"]
    assert {"date": "2026-10-03", "name": "German Unity Day"} in found


def test_holidays_of_here_are_those_of_the_clinics_zone(small: Clinic) -> None:
    here = small("holidays", "list", "here", "--year", "2026")
    assert here == small("holidays", "list", "US", "--year", "2026")
    assert small.refused("holidays", "list", "Atlantis", "--year", "2026") == ["unknown_country"]


def _again(clinic: Clinic, lines: list[str]) -> None:
    """Type lines as they stand."""
    for line in lines:
        program, *words = shlex.split(line)
        assert program == "clinic"
        clinic(*words)


def test_hours_are_shown_as_the_lines_that_set_them_again(clinic: Clinic) -> None:
    clinic("purpose", "add", "urgent")
    clinic("site", "add", "North $5")
    clinic("hours", "Dr Lee", "none", "--from", "2025-11-02")
    week = "Mon-Fri 9-12; Wed 14-20 every 2 weeks; Mon 9-10 for urgent"
    clinic("hours", "Dr Lee", week, "--from", "2026-01-05", "--block", "30", "--grid", "60")
    north = ("Sat 9-12", "--from", "2026-01-05", "--until", "2026-06-30", "--site", "North $5")
    clinic("hours", "Dr Lee", *north, "--seats", "3")
    # What is left of the alternating weeks begins in one that is not theirs.
    clinic("hours", "Dr Lee", "Mon 8-9", "--from", "2026-01-05", "--until", "2026-01-11")
    for own, *days in (
        ("9-11; 10-11 for urgent", "2026-02-03", "2026-02-05"),
        ("none", "2026-02-04"),
    ):
        clinic("hours", "Dr Lee", own, *(word for day in days for word in ("--on", day)))
    clinic("hours", "Dr Lee", "8-9", "--on", "2026-02-07", "--site", "North $5", "--block", "20")
    asked = ("hours", "Dr Lee", "--from", "2026-01-12")
    told = clinic(*asked)
    main = clinic("site", "list")["sites"][0]["name"]
    weekly = "Mon-Fri 9-12; Mon 9-10 for urgent; Wed 14-20 every 2 weeks from week 2"
    assert [line.removeprefix('clinic hours "Dr Lee" ') for line in told["lines"]] == [
        "\"Sat 9-12\" --from 2026-01-05 --until 2026-06-30 --block 15 --seats 3 --site 'North $5'",
        f'"{weekly}" --from 2026-01-12 --block 30 --grid 60 --site "{main}"',
        f'"9-11; 10-11 for urgent" --on 2026-02-03 --on 2026-02-05 --block 30 --site "{main}"',
        '"none" --on 2026-02-04',
        "\"8-9\" --on 2026-02-07 --block 20 --site 'North $5'",
    ]
    assert clinic.run(*asked).out.splitlines() == told["lines"]
    assert [one["site"] for one in told["hours"]] == ["North $5", main]
    assert [one["on"] for one in told["days"]] == [
        "2026-02-03", "2026-02-04", "2026-02-05", "2026-02-07",
    ]  # fmt: skip
    only = clinic(*asked, "--until", "2026-02-03", "--site", main)["lines"]
    assert [line.count(" --on ") for line in only] == [0, 1]
    laid = starts(clinic, "2026-01-12", "2026-03-01")
    assert laid
    clinic("hours", "Dr Lee", "none", "--from", "2026-01-12")
    clinic("hours", "Dr Lee", "none", *north[1:])
    for day in ("2026-02-03", "2026-02-04", "2026-02-05", "2026-02-07"):
        clinic("hours", "Dr Lee", "usual", "--on", day)
    assert starts(clinic, "2026-01-12", "2026-03-01") == []
    _again(clinic, told["lines"])
    assert starts(clinic, "2026-01-12", "2026-03-01") == laid
    assert clinic(*asked)["lines"] == told["lines"]


def test_a_date_that_has_hours_at_one_site_is_shown_with_the_other_one_closed(
    clinic: Clinic,
) -> None:
    """Whoever types the lines again gets no weekly hours of the other site on that date."""
    clinic("site", "add", "North")
    main = clinic("site", "list")["sites"][0]["name"]
    clinic("hours", "Dr Lee", "Mon-Fri 9-17", "--from", "2026-01-05", "--site", main)
    clinic("hours", "Dr Lee", "Fri 18-19", "--from", "2026-01-05", "--site", "North")
    for text, day, site in (
        ("none", "2026-02-03", main), ("10-12", "2026-02-03", "North"),
        ("9-10", "2026-02-04", main), ("none", "2026-02-04", "North"),
        ("none", "2026-02-06", "North"), ("none", "2026-02-05", main),
    ):  # fmt: skip
        clinic("hours", "Dr Lee", text, "--on", day, "--site", site)
    laid = starts(clinic, "2026-01-12", "2026-03-01")
    asked = ("hours", "Dr Lee", "--from", "2026-01-12")
    lines = clinic(*asked)["lines"]
    assert [line.removeprefix('clinic hours "Dr Lee" ') for line in lines[2:]] == [
        '"10-12" --on 2026-02-03 --block 15 --site "North"',
        f'"none" --on 2026-02-03 --site "{main}"',
        f'"9-10" --on 2026-02-04 --block 15 --site "{main}"',
        '"none" --on 2026-02-05',
        f'"9-17" --on 2026-02-06 --block 15 --site "{main}"',
        '"none" --on 2026-02-06 --site "North"',
    ]
    only = clinic(*asked, "--site", "North")["lines"]
    assert [line.partition("--on ")[2][:10] for line in only] == [
        "", "2026-02-03", "2026-02-05", "2026-02-06",
    ]  # fmt: skip
    for order in (lines, [*lines[:2], *reversed(lines[2:])]):
        for site in (main, "North"):
            clinic("hours", "Dr Lee", "none", "--from", "2026-01-12", "--site", site)
        for number in range(3, 7):
            clinic("hours", "Dr Lee", "usual", "--on", f"2026-02-0{number}")
        assert starts(clinic, "2026-01-12", "2026-03-01") == []
        _again(clinic, order)
        assert starts(clinic, "2026-01-12", "2026-03-01") == laid


def test_without_hours_nothing_is_set(small: Clinic) -> None:
    small("doctor", "add", "Dr New")
    assert small("hours", "Dr New")["lines"] == []
    assert small.run("hours", "Dr New", *DAY).out == "Dr New has no hours from Sun 2 Nov 2025 on.\n"
    answered = small.run("hours", "Dr New", "--on", "2025-11-02", "--preview", "--block", "30")
    assert answered.code == 2
    assert "HOURS is missing: --block, --on and --preview are for hours" in answered.err
    assert small.refused("hours", "Dr Who") == ["unknown_doctor"]
    assert small.batch({"command": "hours", "doctor": "Dr New"})[0]["days"] == []


def test_hours_of_a_week_have_weekdays_and_times_alone_are_for_those_with_hours(
    clinic: Clinic,
) -> None:
    clinic("hours", "Dr Lee", "Mon-Fri 8-10", "--from", "2025-11-03", "--block", "60")
    week = ("--on", "2025-W46")

    def worked() -> list[str]:
        return [one[8:13] for one in starts(clinic, "2025-11-10", "2025-11-17")]

    seen = clinic("hours", "Dr Lee", "Mon-Thu 9-10; Sat 11-12", *week, "--preview")
    answer = clinic("hours", "Dr Lee", "Mon-Thu 9-10; Sat 11-12", *week)
    assert counted(seen) == counted(answer) == (1, 6, 0)
    assert len(answer["days"]) == 7
    assert worked() == ["10T09", "11T09", "12T09", "13T09", "15T11"]
    clinic("undo")
    answer = clinic("hours", "Dr Lee", "11-12", *week)
    assert [day[8:] for day in answer["days"]] == ["10", "11", "12", "13", "14"]
    assert worked() == ["10T11", "11T11", "12T11", "13T11", "14T11"]
    # A date that is named by itself is meant, whichever it is.
    clinic("hours", "Dr Lee", "9-10", *week, "--on", "2025-11-16")
    assert worked()[-1] == "16T09"
    clinic("hours", "Dr Lee", "none", *week)
    assert worked() == []
    clinic("doctor", "add", "Dr New")
    answered = clinic.run("--json", "hours", "Dr New", "9-12", *week)
    assert (answered.code, answered.reasons) == (2, ["which_days"])
    assert "Mon-Fri 9-12" in answered.document["error"]["message"]
    for text in ("Mon 9-12 every 2 weeks", "Mon 9", "9-12; Mon 9-12"):
        assert clinic.refused("hours", "Dr Lee", text, *week, code=2) == ["bad_hours"], text
    told = clinic.run("hours", "Dr Lee", "Mon-Fri 9-12", *week, "--on", "2025-11-22").err
    assert "Sat 22 Nov 2025 is a Sat" in told
    assert clinic("verify")["ok"]
