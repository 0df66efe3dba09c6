"""All that is wrong with the arguments of one call, told at once: the one place that looks.

A command stops at the first argument that it can't use. Only then is each of the others looked at
as the command would, so that what goes well pays nothing for it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from clinic_desktop.cli import resources, series
from clinic_desktop.cli.grammar import Entry
from clinic_desktop.cli.hours import local_time, stretch
from clinic_desktop.cli.parser import Words
from clinic_desktop.cli.session import Session
from clinic_desktop.domain import availability as a
from clinic_desktop.domain.own_hours import own_hours
from clinic_desktop.domain.people import AppointmentTypes, PatientCalled, TypeCalled, check_type
from clinic_desktop.domain.purposes import Purposes, check_purpose, purpose_named
from clinic_desktop.domain.recurrence import Recurrence
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.series import Unit
from clinic_desktop.domain.time import local_date
from clinic_desktop.domain.timeoff import check_note
from clinic_desktop.domain.typerules import read_rule

Look = Callable[[], object]

_NAMED: Mapping[str, Callable[[Session, str], object]] = {
    "DOCTOR": Session.doctor,
    "D": Session.doctor,
    "R": Session.doctor,
    "SITE": Session.branch,
    "A": Session.branch,
    "B": Session.branch,
    "P": lambda session, text: session.ask(PatientCalled(text=text)),
    "KEPT": lambda session, text: session.ask(PatientCalled(text=text)),
    "OTHER": lambda session, text: session.ask(PatientCalled(text=text)),
    "TYPE": lambda session, text: session.ask(TypeCalled(text=text)),
    "T": Session.instant,
}
"""How what an argument names is looked up, by the word that stands for it in usage lines."""
_OTHERWISE = ("region", *resources.WHOM)
"""Arguments that are written with the same word and mean something else."""


def every_mistake(
    session: Session, entry: Entry, words: Words, error: Misuse | Refusal
) -> Misuse | Refusal:
    """Answer the failure of a command with all else that is wrong with its arguments.

    A malformed argument goes before a rule, as it does where it is alone.
    """
    misuses = list(error.every) if isinstance(error, Misuse) else []
    reasons = [] if isinstance(error, Misuse) else list(error.reasons)
    known = _told(misuses, reasons)
    for look in _looks(session, entry, words):
        try:
            look()
        except Misuse as misuse:
            misuses += [one for one in misuse.every if (one.code, one.message) not in known]
        except Refusal as refusal:
            reasons += [one for one in refusal.reasons if (one.code, one.message) not in known]
        known = _told(misuses, reasons)
    if not misuses:
        return Refusal(*reasons)
    first, *others = misuses
    rules = (Misuse(one.code, one.message, one.facts) for one in _in_order(reasons))
    return Misuse(first.code, first.message, first.facts, (*others, *rules))


def _told(misuses: Sequence[Misuse], reasons: Sequence[Reason]) -> set[tuple[str, str]]:
    several: tuple[Misuse | Reason, ...] = (*misuses, *reasons)
    return {(one.code, one.message) for one in several}


def _in_order(reasons: list[Reason]) -> tuple[Reason, ...]:
    return Refusal(*reasons).reasons if reasons else ()


def _looks(session: Session, entry: Entry, words: Words) -> Iterator[Look]:
    """Answer how each argument that was given is looked at, and those that only fit together."""
    is_off = entry.name in ("time-off add", "closed add")
    for argument in entry.arguments:
        value = words.get(argument.name)
        look = _NAMED.get(argument.metavar)
        if is_off and argument.metavar == "T":
            look = local_time
        if look is None or value is None or argument.name in _OTHERWISE:
            continue
        for text in value if isinstance(value, tuple) else (value,):
            # What stands for an id is read already, and names nothing: A and B are sites elsewhere.
            if isinstance(text, str):
                yield partial(look, session, text)
    together = _TOGETHER.get(entry.name)
    if together is not None:
        yield from together(session, words)


def _of_hours(session: Session, words: Words) -> Iterator[Look]:
    """Look at hours, at the lengths of blocks and their dates."""
    text = words.get("hours")
    yield lambda: a.check_weekly(
        block_minutes=words.get("block") or a.DEFAULT_BLOCK_MINUTES, grid_minutes=words.get("grid"),
        seats=words.get("seats") or 1, start=words.get("from"), until=words.get("until"),
    )  # fmt: skip
    if text is None or a.is_copied(text):
        return
    on = [days for days in words.get("on") or () if days]
    if not words.get("on"):
        yield lambda: _purposes(session, a.WeeklyHours.parse(text).purposes)
    elif text.strip().casefold() != a.USUAL:
        yield lambda: _purposes(session, own_hours(text, on).purposes)


def _purposes(session: Session, names: Iterable[str]) -> None:
    """Look for each purpose that hours or a kind of visit name.

    Raises:
        Refusal: ``unknown_purpose``, of each that is.

    """
    unknown: list[Reason] = []
    for name in sorted(names):
        try:
            purpose_named(session.ask(Purposes()), name)
        except Refusal as refusal:
            unknown += refusal.reasons
    if unknown:
        raise Refusal(*unknown)


def _of_type(session: Session, words: Words) -> Iterator[Look]:
    """Look at the lengths of a kind of visit, at its colour, and at whom it names."""
    lengths = {name: words.get(name) for name in ("minutes", "before", "after", "grid")}
    yield lambda: check_type(**lengths, colour=words.get("colour") or None)
    for option in resources.WHOM:
        one = {**dict.fromkeys(resources.WHOM, ()), option: words.get(option) or ()}
        yield partial(resources.named, session, one)
    purposes, rules = words.get("for") or (), words.get("rule") or ()
    if purposes != ("none",):
        yield lambda: _purposes(session, purposes)
    if rules != ("none",):
        names = {one.id: one.name for one in session.ask(AppointmentTypes())}
        for text in rules:
            yield partial(read_rule, text, names)


def _of_purpose(_session: Session, words: Words) -> Iterator[Look]:
    """Look at a purpose's name, and at when it is let go."""
    name, bookable = " ".join((words.get("name") or "").split()), not words.get("unbookable")
    yield lambda: check_purpose(name, words.get("release"), bookable=bookable)


def _of_off(session: Session, words: Words) -> Iterator[Look]:
    """Look at when somebody is off, at how it comes again, and at the note."""
    text = words.get("repeat")
    if text:
        yield lambda: Recurrence.parse(text)
    yield lambda: check_note(words.get("note") or "")
    if words.get("from") is not None:
        yield lambda: stretch(session, {**words, "repeat": None}, "clinic time-off add")


def _of_series(session: Session, words: Words) -> Iterator[Look]:
    """Look at how a visit is to come again, also where its first day is told to be no day."""

    def look() -> None:
        try:
            first = local_date(session.instant(words["start"]), session.zone)
        except (Misuse, Refusal):
            # Told as the start's own mistake.
            first = dt.date.min
        # What could not be read is told so, and stands here as one that is good.
        good = {"every": words.get("every") or 1, "unit": words.get("unit") or Unit.WEEKS}
        series.repeat_of({**words, **good}).rule(first)

    yield look


_TOGETHER: Mapping[str, Callable[[Session, Words], Iterator[Look]]] = {
    "hours": _of_hours,
    "type add": _of_type,
    "type set": _of_type,
    "purpose add": _of_purpose,
    "time-off add": _of_off,
    "closed add": _of_off,
    "series preview": _of_series,
    "series book": _of_series,
}
