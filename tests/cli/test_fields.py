"""``clinic field``: fields of patients, filled in by ``patient change``, told where asked for."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.cli.conftest import ORIGIN_DAY, Clinic


def test_a_field_is_added_filled_in_shown_and_exported(clinic: Clinic, tmp_path: Path) -> None:
    made = clinic("field", "add", "Interpreter", "--alert")["field"]
    assert (made["name"], made["choices"], made["alert"]) == ("Interpreter", [], True)
    clinic("field", "add", "Consent", "--choice", "yes", "--choice", "no")
    words = ("--field", "interpreter=Arabic = spoken", "--field", "Consent=YES")
    changed = clinic("patient", "change", "1", *words)["patient"]
    assert changed["fields"] == {"Interpreter": "Arabic = spoken", "Consent": "yes"}
    assert clinic("patient", "show", "1")["patient"]["fields"] == changed["fields"]
    shown = clinic.run("patient", "show", "1").out
    assert "Interpreter: Arabic = spoken" in shown
    clinic("book", "--doctor", "1", "--start", "2025-11-02T11:00", "--patient", "1")
    file = tmp_path / "day.csv"
    clinic("agenda", *ORIGIN_DAY, "--csv", str(file))
    [row] = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
    assert (row["Interpreter"], row["Consent"]) == ("Arabic = spoken", "yes")
    clinic("field", "set", "Interpreter", "--name", "Language", "--no-alert", "--choice", "")
    listed = clinic("field", "list")["fields"]
    assert [(one["name"], one["alert"]) for one in listed] == [
        ("Language", False), ("Consent", False),
    ]  # fmt: skip
    clinic("field", "remove", "language")
    assert clinic("patient", "show", "1")["patient"]["fields"] == {"Consent": "yes"}
    assert clinic("undo")["undone"]["command"] == "RemoveField"
    clinic("patient", "change", "1", "--field", "Consent=")
    assert clinic("patient", "show", "1")["patient"]["fields"] == {"Language": "Arabic = spoken"}


def test_what_is_wrong_with_a_field_is_told(clinic: Clinic) -> None:
    clinic("field", "add", "Consent", "--choice", "yes", "--choice", "no")
    assert clinic.refused("field", "add", "consent") == ["field_known"]
    assert clinic.refused("field", "add", "A", "--choice", "one", code=2) == ["bad_choice"]
    wrong = ("--field", "Consent=perhaps")
    assert clinic.refused("patient", "change", "1", *wrong, code=2) == ["bad_field"]
    assert clinic.refused("patient", "change", "1", "--field", "Consent", code=2) == ["usage"]
    assert clinic.refused("patient", "change", "1", "--field", "Other=x") == ["unknown_field"]
    assert clinic.refused("field", "remove", "Other") == ["unknown_field"]
    assert clinic.refused("field", "set", "Consent", code=2) == ["usage"]
