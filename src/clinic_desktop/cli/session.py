"""One run with an open office: what every command needs to ask, to carry out and to answer."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from clinic_desktop.cli.documents import Document
from clinic_desktop.cli.parser import Words
from clinic_desktop.domain.changes import Changes
from clinic_desktop.domain.office import Command, Done, Office, Query, Site, TheSite
from clinic_desktop.domain.people import Doctor, DoctorCalled
from clinic_desktop.domain.refusals import Misuse, Reason, Refusal
from clinic_desktop.domain.sites import Branch, Branches
from clinic_desktop.domain.time import TimeSpan, parse_instant, zone_named

A = TypeVar("A")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command answers: a document for programs, a text for people, and the exit code."""

    document: Document
    text: Callable[[], str]
    code: int = 0


class Session:
    """One run of the program: opens the office when first needed, asks, waits.

    It remembers what its last command changed, for the log.
    """

    def __init__(
        self, opening: Callable[[], Office], database: Path | None, *, of_station: bool
    ) -> None:
        """Take a way to open the office, and its file (None on a server).

        ``of_station`` is whether undo reaches beyond this run.
        """
        self.database = database
        self.of_station = of_station
        self.changes: Changes | None = None
        self._opening = opening
        self._office: Office | None = None
        self._site: Site | None = None

    @property
    def office(self) -> Office:
        """The office; opened once."""
        if self._office is None:
            self._office = self._opening()
        return self._office

    def close(self) -> None:
        """Close the office if it was opened."""
        if self._office is not None:
            self._office.close()

    @property
    def site(self) -> Site:
        """The clinic; asked once."""
        if self._site is None:
            self._site = self.ask(TheSite())
        return self._site

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The clinic's time zone."""
        return zone_named(self.site.zone)

    @property
    def known_zone(self) -> dt.tzinfo | None:
        """The clinic's time zone if it was asked for already; asks nothing by itself."""
        return None if self._site is None else zone_named(self._site.zone)

    def do(self, command: Command[A]) -> A:
        """Carry a command out, wait for its commit, and remember it for the log.

        The clinic is asked for first: what is committed is told in its zone, and no look-up that
        fails may then say that it went wrong.
        """
        _ = self.site
        done: Done[A] = self.office.do(command).result()
        self.changes = done.changes
        return done.answer

    def ask(self, query: Query[A]) -> A:
        """Ask and wait."""
        return self.office.ask(query).result().answer

    def instant(self, text: str) -> dt.datetime:
        """Read a time, in the clinic's zone when it has no offset."""
        return parse_instant(text, self.zone)

    def span(self, words: Words) -> TimeSpan:
        """Read ``--from`` and ``--to``."""
        start, end = self.instant(words["from"]), self.instant(words["to"])
        if end > start:
            return TimeSpan(start, end)
        message = (
            "--to must lie after --from. A bare date means its first instant: "
            "a whole day is --from 2025-11-02 --to 2025-11-03."
        )
        raise Misuse("bad_span", message, {"from": words["from"], "to": words["to"]})

    def doctor(self, text: str) -> Doctor:
        """Find the doctor of that id or name."""
        return self.ask(DoctorCalled(text=text))

    def doctor_ids(self, words: Words) -> tuple[int, ...] | None:
        """Read ``--doctor``; None means all."""
        return None if words["doctor"] is None else (self.doctor(words["doctor"]).id,)

    @property
    def site_names(self) -> dict[int, str]:
        """The names of the sites by their ids; none where there is one, of which nobody speaks."""
        known = self.ask(Branches())
        return {one.id: one.name for one in known} if len(known) > 1 else {}

    def site_id(self, words: Words) -> int | None:
        """Read ``--site``: a site's id or exact name; None where it is not given.

        Raises:
            Refusal: ``unknown_site``.

        """
        text = words["site"]
        return None if text is None else self.branch(text).id

    def branch(self, text: str) -> Branch:
        """Find the site of that id or name."""
        known = self.ask(Branches())
        for one in known:
            if text in (str(one.id), one.name):
                return one
        message = f"There is no site “{text}”. Known are: {', '.join(one.name for one in known)}."
        raise Refusal(Reason("unknown_site", message, {"site": text}))

    def others(self, words: Words) -> tuple[int, ...]:
        """Read ``--with``: who and what a visit holds beside its doctor."""
        return tuple(self.doctor(text).id for text in words["with"])
