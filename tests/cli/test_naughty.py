"""Odd texts in every field: refused with a reason, or stored and answered exactly."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

import pytest

from tests.cli.conftest import ORIGIN_DAY, Clinic
from tests.naughty import TEXTS

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
