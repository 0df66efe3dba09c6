"""Commands that write much at once: the demo clinic, and histories of other programs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import field
from pathlib import Path

from clinic_desktop.domain.office import Command
from clinic_desktop.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class DemoFilled:
    """The answer to ``FillDemo``: how many of each the demo clinic has now."""

    doctors: int
    patients: int
    blocks: int
    appointments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FillDemo(Command[DemoFilled]):
    """Fill an empty database with a believable clinic: same arguments, same clinic.

    ``today`` is the local day that the demo takes for today; None means the clock's.
    """

    seed: int = 1
    doctors: int = 12
    patients: int = 6000
    weeks: int = 104
    today: dt.date | None = None


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row of a file that was not imported: its line, counted from 1, and why."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class HistoryImported:
    """The answer to ``ImportHistory``; every row is imported, unchanged or refused.

    ``notes`` counts by name what was imported in another form than the file has it.
    """

    rows: int
    imported: int
    unchanged: int
    refused: tuple[RefusedRow, ...] = ()
    notes: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportHistory(Command[HistoryImported]):
    """Import past visits from a CSV file, or a zip with one.

    ``mapping`` is the name of one that ships with the program, or the path of a TOML file. With
    ``preview`` everything is read and counted, and nothing is written.
    """

    file: Path
    mapping: str
    preview: bool = False
