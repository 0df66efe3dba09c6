"""A booking on its way, with its patient if they are new.

Until it is answered it keeps its ids: what is sent again after a lost connection is booked once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from clinic_desktop.domain.booking import Block, BookBlock
from clinic_desktop.domain.office import Done
from clinic_desktop.domain.people import AddPatient, Patient
from clinic_desktop.domain.series import BookSeries
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.repeating import Settled

_NO_ID = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Wish:
    """What was open when it was sent; hands may open another time meanwhile.

    ``length`` None: the block's, or that of the type. ``passed`` are fields of the command that
    pass a warning; ``over``: it goes over somebody; ``series``: it comes again.
    """

    block: Block
    length: dt.timedelta | None
    over: bool
    type_id: int | None
    note: str
    with_ids: tuple[int, ...]
    passed: dict[str, Any]
    series: Settled | None = None

    def command(self, who: AddPatient | Patient) -> BookBlock | BookSeries:
        """Answer the command that books it for a patient, or for a new one."""
        patient_id = who.id if isinstance(who, Patient) else None
        # Its own id says nothing: it is carried out with the booking, or not at all.
        newcomer = replace(who, command_id=_NO_ID) if isinstance(who, AddPatient) else None
        if self.series is not None:
            return BookSeries(
                doctor_id=self.block.doctor_id,
                visits=self.series.visits,
                rule=self.series.proposal.rule,
                first=self.series.proposal.first,
                patient_id=patient_id,
                newcomer=newcomer,
                type_id=self.type_id,
                note=self.note,
                with_ids=self.with_ids,
                **self.passed,
            )
        block, length = self.block, self.length
        if self.over and self.type_id is None:
            length = length or block.end - block.start
        return BookBlock(
            patient_id=patient_id,
            newcomer=newcomer,
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


def _with_ids_of(
    command: BookBlock | BookSeries, kept: BookBlock | BookSeries
) -> BookBlock | BookSeries:
    """Answer a command under the ids of one that was sent before, if it is of its kind."""
    if isinstance(command, BookSeries) and isinstance(kept, BookSeries):
        return replace(command, command_id=kept.command_id, series_id=kept.series_id)
    if isinstance(command, BookBlock) and isinstance(kept, BookBlock):
        return replace(command, command_id=kept.command_id, appointment_id=kept.appointment_id)
    return command


class Sending:
    """Sends one booking at a time, and hands on what becomes of it."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        booked: Callable[[Done[Any]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Tell by these methods what becomes of a booking, or of a series of them."""
        self._dispatcher, self._booked, self._failed = dispatcher, booked, failed
        self.wish: Wish | None = None
        """What was sent last."""
        self._command: BookBlock | BookSeries | None = None

    def send(self, wish: Wish, who: AddPatient | Patient) -> None:
        """Book it for a patient, or for a new one who is registered with it."""
        self.wish = wish
        command, kept = wish.command(who), self._command
        if kept is not None and _with_ids_of(command, kept) == kept:
            command = kept
        self._command = command
        self._dispatcher.do(command, self._booked, self._failed)

    def forget(self) -> None:
        """Send the next one under ids of its own."""
        self._command = None

    def forget_all(self) -> None:
        """Keep nothing of what was sent."""
        self._command = self.wish = None
