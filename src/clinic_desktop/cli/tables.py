"""Answers for people: aligned tables and sentences, times as the clinic's clocks show them."""

from __future__ import annotations

import datetime as dt
import unicodedata
import zoneinfo
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from clinic_desktop.domain.availability import DaysSet, HoursSet
from clinic_desktop.domain.backup import BackedUp
from clinic_desktop.domain.booking import Appointment, Block, BlockState, Undone, Verified, listed
from clinic_desktop.domain.bulk import HistoryImported
from clinic_desktop.domain.changes import Change, command_words
from clinic_desktop.domain.effect import ALREADY, ELSEWHERE, KEPT, Effect, Hit, LeftOut
from clinic_desktop.domain.explaining import Explained
from clinic_desktop.domain.journal import Lost
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.people import Patient, PatientFound
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal, Unavailable
from clinic_desktop.domain.sites import TravelSet
from clinic_desktop.domain.time import (
    clock_words,
    day_words,
    is_doubled,
    local_date,
    time_words,
)
from clinic_desktop.domain.timeoff import KIND_WORDS, Stretch, TimeOff, TimeOffChanged
from clinic_desktop.domain.turns import TurnDates

_DASH = "\u2013"
_LONGEST = 60
_SHOWN_REFUSED_ROWS = 20
_SHOWN_DAYS = 7


def tame(text: str, longest: int | None = _LONGEST) -> str:
    """Show a stored text on one line of a terminal, with nothing that could steer the terminal.

    What turns the reading direction of all that follows, or is not seen at all, is written out.
    """
    shown = "".join(
        _escaped(char) if char in _HIDDEN or unicodedata.category(char) in _UNSHOWN else char
        for char in text
    )
    return shown if longest is None or len(shown) <= longest else shown[: longest - 1] + "…"


_UNSHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})
# Embeddings, overrides and isolates go on behind the name that holds them, to the line's end; what
# joins letters or parts them stays, and so do the marks that are a letter's own.
_HIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u2060\ufeff")


def _escaped(char: str) -> str:
    """Write a control character visibly."""
    return char.encode("unicode_escape").decode("ascii")


def _width(text: str) -> int:
    """Count the columns that a terminal gives a text."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def table(
    headings: Sequence[str],
    rows: Iterable[Sequence[object]],
    empty: str,
    longest: int | None = _LONGEST,
) -> str:
    """Align rows under headings; ``empty`` is said when there are none. Numbers stand right.

    A cell has ``longest`` letters at most; None: as many as it has.
    """
    cells = [["" if cell is None else tame(str(cell), longest) for cell in row] for row in rows]
    if not cells:
        return empty
    widths = [max(map(_width, column)) for column in zip(headings, *cells, strict=True)]
    right = [
        all(cell.isdigit() or not cell for cell in column) for column in zip(*cells, strict=True)
    ]
    lines = []
    for line in ([*headings], *cells):
        padded = (
            " " * (width - _width(cell)) + cell if to_right else cell + " " * (width - _width(cell))
            for cell, width, to_right in zip(line, widths, right, strict=True)
        )
        lines.append("  ".join(padded).rstrip())
    return "\n".join(lines)


def when(start: dt.datetime, end: dt.datetime, zone: dt.tzinfo) -> str:
    """Write a span as day and times in the clinic's time.

    Where the clocks change in between, or a time comes twice, both ends tell their zone.
    """
    first, last = local_date(start, zone), local_date(end, zone)
    if (
        is_doubled(start, zone)
        or is_doubled(end, zone)
        or _offset(start, zone) != _offset(end, zone)
    ):
        began = f"{day_words(first)}, {_zoned(start, zone)}"
        if first == last:
            return f"{began}{_DASH}{_zoned(end, zone)}"
        return f"{began} {_DASH} {day_words(last)}, {_zoned(end, zone)}"
    if first == last:
        return f"{time_words(start, zone)}{_DASH}{clock_words(end, zone)}"
    if last - first == dt.timedelta(days=1) and end.astimezone(zone).time() == dt.time():
        return f"{time_words(start, zone)}{_DASH}24:00"
    return f"{time_words(start, zone)} {_DASH} {time_words(end, zone)}"


def _offset(at: dt.datetime, zone: dt.tzinfo) -> dt.timedelta | None:
    return at.astimezone(zone).utcoffset()


def _zoned(at: dt.datetime, zone: dt.tzinfo) -> str:
    """Write a local time with the zone's letters: 01:30 EST."""
    shown = clock_words(at, zone)
    letters = at.astimezone(zone).tzname() or ""
    return shown if shown.endswith(letters) else f"{shown} {letters}"


