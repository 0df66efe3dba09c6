"""Importing a small practice's history: every rule once, on both engines."""

from __future__ import annotations

import datetime as dt
import shutil
import uuid
from pathlib import Path

import pytest

from clinic_desktop.domain.availability import SetWeeklyHours, WeeklyHours
from clinic_desktop.domain.booking import (
    AgendaOf,
    Appointment,
    Blocks,
    BlockState,
    History,
    Verify,
)
from clinic_desktop.domain.bulk import HistoryImported, ImportHistory
from clinic_desktop.domain.office import Office
from clinic_desktop.domain.people import AddDoctor, Doctors, FindPatients, PartialDate
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.time import UTC, TimeSpan, system_clock
from clinic_desktop.exchange.recording import NAMESPACE, visit_id
from tests.engines import Place, look_at
from tests.exchange.conftest import CASES, Practice, import_into, rows

ALL = TimeSpan(dt.datetime(2024, 1, 1, tzinfo=UTC), dt.datetime(2025, 1, 1, tzinfo=UTC))
SENTENCES = {
    9: "“lost” in Result has no meaning",
    10: "“31.02.2024 15:30” is no date or time",
    11: "2024-03-31 02:30 does not exist",
    12: "2024-10-27 02:30 happens twice",
    13: "There is no row in people.csv whose Code is “P9”",
    14: "It has 4 columns where the header has 11",
    15: "“0” is no length",
    16: "“06.11.2024” has no time of day",
    17: "It does not say which visit",
    19: "imported before, from a row that said something else",
}
"""Line of the practice's file, counted as an editor does, and what its reason says."""


def imported_visits(office: Office) -> dict[str, Appointment]:
    """Answer what calendars show of the year, by the file's own number."""
    found = office.ask(AgendaOf(span=ALL, cancelled=True)).result(120).answer.appointments
    names = {visit_id("practice", str(n)): str(n) for n in range(20)}
    return {names[str(visit.id)]: visit for visit in found}


def test_the_clinic_itself_is_no_history_and_keeps_its_locks(
    sqlite_place: Place, practice: Practice
) -> None:
    database = Path(sqlite_place.url)
    log = database.with_name(f"{database.name}-wal")
    link = practice.folder / "link.csv"
    link.symlink_to(database)
    with sqlite_place.office() as office:
        import_into(office, practice.visits, practice.mapping)
        practice.people.unlink()
        practice.people.hardlink_to(database)
        for file, mapping in (
            (database, practice.mapping), (link, practice.mapping),
            (practice.visits, practice.mapping), (practice.visits, database),
        ):  # fmt: skip
            with pytest.raises(Refusal, match="not_a_csv"):
                import_into(office, file, mapping, preview=True)
            look_at(database)
            assert log.exists()


def test_every_row_is_imported_unchanged_or_refused(place: Place, practice: Practice) -> None:
    with place.office() as office:
        answer = import_into(office, practice.visits, practice.mapping)
        assert (answer.rows, answer.imported, answer.unchanged) == (17, 6, 1)
        assert [row.line for row in answer.refused] == list(SENTENCES)
        for row in answer.refused:
            assert SENTENCES[row.line] in row.reason
        assert answer.notes == {
            "before_booking": 1,
            "birth_dates_emptied": 1,
            "doctors_added": 2,
            "overlapping_pairs": 3,
            "overlapping_same_start": 1,
            "patients_added": 4,
            "replaced": 1,
            "replaced_visit_missing": 1,
            "types_added": 2,
        }
        assert office.ask(Verify()).result(120).answer.problems == ()


def test_times_people_and_links_are_right(place: Place, practice: Practice) -> None:
    with place.office() as office:
        import_into(office, practice.visits, practice.mapping)
        visits = imported_visits(office)
        first = visits["1"]
        # Nine o'clock in Berlin, though the clinic shows New York's time.
        assert first.start == dt.datetime(2024, 11, 2, 8, 0, tzinfo=UTC)
        assert first.span.minutes == 30
        assert (first.patient, first.doctor, first.type) == ("Jürgen Müller", "Dr Grün", "Check up")
        assert (first.holds, first.origin, first.time_unknown) == (False, "import:practice", False)
        assert visits["2"].note == "Brings\r\nX-rays; and a letter".replace("\r\n", "\n")
        assert (visits["4"].status, visits["4"].reason) == ("cancelled", "patient_ill")
        assert visits["4"].cancelled_by == "patient"
        assert visits["5"].replaces == visits["4"].id
        assert visits["14"].replaces is None
        assert visits["3"].status == "noshow"
        (found,) = office.ask(FindPatients(text="mueller 03023125111")).result(120).answer
        assert found.patient.born == PartialDate(1980, 3, 12)
        assert (found.patient.sex, found.patient.family) == ("male", "Müller")
        (found,) = office.ask(FindPatients(text="gross")).result(120).answer
        assert found.patient.born == PartialDate(1975)


