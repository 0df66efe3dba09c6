"""The one table of what can be done by a key: its words, its usual keys, and where they work."""

from __future__ import annotations

from typing import Literal

from clinic_desktop.domain.values import dataclass

Place = Literal["everywhere", "calendar", "visit", "panel"]
"""Where an act's keys work: in the whole window, where the calendar has the focus, where a visit is
at hand (current in the calendar, or open in its panel), where a panel has the focus."""

_WITHIN: dict[Place, frozenset[str]] = {
    "everywhere": frozenset({"calendar", "panel"}),
    "calendar": frozenset({"calendar"}),
    "visit": frozenset({"calendar", "panel"}),
    "panel": frozenset({"panel"}),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One row of the table.

    ``keys`` are written as Qt writes them in every language (``PgDown``, ``Ctrl+Shift+N``). A
    ``fixed`` act's keys belong to the widgets and are only told; ``shown`` is then how they are
    told. An act that ``repeats`` goes on while its key is held down. A
    ``named`` one is on the sheet once a person has named it.
    """

    name: str
    words: str
    keys: tuple[str, ...]
    group: str
    place: Place = "everywhere"
    fixed: bool = False
    shown: str = ""
    repeats: bool = False
    named: bool = False

    def meets(self, other: Act) -> bool:
        """Tell whether there is a place where both acts' keys work."""
        return bool(_WITHIN[self.place] & _WITHIN[other.place])


VIEWS = tuple(f"view-{number}" for number in range(1, 11))
"""The acts that show a saved view; F1 and F6 are others'."""
_VIEW_KEYS = ("F2", "F3", "F4", "F5", "F7", "F8", "F9", "F10", "F11", "F12")

ACTS = (
    Act("new-appointment", "New appointment", ("Ctrl+N",), "Booking"),
    Act("line", "Book or find by a line", ("Ctrl+K",), "Booking"),
    Act("new-patient", "New appointment for a new patient", ("Ctrl+Shift+N",), "Booking"),
    Act(
        "open", "Book the block, open the visit", ("Return", "Enter"), "Booking", "calendar",
        fixed=True, shown="Enter",
    ),
    Act(
        "take-several", "More or less time, a longer or shorter visit (or drag)",
        ("Shift+Up", "Shift+Down"), "Booking", "calendar", fixed=True, shown="Shift+Arrows",
    ),
    Act(
        "take-all", "All the time up to the end, or the beginning, of the day",
        ("Shift+End", "Shift+Home"), "Booking", "calendar", fixed=True, shown="Shift+End / Home",
    ),
    Act("block-off", "Block the marked time off, or look at what blocks it", ("B",), "Booking",
        "calendar"),
    Act("why", "Why is this time not offered?", ("W",), "Booking", "calendar"),
    Act("block-off-instead", "Block the time off instead of booking it", ("Ctrl+B",), "Booking",
        "panel"),
    Act("arrived", "Patient arrived", ("A",), "A visit", "visit"),
    Act("move", "Move the visit", ("M",), "A visit", "visit"),
    Act("overbook", "Book over the visit", ("O",), "A visit", "visit"),
    Act("reassign", "Give the visit to another doctor", ("R",), "A visit", "visit"),
    Act("swap", "Swap it with the visit that is being moved", ("X",), "A visit", "visit"),
    Act("park", "Park the visit on the pinboard (or drag it there)", ("P",), "A visit", "visit"),
    Act("cancel", "Cancel the visit", ("Del",), "A visit", "visit"),
    Act("pick", "Select the visit, or not any more (or Ctrl and a click)", ("S",), "A visit",
        "calendar"),
    Act("pick-day", "Select all visits of the doctor on that day", ("Shift+S",), "A visit",
        "calendar"),
    Act("patient", "The patient, with all visits", ("H",), "A visit", "visit"),
    Act("undo", "Take back the last change", ("Ctrl+Z",), "A visit"),
    Act("redo", "Do again what was taken back", ("Ctrl+Shift+Z", "Ctrl+Y"), "A visit"),
    Act(
        "walk", "Walk over blocks and visits", ("Up", "Down", "Left", "Right", "Home", "End"),
        "The calendar", "calendar", fixed=True, shown="Arrows",
    ),
    Act(
        "menu", "What can be done here (or right click)", ("Menu", "Shift+F10"), "The calendar",
        "calendar", fixed=True, shown="Menu / Shift+F10",
    ),
    Act("zoom-in", "Larger rows (or Ctrl and the wheel)", ("Ctrl++", "Ctrl+="), "The calendar",
        repeats=True),
    Act("zoom-out", "Smaller rows", ("Ctrl+-",), "The calendar", repeats=True),
    Act("zoom-usual", "Rows as usual", ("Ctrl+0",), "The calendar"),
    Act("views", "Save what is shown as a view", ("Ctrl+Shift+S",), "Saved views"),
    *(
        Act(name, f"Saved view {name.removeprefix('view-')}", (key,), "Saved views", named=True)
        for name, key in zip(VIEWS, _VIEW_KEYS, strict=True)
    ),
    Act("week-on", "A week on", ("Ctrl+PgDown",), "Jumps", repeats=True),
    Act("two-weeks-on", "Two weeks on", ("Ctrl+Shift+PgDown",), "Jumps", repeats=True),
    Act("three-months-on", "Three months on", ("Alt+PgDown",), "Jumps", repeats=True),
    Act("six-months-on", "Six months on", ("Alt+Shift+PgDown",), "Jumps", repeats=True),
    Act("week-back", "A week back", ("Ctrl+PgUp",), "Jumps", repeats=True),
    Act("two-weeks-back", "Two weeks back", ("Ctrl+Shift+PgUp",), "Jumps", repeats=True),
    Act("three-months-back", "Three months back", ("Alt+PgUp",), "Jumps", repeats=True),
    Act("six-months-back", "Six months back", ("Alt+Shift+PgUp",), "Jumps", repeats=True),
    Act("today", "Today", ("T",), "Days"),
    Act("go-to-date", "Go to a date", ("Ctrl+G",), "Days"),
    Act("previous", "Previous period", ("PgUp",), "Days", repeats=True),
    Act("next", "Next period", ("PgDown",), "Days", repeats=True),
    Act("day", "Day", ("Ctrl+1",), "Days"),
    Act("week", "Week", ("Ctrl+2",), "Days"),
    Act("month", "Month", ("Ctrl+3",), "Days"),
    Act("agenda", "Agenda", ("Ctrl+4",), "Days"),
    Act("cancelled", "Show cancelled visits, or hide them", ("Shift+C",), "Days"),
    Act("save-list", "Save the agenda as CSV", ("Ctrl+Shift+E",), "Days"),
    Act("availability", "Hours, time off and closed days", ("Ctrl+H",), "The window"),
    Act("pinboard", "Pinboard: what waits for a time", ("Shift+P",), "The window"),
    Act("search", "Search a patient", ("Ctrl+F",), "The window"),
    Act("next-pane", "Next pane", ("F6",), "The window"),
    Act("print", "Print", ("Ctrl+P",), "The window"),
    Act(
        "back", "Close the panel, stop moving", ("Esc",), "The window", fixed=True, shown="Esc"
    ),
    Act("hide-patients", "Hide patients, or show them again", ("Ctrl+Shift+H",), "The window"),
    Act("keys", "Keys", ("F1", "?"), "The window"),
    Act("legend", "Colours and marks", ("Shift+F1",), "The window"),
    Act("quit", "Quit", ("Ctrl+Q",), "The window"),
)  # fmt: skip
"""Every act. What nobody has bound (``Actions.bind``) has no keys and is not on the sheet."""

GROUPS = tuple(dict.fromkeys(act.group for act in ACTS))
"""What one is about, in the sheet's order."""

RESERVED = {
    "Tab": "Next field",
    "Shift+Tab": "Previous field",
    "Space": "Press a button",
    "Backspace": "Delete a letter",
    "Ctrl+A": "Select all",
    "Ctrl+C": "Copy",
    "Ctrl+X": "Cut",
    "Ctrl+V": "Paste",
}
"""Keys of every field and button, which no act may have."""
