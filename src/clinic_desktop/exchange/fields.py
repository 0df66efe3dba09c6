"""A mapping bound to the columns of one file: functions from a row to the values that it means."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Callable, Mapping
from functools import lru_cache

from clinic_desktop.domain.refusals import Reason, Refusal
from clinic_desktop.domain.time import (
    EPOCH,
    LATEST,
    UTC,
    changes_of_clock,
    instant_of,
    spans_of_local_window,
    to_seconds,
)
from clinic_desktop.exchange.files import Beside, Row, Table, missing_column
from clinic_desktop.exchange.mapping import Form, Source, Sources

Get = Callable[[Row], str]
_BRACES = re.compile(r"\{([^{}]+)\}")
_CLOCK = r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]0+)?)? ?([AaPp]\.?[Mm]\.?)?)?"
_WRITTEN = re.compile(rf"^(\d{{1,4}})[-./](\d{{1,2}})[-./](\d{{1,4}}){_CLOCK}$")
_NAIVE_EPOCH = EPOCH.replace(tzinfo=None)
_NOON = 12


class RowRefusedError(Exception):
    """A row that can't be imported; its text says why."""


class Binder:
    """Binds sources to a file's columns, and gathers the columns that are missing."""

    def __init__(self, table: Table, companions: Mapping[str, Beside]) -> None:
        """Know the file and what lies beside it."""
        self._table = table
        self._companions = companions
        self.missing: list[Reason] = []
        self.used: set[int] = set()
        """The places of the file's own columns that the mapping reads."""
        for beside in companions.values():
            self._place(beside.about.of)

    def get(self, sources: Sources) -> Get:
        """Answer the function that reads a field; the first source that has a value counts."""
        gets = [self._source(source) for source in sources]
        if len(gets) == 1:
            return gets[0]
        return lambda row: next(filter(None, (get(row) for get in gets)), "")

    def _source(self, source: Source) -> Get:
        if source.column:
            get = self._column(source.column)
        elif source.template:
            get = self._template(source.template)
        else:
            constant = source.constant
            get = lambda _row: constant  # noqa: E731 - one of three forms of the same thing
        if source.words is not None:
            get = _meant(get, source)
        return _tidied(get) if source.tidy else get

    def _column(self, name: str) -> Get:
        """Read a column of the file, or ``companion.column`` of one beside it."""
        companion, _, rest = name.partition(".")
        if name not in self._table.columns and companion in self._companions:
            return self._beside(self._companions[companion], rest)
        place = self._place(name)
        return lambda row: row[place].strip()

    def _place(self, name: str) -> int:
        if name in self._table.columns:
            place = self._table.columns.index(name)
            self.used.add(place)
            return place
        reason = missing_column(self._table.name, name, self._table.columns)
        if reason not in self.missing:
            self.missing.append(reason)
        return 0

    def _beside(self, beside: Beside, name: str) -> Get:
        about, rows = beside.about, beside.rows
        if name not in beside.columns:
            self.missing.append(missing_column(about.file, name, beside.columns))
            return lambda _row: ""
        key, place = self._place(about.of), beside.columns.index(name)

        def get(row: Row) -> str:
            found = rows.get(row[key].strip())
            if found is None:
                told = f"there is no row in {about.file} whose {about.key} is “{row[key].strip()}”"
                raise RowRefusedError(told)
            return found[place].strip()

        return get

    def _template(self, template: str) -> Get:
        # Split by a pattern with one group, every second piece is a column's name.
        pieces = _BRACES.split(template)
        texts, gets = pieces[::2], [self._column(name) for name in pieces[1::2]]
        if len(gets) == 1:
            (get,), (before, after) = gets, texts
            return lambda row: f"{before}{get(row)}{after}"

        def filled(row: Row) -> str:
            values = [*(get(row) for get in gets), ""]
            return "".join(text + value for text, value in zip(texts, values, strict=True))

        return filled


def _meant(get: Get, source: Source) -> Get:
    """Turn the file's words into what the mapping says they mean."""
    words, otherwise = dict(source.words or {}), source.otherwise
    where = source.column or source.template

    def meant(row: Row) -> str:
        value = get(row)
        found = words.get(value, otherwise)
        if found is None:
            told = (
                f"“{value}” in {where} has no meaning in the mapping; it knows {', '.join(words)}"
            )
            raise RowRefusedError(told)
        return found

    return meant


