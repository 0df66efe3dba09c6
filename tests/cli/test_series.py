"""``series``: proposed, refused or booked as a whole, listed, moved, cancelled and taken back."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from clinic_desktop import compose
from tests.cli.conftest import Clinic

ID = "6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11"
SIX = ("--doctor", "Dr Lee", "--start", "2025-11-03T09:00", "--times", "6")
ANN = ("--patient", "Ann Smith")


@pytest.fixture(autouse=True)
def before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the day before."""
    now = dt.datetime(2025, 11, 1, 12, tzinfo=dt.UTC)
    monkeypatch.setattr(
        compose, "open_office", functools.partial(compose.open_office, clock=lambda: now)
    )


@pytest.fixture
def weekly(clinic: Clinic) -> Clinic:
    """Dr Lee works on Mondays and Saturdays until Christmas; the second Monday is taken."""
    clinic("hours", "Dr Lee", "Mon,Sat 9-12", "--from", "2025-11-03", "--until", "2025-12-24")
    clinic("patient", "add", "Ben Other")
    when = ("--doctor", "Dr Lee", "--start", "2025-11-10T09:00")
    clinic("book", *when, "--patient", "Ben Other")
    return clinic


def times(visits: list[dict[str, str]]) -> list[str]:
    return [one["start"][5:16] for one in visits]


def test_a_series_from_the_proposal_to_its_undo(weekly: Clinic) -> None:
    told = weekly("series", "preview", *SIX, *ANN)
    assert (told["words"], told["clashes"], len(told["visits"])) == ("6 times, every week", 1, 6)
    clash = told["visits"][1]
    assert [one["code"] for one in clash["obstacles"]] == ["block_taken"]
    assert (clash["free"], clash["nearest"]["start"][5:16]) == (False, "11-10T09:15")
    shown = weekly.run("series", "preview", *SIX).out
    assert "6 times, every week. Nothing is booked yet." in shown
    assert "add --nearest" in shown
    answered = weekly.run("--json", "series", "book", *SIX, *ANN)
    assert answered.code == 1
    assert answered.reasons == ["block_taken"]
    facts = answered.document["error"]["facts"]
    assert (facts["visit"], facts["of"]) == (2, 6)
    assert facts["nearest_of_visit"][0]["start"] == clash["nearest"]["start"]
    assert weekly("patient", "show", "Ann Smith")["appointments"] == []
    words = ("series", "book", *SIX, *ANN, "--nearest", "--id", ID)
    booked = weekly(*words)
    series = booked["series"]
    assert (booked["repeated"], series["id"]) == (False, ID)
    assert times(series["appointments"])[:3] == ["11-03T09:00", "11-10T09:15", "11-17T09:00"]
    assert {one["series_id"] for one in series["appointments"]} == {ID}
    again = weekly(*words)
    assert (again["repeated"], again["series"]) == (True, series)
    third = series["appointments"][2]["id"]
    assert weekly("series", "show", third)["series"] == series
    assert weekly("series", "list", *ANN)["series"] == [series]
    moved = weekly("series", "move", third, "--start", "2025-11-17T10:00", "--scope", "following")[
        "appointments"
    ]
    assert times(moved) == ["11-17T10:00", "11-24T10:00", "12-01T10:00", "12-08T10:00"]
    gone = weekly("series", "cancel", third, "--scope", "all", "--reason", "patient_request")
    assert len(gone["appointments"]) == 6
    assert {one["status"] for one in gone["appointments"]} == {"cancelled"}
    for _ in range(2):
        weekly("undo")
    left = weekly("series", "show", ID)["series"]["appointments"]
    assert times(left) == times(series["appointments"])
    assert {one["status"] for one in left} == {"booked"}
    assert "Took back “book series”" in weekly.run("undo").out
    assert weekly("series", "list", *ANN)["series"] == []
    assert weekly("verify")["ok"]


def test_every_two_weeks_says_from_when_weeks_are_counted(weekly: Clinic) -> None:
    words = ("--start", "2025-11-07T09:00", "--times", "4", "--every", "2", "--days", "Mon,Sat")
    told = weekly("series", "preview", "--doctor", "Dr Lee", *words)
    assert times(told["visits"]) == ["11-08T09:00", "11-10T09:00", "11-22T09:00", "11-24T09:00"]
    assert told["words"] == (
        "4 times, every 2 weeks on Mon and Sat, weeks counted from Fri 7 Nov 2025"
    )
    assert told["rule"] == "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SA;COUNT=4;WKST=FR"


