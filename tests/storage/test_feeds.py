"""Feeds: every commit by anyone is told, in order and once, whatever happens to the connection."""

from __future__ import annotations

import json
import logging
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from clinic_desktop.domain.changes import (
    Committed,
    ConnectionChanged,
    News,
    WrittenByHand,
)
from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.people import AddRoom
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.storage import journal
from clinic_desktop.storage.database import Database
from clinic_desktop.storage.feeds import PostgresqlFeed, feed_of
from tests.engines import Place
from tests.storage.conftest import add_room
from tests.storage.ear import Ear, feeding, seconds_to_close

NEVER_MS = 60_000
"""A poll so slow that only a wake can have brought the news."""


def test_begins_after_the_last_commit_and_tells_every_later_one(place: Place) -> None:
    with place.office() as office:
        before = add_room(office, "Before")
        with feeding(place) as (_, ear):
            for number in range(3):
                add_room(office, f"Room {number}")
            told = ear.commits(3)
    assert [changes.sequence for changes in told] == [before + 1, before + 2, before + 3]
    assert {changes.command for changes in told} == {"AddRoom"}
    assert {changes.actor for changes in told} == {"tester"}
    assert all(changes.touches_kind("room", "resource") for changes in told)


def test_an_office_tells_its_own_commits_and_others(place: Place) -> None:
    mine, yours = Ear(), Ear()
    with place.office(feed=True, poll_ms=5) as me, place.office(feed=True, poll_ms=5) as you:
        me.subscribe(mine)
        you.subscribe(yours)
        sequences = [add_room(me, "A"), add_room(you, "B"), add_room(me, "C")]
        for ear in (mine, yours):
            assert [changes.sequence for changes in ear.commits(3)] == sequences
            assert ear.nothing()


def test_a_wake_is_enough(sqlite_place: Place) -> None:
    with sqlite_place.office() as office, feeding(sqlite_place, NEVER_MS) as (feed, ear):
        sequence = add_room(office, "A")
        feed.wake()
        assert ear.until(sequence) == [sequence]


@pytest.mark.slow
def test_a_burst_is_told_whole_and_in_order(place: Place) -> None:
    with place.office() as office, feeding(place) as (_, ear):
        made = [office.do(AddRoom(name=f"Room {number}")) for number in range(1000)]
        told = [changes.sequence for changes in ear.commits(1000)]
        assert told == [done.result(60).changes.sequence for done in made]  # type: ignore[union-attr]
        assert ear.nothing()


def test_more_than_a_page_between_two_looks_is_told_whole(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "PAGE", 20)
    go_on = threading.Event()
    with place.office() as office, feeding(place) as (feed, ear):

        def hold(_news: News) -> None:
            go_on.wait(60)

        feed.subscribe(hold)
        try:
            first = add_room(office, "Before")
            assert ear.until(first) == [first]
            made = [add_room(office, f"Room {number}") for number in range(50)]
        finally:
            go_on.set()
        told = ear.next()
        assert isinstance(told, Committed)
        assert [changes.sequence for changes in told.changes] == made
        made.append(add_room(office, "After"))
        assert ear.until(made[-1]) == made[-1:]
        assert ear.nothing()


@pytest.mark.slow
def test_another_process_is_heard(place: Place) -> None:
    lines = "".join(json.dumps({"command": "room add", "name": f"R{n}"}) + "\n" for n in range(20))
    with feeding(place) as (_, ear):
        done = subprocess.run(
            [sys.executable, "-m", "clinic_desktop.cli", "--database", place.url, "batch"],
            input=lines.encode(), capture_output=True, check=True, timeout=240,
        )  # fmt: skip
        assert done.stdout.count(b'"ok": true') == 20
        told = [changes.sequence for changes in ear.commits(20)]
    assert told == list(range(told[0], told[0] + 20))


def test_many_writers_are_told_in_order(place: Place) -> None:
    def write(name: str) -> None:
        with place.office() as office:
            for number in range(15):
                add_room(office, f"{name} {number}")

    with feeding(place) as (_, ear):
        writers = [threading.Thread(target=write, args=(name,)) for name in "ABCD"]
        for writer in writers:
            writer.start()
        told = [changes.sequence for changes in ear.commits(60)]
        for writer in writers:
            writer.join()
        assert ear.nothing()
    assert told == list(range(told[0], told[0] + 60))


def test_a_refused_command_is_no_news(place: Place) -> None:
    with place.office() as office, feeding(place) as (_, ear):
        office.ask(TheSite()).result(120)
        with pytest.raises(Exception, match="bad_name"):
            office.do(AddRoom(name=" ")).result(120)
        sequence = add_room(office, "A")
        assert ear.until(sequence) == [sequence]
        assert len(ear.all) == 1


def test_a_listener_that_fails_is_logged_and_others_hear(
    place: Place, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_news: News) -> None:
        message = "a bug"
        raise RuntimeError(message)

    with place.office() as office, place.database() as database:
        feed, ear = feed_of(database, 5), Ear()
        feed.start()
        try:
            feed.subscribe(fail)
            feed.subscribe(ear)
            with caplog.at_level(logging.ERROR):
                sequence = add_room(office, "A")
                add_room(office, "B")
                assert ear.until(sequence + 1) == [sequence, sequence + 1]
        finally:
            feed.close()
    faults = [record for record in caplog.records if "listener" in record.message]
    assert faults
    assert all(record.levelno == logging.ERROR and record.exc_info for record in faults)


