"""The rules that checks and foreign keys cannot say, as triggers; attached to the metadata.

Their messages begin with the rule's name. SQLite leaves foreign keys off for a client that does
not ask for them, so there every writer that has not asked is refused.
"""

from __future__ import annotations

from sqlalchemy import DDL, event

from clinic_desktop.storage.joint_tables import appointment_part
from clinic_desktop.storage.journal_tables import journal, journal_detail, journal_touch
from clinic_desktop.storage.site_tables import site_travel
from clinic_desktop.storage.tables import metadata

_CLAIM = "appointment_id, resource_id, lane, starts_at, ends_at"
_TIMES = "resource_id, held_from, starts_at, ends_at, held_until"


def _of(row: str, columns: str) -> str:
    """Write ``(OLD.a, OLD.b)``."""
    return "(" + ", ".join(f"{row}.{column.strip()}" for column in columns.split(",")) + ")"


_ON_ITS_BLOCK = (
    "EXISTS (SELECT 1 FROM block b WHERE b.id = NEW.block_id AND b.appointment_id = NEW.id"
    " AND b.resource_id = NEW.resource_id AND b.starts_at = NEW.held_from)"
)
_OVERLAP = (
    "EXISTS (SELECT 1 FROM block o WHERE o.resource_id = NEW.resource_id AND o.lane = NEW.lane"
    " AND o.id IS NOT {me} AND o.starts_at > NEW.starts_at - 86400"
    " AND o.starts_at < NEW.ends_at AND o.ends_at > NEW.starts_at)"
)
# REPLACE deletes a block that stands in the way of a second one, and asks no trigger about it.
_CLAIMED_TWICE = (
    "NEW.appointment_id IS NOT NULL AND EXISTS (SELECT 1 FROM block o"
    " WHERE o.appointment_id = NEW.appointment_id AND o.resource_id = NEW.resource_id"
    " AND o.id IS NOT {me} AND (o.ends_at = NEW.ends_at"
    " OR (o.joins_at IS NULL AND NEW.joins_at IS NULL)))"
)
_UNKNOWN_PURPOSE = (
    "NEW.purpose <> '' AND NOT EXISTS (SELECT 1 FROM purpose p WHERE p.name = NEW.purpose)"
)
_UNKNOWN_PURPOSES = (
    "NEW.purposes <> '[]'"
    " AND EXISTS (SELECT 1 FROM {each} WHERE {name} NOT IN (SELECT p.name FROM purpose p))"
)
_PART = "SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id"
# Whatever it claims beside one doctor's time is a part of the visit.
_STRAY = (
    f"NEW.appointment_id IS NOT NULL AND NOT EXISTS ({_PART} AND p.resource_id = NEW.resource_id)"  # noqa: S608 - our tables
    " AND EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = NEW.appointment_id"
    f" AND o.resource_id <> NEW.resource_id AND NOT EXISTS ({_PART}"
    " AND p.resource_id = o.resource_id))"
)
_UNCOUNTED = (
    "NEW.lane > 0 AND NEW.availability_id IS NULL AND EXISTS (SELECT 1 FROM resource r"
    " WHERE r.id = NEW.resource_id AND r.kind <> 'doctor' AND NEW.lane >= r.units)"
)
_ITS_DOCTOR = (
    "EXISTS (SELECT 1 FROM appointment a WHERE a.id = NEW.appointment_id"
    " AND a.resource_id = NEW.resource_id)"
)
_ITS_PART = (
    "EXISTS (SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.id"
    " AND p.resource_id = NEW.resource_id)"
)
_HELD = (
    "EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = {row}.appointment_id"
    " AND o.resource_id = {row}.resource_id)"
)
# A part becomes another only while it holds time, and gives that back before; one that is to hold
# again has claimed its time already.
_PART_CHANGED = (
    "OLD.appointment_id <> NEW.appointment_id OR (OLD.resource_id <> NEW.resource_id"
    f" AND (OLD.holds = 0 OR NEW.holds = 0 OR {_HELD.format(row='OLD')} OR EXISTS ({_PART}"
    " AND p.resource_id = NEW.resource_id)))"
    f" OR (OLD.holds = 0 AND NEW.holds = 1 AND NOT {_HELD.format(row='NEW')})"
)
PART, WAY = appointment_part.name, site_travel.name
# Whichever of the two is written later is refused.
_OVERBOOKED_BLOCK = (
    "NEW.lane < 0 AND EXISTS (SELECT 1 FROM appointment a"
    " WHERE a.id = NEW.appointment_id AND a.overbooked = '')"
)
_OVERBOOKED_VISIT = (
    "NEW.overbooked = ''"
    " AND EXISTS (SELECT 1 FROM block b WHERE b.appointment_id = NEW.id AND b.lane < 0)"
)
# REPLACE would take the way that is there for a new one.
_WAY_TAKEN = (
    "EXISTS (SELECT 1 FROM site_travel t WHERE t.first_id = NEW.first_id"
    " AND t.second_id = NEW.second_id)"
)
_WAY_CHANGED = "OLD.first_id <> NEW.first_id OR OLD.second_id <> NEW.second_id"
KEPT = (
    "site", "user", "resource", "patient", "purpose", "appointment_type", "availability",
    "time_off", "appointment", WAY,
)  # fmt: skip
"""Tables whose rows are never deleted and never change their id: what refers to them stays true."""
JOURNAL = tuple(table.name for table in (journal, journal_touch, journal_detail))


