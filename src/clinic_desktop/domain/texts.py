"""Which texts can be stored as they came, on every engine: the one rule for all that comes in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from pathlib import PurePath
from typing import Any, TypeVar

from clinic_desktop.domain.refusals import Misuse

V = TypeVar("V")


def is_storable(text: str) -> bool:
    """Tell whether a text is Unicode that every engine can hold: no null, no half of a pair."""
    if "\0" in text:
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def unstorable(value: object, field: str = "") -> Iterator[Misuse]:
    """Answer what is wrong with each text inside a wish or a question that can't be stored.

    ``field`` is how the value itself is called. Files may have any name that the system knows.
    """
    if isinstance(value, str | PurePath):
        if not isinstance(value, Enum) and not _is_sound(value):
            called = field.replace("_", " ")
            message = (
                f"The {called} holds a character that is none (a null, or half of a pair), and "
                "can't be taken as it is. Nothing was changed. Take that character out, then try "
                "again."
            )
            yield Misuse("bad_text", message, {"field": field})
    elif isinstance(value, tuple):
        # Ids may be many; where one stands last, there are nothing but ids.
        if value and not isinstance(value[-1], int):
            for item in value:
                yield from unstorable(item, field)
    elif is_dataclass(value):
        for one in fields(value):
            yield from unstorable(getattr(value, one.name), one.name)


def _is_sound(value: str | PurePath) -> bool:
    if isinstance(value, str):
        return is_storable(value)
    try:
        return b"\0" not in os.fsencode(value)
    except UnicodeEncodeError:
        return False


def made_storable(value: V) -> V:
    """Answer a wish with a mark in the place of each character that can't be stored.

    It is for hearing what else is wrong with it, never to be carried out.
    """
    changed: Any = value
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        changed = value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass")
        return changed.decode("utf-16", "replace")  # type: ignore[no-any-return] # a text
    if isinstance(value, PurePath):
        return type(value)(made_storable(str(value)))
    if isinstance(value, tuple):
        changed = tuple(made_storable(item) for item in value)
    elif is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: made_storable(getattr(value, one.name)) for one in fields(value)}
        changed = replace(value, **parts)
    return changed  # type: ignore[no-any-return] # of the value's own type
