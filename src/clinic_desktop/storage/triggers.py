"""The rules that checks and foreign keys cannot say, as triggers; attached to the metadata.

Their messages begin with the rule's name. SQLite leaves foreign keys off for a client that does
not ask for them, so there every writer that has not asked is refused.
"""

from __future__ import annotations

from sqlalchemy import DDL, event

from clinic_desktop.storage import joint_triggers, journal_triggers, parked_triggers
from clinic_desktop.storage.contact_tables import contact
from clinic_desktop.storage.custom_tables import custom_field
from clinic_desktop.storage.joint_triggers import PART, WAY
from clinic_desktop.storage.journal_triggers import JOURNAL
from clinic_desktop.storage.parked_triggers import PARKED
from clinic_desktop.storage.series_tables import series
from clinic_desktop.storage.tables import metadata
from clinic_desktop.storage.trigger_texts import postgresql_trigger, sqlite_trigger

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
# Whichever of the two is written later is refused.
_OVERBOOKED_BLOCK = (
    "NEW.lane < 0 AND EXISTS (SELECT 1 FROM appointment a"
    " WHERE a.id = NEW.appointment_id AND a.overbooked = '')"
)
_OVERBOOKED_VISIT = (
    "NEW.overbooked = ''"
    " AND EXISTS (SELECT 1 FROM block b WHERE b.appointment_id = NEW.id AND b.lane < 0)"
)
# Only who moves it brings it to another site.
_SITE_CHANGED = (
    "OLD.site_id IS NOT NULL AND {differs}"
    " AND OLD.resource_id = NEW.resource_id AND OLD.held_from = NEW.held_from"
)
KEPT = (
    "site", "user", "resource", "patient", "purpose", "appointment_type", "availability",
    "time_off", "appointment", WAY, series.name, PARKED, contact.name, custom_field.name,
)  # fmt: skip
"""Tables whose rows are never deleted and never change their id: what refers to them stays true."""


def _sqlite() -> list[str]:
    """Write the triggers of SQLite."""
    return [
        *_sqlite_blocks(),
        *_sqlite_purposes(),
        *_sqlite_overbooking(),
        *_sqlite_appointments(),
        *joint_triggers.sqlite(),
        *parked_triggers.sqlite(),
        *journal_triggers.sqlite(),
        *_sqlite_kept(),
        *_sqlite_asked(),
    ]


def _sqlite_blocks() -> list[str]:
    """Blocks never overlap, and a claimed one stays what and whose it is."""
    return [
        sqlite_trigger("block_no_overlap_insert", "INSERT ON block", _OVERLAP.format(me="-1")),
        sqlite_trigger(
            "block_no_overlap_update",
            "UPDATE OF resource_id, lane, starts_at, ends_at ON block",
            _OVERLAP.format(me="OLD.id"),
        ),
        sqlite_trigger(
            "block_no_steal",
            "UPDATE ON block",
            "OLD.appointment_id IS NOT NULL AND NEW.appointment_id IS NOT NULL"
            f" AND {_of('OLD', _CLAIM)} IS NOT {_of('NEW', _CLAIM)}",
        ),
        sqlite_trigger(
            "block_no_drop", "DELETE ON block", "OLD.appointment_id IS NOT NULL AND OLD.lane >= 0"
        ),
        sqlite_trigger(
            "block_claimed_once_insert", "INSERT ON block", _CLAIMED_TWICE.format(me="-1")
        ),
        sqlite_trigger(
            "block_claimed_once_update",
            "UPDATE OF appointment_id, resource_id, ends_at, joins_at ON block",
            _CLAIMED_TWICE.format(me="OLD.id"),
        ),
        sqlite_trigger("block_id_kept", "UPDATE OF id ON block", "OLD.id IS NOT NEW.id"),
        sqlite_trigger(
            "block_id_taken",
            "INSERT ON block",
            "EXISTS (SELECT 1 FROM block o WHERE o.id = NEW.id)",
        ),
    ]


def _sqlite_purposes() -> list[str]:
    """A block's purpose, and those that a type may use, exist; their names stay."""
    return [
        *(
            sqlite_trigger(f"block_purpose_known_{verb}", f"{occasion} ON block", _UNKNOWN_PURPOSE)
            for verb, occasion in (("insert", "INSERT"), ("update", "UPDATE OF purpose"))
        ),
        *(
            sqlite_trigger(
                f"appointment_type_purposes_known_{verb}",
                f"{occasion} ON appointment_type",
                _UNKNOWN_PURPOSES.format(each="json_each(NEW.purposes) j", name="j.value"),
            )
            for verb, occasion in (("insert", "INSERT"), ("update", "UPDATE OF purposes"))
        ),
        sqlite_trigger(
            "purpose_name_kept", "UPDATE OF name ON purpose", "OLD.name IS NOT NEW.name"
        ),
        # REPLACE deletes the older one of a name, and asks no trigger about it.
        sqlite_trigger(
            "purpose_name_taken",
            "INSERT ON purpose",
            "EXISTS (SELECT 1 FROM purpose o WHERE o.name = NEW.name)",
        ),
    ]


def _sqlite_overbooking() -> list[str]:
    """Who is booked over others says why."""
    return [
        sqlite_trigger(f"{table}_overbooked_{verb}", f"{occasion} ON {table}", condition)
        for table, columns, condition in (
            ("block", "lane, appointment_id", _OVERBOOKED_BLOCK),
            ("appointment", "overbooked", _OVERBOOKED_VISIT),
        )
        for verb, occasion in (("insert", "INSERT"), ("update", f"UPDATE OF {columns}"))
    ]


