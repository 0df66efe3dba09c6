"""Both engines, and the commands that tests of storage write with."""

from __future__ import annotations

import pytest

from clinic_desktop.domain.office import Office
from clinic_desktop.domain.people import AddRoom
from tests.engines import place, postgresql_place, server, sqlite_place

__all__ = ["place", "postgresql_place", "server", "sqlite_place"]


def add_room(office: Office, name: str) -> int:
    """Commit something small; answer its sequence."""
    done = office.do(AddRoom(name=name)).result(60)
    assert done.changes is not None
    return done.changes.sequence


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep every program's logs and anchors to this test."""
    for name in ("DATA", "STATE", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", f"{tmp_path}/{name.lower()}")
    monkeypatch.setenv("CLINIC_ACTOR", "tester")
    monkeypatch.setenv("CLINIC_STATION", "desk")
    monkeypatch.delenv("CLINIC_DATABASE", raising=False)
