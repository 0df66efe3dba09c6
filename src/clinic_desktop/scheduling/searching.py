"""The search for patients, made to be asked at every letter, also among a million.

What was typed is read as marks (``domain/search_text.py``). The term that fewest patients have
leads: its words are walked in their order, each patient is asked for the other terms, and after
the first fifty who have all of them the walk ends. So no letter, however many names begin
with it, has the whole clinic read.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    func,
    literal_column,
    or_,
    select,
    union_all,
)

from clinic_desktop.domain.people import FindPatients, PartialDate, PatientFound, words_of
from clinic_desktop.domain.search_text import Mark, Reading, Term, readings
from clinic_desktop.scheduling.finding import file_words, patients_of, with_visits
from clinic_desktop.storage.database import Read
from clinic_desktop.storage.tables import patient, patient_word

_WALKED = 50
"""How many who have all that was typed are ranked; a longer text narrows them."""
_COUNTED = 2000
"""How far it is counted how many patients have a term."""
_ONE: ColumnElement[int] = literal_column("1")
_NAMED = select(patient.c.id, patient.c.given, patient.c.family).where(
    patient.c.archived_at.is_(None)
)
# Also who was merged: one statement, as each letter that is typed asks it.
_FOUND = select(
    patient.c.id, patient.c.given, patient.c.family, patient.c.merged_into, patient.c.file_number
).where(patient.c.archived_at.is_(None) | patient.c.merged_into.is_not(None))
Words = list[frozenset[str]]
"""The words of each alternative of a term."""
_PAST = "\U0010ffff"
"""Behind every word with a beginning."""


def find_patients(read: Read, query: FindPatients) -> tuple[PatientFound, ...]:
    """Answer patients by parts of names, a phone or its end, a birth date or a file number.

    Every word of the text must be found; a name is found by its plain letters, a phone by any
    spelling of its digits, a birth date also by its year, or by year and month. Whole words come
    before beginnings, family names before given ones.
    """
    for reading in readings(query.text):
        ids = _ranked(read, reading, query.limit)
        if ids:
            rows = read.connection.execute(select(patient).where(patient.c.id.in_(ids)))
            found = {one.id: one for one in patients_of(read, rows)}
            return with_visits(read, [found[number] for number in ids])
    return ()


def _ranked(read: Read, reading: Reading, limit: int) -> list[int]:
    """Answer who has all terms of a reading, the likeliest first."""
    lead = _rarest(read, reading)
    others = [term for term in reading if term is not lead]
    walks = [_walk(marks, others, max(_WALKED, limit)) for marks in lead]
    found = read.connection.execute(_FOUND.where(patient.c.id.in_(union_all(*walks)))).all()
    merged = [row for row in found if row.merged_into is not None]
    rows = [row for row in found if row.merged_into is None]
    rows += _left_of(read, reading, merged) if merged else []
    terms = [
        [frozenset(mark for mark in marks if isinstance(mark, str)) for marks in term]
        for term in reading
    ]
    in_order = sorted(rows, key=lambda row: _rank(row, terms))
    return list(dict.fromkeys(row.id for row in in_order))[:limit]


def _left_of(read: Read, reading: Reading, merged: Sequence[Any]) -> Sequence[Any]:
    """Answer who is left of those that were ``merged`` and had a number that was looked for.

    It stands on their old papers; the one who is left has another.
    """
    marks = tuple(
        {one for term in reading for each in term for one in each if isinstance(one, str)}
    )
    ids = {
        row.merged_into
        for row in merged
        if any(word.startswith(marks) for word in file_words(row.file_number))
    }
    left: list[Any] = []
    while ids:
        left += read.connection.execute(_NAMED.where(patient.c.id.in_(ids)))
        # Who is left may have been merged again.
        again = select(patient.c.merged_into).where(
            patient.c.id.in_(ids), patient.c.merged_into.is_not(None)
        )
        ids = set(read.connection.execute(again).scalars())
    return left


def _rank(row: Any, terms: Sequence[Words]) -> tuple[int, str, str, int]:  # noqa: ANN401 - a row
    """Answer how far down somebody stands: by what fits best, then by name."""
    family, given = _words_of(row.family), _words_of(row.given)
    return sum(_distance(term, family, given) for term in terms), row.family, row.given, row.id


def _distance(term: Words, family: frozenset[str], given: frozenset[str]) -> int:
    """Answer how well a term fits a name; what is no part of it fits as well for everybody."""
    if any(words <= family for words in term):
        return 0
    if any(words <= given for words in term):
        return 1
    if any(all(any(one.startswith(word) for one in family) for word in words) for words in term):
        return 2
    return 3


_words_of = lru_cache(maxsize=4096)(words_of)
"""Many share a name, and to fold one in another script takes a while."""


def _rarest(read: Read, reading: Reading) -> Term:
    """Answer the term that the fewest patients have, counted up to a bound."""
    if len(reading) == 1:
        return reading[0]
    counts = [sum((_count(marks) for marks in term), start=_ONE) for term in reading]
    found = read.connection.execute(select(*counts)).one()
    told = {term: min(_COUNTED, count) for term, count in zip(reading, found, strict=True)}
    # Beyond the bound: figures are much rarer the more there are, and most of all behind letters.
    return min(reading, key=lambda term: (told[term], _is_number(term), -_length(term)))


def _is_number(term: Term) -> bool:
    return not any(char.isalpha() for char in str(_leading(term[0])))


def _length(term: Term) -> int:
    return min(len(str(_leading(marks))) for marks in term)


def _count(marks: tuple[Mark, ...]) -> ColumnElement[int]:
    """Count who has the rarest of some marks, up to a bound."""
    having = _having(_leading(marks)).limit(_COUNTED).subquery()
    return select(func.count()).select_from(having).scalar_subquery()


def _leading(marks: tuple[Mark, ...]) -> Mark:
    """Answer the mark that fewest patients have: of words the longest."""
    return max(marks, key=lambda mark: len(str(mark)))


def _walk(marks: tuple[Mark, ...], others: Sequence[Term], most: int) -> Select[Any]:
    """Answer who has these marks and all other terms, in the order of the leading mark's words."""
    lead = _leading(marks)
    having = _having(lead)
    (who,) = having.selected_columns
    rest = [_has(mark, who) for mark in marks if mark is not lead]
    walk = having.where(*rest, *(_holds(term, who) for term in others)).limit(most).subquery()
    return select(walk.c[0])


