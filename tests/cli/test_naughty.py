"""Odd texts in every field: refused with a reason, or stored and answered exactly."""

from __future__ import annotations

import json
import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from clinic_desktop.cli import checking
from clinic_desktop.cli.grammar import Entry
from clinic_desktop.cli.vocabulary import ENTRIES
from clinic_desktop.domain.saying.reading import LANGUAGES
from tests.cli.conftest import ORIGIN_DAY, Answered, Clinic
from tests.naughty import HARD, TEXTS

LINES = [
    ({"command": "doctor add", "name": ..., "even_if_known": True}, ("doctor", "name")),
    (
        {"command": "doctor add", "name": "Dr Odd", "specialty": ..., "even_if_known": True},
        ("doctor", "specialty"),
    ),
    ({"command": "room add", "name": ...}, ("room", "name")),
    ({"command": "type add", "name": ..., "minutes": 60}, ("type", "name")),
    ({"command": "type add", "name": "T", "minutes": 60, "colour": ...}, ("type", "colour")),
    ({"command": "patient add", "name": ...}, ("patient", "name")),
    ({"command": "patient add", "name": "A B", "born": ...}, ("patient", "born")),
    ({"command": "patient add", "name": "A B", "phone": [...]}, ("patient", "phones", 0)),
    ({"command": "patient add", "name": "A B", "email": ...}, ("patient", "email")),
    ({"command": "patient change", "patient": 1, "name": ...}, ("patient", "name")),
    ({"command": "patient change", "patient": 1, "born": ...}, ("patient", "born")),
    ({"command": "patient change", "patient": 1, "phone": [...]}, ("patient", "phones", 0)),
    ({"command": "patient change", "patient": 1, "email": ...}, ("patient", "email")),
    ({"command": "patient change", "patient": 1, "note": ...}, ("patient", "note")),
    ({"command": "patient change", "patient": 1, "file_number": ...}, ("patient", "file_number")),
    ({"command": "patient change", "patient": 1, "do_not_book": ...}, ("patient", "do_not_book")),
    ({"command": "user allow", "name": ..., "right": "overbook"}, ("user", "name")),
    (
        {"command": "book", "doctor": 1, "patient": 1, "start": "2025-11-02T11:00", "note": ...},
        ("appointment", "note"),
    ),
]
ASKED: list[dict[str, object]] = [
    {"command": "patient find", "text": ...},
    {"command": "patient show", "patient": ...},
    {"command": "patient change", "patient": ..., "note": "n"},
    {"command": "merge", "kept": ..., "other": 1},
    {"command": "merge", "kept": 1, "other": ...},
    {"command": "blocks", "from": ..., "to": "2025-11-03"},
    {"command": "blocks", "from": "2025-11-02", "to": "2025-11-03", "doctor": ...},
    {"command": "book", "doctor": ..., "patient": 1, "start": "2025-11-02T12:00"},
    {"command": "book", "doctor": 1, "patient": ..., "start": "2025-11-02T12:00"},
    {"command": "book", "doctor": 1, "patient": 1, "start": ...},
    {"command": "book", "doctor": 1, "patient": 1, "start": "2025-11-02T12:00", "type": ...},
    {"command": "hours", "doctor": 1, "hours": ...},
    {"command": "history", "appointment": ...},
    {"command": "import history", "file": ..., "mapping": ..., "preview": True},
]
# These are brought to one form before they are stored.
FOLDED = {"doctor", "room", "type", "user", "patient"}


def _put(value: Any, text: str) -> Any:  # noqa: ANN401 - any JSON
    """Put the text where the dots stand."""
    if isinstance(value, dict):
        return {key: _put(item, text) for key, item in value.items()}
    if isinstance(value, list):
        return [_put(item, text) for item in value]
    return text if value is ... else value


def _at(document: dict[str, Any], path: tuple[str | int, ...]) -> object:
    """Follow the path into a document; what is not there is None."""
    found: Any = document
    for step in path:
        if found == []:
            return None
        found = found[step]
    return found


def _same(given: str, stored: object, path: tuple[str | int, ...]) -> bool:
    """Whether the text is stored exactly; names may lose spaces and turn “Family, Given” round."""
    if stored == given or not given.strip():
        # A blank text is none.
        return True
    if path[-1] == "born":
        # A date may be written in another way; what is none is refused.
        return isinstance(stored, str) and stored[:4] in given
    if path[0] in FOLDED and path[-1] != "phones":
        return isinstance(stored, str) and _bare(given) == _bare(stored)
    return False


def _bare(text: str) -> list[str]:
    """The text without what reading a name may take away."""
    composed = unicodedata.normalize("NFC", text)
    return sorted("".join(char for char in composed if char != "," and not char.isspace()))


