"""A booking on its way: first its patient, if they are new, then the visit.

Until it is answered it keeps its ids: what is sent again after a lost connection is booked once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from clinic_desktop.domain.booking import Block, BookBlock, Booked
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.people import AddPatient, Patient
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.dispatcher import Dispatcher


@dataclass(frozen=True, slots=True)
class Wish:
    """What was open when it was sent; hands may open another time meanwhile.

    ``length`` None: the block's, or that of the type. ``passed`` are fields of the command that
    pass a warning; ``over``: it goes over somebody.
    """

    block: Block
    length: dt.timedelta | None
    over: bool
    type_id: int | None
    note: str
    with_ids: tuple[int, ...]
    passed: dict[str, Any]

    def command(self, patient: Patient) -> BookBlock:
        """Answer the command that books it for a patient."""
        block, length = self.block, self.length
        if self.over and self.type_id is None:
            length = length or block.end - block.start
        return BookBlock(
            patient_id=patient.id,
            # What is held over others has its own times: not those of a block that somebody has.
            block_id=None if self.over else block.id,
            doctor_id=block.doctor_id,
            start=block.start,
            end=block.start + length if length else None,
            type_id=self.type_id,
            note=self.note,
            with_ids=self.with_ids,
            **self.passed,
        )


class Sending:
    """Sends one booking at a time, and hands on what becomes of it."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        registered: Callable[[Patient], None],
        booked: Callable[[Done[Booked]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Tell the patient who is registered now, whatever becomes of the booking; then the end."""
        self._dispatcher = dispatcher
        self._registered, self._booked, self._failed = registered, booked, failed
        self.wish: Wish | None = None
        """What was sent last."""
        self._adding: AddPatient | None = None
        self._command: BookBlock | None = None

    def send(self, wish: Wish, who: AddPatient | Patient) -> None:
        """Book it for a patient, or for a new one who is registered first."""
        self.wish = wish
        if not isinstance(who, AddPatient):
            self._book(who)
            return
        kept = self._adding
        if kept is None or replace(who, command_id=kept.command_id) != kept:
            self._adding = kept = who
        self._dispatcher.do(kept, self._added, self._failed, before=BookBlock)

    def _added(self, done: Done[Patient]) -> None:
        self._adding = None
        self._registered(done.answer)
        self._book(done.answer)

    def _book(self, patient: Patient) -> None:
        if self.wish is None:
            return
        command, kept = self.wish.command(patient), self._command
        if kept is not None:
            again = replace(command, command_id=kept.command_id, appointment_id=kept.appointment_id)
            command = kept if again == kept else command
        self._command = command
        self._dispatcher.do(command, self._booked, self._failed)

    def forget(self) -> None:
        """Send the next one under ids of its own."""
        self._command = None

    def forget_all(self) -> None:
        """Keep nothing of what was sent."""
        self._command = self._adding = self.wish = None
