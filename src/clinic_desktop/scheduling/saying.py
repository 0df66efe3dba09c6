"""What a line of the kind receptionists say means here: read against the clinic's own names."""

from __future__ import annotations

from clinic_desktop.domain.forms import present
from clinic_desktop.domain.offers import NextTimes, Said, Say
from clinic_desktop.domain.people import AppointmentTypes, Doctors, FindPatients, Rooms
from clinic_desktop.domain.saying.meaning import Meaning, Named, Vocabulary
from clinic_desktop.domain.saying.reading import understand
from clinic_desktop.domain.sites import Branches
from clinic_desktop.domain.time import local_date
from clinic_desktop.scheduling.offers import next_times
from clinic_desktop.scheduling.picture import doctors, rooms, zone_of
from clinic_desktop.scheduling.searching import find_patients
from clinic_desktop.scheduling.sites import branches
from clinic_desktop.scheduling.visit_types import appointment_types
from clinic_desktop.storage.database import Read

_PATIENTS = 8


def say(read: Read, query: Say) -> Said:
    """Answer what a line means, whom it may mean, and the first times for that.

    Raises:
        Refusal: ``type_not_allowed``, the room is none of that type's.

    """
    today = local_date(read.now, zone_of(read))
    reading = understand(query.line, today, present(), _vocabulary(read, query), query.language)
    if reading.questions:
        return Said(reading)
    found = find_patients(read, FindPatients(text=reading.patient, limit=_PATIENTS))
    wish = _wish(reading.meaning, query)
    return Said(reading, found, wish, next_times(read, wish))


def _vocabulary(read: Read, query: Say) -> Vocabulary:
    """Answer whom and what a line may name."""
    known = query.doctor_ids
    return Vocabulary(
        tuple(
            Named(one.id, one.name)
            for one in doctors(read, Doctors())
            if known is None or one.id in known
        ),
        tuple(Named(one.id, one.name) for one in appointment_types(read, AppointmentTypes())),
        tuple(Named(one.id, one.name) for one in rooms(read, Rooms()) if not one.archived),
        tuple(Named(one.id, one.name) for one in branches(read, Branches())),
    )


def _wish(meaning: Meaning, query: Say) -> NextTimes:
    """Turn a meaning into a search for times."""
    return NextTimes(
        type_id=None if meaning.type is None else meaning.type.id,
        minutes=meaning.minutes or 0,
        doctor_ids=tuple(one.id for one in meaning.doctors) or query.doctor_ids,
        with_ids=() if meaning.room is None else (meaning.room.id,),
        site_id=None if meaning.site is None else meaning.site.id,
        weekdays=meaning.weekdays,
        first=meaning.first,
        last=meaning.last,
        at=meaning.at,
        after=meaning.after,
        before=meaning.before,
        soonest=meaning.soonest,
        limit=query.limit,
    )
