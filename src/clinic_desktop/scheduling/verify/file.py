"""The file itself and its schema: whole, and as this program made it."""

from __future__ import annotations

from clinic_desktop.scheduling.verify.findings import Findings
from clinic_desktop.storage import schema
from clinic_desktop.storage.database import Read


def check_file(read: Read, findings: Findings) -> None:
    """Have SQLite check every page, index and reference of its file."""
    if read.dialect != "sqlite":
        return
    for (told,) in read.connection.exec_driver_sql("PRAGMA integrity_check"):
        if told != "ok":
            # It may quote stored values; the first word pair says what is wrong.
            message = "The database file is damaged. Restore a backup."
            findings.add("damaged_file", message, told=" ".join(str(told).split()[:4]))
    for table, rowid, parent, _ in read.connection.exec_driver_sql("PRAGMA foreign_key_check"):
        message = f"A row of {table} refers to a row of {parent} that does not exist."
        findings.add("broken_reference", message, table=table, row=rowid, parent=parent)


def check_schema(read: Read, findings: Findings) -> None:
    """Compare the schema with the one that this program made, constraint by constraint."""
    found = schema.fingerprint(read.connection)
    if found != schema.FINGERPRINTS[read.dialect]:
        message = (
            "The database's own rules (tables, constraints or triggers) were changed. What they "
            "kept out before may have come in since."
        )
        findings.add("schema_changed", message, fingerprint=found)
