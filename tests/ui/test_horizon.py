"""An open window lays blocks on in the background: exactly once, unseen, and in nobody's way."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import Future
from itertools import pairwise
from pathlib import Path

import pytest

from clinic_desktop import compose
from clinic_desktop.domain.availability import ExtendHorizon, SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import Blocks, BlockState, Verify
from clinic_desktop.domain.bulk import FillDemo
from clinic_desktop.domain.people import AddDoctor
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.settings import Settings
from clinic_desktop.ui import horizon
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside

WEEKS = 3
LAID = TimeSpan(clinics.NOW + dt.timedelta(days=440), clinics.NOW + dt.timedelta(days=560))


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the background begin at once, without pauses."""
    monkeypatch.setattr(horizon, "BEGIN_MS", 0)
    monkeypatch.setattr(horizon, "NEXT_MS", 0)


def hired(settings: Settings) -> None:
    """Take a doctor on with hours that end nowhere, as it was done some weeks ago."""

    def then() -> dt.datetime:
        return clinics.NOW - dt.timedelta(weeks=WEEKS)

    def run() -> None:
        office = compose.open_office(settings, clock=then, feed=False)
        try:
            doctor = clinics.done(office, AddDoctor(name="Dr Kay"))
            hours = WeeklyHours.parse("Mon 9-10")
            command = SetWeeklyHours(doctor_id=doctor.id, hours=hours, block_minutes=60)
            clinics.done(office, command)
        finally:
            office.close()

    aside(run)


def far(desk: Desk) -> list[dt.date]:
    """Answer the days of the last blocks that are laid."""
    query = Blocks(span=LAID, state=BlockState.ALL)
    found = desk.app.dispatcher.office.ask(query).result(timeout=120).answer
    return [block.start.date() for block in found]


@pytest.mark.slow
def test_two_windows_lay_the_missing_weeks_on_once_and_nobody_is_told(
    open_desk: OpenDesk, settings: Settings
) -> None:
    hired(settings)
    one, two = open_desk(settings), open_desk(settings)
    before = one.app.window.status.last_change.text()
    last = (clinics.NOW + dt.timedelta(days=549 - 6)).date()
    one.wait_for(lambda: max(far(one), default=last - dt.timedelta(days=9)) >= last)
    for desk in (one, two):
        desk.settled()
        assert not desk.notice
        assert desk.workplace.panel is None
    days = far(one)
    assert len(days) == len(set(days))
    assert {(later - day).days for day, later in pairwise(days)} == {7}
    assert one.app.window.status.last_change.text() == before
    assert one.app.dispatcher.office.ask(Verify()).result(timeout=240).answer.ok


def test_what_goes_wrong_stands_in_the_status_line_alone_and_work_goes_on(
    open_desk: OpenDesk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(horizon, "BEGIN_MS", 100_000)
    desk = open_desk(sqlite_settings)
    office = desk.app.dispatcher.office
    do = type(office).do

    def failing(self: object, command: object) -> Future[object]:
        if isinstance(command, ExtendHorizon):
            failed: Future[object] = Future()
            failed.set_exception(Unavailable("locked", "The file is locked."))
            return failed
        return do(self, command)  # type: ignore[arg-type, return-value] # any command

    monkeypatch.setattr(type(office), "do", failing)
    background = desk.workplace.findChild(horizon.Horizon)
    assert background is not None
    background._ask()  # noqa: SLF001 - as its timer does
    status = desk.app.window.status.last_change
    desk.wait_for(lambda: status.text() == "Times are not laid on: The file is locked.")
    assert not desk.notice
    desk.book("Dr Lee", "11:00", patient="smith")
    assert status.text().startswith("Booked by ann")


def test_a_demo_ends_where_it_was_made(open_desk: OpenDesk, tmp_path: Path) -> None:
    settings = clinics.settings_of(str(tmp_path / "demo.db"), tmp_path)

    def made() -> None:
        compose.create_clinic(settings, name="Elm", zone=clinics.ZONE, clock=clinics.clock)
        office = compose.open_office(settings, clock=clinics.clock, feed=False)
        try:
            demo = FillDemo(doctors=1, patients=20, weeks=1)
            office.do(demo).result(timeout=240)
            answer = office.do(ExtendHorizon()).result(timeout=120).answer
            assert (answer.doctor_id, answer.more) == (None, False)
        finally:
            office.close()

    aside(made)
    assert not far(open_desk(settings))
