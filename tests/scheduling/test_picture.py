"""What a calendar shows is the same visit that its own panel shows, whoever reads it."""

from __future__ import annotations

from dataclasses import replace

from clinic_desktop.domain.booking import AgendaOf, BookBlock, TheAppointment
from clinic_desktop.domain.people import AddAppointmentType, AddPatient, Name
from clinic_desktop.domain.time import TimeSpan
from tests.scheduling.desk import Desk, at


def test_an_agenda_tells_of_a_visit_all_that_the_visit_itself_does(desk: Desk) -> None:
    kind = desk.do(AddAppointmentType(name="Long", minutes=60))
    eve = desk.do(AddPatient(name=Name("Eve", "Ray"), phones=("+1 212 555 0101", "555 0102")))
    desk.do(BookBlock(patient_id=eve.id, doctor_id=1, start=at(0), type_id=kind.id, note="knee"))
    desk.cancel(desk.book(60))
    desk.move(desk.book(90), 120)
    every = AgendaOf(span=TimeSpan(at(0), at(240)), cancelled=True)
    visits = desk.ask(every).appointments
    assert len(visits) == 3
    phones = [one.phones for one in desk.ask(replace(every, phones=True)).appointments]
    assert phones == [eve.phones, (), ()]
    assert [desk.ask(TheAppointment(appointment_id=one.id)) for one in visits] == list(visits)
