"""Sites of the clinic in the window, and how long the ways between them are."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.office import Command, Seen
from clinic_desktop.domain.people import is_seen
from clinic_desktop.domain.sites import (
    LONGEST_WAY,
    AddSite,
    Branch,
    Branches,
    ChangeSite,
    SetTravel,
    Travel,
    Travels,
)
from clinic_desktop.ui.availability.fields import Reading, flowing
from clinic_desktop.ui.availability.listed import ListEditor, State
from clinic_desktop.ui.availability.typed import number_of
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Choice, Label, captioned, column

_EMPTY = "The sites are being looked up."
_HINT = (
    "All sites keep the clinic\N{RIGHT SINGLE QUOTATION MARK}s time. A doctor who has hours at "
    "both ends of a way is not offered at the second before so long after the end at the first."
)


class SitesEditor(ListEditor):
    """The sites; a form for the name of one, and the way from the marked one to another.

    A name is saved here; a way takes free time away, so it is saved by its effect.
    """

    def __init__(self, clinic: Clinic) -> None:
        """Make the form."""
        super().__init__(clinic, "Sites", "site", _EMPTY)
        self._sites: tuple[Branch, ...] = ()
        self._ways: dict[frozenset[int], int] = {}
        self.name, name = self.field("Name of the site", hint="North")
        self.minutes, minutes = self.field("The way takes", hint="minutes", wide=90)
        self.other = Choice(self.look, "The other site")
        self.other.activated.connect(self._take_other)
        named, self._way = QWidget(), QWidget()
        named.setLayout(column(name))
        other = captioned(self.look, "To", self.other)
        self._way.setLayout(column(flowing(self.look.px(10), other, minutes)))
        hint = Label(self.look, _HINT, "small", tone="muted", wraps=True)
        self._lay_out(named, self._way, hint)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self._of_ways = LiveQuery(clinic.dispatcher, self)
        self._of_ways.loaded.connect(self._show_ways)

    @property
    def is_settled(self) -> bool:
        """Whether what there is is shown, and nothing is on its way."""
        queries = (self._query, self._of_ways)
        return super().is_settled and not self.is_busy and all(one.is_settled for one in queries)

    @property
    def saves_itself(self) -> bool:
        """Whether a name is in hand, and not a way."""
        return self._current is None or self._is_renamed

    @property
    def _is_renamed(self) -> bool:
        """Whether the marked site is to be called otherwise."""
        known = self._known.get(self._current or 0)
        return known is not None and self.name.text().strip() != known.name

    def open(self) -> None:
        """Ask for what there is, now that somebody looks at it."""
        if self._query.query is None:
            self._query.set_query(Branches())
            self._of_ways.set_query(Travels())

    def leave(self) -> None:
        """Ask for nothing any more."""
        self._query.set_query(None)
        self._of_ways.set_query(None)

    def _show(self, seen: Seen[tuple[Branch, ...]]) -> None:
        self._sites = seen.answer
        self._show_all()

    def _show_ways(self, seen: Seen[tuple[Travel, ...]]) -> None:
        self._ways = {frozenset((way.first.id, way.second.id)): way.minutes for way in seen.answer}
        self._show_all()

    def _show_all(self) -> None:
        entries = {one.id: (one.name, self._told(one)) for one in self._sites}
        self.show_known({one.id: one for one in self._sites}, entries)

    def _told(self, site: Branch) -> str:
        """Say how long the ways from a site are."""
        if len(self._sites) == 1:
            return "the only site"
        found = [
            f"{minutes} minutes to {one.name}"
            for one in self._sites
            if (minutes := self._ways.get(frozenset((site.id, one.id)), 0))
        ]
        return ", ".join(found) or "no way takes time"

    def state_of(self, known: Branch | None) -> State:
        """Answer what the form says of a site: its name, its way to the other one chosen."""
        self._way.setVisible(known is not None and len(self._sites) > 1)
        if known is None:
            return ("", ""), ()
        chosen = self.other.currentData()
        self.other.clear()
        for one in self._sites:
            if one.id != known.id:
                self.other.addItem(one.name, one.id)
        self.other.setCurrentIndex(max(0, self.other.findData(chosen)))
        return (known.name, self._minutes_of(known)), ()

    def _minutes_of(self, known: Branch) -> str:
        minutes = self._ways.get(frozenset((known.id, self.other.currentData() or 0)), 0)
        return str(minutes) if minutes else ""

    def _take_other(self, _index: int) -> None:
        """Show the way to another one; what is typed is meant of that one, then."""
        typed = self.minutes.text() if self.is_typed else None
        self.start_anew()
        if typed is not None:
            self.minutes.put(typed)

    def focus(self) -> None:
        """Go to the name of a new one, or to the length of the way where there is any."""
        field = self.minutes if self._way.isVisibleTo(self) else self.name
        field.setFocus()
        field.selectAll()

    def read(self, reading: Reading) -> TimeChange[object] | None:
        """Answer the way that is another now; note what is wished of the list."""
        super().read(reading)
        first, second = self._current, self.other.currentData()
        if first is None or second is None or not self.is_typed:
            return None
        minutes = reading.take(self.minutes, _minutes, 0)
        if minutes == self._ways.get(frozenset((first, second)), 0):
            return None
        if self._is_renamed:
            # Each is saved in its own way: one of them would be lost.
            reading.mistakes[self.minutes] = (
                "The name and the way are saved one after the other: take one of them back first."
            )
        return SetTravel(first_id=first, second_id=second, minutes=minutes)

    def wish_of(self, known: Any | None, reading: Reading) -> Command[Any] | None:  # noqa: ANN401 - a site
        """Answer the site to add, or what it is called now."""
        name = self.name.text().strip()
        if not is_seen(name):
            reading.mistakes[self.name] = "The site needs a name, for example “North”."
        if known is None:
            return AddSite(name=name)
        return ChangeSite(site_id=known.id, name=name) if self._is_renamed else None


def _minutes(text: str) -> int:
    """Read how long a way is; nothing means that it takes no time."""
    return number_of(text, range(LONGEST_WAY + 1), "The way in minutes") if text.strip() else 0
