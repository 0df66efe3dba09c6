"""An office that stands before the whole one answers the same, and leaves nothing untold."""

from __future__ import annotations

import contextlib
import datetime as dt
import queue
import sqlite3
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from clinic_desktop import compose
from clinic_desktop.domain.booking import AgendaOf, Fullness, NextFree
from clinic_desktop.domain.changes import Committed, ConnectionChanged, News, WrittenByHand
from clinic_desktop.domain.office import Office, TheSite
from clinic_desktop.domain.people import AddDoctor, AppointmentTypes, Doctors, Rooms
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.time import TimeSpan, system_clock
from clinic_desktop.scheduling.early import EarlyOffice, Known
from clinic_desktop.storage.glance import Glance
from tests.engines import Place
from tests.scheduling.desk import MONDAY, Desk, at

DAY = TimeSpan(at(-9 * 60), at(15 * 60))
PICTURE = (
    TheSite(),
    Doctors(),
    Rooms(),
    AgendaOf(span=DAY, doctor_ids=(1, 2)),
    AgendaOf(span=DAY, doctor_ids=(1,), cancelled=True),
    AgendaOf(span=DAY),
    Fullness(first=MONDAY, last=MONDAY + dt.timedelta(days=6), doctor_ids=(1, 2)),
)


class Opening:
    """How the whole office is opened: when a test lets it, and as often as it fails."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self.may_open = threading.Event()
        self.may_open.set()
        self.failures = 0

    def __call__(self, known: Known) -> Office:
        assert self.may_open.wait(30)
        if self.failures:
            self.failures -= 1
            raise Unavailable("cannot_open", "Not now.")
        return compose.open_office(self._place.settings, known=known, poll_ms=20)


@pytest.fixture
def opening(sqlite_place: Place) -> Opening:
    return Opening(sqlite_place)


@pytest.fixture
def early(sqlite_place: Place, opening: Opening) -> Iterator[EarlyOffice]:
    with sqlite_place.office() as office:
        desk = Desk(office)
        desk.book(30)
        desk.cancel(desk.book(60))
    found = EarlyOffice(sqlite_place.file, "tester", system_clock, opening)
    yield found
    opening.may_open.set()
    found.close()


def told(early: EarlyOffice) -> Callable[[], News]:
    """Answer what waits for the next news."""
    heard: queue.SimpleQueue[News] = queue.SimpleQueue()
    early.subscribe(heard.put)
    return lambda: heard.get(timeout=20)


def test_it_answers_what_the_whole_office_does(
    early: EarlyOffice, opening: Opening, sqlite_place: Place
) -> None:
    opening.may_open.clear()
    with sqlite_place.office() as whole:
        assert (early.actor, early.place) == (whole.actor, whole.place)
        for query in PICTURE:
            assert early.ask(query).result(20) == whole.ask(query).result(20)


def test_all_else_is_for_the_whole_office(early: EarlyOffice, opening: Opening) -> None:
    opening.may_open.clear()
    types, done = early.ask(AppointmentTypes()), early.do(AddDoctor(name="Dr Early"))
    assert early.ask(Doctors()).result(20).sequence
    assert not any(future.done() for future in (types, done))
    opening.may_open.set()
    assert types.result(20).answer == ()
    number = done.result(20).answer.id
    assert number in [doctor.id for doctor in early.ask(Doctors()).result(20).answer]
    assert early.ask(NextFree(after=at(0), minutes=30)).result(20).answer


def test_what_was_committed_meanwhile_is_told(
    early: EarlyOffice, opening: Opening, sqlite_place: Place
) -> None:
    opening.may_open.clear()
    news = told(early)
    seen = early.ask(Doctors()).result(20).sequence
    early.ask(AppointmentTypes())
    with sqlite_place.office() as other:
        other.do(AddDoctor(name="Dr Meanwhile")).result(20)
    opening.may_open.set()
    first = news()
    assert isinstance(first, Committed)
    assert [changes.sequence for changes in first.changes] == [seen + 1]


@pytest.mark.parametrize("replaced", [False, True])
def test_what_was_written_past_the_journal_meanwhile_is_told(
    early: EarlyOffice, opening: Opening, sqlite_place: Place, *, replaced: bool
) -> None:
    opening.may_open.clear()
    news = told(early)
    early.ask(AppointmentTypes())
    file = sqlite_place.file
    if replaced:
        copy = file.with_name("copy.db")
        with contextlib.closing(sqlite3.connect(file)) as connection:
            connection.execute("VACUUM INTO ?", (str(copy),))
        for left in file.parent.glob("clinic.db-*"):
            left.unlink()
        copy.replace(file)
    else:
        with contextlib.closing(sqlite3.connect(file, isolation_level=None)) as connection:
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("UPDATE resource SET name = 'Dr Hand' WHERE id = 1")
    opening.may_open.set()
    assert isinstance(news(), WrittenByHand)


def test_a_whole_office_that_cannot_be_opened_is_told_and_tried_again(
    early: EarlyOffice, opening: Opening
) -> None:
    opening.failures = 1
    news = told(early)
    with pytest.raises(Unavailable, match="cannot_open"):
        early.ask(AppointmentTypes()).result(20)
    assert news() == ConnectionChanged(online=False, message="Not now.")
    assert early.ask(Doctors()).result(20).answer
    assert early.ask(AppointmentTypes()).result(20).answer == ()
    assert news() == ConnectionChanged(online=True)


def test_a_glance_that_fails_leaves_the_answer_to_the_whole_office(
    early: EarlyOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: Glance, _work: Any) -> None:  # noqa: ANN401 - any work
        message = "disk I/O error"
        raise sqlite3.OperationalError(message)

    monkeypatch.setattr(Glance, "read", broken)
    assert early.ask(TheSite()).result(20).answer.name == "Elm Street"


def test_closed_it_takes_nothing_and_leaves_no_thread(early: EarlyOffice) -> None:
    early.ask(AppointmentTypes()).result(20)
    early.close()
    early.close()
    with pytest.raises(Unavailable, match="closed"):
        early.ask(Doctors()).result(20)
    names = {thread.name for thread in threading.enumerate()}
    assert not {"early lane", "read lane", "write lane"} & names


def test_another_thread_can_not_read(sqlite_place: Place) -> None:
    glance = Glance(sqlite_place.file, system_clock)
    errors: list[Exception] = []

    def read() -> None:
        try:
            glance.read(lambda snapshot: snapshot.sequence)
        except sqlite3.ProgrammingError as error:
            errors.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    glance.close()
    assert errors
