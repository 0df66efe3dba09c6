"""The booking panel: one block, who it is for, what for; booked only when the commit is done."""

from __future__ import annotations

import datetime as dt
from typing import Any

from PySide6.QtCore import Qt, Signal

from clinic_desktop.domain.booking import (
    Appointment,
    Block,
    Blocks,
    BlockState,
    Booked,
    NextFree,
)
from clinic_desktop.domain.office import Done, Query, Seen
from clinic_desktop.domain.openings import NextOpenings, Opening
from clinic_desktop.domain.parking import PlanVisit
from clinic_desktop.domain.people import AddPatient, AppointmentType, AppointmentTypes, Patient
from clinic_desktop.domain.refusals import Misuse, Refusal, Unavailable
from clinic_desktop.domain.selfbooking import PassedLimit
from clinic_desktop.domain.series import ProposeSeries, SeriesBooked
from clinic_desktop.domain.time import TimeSpan, local_date
from clinic_desktop.ui.beside import BesideBox
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.drafts import Draft
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.over import OverBox, is_over
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
from clinic_desktop.ui.picker import PatientPicker
from clinic_desktop.ui.privacy import PersonalField
from clinic_desktop.ui.refused import Offer, RefusalBox, offers_of, passing
from clinic_desktop.ui.repeating import RepeatBox, Settled
from clinic_desktop.ui.run import Run, run_from
from clinic_desktop.ui.sending import Sending, Wish
from clinic_desktop.ui.words import hours_text, long_day_text, minutes_text, said, when_text

NEAREST = 5
_BEFORE, _MOST = dt.timedelta(hours=4), 64
"""How far back other times are looked for: even blocks of 5 minutes leave room for later ones."""
_NO_TYPE = "No type: one block"
_TITLE = "New appointment"
_BOOK, _BOOKING = "Book", "Booking\N{HORIZONTAL ELLIPSIS}"


