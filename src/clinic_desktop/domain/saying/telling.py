"""Says in words what a line was understood as, as a whole and word by word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from clinic_desktop.domain.forms import WEEKDAYS, Forms
from clinic_desktop.domain.saying.grammar import Item
from clinic_desktop.domain.saying.line import Line
from clinic_desktop.domain.saying.meaning import Meaning, Understood
from clinic_desktop.domain.saying.resolving import Resolved
from clinic_desktop.domain.saying.taking import take

_KINDS = {
    "born": "born", "phone": "phone", "tel": "phone", "type": "type", "room": "room",
    "room numbered": "room",
    "site": "site", "with": "doctor", "doctor": "doctor", "bare doctor": "doctor",
    "any doctor": "doctor", "soonest": "soonest", "minutes": "length", "hours": "length",
    "length": "length", "title": "filler", "filler": "filler", "series": "asked",
    "action": "asked", "not": "asked", "vague": "asked", "not hours": "asked", "relative": "asked",
    "at": "time", "after": "time", "before": "time", "between": "time", "around": "time",
    "noon": "time", "past": "time", "to": "time", "minutes past": "time",
    "three quarters past": "time", "weekday nth": "date",
    "days": "weekday", "days between": "weekday", "except": "weekday", "workdays": "weekday",
    "weekend": "weekday", "next weekday": "weekday",
}  # fmt: skip
_TIMES = ("part", "half", "quarter")
_MANY = 4


def _kind_of(key: str) -> str:
    """Answer what a pattern's key is about."""
    if key in _KINDS:
        return _KINDS[key]
    if key.startswith("length"):
        return "length"
    return "time" if key.startswith(_TIMES) else "date"


def told(
    line: Line, items: Sequence[Item], runs: Iterable[tuple[int, int]]
) -> tuple[Understood, ...]:
    """Answer what the words of a line were taken for, in their order."""
    found = [(item.start, item.end, _kind_of(item.key), _alone(line, item)) for item in items]
    found += [(start, end, "patient", "the patient") for start, end in runs]
    return tuple(
        Understood(line.tokens[start].start, line.tokens[end - 1].end, kind, words)
        for start, end, kind, words in sorted(found)
    )


def _alone(line: Line, item: Item) -> str:
    """Say what some words mean by themselves; empty where they add nothing, or are asked about."""
    alone = Resolved(line)
    take(alone, item)
    alone.finish()
    return "" if alone.questions else ", ".join(words_of(alone.meaning, line.forms))


def words_of(meaning: Meaning, forms: Forms) -> tuple[str, ...]:
    """Say a meaning in words, a part each, in the forms of the locale."""
    said = [meaning.who, meaning.phone]
    if meaning.born is not None:
        said.append(f"born {meaning.born}")
    if meaning.type is not None:
        said.append(meaning.type.name)
    if meaning.minutes is not None:
        said.append(f"{meaning.minutes} min")
    said.append(" or ".join(one.name for one in meaning.doctors))
    if meaning.any_doctor:
        said.append("any doctor")
    said += [place.name for place in (meaning.room, meaning.site) if place is not None]
    if meaning.soonest:
        said.append("as soon as possible")
    said += [_weekdays(meaning.weekdays), *_dates(meaning, forms), *_times(meaning, forms)]
    return tuple(filter(None, said))


def _weekdays(days: Sequence[int]) -> str:
    """Name weekdays; those that follow each other by the first and last, most by what is not."""
    if len(days) >= _MANY and days[-1] - days[0] == len(days) - 1:
        return f"{WEEKDAYS[days[0]]} to {WEEKDAYS[days[-1]]}"
    if len(days) > _MANY:
        return f"not {' or '.join(name for day, name in enumerate(WEEKDAYS) if day not in days)}"
    return " or ".join(WEEKDAYS[day] for day in days)


def _dates(meaning: Meaning, forms: Forms) -> list[str]:
    first, last = (
        None if day is None else forms.date(day, weekday=True)
        for day in (meaning.first, meaning.last)
    )
    if first == last:
        return [first] if first else []
    return [f"from {first}"] * bool(first) + [f"until {last}"] * bool(last)


def _times(meaning: Meaning, forms: Forms) -> list[str]:
    words = (("at", meaning.at), ("from", meaning.after), ("before", meaning.before))
    return [f"{word} {forms.mark(minute)}" for word, minute in words if minute is not None]
