"""What each command left made again what it was before: the way back, and with it the way forth.

An undo is put back as the command was that it took back: so the same ways do again what was undone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from clinic_desktop.domain.booking import Appointment, AppointmentStatus, CancelledBy, CancelReason
from clinic_desktop.domain.patients import MergePatients
from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import TimeSpan, from_seconds
from clinic_desktop.scheduling import (
    appointments,
    changing,
    contacts,
    merging,
    parking,
    parts,
    patients,
    restoring,
    runs,
    selfbooking,
    series,
    several,
    unlisting,
    users,
)
from clinic_desktop.scheduling.appointments import Loaded
from clinic_desktop.scheduling.regaining import Place, TakenBack
from clinic_desktop.scheduling.restoring import Change
from clinic_desktop.storage.database import Transaction
from clinic_desktop.storage.documents import Document


@dataclass(frozen=True, slots=True)
class Past:
    """What was done to rows, and is to be put back: ``before`` and ``after`` of one journal row.

    ``command``, ``at`` and ``request`` are those of what a person did first: where ``again``, the
    row is an undo of that, else it is that itself, or did it again.
    """

    sequence: int
    command: str
    at: dt.datetime
    request: Document
    before: dict[str, Document | None]
    after: dict[str, Document | None]
    again: bool = False

    @property
    def of_availability(self) -> Change | None:
        """What it changed of rules, time off and ways; None where it changed an appointment."""
        if not next(iter(self.after)).startswith((*restoring.KINDS, restoring.WAY)):
            return None
        return Change(self.sequence, self.at, self.request, self.before, self.after)

    @property
    def appointment_ids(self) -> list[UUID]:
        """The appointments that it changed, in the order in which all lock them."""
        return sorted(
            UUID(key.removeprefix("appointment:"))
            for key in self.after
            if key.startswith("appointment:")
        )

    @property
    def patient_ids(self) -> list[int]:
        """The patients that it changed or made."""
        return sorted(
            int(key.removeprefix("patient:")) for key in self.after if key.startswith("patient:")
        )

    def numbers(self, kind: str) -> list[int]:
        """Answer the rows of a kind that it changed or made, by their ids."""
        return sorted(
            int(key.partition(":")[2]) for key in self.after if key.startswith(f"{kind}:")
        )

    @property
    def user_ids(self) -> list[int]:
        """The users whose rights it changed."""
        return sorted(int(key.removeprefix("user:")) for key in self.after)


def lock(transaction: Transaction, past: Past) -> None:
    """Lock what was changed, so that nobody changes it while it is being judged."""
    change = past.of_availability
    if change is not None:
        restoring.lock(transaction, change)
    elif _WAYS[past.command] is _put_list_back:
        unlisting.lock(transaction, past.after)
    elif _WAYS[past.command] is _put_rights_back:
        for user_id in past.user_ids:
            users.lock(transaction, user_id)
    elif _WAYS[past.command] is _put_self_booking_back:
        selfbooking.lock(transaction)
    else:
        # Appointments first, as who moves one does.
        for number in past.appointment_ids:
            appointments.load(transaction, number, lock=True)
        parking.lock(transaction, past.numbers(parking.KIND))
        contacts.lock(transaction, past.numbers(contacts.KIND))
        if past.command in OF_PATIENTS:
            for patient_id in past.patient_ids:
                patients.lock(transaction, patient_id)


def put_back(transaction: Transaction, past: Past) -> Appointment | None:
    """Make what was changed what it was before; answer the appointment, if it is about one.

    Raises:
        Refusal: what speaks against it, such as time that somebody has by now.

    """
    return _WAYS[past.command](transaction, past)


def _put_visits_back(transaction: Transaction, past: Past) -> Appointment:
    """Put back visits, and who was registered with them; answer the first in time."""
    return min(_put_each(transaction, past), key=lambda visit: visit.start)


def _put_each(transaction: Transaction, past: Past) -> list[Appointment]:
    """Put back visits, and who was registered with them."""
    if past.again:
        for patient_id in past.patient_ids:
            patients.restore(transaction, patient_id, past.before[f"patient:{patient_id}"] or {})
    visits = [_Visit.of(transaction, past, number) for number in past.appointment_ids]
    if len(visits) > 1:
        _make_room(transaction, visits)
    # Who goes gives time back that others come back to.
    visits.sort(key=lambda one: one.comes)
    put = _put_all(transaction, past, visits)
    if not past.again:
        for patient_id in past.patient_ids:
            # Whoever has something else meanwhile stays.
            registered = past.after[f"patient:{patient_id}"]
            if patients.has_nothing_since(transaction, patient_id, registered):
                patients.retire(transaction, patient_id)
    return put


@dataclass(frozen=True, slots=True)
class _Visit:
    """A visit as it is, as a command left it, and as it was before (None: not there)."""

    now: Loaded
    left: Document
    was: Document | None

    @classmethod
    def of(cls, transaction: Transaction, past: Past, number: UUID) -> _Visit:
        key = f"appointment:{number}"
        left = past.after[key]
        if left is None:
            raise AssertionError  # pragma: no cover - an appointment is never deleted
        return cls(appointments.load(transaction, number), left, past.before[key])

    @property
    def goes(self) -> bool:
        """Whether it is to give its time back."""
        return bool(self.left["holds"]) and not (self.was and self.was["holds"])

    @property
    def comes(self) -> bool:
        """Whether it is to claim time: another one, or its own again."""
        return not self.goes and self.is_elsewhere

    @property
    def is_elsewhere(self) -> bool:
        """Whether it held other time before."""
        was = self.was
        return was is not None and bool(was["holds"]) and _place(was) != _place(self.left)

    @property
    def begins(self) -> dt.datetime:
        """When it is to begin (UTC)."""
        return from_seconds((self.was or self.left)["starts_at"])


def _make_room(transaction: Transaction, visits: list[_Visit]) -> None:
    """Lock all whom several visits concern, and give back the time of those that go elsewhere."""
    whose = {number for one in visits for number in one.now.value.resource_ids}
    for one in visits:
        if one.was is not None:
            whose.update(one.was.get("resource_ids", [one.was["resource_id"]]))
    parts.lock(transaction, whose, ever=True)
    moving = [one.now for one in visits if one.is_elsewhere and one.now.value.holds]
    for visit in moving:
        changing.keep_stale(transaction, visit)
    for visit in moving:
        runs.release(transaction, visit.value.id, overbooked=visit.value.overbooked)


def _put_all(transaction: Transaction, past: Past, visits: list[_Visit]) -> list[Appointment]:
    """Put visits back.

    Raises:
        Refusal: with all that speaks against any of them, each reason with its visit.

    """
    back = TakenBack(past.sequence, past.again)
    put: list[Appointment] = []
    refused: list[tuple[_Visit, Refusal]] = []
    for one in visits:
        try:
            put.append(_put(transaction, one, back))
        except Refusal as refusal:
            refused.append((one, refusal))
    if not refused:
        return put
    if past.command not in OF_SEVERAL:
        raise refused[0][1]
    refused.sort(key=lambda one: one[0].begins)
    if past.command in _OF_SERIES:
        numbers = series.numbers(transaction, [one.now.value for one in visits])
        against = series.Against(transaction, len(numbers), len(visits))
        for one, why in refused:
            against.add(numbers[one.now.value.id], one.begins, why.reasons)
        against.refuse()
    reasons: list[Reason] = []
    for one, why in refused:
        reasons += several.about(transaction, one.now.value, why.reasons)
    raise Refusal(*reasons)


def _put(transaction: Transaction, visit: _Visit, back: TakenBack) -> Appointment:
    """Put one visit back from how it was left to how it was."""
    was, now = visit.was, visit.now
    if was is None:
        return changing.release(transaction, now, CancelReason.UNDONE, CancelledBy.CLINIC)
    if visit.goes:
        reason, by = CancelReason(was["reason"]), CancelledBy(was["cancelled_by"])
        return changing.release(transaction, now, reason, by)
    status = AppointmentStatus(was["status"])
    if was["holds"] and not visit.left["holds"]:
        return changing.revive(transaction, now, status, back)
    if not was["holds"] and was["reason"] != visit.left["reason"]:
        reason, by = CancelReason(was["reason"]), CancelledBy(was["cancelled_by"])
        return changing.give_reason(transaction, now, reason, by)
    if not visit.is_elsewhere:
        return changing.put_status(transaction, now, status)
    held = TimeSpan(from_seconds(was["held_from"]), from_seconds(was["held_until"]))
    told = TimeSpan(from_seconds(was["starts_at"]), from_seconds(was["ends_at"]))
    ids = was.get("resource_ids", [was["resource_id"]])
    place = Place(ids, held, told, was.get("overbooked", ""), was.get("site_id"))
    return changing.move_back(transaction, now, place, back)


def _place(visit: Document) -> list[object]:
    """Answer what of a visit's document says when it is, and whose time it holds."""
    names = ("holds", "starts_at", "ends_at", "held_from", "held_until", "resource_id")
    return [visit.get(name) for name in (*names, "resource_ids", "overbooked")]


