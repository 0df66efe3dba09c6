"""``clinic next`` and ``clinic say``: what is offered, what a line means, and booking by one."""

from __future__ import annotations

import datetime as dt
import functools

import pytest

from clinic_desktop import compose
from tests.cli.conftest import Clinic, fill

TUESDAY_EIGHT = dt.datetime(2025, 11, 4, 13, tzinfo=dt.UTC)
NAUGHTY = [
    "", " ", "\N{PILE OF POO}" * 30, "\N{RIGHT-TO-LEFT OVERRIDE}nobody next",
    "'; DROP TABLE patient; --", "smith \x1b[31m\x07 next", "x" * 10_000, "0" * 400,
    "99:99 31.02. +++", "مريم الأحد", "½ ² ٣", '""',
]  # fmt: skip


@pytest.fixture
def desk(empty: Clinic, monkeypatch: pytest.MonkeyPatch) -> Clinic:
    """Two doctors work that week; it is Tuesday, eight o'clock."""
    opened = functools.partial(compose.open_office, clock=lambda: TUESDAY_EIGHT)
    monkeypatch.setattr(compose, "open_office", opened)
    dates = {"from": "2025-11-03", "until": "2025-12-19", "block": 30}
    fill(
        empty,
        ("doctor add", {"name": "Dr Anna Lee"}),
        ("doctor add", {"name": "Dr Ben Kay"}),
        ("room add", {"name": "Room 2"}),
        ("type add", {"name": "Check-up", "minutes": 60}),
        ("type add", {"name": "Vaccination", "minutes": 30}),
        ("patient add", {"name": "Ann Smith", "phone": ["(212) 555-0100"], "born": "1984-05-12"}),
        ("patient add", {"name": "Jörg Müller"}),
        ("patient add", {"name": "Ben Miller"}),
        ("patient add", {"name": "Ann Miller"}),
        ("hours", {"doctor": "Dr Anna Lee", "hours": "Mon-Fri 9-12, 13-17", **dates}),
        ("hours", {"doctor": "Dr Ben Kay", "hours": "Tue 14-19", **dates}),
    )
    return empty


def starts(document: dict[str, object]) -> list[str]:
    offers = document["offers"]
    assert isinstance(offers, list)
    return [f"{one['start'][:16]} {one['doctor']}" for one in offers]


def test_next_lists_the_first_times_with_all_that_was_asked(desk: Clinic) -> None:
    found = desk("next", "--limit", "3")
    assert starts(found) == [
        "2025-11-04T09:00 Dr Anna Lee", "2025-11-04T09:30 Dr Anna Lee",
        "2025-11-04T10:00 Dr Anna Lee",
    ]  # fmt: skip
    assert set(found["offers"][0]) == {
        "block_id", "doctor_id", "doctor", "start", "end", "purpose", "beside",
        "rest_minutes", "site",
    }  # fmt: skip
    late = desk(
        "next", "--type", "Check-up", "--doctor", "1", "--doctor", "Dr Ben Kay",
        "--days", "Tue,Thu", "--after", "16", "--before", "18:00", "--from", "2025-11-05",
        "--until", "2025-11-30", "--room", "Room 2", "--limit", "4",
    )  # fmt: skip
    assert starts(late)[0] == "2025-11-06T16:00 Dr Anna Lee"
    assert late["offers"][0]["beside"] == ["Room 2"]
    assert starts(late)[1:3] == ["2025-11-11T16:00 Dr Anna Lee", "2025-11-11T16:00 Dr Ben Kay"]
    text = desk.run("next", "--limit", "1").out
    assert "Dr Anna Lee" in text
    assert "Tue 4 Nov 2025, 09:00" in text


