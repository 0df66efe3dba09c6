"""``clinic hours DOCTOR`` without hours: the rules there are, each as the line that makes it."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Mapping, Sequence

from clinic_desktop.cli import documents, tables
from clinic_desktop.cli.parser import Words, misused
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain.availability import Availability, HoursOf
from clinic_desktop.domain.booking import listed
from clinic_desktop.domain.hours_text import NONE
from clinic_desktop.domain.own_hours import own_text
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.time import day_words, system_clock

_ONLY_TO_SET = ("block", "grid", "seats", "on", "preview", "accept")
_PLAIN = re.compile(r'[^"$`\\!]*')
"""What stands between double quotes as it is, in every shell."""


def shown(session: Session, words: Words) -> Answer:
    """Tell a doctor's hours that are valid on some dates (default: from today on), by start.

    Raises:
        Misuse: something is given that only says how hours are set.

    """
    given = [f"--{name}" for name in _ONLY_TO_SET if words[name]]
    if given:
        is_for = f"{listed(given)} {'are' if len(given) > 1 else 'is'} for hours that are set"
        raise misused(f"HOURS is missing: {is_for}.", "clinic hours")
    doctor, site_id = session.doctor(words["doctor"]), session.site_id(words)
    first = words["from"] or system_clock().astimezone(session.zone).date()
    valid = session.ask(HoursOf(doctor_id=doctor.id, first=first, last=words["until"]))
    # Of equal dates the lines stand by site.
    found = sorted(valid, key=lambda one: (one.start, one.site_id, one.id))
    rules = [one for one in found if site_id in (None, one.site_id)]
    sites = session.site_names
    named = _name_of(doctor, words["doctor"])
    documented = [_document(one, sites) for one in rules if not one.overrides]
    lines = [_weekly(one, named, sites) for one in rules if not one.overrides]
    own = [_document(one, sites) for one in rules if one.overrides]
    lines += _own(found, site_id, named, sites)
    told = {"doctor_id": str(doctor.id), "doctor": doctor.name, "lines": lines}
    return Answer(
        {**told, "hours": documented, "days": own}, lambda: _text(doctor.name, lines, first)
    )


def _text(doctor: str, lines: Sequence[str], first: dt.date) -> str:
    if not lines:
        return f"{tables.tame(doctor)} has no hours from {day_words(first)} on."
    # Whole, as they are typed again.
    return "\n".join(tables.tame(line, None) for line in lines)


def _document(rule: Availability, sites: Mapping[int, str]) -> documents.Document:
    """Tell a rule; its hours as they are typed again."""
    text = own_text(rule) if rule.overrides else _weekly_text(rule)
    told = documents.availability(rule) | {"hours": text, "site": sites.get(rule.site_id)}
    return told | ({"on": rule.start.isoformat()} if rule.overrides else {})


def _weekly_text(rule: Availability) -> str:
    """Write weekly hours such that alternating weeks are counted from the rule's first day."""
    return str(rule.hours.from_week(rule.start, rule.anchor))


def _weekly(rule: Availability, doctor: str, sites: Mapping[int, str]) -> str:
    """Write the line that sets weekly hours."""
    line = f"clinic hours {doctor} {_quoted(_weekly_text(rule))} --from {rule.start}"
    if rule.until is not None:
        line += f" --until {rule.until}"
    line += f" --block {rule.block_minutes}"
    if rule.grid_minutes is not None:
        line += f" --grid {rule.grid_minutes}"
    if rule.seats > 1:
        line += f" --seats {rule.seats}"
    return line + _at(rule, sites)


def _own(
    rules: Sequence[Availability], site_id: int | None, doctor: str, sites: Mapping[int, str]
) -> list[str]:
    """Write the lines that set hours of dates: one for all dates that have the same.

    The rules are those of all sites; ``site_id`` names the one whose lines are wanted (None: all).
    """
    found: dict[tuple[str, str], list[str]] = {}
    for day in sorted({rule.start for rule in rules if rule.overrides}):
        own = [rule for rule in rules if rule.overrides and rule.start == day]
        lines = [
            (rule.site_id, own_text(rule), f" --block {rule.block_minutes}{_at(rule, sites)}")
            for rule in own
            if rule.hours.all_windows
        ]
        at = {number for number, _, _ in lines}
        if at:
            # Weekly hours at another site would be that date's as well.
            usual = {
                rule.site_id: rule
                for rule in rules
                if not rule.overrides and rule.covers(day) and rule.hours.parts(day, rule.anchor)
            }
            lines += [
                (number, NONE, _at(usual[number], sites)) for number in sorted(usual.keys() - at)
            ]
        else:
            # No hours at all are none at any site.
            lines = [(own[0].site_id if site_id is None else site_id, NONE, "")]
        for number, text, rest in lines:
            if site_id in (None, number):
                found.setdefault((text, rest), []).append(f" --on {day}")
    return [
        f"clinic hours {doctor} {_quoted(text)}{''.join(days)}{rest}"
        for (text, rest), days in found.items()
    ]


def _at(rule: Availability, sites: Mapping[int, str]) -> str:
    name = sites.get(rule.site_id)
    return "" if name is None else f" --site {_quoted(name)}"


def _name_of(doctor: Doctor, typed: str) -> str:
    """Answer how a doctor is named in a line: as it was typed, so that the same one is meant."""
    return typed if typed == str(doctor.id) else _quoted(typed)


def _quoted(text: str) -> str:
    """Write a text such that a shell takes it as one word."""
    return f'"{text}"' if _PLAIN.fullmatch(text) else shlex.quote(text)
