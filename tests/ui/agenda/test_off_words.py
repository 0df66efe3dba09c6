"""Where the words of time off stand in a column: beside cards, and never over each other."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.away import Away
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.timeoff import TimeOffKind
from clinic_desktop.ui.agenda.contents import OffKey
from clinic_desktop.ui.agenda.off import Off, OffPlaced
from clinic_desktop.ui.agenda.off_painting import gaps_of
from clinic_desktop.ui.agenda.placing import Placed
from tests.ui.agenda.samples import DOCTORS, at, visit

DAY = dt.date(2025, 6, 2)


def off(number: int, top: int, bottom: int) -> OffPlaced:
    start, end = at(DAY, "08:00"), at(DAY, "18:00")
    span = TimeSpan(start, end)
    away = Away(number, 1, TimeOffKind.LEAVE, span, (span,))
    item = Off(OffKey(number, 0.0), 1, "Dr Lee", start, end, away, whole_day=True)
    return OffPlaced(item, top, bottom)


def card(top: int, bottom: int) -> Placed:
    return Placed(visit(1, DOCTORS[0], DAY, "09:00", "09:30"), top, bottom)


def test_two_that_lie_over_each_other_are_told_below_each_other_and_beside_cards() -> None:
    both = [off(1, 0, 200), off(2, 0, 200)]
    assert gaps_of(both, [card(0, 40), card(70, 200)], 18) == [40, None]
    assert gaps_of(both, [card(0, 40), card(80, 90)], 18) == [40, 58]
    assert gaps_of([off(1, 0, 10)], [], 18) == [None]
