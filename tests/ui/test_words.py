"""What people type and read: dates, patients, lengths, times around a clock change."""

from __future__ import annotations

import datetime as dt

import pytest

from clinic_desktop.domain.people import PartialDate
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.time import UTC, TimeSpan, zone_named
from clinic_desktop.ui import words

TODAY = dt.date(2025, 11, 2)
NEW_YORK = zone_named("America/New_York")


@pytest.mark.parametrize(
    ("text", "name", "phone", "born"),
    [
        ("ann smith", "Ann Smith", "", ""),
        ("Ann McKay", "Ann McKay", "", ""),
        ("ann von der heide", "Ann von der Heide", "", ""),
        ("maria de la cruz y lópez", "Maria de la Cruz y López", "", ""),
        ("van la", "Van La", "", ""),
        ("ann 0171 234567", "Ann", "0171 234567", ""),
        ("+49 171 234567 müller", "Müller", "+49 171 234567", ""),
        ("o'neil 12.3.1980", "O'Neil", "", "12.3.1980"),
        ("smith 1980", "Smith", "", "1980"),
        ("smith 31-02-1980", "Smith", "", "31-02-1980"),
        ("12-34-5678", "", "12-34-5678", ""),
        ("12", "", "", ""),
        ("", "", "", ""),
        ("김민준", "김민준", "", ""),
    ],
)
def test_a_line_is_told_apart(text: str, name: str, phone: str, born: str) -> None:
    assert words.read_patient_text(text) == words.Typed(name, phone, born)


@pytest.mark.parametrize(
    ("text", "born"),
    [
        ("1980-03-12", PartialDate(1980, 3, 12)),
        ("12.3.1980", PartialDate(1980, 3, 12)),
        ("12.3.80", PartialDate(1980, 3, 12)),
        ("1980", PartialDate(1980)),
        ("1980-03", PartialDate(1980, 3)),
        ("25/3/1980", PartialDate(1980, 3, 25)),
        ("3/25/1980", PartialDate(1980, 3, 25)),
        ("25-3-1980", PartialDate(1980, 3, 25)),
        ("3/3/1980", PartialDate(1980, 3, 3)),
        ("2.11.2025", PartialDate(2025, 11, 2)),
        ("2025", PartialDate(2025)),
        ("", None),
    ],
)
def test_a_birth_date_is_read(text: str, born: PartialDate | None) -> None:
    assert words.read_born(text, TODAY) == born


def test_a_birth_date_with_two_readings_is_refused_with_both() -> None:
    with pytest.raises(Misuse, match="ambiguous_birth_date") as refused:
        words.read_born("1/2/1980", TODAY)
    assert refused.value.message.endswith("Write 1980-02-01 or 1980-01-02.")


@pytest.mark.parametrize("text", ["3.11.2025", "2025-11-03", "2025-12", "2026", "25/12/2025"])
def test_nobody_is_born_in_the_future(text: str) -> None:
    with pytest.raises(Misuse, match="future_birth_date"):
        words.read_born(text, TODAY)


def test_a_birth_date_that_is_none_is_refused() -> None:
    with pytest.raises(Misuse, match="bad_birth_date"):
        words.read_born("31.2.1980", TODAY)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-11-05", dt.date(2025, 11, 5)),
        ("5.11.", dt.date(2025, 11, 5)),
        ("5.11.26", dt.date(2026, 11, 5)),
        ("5/11/2026", dt.date(2026, 11, 5)),
        ("5 nov", dt.date(2025, 11, 5)),
        ("Wed 5 November 2025", dt.date(2025, 11, 5)),
        ("+7", dt.date(2025, 11, 9)),
        ("-1", dt.date(2025, 11, 1)),
        ("tomorrow", dt.date(2025, 11, 3)),
        ("today", TODAY),
        ("31 feb", None),
        ("soon", None),
        ("5 xyz", None),
    ],
)
def test_a_day_is_read(text: str, day: dt.date | None) -> None:
    assert words.read_day(text, TODAY) == day


def test_an_hour_that_comes_twice_names_its_zone() -> None:
    before = dt.datetime(2025, 11, 2, 5, 30, tzinfo=UTC)
    doubled = TimeSpan(before, before + dt.timedelta(hours=1))
    assert words.hours_text(doubled, NEW_YORK) == "01:30 EDT\u201301:30 EST"
    again = TimeSpan(before + dt.timedelta(hours=1), before + dt.timedelta(minutes=75))
    assert words.hours_text(again, NEW_YORK) == "01:30 EST\u201301:45 EST"
    assert words.moment_text(again.start, NEW_YORK) == "2 Nov 2025, 01:30 EST"
    later = TimeSpan(before + dt.timedelta(hours=10), before + dt.timedelta(hours=11))
    assert words.when_text(later, NEW_YORK) == "Sun 2 Nov, 10:30\u201311:30"


@pytest.mark.parametrize(
    ("minutes", "text"), [(0, "0 min"), (15, "15 min"), (60, "1 h"), (90, "1 h 30 min")]
)
def test_lengths(minutes: int, text: str) -> None:
    assert words.minutes_text(minutes) == text


@pytest.mark.parametrize(
    ("born", "shown", "age"),
    [
        (PartialDate(1980, 11, 3), "3 Nov 1980", "44 y"),
        (PartialDate(1980, 11, 2), "2 Nov 1980", "45 y"),
        (PartialDate(1980, 3), "Mar 1980", "about 45 y"),
        (PartialDate(1980), "1980", "about 45 y"),
        (None, "", ""),
    ],
)
def test_ages(born: PartialDate | None, shown: str, age: str) -> None:
    assert (words.born_text(born), words.age_text(born, TODAY)) == (shown, age)


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (dt.date(2025, 11, 3), dt.date(2025, 11, 9), "3 \u2013 9 November 2025"),
        (dt.date(2025, 10, 27), dt.date(2025, 11, 2), "27 Oct \u2013 2 Nov 2025"),
        (dt.date(2025, 12, 29), dt.date(2026, 1, 4), "29 Dec 2025 \u2013 4 Jan 2026"),
    ],
)
def test_weeks(first: dt.date, last: dt.date, text: str) -> None:
    assert words.week_text(first, last) == text


def test_failures_are_sentences() -> None:
    assert words.said(Misuse("bad", "Write it so.")) == "Write it so."
    assert words.said(ValueError("Ann Smith")) == words.BUG_SENTENCE


@pytest.mark.parametrize("name", ["Ann Smith", "\u5c0f\u6797", "3 \u0410\u043d\u043d\u0430", ""])
def test_a_name_that_reads_from_the_left_is_no_other(name: str) -> None:
    assert words.set_apart(name) == name


@pytest.mark.parametrize("name", ["\u05ea\u05de\u05e8", "\u0623\u062d\u0645\u062f", "3 \u05ea"])
def test_a_name_that_reads_from_the_right_turns_no_sentence_round(name: str) -> None:
    assert words.set_apart(name) == f"\u2068{name}\u2069"