class BookingPanel(Panel):
    """Books one patient into the block that was activated, by the block's id.

    Signals:
        booked(Done): the booking is committed; the answer is a ``Booked``, or ``SeriesBooked``.
        block_wanted(Block): show this block, the form goes there.
        block_off_requested: the time is not for a patient.
        plan_requested(PlanVisit): the visit is to wait for a time instead.
        failed_elsewhere(str): why a time was not booked that the form does not show any more.
    """

    booked = Signal(object)
    block_wanted = Signal(object)
    block_off_requested = Signal()
    plan_requested = Signal(object)
    failed_elsewhere = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Make the form; it is filled by ``open_block`` or ``open_next_free``."""
        super().__init__(clinic.look, _TITLE, "Booking")
        self._clinic = clinic
        self._block: Block | None = None
        self._length: dt.timedelta | None = None
        self._shown: TimeSpan | None = None
        self._span: TimeSpan | None = None
        self._sought: tuple[dt.datetime, tuple[int, ...]] | None = None
        self._title = ""
        self._types: tuple[AppointmentType, ...] = ()
        self._sending = Sending(clinic.dispatcher, self._done, self._fail)
        self._is_another_open = False
        """Another time was opened since the last one was sent."""
        self._passed: dict[str, Any] = {}
        self._draft: Draft | None = None
        self._planned: Draft | None = None
        """What is on its way onto the pinboard."""
        self.is_busy = False
        self._make_form()
        self._make_questions()

    def _make_form(self) -> None:
        look = self.look
        self._time = Label(look, role="title")
        self._place = Label(look, role="body", tone="muted", wraps=True)
        self.picker = PatientPicker(self._clinic)
        self.type_box = Choice(look, "Type")
        self.note = PersonalField(self._clinic.privacy)
        self.note.setAccessibleName("Note")
        self.note.setPlaceholderText("What it is about (optional)")
        self.refusal = RefusalBox(self._clinic, "Refusal")
        self._elsewhere = Label(look, role="body", wraps=True)
        self._elsewhere.setContentsMargins(0, 6, 0, 0)
        self._elsewhere.hide()
        self._back = push_button("Bring back what you typed", kind="link")
        self._back.clicked.connect(self.bring_back)
        self._back.hide()
        self._limit = Label(look, role="small", tone="warning", wraps=True)
        # Shown before it has a parent, it would be a window.
        self._limit.setHidden(True)
        self.body.addLayout(
            column(self._time, self._place, self._limit, self._elsewhere, spacing=2)
        )
        self.body.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        self._caption = Label(look, "Patient", "small", tone="muted")
        self._caption.setBuddy(self.picker.search.field)
        self.body.addLayout(column(self._caption, self.picker, spacing=4))
        self.body.addLayout(captioned(look, "Type", self.type_box))
        self.beside = BesideBox(self._clinic)
        self.beside.opened.connect(lambda: self.scroller.reveal(self.beside))
        self.body.addWidget(self.beside)
        self.repeat = self._make_repeat()
        self.body.addWidget(self.repeat)
        self.body.addLayout(captioned(look, "Note", self.note))
        self.over = OverBox(self._clinic)
        self.over.confirmed.connect(self._book_plainly)
        self.refusal.goes_over = is_over
        self.body.addWidget(self.over)
        self.body.addWidget(self.refusal)
        self.body.addStretch(1)
        self._make_foot()
        self.book_button.clicked.connect(self._book_plainly)
        self.picker.chosen.connect(self._choice_changed)
        self.picker.confirmed.connect(self._confirmed)
        form, search = self.picker.form, self.picker.search
        search.field.textChanged.connect(self._offer_off)
        search.listed.connect(lambda: self.scroller.reveal(search))
        form.hinted.connect(lambda: self.scroller.reveal(form.known.message))
        self.note.returnPressed.connect(self._book_plainly)
        self.type_box.currentIndexChanged.connect(self._type_changed)
        self.refusal.offer_chosen.connect(self._take_offer)
        self.scroller.verticalScrollBar().valueChanged.connect(self._name_head)
        self.refusal.told.connect(lambda: self.scroller.reveal(self.refusal))
        self.refusal.anyway_requested.connect(self._book_anyway)
        self.refusal.retry_requested.connect(lambda: self.book(**self._passed))

    def _make_foot(self) -> None:
        self.book_button = push_button(_BOOK, kind="primary")
        # Beside it, not below: what is offered in a refusal needs each line of a small window.
        self._plan = push_button("Park")
        self._plan.setToolTip(
            "Let it wait on the pinboard without a date, for as long and with whom it is here"
        )
        acts = row(self.book_button, self._plan)
        acts.setStretch(0, 1)
        self.foot.addLayout(acts)
        self._plan.clicked.connect(self._ask_to_plan)
        self._off = push_button("Block this time off instead", kind="link")
        self._off.clicked.connect(self.block_off_requested)
        self._clinic.actions.tip(self._off, "block-off-instead")
        self.foot.addWidget(self._off, 0, Qt.AlignmentFlag.AlignHCenter)

    def _make_repeat(self) -> RepeatBox:
        repeat = RepeatBox(self._clinic)
        repeat.opened.connect(lambda: self.scroller.reveal(repeat))
        repeat.shown.connect(self.scroller.reveal)
        repeat.settled_changed.connect(self._name_act)
        repeat.resolved.connect(self._go_on)
        return repeat

    def _go_on(self) -> None:
        """Go to the button that books."""
        self.book_button.setFocus()

    def _make_questions(self) -> None:
        dispatcher = self._clinic.dispatcher
        self.beside.changed.connect(self._seek)
        self.beside.changed.connect(self._offer_off)
        self.beside.changed.connect(self._look_at_series)
        self._types_query = LiveQuery(dispatcher, self)
        self._types_query.loaded.connect(self._show_types)
        self._run_query = LiveQuery(dispatcher, self)
        self._run_query.loaded.connect(self._show_run)
        self._limit_query = LiveQuery(dispatcher, self)
        self._limit_query.loaded.connect(self._show_limit)
        self._near_query = LiveQuery(dispatcher, self)
        self._near_query.loaded.connect(self._show_near)
        self._next_query = LiveQuery(dispatcher, self)
        self._next_query.loaded.connect(self._take_next_free)
        self._next_query.failed.connect(self._show_error)
        self._types_query.set_query(AppointmentTypes())

    def end_by_tab(self) -> None:
        """Let Tab come from the last way on to the panel's own end; in its window, not before."""
        tab_after(self._off, self.close_button)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        queries = (
            self._types_query, self._run_query, self._near_query, self._next_query,
            self._limit_query, self.over.query,
        )  # fmt: skip
        return (
            not self.is_busy
            and all(query.is_settled for query in queries)
            and self.picker.is_settled
            and self.beside.is_settled
            and self.repeat.is_settled
        )

    @property
    def block(self) -> Block | None:
        """The block that the form is for."""
        return self._block

    def open_block(self, block: Block) -> None:
        """Ask who this block is for; what was typed before stays."""
        self._open(block, None)

    def open_run(self, run: tuple[Block, ...]) -> None:
        """Ask who several blocks in a row are for; a type then names them and changes no length."""
        self._open(run[0], run[-1].end - run[0].start)

    def open_over(self, visit: Appointment) -> None:
        """Ask who is to be booked over a visit, and why; a type gives it another length."""
        block = Block(visit.block_ids[0], visit.doctor_id, visit.doctor, visit.start, visit.end)
        self._open(block, None)
        self._go_over()

    def _go_over(self) -> None:
        """Ask why it goes over somebody."""
        self.over.open_it()
        self._name_no_type()
        # Nobody is booked over others again and again.
        self.repeat.close_it()
        self.repeat.look_at(None)

    def _open(self, block: Block, length: dt.timedelta | None) -> None:
        self.over.close_it()
        self._next_query.set_query(None)
        self._near_query.set_query(None)
        self._sought = None
        self._block, self._length = block, length
        self._elsewhere.hide()
        self._name_no_type()
        self._is_another_open = True
        self.refusal.clear()
        self.refusal.wanted = block.start
        self._look_at_run()
        self._choice_changed()

    def open_next_free(self, doctor_ids: tuple[int, ...], shown: TimeSpan, title: str) -> None:
        """Take these doctors' first free time of the shown days, else the next one after them.

        It is one for the chosen type, with all that it needs; it goes on to another where another
        type is chosen, until a block is.
        """
        self._block = self._length = self._span = None
        self._shown, self._title = shown, title
        self._elsewhere.hide()
        self._name_no_type()
        self._time.setText("Looking for a free time\N{HORIZONTAL ELLIPSIS}")
        self._place.setText("")
        self._limit.hide()
        self._limit_query.set_query(None)
        self.refusal.clear()
        self._choice_changed()
        now = self._clinic.now
        after = now if shown.start <= now < shown.end else shown.start
        self._sought = (after, doctor_ids)
        self._seek()

    def _seek(self) -> None:
        """Look for the first time that the chosen type and who is added leave, if one is sought."""
        if self._sought is not None and not self.is_busy:
            after, doctor_ids = self._sought
            self._next_query.set_query(self._next(after, doctor_ids, 1))

    def _next(self, after: dt.datetime, doctor_ids: tuple[int, ...], limit: int) -> Query[Any]:
        """Ask for the first times that the visit could have, as it is chosen."""
        kind, others = self.type_box.currentData(), self.beside.with_ids
        if kind is None and not others:
            minutes = self._minutes() if self._block is not None else 0
            return NextFree(after=after, minutes=minutes, doctor_ids=doctor_ids, limit=limit)
        return NextOpenings(
            after=after, type_id=kind, minutes=self._minutes(), doctor_ids=doctor_ids,
            with_ids=others, limit=limit,
        )  # fmt: skip

    @property
    def begun(self) -> Draft | None:
        """What was typed and is not booked, in the form or put away; None when nothing was."""
        return self._draft if self.is_busy else self._typed() or self._draft

    @property
    def is_put_away(self) -> bool:
        """Whether what was begun is not in the form."""
        return self._draft is not None and self._typed() is None

    def _typed(self) -> Draft | None:
        """Answer what the form holds, None when nothing was typed."""
        who, note = self.picker.draft(), self.note.text().strip()
        if who is None and not note:
            return None
        kind, others = self.type_box.currentData(), self.beside.added
        return Draft(who, note, kind, self._block, self._length, others)

    def put_away(self) -> bool:
        """Empty the form, and keep what was typed for ``bring_back``; answer if anything was."""
        typed = self._typed()
        self.clear()
        self._draft = typed or self._draft
        return typed is not None

    def bring_back(self) -> None:
        """Fill the form with what was put away: for the block that is open, else for its own."""
        draft, self._draft = self._draft, None
        if draft is None:
            return
        if self._block is None and draft.block is not None:
            self._open(draft.block, draft.length)
        if draft.who is not None:
            self.picker.restore(draft.who)
        self.note.setText(draft.note)
        self.type_box.setCurrentIndex(max(0, self.type_box.findData(draft.type_id)))
        self.beside.add(*draft.others)
        self._choice_changed()
        self.focus()

    def clear(self) -> None:
        """Forget block and words, for the next booking."""
        self._block = self._length = self._span = self._sought = None
        self._sending.forget_all()
        self._name_no_type()
        self._limit.hide()
        for query in (self._run_query, self._near_query, self._next_query, self._limit_query):
            query.set_query(None)
        self.picker.reset()
        self.type_box.setCurrentIndex(0)
        self.beside.look_at(None, None, 0)
        self.beside.clear()
        self.repeat.close_it()
        self.repeat.look_at(None)
        self.note.forget()
        self.over.close_it()
        self.refusal.clear()

    def focus(self) -> None:
        """Go to where a word is missing."""
        if self.picker.is_complete and not self.picker.is_new:
            self.book_button.setFocus()
        else:
            self.picker.focus()
            self.scroller.reveal(self.picker)

    def _take_next_free(self, seen: Seen[tuple[Block | Opening, ...]]) -> None:
        """Open the time that is free next, once: it must not change under the typing hand."""
        self._next_query.set_query(None)
        if self.is_busy:
            return
        if seen.answer:
            block, sought = _block_of(seen.answer[0]), self._sought
            self.block_wanted.emit(block)
            self._sought = sought
            if self._shown is not None and block.start >= self._shown.end:
                day = long_day_text(local_date(block.start, self._clinic.zone))
                self._elsewhere.setText(
                    f"{self._title} has no free time left. The next is on {day}."
                )
                self._elsewhere.show()
        else:
            self._block = self._span = None
            self._run_query.set_query(None)
            kind = self._type
            self._time.setText(f"No free time for {kind.name}" if kind else "No free time")
            self._place.setText(
                "Pick a free block in the calendar, or give the doctors more hours."
            )
            self._choice_changed()

    def _show_types(self, seen: Seen[tuple[AppointmentType, ...]]) -> None:
        """Offer the kinds of visit, and keep the chosen one."""
        chosen = self.type_box.currentData()
        self._types = seen.answer
        self.type_box.blockSignals(True)
        self.type_box.clear()
        self.type_box.addItem(_NO_TYPE, None)
        self._name_no_type()
        for kind in seen.answer:
            self.type_box.addItem(f"{kind.name} · {minutes_text(kind.minutes)}", kind.id)
        self.type_box.setCurrentIndex(max(0, self.type_box.findData(chosen)))
        self.type_box.blockSignals(False)
        if chosen != self.type_box.currentData():
            self._type_changed()

    def choose_type(self, type_id: int | None) -> None:
        """Choose a kind of visit; None leaves what is chosen."""
        index = -1 if type_id is None else self.type_box.findData(type_id)
        if index >= 0:
            self.type_box.setCurrentIndex(index)

    def _type_changed(self, _index: int = 0) -> None:
        """Look at what it would take now, and for its next time if the first free one is meant."""
        self._look_at_run()
        self._seek()

    def _name_no_type(self) -> None:
        """Say how long a visit without type will be."""
        if self.type_box.count():
            told = self._length is not None or self.over.is_open
            length = f"No type: {minutes_text(self._minutes())}" if told else _NO_TYPE
            self.type_box.setItemText(0, length)

    def _minutes(self) -> int:
        """Answer the chosen length."""
        if self._length is not None:
            return int(self._length.total_seconds()) // 60
        chosen = self.type_box.currentData()
        block = self._block
        own = block.span.minutes if block else 0
        return next((kind.minutes for kind in self._types if kind.id == chosen), own)

    @property
    def _type(self) -> AppointmentType | None:
        """The chosen type."""
        chosen = self.type_box.currentData()
        return next((kind for kind in self._types if kind.id == chosen), None)

    def _purposes(self) -> tuple[str, ...]:
        """Answer the purposes whose blocks the chosen type may use."""
        return self._type.purposes if self._type else ()

    def _look_at_run(self) -> None:
        """Look at the blocks that the visit would take, and go on looking."""
        block = self._block
        if block is None:
            return
        self._near_query.set_query(None)
        self._limit_query.set_query(PassedLimit(start=block.start))
        self.beside.look_at(block, self._type, self._minutes())
        self._look_at_series()
        end = max(block.end, block.start + dt.timedelta(minutes=self._minutes()))
        self._show_time(TimeSpan(block.start, end))
        self._run_query.set_query(
            Blocks(
                span=TimeSpan(block.start, end), doctor_ids=(block.doctor_id,), state=BlockState.ALL
            )
        )

    def _show_limit(self, seen: Seen[str]) -> None:
        """Say which limit of patients is passed: staff may, and nothing more is asked of them."""
        self._limit.setText(seen.answer)
        self._limit.setVisible(bool(seen.answer) and self.refusal.isHidden())

    def _look_at_series(self) -> None:
        """Let it come again from the time, for the patient and with the type that are chosen."""
        block = self._block
        if block is None or self.over.is_open:
            self.repeat.look_at(None)
            return
        kind, patient = self.type_box.currentData(), self.picker.patient
        # A length of its own, or that of the block; that of a type is the type's matter.
        own = self._length is not None or kind is None
        self.repeat.look_at(
            ProposeSeries(
                doctor_id=block.doctor_id,
                start=block.start,
                repeat=self.repeat.repeat(),
                patient_id=patient.id if patient is not None else None,
                type_id=kind,
                minutes=self._minutes() if own else 0,
                with_ids=self.beside.with_ids,
            )
        )

    def _name_act(self) -> None:
        """Say on the button how many visits are booked."""
        count = self.repeat.count if self.repeat.is_open else 1
        words = _BOOK if count <= 1 else f"{_BOOK} {count} visits"
        self.book_button.setText(_BOOKING if self.is_busy else words)
        self.book_button.setAccessibleName(words)

    def _show_time(self, span: TimeSpan) -> None:
        past = "in the past · " if span.end <= self._clinic.now else ""
        self._time.setText(f"{hours_text(span, self._clinic.zone)}")
        self._span = span
        self._name_head()
        block = self._block
        if block is not None:
            day = long_day_text(local_date(block.start, self._clinic.zone))
            self._place.setText(f"{day}\n{block.doctor} · {past}{minutes_text(span.minutes)}")

    def _name_head(self, _scrolled: int = 0) -> None:
        """Let the heading say the time while the form is scrolled and its own line out of sight."""
        bar = self.scroller.verticalScrollBar()
        hidden = self._span is not None and bar.value() > self._time.y()
        when = when_text(self._span, self._clinic.zone) if self._span and hidden else _TITLE
        self.title.setText(when)

    def _show_run(self, seen: Seen[tuple[Block, ...]]) -> None:
        """Show how long it will be; warn at once when somebody else takes the time."""
        block = self._block
        if block is None or self.is_busy:
            return
        kind = self._type
        is_cut = kind is not None and kind.grid_minutes is not None
        # A length that was chosen ends where a block does, unless one is cut for it.
        keeps = is_cut or (kind is not None and kind.keeps_its_length and self._length is None)
        run = run_from(
            block, seen.answer, self._minutes(), self._purposes(), self._clinic.now,
            is_cut=is_cut, keeps_length=keeps,
        )  # fmt: skip
        self._show_time(run.span)
        # What is lost comes again nowhere; other times need the room.
        self.repeat.setHidden(run.problem is not None and not self.repeat.is_open)
        if run.problem is None or (run.problem == "taken" and self.over.is_open):
            self._near_query.set_query(None)
            if self.refusal.error is None:
                self.refusal.clear()
        elif self.refusal.error is None or not offers_of(self.refusal.error):
            self._warn(run)

    def _warn(self, run: Run) -> None:
        """Say in place that the time does not fit any more, and look for others."""
        block = self._block
        if block is None:
            return
        # Of a time that is lost nothing else matters, and others need the room.
        self._limit.hide()
        self.refusal.show_warning(run.sentence(self._clinic.zone), ())
        is_over = block.end <= self._clinic.now
        before = block.start - _BEFORE
        after = before if is_over else max(before, self._clinic.now)
        self._near_query.set_query(self._next(after, (block.doctor_id,), _MOST))

    def _show_near(self, seen: Seen[tuple[Block | Opening, ...]]) -> None:
        """Offer the free times nearest to the lost one, before and after it."""
        lost = self._block
        if lost is not None and self.refusal.error is None and not self.refusal.isHidden():
            near = sorted(seen.answer, key=lambda one: abs(one.start - lost.start))[:NEAREST]
            near.sort(key=lambda one: one.start)
            offers = tuple(
                Offer.of_opening(one)
                if isinstance(one, Opening)
                else Offer.of_block(one, self._minutes())
                for one in near
            )
            self.refusal.show_warning(self.refusal.message.text(), offers)

    def _take_offer(self, offer: Offer) -> None:
        """Go to another block with everything that was typed."""
        length = self._length
        self.block_wanted.emit(offer.block)
        if length is not None:
            self._open(offer.block, length)
        self.book_button.setFocus()

    def _choice_changed(self) -> None:
        # The fields of a new patient bring their own heading.
        self._caption.setHidden(self.picker.is_new)
        self._back.setVisible(self._draft is not None)
        self._look_at_series()
        # Not switched off while it is booked: the focus would jump to whatever comes next, and a
        # second Enter press that.
        self.book_button.setEnabled(self._block is not None and self._planned is None)
        self._offer_off()

    def _offer_off(self, _typed: str = "") -> None:
        """Offer to block the time off until it is for somebody; then the form has the room."""
        is_for = self.picker.is_complete or bool(self.picker.search.field.text().strip())
        self._off.setVisible(not self.is_busy and self._block is not None and not is_for)
        can_wait = self.picker.patient is not None and not self.picker.is_new
        # On the pinboard nobody waits beside it.
        plain = not (self.over.is_open or self.repeat.is_open or self.beside.added)
        self._plan.setVisible(not self.is_busy and self._block is not None and can_wait and plain)

    def _ask_to_plan(self) -> None:
        """Wish that the visit wait for a time instead, as it is chosen here."""
        patient, block = self.picker.patient, self._block
        if patient is None or block is None:
            return
        self._planned = self._typed()
        self._plan.setEnabled(False)
        self.book_button.setEnabled(False)
        self.plan_requested.emit(
            PlanVisit(
                patient_id=patient.id, type_id=self.type_box.currentData(),
                minutes=self._minutes(), doctor_id=block.doctor_id, note=self.note.text().strip(),
            )
        )  # fmt: skip

    def end_planning(self, *, done: bool) -> bool:
        """Begin anew once it waits on the pinboard; else keep every word.

        Answer whether it was begun anew: what was typed meanwhile is another booking's.
        """
        planned, self._planned = self._planned, None
        if done and self._draft == planned:
            self._draft = None
        is_same = done and self._typed() == planned
        if is_same:
            self.clear()
        self._plan.setEnabled(True)
        self._choice_changed()
        return is_same

    def _confirmed(self) -> None:
        """After a patient was chosen Enter books; in a new patient's fields it books at once."""
        if self.picker.is_new:
            self.book()
        elif self.over.is_open and not self.over.field.text().strip():
            # Without a reason nothing is booked over anybody.
            self.over.field.setFocus()
            self.scroller.reveal(self.over)
        else:
            self.book_button.setFocus()
            self.scroller.reveal(self.picker)

    def _book_plainly(self) -> None:
        """Book without passing any warning, or over somebody if that is wished."""
        self._book_over() if self.over.is_open else self.book()

    def _book_anyway(self) -> None:
        """Book past what the refusal warned of, and what was passed before."""
        error = self.refusal.error
        self._passed |= passing(error)
        if is_over(error) and not self.over.is_open:
            self.refusal.clear()
            self.over.open_it()
            self.scroller.reveal(self.over)
            self.over.field.setFocus()
        else:
            self._book_over() if self.over.is_open else self.book(**self._passed)

    def _book_over(self) -> None:
        """Book over who has the time, once the reason is said."""
        reason = self.over.read()
        if reason:
            self.book(**(self._passed | {"overbook": True, "reason": reason}))

    def book(self, **passed: Any) -> None:  # noqa: ANN401 - any field
        """Book, with the registration of a new patient if it is for one; ``passed`` is wished."""
        if self.is_busy or self._block is None or self._planned is not None:
            return
        self._passed = passed
        who: AddPatient | Patient | None = self.picker.patient
        if self.picker.is_new:
            who = self.picker.form.read()
            if who is None:
                self.scroller.reveal(self.picker.form.mistake)
                return
        if who is None:
            self.picker.focus()
            return
        series: Settled | None = None
        if self.repeat.is_open:
            series = self.repeat.read()
            if series is None:
                return
        kind, note = self.type_box.currentData(), self.note.text().strip()
        over, others = self.over.is_open, self.beside.with_ids
        wish = Wish(self._block, self._length, over, kind, note, others, passed, series)
        self._is_another_open = False
        self._set_busy(True)
        self._sending.send(wish, who)

    def _set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a state, as Qt's setters take it
        """Say that it is being booked; nothing else on the screen claims so."""
        self.is_busy = busy
        if busy:
            self.refusal.clear()
        self._name_act()
        for widget in (self.picker, self.type_box, self.beside, self.repeat, self.note):
            widget.setEnabled(not busy)
        self._choice_changed()

    def _done(self, done: Done[Booked] | Done[SeriesBooked]) -> None:
        self._set_busy(False)
        # A block that was opened meanwhile is the next booking's; so is whom that goes over.
        following, length = (self._block, self._length) if self._is_another_open else (None, None)
        over, reason = self.over.is_open, self.over.field.text()
        self.clear()
        if following is not None:
            self._open(following, length)
            if over:
                self._go_over()
                self.over.field.setText(reason)
            self.focus()
        self.booked.emit(done)

    def _fail(self, error: Exception) -> None:
        """Tell it in place; the form keeps every word.

        Where another time stands in the form by now, it is told elsewhere: it is not about that.
        """
        sent = self._sending.wish
        if not isinstance(error, Unavailable):
            self._sending.forget()
        self._set_busy(False)
        if self._is_another_open and sent is not None:
            span = TimeSpan(
                sent.block.start, sent.block.start + (sent.length or sent.block.span.duration)
            )
            when = when_text(span, self._clinic.zone)
            self.failed_elsewhere.emit(f"Not booked: {sent.block.doctor}, {when}. {said(error)}")
            return
        form = self.picker.form
        if self.picker.is_new and isinstance(error, Misuse) and form.show_refused(error):
            self.scroller.reveal(form.mistake)
            return
        self._show_error(error)
        self.refusal.focus()

    def _show_error(self, error: Exception) -> None:
        self._limit.hide()
        if isinstance(error, Refusal):
            self._near_query.set_query(None)
        self.refusal.show_error(error)


def _block_of(one: Block | Opening) -> Block:
    """Answer the block that a time begins in, as if it began and ended as the visit would."""
    if isinstance(one, Block):
        return one
    return Block(one.block_id, one.doctor_id, one.doctor, one.start, one.end)