def test_a_birth_date_to_come_is_emptied_and_counted(place: Place, practice: Practice) -> None:
    practice.edit(practice.people, "12.03.1980", "12.03.2150")
    with place.office() as office:
        answer = import_into(office, practice.visits, practice.mapping)
        assert answer.notes["birth_dates_emptied"] == 2
        (found,) = office.ask(FindPatients(text="mueller")).result(120).answer
        assert found.patient.born is None


def test_a_second_import_writes_nothing(place: Place, practice: Practice) -> None:
    with place.office() as office:
        import_into(office, practice.visits, practice.mapping)
        before = rows(place)
        assert before["journal"] == 1
        command = ImportHistory(file=practice.visits, mapping=str(practice.mapping))
        done = office.do(command).result(120)
        assert done.changes is None
        assert (done.answer.imported, done.answer.unchanged) == (0, 7)
        assert done.answer.notes == {}
        assert rows(place) == before


def test_a_changed_row_is_refused_and_a_new_one_imported(place: Place, practice: Practice) -> None:
    with place.office() as office:
        import_into(office, practice.visits, practice.mapping)
        practice.edit(practice.visits, "2;02.11.2024 09:15", "2;02.11.2024 09:45")
        practice.edit(practice.visits, "14;07.11.2024", "15;08.11.2024")
        answer = import_into(office, practice.visits, practice.mapping)
        assert (answer.imported, answer.unchanged) == (1, 5)
        assert answer.notes == {"replaced_visit_missing": 1}
        assert answer.refused[0].line == 3
        assert imported_visits(office)["2"].start.minute == 15


def test_a_preview_counts_the_same_and_writes_nothing(place: Place, practice: Practice) -> None:
    with place.office() as office:
        before = rows(place)
        seen = import_into(office, practice.visits, practice.mapping, preview=True)
        assert rows(place) == before
        assert import_into(office, practice.visits, practice.mapping) == seen


def test_ids_are_uuids_of_mapping_and_visit() -> None:
    for key in ("1", "5642903", "ä"):
        assert visit_id("practice", key) == str(uuid.uuid5(NAMESPACE, f"practice:{key}"))


def test_a_doctor_of_that_name_is_not_made_twice(place: Place, practice: Practice) -> None:
    with place.office() as office:
        known = office.do(AddDoctor(name="Dr Grün")).result(120).answer
        import_into(office, practice.visits, practice.mapping)
        assert imported_visits(office)["1"].doctor_id == known.id
        names = [doctor.name for doctor in office.ask(Doctors()).result(120).answer]
        assert names == ["Dr Grün", "Dr Blau"]


def test_two_doctors_of_one_name_are_not_guessed_between(
    sqlite_place: Place, practice: Practice
) -> None:
    with sqlite_place.office() as office:
        for _ in range(2):
            office.do(AddDoctor(name="Dr Grün", even_if_known=True)).result(120)
        answer = import_into(office, practice.visits, practice.mapping)
        assert answer.refused[0].reason == "2 in this clinic are called “Dr Grün”."


def coming(practice: Practice, *lines: str) -> None:
    """Write visits of tomorrow's noon in the clinic's own zone."""
    practice.edit(practice.mapping, 'zone = "Europe/Berlin"', 'zone = "clinic"')
    header = practice.visits.read_bytes().splitlines()[0].decode("cp1252")
    practice.visits.write_bytes("\n".join([header, *lines, ""]).encode("cp1252"))


def test_a_visit_to_come_claims_its_blocks(place: Place, practice: Practice) -> None:
    day = system_clock().date() + dt.timedelta(days=7)
    with place.office() as office:
        doctor = office.do(AddDoctor(name="Dr Grün")).result(120).answer
        hours = SetWeeklyHours(doctor_id=doctor.id, hours=WeeklyHours.parse("Mon-Sun 9-17"))
        office.do(hours).result(60)
        coming(
            practice,
            f"1;{day:%d.%m.%Y} 12:00;30;P1;Dr Grün;due;;;;;",
            f"2;{day:%d.%m.%Y} 12:15;30;P2;Dr Grün;due;;;;;",
            f"3;{day:%d.%m.%Y} 12:00;30;P1;Dr Blau;due;;;;;",
            f"4;{day:%d.%m.%Y} 13:00;30;P1;Dr Grün;came;;;;;",
            f"5;{day:%d.%m.%Y} 08:00;30;P1;Dr Grün;due;;;;;",
            f"6;{day:%d.%m.%Y} 12:30;20;P2;Dr Grün;due;;;;;",
        )
        seen = import_into(office, practice.visits, practice.mapping, preview=True)
        answer = import_into(office, practice.visits, practice.mapping)
        assert answer.imported == seen.imported == 2
        assert answer.notes == seen.notes
        for told_of in (seen, answer):
            assert [row.line for row in told_of.refused] == [3, 4, 5, 6]
        for row, told in zip(
            answer.refused,
            ("needs free time", "this clinic lacks", "in the future", "no hours"),
            strict=True,
        ):
            assert told in row.reason
        span = TimeSpan(
            dt.datetime.combine(day, dt.time(), UTC),
            dt.datetime.combine(day + dt.timedelta(days=2), dt.time(), UTC),
        )
        claimed = office.ask(Blocks(span=span, state=BlockState.BOOKED)).result(120).answer
        assert len(claimed) == 4
        assert office.ask(Verify()).result(120).answer.problems == ()


