"""Instants, spans and the clinic's local time.

An instant is an aware datetime in UTC at whole seconds. Local time appears only at the edges:
in rules ("Mon-Fri 9-12"), in what a person types, and in what a person reads. Time zone data comes
from the ``tzdata`` package alone, so that every PC of a clinic lays the same blocks.
"""

from __future__ import annotations

import datetime as dt
import itertools
import zoneinfo
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path

import tzdata  # type: ignore[import-untyped] # a folder of data

from clinic_desktop.domain.forms import WEEKDAYS, present
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.values import dataclass

# As a folder: asked of the package, the first zone takes ten times as long.
zoneinfo.reset_tzpath(to=[str(Path(tzdata.__file__).with_name("zoneinfo"))])

UTC = dt.UTC
EPOCH = dt.datetime(1970, 1, 1, tzinfo=UTC)
LATEST = EPOCH + dt.timedelta(seconds=8_589_934_592)
"""The end of storable time (2242-03-16): the database packs an instant into 33 bits."""

LONGEST_SECONDS = 24 * 60 * 60
"""How long a block or a visit may be."""

DAYS = tuple(name[:3] for name in WEEKDAYS)

Clock = Callable[[], dt.datetime]
"""Answers the present instant; handed in, so that tests bring their own."""


def system_clock() -> dt.datetime:
    """Answer the present instant by the machine's clock, at whole seconds, UTC."""
    return dt.datetime.now(UTC).replace(microsecond=0)


@dataclass(frozen=True, slots=True, order=True)
class TimeSpan:
    """A half-open stretch of time [start, end); both ends are aware and kept in UTC.

    Raises:
        ValueError: an end is naive, or the end does not lie behind the start.

    """

    start: dt.datetime
    end: dt.datetime

    def __post_init__(self) -> None:
        """Bring both ends to UTC and check their order."""
        for edge in ("start", "end"):
            value: dt.datetime = getattr(self, edge)
            if value.utcoffset() is None:
                message = f"an aware {edge} is needed, got {value!r}"
                raise ValueError(message)
            if value.tzinfo is not UTC:
                object.__setattr__(self, edge, value.astimezone(UTC))
        if self.end <= self.start:
            message = f"the end must lie behind the start: {self.start} to {self.end}"
            raise ValueError(message)

    @property
    def duration(self) -> dt.timedelta:
        """The length of the span."""
        return self.end - self.start

    @property
    def minutes(self) -> int:
        """The length in whole minutes."""
        return int(self.duration.total_seconds()) // 60

    def overlaps(self, other: TimeSpan) -> bool:
        """Tell whether the two spans share an instant; spans that only touch do not."""
        return self.start < other.end and other.start < self.end

    def contains(self, instant: dt.datetime) -> bool:
        """Tell whether the instant lies in [start, end)."""
        return self.start <= instant < self.end


def from_seconds(seconds: int) -> dt.datetime:
    """Answer the UTC instant that lies ``seconds`` after 1970-01-01T00:00Z."""
    return dt.datetime.fromtimestamp(seconds, UTC)


def to_seconds(instant: dt.datetime) -> int:
    """Answer the whole UTC seconds since 1970.

    Raises:
        TypeError: the datetime is naive.
        ValueError: it carries a fraction of a second. Nothing is rounded silently.

    """
    if instant.utcoffset() is None:
        message = f"an aware datetime is needed, got {instant!r}"
        raise TypeError(message)
    if instant.microsecond:
        message = f"whole seconds are needed, got {instant!r}"
        raise ValueError(message)
    return int(instant.timestamp())


@lru_cache(maxsize=64)
def zone_named(name: str) -> zoneinfo.ZoneInfo:
    """Answer the IANA zone of that name.

    Raises:
        Refusal: ``unknown_zone``.

    """
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        message = (
            f"There is no time zone “{name}”. Give an IANA name, for example "
            "America/New_York or Europe/Berlin."
        )
        raise Refusal(Reason("unknown_zone", message, {"zone": name})) from error


def _readings(local: dt.datetime, zone: dt.tzinfo) -> tuple[dt.datetime, dt.datetime]:
    """Read a naive local time with the offset before and after a nearby clock change."""
    return (
        local.replace(tzinfo=zone, fold=0).astimezone(UTC),
        local.replace(tzinfo=zone, fold=1).astimezone(UTC),
    )


def instants_of(local: dt.datetime, zone: dt.tzinfo) -> tuple[dt.datetime, ...]:
    """Answer the instants whose local time is exactly ``local``: none, one or two, in order.

    Checked by going back to local time, since zoneinfo maps a skipped day onto the next.
    """
    exact = {
        at for at in _readings(local, zone) if at.astimezone(zone).replace(tzinfo=None) == local
    }
    return tuple(sorted(exact))


