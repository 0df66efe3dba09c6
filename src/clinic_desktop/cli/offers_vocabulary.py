"""The arguments of ``clinic next`` and ``clinic say``: what is looked for, or said."""

from __future__ import annotations

import re

from clinic_desktop.cli.grammar import WITH, Entry, date, flag, one_of, option, place, uuid, whole
from clinic_desktop.domain.hours_text import days_of
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.saying.reading import Language

_LAST_MINUTE = 24 * 60


def weekdays(value: str) -> tuple[int, ...]:
    """Read weekdays: ``Tue,Thu`` or ``Mon-Fri``; Monday is 0."""
    try:
        return tuple(sorted(set(days_of(value, value))))
    except Misuse:
        message = f"“{value}” names no weekdays. Write Tue,Thu or Mon-Fri"
        raise ValueError(message) from None


def minute_of_day(value: str) -> int:
    """Read a time of the day: ``16`` or ``16:30``; minutes from midnight."""
    match = re.fullmatch(r"\s*([0-9]{1,2})(?::([0-5][0-9]))?\s*", value)
    minute = int(match[1]) * 60 + int(match[2] or 0) if match else _LAST_MINUTE + 1
    if minute > _LAST_MINUTE:
        message = f"“{value}” is no time of the day such as 16:30"
        raise ValueError(message)
    return minute


_LIMIT = option("limit", "N", "how many times at most (default: 10)", whole(1), default=10)

OFFERS = (
    Entry(
        "next",
        "find the next free times for a visit, the best first",
        (
            option("type", "TYPE", "the kind of appointment: id or exact name"),
            option("minutes", "N", "how long (default: the type's length, or a block)", whole(1)),
            option(
                "doctor",
                "D",
                "with this doctor (id or exact name), or one of several; default: with any",
                many=True,
            ),
            option("room", "R", "in this room: id or exact name"),
            WITH,
            option("site", "SITE", "at this site: id or exact name"),
            option("days", "DAYS", "only on these weekdays: Tue,Thu or Mon-Fri", weekdays),
            option("at", "TIME", "that begin then, in clinic time: 16:30", minute_of_day),
            option("after", "TIME", "that begin then or later", minute_of_day),
            option("before", "TIME", "that begin earlier than then", minute_of_day),
            option("from", "DATE", "not before this day (default: now)", date),
            option("until", "DATE", "not after this day (default: within a year)", date),
            option(
                "for",
                "PATIENTS",
                "for several patients next to each other: ids with commas, or one with each --for",
                many=True,
            ),
            flag("same_time", "with --for: at the same time, with as many doctors"),
            flag("book", "with --for: book the first of the times for all of them, or none"),
            option("note", "TEXT", "with --book: a note for the staff, with each visit"),
            flag(
                "even_if_do_not_book",
                "with --book: although one of them is marked; it takes the right to",
            ),
            option("id", "UUID", "with --book: the same words with the same id book once", uuid),
            flag("soonest", "by their start alone, whatever they leave unusable beside them"),
            _LIMIT,
        ),
        (
            "clinic next --type Check-up",
            'clinic next --doctor "Dr Lee" --doctor "Dr Kay" --days Tue,Thu --after 16',
            "clinic next --for 12,13,14 --type Check-up --doctor 1 --book",
            "clinic --json next --minutes 45 --from 2025-12-01 --before 12:00 --limit 3",
        ),
        "With --for each time is one for all: one after the other with one doctor, in the order\n"
        "in which they are named, or at once. Times at which one of them has another visit are\n"
        "left out. Without --until three months are looked at. They are booked in one change with\n"
        "one undo.\n"
        "Days come in their order; within a day those times stand first that leave no rest beside\n"
        "them too short for any kind of visit. Where there is none, each rule against it is told,\n"
        "with the nearest time beyond it.",
    ),
    Entry(
        "say",
        "understand a line such as “smith 30m lee next”, and find the times that it means",
        (
            place("line", "LINE", "who, how long or what, with whom and when, in quotes"),
            option(
                "language",
                "LANGUAGE",
                "its language where several understand it: en, de, fr or es",
                one_of(Language),
            ),
            _LIMIT,
            flag("book", "book the first of the times"),
            option("patient", "P", "with --book: for this patient, an id or exact name"),
            option("note", "TEXT", "with --book: a note for the staff"),
            flag(
                "even_if_busy",
                "with --book: although the patient has another appointment at that time",
            ),
            flag(
                "even_if_do_not_book",
                "with --book: although the patient is marked; it takes the right to",
            ),
        ),
        (
            'clinic say "smith 30m lee next"',
            'clinic say "Frau Meier nächsten Dienstag nachmittag bei Müller" --book',
            'clinic --json say "martin contrôle dès que possible" --language fr',
        ),
        "English, German, French and Spanish. What can be read in two ways is asked, and not\n"
        "booked; a name in quotes is the patient's, whatever it is. Dates as 3/4 are asked: write\n"
        "3.4., 3 April or 2026-04-03.",
    ),
)
"""In the order in which help lists them."""
