"""Doctors come and go: taken on with their first hours, and taken away again."""

from __future__ import annotations

from clinic_desktop.domain.availability import DEFAULT_BLOCK_MINUTES, HoursSet, WeeklyHours
from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class TakenOn:
    """The answer to ``TakeOnDoctor``: the doctor, and what the hours laid."""

    doctor: Doctor
    hours: HoursSet


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOnDoctor(TimeChange[TakenOn]):
    """Take a doctor on, with weekly hours from today on: both, or neither.

    Refused ``doctor_known`` as ``AddDoctor`` is.
    """

    name: str
    hours: WeeklyHours
    specialty: str = ""
    block_minutes: int = DEFAULT_BLOCK_MINUTES
    even_if_known: bool = False


@dataclass(frozen=True, slots=True)
class DoctorRemoved:
    """The answer to ``RemoveDoctor``; nobody is ever left outside by it."""

    doctor: Doctor
    blocks_added: int
    blocks_removed: int
    affected: tuple[object, ...] = ()
    blocks_elsewhere: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveDoctor(TimeChange[DoctorRemoved]):
    """Take a doctor away who has no visits to come; past ones keep the name.

    Refused ``unknown_doctor``, ``doctor_booked``.
    """

    doctor_id: int
