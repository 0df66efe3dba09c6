"""The panel of the selected visits: all of them are moved, given to another doctor, or cancelled.

What is wished is tried before: each visit says where it would go, or all that speaks against it
with the nearest free times to choose from. Nothing is changed before all of it can be.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QWidget

from clinic_desktop.domain.booking import Appointment, CancelledBy, CancelReason, TheAppointment
from clinic_desktop.domain.office import Done, Seen
from clinic_desktop.domain.people import Doctor, Doctors
from clinic_desktop.domain.refusals import Reason, Refusal, Unavailable
from clinic_desktop.domain.several import (
    CancelSeveral,
    MoveSeveral,
    SeveralChanged,
    Step,
    on_day,
)
from clinic_desktop.ui.availability.fields import Line
from clinic_desktop.ui.cancelling import CancelBox
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import (
    Choice,
    Label,
    Panel,
    captioned,
    column,
    push_button,
    row,
    tab_after,
)
from clinic_desktop.ui.picks import Picks
from clinic_desktop.ui.refused import Offer, RefusalBox, is_passable, passing
from clinic_desktop.ui.several_row import SeveralRow
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import read_day, said, visits_text

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_AS_IT_IS = "As it is"
_WHERE = "Choose a day, a doctor, or both. Each keeps its time of the day."
_LOOKING = "Looking\N{HORIZONTAL ELLIPSIS}"


class SeveralPanel(Panel):
    """Shows the selected visits and keeps them true; tries what is wished, and carries it out.

    Signals:
        done(Done): a command of this panel is committed; the answer is a ``SeveralChanged``.
        day_requested: let them go to another day, the one that is shown if they are not of it.
        swap_requested: let the two that are selected have each other's time.
        failed_elsewhere(str): why nothing was changed by what is not asked here any more.
    """

    done = Signal(object)
    day_requested = Signal()
    swap_requested = Signal()
    failed_elsewhere = Signal(object)

    def __init__(self, clinic: Clinic, picks: Picks) -> None:
        """Make the panel; ``open_it`` fills it."""
        super().__init__(clinic.look, "", "Selected visits")
        self._clinic, self._picks = clinic, picks
        # Where the focus waits while a command is on its way: an Enter does nothing there.
        self.title.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.is_busy = self._is_open = self._enters = False
        self._rows: dict[UUID, SeveralRow] = {}
        self._queries: dict[UUID, LiveQuery] = {}
        self._instead: dict[UUID, Offer] = {}
        self._against: Refusal | None = None
        self._trial: int | None = None
        self._tried: MoveSeveral | None = None
        self._sent: MoveSeveral | CancelSeveral | None = None
        # What is told to be tried again: never longer than that is told.
        self._last: MoveSeveral | CancelSeveral | None = None
        self._make_parts()
        self._doctors = LiveQuery(clinic.dispatcher, self)
        self._doctors.loaded.connect(self._show_doctors)
        picks.changed.connect(self._show_picks)
        # Many are seen anew together: they are laid out, and tried, once.
        self._anew = QTimer(self, singleShot=True, interval=0)
        self._anew.timeout.connect(self._show_picks)
        picks.seen.connect(self._anew.start)
        clinic.privacy.changed.connect(self._obey_privacy)

    def _make_parts(self) -> None:
        look, actions = self.look, self._clinic.actions
        # Of each its name says all of them: there is no visit beside that it could mean.
        self._move_act = push_button(
            " Another day\N{HORIZONTAL ELLIPSIS}", name="Move selected to another day"
        )
        self._move_act.clicked.connect(self.day_requested)
        actions.tip(self._move_act, "move")
        self._give_act = push_button(
            " Another doctor\N{HORIZONTAL ELLIPSIS}", name="Give selected to another doctor"
        )
        self._give_act.clicked.connect(self.begin_reassign)
        actions.tip(self._give_act, "reassign")
        self._cancel_act = push_button(
            " Cancel\N{HORIZONTAL ELLIPSIS}", kind="danger", name="Cancel selected"
        )
        self._cancel_act.clicked.connect(self.begin_cancel)
        actions.tip(self._cancel_act, "cancel")
        self._swap_act = push_button("Swap their times", name="Swap selected")
        self._swap_act.clicked.connect(self.swap_requested)
        actions.tip(self._swap_act, "swap")
        # Large text leaves no room for two in a line.
        acts = Flow(look.px(6), fills=True)
        for act in (self._move_act, self._give_act, self._cancel_act, self._swap_act):
            acts.addWidget(act)
        self._hint = Label(look, role="small", tone="muted", wraps=True)
        self.refusal = RefusalBox(self._clinic, "Refusal")
        self.refusal.retry_requested.connect(self._again)
        self.refusal.told.connect(lambda: self.scroller.reveal(self.refusal))
        self.cancel_box = CancelBox(self._clinic)
        self.cancel_box.reason_chosen.connect(self._cancel)
        self._list = column(spacing=look.px(10))
        self._listed = QWidget()
        self._listed.setLayout(self._list)
        self.body.addLayout(acts)
        self.body.addWidget(self._make_goal())
        for part in (self.cancel_box, self.refusal, self._hint, self._listed):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.move_button = push_button("", kind="primary", name="Carry out")
        self.move_button.clicked.connect(self._move)
        self._anyway = push_button("Move anyway")
        self._anyway.clicked.connect(self._move_anyway)
        self.foot.addWidget(self._anyway)
        self.foot.addWidget(self.move_button)
        self._dress()
        look.changed.connect(self._dress)

    def _make_goal(self) -> QFrame:
        """Make the fields that say where to."""
        look = self.look
        self.goal = QFrame()
        self.goal.setProperty("role", "card")
        self.goal.setAccessibleName("Where to")
        self.day = Line("To the day", hint=_AS_IT_IS)
        self.day.textChanged.connect(self._wish_anew)
        self.doctor = Choice(look, "To the doctor")
        self.doctor.addItem(_AS_IT_IS, None)
        self.doctor.currentIndexChanged.connect(self._wish_anew)
        fields = row(captioned(look, "Day", self.day), captioned(look, "Doctor", self.doctor))
        for place in (0, 1):
            fields.setStretch(place, 1)
        self.told = Label(look, role="small", wraps=True)
        self.goal.setLayout(column(fields, self.told, margins=look.px(12), spacing=look.px(8)))
        self.goal.hide()
        return self.goal

    def _dress(self) -> None:
        self._move_act.setIcon(self.look.icon("move"))
        self._give_act.setIcon(self.look.icon("stethoscope"))
        self._cancel_act.setIcon(self.look.icon("calendar-x", self.look.palette.danger))

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        queries = (self._doctors, *self._queries.values())
        is_still = self._trial is None and not self._anew.isActive() and not self.is_busy
        return is_still and all(one.is_settled for one in queries)

    # What is shown

    def open_it(self) -> None:
        """Show what is selected, and keep it true."""
        self._is_open = True
        self._hush()
        self._doctors.set_query(Doctors())
        self._show_picks()

    def clear(self) -> None:
        """Ask for nothing any more."""
        self._is_open = False
        self._doctors.set_query(None)
        self._close_goal()
        self.cancel_box.hide()
        self._hush()
        self._follow(())

    def focus(self) -> None:
        """Go to where the next thing is said."""
        if not self.goal.isHidden():
            self.day.setFocus()
        else:
            self._move_act.setFocus()

    def step_back(self) -> bool:
        """Put a question away; answer whether there was one."""
        asked = not (self.goal.isHidden() and self.cancel_box.isHidden())
        self._close_goal()
        self.cancel_box.hide()
        self._hush()
        if asked:
            self.focus()
        return asked

    def _hush(self) -> None:
        """Tell no failure any more; what failed is not tried again then."""
        self._last = None
        self.refusal.clear()

    def _show_picks(self) -> None:
        """Show the selected visits in place: the keys stay where they are."""
        if not self._is_open:
            return
        visits = self._picks.visits
        if not visits:
            # Also while a command is on its way: nobody looks at what it was about any more.
            self.clear()
            return
        if self._rows.keys() != self._picks.ids and isinstance(self.refusal.error, Unavailable):
            # It was of others: trying it again would change who is not selected.
            self._hush()
        self.title.setText(f"{visits_text(len(visits))} selected")
        self._swap_act.setVisible(len(visits) == 2)
        self._hint.setText(
            "Ctrl and a click on further visits selects them, too; by keys "
            f"{self._clinic.actions.keys('pick')}, and "
            f"{self._clinic.actions.keys('pick-day')} the doctor's whole day."
        )
        self._hint.setVisible(len(visits) == 1 and self.goal.isHidden())
        self.cancel_box.name_number(len(visits))
        self._follow(visits)
        self._instead = {at: one for at, one in self._instead.items() if at in self._rows}
        self._try()

    def _follow(self, visits: tuple[Appointment, ...]) -> None:
        """Have a row and a question for each visit, in their order."""
        focused: QWidget | None = self.window().focusWidget()
        for number in self._rows.keys() - {one.id for one in visits}:
            line, query = self._rows.pop(number), self._queries.pop(number)
            if focused is not None and line.isAncestorOf(focused):
                self.focus()
            self._list.removeWidget(line)
            line.hide()
            line.deleteLater()
            query.set_query(None)
            query.deleteLater()
        new = [one for one in visits if one.id not in self._rows]
        if len(new) > 1:
            # Filled out of sight: else all is laid out again for each. None has the keys then.
            self._listed.hide()
        before: QWidget = self._hint
        for place, visit in enumerate(visits):
            if visit.id in self._rows:
                self._rows[visit.id].show_visit(visit)
            else:
                self._add(visit)
            line = self._rows[visit.id]
            self._list.insertWidget(place, line)
            tab_after(before, line.out)
            before = line.out
        self._listed.show()

    def _add(self, visit: Appointment) -> None:
        line = self._rows[visit.id] = SeveralRow(self._clinic, visit)
        line.let_go.connect(self._let_go)
        line.offer_chosen.connect(self._take_offer)
        query = self._queries[visit.id] = LiveQuery(self._clinic.dispatcher, self)
        query.loaded.connect(self._see)
        query.failed.connect(self._tell_unread)
        query.set_query(TheAppointment(appointment_id=visit.id))

    def _see(self, seen: Seen[Appointment]) -> None:
        self._picks.see(seen.answer)

    def _tell_unread(self, error: Exception) -> None:
        """Say that a visit could not be read, unless what was wished for all of them failed."""
        if self._last is None:
            self.refusal.show_error(error)

    def _let_go(self, number: UUID) -> None:
        visit = next((one for one in self._picks.visits if one.id == number), None)
        if visit is not None and not self.is_busy:
            self._picks.toggle(visit)

    def _show_doctors(self, seen: Seen[tuple[Doctor, ...]]) -> None:
        """List the doctors there are now; who was chosen stays so."""
        chosen = self.doctor.currentData()
        self.doctor.blockSignals(True)
        self.doctor.clear()
        self.doctor.addItem(_AS_IT_IS, None)
        for doctor in seen.answer:
            self.doctor.addItem(doctor.name, doctor.id)
        self.doctor.setCurrentIndex(max(0, self.doctor.findData(chosen)))
        self.doctor.blockSignals(False)
        if self.doctor.currentData() != chosen:
            self._wish_anew()

    def _obey_privacy(self) -> None:
        """Let go of what was told before hiding began; what is wished is tried anew.

        A visit that could not be read is handed out by nobody: each is shown as it may be now.
        """
        for visit in self._picks.visits:
            if visit.id in self._rows:
                self._rows[visit.id].show_visit(visit)
        for line in self._rows.values():
            line.forget_plan()
        self._try()

    # Where to

    def begin_move(self, shown: dt.date | None = None) -> None:
        """Ask for the day that they are to go to, beginning with one that is shown, if any."""
        if shown is not None and not self.day.text():
            self.day.setText(shown.isoformat())
        self._open_goal(self.day)
        self.day.selectAll()

    def begin_reassign(self) -> None:
        """Ask for the doctor whom they are to go to."""
        self._open_goal(self.doctor)

    def _open_goal(self, field: QWidget) -> None:
        self.cancel_box.hide()
        self._hush()
        self._hint.hide()
        self.goal.show()
        field.setFocus()
        self.scroller.reveal(self.goal)
        self._try()

    def _close_goal(self) -> None:
        self.goal.hide()
        for field in (self.day, self.doctor):
            field.blockSignals(True)
        self.day.clear()
        self.doctor.setCurrentIndex(0)
        for field in (self.day, self.doctor):
            field.blockSignals(False)
        self._instead = {}
        self._try()

    def _wish_anew(self, _given: object = None) -> None:
        """Try another day or doctor: what was chosen instead was of the one before."""
        self._instead = {}
        self._hush()
        self._try()

    def _take_offer(self, number: UUID, offer: Offer) -> None:
        self._instead[number] = offer
        self._hush()
        # What was pressed goes with the answer; an Enter here carries out what was chosen.
        (self.day if self.day.text() else self.doctor).setFocus()
        self._try()

    def _steps(self, day: dt.date | None) -> tuple[Step, ...]:
        """Answer where each is to go.

        Raises:
            Refusal: some can't go there by the clock; whose they are stands in the facts.

        """
        doctor_id: int | None = self.doctor.currentData()
        steps, reasons = [], []
        for visit in self._picks.visits:
            offer = self._instead.get(visit.id)
            try:
                if offer is not None:
                    steps.append(Step.of(visit, offer.doctor_id, offer.span.start))
                elif day is not None:
                    start = on_day(visit.start, day, self._clinic.zone)
                    steps.append(Step.of(visit, doctor_id, start))
                else:
                    steps.append(Step.of(visit, doctor_id))
            except Refusal as refusal:
                reasons += [
                    Reason(one.code, one.message, {**one.facts, "appointment": str(visit.id)})
                    for one in refusal.reasons
                ]
        if reasons:
            raise Refusal(*reasons)
        return tuple(steps)

    def _try(self) -> None:
        """Ask what would come of what is wished now; what was asked before is not wanted."""
        if self._trial is not None:
            self._clinic.dispatcher.forget(self._trial)
        self._trial = self._tried = self._against = None
        self._enters = False
        day = read_day(self.day.text(), self._clinic.today) if self.day.text().strip() else None
        wrong = bool(self.day.text().strip()) and day is None
        wished = not wrong and (
            day is not None or self.doctor.currentData() is not None or self._instead
        )
        if self.goal.isHidden() or not self._picks or not wished:
            for line in self._rows.values():
                line.forget_plan()
            self._tell("This is no day." if wrong else _WHERE, "danger" if wrong else "muted")
            return
        try:
            steps = self._steps(day)
        except Refusal as refusal:
            self._show_against(refusal)
            return
        self._tell(_LOOKING, "muted")
        self._tried = MoveSeveral(steps=steps)
        dispatcher = self._clinic.dispatcher
        trial = dispatcher.office.do(replace(self._tried, preview=True))
        self._trial = dispatcher.follow(trial, self._show_plan, self._show_against)

    def _show_plan(self, done: Done[SeveralChanged]) -> None:
        """Say where each would go."""
        enters, self._trial, self._enters = self._enters, None, False
        after = {one.before.id: one.after for one in done.answer.visits}
        for number, line in self._rows.items():
            line.show_target(after.get(number))
        if not after:
            self._tried = None
            they = "It is" if len(self._rows) == 1 else "They are"
            self._tell(f"{they} there already.", "muted")
            return
        stay = len(self._rows) - len(after)
        rest = f" {visits_text(stay)} would stay as before." if stay else ""
        many = "It" if len(self._rows) == 1 else visits_text(len(after))
        self._tell(f"{many} can go there.{rest}", "success")
        if enters:
            self._move()

    def _show_against(self, error: Exception) -> None:
        """Say of each visit all that speaks against it, and of the others that they could go."""
        self._trial, self._enters = None, False
        if not isinstance(error, Refusal):
            self._tried = self._last = None
            self._tell("", "")
            self.refusal.show_error(error)
            return
        self._against = error
        of: dict[str, list[Reason]] = {}
        for one in error.reasons:
            of.setdefault(str(one.facts.get("appointment", "")), []).append(one)
        hit = 0
        for number, line in self._rows.items():
            reasons = of.pop(str(number), [])
            if reasons:
                hit += 1
                line.show_against(reasons)
            else:
                line.forget_plan()
        many = f"{hit} of {len(self._rows)} visits" if len(self._rows) > 1 else "It"
        told = [f"{many} can\N{RIGHT SINGLE QUOTATION MARK}t go there."] if hit else []
        told += [one.message for rest in of.values() for one in rest]
        self._tell(" ".join(told), "danger")

    def _tell(self, text: str, tone: str) -> None:
        """Say what would come of it, and let it be carried out if all of it can be."""
        self.told.setText(text)
        self.told.set_tone(tone)
        if tone in ("danger", "success"):
            announce(self.told, text)
        self._allow()

    def _allow(self) -> None:
        shown = not self.goal.isHidden()
        can_go = self._tried is not None and self._against is None and self._trial is None
        self.move_button.setVisible(shown)
        self.move_button.setText(f"Move {visits_text(len(self._picks))}")
        self.move_button.setAccessibleName(self.move_button.text())
        self.move_button.setEnabled(can_go and not self.is_busy)
        reasons = self._against.reasons if self._against is not None else ()
        warned = self._tried is not None and all(map(is_passable, reasons))
        self._anyway.setVisible(shown and bool(reasons) and warned)
        self._anyway.setEnabled(not self.is_busy)

    # What is carried out

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by Enter in a field, also while it is still looked whether all can go."""
        if event.key() in _ENTER and not self.goal.isHidden():
            if self._trial is not None:
                self._enters = True
            else:
                self._move()
        else:
            super().keyPressEvent(event)

    def _move(self) -> None:
        if self._against is not None:
            # What Enter can't do yet: the first offer is the way on.
            any(line.focus_offer() for line in self._rows.values())
        elif self._tried is not None and self._trial is None:
            self._send(self._tried)

    def _move_anyway(self) -> None:
        if self._tried is not None:
            # What was passed once stays so for the same wish: else two warnings take turns.
            self._tried = replace(self._tried, **passing(self._against))
            self._send(self._tried)

    def begin_cancel(self) -> None:
        """Ask why they are cancelled; of several it is the doctor's matter as a rule."""
        self._close_goal()
        self._hush()
        several = len(self._picks) > 1
        self.cancel_box.open(CancelReason.DOCTOR_AWAY if several else CancelReason.PATIENT_REQUEST)
        self.scroller.reveal(self.cancel_box)

    def _cancel(self, chosen: tuple[CancelReason, CancelledBy]) -> None:
        reason, by = chosen
        steps = tuple(map(Step.of, self._picks.visits))
        self._send(CancelSeveral(steps=steps, reason=reason, by=by))

    def _send(self, command: MoveSeveral | CancelSeveral) -> None:
        """Send a command; what is shown changes only by the answer."""
        if self.is_busy:
            return
        self._sent = command
        # What is switched off hands the focus on, to where an Enter may do something.
        self.title.setFocus()
        self._set_busy(busy=True)
        self._hush()
        self._clinic.dispatcher.do(command, self._finish, self._fail)

    def _again(self) -> None:
        """Send the same command under the same id: it is carried out once; else try it again."""
        if self._last is not None:
            self._send(self._last)
        else:
            self._hush()
            self.focus()
            self._try()

    def _set_busy(self, *, busy: bool) -> None:
        self.is_busy = busy
        for part in (self.cancel_box, self.goal, self._listed):
            part.setEnabled(not busy)
        self._allow()

    def _finish(self, done: Done[SeveralChanged]) -> None:
        self._set_busy(busy=False)
        self._sent = None
        self.done.emit(done)

    def _fail(self, error: Exception) -> None:
        """Tell all that speaks against it in place; nothing was changed."""
        sent, self._sent = self._sent, None
        self._set_busy(busy=False)
        asked = self.cancel_box if isinstance(sent, CancelSeveral) else self.goal
        if sent is not None and asked.isHidden():
            # The question was put away meanwhile, or the panel: here it would be told of others.
            act = "cancelled" if asked is self.cancel_box else "moved"
            told = f"Not {act}: {visits_text(len(sent.steps))}. {said(error)}"
            self.failed_elsewhere.emit(told)
            return
        if isinstance(error, Unavailable):
            self._last = sent
        if isinstance(error, Refusal) and not self.goal.isHidden():
            # Lost since it was tried: it is told where it is chosen what becomes of it.
            self._show_against(error)
            any(line.focus_offer() for line in self._rows.values())
        else:
            self.refusal.show_error(error)
            self.refusal.focus()
