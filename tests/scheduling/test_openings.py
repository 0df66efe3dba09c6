"""What is offered for a type: the slot cases of other programs, buffers, grids and notice."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from clinic_desktop import compose
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import BookBlock, NextFree
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.hours_text import Window
from clinic_desktop.domain.offers import NextTimes, Offer, booking_of
from clinic_desktop.domain.openings import NextOpenings, Opening, Openings
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AddDoctor,
    AddPatient,
    ChangeAppointmentType,
    Name,
)
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.series import ProposeSeries, Repeat
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.timeoff import AddTimeOff, Stretch
from tests.engines import ENGINES, Place, shared, the_server
from tests.engines import settings as settings_of
from tests.scheduling.desk import DAY, MONDAY, Desk, at

POLICY = "P1_fixed_blocks"
MINUTE = dt.timedelta(minutes=1)
EARLY = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def offered(desk: Desk, **more: Any) -> list[int]:  # noqa: ANN401 - any field
    """The starts that are offered with Dr Lee, in minutes after nine."""
    found: tuple[Opening, ...] = desk.ask(Openings(span=DAY, doctor_ids=(1,), **more))
    return [int((one.start - at(0)) / MINUTE) for one in found]


def kind_of(desk: Desk, minutes: int, **more: Any) -> int:  # noqa: ANN401 - any field
    found: int = desk.do(AddAppointmentType(name=f"Of {minutes}", minutes=minutes, **more)).id
    return found


def book(desk: Desk, start: int, kind: int, patient: int = 1) -> Any:  # noqa: ANN401 - an appointment
    wish = BookBlock(patient_id=patient, doctor_id=1, start=at(start), type_id=kind)
    return desk.do(wish).appointment


def test_a_buffer_keeps_the_next_start_away_and_the_patient_is_told_the_true_length(
    desk: Desk,
) -> None:
    desk.hours("Mon 9-12", block=10)
    kind = kind_of(desk, 30, buffer_after=10)
    visit = book(desk, 0, kind)
    assert (visit.start, visit.end, len(visit.block_ids)) == (at(0), at(30), 4)
    assert desk.free()[0] == 40
    assert desk.visit(visit.id) == visit
    early = BookBlock(patient_id=2, doctor_id=1, start=at(30), end=at(40))
    assert desk.codes(early) == ["block_taken"]
    moved = desk.move(visit, 60)
    assert (moved.start, moved.end, desk.free()[:7]) == (
        at(60),
        at(90),
        [0, 10, 20, 30, 40, 50, 100],
    )
    desk.undo()
    assert desk.free()[0] == 40
    desk.cancel(visit)
    assert desk.free()[0] == 0


def test_a_buffer_before_needs_the_doctor_alone(desk: Desk) -> None:
    kind = kind_of(desk, 30, buffer_before=20, buffer_after=20)
    desk.book(60)
    wish = BookBlock(patient_id=2, doctor_id=1, start=at(90), type_id=kind)
    [reason] = desk.refused(wish)
    assert reason.code == "buffer_taken"
    assert "needs 20 minutes before and 20 after" in reason.message
    assert offered(desk, type_id=kind) == [0, 120, 150]
    first, last = book(desk, 0, kind, 2), book(desk, 150, kind, 3)
    assert (first.start, first.end, len(first.block_ids)) == (at(0), at(30), 2)
    assert (last.start, last.end, len(last.block_ids)) == (at(150), at(180), 2)
    assert desk.free() == [90]
    assert offered(desk, type_id=kind) == []
    desk.undo()
    desk.undo()
    assert desk.free() == [0, 30, 90, 120, 150]


def test_each_type_begins_on_its_own_grid(desk: Desk) -> None:
    desk.hours("Mon 9-12", block=15)
    kinds = [kind_of(desk, minutes, grid_minutes=minutes) for minutes in (15, 30, 45)]
    found = [offered(desk, type_id=kind) for kind in kinds]
    assert found == [list(range(0, 180, step)) for step in (15, 30, 45)]
    desk.book(15, 15)
    assert offered(desk, type_id=kinds[2]) == [45, 90, 135]


def test_what_is_offered_can_be_booked_and_nothing_else(desk: Desk) -> None:
    desk.hours("Mon 9-12, 13-14", block=15)
    desk.book(45, 15)
    kind = kind_of(desk, 40, buffer_before=15, buffer_after=10)
    could = offered(desk, type_id=kind)
    for start in range(0, 300, 15):
        wish = BookBlock(patient_id=2, doctor_id=1, start=at(start), type_id=kind)
        try:
            desk.do(wish)
        except Refusal:
            assert start not in could
        else:
            assert start in could
            desk.undo()


def test_what_is_left_of_a_block_is_offered_to_who_fits_in_it_alone(desk: Desk) -> None:
    """A patient who is offered “9:40” would get five minutes, where a block is a quarter."""
    desk.hours("Mon 9-10", block=15)
    short, quick = kind_of(desk, 20, grid_minutes=20), kind_of(desk, 5)
    book(desk, 20, short)
    assert desk.free() == [0, 15, 40, 45]
    assert offered(desk) == [0, 45]
    first = NextFree(after=at(15), doctor_ids=(1,), limit=5)
    for minutes, starts in ((0, [45]), (5, [15, 40, 45]), (20, [40])):
        found = desk.ask(replace(first, minutes=minutes))
        assert [int((one.start - at(0)) / MINUTE) for one in found] == starts
    assert offered(desk, type_id=quick) == [0, 15, 40, 45]
    later = desk.ask(NextOpenings(after=at(15), doctor_ids=(1,)))
    assert [one.start for one in later] == [at(45)]
    # Whoever names it has it all the same.
    wish = BookBlock(patient_id=2, block_id=desk.blocks()[40])
    assert desk.do(wish).appointment.span.minutes == 5


@pytest.mark.parametrize(
    ("minutes", "told", "more"),
    [
        (30, 60, {}),
        (90, 120, {}),
        (30, 30, {"buffer_after": 15}),
        (30, 30, {"grid_minutes": 30}),
    ],
)
def test_the_length_that_is_offered_explained_and_proposed_is_the_one_that_is_booked(
    desk: Desk, minutes: int, told: int, more: dict[str, Any]
) -> None:
    """A group's blocks are an hour: who comes for half of it has the whole, unless it is cut."""
    desk.hours("Mon 9-15", block=60)
    group = SetWeeklyHours(
        doctor_id=2, hours=WeeklyHours.parse("Mon 9-15"), block_minutes=60, seats=3,
        start=MONDAY, until=MONDAY,
    )  # fmt: skip
    desk.change(group)
    kind = kind_of(desk, minutes, **more)
    for doctor in (1, 2):
        wish = NextTimes(type_id=kind, doctor_ids=(doctor,), first=MONDAY, last=MONDAY)
        repeat = Repeat(times=1)
        series = ProposeSeries(doctor_id=doctor, start=at(60), type_id=kind, repeat=repeat)
        why = desk.ask(Why(doctor_id=doctor, start=at(60), type_id=kind))
        [proposed] = desk.ask(series).visits
        [opening] = [
            one
            for one in desk.ask(Openings(span=DAY, doctor_ids=(doctor,), type_id=kind))
            if one.start == at(60)
        ]
        visit = desk.do(booking_of(Offer(opening), wish, 1)).appointment
        assert visit.end == at(60 + told)
        assert (opening.end, why.end, proposed.end) == (visit.end,) * 3
        if doctor == 2:
            continue
        # Where it is taken: what it would be, and what is told as near to it.
        wish_there = BookBlock(patient_id=2, doctor_id=1, start=at(60), type_id=kind)
        [reason] = desk.refused(wish_there)
        assert desk.ask(Why(doctor_id=1, start=at(60), type_id=kind)).end == visit.end
        near = reason.facts["nearest"][-1]
        start = dt.datetime.fromisoformat(near["start"])
        there = desk.do(replace(wish_there, start=start)).appointment
        assert there.end == dt.datetime.fromisoformat(near["until"])
        desk.undo()
        desk.undo()


