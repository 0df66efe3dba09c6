"""Pictures of a family: whom to call, somebody being noted, and times for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clinic_desktop.domain.contacts import AddContact

if TYPE_CHECKING:
    from tests.driver import Desk
    from tests.scenes import Keep


def family(desk: Desk, keep: Keep) -> None:
    """Note two of a family and a neighbour, and look for times for all three."""
    office = desk.app.dispatcher.office
    for other, relation in ((61, "son"), (62, "daughter")):
        office.do(AddContact(patient_id=60, other_id=other, relation=relation)).result()
    neighbour = AddContact(
        patient_id=60, name="Eva Stone", phone="+1 212 555 0188", relation="neighbour"
    )
    office.do(neighbour).result()
    desk.workplace.open_patient(60)
    desk.settled()
    keep(desk, "98_family")
    desk.click("Add family or contact")
    keep(desk, "98_family_add")
    desk.click("Add nobody")
    for one in desk.workplace.patient.family.ticks:
        one.click()
    desk.click("Book together")
    desk.settled()
    keep(desk, "99_together")
    desk.click("At the same time")
    desk.settled()
    keep(desk, "99_together_at_once")