def test_what_is_no_series_is_refused(weekly: Clinic) -> None:
    assert weekly.refused("series", "show", ID) == ["unknown_series"]
    base = ("series", "book", "--doctor", "Dr Lee", "--start", "2025-11-03T09:00", *ANN)
    assert weekly.refused(*base, code=2) == ["bad_repeat"]
    assert weekly.refused(*base, "--times", "500", code=2) == ["bad_repeat"]
    visit = weekly("book", "--doctor", "Dr Lee", "--start", "2025-11-03T10:00", *ANN)
    number = visit["appointment"]["id"]
    assert weekly.refused("series", "show", number) == ["no_series"]
    reason = ("--scope", "all", "--reason", "clinic")
    assert weekly.refused("series", "cancel", number, *reason) == ["no_series"]


def test_the_same_words_under_the_same_id_book_once_whatever_became_of_it(weekly: Clinic) -> None:
    words = ("series", "book", *SIX, *ANN, "--nearest", "--id", ID)
    first = weekly(*words)["series"]["appointments"][0]
    weekly("move", first["id"], "--start", "2025-11-03T10:00")
    again = weekly(*words)
    assert again["repeated"]
    assert times(again["series"]["appointments"])[0] == "11-03T10:00"
    assert weekly.refused(*words, "--note", "another") == ["id_conflict"]
    weekly("undo")
    weekly("undo")
    assert weekly.refused(*words) == ["series_undone"]
    assert weekly("series", "list", *ANN)["series"] == []
    weekly("redo")
    assert weekly(*words)["repeated"]


def test_months_without_such_a_day_are_left_out_in_words(weekly: Clinic) -> None:
    start = ("--doctor", "Dr Lee", "--start", "2025-12-31T09:00", "--unit", "months")
    told = weekly("series", "preview", *start, "--times", "3")
    assert [one["start"][:10] for one in told["visits"]] == [
        "2025-12-31", "2026-01-31", "2026-03-31",
    ]  # fmt: skip
    assert told["words"] == "3 times, every month, left out where there is no 31st: Feb 2026"
    assert (
        "no 31st: Feb 2026. Nothing is booked"
        in weekly.run("series", "preview", *start, "--times", "3").out
    )
    until = weekly("series", "preview", *start, "--until", "2026-12-31")["words"]
    assert until.endswith("no 31st: Feb 2026, Apr 2026, Jun 2026, Sep 2026 and Nov 2026")
    every = weekly("series", "preview", *start, "--every", "2", "--times", "9")["words"]
    assert every.endswith("Feb 2026, Apr 2026, Jun 2026, Feb 2027, Apr 2027, Jun 2027 and 3 more")
    day = ("--doctor", "Dr Lee", "--start", "2026-01-29T09:00", "--unit", "months", "--times", "3")
    assert weekly("series", "preview", *day)["words"].endswith("no 29th: Feb 2026")
    assert (
        "left out"
        not in weekly("series", "preview", *day[:3], "2026-01-28T09:00", *day[4:])["words"]
    )


def test_all_that_is_wrong_with_a_series_is_told_at_once(weekly: Clinic) -> None:
    repeat = ("--times", "500", "--every", "500", "--unit", "months", "--days", "Mon")
    who = ("--doctor", "Dr Nobody", "--patient", "Nobody Here")
    answered = weekly.run(
        "--json", "series", "preview", "--start", "2025-11-03T09:00", *who, *repeat
    )
    assert answered.code == 2
    assert answered.reasons.count("bad_repeat") == 3
    assert {"unknown_doctor", "unknown_patient"} < set(answered.reasons)


def test_the_offset_of_the_first_start_says_which_turn_of_an_hour(clinic: Clinic) -> None:
    """The clocks go back in the first night: one o'clock comes twice, as a series and alone."""
    clinic("hours", "Dr Lee", "0-24", "--on", "2025-11-02", "--block", "60")
    words = ("series", "book", "--doctor", "Dr Lee", "--times", "1", *ANN)
    for start in ("2025-11-02T01:00:00-05:00", "2025-11-02T01:00:00-04:00"):
        (visit,) = clinic(*words, "--start", start)["series"]["appointments"]
        assert visit["start"] == start
    assert clinic.refused(*words, "--start", "2025-11-02T01:00") == ["time_ambiguous"]
    daily = ("series", "book", "--doctor", "Dr Lee", "--start", "2025-11-01T01:00", *ANN)
    refused = clinic.run(*daily, "--times", "2", "--unit", "days").err
    assert "happens twice that day, because the clocks go back. " in refused
    assert "Say which one" not in refused
