"""A value is what a frozen dataclass of the standard library is, only sooner made."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import pickle
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest

from clinic_desktop.domain import values

A = TypeVar("A")
Make = Callable[..., Any]


@values.dataclass(frozen=True, slots=True, order=True)
class Kept:
    """Lies where ``pickle`` finds it."""

    number: int
    words: tuple[str, ...] = ()


def classes(make: Make) -> tuple[Any, Any, Any]:
    """Make the same three classes by one decorator."""

    @make(frozen=True, slots=True, kw_only=True)
    class Wish(Generic[A]):
        """Has a default of its own making."""

        number: list[int] = dataclasses.field(default_factory=lambda: [7])

    @make(frozen=True, slots=True, kw_only=True)
    class Book(Wish[int]):
        """Has what it inherits, and more."""

        block: int
        note: str = "none"

        def __post_init__(self) -> None:
            if self.block < 0:
                raise ValueError(self.block)

    @make(frozen=True, slots=True, order=True)
    class Span:
        """Stands in a row."""

        start: int
        end: int = 9

        @property
        def long(self) -> int:
            return self.end - self.start

    return Wish, Book, Span


@pytest.fixture(params=[values.dataclass, dataclasses.dataclass], ids=["ours", "the library's"])
def made(request: pytest.FixtureRequest) -> tuple[Any, Any, Any]:
    return classes(request.param)


def test_values_are_made_compared_and_told_alike(made: tuple[Any, Any, Any]) -> None:
    wish, book, span = made
    one = book(block=3)
    assert (one.number, one.block, one.note) == ([7], 3, "none")
    assert one == book(block=3, number=[7])
    assert one != book(block=4)
    assert one.number is not book(block=3).number
    assert repr(one).endswith("Book(number=[7], block=3, note='none')")
    assert (wish() == one, wish() == wish(), span(1) == (1, 9)) == (False, True, False)
    assert hash(span(1)) == hash(span(1, 9)) == hash((1, 9))
    assert (span(1, 2).long, {span(1): "x"}[span(1, 9)]) == (1, "x")
    assert sorted([span(2), span(1, 3), span(1, 2)]) == [span(1, 2), span(1, 3), span(2)]
    assert span(1) <= span(1)
    assert span(1) >= span(1)
    assert span(2) > span(1)
    with pytest.raises(TypeError):
        _ = span(1) < 3


def test_values_refuse_alike(made: tuple[Any, Any, Any]) -> None:
    _, book, span = made
    acts: tuple[Make, ...] = (
        lambda: setattr(span(1), "end", 3),
        lambda: setattr(span(1), "other", 3),
        lambda: delattr(span(1), "end"),
    )
    for act in acts:
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            act()
    calls: tuple[Make, ...] = (
        lambda: book(3),
        lambda: book(blok=3),
        lambda: span(1, 2, 3),
        span,
    )
    for wrong in calls:
        with pytest.raises(TypeError):
            wrong()
    with pytest.raises(ValueError, match="-1"):
        book(block=-1)


def test_values_are_dataclasses_alike(made: tuple[Any, Any, Any]) -> None:
    _, book, span = made
    assert [item.name for item in dataclasses.fields(book)] == ["number", "block", "note"]
    assert dataclasses.replace(span(1), end=4) == span(1, 4)
    assert dataclasses.asdict(book(block=1)) == {"number": [7], "block": 1, "note": "none"}
    assert list(inspect.signature(book).parameters) == ["number", "block", "note"]
    assert copy.deepcopy(book(block=1)) == book(block=1)
    assert not hasattr(span(1), "__dict__")
    match span(1):
        case span(start, end):
            assert (start, end) == (1, 9)


@pytest.mark.parametrize("make", [values.dataclass, dataclasses.dataclass])
def test_a_field_may_have_any_name(make: Make) -> None:
    @make(frozen=True, slots=True)
    class Named:
        self: int
        put: int
        missing: int
        note: int = 4
        default_note: int = 5
        made: list[int] = dataclasses.field(default_factory=lambda: [6])
        new_made: int = 7
        __put: int = 8
        __missing: int = 9

    named: Any = Named
    assert dataclasses.astuple(named(1, 2, 3)) == (1, 2, 3, 4, 5, [6], 7, 8, 9)
    assert dataclasses.astuple(named(self=0, put=0, missing=0))[:3] == (0, 0, 0)


def test_values_are_pickled() -> None:
    assert pickle.loads(pickle.dumps(Kept(1, ("a",)))) == Kept(1, ("a",))  # noqa: S301 - our own


def test_only_frozen_values_with_slots_are_made() -> None:
    with pytest.raises(TypeError):
        values.dataclass(frozen=False, slots=True)
