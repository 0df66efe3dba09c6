"""Several visits changed together: moved, also into each other's time, or cancelled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from uuid import UUID

from clinic_desktop.domain.booking import Appointment, AppointmentStatus, MoveAppointment
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.rights import Action
from clinic_desktop.domain.several import CancelSeveral, Changed, MoveSeveral, SeveralChanged, Step
from clinic_desktop.domain.time import TimeSpan, time_words
from clinic_desktop.scheduling import changing, parts, runs
from clinic_desktop.scheduling.appointments import Loaded
from clinic_desktop.scheduling.judging import Stay, judge_patient
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.scheduling.wanted import Wanted
from clinic_desktop.storage.database import Transaction


@dataclass(frozen=True, slots=True)
class Way:
    """One visit that goes somewhere else, and what is wished for it."""

    before: Loaded
    wanted: Wanted
    wish: MoveAppointment


def move_several(transaction: Transaction, command: MoveSeveral) -> SeveralChanged:
    """Move visits in one transaction: first all give their time back, then each takes its new one.

    Raises:
        Refusal: as ``changing.move``, for each visit that can't go there.
        Misuse: ``usage``: none is named, or one twice.

    """
    with transaction.tried() if command.preview else nullcontext():
        there = _locked(transaction, command.steps, changing.refuse_unmovable)
        ways = _ways(transaction, command, there)
        whose = _whose(there.values()) | {way.wanted.doctor_id for way in ways}
        parts.lock(transaction, whose, ever=True)
        for way in ways:
            changing.keep_stale(transaction, way.before)
        for way in ways:
            old = way.before.value
            runs.release(transaction, old.id, overbooked=old.overbooked)
        after, reasons = _placed(transaction, ways)
        if not command.even_if_busy:
            # Only now it is known who is where: visits of one patient may go behind each other.
            placed = {one.id: one.site_id for one in after}
            reasons += _busy(transaction, ways, placed)
        if reasons:
            raise Refusal(*reasons)
        return _answer([way.before for way in ways], after)


def cancel_several(transaction: Transaction, command: CancelSeveral) -> SeveralChanged:
    """Cancel visits in one transaction.

    Raises:
        Refusal: as ``changing.cancel``, for each that can't be cancelled.
        Misuse: ``usage``: none is named, or one twice; ``bad_reason``.

    """
    changing.refuse_no_reason(command.reason)
    with transaction.tried() if command.preview else nullcontext():
        there = _locked(transaction, command.steps, _refuse_uncancellable)
        for one in there.values():
            transaction.require(Action.CANCEL, one.value.doctor_id)
        parts.lock(transaction, _whose(there.values()), ever=True)
        before = sorted(there.values(), key=lambda one: one.value.start)
        after = [changing.release(transaction, one, command.reason, command.by) for one in before]
        return _answer(before, after)


def _refuse_uncancellable(visit: Appointment) -> None:
    changing.check_transition(visit, AppointmentStatus.CANCELLED)


def _locked(
    transaction: Transaction, steps: Sequence[Step], refuse: Callable[[Appointment], None]
) -> dict[UUID, Loaded]:
    """Lock the visits, in the order of their ids, each as it was seen and fit to be changed.

    Raises:
        Refusal: with all that speaks against it.

    """
    wanted = {step.appointment_id: step for step in steps}
    if not steps or len(wanted) != len(steps):
        message = "Name the appointments, each once."
        raise Misuse("usage", message)
    found: dict[UUID, Loaded] = {}
    reasons: list[Reason] = []
    for number in sorted(wanted):
        try:
            found[number] = changing.current(transaction, number, wanted[number].version)
            refuse(found[number].value)
        except Refusal as refusal:
            known = number in found
            reasons += (
                about(transaction, found[number].value, refusal.reasons)
                if known
                else refusal.reasons
            )
    if reasons:
        raise Refusal(*reasons)
    return found


def _ways(transaction: Transaction, command: MoveSeveral, there: dict[UUID, Loaded]) -> list[Way]:
    """Answer where each visit is to go that is not there already, as they follow in time."""
    ways: list[Way] = []
    reasons: list[Reason] = []
    for step in command.steps:
        old = there[step.appointment_id].value
        wish = MoveAppointment(
            appointment_id=old.id, doctor_id=step.doctor_id or old.doctor_id,
            start=step.start or old.start, even_if_busy=True,
            even_if_reserved=command.even_if_reserved,
        )  # fmt: skip
        if (wish.doctor_id, wish.start) == (old.doctor_id, old.start):
            continue
        try:
            wanted = changing.wanted_for(transaction, old, wish)
        except Refusal as refusal:
            reasons += about(transaction, old, refusal.reasons)
        else:
            ways.append(Way(there[old.id], wanted, wish))
    if reasons:
        raise Refusal(*reasons)
    return sorted(ways, key=lambda way: (way.before.value.start, str(way.wish.appointment_id)))


def _placed(
    transaction: Transaction, ways: Sequence[Way]
) -> tuple[list[Appointment], list[Reason]]:
    """Let each take its new time, now that all gave theirs back; answer what speaks against it."""
    after: list[Appointment] = []
    reasons: list[Reason] = []
    for way in ways:
        try:
            after.append(changing.moved(transaction, way.before, way.wanted, way.wish))
        except Refusal as refusal:
            reasons += about(transaction, way.before.value, refusal.reasons)
    return after, reasons


def _busy(
    transaction: Transaction, ways: Sequence[Way], placed: Mapping[UUID, int | None]
) -> list[Reason]:
    """Answer whose patient has another visit at the new time, also of who can't go there.

    All is told at once: whoever passes one warning must not be met by the next one then.
    """
    # Who can't go stands in the database where they were, which is not where they are to be.
    elsewhere = {way.before.value.id for way in ways} - placed.keys()
    reasons: list[Reason] = []
    for way in ways:
        old = way.before.value
        span = TimeSpan(way.wanted.start, way.wanted.start + old.span.duration)
        seen = judge_patient(
            transaction, old.patient_id, Stay(span, placed.get(old.id)),
            even_if_busy=False, own=old.id, passed=elsewhere.__contains__,
        )  # fmt: skip
        # All else was judged as it was to be placed.
        busy = [one for one in seen.reasons if one.code == "patient_busy"]
        reasons += about(transaction, old, busy)
    return reasons


def about(transaction: Transaction, visit: Appointment, reasons: Iterable[Reason]) -> list[Reason]:
    """Say of reasons which visit they are about."""
    told = f"{visit.patient}, {time_words(visit.start, zone_of(transaction))}"
    # Where patients are hidden a sentence is told without the names among its facts.
    whose = {"appointment": str(visit.id), "of": {"patient": visit.patient}}
    return [Reason(one.code, f"{told}: {one.message}", {**one.facts, **whose}) for one in reasons]


def _whose(visits: Iterable[Loaded]) -> set[int]:
    return {number for one in visits for number in one.value.resource_ids}


def _answer(before: Iterable[Loaded], after: Iterable[Appointment]) -> SeveralChanged:
    pairs = zip(before, after, strict=True)
    return SeveralChanged(tuple(Changed(was.value, now) for was, now in pairs))
