"""Whom and what of the clinic a line names, and the patient's phone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from clinic_desktop.domain.people import digits_of
from clinic_desktop.domain.saying.clocks import Clock, Read, Unsure, read_length, read_time
from clinic_desktop.domain.saying.days import read_date, read_past
from clinic_desktop.domain.saying.line import Line
from clinic_desktop.domain.saying.meaning import Named
from clinic_desktop.domain.saying.tokens import nearly, spellings
from clinic_desktop.domain.values import dataclass

_PHONE = re.compile(r"^\+?[(\d][\d().\-/]*$")
_LEAST_DIGITS, _MOST_DIGITS, _LEAST_SAID = 7, 17, 3
_LONGEST_NAME = 6
_EXTRA = frozenset({"med", "dent", "prof", "a", "phd", "md"})
_TITLES = frozenset({"dr", "dra", "dre", "prof", "professor", "doctor", "med", "dent", "mme", "md"})


@dataclass(frozen=True, slots=True)
class Doctors:
    """The doctors that some words could mean (none: nobody here is called so)."""

    could_be: tuple[Named, ...]
    said: str


Forms = frozenset[str]


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to call a doctor: the words, each in all spellings; ``titled``: only with a title."""

    words: tuple[Forms, ...]
    doctor: Named
    titled: bool = False


@lru_cache(maxsize=16)
def _ways(doctors: tuple[Named, ...], titles: Forms) -> tuple[_Way, ...]:
    """Answer every way to call somebody: whole, turned round, by initial, by the family name."""
    found = []
    for doctor in doctors:
        words = _name_words(doctor.name, titles)
        rows = [words, words[1:] or words, words[-1:]]
        if words[1:]:
            initials = frozenset(form[:1] for form in words[0])
            rows += [(*words[-1:], *words[:-1]), (initials, *words[1:])]
            found.append(_Way(words[:1], doctor, titled=True))
        found += [_Way(row, doctor) for row in dict.fromkeys(rows)]
    return tuple(found)


def _name_words(name: str, titles: Forms) -> tuple[Forms, ...]:
    """Answer the words of a doctor's name without titles."""
    words = tuple(filter(None, (frozenset(spellings(each)) for each in re.split(r"[\s.,]+", name))))
    return tuple(word for word in words if not word & (titles | _TITLES)) or words


def _called(line: Line, at: int, *, titled: bool) -> tuple[tuple[Named, ...], int]:
    """Answer the doctors whose names stand there, by the most words, and how many words."""
    token = line.token(at)
    if token is None:
        return (), 0
    ways = _ways(line.vocabulary.doctors, line.words.set_of("doctor"))
    standing = [way for way in ways if (titled or not way.titled) and _stands(line, at, way.words)]
    if not standing and titled:
        standing = [
            way
            for way in ways
            if len(way.words) == 1 and not way.titled
            if any(nearly(form, word) for form in token.forms for word in way.words[0])
        ]
    most = max((len(way.words) for way in standing), default=0)
    found = {way.doctor for way in standing if len(way.words) == most}
    return tuple(sorted(found, key=lambda one: one.id)), most


def _stands(line: Line, at: int, row: Sequence[Forms]) -> bool:
    """Tell whether a row of words stands at a place."""
    return all(
        (token := line.token(at + number)) is not None and not word.isdisjoint(token.forms)
        for number, word in enumerate(row)
    )


def _behind_titles(line: Line, at: int) -> tuple[int, bool]:
    """Answer the place behind a doctor's titles, and whether there were any."""
    begun = at
    while line.is_in(at, "patient") and not line.is_in(at, "doctor"):
        at += 1
    titles = at
    while line.is_in(at, "doctor") or (at > titles and _is_extra(line, at)):
        at += 1
    return (at, True) if at > titles else (begun, False)


def _is_extra(line: Line, at: int) -> bool:
    """Tell whether a word goes on with a title, as in “Dr. med. Kay”, and is nobody's name."""
    return line.form(at) in _EXTRA and not _called(line, at, titled=True)[0]


def read_doctor(line: Line, at: int) -> Read:
    """Read a doctor behind a word that lets one come; the title may be missing."""
    behind, titled = _behind_titles(line, at)
    found, count = _called(line, behind, titled=True) if line.token(behind) else ((), 0)
    if found:
        yield Doctors(found, line.tokens[behind].text), behind + count
        yield from read_doctors(line, at)
    elif titled:
        yield from read_titled(line, at)


