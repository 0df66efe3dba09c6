"""Times in and out: bare dates, skipped and doubled hours, and days that are included."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Clinic, fill

BOOK = ("book", "--doctor", "1", "--patient", "1", "--start")


@pytest.fixture
def nights(small: Clinic) -> Clinic:
    """Dr Lee works around the clock on the two days when New York's clocks change."""
    for day in ("2026-03-08", "2026-11-01"):
        hours = {"doctor": "1", "hours": "Sun 0-24", "block": 30, "from": day, "until": day}
        fill(small, ("hours", hours))
    return small


def test_skipped_time_is_refused_with_what_it_could_mean(nights: Clinic) -> None:
    answered = nights.run("--json", *BOOK, "2026-03-08T02:30")
    assert answered.code == 1
    assert answered.reasons == ["time_skipped"]
    instants = answered.document["error"]["facts"]["instants"]
    assert instants == ["2026-03-08T01:30:00-05:00", "2026-03-08T03:30:00-04:00"]


def test_time_off_that_the_clocks_go_over_is_refused(nights: Clinic) -> None:
    off = ("time-off", "add", "1", "--from", "2026-03-08T02:15", "--to")
    assert nights.refused(*off, "2026-03-08T02:45") == ["time_skipped"]
    # As far as there is such time it is saved.
    assert nights(*off, "2026-03-08T03:30")["blocks_removed"] == 1


def test_doubled_time_is_refused_until_it_says_which(nights: Clinic) -> None:
    answered = nights.run("--json", *BOOK, "2026-11-01T01:30")
    assert answered.code == 1
    assert answered.reasons == ["time_ambiguous"]
    first, second = answered.document["error"]["facts"]["instants"]
    assert nights(*BOOK, second)["appointment"]["start"] == second
    assert nights(*BOOK, first)["appointment"]["start"] == first


def test_doubled_hour_is_told_apart_for_people(nights: Clinic) -> None:
    day = ("--from", "2026-11-01T01:00-04:00", "--to", "2026-11-01T03:00-05:00")
    shown = nights.run("blocks", *day).out
    assert "01:30 EDT" in shown
    assert "01:30 EST" in shown
    assert len(nights("blocks", *day)["blocks"]) == 6


@pytest.mark.parametrize(
    ("day", "hours", "first"),
    [
        ("2026-11-01", "0:30-3", "00:30 EDT\u201301:30 EDT"),
        ("2026-11-01", "1:00-3", "01:00 EDT\u201301:00 EST"),
        ("2026-03-08", "1:30-5", "01:30 EST\u201303:30 EDT"),
        ("2026-03-09", "1:30-5", "01:30\u201302:30"),
    ],
)
def test_a_block_over_a_change_of_clocks_tells_the_zone_at_both_ends(
    small: Clinic, day: str, hours: str, first: str
) -> None:
    small("hours", "1", f"Mon,Sun {hours}", "--block", "60", "--from", day, "--until", day)
    shown = small.run("blocks", "--from", day, "--to", f"{day}T23:00").out.splitlines()[1]
    assert f", {first}  free" in shown


def test_until_includes_its_day(small: Clinic) -> None:
    words = ("hours", "1", "Mon-Sun 9-10", "--block", "60")
    small(*words, "--from", "2025-12-01", "--until", "2025-12-03")
    found = small("blocks", "--from", "2025-11-30", "--to", "2025-12-10")["blocks"]
    assert [block["start"][:10] for block in found] == ["2025-12-01", "2025-12-02", "2025-12-03"]
    assert small.refused(*words, "--from", "2025-12-03", "--until", "2025-12-01", code=2)


def test_bare_date_is_its_first_instant_even_without_midnight(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    # In Santiago the clocks go forward at midnight: 7 September 2025 begins at 01:00.
    made = Clinic(str(tmp_path_factory.mktemp("santiago") / "clinic.db"))
    made("init", "--zone", "America/Santiago")
    fill(made, ("doctor add", {"name": "Dr Lee"}))
    day = {"from": "2025-09-07", "until": "2025-09-07"}
    fill(made, ("hours", {"doctor": "1", "hours": "Sun 0-3", "block": 60, **day}))
    found = made("blocks", "--from", "2025-09-07", "--to", "2025-09-08")["blocks"]
    assert [block["start"] for block in found] == [
        "2025-09-07T01:00:00-03:00",
        "2025-09-07T02:00:00-03:00",
    ]
    assert made.refused("blocks", "--from", "2025-09-07T00:30", "--to", "2025-09-08") == [
        "time_skipped"
    ]


@pytest.mark.parametrize(
    "words",
    [
        ("--from", "2025-11-02", "--to", "2025-11-02"),
        ("--from", "2025-11-03", "--to", "2025-11-02"),
        ("--from", "yesterday", "--to", "2025-11-02"),
        ("--from", "2025-11-02T11:00:00.5", "--to", "2025-11-03"),
        ("--from", "2025-13-40", "--to", "2025-11-03"),
        ("--from", "2025-11-02T11:00+99:00", "--to", "2025-11-03"),
        ("--from", "0001-01-01T00:00+12:00", "--to", "2025-11-03"),
        ("--from", "2025-11-02", "--to", "9999-12-31T23:00"),
        ("--from", "0001-01-01", "--to", "2025-11-03"),
        ("--from", "2025-11-02", "--to", "9999-12-31"),
        ("--from", "1969-12-31T12:00", "--to", "2025-11-03"),
    ],
)
def test_unusable_times_are_wrong_usage(small: Clinic, words: tuple[str, ...]) -> None:
    for name in ("blocks", "agenda"):
        [code] = small.refused(name, *words, code=2)
        assert code in {"bad_time", "bad_span"}


def test_end_before_start_is_wrong_usage(small: Clinic) -> None:
    words = (*BOOK, "2025-11-02T11:00", "--end", "2025-11-02T11:00")
    assert small.refused(*words, code=2) == ["bad_span"]


def test_end_books_a_run_of_blocks(small: Clinic) -> None:
    words = (*BOOK, "2025-11-02T11:00", "--end", "2025-11-02T14:00Z")
    assert small.refused(*words, code=2) == ["bad_span"]
    booked = small(*BOOK, "2025-11-02T11:00", "--end", "2025-11-02T18:00Z")["appointment"]
    assert len(booked["block_ids"]) == 2
    assert small.refused(*BOOK, "2025-11-02T14:00", "--end", "2025-11-02T14:20") == ["off_grid"]
