"""Whether the database holds every promise: asked by SQL of its own, trusting no constraint.

The answer names tables, ids and times, never a patient. Everything is read from one snapshot and
streamed, so that memory stays small however large the clinic is.
"""

from __future__ import annotations

from clinic_desktop.domain.booking import Verified, Verify
from clinic_desktop.scheduling.verify import chain, file, replay, rules, times, words, zones
from clinic_desktop.scheduling.verify.findings import Findings
from clinic_desktop.storage.anchor import Anchor
from clinic_desktop.storage.database import Read


def verify(read: Read, _query: Verify, anchor: Anchor | None = None) -> Verified:
    """Check the file, the schema, every rule, what is derived, the journal's chain, and all rows.

    ``anchor`` is the last journal row that this program saw on this database, if it ever did.
    """
    findings = Findings()
    derived = (words.check_words, zones.check_zones, *map(zones.where_known, times.CHECKS))
    for check in (file.check_file, file.check_schema, *rules.CHECKS, *derived):
        findings.during(read, check)
    told = chain.Told()
    findings.during(read, lambda r, f: chain.check_chain(r, f, told, anchor))
    findings.during(read, lambda r, f: replay.check_rows(r, f, told))
    return findings.verified()
