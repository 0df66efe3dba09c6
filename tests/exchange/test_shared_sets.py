"""The two real sets, whole: nothing refused, everything odd about them noted, twice the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
import resource
import zipfile
import zoneinfo
from collections import Counter

import pytest

from clinic_desktop.domain.booking import AgendaOf
from clinic_desktop.domain.bulk import ImportHistory
from clinic_desktop.domain.time import day_span
from tests.engines import Place, shared
from tests.exchange.conftest import import_into, rows

pytestmark = [pytest.mark.shared_data, pytest.mark.slow, pytest.mark.timeout(300)]


def test_the_clinics_of_vitoria(place: Place) -> None:
    file = shared("appointments", "kaggle-brazil-2016", "KaggleV2-May-2016.csv.zip")
    with place.office() as office:
        command = ImportHistory(file=file, mapping="no-show-brazil")
        answer = office.do(command).result(250).answer
        assert (answer.rows, answer.imported, answer.refused) == (110_527, 110_527, ())
        assert answer.notes["impossible_ages"] == 6
        assert answer.notes["before_booking"] == 5
        assert answer.notes["doctors_added"] == 81
        assert answer.notes["patients_added"] == answer.notes["placeholder_names"] == 62_299
        assert answer.notes["time_unknown"] == 110_527
        before = rows(place)
        again = office.do(ImportHistory(file=file, mapping="no-show-brazil")).result(250)
        assert (again.answer.imported, again.answer.unchanged) == (0, 110_527)
        assert again.changes is None
        assert rows(place) == before
        with zipfile.ZipFile(file) as archive:
            text = io.StringIO(archive.read(archive.namelist()[0]).decode())
        per_day = Counter(row["AppointmentDay"][:10] for row in csv.DictReader(text))
        for day in (min(per_day), max(per_day, key=per_day.__getitem__)):
            span = day_span(dt.date.fromisoformat(day), zoneinfo.ZoneInfo("America/Sao_Paulo"))
            found = office.ask(AgendaOf(span=span)).result(120).answer.appointments
            assert len(found) == per_day[day]
    # Of the whole test run so far; on Linux in KiB.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss < 1024 * 1024


def test_the_dental_clinic(place: Place) -> None:
    file = shared("appointments", "dental-synthetic", "appointments.csv")
    with place.office() as office:
        answer = import_into(office, file, "dental-synthetic")
        assert (answer.rows, answer.imported, answer.refused) == (8_000, 8_000, ())
        assert answer.notes["replaced"] == 421
        assert answer.notes["overlapping_pairs"] == 1_152
        assert answer.notes["overlapping_same_start"] == 554
        assert answer.notes["doctors_added"] == 7
        before = rows(place)
        again = import_into(office, file, "dental-synthetic")
        assert (again.imported, again.unchanged) == (0, 8_000)
        assert rows(place) == before
        with file.open(encoding="utf-8") as text:
            starts = Counter(row["scheduled_start_at"][:10] for row in csv.DictReader(text))
        span = day_span(dt.date(2024, 3, 2), zoneinfo.ZoneInfo("Asia/Tehran"))
        found = office.ask(AgendaOf(span=span, cancelled=True)).result(120).answer.appointments
        assert len(found) == starts["2024-03-02"]
        assert all(visit.origin == "import:dental-synthetic" for visit in found)
