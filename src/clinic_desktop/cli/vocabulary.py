"""Every command with its arguments: the one table behind argv, batch lines and help texts.

``parser`` makes argparse from it and ``parser.validated`` reads raw words by it, so that a batch
line can neither do more nor less than the command typed by itself.
"""

from __future__ import annotations

from clinic_desktop.cli.contact_vocabulary import CONTACTS
from clinic_desktop.cli.fields_vocabulary import FIELDS
from clinic_desktop.cli.grammar import (
    BUSY,
    DO_NOT_BOOK,
    RESERVED,
    WITH,
    Entry,
    date,
    flag,
    one_of,
    option,
    place,
    seconds,
    uuid,
    whole,
    words_of,
)
from clinic_desktop.cli.hours_vocabulary import HOURS
from clinic_desktop.cli.offers_vocabulary import OFFERS
from clinic_desktop.cli.parking_vocabulary import PARKING
from clinic_desktop.cli.people_vocabulary import PEOPLE
from clinic_desktop.cli.series_vocabulary import SERIES
from clinic_desktop.cli.several_vocabulary import SEVERAL
from clinic_desktop.domain.booking import REASONS, AppointmentStatus, BlockState, CancelledBy
from clinic_desktop.domain.sheets import Paper

_APPOINTMENT = place("appointment", "APPOINTMENT", "the appointment's id", uuid)
_FROM = option(
    "from", "T", "from this time on: 2025-11-02, 2025-11-02T11:00, …T16:00Z", required=True
)
_TO = option(
    "to", "T", "up to this time, not included; a bare date is its first instant", required=True
)
_DOCTOR = option("doctor", "D", "a doctor's or room's id or exact name")
_START = option("start", "T", "when it starts; without an offset in clinic time")
_END = option("end", "T", "when it ends, at the end of a block; it gets a new length")
_BLOCK = option("block", "ID", "a free block's id, as “clinic blocks” lists them", whole(1))
_OVERBOOK = (
    flag("overbook", "book over whoever has the time; needs the right “overbook”"),
    option("reason", "TEXT", "why it is booked over others"),
)
_VERSION = option(
    "version", "N", "refused when the appointment is at another version by now", whole(1)
)

_TIMES = (
    "Times are ISO 8601. With an offset (2025-11-02T16:00Z) they are an exact instant, without\n"
    "one the clinic's local time; a bare date is the first instant of that day."
)

_SETUP = (
    Entry(
        "init",
        "create the database of a clinic, or upgrade it",
        (
            option("zone", "IANA", "the clinic's time zone (default: this computer's)"),
            option("name", "TEXT", "the clinic's name (default: My clinic)"),
        ),
        (
            'clinic --database clinic.db init --zone America/New_York --name "Elm Street Clinic"',
            "clinic --database postgresql://clinic@server/clinic init --zone Europe/Berlin",
        ),
        "On PostgreSQL the database must exist, be empty, and belong to a role that is no\n"
        "superuser.",
        live=True,
    ),
    Entry(
        "demo",
        "fill an empty database with a believable clinic",
        (
            option(
                "seed",
                "N",
                "the same seed and arguments make the same clinic (default: 1)",
                whole(0),
                default=1,
            ),
            option("doctors", "N", "how many doctors (default: 12)", whole(1)),
            option("patients", "N", "how many patients (default: 6000)", whole(1)),
            option("weeks", "N", "how many weeks have appointments (default: 104)", whole(1)),
            option("from", "DATE", "the day that the demo takes for today (default: today)", date),
        ),
        ("clinic demo", "clinic demo --seed 7 --doctors 4 --patients 200 --from 2025-11-03"),
    ),
)

