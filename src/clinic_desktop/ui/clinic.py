"""What every pane of an open window works with."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from pathlib import Path

from PySide6.QtCore import QLocale

from clinic_desktop.domain.forms import Forms
from clinic_desktop.domain.office import Site
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.time import Clock, local_date, zone_named
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.actions import Actions
from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.errands import Errands
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.privacy import Privacy
from clinic_desktop.ui.site_names import SiteNames

NOW_MS = 20_000
"""How often the present is looked at anew."""


@dataclass(frozen=True, slots=True)
class Clinic:
    """An open clinic: the way to its office, how it looks, its local time, and what keys do.

    ``worker`` does in other threads what takes long and is not the office's, such as printing.
    ``sites`` are the names of several sites, known a moment after the start.
    ``folder`` keeps what this person has set. ``database`` is the clinic's file, None on a server.
    ``own`` is the doctor whose own window this is: of nobody else anything is shown.
    """

    dispatcher: Dispatcher
    look: Look
    site: Site
    clock: Clock
    actions: Actions
    worker: Errands
    sites: SiteNames
    folder: Path
    database: Path | None
    own: Doctor | None = None

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The clinic's zone, in which everything is shown."""
        return zone_named(self.site.zone)

    @property
    def privacy(self) -> Privacy:
        """Whether patients are hidden in this window."""
        return self.dispatcher.privacy

    @property
    def now(self) -> dt.datetime:
        """The present instant."""
        return self.clock()

    @property
    def today(self) -> dt.date:
        """The clinic's local day."""
        return local_date(self.now, self.zone)


def first_weekday() -> int:
    """Answer the weekday that weeks begin with here, Monday 0."""
    return QLocale().firstDayOfWeek().value - 1


def forms_of(locale: QLocale) -> Forms:
    """Answer how days and times are written in a locale; names stay the program's own."""
    shape = locale.dateFormat(QLocale.FormatType.ShortFormat)
    places = sorted((shape.lower().find(letter), letter) for letter in "dmy")
    order = "".join(letter for place, letter in places if place >= 0)
    separator = re.search(r"[-./]", shape)
    hours = locale.timeFormat(QLocale.FormatType.ShortFormat)
    return Forms(
        order="mdy" if order == "mdy" else "ymd" if order == "ymd" else "dmy",
        separator=separator[0] if separator else "",
        twelve_hours="a" in hours.lower(),
    )