_WHICH_TURN = " Say which one: "


def instant_of(local: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Answer the one instant that a naive local time means.

    Raises:
        Refusal: ``time_skipped`` or ``time_ambiguous``; facts hold the instants it could mean.

    """
    found = instants_of(local, zone)
    if len(found) == 1:
        return found[0]
    wall = f"{local:%Y-%m-%d %H:%M}"
    could_be = tuple(sorted(_readings(local, zone)))
    options = [at.astimezone(zone).isoformat() for at in could_be]
    facts = {"local": local.isoformat(), "instants": options}
    if found:
        message = (
            f"{wall} happens twice that day, because the clocks go back."
            f"{_WHICH_TURN}{options[0]} or {options[1]}."
        )
        raise Refusal(Reason("time_ambiguous", message, facts))
    message = (
        f"{wall} does not exist, because the clocks go forward over it. "
        f"The nearest times are {options[0]} and {options[-1]}."
    )
    raise Refusal(Reason("time_skipped", message, facts))


def without_turns(message: str) -> str:
    """Answer why a time is none, without asking which turn of it: where that can't be said."""
    told, asks, _ = message.partition(_WHICH_TURN)
    return told if asks else message


def day_start(day: dt.date, zone: dt.tzinfo) -> dt.datetime:
    """Answer the first instant on or after the day's local midnight; never refused."""
    midnight = dt.datetime.combine(day, dt.time())
    found = instants_of(midnight, zone)
    if found:
        return found[0]
    low, high = sorted(_readings(midnight, zone))
    while high - low > dt.timedelta(seconds=1):
        middle = low + dt.timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(zone).replace(tzinfo=None) < midnight:
            low = middle
        else:
            high = middle
    return high


def day_span(day: dt.date, zone: dt.tzinfo, days: int = 1) -> TimeSpan:
    """Answer the span of ``days`` local days from ``day`` on.

    A day that the zone skipped (Apia, 30 December 2011) has no instant of its own: it is answered
    by the second before it, in which no block begins.
    """
    start, end = day_start(day, zone), day_start(day + dt.timedelta(days=days), zone)
    return TimeSpan(start if start < end else end - dt.timedelta(seconds=1), end)


def local_date(instant: dt.datetime, zone: dt.tzinfo) -> dt.date:
    """Answer the local calendar day of an instant."""
    return instant.astimezone(zone).date()


def day_words(day: dt.date) -> str:
    """Write a local day as sentences say it, whatever the system's language: Sun 2 Nov 2025."""
    return present().date(day, weekday=True)


def clock_words(instant: dt.datetime, zone: dt.tzinfo) -> str:
    """Write an instant's local time: 11:00; in the hour that comes twice with its zone, 01:30 EST.

    Seconds are told only where there are any.
    """
    local = instant.astimezone(zone)
    shown = present().time(local)
    return f"{shown} {local.tzname()}" if is_doubled(instant, zone) else shown


def is_doubled(instant: dt.datetime, zone: dt.tzinfo) -> bool:
    """Tell whether an instant's local time comes twice."""
    local = instant.astimezone(zone)
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()


def time_words(instant: dt.datetime, zone: dt.tzinfo) -> str:
    """Write an instant as sentences say it in a zone: Sun 2 Nov 2025, 11:00."""
    return f"{day_words(local_date(instant, zone))}, {clock_words(instant, zone)}"


def parse_instant(text: str, zone: dt.tzinfo) -> dt.datetime:
    """Read an ISO 8601 time: with an offset an instant, without one local, a bare date its start.

    Raises:
        Misuse: ``bad_time``, the text is no such time.
        Refusal: ``time_skipped`` or ``time_ambiguous``.

    """
    text = text.strip()
    try:
        value = dt.datetime.fromisoformat(text)
    except ValueError:
        raise bad_time(text) from None
    if value.microsecond or not EPOCH.year - 1 <= value.year <= LATEST.year:
        raise bad_time(text)
    if _is_bare_date(text):
        return storable(day_start(value.date(), zone), text)
    if value.utcoffset() is None:
        return storable(instant_of(value, zone), text)
    return storable(value.astimezone(UTC), text)


def _is_bare_date(text: str) -> bool:
    """Tell whether an ISO text names a day and no time."""
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def storable(instant: dt.datetime, text: str) -> dt.datetime:
    """Hand the instant back if the database can hold it (1970 to 2242).

    Raises:
        Misuse: ``bad_time``.

    """
    if EPOCH <= instant <= LATEST:
        return instant
    raise bad_time(text)


def bad_time(text: str) -> Misuse:
    """Make the answer to a text that is no usable time."""
    message = (
        f"“{text}” is not a time this program can use. Write 2025-11-02T11:00 for clinic time, "
        "2025-11-02T16:00Z or 2025-11-02T11:00-05:00 for an exact instant, or 2025-11-02 for a day."
    )
    return Misuse("bad_time", message, {"text": text})


def merged(spans: Iterable[TimeSpan]) -> list[TimeSpan]:
    """Answer the spans in order, those that touch or overlap made one."""
    result: list[TimeSpan] = []
    for span in sorted(spans):
        if result and span.start <= result[-1].end:
            if span.end > result[-1].end:
                result[-1] = TimeSpan(result[-1].start, span.end)
        else:
            result.append(span)
    return result


def common(lists: Iterable[Iterable[TimeSpan]]) -> list[TimeSpan]:
    """Answer what lies in a span of every list; spans that only touch share nothing."""
    found: list[TimeSpan] | None = None
    for spans in map(merged, lists):
        if found is None:
            found = spans
            continue
        found = [
            TimeSpan(max(one.start, other.start), min(one.end, other.end))
            for one in found
            for other in spans
            if one.overlaps(other)
        ]
    return found or []


def without(spans: Iterable[TimeSpan], excluded: Iterable[TimeSpan]) -> list[TimeSpan]:
    """Answer what lies in a span and in none of the excluded ones, in order."""
    gaps = merged(excluded)
    result: list[TimeSpan] = []
    for span in merged(spans):
        start = span.start
        for gap in gaps:
            if not gap.overlaps(span):
                continue
            if gap.start > start:
                result.append(TimeSpan(start, gap.start))
            start = gap.end
        if start < span.end:
            result.append(TimeSpan(start, span.end))
    return result


@lru_cache(maxsize=4096)
def changes_of_clock(zone: zoneinfo.ZoneInfo, year: int) -> tuple[dt.datetime, ...]:
    """Answer the instants of the (UTC) year at which the zone's offset changes, in order."""
    first, last = (dt.datetime(n, 1, 1, tzinfo=UTC) for n in (year, year + 1))
    return _changes_between(first, last, zone)


def _changes_between(
    low: dt.datetime, high: dt.datetime, zone: dt.tzinfo
) -> tuple[dt.datetime, ...]:
    """Answer the instants in (low, high] at which the zone's offset changes, in order."""
    probe = dt.timedelta(hours=3)
    offset = low.astimezone(zone).utcoffset()
    found = []
    while low < high:
        next_ = min(low + probe, high)
        new = next_.astimezone(zone).utcoffset()
        if new != offset:
            found.append(_change_between(low, next_, zone))
            offset = new
        low = next_
    return tuple(found)


@lru_cache(maxsize=4096)
def _edges_around(zone: zoneinfo.ZoneInfo, day: dt.date) -> tuple[dt.datetime, ...]:
    """Answer where a zone's offset changes around a local day, between a time before and behind.

    A day's are found by a hundredth of the work that a year's take, and few years are needed whole.
    """
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=UTC)
    low, high = midnight - dt.timedelta(hours=26), midnight + dt.timedelta(hours=50)
    inner = (at for at in _changes_between(low, high, zone) if at < high)
    return (low, *inner, high)


