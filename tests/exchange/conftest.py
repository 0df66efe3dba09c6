"""A clinic on either engine, and a way to import small histories into it."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from clinic_desktop.domain.bulk import HistoryImported, ImportHistory
from clinic_desktop.domain.office import Office
from clinic_desktop.storage.tables import metadata
from tests.engines import Place, place, postgresql_place, server, sqlite_place

__all__ = ["place", "postgresql_place", "server", "sqlite_place"]

CASES = Path(__file__).parents[1] / "data" / "histories"


@dataclass(frozen=True, slots=True)
class Practice:
    """A small practice's files in a folder of their own, free to be changed."""

    folder: Path

    @property
    def visits(self) -> Path:
        """The file to import."""
        return self.folder / "visits.csv"

    @property
    def people(self) -> Path:
        """Its companion."""
        return self.folder / "people.csv"

    @property
    def mapping(self) -> Path:
        """What its columns mean."""
        return self.folder / "practice.toml"

    def edit(self, file: Path, old: str, new: str) -> None:
        """Replace a text that must be there."""
        text = file.read_bytes().decode("cp1252" if file.suffix == ".csv" else "utf-8")
        assert old in text
        file.write_bytes(
            text.replace(old, new).encode("cp1252" if file.suffix == ".csv" else "utf-8")
        )


@pytest.fixture
def practice(tmp_path: Path) -> Practice:
    """The small practice's files."""
    return Practice(Path(shutil.copytree(CASES / "practice", tmp_path / "practice")))


def import_into(
    office: Office, file: Path, mapping: Path | str, *, preview: bool = False
) -> HistoryImported:
    """Import a file and answer what became of it."""
    command = ImportHistory(file=file, mapping=str(mapping), preview=preview)
    return office.do(command).result(90).answer


def rows(place: Place) -> dict[str, int]:
    """Answer how many rows every table has."""
    with place.database() as database, database.engine.connect() as connection:
        return {
            name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() or 0
            for name in metadata.tables
        }