def _put_pins_back(transaction: Transaction, past: Past) -> Appointment | None:
    """Put back what hangs on the board, and the visits; answer the one that is meant, if any is."""
    for number in past.numbers(parking.KIND):
        parking.restore(transaction, number, past.before[f"{parking.KIND}:{number}"])
    put = _put_each(transaction, past) if past.appointment_ids else []
    meant = (one for one in put if one.holds or one.is_parked)
    return next(meant, put[0] if put else None)


def _put_contacts_back(transaction: Transaction, past: Past) -> None:
    for number in past.numbers(contacts.KIND):
        contacts.restore(transaction, number, past.before[f"{contacts.KIND}:{number}"])


def _register_back(transaction: Transaction, past: Past) -> None:
    for number in past.patient_ids:
        if past.again:
            patients.restore(transaction, number, past.before[f"patient:{number}"] or {})
            continue
        if not patients.has_nothing_since(transaction, number, past.after[f"patient:{number}"]):
            message = (
                "This patient has visits or contacts by now, waits on the pinboard, or was "
                "corrected, and so stays registered."
            )
            raise Refusal(Reason("patient_has_visits", message, {"patient": str(number)}))
        patients.retire(transaction, number)


def _correct_back(transaction: Transaction, past: Past) -> None:
    for number in past.patient_ids:
        patients.restore(transaction, number, past.before[f"patient:{number}"] or {})