def test_next_tells_why_there_is_none(desk: Clinic) -> None:
    found = desk("next", "--doctor", "Dr Ben Kay", "--days", "Mon-Wed", "--before", "14:00")
    assert found["offers"] == []
    limits = {one["code"]: one["nearest"] for one in found["limits"]}
    assert limits["times"]["start"] == "2025-11-04T14:00:00-05:00"
    assert limits["doctor"]["doctor"] == "Dr Anna Lee"
    text = desk.run("next", "--doctor", "Dr Ben Kay", "--before", "14:00").out
    assert "There is nothing that begins before 14:00 with Dr Ben Kay." in text
    assert "Nearest beyond it: Tue 4 Nov 2025, 14:00" in text


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--days", "Xyz"), 2), (("--after", "25"), 2), (("--at", "9:75"), 2),
        (("--minutes", "0"), 2),
        (("--from", "2025-12-02", "--until", "2025-12-01"), 2), (("--limit", "0"), 2),
        (("--doctor", "Dr Who"), 1), (("--type", "9"), 1), (("--site", "Mars"), 1),
        (("--room", "Attic"), 1), (("--room", "Room 2", "--with", "Room 2"), 2),
    ],
)  # fmt: skip
def test_next_refuses_what_makes_no_sense(desk: Clinic, words: tuple[str, ...], code: int) -> None:
    desk.refused("next", *words, code=code)


def test_say_tells_what_each_word_means_and_what_is_offered(desk: Clinic) -> None:
    said = desk("say", "smith checkup lee next tuesday after four please")
    assert said["questions"] == []
    assert [(one["text"], one["kind"], one["meaning"]) for one in said["understood"]] == [
        ("smith", "patient", "the patient"),
        ("checkup", "type", "Check-up"),
        ("lee", "doctor", "Dr Anna Lee"),
        ("next tuesday", "weekday", "as soon as possible, Tuesday"),
        ("after four", "time", "from 16:00"),
        ("please", "filler", ""),
    ]
    assert said["meaning"]["type"] == {"id": "1", "name": "Check-up"}
    assert (said["meaning"]["after"], said["meaning"]["weekdays"]) == ("16:00", [1])
    assert [one["name"] for one in said["patients"]] == ["Ann Smith"]
    assert starts(said)[:2] == ["2025-11-04T16:00 Dr Anna Lee", "2025-11-11T16:00 Dr Anna Lee"]
    assert said["appointment"] is None
    text = desk.run("say", "smith 30m lee next").out
    assert "Understood: smith · 30 min · Dr Anna Lee · as soon as possible" in text
    assert "Ann Smith" in text


@pytest.mark.parametrize(
    ("line", "patient", "start", "minutes"),
    [
        ("smith checkup lee next tuesday after four", "Ann Smith", "2025-11-04T16:00", 60),
        ("(212) 555-0100 30m dr kay asap", "Ann Smith", "2025-11-04T14:00", 30),
        ("mueller morgen um 9", "Jörg Müller", "2025-11-05T09:00", 30),
        ("smith 12.05.1984 jeudi à 15h30", "Ann Smith", "2025-11-06T15:30", 30),
        ("smith el viernes por la tarde", "Ann Smith", "2025-11-07T13:00", 30),
        ("ann miller vaccination not before 1 december", "Ann Miller", "2025-12-01T09:00", 30),
        ("smith room 2 tomorrow", "Ann Smith", "2025-11-05T09:00", 30),
    ],
)
def test_a_line_books(desk: Clinic, line: str, patient: str, start: str, minutes: int) -> None:
    booked = desk("say", line, "--book", "--note", "by phone")["appointment"]
    assert (booked["patient"], booked["start"][:16], booked["note"]) == (patient, start, "by phone")
    length = dt.datetime.fromisoformat(booked["end"]) - dt.datetime.fromisoformat(booked["start"])
    assert length == dt.timedelta(minutes=minutes)
    day = start[:10]
    after = (dt.date.fromisoformat(day) + dt.timedelta(days=1)).isoformat()
    kept = desk("agenda", "--from", day, "--to", after)["appointments"]
    assert [one["id"] for one in kept] == [booked["id"]]
    assert desk("verify")["ok"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("smith 3", "unclear"),
        ("ann lee next", "unclear"),
        ("smith 3/4 kay", "unclear"),
        ("cancel smith on tuesday", "unclear"),
        ("miller 30m next", "ambiguous_name"),
        ("nobody 30m next", "unknown_patient"),
        ("30m next", "unknown_patient"),
        ("smith dr kay sunday", "nothing_free"),
    ],
)
def test_what_is_not_known_is_not_booked(desk: Clinic, line: str, code: str) -> None:
    assert code in desk.refused("say", line, "--book")
    kept = desk("agenda", "--from", "2025-11-01", "--to", "2026-12-01")["appointments"]
    assert kept == []