@pytest.mark.parametrize("name", TEXTS)
def test_stored_exactly_or_refused_with_a_reason(clinic: Clinic, name: str) -> None:
    text = TEXTS[name]
    lines = [_put(line, text) for line, _ in LINES]
    answers = clinic.batch(*lines)
    for answer, line, (_, path) in zip(answers, lines, LINES, strict=True):
        if answer["ok"]:
            assert _same(text, _at(answer, path), path), (line, answer)
        else:
            assert answer["error"]["code"] != "bug", line
            assert answer["error"]["message"]
    if answers[-1]["ok"]:
        [visit] = clinic("agenda", *ORIGIN_DAY)["appointments"]
        assert visit["note"] == text
    for words in (("doctor", "list"), ("patient", "find", "a"), ("agenda", *ORIGIN_DAY)):
        shown = clinic.run(*words)
        assert shown.code == 0
        steering = set(shown.out) & {chr(code) for code in (*range(10), *range(11, 32), 127)}
        assert not steering


@pytest.mark.parametrize("name", TEXTS)
def test_asking_with_it_never_fails(clinic: Clinic, name: str) -> None:
    lines = [_put(line, TEXTS[name]) for line in ASKED]
    for answer, line in zip(clinic.batch(*lines), lines, strict=True):
        assert answer["ok"] or answer["error"]["code"] != "bug", (line, answer)
    assert len(clinic("patient", "find", "Smith")["patients"]) >= 1


def test_a_table_can_not_be_steered(small: Clinic) -> None:
    words = ("--doctor", "1", "--patient", "1", "--start", "2025-11-02T11:00")
    small("book", *words, "--note", "\x1b[2Jgone")
    assert json.loads(small.run("--json", "agenda", *ORIGIN_DAY).out)["appointments"][0][
        "note"
    ] == ("\x1b[2Jgone")
    assert "\x1b" not in small.run("patient", "show", "1").out
    # Nor turned round behind a name, or told apart by what is not seen.
    turning = "Bo\u202eb\u2067 Li\u200bn"
    made = small("patient", "add", turning)["patient"]
    small("patient", "change", made["id"], "--note", turning)
    small("doctor", "add", f"Dr {turning}")
    number = small("book", *words[2:4], "--doctor", f"Dr {turning}", *words[4:], code=1)["error"]
    assert turning in number["message"]
    small("hours", f"Dr {turning}", "Sun 9-17", "--from", "2025-11-02", "--until", "2025-11-02")
    made = small("book", "--doctor", f"Dr {turning}", "--patient", turning, *words[4:])
    visit = made["appointment"]
    assert (visit["patient"], visit["doctor"]) == (turning, f"Dr {turning}")
    for asked in (
        ("agenda", *ORIGIN_DAY), ("patient", "find", "bo"), ("patient", "show", turning),
        ("doctor", "list"), ("blocks", *ORIGIN_DAY), ("history", visit["id"]),
        ("hours", f"Dr {turning}", "none", "--from", "2025-11-02"), ("next", "--doctor", "1"),
        ("cancel", visit["id"], "--reason", "clinic"), ("undo",), ("why", *words[:2], *words[4:]),
    ):  # fmt: skip
        told = small.run(*asked)
        assert told.out + told.err
        assert not set("\u202e\u2067\u200b") & set(told.out + told.err), asked
    assert "Bo\\u202eb\\u2067 Li\\u200bn" in small.run("agenda", *ORIGIN_DAY).out


GIVEN = {
    "DOCTOR": "1", "D": "1", "P": "1", "KEPT": "1", "OTHER": "1", "SITE": "1", "ROOM": "2",
    "DEVICE": "3", "A": "1", "B": "1", "N": "30", "T": "2025-11-02T11:00", "DATE": "2025-11-02",
    "HOURS": "Sun 9-17", "ID": "1", "COUNTRY": "US", "Y": "2025", "TYPE": "1", "STATUS": "arrived",
    "APPOINTMENT": "6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11", "CODE": "other",
    "FIELD": "1", "FILE.pdf": "sheet.pdf",
    "SERIES": "6f1c1c9e-3a53-4d0f-9a5e-2f6f0d1c7b11", "{overbook,pass_do_not_book}": "overbook",
    "{this,following,all}": "all",
}  # fmt: skip
"""What stands where a command needs something else, by the word of the usage line."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, so deep that no odd path leads out of the test's own."""
    deep = tmp_path / "a" / "b" / "c"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    return deep


def _lines(entry: Entry, text: str) -> Iterator[dict[str, object]]:
    """Answer a batch line for each argument of a command, with the text there."""
    needed = {
        each.name: GIVEN.get(each.metavar, each.metavar)
        for each in entry.arguments
        if each.required or each.name == "times"
    }
    for each in entry.arguments:
        yield {"command": entry.name, **needed, each.name: text}