def _sqlite_trigger(name: str, occasion: str, condition: str) -> str:
    return (
        f"CREATE TRIGGER {name} BEFORE {occasion} WHEN {condition}\n"
        f"BEGIN SELECT RAISE(ABORT, '{name}'); END"
    )


def _sqlite() -> list[str]:
    """Write the triggers of SQLite."""
    return [
        *_sqlite_blocks(),
        *_sqlite_purposes(),
        *_sqlite_overbooking(),
        *_sqlite_appointments(),
        *_sqlite_parts(),
        *_sqlite_journal_appends(),
        *_sqlite_journal_stays(),
        *_sqlite_kept(),
        *_sqlite_asked(),
    ]


def _sqlite_blocks() -> list[str]:
    """Blocks never overlap, and a claimed one stays what and whose it is."""
    return [
        _sqlite_trigger("block_no_overlap_insert", "INSERT ON block", _OVERLAP.format(me="-1")),
        _sqlite_trigger(
            "block_no_overlap_update",
            "UPDATE OF resource_id, lane, starts_at, ends_at ON block",
            _OVERLAP.format(me="OLD.id"),
        ),
        _sqlite_trigger(
            "block_no_steal",
            "UPDATE ON block",
            "OLD.appointment_id IS NOT NULL AND NEW.appointment_id IS NOT NULL"
            f" AND {_of('OLD', _CLAIM)} IS NOT {_of('NEW', _CLAIM)}",
        ),
        _sqlite_trigger(
            "block_no_drop", "DELETE ON block", "OLD.appointment_id IS NOT NULL AND OLD.lane >= 0"
        ),
        _sqlite_trigger(
            "block_claimed_once_insert", "INSERT ON block", _CLAIMED_TWICE.format(me="-1")
        ),
        _sqlite_trigger(
            "block_claimed_once_update",
            "UPDATE OF appointment_id, resource_id, ends_at, joins_at ON block",
            _CLAIMED_TWICE.format(me="OLD.id"),
        ),
        _sqlite_trigger("block_id_kept", "UPDATE OF id ON block", "OLD.id IS NOT NEW.id"),
        _sqlite_trigger(
            "block_id_taken",
            "INSERT ON block",
            "EXISTS (SELECT 1 FROM block o WHERE o.id = NEW.id)",
        ),
    ]


