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
