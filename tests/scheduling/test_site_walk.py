"""Hours, visits, time off and ways between three sites at random: nobody is at two at once.

Whatever was done in whatever order, and taken back: from where a doctor is booked or offered there
is time to get to wherever else the same doctor is offered.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from itertools import combinations
from typing import Any

import pytest

from clinic_desktop.domain.availability import (
    CopyDays,
    SetDays,
    SetWeeklyHours,
    WeeklyHours,
    day_parts,
)
from clinic_desktop.domain.booking import (
    Appointment,
    Block,
    Blocks,
    BlockState,
    BookBlock,
    CancelAppointment,
    CancelReason,
    MoveAppointment,
    Redo,
    TheAppointment,
    Undo,
)
from clinic_desktop.domain.openings import Openings
from clinic_desktop.domain.people import AddAppointmentType, AllowRight
from clinic_desktop.domain.refusals import Misuse, Refusal
from clinic_desktop.domain.sites import AddSite, SetTravel, SitesOfBlocks, Travels
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
from tests.engines import Place
from tests.scheduling.desk import DAY, MINUTE, MONDAY, NINE, Desk

LEE = 1
DAYS = [MONDAY + dt.timedelta(days=n) for n in range(2)]
SPAN = TimeSpan(DAY.start, DAY.end + dt.timedelta(days=1))
AROUND = TimeSpan(SPAN.start - dt.timedelta(days=1), SPAN.end + dt.timedelta(days=1))
NIGHTS = ("none", "{} 8-12", "{} 9-17", "{} 0-3", "{} 20-24", "{} 13-15; {} 18-22")
STEPS = 40


class Walk:
    """A person who does whatever comes to hand, and looks after each step."""

    def __init__(self, desk: Desk, seed: int) -> None:
        """Open three sites; there are two kinds of visit, one that is cut out of blocks."""
        self.desk, self.dice = desk, random.Random(seed)  # noqa: S311 - made-up deeds
        self.sites = [1, desk.do(AddSite(name="North")).id, desk.do(AddSite(name="South")).id]
        for first, second, minutes in ((0, 1, 60), (1, 2, 30)):
            way = SetTravel(
                first_id=self.sites[first], second_id=self.sites[second], minutes=minutes
            )
            desk.change(way)
        self.short = desk.do(AddAppointmentType(name="Jab", minutes=10, grid_minutes=10)).id
        desk.do(AllowRight(user="tester", right="overbook"))
        self.visits: list[Appointment] = []
        self.told: list[str] = []

    def step(self) -> None:
        """Do something; what is refused changes nothing."""
        deeds: tuple[Callable[[], Any], ...] = (
            self.set_hours, self.set_hours, self.set_day, self.copy_day, self.book, self.book,
            self.book, self.book_over, self.move, self.move_over, self.cancel, self.be_off,
            self.set_way, self.undo, self.redo,
        )  # fmt: skip
        deed = self.dice.choice(deeds)
        try:
            deed()
        except (Refusal, Misuse) as error:
            self.told.append(f"{deed.__name__}: {error}")
        else:
            self.told.append(deed.__name__)

    def set_hours(self) -> None:
        day = self.dice.choice(DAYS)
        hours = self.dice.choice(NIGHTS).format(*[f"{day:%a}"] * 2)
        self.desk.change(
            SetWeeklyHours(
                doctor_id=LEE, hours=WeeklyHours.parse(hours), start=day, until=day,
                block_minutes=self.dice.choice((15, 30, 60)), site_id=self.dice.choice(self.sites),
            )
        )  # fmt: skip

    def set_day(self) -> None:
        hours = self.dice.choice(("none", "8-12", "10-14", "0-2", "22-24", None))
        self.desk.change(
            SetDays(
                doctor_id=LEE, days=(self.dice.choice(DAYS),),
                windows=hours if hours is None else day_parts(hours),
                site_id=None if hours is None else self.dice.choice(self.sites),
            )
        )  # fmt: skip

    def copy_day(self) -> None:
        of, to = self.dice.sample(DAYS, 2)
        self.desk.change(CopyDays(doctor_id=LEE, of=(of,), to=(to,)))

    def book(self) -> None:
        wish = {"type_id": self.short} if self.dice.random() < 0.5 else {"minutes": 60}
        offered = self.desk.ask(Openings(span=SPAN, doctor_ids=(LEE,), **wish))
        if offered:
            one = self.dice.choice(offered)
            named = {"type_id": self.short} if "type_id" in wish else {"end": one.end}
            made = BookBlock(
                patient_id=self.dice.randint(1, 3), doctor_id=LEE, start=one.start,
                even_if_busy=True, **named,
            )  # fmt: skip
            self.visits.append(self.desk.do(made).appointment)

    def book_over(self) -> None:
        there = self.one()
        wish = BookBlock(
            patient_id=self.dice.randint(1, 3), doctor_id=LEE, start=there.start, end=there.end,
            even_if_busy=True, overbook=True, reason="in pain",
        )  # fmt: skip
        self.visits.append(self.desk.do(wish).appointment)

    def one(self) -> Appointment:
        """Some visit, as it is now."""
        if not self.visits:
            message = "usage"
            raise Misuse(message, "there is none")
        number = self.dice.choice(self.visits).id
        found: Appointment = self.desk.ask(TheAppointment(appointment_id=number))
        return found

    def move(self) -> None:
        visit = self.one()
        offered = self.desk.ask(Openings(span=SPAN, doctor_ids=(LEE,), minutes=visit.span.minutes))
        if offered:
            start = self.dice.choice(offered).start
            self.desk.do(MoveAppointment(appointment_id=visit.id, start=start, even_if_busy=True))

    def move_over(self) -> None:
        visit, there = self.one(), self.one()
        wish = MoveAppointment(
            appointment_id=visit.id, start=there.start, end=there.end, even_if_busy=True,
            overbook=True, reason="in pain",
        )  # fmt: skip
        self.desk.do(wish)

    def cancel(self) -> None:
        reason = CancelReason.PATIENT_ILL
        self.desk.do(CancelAppointment(appointment_id=self.one().id, reason=reason))

    def be_off(self) -> None:
        day, start = self.dice.choice(DAYS), self.dice.choice((0, 8, 12, 20)) * 60
        when = Stretch(day, day, start, start + 4 * 60)
        self.desk.change(AddTimeOff(doctor_id=LEE, when=when))

    def set_way(self) -> None:
        first, second = self.dice.sample(self.sites, 2)
        minutes = self.dice.choice((0, 20, 60))
        self.desk.change(SetTravel(first_id=first, second_id=second, minutes=minutes))

    def undo(self) -> None:
        self.desk.do(Undo())

    def redo(self) -> None:
        self.desk.do(Redo())

    def look(self) -> None:
        """From where she is or may be she gets to wherever else she is offered."""
        ways = {
            frozenset((one.first.id, one.second.id)): one.minutes * MINUTE
            for one in self.desk.ask(Travels())
        }
        query = Blocks(span=AROUND, doctor_ids=(LEE,), state=BlockState.ALL)
        blocks: tuple[Block, ...] = self.desk.ask(query)
        at = dict(self.desk.ask(SitesOfBlocks(span=AROUND, doctor_ids=(LEE,))))
        for one, other in combinations(blocks, 2):
            if at[one.id] == at[other.id] or (one.appointment_id and other.appointment_id):
                continue
            way = ways.get(frozenset((at[one.id], at[other.id])), 0 * MINUTE)
            gap = max(one.start, other.start) - min(one.end, other.end)
            assert gap >= way, (one, other, at[one.id], at[other.id], self.told)
        for visit in self.visits:
            now = self.desk.visit(visit.id)
            assert {at[number] for number in now.block_ids} <= {now.site_id}, self.told


@pytest.mark.parametrize("seed", range(6))
def test_nobody_is_offered_where_she_can_not_be(place: Place, seed: int) -> None:
    with place.office(clock=lambda: NINE - 24 * 60 * MINUTE) as office:
        walk = Walk(Desk(office), seed)
        for _ in range(STEPS):
            walk.step()
            walk.look()
        walk.desk.verify()