def _sqlite_purposes() -> list[str]:
    """A block's purpose, and those that a type may use, exist; their names stay."""
    return [
        *(
            _sqlite_trigger(f"block_purpose_known_{verb}", f"{occasion} ON block", _UNKNOWN_PURPOSE)
            for verb, occasion in (("insert", "INSERT"), ("update", "UPDATE OF purpose"))
        ),
        *(
            _sqlite_trigger(
                f"appointment_type_purposes_known_{verb}",
                f"{occasion} ON appointment_type",
                _UNKNOWN_PURPOSES.format(each="json_each(NEW.purposes) j", name="j.value"),
            )
            for verb, occasion in (("insert", "INSERT"), ("update", "UPDATE OF purposes"))
        ),
        _sqlite_trigger(
            "purpose_name_kept", "UPDATE OF name ON purpose", "OLD.name IS NOT NEW.name"
        ),
        # REPLACE deletes the older one of a name, and asks no trigger about it.
        _sqlite_trigger(
            "purpose_name_taken",
            "INSERT ON purpose",
            "EXISTS (SELECT 1 FROM purpose o WHERE o.name = NEW.name)",
        ),
    ]


def _sqlite_overbooking() -> list[str]:
    """Who is booked over others says why."""
    return [
        _sqlite_trigger(f"{table}_overbooked_{verb}", f"{occasion} ON {table}", condition)
        for table, columns, condition in (
            ("block", "lane, appointment_id", _OVERBOOKED_BLOCK),
            ("appointment", "overbooked", _OVERBOOKED_VISIT),
        )
        for verb, occasion in (("insert", "INSERT"), ("update", f"UPDATE OF {columns}"))
    ]


def _sqlite_appointments() -> list[str]:
    """The times of an appointment change only onto blocks that it has claimed."""
    return [
        _sqlite_trigger(
            "appointment_times_kept",
            f"UPDATE OF {_TIMES}, holds ON appointment",
            f"{_of('OLD', _TIMES)} IS NOT {_of('NEW', _TIMES)}"
            f" AND (OLD.holds = 0 OR NEW.holds = 0 OR NOT {_ON_ITS_BLOCK})",
        ),
    ]


def _sqlite_parts() -> list[str]:
    """A visit holds its doctor's time and that of its parts, and nobody else's."""
    return [
        _sqlite_trigger("block_of_holder_insert", "INSERT ON block", _STRAY),
        _sqlite_trigger(
            "block_of_holder_update", "UPDATE OF appointment_id, resource_id ON block", _STRAY
        ),
        _sqlite_trigger("block_unit_insert", "INSERT ON block", _UNCOUNTED),
        _sqlite_trigger("block_unit_update", "UPDATE OF resource_id, lane ON block", _UNCOUNTED),
        _sqlite_trigger(
            "resource_units_kept", "UPDATE OF units ON resource", "NEW.units < OLD.units"
        ),
        _sqlite_trigger(f"{PART}_no_delete", f"DELETE ON {PART}", "1"),
        _sqlite_trigger(f"{PART}_kept", f"UPDATE ON {PART}", _PART_CHANGED),
        _sqlite_trigger(
            f"{PART}_taken",
            f"INSERT ON {PART}",
            f"EXISTS ({_PART} AND p.resource_id = NEW.resource_id)",
        ),
        _sqlite_trigger(f"{PART}_no_doctor_insert", f"INSERT ON {PART}", _ITS_DOCTOR),
        _sqlite_trigger(
            f"{PART}_no_doctor_update", f"UPDATE OF resource_id ON {PART}", _ITS_DOCTOR
        ),
        _sqlite_trigger("appointment_no_part", "UPDATE OF resource_id ON appointment", _ITS_PART),
        _sqlite_trigger(f"{WAY}_taken", f"INSERT ON {WAY}", _WAY_TAKEN),
        _sqlite_trigger(f"{WAY}_kept", f"UPDATE ON {WAY}", _WAY_CHANGED),
    ]


def _sqlite_journal_appends() -> list[str]:
    """The journal grows by the next row of its chain alone."""
    return [
        _sqlite_trigger(
            "journal_appends",
            "INSERT ON journal",
            "NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM journal)"
            " OR NEW.previous IS NOT coalesce("
            "(SELECT digest FROM journal ORDER BY sequence DESC LIMIT 1), '')",
        ),
        _sqlite_trigger(
            "journal_touch_appends",
            "INSERT ON journal_touch",
            "NEW.sequence IS NOT (SELECT max(sequence) FROM journal)"
            " OR NEW.position IS NOT "
            "(SELECT count(*) FROM journal_touch t WHERE t.sequence = NEW.sequence)",
        ),
        _sqlite_trigger(
            "journal_detail_appends",
            "INSERT ON journal_detail",
            "NEW.sequence IS NOT (SELECT max(sequence) FROM journal)"
            " OR EXISTS (SELECT 1 FROM journal_detail d WHERE d.sequence = NEW.sequence)",
        ),
    ]


