"""``site``, and ``--site``: where doctors, rooms and closed days are."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from tests.cli.conftest import Clinic

DAY = ("--from", "2025-11-02", "--until", "2025-11-02")


def test_a_second_site_and_the_way_there(small: Clinic) -> None:
    main = small("site", "list")["sites"][0]
    north = small("site", "add", "North")["site"]
    hours = ("hours", "Dr Lee", "Sun 17-20", "--block", "60", *DAY, "--site", "North")
    assert small(*hours)["blocks_added"] == 3
    way = ("site", "travel", main["name"], "North", "--minutes", "30")
    assert small(*way, "--preview")["blocks_removed"] == 1
    answer = small(*way)
    assert answer["travel"] == {"first": main, "second": north, "minutes": 30}
    assert small("site", "list")["travel"] == [answer["travel"]]
    assert f"{main['name']} to North: 30 minutes" in small.run("site", "list").out
    words = ("why", "--doctor", "Dr Lee", "--start", "2025-11-02T17:00")
    assert [one["code"] for one in small(*words)["reasons"]] == ["travel"]
    room = small("room", "add", "Room 7", "--site", "North")["room"]["id"]
    book = ("book", "--doctor", "Dr Lee", "--start", "2025-11-02T11:00", "--patient", "Ann Smith")
    assert small.run("--json", *book, "--with", room).reasons == ["other_site"]
    assert small("closed", "add", *DAY, "--site", "North")["blocks_removed"] == 2
    assert small.refused("site", "add", "East", "--zone", "Asia/Tokyo") == ["other_zone"]
    assert small.run("--json", *hours[:-1], "East").reasons == ["unknown_site"]
    assert small("verify")["ok"]


def test_a_way_that_leaves_somebody_outside_names_them_also_once_it_is_saved(
    clinic: Clinic,
) -> None:
    main = clinic("site", "list")["sites"][0]["name"]
    clinic("site", "add", "North")
    clinic("hours", "Dr Lee", "Sun 16-19", "--block", "60", "--site", "North", *DAY)
    clinic("patient", "change", "1", "--phone", "212 555 0101")
    start = ("--doctor", "Dr Lee", "--start", "2025-11-02T17:00")
    number = clinic("book", *start, "--patient", "Ann Smith")["appointment"]["id"]
    way = ("site", "travel", main, "North", "--minutes", "30")
    told = clinic.run(*way)
    assert told.code == 1
    assert number in told.err
    told = clinic.run(*way, "--accept", "1")
    [row] = [line for line in told.out.splitlines() if number in line]
    assert "Ann Smith" in row
    assert "212 555 0101" in row


def test_where_blocks_and_hours_are_is_told_and_what_is_not_offered_there(clinic: Clinic) -> None:
    window = ("--from", "2025-11-02T09:00", "--to", "2025-11-02T19:00")
    [one] = {block["site"] for block in clinic("blocks", *window)["blocks"]}
    assert one is None
    assert "Site" not in clinic.run("blocks", *window).out
    main = clinic("site", "list")["sites"][0]["name"]
    clinic("site", "add", "North")
    clinic("site", "travel", main, "North", "--minutes", "30")
    hours = ("hours", "Dr Lee", "Sun 16-19", "--block", "60", "--site", "North")
    both = (*hours, "--from", "2025-11-02", "--until", "2025-11-09")
    left_out = {
        "doctor": "Dr Lee", "site": "North", "start": "16:00", "end": "17:30",
        "first": "2025-11-02", "last": "2025-11-02", "days": 1,
    }  # fmt: skip
    assert clinic(*both, "--preview")["left_out"] == [left_out]
    told = "  Dr Lee at North, 16:00\u201317:30: Sun 2 Nov 2025"
    assert told in clinic.run(*both, "--preview").out.splitlines()
    answered = clinic.run(*both)
    assert answered.out.startswith("Dr Lee works Sun 16-19 at North from Sun 2 Nov 2025")
    assert told in answered.out.splitlines()
    seen = [(one["start"][11:13], one["site"]) for one in clinic("blocks", *window)["blocks"]]
    assert seen == [(f"{hour:02}", main) for hour in range(9, 17)] + [("18", "North")]
    rows = clinic.run("blocks", *window).out.splitlines()
    assert rows[0].split() == ["Block", "Doctor", "Time", "Site", "State"]
    assert (rows[1].split()[-2], rows[-1].split()[-2]) == (main.split()[-1], "North")
    day = clinic("hours", "Dr Lee", "18-20", "--on", "2025-11-09", "--site", "North")
    assert (day["sites"], day["left_out"]) == (["North"], [])
    # A way that takes all of them.
    way = clinic("site", "travel", main, "North", "--minutes", "120")
    assert [(one["start"], one["end"]) for one in way["left_out"]] == [("16:00", "19:00")]
    assert clinic("undo")["undone"]["command"] == "SetTravel"


def test_rooms_devices_and_sites_are_called_otherwise_and_called_back(clinic: Clinic) -> None:
    clinic("room", "add", "Room 1")
    clinic("room", "add", "Room 2")
    clinic("equipment", "add", "Laser")
    main = clinic("site", "list")["sites"][0]["name"]

    def names() -> list[str]:
        kinds = ("room", "rooms"), ("equipment", "equipment"), ("site", "sites")
        return [one["name"] for what, several in kinds for one in clinic(what, "list")[several]]

    assert names() == ["Room 1", "Room 2", "Laser", main]
    assert clinic("room", "set", "Room 1", "--name", "Blue")["room"]["name"] == "Blue"
    assert clinic("equipment", "set", "Laser", "--name", "Beam")["equipment"]["count"] == 1
    assert clinic("site", "set", main, "--name", "Harbour")["site"]["name"] == "Harbour"
    assert names() == ["Blue", "Room 2", "Beam", "Harbour"]
    assert clinic.refused("room", "set", "Blue", "--name", "room 2") == ["room_known"]
    assert clinic.refused("room", "set", "Green", "--name", "Red") == ["unknown_room"]
    assert clinic.refused("equipment", "set", "Beam", code=2) == ["usage"]
    told = clinic.run("undo").out
    assert told == f"Took back “change site”: Harbour, which is {main} again.\n"
    clinic("undo")
    clinic("undo")
    assert names() == ["Room 1", "Room 2", "Laser", main]
    assert clinic("equipment", "set", "Laser", "--count", "3")["equipment"]["count"] == 3
    # What may be held of the third has no other place: so says the database, and so does undo.
    assert clinic.refused("equipment", "set", "Laser", "--count", "2") == ["units_kept"]
    assert clinic.refused("undo") == ["units_kept"]
    # A site that was taken back is there again when that is taken back in turn.
    clinic("site", "add", "North")
    clinic("undo")
    clinic("redo")
    assert names()[-1] == "North"
    assert clinic("verify")["ok"]


def test_a_way_is_taken_back_and_a_garbled_zone_is_told_by_verify(small: Clinic) -> None:
    north = small("site", "add", "North")["site"]["name"]
    small("hours", "Dr Lee", "Sun 17-20", "--block", "60", *DAY, "--site", north)
    before = small.free()
    way = ("site", "travel", "1", north, "--minutes", "30")
    assert small(*way)["blocks_removed"] == 1
    assert small.run("undo").out.startswith("Took back “set travel”")
    assert small.free() == before
    with closing(sqlite3.connect(small.database)) as file, file:
        file.execute("PRAGMA foreign_keys = ON")
        file.execute("UPDATE site SET zone = 'Elm/Street' WHERE id = 1")
    told = [one["code"] for one in small("verify", code=1)["problems"]]
    assert told == ["unknown_zone", "other_zone"]
    assert "“Elm/Street”" in small.run("verify").out


def test_hours_of_a_date_at_a_site(small: Clinic) -> None:
    north = small("site", "add", "North")["site"]["id"]
    small("hours", "Dr Lee", "Sun 18-20", "--block", "60", *DAY, "--site", "North")
    on = ("--on", "2025-11-02")
    answered = small.run("--json", "hours", "Dr Lee", "9-10", *on)
    assert (answered.code, answered.reasons) == (2, ["which_site"])
    assert small("hours", "Dr Lee", "18-19", *on, "--site", north)["blocks_removed"] == 1
    assert len(small.free()) == 8 + 1
    assert small("hours", "Dr Lee", "like 2025-11-02", "--on", "2025-11-09")["blocks_added"] == 9
    for words in ("usual", "like 2025-11-09"):
        answered = small.run("--json", "hours", "Dr Lee", words, *on, "--site", "North")
        assert answered.code == 2
    assert small("hours", "Dr Lee", "usual", *on)["blocks_added"] == 1
    assert small("verify")["ok"]


def test_a_visit_that_stays_booked_where_hours_end_is_told_where_it_is(clinic: Clinic) -> None:
    day = ("--from", "2025-11-02", "--to", "2025-11-03")
    main = clinic("site", "list")["sites"][0]
    start = ("--doctor", "Dr Lee", "--start", "2025-11-02T11:00")
    booked = clinic("book", *start, "--patient", "Ann Smith")["appointment"]
    assert booked["site_id"] == main["id"]
    # Of the only site nobody speaks.
    assert "Site" not in clinic.run("agenda", *day).out
    clinic("site", "add", "North")
    clinic("site", "travel", main["name"], "North", "--minutes", "60")
    gone = ("hours", "Dr Lee", "none", *DAY, "--site", main["name"])
    assert clinic.run("--json", *gone).reasons == ["appointments_affected"]
    clinic(*gone, "--accept", "1")
    clinic("hours", "Dr Lee", "Sun 9-17", "--block", "60", *DAY, "--site", "North")
    [seen] = clinic("agenda", *day)["appointments"]
    assert (seen["id"], seen["site_id"]) == (booked["id"], main["id"])
    for words in (("agenda", *day), ("patient", "show", "Ann Smith")):
        told = clinic.run(*words).out.splitlines()
        [heads] = [row for row in told if "Site" in row]
        [row] = [row for row in told if booked["id"] in row]
        assert row[heads.index("Site") :].startswith(main["name"])
    blocks = clinic("blocks", *day, "--state", "all")["blocks"]
    where = {one["start"][11:13]: one["site"] for one in blocks}
    assert where == dict.fromkeys(("09", "13", "14", "15", "16"), "North") | {"11": main["name"]}
    [why] = clinic("why", *start[:3], "2025-11-02T10:00")["reasons"]
    assert (why["code"], why["nearest"]["start"][11:16]) == ("travel", "13:00")
    assert clinic.refused("book", *start[:3], "2025-11-02T12:00", "--patient", "1") == ["travel"]
    assert clinic("verify")["ok"]


def test_where_a_visit_goes_is_told_wherever_a_time_is_offered_or_taken(clinic: Clinic) -> None:
    start = ("--start", "2025-11-02T11:00")
    ann = ("--patient", "Ann Smith")
    assert " at " not in clinic.run("book", "--doctor", "Dr Lee", *start, *ann).out
    clinic("undo")
    main = clinic("site", "list")["sites"][0]["name"]
    clinic("site", "add", "North")
    clinic("doctor", "add", "Dr Kay")
    hours = ("hours", "Dr Kay", "Mon-Sun 9-12", "--block", "60", "--site", "North")
    clinic(*hours, "--from", "2025-11-02")
    day = ", Sun 2 Nov 2025, "
    here, there = f"with Dr Lee at {main}{day}", f"with Dr Kay at North{day}"
    first = clinic.run("book", "--doctor", "Dr Lee", *start, *ann).out
    assert f"Booked Ann Smith {here}11:00" in first
    number = first.split()[-1]
    ten = ("--doctor", "Dr Kay", "--start", "2025-11-02T10:00")
    clinic("patient", "add", "Ben Stone")
    assert f"Moved Ann Smith {there}10:00" in clinic.run("move", number, *ten).out
    assert f"Ann Smith {here}11:00" in clinic.run("undo").out
    other = clinic.run("book", *ten, "--patient", "Ben Stone").out.split()[-1]
    told = clinic.run("swap", number, other, "--preview").out
    assert f"- Ben Stone {there}10:00" in told
    assert f"11:00\N{EN DASH}12:00, Dr Lee at {main}" in told
    # What is offered: why a time is not, and what its refusal names.
    refused = clinic.run("book", *ten, *ann).err
    assert "11:00\N{EN DASH}12:00, Dr Kay at North" in refused
    [reason] = clinic("why", *ten)["reasons"]
    assert reason["nearest"]["site"] == "North"
    assert "12:00 at North" in clinic.run("why", *ten).out
    # And from today on.
    found = clinic("next", "--doctor", "Dr Kay")["offers"]
    assert {one["site"] for one in found} == {"North"}
    assert "North" in clinic.run("next", "--doctor", "Dr Kay").out
    said = clinic.run("say", "ann smith 60m kay next", "--book").out
    assert "Booked Ann Smith with Dr Kay at North, " in said


def test_a_refused_swap_speaks_of_no_site(clinic: Clinic) -> None:
    clinic("site", "add", "North")
    book = ("book", "--doctor", "Dr Lee", "--patient", "Ann Smith", "--start", "2025-11-02T11:00")
    number = clinic(*book)["appointment"]["id"]
    refused = clinic.run("swap", number, "00000000-0000-4000-8000-000000000000")
    assert refused.code == 1
    assert "There is no appointment" in refused.err
    assert "site" not in refused.err


def test_who_is_not_here_any_more_is_named(clinic: Clinic) -> None:
    book = ("book", "--doctor", "Dr Lee", "--patient", "Ann Smith", "--start", "2025-11-02T11:00")
    number = clinic(*book)["appointment"]["id"]
    clinic("cancel", number, "--reason", "patient_request")
    clinic("doctor", "remove", "Dr Lee")
    refused = clinic.run(
        "undo", "--sequence", str(clinic("history", number)["changes"][-1]["sequence"])
    )
    assert "Dr Lee is not here any more" in refused.err


def test_why_speaks_of_the_site_and_of_the_way_to_it(clinic: Clinic) -> None:
    main = clinic("site", "list")["sites"][0]["name"]
    clinic("site", "add", "North")
    clinic("site", "add", "East")
    clinic("site", "travel", main, "North", "--minutes", "90")
    clinic("doctor", "add", "Dr Kay")
    clinic("hours", "Dr Kay", "Sun 9-17", "--block", "60", "--site", "North", *DAY)

    def why(doctor: str, hour: int, *more: str) -> list[str]:
        start = f"2025-11-02T{hour:02}:00"
        answer = clinic("why", "--doctor", doctor, "--start", start, *more)
        assert answer["offered"] is not bool(answer["reasons"])
        return [one["message"] for one in answer["reasons"]]

    assert why("Dr Lee", 11) == why("Dr Lee", 11, "--site", main) == []
    assert why("Dr Lee", 11, "--site", "North") == [f"Dr Lee is at {main} then, not at North."]
    assert why("Dr Lee", 8, "--site", "East")[-1] == (
        "Dr Lee has no hours at East on Sun 2 Nov 2025."
    )
    ann = ("--patient", "Ann Smith")
    clinic("book", "--doctor", "Dr Lee", "--start", "2025-11-02T11:00", *ann)
    [told] = why("Dr Kay", 13, *ann)
    assert "the way from there to North takes 90 minutes" in told
    assert clinic.refused("book", "--doctor", "Dr Kay", "--start", "2025-11-02T13:00", *ann) == [
        "patient_busy"
    ]
    assert why("Dr Kay", 14, *ann) == why("Dr Kay", 13) == []
