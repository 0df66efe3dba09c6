"""Rooms and equipment in the window: what visits may need beside a doctor, and where it is."""

from __future__ import annotations

from typing import Any, NamedTuple

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.office import Command, Query, Seen
from clinic_desktop.domain.people import (
    AddEquipment,
    AddRoom,
    AllEquipment,
    ChangeEquipment,
    ChangeRoom,
    Equipment,
    Room,
    Rooms,
    is_seen,
)
from clinic_desktop.domain.sites import Branch, Branches
from clinic_desktop.ui.availability.fields import Reading, flowing
from clinic_desktop.ui.availability.listed import ListEditor, State
from clinic_desktop.ui.availability.typed import number_of
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Choice, Label, captioned, column

_COUNTS = range(1, 101)


class _Words(NamedTuple):
    """What a page says, and what it asks."""

    title: str
    one: str
    hint: str
    example: str
    empty: str
    query: Query[Any]


_ROOMS = _Words(
    "Rooms",
    "room",
    "A room without hours is free whenever nobody has it. One that gets hours, chosen above as a "
    "doctor is, has a column of its own.",
    "Room 1",
    "No rooms yet. Add one below; then visit types can need a room, and a room can have hours.",
    Rooms(),
)
_EQUIPMENT = _Words(
    "Equipment",
    "device",
    "So many visits can have one at the same time. Devices are free whenever nobody has them.",
    "Ultrasound",
    "No equipment yet. Add a device below, such as Ultrasound; then visit types can need it.",
    AllEquipment(),
)


class ResourcesEditor(ListEditor):
    """The rooms, or (``counted``) the kinds of devices, and the form for one."""

    def __init__(self, clinic: Clinic, *, counted: bool) -> None:
        """Make the form."""
        words = _EQUIPMENT if counted else _ROOMS
        super().__init__(clinic, words.title, words.one, words.empty)
        self._words, self._counted = words, counted
        self._all: tuple[Room | Equipment, ...] = ()
        self._sites: tuple[Branch, ...] = ()
        self.name, name = self.field(f"Name of the {words.one}", hint=words.example)
        lines = [name]
        if counted:
            self.count, count = self.field("How many there are", hint="1", wide=90)
            lines.append(count)
        self.site = Choice(self.look, f"Site of the {words.one}")
        self.site.activated.connect(lambda _index: self.look_again())
        self._where = QWidget()
        self._where.setLayout(column(captioned(self.look, "Site", self.site)))
        # Shown before it has a parent, it would be a window.
        self._where.setHidden(True)
        hint = Label(self.look, words.hint, "small", tone="muted", wraps=True)
        self._lay_out(flowing(self.look.px(10), *lines), self._where, hint)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self._of_sites = LiveQuery(clinic.dispatcher, self)
        self._of_sites.loaded.connect(self._show_sites)

    @property
    def is_settled(self) -> bool:
        """Whether what there is is shown, and nothing is on its way."""
        queries = (self._query, self._of_sites)
        return super().is_settled and not self.is_busy and all(one.is_settled for one in queries)

    def open(self) -> None:
        """Ask for what there is, now that somebody looks at it."""
        if self._query.query is None:
            self._query.set_query(self._words.query)
            self._of_sites.set_query(Branches())

    def leave(self) -> None:
        """Ask for nothing any more."""
        self._query.set_query(None)
        self._of_sites.set_query(None)

    def _show(self, seen: Seen[tuple[Room | Equipment, ...]]) -> None:
        self._all = seen.answer
        self._show_all()

    def _show_sites(self, seen: Seen[tuple[Branch, ...]]) -> None:
        chosen = self.site.currentData()
        self._sites = seen.answer
        self.site.clear()
        for one in self._sites:
            self.site.addItem(one.name, one.id)
        self.site.setCurrentIndex(max(0, self.site.findData(chosen)))
        self._where.setVisible(len(self._sites) > 1)
        self._show_all()

    def _show_all(self) -> None:
        entries = {one.id: (one.name, self._told(one)) for one in self._all}
        self.show_known({one.id: one for one in self._all}, entries)

    def _told(self, one: Room | Equipment) -> str:
        """Say how many there are, and where."""
        told = []
        if isinstance(one, Equipment):
            told.append("there is 1" if one.units == 1 else f"there are {one.units}")
        if len(self._sites) > 1:
            told += [f"at {site.name}" for site in self._sites if site.id == one.site_id]
        return ", ".join(told) or f"number {one.id}"

    def state_of(self, known: Room | Equipment | None) -> State:
        """Answer what the form says of a room or device: it stays where it was added."""
        self.site.setEnabled(known is None)
        if known is not None:
            self.site.setCurrentIndex(max(0, self.site.findData(known.site_id)))
        name = "" if known is None else known.name
        if not self._counted:
            return (name,), ()
        return (name, str(getattr(known, "units", ""))), ()

    def wish_of(self, known: Any | None, reading: Reading) -> Command[Any] | None:  # noqa: ANN401 - what the list is of
        """Answer the room or device to add, or what is another of it."""
        name = self.name.text().strip()
        if not is_seen(name):
            one, example = self._words.one, self._words.example
            reading.mistakes[self.name] = f"The {one} needs a name, for example “{example}”."
        # The one site of a clinic need not be named.
        site = self.site.currentData() if len(self._sites) > 1 else None
        if not self._counted:
            if known is not None:
                return None if known.name == name else ChangeRoom(room_id=known.id, name=name)
            return AddRoom(name=name, site_id=site)
        units = reading.take(self.count, _count, 1)
        if known is None:
            return AddEquipment(name=name, units=units, site_id=site)
        if (known.name, known.units) == (name, units):
            return None
        return ChangeEquipment(equipment_id=known.id, name=name, units=units)


def _count(text: str) -> int:
    """Read how many there are; nothing means one."""
    return number_of(text, _COUNTS, "How many there are") if text.strip() else 1
