"""The commands about when doctors work, as ``vocabulary`` has all others."""

from __future__ import annotations

import datetime as dt
import re

from clinic_desktop.cli.grammar import (
    SITE,
    WITH,
    Argument,
    Entry,
    date,
    flag,
    one_of,
    option,
    place,
    whole,
    words_of,
)
from clinic_desktop.domain.timeoff import OF_DOCTORS

NEVER = "never"
_WEEK = r"^\d{4}-W\d{2}$"


def days(value: str) -> tuple[dt.date, ...]:
    """Read an ISO date, or an ISO week such as ``2025-W45``: its seven dates, Monday first."""
    if not re.match(_WEEK, value.strip()):
        return (date(value),)
    try:
        monday = dt.date.fromisoformat(value.strip())
    except ValueError:
        message = f"“{value}” is not a week such as 2025-W45"
        raise ValueError(message) from None
    return tuple(monday + dt.timedelta(days=n) for n in range(7))


def hours_or_never(value: str) -> int | str:
    """Read a number of hours, or ``never``."""
    return NEVER if value.strip().casefold() == NEVER else whole(0)(value)


_SAVING = (
    flag("preview", "tell which blocks and appointments it would change; change nothing"),
    option(
        "accept",
        "N",
        "save it although exactly so many appointments are left out by it (default: 0)",
        whole(0),
        default=0,
    ),
)
_EFFECT = (
    "It is saved only if no appointment would lie outside or lose its seat then, or exactly as\n"
    "many as --accept says: look with --preview first. Those appointments stay booked."
)
_PURPOSE = place("name", "NAME", "its name, as hours say it: “Mon-Fri 11-12 for urgent”")
_DOCTOR = place("doctor", "DOCTOR", "a doctor's or room's id or exact name")


def _stretch(whose: str) -> tuple[Argument, ...]:
    """Make the options that say when somebody is off."""
    return (
        option("from", "T", f"when {whose} from: a date, or a local time", required=True),
        option("until", "DATE", "to the end of this day (default: that of --from)", date),
        option("to", "T", "up to this local time, instead of --until"),
        option("note", "TEXT", "why, for the staff"),
        option("repeat", "TEXT", "how it comes again: “first Monday of the month”, or an RRULE"),
    )


_REPEAT = (
    "--repeat takes “every day”, “every weekday”, “every 2 weeks”, “every week on Mon, Wed”,\n"
    "“every month”, “every year”, “first and third Monday of the month”, each with “until DATE”\n"
    "at its end, or a rule of RFC 5545 such as FREQ=MONTHLY;BYDAY=1MO."
)
_FIRST = option("from", "DATE", "from this day on (default: today)", date)
_LAST = option("until", "DATE", "to this day, which is included (default: open)", date)
_COUNTRY = place(
    "country", "COUNTRY", "two letters such as DE, a name, or “here”: where the clinic's zone lies"
)
_REGION = option("region", "R", "a state or region, as the country writes it: CA, BY")
_YEAR = option("year", "Y", "the year", whole(1), required=True)

