"""One key hides who the patients are, everywhere and at once; the same key brings them back."""

from __future__ import annotations

import ast
import dataclasses
import inspect
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QLineEdit,
    QWidget,
)

import clinic_desktop
from clinic_desktop import compose, domain
from clinic_desktop.domain import saying
from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import BookBlock, NextFree
from clinic_desktop.domain.custom import CustomValue
from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.people import AddDoctor, AddPatient, Name, PartialDate, Patient
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal, Unavailable
from clinic_desktop.settings import Settings
from clinic_desktop.ui.privacy import MASK, PERSONAL, PERSONAL_FACTS, masked, real
from tests.driver import Desk
from tests.ui import clinics
from tests.ui.conftest import OpenDesk
from tests.ui.guards import aside

KEY = "Ctrl+Shift+H"
PERSON = ("Zoe", "Quill", "+1 212 555 0707", "1977", "migraine")
ELSE = ("Kim", "Lopez", "+1 646 555 9877", "1977", "backache")
"""All that the one patient of a clinic is known by, and that of another clinic."""
TEXTS = ("text", "title", "placeholderText", "toolTip", "statusTip", "whatsThis", "windowTitle")


def clinic_of(folder: Path, person: tuple[str, ...]) -> Settings:
    """Make a clinic with one patient, who has one visit."""
    given, family, phone, year, note = person
    settings = clinics.settings_of(str(folder / "clinic.db"), folder)
    compose.create_clinic(settings, name="Elm", zone=clinics.ZONE, clock=clinics.clock)
    office = compose.open_office(settings, clock=clinics.clock, feed=False)
    try:
        doctor = clinics.done(office, AddDoctor(name="Dr Lee"))
        wish = SetWeeklyHours(
            doctor_id=doctor.id,
            hours=WeeklyHours.parse("Sun 9-17"),
            block_minutes=60,
            start=clinics.SUNDAY,
            until=clinics.SUNDAY,
        )
        clinics.done(office, wish)
        patient = clinics.done(
            office,
            AddPatient(
                name=Name(given, family), born=PartialDate(int(year), 3, 12), phones=(phone,),
                note=note,
            ),
        )  # fmt: skip
        block = office.ask(NextFree(after=clinics.NOW)).result(timeout=120).answer[0]
        clinics.done(office, BookBlock(patient_id=patient.id, block_id=block.id, note=note))
    finally:
        office.close()
    return settings


def texts_of(desk: Desk) -> Iterator[str]:
    """Yield every text that eye or ear could get from what is visible in the window."""
    window = desk.app.window
    yield window.windowTitle()
    yield from spoken(QAccessible.queryAccessibleInterface(window))
    for widget in (window, *window.findChildren(QWidget)):
        if not widget.isVisible():
            continue
        if isinstance(widget, QLineEdit):
            yield widget.displayText()
        else:
            yield from (str(widget.property(name) or "") for name in TEXTS)
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        if isinstance(widget, QAbstractItemView | QComboBox):
            yield from cells(widget)


def spoken(face: QAccessibleInterface | None) -> Iterator[str]:
    """Yield what a screen reader reads of something and of all that it holds."""
    if face is None or not face.isValid():
        return
    kinds = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
    if face.state().invisible == 0:
        yield from (face.text(kind) for kind in kinds)
    for place in range(face.childCount()):
        yield from spoken(face.child(place))


def cells(view: QAbstractItemView | QComboBox) -> Iterator[str]:
    """Yield what stands in a list, in every role that is a text."""
    model = view.model()
    for line, role in itertools.product(range(model.rowCount()), range(300)):
        value = model.index(line, 0).data(role)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from (str(each) for each in value)


def leaks(desk: Desk, words: tuple[str, ...] = PERSON) -> list[str]:
    """Answer the visible texts that hold any of these words."""
    return [t for t in texts_of(desk) if any(word in t for word in words)]


def picture(desk: Desk) -> QImage:
    """Grab all but the status bar, which names the clinic's file."""
    desk.settled()
    assert desk.focus.isVisible()
    return desk.workplace.grab().toImage()


def nothing(_desk: Desk) -> None:
    """Just look at the day."""


def open_visit(desk: Desk) -> None:
    desk.open_visit("Dr Lee", "11:00")


def open_patient(desk: Desk) -> None:
    open_visit(desk)
    desk.click("All visits of this patient")


def search(desk: Desk) -> None:
    """Search by what both patients have in common."""
    desk.press("Ctrl+F")
    desk.type("1977")
    desk.settled()


