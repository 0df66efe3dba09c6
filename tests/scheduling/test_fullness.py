"""How full a day is: in all, and for each doctor."""

from __future__ import annotations

import datetime as dt

from clinic_desktop.domain.booking import DayLoad, DoctorLoad, Fullness
from tests.scheduling.desk import MONDAY, Desk


def test_a_day_tells_each_doctors_share(desk: Desk) -> None:
    desk.book(0, 60, doctor=2)
    next_day = MONDAY + dt.timedelta(days=1)
    query = Fullness(first=MONDAY, last=next_day, by_doctor=True)
    shares = (DoctorLoad(1, 180, 0), DoctorLoad(2, 120, 60))
    assert desk.ask(query) == (DayLoad(MONDAY, 300, 60, shares), DayLoad(next_day, 0, 0))
    for doctors, told in (((1,), shares[:1]), ((1, 2), shares)):
        asked = Fullness(first=MONDAY, last=MONDAY, doctor_ids=doctors, by_doctor=True)
        assert desk.ask(asked)[0].doctors == told
    assert desk.ask(Fullness(first=MONDAY, last=MONDAY)) == (DayLoad(MONDAY, 300, 60),)
