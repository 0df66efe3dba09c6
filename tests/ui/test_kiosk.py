"""The patient's own screen: it books as reception does, forgets, and shows nothing of others."""

from __future__ import annotations

import datetime as dt
import gc
import re
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QLocale, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop import compose
from clinic_desktop.domain.booking import AgendaOf, Appointment, Blocks, BlockState, BookBlock
from clinic_desktop.domain.office import Office
from clinic_desktop.domain.patients import ChangePatient
from clinic_desktop.domain.people import AddPatient, FindPatients, ThePatient
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.selfbooking import SetSelfBooking, TimesForPatients
from clinic_desktop.domain.time import UTC, Clock, day_span, zone_named
from clinic_desktop.kiosk import KioskApp
from clinic_desktop.settings import Settings
from clinic_desktop.ui.kiosk import countdown, window
from clinic_desktop.ui.kiosk.countdown import IDLE_SECONDS, WARNED_SECONDS
from clinic_desktop.ui.kiosk.person import Typed
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.paper import printer
from tests.ui import clinics, guards
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside
from tests.visitor import ADA, ANN, FIELDS, Visitor, day_text

A = TypeVar("A")
SATURDAY = dt.datetime(2025, 11, 1, 16, 0, tzinfo=UTC)
"""Noon of the day before the origin case."""
HOURS = [f"{hour:02}:00" for hour in range(9, 17)]
SPAN = day_span(clinics.SUNDAY, zone_named(clinics.ZONE))
OpenKiosk = Callable[..., Visitor]
FINGER = 44
"""Pixels of whatever is touched, across and down."""
SENTENCES = ("This cannot be booked here", "Your appointment is booked")


def before() -> dt.datetime:
    return SATURDAY


