"""Family and contact persons of a patient, and the wishes and questions about them."""

from __future__ import annotations

from clinic_desktop.domain.office import Command, Query
from clinic_desktop.domain.values import dataclass

LONGEST = 40
"""How many letters the word for what somebody is to a patient may have."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call for a patient, or of their family.

    ``other_id`` is their own record where they are registered, too: then ``who`` and ``phones``
    come from it. ``relation`` is what they are to the patient; a tie that was made at the other one
    says so by ``of_other``, and its word is what the patient is to them.
    """

    id: int
    patient_id: int
    who: str
    phones: tuple[str, ...]
    relation: str
    other_id: int | None = None
    of_other: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AddContact(Command[Contact]):
    """Note somebody to call for a patient: another patient, or a ``name`` with a ``phone``.

    Refused ``unknown_patient``, ``contact_known``: the two are tied already.
    """

    patient_id: int
    other_id: int | None = None
    name: str = ""
    phone: str = ""
    relation: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveContact(Command[Contact]):
    """Take a contact away, at both where both are registered."""

    contact_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactsOf(Query[tuple[Contact, ...]]):
    """A patient's family and contact persons, those who are registered first, then by name."""

    patient_id: int
