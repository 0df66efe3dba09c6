"""How a screen reader is told that a calendar shows other things than before. Knows no Qt."""

from __future__ import annotations

import zoneinfo
from collections.abc import Iterable, Mapping, Sequence

from clinic_desktop.domain.booking import Appointment, Block
from clinic_desktop.ui.agenda.contents import Column, Item
from clinic_desktop.ui.agenda.kept import Kept
from clinic_desktop.ui.agenda.off import Off
from clinic_desktop.ui.agenda.walk import Spot
from clinic_desktop.ui.agenda.words import day_text, item_name, run_name

MOST = 3
"""More changes at once are only counted: nobody waits through a long list."""

Thing = Item | Off | Kept
Shown = Mapping[Spot, Thing]
"""What a calendar shows, each item at its spot."""


def period_told(columns: Sequence[Column], shown: Shown) -> str:
    """Say whose days are shown: ``Sunday 2 November, 2 doctors, 12 free``."""
    if not columns:
        return ""
    days = list(dict.fromkeys(column.day for column in columns))
    doctors = list(dict.fromkeys(column.doctor.name for column in columns))
    when = day_text(days[0]) + (f" to {day_text(days[-1])}" if len(days) > 1 else "")
    who = doctors[0] if len(doctors) == 1 else f"{len(doctors)} doctors"
    free = len({key for (_, key), item in shown.items() if isinstance(item, Block)})
    return f"{when}, {who}, {free} free"


def changes_told(before: Shown, after: Shown, current: Spot | None, zone: zoneinfo.ZoneInfo) -> str:
    """Say what was booked, freed or changed, without what is current: that is read by its focus.

    Times that are offered no more are told only where nothing came in their place.
    """
    # What is kept free around a visit comes and goes with it: the visit is told.
    before = {spot: item for spot, item in before.items() if not isinstance(item, Kept)}
    after = {spot: item for spot, item in after.items() if not isinstance(item, Kept)}
    come = [item for spot, item in after.items() if spot not in before and spot != current]
    # A patch keeps what it does not reach: most are the very same.
    both = [(before[spot], item) for spot, item in after.items() if spot in before]
    both = [(was, item) for was, item in both if was is not item]
    other = [item for was, item in both if _is_changed(was, item, zone)]
    sentences = _sentences([*come, *other], zone)
    if not sentences and after.keys() <= before.keys():
        gone = [item for spot, item in before.items() if spot not in after]
        sentences = [f"{sentence}, no longer" for sentence in _sentences(gone, zone)]
    if len(sentences) > MOST:
        sentences[MOST:] = [f"and {len(sentences) - MOST} more"]
    return ". ".join(sentences)


def _is_changed(was: Thing, item: Thing, zone: zoneinfo.ZoneInfo) -> bool:
    """Tell whether somebody changed an item: that its patient is hidden now is no news."""
    if isinstance(was, Appointment) and was.version == getattr(item, "version", None):
        return False
    return item_name(was, zone) != item_name(item, zone)


def _sentences(items: Iterable[Thing], zone: zoneinfo.ZoneInfo) -> list[str]:
    """Name items, free blocks in a row as one; what passes midnight is told once."""
    runs: list[list[Block]] = []
    others: list[Thing] = []
    seen = dict.fromkeys(items)
    for item in sorted(seen, key=lambda each: (each.doctor_id, each.start)):
        if not isinstance(item, Block):
            others.append(item)
        elif runs and (runs[-1][-1].doctor_id, runs[-1][-1].end) == (item.doctor_id, item.start):
            runs[-1].append(item)
        else:
            runs.append([item])
    names = [item_name(item, zone) for item in others]
    return names + [run_name(r, zone) if len(r) > 1 else item_name(r[0], zone) for r in runs]
