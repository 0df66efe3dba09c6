"""Pages as they are laid out: heads, numbers, whole rows, both papers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace

import pytest

from clinic_desktop.domain import forms
from clinic_desktop.domain.booking import AppointmentStatus
from clinic_desktop.domain.custom import CustomValue
from clinic_desktop.domain.sheets import Paper, SheetKind
from clinic_desktop.ui.paper.day import MOST_NOTE_LINES
from clinic_desktop.ui.paper.page import (
    MM,
    Page,
    Rule,
    StatusBox,
    Style,
    Text,
    Typesetter,
    is_right_to_left,
)
from clinic_desktop.ui.paper.sheet import Period, Visit, days_of
from tests.ui.agenda.samples import NEW_YORK, visit
from tests.ui.paper.samples import (
    DOCTOR,
    MONDAY,
    found_in,
    free_block,
    pages_of,
    quarter_visits,
    texts,
    to_print,
)

WEEK = [MONDAY + dt.timedelta(days=n) for n in range(7)]
LONG_NOTE = "Bring the letter of the hospital and all pictures. " * 4
TITLES = {SheetKind.DAY: "Monday, 2 June 2025", SheetKind.WEEK: "2 \u2013 8 June 2025"}


def many(kind: SheetKind) -> tuple[Page, ...]:
    """Lay out more than a page holds."""
    if kind is SheetKind.DAY:
        return pages_of(kind, quarter_visits(60, note=LONG_NOTE, first=0))
    visits = [one for day in WEEK[:3] for one in quarter_visits(60, day, first=0)]
    return pages_of(kind, visits)


def names(kind: SheetKind) -> list[str]:
    """Name the patients of ``many``."""
    days = [MONDAY] if kind is SheetKind.DAY else WEEK[:3]
    return [one.patient.split()[0] for day in days for one in quarter_visits(60, day, first=0)]


@pytest.mark.parametrize("kind", SheetKind)
def test_every_visit_stands_on_the_sheet_exactly_once(kind: SheetKind) -> None:
    assert set(found_in(names(kind), texts(*many(kind))).values()) == {1}


@pytest.mark.parametrize("kind", SheetKind)
def test_each_page_says_who_when_where_and_which_page_it_is(kind: SheetKind) -> None:
    pages = many(kind)
    assert len(pages) > 1
    for number, page in enumerate(pages, 1):
        told = texts(page)
        for words in (
            DOCTOR.name, TITLES[kind], "Elm Street Clinic", "Printed 2 Jun 2025, 09:05",
            f"{number} of {len(pages)}",
        ):  # fmt: skip
            assert told.count(words) == 1, words
        heads = ["Time", "Patient", "Phone"] if kind is SheetKind.DAY else ["Mon 2 Jun"]
        assert all(told.count(head) == 1 for head in heads)


@pytest.fixture(
    params=[forms.PLAIN, forms.Forms("mdy", "/", twelve_hours=True)], ids=["24h", "12h"]
)
def _clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """Write days and times as in one country or another."""
    forms.use(request.param)
    yield
    forms.use(forms.PLAIN)


def test_times_are_written_as_people_here_do() -> None:
    visits = quarter_visits(20, first=600)
    forms.use(forms.Forms("mdy", "/", twelve_hours=True))
    try:
        day, week = (texts(*pages_of(kind, visits)) for kind in SheetKind)
    finally:
        forms.use(forms.PLAIN)
    assert {"Monday, June 2, 2025", "Printed Jun 2, 2025, 9:05 AM", "Mar 12, 1980"} <= set(day)
    assert {"10:00", "\u201310:15 AM", "12:45", "\u20131:00 PM"} <= set(day)
    assert {"Mon, Jun 2", "10:00", "1:00"} <= set(week)


@pytest.mark.usefixtures("_clock")
@pytest.mark.parametrize("kind", SheetKind)
@pytest.mark.parametrize("paper", Paper)
def test_all_marks_lie_within_the_margins_and_above_the_page_number(
    kind: SheetKind, paper: Paper
) -> None:
    setter = Typesetter()
    visits = [replace(one, patient=one.patient * 6) for one in quarter_visits(40, note=LONG_NOTE)]
    for page in pages_of(kind, visits, [free_block("07:00", "08:00")], paper):
        wide, high = page.format.width, page.format.height
        assert (wide > high) is (kind is SheetKind.WEEK)
        *marks, number = page.marks
        assert isinstance(number, Text)
        for mark in marks:
            if isinstance(mark, Text):
                assert mark.x >= 13.9 * MM
                assert mark.x + setter.width(mark.text, mark.style) <= wide - 13.9 * MM, mark
                assert 10 * MM < mark.baseline < number.baseline - 4 * MM
            elif isinstance(mark, Rule):
                assert max(mark.y1, mark.y2) < number.baseline - 4 * MM


def test_a_row_stands_whole_on_one_page() -> None:
    visits = quarter_visits(60, note=LONG_NOTE, first=0)
    for page in pages_of(SheetKind.DAY, visits):
        told = texts(page)
        boxes = sum(isinstance(mark, StatusBox) for mark in page.marks)
        starts = sum("Patient0" in line for line in told)
        notes = sum(line.startswith("Bring the letter of the hospital") for line in told)
        ends = sum(
            "pictures." in line.split()[-1] for line in told if "Bring" in line or "p" in line
        )
        assert boxes == starts
        assert notes >= starts
        assert ends >= starts


def test_rows_do_not_lie_over_each_other() -> None:
    visits = [replace(one, patient=f"{one.patient} " * 4) for one in quarter_visits(8)]
    (page,) = pages_of(SheetKind.DAY, visits, [free_block("07:00", "08:00")])
    left = min(mark.x for mark in page.marks if isinstance(mark, Text))
    rules = sorted({m.y1 for m in page.marks if isinstance(m, Rule) and m.x1 == left})
    lines = sorted(
        m.baseline for m in page.marks if isinstance(m, Text) and m.style is Style.STRONG
    )
    tops = [max(rule for rule in rules if rule < line) for line in lines]
    # A row's lines have its upper rule above them, and a baseline's room below it.
    assert all(line - top >= Style.STRONG.rise for line, top in zip(lines, tops, strict=True))
    assert all(min(r for r in rules if r > line) - line > 2 * MM / 2 for line in lines)


def test_a_week_that_leaves_room_has_its_rows_wider_apart() -> None:
    apart = []
    for visits in (4, 24, 60):
        first, *_ = pages_of(SheetKind.WEEK, quarter_visits(visits, first=0))
        lines = sorted(
            m.baseline for m in first.marks if isinstance(m, Text) and m.style is Style.SMALL
        )
        apart.append(lines[1] - lines[0])
    assert apart[0] > apart[1] > apart[2] > Style.SMALL.line


def test_what_the_clinics_own_fields_say_stands_before_the_note() -> None:
    found = to_print([replace(quarter_visits(1)[0], note="Bring the letter")])
    (number, patient), *_ = found.patients.items()
    said = (CustomValue(1, "Interpreter", "Arabic", alert=True), CustomValue(2, "Consent", "no"))
    told = replace(found, patients={number: replace(patient, custom=said)})
    period = Period(SheetKind.DAY, MONDAY)
    (day,) = days_of(told, DOCTOR.id, period, NEW_YORK)
    notes = [row.note for row in day.rows if isinstance(row, Visit)]
    assert notes == ["Interpreter: Arabic · Consent: no · Bring the letter"]


def test_a_long_note_wraps_and_a_very_long_one_ends_in_an_ellipsis() -> None:
    one = quarter_visits(1)[0]
    (page,) = pages_of(SheetKind.DAY, [replace(one, note=LONG_NOTE)])
    told = [mark.text for mark in page.marks if isinstance(mark, Text) and mark.style is Style.NOTE]
    assert " ".join(told) == LONG_NOTE.strip()
    assert len(told) > 1
    pages = pages_of(SheetKind.DAY, [replace(one, note="word " * 5000)])
    told = [mark.text for page in pages for mark in page.marks
            if isinstance(mark, Text) and mark.style is Style.NOTE]  # fmt: skip
    assert len(pages) == 1
    assert len(told) == MOST_NOTE_LINES
    assert told[-1].endswith("\N{HORIZONTAL ELLIPSIS}")


@pytest.mark.parametrize("kind", SheetKind)
def test_the_longest_name_stands_there_whole(kind: SheetKind) -> None:
    name = " ".join(f"Name{n:02}" for n in range(25)) + "x" * 26
    told = texts(*pages_of(kind, [replace(quarter_visits(1)[0], patient=name)]))
    assert all(part in "".join(told) for part in name.split())
    assert not any("\N{HORIZONTAL ELLIPSIS}" in line for line in told)


def test_letters_outside_the_first_plane_are_broken_between() -> None:
    text = "\N{GRINNING FACE}" * 40
    setter = Typesetter()
    lines = setter.lines(text, Style.BODY, setter.width(text, Style.BODY) / 3.5, most=9)
    assert len(lines) > 1
    assert "".join(lines) == text


def test_the_status_is_a_box_and_words_for_what_is_known() -> None:
    some = (s for s in AppointmentStatus if s is not AppointmentStatus.CANCELLED)
    visits = [
        visit(n, DOCTOR, MONDAY, f"{9 + n:02}:00", f"{10 + n:02}:00", status=status)
        for n, status in enumerate(some)
    ]
    (page,) = pages_of(SheetKind.DAY, visits)
    boxes = [mark.status for mark in page.marks if isinstance(mark, StatusBox)]
    assert boxes == [one.status for one in visits]
    told = texts(page)
    assert {"Arrived", "In the room", "Done", "No-show"} <= set(told)
    assert "Booked" not in told


def test_a_day_without_anything_says_so() -> None:
    (page,) = pages_of(SheetKind.DAY, [])
    assert "No hours and no visits on this day." in texts(page)
    (page,) = pages_of(SheetKind.WEEK, [])
    assert texts(page).count("off") == 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ann Smith", False),
        ("09:30", False),
        ("\u0645\u062d\u0645\u062f", True),
        ("(1) \u05de\u05d0\u05d9\u05d4", True),
        ("\u738b\u5c0f\u660e", False),
    ],
)
def test_the_way_of_a_text_follows_its_first_letter(text: str, *, expected: bool) -> None:
    assert is_right_to_left(text) is expected