def _sqlite_journal_stays() -> list[str]:
    """What the journal has stays; details alone may be erased."""
    made = [
        _sqlite_trigger(
            "journal_detail_only_erased",
            "UPDATE ON journal_detail",
            "NEW.sequence IS NOT OLD.sequence"
            " OR (NEW.before IS NOT NULL AND NEW.before IS NOT OLD.before)"
            " OR (NEW.after IS NOT NULL AND NEW.after IS NOT OLD.after)",
        ),
    ]
    for table in JOURNAL:
        made.append(_sqlite_trigger(f"{table}_no_delete", f"DELETE ON {table}", "1"))
        if table != "journal_detail":
            made.append(_sqlite_trigger(f"{table}_no_update", f"UPDATE ON {table}", "1"))
    return made


def _sqlite_kept() -> list[str]:
    """What is referred to is never deleted, and its id never means another row."""
    made: list[str] = []
    for table in KEPT:
        made += [
            _sqlite_trigger(f"{table}_no_delete", f'DELETE ON "{table}"', "1"),
            _sqlite_trigger(
                f"{table}_id_kept", f'UPDATE OF id ON "{table}"', "OLD.id IS NOT NEW.id"
            ),
            _sqlite_trigger(
                f"{table}_id_taken",
                f'INSERT ON "{table}"',
                f'EXISTS (SELECT 1 FROM "{table}" o WHERE o.id = NEW.id)',  # noqa: S608 - our tables
            ),
        ]
    return made


def _sqlite_asked() -> list[str]:
    """Nobody writes who has not asked for foreign keys and checks."""
    made: list[str] = []
    not_asked = (
        "(SELECT foreign_keys FROM pragma_foreign_keys) = 0"
        " OR (SELECT ignore_check_constraints FROM pragma_ignore_check_constraints) = 1"
    )
    for table in metadata.tables:
        made += [
            _sqlite_trigger(f"{table}_asked_{verb.lower()}", f'{verb} ON "{table}"', not_asked)
            for verb in ("INSERT", "UPDATE", "DELETE")
        ]
    return made


def _postgresql_trigger(
    name: str, table: str, occasion: str, rules: dict[str, str], *, when: str = ""
) -> list[str]:
    """Write a function that refuses each rule's condition, and the row trigger that calls it.

    ``when`` tells of which rows it is asked at all.
    """
    checks = "\n".join(
        f" IF {condition} THEN RAISE EXCEPTION '{rule}' USING ERRCODE = '23000',"
        f" CONSTRAINT = '{rule}'; END IF;"
        for rule, condition in rules.items()
    )
    answer = "OLD" if occasion == "DELETE" else "NEW"
    return [
        (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n"
            f"{checks}\n RETURN {answer};\nEND $$"
        ),
        (
            f'CREATE TRIGGER {name} BEFORE {occasion} ON "{table}"'
            f" FOR EACH ROW{f' WHEN ({when})' if when else ''} EXECUTE FUNCTION {name}()"
        ),
    ]


def _postgresql() -> list[str]:
    """Write the triggers of PostgreSQL."""
    return [
        *_postgresql_blocks(),
        *_postgresql_purposes(),
        *_postgresql_overbooking(),
        *_postgresql_appointments(),
        *_postgresql_parts(),
        *_postgresql_journal_appends(),
        *_postgresql_journal_stays(),
        *_postgresql_kept(),
        *_postgresql_truncates(),
    ]


