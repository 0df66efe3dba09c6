"""``./run bench --json`` prints one document, and never a number that was not measured."""

from __future__ import annotations

import json
import math

import pytest

from benchmarks import __main__ as program
from benchmarks import booking
from benchmarks.bench import Sample
from benchmarks.figure import Figure, compared, interleaved, not_measured, percentile

KEYS = ["name", "unit", "ours", "floor", "ratio", "goal", "met"]


def test_one_figure_as_a_document(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(booking, "GOALS", {"sqlite": 3.0})
    monkeypatch.setattr(booking, "SAMPLE", Sample(doctors=1, patients=3, weeks=1))
    monkeypatch.setattr(booking, "ROUNDS", 3)
    monkeypatch.setattr(booking, "WARM", 1)
    assert program.main(["booking", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert list(document) == ["figures"]
    (figure,) = document["figures"]
    assert list(figure) == KEYS
    assert (figure["name"], figure["unit"], figure["goal"]) == ("book one block, sqlite", "ms", 3)
    assert figure["ours"] > 0 < figure["floor"]
    assert math.isclose(figure["ratio"], figure["ours"] / figure["floor"], rel_tol=0.01)
    assert figure["met"] is (figure["ratio"] <= 3)


def test_what_is_not_there_is_not_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(program.GROUPS, "later", "not_written_yet")
    assert program.main(["later", "--json"]) == 0
    (figure,) = json.loads(capsys.readouterr().out)["figures"]
    assert [figure[key] for key in ("ours", "floor", "ratio", "met")] == [None] * 4
    assert program.main(["later"]) == 0
    told = capsys.readouterr().out
    assert "not measured" in told
    assert "1 not measured" in told


def test_an_unknown_name_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert program.main(["nonsense"]) == 2
    assert "booking" in capsys.readouterr().err


def test_a_ratio_and_its_verdict() -> None:
    assert Figure("a", "ms", 3.0, 2.0, 1.5).met is True
    assert Figure("a", "ms", 3.1, 2.0, 1.5).met is False
    assert not_measured("a", "ms", 1.5, "because").met is None
    made = compared("a", 2.0, [1.0, 2.0, 9.0], [1.0, 1.0, 1.0])
    assert (made.ours, made.floor, made.ratio) == (2.0, 1.0, 2.0)
    assert percentile([float(n) for n in range(1, 101)], 99) == 99.0


def test_works_take_turns() -> None:
    order: list[str] = []
    taken = interleaved(lambda: order.append("a"), lambda: order.append("b"), rounds=2, warm=1)
    assert order == ["a", "b", "b", "a", "a", "b"]
    assert [len(times) for times in taken] == [2, 2]