def at_time(at: dt.datetime | None, zone: dt.tzinfo) -> str:
    """Write an instant in the clinic's time; nothing for None."""
    return "" if at is None else time_words(at, zone)


def visit(of: Appointment, zone: dt.tzinfo, sites: Mapping[int, str] | None = None) -> str:
    """Write a visit as ``Ann Smith with Dr Lee and Room 1 at North,`` and its time.

    ``sites`` are the names of the clinic's by their ids, where it has several.
    """
    whom = tame(of.with_whom) + at_site((sites or {}).get(of.site_id or 0, ""))
    over = f", over others ({tame(of.overbooked)})" if of.overbooked and of.holds else ""
    return f"{tame(of.patient)} with {whom}, {when(of.start, of.end, zone)}{over}"


def _standing(of: Appointment) -> str:
    """Write where a visit stands, and why it was booked over others, if it is."""
    if of.is_parked:
        return "parked"
    over = f", over others: {of.overbooked}" if of.overbooked and of.holds else ""
    return of.status.value + over


def booked_verb(of: Appointment, *, repeated: bool) -> str:
    """Say that a visit is booked: now, or before by the same id, and what became of it since."""
    if not repeated:
        return "Booked"
    return "Already booked:" if of.holds else f"Already booked, and {of.stands.lower()} since:"


def at_once(
    found: Sequence[tuple[Appointment, Appointment]], zone: dt.tzinfo, sites: Mapping[int, str]
) -> list[str]:
    """List visits of one person that lie at the same time."""
    lines = [" and ".join(visit(each, zone, sites) for each in one) for one in found]
    return ["At the same time now, so move or cancel one of them:", *lines] if lines else []


def at_site(name: str) -> str:
    """Write `` at North``; nothing where the clinic has one site."""
    return f" at {tame(name)}" if name else ""


def with_whom(of: Opening) -> str:
    """Write whose time is offered, and where."""
    return tame(of.doctor) + at_site(of.site)


def blocks(found: Sequence[Block], zone: dt.tzinfo, sites: Mapping[int, str]) -> str:
    """List blocks; ``sites`` are those of each by its id, where the clinic has several."""
    columns: dict[str, list[object]] = {
        "Block": [one.id for one in found],
        "Doctor": [one.doctor for one in found],
        "Time": [when(one.start, one.end, zone) for one in found],
    }
    if sites:
        columns["Site"] = [sites.get(one.id, "") for one in found]
    columns["State"] = [_state(one, zone) for one in found]
    if any(one.state is not BlockState.FREE for one in found):
        columns["Appointment"] = [one.appointment_id for one in found]
    return table(list(columns), list(zip(*columns.values(), strict=True)), "No blocks there.")


def _state(of: Block, zone: dt.tzinfo) -> str:
    """Tell a block's state, how many of several seats are free, and what it is kept for."""
    if of.state is BlockState.FREE and of.seats > 1:
        return f"{_kept_for(of, zone)}, {of.free_seats} of {of.seats} seats"
    return _kept_for(of, zone)


def _kept_for(of: Block, zone: dt.tzinfo) -> str:
    if not of.purpose or of.state is not BlockState.FREE:
        return of.state.value
    if not of.bookable:
        return of.purpose
    until = f" until {at_time(of.reserved_until, zone)}" if of.reserved_until else ""
    return f"free for {of.purpose}{until}"


def appointments(
    found: Sequence[Appointment],
    zone: dt.tzinfo,
    phones: Mapping[str, Sequence[str]] | None = None,
    sites: Mapping[int, str] | None = None,
) -> str:
    """List appointments, with their patients' ``phones`` by the id, where these were asked for.

    ``sites`` are the names of the clinic's by their ids, where it has several.
    """
    columns: dict[str, list[object]] = {
        "Time": [when(one.start, one.end, zone) for one in found],
        "Doctor": [one.with_whom for one in found],
        "Patient": [one.patient for one in found],
    }
    if sites:
        columns["Site"] = [sites.get(one.site_id or 0, "") for one in found]
    if phones is not None:
        columns["Phones"] = [", ".join(phones.get(str(one.id), ())) for one in found]
    columns["Type"] = [one.type for one in found]
    columns["Status"] = [_standing(one) for one in found]
    columns["Appointment"] = [one.id for one in found]
    rows = list(zip(*columns.values(), strict=True))
    return table(list(columns), rows, "No appointments there.")