def _tidied(get: Get) -> Get:
    return lambda row: _tidy(get(row))


@lru_cache(maxsize=1024)
def _tidy(value: str) -> str:
    """Make ``follow_up`` into ``Follow up``."""
    text = " ".join(value.replace("_", " ").split())
    return text[:1].upper() + text[1:]


class Moments:
    """Reads a file's dates and times, and says which instants they are."""

    def __init__(self, form: Form, zone: zoneinfo.ZoneInfo) -> None:
        """Take times without an offset as local times of the zone."""
        self._ignore_offsets = form.ignore_offsets
        self._order = form.dates
        self._zone = zone
        self._offsets: dict[dt.date, int | None] = {}

    def read(self, text: str) -> dt.datetime:
        """Read a date or time: naive when it is local, aware when it has an offset that counts."""
        try:
            value = dt.datetime.fromisoformat(text) if self._order == "ymd" else self._written(text)
        except ValueError:
            value = self._written(text)
        if value.microsecond:
            told = f"“{text}” has a fraction of a second"
            raise RowRefusedError(told)
        return value.replace(tzinfo=None) if self._ignore_offsets and value.tzinfo else value

    def _written(self, text: str) -> dt.datetime:
        """Read what is not ISO 8601, in the order of parts that the mapping names."""
        match = _WRITTEN.match(text)
        if match:
            year, month, day = (match[1 + self._order.index(part)] for part in "ymd")
            hour, minute, second = (int(part or 0) for part in match.group(4, 5, 6))
            half = (match[7] or "").lower()[:1]
            try:
                if len(year) == len("2000"):
                    hour = hour % _NOON + (_NOON if half == "p" else 0) if half else hour
                    return dt.datetime(int(year), int(month), int(day), hour, minute, second)  # noqa: DTZ001 - local until its zone is known
            except ValueError:
                pass
        elif self._order != "ymd":
            # ISO 8601 can't be misread, whatever the order of the others.
            try:
                return dt.datetime.fromisoformat(text)
            except ValueError:
                pass
        told = f"“{text}” is no date or time as the mapping says ({self._order})"
        raise RowRefusedError(told)

    def seconds(self, value: dt.datetime) -> int:
        """Answer the UTC seconds of a value that ``read`` answered."""
        if value.tzinfo is not None:
            return self._storable(value.astimezone(UTC))
        day = value.date()
        if day not in self._offsets:
            self._offsets[day] = self._offset(day)
        offset = self._offsets[day]
        if offset is None:
            try:
                return self._storable(instant_of(value, self._zone))
            except Refusal as refusal:
                raise RowRefusedError(refusal.message.rstrip(".")) from refusal
        since = value - _NAIVE_EPOCH
        return since.days * 86_400 + since.seconds - offset

    def _offset(self, day: dt.date) -> int | None:
        """Answer the zone's offset if it is one all day long, else None."""
        if not EPOCH.year < day.year < LATEST.year:
            return None
        noon = dt.datetime.combine(day, dt.time(_NOON), UTC)
        changes = changes_of_clock(self._zone, noon.year)
        if any(abs(change - noon) < dt.timedelta(days=2) for change in changes):
            return None
        offset = noon.astimezone(self._zone).utcoffset()
        return None if offset is None else int(offset.total_seconds())

    @staticmethod
    def _storable(value: dt.datetime) -> int:
        if EPOCH <= value <= LATEST:
            return to_seconds(value)
        told = f"{value:%Y-%m-%d} is out of range: times from 1970 to 2242 can be kept"
        raise RowRefusedError(told)

    def window(self, day: dt.date, begin: int, end: int) -> tuple[int, int]:
        """Answer the UTC seconds from which and until which a local day's window lasts."""
        spans = spans_of_local_window(day, begin, end, self._zone)
        if not spans:
            told = f"{day} has no time between {begin // 60:02}:{begin % 60:02} and its end"
            raise RowRefusedError(told)
        return self._storable(spans[0].start), self._storable(spans[-1].end)
