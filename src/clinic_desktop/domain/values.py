"""``dataclass`` for values, as the standard library makes it, in a third of its time.

The standard library writes six methods for each frozen class as text and compiles them; for a
hundred values that is a seventh of all that stands between a window's start and its first data.
Here only ``__init__`` is compiled, when its class makes its first value or is asked what it takes;
the rest is shared. Type checkers see the standard library's own. Python 3.13 makes them faster by
itself; when it is the oldest that runs this, let this go.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T")
_PLAIN = {"init": False, "repr": False, "eq": False}


def _value(*, frozen: bool, slots: bool, kw_only: bool = False, order: bool = False) -> Any:  # noqa: ANN401 - a decorator
    """Answer the decorator for a class whose values are frozen and have slots."""
    if not (frozen and slots):
        message = "a value is frozen and has slots"
        raise TypeError(message)
    as_plain = dataclasses.dataclass(**_PLAIN, slots=True, kw_only=kw_only)

    def made(cls: type[T]) -> type[T]:
        plain: Any = as_plain(cls)
        given = dataclasses.fields(plain)
        plain.__init__ = _Unwritten(plain, given)
        plain.__eq__, plain.__hash__ = _comparison_by(_content_of(given))
        plain.__repr__ = _repr
        plain.__setattr__, plain.__delattr__ = _refuse_to_set, _refuse_to_delete
        plain.__getstate__, plain.__setstate__ = _state_of, _set_state
        if order:
            plain.__lt__, plain.__le__, plain.__gt__, plain.__ge__ = _order_by(_content_of(given))
        return plain  # type: ignore[no-any-return] # the same class, with slots

    return made


class _Unwritten:
    """The ``__init__`` of a class that has made no value yet: most classes make none at a start."""

    def __init__(self, cls: type, given: tuple[dataclasses.Field[Any], ...]) -> None:
        self._cls, self._given = cls, given

    def __get__(self, value: object, owner: type) -> Any:  # noqa: ANN401 - a method, or a function
        """Write it, and stand aside."""
        init: Any = _init_of(self._cls, self._given)
        self._cls.__init__ = init  # type: ignore[misc] # the class' own, at last
        return init.__get__(value, owner)


def _init_of(cls: type, given: tuple[dataclasses.Field[Any], ...]) -> Callable[..., None]:
    """Write ``__init__``: the only method that is quicker for being written for its class.

    Its own names begin with two underscores and do not end in them. No field has such a name:
    Python writes the class' name in front of it.
    """
    inside: dict[str, Any] = {"__put": object.__setattr__, "__missing": dataclasses.MISSING}
    places: list[str] = []
    names: list[str] = []
    lines: list[str] = []
    for item in given:
        argument, put = item.name, item.name
        if item.default is not dataclasses.MISSING:
            inside[f"__{item.name}_default"] = item.default
            argument += f"=__{item.name}_default"
        elif item.default_factory is not dataclasses.MISSING:
            inside[f"__{item.name}_new"] = item.default_factory
            argument += "=__missing"
            put = f"__{item.name}_new() if {item.name} is __missing else {item.name}"
        (names if item.kw_only else places).append(argument)
        lines.append(f" __put(__self, {item.name!r}, {put})")
    if hasattr(cls, "__post_init__"):
        lines.append(" __self.__post_init__()")
    arguments = ", ".join(["__self", *places, *(["*", *names] if names else [])])
    exec(f"def __init__({arguments}):\n" + ("\n".join(lines) or " pass"), inside)  # noqa: S102 - of a class's own words
    made: Callable[..., None] = inside["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _content_of(given: tuple[dataclasses.Field[Any], ...]) -> Callable[[Any], Any]:
    """Answer what tells one value of a class from another."""
    return attrgetter(*(item.name for item in given)) if given else lambda _value: ()


def _comparison_by(content: Callable[[Any], Any]) -> tuple[Callable[..., Any], Callable[..., int]]:
    """Make ``__eq__`` and ``__hash__``: equal is what is of one class and has the same content."""

    def equals(self: object, other: object) -> Any:  # noqa: ANN401 - a bool, or NotImplemented
        if other.__class__ is not self.__class__:
            return NotImplemented
        return content(self) == content(other)

    return equals, lambda self: hash(content(self))


def _order_by(content: Callable[[Any], Any]) -> tuple[Callable[..., Any], ...]:
    """Make the four comparisons of order, between values of one class."""

    def comparison(holds: Callable[[Any, Any], bool]) -> Callable[..., Any]:
        def compares(self: object, other: object) -> Any:  # noqa: ANN401 - a bool, or NotImplemented
            if other.__class__ is not self.__class__:
                return NotImplemented
            return holds(content(self), content(other))

        return compares

    return tuple(
        comparison(holds)
        for holds in (
            lambda one, two: one < two,
            lambda one, two: one <= two,
            lambda one, two: one > two,
            lambda one, two: one >= two,
        )
    )


def _repr(self: Any) -> str:  # noqa: ANN401 - any value
    told = ", ".join(
        f"{each.name}={getattr(self, each.name)!r}" for each in dataclasses.fields(self)
    )
    return f"{type(self).__qualname__}({told})"


def _refuse_to_set(_self: object, name: str, _value: object) -> None:
    message = f"cannot assign to field {name!r}"
    raise dataclasses.FrozenInstanceError(message)


def _refuse_to_delete(_self: object, name: str) -> None:
    message = f"cannot delete field {name!r}"
    raise dataclasses.FrozenInstanceError(message)


def _state_of(self: Any) -> list[Any]:  # noqa: ANN401 - any value
    return [getattr(self, each.name) for each in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:  # noqa: ANN401 - any value
    for each, content in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, each.name, content)


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # noqa: PLC0414 - handed on
else:
    dataclass = _value
