"""Doctors come and go: taken on with their first hours, taken away when nobody is booked."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import bindparam, select, update

from clinic_desktop.domain.availability import SetWeeklyHours
from clinic_desktop.domain.doctors import DoctorRemoved, RemoveDoctor, TakenOn, TakeOnDoctor
from clinic_desktop.domain.effect import Hit
from clinic_desktop.domain.people import AddDoctor, Doctor
from clinic_desktop.domain.refusals import Mistakes, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.time import TimeSpan, local_date, time_words
from clinic_desktop.domain.timeoff import LAST_DAY
from clinic_desktop.scheduling import effects, hours, laying, people, purposes
from clinic_desktop.scheduling.effects import Plan
from clinic_desktop.scheduling.hours import HoursPlan
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.storage.database import Read, Transaction
from clinic_desktop.storage.documents import row_document
from clinic_desktop.storage.tables import resource

_NOBODY_YET = 0
"""Whose hours they are before the doctor has an id: no row has this one."""
_BY_ID = select(resource).where(resource.c.id == bindparam("id"))


class RemovalPlan:
    """What it comes to that a doctor goes."""

    def __init__(self, plan: Plan) -> None:
        """Take the plan."""
        self.plan = plan


def plan_taking_on(read: Read, command: TakeOnDoctor) -> HoursPlan:
    """Plan the first hours of somebody who is not there yet."""
    return hours.plan_weekly(read, _hours_of(command, _NOBODY_YET))


def _hours_of(command: TakeOnDoctor, doctor_id: int) -> SetWeeklyHours:
    return SetWeeklyHours(
        doctor_id=doctor_id, hours=command.hours, block_minutes=command.block_minutes
    )


def take_on(transaction: Transaction, command: TakeOnDoctor) -> TakenOn:
    """Take a doctor on and lay the first blocks.

    Raises:
        Refusal: ``doctor_known``, ``effect_changed``.
        Misuse: ``bad_name``, ``bad_block_length``.

    """
    wish = AddDoctor(
        name=command.name, specialty=command.specialty, even_if_known=command.even_if_known
    )
    wrong = Mistakes()
    wrong.told_by(purposes.with_known, transaction, command.hours)
    if wrong:
        wrong.told_by(people.add_doctor, transaction, wish)
        wrong.refuse()
    doctor = people.add_doctor(transaction, wish)
    # Who closes the clinic waits from here on: what is judged is what is laid.
    laying.lock_doctor(transaction, doctor.id)
    plan = plan_taking_on(transaction, command).plan
    effects.judge(transaction, command, effects.find(transaction, plan).effect)
    return TakenOn(doctor, hours.set_weekly_hours(transaction, _hours_of(command, doctor.id)))


def remove_doctor(transaction: Transaction, command: RemoveDoctor) -> DoctorRemoved:
    """Take a doctor away, with all time that is still free.

    Raises:
        Refusal: ``unknown_doctor``, ``doctor_booked``, ``effect_changed``.

    """
    transaction.require(Action.MANAGE_PEOPLE)
    transaction.require(Action.MANAGE_HOURS, command.doctor_id)
    laying.lock_doctor(transaction, command.doctor_id)
    found = effects.settle(transaction, _without_hours(transaction, command.doctor_id))
    _refuse_booked(transaction, command.doctor_id, found.effect.hits)
    effects.judge(transaction, command, found.effect)
    effects.save(transaction, found)
    doctor = put_away(transaction, command.doctor_id, transaction.now)
    return DoctorRemoved(doctor, found.effect.blocks_added, found.effect.blocks_removed)


def plan_removal(read: Read, command: RemoveDoctor) -> RemovalPlan:
    """Plan that a doctor goes.

    Raises:
        Refusal: ``unknown_doctor``, ``doctor_booked``.

    """
    plan = _without_hours(read, command.doctor_id)
    hits = effects.hits(read, plan)
    _refuse_booked(read, command.doctor_id, hits)
    return RemovalPlan(plan)


def _without_hours(read: Read, doctor_id: int) -> Plan:
    """Plan that nothing is free any more from today on; what is past stays."""
    _doctor(read, doctor_id)
    table, zone = laying.timetable(read, doctor_id), zone_of(read)
    today = local_date(read.now, zone)
    last = max(today, laying.reach(read, doctor_id, table) or today)
    to_come = TimeSpan(read.now, laying.span_of_days(last, last, zone).end + dt.timedelta(days=1))
    return Plan({doctor_id: table.having(rules=())}, ((today, LAST_DAY),), {doctor_id: [to_come]})


def _refuse_booked(read: Read, doctor_id: int, hits: tuple[Hit, ...]) -> None:
    if not hits:
        return
    visits = tuple(hit.appointment for hit in hits)
    name, first = _doctor(read, doctor_id).name, visits[0]
    count = "1 appointment" if len(visits) == 1 else f"{len(visits)} appointments"
    at = time_words(first.start, zone_of(read))
    message = (
        f"{name} has {count} to come, the first on {at}. Nothing was changed. Move or cancel "
        f"{'it' if len(visits) == 1 else 'them'} first."
    )
    phones = {str(hit.appointment.id): hit.phones for hit in hits}
    facts = {"number": len(visits), "affected": visits, "phones": phones}
    raise Refusal(Reason("doctor_booked", message, facts))


def _doctor(read: Read, doctor_id: int) -> Doctor:
    row = read.connection.execute(_BY_ID, {"id": doctor_id}).one_or_none()
    if row is None or row.kind != "doctor" or row.archived_at is not None:
        raise Refusal(laying.no_doctor(read, doctor_id))
    return Doctor(row.id, row.name, row.specialty)


def put_away(transaction: Transaction, doctor_id: int, at: dt.datetime | None) -> Doctor:
    """Write from when on somebody is not there any more (None: is there again), and record it."""
    before = transaction.connection.execute(_BY_ID, {"id": doctor_id}).one()
    changed = update(resource).where(resource.c.id == doctor_id)
    values = {"archived_at": at, "version": resource.c.version + 1}
    transaction.connection.execute(changed.values(values))
    after = transaction.connection.execute(_BY_ID, {"id": doctor_id}).one()
    transaction.entry.touch(before.kind, doctor_id)
    transaction.entry.record(before.kind, doctor_id, row_document(before), row_document(after))
    return Doctor(after.id, after.name, after.specialty, archived=at is not None)


def bring_back(transaction: Transaction, doctor_id: int) -> None:
    """Let a doctor be there again, with the time that the rules say by now."""
    put_away(transaction, doctor_id, None)
    laying.lock_doctor(transaction, doctor_id)
    table = laying.timetable(transaction, doctor_id)
    today = local_date(transaction.now, table.zone)
    found = effects.settle(transaction, Plan({doctor_id: table}, ((today, LAST_DAY),)))
    effects.save(transaction, found)


def take_away_again(transaction: Transaction, doctor_id: int) -> None:
    """Take away whom nobody was booked with since.

    Raises:
        Refusal: ``doctor_booked``.

    """
    laying.lock_doctor(transaction, doctor_id)
    found = effects.settle(transaction, _without_hours(transaction, doctor_id))
    _refuse_booked(transaction, doctor_id, found.effect.hits)
    effects.save(transaction, found)
    put_away(transaction, doctor_id, transaction.now)