def test_every_argument_of_every_command_takes_any_text(small: Clinic, folder: Path) -> None:
    small("room", "add", "Room 1")
    small("equipment", "add", "Laser")
    small("type", "add", "Check-up", "--minutes", "30")
    lines = [
        line
        for entry in ENTRIES.values()
        if not entry.live
        for name in ("scripts", "code", "control", "long", "blank", "half a pair")
        for line in _lines(entry, HARD[name])
    ]
    raw = "".join(f"{json.dumps(line)}\n" for line in lines)
    done = small.run("batch", stdin=raw.encode())
    for line, answer in zip(lines, done.lines, strict=True):
        if not answer["ok"] and "error" in answer:
            reasons = answer["error"]["reasons"]
            assert all(one["code"] and one["message"] for one in reasons), line
            assert answer["error"]["code"] != "bug", (line, answer)
    assert done.code == 0
    assert small("verify")["ok"]
    assert folder.is_dir()


def _tells(answered: Answered) -> None:
    """Hold an answer to what the page of the command says."""
    assert answered.code in {0, 1, 2, 3}, answered
    assert answered.err == ""
    if answered.code:
        assert answered.reasons


@pytest.mark.parametrize("text", [HARD["code"], os.fsdecode(b"\xff\xed\xa0\x80"), "--json", ""])
@pytest.mark.usefixtures("folder")
def test_every_command_line_takes_any_text(small: Clinic, text: str) -> None:
    for entry in ENTRIES.values():
        if entry.name == "watch":
            # Without a number it waits for a commit.
            _tells(small.run("--json", "watch", "--count", text, "--timeout", text))
            continue
        words = entry.name.split()
        for each in entry.arguments:
            words += (
                [text] if each.positional else [each.shown] if each.flag else [each.shown, text]
            )
        answered = small.run(*words)
        assert answered.code in {0, 1, 2, 3}, (words, answered)
        assert "Traceback" not in answered.err
        if answered.code and "--json" not in words:
            assert answered.err.strip(), words
            assert answered.out == ""
        _tells(small.run("--json", *words))


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_any_line_is_answered_in_every_language(clinic: Clinic, language: str) -> None:
    lines = [
        {"command": "say", "line": text, "language": language, "book": book}
        for text in TEXTS.values()
        for book in (False, True)
    ]
    for line, answer in zip(lines, clinic.batch(*lines), strict=True):
        if answer["ok"]:
            assert answer["line"] == line["line"]
        else:
            assert answer["error"]["code"] != "bug", (line, answer)
            assert all(one["message"] for one in answer["error"]["reasons"])
    assert clinic("agenda", *ORIGIN_DAY)["appointments"] == []


def test_a_batch_outlives_any_bytes(small: Clinic) -> None:
    raw = [
        b"\xff\xfe\x00", b"{", b"[" * 100_000, b'{"command": "say", "line": "\xed\xa0\x80"}',
        b'{"command": "say", "line": "a\\ud800b"}', b'{"command": "say", "line": "a\\u0000b"}',
        b'{"command": ' + b"9" * 5000 + b"}", b'{"command": "say", "line": 1e999}', b"null", b"\r",
        b'{"command": "say", "line": "' + b"x " * 500_000 + b'"}', b'{"command": {"say": []}}',
    ]  # fmt: skip
    done = small.program("batch", stdin=b"\n".join([*raw, b'{"command": "doctor list"}']))
    assert done.code == 0
    assert done.err == ""
    answers = done.lines
    assert len(answers) == len(raw) + 1
    assert answers[-1]["ok"]
    for line, answer in zip(raw, answers, strict=False):
        assert answer["ok"] or answer["error"]["code"] in {"usage", "bad_text"}, line[:60]


def test_bytes_that_are_no_text_are_told_on_the_command_line(small: Clinic) -> None:
    for words in ([b"say", b"smith \xff next"], [b"patient", b"add", b"\xc3\x28"], [b"\xff"]):
        told = small.program(*[os.fsdecode(word) for word in words])
        assert told.code == 2
        assert told.out == ""
        assert "proper UTF-8" in told.err
        assert "Traceback" not in told.err


def test_a_fault_while_mistakes_are_looked_for_is_its_line_s_alone(
    small: Clinic, monkeypatch: pytest.MonkeyPatch, log_file: Path
) -> None:
    def failing(*_given: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(checking, "every_mistake", failing)
    lines = [{"command": "book", "doctor": "1"}, {"command": "doctor list"}]
    done = small.run("batch", stdin="".join(f"{json.dumps(line)}\n" for line in lines).encode())
    assert [answer["ok"] for answer in done.lines] == [False, True]
    assert done.lines[0]["error"]["code"] == "bug"
    assert done.code == 70
    assert "RuntimeError" in log_file.read_text("utf-8")
