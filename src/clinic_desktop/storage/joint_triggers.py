"""The rules of visits of several, of units of devices and of ways between sites, as triggers."""

from __future__ import annotations

from clinic_desktop.storage.joint_tables import appointment_part
from clinic_desktop.storage.site_tables import site_travel
from clinic_desktop.storage.trigger_texts import postgresql_trigger, sqlite_trigger

_PART = "SELECT 1 FROM appointment_part p WHERE p.appointment_id = NEW.appointment_id"
# Whatever it claims beside one doctor's time is a part of the visit.
_STRAY = (
    f"NEW.appointment_id IS NOT NULL AND NOT EXISTS ({_PART} AND p.resource_id = NEW.resource_id)"  # noqa: S608 - our tables
    " AND EXISTS (SELECT 1 FROM block o WHERE o.appointment_id = NEW.appointment_id"
    f" AND o.resource_id <> NEW.resource_id AND NOT EXISTS ({_PART}"
    " AND p.resource_id = o.resource_id))"
)
# A lane is a unit of a device, or a seat in the hours of a room; one without hours has no seats.
_UNCOUNTED = (
    "NEW.lane <> 0 AND EXISTS (SELECT 1 FROM resource r WHERE r.id = NEW.resource_id AND ("
    "(r.kind = 'equipment' AND (NEW.lane < 0 OR NEW.lane >= r.units))"
    " OR (r.kind = 'room' AND NEW.lane > 0 AND NEW.availability_id IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM availability v WHERE v.resource_id = r.id))))"
)
# Whose rule a block names is whose block it is; nothing changes what a rule's blocks were laid for.
_RULE_OF_ANOTHER = (
    "NEW.availability_id IS NOT NULL AND EXISTS (SELECT 1 FROM availability v"
    " WHERE v.id = NEW.availability_id AND v.resource_id <> NEW.resource_id)"
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
# REPLACE would take the way that is there for a new one.
_WAY_TAKEN = (
    "EXISTS (SELECT 1 FROM site_travel t WHERE t.first_id = NEW.first_id"
    " AND t.second_id = NEW.second_id)"
)
_WAY_CHANGED = "OLD.first_id <> NEW.first_id OR OLD.second_id <> NEW.second_id"


def sqlite() -> list[str]:
    """A visit holds its doctor's time and that of its parts, and nobody else's."""
    return [
        sqlite_trigger("block_of_holder_insert", "INSERT ON block", _STRAY),
        sqlite_trigger(
            "block_of_holder_update", "UPDATE OF appointment_id, resource_id ON block", _STRAY
        ),
        sqlite_trigger("block_unit_insert", "INSERT ON block", _UNCOUNTED),
        sqlite_trigger("block_unit_update", "UPDATE OF resource_id, lane ON block", _UNCOUNTED),
        sqlite_trigger(
            "resource_units_kept", "UPDATE OF units ON resource", "NEW.units < OLD.units"
        ),
        sqlite_trigger("resource_kind_kept", "UPDATE OF kind ON resource", "NEW.kind <> OLD.kind"),
        sqlite_trigger("block_rule_insert", "INSERT ON block", _RULE_OF_ANOTHER),
        sqlite_trigger(
            "block_rule_update", "UPDATE OF resource_id, availability_id ON block", _RULE_OF_ANOTHER
        ),
        sqlite_trigger(
            "availability_resource_kept",
            "UPDATE OF resource_id ON availability",
            "NEW.resource_id <> OLD.resource_id",
        ),
        sqlite_trigger(f"{PART}_no_delete", f"DELETE ON {PART}", "1"),
        sqlite_trigger(f"{PART}_kept", f"UPDATE ON {PART}", _PART_CHANGED),
        sqlite_trigger(
            f"{PART}_taken",
            f"INSERT ON {PART}",
            f"EXISTS ({_PART} AND p.resource_id = NEW.resource_id)",
        ),
        sqlite_trigger(f"{PART}_no_doctor_insert", f"INSERT ON {PART}", _ITS_DOCTOR),
        sqlite_trigger(f"{PART}_no_doctor_update", f"UPDATE OF resource_id ON {PART}", _ITS_DOCTOR),
        sqlite_trigger("appointment_no_part", "UPDATE OF resource_id ON appointment", _ITS_PART),
        sqlite_trigger(f"{WAY}_taken", f"INSERT ON {WAY}", _WAY_TAKEN),
        sqlite_trigger(f"{WAY}_kept", f"UPDATE ON {WAY}", _WAY_CHANGED),
    ]


def postgresql() -> list[str]:
    """A visit holds its doctor's time and that of its parts, and nobody else's."""
    claims = {"block_of_holder": _STRAY, "block_unit": _UNCOUNTED}
    of_holder = {"block_of_holder": _STRAY}
    return [
        # Laying writes free blocks of the first lane, thousands at once.
        *postgresql_trigger(
            "block_claimed_insert",
            "block",
            "INSERT",
            claims,
            when="NEW.appointment_id IS NOT NULL OR NEW.lane > 0",
        ),
        *postgresql_trigger(
            "block_claimed_update",
            "block",
            "UPDATE",
            of_holder,
            when="OLD.appointment_id IS NULL AND NEW.appointment_id IS NOT NULL",
        ),
        *postgresql_trigger(
            "block_unit_update",
            "block",
            "UPDATE",
            {"block_unit": _UNCOUNTED},
            when="OLD.lane <> NEW.lane OR OLD.resource_id <> NEW.resource_id",
        ),
        *postgresql_trigger(
            "resource_units",
            "resource",
            "UPDATE",
            {"resource_units_kept": "true"},
            when="NEW.units < OLD.units",
        ),
        *postgresql_trigger(
            "resource_kind",
            "resource",
            "UPDATE",
            {"resource_kind_kept": "true"},
            when="NEW.kind <> OLD.kind",
        ),
        *_postgresql_rules(),
        *postgresql_trigger(f"{PART}_delete", PART, "DELETE", {f"{PART}_no_delete": "true"}),
        *postgresql_trigger(f"{PART}_insert", PART, "INSERT", {f"{PART}_no_doctor": _ITS_DOCTOR}),
        *postgresql_trigger(
            f"{PART}_update",
            PART,
            "UPDATE",
            {f"{PART}_kept": _PART_CHANGED, f"{PART}_no_doctor": _ITS_DOCTOR},
        ),
        *postgresql_trigger(
            "appointment_resource",
            "appointment",
            "UPDATE",
            {"appointment_no_part": _ITS_PART},
            when="OLD.resource_id <> NEW.resource_id",
        ),
        *postgresql_trigger(f"{WAY}_update", WAY, "UPDATE", {f"{WAY}_kept": _WAY_CHANGED}),
    ]


def _postgresql_rules() -> list[str]:
    """A block is laid by a rule of its own resource: asked of all that a statement adds at once."""
    name, told = "block_rule_insert", "block_rule"
    return [
        (
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN\n"  # noqa: S608 - our tables
            " IF EXISTS (SELECT 1 FROM made m JOIN availability v ON v.id = m.availability_id"
            " WHERE v.resource_id <> m.resource_id)"
            f" THEN RAISE EXCEPTION '{told}' USING ERRCODE = '23000', CONSTRAINT = '{told}';"
            " END IF;\n RETURN NULL;\nEND $$"
        ),
        (
            f"CREATE TRIGGER {name} AFTER INSERT ON block REFERENCING NEW TABLE AS made"
            f" FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        ),
        *postgresql_trigger(
            "block_rule_update", "block", "UPDATE", {told: _RULE_OF_ANOTHER},
            when="NEW.availability_id IS DISTINCT FROM OLD.availability_id"
            " OR NEW.resource_id <> OLD.resource_id",
        ),
        *postgresql_trigger(
            "availability_resource", "availability", "UPDATE",
            {"availability_resource_kept": "true"}, when="NEW.resource_id <> OLD.resource_id",
        ),
    ]  # fmt: skip