def test_a_line_that_finds_no_time_to_book_says_the_whole_wish_and_lists_times(
    desk: Clinic,
) -> None:
    line = "smith 30m dr kay 11.11. 15 uhr"
    desk("say", line, "--book")
    told = desk.run("say", line.replace("smith", "müller"), "--book").err
    wish = ("with Dr Ben Kay", "that begins at 15:00", "on Tue 11 Nov 2025")
    sentences = [one for one in told.splitlines() if "There is nothing" in one]
    assert sentences
    assert all(words in one for one in sentences for words in wish)
    assert len(set(sentences)) == len(sentences)
    times = told.split("The nearest free times:\n")[1].splitlines()
    assert times[0].startswith("  Tue 4 Nov 2025, 15:00")
    assert "Dr Ben Kay (block " in times[0]
    assert any(one.startswith("  Tue 11 Nov 2025, 14:30") for one in times)
    assert any("Dr Anna Lee (block " in one for one in times)
    assert "block_id" not in told


def test_who_does_not_work_on_that_day_is_not_said_to_have_no_time_at_all(desk: Clinic) -> None:
    text = desk.run("next", "--doctor", "Dr Ben Kay", "--days", "Mon").out
    assert "There is nothing with Dr Ben Kay on Monday.\n  Nearest beyond it: Mon" in text
    assert "There is nothing on Monday with Dr Ben Kay.\n  Nearest beyond it: Tue" in text
    assert "There is nothing with Dr Ben Kay.\n" not in text


def test_a_question_offers_lines_that_say_it_clearly(desk: Clinic) -> None:
    said = desk("say", "ann lee 30m next")
    [question] = said["questions"]
    assert question["topic"] == "name"
    assert '"ann lee" 30m next' in question["choices"]
    assert said["offers"] == []
    text = desk.run("say", "ann lee 30m next").out
    assert "clinic say '\"ann lee\" 30m next'" in text
    refused = desk.run("--json", "say", "ann lee 30m next", "--book").document["error"]
    assert refused["facts"]["choices"] == question["choices"]


def test_who_is_meant_can_be_named_and_a_second_visit_must_be_meant(desk: Clinic) -> None:
    booked = desk("say", "miller 30m at 9 tomorrow", "--book", "--patient", "4")["appointment"]
    assert booked["patient"] == "Ann Miller"
    wish = ("say", "ann miller 30m dr kay next", "--book")
    first = desk(*wish)["appointment"]
    assert first["start"][:16] == "2025-11-04T14:00"
    again = ("say", "ann miller 30m dr lee at 14:00 today", "--book")
    assert desk.refused(*again) == ["patient_busy"]
    assert desk(*again, "--even-if-busy")["appointment"]["doctor"] == "Dr Anna Lee"
    desk.refused("say", "smith next", "--note", "x", code=2)


def test_a_marked_patient_is_booked_by_right_and_on_purpose(desk: Clinic) -> None:
    [ann] = desk("patient", "find", "ann miller")["patients"]
    desk("patient", "change", ann["id"], "--do-not-book", "Owes 300")
    start = ("--doctor", "Dr Anna Lee", "--start", "2025-11-04T15:00")
    ways = (
        ("say", "ann miller 30m dr kay next", "--book"),
        ("book", *start, "--patient", ann["id"]),
        ("series", "book", *start, "--times", "2", "--patient", ann["id"]),
    )
    on_purpose = "--even-if-do-not-book"
    for way in ways:
        for words in (way, (*way, on_purpose)):
            assert desk.refused(*words) == ["do_not_book"]
            told = desk.run(*words).err
            assert "Ann Miller is marked “do not book”: Owes 300." in told
            assert on_purpose not in told
    desk("user", "allow", "tester", "pass_do_not_book")
    for way in ways:
        assert desk.run(*way).err.endswith(f"To do it all the same, add {on_purpose}.\n")
        desk(*way, on_purpose)
        desk("undo")
    desk.refused("say", "smith next", on_purpose, code=2)


def test_staff_pass_patients_limits_with_a_note(desk: Clinic) -> None:
    wish = ("book", "--doctor", "Dr Anna Lee", "--patient", "4", "--start")
    soon = desk.run(*wish, "2025-11-04T09:00")
    assert soon.code == 0
    assert "Note: Sooner than patients may book: 2 hours before a visit." in soon.out
    assert desk(*wish, "2025-11-04T14:00")["notes"] == []
    desk("self-booking", "--ahead", "0")
    [far] = desk(*wish, "2025-11-05T14:00")["notes"]
    assert far.startswith("Later than patients may book: up to ")