def _postgresql_blocks() -> list[str]:
    """A claimed block stays what and whose it is; an exclusion constraint forbids overlaps."""
    return [
        *_postgresql_trigger(
            "block_update",
            "block",
            "UPDATE",
            {
                "block_no_steal": "OLD.appointment_id IS NOT NULL"
                " AND NEW.appointment_id IS NOT NULL"
                f" AND {_of('OLD', _CLAIM)} IS DISTINCT FROM {_of('NEW', _CLAIM)}",
                "block_id_kept": "OLD.id <> NEW.id",
            },
        ),
        *_postgresql_trigger(
            "block_delete",
            "block",
            "DELETE",
            {"block_no_drop": "OLD.appointment_id IS NOT NULL AND OLD.lane >= 0"},
        ),
    ]


def _postgresql_purposes() -> list[str]:
    """A block's purpose, and those that a type may use, exist; their names stay."""
    each = "jsonb_array_elements_text(NEW.purposes::jsonb) AS j(name)"
    made = []
    for occasion in ("INSERT", "UPDATE"):
        verb = occasion.lower()
        made += _postgresql_trigger(
            f"block_purpose_{verb}", "block", occasion, {"block_purpose_known": _UNKNOWN_PURPOSE},
            # Whoever lays a year asks this of no block that is for anybody.
            when="NEW.purpose <> ''",
        )  # fmt: skip
        made += _postgresql_trigger(
            f"appointment_type_purposes_{verb}",
            "appointment_type",
            occasion,
            {"appointment_type_purposes_known": _UNKNOWN_PURPOSES.format(each=each, name="j.name")},
        )
    return [
        *made,
        *_postgresql_trigger(
            "purpose_name", "purpose", "UPDATE", {"purpose_name_kept": "OLD.name <> NEW.name"}
        ),
    ]


def _postgresql_overbooking() -> list[str]:
    """Who is booked over others says why: asked of a block when its transaction ends.

    So an ordinary booking is not asked at all.
    """
    name = "block_overbooked"
    function, _ = _postgresql_trigger(name, "block", "INSERT", {name: _OVERBOOKED_BLOCK})
    return [
        function,
        (
            f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE ON block"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.lane < 0)"
            f" EXECUTE FUNCTION {name}()"
        ),
        *_postgresql_trigger(
            "appointment_overbooked", "appointment", "UPDATE",
            {"appointment_overbooked": _OVERBOOKED_VISIT},
            when="NEW.overbooked = '' AND OLD.overbooked <> ''",
        ),
    ]  # fmt: skip


def _postgresql_appointments() -> list[str]:
    """The times of an appointment change only onto blocks that it has claimed."""
    return _postgresql_trigger(
        "appointment_times",
        "appointment",
        "UPDATE",
        {
            "appointment_times_kept": f"{_of('OLD', _TIMES)}"
            f" IS DISTINCT FROM {_of('NEW', _TIMES)}"
            f" AND (OLD.holds = 0 OR NEW.holds = 0 OR NOT {_ON_ITS_BLOCK})",
        },
    )


def _postgresql_parts() -> list[str]:
    """A visit holds its doctor's time and that of its parts, and nobody else's."""
    claims = {"block_of_holder": _STRAY, "block_unit": _UNCOUNTED}
    of_holder = {"block_of_holder": _STRAY}
    return [
        # Laying writes free blocks of the first lane, thousands at once.
        *_postgresql_trigger(
            "block_claimed_insert",
            "block",
            "INSERT",
            claims,
            when="NEW.appointment_id IS NOT NULL OR NEW.lane > 0",
        ),
        *_postgresql_trigger(
            "block_claimed_update",
            "block",
            "UPDATE",
            of_holder,
            when="OLD.appointment_id IS NULL AND NEW.appointment_id IS NOT NULL",
        ),
        *_postgresql_trigger(
            "block_unit_update",
            "block",
            "UPDATE",
            {"block_unit": _UNCOUNTED},
            when="OLD.lane <> NEW.lane OR OLD.resource_id <> NEW.resource_id",
        ),
        *_postgresql_trigger(
            "resource_units",
            "resource",
            "UPDATE",
            {"resource_units_kept": "true"},
            when="NEW.units < OLD.units",
        ),
        *_postgresql_trigger(f"{PART}_delete", PART, "DELETE", {f"{PART}_no_delete": "true"}),
        *_postgresql_trigger(f"{PART}_insert", PART, "INSERT", {f"{PART}_no_doctor": _ITS_DOCTOR}),
        *_postgresql_trigger(
            f"{PART}_update",
            PART,
            "UPDATE",
            {f"{PART}_kept": _PART_CHANGED, f"{PART}_no_doctor": _ITS_DOCTOR},
        ),
        *_postgresql_trigger(
            "appointment_resource",
            "appointment",
            "UPDATE",
            {"appointment_no_part": _ITS_PART},
            when="OLD.resource_id <> NEW.resource_id",
        ),
        *_postgresql_trigger(f"{WAY}_update", WAY, "UPDATE", {f"{WAY}_kept": _WAY_CHANGED}),
    ]


