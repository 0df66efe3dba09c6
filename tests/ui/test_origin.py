"""The origin case through windows: a booked block is gone from every view, everywhere, at once."""

from __future__ import annotations

import pytest

from clinic_desktop.domain.booking import Appointment, Blocks, BlockState
from clinic_desktop.domain.time import day_span, zone_named
from clinic_desktop.settings import Settings
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside

HOURS = [f"{hour:02}:00" for hour in range(9, 17)]


def test_two_windows_of_one_process_lose_a_booked_block(
    open_desk: OpenDesk, settings: Settings
) -> None:
    one, two = open_desk(settings), open_desk(settings)
    for desk in (one, two):
        desk.show(clinics.SUNDAY)
        assert desk.free_blocks("Dr Lee") == HOURS
    one.book("Dr Lee", "11:00", patient="Ann Smith")
    assert one.notice.startswith("Booked Ann Smith with Dr Lee, Sun 2 Nov, 11:00")
    two.wait_for(lambda: "11:00" not in two.free_blocks("Dr Lee"))
    for desk in (one, two):
        desk.settled()
        assert desk.free_blocks("Dr Lee") == [hour for hour in HOURS if hour != "11:00"]
        assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]
    _links_hold_both_ways(one.visit("Dr Lee", "11:00"), settings)


def _links_hold_both_ways(shown: Appointment, settings: Settings) -> None:
    """Look with a fresh office: the block names the appointment, and the appointment the block."""
    from clinic_desktop import compose

    def look() -> None:
        office = compose.open_office(settings, feed=False)
        try:
            span = day_span(clinics.SUNDAY, zone_named(clinics.ZONE))
            blocks = office.ask(Blocks(span=span, state=BlockState.BOOKED)).result().answer
            assert [block.appointment_id for block in blocks] == [shown.id]
            assert shown.block_ids == (blocks[0].id,)
            assert (shown.start, shown.end) == (blocks[0].start, blocks[0].end)
        finally:
            office.close()

    aside(look)


@pytest.mark.parametrize("act", ["cancel", "undo", "move"])
def test_a_freed_block_is_offered_again_in_every_window(
    open_desk: OpenDesk, sqlite_settings: Settings, act: str
) -> None:
    one, two = open_desk(sqlite_settings), open_desk(sqlite_settings)
    one.book("Dr Lee", "11:00", patient="Ann Smith")
    two.wait_for(lambda: "11:00" not in two.free_blocks("Dr Lee"))
    if act == "cancel":
        two.cancel("Dr Lee", "11:00", "Patient ill")
    elif act == "undo":
        one.undo()
    else:
        two.move("Dr Lee", "11:00", "14:00")
    for desk in (one, two):
        desk.wait_until_free("Dr Lee", "11:00")
    assert one.free_blocks() == two.free_blocks()
    assert (
        one.visits("Dr Lee")
        == two.visits("Dr Lee")
        == (["14:00 Ann Smith"] if act == "move" else [])
    )