def added(what: str, name: str, number: int, same_name: Sequence[str]) -> str:
    """Tell who was added, and who had that name before."""
    told = f"{tame(name)} is {what} {number}."
    if not same_name:
        return told
    others = ", ".join(same_name)
    return f"{told}\nThis name is there already ({what} {others}): use the ids from now on."


def patients(found: Sequence[PatientFound], zone: dt.tzinfo) -> str:
    """List patients that a search found."""
    rows = [
        (
            one.patient.id,
            one.patient.name,
            one.patient.born,
            ", ".join(one.patient.phones),
            at_time(one.last_visit, zone),
            at_time(one.next_visit, zone),
        )
        for one in found
    ]
    headings = ("Patient", "Name", "Born", "Phones", "Last visit", "Next visit")
    return table(headings, rows, "No patient is found under that.")


def patient(of: Patient) -> str:
    """Describe one patient in a few lines."""
    lines = [f"{tame(of.name)} (patient {of.id})"]
    facts = (
        ("Born", of.born),
        ("Phones", ", ".join(of.phones)),
        ("E-mail", of.email),
        ("Note", of.note),
        ("Do not book", of.do_not_book),
        *((one.name, one.said) for one in of.custom),
    )
    lines += [f"  {tame(name)}: {tame(str(fact))}" for name, fact in facts if fact]
    return "\n".join(lines)


def hours_set(of: HoursSet, doctor: str, site: str, zone: dt.tzinfo) -> str:
    """Tell what new weekly hours changed; ``site`` is where they are, empty where there is one."""
    rule = of.availability
    until = "" if rule.until is None else f" until {day_words(rule.until)}"
    works = str(rule.hours) if rule.hours.all_windows else "not at all"
    # One for each seat of a block.
    what = f" and have {rule.seats} seats each; of these" if rule.seats > 1 else ";"
    counts = f"{of.blocks_added} were added, {of.blocks_removed} removed{moved(of)}"
    lines = [
        f"{tame(doctor)} works {works}{_at(site)} from {day_words(rule.start)}{until}.",
        f"Blocks are {rule.block_minutes} minutes long{what} {counts}.",
    ]
    if rule.laid_until is not None and rule.laid_until != rule.until:
        lines.append(f"They are laid up to {day_words(rule.laid_until)}; “clinic extend” goes on.")
    return "\n".join([*lines, *_lacking(of), *_outside(of.affected, zone)])


def _lacking(of: HoursSet | DaysSet | Effect) -> list[str]:
    """List the hours in which nobody is offered: too short, elsewhere, or on the way."""
    return [*(f"{one.words}." for one in of.too_short), *elsewhere(of.left_out)]


def moved(of: HoursSet | DaysSet | TimeOffChanged | TravelSet | Effect) -> str:
    """Tell how many blocks stay but are at another site, if any."""
    return f", {of.blocks_elsewhere} at another site than before" if of.blocks_elsewhere else ""


def _at(site: str) -> str:
    return f" at {tame(site)}" if site else ""


def travel_set(of: TravelSet, zone: dt.tzinfo) -> list[str]:
    """List in which hours nobody is offered on the way, and who is left outside by it."""
    return [*elsewhere(of.left_out), *_outside(of.affected, zone)]


def elsewhere(found: Sequence[LeftOut]) -> list[str]:
    """List hours in which nobody is offered, as the doctor is at another site or on the way."""
    return [f"{ELSEWHERE}:", *(f"  {tame(one.words, None)}" for one in found)] if found else []


def _outside(affected: Sequence[Appointment], zone: dt.tzinfo) -> list[str]:
    """List whom a change left outside the hours."""
    if not affected:
        return []
    told = f"Appointments that have no place in these hours and stay booked: {len(affected)}"
    phones = {str(one.id): one.phones for one in affected}
    return [told, appointments(affected, zone, phones)]


def days_set(of: DaysSet, doctor: str, site: str, zone: dt.tzinfo) -> str:
    """Tell what hours of single dates changed, and where they are among several sites."""
    dates = ", ".join(map(day, of.days[:_SHOWN_DAYS]))
    more = f" and {len(of.days) - _SHOWN_DAYS} more" if len(of.days) > _SHOWN_DAYS else ""
    lines = [f"Hours of {tame(doctor)}{_at(site)} on {dates}{more}: {_counts(of)}"]
    return "\n".join([*lines, *_lacking(of), *_outside(of.affected, zone)])


