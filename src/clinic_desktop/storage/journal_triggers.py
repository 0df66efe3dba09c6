"""The rules of the journal, as triggers: it grows by the next row alone, and what it has stays."""

from __future__ import annotations

from clinic_desktop.storage.journal_tables import journal, journal_detail, journal_touch
from clinic_desktop.storage.trigger_texts import postgresql_trigger, sqlite_trigger

JOURNAL = tuple(table.name for table in (journal, journal_touch, journal_detail))


def sqlite() -> list[str]:
    """The journal grows by the next row of its chain alone, and keeps what it has."""
    return [*_sqlite_appends(), *_sqlite_stays()]


def postgresql() -> list[str]:
    """The journal grows by the next row of its chain alone, and keeps what it has."""
    return [*_postgresql_appends(), *_postgresql_stays()]


def _sqlite_appends() -> list[str]:
    """The journal grows by the next row of its chain alone."""
    return [
        sqlite_trigger(
            "journal_appends",
            "INSERT ON journal",
            "NEW.sequence IS NOT (SELECT coalesce(max(sequence), 0) + 1 FROM journal)"
            " OR NEW.previous IS NOT coalesce("
            "(SELECT digest FROM journal ORDER BY sequence DESC LIMIT 1), '')",
        ),
        sqlite_trigger(
            "journal_touch_appends",
            "INSERT ON journal_touch",
            "NEW.sequence IS NOT (SELECT max(sequence) FROM journal)"
            " OR NEW.position IS NOT "
            "(SELECT count(*) FROM journal_touch t WHERE t.sequence = NEW.sequence)",
        ),
        sqlite_trigger(
            "journal_detail_appends",
            "INSERT ON journal_detail",
            "NEW.sequence IS NOT (SELECT max(sequence) FROM journal)"
            " OR EXISTS (SELECT 1 FROM journal_detail d WHERE d.sequence = NEW.sequence)",
        ),
    ]


def _sqlite_stays() -> list[str]:
    """What the journal has stays; details alone may be erased."""
    made = [
        sqlite_trigger(
            "journal_detail_only_erased",
            "UPDATE ON journal_detail",
            "NEW.sequence IS NOT OLD.sequence"
            " OR (NEW.before IS NOT NULL AND NEW.before IS NOT OLD.before)"
            " OR (NEW.after IS NOT NULL AND NEW.after IS NOT OLD.after)",
        ),
    ]
    for table in JOURNAL:
        made.append(sqlite_trigger(f"{table}_no_delete", f"DELETE ON {table}", "1"))
        if table != "journal_detail":
            made.append(sqlite_trigger(f"{table}_no_update", f"UPDATE ON {table}", "1"))
    return made


def _postgresql_appends() -> list[str]:
    """The journal grows by the next row of its chain alone."""
    return [
        *postgresql_trigger(
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
        *postgresql_trigger(
            "journal_touch_insert",
            "journal_touch",
            "INSERT",
            {
                "journal_touch_appends": "NEW.sequence <> "
                "(SELECT max(sequence) FROM journal) OR NEW.position"
                " <> (SELECT count(*) FROM journal_touch t WHERE t.sequence = NEW.sequence)",
            },
        ),
        *postgresql_trigger(
            "journal_detail_insert",
            "journal_detail",
            "INSERT",
            {"journal_detail_appends": "NEW.sequence <> (SELECT max(sequence) FROM journal)"},
        ),
    ]


def _postgresql_stays() -> list[str]:
    """What the journal has stays; details alone may be erased."""
    made = postgresql_trigger(
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
        made += postgresql_trigger(
            f"{table}_delete", table, "DELETE", {f"{table}_no_delete": "true"}
        )
        if table != "journal_detail":
            made += postgresql_trigger(
                f"{table}_update", table, "UPDATE", {f"{table}_no_update": "true"}
            )
    return made