def test_the_language_can_be_named(desk: Clinic) -> None:
    asked = desk("say", "martin le 12")
    assert [one["topic"] for one in asked["questions"]] == ["language"]
    french = desk("say", "martin le 12", "--language", "fr")
    assert (french["questions"], french["meaning"]["first"]) == ([], "2025-11-12")
    desk.refused("say", "martin", "--language", "xx", code=2)


@pytest.mark.parametrize("line", NAUGHTY, ids=range(len(NAUGHTY)))
def test_naughty_lines_are_answered(desk: Clinic, line: str) -> None:
    said = desk("say", line)
    assert said["line"] == line
    answered = desk.run("say", line)
    assert answered.code == 0
    assert "\x1b" not in answered.out
    desk.refused("say", line, "--book")


def test_an_empty_line_is_said_to_be_one_and_offers_nothing(desk: Clinic) -> None:
    for line in ("", "   "):
        said = desk("say", line)
        assert [one["topic"] for one in said["questions"]] == ["line"]
        assert not said.get("offers")
        assert "Nothing was said" in desk.run("say", line).out
        assert desk.refused("say", line, "--book") == ["unclear"]


def test_a_batch_says_and_finds(desk: Clinic) -> None:
    said, found = desk.batch(
        {"command": "say", "line": "smith 30m kay next", "book": True, "ref": 1},
        {"command": "next", "doctor": ["Dr Ben Kay"], "days": "Tue", "limit": 1},
    )
    assert (said["ok"], said["ref"]) == (True, 1)
    assert said["appointment"]["doctor"] == "Dr Ben Kay"
    assert found["offers"][0]["start"][:16] == "2025-11-04T14:30"


def test_where_there_is_none_the_days_that_were_asked_are_said_and_nothing_twice(
    desk: Clinic,
) -> None:
    """Of a single day what is earlier and what is later are times beyond one sentence."""
    day = ("--from", "2025-11-09", "--until", "2025-11-09")
    for words in (("next", *day), ("say", "any doctor 9 November 2025")):
        lines = desk.run(*words).out.splitlines()
        at = lines.index("There is no such time on Sun 9 Nov 2025.")
        assert lines[at + 1] == "- There is nothing on Sun 9 Nov 2025."
        assert all(one.startswith("  Nearest beyond it: ") for one in lines[at + 2 : at + 4])
        assert len(set(lines)) == len(lines)
    assert "time until Sun 2 Nov 2025." in desk.run("next", "--until", "2025-11-02").out
    week = ("--from", "2025-11-08", "--until", "2025-11-09")
    assert "time from Sat 8 Nov 2025 until Sun 9 Nov 2025." in desk.run("next", *week).out
    late = ("--at", "23", "--from", "2025-11-08")
    assert "time within a year from Sat 8 Nov 2025 on." in desk.run("next", *late).out
    assert "There is no such time within a year." in desk.run("next", "--at", "23").out
    several = desk.run("next", *day, "--for", "1,2").out.splitlines()
    assert several[0] == "There is no such time for all of them on Sun 9 Nov 2025."
    assert len(set(several)) == len(several)
    refused = desk.run("say", "smith 9 November 2025", "--book").err
    assert "There is no such time on Sun 9 Nov 2025." in refused


def test_a_time_that_the_clocks_skip_is_said_to_be_none(desk: Clinic) -> None:
    skipped = "2026-03-08 02:30 does not exist, because the clocks go forward over it."
    told = desk.run("say", "smith 30m 8 March 2026 at 2:30am").out
    assert f"- {skipped}" in told
    assert "works" not in told
    found = desk("next", "--from", "2026-03-08", "--until", "2026-03-08", "--at", "2:30")
    assert found["limits"][0]["code"] == "time_skipped"
    assert "no_hours" not in {one["code"] for one in found["limits"]}
    other = desk("next", "--from", "2026-03-08", "--until", "2026-03-08", "--at", "3:30")
    assert "time_skipped" not in {one["code"] for one in other["limits"]}
