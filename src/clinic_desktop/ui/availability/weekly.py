"""Weekly hours: a line to type and a week to paint, which always say the same."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.availability import (
    DAY_MINUTES,
    DEFAULT_BLOCK_MINUTES,
    Availability,
    SetWeeklyHours,
    WeeklyHours,
)
from clinic_desktop.domain.effect import TimeChange
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.sites import SitesSeen
from clinic_desktop.domain.turns import TurnDates, turn_dates
from clinic_desktop.ui.availability.fields import (
    Editor,
    Line,
    Reading,
    flowing,
    flowing_widgets,
    more_button,
)
from clinic_desktop.ui.availability.painting import (
    EVERY_WEEK,
    Layer,
    beside,
    counted_from,
    kept_parts,
    layers,
    painted,
    read,
    too_short,
    week_of,
)
from clinic_desktop.ui.availability.typed import date_of, number_of
from clinic_desktop.ui.availability.week import Elsewhere, Stroke, WeekPainter
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.parts import Check, Choice, Label, captioned
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import day_text, short_date

EXAMPLE = "Mon-Fri 9-12, 13-17"
_NONE = WeeklyHours.parse("none")
_OFFERED = (EVERY_WEEK, Layer(2, 1), Layer(2, 2))
_MINUTES, _GRIDS, _SEATS = range(5, DAY_MINUTES + 1), range(5, DAY_MINUTES + 1), range(1, 101)


class WeeklyEditor(Editor):
    """The hours of a doctor's weeks, from a day on, until another if one is named."""

    def __init__(self, clinic: Clinic) -> None:
        """Make the line, the fields and the week."""
        super().__init__(clinic, "Weekly hours")
        self._doctor_id: int | None = None
        self._rules: tuple[Availability, ...] = ()
        self._rule: Availability | None = None
        self._hours = _NONE
        self._filled: tuple[str, ...] = ()
        self._drafts: dict[tuple[int, int | None], tuple[str, ...]] = {}
        self._all: tuple[Availability, ...] = ()
        self._sites: SitesSeen | None = None
        self._site_id: int | None = None
        # What was just saved, until the rules that it made are read.
        self._saved: SetWeeklyHours | None = None
        self._start = clinic.today
        self._make_fields()
        self._make_painting()
        self._offer_layers()
        self._fill(None)

    def _make_fields(self) -> None:
        gap = self.look.px(10)
        self.which = Choice(self.look, "Which hours")
        self.which.activated.connect(self._choose_rule)
        self._choice = QWidget()
        self._choice.setLayout(captioned(self.look, "Which hours", self.which))
        self._choice.hide()
        self.site = Choice(self.look, "Site")
        self.site.activated.connect(self._choose_site)
        self._at = QWidget()
        self._at.setLayout(captioned(self.look, "Site", self.site))
        self._at.hide()
        self.turns = Label(self.look, role="small", tone="muted", wraps=True)
        self.turns.hide()
        self.line, captioned_line = self.field("Hours of a week", hint=EXAMPLE)
        self.start, start = self.field("From", wide=110)
        self.until, until = self.field("Until", hint="open", wide=110)
        self.block, block = self.field("Block length", hint="minutes", wide=70)
        self.seats, seats = self.field("Seats", wide=70)
        self.grid, grid = self.field("A block begins every", hint="minutes", wide=120)
        self.block.setToolTip("How many minutes a block is long")
        self.seats.setToolTip("How many patients may have each block")
        self.grid.setToolTip("Minutes from the start of one block to the next; empty: no gap")
        self._rare = flowing(gap, seats, grid)
        self._above = flowing_widgets(gap, self._at, self._choice)
        self._above.hide()
        self.body.addWidget(self._above)
        self.body.addLayout(captioned_line)
        for part in (self.turns, self.mistake, flowing(gap, start, until, block), self._rare):
            self.body.addWidget(part)

    def _make_painting(self) -> None:
        self.week = WeekPainter(self.look)
        self.week.stroked.connect(self._draw)
        self.week.undo_requested.connect(self.line.undo)
        self.layer = Choice(self.look, "Weeks to paint")
        self.layer.activated.connect(lambda _index: self._show_week())
        whole = Check(self.look, "Whole day", "Show the whole day")
        whole.toggled.connect(lambda on: self.week.show_whole_day(whole=on))
        caption = Label(self.look, "Paint", "small", tone="muted")
        caption.setBuddy(self.layer)
        tools = QWidget()
        flow = Flow(self.look.px(8))
        tools.setLayout(flow)
        more = more_button(self._rare, "More: seats, grid", "Less")
        for tool in (caption, self.layer, whole, more):
            flow.addWidget(tool)
        hint = (
            "Drag over days and times to add hours; begin on hours to take them away. By keys: "
            "arrows, Shift and arrows, Space."
        )
        self.legend = Label(self.look, "", "small", wraps=True)
        self.legend.hide()
        hints = Label(self.look, hint, "small", tone="muted", wraps=True)
        for part in (tools, self.week, self.legend, hints):
            self.body.addWidget(part)

    def _show_above(self) -> None:
        """Take no room for choices where there is none."""
        self._above.setHidden(self._at.isHidden() and self._choice.isHidden())

    # What is known

    @property
    def doctor_id(self) -> int | None:
        """Whose hours are shown."""
        return self._doctor_id

    def load(self, doctor_id: int | None, rules: tuple[Availability, ...]) -> None:
        """Show the hours of a doctor; what was typed for any doctor and not saved is kept."""
        before, typed = self._doctor_id, self.is_typed
        if before is not None and before != doctor_id and typed:
            self._drafts[before, self._site_id] = self.texts
        self._doctor_id, self._saved = doctor_id, None
        self._all = tuple(
            rule
            for rule in sorted(rules, key=lambda rule: rule.start)
            if not rule.overrides and (rule.until is None or rule.until >= self.today)
        )
        if before != doctor_id:
            self._site_id = None
        self._offer_sites()
        self._offer_rules()
        if before == doctor_id and typed:
            # Hands are at it: the fields stay, and are only compared with what counts now.
            self._take_rule(self._at_hand)
            self.look_again()
            return
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Fill the fields with what is looked at, or with what was typed and not saved there."""
        doctor_id = self._doctor_id
        draft = None if doctor_id is None else self._drafts.pop((doctor_id, self._site_id), None)
        self.start_anew()
        if draft is not None:
            self._put(draft)
            self.look_again()

    # Sites

    def set_sites(self, sites: SitesSeen | None) -> None:
        """Let hours be at one of these; None while it is not known."""
        if sites != self._sites:
            typed = self.is_typed
            self._sites = sites
            self._offer_sites()
            self._offer_rules()
            if typed:
                self.look_again()
            else:
                self._begin_anew()

    def _offer_sites(self) -> None:
        """Offer the sites, if there are several; begin where the doctor works now, else at home."""
        known = self._sites.all if self._sites is not None else ()
        several = len(known) > 1
        if not several:
            self._site_id = None
        elif self._site_id not in {one.id for one in known}:
            now = [rule.site_id for rule in self._all if rule.covers(self.today)]
            coming = [rule.site_id for rule in self._all]
            home = self._sites.own if self._sites is not None else known[0].id
            self._site_id = next(iter((*now, *coming, home)))
        self.site.clear()
        for one in known if several else ():
            self.site.addItem(one.name, one.id)
        self.site.setCurrentIndex(self.site.findData(self._site_id))
        self._at.setVisible(several)
        self._show_above()
        self._rules = tuple(rule for rule in self._all if self._site_id in (None, rule.site_id))

    def _choose_site(self, _index: int) -> None:
        if self._doctor_id is not None and self.is_typed:
            self._drafts[self._doctor_id, self._site_id] = self.texts
        self._site_id = self.site.currentData()
        self._saved = None
        self._offer_sites()
        self._offer_rules()
        self._begin_anew()

    def _elsewhere(self) -> tuple[Elsewhere, ...]:
        """Answer the hours of each weekday at other sites, as they are at the start that is typed.

        Of alternating weeks all are shown.
        """
        names = {one.id: one.name for one in self._sites.all} if self._sites is not None else {}
        others: dict[int, list[Availability]] = {}
        for rule in self._all:
            if self._site_id not in (None, rule.site_id) and not _is_over(rule, self._start):
                there = others.setdefault(rule.site_id, [])
                # Those that count then; else those that come first.
                if rule.covers(self._start) or not there:
                    there.append(rule)
        weeks = [
            (week_of(rule.hours, layer), names.get(rule.site_id, ""))
            for rules in others.values()
            for rule in rules
            for layer in layers(rule.hours)
        ]
        return tuple(
            tuple((window, name) for week, name in weeks for window in week[day])
            for day in range(7)
        )

    @property
    def _at_hand(self) -> Availability | None:
        """The rule that was looked at; else what counts now, or comes first."""
        kept = self._rule.id if self._rule is not None else None
        first = self._rules[0] if self._rules else None
        return next((rule for rule in self._rules if rule.id == kept), first)

    def start_anew(self) -> None:
        """Fill the fields with what is looked at."""
        self._fill(self._at_hand)

    def finish(self) -> None:
        """Keep what is typed until the rules that it made are read: it says what they do."""
        if isinstance(self.change, SetWeeklyHours):
            self._saved = self.change
        self._filled = self.texts
        # From here on the undo key means what is saved, no letters: whichever news came first.
        self._put(self.texts)
        self.look_again()

    @property
    def is_typed(self) -> bool:
        """Whether the fields say something else than they were filled with."""
        return self._filled != self.texts

    def _offer_rules(self) -> None:
        self.which.clear()
        for rule in self._rules:
            until = f" to {short_date(rule.until)}" if rule.until else " on"
            self.which.addItem(f"{short_date(rule.start)}{until}: {rule.hours}")
        self._choice.setVisible(len(self._rules) > 1)
        self._show_above()

    def _choose_rule(self, index: int) -> None:
        self._fill(self._rules[index])

    def _fill(self, rule: Availability | None) -> None:
        """Fill the fields with a rule; what is typed next into the line replaces it."""
        self._put(self._take_rule(rule))
        if self.line.hasFocus():
            self.line.selectAll()
        self.look_again()

    def _take_rule(self, rule: Availability | None) -> tuple[str, ...]:
        """Compare with a rule from now on; answer what the fields say of it.

        Alternating weeks are counted from the new start on, and stay where they are.
        """
        self._rule = rule
        start = max(self.today, rule.start) if rule else self.today
        hours = counted_from(rule.hours, rule.anchor, start) if rule else None
        until = rule.until if rule else None
        if rule is not None:
            self.which.setCurrentIndex(self._rules.index(rule))
        texts: dict[Line, str] = {
            self.line: str(hours) if hours is not None else "",
            self.start: short_date(start),
            self.until: short_date(until) if until else "",
            self.block: str(rule.block_minutes if rule else DEFAULT_BLOCK_MINUTES),
            self.seats: str(rule.seats if rule else 1),
            self.grid: str(rule.grid_minutes or "") if rule else "",
        }
        self._filled = tuple(texts[field] for field in self._fields)
        return self._filled

    def _put(self, texts: tuple[str, ...]) -> None:
        """Put texts into the fields, to be read together; no undo key brings others back."""
        for field, text in zip(self._fields, texts, strict=True):
            field.blockSignals(True)
            field.setText(text)
            field.setCursorPosition(0)
            field.blockSignals(False)

    # Reading

    def read(self, reading: Reading) -> TimeChange[Any] | None:
        """Answer the change that the fields say; the week follows the line at every letter."""
        today = self.today
        found = read(self.line.text())
        empty = not self.line.text().strip() and self._rule is None
        self.week.can_undo = self.line.isUndoAvailable()
        if found.hours is not None:
            self._hours = found.hours
            self._offer_layers()
        elif empty:
            self._hours = _NONE
        else:
            reading.mistakes[self.line] = found.mistakes[0]
        start = reading.take(self.start, lambda text: date_of(text, today), today)
        self._start = start
        until = reading.take(self.until, lambda text: _until(text, start, today), None)
        self._show_week(stale=found.hours is None and not empty)
        self._tell_turns(found.hours, start, until)
        block = reading.take(
            self.block, lambda text: number_of(text, _MINUTES, "The length of a block"), 0
        )
        seats = reading.take(self.seats, lambda text: number_of(text, _SEATS, "Seats"), 1)
        grid = reading.take(self.grid, lambda text: _grid(text, block), None)
        if found.hours is not None and block and too_short(found.hours, block):
            reading.mistakes[self.line] = f"These hours hold no whole block of {block} minutes."
        if self._doctor_id is None or found.hours is None:
            return None
        change = SetWeeklyHours(
            doctor_id=self._doctor_id, hours=found.hours, block_minutes=block or 1,
            grid_minutes=grid, seats=seats, start=start, until=until, site_id=self._site_id,
        )  # fmt: skip
        kept = self._saved
        if kept is not None and replace(change, command_id=kept.command_id) == kept:
            return None
        return None if self._says_what_counts(change, start) else change

    def _tell_turns(self, hours: WeeklyHours | None, start: dt.date, until: dt.date | None) -> None:
        """Say which weeks an alternating part means."""
        found = turn_dates(hours, start, self.today, until) if hours is not None else ()
        self.turns.setText("\n".join(map(_turn_words, found)))
        self.turns.setVisible(bool(found))

    def _says_what_counts(self, change: SetWeeklyHours, start: dt.date) -> bool:
        """Tell whether the wish is what the rule says already."""
        rule = self._rule
        return (
            rule is not None
            and rule.start <= start
            and change.until == rule.until
            and change.hours == counted_from(rule.hours, rule.anchor, start)
            and (change.block_minutes, change.grid_minutes, change.seats)
            == (rule.block_minutes, rule.grid_minutes, rule.seats)
        )

    # Painting

    def _offer_layers(self) -> None:
        """Offer the weeks that can be painted: those that there are, and every second one."""
        kept = self.layer.currentData()
        offered = sorted({*_OFFERED, *layers(self._hours)})
        if offered != [self.layer.itemData(n) for n in range(self.layer.count())]:
            self.layer.clear()
            for one in offered:
                self.layer.addItem(one.words, one)
            self.layer.setCurrentIndex(offered.index(kept) if kept in offered else 0)

    @property
    def _layer(self) -> Layer:
        found: Layer | None = self.layer.currentData()
        return found or EVERY_WEEK

    def _show_week(self, *, stale: bool | None = None) -> None:
        layer = self._layer
        is_stale = self.line in self._mistakes if stale is None else stale
        self.week.set_week(
            week_of(self._hours, layer), beside(self._hours, layer), self._elsewhere(),
            self.site.currentText() if self._site_id is not None else "",
            kept=kept_parts(self._hours, layer), stale=is_stale,
        )  # fmt: skip
        self.legend.setText(self.week.legend)
        self.legend.setHidden(not self.week.legend)

    def _draw(self, stroke: Stroke) -> None:
        """Draw into the hours, and type what they are then."""
        self._hours = painted(
            self._hours, self._layer, stroke.days, stroke.window, adds=stroke.adds
        )
        self.line.put(str(self._hours))
        self.line.setCursorPosition(0)
        announce(self.week, self.line.text())

    def focus(self) -> None:
        """Go to the line; what is typed replaces what it says."""
        self.line.setFocus()
        self.line.selectAll()


def _is_over(rule: Availability, day: dt.date) -> bool:
    return rule.until is not None and rule.until < day


def _turn_words(one: TurnDates) -> str:
    """Write which weeks a part means: Wed 14-20 every 2 weeks: this week; next Wed 5 Nov, …."""
    this = "this week: yes" if one.this_week else "this week: no"
    dates = ", ".join(day_text(day) for day in one.dates) or "none before its end"
    return f"{one.part}: {this}; next: {dates}"


def _until(text: str, start: dt.date, today: dt.date) -> dt.date | None:
    """Read the last day; nothing means without end."""
    if not text.strip():
        return None
    until = date_of(text, today)
    if until < start:
        message = "The hours must not end before they begin."
        raise Misuse("bad_dates", message, {"text": text})
    return until


def _grid(text: str, block: int) -> int | None:
    """Read how far apart blocks begin; nothing means one behind the other."""
    if not text.strip():
        return None
    grid = number_of(text, _GRIDS, "From one block to the next")
    if grid < block:
        message = "Blocks begin no closer to each other than they are long."
        raise Misuse("bad_block_length", message, {"text": text})
    return grid
