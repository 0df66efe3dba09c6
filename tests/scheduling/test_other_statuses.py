"""The steps between statuses that another clinic program allows, through our own commands.

Where ours differs, the table says why it is right.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from clinic_desktop.domain.booking import Appointment, AppointmentStatus
from clinic_desktop.domain.refusals import Refusal
from tests.engines import shared
from tests.scheduling.desk import Desk

S = AppointmentStatus
OURS = {
    "Scheduled": S.BOOKED, "CheckedIn": S.ARRIVED, "Completed": S.FULFILLED,
    "Cancelled": S.CANCELLED, "Missed": S.NOSHOW,
}  # fmt: skip
_SAID_AGAIN = (
    "said again it is no step: nothing is written and no version moves, so that two hands on one "
    "button, or an answer that was lost and asked for again, are no error"
)
DIFFERENT = {
    ("CheckedIn", "CheckedIn"): _SAID_AGAIN,
    ("Completed", "Completed"): _SAID_AGAIN,
    ("Missed", "Missed"): _SAID_AGAIN,
    ("Missed", "CheckedIn"): (
        "who was given up and comes after all is seen, and that they came is what is said: by way "
        "of “booked” it would take two commands, and as many to take it back"
    ),
}
"""What theirs refuses and ours allows; nothing that theirs allows is refused here."""


@pytest.mark.shared_data
def test_the_steps_of_another_program(desk: Desk) -> None:
    file = shared("slotcases", "status_transitions.json")
    cases = json.loads(file.read_text(encoding="utf-8"))["cases"]
    assert len(cases) == 24
    differs = set()
    for number, case in enumerate(cases):
        told = case["input"]["from_"], case["input"]["to"]
        now, then = (OURS[one] for one in told)
        visit = desk.book(30 * (number % 6), doctor=1 + number // 6 % 2)
        if now is S.CANCELLED:
            visit = desk.cancel(visit)
        elif now is not S.BOOKED:
            visit = desk.status(visit, now)
        allowed, version = case["expect"]["allowed"], visit.version
        taken = _takes(desk, visit, then)
        after = desk.visit(visit.id)
        if taken != allowed:
            differs.add(told)
            assert told in DIFFERENT, case["id"]
        assert after.status is (then if taken else now), case["id"]
        assert (after.version == version) is (not taken or now is then), case["id"]
        assert after.holds is (after.status is not S.CANCELLED), case["id"]
        _free(desk, after)
    assert differs == DIFFERENT.keys()


def _takes(desk: Desk, visit: Appointment, then: AppointmentStatus) -> bool:
    """Try a step by the command that the window sends for it; a refusal has changed nothing."""
    step: Callable[[], object] = lambda: desk.status(visit, then)  # noqa: E731 - one of three
    if then is S.CANCELLED:
        step = lambda: desk.cancel(visit)  # noqa: E731 - one of three
    elif visit.status is S.CANCELLED and then is S.BOOKED:
        # Out of cancelled only the way back leads: it claims the time again.
        step = desk.undo
    before = desk.picture()
    try:
        step()
    except Refusal as refusal:
        code = refusal.code
    else:
        return True
    assert code == "status_not_possible"
    assert desk.picture() == before
    return False


def _free(desk: Desk, visit: Appointment) -> None:
    """Give its time to the next case."""
    if visit.status in (S.FULFILLED, S.NOSHOW):
        visit = desk.status(visit, S.BOOKED)
    if visit.status is not S.CANCELLED:
        desk.cancel(visit)
