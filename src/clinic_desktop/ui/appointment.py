"""The appointment panel: one visit as it is now, what can become of it, and who changed it when."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from clinic_desktop.domain.booking import (
    TRANSITIONS,
    Appointment,
    AppointmentStatus,
    CancelAppointment,
    CancelledBy,
    CancelReason,
    History,
    SetStatus,
    TheAppointment,
)
from clinic_desktop.domain.office import Command, Done, Seen
from clinic_desktop.domain.people import PatientRecord, ThePatient
from clinic_desktop.domain.refusals import Refusal, Unavailable
from clinic_desktop.domain.series import CancelSeries, SeriesChanged
from clinic_desktop.ui.agenda.words import STATUS_ICONS
from clinic_desktop.ui.becoming import why_it_stays, why_not, why_not_cancelled
from clinic_desktop.ui.cancelling import CancelBox
from clinic_desktop.ui.changes_text import difference
from clinic_desktop.ui.clinic import NOW_MS, Clinic
from clinic_desktop.ui.history import HistoryList
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.look import restyle
from clinic_desktop.ui.over import OverBox, is_over
from clinic_desktop.ui.parts import Label, Panel, push_button
from clinic_desktop.ui.refused import RefusalBox
from clinic_desktop.ui.series_box import Meant, SeriesBox
from clinic_desktop.ui.visit import VisitFacts
from clinic_desktop.ui.words import STATUS_ACTS

S = AppointmentStatus
_NEXT = {S.BOOKED: S.ARRIVED, S.ARRIVED: S.IN_PROGRESS, S.IN_PROGRESS: S.FULFILLED}
"""What most often becomes of a visit: the one act that is offered loudly."""


class AppointmentPanel(Panel):
    """Shows one appointment and keeps it true.

    Signals:
        changed(Done): a command of this panel is committed; the answer is the appointment.
        series_changed(Done): the same of several visits of its series; a ``SeriesChanged``.
        move_requested(Appointment): pick another time for it in the calendar.
        reassign_requested(Appointment): choose another doctor for it.
        patient_requested(int): show this patient.
        move_anyway_requested(str): carry the move out that was refused, past all that it warned of;
            over somebody for this reason, unless it is empty.
    """

    changed = Signal(object)
    series_changed = Signal(object)
    move_requested = Signal(object)
    reassign_requested = Signal(object)
    park_requested = Signal(object)
    patient_requested = Signal(object)
    move_anyway_requested = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Make the panel; ``open_appointment`` fills it."""
        super().__init__(clinic.look, "Appointment", "Appointment")
        self._clinic = clinic
        self._appointment: Appointment | None = None
        self._wanted: UUID | None = None
        self._seen_before_refusal: Appointment | None = None
        self._last: Command[Any] | None = None
        self.tells_of_move = False
        """Whether the refusal that is shown is that of a move from the calendar."""
        self.is_busy = False
        self._make_parts()
        self._make_questions()
        # What is still to come now has come at some time.
        self._minute = QTimer(self, interval=NOW_MS)
        self._minute.timeout.connect(self._allow_acts)
        self._minute.start()

    def _make_parts(self) -> None:
        look = self.look
        self._facts = VisitFacts(self._clinic)
        self.refusal = RefusalBox(self._clinic, "Refusal")
        self.refusal.retry_requested.connect(self._again)
        self.refusal.told.connect(lambda: self.scroller.reveal(self.refusal))
        self.refusal.goes_over = is_over
        self.refusal.anyway_requested.connect(self._move_anyway)
        self.over = OverBox(self._clinic, "Move over somebody")
        self.over.confirmed.connect(self._move_over)
        self.series = SeriesBox(self._clinic)
        self._acts = self._make_acts()
        self.cancel_box = CancelBox(self._clinic)
        self.cancel_box.reason_chosen.connect(self._cancel)
        # Where the choice is scrolled out of sight the question says it, too.
        self.series.number_told.connect(self.cancel_box.name_number)
        self._history = HistoryList(self._clinic)
        self._history_title = Label(look, "History", "small_strong", tone="muted")
        for part in (
            self._facts,
            self.series,
            self._acts,
            # Below the acts: what comes and goes must not push another one under the pointer.
            self.refusal,
            self.over,
            self.cancel_box,
            self._history_title,
            self._history,
        ):
            if isinstance(part, QWidget):
                self.body.addWidget(part)
            else:
                self.body.addLayout(part)
        self.body.addStretch(1)
        patient = push_button("All visits of this patient", kind="quiet")
        patient.clicked.connect(self._ask_for_patient)
        self._clinic.actions.tip(patient, "patient")
        self.foot.addWidget(patient)

    def _make_acts(self) -> QWidget:
        """Give every act a place of its own, so that a second click never hits another one."""
        self._status_acts: dict[S, QPushButton] = {}
        for status, words in STATUS_ACTS.items():
            button = push_button(f" {words}", name=f"Set {words}")
            button.clicked.connect(lambda _=False, status=status: self.set_status(status))
            self._status_acts[status] = button
        self._move = push_button(" Move", name="Move appointment")
        self._move.clicked.connect(self.begin_move)
        self._cancel_act = push_button(
            " Cancel\N{HORIZONTAL ELLIPSIS}", kind="danger", name="Cancel visit"
        )
        self._cancel_act.clicked.connect(self.ask_reason)
        self._park = push_button(" Park", name="Park on the pinboard")
        self._park.clicked.connect(self._ask_to_park)
        self._give = push_button(
            " Another doctor\N{HORIZONTAL ELLIPSIS}", name="Give to another doctor"
        )
        self._give.clicked.connect(self._ask_for_doctor)
        acts = self._status_acts
        self._keyed = {
            acts[S.ARRIVED]: "arrived", self._move: "move", self._give: "reassign",
            self._park: "park", self._cancel_act: "cancel",
        }  # fmt: skip
        rows: tuple[tuple[QPushButton, ...], ...] = (
            (acts[S.ARRIVED], acts[S.IN_PROGRESS]),
            (acts[S.FULFILLED], acts[S.NOSHOW]),
            (self._move, self._give),
            (self._park, self._cancel_act),
            (acts[S.BOOKED],),
        )
        whole = QWidget()
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(self.look.px(6))
        for line, buttons in enumerate(rows):
            for place, button in enumerate(buttons):
                grid.addWidget(button, line, place, 1, 2 // len(buttons))
        for place in (0, 1):
            grid.setColumnStretch(place, 1)
        self.look.changed.connect(self._dress_acts)
        return whole

    def _make_questions(self) -> None:
        dispatcher = self._clinic.dispatcher
        self._query = LiveQuery(dispatcher, self)
        self._query.loaded.connect(self._show)
        self._query.failed.connect(self._show_error)
        self._history_query = LiveQuery(dispatcher, self)
        self._history_query.loaded.connect(self._history.show_changes)
        self._patient_query = LiveQuery(dispatcher, self)
        self._patient_query.loaded.connect(self._show_patient)
        self._clinic.privacy.changed.connect(self._obey_privacy)

    def _obey_privacy(self) -> None:
        """Show the visit as may be, also while the database can't be asked."""
        if self._appointment is not None:
            self._show_appointment(self._clinic.privacy.shown(self._appointment))

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        queries = (
            self._query, self._history_query, self._patient_query, self.over.query,
            self.series.query, self._clinic.sites,
        )  # fmt: skip
        return not self.is_busy and all(query.is_settled for query in queries)

    @property
    def appointment(self) -> Appointment | None:
        """The appointment as it was last seen."""
        return self._appointment

    def open_appointment(self, appointment: Appointment) -> None:
        """Show this one at once as the calendar knows it, and read the rest."""
        self.cancel_box.hide()
        self.over.close_it()
        self.refusal.clear()
        self._seen_before_refusal = None
        self._wanted = appointment.id
        self._appointment = None
        self.series.mean_this()
        self._facts.clear_patient()
        self._history.clear()
        self._show_appointment(appointment)
        self._query.set_query(TheAppointment(appointment_id=appointment.id))
        self._clinic.sites.begin()
        self._history_query.set_query(History(appointment_id=appointment.id))
        self._patient_query.set_query(ThePatient(patient_id=appointment.patient_id))

    def clear(self) -> None:
        """Ask for nothing any more."""
        self._appointment = self._wanted = None
        self.series.show_visit(None)
        self.cancel_box.hide()
        self.over.close_it()
        queries = (self._query, self._history_query, self._patient_query)
        for query in queries:
            query.set_query(None)

    def focus(self) -> None:
        """Go to the heading: an Enter too many must not change anything."""
        self._facts.focus()

    def ask_reason(self, *, likely: CancelReason = CancelReason.PATIENT_REQUEST) -> None:
        """Begin to cancel: ask for the reason, beginning with the likely one."""
        appointment = self._appointment
        if appointment is not None and S.CANCELLED in TRANSITIONS[appointment.status]:
            self.cancel_box.open(likely)
            self.scroller.reveal(self.cancel_box)

    def set_status(self, status: AppointmentStatus) -> None:
        """Say where the visit stands."""
        appointment = self._appointment
        if appointment is not None:
            self._do(
                SetStatus(appointment_id=appointment.id, status=status, version=appointment.version)
            )

    def _cancel(self, chosen: tuple[CancelReason, CancelledBy]) -> None:
        appointment, meant = self._appointment, self.series.meant
        if appointment is None:
            return
        reason, by = chosen
        number, version = appointment.id, appointment.version
        if meant is None:
            self._do(
                CancelAppointment(appointment_id=number, reason=reason, by=by, version=version)
            )
        else:
            self._do(
                CancelSeries(
                    appointment_id=number, scope=meant.scope, number=meant.number, reason=reason,
                    by=by, version=version,
                )
            )  # fmt: skip

    def meant_with(self, visit: Appointment) -> Meant | None:
        """Answer which visits of its series a move of a visit is of, if this panel asks that."""
        shown = self._appointment
        return self.series.meant if shown is not None and shown.id == visit.id else None

    def _do(self, command: Command[Any]) -> None:
        """Send a command; what is shown changes only by the answer."""
        if self.is_busy:
            return
        self._last = command
        self.tells_of_move = False
        # What is switched off hands the focus on, to where an Enter may do something.
        self.focus()
        self._set_busy(True)
        self.refusal.clear()
        self._clinic.dispatcher.do(command, self._done, self._fail)

    def _again(self) -> None:
        """Send the same command under the same id: it is carried out once."""
        if self._last is not None:
            self._do(replace(self._last))

    def _set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a state, as Qt's setters take it
        self.is_busy = busy
        self.cancel_box.setEnabled(not busy)
        self._allow_acts()

    def _done(self, done: Done[Any]) -> None:
        if isinstance(done.answer, SeriesChanged):
            for visit in done.answer.visits:
                self._end(visit)
            self.series_changed.emit(done)
        else:
            self._end(done.answer)
            self.changed.emit(done)

    def _end(self, visit: Appointment) -> None:
        """Show what became of the visit, if it is the one that is shown."""
        self._set_busy(False)
        self._last = None
        self.cancel_box.hide()
        self.series.mean_this()
        if visit.id == self._wanted:
            self._show_appointment(visit)
            self.focus()
            if not TRANSITIONS[visit.status]:
                # Where the reasons were is nothing now; who and when are above.
                self.scroller.verticalScrollBar().setValue(0)

    def _fail(self, error: Exception) -> None:
        """Tell it in place; a stale version has the visit read anew, with what differs."""
        self._set_busy(False)
        if not isinstance(error, Unavailable):
            self._last = None
        if isinstance(error, Refusal) and error.code == "appointment_changed":
            self._seen_before_refusal = self._appointment
            self._query.refresh()
        self.show_refusal(error)

    def show_refusal(self, error: Exception) -> None:
        """Tell in this panel why its appointment was not changed."""
        self.refusal.show_error(error)
        self.refusal.focus()

    def fail_move(self, error: Exception, wanted: dt.datetime) -> None:
        """Tell why a move to a time that was picked in the calendar was not made.

        A reason that was said already stays.
        """
        self._last = None
        self.tells_of_move = True
        self.refusal.wanted = wanted
        if isinstance(error, Refusal) and error.code == "appointment_changed":
            self._seen_before_refusal = self._appointment
            self._query.refresh()
        self.refusal.show_error(error, anyway="Move anyway")
        self.refusal.focus()

    def end_move(self) -> None:
        """Say no more why a move was not made: it is made now."""
        self.series.mean_this()
        self.refusal.clear()
        self.over.close_it()

    def _move_anyway(self) -> None:
        """Move past what the refusal warned of; over somebody, once the reason is said."""
        if is_over(self.refusal.error) and not self.over.is_open:
            self.refusal.clear()
            self.over.open_it()
            self.scroller.reveal(self.over)
            self.over.field.setFocus()
        elif self.over.is_open:
            self._move_over()
        else:
            self.move_anyway_requested.emit("")

    def _move_over(self) -> None:
        reason = self.over.read()
        if reason:
            self.move_anyway_requested.emit(reason)

    def _show_error(self, error: Exception) -> None:
        self.refusal.show_error(error)

    def _show(self, seen: Seen[Appointment]) -> None:
        """Show the visit as the database holds it."""
        before, self._seen_before_refusal = self._seen_before_refusal, None
        self._show_appointment(seen.answer)
        if before is not None and self.refusal.error is not None:
            differs = difference(before, seen.answer, self._clinic.zone)
            message = self.refusal.message
            message.setText("\n\n".join(filter(None, [message.text(), differs])))

    def _show_appointment(self, appointment: Appointment) -> None:
        if appointment == self._appointment:
            return
        self._appointment = appointment
        self._facts.show_visit(appointment)
        self.series.show_visit(appointment)
        self._show_acts(appointment)

    def _show_acts(self, appointment: Appointment) -> None:
        """Allow what may become of the visit, and nothing else."""
        possible = TRANSITIONS[appointment.status]
        if any(act.hasFocus() for act in self._acts.findChildren(QPushButton)):
            self.focus()
        self._acts.setVisible(bool(possible))
        self._status_acts[S.BOOKED].setVisible(S.BOOKED in possible)
        if S.CANCELLED not in possible:
            self.cancel_box.hide()
        self._allow_acts()
        self._dress_acts()

    def _allow_acts(self) -> None:
        """Switch on what is allowed now; what is not says why, as the menu does."""
        visit = self._appointment
        if visit is None:
            return
        reasons = {
            button: why_not(self._clinic, visit, status)
            for status, button in self._status_acts.items()
        }
        stays = why_it_stays(visit)
        reasons |= {self._move: stays, self._give: stays, self._park: stays}
        reasons |= {self._cancel_act: why_not_cancelled(visit)}
        for button, why in reasons.items():
            button.setEnabled(not self.is_busy and not why)
            if not why and button in self._keyed:
                self._clinic.actions.tip(button, self._keyed[button])
            else:
                self._clinic.actions.untip(button)
                button.setToolTip(why)

    def _dress_acts(self) -> None:
        """Make the likeliest act loud; draw all icons in the theme's ink."""
        likeliest = _NEXT.get(self._appointment.status) if self._appointment else None
        palette = self.look.palette
        for status, button in self._status_acts.items():
            loud = status is likeliest
            button.setProperty("kind", "primary" if loud else "")
            button.setIcon(
                self.look.icon(STATUS_ICONS[status], palette.on_accent if loud else None)
            )
            restyle(button)
        self._move.setIcon(self.look.icon("move"))
        self._give.setIcon(self.look.icon("stethoscope"))
        self._park.setIcon(self.look.icon("pin"))
        self._cancel_act.setIcon(self.look.icon("calendar-x", palette.danger))

    def begin_move(self) -> None:
        """Ask for another time."""
        appointment = self._appointment
        if appointment is not None and appointment.holds:
            self.move_requested.emit(appointment)

    def _ask_to_park(self) -> None:
        if self._appointment is not None:
            self.park_requested.emit(self._appointment)

    def _ask_for_doctor(self) -> None:
        if self._appointment is not None:
            self.reassign_requested.emit(self._appointment)

    def _ask_for_patient(self) -> None:
        if self._appointment is not None:
            self.patient_requested.emit(self._appointment.patient_id)

    def _show_patient(self, seen: Seen[PatientRecord]) -> None:
        self._facts.show_patient(seen.answer.patient)