def choose(desk: Desk) -> None:
    """Choose whom to book for, and say why."""
    desk.open_block("Dr Lee", "12:00")
    desk.type("1977")
    desk.settled()
    desk.press("Enter")
    desk.fill("Note", "migraine")
    desk.settled()


def name_anew(desk: Desk) -> None:
    """Name somebody who is registered already."""
    visit = desk.visit("Dr Lee", "11:00")
    desk.press("Ctrl+Shift+N")
    desk.settled()
    desk.fill("New patient name", real(visit.patient))
    desk.fill("New patient born", "1977-03-12")
    desk.settled()


def clash(desk: Desk) -> None:
    """Be refused, for the patient is busy."""
    choose(desk)
    name = real(desk.visit("Dr Lee", "11:00").patient)
    refused = Refusal(Reason("patient_busy", f"{name} has a visit already.", {"patient": name}))
    desk.workplace.booking.refusal.show_error(desk.app.dispatcher.privacy.shown(refused))


def move(desk: Desk) -> None:
    open_visit(desk)
    desk.click("Move appointment")


def arrive(desk: Desk) -> None:
    """Have a notice tell something about the visit."""
    desk.click_item(desk.visit("Dr Lee", "11:00"))
    desk.settled()
    desk.press("A")
    desk.settled()


def listed(desk: Desk) -> None:
    """List the visits of the day."""
    desk.press("Ctrl+4")


def printed(desk: Desk) -> None:
    """Look at what would be printed."""
    desk.press("Ctrl+P")


SCENES: tuple[Callable[[Desk], None], ...] = (
    nothing, open_visit, open_patient, search, choose, name_anew, clash, move, arrive, listed,
    printed,
)  # fmt: skip


def show(scene: Callable[[Desk], None], desk: Desk) -> None:
    """Show a scene in a window that is in front."""
    assert desk.focus.isVisible()
    scene(desk)
    desk.settled()


def leave(desk: Desk) -> None:
    """Put away whatever a scene opened."""
    desk.press("Ctrl+1")
    for _ in range(4):
        desk.press("Esc")
    desk.workplace.booking.clear()
    desk.workplace.notices.forget()
    desk.settled()


@pytest.fixture
def two(tmp_path: Path, open_desk: OpenDesk) -> Iterator[tuple[Desk, Desk]]:
    """Windows on two clinics that differ in their patient alone."""
    flash = QApplication.cursorFlashTime()
    QApplication.setCursorFlashTime(0)
    places = aside(
        lambda: [clinic_of(tmp_path / name, who) for name, who in (("a", PERSON), ("b", ELSE))]
    )
    one, other = (open_desk(place) for place in places)
    yield one, other
    QApplication.setCursorFlashTime(flash)


@pytest.mark.slow
def test_after_the_key_nothing_on_screen_tells_who_it_is(two: tuple[Desk, Desk]) -> None:
    """Not even the pictures of two clinics differ, if all that differs is their patients."""
    for scene in SCENES:
        for desk in two:
            show(scene, desk)
        assert picture(two[0]) != picture(two[1]), f"{scene.__name__} shows nobody"
        for desk in two:
            desk.press(KEY)
            assert not leaks(desk), scene.__name__
        # Of a sheet nothing is shown until it is drawn anew; a busy machine takes its time.
        two[0].wait_for(lambda: picture(two[0]) == picture(two[1]), scene.__name__)
        for desk in two:
            desk.press(KEY)
            desk.settled()
        assert picture(two[0]) != picture(two[1]), f"{scene.__name__} does not come back"
        for desk in two:
            leave(desk)


@pytest.mark.slow
def test_what_is_opened_while_patients_are_hidden_is_hidden_too(two: tuple[Desk, Desk]) -> None:
    for desk in two:
        desk.press(KEY)
    for scene in SCENES:
        for desk in two:
            show(scene, desk)
            assert not leaks(desk), scene.__name__
        assert picture(two[0]) == picture(two[1]), scene.__name__
        for desk in two:
            leave(desk)


def test_a_sign_stands_while_patients_are_hidden_and_leads_back(desk: Desk) -> None:
    assert not desk.named("Patients are hidden")
    desk.click("Hide patients")
    assert len(desk.named("Patients are hidden")) == 1
    assert desk.find("Hide patients", QAbstractButton).isChecked()
    desk.click("Show them")
    assert not desk.named("Patients are hidden")
    assert not desk.find("Hide patients", QAbstractButton).isChecked()


