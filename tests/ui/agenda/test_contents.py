"""A patched column is what a fresh laying would be, and only what a change reaches is laid anew."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from clinic_desktop.domain.booking import Agenda, Appointment, Block
from clinic_desktop.domain.time import TimeSpan, day_span
from clinic_desktop.ui.agenda import Column
from clinic_desktop.ui.agenda.contents import Contents
from clinic_desktop.ui.agenda.geometry import Axis
from clinic_desktop.ui.agenda.placing import Placed, laid, lay_splice
from tests.ui.agenda.samples import (
    DOCTORS,
    FALL_BACK,
    NEW_YORK,
    PLAIN,
    SPRING_FORWARD,
    block,
    clock,
    full_day,
    visit,
)

SCALE, LEAST = 1.27, 16


class Days:
    """Two doctors' days, as rows of a table and as the laid columns of a calendar."""

    def __init__(self, day: dt.date, dice: random.Random) -> None:
        """Begin with a full day and some visits across it."""
        self.day, self.dice = day, dice
        start = full_day(DOCTORS[:2], day, seed=dice.randrange(1000))
        self.items: list[Block | Appointment] = [*start.free, *start.appointments]
        self.number = 50_000
        columns = tuple(Column(doctor, day) for doctor in DOCTORS[:2])
        self.contents = Contents(columns, NEW_YORK)
        self.placement = Axis([day], NEW_YORK).placement(day)
        self.contents.replace(self.agenda(day_span(day, NEW_YORK), None))
        self.placed = [self.laid(self.contents, index) for index in range(2)]

    def agenda(self, span: TimeSpan, doctors: tuple[int, ...] | None) -> Agenda:
        """Read what lies in a span, as the database would answer it."""
        found = [
            item
            for item in self.items
            if item.span.overlaps(span) and (doctors is None or item.doctor_id in doctors)
        ]
        free = tuple(item for item in found if isinstance(item, Block))
        visits = tuple(item for item in found if isinstance(item, Appointment))
        return Agenda(span, doctors, free, visits)

    def change(self) -> None:
        """Let something go and something come, at once, and patch the calendar by it."""
        gone = self.items.pop(self.dice.randrange(len(self.items)))
        doctor = self.dice.choice(DOCTORS[:2])
        start = self.dice.randrange(0, 1380, 5)
        end = start + self.dice.choice((5, 15, 60, 240))
        self.number += 1
        make = self.dice.choice((block, visit))
        came = make(self.number, doctor, self.day, clock(start), clock(min(end, 1440)))
        if came.start < came.end:
            self.items.append(came)
        for item in (gone, came):
            if item.start < item.end:
                self.patch(self.agenda(item.span, (item.doctor_id,)))

    def patch(self, part: Agenda) -> None:
        """Patch the columns and lay them as a canvas does."""
        for index, splice in self.contents.patch(part).splices.items():
            where, fresh = lay_splice(
                self.contents.entries[index],
                splice,
                self.placed[index],
                self.placement,
                SCALE,
                LEAST,
            )
            self.placed[index][where] = fresh

    def laid(self, contents: Contents, index: int) -> list[Placed]:
        """Lay a column anew."""
        return laid(contents.entries[index], self.placement, SCALE, LEAST)

    def fresh(self) -> Contents:
        """Answer new contents of all that there is."""
        contents = Contents(self.contents.columns, NEW_YORK)
        contents.replace(self.agenda(day_span(self.day, NEW_YORK), None))
        return contents


@pytest.mark.parametrize("day", [PLAIN, FALL_BACK, SPRING_FORWARD])
@pytest.mark.parametrize("seed", range(3))
def test_any_row_of_patches_leaves_what_a_fresh_laying_would(day: dt.date, seed: int) -> None:
    days = Days(day, random.Random(seed))  # noqa: S311 - a made-up day
    for _ in range(60):
        days.change()
        fresh = days.fresh()
        assert days.placed == [days.laid(fresh, index) for index in range(2)]
        assert days.contents.wall_range() == fresh.wall_range()
        assert days.contents.row_minutes() == fresh.row_minutes()


def test_a_change_among_visits_that_stand_alone_lays_only_itself() -> None:
    whole = full_day(DOCTORS[:1], PLAIN)
    contents = Contents((Column(DOCTORS[0], PLAIN),), NEW_YORK)
    contents.replace(whole)
    placement = Axis([PLAIN], NEW_YORK).placement(PLAIN)
    placed = laid(contents.entries[0], placement, SCALE, LEAST)
    assert contents.row_minutes() == 15
    gone = whole.free[3]
    patched = contents.patch(Agenda(gone.span, (gone.doctor_id,), (), ()))
    assert not patched.grown
    where, fresh = lay_splice(
        contents.entries[0], patched.splices[0], placed, placement, SCALE, LEAST
    )
    assert fresh == []
    assert [each.item for each in placed[where]] == [gone]


@pytest.mark.parametrize("scale", [0.7 + step / 100 for step in range(0, 400, 7)])
def test_cards_are_laid_where_lines_and_bands_of_their_times_are(scale: float) -> None:
    contents = Contents((Column(DOCTORS[0], PLAIN),), NEW_YORK)
    contents.replace(full_day(DOCTORS[:1], PLAIN))
    placement = Axis([PLAIN], NEW_YORK, 450, 1170).placement(PLAIN)
    for each, entry in zip(
        laid(contents.entries[0], placement, scale, 1), contents.entries[0], strict=True
    ):
        assert each.top == round(placement.top(entry.start) * scale)
        assert each.bottom == round(placement.bottom(entry.end) * scale)
