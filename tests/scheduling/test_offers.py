"""The next times for a visit: all that are wished and nothing else, ranked, or why not."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import Any

import pytest

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.offers import NextTimes, Offer, Offers, booking_of
from clinic_desktop.domain.openings import Openings
from clinic_desktop.domain.people import AddAppointmentType, AddEquipment, AddRoom
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.sites import AddSite
from clinic_desktop.domain.time import TimeSpan, zone_named
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
from tests.engines import Place
from tests.scheduling.desk import MINUTE, MONDAY, NINE, Desk, at

ZONE = zone_named("America/New_York")
WEEKS = TimeSpan(NINE - dt.timedelta(hours=1), NINE + dt.timedelta(weeks=9))


@pytest.fixture
def week(place: Place) -> Iterator[Desk]:
    """Two doctors from that Monday on, seen an hour before it begins; one works in the evening."""
    with place.office(clock=lambda: at(-60)) as office:
        desk = Desk(office)
        until = MONDAY + dt.timedelta(weeks=8)
        desk.hours("Mon-Wed 9-12, 14-17", doctor=1, start=MONDAY, until=until)
        desk.hours("Tue 13-19; Thu 9-12; Sun 10-12", doctor=2, start=MONDAY, until=until)
        yield desk
        desk.verify()


def find(desk: Desk, **wish: Any) -> Offers:  # noqa: ANN401 - any field
    found: Offers = desk.ask(NextTimes(**wish))
    return found


def kind_of(desk: Desk, name: str, minutes: int, **more: Any) -> int:  # noqa: ANN401 - any field
    found: int = desk.do(AddAppointmentType(name=name, minutes=minutes, **more)).id
    return found


def told(found: Offers) -> list[tuple[str, str]]:
    """Each offer's local start and its doctor."""
    return [
        (f"{one.opening.start.astimezone(ZONE):%a %d %H:%M}", one.opening.doctor)
        for one in found.offers
    ]


def test_the_first_ten_of_all_doctors_come_by_their_days(week: Desk) -> None:
    assert told(find(week))[:3] == [
        ("Mon 03 09:00", "Dr Lee"), ("Mon 03 09:30", "Dr Lee"), ("Mon 03 10:00", "Dr Lee"),
    ]  # fmt: skip
    assert len(find(week).offers) == 10
    assert told(find(week, doctor_ids=(2,), limit=1)) == [("Tue 04 13:00", "Dr Kay")]
    both = told(find(week, weekdays=(1,), after=13 * 60, limit=4))
    assert both == [
        ("Tue 04 13:00", "Dr Kay"), ("Tue 04 13:30", "Dr Kay"),
        ("Tue 04 14:00", "Dr Lee"), ("Tue 04 14:00", "Dr Kay"),
    ]  # fmt: skip


WISHES: list[dict[str, Any]] = [
    {"weekdays": (1, 3)},
    {"weekdays": (6,)},
    {"after": 16 * 60},
    {"before": 9 * 60 + 30},
    {"at": 14 * 60, "minutes": 60},
    {"after": 10 * 60, "before": 11 * 60, "weekdays": (3, 2)},
    {"first": MONDAY + dt.timedelta(days=20), "weekdays": (0,)},
    {"first": MONDAY + dt.timedelta(days=2), "last": MONDAY + dt.timedelta(days=3)},
    {"doctor_ids": (2,), "minutes": 90},
    {"doctor_ids": (1, 2), "minutes": 180, "after": 9 * 60 + 30},
    {"minutes": 45},
    {"minutes": 240},
]


