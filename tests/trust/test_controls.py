"""Controls: with the rule removed each family's attack succeeds, and the program finds it."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from clinic_desktop.domain.office import TheSite
from clinic_desktop.domain.refusals import Unavailable
from tests.engines import ENGINES, Place
from tests.trust import attacks as a
from tests.trust.test_attacks import FAMILIES, carry_out
from tests.trust.world import codes, raw, verified, world


@dataclass(frozen=True, slots=True)
class Control:
    """What is removed (triggers by table and name, constraints of a table), and what follows."""

    family: str
    statements: tuple[str, ...]
    found: str
    constraints: tuple[tuple[str, str], ...] = ()
    sqlite: tuple[str, ...] = ()
    postgresql: tuple[tuple[str, str], ...] = ()
    only: str = ""


_GONE = (
    "DELETE FROM journal_touch WHERE sequence = %s",
    "DELETE FROM journal_detail WHERE sequence = %s",
    "DELETE FROM journal WHERE sequence = %s",
)
_KEPT = {
    "sqlite": ("journal_no_delete", "journal_touch_no_delete", "journal_detail_no_delete"),
    "postgresql": (
        ("journal", "journal_delete"),
        ("journal_touch", "journal_touch_delete"),
        ("journal_detail", "journal_detail_delete"),
    ),
}


def _named(family: tuple[object, ...], name: str) -> tuple[str, ...]:
    """Find an attack's statements."""
    for one in family:
        assert isinstance(one, tuple)
        if one[0] == name:
            return tuple(one[1])
    raise LookupError(name)


CONTROLS = (
    Control(
        "overlap", _named(a.OVERLAP, "a free block inside a booked one"), "overlap",
        sqlite=("block_no_overlap_insert",),
        constraints=(("block", "block_no_overlap"),),
    ),
    Control(
        "steal", _named(a.STEAL, "hand a block over and rewrite both"), "changed_row",
        sqlite=("block_no_steal",),
        postgresql=(("block", "block_update"),),
    ),
    Control(
        "orphan", _named(a.ORPHAN, "a block held by nobody that exists"), "orphan_block",
        constraints=(
            ("block", "block_claimed_by_holder"), ("block", "block_begins_with_holder"),
        ),
    ),
    Control(
        "half cancel", _named(a.HALF_CANCEL, "cancelled, but its block stays held"), "orphan_block",
        constraints=(("block", "block_claimed_by_holder"),),
    ),
    Control(
        "purpose", _named(a.PURPOSE, "a block for a purpose that nobody has named"),
        "unknown_purpose",
        sqlite=("block_purpose_known_update",), postgresql=(("block", "block_purpose_update"),),
    ),
    Control(
        "over-booking", _named(a.OVER_BOOKING, "an over-booking that nobody gave a reason for"),
        "unexplained_overbooking",
        sqlite=("block_overbooked_insert", "appointment_overbooked_insert"),
        postgresql=(("block", "block_overbooked"),),
    ),
    Control(
        "gap", _named(a.GAP, "the middle of a run freed"), "run_gap",
        constraints=(("block", "block_joins_previous"),),
    ),
    Control(
        "gap", _named(a.GAP, "a second doctor's run that is too short"), "run_times",
        constraints=(("block", "block_reaches_end"),),
        sqlite=("block_of_holder_update",),
        postgresql=(("block", "block_claimed_update"),),
    ),
    Control(
        "retime", _named(a.RETIME, "a cancelled one told on another day"), "changed_row",
        sqlite=("appointment_times_kept",),
        postgresql=(("appointment", "appointment_times"),),
    ),
    Control(
        "delete", _named(a.DELETE, "a cancelled appointment"), "missing_row",
        sqlite=("appointment_no_delete",),
        postgresql=(("appointment", "appointment_kept_delete"),),
    ),
    Control(
        "time off", _named(a.TIME_OFF, "leave of no minute"), "unexplained_row",
        constraints=(("time_off", "time_off_in_order"),),
    ),
    Control(
        "time off", _named(a.TIME_OFF, "leave of no minute"), "unreadable",
        constraints=(("time_off", "time_off_in_order"),),
    ),
    Control(
        "joint", _named(a.JOINT, "the room alone given back"), "half_joint",
        constraints=(("appointment_part", "appointment_part_tail"),),
    ),
    Control(
        "joint", _named(a.JOINT, "the device given back, the visit told without it"), "half_joint",
        constraints=(("appointment_part", "appointment_part_as_visit"),),
    ),
    Control(
        "joint", _named(a.JOINT, "a whole second run that is no part"), "stray_claim",
        sqlite=("block_of_holder_update",),
        postgresql=(("block", "block_claimed_update"),),
    ),
    Control(
        "joint", _named(a.JOINT, "the visit told without its room, which is free"), "changed_row",
        sqlite=("appointment_part_no_delete",),
        postgresql=(("appointment_part", "appointment_part_delete"),),
    ),
    Control(
        "purpose", _named(a.PURPOSE, "what is nobody's let go"), "unexplained_row",
        constraints=(("purpose", "purpose_of_nobody_is_kept"),),
    ),
    Control(
        "travel", _named(a.TRAVEL, "a way that takes longer than a day"), "unexplained_row",
        constraints=(("site_travel", "site_travel_minutes"),),
    ),
    Control(
        "series", _named(a.SERIES, "a visit made one of a series afterwards"), "unexplained_row",
        sqlite=("appointment_series_kept",), postgresql=(("appointment", "appointment_series"),),
    ),
    Control(
        "parked", _named(a.PARKED, "a visit on the board that holds its time"), "parked_nowhere",
        constraints=(("parked", "parked_holds_nothing"),),
    ),
    Control(
        "replace", _named(a.REPLACE, "a cancelled appointment"), "changed_row",
        sqlite=("appointment_id_taken",), only="sqlite",
    ),
    Control(
        "replace",
        (
            a.visit("a2", start="{t}+10800", end="{t}+12600")
            + " ON CONFLICT (id) DO UPDATE SET starts_at = appointment.starts_at + 60",
        ),
        "changed_row", postgresql=(("appointment", "appointment_times"),), only="postgresql",
    ),
    Control(
        "journal edit", _named(a.JOURNAL_EDIT, "what was done"), "journal_altered",
        sqlite=("journal_no_update",), postgresql=(("journal", "journal_update"),),
    ),
    Control(
        "journal edit", _named(a.JOURNAL_EDIT, "its details"), "journal_detail_altered",
        sqlite=("journal_detail_only_erased",),
        postgresql=(("journal_detail", "journal_detail_update"),),
    ),
    Control(
        "journal delete", tuple(one % "3" for one in _GONE), "journal_gap",
        sqlite=_KEPT["sqlite"], postgresql=_KEPT["postgresql"],  # type: ignore[arg-type] # by engine
    ),
    Control(
        "journal reorder", _named(a.JOURNAL_REORDER, "a row that leaves numbers out"),
        "journal_gap",
        sqlite=("journal_appends",), postgresql=(("journal", "journal_insert"),),
    ),
    Control(
        "journal reorder", _named(a.JOURNAL_REORDER, "a row that follows another than the last"),
        "journal_chain",
        sqlite=("journal_appends",), postgresql=(("journal", "journal_insert"),),
    ),
    Control(
        "journal cut", tuple(one % "{n}" for one in _GONE), "journal_cut",
        sqlite=_KEPT["sqlite"], postgresql=_KEPT["postgresql"],  # type: ignore[arg-type] # by engine
    ),
    Control(
        "times", _named(a.TIMES, "odd seconds"), "bad_time",
        constraints=(("block", "block_whole_minutes"),),
    ),
    Control(
        "over-booking", _named(a.OVER_BOOKING, "a free block below zero"), "free_overbooking",
        constraints=(("block", "block_overbooked_is_claimed"),),
    ),
)  # fmt: skip