def _counts(of: DaysSet | TimeOffChanged | Effect) -> str:
    added, removed = (
        f"{count} seats in {times} blocks" if times and times != count else str(count)
        for count, times in (
            (of.blocks_added, getattr(of, "times_added", 0)),
            (of.blocks_removed, getattr(of, "times_removed", 0)),
        )
    )
    unit = "" if "seats" in added else " blocks"
    return f"{added}{unit} added, {removed} removed{moved(of)}."


def time_off_changed(of: TimeOffChanged, zone: zoneinfo.ZoneInfo, sites: Mapping[int, str]) -> str:
    """Tell what came or went, and what that changed."""
    lines = [_counts(of), time_off(of.time_off, "", zone, sites)] if of.time_off else []
    if of.skipped:
        lines.append("Closed already: " + ", ".join(map(day, of.skipped)))
    return "\n".join([*lines, *kept(of.kept, zone), *_outside(of.affected, zone)])


def kept(found: Sequence[Appointment], zone: dt.tzinfo) -> list[str]:
    """List visits beside time off, and what of it is kept free around them."""
    lines = []
    for one in found:
        free = [when(span.start, span.end, zone) for span in one.kept_free if span is not None]
        lines.append(f"  {listed(free)}: {visit(one, zone)}")
    return [f"{KEPT}:", *lines] if lines else []


def time_off(
    found: Sequence[TimeOff], empty: str, zone: zoneinfo.ZoneInfo, sites: Mapping[int, str]
) -> str:
    """List time off; of the clinic's with its site, where ``sites`` are several."""
    columns: dict[str, list[object]] = {
        "Number": [one.id for one in found],
        "Kind": [KIND_WORDS[one.kind] for one in found],
        "When": [_stretch(one.when) for one in found],
    }
    if sites and any(one.doctor_id is None for one in found):
        columns["Site"] = [sites.get(one.site_id or 0, "all sites") for one in found]
    columns["Note"] = [one.note for one in found]
    told = table(list(columns), list(zip(*columns.values(), strict=True)), empty, None)
    lines = (line for one in found for line in twice(one.when, str(one.id), zone))
    return "\n".join([told, *lines])


def twice(of: Stretch, named: str, zone: zoneinfo.ZoneInfo) -> list[str]:
    """Tell the pieces of time off, if it holds both turns of an hour that comes twice."""
    if of.repeat is not None:
        return []
    pieces = of.spans(of.first, of.last, zone)
    told = listed([when(one.start, one.end, zone) for one in pieces])
    return [f"{named} holds both turns of the hour that comes twice: {told}."] if pieces[1:] else []


def time_off_shown(
    one: TimeOff, left: Sequence[Hit], zone: zoneinfo.ZoneInfo, sites: Mapping[int, str]
) -> str:
    """Tell what time off is, and who is still booked in it."""
    lines = [time_off([one], "", zone, sites)]
    if left:
        lines += [f"Appointments that still lie in it: {len(left)}", hits(left, zone)]
    else:
        lines.append("No appointments lie in it.")
    return "\n".join(lines)


def _stretch(when: Stretch) -> str:
    """Write a stretch of local time, and how it comes again."""
    when = when.shown
    first, last = day(when.first), day(when.last)
    start, end = (
        f"{minute // 60:02}:{minute % 60:02}" for minute in (when.start_minute, when.end_minute)
    )
    if when.whole_days:
        told = first if first == last else f"{first} {_DASH} {last}"
    else:
        told = f"{first}, {start}{_DASH}" + (end if first == last else f"{last}, {end}")
    return f"{told} ({when.repeat.words})" if when.repeat else told


def day(of: dt.date) -> str:
    """Write a local day."""
    return day_words(of)


def effect(of: Effect, zone: dt.tzinfo) -> str:
    """Tell what a change would do, and whom it would leave outside."""
    lines = ["Nothing is changed yet. It would be: " + _counts(of)]
    rows = [
        (one.doctor, one.blocks_added, one.blocks_removed, day(one.first), day(one.last))
        for one in of.doctors
        if one.first is not None and one.last is not None
    ]
    if rows:
        lines.append(table(("Doctor", "Added", "Removed", "From", "To"), rows, ""))
    lines += [*_lacking(of), *kept(of.kept, zone)]
    if of.hits:
        lines += [
            f"Appointments that would be left {of.left}: {len(of.hits)}",
            hits(of.hits, zone),
            f"To save it all the same, add --accept {len(of.hits)} instead of --preview.",
        ]
    if of.already:
        lines += [f"{ALREADY}: {len(of.already)}", hits(of.already, zone)]
    return "\n".join(lines)


