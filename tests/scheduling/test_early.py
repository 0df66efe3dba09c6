"""An office that stands before the whole one answers the same, and leaves nothing untold."""

from __future__ import annotations

import contextlib
import datetime as dt
import queue
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
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
from clinic_desktop.storage import texts
from clinic_desktop.storage.files import log_of
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
    AgendaOf(span=DAY, phones=True),
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
        assert self.may_open.wait(120)
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
    return lambda: heard.get(timeout=120)


def test_it_answers_what_the_whole_office_does(
    early: EarlyOffice, opening: Opening, sqlite_place: Place
) -> None:
    opening.may_open.clear()
    with sqlite_place.office() as whole:
        assert (early.actor, early.place) == (whole.actor, whole.place)
        for query in PICTURE:
            assert early.ask(query).result(120) == whole.ask(query).result(120)


def test_all_else_is_for_the_whole_office(early: EarlyOffice, opening: Opening) -> None:
    opening.may_open.clear()
    types, done = early.ask(AppointmentTypes()), early.do(AddDoctor(name="Dr Early"))
    assert early.ask(Doctors()).result(120).sequence
    assert not any(future.done() for future in (types, done))
    opening.may_open.set()
    assert types.result(120).answer == ()
    number = done.result(120).answer.id
    assert number in [doctor.id for doctor in early.ask(Doctors()).result(120).answer]
    assert early.ask(NextFree(after=at(0), minutes=30)).result(120).answer


def test_what_was_committed_meanwhile_is_told(
    early: EarlyOffice, opening: Opening, sqlite_place: Place
) -> None:
    opening.may_open.clear()
    news = told(early)
    seen = early.ask(Doctors()).result(120).sequence
    early.ask(AppointmentTypes())
    with sqlite_place.office() as other:
        other.do(AddDoctor(name="Dr Meanwhile")).result(120)
    opening.may_open.set()
    first = news()
    assert isinstance(first, Committed)
    assert [changes.sequence for changes in first.changes] == [seen + 1]


def test_what_has_a_row_in_the_journal_is_not_told_as_written_by_hand(
    early: EarlyOffice, opening: Opening, sqlite_place: Place
) -> None:
    opening.may_open.clear()
    heard: list[News] = []
    early.subscribe(heard.append)
    types = early.ask(AppointmentTypes())
    with sqlite_place.office() as other:
        other.do(AddDoctor(name="Dr Meanwhile")).result(120)
    opening.may_open.set()
    types.result(120)
    # Its lane has looked again before it ends.
    early.close()
    assert [type(news) for news in heard] in ([], [Committed])