def test_a_type_whose_lengths_make_no_sense_is_misuse(desk: Desk) -> None:
    wish = AddAppointmentType(name="X", minutes=30)
    for wrong in (
        replace(wish, buffer_before=-1),
        replace(wish, buffer_after=300),
        replace(wish, grid_minutes=1),
    ):
        assert desk.misused(wrong) == "bad_length"
    with pytest.raises(Refusal):
        offered(desk, type_id=77)


def test_a_type_that_is_changed_leaves_what_is_booked_as_it_is(desk: Desk) -> None:
    kind = kind_of(desk, 30)
    visit = book(desk, 0, kind)
    wish = ChangeAppointmentType(type_id=kind, minutes=60, buffer_after=30, grid_minutes=60)
    changed = desk.do(wish)
    assert (changed.minutes, changed.buffer_after, changed.version) == (60, 30, 2)
    assert desk.visit(visit.id) == visit
    assert offered(desk, type_id=kind) == [60, 120]
    same = desk.office.do(replace(wish, command_id=visit.id)).result(60)
    assert same.changes is None
    assert desk.do(ChangeAppointmentType(type_id=kind, grid_minutes=0)).grid_minutes is None
    assert desk.codes(ChangeAppointmentType(type_id=77, minutes=5)) == ["unknown_type"]
    assert desk.misused(ChangeAppointmentType(type_id=kind, minutes=0)) == "bad_length"
    assert desk.misused(ChangeAppointmentType(type_id=kind, colour="red")) == "bad_colour"