def test_names_are_hidden_at_once_while_the_database_is_away(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    ann = ("Ann", "1980", "0101")
    desk.open_visit("Dr Lee", "11:00")
    desk.press("Ctrl+F")
    desk.type("smith")
    desk.settled()
    asked: list[object] = []

    def ask(question: object) -> Future[object]:
        asked.append(question)
        return Future()

    monkeypatch.setattr(desk.app.dispatcher.office, "ask", ask)
    desk.press(KEY)
    assert not leaks(desk, ann)
    assert desk.visits("Dr Lee") == [f"11:00 {MASK}"]
    desk.press(KEY)
    assert desk.visits("Dr Lee") == ["11:00 Ann Smith"]
    assert leaks(desk, ann)
    assert not asked
    desk.click_item(desk.block("Dr Lee", "12:00"))
    desk.workplace.booking.picker.set_patient(Patient(1, "Ann Smith", "Ann", "Smith"))
    desk.press(KEY)
    assert not leaks(desk, ann)


def test_what_was_cancelled_stays_so_when_hiding_begins_and_ends(desk: Desk) -> None:
    desk.book("Dr Lee", "11:00", patient="smith")
    desk.press("Ctrl+2")
    desk.settled()
    # All of it is read again, and what became of the visit after that.
    desk.press("Ctrl+1")
    desk.settled()
    desk.cancel("Dr Lee", "11:00")
    free = desk.free_blocks("Dr Lee")
    assert "11:00" in free
    for _ in range(2):
        desk.press(KEY)
        assert (desk.visits("Dr Lee"), desk.free_blocks("Dr Lee")) == ([], free)


def test_all_work_goes_on_while_patients_are_hidden(desk: Desk) -> None:
    desk.press(KEY)
    desk.book("Dr Lee", "11:00", patient="smith", note="migraine")
    assert desk.notice == f"Booked {MASK} with Dr Lee, Sun 2 Nov, 11:00\u201312:00"
    desk.move("Dr Lee", "11:00", "13:00")
    desk.press(KEY)
    assert desk.visits("Dr Lee") == ["13:00 Ann Smith"]
    assert desk.visit("Dr Lee", "13:00").note == "migraine"


def test_a_mask_is_never_stored(desk: Desk) -> None:
    desk.open_block("Dr Lee", "11:00")
    desk.choose_patient("smith")
    desk.fill("Note", MASK)
    desk.click("Book")
    desk.settled()
    assert "Something in it is hidden" in desk.refusal
    assert not desk.visits("Dr Lee")


# --- the mask itself --------------------------------------------------------------------------


HARMLESS = frozenset(
    {
        "doctor", "type", "colour", "reason", "cancelled_by", "origin", "purpose", "words", "rules",
        "name", "specialty", "icon", "actor", "station", "command", "message", "code", "day",
        "kind", "id", "rights", "zone", "schema", "separator", "digest", "rule",
        "purposes", "beside", "topic", "language", "part", "with_before", "with_after", "why",
        "about", "site", "hours", "owner", "allowed",
    }
)  # fmt: skip
"""Text fields that tell nothing of a patient (a ``Patient`` is masked field by field)."""


def answers() -> list[type]:
    """Every type that an office's answers are made of."""
    of_domain = (domain.__path__, f"{domain.__name__}.")
    named = [each.name for each in walk_packages(*of_domain)]
    # What a line is read with never leaves the grammar: only its meaning does.
    inner = f"{saying.__name__}."
    answered = [one for one in named if not one.startswith(inner) or one.endswith(".meaning")]
    return [
        kind
        for module in map(import_module, answered)
        for _, kind in inspect.getmembers(module, dataclasses.is_dataclass)
        if isinstance(kind, type) and not issubclass(kind, Command | Query)
    ]


def test_every_text_of_an_answer_is_known_as_personal_or_harmless() -> None:
    """Whoever adds a field decides whether it is hidden."""
    unknown = [
        f"{kind.__name__}.{name}"
        for kind in answers()
        if kind not in (Patient, Name)
        for name, of in ((field.name, str(field.type)) for field in dataclasses.fields(kind))
        if of.startswith(("str", "tuple[str")) and name not in PERSONAL | HARMLESS
    ]
    assert not unknown


HARMLESS_FACTS = frozenset(
    {
        "action", "actor", "affected", "after", "allowed", "appointment", "appointment_id", "at",
        "before", "block", "by", "can_pass", "changes", "choice", "column", "command", "contact",
        "count", "country", "days", "doctor", "doctor_id", "earliest", "edges", "end", "field",
        "file", "from", "grid", "holder", "holds", "ids", "instants", "kept", "kind", "laid_until",
        "last", "limits", "line", "local", "mapping", "mappings", "may_overbook", "meant",
        "merged_into", "minutes", "most", "nearest", "nearest_of_visit", "number", "of", "on",
        "parked", "patient_id", "place", "possible", "printer", "purpose", "reason", "region",
        "regions", "release", "repeat", "reserved_until", "resource", "right", "rights", "role",
        "seats", "seen", "sequence", "series", "since", "site", "sites", "skip", "start", "status",
        "time_off", "to", "today", "topic", "type", "undoable", "units", "until", "user", "uses",
        "version", "visit", "wanted", "year", "zone",
    }
)  # fmt: skip
"""Facts of refusals that tell nothing of a patient, or hold facts of their own."""
FAILURES = ("Reason", "Misuse", "Unavailable")


def _facts(node: ast.AST) -> list[ast.expr]:
    """The expressions in a piece of code that make a failure's facts."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in FAILURES:
        return node.args[2:]
    if isinstance(node, ast.Assign | ast.AugAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(one, ast.Name) and one.id == "facts" for one in targets):
            return [node.value]
    return []


def test_every_fact_of_a_failure_is_known_as_personal_or_harmless() -> None:
    """Whoever adds one decides whether its words are hidden in the sentence."""
    named = {
        (path.name, key.value)
        for path in Path(clinic_desktop.__file__).parent.rglob("*.py")
        # What the command line alone refuses comes into no window.
        if path.parent.name != "cli"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for made in _facts(node)
        for part in ast.walk(made)
        if isinstance(part, ast.Dict)
        for key in part.keys
        if isinstance(key, ast.Constant)
    }
    assert ("together.py", "who") in named
    assert not {one for one in named if one[1] not in PERSONAL_FACTS | HARMLESS_FACTS}


def test_whose_visit_can_not_be_booked_among_several_is_hidden() -> None:
    facts = {"patient_id": "1", "who": "Ann Smith", "doctor": "Dr Lee"}
    refused = Refusal(Reason("no_hours", "Ann Smith: Dr Lee has no hours then.", facts))
    assert masked(refused).message == f"{MASK}: Dr Lee has no hours then."


def test_a_masked_patient_says_nothing() -> None:
    full = Patient(
        7, "Ann Smith", "Ann", "Smith", PartialDate(1980, 3, 12), "f", ("0101", "0102"), "a@b.c",
        "de", "migraine", "no 9", "owes much", custom=(CustomValue(1, "Allergy", "latex"),),
    )  # fmt: skip
    hidden = masked(full)
    told = {field.name: getattr(hidden, field.name) for field in dataclasses.fields(full)}
    masks = {"name", "given", "family", "note", "do_not_book"}
    nothing = {"born": None, "sex": "", "phones": (MASK,), "email": "", "language": ""}
    same = {"custom": (), "id": 7, "archived": False, "version": 1, "file_number": ""}
    assert told == dict.fromkeys(masks, MASK) | nothing | same
    assert real(hidden.name) == "Ann Smith"
    assert masked(hidden) == hidden


def test_a_masked_failure_keeps_its_way_out() -> None:
    facts = {"holder": {"patient": "Ann Smith"}, "nearest": [{"id": 4, "doctor": "Dr Lee"}]}
    refused = Refusal(Reason("block_taken", "Dr Lee is booked: Ann Smith. Choose.", facts))
    hidden = masked(refused)
    assert (hidden.code, hidden.message) == ("block_taken", f"Dr Lee is booked: {MASK}. Choose.")
    assert hidden.facts["nearest"] == facts["nearest"]
    typed = masked(Misuse("bad_birth_date", "“1880” is none.", {"text": "1880"}))
    assert typed.message == f"“{MASK}” is none."
    assert masked(Unavailable("locked", "Busy.")).message == "Busy."


def test_a_history_is_masked_but_for_what_happened() -> None:
    row = {"status": "arrived", "note": "migraine", "starts_at": 5, "patient": {"name": "Ann"}}
    assert masked((row,)) == (
        {"status": "arrived", "note": MASK, "starts_at": 5, "patient": {"name": MASK}},
    )