def _change_between(low: dt.datetime, high: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Halve [low, high] down to the first whole second with the new offset."""
    before = low.astimezone(zone).utcoffset()
    while high - low > dt.timedelta(seconds=1):
        middle = low + dt.timedelta(seconds=int((high - low).total_seconds()) // 2)
        if middle.astimezone(zone).utcoffset() == before:
            low = middle
        else:
            high = middle
    return high


def spans_of_local_window(
    day: dt.date, start_minute: int, end_minute: int, zone: zoneinfo.ZoneInfo
) -> list[TimeSpan]:
    """Answer the instants whose local time lies in [start, end) of the day, as merged spans.

    A skipped hour drops out; in a doubled hour a window may be two pieces; an empty one vanishes.
    Minutes count from local midnight, 0 to 1440.
    """
    midnight = dt.datetime.combine(day, dt.time(), tzinfo=UTC)
    wall_start = midnight + dt.timedelta(minutes=start_minute)
    wall_end = midnight + dt.timedelta(minutes=end_minute)
    pieces = []
    for piece_start, piece_end in itertools.pairwise(_edges_around(zone, day)):
        offset = piece_start.astimezone(zone).utcoffset() or dt.timedelta()
        start = max(piece_start, wall_start - offset)
        end = min(piece_end, wall_end - offset)
        if start < end:
            pieces.append(TimeSpan(start, end))
    return merged(pieces)