def test_what_was_written_past_the_journal_meanwhile_is_told(
    early: EarlyOffice, opening: Opening, sqlite_place: Place
) -> None:
    opening.may_open.clear()
    news = told(early)
    early.ask(AppointmentTypes())
    with contextlib.closing(sqlite3.connect(sqlite_place.file, isolation_level=None)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("UPDATE resource SET name = 'Dr Hand' WHERE id = 1")
    opening.may_open.set()
    assert isinstance(news(), WrittenByHand)


def test_a_file_that_was_replaced_meanwhile_is_not_worked_on(
    early: EarlyOffice, opening: Opening, sqlite_place: Place
) -> None:
    opening.may_open.clear()
    news = told(early)
    added = early.do(AddDoctor(name="Dr Early"))
    file = sqlite_place.file
    copy = file.with_name("copy.db")
    with contextlib.closing(sqlite3.connect(file)) as connection:
        connection.execute("VACUUM INTO ?", (str(copy),))
    for left in file.parent.glob("clinic.db-*"):
        left.unlink()
    copy.replace(file)
    opening.may_open.set()
    with pytest.raises(Unavailable, match="file_replaced"):
        added.result(120)
    change = news()
    assert isinstance(change, ConnectionChanged)
    assert not change.online


_ANOTHER_PROGRAM = """
import contextlib, sqlite3, sys
with contextlib.closing(sqlite3.connect(sys.argv[1])) as connection:
    print(connection.execute("SELECT name FROM resource ORDER BY id DESC").fetchone()[0])
"""


def test_another_program_that_ends_leaves_the_log_that_this_one_writes(
    early: EarlyOffice, sqlite_place: Place
) -> None:
    file = sqlite_place.file
    early.ask(AppointmentTypes()).result(120)
    for name in ("Dr First", "Dr Second"):
        early.do(AddDoctor(name=name)).result(120)
        command = [sys.executable, "-c", _ANOTHER_PROGRAM, str(file)]
        found = subprocess.run(command, capture_output=True, text=True, check=True, timeout=240)
        assert found.stdout.strip() == name
        assert log_of(file).exists()


class Recorder:
    """A whole office that writes down what it is asked; the first question stops it for a while."""

    def __init__(self) -> None:
        self.asked: list[object] = []
        self.stopped = threading.Event()
        self.go_on = threading.Event()

    def ask(self, query: object) -> Future[Any]:
        self.asked.append(query)
        if len(self.asked) == 1:
            self.stopped.set()
            self.go_on.wait(0.3)
        answered: Future[Any] = Future()
        answered.set_result(None)
        return answered

    def close(self) -> None:
        """Close nothing."""


def test_what_comes_while_the_whole_office_takes_over_waits_its_turn(sqlite_place: Place) -> None:
    whole, may_open = Recorder(), threading.Event()

    def opened(_known: Known) -> Any:  # noqa: ANN401 - as little of an office as is asked
        may_open.wait(120)
        return whole

    early = EarlyOffice(sqlite_place.file, "tester", system_clock, opened)
    wishes = [NextFree(after=at(0), minutes=minutes) for minutes in (15, 30, 45)]
    answers = [early.ask(wish) for wish in wishes[:2]]
    may_open.set()
    assert whole.stopped.wait(120)
    answers.append(early.ask(wishes[2]))
    for answer in answers:
        answer.result(120)
    early.close()
    assert whole.asked == wishes


def test_who_hears_no_more_is_not_even_told_what_is_being_told(
    early: EarlyOffice, opening: Opening
) -> None:
    opening.failures = 1
    heard: list[News] = []
    end: list[Callable[[], None]] = []
    early.subscribe(lambda _news: end[0]())
    end.append(early.subscribe(heard.append))
    with pytest.raises(Unavailable, match="cannot_open"):
        early.ask(AppointmentTypes()).result(120)
    assert not heard


def test_a_listener_that_fails_keeps_nothing_from_the_others(
    early: EarlyOffice, opening: Opening, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(_news: News) -> None:
        message = "a fault"
        raise ValueError(message)

    opening.failures = 1
    early.subscribe(fails)
    news = told(early)
    with pytest.raises(Unavailable, match="cannot_open"):
        early.ask(AppointmentTypes()).result(120)
    assert isinstance(news(), ConnectionChanged)
    assert news() == ConnectionChanged(online=True)
    assert "a listener failed" in caplog.text
    caplog.clear()


def test_a_whole_office_that_cannot_be_opened_is_told_and_tried_again(
    early: EarlyOffice, opening: Opening
) -> None:
    opening.failures = 1
    news = told(early)
    with pytest.raises(Unavailable, match="cannot_open"):
        early.ask(AppointmentTypes()).result(120)
    assert news() == ConnectionChanged(online=False, message="Not now.", code="cannot_open")
    assert early.ask(Doctors()).result(120).answer
    assert early.ask(AppointmentTypes()).result(120).answer == ()
    assert news() == ConnectionChanged(online=True)


def test_it_comes_online_by_itself_and_tells_what_it_missed(
    early: EarlyOffice, opening: Opening, sqlite_place: Place
) -> None:
    opening.failures = 3
    news = told(early)
    with pytest.raises(Unavailable, match="cannot_open"):
        early.ask(AppointmentTypes()).result(120)
    assert news() == ConnectionChanged(online=False, message="Not now.", code="cannot_open")
    assert news() == ConnectionChanged(online=True)
    with sqlite_place.office() as other:
        other.do(AddDoctor(name="Dr Later")).result(120)
    assert isinstance(news(), Committed)


def test_what_was_sent_early_is_done_although_the_window_closes(
    early: EarlyOffice, opening: Opening, sqlite_place: Place
) -> None:
    opening.may_open.clear()
    done = early.do(AddDoctor(name="Dr Early"))
    closing = threading.Thread(target=early.close)
    closing.start()
    opening.may_open.set()
    closing.join(120)
    assert done.result(120).answer.name == "Dr Early"
    with sqlite_place.office() as office:
        assert "Dr Early" in [one.name for one in office.ask(Doctors()).result(120).answer]


def test_closing_does_not_wait_for_an_office_that_cannot_be_opened(
    early: EarlyOffice, opening: Opening
) -> None:
    opening.failures = 1000
    with pytest.raises(Unavailable, match="cannot_open"):
        early.ask(AppointmentTypes()).result(120)
    early.close()
    assert opening.failures > 900
    with pytest.raises(Unavailable, match="closed"):
        early.ask(AppointmentTypes())


def test_a_glance_that_fails_leaves_the_answer_to_the_whole_office(
    early: EarlyOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_self: Glance, _work: Any) -> None:  # noqa: ANN401 - any work
        message = "disk I/O error"
        raise sqlite3.OperationalError(message)

    monkeypatch.setattr(Glance, "read", broken)
    assert early.ask(TheSite()).result(120).answer.name == "Elm Street"


def test_a_glance_that_cannot_read_leaves_no_connection(
    sqlite_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[sqlite3.Connection] = []
    connect = sqlite3.connect

    def remembered(*words: Any, **options: Any) -> sqlite3.Connection:  # noqa: ANN401 - as connect's
        opened.append(connect(*words, **options))
        return opened[-1]

    monkeypatch.setattr(sqlite3, "connect", remembered)
    monkeypatch.setattr(texts, "LAST_SEQUENCE", "SELECT 1 FROM nowhere")
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        Glance(sqlite_place.file, system_clock)
    for connection in opened:
        with pytest.raises(sqlite3.ProgrammingError, match="closed"):
            connection.execute("SELECT 1")


def test_closed_it_takes_nothing_and_leaves_no_thread(early: EarlyOffice) -> None:
    early.ask(AppointmentTypes()).result(120)
    early.close()
    early.close()
    with pytest.raises(Unavailable, match="closed"):
        early.ask(Doctors()).result(120)
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
