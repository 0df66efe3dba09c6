"""How items are named, and what a narrow card drops first."""

from __future__ import annotations

import dataclasses
import datetime as dt

from clinic_desktop.domain.booking import AppointmentStatus
from clinic_desktop.ui.agenda.words import (
    day_text,
    free_text,
    initial_of,
    initials,
    item_name,
    shortened,
    time_text,
    untitled,
)
from tests.ui.agenda.samples import DOCTORS, FALL_BACK, NEW_YORK, at, block, visit

DOCTOR = DOCTORS[0]


def test_items_are_named_in_full() -> None:
    free = block(1, DOCTOR, FALL_BACK, "11:00", "11:15")
    assert item_name(free, NEW_YORK) == "Dr Haddad, Sunday 2 November, 11:00 to 11:15, free"
    booked = visit(2, DOCTOR, FALL_BACK, "11:00", "12:00", status=AppointmentStatus.ARRIVED)
    assert item_name(booked, NEW_YORK) == (
        "Dr Haddad, Sunday 2 November, 11:00 to 12:00, Ann Smith, Check-up, arrived"
    )


def test_both_passes_of_a_doubled_hour_name_their_zone() -> None:
    assert time_text(at(FALL_BACK, "00:30"), NEW_YORK) == "00:30"
    assert time_text(at(FALL_BACK, "01:30"), NEW_YORK) == "01:30 EDT"
    assert time_text(at(FALL_BACK, "01:30", fold=1), NEW_YORK) == "01:30 EST"


def test_free_blocks_tell_seats_and_purpose_only_where_they_matter() -> None:
    free = block(1, DOCTOR, FALL_BACK, "11:00", "11:15")
    assert free_text(free, NEW_YORK) == "Free"
    shared = dataclasses.replace(free, seats=3, free_seats=2, purpose="Flu shots")
    assert free_text(shared, NEW_YORK) == "2 of 3 free for Flu shots"
    kept = dataclasses.replace(free, purpose="urgent", reserved_until=at(FALL_BACK, "07:00"))
    assert free_text(kept, NEW_YORK) == "Free for urgent until 07:00"
    early = dataclasses.replace(kept, reserved_until=at(FALL_BACK, "11:00") - dt.timedelta(days=1))
    assert item_name(early, NEW_YORK).endswith("free for urgent until Sat 1 Nov, 12:00")
    lunch = dataclasses.replace(free, purpose="lunch", bookable=False)
    assert item_name(lunch, NEW_YORK).endswith("11:15, lunch, nobody is booked")


def test_names_shorten_only_where_a_script_has_initials() -> None:
    assert shortened("Ann Smith") == "A. Smith"
    assert shortened("Ann Mary Smith") == "A. Mary Smith"
    assert shortened("Анна Петрова") == "А. Петрова"  # noqa: RUF001 - Cyrillic on purpose
    for whole in ("Smith", "李 娜", "محمد العبدالله", ""):
        assert shortened(whole) == whole


def test_initials_are_letters_of_a_script_that_has_them() -> None:
    told = {"Ann Smith": "AS", "Ann Mary Smith": "AS", "Ελένη Παππά": "ΕΠ"}
    assert {name: initials(name) for name in told} == told
    for whole in ("Smith", "李 娜", "محمد العبدالله", ""):
        assert initials(whole) == whole


def test_a_doctors_letter_and_name_come_without_titles() -> None:
    assert [initial_of(name) for name in ("Dr Lee", "Prof. Dr. Ada Ek", "Dr", "")] == [
        "L", "E", "D", "",
    ]  # fmt: skip
    named = ("Treatment room", "Room 1", "dr ada ek", "Dr de la Cruz")
    assert [initial_of(name) for name in named] == ["T", "1", "E", "C"]
    assert untitled("Dr Lee") == "Lee"
    assert day_text(FALL_BACK) == "Sunday 2 November"
