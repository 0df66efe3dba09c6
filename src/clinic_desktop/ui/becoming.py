"""What may become of a visit now, and why not: one rule for its menu and its panel.

What holds is what the database answers; this keeps from offering what it would refuse.
"""

from __future__ import annotations

from clinic_desktop.domain.booking import (
    STATUS_WORDS,
    TRANSITIONS,
    Appointment,
    AppointmentStatus,
)
from clinic_desktop.domain.time import local_date
from clinic_desktop.ui.agenda.landing import can_move
from clinic_desktop.ui.clinic import Clinic

_CANNOT = "can\N{RIGHT SINGLE QUOTATION MARK}t"


def why_not(clinic: Clinic, visit: Appointment, status: AppointmentStatus) -> str:
    """Answer why a visit can't stand so now, as the rules have it; empty when it can."""
    if status not in TRANSITIONS[visit.status]:
        return f"{_now(visit)} {_CANNOT} become “{STATUS_WORDS[status]}”."
    # Who comes earlier on the day than agreed is there all the same.
    later_day = local_date(visit.start, clinic.zone) > clinic.today
    early = {
        AppointmentStatus.ARRIVED: later_day,
        AppointmentStatus.IN_PROGRESS: later_day,
        AppointmentStatus.FULFILLED: later_day,
        AppointmentStatus.NOSHOW: visit.start > clinic.now,
    }
    return "This visit is still to come." if early.get(status) else ""


def why_it_stays(visit: Appointment) -> str:
    """Answer why a visit can't get another time; empty when it can."""
    return "" if can_move(visit) else f"{_now(visit)} {_CANNOT} be moved."


def why_not_cancelled(visit: Appointment) -> str:
    """Answer why a visit can't be cancelled; empty when it can."""
    ends = AppointmentStatus.CANCELLED in TRANSITIONS[visit.status]
    return "" if ends else f"{_now(visit)} {_CANNOT} be cancelled."


def _now(visit: Appointment) -> str:
    return f"A visit marked “{visit.stands}”"
