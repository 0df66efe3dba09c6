"""Who asks where a commit was just known is answered with that commit in it, and soon."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Any

from clinic_desktop.domain.office import Done, Seen
from clinic_desktop.domain.people import AddDoctor, AppointmentTypes, Doctor, Doctors
from tests.engines import Place


def test_a_question_in_the_write_lane_is_answered_behind_its_commit(place: Place) -> None:
    asked: list[Future[Seen[tuple[Doctor, ...]]]] = []
    at_once: list[bool] = []
    told = threading.Event()

    with place.office() as office:

        def ask(_done: Future[Done[Any]]) -> None:
            asked.append(office.ask(Doctors()))
            at_once.append(asked[0].done())
            told.set()

        # Whatever it waits for first, it is behind this in the lane.
        future = office.do(AddDoctor(name="Dr Lee"))
        future.add_done_callback(ask)
        done, seen = future.result(60), (told.wait(60), asked[0].result(60))[1]
        assert done.changes is not None
        assert seen.sequence == done.changes.sequence
        assert [doctor.name for doctor in seen.answer] == ["Dr Lee"]
        # The lane goes on to write.
        assert office.do(AddDoctor(name="Dr Kim")).result(60).changes is not None
    assert at_once == [place.engine == "sqlite"]


def test_a_question_that_fails_in_the_write_lane_spoils_no_later_command(place: Place) -> None:
    failed: list[BaseException | None] = []
    told = threading.Event()

    with place.office() as office:

        def ask(_done: Future[Done[Any]]) -> None:
            broken = vars(office)["_queries"]
            good, broken[AppointmentTypes] = broken[AppointmentTypes], _fail
            failed.append(office.ask(AppointmentTypes()).exception(60))
            broken[AppointmentTypes] = good
            told.set()

        office.do(AddDoctor(name="Dr Lee")).add_done_callback(ask)
        assert told.wait(60)
        assert isinstance(failed[0], ZeroDivisionError)
        assert office.do(AddDoctor(name="Dr Kim")).result(60).changes is not None
        assert len(office.ask(Doctors()).result(60).answer) == 2


def _fail(*_: object) -> None:
    raise ZeroDivisionError
