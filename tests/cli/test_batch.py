"""``clinic batch``: an answer a line, one vocabulary with the command line, nothing stops it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from clinic_desktop.cli.grammar import Entry
from clinic_desktop.cli.parser import parse, parse_line
from clinic_desktop.cli.vocabulary import ENTRIES
from clinic_desktop.domain.refusals import Misuse, Unavailable
from tests.cli.conftest import ORIGIN_DAY, Clinic, command

BOOK = {"command": "book", "doctor": "Dr Lee", "patient": "Ann Smith", "start": "2025-11-02T11:00"}


def test_answers_are_the_documents_with_ok_and_ref(clinic: Clinic) -> None:
    number = str(uuid4())
    booked, again, agenda, history = clinic.batch(
        {**BOOK, "id": number, "ref": "a"},
        {**BOOK, "id": number, "ref": {"any": [1]}},
        {"command": "agenda", "from": "2025-11-02", "to": "2025-11-03", "all": True},
        {"command": "history", "appointment": number},
    )
    assert (booked["ok"], booked["ref"], booked["repeated"]) == (True, "a", False)
    assert (again["ok"], again["ref"], again["repeated"]) == (True, {"any": [1]}, True)
    assert agenda == {"appointments": [booked["appointment"]], "ok": True, "ref": None}
    alone = clinic("agenda", *ORIGIN_DAY, "--all")
    assert alone == {"appointments": agenda["appointments"]}
    assert {**clinic("history", number), "ok": True, "ref": None} == history


def test_a_whole_day_in_one_batch(empty: Clinic) -> None:
    number = str(uuid4())
    day = {"from": "2025-11-02", "until": "2025-11-02"}
    answers = empty.batch(
        {"command": "doctor add", "name": "Dr Lee", "specialty": "Cardiology"},
        {"command": "room add", "name": "Room 1"},
        {"command": "type add", "name": "Check-up", "minutes": 60, "colour": "#2f6fab"},
        {"command": "patient add", "name": "Ann Smith", "born": 1980, "phone": ["1234", "5678"]},
        {"command": "patient add", "name": "Bo Berg", "phone": "555 123"},
        {"command": "hours", "doctor": 1, "hours": "Sun 9-17", "block": 60, **day},
        {**BOOK, "type": "Check-up", "note": "first", "id": number, "even_if_busy": False},
        {"command": "move", "appointment": number, "start": "2025-11-02T13:00", "version": 1},
        {"command": "status", "appointment": number, "status": "arrived"},
        {"command": "undo"},
        {"command": "undo"},
        {"command": "cancel", "appointment": number, "reason": "weather", "by": "clinic"},
        {"command": "blocks", "from": "2025-11-02", "to": "2025-11-03", "state": "all"},
        {"command": "patient find", "text": "ann", "limit": 5},
        {"command": "patient show", "patient": "Ann Smith"},
        {"command": "patient show", "p": "Ann Smith"},
        {"command": "user allow", "name": "ann", "right": "overbook"},
        {"command": "doctor list"},
        {"command": "room list"},
        {"command": "type list"},
    )
    assert [answer["ok"] for answer in answers] == [True] * len(answers)
    assert answers[3]["patient"]["phones"] == ["1234", "5678"]
    assert answers[9]["appointment"]["status"] == "booked"
    assert answers[10]["appointment"]["start"] == "2025-11-02T11:00:00-05:00"
    assert len(answers[12]["blocks"]) == 8
    assert answers[14] == answers[15]


def test_refusals_and_malformed_lines_do_not_stop_it(clinic: Clinic) -> None:
    taken = {**BOOK, "ref": 3}
    answers = clinic.batch(
        BOOK,
        "",
        taken,
        "not json",
        "[1]",
        '{"command": "book"',
        {"ref": 7},
        {"command": "fly", "ref": 8},
        {"command": "book", "ref": 9, "blocks": 1},
        {"command": "doctor list", "json": True},
        {"command": "batch"},
        {"command": "init"},
        {"command": ["book"]},
        {"command": "doctor add", "name": {"deep": 1}},
        {"command": "doctor add", "name": True},
        {"command": "agenda", "from": "2025-11-02", "to": "2025-11-03", "all": "yes"},
        {"command": "patient show", "patient": "1", "p": "1"},
        '{"command": "doctor list", "command": "room list"}',
        '{"command": "doctor add", "name": NaN}',
        '{"command": "doctor list", "ref": 1e999}',
        "[" * 100_000,
        {**BOOK, "start": "2025-11-02T12:00", "ref": 99},
    )
    assert [answer["ok"] for answer in answers] == [True, *[False] * 20, True]
    assert answers[2]["ref"] == 3
    assert answers[2]["error"]["code"] == "block_taken"
    for answer in (*answers[1:2], *answers[3:-1]):
        assert answer["error"]["code"] == "usage"
    assert [answer["ref"] for answer in answers[6:9]] == [7, 8, 9]
    assert answers[-1]["ref"] == 99


def test_undo_reaches_only_this_run(clinic: Clinic) -> None:
    first = clinic.batch(BOOK)[0]["appointment"]["id"]
    second = {**BOOK, "start": "2025-11-02T12:00"}
    refused, booked, undone, empty = clinic.batch(
        {"command": "undo"}, second, {"command": "undo"}, {"command": "undo"}
    )
    assert (refused["ok"], empty["ok"]) == (False, False)
    assert undone["appointment"]["id"] == booked["appointment"]["id"]
    assert clinic("undo")["appointment"]["id"] == first


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(small: Clinic) -> None:
    raw = b'\xef\xbb\xbf{"command": "doctor list"}\r\n{"command": "room list"}'
    answered = small.run("batch", stdin=raw)
    assert answered.code == 0
    assert [line["ok"] for line in answered.lines] == [True, True]


def test_lines_that_are_no_utf8_are_answered(small: Clinic) -> None:
    raw = b'\xff\xfe{"command"\n{"command": "doctor add", "name": "\\ud800"}\n\x00\n'
    answered = small.run("batch", stdin=raw)
    assert answered.code == 0
    assert [line["error"]["code"] for line in answered.lines] == ["usage", "bad_text", "usage"]


def test_a_database_that_is_gone_ends_it_with_3(
    small: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    from clinic_desktop.scheduling.office import ClinicOffice

    def gone(*_: object) -> None:
        raise Unavailable("database_unreachable", "The server does not answer.")

    monkeypatch.setattr(ClinicOffice, "do", gone)
    lines = b'{"command": "doctor list"}\n{"command": "undo", "ref": 1}\n{"command": "room list"}\n'
    answered = small.run("batch", stdin=lines)
    assert answered.code == 3
    assert [line["ok"] for line in answered.lines] == [True, False]
    assert answered.lines[1]["error"]["code"] == "database_unreachable"
    assert answered.lines[1]["ref"] == 1


@pytest.mark.parametrize(
    "code", ["database_locked", "disk_full", "disk_error", "outcome_unknown", "file_unreadable"]
)
def test_a_trouble_that_may_pass_does_not_end_it(
    small: Clinic, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    from clinic_desktop.scheduling.office import ClinicOffice

    def trouble(*_: object) -> None:
        raise Unavailable(code, "It did not work this time.")

    monkeypatch.setattr(ClinicOffice, "do", trouble)
    answered = small.run("batch", stdin=b'{"command": "undo"}\n{"command": "doctor list"}\n')
    assert answered.code == 0
    assert answered.lines[0]["error"]["code"] == code
    assert answered.lines[1]["ok"] is True


@pytest.mark.parametrize("where", ["doing it", "reading the line", "writing the answer"])
def test_a_fault_in_a_line_is_told_and_ends_in_70(
    small: Clinic, monkeypatch: pytest.MonkeyPatch, log_file: Path, where: str
) -> None:
    """The lines behind it are carried out: each stands for itself."""
    from clinic_desktop.cli import batch, documents
    from clinic_desktop.scheduling.office import ClinicOffice

    places: dict[str, tuple[Any, str]] = {
        "doing it": (ClinicOffice, "do"),
        "reading the line": (batch, "parse_line"),
        "writing the answer": (documents, "written"),
    }
    owner, name = places[where]
    whole = getattr(owner, name)

    def fail_once(*_: object) -> None:
        monkeypatch.setattr(owner, name, whole)
        raise RuntimeError(BOOK["patient"])

    monkeypatch.setattr(owner, name, fail_once)
    lines = ({**BOOK, "ref": 7}, {"command": "doctor list"})
    answered = small.run("batch", stdin="".join(f"{json.dumps(one)}\n" for one in lines).encode())
    assert answered.code == 70
    first, second = answered.lines
    assert (first["ok"], first["ref"], first["error"]["code"]) == (False, 7, "bug")
    assert str(log_file) in first["error"]["message"]
    assert second["ok"] is True
    log = log_file.read_text(encoding="utf-8")
    assert "RuntimeError" in log
    assert "Ann Smith" not in answered.out + log


@pytest.mark.slow
def test_every_answer_comes_after_its_commit_and_before_the_next_line(clinic: Clinic) -> None:
    program: subprocess.Popen[bytes] = subprocess.Popen(
        command(clinic.database, "batch"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with program:
        stdin: Any = program.stdin
        stdout: Any = program.stdout
        for hour in (9, 10, 11):
            start = f"2025-11-02T{hour:02}:00"
            stdin.write(json.dumps({**BOOK, "start": start, "ref": hour}).encode() + b"\n")
            stdin.flush()
            answer = json.loads(stdout.readline())
            assert (answer["ok"], answer["ref"]) == (True, hour)
            assert answer["appointment"]["start"] not in clinic.free()
        stdin.close()
        assert program.wait(120) == 0


# What follows asks for the vocabulary alone: typed words and a JSON line mean the same.

_WORD = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=20)
_VALUE = st.one_of(
    _WORD,
    st.integers(-3, 99).map(str),
    st.sampled_from(["2025-11-02", "2025-11-02T11:00", "1980-03", "free", "arrived", "clinic"]),
    st.uuids().map(str),
    st.sampled_from(["--", "-", "-x", "--json", "--note", "-5", "=", "a=b"]),
)


@given(data=st.data(), entry=st.sampled_from([e for e in ENTRIES.values() if not e.live]))
def test_argv_and_batch_mean_the_same(data: st.DataObject, entry: Entry) -> None:
    line: dict[str, object] = {"command": entry.name}
    options, positionals = [], []
    for argument in entry.arguments:
        if not argument.positional and data.draw(st.booleans()):
            continue
        if argument.flag:
            line[argument.name] = True
            options.append(argument.shown)
            continue
        value = data.draw(_VALUE)
        line[argument.name] = [value] if argument.many else value
        # A lone “--” is the one word that argparse keeps to itself.
        assume(value != "--")
        if argument.positional:
            positionals.append(value)
        else:
            options.append(f"{argument.shown}={value}")
    words = [*entry.name.split(), *options, *(["--"] if positionals else []), *positionals]

    def told(read: Any) -> object:  # noqa: ANN401 - what either way answers
        try:
            return read()
        except Misuse as error:
            return error.code

    def typed() -> object:
        found = parse(words)
        return (found.entry, found.words)

    assert told(typed) == told(lambda: parse_line(line))


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)
_NAMES = sorted({name for entry in ENTRIES.values() for name in entry.by_name})
_LINES = st.one_of(
    st.binary(max_size=60).map(lambda raw: raw.replace(b"\n", b" ")),
    _JSON.map(lambda value: json.dumps(value).encode()),
    st.fixed_dictionaries(
        {"command": st.sampled_from([name for name in ENTRIES if name != "demo"])},
        optional=dict.fromkeys(_NAMES, _JSON | _VALUE),
    ).map(lambda value: json.dumps(value).encode()),
)


@pytest.mark.slow
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(lines=st.lists(_LINES, min_size=5, max_size=30))
def test_whatever_comes_every_line_gets_one_answer(small: Clinic, lines: list[bytes]) -> None:
    answered = small.run("batch", stdin=b"".join(line + b"\n" for line in lines))
    assert len(answered.lines) == len(lines)
    assert answered.code == 0, answered.out
    for answer in answered.lines:
        assert isinstance(answer["ok"], bool)
        assert "ref" in answer
        assert answer["ok"] or answer.get("problems") or answer["error"]["code"] != "bug"
