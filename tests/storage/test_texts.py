"""SQL that is written once means the same to both engines."""

from __future__ import annotations

import pytest

from clinic_desktop.storage.texts import Values, written
from tests.engines import Place

ASKS = "SELECT id FROM resource INDEXED BY some_index WHERE id IN :ids AND name = :name"


def test_each_engine_gets_its_own_signs() -> None:
    values = {"ids": (3, 4), "name": "x"}
    told = {"ids_0": 3, "ids_1": 4, "name": "x"}
    sqlite, postgresql = (written(ASKS, name, values) for name in ("sqlite", "postgresql"))
    assert sqlite == (ASKS.replace(":ids", "(:ids_0, :ids_1)"), told)
    plain = "SELECT id FROM resource WHERE id IN (%(ids_0)s, %(ids_1)s) AND name = %(name)s"
    assert postgresql == (plain, told)
    assert written("SELECT 1", "sqlite", {}) == ("SELECT 1", None)


@pytest.mark.parametrize(
    ("values", "found"), [({"of": (1, 3)}, [1, 3]), ({"of": (2,)}, [2]), ({"of": ()}, [])]
)
def test_a_list_of_any_length_can_be_asked_for(
    place: Place, values: Values, found: list[int]
) -> None:
    text = "SELECT n FROM (SELECT 1 AS n UNION SELECT 2 UNION SELECT 3) AS s WHERE n IN :of"
    with place.database() as database:
        rows = database.read(lambda read: read.rows(f"{text} ORDER BY n", values)).answer
    assert [row[0] for row in rows] == found
