"""The time off of what a calendar paints: asked apart, since no first picture waits for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from PySide6.QtCore import QObject

from clinic_desktop.domain.away import AwayOf, AwayTimes
from clinic_desktop.domain.office import Seen
from clinic_desktop.ui.agenda import AgendaView, Column
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery


class Away(QObject):
    """Keeps the time off below a calendar's items true, once it has begun.

    To ask for it sooner would load the whole program beside the first painting.
    """

    def __init__(self, clinic: Clinic, view: AgendaView) -> None:
        """Ask nothing yet."""
        super().__init__(view)
        self._view = view
        self._has_begun = False
        self._wanted: AwayOf | None = None
        self._shown: AwayOf | None = None
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        clinic.dispatcher.privacy.changed.connect(self._forget_unasked)

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was asked for."""
        return self._query.is_settled

    def ask(self, columns: Iterable[Column], first: dt.date, last: dt.date) -> None:
        """Show that of these columns' doctors and days from now on; without columns, none."""
        ids = tuple(sorted({column.doctor.id for column in columns}))
        self._wanted = AwayOf(first=first, last=last, doctor_ids=ids) if ids else None
        if self._has_begun and self._wanted != self._query.query:
            self._query.set_query(self._wanted)

    def begin(self) -> None:
        """Ask for what is wanted, now that the first picture stands."""
        self._has_begun = True
        self._query.set_query(self._wanted)

    def _forget_unasked(self) -> None:
        """Show no note as it was before hiding began or ended, where nothing keeps it true."""
        if self._query.query is None:
            self._view.set_away(AwayTimes(), news=False)

    def _show(self, seen: Seen[AwayTimes]) -> None:
        asked = self._query.query
        news = asked == self._shown
        self._shown = asked if isinstance(asked, AwayOf) else None
        self._view.set_away(seen.answer, news=news)
