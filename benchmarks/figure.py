"""A figure: what the program needs, what its floor needs, and the goal for their ratio."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure beside its floor, both in ``unit``, the lower the better.

    ``ours`` and ``floor`` are None where nothing was measured; ``why`` then says why.
    """

    name: str
    unit: str
    ours: float | None
    floor: float | None
    goal: float
    why: str = ""

    @property
    def ratio(self) -> float | None:
        """Ours over floor."""
        if self.ours is None or not self.floor:
            return None
        return self.ours / self.floor

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None where nothing was measured."""
        return None if self.ratio is None else self.ratio <= self.goal

    def document(self) -> dict[str, object]:
        """Write the figure as JSON knows it."""
        return {
            "name": self.name,
            "unit": self.unit,
            "ours": _rounded(self.ours),
            "floor": _rounded(self.floor),
            "ratio": _rounded(self.ratio),
            "goal": self.goal,
            "met": self.met,
        }


def not_measured(name: str, unit: str, goal: float, why: str) -> Figure:
    """Answer a figure without numbers, and say why it has none."""
    return Figure(name, unit, None, None, goal, why)


def _rounded(value: float | None) -> float | None:
    """Keep four digits that mean something."""
    if value is None or value == 0:
        return value
    return round(value, 3 - math.floor(math.log10(abs(value))))


def timed(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Answer how many milliseconds some work took, by a clock in seconds."""
    begun = clock()
    work()
    return (clock() - begun) * 1000


def interleaved(
    *works: Callable[[], object],
    rounds: int,
    warm: int = 5,
    clock: Callable[[], float] = time.perf_counter,
) -> tuple[list[float], ...]:
    """Time works in turns, so that whatever slows the machine slows each; milliseconds each.

    ``warm`` rounds come first and do not count; who begins changes from round to round.
    """
    taken: tuple[list[float], ...] = tuple([] for _ in works)
    order = list(enumerate(works))
    for number in range(warm + rounds):
        for index, work in order:
            spent = timed(work, clock)
            if number >= warm:
                taken[index].append(spent)
        order.append(order.pop(0))
    return taken


def percentile(values: Sequence[float], percent: int) -> float:
    """Answer the value below which that many percent of the values lie."""
    if percent == 50:  # noqa: PLR2004 - the median
        return median(values)
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, math.ceil(len(ordered) * percent / 100) - 1)]


def compared(
    name: str, goal: float, ours: Sequence[float], floor: Sequence[float], percent: int = 50
) -> Figure:
    """Make the figure of two rows of milliseconds."""
    return Figure(name, "ms", percentile(ours, percent), percentile(floor, percent), goal)
