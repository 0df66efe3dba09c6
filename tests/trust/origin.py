"""The case that the program was born from, as one check: what must hold after a booking.

A patient booked Sunday 2 November 2025, 11:00 to 12:00, and the slot still showed as free.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from clinic_desktop.domain.booking import (
    AgendaOf,
    Blocks,
    BlockState,
    BookBlock,
    TheAppointment,
    Verify,
)
from clinic_desktop.domain.office import Office
from clinic_desktop.domain.time import TimeSpan
from tests.trust.world import answered

ELEVEN = dt.datetime(2025, 11, 2, 16, 0, tzinfo=dt.UTC)
"""Eleven o'clock in New York, on the day that its clocks go back."""
HOUR = dt.timedelta(hours=1)
DAY = TimeSpan(ELEVEN - 12 * HOUR, ELEVEN + 12 * HOUR)


def book_and_check(office: Office, another: Office) -> None:
    """Book the hour in one office; both must show it as booked, with links that hold both ways."""
    wish = BookBlock(patient_id=1, doctor_id=1, start=ELEVEN, end=ELEVEN + HOUR)
    booked: Any = answered(office.do(wish)).appointment
    for one in (office, another):
        check(one, booked.id)


def check(office: Office, appointment_id: UUID) -> None:
    """Assert all that the booking promised, by this office's own eyes."""
    ask: Any = lambda query: answered(office.ask(query))  # noqa: E731 - short for what follows
    free = ask(Blocks(span=DAY))
    assert all(block.end <= ELEVEN or block.start >= ELEVEN + HOUR for block in free), "still free"
    booked = ask(Blocks(span=DAY, state=BlockState.BOOKED))
    assert booked, "no block is booked"
    assert {block.appointment_id for block in booked} == {appointment_id}, "a link is missing"
    assert (booked[0].start, booked[-1].end) == (ELEVEN, ELEVEN + HOUR), "another time is booked"
    visit = ask(TheAppointment(appointment_id=appointment_id))
    assert visit.holds
    assert visit.block_ids == tuple(block.id for block in booked), "the links differ"
    assert (visit.start, visit.end) == (ELEVEN, ELEVEN + HOUR), "the times differ"
    assert [one.id for one in ask(AgendaOf(span=DAY)).appointments] == [appointment_id]
    assert ask(Verify()).ok, "verify finds something"
