"""Odd texts in every field of the window: nothing fails, and what was typed stays when refused.

The fields are found by walking the window, so that a new one on these pages is tried by itself.
"""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from clinic_desktop.domain.office import TheSite
from tests.driver import LONGEST, Desk
from tests.naughty import HARD

Field = QLineEdit | QPlainTextEdit | QTextEdit
TRIED = ("code", "control")
"""One after the other in each field."""
HANDED_ON = {
    "What is said": "New patient name",
    "Patient": "New patient name",
    "Name of the view": "Rename ",
}
"""Fields whose Enter hands what was typed on, and how the name of the field begins that has it
then."""
SURFACES = {
    "search": "Ctrl+F",
    "line": "Ctrl+K",
    "day": "Ctrl+G",
    "appointment": "Ctrl+N",
    "new patient": "Ctrl+Shift+N",
    "visit": "visit",
    "cancelling": "visit; Cancel visit",
    "patient": "patient",
    "correcting": "patient; Correct this patient",
    "view": "Ctrl+Shift+S",
    "keys": "F1",
    "print": "Ctrl+P",
    "hours": "Ctrl+H",
    **{
        page: f"Ctrl+H; {page}"
        for page in (
            "Time off", "Days", "Closed", "Holidays", "Doctors", "Rooms", "Equipment", "Sites",
            "Visit types", "Purposes", "Self-booking",
        )
    },
}  # fmt: skip
"""Where fields are, and the way to each: keys, then buttons by their names."""


def go(desk: Desk, way: str) -> None:
    """Go to where fields are, from wherever the window is."""
    for _ in range(4):
        desk.press("Esc")
    desk.settled()
    first, *buttons = way.split("; ")
    if first == "visit":
        desk.open_visit("Dr Lee", "14:00")
    elif first == "patient":
        desk.workplace.open_patient(1)
    else:
        desk.press(first)
    desk.settled()
    for name in buttons:
        if desk.offers(name):
            # Else it stands open with what was typed before.
            desk.click(name)
            desk.settled()


def fields(desk: Desk) -> Iterator[Field]:
    """Answer the fields that somebody could type into now."""
    for widget in desk.app.window.findChildren(QWidget):
        if not isinstance(widget, Field) or widget.isReadOnly():
            continue
        if widget.isVisible() and widget.isEnabled():
            yield widget


def text_of(field: Field) -> str:
    """Answer what stands in a field."""
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def bare(text: str) -> str:
    """Answer a text as it is compared: its spaces and its case may change on the way to a name."""
    return " ".join(text.split()).casefold()


def test_any_text_in_any_field(desk: Desk) -> None:
    desk.book("Dr Lee", "14:00", patient="smith")
    for surface, way in SURFACES.items():
        go(desk, way)
        names = [field.accessibleName() for field in fields(desk)]
        for place, called in enumerate(names):
            if called == "Search" and surface != "search":
                # It stands above every page.
                continue
            for name in TRIED:
                go(desk, way)
                field = list(fields(desk))[place]
                typed = typed_over(field, HARD[name])
                before = last_of(desk)
                QTest.keyClick(field, Qt.Key.Key_Return)
                desk.settled()
                left = [bare(text_of(one)) for one in fields(desk) if takes(one, field, called)]
                stays = any(text and text in bare(typed) for text in left)
                assert stays or last_of(desk) != before, (surface, called, name)


def takes(one: Field, typed_into: Field, called: str) -> bool:
    """Tell whether a field is the one that has what was typed: another may hold a figure of it."""
    handed = HANDED_ON.get(called)
    return one is typed_into or (handed is not None and one.accessibleName().startswith(handed))


def typed_over(field: Field, text: str) -> str:
    """Paste a text over what stands in a field; answer what the field took."""
    field.setFocus()
    field.selectAll()
    (field.insert if isinstance(field, QLineEdit) else field.insertPlainText)(text)
    return text_of(field)


def last_of(desk: Desk) -> int:
    """Answer the last change in the journal."""
    return desk.app.dispatcher.office.ask(TheSite()).result(LONGEST).sequence