_CALENDAR = (
    *HOURS,
    *OFFERS,
    Entry(
        "blocks",
        "list blocks of time: free, booked or all",
        (
            _DOCTOR,
            _FROM,
            _TO,
            option(
                "state",
                words_of(BlockState),
                "which blocks (default: free)",
                one_of(BlockState),
                default=BlockState.FREE,
            ),
        ),
        (
            "clinic blocks --from 2025-11-02 --to 2025-11-03",
            "clinic --json blocks --doctor 1 --from 2025-11-02T11:00 --to 2025-11-02T12:00",
        ),
        _TIMES,
    ),
    Entry(
        "book",
        "book a patient into a block, or into a doctor's time",
        (
            _BLOCK,
            _DOCTOR,
            _START,
            option("end", "T", "when it ends (default: one block, or the type's length)"),
            option("patient", "P", "a patient's id or exact name", required=True),
            option("type", "TYPE", "the kind of appointment: id or exact name"),
            option("note", "TEXT", "a note for the staff"),
            option(
                "id",
                "UUID",
                "the appointment's id; the same wish with the same id books once",
                uuid,
            ),
            WITH,
            BUSY,
            RESERVED,
            DO_NOT_BOOK,
            *_OVERBOOK,
        ),
        (
            'clinic book --block 17 --patient "Ann Smith"',
            'clinic book --doctor "Dr Lee" --start 2025-11-02T11:00 --patient 12 --type Check-up',
            'clinic book --block 17 --patient 12 --with "Dr Kim" --with "Room 2"',
            'clinic book --block 17 --patient 12 --overbook --reason "Acute pain"',
        ),
        "Give either --block, or --doctor and --start. With --with all are held, or none; what\n"
        "the type needs besides is chosen.\n" + _TIMES,
    ),
    Entry(
        "move",
        "move an appointment, its length kept or a new one",
        (_APPOINTMENT, _BLOCK, _START, _END, _DOCTOR, _VERSION, BUSY, RESERVED, *_OVERBOOK),
        (
            "clinic move 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11 --block 21",
            "clinic move 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11 --start 2025-11-03T09:00 --doctor 2",
            "clinic move 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11 --end 2025-11-03T10:00",
        ),
        "Give either --block, or --start (with --doctor for another doctor). With --end it lasts\n"
        "until then; with --end alone it stays where it begins.\n" + _TIMES,
    ),
    Entry(
        "cancel",
        "cancel an appointment; its time is free at once",
        (
            _APPOINTMENT,
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
        ),
        ("clinic cancel 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11 --reason patient_ill",),
    ),
    Entry(
        "status",
        "say where a visit stands",
        (
            _APPOINTMENT,
            place(
                "status",
                "STATUS",
                "one of " + ", ".join(AppointmentStatus),
                one_of(AppointmentStatus),
            ),
        ),
        ("clinic status 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11 arrived",),
        "To cancel a visit, use “clinic cancel”, which asks for the reason. A visit can be\n"
        "fulfilled from its day on, and noshow from its start on.",
    ),
    *PARKING,
    *SEVERAL,
    Entry(
        "undo",
        "take back the last command of this user at this computer",
        (option("sequence", "N", "the change of this number instead of the last one", whole(1)),),
        ("clinic undo", "clinic undo --sequence 17"),
        "Again takes back the one before. In a batch it takes back the last command of that run.\n"
        "It tells which command it took back, and whose. An import and a demo can't be\n"
        "taken back: behind one, the last change before it that can be is named with its number.\n"
        "What others changed since is never lost: then it is refused, with who and when. “clinic\n"
        "redo” does it again.",
    ),
    Entry(
        "redo",
        "do again what “clinic undo” took back last",
        (),
        ("clinic redo",),
        "Again does again what was taken back before that. Once this user has done something else\n"
        "at this computer, there is nothing to do again. What others changed since is never lost:\n"
        "then it is refused, with who and when.",
    ),
    Entry(
        "agenda",
        "list appointments",
        (
            _FROM,
            _TO,
            _DOCTOR,
            flag("all", "cancelled ones, too"),
            option("csv", "FILE", "write them into this CSV file, too; an older file is replaced"),
        ),
        (
            "clinic agenda --from 2025-11-02 --to 2025-11-03",
            'clinic agenda --from 2025-11-03 --to 2025-11-10 --doctor "Dr Lee" --all',
            "clinic agenda --from 2025-11-03 --to 2025-11-10 --csv week.csv",
        ),
        _TIMES
        + "\nA CSV file is UTF-8 with a byte order mark, its times ISO 8601 with the offset. A\n"
        "cell that a spreadsheet would take for a formula has an apostrophe in front.",
    ),
    Entry(
        "history",
        "show who changed an appointment, and when",
        (_APPOINTMENT,),
        ("clinic history 6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11",),
    ),
)

_SHEET = (
    option("doctor", "D", "a doctor's or room's id or exact name", required=True),
    option("date", "DATE", "the day, or a day of the week", date, required=True),
    option("out", "FILE.pdf", "the file to write; an older PDF is replaced", required=True),
    option(
        "paper", words_of(Paper), "the paper (default: what this country's printers hold)",
        one_of(Paper),
    ),
)  # fmt: skip
_ON_PAPER = (
    "Cancelled visits are left out. The same pages come from Ctrl+P in the window. It needs no\n"
    "screen. An existing file that is no PDF is kept."
)
_PRINT = (
    Entry(
        "print day",
        "print a doctor's day into a PDF file: visits, phones, notes, free blocks",
        _SHEET,
        ('clinic print day --doctor "Dr Lee" --date 2025-11-02 --out day.pdf --paper A4',),
        _ON_PAPER,
    ),
    Entry(
        "print week",
        "print a doctor's week into a PDF file: seven columns of times and names",
        _SHEET,
        ("clinic print week --doctor 1 --date 2025-11-02 --out week.pdf --paper Letter",),
        "The week begins as this computer's calendars do. " + _ON_PAPER,
    ),
)

