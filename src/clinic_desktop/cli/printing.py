"""``clinic print``: a doctor's sheet as a PDF file, painted by what the window prints with.

Qt is loaded only here, when a sheet is asked for, and without a screen.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from clinic_desktop.cli import tables
from clinic_desktop.cli.parser import Words
from clinic_desktop.cli.session import Answer, Session
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.sheets import SheetKind, SheetsOf
from clinic_desktop.domain.time import EPOCH, LATEST, bad_time, system_clock, zone_named

_A_WEEK = dt.timedelta(days=8)
_FIRST_DAY, _LAST_DAY = EPOCH.date() + _A_WEEK, LATEST.date() - _A_WEEK
"""Whole weeks around these days are time that the database can hold."""


def print_day(session: Session, words: Words) -> Answer:
    """Print a doctor's day."""
    return _print(session, words, SheetKind.DAY)


def print_week(session: Session, words: Words) -> Answer:
    """Print the week that a day lies in."""
    return _print(session, words, SheetKind.WEEK)


def _print(session: Session, words: Words, kind: SheetKind) -> Answer:
    """Write the file, whole or not at all."""
    if not _FIRST_DAY <= words["date"] <= _LAST_DAY:
        raise bad_time(words["date"].isoformat())
    doctor = session.doctor(words["doctor"])
    try:
        from clinic_desktop.ui.clinic import first_weekday
        from clinic_desktop.ui.paper import output
        from clinic_desktop.ui.paper.sheet import Period, Sheet, days_of
    except ImportError as error:
        raise _without_qt(error) from error
    output.be_ready()
    zone = zone_named(session.site.zone)
    period = Period.of(kind, words["date"], first_weekday())
    found = session.ask(SheetsOf(span=period.span(zone), doctor_ids=(doctor.id,)))
    with output.local_forms():
        days = days_of(found, doctor.id, period, zone)
        sheet = Sheet(session.site.name, doctor.name, period, days, system_clock(), zone)
        pages = output.lay_out([sheet], words["paper"] or output.usual_paper())
        title = sheet.title
    output.save_pdf(Path(words["out"]), pages, title, session.database)
    count = "1 page" if len(pages) == 1 else f"{len(pages)} pages"
    return Answer(
        {"file": words["out"], "pages": len(pages)},
        lambda: f"{count} in {tables.tame(words['out'], None)}.",
    )


def _without_qt(error: ImportError) -> Unavailable:
    """Make the answer on a system where Qt can't be loaded."""
    message = (
        "A sheet can't be made here, because Qt, which paints it, can't be loaded "
        f"({error.msg}). Nothing was written. “./run” without a command names the packages that "
        "bring what is missing."
    )
    return Unavailable("qt_missing", message, {"why": error.msg})
