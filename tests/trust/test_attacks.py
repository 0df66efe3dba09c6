"""Raw SQL past the program: every attack is refused, or what it leaves is legal."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from clinic_desktop.storage import tables
from tests.engines import Place
from tests.trust.attacks import Attack, attacks
from tests.trust.world import BY_HAND, IDS, START, codes, raw, schedule, verified, world

WAYS = ("sqlite, foreign keys off", "sqlite, foreign keys on", "postgresql")
FAMILIES = (
    "overlap", "steal", "orphan", "half cancel", "purpose", "gap", "retime", "delete",
    "time off", "joint", "travel", "series", "parked", "replace", "journal edit", "journal delete",
    "journal reorder", "journal cut", "times", "over-booking",
)  # fmt: skip
ALL = [
    pytest.param(
        way, attack, id=f"{way}: {attack.family}: {attack.name}",
        marks=[pytest.mark.postgresql] if way == "postgresql" else [],
    )
    for way in WAYS
    for attack in attacks(way.partition(",")[0])
]  # fmt: skip


def names(connection: Any) -> dict[str, object]:  # noqa: ANN401 - either driver's
    """Answer what the names in an attack's statements stand for."""
    found: dict[str, object] = {f"a{n}": str(IDS[n]) for n in range(6)}
    found |= {"new": str(IDS[8]), "other": str(IDS[9]), "t": int(START.timestamp())}
    for letter, resource in (("b", 1), ("k", 2)):
        sql = (
            f"SELECT id FROM block WHERE resource_id = {resource} AND lane >= 0 ORDER BY starts_at"
        )
        rows = connection.execute(sql).fetchall()
        found |= {f"{letter}{n}": row[0] for n, row in enumerate(rows)}
    held = "SELECT id FROM block WHERE lane >= 0 AND resource_id"
    found["r"] = connection.execute(f"{held} = 3").fetchone()[0]
    found["d"] = connection.execute(f"{held} = 4").fetchone()[0]
    found["x"] = connection.execute("SELECT id FROM block WHERE lane < 0").fetchone()[0]
    found["n"] = connection.execute("SELECT max(sequence) FROM journal").fetchone()[0]
    return found


def carry_out(place: Place, statements: tuple[str, ...], *, foreign_keys: bool = True) -> str:
    """Try an attack in one transaction; answer why it was refused, or nothing."""
    with raw(place, foreign_keys=foreign_keys) as connection:
        known = names(connection)
        told = [statement.format(**known) for statement in statements]
        begun = "BEGIN IMMEDIATE" if place.engine == "sqlite" else "BEGIN"
        try:
            for pragma in (one for one in told if one.startswith("PRAGMA")):
                connection.execute(pragma)
            connection.execute(begun)
            for statement in (one for one in told if not one.startswith("PRAGMA")):
                connection.execute(statement)
            connection.execute("COMMIT")
        except (sqlite3.Error, psycopg.Error) as error:
            if _is_mistake(error):
                raise
            return str(error) or type(error).__name__
    return ""


def _is_mistake(error: sqlite3.Error | psycopg.Error) -> bool:
    """Tell whether the attack itself is malformed, and proves nothing."""
    if isinstance(error, sqlite3.Error):
        return any(word in str(error) for word in ("syntax error", "no such", "has no column"))
    # Class 42 is wrong SQL, but for a right that is missing and a column that is derived.
    state = error.sqlstate or ""
    return state.startswith("42") and state not in ("42501", "428C9")


def stored(place: Place) -> str:
    """Write down all that a database holds: every row, and every rule that keeps it."""
    with raw(place) as connection:
        if place.engine == "sqlite":
            return "\n".join(connection.iterdump())
        asked = [f"SELECT * FROM {table}" for table in sorted(tables.metadata.tables)]
        rules = "SELECT tgname, tgrelid, tgenabled FROM pg_trigger"
        return "\n".join(
            str(row) for sql in (*asked, rules) for row in sorted(connection.execute(sql), key=str)
        )


