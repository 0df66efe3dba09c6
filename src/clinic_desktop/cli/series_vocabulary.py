"""The arguments of ``clinic series …``: visits that come again."""

from __future__ import annotations

from clinic_desktop.cli.grammar import (
    DO_NOT_BOOK,
    WITH,
    Entry,
    date,
    flag,
    one_of,
    option,
    place,
    uuid,
    whole,
    words_of,
)
from clinic_desktop.cli.offers_vocabulary import weekdays
from clinic_desktop.domain.booking import REASONS, CancelledBy
from clinic_desktop.domain.series import MOST, Scope, Unit

_REPEAT = (
    option("doctor", "D", "a doctor's or room's id or exact name", required=True),
    option(
        "start", "T", "when the first one starts; the others at the same clinic time", required=True
    ),
    option("times", "N", f"how many visits in all, up to {MOST}", whole(1)),
    option("until", "DATE", "or: until this day, included", date),
    option(
        "every", "N", "every so many weeks, or days or months (default: 1)", whole(1), default=1
    ),
    option(
        "unit", words_of(Unit), "what is counted (default: weeks)", one_of(Unit), default=Unit.WEEKS
    ),
    option("days", "DAYS", "on these weekdays: Mon,Sat (default: that of the start)", weekdays),
    option("type", "TYPE", "the kind of appointment: id or exact name"),
    option("minutes", "N", "how long (default: the type's length, or a block)", whole(1)),
    WITH,
)
_COUNTED = (
    "Every 2 weeks and more are counted in stretches of seven days from the first day on,\n"
    "whatever day a week begins with: every 2 weeks on Mon,Sat from a Friday on is that Saturday\n"
    "and Monday, and those two weeks later. The times are clinic time, also over a change of the\n"
    "clocks."
)
_VISIT = place("appointment", "APPOINTMENT", "the id of a visit of the series", uuid)
_SCOPE = option(
    "scope",
    words_of(Scope),
    "this visit alone, it and those that follow, or all that are not over (default: this)",
    one_of(Scope),
    default=Scope.THIS,
)
_VERSION = option("version", "N", "refused when the visit is at another version by now", whole(1))
_BUSY = flag("even_if_busy", "although the patient has another appointment at such a time")
_RESERVED = flag("even_if_reserved", "although such a time is kept for another purpose")

SERIES = (
    Entry(
        "series preview",
        "show a series as it would be: its times, what clashes, the nearest free times",
        (*_REPEAT, option("patient", "P", "for whom: their other visits are told, too")),
        (
            'clinic series preview --doctor "Dr Lee" --start 2025-11-03T09:00 --times 6',
            (
"clinic series preview --doctor 1 --start 2025-11-07T14:00 --times 8 --every 2 "
"--days Mon,Sat"
),
        ),
        _COUNTED,
    ),
    Entry(
        "series book",
        "book every visit of a series, or none",
        (
            *_REPEAT,
            option("patient", "P", "a patient's id or exact name", required=True),
            flag("nearest", "where a visit clashes, take the nearest free time"),
            option("note", "TEXT", "a note for the staff, with each visit"),
            option("id", "UUID", "the series' id; the same words with the same id book once", uuid),
            _BUSY,
            _RESERVED,
            DO_NOT_BOOK,
        ),
        (
            (
'clinic series book --doctor "Dr Lee" --start 2025-11-03T09:00 --times 6 '
'--patient "Ann Smith" --nearest'
),
        ),
        "One transaction and one undo. Refused as a whole, with all that speaks against any visit\n"
        "and the nearest free times. " + _COUNTED,
    ),
    Entry(
        "series show",
        "show a series with all its visits",
        (place("series", "SERIES", "the id of a series, or of one of its visits", uuid),),
        ("clinic series show 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11",),
    ),
    Entry(
        "series list",
        "list the series of a patient",
        (option("patient", "P", "a patient's id or exact name", required=True),),
        ('clinic series list --patient "Ann Smith"',),
    ),
    Entry(
        "series cancel",
        "cancel a visit of a series, it and those that follow, or all to come",
        (
            _VISIT,
            _SCOPE,
            option(
                "reason", "CODE", "one of " + ", ".join(REASONS), one_of(REASONS),
                required=True,
            ),
            option(
                "by", words_of(CancelledBy), "on whose wish (default: patient)",
                one_of(CancelledBy), default=CancelledBy.PATIENT,
            ),
            _VERSION,
        ),
        (
            (
"clinic series cancel 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11 --scope following "
"--reason patient_request"
),
        ),
        "All or none, and one undo. Besides the visit that is named, those alone that hold their\n"
        "time and to which nobody has come.",
    ),
    Entry(
        "series move",
        "move a visit of a series, and others as far with it",
        (
            _VISIT,
            option("start", "T", "when the visit that is named is to start", required=True),
            option("doctor", "D", "with another doctor: id or exact name"),
            _SCOPE,
            _VERSION,
            _BUSY,
            _RESERVED,
        ),
        (
            (
"clinic series move 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11 --start 2025-11-18T10:00 "
"--scope following"
),
        ),
        "All or none, and one undo. The others keep their distance in clinic time.",
    ),
)  # fmt: skip
"""In the order in which help lists them."""
