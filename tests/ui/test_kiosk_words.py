"""What the patient's screen says, reads and hands out: whole in each language, and nothing more."""

from __future__ import annotations

import datetime as dt
import re
import string
from dataclasses import fields
from uuid import UUID

import pytest
from PySide6.QtCore import QLocale

from clinic_desktop.domain.people import AddPatient, PartialDate
from clinic_desktop.domain.sheets import Paper
from clinic_desktop.domain.time import UTC, zone_named
from clinic_desktop.ui.kiosk.language import Language, languages
from clinic_desktop.ui.kiosk.pages import week_start
from clinic_desktop.ui.kiosk.person import LONGEST, Typed, Wrong, read
from clinic_desktop.ui.kiosk.texts import Texts
from clinic_desktop.ui.kiosk.ticket import Ticket, calendar_event, modules, sheet
from clinic_desktop.ui.paper.page import Rule, Text


def plain_languages() -> tuple[Language, ...]:
    """Answer the languages as on a computer that is set to none of them."""
    kept = QLocale()
    QLocale.setDefault(QLocale.c())
    found = languages()
    QLocale.setDefault(kept)
    return found


TODAY = dt.date(2025, 11, 1)
ZONE = zone_named("America/New_York")
ELEVEN = dt.datetime(2025, 11, 2, 16, tzinfo=UTC)
TICKET = Ticket(
    UUID("6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11"), "Elm Street; Clinic, \N{SNOWMAN}" * 4, "Dr Lee",
    ELEVEN, ELEVEN + dt.timedelta(hours=1),
)  # fmt: skip
ALL = plain_languages()
ENGLISH = ALL[0].texts


def placeholders(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name)


@pytest.mark.parametrize("language", ALL, ids=lambda one: one.texts.code)
def test_each_language_says_everything(language: Language) -> None:
    same = []
    for field in fields(Texts):
        text, english = getattr(language.texts, field.name), getattr(ENGLISH, field.name)
        assert text, field.name
        if isinstance(text, str):
            assert placeholders(text) == placeholders(english), field.name
            same += [field.name] if text == english else []
    # One second is one, and French has a space before its colon.
    assert not re.search("1 (seconds|Sekunden|secondes|segundos)", language.texts.forgetting_last)
    if language.texts.code == "fr":
        said = [str(getattr(language.texts, field.name)) for field in fields(Texts)]
        assert not [text for text in said if re.search("[^\N{NO-BREAK SPACE}]:", text)]
    if language.texts is not ENGLISH:
        assert same in ([], ["full_name"])


@pytest.mark.parametrize(
    ("code", "day", "first"),
    [
        ("en", "Sunday 2 November 2025", "Mon"),
        ("de", "Sonntag 2. November 2025", "Mo"),
        ("fr", "Dimanche 2 novembre 2025", "lun"),
        ("es", "Domingo 2 de noviembre de 2025", "lun"),
    ],
)
def test_days_and_times_are_written_as_people_of_a_language_do(
    code: str, day: str, first: str
) -> None:
    (language,) = (one for one in ALL if one.texts.code == code)
    # Some versions of Qt write a comma behind an English weekday.
    assert language.day(dt.date(2025, 11, 2)).replace(",", "") == day
    assert language.weekdays()[0][1].startswith(first)
    assert language.hours(ELEVEN, TICKET.end, ZONE) == "11:00 \N{EN DASH} 12:00"
    assert language.order == "dmy"
    assert week_start(dt.date(2025, 11, 2), language) == dt.date(2025, 10, 27)
    # The clocks go back that night: half past one comes twice.
    twice = [dt.datetime(2025, 11, 2, hour, 30, tzinfo=UTC) for hour in (5, 6)]
    assert [language.clock(one, ZONE) for one in twice] == ["01:30 EDT", "01:30 EST"] or [
        language.clock(one, ZONE) for one in twice
    ] == ["1:30 EDT", "1:30 EST"]


GOOD = Typed("ada", "  von   young ", "9", "11", "1975", "+1 212 555 0199")


def test_who_somebody_is_is_read() -> None:
    found = read(GOOD, ENGLISH, TODAY)
    assert isinstance(found, AddPatient)
    assert (found.name.given, found.name.family) == ("Ada", "von Young")
    assert (found.born, found.phones) == (PartialDate(1975, 11, 9), ("+1 212 555 0199",))


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("given", " ", ENGLISH.need_given),
        ("given", "x" * (LONGEST + 1), ENGLISH.too_long.format(most=LONGEST)),
        ("given", "A\x00", ENGLISH.bad_name),
        ("family", "\u200b", ENGLISH.bad_name),
        ("family", "", ENGLISH.need_family),
        ("phone", "12", ENGLISH.bad_phone),
        ("phone", "1.2.1980", ENGLISH.bad_phone),
        ("phone", "x" * 10_000, ENGLISH.bad_phone),
        *(("day", text, ENGLISH.bad_born) for text in ("", "0", "31", "-1", "٣", "1" * 9, "x")),
        *(("month", text, ENGLISH.bad_born) for text in ("", "0", "13", "Nov")),
        *(("year", text, ENGLISH.bad_born) for text in ("", "75", "0000", "1799", "19750")),
        ("year", "2026", ENGLISH.future_born),
    ],
)
def test_what_is_wrong_is_told_beside_it(field: str, text: str, said: str) -> None:
    typed = {one.name: getattr(GOOD, one.name) for one in fields(Typed)} | {field: text}
    found = read(Typed(**typed), ENGLISH, TODAY)
    part = "born" if field in ("day", "month", "year") else field
    assert found == Wrong(**{part: said})


def test_everything_that_is_wrong_is_told_at_once() -> None:
    assert read(Typed(), ENGLISH, TODAY) == Wrong(
        ENGLISH.need_given, ENGLISH.need_family, ENGLISH.bad_born, ENGLISH.bad_phone
    )


def test_the_code_holds_a_calendars_event() -> None:
    text = calendar_event(TICKET, dt.datetime(2025, 11, 1, 16, 5, 9, tzinfo=UTC))
    assert text.endswith("END:VCALENDAR\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    lines = re.sub("\r\n ", "", text).split("\r\n")
    assert lines[3:10] == [
        "BEGIN:VEVENT",
        "UID:6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11",
        "DTSTAMP:20251101T160509Z",
        "DTSTART:20251102T160000Z",
        "DTEND:20251102T170000Z",
        "SUMMARY:Dr Lee",
        "LOCATION:" + r"Elm Street\; Clinic\, ☃" * 4,
    ]


def test_the_printed_code_is_the_one_on_the_screen() -> None:
    text = calendar_event(TICKET, ELEVEN)
    page = sheet(("Your appointment is booked", "x" * 5_000), text, Paper.A4)
    rules = [mark for mark in page.marks if isinstance(mark, Rule)]
    rows = modules(text)
    assert len(rows) == len(rows[0])
    side = min(one.x2 - one.x1 for one in rules)
    dark = round(sum(one.x2 - one.x1 for one in rules) / side)
    assert dark == sum(map(sum, rows))
    assert all(0 < one.x1 < one.x2 < page.format.width for one in rules)
    assert max(one.y1 for one in rules) < page.format.height
    assert max(mark.baseline for mark in page.marks if isinstance(mark, Text)) < rules[0].y1
