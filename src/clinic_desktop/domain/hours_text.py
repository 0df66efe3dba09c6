"""Hours as a person writes them, read and written: days, windows, turns of weeks, purposes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from clinic_desktop.domain.forms import present
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.time import DAYS

_FULL = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_NUMBERS = {name.casefold(): day for names in (DAYS, _FULL) for day, name in enumerate(names)}
_DAY_MINUTES = 24 * 60
NONE = "none"
"""The word for no hours at all: an empty text is more often a slip."""
UNCLEAR_PURPOSE = "unclear_purpose"

EXAMPLE = "Write for example “Mon-Fri 9-12, 13-17; Sat 9-12”: days, then times up to 24:00."
DAY_EXAMPLE = "Write for example “9-12, 13-17”: times up to 24:00."
_TIME = r"(\d{1,2})(?::(\d{2}))?"
# Compiled when first asked for: no start needs them.
_WINDOW = rf"^{_TIME}\s*[-\u2013]\s*{_TIME}$"
_PURPOSE = r"(?i)^(.*\S)\s+for\s+(\S.*)$"
_TURN = r"(?i)\bevery\s+(\d{1,2}|other|second)?\s*weeks?(?:\s+from\s+week\s+(\d{1,2}))?$"
_MOST_WEEKS = 52

Window = tuple[int, int]
"""A stretch of a local day in minutes from its midnight, [start, end)."""
Week = tuple[tuple[Window, ...], ...]
"""The windows of each day of a week, Monday first; in order, none touches the next."""


def day_text(windows: Sequence[Window]) -> str:
    """Write the hours of one day so that ``day_windows`` reads the same back."""
    return ", ".join(map(window_text, windows)) or NONE


def part_of(
    part: str, *, together: bool = False
) -> tuple[tuple[int, int, str], list[int], list[Window]]:
    """Read one part of a week's hours: its turn of weeks and its purpose, its days, its windows.

    A purpose is for all its times with ``together``, else for one.

    Raises:
        Misuse: ``bad_hours``, ``unclear_purpose``.

    """
    turn, usual = turn_of(part)
    usual, purpose = purpose_of(usual)
    named, _, times = usual.partition(" ")
    # "Mon, Tue 9-12": the list of days may carry spaces after its commas.
    while named.endswith((",", "-")) and times:
        more, _, times = times.strip().partition(" ")
        named += more
    windows = list(windows_of(times, part))
    if purpose and len(windows) > 1 and not together:
        raise _unclear(part, purpose, [f"{named} {one.strip()}" for one in times.split(",")])
    return (*turn, purpose), days_of(named, part), windows


def check_purpose(part: str, times: str, purpose: str) -> None:
    """Refuse several times of a day with one purpose behind them.

    Raises:
        Misuse: ``unclear_purpose``.

    """
    if purpose and "," in times:
        raise _unclear(part, purpose, [one.strip() for one in times.split(",")])


def _unclear(part: str, purpose: str, times: Sequence[str]) -> Misuse:
    """Ask which of several times a purpose is for."""
    *others, last = times
    alone = "; ".join((*others, f"{last} for {purpose}"))
    every = "; ".join(f"{one} for {purpose}" for one in times)
    message = (
        f"“{part}” does not say which of its times are for {purpose}. Write “{alone}” for the last "
        f"alone, or “{every}” for all of them."
    )
    return Misuse(UNCLEAR_PURPOSE, message, {"text": part, "purpose": purpose})


def turn_of(part: str) -> tuple[tuple[int, int], str]:
    """Read how many weeks alternate and whose turn it is; answer that, and the part without it."""
    match = re.search(_TURN, part)
    if match is None:
        return (1, 1), part
    named, week = match.groups()
    every = 1 if named is None else int(named) if named.isdigit() else 2
    first = int(week or 1)
    if not 1 <= every <= _MOST_WEEKS or not 1 <= first <= every:
        raise bad_hours(part)
    return (every, first), part[: match.start()].strip()


def purpose_of(part: str) -> tuple[str, str]:
    """Read what a part is for; answer the part without it, and that."""
    match = re.match(_PURPOSE, part)
    return (match[1], " ".join(match[2].split())) if match else (part, "")


def without_window(windows: list[Window], gone: Window) -> list[Window]:
    """Take a window out of others."""
    return [
        (start, end)
        for one in windows
        for start, end in ((one[0], min(one[1], gone[0])), (max(one[0], gone[1]), one[1]))
        if start < end
    ]


def week_parts(week: Week) -> Iterator[str]:
    """Write each stretch of days that have the same hours."""
    day = 0
    while day < len(DAYS):
        last = day
        while last + 1 < len(DAYS) and week[last + 1] == week[day]:
            last += 1
        if week[day]:
            named = DAYS[day] if last == day else f"{DAYS[day]}-{DAYS[last]}"
            yield f"{named} {day_text(week[day])}"
        day = last + 1


def days_of(named: str, part: str) -> list[int]:
    """Read ``Mon-Fri`` or ``Mon,Wed``: three letters, or the whole name of the day."""
    found: list[int] = []
    for item in named.split(","):
        first, dash, last = item.strip().casefold().replace("\u2013", "-").partition("-")
        start, end = _NUMBERS.get(first), _NUMBERS.get(last if dash else first)
        if start is None or end is None:
            raise bad_hours(part)
        found += range(start, end + 1) if start <= end else [*range(start, 7), *range(end + 1)]
    return found


def windows_of(times: str, part: str) -> Iterator[Window]:
    """Read ``9-12, 13:00-17``."""
    for item in times.split(","):
        match = re.match(_WINDOW, item.strip())
        if match is None:
            raise bad_hours(part)
        start_hour, start_minute, end_hour, end_minute = (
            int(group or 0) for group in match.groups()
        )
        start, end = start_hour * 60 + start_minute, end_hour * 60 + end_minute
        if max(start_minute, end_minute) > 59 or not 0 <= start < end <= _DAY_MINUTES:  # noqa: PLR2004 - minutes of an hour
            raise bad_hours(part)
        yield start, end


def joined(windows: list[Window]) -> tuple[Window, ...]:
    """Make windows that touch or overlap one."""
    found: list[Window] = []
    for start, end in sorted(windows):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return tuple(found)


def window_text(window: Window) -> str:
    """Write minutes as ``9-12`` or ``9:30-12``."""
    return "-".join(f"{m // 60}" + (f":{m % 60:02}" if m % 60 else "") for m in window)


def window_words(window: Window) -> str:
    """Write a stretch of a day as people here do: 09:00 to 12:00."""
    start, end = (present().mark(minute) for minute in window)
    return f"{start}\N{EN DASH}{end}"


def bad_hours(*parts: str) -> Misuse:
    """Make the answer to hours that can't be read, naming each part of them."""
    named = ", ".join(f"“{part}”" for part in parts)
    were = "was" if len(parts) == 1 else "were"
    message = f"{named} {were} not understood as working hours. {EXAMPLE}"
    return Misuse("bad_hours", message, {"text": "; ".join(parts)})
