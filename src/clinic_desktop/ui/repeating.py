"""A visit that comes again, in the booking form: how often, and what becomes of each visit of it.

Nothing is booked before every clash is resolved by a hand: at the nearest free time, left out, or
kept although something warns.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QPushButton, QToolButton, QWidget

from clinic_desktop.domain.forms import WEEKDAYS
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.domain.series import (
    MOST,
    Planned,
    Proposal,
    Proposed,
    ProposeSeries,
    Repeat,
    Unit,
)
from clinic_desktop.domain.time import TimeSpan, local_date
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.clinic import Clinic, first_weekday
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Choice, Field, Label, captioned, column, push_button, row
from clinic_desktop.ui.refused import PASSED_BY
from clinic_desktop.ui.words import at_site, hours_text, said, when_text

_USUAL = 6
_OPEN, _CLOSE = "Repeat\N{HORIZONTAL ELLIPSIS}", "Only once"
_UNITS = {Unit.WEEKS: "weeks", Unit.DAYS: "days", Unit.MONTHS: "months"}
_LOOKING = "Looking\N{HORIZONTAL ELLIPSIS}"
_NOT_YET = "Nothing was booked: look at the visits first, they are on their way."
_UNRESOLVED = "Say of each visit that clashes what becomes of it: nothing is booked before."


@dataclass(frozen=True, slots=True)
class Settled:
    """A series as it was settled: how it comes again, and when each visit of it is to be."""

    proposal: Proposal
    visits: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a hand made of a clash: ``nearest``, ``keep`` or ``leave``.

    ``instead`` is the time that was taken: another one was not chosen by anybody.
    """

    choice: str
    instead: TimeSpan | None = None


Clash = tuple[dt.datetime, tuple[tuple[str, TimeSpan | None], ...]]
"""A visit's start, and what speaks against it: of another obstacle nobody said anything."""