def _having(mark: Mark) -> Select[Any]:
    """Answer the patients with a mark: a range that an index of both engines serves in order."""
    if isinstance(mark, PartialDate):
        return select(patient.c.id).where(*_born(patient, mark))
    word = patient_word.c.word
    return (
        select(patient_word.c.patient_id)
        .where(word >= mark, word < mark + _PAST)
        .order_by(word, patient_word.c.patient_id)
    )


def _holds(term: Term, who: ColumnElement[int]) -> ColumnElement[bool]:
    """Ask of one patient whether a term holds."""
    return or_(*(and_(*(_has(mark, who) for mark in marks)) for marks in term))


def _has(mark: Mark, who: ColumnElement[int]) -> ColumnElement[bool]:
    """Ask of one patient for a mark.

    With a limit, and no ``EXISTS``: a server would make a join of that, and read all who have it.
    """
    if isinstance(mark, PartialDate):
        one = patient.alias()
        asked = select(_ONE).where(one.c.id == who, *_born(one, mark))
    else:
        word = patient_word.alias()
        asked = select(_ONE).where(
            word.c.patient_id == who, word.c.word >= mark, word.c.word < mark + _PAST
        )
    return asked.limit(1).scalar_subquery().is_not(None)


def _born(table: Any, date: PartialDate) -> list[ColumnElement[bool]]:  # noqa: ANN401 - patient or its alias
    told = zip(
        ("born_year", "born_month", "born_day"), (date.year, date.month, date.day), strict=True
    )
    return [table.c[name] == value for name, value in told if value is not None]
