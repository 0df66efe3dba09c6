"""What a change of availability would bring about, for whoever is about to make it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from clinic_desktop.domain.availability import CopyDays, SetDays, SetWeeklyHours
from clinic_desktop.domain.doctors import RemoveDoctor, TakeOnDoctor
from clinic_desktop.domain.effect import Effect, EffectOf
from clinic_desktop.domain.sites import SetTravel
from clinic_desktop.domain.timeoff import AddTimeOff, CloseClinic, RemoveTimeOff
from clinic_desktop.scheduling import doctors, effects, hours, parts, sites, time_off
from clinic_desktop.scheduling.wanted import doctor_named
from clinic_desktop.storage.database import Read

_PLANS: dict[type, Callable[[Read, Any], Any]] = {
    SetWeeklyHours: hours.plan_weekly,
    SetDays: hours.plan_days,
    CopyDays: hours.plan_copy,
    AddTimeOff: time_off.plan_add,
    RemoveTimeOff: time_off.plan_remove,
    CloseClinic: time_off.plan_close,
    SetTravel: sites.plan_travel,
    TakeOnDoctor: doctors.plan_taking_on,
    RemoveDoctor: doctors.plan_removal,
}


def effect_of(read: Read, query: EffectOf) -> Effect:
    """Answer what a change would bring about now; nothing is written, nobody waits for it.

    Raises:
        Refusal, Misuse: as the change itself would.

    """
    change = query.change
    doctor_id = getattr(change, "doctor_id", None)
    if doctor_id is not None:
        # A device has no hours, but time off.
        if isinstance(change, AddTimeOff):
            parts.named(read, (doctor_id,))
        else:
            doctor_named(read, doctor_id)
    return effects.find(read, _PLANS[type(change)](read, change).plan).effect