# --- slot cases --------------------------------------------------------------------------------


class Moment:
    """A clock that is set for each case."""

    now = EARLY

    def __call__(self) -> dt.datetime:
        return self.now


@contextmanager
def clinic(engine: str, zone: str, folder: Path, moment: Moment) -> Iterator[Desk]:
    """An empty clinic in a zone, with a patient."""
    with ExitStack() as stack:
        url = str(folder / "clinic.db")
        if engine == "postgresql":
            server = the_server()
            url = server.url(stack.enter_context(server.database("template0")))
        place = Place(url, engine, folder)
        with _opened(place, zone, moment) as desk:
            yield desk


@contextmanager
def _opened(place: Place, zone: str, moment: Moment) -> Iterator[Desk]:
    compose.create_clinic(settings_of(place.url, place.folder), name="Slots", zone=zone)
    with place.office(clock=moment) as office:
        desk = Desk.__new__(Desk)
        desk.office = office
        desk.do(AddPatient(name=Name("Ann", "Smith")))
        yield desk
        desk.verify()


def instant(text: str, zone: ZoneInfo) -> dt.datetime:
    found = dt.datetime.fromisoformat(text)
    return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(dt.UTC)


def pieces(spans: list[list[str]], zone: ZoneInfo) -> dict[dt.date, list[Window]]:
    """The windows of each local day."""
    found: dict[dt.date, list[Window]] = defaultdict(list)
    for start, end in ((instant(a, zone), instant(b, zone)) for a, b in spans):
        day = start.astimezone(zone).date()
        while (opens := dt.datetime.combine(day, dt.time(), zone)) < end:
            closes = min(end.astimezone(zone), opens + dt.timedelta(days=1))
            first, last = (
                int((one.replace(tzinfo=None) - opens.replace(tzinfo=None)) / MINUTE)
                for one in (max(start.astimezone(zone), opens), closes)
            )
            found[day].append((first, last))
            day += dt.timedelta(days=1)
    return found


