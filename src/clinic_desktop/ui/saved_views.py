"""Views that a person has saved under function keys: whose time, in which mode, at which scale."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from clinic_desktop.domain.people import Doctor
from clinic_desktop.ui.acts import VIEWS
from clinic_desktop.ui.agenda.zoom import ZOOMS
from clinic_desktop.ui.calendar import CalendarPane
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.doctors import DoctorList
from clinic_desktop.ui.kept import DamagedError, read_kept, write_kept
from clinic_desktop.ui.period import MODE_WORDS, MODES, Mode

FILE = "views.json"


class NameTakenError(ValueError):
    """Another view has that name; the message says which, and what to do."""


Named = tuple[tuple[int, str], ...]
"""Ids and names."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """What the calendar shows, but for the day.

    ``doctors`` and ``rooms`` hold ids and names: what is gone can still be named. ``everyone``
    means all doctors there are then, also those who came later. ``week_of`` is whose week,
    ``listed`` the period that a list covers, ``zoom`` the minutes of a row (None: as usual),
    ``cancelled`` whether cancelled visits are shown, too.
    """

    name: str
    mode: Mode
    doctors: Named
    rooms: Named = ()
    everyone: bool = False
    listed: Mode = "day"
    week_of: int | None = None
    zoom: int | None = None
    cancelled: bool = False

    @property
    def summary(self) -> str:
        """Say what it shows: ``Day, 3 doctors, 1 room, cancelled visits``."""
        doctors = "all doctors" if self.everyone else _counted(self.doctors, "doctors")
        rooms = _counted(self.rooms, "rooms") if self.rooms else ""
        cancelled = "cancelled visits" if self.cancelled else ""
        return ", ".join(filter(None, (MODE_WORDS[self.mode], doctors, rooms, cancelled)))

    @classmethod
    def read(cls, kept: dict[str, Any]) -> SavedView:
        """Read one from a file.

        Raises:
            ValueError: it is none.

        """
        try:
            named = {
                kind: tuple((int(number), str(name)) for number, name in kept[kind])
                for kind in ("doctors", "rooms")
            }
            view = cls(**{**kept, **named})
        except (KeyError, OverflowError, TypeError, ValueError) as error:
            raise ValueError("no saved view") from error
        numbers = (view.week_of, view.zoom)
        if view.mode not in MODES or view.listed not in MODES:
            raise ValueError("no such mode")
        if not all(number is None or isinstance(number, int) for number in numbers):
            raise ValueError("no number")
        if view.zoom is not None and not ZOOMS[0] <= view.zoom <= ZOOMS[-1]:
            raise ValueError("no scale")
        return replace(
            view,
            name=str(view.name),
            everyone=bool(view.everyone),
            cancelled=bool(view.cancelled),
        )


def _counted(named: Named, what: str) -> str:
    return named[0][1] if len(named) == 1 else f"{len(named)} {what}"


class SavedViews(QObject):
    """The views of this person in this clinic, each under one of the acts ``acts.VIEWS``.

    Signals:
        changed: one was saved, renamed or deleted.
        told(str), refused(str): what came of showing one, where that can't be seen.
    """

    changed = Signal()
    told = Signal(object)
    refused = Signal(object)

    def __init__(self, clinic: Clinic, calendar: CalendarPane, doctors: DoctorList) -> None:
        """Read what is kept, and let the keys show it."""
        super().__init__(calendar)
        self._clinic, self._calendar, self._doctors = clinic, calendar, doctors
        self._file = clinic.folder / FILE
        # Views of one clinic are of no use in another. A name that is saved as the window closes
        # finds no office any more.
        self._place = clinic.dispatcher.office.place
        self._views: dict[str, SavedView] = {}
        self.trouble = self._read()
        """Why not all that was saved is there; empty when it is."""
        for slot in VIEWS:
            clinic.actions.bind(slot, partial(self.show, slot))
        self._name_acts()

    def __getitem__(self, slot: str) -> SavedView:
        """Answer the view of an act; there may be none."""
        return self._views[slot]

    @property
    def slots(self) -> tuple[str, ...]:
        """The acts that have a view, in the order of their keys."""
        return tuple(slot for slot in VIEWS if slot in self._views)

    @property
    def free_slot(self) -> str:
        """The first act without a view; the last one when all have one."""
        return next((slot for slot in VIEWS if slot not in self._views), VIEWS[-1])

    def present(self) -> SavedView:
        """Answer what is shown now, named by what it is."""
        calendar, shown = self._calendar, set(self._doctors.shown)
        doctors, rooms = (
            tuple((one.id, one.name) for one in some if one in shown)
            for some in (self._doctors.everyone, self._doctors.rooms)
        )
        whose = calendar.week_doctor if calendar.mode == "week" else None
        view = SavedView(
            "",
            calendar.mode,
            doctors,
            rooms,
            everyone=len(doctors) == len(self._doctors.everyone),
            listed=calendar.listed,
            week_of=whose.id if whose is not None else None,
            zoom=calendar.view.zoom,
            cancelled=calendar.cancelled,
        )
        return replace(view, name=view.summary)

    def show(self, slot: str) -> None:
        """Show a saved view on the present day; say who of it is not here any more."""
        view = self._views.get(slot)
        if view is None:
            key, sheet = (self._clinic.actions.keys(name) for name in (slot, "views"))
            self.refused.emit(f"No view is saved on {key}. {sheet} saves what is shown.")
            return
        if not (self._doctors.is_loaded and self._doctors.is_settled):
            return
        everyone = self._doctors.everyone
        here = {each.id: each for each in (*everyone, *self._doctors.rooms)}
        kept = view.rooms if view.everyone else (*view.doctors, *view.rooms)
        gone = [name for number, name in kept if number not in here]
        wanted = {number for number, _ in kept}
        if view.everyone:
            wanted.update(doctor.id for doctor in everyone)
        shown = tuple(each for each in here.values() if each.id in wanted)
        if gone and not shown:
            who = ", ".join(gone)
            self.refused.emit(f"“{view.name}” is not shown: nobody of it is here now ({who}).")
            return
        self._apply(view, shown)
        if gone:
            verb = "is" if len(gone) == 1 else "are"
            self.told.emit(f"“{view.name}”: {', '.join(gone)} {verb} not here any more.")

    def _apply(self, view: SavedView, shown: tuple[Doctor, ...]) -> None:
        """Show it with one question to the database; the list of doctors then agrees already."""
        week_of = view.week_of if any(doctor.id == view.week_of for doctor in shown) else None
        self._calendar.view.set_zoom(view.zoom)
        self._calendar.show_view(shown, view.mode, view.listed, week_of, cancelled=view.cancelled)
        self._doctors.show_these({doctor.id for doctor in shown})

    # Keeping

    def save(self, slot: str, name: str) -> None:
        """Save what is shown, in place of what the act had.

        Raises:
            NameTakenError: another view has that name; nothing is changed.
            OSError: it works now, but could not be written down.

        """
        view = self.present()
        self.put(slot, replace(view, name=" ".join(name.split()) or view.name))

    def rename(self, slot: str, name: str) -> None:
        """Give a view another name; an empty one changes nothing.

        Raises:
            NameTakenError: another view has that name; nothing is changed.
            OSError: it works now, but could not be written down.

        """
        name = " ".join(name.split())
        if name and name != self._views[slot].name:
            self.put(slot, replace(self._views[slot], name=name))

    def put(self, slot: str, view: SavedView | None) -> None:
        """Let an act have a view, or none any more.

        Raises:
            NameTakenError: another view has its name; nothing is changed.
            OSError: it works now, but could not be written down.

        """
        if view is not None:
            self._refuse_twin(slot, view.name)
        if view is None:
            self._views.pop(slot, None)
        else:
            self._views[slot] = view
        self._name_acts()
        self.changed.emit()
        self._write()

    def _refuse_twin(self, slot: str, name: str) -> None:
        """Refuse a name that another view has: nobody could tell them apart."""
        for other in self.slots:
            if other != slot and self._views[other].name.casefold() == name.casefold():
                key = self._clinic.actions.keys(other)
                raise NameTakenError(
                    f"The view on {key} is called “{self._views[other].name}” already. Give this "
                    f"one another name, or save it on {key} in its place."
                )

    def _name_acts(self) -> None:
        for slot in VIEWS:
            view = self._views.get(slot)
            self._clinic.actions.set_words(slot, view.name if view else "")

    def _write(self) -> None:
        """Write this clinic's views, beside those of others."""
        try:
            kept = read_kept(self._file)
        except DamagedError:
            kept = {}
        kept[self._place] = {slot: asdict(view) for slot, view in self._views.items()}
        write_kept(self._file, kept)

    def _read(self) -> str:
        """Take what is kept, as far as it can be; answer what is to be told of it."""
        try:
            kept = read_kept(self._file).get(self._place, {})
        except DamagedError as error:
            return f"{error} There are no saved views now; save them anew."
        if not isinstance(kept, dict):
            return f"{self._file} is damaged. There are no saved views now; save them anew."
        lost = [slot for slot, view in kept.items() if not self._take(slot, view)]
        return f"{self._file} is damaged: {len(lost)} saved views are lost." if lost else ""

    def _take(self, slot: str, kept: object) -> bool:
        if slot not in VIEWS or not isinstance(kept, dict):
            return False
        try:
            self._views[slot] = SavedView.read(kept)
        except ValueError:
            return False
        return True