_CARE = (
    Entry(
        "verify",
        "check that the database holds every promise",
        (
            flag(
                "accept_restored",
                "an older copy was put back on purpose: go on from it, and tell it no more",
            ),
        ),
        ("clinic verify", "clinic --json verify", "clinic verify --accept-restored"),
        "Reads every table and replays the journal; changes nothing. Exit code 1: problems.\n"
        "journal_cut and journal_rewritten tell that you have seen changes here that are gone:\n"
        "--accept-restored takes what is there for what you have seen.",
    ),
    Entry(
        "backup",
        "copy the clinic into a new file while others go on, and verify the copy",
        (place("file", "FILE", "the file to make; one that is there is never replaced"),),
        ("clinic backup clinic-2025-11-02.db", "clinic --json backup /media/usb/clinic.db"),
        "The copy holds the clinic as it was at one moment, and is readable by you alone. It gets\n"
        "its name once it is whole and verified; whatever fails leaves nothing there. Exit code 1\n"
        "with “ok”: false: it was made, but the clinic has problems, as “clinic verify” tells. A\n"
        "clinic on PostgreSQL is backed up by pg_dump.",
    ),
    Entry(
        "watch",
        "print a JSON line for every commit by anyone, from the next one on",
        (
            option("count", "N", "end after so many commits", whole(1)),
            option("timeout", "SECONDS", "end after this time", seconds),
        ),
        ("clinic watch", "clinic watch --count 1 --timeout 30"),
        "With or without --json it is a line a commit: none when nobody commits. Exit\n"
        "code 0 at its count or time.",
        live=True,
    ),
    Entry(
        "batch",
        "carry out a JSON command a line from standard input",
        (),
        (
            """echo '{"command": "book", "block": 17, "patient": 12, "ref": 1}' | clinic batch""",
            """echo '{"command": "doctor add", "name": "Dr Lee"}' | clinic batch""",
        ),
        "Options have underscores instead of dashes, positionals their names in lower case.\n"
        "Every line is answered by one line, after its commit; a refusal does not stop the batch.",
        live=True,
    ),
    Entry(
        "import history",
        "import past appointments from another program's files",
        (
            place("file", "FILE", "a CSV file, or a zip with one; companions lie beside it"),
            option(
                "mapping",
                "NAME|FILE.toml",
                "no-show-brazil, dental-synthetic, or a file of your own",
                required=True,
            ),
            flag("preview", "count and check only; write nothing"),
        ),
        (
            "clinic import history visits.csv --mapping dental-synthetic --preview",
            "clinic import history visits.zip --mapping no-show-brazil",
        ),
        "Every row is imported, unchanged since an earlier import, or refused with its reason.\n"
        "All is one transaction, which undo does not take back.",
    ),
)

_PARTS = (_SETUP, PEOPLE, CONTACTS, FIELDS, _CALENDAR, SERIES, _PRINT, _CARE)
ENTRIES = {entry.name: entry for part in _PARTS for entry in part}
"""All commands by name, in the order in which help lists them."""

GROUPS = {
    "doctor": "add, remove or list doctors",
    "room": "add, rename or list rooms",
    "equipment": "add, change or list equipment",
    "site": "add, rename or list sites, or say how long the way between two is",
    "type": "add or list kinds of appointment",
    "patient": "add, find, show or correct patients",
    "field": "add, change, remove or list fields of patients",
    "purpose": "add, list or change what hours may be kept for",
    "time-off": "add, list or remove leave and blocked stretches of a doctor",
    "closed": "add, list or remove days on which the clinic is closed",
    "holidays": "add or list the public holidays of a country",
    "contact": "add, list or remove family and contact persons of a patient",
    "parked": "list, plan, share, drop or take down what waits on the pinboard",
    "series": "propose, book, list, move or cancel visits that come again",
    "bulk": "move or cancel several appointments in one change",
    "user": "grant users rights, take them back or list them",
    "print": "print a doctor's day or week into a PDF file",
    "import": "import files of other programs",
}
"""The first words of two-word commands, with their help."""
