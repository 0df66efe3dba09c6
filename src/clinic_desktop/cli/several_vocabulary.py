"""The commands about several visits at once, with their arguments."""

from __future__ import annotations

from clinic_desktop.cli.grammar import (
    BUSY,
    RESERVED,
    Entry,
    date,
    flag,
    one_of,
    option,
    place,
    uuid,
    words_of,
)
from clinic_desktop.domain.booking import REASONS, CancelledBy

_ONE = "6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11"
_PREVIEW = flag("preview", "try it and tell what would come of it; store nothing")
_CHOSEN = option(
    "appointment", "ID", "an appointment's id; given once for each", uuid, required=True, many=True
)
_ALL_OR_NOTHING = (
    "All of it is one change, which “clinic undo” takes back. Where one of them can't be\n"
    "changed nothing is, and every reason is told, with whose it is."
)

SEVERAL = (
    Entry(
        "swap",
        "let two appointments have each other's time and doctor",
        (
            place("appointment", "A", "an appointment's id", uuid),
            place("other", "B", "another one's", uuid),
            BUSY,
            RESERVED,
            _PREVIEW,
        ),
        ("clinic swap 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11 0b5f6a0e-93a1-4e0b-8d0c-5d1f0c7f2a90",),
        "Each begins when the other did, and keeps its length.\n" + _ALL_OR_NOTHING,
    ),
    Entry(
        "reassign",
        "give a doctor's appointments of a day to another doctor, at the same times",
        (
            place("doctor", "DOCTOR", "whose they are: id or exact name"),
            option("to", "D", "who is to have them: id or exact name", required=True),
            option("date", "DATE", "the day", date, required=True),
            BUSY,
            RESERVED,
            _PREVIEW,
        ),
        ('clinic reassign "Dr Lee" --to "Dr Kim" --date 2025-11-02 --preview',),
        "It takes those that are still to come, or whose patient has arrived.\n" + _ALL_OR_NOTHING,
    ),
    Entry(
        "bulk move",
        "move appointments to another day, or to another doctor, at the same times of the day",
        (
            _CHOSEN,
            option(
                "to", "DATE", "the day they are to be on (default: each stays on its own)", date
            ),
            option("doctor", "D", "who is to have them (default: each keeps its doctor)"),
            BUSY,
            RESERVED,
            _PREVIEW,
        ),
        (f"clinic bulk move --appointment {_ONE} --to 2025-11-09 --preview",),
        _ALL_OR_NOTHING,
    ),
    Entry(
        "bulk cancel",
        "cancel appointments with one reason; their time is free at once",
        (
            _CHOSEN,
            option(
                "reason",
                "CODE",
                "one of " + ", ".join(REASONS),
                one_of(REASONS),
                required=True,
            ),
            option(
                "by",
                words_of(CancelledBy),
                "on whose wish (default: patient)",
                one_of(CancelledBy),
                default=CancelledBy.PATIENT,
            ),
            _PREVIEW,
        ),
        (f"clinic bulk cancel --appointment {_ONE} --reason doctor_away --by clinic",),
        _ALL_OR_NOTHING,
    ),
)
"""The commands that change several visits, or none."""