def _sqlite_appointments() -> list[str]:
    """The times of an appointment change only onto its own blocks, its site only with them.

    Its series never does.
    """
    return [
        sqlite_trigger(
            "appointment_site_kept",
            "UPDATE OF site_id ON appointment",
            _SITE_CHANGED.format(differs="OLD.site_id IS NOT NEW.site_id"),
        ),
        sqlite_trigger(
            "appointment_series_kept",
            "UPDATE OF series_id ON appointment",
            "OLD.series_id IS NOT NEW.series_id",
        ),
        sqlite_trigger(
            "appointment_times_kept",
            f"UPDATE OF {_TIMES}, holds ON appointment",
            f"{_of('OLD', _TIMES)} IS NOT {_of('NEW', _TIMES)}"
            f" AND (OLD.holds = 0 OR NEW.holds = 0 OR NOT {_ON_ITS_BLOCK})",
        ),
    ]


def _sqlite_kept() -> list[str]:
    """What is referred to is never deleted, and its id never means another row."""
    made: list[str] = []
    for table in KEPT:
        made += [
            sqlite_trigger(f"{table}_no_delete", f'DELETE ON "{table}"', "1"),
            sqlite_trigger(
                f"{table}_id_kept", f'UPDATE OF id ON "{table}"', "OLD.id IS NOT NEW.id"
            ),
            sqlite_trigger(
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
            sqlite_trigger(f"{table}_asked_{verb.lower()}", f'{verb} ON "{table}"', not_asked)
            for verb in ("INSERT", "UPDATE", "DELETE")
        ]
    return made


def _postgresql() -> list[str]:
    """Write the triggers of PostgreSQL."""
    return [
        *_postgresql_blocks(),
        *_postgresql_purposes(),
        *_postgresql_overbooking(),
        *_postgresql_appointments(),
        *joint_triggers.postgresql(),
        *parked_triggers.postgresql(),
        *journal_triggers.postgresql(),
        *_postgresql_kept(),
        *_postgresql_truncates(),
    ]


def _postgresql_blocks() -> list[str]:
    """A claimed block stays what and whose it is; an exclusion constraint forbids overlaps."""
    return [
        *postgresql_trigger(
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
        *postgresql_trigger(
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
        made += postgresql_trigger(
            f"block_purpose_{verb}", "block", occasion, {"block_purpose_known": _UNKNOWN_PURPOSE},
            # Whoever lays a year asks this of no block that is for anybody.
            when="NEW.purpose <> ''",
        )  # fmt: skip
        made += postgresql_trigger(
            f"appointment_type_purposes_{verb}",
            "appointment_type",
            occasion,
            {"appointment_type_purposes_known": _UNKNOWN_PURPOSES.format(each=each, name="j.name")},
        )
    return [
        *made,
        *postgresql_trigger(
            "purpose_name", "purpose", "UPDATE", {"purpose_name_kept": "OLD.name <> NEW.name"}
        ),
    ]


def _postgresql_overbooking() -> list[str]:
    """Who is booked over others says why: asked of a block when its transaction ends.

    So an ordinary booking is not asked at all.
    """
    name = "block_overbooked"
    function, _ = postgresql_trigger(name, "block", "INSERT", {name: _OVERBOOKED_BLOCK})
    return [
        function,
        (
            f"CREATE CONSTRAINT TRIGGER {name} AFTER INSERT OR UPDATE ON block"
            " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.lane < 0)"
            f" EXECUTE FUNCTION {name}()"
        ),
        *postgresql_trigger(
            "appointment_overbooked", "appointment", "UPDATE",
            {"appointment_overbooked": _OVERBOOKED_VISIT},
            when="NEW.overbooked = '' AND OLD.overbooked <> ''",
        ),
    ]  # fmt: skip


def _postgresql_appointments() -> list[str]:
    """The times of an appointment change only onto its own blocks, its site only with them.

    Its series never does.
    """
    return [
        *postgresql_trigger(
            "appointment_site",
            "appointment",
            "UPDATE",
            {"appointment_site_kept": "true"},
            when=_SITE_CHANGED.format(differs="OLD.site_id IS DISTINCT FROM NEW.site_id"),
        ),
        *postgresql_trigger(
            "appointment_times",
            "appointment",
            "UPDATE",
            {
                "appointment_times_kept": f"{_of('OLD', _TIMES)}"
                f" IS DISTINCT FROM {_of('NEW', _TIMES)}"
                f" AND (OLD.holds = 0 OR NEW.holds = 0 OR NOT {_ON_ITS_BLOCK})",
            },
        ),
        *postgresql_trigger(
            "appointment_series",
            "appointment",
            "UPDATE",
            {"appointment_series_kept": "true"},
            when="OLD.series_id IS DISTINCT FROM NEW.series_id",
        ),
    ]


def _postgresql_kept() -> list[str]:
    """What is referred to is never deleted, and its id never means another row."""
    made = []
    for table in KEPT:
        made += postgresql_trigger(
            f"{table}_kept_delete", table, "DELETE", {f"{table}_no_delete": "true"}
        )
        made += postgresql_trigger(
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