def remove(place: Place, control: Control) -> None:
    """Take the rule out of the schema."""
    if place.engine == "postgresql":
        with raw(place) as connection:
            for table, name in control.constraints:
                connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            for table, name in control.postgresql:
                connection.execute(f"DROP TRIGGER {name} ON {table}")
        return
    with raw(place) as connection:
        for name in control.sqlite:
            connection.execute(f"DROP TRIGGER {name}")
    for table, name in control.constraints:
        # SQLite can't drop a constraint, but its schema is a text that can be rewritten.
        with closing(sqlite3.connect(place.file, isolation_level=None)) as connection:
            which = "FROM sqlite_master WHERE type = 'table' AND name = ?"
            text = connection.execute(f"SELECT sql {which}", [table]).fetchone()[0]
            without = re.sub(rf",\n\s*CONSTRAINT {name} [^\n]*?(?=,?\n)", "", text)
            if without == text:
                continue  # on this engine it is a trigger
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute(
                "UPDATE sqlite_master SET sql = ? WHERE type = 'table' AND name = ?",
                [without, table],
            )
            version = connection.execute("PRAGMA schema_version").fetchone()[0]
            connection.execute(f"PRAGMA schema_version = {version + 1}")


def test_every_family_has_a_control() -> None:
    for engine in ("sqlite", "postgresql"):
        here = {control.family for control in CONTROLS if control.only in ("", engine)}
        assert here == set(FAMILIES)


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    "control", CONTROLS, ids=lambda one: f"{one.family} {one.found} {one.only}"
)
def test_without_its_rule_the_attack_is_found(
    engine: str, control: Control, tmp_path: Path
) -> None:
    if control.only not in ("", engine):
        return
    with world(engine, tmp_path) as place:
        with place.office() as office:
            office.ask(TheSite()).result(60)  # so that it has seen the journal's end
        assert verified(place).ok
        remove(place, control)
        assert carry_out(place, control.statements) == ""
        found = codes(verified(place).problems)
        assert {control.found, "schema_changed"} <= found
        with pytest.raises(Unavailable) as refused, place.office():
            pass
        assert refused.value.code == "unknown_fingerprint"
