"""``type --rule``: set, listed, asked of a patient's visits, told by ``why``, and taken away."""

from __future__ import annotations

from tests.cli.conftest import Clinic

ANN = ("--patient", "Ann Smith")
LEE = ("--doctor", "Dr Lee")


def test_a_rule_from_its_setting_to_its_end(clinic: Clinic) -> None:
    clinic("hours", "Dr Lee", "Mon-Sun 9-12", "--from", "2025-11-03", "--until", "2025-11-30")
    clinic("type", "add", "Surgery", "--minutes", "60")
    made = clinic(
        "type", "add", "Follow-up", "--minutes", "15", "--rule", "7 days after Surgery",
        "--rule", "once a year",
    )["type"]  # fmt: skip
    assert made["rules"] == ["7 days after Surgery", "once in 365 days"]
    assert "7 days after Surgery; once in 365 days" in clinic.run("type", "list").out
    clinic("book", *LEE, "--start", "2025-11-03T09:00", *ANN, "--type", "Surgery")
    early = ("--start", "2025-11-05T09:00", "--type", "Follow-up")
    assert clinic.refused("book", *LEE, *ANN, *early) == ["too_soon_after"]
    told = clinic.run("book", *LEE, *ANN, *early).err
    assert "Follow-up comes at least 7 days after Surgery, and that is on Mon 3 Nov 2025" in told
    assert "Mon 10 Nov 2025, 09:00" in told
    why = clinic("why", *LEE, *ANN, *early)
    assert (why["offered"], [one["code"] for one in why["reasons"]]) == (
        False, ["too_soon_after"],
    )  # fmt: skip
    assert why["reasons"][0]["nearest"]["start"][:16] == "2025-11-10T09:00"
    on_time = ("--start", "2025-11-10T09:00", "--type", "Follow-up")
    clinic("book", *LEE, *ANN, *on_time)
    again = ("--start", "2025-11-20T09:00", "--type", "Follow-up")
    assert clinic.refused("book", *LEE, *ANN, *again) == ["too_often"]
    assert clinic("type", "set", "Follow-up", "--rule", "none")["type"]["rules"] == []
    clinic("book", *LEE, *ANN, *again)
    assert clinic.refused("type", "set", "Surgery", "--rule", "sometimes", code=2) == ["bad_rule"]
    assert clinic("verify")["ok"]
