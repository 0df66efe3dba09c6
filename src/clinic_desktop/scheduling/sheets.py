"""What a doctor's printed sheets tell: the agenda, and who its patients are."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from clinic_desktop.domain.booking import AgendaOf
from clinic_desktop.domain.people import Patient
from clinic_desktop.domain.sheets import SheetsOf, ToPrint
from clinic_desktop.scheduling.finding import patients_of
from clinic_desktop.scheduling.picture import agenda
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import patient

_PATIENTS = select(patient).where(patient.c.id.in_(bindparam("ids", expanding=True)))
_AT_ONCE = 1000
"""Both engines bound how many values a statement may carry."""


def sheets(read: Read, query: SheetsOf) -> ToPrint:
    """Answer the agenda of some doctors and its patients, as one snapshot has them."""
    found = agenda(read, AgendaOf(span=query.span, doctor_ids=query.doctor_ids))
    ids = sorted({one.patient_id for one in found.appointments})
    patients: dict[int, Patient] = {}
    for first in range(0, len(ids), _AT_ONCE):
        some = {"ids": ids[first : first + _AT_ONCE]}
        rows = read.connection.execute(_PATIENTS, some)
        patients |= {one.id: one for one in patients_of(read, rows)}
    return ToPrint(found, patients)