def test_a_preview_takes_no_doctor_of_the_clinic_for_a_new_one(
    place: Place, practice: Practice
) -> None:
    day = system_clock().date() + dt.timedelta(days=7)
    with place.office() as office:
        doctor = office.do(AddDoctor(name="Dr Grün")).result(120).answer
        hours = SetWeeklyHours(doctor_id=doctor.id, hours=WeeklyHours.parse("Mon-Sun 9-17"))
        office.do(hours).result(60)
        coming(
            practice,
            "1;02.11.2024 12:00;30;P1;Dr Blau;came;;;;;",
            f"2;{day:%d.%m.%Y} 12:00;30;P2;Dr Blau;due;;;;;",
        )
        seen = import_into(office, practice.visits, practice.mapping, preview=True)
        answer = import_into(office, practice.visits, practice.mapping)
        for told in (seen, answer):
            assert (told.imported, [row.line for row in told.refused]) == (1, [3])


def days(office: Office) -> HistoryImported:
    """Import days without times."""
    return import_into(office, CASES / "days.csv", CASES / "days.toml")


def test_days_get_times_in_the_order_of_the_file(place: Place) -> None:
    with place.office() as office:
        answer = days(office)
        assert (answer.imported, answer.refused) == (6, ())
        assert answer.notes == {
            "birth_years_from_age": 2,
            "doctors_added": 2,
            "impossible_ages": 2,
            "patients_added": 4,
            "placeholder_names": 4,
            "time_unknown": 6,
            "times_begun_again": 1,
        }
        found = office.ask(AgendaOf(span=ALL)).result(120).answer.appointments
        names = {visit_id("days", key): key for key in "abcdef"}
        starts = {names[str(v.id)]: v.start.strftime("%d %H:%M") for v in found}
        # Eight o'clock in Brazil; the fourth of a full half hour begins again.
        assert starts == {
            "a": "02 11:00", "b": "02 11:10", "d": "02 11:20", "e": "02 11:00",
            "c": "02 11:00", "f": "03 11:00",
        }  # fmt: skip
        assert all(visit.time_unknown for visit in found)
        (one,) = office.ask(FindPatients(text="patient 1")).result(120).answer
        assert one.patient.born == PartialDate(1994)


def test_ids_stay_text(sqlite_place: Place, tmp_path: Path) -> None:
    """Numbers too long for a float, and those that begin with a nought, are not made other ones."""
    shutil.copy(CASES / "days.toml", tmp_path)
    visits = tmp_path / "days.csv"
    text = (CASES / "days.csv").read_text()
    visits.write_text(text.replace("a,1,", "a,9007199254740993,").replace("b,2,", "b,007,"))
    with sqlite_place.office() as office:
        import_into(office, visits, tmp_path / "days.toml")
        for key in ("9007199254740993", "007"):
            (found,) = office.ask(FindPatients(text=f"patient {key}")).result(120).answer
            assert found.patient.name == f"Patient {key}"


def test_the_history_of_an_imported_visit_begins_with_its_import(
    place: Place, practice: Practice
) -> None:
    with place.office() as office:
        office.do(AddDoctor(name="Dr Who")).result(120)
        import_into(office, practice.visits, practice.mapping)
        for visit in imported_visits(office).values():
            (told,) = office.ask(History(appointment_id=visit.id)).result(120).answer
            assert (told.sequence, told.command) == (2, "ImportHistory")
            assert (told.actor, told.station) == ("tester", "desk")
            assert (told.before, told.after) == (None, None)


def test_an_import_is_not_taken_back(sqlite_place: Place, practice: Practice) -> None:
    from clinic_desktop.domain.booking import Undo

    with sqlite_place.office() as office:
        import_into(office, practice.visits, practice.mapping)
        with pytest.raises(Refusal, match="not_undoable"):
            office.do(Undo()).result(120)