@pytest.fixture
def open_kiosk(
    qtbot: QtBot, look: Look, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> Iterator[OpenKiosk]:
    """Open patients' screens; all are closed at the end, before their database goes."""
    monkeypatch.setattr(printer, "printers", printer.Printers)
    # A busy machine may take a minute for a page: tests count the seconds by themselves.
    monkeypatch.setattr(countdown, "SECOND_MS", 3_600_000)
    system = QLocale()
    QLocale.setDefault(QLocale.c())
    if "settings" in request.fixturenames:
        request.getfixturevalue("settings")
    apps: list[KioskApp] = []

    def opened(settings: Settings, clock: Clock = before, *, opens: bool = True) -> Visitor:
        app = KioskApp(settings, look, clock=clock)
        apps.append(app)
        app.window.resize(1280, 800)
        app.start(whole_screen=False)
        visitor = Visitor(app)
        visitor.wait_for(lambda: app.window.is_open or not opens, "the clinic is open")
        guards.SQL.watch()
        return visitor

    yield opened
    for app in apps:
        app.window.leave()
        app.close()
        app.window.deleteLater()
        app.deleteLater()
    guards.delete_what_is_due()
    QLocale.setDefault(system)


def elsewhere(settings: Settings, act: Callable[[Office], A]) -> A:
    """Do something in the clinic as another program would."""

    def work() -> A:
        office = compose.open_office(settings, clock=before, feed=False)
        try:
            return act(office)
        finally:
            office.close()

    return aside(work)


def visits(settings: Settings) -> tuple[Appointment, ...]:
    found: tuple[Appointment, ...] = elsewhere(
        settings, lambda office: office.ask(AgendaOf(span=SPAN)).result().answer.appointments
    )
    return found


def book_lee_at(settings: Settings, hour: int) -> None:
    """Book Bob with Dr Lee, as reception does elsewhere."""

    def act(office: Office) -> None:
        blocks = office.ask(Blocks(span=SPAN, doctor_ids=(1,))).result().answer
        zone = zone_named(clinics.ZONE)
        (block,) = (one for one in blocks if one.start.astimezone(zone).hour == hour)
        clinics.done(office, BookBlock(patient_id=2, block_id=block.id))

    elsewhere(settings, act)


def times_of(visitor: Visitor) -> list[str]:
    """Answer the times that can be tapped."""
    names = (one.accessibleName() for one in visitor.buttons())
    return [name for name in names if name[:1].isdigit()]


def test_a_patient_books_and_reception_loses_the_block(
    open_desk: OpenDesk, open_kiosk: OpenKiosk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The origin case by the patient's own hand, reception's window open beside it."""
    monkeypatch.setattr(clinics, "clock", before)
    desk = open_desk(settings)
    desk.show(clinics.SUNDAY)
    assert desk.free_blocks("Dr Lee") == HOURS
    visitor = open_kiosk(settings)
    visitor.go_to_times()
    visitor.wait_for(lambda: times_of(visitor) == HOURS)
    visitor.tap("11:00")
    visitor.say_who(ANN)
    visitor.wait_for(lambda: visitor.says(day_text(clinics.SUNDAY)))
    assert visits(settings) == ()
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("Your appointment is booked"))
    assert visitor.says("11:00 \N{EN DASH} 12:00")
    left = [hour for hour in HOURS if hour != "11:00"]
    desk.wait_for(lambda: desk.free_blocks("Dr Lee") == left)
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]
    desk.open_visit("Dr Lee", "11:00")
    assert desk.says("booked by the patient")
    visitor.tap("Done")
    visitor.go_to_times()
    visitor.wait_for(lambda: times_of(visitor) == left)
    (visit,) = visits(settings)
    assert (visit.patient_id, visit.origin) == (1, "patient")
    booked = elsewhere(
        settings,
        lambda office: office.ask(Blocks(span=SPAN, state=BlockState.BOOKED)).result().answer,
    )
    assert [(one.appointment_id, one.id) for one in booked] == [(visit.id, visit.block_ids[0])]
    # What reception books meanwhile goes from the times that a patient looks at.
    desk.book("Dr Lee", "14:00", patient="Bob Stone")
    visitor.wait_for(lambda: "14:00" not in times_of(visitor))


def test_a_time_that_was_taken_costs_nothing_that_was_typed(
    open_kiosk: OpenKiosk, settings: Settings, told: list[str]
) -> None:
    visitor = open_kiosk(settings)
    visitor.come_to_check()
    book_lee_at(settings, 11)
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("Somebody else has just taken this time"))
    visitor.wait_for(lambda: visitor.can_tap("2 Nov, 12:00"))
    assert any("says Somebody else has just taken this time" in one for one in told)
    assert not visitor.can_tap("2 Nov, 11:00")
    assert not any("Stone" in text for text in visitor.texts())
    visitor.tap("2 Nov, 12:00")
    visitor.wait_for(lambda: visitor.says("12:00 \N{EN DASH} 13:00"))
    for typed in ("Ada Young", "9 November 1975", ADA[5]):
        assert visitor.says(typed)
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("Your appointment is booked"))
    booked = [(one.patient, f"{one.start:%H}") for one in visits(settings)]
    assert booked == [("Bob Stone", "16"), ("Ada Young", "17")]


def test_it_forgets_what_was_typed_when_nobody_is_there(
    open_kiosk: OpenKiosk,
    sqlite_settings: Settings,
    qapp: Any,  # noqa: ANN401 - Qt's application
) -> None:
    visitor = open_kiosk(sqlite_settings)
    visitor.go_to_times()
    visitor.tap("11:00")
    visitor.wait_for(lambda: visitor.says("Who are you?"))
    for name, text in zip(FIELDS, ADA, strict=True):
        visitor.fill(name, text)
    for _ in range(IDLE_SECONDS - WARNED_SECONDS - 1):
        visitor.window.tick()
    assert not visitor.says("Are you still there?")
    visitor.window.tick()
    assert visitor.says(f"In {WARNED_SECONDS} seconds all that you entered is deleted")
    # A touch anywhere is enough.
    visitor.fill("First name", "Adah")
    assert not visitor.says("Are you still there?")
    for _ in range(IDLE_SECONDS - 1):
        visitor.window.tick()
    assert visitor.says("In 1 second all")
    visitor.tap("I am still here")
    assert visitor.line("First name").text() == "Adah"
    for _ in range(IDLE_SECONDS):
        visitor.window.tick()
    assert visitor.can_tap("Termin buchen")
    guards.delete_what_is_due()
    kept = [
        str(widget.property(name) or "")
        for widget in qapp.allWidgets()
        for name in ("text", "accessibleName", "accessibleDescription")
    ]
    assert not [text for text in kept if "Ada" in text or "Young" in text or "555" in text]
    visitor.go_to_times()
    visitor.tap("11:00")
    visitor.wait_for(lambda: visitor.says("Who are you?"))
    assert [visitor.line(name).text() for name in FIELDS] == [""] * len(FIELDS)
    # Nor is it kept where nobody sees it, from however far somebody came.
    visitor.say_who()
    visitor.wait_for(lambda: visitor.can_tap("Book now"))
    for _ in range(IDLE_SECONDS):
        visitor.window.tick()
    guards.delete_what_is_due()
    gc.collect()
    kept_whole = [one for one in gc.get_objects() if isinstance(one, AddPatient | Typed)]
    assert not [one for one in kept_whole if "Young" in repr(one)]
    assert visits(sqlite_settings) == ()


def test_the_seconds_pass_by_themselves(
    open_kiosk: OpenKiosk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(countdown, "SECOND_MS", 5)
    visitor = open_kiosk(sqlite_settings)
    visitor.tap("Termin buchen")
    visitor.wait_for(lambda: visitor.can_tap("Book an appointment"))


def test_nothing_of_any_other_patient_is_on_any_page(
    open_kiosk: OpenKiosk, sqlite_settings: Settings
) -> None:
    """Whoever says to be Ann sees what they typed, and not even that Ann is known."""
    private = "allergic to everything"

    def act(office: Office) -> None:
        change = ChangePatient(patient_id=1, note=private, email="ann@example.org")
        clinics.done(office, change)

    elsewhere(sqlite_settings, act)
    book_lee_at(sqlite_settings, 9)
    visitor = open_kiosk(sqlite_settings)
    seen: list[str] = []

    def look(page: str) -> None:
        visitor.wait_for(lambda: visitor.says(page), page)
        seen.extend(visitor.texts())

    look("Book an appointment")
    visitor.tap("Book an appointment")
    look("Which doctor would you like to see?")
    visitor.tap("Any doctor")
    look("Which day suits you?")
    visitor.tap(day_text(clinics.SUNDAY))
    look("What time suits you?")
    # Of Dr Lee and Dr Cole, nine o'clock is Dr Cole's.
    visitor.wait_for(lambda: visitor.can_tap("09:00 Dr Cole"))
    visitor.tap("11:00 Dr Lee")
    look("Who are you?")
    bob = ("Bob", "Stone", "12", "3", "1975", "+1 212 555 0102")
    visitor.say_who(bob)
    look("Is everything right?")
    visitor.tap("Back")
    known = {text for text in visitor.texts() if "Stone" in text or "0102" in text}
    visitor.tap("Next")
    visitor.tap("Book now")
    look("Your appointment is booked")
    visitor.tap("Done")
    look("Termin buchen")
    # Bob is busy at nine; somebody whom nobody knows is not.
    for who, told in ((bob, SENTENCES[0]), (ADA, SENTENCES[1])):
        visitor.tap("Book an appointment")
        visitor.tap("Dr Cole")
        visitor.tap(day_text(clinics.SUNDAY))
        visitor.tap("09:00")
        visitor.say_who(who)
        visitor.tap("Book now")
        look(told)
        visitor.tap("Done" if visitor.can_tap("Done") else "Start over")
        look("Termin buchen")
    others = ("Bob", "Stone", "0102", "Smith", "0101", "Müller", "0103", private, "example.org")
    typed = {"Bob", "Stone", "Bob Stone", "+1 212 555 0102"}
    assert known <= typed
    assert not [text for text in seen if any(one in text for one in others) and text not in typed]


def test_what_is_receptions_matter_is_told_in_one_sentence(
    open_kiosk: OpenKiosk, sqlite_settings: Settings
) -> None:
    """Who is not booked, is busy, or booked too much reads the same: it may be somebody else."""

    def act(office: Office) -> None:
        clinics.done(office, ChangePatient(patient_id=1, do_not_book="Owes 300"))
        clinics.done(office, SetSelfBooking(most=1))

    elsewhere(sqlite_settings, act)
    book_lee_at(sqlite_settings, 9)
    visitor = open_kiosk(sqlite_settings)
    bob = ("Bob", "Stone", "12", "3", "1975", "+1 212 555 0102")
    told: list[list[str]] = []
    for start, who in (("11:00", ANN), ("12:00", bob), ("13:00", bob)):
        visitor.come_to_check(start, who)
        visitor.tap("Book now")
        visitor.wait_for(lambda: any(map(visitor.says, SENTENCES)))
        if not told:
            # Whatever is booked elsewhere meanwhile, that sentence stays.
            known = visitor.app.dispatcher.last_known
            book_lee_at(sqlite_settings, 15)
            visitor.wait_for(
                lambda: visitor.app.dispatcher.last_known > known and visitor.window.is_settled  # noqa: B023 - of this turn
            )
        told.append([text for text in visitor.texts() if text.startswith(SENTENCES)])
        assert not visitor.says("Owes")
        visitor.tap("Done" if visitor.can_tap("Done") else "Start over")
    assert told[1][0].startswith("Your appointment")
    assert told[0] == told[2] != []
    assert len(visits(sqlite_settings)) == 3


def test_only_what_the_clinic_lets_patients_book_is_offered(
    open_kiosk: OpenKiosk, sqlite_settings: Settings
) -> None:
    rules = SetSelfBooking(notice_minutes=23 * 60, days_ahead=2)
    elsewhere(sqlite_settings, lambda office: clinics.done(office, rules))
    visitor = open_kiosk(sqlite_settings)
    visitor.go_to_times()
    visitor.wait_for(lambda: times_of(visitor) == HOURS[1:])
    visitor.tap("Back")
    visitor.wait_for(lambda: visitor.can_tap(day_text(dt.date(2025, 11, 3))))
    assert not visitor.can_tap(day_text(dt.date(2025, 11, 4)))
    assert not visitor.can_tap("Later days")
    # What reception changes counts at once.
    elsewhere(sqlite_settings, lambda office: clinics.done(office, SetSelfBooking(days_ahead=60)))
    visitor.wait_for(lambda: visitor.can_tap(day_text(dt.date(2025, 11, 4))))
    visitor.tap("Later days")
    visitor.wait_for(lambda: visitor.can_tap(day_text(dt.date(2025, 11, 24))))
    visitor.tap("Later days")
    visitor.wait_for(lambda: visitor.says("No time is free"))
    # There are some in earlier weeks.
    assert not visitor.says("reception")
    visitor.tap("Earlier days")
    visitor.wait_for(lambda: visitor.can_tap(day_text(dt.date(2025, 11, 24))))


def test_without_the_clinics_database_people_are_sent_to_reception(
    open_kiosk: OpenKiosk, sqlite_settings: Settings, log_guard: guards.LogGuard
) -> None:
    log_guard.expect(".")
    visitor = open_kiosk(sqlite_settings)
    visitor.come_to_check()
    file = Path(sqlite_settings.database)
    kept = file.with_suffix(".away")
    file.rename(kept)
    visitor.wait_for(lambda: visitor.says("Booking is not possible at the moment"))
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("The clinic's computer does not answer"))
    assert visitor.says("Ada Young")
    kept.rename(file)
    visitor.wait_for(lambda: not visitor.says("Booking is not possible at the moment"))
    visitor.tap("Try again")
    visitor.wait_for(lambda: visitor.says("Your appointment is booked"))
    assert [one.patient for one in visits(sqlite_settings)] == ["Ada Young"]


def test_a_question_that_could_not_be_answered_once_sends_nobody_away_for_good(
    open_kiosk: OpenKiosk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = open_kiosk(sqlite_settings)
    office = visitor.app.dispatcher.office
    ask = office.ask
    failed: list[Any] = []

    def busy_once(query: Any) -> Any:  # noqa: ANN401 - any question, its future
        if isinstance(query, TimesForPatients) and not failed:
            failed.append(query)
            future: Future[Any] = Future()
            future.set_exception(Unavailable("busy", "The database is busy."))
            return future
        return ask(query)

    monkeypatch.setattr(office, "ask", busy_once)
    visitor.tap("Book an appointment")
    visitor.tap("Dr Lee")
    visitor.wait_for(lambda: visitor.can_tap(day_text(clinics.SUNDAY)))
    assert failed
    visitor.wait_for(lambda: not visitor.says("Booking is not possible at the moment"))


def test_who_stands_there_now_is_booked_and_never_who_typed_before(
    open_kiosk: OpenKiosk, sqlite_settings: Settings
) -> None:
    visitor = open_kiosk(sqlite_settings)
    visitor.come_to_check()
    visitor.tap("Back")
    visitor.wait_for(lambda: visitor.says("Who are you?"))
    # Who is asked again, and goes back again to another time, is not asked a third time.
    visitor.tap("Back")
    visitor.tap("12:00")
    visitor.wait_for(lambda: visitor.can_tap("Book now"))
    visitor.tap("Back")
    visitor.wait_for(lambda: visitor.says("Who are you?"))
    visitor.fill("First name", "Berta")
    visitor.fill("Day", "99")
    for way in ("Back", "Next"):
        visitor.tap(way)
        if way == "Back":
            visitor.tap("13:00")
        visitor.wait_for(lambda: visitor.says("Who are you?"))
        assert visitor.line("First name").text() == "Berta"
    visitor.fill("Day", "9")
    visitor.tap("Next")
    visitor.wait_for(lambda: visitor.can_tap("Book now"))
    assert visitor.says("Berta Young")
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("Your appointment is booked"))
    assert [(one.patient, f"{one.start:%H}") for one in visits(sqlite_settings)] == [
        ("Berta Young", "18")
    ]


def test_a_booking_whose_answer_was_lost_is_booked_once_by_whatever_way_back(
    open_kiosk: OpenKiosk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = open_kiosk(sqlite_settings)
    visitor.come_to_check()
    office = visitor.app.dispatcher.office
    do = office.do

    def lost(command: Any) -> Any:  # noqa: ANN401 - any command, its future
        do(command).result()
        future: Future[Any] = Future()
        future.set_exception(Unavailable("database_unreachable", "The server is gone."))
        return future

    known = visitor.app.dispatcher.last_known
    monkeypatch.setattr(office, "do", lost)
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("The clinic's computer does not answer"))
    monkeypatch.setattr(office, "do", do)
    # The news of it arrives; yet nobody else has the time, and no other one is offered.
    visitor.wait_for(
        lambda: visitor.app.dispatcher.last_known > known and visitor.window.is_settled
    )
    assert visitor.says("The clinic's computer does not answer")
    assert not visitor.can_tap("2 Nov, 12:00")
    visitor.tap("Back")
    visitor.wait_for(lambda: visitor.says("Who are you?"))
    visitor.tap("Next")
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("Your appointment is booked"))
    assert [one.patient for one in visits(sqlite_settings)] == ["Ada Young"]


def test_who_goes_while_a_booking_hangs_leaves_nothing_and_its_answer_finds_nobody(
    open_kiosk: OpenKiosk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = open_kiosk(sqlite_settings)
    visitor.come_to_check()
    office = visitor.app.dispatcher.office
    do = office.do
    hung: Future[Any] = Future()
    hung.set_running_or_notify_cancel()
    booked: list[Any] = []

    def hang(command: Any) -> Any:  # noqa: ANN401 - any command, its future
        booked.append(do(command).result())
        return hung

    monkeypatch.setattr(office, "do", hang)
    visitor.tap("Book now")
    for _ in range(IDLE_SECONDS):
        visitor.window.tick()
    visitor.wait_for(lambda: visitor.says("ask at reception whether your appointment is booked"))
    assert not [text for text in visitor.texts() if "Ada" in text or "0199" in text]
    for _ in range(IDLE_SECONDS):
        visitor.window.tick()
    monkeypatch.setattr(office, "do", do)
    # Whoever comes next is at the very same question when that answer comes after all.
    visitor.come_to_check("13:00", ANN)
    hung.set_result(booked.pop())
    visitor.wait_for(lambda: visitor.app.dispatcher.is_idle)
    assert visitor.can_tap("Book now")
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("Your appointment is booked"))
    assert visitor.says("13:00 \N{EN DASH} 14:00")


def test_times_go_as_the_clock_passes_and_nobody_is_said_to_have_taken_them(
    open_kiosk: OpenKiosk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [SATURDAY]
    monkeypatch.setattr(window, "MINUTE_MS", 100)
    visitor = open_kiosk(sqlite_settings, lambda: now[0])
    visitor.go_to_times()
    visitor.wait_for(lambda: times_of(visitor) == HOURS)
    # A minute after eight in the clinic, when the notice of two hours ends at a minute past ten.
    now[0] = dt.datetime(2025, 11, 2, 13, 1, tzinfo=UTC)
    visitor.wait_for(lambda: times_of(visitor) == HOURS[2:])
    visitor.tap("11:00")
    visitor.say_who()
    visitor.wait_for(lambda: visitor.can_tap("Book now"))
    now[0] += dt.timedelta(hours=2)
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("This time can no longer be booked here"))
    visitor.wait_for(lambda: visitor.can_tap("2 Nov, 13:00"))
    assert not visitor.says("Somebody else")
    assert not [hour for hour in ("11:00", "12:00") if visitor.can_tap(f"2 Nov, {hour}")]
    visitor.tap("2 Nov, 13:00")
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("Your appointment is booked"))


def test_where_the_database_is_stands_in_the_log_and_not_on_the_public_screen(
    open_kiosk: OpenKiosk,
    sqlite_settings: Settings,
    log_guard: guards.LogGuard,
    caplog: pytest.LogCaptureFixture,
) -> None:
    log_guard.expect(".")
    away = Path(sqlite_settings.database).parent / "secret-folder" / "clinic.sqlite"
    visitor = open_kiosk(replace(sqlite_settings, database=str(away)), opens=False)
    visitor.wait_for(lambda: "secret-folder" in caplog.text)
    visitor.wait_for(lambda: any(re.fullmatch("[a-z_]+", one) for one in visitor.texts()))
    assert visitor.says("Please ask at reception.")
    assert not visitor.says("secret-folder")


def test_nothing_that_is_typed_comes_to_the_clipboard(
    open_kiosk: OpenKiosk, sqlite_settings: Settings
) -> None:
    keys = QKeySequence.StandardKey
    visitor = open_kiosk(sqlite_settings)
    visitor.go_to_times()
    visitor.tap("11:00")
    visitor.wait_for(lambda: visitor.says("Who are you?"))
    line, clipboard = visitor.line("First name"), QGuiApplication.clipboard()
    clipboard.setText("before")
    for key in (keys.Copy, keys.Cut, keys.Paste, keys.DeleteCompleteLine, keys.DeleteEndOfLine):
        visitor.fill("First name", "Ada")
        line.selectAll()
        QTest.keySequence(line, QKeySequence(key))
        assert (line.text(), clipboard.text()) == ("Ada", "before"), key
    QTest.mouseClick(line, Qt.MouseButton.MiddleButton)
    assert line.text() == "Ada"


def test_it_holds_up_no_session_that_ends(
    open_kiosk: OpenKiosk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = open_kiosk(sqlite_settings)
    visitor.window.close()
    assert visitor.window.isVisible()
    monkeypatch.setattr(QGuiApplication, "isSavingSession", lambda _application: True)
    visitor.window.close()
    visitor.wait_for(lambda: not visitor.window.isVisible())


NAUGHTY = [
    "\N{GRINNING FACE}\N{PERSON WITH BALL}",
    "שרה كريمة",
    "x" * 10_000,
    "Robert'); DROP TABLE patient;--",
    "A\x07B\r\nC",
    "<b>&amp;%n{0}</b>",
    "1.2.1990",
    "   ",
    "\u200f\u202e\u200b",
]  # fmt: skip


def test_naughty_input_is_refused_whole_or_kept_exactly(
    open_kiosk: OpenKiosk, sqlite_settings: Settings
) -> None:
    visitor = open_kiosk(sqlite_settings)
    visitor.go_to_times()
    visitor.tap("11:00")
    visitor.wait_for(lambda: visitor.says("Who are you?"))
    for text in NAUGHTY:
        for name in FIELDS:
            visitor.line(name).setText(text)
        typed = {name: visitor.line(name).text() for name in FIELDS}
        visitor.tap("Next")
        # A date and a phone are wrong at least, and told at once.
        assert visitor.says("This is not a date")
        assert visitor.says("This is not a phone number")
        assert {name: visitor.line(name).text() for name in FIELDS} == typed
    exact = ("\N{GRINNING FACE} Ana", "שרה O'Brien", "29", "2", "2000", "०३० ५५५ ०१००")
    for name, text in zip(FIELDS, exact, strict=True):
        visitor.line(name).setText(text)
    visitor.tap("Next")
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("Your appointment is booked"))
    (visit,) = visits(sqlite_settings)
    record = elsewhere(
        sqlite_settings,
        lambda office: office.ask(ThePatient(patient_id=visit.patient_id)).result().answer,
    )
    assert (record.patient.given, record.patient.family) == exact[:2]
    assert (str(record.patient.born), record.patient.phones) == ("2000-02-29", (exact[5],))


def test_it_is_used_by_keys_alone_and_left_by_staff_alone(
    open_kiosk: OpenKiosk, sqlite_settings: Settings
) -> None:
    visitor = open_kiosk(sqlite_settings)
    visitor.window.close()
    assert visitor.window.isVisible()
    visitor.press(Qt.Key.Key_Return)
    visitor.wait_for(lambda: visitor.says("Which doctor would you like to see?"))
    visitor.wait_for(lambda: visitor.can_tap("Any doctor"))
    visitor.press(Qt.Key.Key_Return)
    visitor.wait_for(lambda: visitor.can_tap(day_text(clinics.SUNDAY)))
    visitor.press(Qt.Key.Key_Escape)
    visitor.wait_for(lambda: visitor.says("Which doctor would you like to see?"))
    visitor.wait_for(lambda: visitor.can_tap("Any doctor"))
    # On to the card: by Tab to a day, and by Enter, which takes its first time.
    visitor.press(Qt.Key.Key_Return)
    visitor.wait_for(lambda: visitor.can_tap(day_text(clinics.SUNDAY)))
    while (at := visitor.window.focusWidget().accessibleName()) != day_text(clinics.SUNDAY):
        visitor.press(Qt.Key.Key_Tab)
        visitor.wait_for(lambda at=at: visitor.window.focusWidget().accessibleName() != at)  # type: ignore[misc] # of this turn
    visitor.press(Qt.Key.Key_Return)
    visitor.wait_for(lambda: bool(times_of(visitor)))
    visitor.press(Qt.Key.Key_Return)
    visitor.wait_for(lambda: visitor.says("Who are you?"))
    for text in ADA:
        focused = visitor.window.focusWidget()
        assert isinstance(focused, QLineEdit)
        QTest.keyClicks(focused, text)
        visitor.press(Qt.Key.Key_Return)
    visitor.wait_for(lambda: visitor.can_tap("Book now"))
    visitor.press(Qt.Key.Key_Return)
    visitor.wait_for(lambda: visitor.says("Your appointment is booked"))
    visitor.press(Qt.Key.Key_Return)
    visitor.wait_for(lambda: visitor.can_tap("Termin buchen"))
    held = Qt.KeyboardModifier
    keys = held.ControlModifier | held.AltModifier | held.ShiftModifier
    visitor.press(Qt.Key.Key_Q, keys)
    visitor.wait_for(lambda: not visitor.window.isVisible())


def test_its_own_keyboard_types_where_one_is(
    open_kiosk: OpenKiosk, sqlite_settings: Settings
) -> None:
    visitor = open_kiosk(sqlite_settings)
    visitor.go_to_times()
    visitor.tap("11:00")
    visitor.wait_for(lambda: visitor.can_tap("q"))
    for key in ("a", "d", "x", "Delete", "a", "Next field", "Letters with accents", "é", "Letters"):
        visitor.tap(key)
    assert visitor.line("First name").text() == "ada"
    assert visitor.line("Family name").text() == "é"
    visitor.tap("Next field")
    for key in "12":
        visitor.tap(key)
    assert visitor.line("Day").text() == "12"
    assert not visitor.can_tap("q")


@pytest.mark.parametrize(("wide", "high", "scale"), [(1024, 700, 2.0), (1080, 1920, 1.0)])
def test_everything_is_large_enough_for_a_finger_and_named(
    open_kiosk: OpenKiosk, sqlite_settings: Settings, look: Look, wide: int, high: int, scale: float
) -> None:
    look.set_text_scale(scale)
    visitor = open_kiosk(sqlite_settings)
    visitor.window.resize(wide, high)

    def small() -> list[tuple[str, QSize]]:
        kinds = QAbstractButton | QLineEdit
        touched = [one for one in visitor.shown() if isinstance(one, kinds)]
        assert touched
        assert all(one.accessibleName() for one in touched)
        return [
            (one.accessibleName(), one.size())
            for one in touched
            if min(one.width(), one.height()) < FINGER or not _inside(one, visitor.window)
        ]

    def judge() -> None:
        # It is laid out a moment later.
        visitor.wait_for(lambda: not small(), f"large enough: {small()}")

    judge()
    visitor.go_to_times()
    judge()
    visitor.tap("11:00")
    visitor.wait_for(lambda: visitor.says("Who are you?"))
    judge()
    visitor.say_who()
    visitor.wait_for(lambda: visitor.can_tap("Book now"))
    judge()
    visitor.tap("Book now")
    visitor.wait_for(lambda: visitor.says("Your appointment is booked"))
    judge()


def test_what_is_wrong_is_seen_where_hardly_any_room_is(
    open_kiosk: OpenKiosk, sqlite_settings: Settings, look: Look
) -> None:
    look.set_text_scale(2.0)
    visitor = open_kiosk(sqlite_settings)
    visitor.window.resize(1024, 700)
    visitor.go_to_times()
    visitor.tap("11:00")
    visitor.wait_for(lambda: visitor.can_tap("Next"))

    def seen(text: str) -> bool:
        found = [one for one in visitor.shown() if one.property("text") == text]
        return any(not one.visibleRegion().isEmpty() and _whole(one) for one in found)

    for _ in range(2):
        # The second time the focus is there already.
        visitor.tap("Next")
        visitor.wait_for(lambda: seen("Please write your first name."))
    assert visitor.line("First name") is visitor.window.focusWidget()


def _whole(one: QWidget) -> bool:
    """Tell whether nothing of a widget is scrolled out of sight."""
    return one.visibleRegion().boundingRect().height() == one.height()


def _inside(one: QWidget, window: QWidget) -> bool:
    """Tell whether nothing of a widget lies beyond the right or left of a window."""
    left = one.mapTo(window, one.rect().topLeft()).x()
    return left >= 0 and left + one.width() <= window.width()


def test_a_card_is_printed_without_a_word_of_whose_it_is(
    open_kiosk: OpenKiosk, sqlite_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[str, Any, str]] = []
    # The usual one asks for a number, and another for a file: nobody is there to answer.
    found = printer.Printers(("Fax", "Microsoft Print to PDF", "Hall"), "Fax")
    visitor = open_kiosk(sqlite_settings)
    monkeypatch.setattr(printer, "printers", lambda: found)
    monkeypatch.setattr(printer, "send", lambda *given: sent.append(given))
    visitor.come_to_check()
    visitor.tap("Book now")
    visitor.tap("Print")
    visitor.wait_for(lambda: visitor.says("Please take your sheet"))
    ((name, (page,), title),) = sent
    told = " ".join(str(mark) for mark in page.marks)
    assert name == "Hall"
    assert day_text(clinics.SUNDAY) in told
    assert not [one for one in ("Ada", "Young", "0199") if one in f"{told} {title}"]


def test_who_says_to_be_new_is_registered_once(
    open_kiosk: OpenKiosk, sqlite_settings: Settings
) -> None:
    visitor = open_kiosk(sqlite_settings)
    for start in ("11:00", "12:00"):
        visitor.come_to_check(start)
        visitor.tap("Book now")
        visitor.tap("Done")
    found = elsewhere(
        sqlite_settings, lambda office: office.ask(FindPatients(text="young")).result().answer
    )
    assert [one.patient.name for one in found] == ["Ada Young"]