def weeks(of: TurnDates) -> str:
    """Tell which weeks an alternating part of hours means."""
    this = "yes" if of.this_week else "no"
    dates = ", ".join(f"{one:%a} {one}" for one in of.dates) or "none before its end"
    return f"{tame(of.part)}: this week: {this}; next: {dates}."


def hits(found: Sequence[Hit], zone: dt.tzinfo) -> str:
    """List whom a change hits, and how they are reached."""
    rows = [
        (
            when(one.appointment.start, one.appointment.end, zone),
            one.appointment.doctor,
            one.appointment.patient,
            ", ".join(one.phones),
            one.appointment.id,
        )
        for one in found
    ]
    return table(("Time", "Doctor", "Patient", "Phones", "Appointment"), rows, "")


def explained(of: Explained, zone: dt.tzinfo) -> str:
    """Tell why a time is not offered, and which one behind each reason is."""
    told = f"{tame(of.doctor)}, {when(of.start, of.end, zone)}"
    if of.offered:
        return f"{told}: this time is offered."
    lines = [f"{told}: not offered."]
    for one in of.obstacles:
        lines.append(f"- {tame(one.message, None)}")
        if one.nearest is not None:
            near = when(one.nearest.start, one.nearest.end, zone) + at_site(one.nearest.site)
            lines.append(f"  Nearest behind it: {near}")
    return "\n".join(lines)


def undone(of: Undone, zone: dt.tzinfo, sites: Mapping[int, str], how: str = "Took back") -> str:
    """Tell what was taken back, or done again."""
    told = f"{how} “{command_words(of.command)}”"
    if of.words or of.appointment is None:
        return f"{told}: {tame(of.words, None)}."
    if of.waits:
        return f"{told}: {tame(of.appointment.patient)} waits on the pinboard again."
    return f"{told}: {visit(of.appointment, zone, sites)}, is {of.appointment.status.value} now."


def history(found: Sequence[Change], zone: dt.tzinfo) -> str:
    """List who changed an appointment, and what became of it."""
    rows = [
        (
            one.sequence,
            at_time(one.at, zone),
            one.actor,
            one.station,
            command_words(one.command),
            one.with_after or one.with_before,
            _became(one),
        )
        for one in found
    ]
    headings = ("No.", "At", "Who", "Where", "Command", "With", "Changed")
    # Of what was changed no name is cut.
    return table(headings, rows, "Nothing is known about it.", None)


def _became(change: Change) -> str:
    """Name the fields that a change gave another value."""
    before, after = change.before or {}, change.after or {}
    if not before:
        return "new"
    return ", ".join(
        name for name in after if after[name] != before.get(name) and name != "version"
    )


def verified(of: Verified, accepted: Lost | None) -> str:
    """Tell what was checked, and every problem; before it that an older copy is accepted."""
    if accepted is not None:
        told = f"Accepted: this copy, which ends at change {accepted.last}, is the clinic from now"
        return f"{told} on; change {accepted.seen} is given up.\n{verified(of, None)}"
    checked = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in of.checked.items())
    if of.ok:
        return f"All is well. Checked: {checked}."
    lines = [f"Problems: {len(of.problems)}. Checked: {checked}."]
    lines += [f"  {one.code}: {tame(one.message, None)}" for one in of.problems]
    return "\n".join(lines)


def backed_up(of: BackedUp) -> str:
    """Tell what a backup holds, and what is wrong with it."""
    told = f"{tame(str(of.file), None)} holds the clinic up to change {of.sequence}"
    told += f" ({of.bytes} bytes). {verified(of.verified, None)}"
    if of.verified.ok:
        return told
    return f"{told}\nThe copy is kept; the clinic itself has these problems, too: clinic verify."


def history_imported(of: HistoryImported, *, preview: bool) -> str:
    """Tell what became of the rows of a file."""
    verb = "would be imported" if preview else "imported"
    counts = f"{of.imported} {verb}, {of.unchanged} unchanged, {len(of.refused)} refused"
    lines = [f"{of.rows} rows: {counts}."]
    lines += [f"  {name.replace('_', ' ')}: {tame(str(note))}" for name, note in of.notes.items()]
    lines += [
        f"  line {row.line}: {tame(row.reason, None)}" for row in of.refused[:_SHOWN_REFUSED_ROWS]
    ]
    if len(of.refused) > _SHOWN_REFUSED_ROWS:
        lines.append(
            f"  … and {len(of.refused) - _SHOWN_REFUSED_ROWS} more; --json lists them all."
        )
    return "\n".join(lines)


