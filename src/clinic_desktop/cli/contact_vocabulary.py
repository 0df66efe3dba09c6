"""The arguments of ``clinic contact …``: family and contact persons of a patient."""

from __future__ import annotations

from clinic_desktop.cli.grammar import Entry, option, place, whole

_PATIENT = place("patient", "P", "a patient's id or exact name")

CONTACTS = (
    Entry(
        "contact add",
        "note a patient's family, or somebody to call for them",
        (
            _PATIENT,
            option("other", "P", "another patient: id or exact name; it is told at both"),
            option("name", "NAME", "or: somebody who is no patient"),
            option("phone", "TEXT", "their phone"),
            option("as", "TEXT", "what they are to the patient: mother, neighbour"),
        ),
        (
            'clinic contact add "Tim Smith" --other "Ann Smith" --as mother',
            'clinic contact add 12 --name "Eva Stone" --phone "+1 212 555 0188" --as neighbour',
        ),
        "Who is registered is told with their own phones. “clinic next --for” finds times next to\n"
        "each other for several of a family.",
    ),
    Entry(
        "contact list",
        "list a patient's family and contact persons, with their phones",
        (_PATIENT,),
        ('clinic contact list "Tim Smith"',),
    ),
    Entry(
        "contact remove",
        "take a contact away, at both where both are patients",
        (place("contact", "ID", "its number, as “clinic contact list” tells it", whole(1)),),
        ("clinic contact remove 3",),
    ),
)
"""In the order in which help lists them."""
