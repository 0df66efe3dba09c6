"""A screen reader in small, for tests: prints what it hears and finds, a line of JSON each.

It runs under the system's Python, which has the means to listen that ours has not.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pyatspi
from gi.repository import GLib

EVENTS = (
    "object:announcement", "object:children-changed", "object:property-change:accessible-name",
    "object:state-changed:focused",
)  # fmt: skip


def say(**what: Any) -> None:  # noqa: ANN401 - whatever JSON can hold
    """Print one line."""
    print(json.dumps(what), flush=True)  # noqa: T201 - the test reads it


def hear(event: Any) -> None:  # noqa: ANN401 - of a library without types
    """Tell an event: what is announced, else what its source is called."""
    kind, data = event.type.name, event.any_data
    if kind.startswith("object:state-changed") and not event.detail1:
        return
    try:
        name = data if kind.startswith("object:announcement") else event.source.name
    except GLib.GError:
        name = ""  # it is gone already
    say(event=kind, name=str(name))


def below(thing: Any) -> Iterator[Any]:  # noqa: ANN401 - as above
    """Go through a thing and all in it, asked for anew each time."""
    thing.clear_cache()
    yield thing
    for child in thing:
        if child is not None:
            yield from below(child)


def describe(name: str) -> None:
    """Tell what a list of the calendar, or the whole of it, holds."""
    found: list[dict[str, Any]] = []
    met = 0
    try:
        for program in pyatspi.Registry.getDesktop(0):
            for thing in below(program) if program is not None else ():
                met += 1
                if thing.getRoleName() == "list item" and thing.name.startswith(name):
                    box = thing.queryComponent().getExtents(pyatspi.DESKTOP_COORDS)
                    acts = thing.queryAction()
                    found.append(
                        {
                            "name": thing.name,
                            "list": thing.parent.name,
                            "box": [box.x, box.y, box.width, box.height],
                            "states": [
                                str(each.value_nick) for each in thing.getState().getStates()
                            ],
                            "acts": [acts.getName(n) for n in range(acts.nActions)],
                        }
                    )
    except (GLib.GError, LookupError):
        # The tree has changed meanwhile; who asks asks again.
        found = []
    say(items=found, met=met)


def ask() -> None:
    """Describe what each line of standard input names; end with it."""
    for line in sys.stdin:
        GLib.idle_add(describe, line.rstrip("\n"))
    GLib.idle_add(pyatspi.Registry.stop)


pyatspi.Registry.registerEventListener(hear, *EVENTS)
threading.Thread(target=ask, daemon=True).start()
say(event="ready", name="ready")
pyatspi.Registry.start(gil=False)