_PASSED_BY = {
    "patient_busy": "--even-if-busy",
    "block_reserved": "--even-if-reserved",
    "doctor_known": "--even-if-known",
    "do_not_book": "--even-if-do-not-book",
}
"""Warnings that a person may pass, with the option that does."""


def failure(
    error: Refusal | Misuse | Unavailable, zone: dt.tzinfo | None, options: Collection[str]
) -> str:
    """Tell why a request failed: every reason, then the way out by the ``options`` that it has."""
    if isinstance(error, Misuse):
        first, *more = error.every
        also = [f"Also: {tame(one.message, None)}" for one in more]
        return "\n".join([f"clinic: {tame(first.message, None)}", *also])
    if isinstance(error, Unavailable):
        return f"clinic: {tame(error.message, None)}"
    # Of a series as its visits come, not by weight.
    in_order = sorted(error.reasons, key=lambda one: one.facts.get("visit", 0))
    of_several = len({one.facts.get("appointment") for one in in_order}) > 1
    lines: list[str] = []
    for one in in_order:
        lines.append(f"{'Also' if lines else 'Refused'}: {tame(one.message, None)}")
        # What is near to one visit is not near to another.
        lines += _nearest(one, zone) if of_several else []
    if not of_several:
        # Of a line that finds nothing those beyond every rule, not beyond the weightiest alone.
        whose = sorted(error.reasons, key=lambda one: one.code != "nothing_free")
        lines += next(filter(None, (_nearest(one, zone) for one in whose)), [])
    may_overbook = any(reason.facts.get("may_overbook") for reason in error.reasons)
    if may_overbook and "--overbook" in options:
        lines.append("To book over it, add --overbook --reason TEXT.")
    can_pass = all(reason.facts.get("can_pass", True) for reason in error.reasons)
    passing = dict.fromkeys(_PASSED_BY.get(reason.code) for reason in error.reasons)
    if can_pass and all(option in options for option in passing):
        lines.append(f"To do it all the same, add {' '.join(filter(None, passing))}.")
    lines += _undoable(error)
    if error.facts.get("affected") and zone is not None:
        lines.append(appointments(error.facts["affected"], zone, error.facts.get("phones")))
    affected = error.code == "appointments_affected" and error.facts["number"]
    if can_pass and affected and "--accept" in options:
        lines.append(f"To save it all the same, add --accept {error.facts['number']}.")
    return "\n".join(lines)


def _nearest(reason: Reason, zone: dt.tzinfo | None) -> list[str]:
    """List the free times that a reason offers, below a line that says so."""
    near = reason.facts.get("nearest")
    if not near or zone is None:
        return []
    return ["The nearest free times:", *(f"  {_free_time(one, zone)}" for one in near)]


def _undoable(error: Refusal) -> list[str]:
    """Say by which numbers other changes than the one that stays are taken back."""
    lines = []
    if error.facts.get("later"):
        number = error.facts["later"]
        lines.append(f"To take that later change back: clinic undo --sequence {number}")
    if (older := error.facts.get("undoable")) and error.code == "not_undoable":
        lines.append(f"To take that one back: clinic undo --sequence {older['sequence']}")
    elif older:
        told = f"“{command_words(older['command'])}”: clinic undo --sequence {older['sequence']}"
        lines.append(f"To leave it, and take back what was done before it, {told}")
    return lines


def _free_time(of: object, zone: dt.tzinfo) -> str:
    """Describe a free block among the facts of a refusal."""
    if isinstance(of, Block):
        return f"{when(of.start, of.end, zone)}, {tame(of.doctor)} (block {of.id})"
    if not isinstance(of, Mapping):
        return tame(str(of))
    start, end = _instant(of.get("start")), _instant(of.get("until", of.get("end")))
    told = when(start, end, zone) if start and end else tame(str(of.get("start", "")))
    doctor = f", {tame(str(of['doctor']))}" if of.get("doctor") else ""
    doctor += at_site(str(of.get("site") or ""))
    number: Any = of.get("id", of.get("block_id"))
    return f"{told}{doctor}" + ("" if number is None else f" (block {number})")


def _instant(value: object) -> dt.datetime | None:
    """Read an instant among the facts of a refusal."""
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, dt.datetime) and value.tzinfo else None
