"""The words that patients are found by, against the patients: derived from them, so made anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from clinic_desktop.scheduling.finding import region_of, words_of_patient
from clinic_desktop.scheduling.verify.findings import Findings
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.documents import PAGE
from clinic_desktop.storage.tables import patient, patient_word, site

_ZONE = select(site.c.zone).order_by(site.c.id).limit(1)
_PATIENTS = (
    select(patient.c.id, patient.c.name, patient.c.phones, patient.c.file_number)
    .where(patient.c.id > bindparam("last"))
    .order_by(patient.c.id)
    .limit(PAGE)
)
_WORDS = select(patient_word.c.patient_id, patient_word.c.word).where(
    patient_word.c.patient_id.between(bindparam("first"), bindparam("last"))
)


def check_words(read: Read, findings: Findings) -> None:
    """Look for patients who are not found by what they are called, or by what they are not."""
    connection = read.connection
    region = region_of(connection.execute(_ZONE).scalar() or "")
    for page in _pages(connection):
        there: defaultdict[int, set[str]] = defaultdict(set)
        for number, word in connection.execute(_WORDS, {"first": page[0].id, "last": page[-1].id}):
            there[number].add(word)
        for row in page:
            wanted = words_of_patient(row.name, row.phones, row.file_number, region)
            found = there[row.id]
            findings.count("patient_words", len(found))
            if found != wanted:
                message = (
                    f"The words that patient {row.id} is found by are not those of the name, the "
                    "phones and the file number: a search may miss this patient, or show another."
                )
                findings.add(
                    "patient_words",
                    message,
                    patient=row.id,
                    missing=len(wanted - found),
                    extra=len(found - wanted),
                )


def _pages(connection: Connection) -> Iterator[Sequence[Any]]:
    """Read the patients page by page."""
    last = 0
    while page := connection.execute(_PATIENTS, {"last": last}).all():
        yield page
        last = page[-1].id
