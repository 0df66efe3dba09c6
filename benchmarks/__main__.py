"""``python -m benchmarks [NAME…] [--large] [--json]``: every figure beside its floor."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
import traceback
from collections.abc import Iterator

from benchmarks.bench import Bench
from benchmarks.figure import Figure, not_measured

GROUPS = {
    "booking": "booking",
    "contention": "contention",
    "free": "reading",
    "laying": "laying",
    "hours": "availability",
    "start": "starting",
    "views": "views",
    "painting": "painting",
    "programs": "programs",
    "people": "people",
    "import": "importing",
}
"""The groups of figures by name, each with its module: nothing is loaded that is not asked for."""


def measured(group: str, bench: Bench) -> Iterator[Figure]:
    """Answer a group's figures; what is not there, or fails, is not measured, and says why."""
    try:
        module = importlib.import_module(f"benchmarks.{GROUPS[group]}")
        yield from module.figures(bench)
    except Exception as error:  # noqa: BLE001 - the other groups go on
        if not isinstance(error, ImportError):
            traceback.print_exc()
        yield not_measured(group, "ms", 1.0, f"{type(error).__name__}: {error}")


def main(arguments: list[str] | None = None) -> int:
    """Measure, and print one JSON document or a table."""
    asked = _parser().parse_args(arguments)
    unknown = set(asked.names) - set(GROUPS)
    if unknown:
        print(f"There is no figure {', '.join(sorted(unknown))}.", file=sys.stderr)
        print(f"There are: {', '.join(GROUPS)}.", file=sys.stderr)
        return 2
    begun = time.monotonic()
    found: list[Figure] = []
    if not asked.json:
        print(_line("", "ours", "floor", "ratio", "goal"))
    with Bench(large=asked.large) as bench:
        for name in asked.names or GROUPS:
            for figure in measured(name, bench):
                found.append(figure)
                if not asked.json:
                    print(_told(figure), flush=True)
    if asked.json:
        print(json.dumps({"figures": [figure.document() for figure in found]}))
    else:
        print(_summary(found, time.monotonic() - begun))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="./run bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(GROUPS))
    parser.add_argument("--large", action="store_true", help="with 5 million blocks as well")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    return parser


def _told(figure: Figure) -> str:
    """Write a figure as a line of the table."""
    if figure.ours is None or figure.floor is None or figure.ratio is None:
        return f"{figure.name:58} not measured: {figure.why}"
    values = (f"{value:,.4g} {figure.unit}" for value in (figure.ours, figure.floor))
    verdict = "" if figure.met else "  missed"
    return _line(figure.name, *values, f"{figure.ratio:.2f}x", f"{figure.goal:g}x") + verdict


def _line(*cells: str) -> str:
    name, ours, floor, ratio, goal = cells
    return f"{name:58}{ours:>14}{floor:>14}{ratio:>8}{goal:>7}"


def _summary(found: list[Figure], seconds: float) -> str:
    """Count what was met."""
    met = sum(figure.met is True for figure in found)
    open_ = sum(figure.met is None for figure in found)
    not_measured = f", {open_} not measured" if open_ else ""
    return f"{met} of {len(found)} goals met{not_measured}, in {seconds:.0f} s"


if __name__ == "__main__":
    sys.exit(main())