@pytest.mark.parametrize("wish", WISHES, ids=str)
def test_all_that_is_wished_is_found_and_nothing_else(week: Desk, wish: dict[str, Any]) -> None:
    """Beside all openings of those weeks, looked through one by one."""
    for start in (0, 60, 120):
        week.book(start, 30, patient=1 + start // 60)
    every = week.ask(
        Openings(
            span=WEEKS, minutes=wish.get("minutes", 0), doctor_ids=wish.get("doctor_ids")
        )
    )  # fmt: skip
    wished = [one for one in every if _is_wished(one.start.astimezone(ZONE), wish)]
    found = find(week, limit=1000, soonest=True, **wish)
    assert [(one.opening.start, one.opening.doctor_id) for one in found.offers] == [
        (one.start, one.doctor_id) for one in wished
    ]
    first = [one.opening.start for one in find(week, soonest=True, **wish).offers]
    assert first == [one.start for one in wished[:10]]
    assert bool(found.limits) is not bool(wished)


def _is_wished(local: dt.datetime, wish: dict[str, Any]) -> bool:
    minute = local.hour * 60 + local.minute
    return (
        local.weekday() in wish.get("weekdays", range(7))
        and wish.get("after", 0) <= minute < wish.get("before", 24 * 60)
        and minute == wish.get("at", minute)
        and wish.get("first", MONDAY) <= local.date() <= wish.get("last", dt.date.max)
    )


def test_each_offer_is_booked_as_it_is_offered(week: Desk) -> None:
    short = kind_of(week, "Short", 20, grid_minutes=20)
    long = kind_of(week, "Long", 50, buffer_before=10, buffer_after=10)
    room = week.do(AddRoom(name="Room 1")).id
    for wish in (
        NextTimes(), NextTimes(minutes=45), NextTimes(minutes=60, with_ids=(room,)),
        NextTimes(type_id=short), NextTimes(type_id=long), NextTimes(type_id=long, minutes=30),
        NextTimes(type_id=long, weekdays=(1,), doctor_ids=(2,), after=15 * 60),
    ):  # fmt: skip
        found: Offers = week.ask(wish)
        assert found.offers
        for offer in found.offers[:4]:
            visit = week.do(booking_of(offer, wish, 1)).appointment
            assert (visit.start, visit.end) == (offer.opening.start, offer.end)
            assert visit.doctor_id == offer.opening.doctor_id
            assert visit.type_id == wish.type_id
            assert {room} & set(visit.resource_ids) == set(wish.with_ids)
            week.undo()


def test_what_leaves_no_unusable_rest_comes_first_within_a_day(desk_of_ten: Desk) -> None:
    """Kinds of 20 and 30 minutes: a rest of 10 is nobody's."""
    half = kind_of(desk_of_ten, "Half", 30)
    kind_of(desk_of_ten, "Third", 20)
    desk_of_ten.book(60, 10)
    found = find(desk_of_ten, type_id=half, limit=20)
    rests = {_minute(one): one.rest for one in found.offers}
    # Before the visit at 60 lie sixty minutes, behind it 110.
    assert rests == {
        0: 0, 30: 0, 10: 10 + 0, 20: 10, 70: 0, 80: 10, 90: 0, 100: 0, 110: 0, 120: 0, 130: 0,
        140: 10, 150: 0,
    }  # fmt: skip
    order = [_minute(one) for one in found.offers]
    assert order == [0, 30, 70, 90, 100, 110, 120, 130, 150, 10, 20, 80, 140]
    soonest = find(desk_of_ten, type_id=half, limit=20, soonest=True)
    assert [_minute(one) for one in soonest.offers] == sorted(rests)


def _minute(one: Offer) -> int:
    return int((one.opening.start - NINE) / MINUTE)


@pytest.fixture
def desk_of_ten(place: Place) -> Iterator[Desk]:
    """Dr Lee alone has blocks of ten minutes that Monday, 9 to 12."""
    with place.office(clock=lambda: at(-60)) as office:
        desk = Desk(office)
        desk.hours("Mon 9-12", block=10)
        desk.hours("none", doctor=2)
        yield desk
        desk.verify()


@pytest.mark.slow
def test_days_fill_better_when_nothing_unusable_is_left(sqlite_place: Place) -> None:
    """The same callers, who each can't come before some time, over six days."""
    with sqlite_place.office(clock=lambda: at(-60)) as office:
        desk = Desk(office)
        for name, minutes in (("A", 20), ("B", 30), ("C", 50)):
            kind_of(desk, name, minutes)
        desk.hours("Mon-Sat 9-13", block=5, start=MONDAY, until=MONDAY + dt.timedelta(days=5))
        soonest, ranked = (_filled(desk, soonest=soonest) for soonest in (True, False))
    assert ranked > soonest


def _filled(desk: Desk, *, soonest: bool) -> int:
    """How many minutes are booked when every caller takes the first offer; takes all back."""
    callers, visits = random.Random(7), []  # noqa: S311 - no secret
    for number in range(6):
        day = MONDAY + dt.timedelta(days=number)
        for _ in range(30):
            kind, after = callers.randint(1, 3), callers.randrange(9 * 60, 13 * 60, 5)
            wish = NextTimes(
                type_id=kind, doctor_ids=(1,), first=day, last=day, after=after,
                soonest=soonest, limit=1,
            )  # fmt: skip
            found: Offers = desk.ask(wish)
            if found.offers:
                command = booking_of(found.offers[0], wish, 1)
                visits.append(desk.do(command).appointment)
    for visit in visits:
        desk.cancel(visit)
    return sum(int((visit.end - visit.start) / MINUTE) for visit in visits)


def test_where_nothing_is_found_each_rule_is_told_with_the_nearest_time_beyond(week: Desk) -> None:
    found = find(week, doctor_ids=(2,), weekdays=(0,), last=MONDAY)
    assert found.offers == ()
    near = {
        one.code: f"{one.nearest.opening.start.astimezone(ZONE):%a %d %H:%M}"
        for one in found.limits
        if one.nearest is not None
    }
    assert near["doctor"] == "Mon 03 09:00"
    assert {"no_hours"} <= {one.code for one in found.limits}
    assert "There is nothing with Dr Kay on Monday until Mon 3 Nov 2025." in [
        one.message for one in found.limits
    ]
    late = find(week, doctor_ids=(1,), after=18 * 60)
    assert {one.code for one in late.limits} >= {"times", "doctor"}
    [times] = [one for one in late.limits if one.code == "times"]
    assert times.message == "There is nothing that begins from 18:00 with Dr Lee."
    every = find(week, doctor_ids=(1,), last=MONDAY, soonest=True, limit=100).offers
    assert times.nearest == every[-1], "who can from 18:00 on is told of the last time of that day"
    early = find(week, doctor_ids=(1,), before=8 * 60).limits[0]
    assert early.nearest is not None
    assert early.nearest.opening.start == NINE
    days = find(week, weekdays=(4, 5))
    first = days.limits[0]
    assert (first.code, first.message) == ("weekdays", "There is nothing on Friday or Saturday.")


def test_leave_and_a_kind_that_is_not_allowed_are_told(week: Desk) -> None:
    away = Stretch(MONDAY, MONDAY + dt.timedelta(weeks=9))
    week.change(AddTimeOff(doctor_id=2, when=away))
    found = find(week, doctor_ids=(2,))
    assert "time_off" in [one.code for one in found.limits]
    kind = kind_of(week, "Kay's", 30, doctor_ids=(2,))
    barred = find(week, doctor_ids=(1,), type_id=kind)
    assert "type_not_allowed" in [one.code for one in barred.limits]
    device = week.do(AddEquipment(name="Laser")).id
    busy = find(week, doctor_ids=(1,), with_ids=(device,), minutes=600)
    assert {"length"} <= {one.code for one in busy.limits}


def test_only_times_at_the_site_are_found(week: Desk) -> None:
    branch = week.do(AddSite(name="Harbour")).id
    assert find(week, site_id=branch).offers == ()
    assert find(week, site_id=branch).limits[0].code == "site"
    day = MONDAY + dt.timedelta(days=4)
    hours = WeeklyHours.parse("Fri 9-10")
    wish = SetWeeklyHours(
        doctor_id=1, hours=hours, start=day, until=day, site_id=branch, block_minutes=30
    )
    week.change(wish)
    assert told(find(week, site_id=branch)) == [
        ("Fri 07 09:00", "Dr Lee"), ("Fri 07 09:30", "Dr Lee"),
    ]  # fmt: skip


def test_what_has_begun_is_not_offered_and_what_is_taken_is_gone(week: Desk) -> None:
    first = find(week, limit=1).offers[0]
    wish = NextTimes()
    week.do(booking_of(first, wish, 1))
    assert find(week, limit=1).offers[0].opening.start == at(30)
    with pytest.raises(Refusal) as refused:
        week.do(booking_of(first, wish, 2))
    assert refused.value.code == "block_taken"


def test_nothing_is_looked_for_where_time_ends(week: Desk) -> None:
    for first in (dt.date(9999, 12, 31), dt.date(2242, 3, 1)):
        assert find(week, first=first).offers == ()
    assert find(week, last=dt.date(2000, 1, 1)).offers == ()
    assert find(week, last=dt.date.max).offers
    with pytest.raises(Refusal) as refused:
        find(week, type_id=99)
    assert refused.value.code == "unknown_type"


def test_a_free_time_a_year_ahead_is_found_at_once(week: Desk) -> None:
    """Everybody is booked or off for weeks; the first day behind them is the answer."""
    day = MONDAY + dt.timedelta(days=350)
    week.hours("Mon-Sun 9-10", doctor=1, start=day, until=day)
    found = find(week, doctor_ids=(1,), first=MONDAY + dt.timedelta(weeks=9))
    assert len(found.offers) == 2