class RepeatBox(QWidget):
    """Says how often a visit comes again, and lists what is proposed.

    Signals:
        opened: it is wished that the visit comes again, or not any more.
        resolved: all clashes were resolved at once; what did so is gone.
        settled_changed: what would be booked is something else now.
        shown: something is told that should be in sight.
    """

    opened = Signal()
    resolved = Signal()
    settled_changed = Signal()
    shown = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Begin as a way to it."""
        super().__init__()
        self._clinic = clinic
        self._wish: ProposeSeries | None = None
        self._proposal: Proposal | None = None
        self._chosen: dict[Clash, Chosen] = {}
        self._lines: list[VisitLine] = []
        # Lines that stand for no visit now: a widget is made once.
        self._spare: list[VisitLine] = []
        look = clinic.look
        self._link = push_button(_OPEN, kind="link", name="Repeat")
        self._link.clicked.connect(self._toggle)
        self._frame = QFrame()
        self._frame.setProperty("role", "card")
        self._frame.setAccessibleName("Repeat")
        self.times = self._number("How many times", _USUAL)
        self.every = self._number("Every", 1)
        self.unit = Choice(look, "Days, weeks or months")
        for unit, words in _UNITS.items():
            self.unit.addItem(words, unit.value)
        self.unit.currentIndexChanged.connect(self._ask)
        counts = row(
            captioned(look, "Times", self.times), captioned(look, "Every", self.every),
            captioned(look, "Period", self.unit),
        )  # fmt: skip
        counts.setStretch(2, 1)
        self._days = self._make_days()
        self._told = Label(look, role="strong", wraps=True)
        self._told.setAccessibleName("What is proposed")
        self._mistake = Label(look, role="small", tone="danger", wraps=True)
        self._take_all = push_button("Take all the nearest free times")
        self._take_all.clicked.connect(self._take_every)
        self._list = column(spacing=look.px(6))
        self._rows = QWidget()
        self._rows.setLayout(self._list)
        self._frame.setLayout(
            column(
                counts, self._days, self._told, self._take_all, self._rows, self._mistake,
                margins=look.px(12), spacing=look.px(8),
            )
        )  # fmt: skip
        lines = column(self._link, self._frame, spacing=look.px(4))
        lines.setAlignment(self._link, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(lines)
        self.query = LiveQuery(clinic.dispatcher, self)
        self.query.loaded.connect(self._show)
        self.query.failed.connect(self._fail)
        self.close_it()

    def _number(self, name: str, usual: int) -> Field:
        field = Field()
        field.setAccessibleName(name)
        field.setValidator(QIntValidator(1, MOST, field))
        field.setText(str(usual))
        field.setMaximumWidth(self._clinic.look.px(64))
        field.textChanged.connect(self._ask)
        return field

    def _make_days(self) -> QFrame:
        """Make a button for each weekday; none pressed is that of the first visit."""
        frame = QFrame()
        frame.setProperty("role", "segments")
        frame.setAccessibleName("On these weekdays")
        self._weekdays: dict[int, QToolButton] = {}
        flow = Flow(0)
        for place in range(7):
            day = (first_weekday() + place) % 7
            button = QToolButton()
            button.setText(WEEKDAYS[day][:2])
            button.setAccessibleName(f"On {WEEKDAYS[day]}")
            button.setCheckable(True)
            button.setProperty("segment", True)
            # All seven stand side by side.
            button.setProperty("narrow", True)
            button.toggled.connect(self._ask)
            self._weekdays[day] = button
            flow.addWidget(button)
        frame.setLayout(flow)
        return frame

    @property
    def is_open(self) -> bool:
        """Whether the visit comes again."""
        return not self._frame.isHidden()

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        return self.query.is_settled

    @property
    def count(self) -> int:
        """How many visits would be booked, as far as that is known."""
        return sum(line.planned is not None or not line.is_resolved for line in self._lines)

    def close_it(self) -> None:
        """Book once again."""
        self._frame.hide()
        self._link.setText(_OPEN)
        self._chosen = {}
        self._ask_for(None)
        for button in self._weekdays.values():
            button.blockSignals(True)
            button.setChecked(False)
            button.blockSignals(False)
        self.unit.setCurrentIndex(0)
        self.times.setText(str(_USUAL))
        self.every.setText("1")

    def _toggle(self) -> None:
        if self.is_open:
            self.close_it()
        else:
            self._frame.show()
            self._link.setText(_CLOSE)
            self._ask()
            self.times.setFocus()
            self.times.selectAll()
        self.opened.emit()
        self.settled_changed.emit()

    def look_at(self, wish: ProposeSeries | None) -> None:
        """Look at another first visit, whose ``repeat`` is what stands here; None: at none."""
        old = self._wish
        if wish is not None and old is not None and replace(wish, repeat=old.repeat) != old:
            # It was said of another visit, or of another patient's.
            self._chosen = {}
        self._wish = wish
        self.setVisible(wish is not None)
        self._ask()

    @property
    def _unit(self) -> Unit:
        """What is counted; Qt keeps its word alone."""
        return Unit(self.unit.currentData() or Unit.WEEKS)

    def repeat(self) -> Repeat:
        """Answer how it comes again, as it stands in the fields."""
        unit = self._unit
        days = tuple(day for day, button in self._weekdays.items() if button.isChecked())
        return Repeat(
            times=int(self.times.text() or 0),
            every=int(self.every.text() or 0),
            unit=unit,
            weekdays=days if unit is Unit.WEEKS else (),
        )

    def _query(self) -> ProposeSeries | None:
        """Answer what is to be proposed, as it stands in the form."""
        return replace(self._wish, repeat=self.repeat()) if self._wish and self.is_open else None

    def _ask(self, *_given: object) -> None:
        """Ask what it would be now; say at once what is no repetition."""
        self._days.setVisible(self._unit is Unit.WEEKS)
        query = self._query()
        if query is not None:
            try:
                query.repeat.dates(local_date(query.start, self._clinic.zone))
            except Misuse as misuse:
                self._fail(misuse)
                return
        if query is None or query != self.query.query:
            self._ask_for(query)

    def _ask_for(self, query: ProposeSeries | None) -> None:
        """Ask this, or nothing; what was proposed for another wish is not to be booked."""
        self._proposal = None
        self._clear_list()
        self._take_all.hide()
        self._say("")
        self._told.setText("" if query is None else _LOOKING)
        self._told.set_tone("muted")
        self.query.set_query(query)
        self.settled_changed.emit()

    def _fail(self, error: Exception) -> None:
        self._ask_for(None)
        self._say(said(error))

    def _say(self, mistake: str) -> None:
        self._mistake.setText(mistake)
        self._mistake.setVisible(bool(mistake))

    def _show(self, seen: Seen[Proposal]) -> None:
        """List what is proposed, in place: the keys stay where they are.

        What hands made of a clash stays, where it is still the same.
        """
        self._proposal = seen.answer
        visits = seen.answer.visits
        self._say("")
        self._clear_list(len(visits))
        # Filled out of sight: else all is laid out again for each line. No line has the keys then.
        if len(self._lines) < len(visits):
            self._rows.hide()
        while len(self._lines) < len(visits):
            line = self._spare.pop() if self._spare else self._make_line()
            self._lines.append(line)
            self._list.addWidget(line)
            line.show()
        for line, one in zip(self._lines, visits, strict=True):
            line.show_visit(one, len(visits), self._chosen.get(clash_of(one)))
        self._rows.show()
        self._tell()

    def _make_line(self) -> VisitLine:
        line = VisitLine(self._clinic)
        line.chosen.connect(self._remember)
        line.let_go.connect(self.times.setFocus)
        return line

    def _clear_list(self, keep: int = 0) -> None:
        """Take all lines but the first ones away."""
        for line in self._lines[keep:]:
            self._list.removeWidget(line)
            line.hide()
            self._spare.append(line)
        del self._lines[keep:]

    def _remember(self, line: VisitLine) -> None:
        self._chosen[clash_of(line.visit)] = line.said
        self._say("")
        self._tell()

    def _tell(self) -> None:
        """Say how it comes again, and how many visits clash still."""
        proposal = self._proposal
        if proposal is None:
            return
        left = [line for line in self._lines if not line.is_resolved]
        clashes = {0: "", 1: "\n1 visit clashes."}.get(len(left), f"\n{len(left)} visits clash.")
        words = proposal.words[0].upper() + proposal.words[1:]
        self._told.setText(f"{words}.{clashes}")
        self._told.set_tone("warning" if left else "")
        self._take_all.setVisible(sum(line.visit.nearest is not None for line in left) > 1)
        self.settled_changed.emit()

    def _take_every(self) -> None:
        """Take the nearest time for every visit that clashes and has one."""
        for line in self._lines:
            if not line.is_resolved and line.visit.nearest is not None:
                line.choose("nearest")
                self._chosen[clash_of(line.visit)] = line.said
        self._tell()
        self.resolved.emit()

    def read(self) -> Settled | None:
        """Answer the series as it was settled; where it is not, say so and go there."""
        proposal, query = self._proposal, self._query()
        is_asked = query == self.query.query
        if query is None or proposal is None or not is_asked:
            if self.query.query is None:
                self.times.setFocus()
            else:
                self._say(_NOT_YET)
            return None
        for line in self._lines:
            if not line.is_resolved:
                self._say(_UNRESOLVED)
                line.focus()
                self.shown.emit(line)
                return None
        plan = query.planned
        visits = tuple(
            replace(plan(planned), **line.passed)
            for line in self._lines
            if (planned := line.planned) is not None
        )
        if not visits:
            self._say("Every visit is left out: there is nothing to book.")
            return None
        return Settled(proposal, visits)


def clash_of(visit: Proposed) -> Clash:
    """Answer what a choice is of; names are masked while patients are hidden, and stay out."""
    return visit.start, tuple((one.code, one.span) for one in visit.obstacles)


class VisitLine(QWidget):
    """One visit of a series that is proposed, and what becomes of it where it clashes.

    Most visits clash with nothing, and are one line of text: what else there is, is made when it is
    needed.

    Signals:
        chosen(VisitLine): a hand said what becomes of it.
        let_go: the button that had the keys is gone, and there is nothing to say any more.
    """

    chosen = Signal(object)
    let_go = Signal()

    def __init__(self, clinic: Clinic) -> None:
        """Begin without a visit."""
        super().__init__()
        self._look, self._zone = clinic.look, clinic.zone
        self.visit: Proposed
        self.choice = ""
        """What becomes of a clash: ``nearest``, ``keep`` or ``leave``; nothing yet."""
        self._words: dict[str, str] = {}
        self._buttons: dict[str, QPushButton] = {}
        self._against: Label | None = None
        self._when = Label(self._look, wraps=True)
        self._head = row(self._when)
        self._head.setStretch(0, 1)
        self._all = column(self._head, spacing=self._look.px(4))
        self.setLayout(self._all)

    def show_visit(self, visit: Proposed, of: int, chosen: Chosen | None) -> None:
        """Show a visit as it is proposed now, and what was chosen as far as it is still the same.

        A button that has the keys keeps them while it stands.
        """
        held = any(button.hasFocus() for button in self._buttons.values())
        self.visit = visit
        self.setAccessibleName(f"Visit {visit.number} of {of}")
        self._words = self._ways_of(visit)
        if self._words:
            self._lay_open()
        for choice, text in self._words.items():
            button = self._buttons[choice]
            button.setText(text)
            button.setAccessibleName(f"Visit {visit.number}: {text}")
        if self._words:
            self._buttons[""].setAccessibleName(f"Visit {visit.number}: change")
        same = chosen is not None and chosen.instead in (None, self._instead)
        self.choose(chosen.choice if chosen is not None and same else "")
        if held and not any(button.hasFocus() for button in self._buttons.values()):
            if visit.is_free:
                self.let_go.emit()
            else:
                self.focus()

    def _ways_of(self, visit: Proposed) -> dict[str, str]:
        """Answer the ways to resolve a clash with what they are called; none where all is free."""
        if visit.is_free:
            return {}
        zone, near, words = self._zone, visit.nearest, {}
        if near is not None:
            free = TimeSpan(near.start, near.end)
            same = local_date(near.start, zone) == local_date(visit.start, zone)
            when = hours_text(free, zone) if same else when_text(free, zone)
            words["nearest"] = f"Take {at_site(when, near.site)}"
        if all(one.code in PASSED_BY for one in visit.obstacles):
            words["keep"] = f"Keep {hours_text(TimeSpan(visit.start, visit.end), zone)}"
        return words | {"leave": "Leave out"}

    def _lay_open(self) -> None:
        """Make what a clash needs, once."""
        if self._against is not None:
            return
        self._against = Label(self._look, role="small", tone="danger", wraps=True)
        ways = Flow(self._look.px(6))
        for choice in ("nearest", "keep", "leave", ""):
            button = push_button("Change", kind="link") if not choice else push_button("")
            button.clicked.connect(lambda _=False, choice=choice: self._choose(choice))
            self._buttons[choice] = button
            if choice:
                ways.addWidget(button)
        self._head.addWidget(self._buttons[""])
        self._all.addWidget(self._against)
        self._all.addLayout(ways)

    @property
    def is_resolved(self) -> bool:
        """Whether it is known what becomes of it."""
        return self.visit.is_free or bool(self.choice)

    @property
    def planned(self) -> Proposed | Opening | None:
        """The time that it is to have; None while that is not known, or it is left out."""
        if self.visit.is_free or self.choice == "keep":
            return self.visit
        return self.visit.nearest if self.choice == "nearest" else None

    @property
    def passed(self) -> dict[str, Any]:
        """The fields of what is planned that pass what was kept although it warned."""
        if self.choice != "keep":
            return {}
        return {PASSED_BY[one.code]: True for one in self.visit.obstacles}

    @property
    def said(self) -> Chosen:
        """What was chosen, to be kept."""
        return Chosen(self.choice, self._instead if self.choice == "nearest" else None)

    @property
    def _instead(self) -> TimeSpan | None:
        near = self.visit.nearest
        return None if near is None else TimeSpan(near.start, near.end)

    def focus(self) -> None:
        """Go to the first way on."""
        next(one for one in self._buttons.values() if not one.isHidden()).setFocus()

    def _choose(self, choice: str) -> None:
        self.choose(choice)
        self.focus()
        self.chosen.emit(self)

    def choose(self, choice: str) -> None:
        """Take what is said for it, as far as it still can be."""
        self.choice = choice if choice in self._words else ""
        clashes = not self.visit.is_free
        if self._against is not None:
            self._against.setText("\n".join(one.message for one in self.visit.obstacles))
            self._against.setVisible(clashes and not self.choice)
            for way, button in self._buttons.items():
                stands = bool(self.choice) if not way else not self.choice and way in self._words
                button.setVisible(clashes and stands)
        told = when_text(TimeSpan(self.visit.start, self.visit.end), self._zone)
        instead = self._instead
        if self.choice == "nearest" and instead is not None:
            told = f"{when_text(instead, self._zone)}, instead"
        elif self.choice == "leave":
            told += ": left out"
        elif self.choice == "keep":
            told += ", all the same"
        self._when.setText(f"{self.visit.number}.  {told}")
        self._when.set_tone("muted" if self.choice == "leave" else "")