def test_who_left_hears_no_more(place: Place) -> None:
    with place.office() as office, feeding(place) as (feed, ear):
        gone = Ear()
        leave = feed.subscribe(gone)
        first = add_room(office, "A")
        gone.until(first)
        leave()
        leave()
        ear.until(add_room(office, "B"))
        assert gone.nothing()


def test_a_listener_may_leave_while_it_is_told(place: Place) -> None:
    with place.office() as office, feeding(place) as (feed, ear):
        heard: list[News] = []

        def once(news: News) -> None:
            heard.append(news)
            leave()

        leave = feed.subscribe(once)
        add_room(office, "A")
        last = add_room(office, "B")
        ear.until(last)
        assert len(heard) == 1


def test_a_change_by_hand_is_told_as_one(sqlite_place: Place) -> None:
    with sqlite_place.office() as office, feeding(sqlite_place) as (_, ear):
        sequence = add_room(office, "A")
        ear.until(sequence)
        hand = sqlite3.connect(sqlite_place.file, isolation_level=None)
        hand.execute("PRAGMA foreign_keys = ON")
        hand.execute("UPDATE resource SET name = 'B'")
        hand.close()
        assert ear.next() == WrittenByHand(sequence)
        assert ear.until(add_room(office, "C")) == [sequence + 1]
        assert ear.nothing()


def test_an_older_copy_put_back_is_told_as_a_change_by_hand(sqlite_place: Place) -> None:
    older = sqlite3.connect(":memory:")
    with sqlite_place.office() as office, feeding(sqlite_place) as (_, ear):
        first = add_room(office, "A")
        file = sqlite3.connect(sqlite_place.file)
        file.backup(older)
        ear.until(add_room(office, "B"))
        older.backup(file)
        file.close()
        older.close()
        assert ear.next() == WrittenByHand(first)
        # The schema is the known one, so the clinic works on from where the copy stands.
        assert ear.until(add_room(office, "C")) == [first + 1]


def test_a_deleted_file_is_offline_and_takes_no_writes(sqlite_place: Place, tmp_path: Path) -> None:
    kept = tmp_path / "kept.db"
    with sqlite_place.office() as office, feeding(sqlite_place) as (_, ear):
        ear.until(add_room(office, "A"))
        sqlite_place.file.rename(kept)
        told = ear.offline()
        assert "gone" in told.message
        assert "Put the file back" in told.message
        with pytest.raises(Unavailable) as caught:
            add_room(office, "B")
        assert caught.value.code == "file_gone"
        assert not sqlite_place.file.exists()
        kept.rename(sqlite_place.file)
        assert ear.next() == ConnectionChanged(online=True)
        sequence = add_room(office, "C")
        assert ear.until(sequence) == [sequence]


def test_another_file_in_its_place_is_not_written(sqlite_place: Place, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    other.write_bytes(sqlite_place.file.read_bytes())
    before = other.read_bytes()
    with sqlite_place.office() as office, feeding(sqlite_place) as (_, ear):
        add_room(office, "A")
        other.replace(sqlite_place.file)
        assert "Another file" in ear.offline().message
        with pytest.raises(Unavailable) as caught:
            add_room(office, "B")
        assert caught.value.code == "file_replaced"
        assert sqlite_place.file.read_bytes() == before


def test_closing_waits_for_no_poll(place: Place) -> None:
    with feeding(place, NEVER_MS) as (feed, _):
        assert seconds_to_close(feed) * 1000 < NEVER_MS / 100
        assert not [one for one in threading.enumerate() if one.name == "feed"]
        feed.wake()


def test_a_listener_may_close_the_feed(place: Place) -> None:
    with place.office() as office, feeding(place) as (feed, ear):
        closed = threading.Event()

        def end(_news: News) -> None:
            feed.close()
            closed.set()

        feed.subscribe(end)
        ear.until(add_room(office, "A"))
        assert closed.wait(120)


def test_starting_without_a_database_says_so(place: Place, tmp_path: Path) -> None:
    wrong = place.url.replace("clinic_", "none_") if place.engine == "postgresql" else ""
    database = Database(wrong or str(tmp_path / "none.db"), actor="a", station="s")
    with pytest.raises(Unavailable):
        feed_of(database).start()
    assert not [one for one in threading.enumerate() if one.name == "feed"]
    database.close()


@pytest.mark.postgresql
def test_the_heartbeat_reads_what_no_notice_told(
    postgresql_place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "CHANNEL", "where_nobody_tells")
    with postgresql_place.office() as office, postgresql_place.database() as database:
        feed, ear = PostgresqlFeed(database, heartbeat=0.01), Ear()
        feed.start()
        feed.subscribe(ear)
        try:
            sequence = add_room(office, "A")
            assert ear.until(sequence) == [sequence]
        finally:
            feed.close()