def read_titled(line: Line, at: int) -> Read:
    """Read a doctor with a title; one whom nobody knows is answered, too, but for a patient."""
    behind, titled = _behind_titles(line, at)
    if not titled:
        return
    token = line.token(behind)
    if token is None:
        yield Doctors((), line.tokens[at].text), behind
        return
    found, count = _called(line, behind, titled=True)
    if found:
        yield Doctors(found, token.text), behind + count
    elif line.is_in(at, "doctor"):
        yield Doctors((), token.text), behind + 1


def read_doctors(line: Line, at: int) -> Read:
    """Read several doctors of whom one will do: “Lee or Kay”."""
    found: list[Doctors] = []
    end = at
    while line.token(end) is not None:
        behind, _ = _behind_titles(line, end)
        called, count = _called(line, behind, titled=False) if line.token(behind) else ((), 0)
        if not called:
            break
        found.append(Doctors(called, line.tokens[behind].text))
        end = behind + count
        if len(found) > 1:
            yield tuple(found), end
        if not line.is_in(end, "or_"):
            break
        end += 1


def read_bare(line: Line, at: int) -> Read:
    """Read a doctor's name without anything that tells it from a patient's."""
    found, count = _called(line, at, titled=False)
    if found:
        yield Doctors(found, line.tokens[at].text), at + count


@lru_cache(maxsize=16)
def _by_name(among: tuple[Named, ...]) -> dict[str, Named]:
    """Answer things by their names as one word, in all spellings."""
    return {form: one for one in among for form in spellings("".join(one.name.split()))}


def _longest(line: Line, at: int, among: tuple[Named, ...]) -> Read:
    """Read the name of something, in one word or several: check-up, check up, checkup."""
    names = _by_name(among)
    for count in range(min(_LONGEST_NAME, len(line.tokens) - at), 0, -1):
        rest = "".join(line.form(at + n) for n in range(1, count))
        for form in line.tokens[at].forms:
            if form + rest in names and all(line.tokens[at + n].forms for n in range(count)):
                yield names[form + rest], at + count
                return
    yield from _nearly_named(line, at, names)


def _nearly_named(line: Line, at: int, names: Mapping[str, Named]) -> Read:
    """Read a misspelled name, in one word or two."""
    for count in (2, 1):
        if at + count > len(line.tokens) or (count > 1 and line.tokens[at].parted):
            continue
        rest = line.form(at + 1) if count > 1 else ""
        near = {
            one
            for form in line.tokens[at].forms
            for name, one in names.items()
            if (rest or count == 1) and nearly(form + rest, name)
        }
        if len(near) == 1:
            yield near.pop(), at + count
            return


def read_type(line: Line, at: int) -> Read:
    """Read the name of a kind of visit."""
    yield from _longest(line, at, line.vocabulary.types)


def read_room(line: Line, at: int) -> Read:
    """Read the name of a room."""
    yield from _longest(line, at, line.vocabulary.rooms)


def read_room_number(line: Line, at: int) -> Read:
    """Read the number behind a word for a room: the one room whose name ends with it."""
    number = line.number(at)
    found = [one for one in line.vocabulary.rooms if one.name.split()[-1:] == [str(number)]]
    if len(found) == 1:
        yield found[0], at + 1


def read_site(line: Line, at: int) -> Read:
    """Read the name of a site."""
    yield from _longest(line, at, line.vocabulary.sites)


def read_phone(line: Line, at: int) -> Read:
    """Read a phone number in any spelling, over as many words as it takes."""
    for text, end in _numbers(line, at):
        digits = digits_of(text)
        if _LEAST_DIGITS <= len(digits) <= _MOST_DIGITS:
            yield text, end


def read_said_phone(line: Line, at: int) -> Read:
    """Read a phone behind a word for it: its end may be enough."""
    for text, end in _numbers(line, at):
        if _LEAST_SAID <= len(digits_of(text)) <= _MOST_DIGITS:
            yield text, end


def _numbers(line: Line, at: int) -> Iterator[tuple[str, int]]:
    """Answer the longest row of words that are of digits, and no time, date or length."""
    end = at
    while (token := line.token(end)) is not None and _PHONE.match(token.text):
        # The first word may look like a date; a phone begins with more than that.
        readable = [*read_length(line, end), *read_date(line, end), *read_past(line, end)]
        readable += [one for one in read_time(line, end) if isinstance(one[0], Clock | Unsure)]
        united = token.digits and line.form(end + 1) in line.units
        if readable or (united and end > at):
            break
        end += 1
        if token.parted:
            break
    if end > at:
        yield line.text[line.tokens[at].start : line.tokens[end - 1].end], end
