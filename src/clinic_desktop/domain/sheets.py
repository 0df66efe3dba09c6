"""What is put on paper: the sizes of paper, and the question behind a doctor's printed sheets."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from clinic_desktop.domain.booking import Agenda
from clinic_desktop.domain.office import Query
from clinic_desktop.domain.people import Patient
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass


class Paper(StrEnum):
    """The sizes that clinics' printers hold."""

    A4 = "A4"
    LETTER = "Letter"


class SheetKind(StrEnum):
    """What one sheet tells."""

    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True, slots=True)
class ToPrint:
    """What sheets are made of: free blocks, visits but cancelled ones, their patients by id."""

    agenda: Agenda
    patients: Mapping[int, Patient]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetsOf(Query[ToPrint]):
    """What is printed of some doctors' time that overlaps a span, read in one snapshot."""

    span: TimeSpan
    doctor_ids: tuple[int, ...]
