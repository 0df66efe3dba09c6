"""``clinic self-booking``: what patients may book is told, changed, taken back, and explained."""

from __future__ import annotations

from tests.cli.conftest import Clinic


def test_it_is_told_changed_and_taken_back(clinic: Clinic) -> None:
    usual = {"notice_minutes": 120, "days_ahead": 90, "most": 3}
    assert clinic("self-booking")["self_booking"] == usual
    changed = clinic("self-booking", "--notice", "0", "--most", "1")["self_booking"]
    assert changed == {**usual, "notice_minutes": 0, "most": 1}
    assert "up to 90 days ahead" in clinic.run("self-booking").out
    clinic("undo")
    assert clinic("self-booking")["self_booking"] == usual
    assert clinic.refused("self-booking", "--ahead", "549", code=2) == ["bad_length"]
    assert clinic("verify")["ok"]


def test_why_tells_patients_limits(clinic: Clinic) -> None:
    words = ("why", "--doctor", "1", "--start", "2025-11-02T11:00")
    assert clinic(*words)["offered"]
    found = clinic(*words, "--for-patients")
    # That day has passed, so it is too soon for them; staff may book it.
    assert [one["code"] for one in found["reasons"]] == ["too_soon"]
