"""The rules of the pinboard that checks and foreign keys cannot say, as triggers."""

from __future__ import annotations

from clinic_desktop.storage.parked_tables import parked
from clinic_desktop.storage.trigger_texts import postgresql_trigger, sqlite_trigger

PARKED = parked.name
_KEPT = ("owner_id", "appointment_id")
# REPLACE would take the pin that is there down for a new one, and ask no trigger about it.
_TWICE = (
    "NEW.closed_at IS NULL AND EXISTS (SELECT 1 FROM parked o WHERE o.closed_at IS NULL"
    " AND o.appointment_id = NEW.appointment_id AND o.id <> {me})"
)


def sqlite() -> list[str]:
    """Whose a pin is and which visit it is of stays; no visit is on the board twice."""
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in _KEPT)
    return [
        sqlite_trigger("parked_kept", f"UPDATE OF {', '.join(_KEPT)} ON parked", changed),
        sqlite_trigger("parked_twice_insert", "INSERT ON parked", _TWICE.format(me="-1")),
        sqlite_trigger(
            "parked_twice_update", "UPDATE OF closed_at ON parked", _TWICE.format(me="OLD.id")
        ),
    ]


def postgresql() -> list[str]:
    """Whose a pin is and which visit it is of stays."""
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _KEPT)
    return postgresql_trigger("parked_kept", PARKED, "UPDATE", {"parked_kept": changed})
