"""Hours that are kept for a purpose: who may use them, until when, and what is told to others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from clinic_desktop.domain.availability import CopyDays, HoursOf, SetDays, day_parts
from clinic_desktop.domain.booking import (
    AgendaOf,
    Block,
    Blocks,
    BookBlock,
    Fullness,
    MoveAppointment,
    NextFree,
    Undo,
    Verify,
)
from clinic_desktop.domain.explaining import Why
from clinic_desktop.domain.openings import Openings
from clinic_desktop.domain.people import (
    AddAppointmentType,
    AppointmentTypes,
    ChangeAppointmentType,
)
from clinic_desktop.domain.purposes import AddPurpose, ChangePurpose, Purposes
from clinic_desktop.domain.refusals import Refusal
from tests.engines import Place
from tests.scheduling.desk import DAY, MONDAY, NINE, Desk, at

HOUR = dt.timedelta(hours=1)
KEPT = "Mon 9-12, 13-14; Mon 10-11 for urgent; Mon 12-13 for lunch"


class Moment:
    """A clock that a test sets."""

    now = NINE - 24 * HOUR

    def __call__(self) -> dt.datetime:
        return self.now


class Kept(Desk):
    """Dr Lee keeps 10 to 11 for urgent visits, let go 4 hours before, and has lunch at 12."""

    def __init__(self, office: Any, moment: Moment) -> None:  # noqa: ANN401 - an office
        super().__init__(office)
        self.moment = moment
        self.do(AddPurpose(name="urgent", release_hours=4))
        self.do(AddPurpose(name="lunch", bookable=False))
        self.usual = self.do(AddAppointmentType(name="Check-up", minutes=30)).id
        self.urgent = self.do(
            AddAppointmentType(name="Emergency", minutes=30, purposes=("Urgent",))
        ).id
        self.hours(KEPT)

    def wish(self, start: int, kind: int | None = None, **more: Any) -> BookBlock:  # noqa: ANN401 - any field
        return BookBlock(patient_id=2, doctor_id=1, start=at(start), type_id=kind, **more)

    def offered(self, kind: int | None = None, minutes: int = 0) -> list[int]:
        query = Openings(span=DAY, doctor_ids=(1,), type_id=kind, minutes=minutes)
        return [int((one.start - at(0)).total_seconds()) // 60 for one in self.ask(query)]

    def told(self) -> dict[int, tuple[str, dt.datetime | None, bool]]:
        found: tuple[Block, ...] = self.ask(Blocks(span=DAY, doctor_ids=(1,)))
        return {
            int((one.start - at(0)).total_seconds()) // 60: (
                one.purpose, one.reserved_until, one.bookable,
            )
            for one in found
            if one.purpose
        }  # fmt: skip


@pytest.fixture
def kept(place: Place) -> Iterator[Kept]:
    moment = Moment()
    with place.office(clock=moment) as office:
        made = Kept(office, moment)
        yield made
        made.verify()


def test_a_kept_block_is_offered_for_its_types_alone_and_for_all_once_it_is_let_go(
    kept: Kept,
) -> None:
    usual, urgent = [0, 30, 90 + 30, 90 + 60, 240, 270], [0, 30, 60, 90, 120, 150, 240, 270]
    assert kept.told() == {
        60: ("urgent", at(60) - 4 * HOUR, True),
        90: ("urgent", at(90) - 4 * HOUR, True),
        180: ("lunch", None, False),
        210: ("lunch", None, False),
    }
    assert (kept.offered(kept.usual), kept.offered(), kept.offered(kept.urgent)) == (
        usual, usual, urgent,
    )  # fmt: skip
    [reason] = kept.refused(kept.wish(60, kept.usual))
    assert reason.code == "block_reserved"
    assert "kept for urgent until Mon 3 Nov 2025, 06:00; Check-up is not" in reason.message
    assert [one["start"][11:16] for one in reason.facts["nearest"]] == [
        "09:00", "09:30", "11:00", "11:30", "13:00",
    ]  # fmt: skip
    # A second before it is let go, then at that very moment: nobody does anything meanwhile.
    kept.moment.now = at(60) - 4 * HOUR - dt.timedelta(seconds=1)
    assert kept.codes(kept.wish(60, kept.usual)) == ["block_reserved"]
    kept.moment.now = at(60) - 4 * HOUR
    assert kept.offered(kept.usual) == [0, 30, 60, *usual[2:]]
    assert list(kept.told()) == [90, 180, 210]
    assert kept.do(kept.wish(60, kept.usual)).appointment.start == at(60)
    assert kept.codes(kept.wish(90, kept.usual)) == ["block_reserved"]


def test_its_types_book_it_and_a_release_keeps_it_again(kept: Kept) -> None:
    visit = kept.do(kept.wish(60, kept.urgent)).appointment
    assert kept.offered(kept.urgent)[:3] == [0, 30, 90]
    kept.cancel(visit)
    kept.undo()
    kept.undo()
    assert kept.told()[60][0] == "urgent"
    assert kept.codes(kept.wish(60, kept.usual)) == ["block_reserved"]


def test_a_warning_that_is_passed_books_all_the_same_but_never_at_lunch(kept: Kept) -> None:
    busy = kept.do(BookBlock(patient_id=2, doctor_id=2, start=at(60))).appointment
    both = kept.wish(60, kept.usual)
    assert kept.codes(both) == ["block_reserved", "patient_busy"]
    assert kept.codes(kept.wish(60, kept.usual, even_if_reserved=True)) == ["patient_busy"]
    kept.cancel(busy)
    visit = kept.do(kept.wish(60, kept.usual, even_if_reserved=True)).appointment
    assert visit.start == at(60)
    lunch = kept.wish(180, kept.urgent, even_if_reserved=True)
    [reason] = kept.refused(lunch)
    assert reason.code == "never_booked"
    assert (
        "Dr Lee has lunch Mon 3 Nov 2025, 12:00 to 12:30: nobody is booked then" in reason.message
    )
    moved = kept.move(visit, 0)
    again: dict[str, Any] = {"appointment_id": moved.id, "start": at(90), "doctor_id": 1}
    assert kept.codes(MoveAppointment(**again)) == ["block_reserved"]
    assert kept.do(MoveAppointment(**again, even_if_reserved=True)).start == at(90)
    # Back over its own blocks, and by undo, nothing needs to be passed.
    kept.undo()
    kept.undo()
    assert kept.visit(visit.id).start == at(60)


def test_a_longer_visit_and_buffers_keep_out_of_kept_blocks(kept: Kept) -> None:
    assert kept.offered(minutes=60) == [0, 120, 240]
    assert kept.codes(kept.wish(30, end=at(90))) == ["block_reserved"]
    buffered = kept.do(AddAppointmentType(name="X", minutes=30, buffer_after=15)).id
    assert kept.offered(buffered) == [0, 120, 150, 240, 270]
    assert kept.codes(kept.wish(30, buffered)) == ["block_reserved"]
    # Lunch needs the doctor for nobody else: a buffer ends there.
    late = kept.do(kept.wish(150, buffered)).appointment
    assert len(late.block_ids) == 1


def test_the_next_free_times_and_how_full_a_day_is_leave_out_what_is_kept(kept: Kept) -> None:
    def first(kind: int | None) -> list[dt.datetime]:
        query = NextFree(after=at(60), doctor_ids=(1,), limit=2, type_id=kind)
        return [one.start for one in kept.ask(query)]

    assert first(None) == first(kept.usual) == [at(120), at(150)]
    assert first(kept.urgent) == [at(60), at(90)]
    [load] = kept.ask(Fullness(first=MONDAY, last=MONDAY, doctor_ids=(1,)))
    assert load.free_minutes == 240


def test_why_tells_what_is_kept(kept: Kept) -> None:
    found = kept.ask(Why(doctor_id=1, start=at(60), type_id=kept.usual))
    assert (found.offered, [one.code for one in found.obstacles]) == (False, ["block_reserved"])
    [against] = found.obstacles
    assert "10:00 to 10:30 is kept for urgent until Mon 3 Nov 2025, 06:00" in against.message
    [untyped] = kept.ask(Why(doctor_id=1, start=at(60))).obstacles
    assert untyped.message.endswith("; a visit is not.")
    assert against.nearest is not None
    assert against.nearest.start == at(120)
    lunch = kept.ask(Why(doctor_id=1, start=at(180)))
    assert [one.code for one in lunch.obstacles] == ["never_booked"]
    assert kept.ask(Why(doctor_id=1, start=at(60), type_id=kept.urgent)).offered
    kept.moment.now = at(0)
    assert kept.ask(Why(doctor_id=1, start=at(60), type_id=kept.usual)).offered


def test_a_purpose_that_is_let_go_at_another_time_counts_at_once(kept: Kept) -> None:
    kept.do(ChangePurpose(name="URGENT", release_hours=48))
    assert kept.offered(kept.usual) == kept.offered(kept.urgent)
    kept.do(ChangePurpose(name="urgent", release_hours=None))
    kept.moment.now = at(59)
    assert kept.codes(kept.wish(60)) == ["block_reserved"]
    kept.do(ChangeAppointmentType(type_id=kept.usual, purposes=("urgent",)))
    assert 60 in kept.offered(kept.usual)
    kept.do(ChangeAppointmentType(type_id=kept.usual, purposes=()))
    assert 60 not in kept.offered(kept.usual)
    assert [(one.name, one.version) for one in kept.ask(Purposes())] == [
        ("lunch", 1),
        ("urgent", 3),
    ]


def test_hours_of_dates_keep_and_copies_keep_too(kept: Kept) -> None:
    day = MONDAY + dt.timedelta(days=1)
    kept.change(CopyDays(doctor_id=1, of=(MONDAY,), to=(day,)))
    [rule] = [one for one in kept.ask(HoursOf(doctor_id=1, first=day, last=day)) if one.overrides]
    assert str(rule.hours) == "Tue 9-10, 11-12, 13-14; Tue 12-13 for lunch; Tue 10-11 for urgent"
    own = day_parts("9-11; 10-11 for Urgent")
    saved = kept.change(SetDays(doctor_id=1, days=(MONDAY,), windows=own))
    assert (saved.blocks_added, saved.blocks_removed) == (0, 6)
    assert list(kept.told()) == [60, 90]
    # Only what it is for changes: these blocks go and come again, a booked one stays.
    visit = kept.do(kept.wish(60, kept.urgent)).appointment
    saved = kept.change(SetDays(doctor_id=1, days=(MONDAY,), windows=day_parts("9-11")))
    assert (saved.blocks_added, saved.blocks_removed, saved.affected) == (1, 1, ())
    assert kept.told() == {}
    kept.cancel(visit)
    assert (kept.told(), kept.free()) == ({}, [0, 30, 60, 90])


def test_what_makes_no_sense_is_refused(kept: Kept) -> None:
    wish = KEPT.replace("urgent", "urgnet")
    with pytest.raises(Refusal) as caught:
        kept.hours(wish)
    assert caught.value.code == "unknown_purpose"
    assert "Known are: lunch, urgent" in caught.value.message
    assert kept.codes(AddPurpose(name="Urgent")) == ["purpose_exists"]
    for name in ("", "a; b", "every 2 weeks", "x every week"):
        assert kept.misused(AddPurpose(name=name)) == "bad_name"
    for wrong in (
        AddPurpose(name="x", release_hours=-1),
        AddPurpose(name="x", release_hours=9999),
        AddPurpose(name="x", release_hours=1, bookable=False),
        ChangePurpose(name="lunch", release_hours=1),
    ):
        assert kept.misused(wrong) == "bad_length"
    assert kept.codes(AddAppointmentType(name="X", minutes=5, purposes=("who",))) == [
        "unknown_purpose"
    ]


def test_a_purpose_is_taken_back_while_nothing_names_it_and_is_added_again(desk: Desk) -> None:
    desk.do(AddPurpose(name="lunch", bookable=False))
    desk.undo()
    assert desk.ask(Purposes()) == ()
    assert desk.codes(ChangePurpose(name="lunch", release_hours=4)) == ["unknown_purpose"]
    kind = AddAppointmentType(name="Meal", minutes=30, purposes=("lunch",))
    assert desk.codes(kind) == ["unknown_purpose"]
    with pytest.raises(Refusal, match="unknown_purpose"):
        desk.hours("Mon 9-11 for lunch")
    again = desk.do(AddPurpose(name="lunch", release_hours=4))
    assert desk.ask(Purposes()) == (again,)
    assert (again.bookable, again.release_hours) == (True, 4)
    desk.undo()
    assert desk.ask(Purposes()) == ()
    assert desk.ask(Verify()).ok


def test_a_purpose_that_anything_names_stays_and_every_use_is_told(desk: Desk) -> None:
    desk.do(AddPurpose(name="urgent"))
    by = desk.last_sequence()
    kind = desk.do(AddAppointmentType(name="Cut", minutes=30, purposes=("urgent",)))
    desk.hours("Mon 9-11 for urgent")
    desk.hours("Mon 9-11")
    [reason] = desk.refused(Undo(sequence=by))
    assert (reason.code, reason.facts["uses"]) == (
        "in_use", ["hours", "visit types that may use it"]
    )  # fmt: skip
    assert [one.name for one in desk.ask(Purposes())] == ["urgent"]
    assert desk.ask(AppointmentTypes()) == (kind,)


def test_a_type_gets_no_purpose_back_that_was_taken_back(desk: Desk) -> None:
    desk.do(AddPurpose(name="urgent"))
    added = desk.last_sequence()
    kind = desk.do(AddAppointmentType(name="Cut", minutes=30, purposes=("urgent",)))
    desk.do(ChangeAppointmentType(type_id=kind.id, purposes=()))
    desk.undo(added)
    assert desk.codes(Undo()) == ["unknown_purpose"]
    assert desk.ask(AppointmentTypes())[0].purposes == ()


def test_a_type_gets_another_name(desk: Desk) -> None:
    kind = desk.do(AddAppointmentType(name="Cut", minutes=30))
    desk.do(BookBlock(patient_id=1, doctor_id=1, start=NINE, type_id=kind.id))
    desk.do(ChangeAppointmentType(type_id=kind.id, name="  Small  surgery "))
    assert [one.name for one in desk.ask(AppointmentTypes())] == ["Small surgery"]
    assert desk.misused(ChangeAppointmentType(type_id=kind.id, name=" ")) == "bad_name"
    [visit] = desk.ask(AgendaOf(span=DAY)).appointments
    assert visit.type == "Small surgery"
    desk.undo()
    assert [one.name for one in desk.ask(AppointmentTypes())] == ["Cut"]
