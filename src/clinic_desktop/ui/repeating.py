"""A visit that comes again, in the booking form: how often, and what becomes of each visit of it.

Nothing is booked before every clash is resolved by a hand: at the nearest free time, left out, or
kept although something warns.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QFrame, QToolButton, QWidget

from clinic_desktop.domain.forms import WEEKDAYS
from clinic_desktop.domain.office import Seen
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
from clinic_desktop.ui.words import hours_text, said, when_text

_USUAL = 6
_OPEN, _CLOSE = "Repeat\N{HORIZONTAL ELLIPSIS}", "Only once"
_UNITS = {Unit.WEEKS: "weeks", Unit.DAYS: "days", Unit.MONTHS: "months"}
_UNRESOLVED = "Say of each visit that clashes what becomes of it: nothing is booked before."


@dataclass(frozen=True, slots=True)
class Settled:
    """A series as it was settled: how it comes again, and when each visit of it is to be.

    ``passed`` are the fields of the command that pass what was kept although something warned.
    """

    proposal: Proposal
    visits: tuple[Planned, ...]
    passed: dict[str, Any]


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
        # What hands made of the clashes, by the visits' starts as they were proposed.
        self._chosen: dict[dt.datetime, str] = {}
        self._lines: list[VisitLine] = []
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
        self._frame.setLayout(
            column(
                counts, self._days, self._told, self._take_all, self._list, self._mistake,
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
        self._proposal = None
        self._clear_list()
        self.query.set_query(None)
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
        if wish is not None and self._wish is not None and wish.start != self._wish.start:
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

    def _ask(self, *_given: object) -> None:
        """Ask what it would be now; say at once what is no repetition."""
        self._days.setVisible(self._unit is Unit.WEEKS)
        wish = self._wish
        if wish is None or not self.is_open:
            self.query.set_query(None)
            return
        query = ProposeSeries(
            doctor_id=wish.doctor_id, start=wish.start, repeat=self.repeat(),
            patient_id=wish.patient_id, type_id=wish.type_id, minutes=wish.minutes,
            with_ids=wish.with_ids,
        )  # fmt: skip
        try:
            query.repeat.dates(local_date(query.start, self._clinic.zone))
        except Misuse as misuse:
            self._fail(misuse)
            return
        self.query.set_query(query)

    def _fail(self, error: Exception) -> None:
        self.query.set_query(None)
        self._proposal = None
        self._clear_list()
        self._told.setText("")
        self._take_all.hide()
        self._say(said(error))
        self.settled_changed.emit()

    def _say(self, mistake: str) -> None:
        self._mistake.setText(mistake)
        self._mistake.setVisible(bool(mistake))

    def _show(self, seen: Seen[Proposal]) -> None:
        """List what is proposed; what hands made of a clash before stays, where it still may."""
        self._proposal = seen.answer
        self._say("")
        self._clear_list()
        for one in seen.answer.visits:
            line = VisitLine(self._clinic, one, len(seen.answer.visits))
            line.choose(self._chosen.get(one.start, ""))
            line.chosen.connect(self._remember)
            self._lines.append(line)
            self._list.addWidget(line)
        self._tell()

    def _clear_list(self) -> None:
        for line in self._lines:
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []

    def _remember(self, line: VisitLine) -> None:
        self._chosen[line.visit.start] = line.choice
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
                self._chosen[line.visit.start] = "nearest"
        self._tell()
        self.resolved.emit()

    def read(self) -> Settled | None:
        """Answer the series as it was settled; where it is not, say so and go there."""
        if self._proposal is None or self._wish is None:
            self.times.setFocus()
            return None
        for line in self._lines:
            if not line.is_resolved:
                self._say(_UNRESOLVED)
                line.focus()
                self.shown.emit(line)
                return None
        times = [line.planned for line in self._lines if line.planned is not None]
        if not times:
            self._say("Every visit is left out: there is nothing to book.")
            return None
        passed = {name: True for line in self._lines for name in line.passed}
        visits = tuple(self._wish.planned(one) for one in times)
        return Settled(self._proposal, visits, passed)


class VisitLine(QWidget):
    """One visit of a series that is proposed, and what becomes of it where it clashes.

    Signals:
        chosen(VisitLine): a hand said what becomes of it.
    """

    chosen = Signal(object)

    def __init__(self, clinic: Clinic, visit: Proposed, of: int) -> None:
        """Show when it is, and what speaks against it."""
        super().__init__()
        self.visit, self._zone = visit, clinic.zone
        self.choice = ""
        """What becomes of a clash: ``nearest``, ``keep`` or ``leave``; nothing yet."""
        look = clinic.look
        span = TimeSpan(visit.start, visit.end)
        self.setAccessibleName(f"Visit {visit.number} of {of}")
        self._when = Label(look, f"{visit.number}.  {when_text(span, self._zone)}", wraps=True)
        self._against = Label(look, role="small", tone="danger", wraps=True)
        self._against.setText("\n".join(one.message for one in visit.obstacles))
        self._ways = Flow(look.px(6))
        self._buttons: dict[str, Any] = {}
        words = {
            "nearest": "",
            "keep": f"Keep {hours_text(span, self._zone)}",
            "leave": "Leave out",
        }
        near = visit.nearest
        if near is not None:
            free = TimeSpan(near.start, near.end)
            same = local_date(near.start, self._zone) == local_date(visit.start, self._zone)
            told = hours_text(free, self._zone) if same else when_text(free, self._zone)
            words["nearest"] = f"Take {told}"
        if not all(one.code in PASSED_BY for one in visit.obstacles):
            words["keep"] = ""
        for choice, text in words.items():
            if text and visit.obstacles:
                button = push_button(text, name=f"Visit {visit.number}: {text}")
                button.clicked.connect(lambda _=False, choice=choice: self._choose(choice))
                self._ways.addWidget(button)
                self._buttons[choice] = button
        self._back = push_button("Change", kind="link", name=f"Visit {visit.number}: change")
        self._back.clicked.connect(lambda: self._choose(""))
        head = row(self._when, self._back)
        head.setStretch(0, 1)
        self.setLayout(column(head, self._against, self._ways, spacing=look.px(4)))
        self.choose("")

    @property
    def is_resolved(self) -> bool:
        """Whether it is known what becomes of it."""
        return self.visit.is_free or bool(self.choice)

    @property
    def planned(self) -> Any:  # noqa: ANN401 - a proposed visit or an opening
        """The time that it is to have; None while that is not known, or it is left out."""
        if self.visit.is_free or self.choice == "keep":
            return self.visit
        return self.visit.nearest if self.choice == "nearest" else None

    @property
    def passed(self) -> tuple[str, ...]:
        """The fields of the command that pass what was kept although it warned."""
        if self.choice != "keep":
            return ()
        return tuple(PASSED_BY[one.code] for one in self.visit.obstacles)

    def focus(self) -> None:
        """Go to the first way on."""
        next(iter(self._buttons.values())).setFocus()

    def _choose(self, choice: str) -> None:
        self.choose(choice)
        if choice:
            self._back.setFocus()
        else:
            self.focus()
        self.chosen.emit(self)

    def choose(self, choice: str) -> None:
        """Take what is said for it, as far as it still can be."""
        self.choice = choice if choice in self._buttons else ""
        clashes = not self.visit.is_free
        self._against.setVisible(clashes and not self.choice)
        for button in self._buttons.values():
            button.setVisible(not self.choice)
        self._back.setVisible(clashes and bool(self.choice))
        span = TimeSpan(self.visit.start, self.visit.end)
        told = when_text(span, self._zone)
        near = self.visit.nearest
        if self.choice == "nearest" and near is not None:
            told = f"{when_text(TimeSpan(near.start, near.end), self._zone)}, instead"
        elif self.choice == "leave":
            told += ": left out"
        elif self.choice == "keep":
            told += ", all the same"
        self._when.setText(f"{self.visit.number}.  {told}")
        self._when.set_tone("muted" if self.choice == "leave" else "")
