"""Public holidays of a country: all those of a year in one change, each left out by its check."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QLocale, Qt, QTimer
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.timeoff import (
    CloseClinic,
    Closing,
    Holiday,
    HolidaysOf,
    HomeCountry,
    RemoveTimeOff,
    Stretch,
    TimeOff,
    TimeOffKind,
    stretch_words,
)
from clinic_desktop.ui.availability.entries import Entries
from clinic_desktop.ui.availability.fields import PATIENCE_MS, Editor, Reading, flowing
from clinic_desktop.ui.availability.typed import number_of
from clinic_desktop.ui.availability.yearly import off_entries, off_words
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Check, Label, column, tab_after
from clinic_desktop.ui.words import day_text, said

_YEARS = range(1972, 2199)


class HolidaysEditor(Editor):
    """The public holidays of a country or a region of it, to close the clinic on."""

    def __init__(self, clinic: Clinic) -> None:
        """Make the fields and the list, for the country in which the clinic lies."""
        super().__init__(clinic, "Public holidays")
        self._closed: frozenset[dt.date] = frozenset()
        self._found: tuple[Holiday, ...] = ()
        self._refused = ""
        self._is_open = False
        self.country, country = self.field("Country", hint="DE or Germany", wide=110)
        self.region, region = self.field("Region", hint="all of it", wide=90)
        self.year, year = self.field("Year", wide=70)
        self.country.setToolTip("Two letters such as DE, or a name such as Germany")
        self.region.setToolTip("A state or region, as the country writes it, such as CA or BY")
        self._checks: list[tuple[Holiday, Check]] = []
        self.rows = QWidget()
        self.rows.setAccessibleName("Holidays of that year")
        self._list = column(spacing=self.look.px(6))
        self.rows.setLayout(self._list)
        self._caption = Label(self.look, "Close on", "small_strong", tone="muted")
        self.there = Entries(
            self.look, "Holidays to come", "The clinic is not closed on any public holiday."
        )
        self.there.removal_requested.connect(self._take_away)
        self.body.addWidget(flowing(self.look.px(10), country, region, year))
        for part in (self.mistake, self._caption, self.rows, self.there):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self._query.failed.connect(self._refuse)
        self._ask_soon = QTimer(self)
        self._ask_soon.setSingleShot(True)
        self._ask_soon.timeout.connect(self._ask)
        self._home = LiveQuery(clinic.dispatcher, self)
        self._home.loaded.connect(self._take_home)
        self._home.failed.connect(self._take_no_home)
        self._fill()

    @property
    def is_settled(self) -> bool:
        """Whether the holidays of what is typed are shown."""
        lives = (self._query, self._home)
        return (
            super().is_settled
            and all(one.is_settled for one in lives)
            and not self._ask_soon.isActive()
        )

    def _fill(self) -> None:
        for field, text in (
            (self.country, ""),
            (self.region, ""),
            (self.year, str(self.today.year)),
        ):
            field.setText(text)
            field.textChanged.connect(lambda _text: self._typed())

    def open(self) -> None:
        """Ask for the holidays, now that somebody looks at them."""
        if not self._is_open:
            self._is_open = True
            self._home.set_query(HomeCountry())

    def _take_home(self, seen: Seen[str]) -> None:
        """Begin with the clinic's country, unless one is typed already."""
        self._begin(seen.answer)

    def _take_no_home(self, _error: Exception) -> None:
        self._begin("")

    def _begin(self, home: str) -> None:
        self._home.set_query(None)
        if not self.country.text().strip():
            _, _, territory = QLocale().name().partition("_")
            # A zone such as UTC lies in no country: the computer's is likelier than any other.
            self.country.setText(home or (territory if len(territory) == 2 else ""))
        self._ask()

    def load(self, off: tuple[TimeOff, ...], sites: Mapping[int, str]) -> None:
        """Take what the clinic is closed on."""
        mine = [one for one in off if one.doctor_id is None]
        days = [one.when.first for one in mine if one.when.whole_days and one.site_id is None]
        self._closed = frozenset(days)
        holidays = [
            one for one in mine if one.kind is TimeOffKind.HOLIDAY and one.when.last >= self.today
        ]
        holidays.sort(key=lambda one: one.when.first)
        self.there.show_entries(off_entries(holidays, sites))
        self._show_rows()

    def focus(self) -> None:
        """Go to the country."""
        self.country.setFocus()
        self.country.selectAll()

    def start_anew(self) -> None:
        """Keep the country: the next year's holidays are its own as well."""

    def finish(self) -> None:
        """Keep what is typed, as that; the undo key means what is saved from here on."""
        for field in (self.country, self.region, self.year):
            field.blockSignals(True)
            field.setText(field.text())
            field.blockSignals(False)
        super().finish()

    def _typed(self) -> None:
        self._refused, self._found = "", ()
        self._show_rows()
        if self._is_open:
            self._ask_soon.start(PATIENCE_MS)

    def _ask(self) -> None:
        if not self._mistakes and self.country.text().strip():
            self._query.set_query(
                HolidaysOf(
                    country=self.country.text().strip(),
                    region=self.region.text().strip(),
                    year=int(self.year.text().strip()),
                )
            )

    def _show(self, seen: Seen[tuple[Holiday, ...]]) -> None:
        self._found, self._refused = seen.answer, ""
        self._show_rows()

    def _refuse(self, error: Exception) -> None:
        self._found, self._refused = (), said(error)
        self._show_rows()

    def _show_rows(self) -> None:
        """Offer those to come that the clinic is not closed on; what was left out stays so."""
        left_out = {one.day for one, check in self._checks if not check.isChecked()}
        for _, check in self._checks:
            self._list.removeWidget(check)
            check.hide()
            check.deleteLater()
        self._checks = []
        for one in self._found:
            if one.day >= self.today and one.day not in self._closed:
                words = f"{day_text(one.day)}, {one.name}"
                check = Check(self.look, words, words)
                check.setChecked(one.day not in left_out)
                check.toggled.connect(lambda _on: self.look_again())
                # No wider than its words: what is beside them is not it.
                self._list.addWidget(check, 0, Qt.AlignmentFlag.AlignLeading)
                self._checks.append((one, check))
        tab_after(self.year, *(check for _, check in self._checks))
        told = "Close on" if self._checks else "The clinic is closed on all that are to come."
        self._caption.setText(told)
        self._caption.setVisible(bool(self._found))
        self.rows.setVisible(bool(self._checks))
        if not self.about:
            self.look_again()

    def read(self, reading: Reading) -> TimeChange[Any] | None:
        """Answer the closing of all that are checked."""
        reading.take(self.year, lambda text: number_of(text, _YEARS, "The year"), 0)
        if not self._is_open:
            return None
        if not self.country.text().strip():
            if self._home.query is None:
                reading.mistakes[self.country] = "Name a country, such as DE or Germany."
        elif self._refused:
            wrong = self.region if "region" in self._refused else self.country
            reading.mistakes[wrong] = self._refused
        chosen = [one for one, check in self._checks if check.isChecked()]
        if not chosen:
            return None
        closings = tuple(Closing(Stretch(one.day, one.day), one.name) for one in chosen)
        return CloseClinic(closings=closings, kind=TimeOffKind.HOLIDAY)

    def _take_away(self, one: TimeOff) -> None:
        self.wish(
            RemoveTimeOff(time_off_id=one.id),
            f"Taking away: {off_words(one)}, {stretch_words(one.when)}",
        )
