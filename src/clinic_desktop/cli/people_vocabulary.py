"""The commands about people, rooms, equipment and kinds of visit, with their arguments."""

from __future__ import annotations

from clinic_desktop.cli.grammar import SITE, Entry, flag, one_of, option, place, whole, words_of
from clinic_desktop.domain.rights import GRANTABLE

_RULE = option(
    "rule",
    "RULE",
    "“7 days after Surgery”, “once a year”, “once in 90 days” or “first visit”; several times",
    many=True,
)
_NO_GAPS = flag("no_gaps", "offer it only where it leaves no rest that nothing fits in")
_NAMED = (
    option(
        "needs",
        "WHAT",
        "“room”, or a device's id or name; may be given several times; “nothing” for none",
        many=True,
    ),
    option(
        "doctors",
        "D",
        "a doctor it may be with, id or name; may be given several times (default: all)",
        many=True,
    ),
    option(
        "rooms",
        "R",
        "a room it may be in, id or name; may be given several times (default: all)",
        many=True,
    ),
)
"""Whom a type names."""

PEOPLE = (
    Entry(
        "doctor add",
        "take a doctor on",
        (
            place("name", "NAME", "the doctor's name"),
            option("specialty", "TEXT", "the field of work"),
            flag("even_if_known", "add although a doctor of that name is there already"),
        ),
        ('clinic doctor add "Dr Lee" --specialty Cardiology',),
    ),
    Entry(
        "doctor remove",
        "take a doctor away who has no appointments to come",
        (
            place("doctor", "DOCTOR", "the doctor's id or exact name"),
            flag("preview", "tell which free blocks would go; change nothing"),
        ),
        ('clinic doctor remove "Dr Lee" --preview', "clinic doctor remove 3"),
        "Past appointments keep the name. “clinic undo” brings the doctor back, hours included.",
    ),
    Entry(
        "doctor list", "list the doctors", (), ("clinic doctor list", "clinic --json doctor list")
    ),
    Entry(
        "room add",
        "add a room",
        (place("name", "NAME", "the room's name"), SITE),
        ('clinic room add "Room 1"', 'clinic room add "Room 7" --site North'),
        "Without --site it is at the first one.",
    ),
    Entry(
        "room set",
        "call a room otherwise",
        (
            place("room", "ROOM", "the room's id or exact name"),
            option("name", "NAME", "its name from now on, in past visits, too", required=True),
        ),
        ('clinic room set "Room 1" --name "Blue room"',),
    ),
    Entry("room list", "list the rooms", (), ("clinic room list",)),
    Entry(
        "equipment add",
        "add a kind of device",
        (
            place("name", "NAME", "the device's name"),
            option("count", "N", "how many there are of it (default: 1)", whole(1), default=1),
            SITE,
        ),
        ("clinic equipment add Ultrasound --count 2",),
        "So many visits can have one at the same time. Devices are free whenever nobody has them.",
    ),
    Entry(
        "equipment set",
        "call a kind of device otherwise, or say that there are more of it",
        (
            place("device", "DEVICE", "the device's id or exact name"),
            option("name", "NAME", "its name from now on, in past visits, too"),
            option("count", "N", "how many there are of it by now, no fewer than before", whole(1)),
        ),
        ("clinic equipment set Ultrasound --count 3",),
        "What was ever held of a device stays there, so there are never fewer, and undo does not\n"
        "take a greater count back.",
    ),
    Entry("equipment list", "list the equipment", (), ("clinic equipment list",)),
    Entry(
        "site add",
        "add a site of the clinic",
        (
            place("name", "NAME", "the site's name"),
            option("zone", "IANA", "its time zone: only the clinic's, as all sites keep one time"),
        ),
        ("clinic site add North",),
    ),
    Entry(
        "site set",
        "call a site otherwise",
        (
            place("site", "SITE", "the site's id or exact name"),
            option("name", "NAME", "its name from now on", required=True),
        ),
        ("clinic site set North --name Riverside",),
    ),
    Entry("site list", "list the sites and the ways between them", (), ("clinic site list",)),
    Entry(
        "site travel",
        "say how long the way between two sites takes",
        (
            place("site", "A", "a site's id or exact name"),
            place("other", "B", "another one's"),
            option("minutes", "N", "how long, either way", whole(0), required=True),
            flag("preview", "tell what would change, and save nothing"),
            option(
                "accept", "N", "save it though N appointments lie outside then", whole(0), default=0
            ),
        ),
        ("clinic site travel Main North --minutes 30",),
        "A doctor who has hours at both is not offered at the second before so long after the end\n"
        "at the first.",
    ),
    Entry(
        "type add",
        "add a kind of appointment",
        (
            place("name", "NAME", "the type's name"),
            option("minutes", "N", "how long such a visit takes", whole(1), required=True),
            option("colour", "C", "its colour in the calendar, #rrggbb"),
            option("before", "MINUTES", "what the doctor needs before it (default: 0)", whole(0)),
            option("after", "MINUTES", "what the doctor needs after it (default: 0)", whole(0)),
            option(
                "grid", "MINUTES", "how far apart its starts are (default: any block)", whole(1)
            ),
            _NO_GAPS,
            _RULE,
            option(
                "for",
                "PURPOSE",
                "it may use blocks kept for it; may be given several times",
                many=True,
            ),
            *_NAMED,
        ),
        (
            'clinic type add "Check-up" --minutes 30 --colour "#2f6fab"',
            'clinic type add "Small surgery" --minutes 45 --before 5 --after 15 --grid 45',
            'clinic type add Scan --minutes 30 --needs room --needs Ultrasound --doctors "Dr Lee"',
        ),
        "Buffers hold the doctor's time, in whole blocks and as far as there are hours: what lies\n"
        "outside of them need not be free. The patient is told the time without them. With --grid\n"
        "it begins inside a block, too, and holds just\n"
        "its time: blocks are cut for it. With --no-gaps it is offered only where what stays free\n"
        "on either side is nothing, as long as a block of the hours, or enough for some kind of\n"
        "visit; “book” takes any time all the same.",
    ),
    Entry(
        "type set",
        "change a kind of appointment, for visits to come",
        (
            place("type", "TYPE", "the type's id or exact name"),
            option("name", "NAME", "what it is called from now on, in past visits, too"),
            option("minutes", "N", "how long such a visit takes", whole(1)),
            option("colour", "C", "its colour in the calendar, #rrggbb"),
            option("before", "MINUTES", "what the doctor needs before it", whole(0)),
            option("after", "MINUTES", "what the doctor needs after it", whole(0)),
            option("grid", "MINUTES", "how far apart its starts are; 0: any block", whole(0)),
            _NO_GAPS,
            _RULE,
            flag("gaps", "offer it wherever there is time, again"),
            option("for", "PURPOSE", "whose blocks it may use, instead of before; none", many=True),
            *_NAMED,
        ),
        (
            'clinic type set "Check-up" --minutes 20 --after 10',
            'clinic type set "Check-up" --needs nothing --doctors all',
            'clinic type set "Check-up" --name "Health check"',
            'clinic type set "Follow-up" --rule "7 days after Surgery"',
        ),
        "What is booked already stays as it is. --rule none takes all rules away.",
    ),
    Entry("type list", "list the kinds of appointment", (), ("clinic type list",)),
    Entry(
        "patient add",
        "register a patient",
        (
            place("name", "NAME", "“Given Family” or “Family, Given”; one word is the family name"),
            option(
                "born",
                "DATE",
                "the birth date, as far as known: 1980-03-12, 12.03.1980, 3/25/1980, 1980-03, 1980",
            ),
            option("phone", "TEXT", "a phone number; may be given several times", many=True),
            option("email", "TEXT", "the e-mail address"),
        ),
        ('clinic patient add "Ann Smith" --born 1980-03-12 --phone "+1 212 555 0123"',),
    ),
    Entry(
        "patient find",
        "search patients by name, phone or birth date",
        (
            place("text", "TEXT", "beginnings of names, a phone number, a birth date"),
            option("limit", "N", "at most so many (default: 20)", whole(1), default=20),
        ),
        (
            "clinic patient find smi",
            "clinic patient find 0123 --limit 5",
            'clinic patient find "ann smi 1984"',
            'clinic patient find "Ann Smith 030 555 0100"',
        ),
        "A phone is found by its beginning or by its end, from four digits on; a birth date as\n"
        "1984-05-12, 12.05.1984 or 5/12/1984, by its month (1984-05, 5/1984) or by its year.\n"
        "Of several words each must fit; a phone may have spaces.",
    ),
    Entry(
        "patient show",
        "show a patient with all appointments",
        (place("patient", "P", "a patient's id or exact name", also="p"),),
        ('clinic patient show "Ann Smith"', "clinic --json patient show 12"),
    ),
    Entry(
        "patient change",
        "correct a patient",
        (
            place("patient", "P", "a patient's id or exact name", also="p"),
            option("name", "NAME", "the name: “Given Family” or “Family, Given”"),
            option("born", "DATE", "the birth date, as far as known; “” takes it away"),
            option(
                "phone",
                "TEXT",
                "a phone number, in place of all there are; may be given several times; “”: none",
                many=True,
            ),
            option("email", "TEXT", "the e-mail address; “” takes it away"),
            option("note", "TEXT", "the note for the staff"),
            option("file_number", "TEXT", "the file number, by which the patient is found, too"),
            option("do_not_book", "REASON", "why nobody books for them; “” allows it again"),
            option(
                "field",
                "NAME=VALUE",
                "what a field says (clinic field list); several times; “NAME=”: nothing",
                many=True,
            ),
            option(
                "version", "N", "refused when the patient is at another version by now", whole(1)
            ),
        ),
        (
            'clinic patient change 12 --name "Ann Smyth" --phone "+1 212 555 0123"',
            'clinic patient change "Ann Smith" --born 1980-03-12 --file-number A-17',
            'clinic patient change 12 --do-not-book "Owes two visits"',
            "clinic patient change 12 --field Interpreter=Arabic --field Allergy=latex",
        ),
        "What is not given stays as it is. With --version it is told who changed what since.",
    ),
    Entry(
        "merge",
        "make two patients one who are the same person",
        (
            place("kept", "KEPT", "the patient who stays: an id or exact name"),
            place("other", "OTHER", "the one whose appointments and facts the first one gets"),
        ),
        ("clinic merge 12 57", "clinic undo"),
        "Every appointment is kept, and what the first one lacks is taken over: phones, birth\n"
        "date, notes, warnings. “clinic undo” takes it back, whatever was booked since.",
    ),
    Entry(
        "user allow",
        "grant a user a right",
        (
            place("name", "NAME", "the user's name, as CLINIC_ACTOR or the login name says it"),
            place("right", words_of(GRANTABLE), "the right", one_of(GRANTABLE)),
        ),
        ("clinic user allow ann overbook",),
        "“clinic undo” takes it back, and so does “clinic user disallow”.",
    ),
    Entry(
        "user disallow",
        "take a right back that a user was granted",
        (
            place("name", "NAME", "the user's name"),
            place("right", words_of(GRANTABLE), "the right", one_of(GRANTABLE)),
        ),
        ("clinic user disallow ann overbook",),
    ),
    Entry(
        "user list",
        "list the users, and what each may do beyond what everyone may",
        (),
        ("clinic user list", "clinic --json user list"),
        "A user is who has done something here, or was granted a right.",
    ),
)
"""The commands about people, rooms, equipment and kinds of visit."""
