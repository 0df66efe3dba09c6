"""What hours may be kept for, in the window: each purpose, and when its blocks are let go."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.office import Command, Seen
from clinic_desktop.domain.people import AppointmentType, AppointmentTypes, is_seen
from clinic_desktop.domain.purposes import (
    LONGEST_RELEASE,
    AddPurpose,
    ChangePurpose,
    Purpose,
    Purposes,
)
from clinic_desktop.ui.availability.fields import Reading
from clinic_desktop.ui.availability.listed import ListEditor, State
from clinic_desktop.ui.availability.typed import number_of
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, column

_EMPTY = (
    "No purposes yet. Add one below, such as urgent, new patients or lunch; then hours can be kept "
    "for it: Mon-Fri 11-12 for urgent."
)
_HINT = (
    "Let go: so many hours before its start a block that is kept is offered for all; empty: never. "
    "Who may use it is said with the visit type."
)
_NOBODY = 1


class PurposesEditor(ListEditor):
    """The purposes, and the form for one."""

    def __init__(self, clinic: Clinic) -> None:
        """Make the form."""
        super().__init__(clinic, "Purposes", "purpose", _EMPTY)
        self._purposes: tuple[Purpose, ...] = ()
        self._types: tuple[AppointmentType, ...] = ()
        self.name, name = self.field("Name of the purpose", hint="urgent")
        self.release, release = self.field("Let go, hours before", hint="never")
        self.kind = self.picks("Who is booked then")
        self.kind.set_choices({_NOBODY: "Nobody is ever booked, such as lunch"})
        place = QWidget()
        place.setLayout(column(name, release))
        hint = Label(self.look, _HINT, "small", tone="muted", wraps=True)
        self._lay_out(place, self.kind, hint)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self._of_types = LiveQuery(clinic.dispatcher, self)
        self._of_types.loaded.connect(self._show_types)

    @property
    def is_settled(self) -> bool:
        """Whether what there is is shown, and nothing is on its way."""
        queries = (self._query, self._of_types)
        return super().is_settled and not self.is_busy and all(one.is_settled for one in queries)

    def open(self) -> None:
        """Ask for what there is, now that somebody looks at it."""
        if self._query.query is None:
            self._query.set_query(Purposes())
            self._of_types.set_query(AppointmentTypes())

    def leave(self) -> None:
        """Ask for nothing any more."""
        self._query.set_query(None)
        self._of_types.set_query(None)

    def _show(self, seen: Seen[tuple[Purpose, ...]]) -> None:
        self._purposes = seen.answer
        self._show_all()

    def _show_types(self, seen: Seen[tuple[AppointmentType, ...]]) -> None:
        self._types = seen.answer
        self._show_all()

    def _show_all(self) -> None:
        entries = {one.id: (one.name, self._told(one)) for one in self._purposes}
        self.show_known({one.id: one for one in self._purposes}, entries)

    def _told(self, one: Purpose) -> str:
        """Say when it is let go, and who may use it."""
        if not one.bookable:
            return "nobody is booked then"
        hours = one.release_hours
        go = "never let go" if hours is None else f"let go {hours} h before"
        users = [kind.name for kind in self._types if one.name in kind.purposes]
        return f"{go}, for {', '.join(users) if users else 'no visit type yet'}"

    def state_of(self, known: Purpose | None) -> State:
        """Answer what the form says of a purpose."""
        self.name.setEnabled(known is None)
        self.kind.setEnabled(known is None)
        self.release.setEnabled(known is None or known.bookable)
        if known is None:
            return ("", ""), ((),)
        hours = "" if known.release_hours is None else str(known.release_hours)
        return (known.name, hours), (() if known.bookable else (_NOBODY,),)

    def wish_of(self, known: Any | None, reading: Reading) -> Command[Any] | None:  # noqa: ANN401 - a purpose
        """Answer the purpose to add, or when its blocks are let go from now on."""
        name, nobody = self.name.text().strip(), bool(self.kind.chosen)
        release = reading.take(self.release, _hours, None)
        if known is not None:
            return ChangePurpose(name=known.name, release_hours=release)
        if not is_seen(name):
            reading.mistakes[self.name] = "The purpose needs a name, for example “urgent”."
        if nobody and self.release.text().strip():
            reading.mistakes[self.release] = (
                "What nobody is ever booked for is not let go: leave out when."
            )
        return AddPurpose(name=name, release_hours=release, bookable=not nobody)


def _hours(text: str) -> int | None:
    """Read how long before; nothing means never."""
    typed = text.strip().casefold()
    if typed in ("", "never"):
        return None
    return number_of(typed, range(LONGEST_RELEASE + 1), "The hours before")
