"""A week's hours as they are painted and as they are typed: two ways to say the same, without Qt.

Every week has hours, and some weeks of several may have more (“every 2 weeks”): each of these is a
layer that is painted by itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from clinic_desktop.domain.availability import Turn, WeeklyHours
from clinic_desktop.domain.hours_text import Week, Window
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.time import DAYS

_WEEK_DAYS = 7
_EMPTY: Week = ((),) * len(DAYS)


class Layer(NamedTuple):
    """Which weeks: the ``week``-th (from 1) of ``every`` weeks; and for what, where for one."""

    every: int = 1
    week: int = 1
    purpose: str = ""

    @classmethod
    def of(cls, turn: Turn) -> Layer:
        """Answer the layer that is a turn."""
        return cls(turn.every, turn.week, turn.purpose)

    @property
    def words(self) -> str:
        """What it is called: Every week, or Every 2 weeks, from week 1, for urgent."""
        purpose = f", for {self.purpose}" if self.purpose else ""
        weeks = "week" if self.every == 1 else f"{self.every} weeks, from week {self.week}"
        return f"Every {weeks}{purpose}"


EVERY_WEEK = Layer()
Kept = tuple[tuple[Window, str], ...]
"""A day's windows that are kept for something, such as lunch, each with what for."""


class Read(NamedTuple):
    """What a typed line says: hours, or (None) every reason why it says none."""

    hours: WeeklyHours | None
    mistakes: tuple[str, ...] = ()


def read(text: str) -> Read:
    """Read a line of hours; each part that can't be understood is told, not only the first."""
    try:
        return Read(WeeklyHours.parse(text))
    except Misuse as misuse:
        return Read(None, tuple(one.message for one in misuse.every))


def layers(hours: WeeklyHours) -> tuple[Layer, ...]:
    """Answer the layers that hours have; every week is always one."""
    return (EVERY_WEEK, *map(Layer.of, hours.turns))


def week_of(hours: WeeklyHours, layer: Layer) -> Week:
    """Answer the windows of a layer."""
    if layer == EVERY_WEEK:
        return hours.days
    found = (turn.days for turn in hours.turns if Layer.of(turn) == layer)
    return next(found, _EMPTY)


def beside(hours: WeeklyHours, layer: Layer) -> Week:
    """Answer the windows of all other layers that are for any visit, by day; they may overlap."""
    others = [
        week_of(hours, other) for other in layers(hours) if other != layer and not other.purpose
    ]
    return tuple(tuple(w for week in others for w in week[day]) for day in range(_WEEK_DAYS))


def kept_parts(hours: WeeklyHours, layer: Layer) -> tuple[Kept, ...]:
    """Answer by day the windows of all other layers that are kept for something, with its name."""
    others = [other for other in layers(hours) if other != layer and other.purpose]
    weeks = [(week_of(hours, other), other.purpose) for other in others]
    return tuple(
        tuple((window, name) for week, name in weeks for window in week[day])
        for day in range(_WEEK_DAYS)
    )


def painted(
    hours: WeeklyHours, layer: Layer, days: Iterable[int], window: Window, *, adds: bool
) -> WeeklyHours:
    """Answer the hours with a stretch of some weekdays added to a layer, or taken away from it."""
    week = list(week_of(hours, layer))
    for day in days:
        week[day] = _with(week[day], window) if adds else _without(week[day], window)
    return _with_week(hours, layer, tuple(week))


def _with_week(hours: WeeklyHours, layer: Layer, week: Week) -> WeeklyHours:
    if layer == EVERY_WEEK:
        return WeeklyHours(week, hours.turns)
    turns = [turn for turn in hours.turns if Layer.of(turn) != layer]
    if any(week):
        turns.append(Turn(layer.every, layer.week, week, layer.purpose))
    turns.sort(key=Layer.of)
    return WeeklyHours(hours.days, tuple(turns))


def _with(windows: tuple[Window, ...], more: Window) -> tuple[Window, ...]:
    found: list[Window] = []
    for start, end in sorted((*windows, more)):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def _without(windows: tuple[Window, ...], gone: Window) -> tuple[Window, ...]:
    found = []
    for start, end in windows:
        before, after = (start, min(end, gone[0])), (max(start, gone[1]), end)
        found += [piece for piece in (before, after) if piece[0] < piece[1]]
    return tuple(found)


def holds(week: Week, day: int, minute: int) -> bool:
    """Tell whether a minute of a weekday lies in the hours."""
    return any(start <= minute < end for start, end in week[day])


def counted_from(hours: WeeklyHours, anchor: dt.date | None, start: dt.date) -> WeeklyHours:
    """Answer hours whose alternating weeks are counted from a start's week on, not the anchor's."""
    if anchor is None or not hours.turns:
        return hours
    gone = (_monday(start) - _monday(anchor)).days // _WEEK_DAYS
    turns = [replace(turn, week=(turn.week - 1 - gone) % turn.every + 1) for turn in hours.turns]
    turns.sort(key=Layer.of)
    return WeeklyHours(hours.days, tuple(turns))


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def too_short(hours: WeeklyHours, minutes: int) -> bool:
    """Tell whether there are hours, but none that holds a whole block."""
    lengths = [end - start for start, end in hours.all_windows]
    return bool(lengths) and max(lengths) < minutes
