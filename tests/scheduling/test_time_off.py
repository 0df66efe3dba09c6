"""Time off, closed days and hours of single dates: what goes, what comes back, whom it hits."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from clinic_desktop.domain.availability import (
    CopyDays,
    HoursOf,
    SetDays,
    SetWeeklyHours,
    WeeklyHours,
    day_windows,
)
from clinic_desktop.domain.booking import Block, Blocks, BlockState, BookBlock, Undo
from clinic_desktop.domain.effect import Effect, EffectOf, TimeChange
from clinic_desktop.domain.people import AddDoctor, AddPatient, Name
from clinic_desktop.domain.recurrence import Recurrence
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.time import TimeSpan, day_span, zone_named
from clinic_desktop.domain.timeoff import (
    AddTimeOff,
    CloseClinic,
    Closing,
    RemoveTimeOff,
    Stretch,
    TimeOffKind,
    TimeOffOf,
    VisitsIn,
)
from tests.scheduling.desk import MONDAY, Desk, at

DAY = dt.timedelta(days=1)
WEEK = 7 * DAY
TEN, ELEVEN = 600, 660
NEW_YORK = zone_named("America/New_York")
NOON = (720, 1020)


def off(start: int = TEN, end: int = ELEVEN, repeat: str = "", **more: Any) -> AddTimeOff:  # noqa: ANN401 - any field
    """Time off of Dr Lee on that Monday, 10 to 11."""
    when = Stretch(MONDAY, MONDAY, start, end, Recurrence.parse(repeat) if repeat else None)
    return AddTimeOff(**{"doctor_id": 1, "when": when, **more})


def hours(text: str, **more: Any) -> SetWeeklyHours:  # noqa: ANN401 - any field
    """Hours of Dr Lee on that Monday."""
    parsed = WeeklyHours.parse(text)
    fields: dict[str, Any] = {"doctor_id": 1, "block_minutes": 30, "start": MONDAY, **more}
    return SetWeeklyHours(hours=parsed, **{"until": MONDAY, **fields})


def closed(*days: dt.date, **more: Any) -> CloseClinic:  # noqa: ANN401 - any field
    return CloseClinic(closings=tuple(Closing(Stretch(day, day), "Party") for day in days), **more)


def starts(desk: Desk, day: dt.date, doctor: int = 1) -> list[str]:
    """The local starts of all blocks of a day."""
    span = day_span(day, NEW_YORK)
    found: tuple[Block, ...] = desk.ask(
        Blocks(span=span, doctor_ids=(doctor,), state=BlockState.ALL)
    )
    return [f"{one.start.astimezone(NEW_YORK):%H:%M}" for one in found]


def count(desk: Desk, days: int = 40, doctor: int = 1) -> list[int]:
    """How many blocks each of some days has."""
    return [len(starts(desk, MONDAY + n * DAY, doctor)) for n in range(days)]


def test_time_off_removes_its_blocks_at_once_and_gives_them_back(desk: Desk) -> None:
    before = desk.blocks()
    saved = desk.change(off(note="Dentist"))
    assert (saved.blocks_removed, saved.affected) == (2, ())
    assert desk.free() == [0, 30, 120, 150]
    (one,) = desk.ask(TimeOffOf(doctor_id=1, first=MONDAY, last=MONDAY))
    assert (one.kind, one.note, one.doctor_id) == (TimeOffKind.LEAVE, "Dentist", 1)
    assert desk.ask(TimeOffOf(doctor_id=1, first=MONDAY + DAY)) == ()
    desk.verify()
    back = desk.change(RemoveTimeOff(time_off_id=one.id))
    assert (back.blocks_added, back.time_off) == (2, (one,))
    assert list(desk.blocks()) == list(before)
    assert desk.codes(RemoveTimeOff(time_off_id=one.id)) == ["unknown_time_off"]


def test_a_change_that_hits_somebody_is_saved_only_as_it_was_seen(desk: Desk) -> None:
    visit = desk.book(60)
    [reason] = desk.refused(off())
    assert reason.code == "appointments_affected"
    assert "no hours: Dr Lee, Mon 3 Nov 2025, 10:00. Nothing was saved." in reason.message
    assert [one.id for one in reason.facts["affected"]] == [visit.id]
    assert reason.facts["number"] == 1
    assert desk.codes(off(accept=2)) == ["appointments_affected"]
    saved = desk.do(off(accept=1))
    assert [one.id for one in saved.affected] == [visit.id]
    assert desk.visit(visit.id).block_ids == visit.block_ids
    assert desk.free() == [0, 30, 120, 150]
    desk.cancel(visit)
    assert desk.free() == [0, 30, 120, 150]
    assert desk.codes(off(accept=1)) == ["appointments_affected"]


def test_the_effect_names_the_phones_and_the_blocks_of_each_doctor(desk: Desk) -> None:
    cem = desk.do(AddPatient(name=Name("Cem", "Ay"), phones=("212 555 0100",)))
    desk.book(60, patient=cem.id)
    seen: Effect = desk.ask(EffectOf(change=closed(MONDAY)))
    assert [(one.doctor, one.blocks_added, one.blocks_removed) for one in seen.doctors] == [
        ("Dr Lee", 0, 5),
        ("Dr Kay", 0, 6),
    ]
    assert {(one.first, one.last) for one in seen.doctors} == {(MONDAY, MONDAY)}
    assert [hit.phones for hit in seen.hits] == [cem.phones]
    assert desk.free() == [0, 30, 90, 120, 150]


def test_who_is_left_in_time_off_is_told_until_moved_or_cancelled(desk: Desk) -> None:
    cem = desk.do(AddPatient(name=Name("Cem", "Ay"), phones=("212 555 0100",)))
    kept, gone, moved = desk.book(60, patient=cem.id), desk.book(90), desk.book(60, doctor=2)
    desk.book(150)
    leave = desk.change(off()).time_off[0].id
    day = desk.change(closed(MONDAY)).time_off[0].id

    def left(number: int) -> list[Any]:
        return [hit.appointment.id for hit in desk.ask(VisitsIn(time_off_id=number))]

    assert desk.ask(VisitsIn(time_off_id=leave))[0].phones == cem.phones
    assert left(leave) == [kept.id, gone.id]
    assert {kept.id, gone.id, moved.id} < set(left(day))
    desk.cancel(gone)
    assert left(leave) == [kept.id]
    desk.change(RemoveTimeOff(time_off_id=leave))
    with pytest.raises(Refusal, match="unknown_time_off"):
        left(leave)


def test_what_somebody_booked_meanwhile_changes_the_effect(desk: Desk) -> None:
    wish = off()
    seen: Effect = desk.ask(EffectOf(change=wish))
    elsewhere = desk.book(0)
    desk.cancel(elsewhere)
    visit = desk.book(60)
    [reason] = desk.refused(replace(wish, effect=seen.digest))
    assert reason.code == "effect_changed"
    assert [one.id for one in reason.facts["affected"]] == [visit.id]
    again: Effect = desk.ask(EffectOf(change=wish))
    assert again.digest == reason.facts["effect"] != seen.digest
    desk.do(replace(wish, effect=again.digest))


def test_bookings_elsewhere_leave_an_effect_as_it_was_shown(desk: Desk) -> None:
    wish = off()
    seen: Effect = desk.ask(EffectOf(change=wish))
    desk.book(150)
    desk.do(replace(wish, effect=seen.digest))


def test_leave_over_days_lists_everybody_whom_it_hits(desk: Desk) -> None:
    desk.hours("Mon-Sun 9-12", start=MONDAY, until=MONDAY + 2 * WEEK)
    friday = MONDAY + 4 * DAY
    visits = [
        desk.do(BookBlock(patient_id=number, doctor_id=1, start=at(n * 1440))).appointment
        for number, n in ((1, 2), (2, 4), (3, 5))
    ]
    wish = off(when=Stretch(MONDAY + DAY, friday))
    saved = desk.change(wish)
    assert [one.id for one in saved.affected] == [one.id for one in visits[:2]]
    assert saved.blocks_removed == 4 * 6 - 2
    assert count(desk, 7) == [6, 0, 1, 0, 1, 6, 6]


def test_what_comes_again_is_blocked_as_far_as_blocks_are_laid(desk: Desk) -> None:
    desk.hours("Mon-Sun 9-12", start=MONDAY, until=MONDAY + 100 * DAY)
    desk.change(off(540, 720, "first Monday of the month", kind=TimeOffKind.BLOCKED))
    gone = [n for n, number in enumerate(count(desk, 100)) if number == 0]
    assert [MONDAY + n * DAY for n in gone] == [
        dt.date(2025, 11, 3), dt.date(2025, 12, 1), dt.date(2026, 1, 5), dt.date(2026, 2, 2),
    ]  # fmt: skip
    desk.undo()
    assert set(count(desk, 100)) == {6}


def test_a_closed_day_is_everybodys_also_of_those_who_come_later(desk: Desk) -> None:
    saved = desk.change(closed(MONDAY, MONDAY + WEEK))
    assert (saved.blocks_removed, len(saved.time_off)) == (12, 2)
    assert desk.free(1) == desk.free(2) == []
    late = desk.do(AddDoctor(name="Dr Late")).id
    desk.hours("Mon 9-12", doctor=late)
    assert desk.free(late) == []
    again = desk.do(closed(MONDAY, MONDAY + DAY))
    assert (again.skipped, [one.when.first for one in again.time_off]) == (
        (MONDAY,),
        [MONDAY + DAY],
    )
    (first, *_) = desk.ask(TimeOffOf(doctor_id=None, first=MONDAY))
    desk.change(RemoveTimeOff(time_off_id=first.id))
    assert desk.free(1) == desk.free(2) == desk.free(late) == [0, 30, 60, 90, 120, 150]


def test_one_undo_takes_a_change_of_time_off_back(desk: Desk) -> None:
    before = desk.picture()
    for wish in (off(), closed(MONDAY)):
        number = desk.change(wish).time_off[0].id
        after = desk.picture()
        desk.change(RemoveTimeOff(time_off_id=number))
        assert desk.picture() == before
        desk.undo()
        assert desk.picture() == after
        desk.undo()
        assert desk.picture() == before
    assert desk.ask(TimeOffOf(doctor_id=1, first=MONDAY, closed=True)) == ()


def test_time_off_where_no_block_is_laid_comes_back_and_is_told(desk: Desk) -> None:
    tuesday = MONDAY + dt.timedelta(days=1)
    wish = AddTimeOff(doctor_id=2, when=Stretch(tuesday, tuesday))
    (leave,) = desk.change(wish).time_off
    desk.change(RemoveTimeOff(time_off_id=leave.id))
    done = desk.office.do(Undo()).result(60)
    assert done.changes is not None
    seen = {(one.kind, one.id, one.doctor_id) for one in done.changes.touched}
    assert ("time_off", str(leave.id), 2) in seen
    desk.verify()


def test_undo_leaves_nobody_outside_who_was_booked_since(desk: Desk) -> None:
    old = desk.book(0)
    number = desk.change(off()).time_off[0].id
    desk.change(RemoveTimeOff(time_off_id=number))
    visit = desk.book(60)
    with pytest.raises(Refusal) as refused:
        desk.undo(_last_of(desk) - 1)
    assert refused.value.code == "appointments_affected"
    assert [one.id for one in refused.value.facts["affected"]] == [visit.id]
    desk.undo()
    desk.undo()
    assert desk.free() == [30, 120, 150]
    assert desk.visit(old.id).holds


def _last_of(desk: Desk) -> int:
    """The sequence of the last command."""
    query = Blocks(span=TimeSpan(at(0), at(30)))
    return desk.office.ask(query).result(60).sequence


def test_undo_of_leave_that_hit_somebody_is_no_hit(desk: Desk) -> None:
    visit = desk.book(60)
    before = desk.picture()
    desk.change(off())
    desk.undo()
    assert desk.picture() == before
    assert desk.visit(visit.id).block_ids == visit.block_ids


def test_hours_of_a_date_replace_the_weekly_ones_and_go_again(desk: Desk) -> None:
    desk.hours("Mon-Tue 9-12", start=MONDAY, until=MONDAY + 3 * WEEK)
    own = SetDays(doctor_id=1, days=(MONDAY + WEEK,), windows=day_windows("14-16"))
    saved = desk.change(own)
    assert (saved.blocks_added, saved.blocks_removed, saved.days) == (4, 6, (MONDAY + WEEK,))
    assert starts(desk, MONDAY + WEEK) == ["14:00", "14:30", "15:00", "15:30"]
    assert [number for number in count(desk, 15) if number] == [6, 6, 4, 6, 6]
    rules = desk.ask(HoursOf(doctor_id=1, first=MONDAY + WEEK, last=MONDAY + WEEK))
    assert [(str(one.hours), one.overrides) for one in rules] == [
        ("Mon-Tue 9-12", False),
        ("Mon 14-16", True),
    ]
    desk.change(replace(own, command_id=off().command_id, windows=()))
    assert starts(desk, MONDAY + WEEK) == []
    desk.hours("Mon-Tue 8-12", start=MONDAY, until=MONDAY + 3 * WEEK)
    assert count(desk, 9) == [8, 8, 0, 0, 0, 0, 0, 0, 8]
    usual = SetDays(doctor_id=1, days=(MONDAY + WEEK, MONDAY), windows=None)
    assert desk.change(usual).blocks_added == 8
    assert starts(desk, MONDAY + WEEK) == starts(desk, MONDAY)
    desk.undo()
    assert starts(desk, MONDAY + WEEK) == []


def test_a_day_of_its_own_lists_whom_it_leaves_outside(desk: Desk) -> None:
    visit = desk.book(60)
    own = SetDays(doctor_id=1, days=(MONDAY,), windows=day_windows("11-12"))
    assert desk.codes(own) == ["appointments_affected"]
    assert [one.id for one in desk.change(own).affected] == [visit.id]
    desk.cancel(visit)
    assert desk.free() == [120, 150]


def test_a_copied_week_has_equal_blocks_in_local_time(desk: Desk) -> None:
    """Over the night on which clocks go back, from a week that alternates."""
    text = "Mon-Fri 9-12, 13-17; Sun 8-10; Wed 18-20 every 2 weeks"
    first = dt.date(2025, 10, 20)
    desk.hours(text, block=15, start=first, until=first + 3 * WEEK)
    desk.change(SetDays(doctor_id=1, days=(first + DAY,), windows=day_windows("7-8")))
    week = tuple(first + n * DAY for n in range(7))
    later = tuple(day + WEEK for day in week)
    assert [starts(desk, day) for day in week] != [starts(desk, day) for day in later]
    desk.change(CopyDays(doctor_id=1, of=week, to=later))
    assert [starts(desk, day) for day in week] == [starts(desk, day) for day in later]
    desk.undo()
    assert len(starts(desk, first + WEEK + DAY)) == 28


def test_alternating_weeks_go_on_as_they_were_when_their_rule_is_parted(desk: Desk) -> None:
    desk.hours("Mon 9-12 every 2 weeks", start=MONDAY, until=MONDAY + 8 * WEEK)
    mondays = [MONDAY + n * WEEK for n in range(6)]
    assert [len(starts(desk, day)) for day in mondays] == [6, 0, 6, 0, 6, 0]
    desk.hours("Mon 9-10", start=MONDAY + WEEK, until=MONDAY + 2 * WEEK)
    assert [len(starts(desk, day)) for day in mondays] == [6, 2, 2, 0, 6, 0]
    later = "Mon 9-12 every 2 weeks from week 2"
    desk.hours(later, start=MONDAY + 3 * DAY, until=MONDAY + 8 * WEEK)
    assert [len(starts(desk, day)) for day in mondays] == [6, 6, 0, 6, 0, 6]


def test_blocks_begin_on_the_grid_of_the_rule(desk: Desk) -> None:
    hours = WeeklyHours.parse("Mon 9-12")
    wish = SetWeeklyHours(
        doctor_id=1, hours=hours, block_minutes=30, grid_minutes=60, start=MONDAY, until=MONDAY
    )
    desk.change(wish)
    assert starts(desk, MONDAY) == ["09:00", "10:00", "11:00"]
    assert desk.misused(replace(wish, grid_minutes=15)) == "bad_block_length"


def test_what_makes_no_sense_is_misuse(desk: Desk) -> None:
    wishes: tuple[tuple[TimeChange[Any], str], ...] = (
        (off(kind=TimeOffKind.HOLIDAY), "bad_kind"),
        (off(note="x" * 300), "too_long"),
        (closed(), "bad_dates"),
        (closed(MONDAY, kind=TimeOffKind.LEAVE), "bad_kind"),
        (SetDays(doctor_id=1, days=(), windows=()), "bad_dates"),
        (SetDays(doctor_id=1, days=(MONDAY,), windows=(), block_minutes=1), "bad_block_length"),
        (CopyDays(doctor_id=1, of=(MONDAY,), to=(MONDAY, MONDAY + DAY)), "bad_dates"),
        (CopyDays(doctor_id=1, of=(MONDAY, MONDAY), to=(MONDAY, MONDAY)), "bad_dates"),
    )
    for wish, code in wishes:
        assert desk.misused(wish) == code


def test_a_doctor_who_is_not_there_has_no_time_off(desk: Desk) -> None:
    for wish in (off(doctor_id=77), SetDays(doctor_id=77, days=(MONDAY,), windows=())):
        assert desk.codes(wish) == ["unknown_doctor"]
        with pytest.raises(Refusal):
            desk.ask(EffectOf(change=wish))


def test_time_off_in_the_doubled_hour_takes_both(desk: Desk) -> None:
    sunday = dt.date(2025, 11, 2)
    desk.hours("Sun 0-4", start=sunday, until=sunday)
    assert len(starts(desk, sunday)) == 10
    desk.change(AddTimeOff(doctor_id=1, when=Stretch(sunday, sunday, 60, 120)))
    assert starts(desk, sunday) == ["00:00", "00:30", "02:00", "02:30", "03:00", "03:30"]


def test_all_days_that_are_closed_already_are_named(desk: Desk) -> None:
    days = tuple(MONDAY + dt.timedelta(days=n) for n in range(3))
    wish = CloseClinic(closings=(Closing(Stretch(days[0], days[-1])),))
    assert desk.change(wish).skipped == ()
    assert desk.change(wish).skipped == days


def test_who_was_left_outside_before_is_told_apart_and_counts_no_more(desk: Desk) -> None:
    visit, later = desk.book(60), desk.book(150, patient=2)
    assert desk.do(hours("Mon 11-12", accept=1)).affected[0].id == visit.id
    # As much outside as before: nothing is asked again, and who is hit anew is.
    seen: Effect = desk.ask(EffectOf(change=hours("Mon 11-12:00", until=MONDAY + WEEK)))
    assert (seen.hits, [hit.appointment.id for hit in seen.already]) == ((), [visit.id])
    seen = desk.ask(EffectOf(change=hours("Mon 11-11:30")))
    assert [hit.appointment.id for hit in seen.hits] == [later.id]
    assert [hit.appointment.id for hit in seen.already] == [visit.id]
    assert [one.id for one in desk.do(hours("Mon 11-11:30", accept=1)).affected] == [later.id]
    # Who was kept outside the hours is hit by time off, once.
    assert desk.codes(off()) == ["appointments_affected"]
    saved = desk.do(off(accept=1))
    assert [one.id for one in saved.affected] == [visit.id]
    left = desk.ask(VisitsIn(time_off_id=saved.time_off[0].id))
    assert [hit.appointment.id for hit in left] == [visit.id]
    assert desk.do(off(TEN - 30, ELEVEN)).affected == ()
    desk.verify()


def test_a_change_is_saved_as_shown_also_by_who_was_outside_already(desk: Desk) -> None:
    visit = desk.book(60)
    desk.do(hours("Mon 11-12", accept=1))
    wish = hours("Mon 11-11:30")
    seen: Effect = desk.ask(EffectOf(change=wish))
    assert (seen.hits, len(seen.already)) == ((), 1)
    shown = replace(wish, effect=seen.digest)
    desk.cancel(visit)
    assert desk.codes(shown) == ["effect_changed"]
    desk.undo()
    assert desk.do(shown).affected == ()


def test_taking_hours_back_asks_nothing_of_who_was_outside_of_both(desk: Desk) -> None:
    visit = desk.book(60)
    desk.do(hours("Mon 11-12", accept=1))
    desk.do(hours("Mon 11-11:30"))
    sequence = desk.last_sequence()
    # Changed since, and yet no more outside than before.
    desk.do(hours("Mon 9-12", doctor_id=2))
    desk.move(visit, end=90)
    desk.undo(sequence)
    assert desk.visit(visit.id).holds
    assert desk.free() == [120, 150]
    desk.verify()