def starts_of(
    desk: Desk, case: dict[str, Any], zone: ZoneInfo, moment: Moment
) -> list[dt.datetime]:
    """What the program offers for a case."""
    asked = case["input"]
    duration, step = asked["duration_min"], asked.get("step_min", asked["duration_min"])
    doctor = desk.do(AddDoctor(name=case["id"])).id
    windows = pieces(asked["windows"], zone)
    for day, several in windows.items():
        hours = WeeklyHours.on(day, tuple(several))
        length = min(duration, step)
        wish = SetWeeklyHours(
            doctor_id=doctor, hours=hours, block_minutes=length, start=day, until=day,
            grid_minutes=step if step > length else None,
        )  # fmt: skip
        desk.change(wish)
    buffers = {side: asked.get(f"{side}_min", 0) for side in ("buffer_before", "buffer_after")}
    kind = desk.do(AddAppointmentType(name=case["id"], minutes=duration, **buffers)).id
    for start, end in asked.get("busy", ()):
        if any(buffers.values()):
            at_, until = instant(start, zone), instant(end, zone)
            desk.do(
                BookBlock(patient_id=1, doctor_id=doctor, start=at_, end=until, even_if_busy=True)
            )
        else:
            for day, several in pieces([[start, end]], zone).items():
                for first, last in several:
                    when = Stretch(day, day, first, last)
                    desk.change(AddTimeOff(doctor_id=doctor, when=when))
    moment.now = instant(asked["now"], zone) if "now" in asked else EARLY
    around = TimeSpan(
        dt.datetime.combine(min(windows), dt.time(), dt.UTC) - dt.timedelta(days=1),
        dt.datetime.combine(max(windows), dt.time(), dt.UTC) + dt.timedelta(days=2),
    )
    query = Openings(
        span=around,
        doctor_ids=(doctor,),
        type_id=kind,
        notice_minutes=asked.get("min_notice_min", 0),
    )
    found: tuple[Opening, ...] = desk.ask(query)
    moment.now = EARLY
    return [one.start for one in found]


def check(case: dict[str, Any], found: list[dt.datetime], zone: ZoneInfo) -> None:
    expected = case["expect"]
    told = {name: of for name, of in expected.items() if name not in ("starts", "count")}
    if "starts" in expected:
        assert found == [instant(one, zone) for one in expected["starts"]], case["id"]
    if "count" in expected:
        assert len(found) == expected["count"], case["id"]
    for name, of in told.items():
        several = [of] if isinstance(of, str) else of
        known = {instant(one, zone) for one in several}
        match name:
            case "first" | "last":
                assert found[0 if name == "first" else -1] in known, case["id"]
            case "includes":
                assert known <= set(found), case["id"]
            case "excludes":
                assert not known & set(found), case["id"]
            case _:
                raise AssertionError(name)


@pytest.mark.slow
@pytest.mark.shared_data
@pytest.mark.parametrize("engine", ENGINES)
def test_the_slots_of_other_programs_are_offered(engine: str, tmp_path: Path) -> None:
    """All cases that any program must give, and all of blocks that do not move."""
    file = shared("slotcases", "free_slots.json")
    told = json.loads(file.read_text(encoding="utf-8"))["cases"]
    cases = [case for case in told if case["universal"] or POLICY in case["reproduced_by"]]
    assert (len(cases), sum(case["universal"] for case in cases)) == (35, 26)
    by_zone: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for case in cases:
        by_zone[case["input"].get("tz", "UTC")].append(case)
    for number, (name, several) in enumerate(by_zone.items()):
        folder, moment, zone = tmp_path / str(number), Moment(), ZoneInfo(name)
        folder.mkdir()
        with clinic(engine, name, folder, moment) as desk:
            for case in several:
                check(case, starts_of(desk, case, zone, moment), zone)


def test_a_buffer_is_held_as_far_as_there_are_hours(desk: Desk) -> None:
    desk.hours("Mon 9-10", block=15)
    kind = kind_of(desk, 30, buffer_before=5, buffer_after=15)
    # Before nine and behind ten nothing need be kept free.
    assert offered(desk, type_id=kind) == [0, 15, 30]
    first = desk.ask(Why(doctor_id=1, start=at(0), type_id=kind))
    assert first.offered
    assert book(desk, 0, kind).start == at(0)
