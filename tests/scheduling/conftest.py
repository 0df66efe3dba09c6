"""Fixtures of both engines, and a clinic with two doctors in it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.engines import Place, place, postgresql_place, server, sqlite_place
from tests.scheduling.desk import Desk

__all__ = ["place", "postgresql_place", "server", "sqlite_place"]


@pytest.fixture
def desk(place: Place) -> Iterator[Desk]:
    """A clinic on either engine; whatever a test did, verify finds nothing."""
    with place.office() as office:
        made = Desk(office)
        yield made
        made.verify()
