"""What was typed into a booking that was put away before it was made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from clinic_desktop.domain.booking import Block
from clinic_desktop.domain.people import Doctor, Patient


@dataclass(frozen=True, slots=True)
class PickerDraft:
    """Whom a booking that was put away is for: chosen, or as far as it was typed."""

    patient: Patient | None
    searched: str
    fields: tuple[str, ...] | None
    """Name, phone and birth date of a new patient, as typed; None while none is named."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A booking that was put away before it was made."""

    who: PickerDraft | None
    note: str
    type_id: int | None
    block: Block | None
    length: dt.timedelta | None
    others: tuple[Doctor, ...] = ()
    """Who was added to it beside its doctor."""
