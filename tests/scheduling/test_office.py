"""What an office answers: a commit as done, and whoever asks right behind it with it, and soon."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from clinic_desktop.domain.office import Done, Query, Seen
from clinic_desktop.domain.people import (
    AddDoctor,
    AppointmentTypes,
    Doctor,
    Doctors,
    FindPatients,
    Rooms,
)
from clinic_desktop.log import FILE, KEPT, WindowLog
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
            good, broken[Rooms] = broken[Rooms], _fail
            failed.append(office.ask(Rooms()).exception(60))
            broken[Rooms] = good
            told.set()

        office.do(AddDoctor(name="Dr Lee")).add_done_callback(ask)
        assert told.wait(60)
        assert isinstance(failed[0], ZeroDivisionError)
        assert office.do(AddDoctor(name="Dr Kim")).result(60).changes is not None
        assert len(office.ask(Doctors()).result(60).answer) == 2


@pytest.mark.parametrize("query", [FindPatients(text="smi"), AppointmentTypes()])
def test_any_question_may_be_asked_in_the_write_lane(place: Place, query: Query[Any]) -> None:
    asked: list[Future[Seen[Any]]] = []
    told = threading.Event()

    with place.office() as office:

        def ask(_done: Future[Done[Any]]) -> None:
            asked.append(office.ask(query))
            told.set()

        done = office.do(AddDoctor(name="Dr Lee"))
        done.add_done_callback(ask)
        changes = done.result(60).changes
        assert told.wait(60)
        seen = asked[0].result(60)
        assert changes is not None
        assert (tuple(seen.answer), seen.sequence) == ((), changes.sequence)
        assert office.do(AddDoctor(name="Dr Kim")).result(60).changes is not None


def _in_the_way(log: Path) -> None:
    """A full log can't be set aside."""
    log.with_name(f"{log.name}.{KEPT}").mkdir()
    log.with_name(f"{log.name}.{KEPT - 1}").touch()


def _disk_full(log: Path) -> None:
    """Nothing can be written."""
    log.parent.mkdir()
    log.symlink_to("/dev/full")


@pytest.mark.parametrize(
    ("spoil", "when"),
    [
        (_in_the_way, "open"),
        pytest.param(
            _disk_full,
            "before",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="has no /dev/full"),
        ),
    ],
)
def test_a_command_whose_line_can_not_be_logged_is_answered_as_done(
    place: Place,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    spoil: Callable[[Path], None],
    when: str,
) -> None:
    monkeypatch.setattr("clinic_desktop.log.LONGEST", 300)
    if when == "before":
        spoil(tmp_path / "log" / FILE)
    window_log = WindowLog(tmp_path / "log")
    names = [f"Dr {letter}" for letter in "ABCDEF"]
    try:
        with place.office() as office:
            office.do(AddDoctor(name=names[0])).result(60)
            if when == "open":
                spoil(window_log.path)
            for name in names[1:]:
                assert office.do(AddDoctor(name=name)).result(60).changes is not None
            assert [each.name for each in office.ask(Doctors()).result(60).answer] == names
    finally:
        window_log.close()
    said = capsys.readouterr().err
    assert "could not be written to" in said
    assert "Dr " not in said


@pytest.mark.parametrize("told", [("%s", "caf\udce9.db"), ("%d", "Ann Smith")])
def test_no_line_of_the_log_fails_whoever_writes_it_or_tells_of_a_patient(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    told: tuple[str, str],
) -> None:
    # The test run's own handlers raise what they can't write.
    monkeypatch.setattr(logging.getLogger("clinic_desktop"), "propagate", False)
    window_log = WindowLog(tmp_path)
    log = logging.getLogger("clinic_desktop.here")
    log.info("before")
    log.info(*told)
    log.info("after")
    window_log.close()
    lines = window_log.path.read_text(encoding="utf-8").splitlines()
    assert [lines[0].split()[-1], lines[-1].split()[-1]] == ["before", "after"]
    assert [line.split()[-1] for line in lines[1:-1]] in ([], ["caf\\udce9.db"])
    assert "Ann Smith" not in capsys.readouterr().err


def _fail(*_: object) -> None:
    raise ZeroDivisionError
