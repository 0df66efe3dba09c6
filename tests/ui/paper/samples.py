"""Made-up days to print, and what stands on the pages made of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from clinic_desktop.domain.booking import Agenda, Appointment, Block
from clinic_desktop.domain.people import PartialDate, Patient
from clinic_desktop.domain.sheets import Paper, SheetKind, ToPrint
from clinic_desktop.ui.paper import output
from clinic_desktop.ui.paper.page import Page, Text
from clinic_desktop.ui.paper.sheet import Period, Sheet, days_of
from tests.ui.agenda.samples import DOCTORS, NEW_YORK, block, clock, visit

DOCTOR = DOCTORS[0]
MONDAY = dt.date(2025, 6, 2)
PRINTED = dt.datetime(2025, 6, 2, 13, 5, tzinfo=dt.UTC)
"""9:05 in New York."""


def quarter_visits(
    count: int, day: dt.date = MONDAY, *, first: int = 480, note: str = ""
) -> list[Appointment]:
    """Answer visits of a quarter each, of patients who are told apart by their names."""
    found = []
    for n in range(count):
        start, end = clock(first + 15 * n), clock(first + 15 * n + 15)
        number = day.toordinal() * 1000 + n
        name = f"Patient{day.day:02}{n:03} Name"
        found.append(replace(visit(number, DOCTOR, day, start, end, patient=name), note=note))
    return found


def free_block(start: str, end: str, day: dt.date = MONDAY) -> Block:
    """Answer a free block of the doctor."""
    return block(int(start.replace(":", "")), DOCTOR, day, start, end)


def to_print(visits: Sequence[Appointment], free: Sequence[Block] = ()) -> ToPrint:
    """Answer what a query would; every patient was born in 1980 and has a phone."""
    period = Period(SheetKind.WEEK, MONDAY)
    agenda = Agenda(period.span(NEW_YORK), (DOCTOR.id,), tuple(free), tuple(visits))
    patients = {
        one.patient_id: Patient(
            one.patient_id, one.patient, "", one.patient, PartialDate(1980, 3, 12),
            phones=("+1 212 555 0101", "+1 212 555 0199"),
        )
        for one in visits
    }  # fmt: skip
    return ToPrint(agenda, patients)


def sheet_of(kind: SheetKind, visits: Sequence[Appointment], free: Sequence[Block] = ()) -> Sheet:
    """Answer the doctor's sheet of Monday, or of the week that begins on it."""
    period = Period(kind, MONDAY)
    days = days_of(to_print(visits, free), DOCTOR.id, period, NEW_YORK)
    return Sheet("Elm Street Clinic", DOCTOR.name, period, days, PRINTED, NEW_YORK)


def pages_of(
    kind: SheetKind,
    visits: Sequence[Appointment],
    free: Sequence[Block] = (),
    paper: Paper = Paper.A4,
) -> tuple[Page, ...]:
    """Answer the pages of that sheet."""
    return output.lay_out([sheet_of(kind, visits, free)], paper)


def texts(*pages: Page) -> list[str]:
    """Answer every line of text on some pages."""
    return [mark.text for page in pages for mark in page.marks if isinstance(mark, Text)]


def found_in(names: Iterable[str], lines: Iterable[str]) -> dict[str, int]:
    """Count how often each name stands on the lines."""
    told = list(lines)
    return {name: sum(name in line for line in told) for name in names}
