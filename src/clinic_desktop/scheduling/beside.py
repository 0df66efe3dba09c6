"""Whether others are free, too: whom a visit needs beside its doctor, for many times at once."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import bindparam, select, type_coerce

from clinic_desktop.domain.explaining import Obstacle
from clinic_desktop.domain.time import TimeSpan, merged, time_words
from clinic_desktop.domain.timeoff import KIND_WORDS
from clinic_desktop.domain.timetable import Timetable
from clinic_desktop.scheduling import laying, parts
from clinic_desktop.scheduling.needs import Needs
from clinic_desktop.scheduling.picture import in_span
from clinic_desktop.scheduling.reserved import Reservations
from clinic_desktop.scheduling.whereabouts import closed_words
from clinic_desktop.storage.columns import Big
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import block

_TIME = select(
    block.c.resource_id,
    block.c.lane,
    block.c.starts_at,
    block.c.ends_at,
    block.c.appointment_id,
    block.c.purpose,
).where(
    block.c.resource_id.in_(bindparam("ids", expanding=True)),
    block.c.lane >= 0,
    type_coerce(block.c.starts_at, Big) > bindparam("after"),
    type_coerce(block.c.starts_at, Big) < bindparam("to"),
    type_coerce(block.c.ends_at, Big) > bindparam("from_"),
)


class Beside:
    """The time of all whom a visit may need beside its doctor, within a span that is read once."""

    def __init__(
        self, read: Read, needs: Needs, purposes: tuple[str, ...], around: TimeSpan
    ) -> None:
        """Read their blocks, hours and time off; of nobody if nobody is needed.

        Blocks that are kept for other ``purposes`` are not free.
        """
        self._needs = needs.each
        self._read, self._around = read, around
        self._others: dict[int, _Other] = {}
        self._tables: dict[int, Timetable] = {}
        self._has_sites = False
        if not needs.each:
            return
        self._has_sites = laying.has_sites(read)
        ids = tuple(sorted(needs.ids))
        by_resource: dict[int, list[Any]] = defaultdict(list)
        kept = Reservations(read, purposes)
        for row in read.connection.execute(_TIME, {"ids": list(ids), **in_span(around)}):
            if row.appointment_id or not kept.bars(row.purpose, row.starts_at):
                by_resource[row.resource_id].append(row)
        for number, other in parts.named(read, ids).items():
            self._others[number] = _Other(other, self.table(number), by_resource[number])

    def table(self, doctor_id: int) -> Timetable:
        """Answer somebody's timetable of those days, read once for all times."""
        if doctor_id not in self._tables:
            self._tables[doctor_id] = laying.timetable_at(self._read, doctor_id, self._around)
        return self._tables[doctor_id]

    def chosen(self, doctor_id: int, held: TimeSpan) -> tuple[str, ...] | None:
        """Answer by name what a visit would hold for a span beside a doctor; None: not all is free.

        Chosen as the booking does it, one need after the other.
        """
        found = list(self._choices(doctor_id, held))
        if any(one is None for _, one in found):
            return None
        return tuple(one.name for _, one in found if one is not None)

    def enough(self, visits: Sequence[tuple[int, TimeSpan]]) -> bool:
        """Tell whether all of several visits have what they need: each a doctor, and a span.

        Chosen as the booking does it, one visit after the other.
        """
        taken: list[tuple[int, TimeSpan]] = []
        for doctor_id, held in visits:
            for _, one in self._choices(doctor_id, held, taken):
                if one is None:
                    return False
                taken.append((one.id, held))
        return True

    def _choices(
        self, doctor_id: int, held: TimeSpan, taken: Sequence[tuple[int, TimeSpan]] = ()
    ) -> Iterator[tuple[tuple[int, ...], _Other | None]]:
        """Answer each need, and who of it is chosen; others have ``taken`` what is theirs."""
        used: set[int] = set()
        site_id = self.table(doctor_id).site_at(held.start) if self._has_sites else None
        for need in self._needs:
            if doctor_id in need:
                continue
            gone = Counter(one for one, span in taken if span.overlaps(held))
            free = (
                one
                for one in need
                if one not in used and self._others[one].free(held, site_id, gone[one])
            )
            number = next(free, None)
            if number is not None:
                used.add(number)
            yield need, None if number is None else self._others[number]

    def obstacles(self, doctor_id: int, held: TimeSpan) -> Iterator[Obstacle]:
        """Tell who of those who are needed is not free, and why."""
        for need, chosen in self._choices(doctor_id, held):
            if chosen is not None:
                continue
            if len(need) == 1:
                yield self._others[need[0]].obstacle(self._read, held)
            else:
                message = "No room is free then."
                if self._others:
                    zone = next(iter(self._others.values())).table.zone
                    message = f"No room is free at {time_words(held.start, zone)}."
                yield Obstacle("room_taken", message, beside=True)


class _Other:
    """One of them."""

    def __init__(self, other: parts.Other, table: Timetable, rows: Sequence[Any]) -> None:
        self._other = other
        self.id, self.name = other.id, other.name
        self.table = table
        self._by_blocks = other.kind == "doctor" or bool(table.rules)
        spans = [(row, TimeSpan(row.starts_at, row.ends_at)) for row in rows]
        self._free = merged(span for row, span in spans if row.appointment_id is None)
        self._held = [(row.lane, span) for row, span in spans if row.appointment_id is not None]

    def free(self, held: TimeSpan, site_id: int | None, gone: int = 0) -> bool:
        """Tell whether the whole of a span is free, at a site; so many are ``gone`` besides."""
        if self._other.is_off(self.table, held) or self._other.is_elsewhere(
            self.table, site_id, held
        ):
            return False
        if self._by_blocks:
            return not gone and any(
                one.start <= held.start and held.end <= one.end for one in self._free
            )
        return gone + len({lane for lane, _ in self._clashes(held)}) < self._other.units

    def _clashes(self, held: TimeSpan) -> list[tuple[int, TimeSpan]]:
        """Answer what is held of it then: of which unit, and how long."""
        return [one for one in self._held if one[1].overlaps(held)]

    def obstacle(self, read: Read, held: TimeSpan) -> Obstacle:
        """Tell why it is not free."""
        name, when = self._other.name, time_words(held.start, self.table.zone)
        for one, span in self._other.away(self.table, held):
            message = f"{name} is off at {when}: {KIND_WORDS[one.kind].lower()}."
            if one.doctor_id is None:
                message = f"{closed_words(read, one)}, and so is {name} at {when}."
            return Obstacle("time_off", message, span, beside=True)
        clashes = self._clashes(held)
        if clashes:
            units = self._other.units
            taken = f"All {units} of {name} are" if units > 1 else f"{name} is"
            span = TimeSpan(held.start, min(one.end for _, one in clashes))
            return Obstacle(self._other.taken, f"{taken} taken at {when}.", span, beside=True)
        if not self._by_blocks:
            message = f"{name} is at another site than the doctor at {when}."
            return Obstacle("other_site", message, beside=True)
        return Obstacle("no_hours", f"{name} has no hours at {when}.", beside=True)