def _merge_back(transaction: Transaction, past: Past) -> None:
    if past.again:
        # What the other one got meanwhile comes over with the rest.
        kept, other = past.request["kept_id"], past.request["other_id"]
        merging.merge(transaction, MergePatients(kept_id=kept, other_id=other))
    else:
        merging.take_apart(transaction, past.before, past.after)


def _restore(transaction: Transaction, past: Past) -> None:
    change = past.of_availability
    if change is None:
        raise AssertionError  # pragma: no cover - these commands change rules and time off
    restoring.restore(transaction, change)


def _put_list_back(transaction: Transaction, past: Past) -> None:
    unlisting.take_back(transaction, past.before)


def _put_rights_back(transaction: Transaction, past: Past) -> None:
    for number in past.user_ids:
        was = past.before[f"user:{number}"] or {"rights": []}
        users.put_rights(transaction, number, was["rights"])


def _put_self_booking_back(transaction: Transaction, past: Past) -> None:
    selfbooking.put_back(transaction, past.before)


_WAYS: dict[str, Callable[[Transaction, Past], Appointment | None]] = {
    "BookBlock": _put_visits_back,
    "CancelAppointment": _put_visits_back,
    "MoveAppointment": _put_visits_back,
    "SetStatus": _put_visits_back,
    "MoveSeveral": _put_visits_back,
    "CancelSeveral": _put_visits_back,
    "BookSeries": _put_visits_back,
    "CancelSeries": _put_visits_back,
    "MoveSeries": _put_visits_back,
    "BookTogether": _put_visits_back,
    "AddContact": _put_contacts_back,
    "RemoveContact": _put_contacts_back,
    "ParkAppointment": _put_pins_back,
    "PlanVisit": _put_pins_back,
    "DropParked": _put_pins_back,
    "ShareParked": _put_pins_back,
    "RemoveParked": _put_pins_back,
    "AddPatient": _register_back,
    "ChangePatient": _correct_back,
    "MergePatients": _merge_back,
    "SetWeeklyHours": _restore,
    "SetDays": _restore,
    "CopyDays": _restore,
    "AddTimeOff": _restore,
    "RemoveTimeOff": _restore,
    "CloseClinic": _restore,
    "SetTravel": _restore,
    "AddDoctor": _put_list_back,
    "TakeOnDoctor": _put_list_back,
    "RemoveDoctor": _put_list_back,
    "AddRoom": _put_list_back,
    "AddSite": _put_list_back,
    "ChangeRoom": _put_list_back,
    "ChangeEquipment": _put_list_back,
    "ChangeSite": _put_list_back,
    "AddEquipment": _put_list_back,
    "AddAppointmentType": _put_list_back,
    "ChangeAppointmentType": _put_list_back,
    "AddField": _put_list_back,
    "ChangeField": _put_list_back,
    "RemoveField": _put_list_back,
    "AddPurpose": _put_list_back,
    "ChangePurpose": _put_list_back,
    "AllowRight": _put_rights_back,
    "DisallowRight": _put_rights_back,
    "SetSelfBooking": _put_self_booking_back,
}
KNOWN = tuple(_WAYS)
"""The commands from which there is a way back."""
_OF_SERIES = ("BookSeries", "CancelSeries", "MoveSeries")
OF_SEVERAL = (*_OF_SERIES, "MoveSeveral", "CancelSeveral", "BookTogether")
OF_VISITS = ("BookBlock", "CancelAppointment", "MoveAppointment", "SetStatus")
OF_PINS = ("ParkAppointment", "PlanVisit", "DropParked", "ShareParked", "RemoveParked")
OF_CONTACTS = ("AddContact", "RemoveContact")
OF_PATIENTS = ("AddPatient", "ChangePatient", "MergePatients")
JUDGED_BY = {
    # A newcomer who was corrected since stays; the booking itself can be taken back all the same.
    "BookBlock": ("appointment",),
    "BookSeries": ("appointment",),
    "BookTogether": ("appointment",),
    # Also a pin that was shared since goes back to the calendar.
    "ParkAppointment": ("appointment",),
    # Visits that were moved since go back to whose they were.
    **dict.fromkeys(OF_PATIENTS, ("patient",)),
}
"""Of which kinds a later change stands in the way; of any where nothing is said."""
