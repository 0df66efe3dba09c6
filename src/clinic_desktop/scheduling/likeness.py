"""Who may be registered twice: by a birth date or a phone, and how alike the names are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import ColumnElement, and_, or_, select

from clinic_desktop.domain.patients import LikelySame, Likeness
from clinic_desktop.domain.people import PartialDate, plain
from clinic_desktop.domain.search_text import END
from clinic_desktop.scheduling.finding import patients_of, region_of, with_visits, words_of_patient
from clinic_desktop.scheduling.picture import zone_of
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import patient, patient_word

_LOOKED_AT = 200
"""How many of one birth date or phone are compared by name."""
_ALIKE, _SAME = 75, 97
"""How like two names are, of 100, from where on they may be, or surely are, one name."""
_SHORTEST_PHONE = 5


def likely_same(read: Read, query: LikelySame) -> tuple[Likeness, ...]:
    """Answer who may be the same person, the likeliest first."""
    ends = _ends(read, query.phones)
    by_phone = set(_ids(read, patient_word.c.word.in_(ends))) if ends else set()
    near = _candidates(read, query, by_phone)
    judged = []
    for row in near:
        alike = _alike(query.name.shown, row.name)
        why, certain = _why(query, row, alike, has_phone=row.id in by_phone)
        if why:
            judged.append((not certain, -alike, row.family, row.id, row, why))
    judged.sort(key=lambda one: one[:4])
    chosen = judged[: query.limit]
    found = with_visits(read, patients_of(read, [one[4] for one in chosen]))
    return tuple(
        Likeness(each, why, is_certain=not doubtful)
        for each, (doubtful, *_, why) in zip(found, chosen, strict=True)
    )


def _ends(read: Read, phones: Sequence[str]) -> list[str]:
    """Answer the words that phones are found by from their ends: one a number, however spelled."""
    zone = zone_of(read).key
    # Abroad is dialled by “00” in most countries; a region's own code is read in any case.
    told = [re.sub(r"^\s*00", "+", phone) for phone in phones]
    words = words_of_patient("", told, "", region_of(zone))
    return sorted(word for word in words if word.startswith(END) and len(word) > _SHORTEST_PHONE)


def _ids(read: Read, having: ColumnElement[bool]) -> list[int]:
    statement = select(patient_word.c.patient_id).where(having).limit(_LOOKED_AT)
    return list(read.connection.execute(statement).scalars())


def _candidates(read: Read, query: LikelySame, by_phone: set[int]) -> list[Any]:
    """Read who has the birth date, also with day and month the other way round, or the phone."""
    conditions = [
        and_(
            patient.c.born_year == date.year,
            patient.c.born_month == date.month,
            patient.c.born_day == date.day,
        )
        for date in _dates(query.born)
    ]
    if by_phone:
        conditions.append(patient.c.id.in_(by_phone))
    if not conditions:
        return []
    statement = (
        select(patient)
        .where(patient.c.archived_at.is_(None), patient.c.id != (query.but or 0), or_(*conditions))
        .order_by(patient.c.id)
        .limit(2 * _LOOKED_AT)
    )
    return list(read.connection.execute(statement).all())


def _dates(born: PartialDate | None) -> Iterator[PartialDate]:
    """Yield a whole birth date, and what it is with day and month mistaken for each other."""
    if born is not None and born.month and born.day:
        yield born
        if born.day <= 12 and born.day != born.month:  # noqa: PLR2004 - the months of a year
            yield PartialDate(born.year, born.day, born.month)


def _alike(one: str, other: str) -> int:
    """Answer how like two names are, of 100, whatever the order of their parts."""
    return round(fuzz.token_sort_ratio(plain(one), plain(other)))


def _why(query: LikelySame, row: Any, alike: int, *, has_phone: bool) -> tuple[str, bool]:  # noqa: ANN401 - a row
    """Answer why somebody may be the same, or nothing; and whether that is certain."""
    born = (row.born_year, row.born_month, row.born_day)
    wanted = query.born
    # A year alone is shared by many: it is no birth date.
    has_born = wanted is not None and None not in born and born == (
        wanted.year, wanted.month, wanted.day,
    )  # fmt: skip
    name = "same name" if alike >= _SAME else "similar name"
    if alike < _ALIKE:
        return ("same phone", False) if has_phone else ("", False)
    if has_born or has_phone:
        marks = [("same birth date", has_born), ("same phone", has_phone)]
        told = ", ".join([name, *(mark for mark, has in marks if has)])
        return told, alike >= _SAME
    return f"{name}, day and month of birth the other way round", False