def _postgresql_journal_appends() -> list[str]:
    """The journal grows by the next row of its chain alone."""
    return [
        *_postgresql_trigger(
            "journal_insert",
            "journal",
            "INSERT",
            {
                "journal_appends": "NEW.sequence <> "
                "(SELECT coalesce(max(sequence), 0) + 1 FROM journal)"
                " OR NEW.previous <> coalesce("
                "(SELECT digest FROM journal ORDER BY sequence DESC LIMIT 1), '')",
            },
        ),
        *_postgresql_trigger(
            "journal_touch_insert",
            "journal_touch",
            "INSERT",
            {
                "journal_touch_appends": "NEW.sequence <> "
                "(SELECT max(sequence) FROM journal) OR NEW.position"
                " <> (SELECT count(*) FROM journal_touch t WHERE t.sequence = NEW.sequence)",
            },
        ),
        *_postgresql_trigger(
            "journal_detail_insert",
            "journal_detail",
            "INSERT",
            {"journal_detail_appends": "NEW.sequence <> (SELECT max(sequence) FROM journal)"},
        ),
    ]


def _postgresql_journal_stays() -> list[str]:
    """What the journal has stays; details alone may be erased."""
    made = _postgresql_trigger(
        "journal_detail_update",
        "journal_detail",
        "UPDATE",
        {
            "journal_detail_only_erased": "NEW.sequence <> OLD.sequence"
            " OR (NEW.before IS NOT NULL AND NEW.before IS DISTINCT FROM OLD.before)"
            " OR (NEW.after IS NOT NULL AND NEW.after IS DISTINCT FROM OLD.after)",
        },
    )
    for table in JOURNAL:
        made += _postgresql_trigger(
            f"{table}_delete", table, "DELETE", {f"{table}_no_delete": "true"}
        )
        if table != "journal_detail":
            made += _postgresql_trigger(
                f"{table}_update", table, "UPDATE", {f"{table}_no_update": "true"}
            )
    return made


def _postgresql_kept() -> list[str]:
    """What is referred to is never deleted, and its id never means another row."""
    made = []
    for table in KEPT:
        made += _postgresql_trigger(
            f"{table}_kept_delete", table, "DELETE", {f"{table}_no_delete": "true"}
        )
        made += _postgresql_trigger(
            f"{table}_kept_id", table, "UPDATE", {f"{table}_id_kept": "OLD.id <> NEW.id"}
        )
    return made


def _postgresql_truncates() -> list[str]:
    """No table loses all of its rows at once, past the triggers of its rows."""
    return [
        (
            "CREATE FUNCTION no_truncate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n"
            " RAISE EXCEPTION 'no_truncate' USING ERRCODE = '23000', CONSTRAINT = 'no_truncate';\n"
            "END $$"
        ),
        *(
            f'CREATE TRIGGER no_truncate BEFORE TRUNCATE ON "{table}"'
            " EXECUTE FUNCTION no_truncate()"
            for table in (*KEPT, *JOURNAL, "block", PART)
        ),
    ]


for _dialect, _statements in (("sqlite", _sqlite()), ("postgresql", _postgresql())):
    for _statement in _statements:
        event.listen(
            metadata,
            "after_create",
            DDL(_statement.replace("%", "%%")).execute_if(dialect=_dialect),  # type: ignore[no-untyped-call] # SQLAlchemy leaves DDL unannotated
        )