@dataclass(frozen=True, slots=True)
class Ground:
    """A clinic to attack, and all that it holds."""

    place: Place
    holds: str
    ends: ExitStack


class Grounds:
    """Clinics by engine: one that an attack has not changed in the least is there for the next."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        """Begin without any."""
        self._folders = folders
        self._standing: dict[str, Ground] = {}

    def on(self, engine: str) -> Ground:
        """Answer a clinic that is as it was made."""
        if engine not in self._standing:
            with ExitStack() as ends:
                place = ends.enter_context(world(engine, self._folders.mktemp("ground")))
                self._standing[engine] = Ground(place, stored(place), ends.pop_all())
        return self._standing[engine]

    def clear(self, engine: str) -> None:
        """Take a clinic away, so that the next is another."""
        self._standing.pop(engine).ends.close()

    def close(self) -> None:
        """Take all away; what withstood its attacks is checked as a whole once more."""
        for engine, ground in tuple(self._standing.items()):
            found = verified(ground.place)
            self.clear(engine)
            assert found.ok, found.problems


@pytest.fixture(scope="module")
def grounds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grounds]:
    """The clinics that this module attacks."""
    with closing(Grounds(tmp_path_factory)) as found:
        yield found


@pytest.mark.slow
@pytest.mark.parametrize(("way", "attack"), ALL)
def test_attack_reaches_no_illegal_state(way: str, attack: Attack, grounds: Grounds) -> None:
    engine = way.partition(",")[0]
    ground = grounds.on(engine)
    before = schedule(ground.place)
    refused = carry_out(ground.place, attack.statements, foreign_keys=not way.endswith("off"))
    if stored(ground.place) == ground.holds:
        assert refused or attack.legal, "the attack was accepted"
        return
    try:
        assert attack.legal, "the attack was accepted, or something of it stayed"
        found = verified(ground.place)
        assert codes(found.problems) <= set(BY_HAND), found.problems
        after = schedule(ground.place)
        assert before.items() <= after.items()
    finally:
        grounds.clear(engine)


def test_there_are_enough_attacks() -> None:
    for way in WAYS:
        counted = Counter(attack.family for attack in attacks(way.partition(",")[0]))
        assert counted.total() >= 60
        assert min(counted[family] for family in FAMILIES) >= 4


@pytest.mark.postgresql
def test_devices_are_counted_while_their_number_is_changed(tmp_path: Path) -> None:
    """Two programs at once: one lays a unit, the other changes how many there are."""
    unit = (
        "INSERT INTO block(resource_id, lane, starts_at, ends_at)"
        f" VALUES (4, %s, {int(START.timestamp()) + 86400}, {int(START.timestamp()) + 88200})"
    )
    counted = "UPDATE resource SET units = %s WHERE id = 4"
    with (
        world("postgresql", tmp_path) as place,
        raw(place) as laying,
        raw(place) as counting,
    ):
        laying.execute("SET lock_timeout = '5s'")
        counting.execute("SET lock_timeout = '5s'")
        laying.execute("BEGIN")
        laying.execute(unit, (1,))
        with pytest.raises(psycopg.errors.IntegrityError, match="resource_units_kept"):
            counting.execute(counted, (1,))
        laying.execute("COMMIT")
        counting.execute("BEGIN")
        counting.execute(counted, (3,))
        # Not yet, and never if it is taken back.
        with pytest.raises(psycopg.errors.IntegrityError, match="block_unit"):
            laying.execute(unit, (2,))
        counting.execute("ROLLBACK")
        with pytest.raises(psycopg.errors.IntegrityError, match="block_unit"):
            laying.execute(unit, (2,))
        counting.execute(counted, (3,))
        laying.execute(unit, (2,))
        with pytest.raises(psycopg.errors.IntegrityError, match="resource_units_kept"):
            counting.execute(counted, (2,))
        assert "over_units" not in codes(verified(place).problems)