HOURS = (
    Entry(
        "hours",
        "set a doctor's or room's hours, or show them",
        (
            _DOCTOR,
            place(
                "hours",
                "HOURS",
                "the hours of a week, such as “Mon-Fri 9-12, 13-17; Sat 9-12”; “none” for no "
                "hours; left out, those that there are are shown",
                required=False,
            ),
            option("block", "MINUTES", "how long a block is (default: 15)", whole(1)),
            option(
                "grid", "MINUTES", "begin a block every so often (default: back to back)", whole(1)
            ),
            option("seats", "N", "how many patients may have each block (default: 1)", whole(1)),
            option("from", "DATE", "valid from this day on (default: today)", date),
            option("until", "DATE", "valid to this day, which is included (default: open)", date),
            option(
                "on",
                "DATE|WEEK",
                "hours of this date or ISO week alone; may be given several times",
                days,
                many=True,
            ),
            SITE,
            *_SAVING,
        ),
        (
            'clinic hours "Dr Lee" "Mon-Fri 9-12, 13-17; Sat 9-12"',
            'clinic hours "Dr Lee"',
            'clinic hours 1 "Mon-Fri 9-12, 13-17; Wed 18-20 every 2 weeks" --preview',
            'clinic hours 1 "Mon-Fri 9-17; Mon-Fri 11-12 for urgent; Mon-Fri 12-13 for lunch"',
            'clinic hours 1 "Sun 9-17" --block 60 --from 2025-11-02 --until 2025-11-02',
            "clinic hours 1 none --from 2025-12-24 --until 2026-01-01 --accept 3",
            'clinic hours 1 "9-12" --on 2025-12-31',
            "clinic hours 1 usual --on 2025-12-31",
            'clinic hours 1 "9-12" --on 2025-12-31 --site North',
            'clinic hours 1 "Mon-Thu 9-12; Fri 9-11" --on 2025-W46',
            'clinic hours 1 "like 2025-W45" --on 2025-W47',
        ),
        "“every 2 weeks” behind days and times means every second week, from that of --from on;\n"
        "“every 2 weeks from week 2” means the others. “0-24” is a whole day. “for urgent” keeps\n"
        "that time for a purpose (see clinic purpose add), also inside of other hours.\n"
        "With --on, HOURS are times alone (“9-12, 13-17”, “none”), “usual” for what the weekly\n"
        "hours say, or “like DATE” or “like WEEK” for those of other dates. Of a week they may be\n"
        "days and times as for weekly hours, its other days have none then; times alone are for\n"
        "those of its days that have hours. With --site they are at that site, and the date's\n"
        "hours at others stay.\n"
        "Without HOURS, those valid from --from (default: today) to --until are shown, at --site\n"
        "alone if it is given: each as the line that sets it again, those of single dates last.\n"
        + _EFFECT
        + "\nBlocks are laid 18 months ahead of today, or of --from; “clinic extend” goes on.",
    ),
    Entry(
        "purpose add",
        "name what hours may be kept for: urgent visits, new patients, lunch",
        (
            _PURPOSE,
            option(
                "release",
                "HOURS",
                "how long before its start a block is let go for all (default: never)",
                whole(0),
            ),
            flag("unbookable", "nobody is ever booked then, such as lunch"),
        ),
        ("clinic purpose add urgent --release 4", "clinic purpose add lunch --unbookable"),
        "Which kinds of visit may use its blocks: clinic type set TYPE --for NAME. Others are\n"
        "refused there, until it is let go, or with --even-if-reserved.",
    ),
    Entry(
        "purpose set",
        "change when blocks of a purpose are let go, from now on",
        (
            _PURPOSE,
            option(
                "release",
                "HOURS",
                "how long before their start, or “never”",
                hours_or_never,
                required=True,
            ),
        ),
        ("clinic purpose set urgent --release 24", "clinic purpose set urgent --release never"),
    ),
    Entry("purpose list", "list what hours may be kept for", (), ("clinic purpose list",)),
    Entry(
        "extend",
        "lay every doctor's blocks on, 18 months ahead of today",
        (),
        ("clinic extend",),
        "Run it once a week, or day. What is laid already stays as it is; several at once are one.",
    ),
    Entry(
        "why",
        "tell why a time is not offered: every rule that speaks against it",
        (
            option("doctor", "D", "a doctor's or room's id or exact name", required=True),
            option("start", "T", "when it would start, in clinic time", required=True),
            option("type", "TYPE", "the kind of appointment: id or exact name"),
            option("minutes", "N", "how long, without a type (default: a block)", whole(1)),
            option(
                "patient", "P", "for whom: what book would tell of them, too, and the type's rules"
            ),
            SITE,
            WITH,
            flag("for_patients", "why patients who book by themselves are not offered it"),
        ),
        (
            'clinic why --doctor "Dr Lee" --start 2025-11-04T14:00',
            "clinic why --doctor 1 --start 2025-12-25T10:00 --type Check-up",
        ),
        "With each comes the nearest time behind it that is offered.",
    ),
    Entry(
        "self-booking",
        "tell or change what patients may book by themselves at the kiosk",
        (
            option("notice", "N", "minutes or more before a visit", whole(0)),
            option("ahead", "DAYS", "up to so many days ahead; 0: today alone", whole(0)),
            option("most", "N", "visits that a patient booked and still has before them", whole(1)),
        ),
        ("clinic self-booking", "clinic self-booking --notice 120 --ahead 60 --most 2"),
        "What is not given stays. Staff book as before. “clinic undo” takes a change back.",
    ),
    Entry(
        "time-off add",
        "take a doctor out of the calendar: leave, illness, a blocked stretch",
        (
            _DOCTOR,
            *_stretch("the doctor is off"),
            option(
                "kind",
                words_of(OF_DOCTORS),
                "what it is (default: leave)",
                one_of(OF_DOCTORS),
                default=OF_DOCTORS[0],
            ),
            *_SAVING,
        ),
        (
            'clinic time-off add "Dr Lee" --from 2025-12-22 --until 2026-01-02 --preview',
            "clinic time-off add 1 --from 2025-11-04T13:00 --to 2025-11-04T17:00 --kind training",
            'clinic time-off add 1 --from 2025-11-03 --until 2025-11-03 --repeat "every 2 weeks"',
        ),
        f"{_REPEAT}\n{_EFFECT}",
    ),
    Entry(
        "time-off list",
        "list a doctor's time off",
        (_DOCTOR, _FIRST, _LAST),
        ('clinic time-off list "Dr Lee"', "clinic --json time-off list 1 --from 2025-01-01"),
    ),
    Entry(
        "time-off show",
        "show a doctor's time off, and who is still booked in it",
        (place("time_off", "ID", "its id, as “clinic time-off list” tells it", whole(1)),),
        ("clinic time-off show 3",),
    ),
    Entry(
        "time-off remove",
        "take time off away again",
        (place("time_off", "ID", "its id, as “clinic time-off list” tells it", whole(1)), *_SAVING),
        ("clinic time-off remove 3",),
    ),
    Entry(
        "closed add",
        "close the clinic for a day, several days or some hours",
        (*_stretch("it is closed"), SITE, *_SAVING),
        (
            'clinic closed add --from 2025-12-24 --until 2025-12-26 --note "Christmas"',
            "clinic closed add --from 2025-11-05T12:00 --to 2025-11-05T15:00 --preview",
        ),
        f"{_REPEAT}\n{_EFFECT}",
    ),
    Entry(
        "closed list",
        "list when the clinic is closed",
        (_FIRST, _LAST),
        ("clinic closed list", "clinic closed list --from 2026-01-01 --until 2026-12-31"),
    ),
    Entry(
        "closed show",
        "show when the clinic is closed, and who is still booked then",
        (place("closed", "ID", "its id, as “clinic closed list” tells it", whole(1)),),
        ("clinic closed show 3",),
    ),
    Entry(
        "closed remove",
        "open the clinic again",
        (place("closed", "ID", "its id, as “clinic closed list” tells it", whole(1)), *_SAVING),
        ("clinic closed remove 3",),
    ),
    Entry(
        "holidays add",
        "close the clinic on the public holidays of a country",
        (
            _COUNTRY,
            _REGION,
            _YEAR,
            option(
                "skip", "DATE", "but not on this one; may be given several times", date, many=True
            ),
            *_SAVING,
        ),
        (
            "clinic holidays add US --year 2026 --preview",
            "clinic holidays add Germany --region BY --year 2026 --skip 2026-08-15",
            "clinic holidays add here --year 2026",
        ),
        "Days that are closed already are left as they are. To open one again: clinic closed\n"
        "remove. " + _EFFECT,
    ),
    Entry(
        "holidays list",
        "list the public holidays of a country",
        (_COUNTRY, _REGION, _YEAR),
        ("clinic holidays list US --year 2026",),
    ),
)
"""In the order in which help lists them."""
