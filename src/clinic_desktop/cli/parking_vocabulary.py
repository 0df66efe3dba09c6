"""The arguments of ``clinic park`` and ``clinic parked …``: the pinboard."""

from __future__ import annotations

from clinic_desktop.cli.grammar import (
    BUSY,
    DO_NOT_BOOK,
    RESERVED,
    Entry,
    flag,
    one_of,
    option,
    place,
    uuid,
    whole,
    words_of,
)
from clinic_desktop.domain.booking import REASONS, CancelledBy, CancelReason

_PIN = place("parked", "ID", "its number, as “clinic parked list” tells it", whole(1))
_SHARE = flag("share", "let everyone see it, and drop it or take it down")

PARKING = (
    Entry(
        "park",
        "take an appointment off the calendar and onto the pinboard; its time is free at once",
        (
            place("appointment", "APPOINTMENT", "the appointment's id", uuid),
            _SHARE,
            option(
                "version", "N", "refused when the appointment is at another version by now",
                whole(1),
            ),
        ),
        ("clinic park 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11 --share",),
        "It waits there, with its patient, doctor, type, length and note, until it is dropped:\n"
        "also when the program ends. You alone see it, until it is shared.",
    ),
    Entry(
        "parked list",
        "list what waits on the pinboard: yours, and what is shared",
        (),
        ("clinic parked list", "clinic --json parked list"),
    ),
    Entry(
        "parked add",
        "put a visit on the pinboard that has no date yet",
        (
            option("patient", "P", "a patient's id or exact name", required=True),
            option("type", "TYPE", "the kind of appointment: id or exact name"),
            option("minutes", "N", "how long (default: the type's length)", whole(1)),
            option("doctor", "D", "with whom: id or exact name (default: anybody)"),
            option("note", "TEXT", "a note for the staff"),
            _SHARE,
        ),
        ('clinic parked add --patient "Ann Smith" --type Check-up --note "in spring"',),
        "Give --type, or --minutes, or both.",
    ),
    Entry(
        "parked share",
        "let everyone see what waits on your pinboard, and drop it or take it down",
        (_PIN,),
        ("clinic parked share 7",),
    ),
    Entry(
        "parked drop",
        "book what waits on the pinboard",
        (
            _PIN,
            option("block", "ID", "a free block's id, as “clinic blocks” lists them", whole(1)),
            option("start", "T", "when it starts; without an offset in clinic time"),
            option("doctor", "D", "with whom: id or exact name (default: as it was)"),
            option("id", "UUID", "the new appointment's id; with the same id it books once", uuid),
            BUSY,
            RESERVED,
            DO_NOT_BOOK,
        ),
        (
            "clinic parked drop 7 --block 21",
            "clinic parked drop 7 --start 2025-11-03T09:00 --doctor 2",
        ),
        "Give either --block, or --start (with --doctor for another doctor). What refuses it\n"
        "leaves it on the pinboard.",
    ),
    Entry(
        "parked remove",
        "take a visit off the pinboard without booking it",
        (
            _PIN,
            option(
                "reason", "CODE",
                "why it is cancelled (default: patient_request); one of " + ", ".join(REASONS),
                one_of(REASONS), default=CancelReason.PATIENT_REQUEST,
            ),
            option(
                "by", words_of(CancelledBy), "on whose wish (default: patient)",
                one_of(CancelledBy), default=CancelledBy.PATIENT,
            ),
        ),
        ("clinic parked remove 7 --reason patient_request",),
        "A visit that gave up its time stays on record as cancelled.",
    ),
)  # fmt: skip
"""In the order in which help lists them."""
