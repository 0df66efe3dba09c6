"""Hours of single dates: other ones, none, the usual ones again, or those of other dates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.availability import DAY_MINUTES, Availability, CopyDays, SetDays
from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.own_hours import Named
from clinic_desktop.domain.sites import SitesSeen
from clinic_desktop.ui.availability.entries import Entries
from clinic_desktop.ui.availability.fields import Editor, Reading, flowing_widgets
from clinic_desktop.ui.availability.typed import (
    USUAL,
    DayHours,
    all_of,
    day_hours,
    named_days,
    number_of,
)
from clinic_desktop.ui.availability.yearly import hours_words, site_names
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.parts import Choice, Label, captioned, push_button
from clinic_desktop.ui.words import day_text, short_date

_MINUTES = range(5, DAY_MINUTES + 1)


class DaysEditor(Editor):
    """Dates that have hours of their own, and a form to give or take such."""

    def __init__(self, clinic: Clinic) -> None:
        """Make the fields and the list."""
        super().__init__(clinic, "Single days")
        self._doctor_id: int | None = None
        self.days, days = self.field(
            "Days", hint="2026-04-02, or 2026-W12, or 24.12.2026 to 2.1.2027"
        )
        self.hours, hours = self.field("Hours of these days", hint="9-12, 13-17")
        self.block, block = self.field("Block length of these days", hint="as usual", wide=110)
        self.block.setToolTip("How many minutes a block is long; empty: as in the weekly hours")
        self.site = Choice(self.look, "Site of these days")
        self.site.activated.connect(lambda _index: self.look_again())
        self._at = QWidget()
        self._at.setLayout(captioned(self.look, "Site of these days", self.site))
        self._at.hide()
        self._sites: SitesSeen | None = None
        self._rules: tuple[Availability, ...] = ()
        self._known = Label(self.look, role="small", tone="muted", wraps=True)
        self._known.hide()
        self.own = Entries(
            self.look, "Days with hours of their own", "No day has hours of its own.",
            "Usual hours again",
        )  # fmt: skip
        self.own.removal_requested.connect(self._take_away)
        words = QWidget()
        flow = Flow(self.look.px(6))
        words.setLayout(flow)
        for text, typed in (
            ("No hours", "none"),
            ("Usual hours", USUAL),
            ("Copy\N{HORIZONTAL ELLIPSIS}", "like "),
        ):
            button = push_button(text)
            button.clicked.connect(lambda _=False, typed=typed: self._put(typed))
            flow.addWidget(button)
        hint = (
            "Of a week, times alone are for the days that have hours; or write the days: “Mon-Thu "
            "9-12; Fri 9-11”. To copy a day or a week, write “like 2026-03-02” or “like 2026-W10”."
        )
        self.body.addLayout(days)
        self.body.addWidget(self._known)
        self.body.addLayout(hours)
        length = QWidget()
        length.setLayout(block)
        for part in (
            words,
            flowing_widgets(self.look.px(10), length, self._at),
            self.mistake,
            Label(self.look, hint, "small", tone="muted", wraps=True),
            self.own,
        ):
            self.body.addWidget(part)
        self.body.addStretch(1)

    def load(self, doctor_id: int | None, rules: tuple[Availability, ...]) -> None:
        """Show which dates of a doctor have hours of their own."""
        is_another, self._doctor_id = doctor_id != self._doctor_id, doctor_id
        self._rules = tuple(one for one in rules if one.overrides and one.start >= self.today)
        self._show_own()
        if is_another or not self.about:
            self.look_again()

    def set_sites(self, sites: SitesSeen | None) -> None:
        """Let hours be at one of these; None while it is not known."""
        if sites == self._sites:
            return
        self._sites = sites
        known = sites.all if sites is not None else ()
        kept = self.site.currentData()
        self.site.clear()
        self.site.addItem("Where the hours are", None)
        for one in known:
            self.site.addItem(one.name, one.id)
        self.site.setCurrentIndex(max(0, self.site.findData(kept)))
        self._at.setVisible(len(known) > 1)
        self._show_own()
        self.look_again()

    def _show_own(self) -> None:
        """Show each date's own hours, at each site of several."""
        names = site_names(self._sites)
        days: dict[dt.date, list[str]] = {}
        for rule in sorted(
            self._rules, key=lambda rule: (rule.start, rule.hours.parts(rule.start))
        ):
            words = hours_words(rule.hours.parts(rule.start))
            at = f" at {names[rule.site_id]}" if rule.site_id in names else ""
            days.setdefault(rule.start, []).append(f"{words}{at}")
        self.own.show_entries((day_text(day), "; ".join(told), day) for day, told in days.items())

    def start_anew(self) -> None:
        """Empty the fields."""
        self._known.hide()
        for field in (self.days, self.hours, self.block):
            field.setText("")

    def choose(self, day: dt.date, words: str) -> None:
        """Begin with a day; ``words`` say what it is now."""
        self.days.setText(short_date(day))
        self._known.setText(words)
        self._known.setVisible(bool(words))

    def focus(self) -> None:
        """Go to where a word is missing."""
        field = self.hours if self.days.text().strip() else self.days
        field.setFocus()
        field.selectAll()

    def _put(self, text: str) -> None:
        self.hours.put(text)
        self.hours.setFocus()

    def read(self, reading: Reading) -> TimeChange[Any] | None:
        """Answer the change that the fields say."""
        today = self.today
        if not self.days.text().strip() and not self.hours.text().strip():
            return None
        nothing: Named = ()
        named = reading.take(self.days, lambda text: named_days(text, today), nothing)
        days = all_of(named)
        if not self.hours.text().strip():
            # Which days was said first; what is to become of them comes next.
            return None
        found = reading.take(self.hours, lambda text: day_hours(text, named, today), DayHours())
        block = reading.take(self.block, _length, None)
        site_id: int | None = self.site.currentData()
        if found.like and (block or site_id is not None):
            reading.mistakes[self.hours] = "Copied hours keep their blocks and their site."
        if self._doctor_id is None or not days:
            return None
        if found.like:
            return CopyDays(doctor_id=self._doctor_id, of=found.like, to=days)
        if found.own is None:
            return SetDays(doctor_id=self._doctor_id, days=days, windows=None, block_minutes=block)
        return SetDays(
            doctor_id=self._doctor_id, days=days, windows=found.own.windows, block_minutes=block,
            site_id=site_id, where_worked=found.own.where_worked,
        )  # fmt: skip

    def _take_away(self, day: dt.date) -> None:
        """Wish for the usual hours on a date."""
        if self._doctor_id is not None:
            self.wish(
                SetDays(doctor_id=self._doctor_id, days=(day,), windows=None),
                f"Usual hours again on {day_text(day)}",
            )


def _length(text: str) -> int | None:
    """Read how long blocks are; nothing means as they usually are."""
    return number_of(text, _MINUTES, "The length of a block") if text.strip() else None
