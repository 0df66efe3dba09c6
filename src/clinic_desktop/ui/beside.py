"""Whom and what a visit holds beside its doctor: what its type needs, and who is added to it."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.booking import Block, listed
from clinic_desktop.domain.explaining import Explained, Why
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import (
    AllEquipment,
    AppointmentType,
    Doctor,
    Doctors,
    Equipment,
    Room,
    Rooms,
)
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Choice, Label, captioned, column, push_button
from clinic_desktop.ui.words import said

_NOBODY = "Nobody else"
_MORE = "Add another one"
_ADD = "Add a doctor, room or equipment"


class BesideBox(QWidget):
    """Lets somebody be added to a visit, and says who and what it will hold, or why it can't.

    It is seen where there are rooms or devices, or a type needs some. What the type needs is chosen
    by itself, the first that is free.

    Signals:
        opened: somebody is about to be added: the choice should be in sight.
        changed: somebody was added, or those who were are not wanted any more.
    """

    opened = Signal()
    changed = Signal()

    def __init__(self, clinic: Clinic) -> None:
        """Ask whom there is."""
        super().__init__()
        look = clinic.look
        self._others: dict[str, tuple[Doctor, ...]] = {}
        self._added: list[Doctor] = []
        self._block: Block | None = None
        self._type: AppointmentType | None = None
        self._minutes = 0
        self.choice = Choice(look, "Also with")
        self.choice.activated.connect(self._choose)
        # Most visits hold nobody else: until it is wanted, the choice leaves its room to the form.
        self._is_open = False
        self._open = push_button(_ADD, kind="link")
        self._open.clicked.connect(self._open_choice)
        self._field = QWidget()
        self._field.setLayout(captioned(look, "Also with", self.choice))
        self._field.hide()
        self._told = Label(look, role="small", tone="muted", wraps=True)
        self._told.hide()
        self._drop = push_button("Without them", kind="link", name="Book without those added")
        self._drop.clicked.connect(self._drop_all)
        self._drop.hide()
        lines = column(self._open, self._field, self._told, self._drop, spacing=look.px(4))
        for link in (self._open, self._drop):
            lines.setAlignment(link, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(lines)
        self._queries = []
        for kind, query in (("doctor", Doctors()), ("room", Rooms()), ("device", AllEquipment())):
            of_kind = LiveQuery(clinic.dispatcher, self)
            of_kind.loaded.connect(lambda seen, kind=kind: self._know(kind, seen))
            of_kind.set_query(query)
            self._queries.append(of_kind)
        self._why = LiveQuery(clinic.dispatcher, self)
        self._why.loaded.connect(self._tell)
        self._why.failed.connect(self._tell_nothing)
        self._queries.append(self._why)
        self.hide()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        return all(query.is_settled for query in self._queries)

    @property
    def added(self) -> tuple[Doctor, ...]:
        """Who was added, in that order."""
        return tuple(self._added)

    @property
    def with_ids(self) -> tuple[int, ...]:
        """Who was added."""
        return tuple(one.id for one in self._added)

    def clear(self) -> None:
        """Add nobody."""
        self._added = []
        self._look()

    def add(self, *others: Doctor) -> None:
        """Add some, who are there still."""
        known = {one.id for several in self._others.values() for one in several}
        own = {self._block.doctor_id} if self._block else set()
        fit = known - own - set(self.with_ids)
        self._added += [one for one in others if one.id in fit]
        self._look()

    def look_at(self, block: Block | None, kind: AppointmentType | None, minutes: int) -> None:
        """Look at another time, type or length."""
        self._block, self._type, self._minutes = block, kind, minutes
        if block is None:
            self._is_open = False
        else:
            self._added = [one for one in self._added if one.id != block.doctor_id]
        self._look()

    def _know(self, kind: str, seen: Seen[tuple[Doctor | Room | Equipment, ...]]) -> None:
        """Know whom there is of a kind."""
        self._others[kind] = tuple(
            one if isinstance(one, Doctor) else one.as_doctor
            for one in seen.answer
            if not one.archived
        )
        known = {one.id for several in self._others.values() for one in several}
        if len(self._others) == len(self._queries) - 1:
            self._added = [one for one in self._added if one.id in known]
            self._look()

    def _look(self) -> None:
        """Offer whom to add, and ask whether all are free."""
        kind = self._type
        needy = kind is not None and (kind.needs_room or bool(kind.equipment_ids))
        self.setVisible(needy or bool(self._others.get("room") or self._others.get("device")))
        doctor_id = self._block.doctor_id if self._block else None
        self.choice.clear()
        self.choice.addItem(_MORE if self._added else _NOBODY, None)
        for several in self._others.values():
            for one in several:
                if one.id != doctor_id and one not in self._added:
                    self.choice.addItem(one.name, one)
        self._show_choice()
        self._drop.setVisible(bool(self._added))
        asks = self._block is not None and (needy or bool(self._added))
        if not asks or self._block is None:
            self._told.hide()
            self._why.set_query(None)
            return
        self._why.set_query(
            Why(
                doctor_id=self._block.doctor_id,
                start=self._block.start,
                type_id=kind.id if kind else None,
                minutes=self._minutes or int(self._block.span.duration / dt.timedelta(minutes=1)),
                with_ids=self.with_ids,
            )
        )

    def _open_choice(self) -> None:
        """Let somebody be added; the keys go there."""
        self._is_open = True
        self._show_choice()
        self.opened.emit()

    def _show_choice(self) -> None:
        """Show the choice when it is wanted or was used, else the way to it."""
        shows, was_here = self._is_open or bool(self._added), self._open.hasFocus()
        self._field.setVisible(shows)
        if shows and was_here:
            self.choice.setFocus()
        self._open.setVisible(not shows)

    def _choose(self, index: int) -> None:
        """Add whoever was chosen."""
        one = self.choice.itemData(index)
        if one is not None:
            self.add(one)
            self.changed.emit()

    def _drop_all(self) -> None:
        """Add nobody after all."""
        self.clear()
        self.changed.emit()

    def _tell(self, seen: Seen[Explained]) -> None:
        """Say whom and what it will hold; or who is not free."""
        against = [one.message for one in seen.answer.obstacles if one.beside]
        names = list(seen.answer.beside) or [one.name for one in self._added]
        told = "\n".join(against) or (f"With {listed(names)}" if names else "")
        self._say(told, "danger" if against else "muted")

    def _tell_nothing(self, error: Exception) -> None:
        """Say that it can't be told: what was told is about another time, or not true any more."""
        self._say(f"Who else is free is not known now. {said(error)}", "muted")

    def _say(self, told: str, tone: str) -> None:
        self._told.setText(told)
        self._told.set_tone(tone)
        self._told.setVisible(bool(told))
