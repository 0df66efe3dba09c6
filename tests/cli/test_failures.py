"""Every way that a command fails: its exit code, its document, its words, the log's line."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from clinic_desktop import compose
from clinic_desktop.cli import main
from clinic_desktop.cli import run as running
from clinic_desktop.cli.vocabulary import ENTRIES
from clinic_desktop.domain.refusals import Reason, Refusal, Unavailable
from clinic_desktop.domain.selfbooking import PassedLimit
from tests.cli.conftest import ORIGIN_DAY, Clinic, command, fill
from tests.exchange.conftest import CASES

BOOK = ("book", "--doctor", "1", "--patient", "1", "--start", "2025-11-02T11:00")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("fly",),
        ("doctor",),
        ("doctor", "fly"),
        ("blocks",),
        ("blocks", *ORIGIN_DAY, "--state", "odd"),
        ("blocks", *ORIGIN_DAY, "--fly"),
        ("book", "--block", "1"),
        ("book", "--patient", "1"),
        ("book", "--patient", "1", "--doctor", "1"),
        ("book", "--patient", "1", "--start", "2025-11-02"),
        ("book", "--patient", "1", "--block", "1", "--start", "2025-11-02"),
        ("book", "--patient", "1", "--block", "1", "--doctor", "1", "--start", "2025-11-02"),
        ("book", "--patient", "1", "--block", "one"),
        ("book", "--patient", "1", "--block", "-1"),
        ("book", "--patient", "1", "--block", "1", "--id", "12345"),
        ("move", "nonsense", "--block", "1"),
        ("move", str(uuid4())),
        ("move", str(uuid4()), "--block", "1", "--start", "2025-11-02"),
        ("move", str(uuid4()), "--end", "2025-11-02", "--doctor", "1"),
        ("cancel", str(uuid4())),
        ("cancel", str(uuid4()), "--reason", "bored"),
        ("status", str(uuid4()), "asleep"),
        ("status", "nonsense", "arrived"),
        ("history", "nonsense"),
        ("type", "add", "Check-up"),
        ("type", "add", "Check-up", "--minutes", "ten"),
        ("hours", "1", "Mon 9-12", "--block", "0"),
        ("hours", "1", "Mon 9-12", "--from", "soon"),
        ("patient", "find", "a", "--limit", "0"),
        ("watch", "--timeout", "nan"),
        ("import", "history", "file.csv"),
        ("patient", "add", "Ann", "--email=--"),
    ],
)
def test_wrong_usage_is_one_document_and_2(small: Clinic, words: tuple[str, ...]) -> None:
    assert small.refused(*words, code=2) == ["usage"]
    answered = small.run(*words)
    assert (answered.code, answered.out) == (2, "")
    assert answered.err.startswith("clinic: ")
    assert "--help" in answered.err


@pytest.mark.parametrize(
    "words",
    [
        ("--bogus",),
        ("doctor", "--bogus=1"),
        ("book", "--block", "-1", "--bogus"),
        ("init", "--bogus"),
    ],
)
def test_an_unknown_option_is_named_whatever_else_is_missing(
    small: Clinic, words: tuple[str, ...]
) -> None:
    answered = small.run("--json", *words)
    assert answered.code == 2
    assert "Unrecognized arguments: --bogus" in json.loads(answered.out)["error"]["message"]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("hours", "1", "Mon nine to five"), "bad_hours"),
        (("hours", "1", "Mon 9-25"), "bad_hours"),
        (("hours", "1", ""), "bad_hours"),
        (("patient", "add", " "), "bad_name"),
        (("patient", "add", "\u200b"), "bad_name"),
        (("doctor", "add", "\u200b"), "bad_name"),
        (("patient", "add", "Ann", "--born", "12/03/80"), "bad_birth_date"),
        (("patient", "add", "Ann", "--born", "31.12.99"), "bad_birth_date"),
        (("patient", "add", "Ann", "--born", "3/4/1980"), "ambiguous_birth_date"),
        (("patient", "add", "Ann", "--born", "31.2.1980"), "bad_birth_date"),
        (("patient", "add", "Ann", "--born", "2150-01-01"), "future_birth_date"),
        (("patient", "add", "Ann", "--phone", "+1 \udcff"), "bad_text"),
    ],
)
def test_values_that_make_no_sense_are_wrong_usage(
    small: Clinic, words: tuple[str, ...], code: str
) -> None:
    assert small.refused(*words, code=2) == [code]


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("patient", "show", "99"), "unknown_patient"),
        (("patient", "show", "Nobody"), "unknown_patient"),
        (("blocks", *ORIGIN_DAY, "--doctor", "99"), "unknown_doctor"),
        (("agenda", *ORIGIN_DAY, "--doctor", "Dr Who"), "unknown_doctor"),
        (("hours", "Dr Who", "Mon 9-12"), "unknown_doctor"),
        (("book", "--block", "99999", "--patient", "1"), "unknown_block"),
        (("book", "--block", "999999999999999999", "--patient", "1"), "unknown_block"),
        (("book", "--block", "1", "--patient", "999999999999999999"), "unknown_patient"),
        (("book", "--block", "1", "--patient", "1", "--type", "None such"), "unknown_type"),
        (("history", str(uuid4())), "unknown_appointment"),
        (("cancel", str(uuid4()), "--reason", "other"), "unknown_appointment"),
        (("status", str(uuid4()), "arrived"), "unknown_appointment"),
        (("move", str(uuid4()), "--block", "1"), "unknown_appointment"),
        ((*BOOK[:-1], "2025-11-02T11:10"), "off_grid"),
        ((*BOOK[:-1], "2025-11-02T20:00"), "no_block"),
    ],
)
def test_refused_by_a_rule_is_1(clinic: Clinic, words: tuple[str, ...], code: str) -> None:
    assert clinic.refused(*words) == [code]


def test_behind_what_can_not_be_taken_back_the_way_to_what_can_is_told(
    empty: Clinic, tmp_path: Path
) -> None:
    assert empty.refused("undo") == ["nothing_to_undo"]
    empty("doctor", "add", "Dr Lee")
    folder = Path(shutil.copytree(CASES / "practice", tmp_path / "practice"))
    mapping = ("--mapping", str(folder / "practice.toml"))
    empty("import", "history", str(folder / "visits.csv"), *mapping)
    answered = empty.run("undo")
    assert answered.code == 1
    assert "“import history” by tester (" in answered.err
    number = answered.err.split("To take that one back: clinic undo --sequence ")[1].strip()
    told = empty.run("undo", "--sequence", number)
    assert (told.code, told.out) == (0, "Took back “add doctor”: Dr Lee.\n")
    assert empty.refused("undo", "--sequence", number) == ["already_undone"]
    assert empty.refused("undo", "--sequence", "0", code=2) == ["usage"]


@pytest.mark.parametrize(("what", "name"), [("patient", "Ann Smith")])
def test_a_name_that_is_there_already_is_told(clinic: Clinic, what: str, name: str) -> None:
    answer = clinic(what, "add", f" {name} ")
    assert (answer[what]["id"], answer["same_name"]) == ("2", ["1"])
    answered = clinic.run(what, "add", name)
    assert answered.out.splitlines() == [
        f"{name} is {what} 3.",
        f"This name is there already ({what} 1, 2): use the ids from now on.",
    ]
    assert clinic(what, "add", "2")["same_name"] == []
    assert clinic.run(what, "add", "Dr New").out == f"Dr New is {what} 5.\n"


def test_ambiguous_names_are_refused(small: Clinic) -> None:
    fill(
        small,
        ("patient add", {"name": "Ann Smith"}),
        ("doctor add", {"name": "Dr Lee", "even_if_known": True}),
    )
    assert small.refused("patient", "show", "Ann Smith") == ["ambiguous_name"]
    assert small.refused("hours", "Dr Lee", "Mon 9-12") == ["ambiguous_name"]
    assert small("patient", "show", "1")["patient"]["name"] == "Ann Smith"


def test_cancelling_by_status_needs_a_reason(small: Clinic) -> None:
    number = small(*BOOK)["appointment"]["id"]
    assert small.refused("status", number, "cancelled") == ["reason_needed"]
    small("status", number, "fulfilled")
    assert small.refused("status", number, "noshow") == ["status_not_possible"]


def test_every_reason_is_told_and_the_way_out(small: Clinic) -> None:
    small(*BOOK)
    assert small.refused(*BOOK) == ["block_taken", "patient_busy"]
    answered = small.run(*BOOK)
    assert (answered.code, answered.out) == (1, "")
    lines = answered.err.splitlines()
    assert lines[0].startswith("Refused: Dr Lee is booked on Sun 2 Nov 2025, 11:00")
    assert lines[1].startswith("Also: Ann Smith already has a visit")
    assert lines[2] == "The nearest free times:"
    assert lines[3].startswith("  Sun 2 Nov 2025, 09:00\u201310:00, Dr Lee (block ")


def test_a_warning_has_an_option_to_pass_it(small: Clinic) -> None:
    fill(small, ("doctor add", {"name": "Dr Kim"}))
    day = {"from": "2025-11-02", "until": "2025-11-02"}
    fill(small, ("hours", {"doctor": "Dr Kim", "hours": "Sun 9-17", "block": 60, **day}))
    small(*BOOK)
    other = ("book", "--doctor", "Dr Kim", "--patient", "1", "--start", "2025-11-02T11:00")
    assert small.refused(*other) == ["patient_busy"]
    refused, way_out = small.run(*other).err.splitlines()
    assert refused.startswith("Refused: Ann Smith already has a visit with Dr Lee")
    assert "--even-if-busy" in way_out
    assert small(*other, "--even-if-busy")["appointment"]["doctor"] == "Dr Kim"


def test_an_undo_is_told_no_option_that_only_a_booking_has(small: Clinic) -> None:
    fill(small, ("doctor add", {"name": "Dr Kim"}))
    day = {"from": "2025-11-02", "until": "2025-11-02"}
    fill(small, ("hours", {"doctor": "Dr Kim", "hours": "Sun 9-17", "block": 60, **day}))
    visit = small(*BOOK)["appointment"]["id"]
    cancel = ("cancel", visit, "--reason", "mistake")
    small(*cancel)
    # Cancelled again behind that undo.
    cancelled = small("undo")["undone"]["sequence"] + 2
    small(*cancel)
    small("book", "--doctor", "Dr Kim", "--patient", "1", "--start", "2025-11-02T11:00")
    undo = ("undo", "--sequence", str(cancelled))
    assert small.refused(*undo) == ["patient_busy"]
    [refused] = small.run(*undo).err.splitlines()
    assert "already has a visit with Dr Kim" in refused
    assert "If both are meant, book it anew. This is so since “book block” by" in refused


def test_no_database_is_3_and_nothing_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    nowhere = Clinic(str(folder / "clinic.db"))
    for words in (("doctor", "list"), ("demo",), ("watch", "--timeout", "1"), ("batch",)):
        assert nowhere.refused(*words, code=3)
        answered = nowhere.run(*words)
        assert (answered.code, answered.out) == (3, "")
        assert answered.err.startswith("clinic: ")
        assert "clinic init" in answered.err
    assert list(folder.iterdir()) == []


class _Broken:
    """An office in which everything raises."""

    place = actor = "nowhere"

    def __init__(self, error: Callable[[], Exception]) -> None:
        """Keep what to raise."""
        self.error = error

    def do(self, _command: object) -> None:
        """Fail."""
        raise self.error()

    ask = do

    def close(self) -> None:
        """Close nothing."""


def _break(monkeypatch: pytest.MonkeyPatch, error: Callable[[], Exception]) -> None:
    """Have the program find a broken office."""
    monkeypatch.setattr("clinic_desktop.compose.open_office", lambda *_, **__: _Broken(error))


def test_environment_is_3(small: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    _break(monkeypatch, lambda: Unavailable("disk_full", "The disk is full.", {"place": "x"}))
    assert small.refused("doctor", "list", code=3) == ["disk_full"]
    assert small.run("doctor", "list").err == "clinic: The disk is full.\n"


@pytest.mark.parametrize("deed", ["cancel", "move", "hours", "day", "off"])
def test_what_was_committed_is_told_though_nothing_can_be_asked_after_it(
    small: Clinic, monkeypatch: pytest.MonkeyPatch, deed: str
) -> None:
    visit = small(*BOOK)["appointment"]["id"]
    words = {
        "cancel": ("cancel", visit, "--reason", "patient_ill"),
        "move": ("move", visit, "--start", "2025-11-02T13:00"),
        "hours": ("hours", "1", "Tue 9-12", "--from", "2026-01-06", "--until", "2026-01-06"),
        "day": ("hours", "1", "9-12", "--on", "2026-01-05"),
        "off": ("time-off", "add", "1", "--from", "2026-02-02"),
    }[deed]
    opened = compose.open_office

    def open_office(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as it is
        office = opened(*given, **named)
        do, ask, done = office.do, office.ask, []

        def doing(one: Any) -> Any:  # noqa: ANN401 - any command
            done.append(one)
            return do(one)

        def asking(one: Any) -> Any:  # noqa: ANN401 - any question
            if done:
                raise Unavailable("database_unreachable", "The server does not answer.")
            return ask(one)

        monkeypatch.setattr(office, "do", doing)
        monkeypatch.setattr(office, "ask", asking)
        return office

    monkeypatch.setattr(compose, "open_office", open_office)
    answered = small.run(*words)
    assert (answered.code, answered.err) == (0, ""), answered
    if deed == "cancel":
        assert "could not be asked" in answered.out


def test_a_fault_is_70_names_the_log_and_hides_its_text(
    small: Clinic, monkeypatch: pytest.MonkeyPatch, log_file: Path
) -> None:
    _break(monkeypatch, lambda: RuntimeError("INSERT Ann Smith"))
    assert small.refused("doctor", "list", code=70) == ["bug"]
    answered = small.run("doctor", "list")
    assert (answered.code, answered.out) == (70, "")
    assert str(log_file) in answered.err
    assert "Traceback" not in answered.err
    kept = log_file.read_text()
    assert "RuntimeError" in kept
    assert "resources.py" in kept
    assert "Ann Smith" not in kept


def test_a_fault_outside_of_any_command_is_no_traceback(
    small: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(running, "run", broken)
    assert small.refused("doctor", "list", code=70) == ["bug"]


def test_the_log_has_a_line_a_command_and_no_patient(small: Clinic, log_file: Path) -> None:
    log_file.unlink()
    secrets = ["Zebulon", "Quagmire", "555-0199", "z@example.org", "private note", "1931"]
    words = ("--phone", "555-0199", "--email", "z@example.org", "--born", "1931")
    small("patient", "add", "Zebulon Quagmire", *words)
    small("patient", "find", "Quagmire")
    booked = (*BOOK[:4], "Zebulon Quagmire", *BOOK[5:], "--note", "private note")
    number = small(*booked)["appointment"]["id"]
    small.refused(*booked)
    small.batch({"command": "patient show", "patient": "Zebulon Quagmire"}, "Zebulon {")
    small.refused("patient", "show", "Zebulon Nobody")
    kept = log_file.read_text()
    assert not [secret for secret in secrets if secret in kept]
    lines = kept.splitlines()
    assert len(lines) == 8
    booking = next(line for line in lines if " book " in line)
    assert f"ids=appointment:{number}" in booking
    assert "outcome=done" in booking
    assert "sequence=" in booking
    assert " ms=" in booking
    assert "outcome=block_taken" in kept


def test_nobody_else_can_read_the_log(small: Clinic, log_file: Path) -> None:
    small("doctor", "list")
    assert log_file.stat().st_mode & 0o777 == 0o600
    for folder in (log_file.parent, log_file.parent.parent):
        assert folder.stat().st_mode & 0o777 == 0o700


def test_a_log_that_can_not_be_written_is_no_trouble(small: Clinic, log_file: Path) -> None:
    log_file.unlink()
    log_file.parent.rmdir()
    log_file.parent.write_text("a file where the folder should be")
    small("doctor", "list")


def test_help_of_everything_has_examples(small: Clinic) -> None:
    for name, entry in ENTRIES.items():
        answered = small.run(*name.split(), "--help")
        assert (answered.code, answered.err) == (0, "")
        for argument in entry.arguments:
            assert argument.shown in answered.out
        assert "examples:\n  " in answered.out
    assert "examples:" in small.run("--help").out
    assert "usage: clinic" in small("--help")["help"]
    assert small("--version")["version"] in small.run("--version").out


def test_common_options_go_before_and_after(small: Clinic) -> None:
    for words in (
        ("--json", "--database", small.database, "doctor", "list"),
        ("doctor", "--json", "list", "--database", small.database),
        ("doctor", "list", "--json", "--database", small.database),
    ):
        assert len(Clinic("nowhere.db").run(*words).document["doctors"]) == 1


def test_the_environment_names_the_database(
    small: Clinic, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CLINIC_DATABASE", small.database)
    assert main(["--json", "doctor", "list"]) == 0
    assert json.loads(capsys.readouterr().out)["doctors"][0]["name"] == "Dr Lee"


def test_refusals_keep_their_order(small: Clinic, monkeypatch: pytest.MonkeyPatch) -> None:
    light, heavy = Reason("patient_busy", "Busy."), Reason("block_taken", "Taken.")
    _break(monkeypatch, lambda: Refusal(light, heavy))
    assert small.refused("doctor", "list") == ["block_taken", "patient_busy"]


def test_init_again_keeps_what_it_has(clinic: Clinic) -> None:
    first = clinic("init")
    assert set(first) == {"schema", "zone", "name"}
    assert (first["zone"], first["name"]) == ("America/New_York", "Elm Street")
    assert len(clinic("doctor", "list")["doctors"]) == 1


def test_a_new_clinic_takes_the_zone_of_the_machine(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = Clinic(str(tmp_path / "new.db"))
    assert made.refused("init", "--zone", "Mars/Olympus") == ["unknown_zone"]
    monkeypatch.setenv("TZ", "Europe/Berlin")
    assert made("init", "--name", "Praxis")["zone"] == "Europe/Berlin"
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert made("init")["zone"] == "Europe/Berlin"


@pytest.mark.slow
def test_utf8_whatever_the_locale(small: Clinic) -> None:
    fill(small, ("doctor add", {"name": "Dr Ødegård 🦷"}))
    for words in (("doctor", "list"), ("--json", "doctor", "list")):
        answered = small.program(*words, LC_ALL="C", PYTHONIOENCODING="ascii", PYTHONUTF8="0")
        assert (answered.code, answered.err) == (0, "")
        assert "Dr Ødegård 🦷" in answered.out


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="pipes close otherwise on Windows")
def test_a_closed_pipe_is_quiet(small: Clinic) -> None:
    read, write = os.pipe()
    os.close(read)
    try:
        done = subprocess.run(
            command(small.database, "doctor", "list"),
            stdout=write, stderr=subprocess.PIPE, check=False, timeout=240,
        )  # fmt: skip
    finally:
        os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Ctrl+C is sent otherwise on Windows")
def test_ctrl_c_is_quiet(small: Clinic) -> None:
    program: subprocess.Popen[bytes] = subprocess.Popen(
        command(small.database, "batch"),
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with program:
        stdin: Any = program.stdin
        stdout: Any = program.stdout
        stdin.write(b'{"command": "doctor list"}\n')
        stdin.flush()
        assert json.loads(stdout.readline())["ok"] is True
        program.send_signal(signal.SIGINT)
        assert program.wait(120) == 130
        assert program.stderr is not None
        assert program.stderr.read() == b""


@pytest.mark.slow
def test_starting_loads_no_more_than_is_needed(small: Clinic) -> None:
    code = (
        "import sys; from clinic_desktop.cli import main\n"
        "main(sys.argv[1:])\n"
        "print(*sorted(name for name in sys.modules if '.' not in name), file=sys.stderr)"
    )
    program = [sys.executable, "-c", code, "--database", small.database]
    for words, unwanted in (
        (["--help"], {"sqlalchemy", "alembic", "psycopg", "PySide6", "platformdirs"}),
        (["doctor", "list"], {"alembic", "psycopg", "PySide6", "dateutil"}),
    ):
        done = subprocess.run([*program, *words], capture_output=True, check=True, timeout=240)
        assert not unwanted & set(done.stderr.decode().split())


def test_all_that_is_wrong_with_one_call_is_told_at_once(clinic: Clinic) -> None:
    """What can't be read, what can't be meant, and what is not there, whichever comes first."""

    def wrong(*words: str) -> list[str]:
        answered = clinic.run("--json", *words)
        assert answered.code == 2, answered.out
        return [reason["message"] for reason in answered.document["error"]["reasons"]]

    def told(messages: list[str], *parts: str) -> None:
        assert len(messages) == len(parts), messages
        for message, part in zip(messages, parts, strict=True):
            assert part in message

    told(
        wrong("hours", "Nobody", "Mon 9-8", "--block", "3", "--seats", "500", "--site", "Moon"),
        "“Mon 9-8” was not understood", "A block is 5 minutes", "A block has 1 to",
        "room or equipment “Nobody”", "no site “Moon”",
    )  # fmt: skip
    # What can't be read at all does not hide what is not there.
    told(
        wrong("hours", "Nobody", "Mon 9-8", "--block", "x", "--from", "soon"),
        "--block: “x”", "--from: “soon”", "“Mon 9-8” was not understood",
        "room or equipment “Nobody”",
    )  # fmt: skip
    told(
        wrong(
            "type", "add", "Scan", "--minutes", "9999", "--before", "999", "--colour", "red",
            "--doctors", "Nobody", "--rooms", "Moon", "--needs", "Laser",
        ),
        "A visit is 1 minute", "The buffer before", "“red” is no colour",
        "no doctor “Nobody”", "no room “Moon”", "no equipment “Laser”",
    )  # fmt: skip
    told(
        wrong(
            "next", "--doctor", "Nobody", "--doctor", "Noone", "--type", "Moon", "--from",
            "2025-12-02", "--until", "2025-12-01",
        ),
        "--until must not lie before --from", "room or equipment “Nobody”",
        "room or equipment “Noone”",
        "no type “Moon”",
    )  # fmt: skip
    told(
        wrong("blocks", "--from", "soon", "--to", "later", "--doctor", "Nobody"),
        "“soon”", "“later”", "room or equipment “Nobody”",
    )  # fmt: skip
    told(
        wrong("time-off", "add", "Nobody", "--from", "soon", "--repeat", "sometimes"),
        "“soon”", "“sometimes”", "room or equipment “Nobody”",
    )  # fmt: skip
    answered = clinic.run(
        "book", "--doctor", "No", "--start", "2025-11-02T11:00", "--patient", "Pat"
    )
    assert answered.code == 1
    assert answered.err.startswith("Refused: There is no doctor, room or equipment “No”.")
    assert "\nAlso: There is no patient “Pat”." in answered.err
    [line] = clinic.batch(
        {"command": "hours", "doctor": "Nobody", "hours": "Mon 9-8", "block": "x"}
    )
    assert [one["code"] for one in line["error"]["reasons"]] == [
        "usage",
        "bad_hours",
        "unknown_doctor",
    ]
    assert clinic("verify")["ok"]


def test_wrong_usage_is_told_without_a_clinic(tmp_path: Path) -> None:
    """And nothing is made where there is none."""
    nowhere = Clinic(str(tmp_path / "none.db"))
    answered = nowhere.run("hours", "Nobody", "Mon 9-12", "--block", "x", "--seats", "y")
    assert answered.code == 2
    assert "--block: “x”" in answered.err
    assert "\nAlso: --seats: “y”" in answered.err
    assert not (tmp_path / "none.db").exists()


def test_a_refusal_names_no_option_that_its_command_lacks() -> None:
    """Whatever may be passed somewhere: who can't pass it with this command is not told to."""
    facts = {"may_overbook": True, "number": 3}
    codes = ("patient_busy", "block_reserved", "doctor_known", "do_not_book")
    told: dict[str, set[str]] = {}
    for entry in ENTRIES.values():
        has = {argument.shown for argument in entry.arguments}
        for code in (*codes, "block_taken", "appointments_affected"):
            refusal = Refusal(Reason(code, "No.", facts))
            text = running.failed(entry.name, refusal, None).text()
            named = set(re.findall(r"--[a-z-]+", text))
            assert named <= has, (entry.name, text)
            told.setdefault(entry.name, set()).update(named)
    over = {"--overbook", "--reason"}
    warned = {"--even-if-busy", "--even-if-reserved", "--even-if-do-not-book"}
    assert told["book"] == over | warned
    assert told["parked drop"] == warned
    assert told["reassign"] == {"--even-if-busy", "--even-if-reserved"}
    assert told["hours"] == {"--accept"}
    assert told["doctor add"] == {"--even-if-known"}
    assert told["patient show"] == set()


def test_what_can_not_be_asked_after_a_booking_leaves_it_booked(
    clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> str:
        raise Unavailable("database_gone", "The database is away.")

    monkeypatch.setitem(compose.QUERIES, PassedLimit, away)
    told = clinic(*BOOK)
    assert told["notes"] == [
        "Whether patients may book that time could not be asked: see clinic self-booking."
    ]
    assert len(clinic("agenda", *ORIGIN_DAY)["appointments"]) == 1
