"""Whom to call for a patient, and who is their family.

Somebody who is registered, too, is named by their own row, from which name and phones come; it is
one tie, told at both. Anybody else is a name and a phone.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, Text

from clinic_desktop.domain.contacts import LONGEST
from clinic_desktop.storage.columns import NUMBERED, Instant, own_id, version
from clinic_desktop.storage.tables import metadata

contact = Table(
    "contact",
    metadata,
    own_id(),
    Column("patient_id", ForeignKey("patient.id"), nullable=False),
    Column("other_id", ForeignKey("patient.id")),
    Column("name", Text, nullable=False, server_default=""),
    Column("phone", Text, nullable=False, server_default=""),
    # What they are to the patient: mother, neighbour.
    Column("relation", Text, nullable=False, server_default=""),
    Column("archived_at", Instant),
    version(),
    CheckConstraint(
        "(other_id IS NULL) = (name <> '') AND (other_id IS NULL OR phone = '')",
        name="contact_registered_or_named",
    ),
    CheckConstraint("other_id <> patient_id", name="contact_of_another"),
    CheckConstraint(f"length(relation) <= {LONGEST}", name="contact_relation"),
    **NUMBERED,
)
Index("contact_of", contact.c.patient_id)
Index("contact_is", contact.c.other_id)
