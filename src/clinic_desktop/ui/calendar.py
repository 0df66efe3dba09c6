"""The calendar pane: which days and doctors it shows, and in which mode.

All four modes show the answer to one live query, so that a commit patches whichever is seen.
"""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QMetaMethod, QPoint, QRect, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_desktop.domain.booking import AgendaOf, Appointment, Block, Fullness
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.time import day_span, local_date
from clinic_desktop.ui.agenda import Column, Item
from clinic_desktop.ui.away import Away
from clinic_desktop.ui.clinic import NOW_MS, Clinic, first_weekday
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.modes import Frame, ModeStack
from clinic_desktop.ui.period import Mode, jumped, period_of, stepped, weeks_of_month
from clinic_desktop.ui.picks import Picks
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.words import month_text, said, title_of

if TYPE_CHECKING:
    from clinic_desktop.domain.parking import Parked
    from clinic_desktop.ui.agenda.kept import Kept
    from clinic_desktop.ui.agenda.leaving import Leaving
    from clinic_desktop.ui.agenda.off import Off
    from clinic_desktop.ui.agenda.view import Pointed
    from clinic_desktop.ui.hover_card import HoverCard
    from clinic_desktop.ui.moving import Move, MovingStrip
    from clinic_desktop.ui.series_box import Meant

_ONE_DAY = dt.timedelta(days=1)
_MORNING = dt.timedelta(hours=8)


class CalendarPane(QWidget):
    """Day, week, month or list over the same days, doctors and selection.

    Signals:
        period_changed: another day, mode or doctor is shown.
        shifted: what is shown may lie elsewhere now.
        answered: the whole of what is shown was answered: with contents, none, or an error.
        move_ended: no visit is being moved any more.
        cancelled_shown(bool): cancelled visits are shown, or not any more.
        told(str), refused(str): what came of saving the list, in a sentence.
        remarked(str): why another day is shown than was meant; that holds until the next one.
    """

    period_changed = Signal()
    cancelled_shown = Signal(object)
    shifted = Signal()
    answered = Signal()
    move_ended = Signal()
    told = Signal(object)
    refused = Signal(object)
    remarked = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Begin with today, without doctors."""
        super().__init__()
        self._clinic = clinic
        self._shifted = QMetaMethod.fromSignal(self.shifted)
        self.day = clinic.today
        self.mode: Mode = "day"
        self._listed: Mode = "day"
        self._kept: Item | None = None
        self.cancelled = False
        self._doctors: tuple[Doctor, ...] | None = None
        self._week_doctor: int | None = None
        self._wanted: int | UUID | None = None
        self._has_scrolled = self._to_day = self._to_now = False
        self.current_move: Move | None = None
        self._stack = ModeStack(clinic)
        self.picks = Picks(self)
        self.picks.changed.connect(lambda: self._stack.set_picked(self.picks.ids))
        self.view = self._stack.view
        self._card: HoverCard | None = None
        self.view.pointed.connect(self._show_card)
        # The list tells of its own by the same signal.
        self.view.selected.connect(self._forget_wanted)
        self._stack.day_chosen.connect(self.show_day)
        self._stack.day_opened.connect(self.open_day)
        self._stack.told.connect(self.told)
        self._stack.refused.connect(self.refused)
        self._stack.scrolled.connect(self.shifted)
        self.away = Away(clinic, self.view)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._load)
        self._query.patch_by(self._patch)
        self._query.failed.connect(self._fail)
        # What is in the hand has its name written on it.
        clinic.privacy.changed.connect(self.view.put_back)
        clinic.privacy.changed.connect(self.view.renamed)
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._whole.setSpacing(0)
        self._whole.addWidget(self._stack, 1)
        self._minute = QTimer(self)
        self._minute.setInterval(NOW_MS)
        self._minute.timeout.connect(self._show_now)
        self._minute.start()
        self._show_now()

    @property
    def is_settled(self) -> bool:
        """Whether what is shown is what was asked for."""
        return self._query.is_settled and self.away.is_settled and self._stack.asks_nothing

    @property
    def now(self) -> dt.datetime:
        """The present instant."""
        return self._clinic.now

    @property
    def first(self) -> dt.date:
        """The first day that is shown."""
        return period_of(self.mode, self._listed, self.day, first_weekday())[0]

    @property
    def last(self) -> dt.date:
        """The last day that is shown."""
        return period_of(self.mode, self._listed, self.day, first_weekday())[1]

    @property
    def _days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def week_doctor(self) -> Doctor | None:
        """Whose week is shown; None: that of all doctors."""
        return next((d for d in self.doctors if d.id == self._week_doctor), None)

    @property
    def doctors(self) -> tuple[Doctor, ...]:
        """The doctors whose columns may be shown."""
        return self._doctors or ()

    def title(self, *, short: bool) -> str:
        """Name the shown period."""
        return title_of(self.mode, self._listed, self.day, (self.first, self.last), short=short)

    def focus(self) -> None:
        """Go to what is shown."""
        self._stack.focus()

    def current(self) -> Item | None:
        """Answer the current block or visit; a month has none."""
        return self._stack.current()

    @property
    def off_at_hand(self) -> Off | None:
        """The time off that is current in a day or week."""
        return self.view.current_off() if self.paints else None

    @property
    def kept_at_hand(self) -> Kept | None:
        """The time that is current in a day or week which is kept free around a visit."""
        return self.view.current_kept() if self.paints else None

    @property
    def paints(self) -> bool:
        """Whether a day or a week is shown, where time can be taken."""
        return self._stack.paints

    def run(self) -> tuple[Block, ...]:
        """Answer the free blocks in a row that are current; empty unless there are several."""
        return self._stack.run()

    def visits(self) -> tuple[Appointment, ...]:
        """Answer the visits that are shown, of a list as it is filtered."""
        return self._stack.visits()

    def clear_selection(self) -> None:
        """Let nothing be current."""
        self._kept = None
        self._stack.clear_selection()

    def set_doctors(self, doctors: tuple[Doctor, ...]) -> None:
        """Show the columns of these."""
        if doctors != self._doctors:
            self._doctors = doctors
            self._show_period()

    def show_day(self, day: dt.date) -> None:
        """Show a day, or the week that it lies in."""
        self._to_now = self._to_now and day == self._clinic.today
        self.day = day
        self._show_period()

    def show_today(self) -> None:
        """Show today, with the present in sight."""
        self._to_now = True
        self.show_day(self._clinic.today)

    def show_mode(self, mode: Mode) -> None:
        """Show the same day, doctors and selection in another mode.

        The list shows the period that was shown before it.
        """
        if mode == self.mode:
            return
        if self.mode != "month":
            self._kept = self.current()
        item = self._kept
        if item is not None and (self.mode != "month" or self._day_of(item) == self.day):
            self._wanted = item.id
            self.day = self._day_of(item)
        if mode == "agenda":
            self._listed = self.mode
        self.mode = mode
        self._stack.set_mode(mode)
        self._show_period()

    def _day_of(self, item: Item) -> dt.date:
        return local_date(item.start, self._clinic.zone)

    def open_day(self, day: dt.date) -> None:
        """Show the columns of a day."""
        if self.mode != "day":
            self.mode = "day"
            self._stack.set_mode("day")
            self._wanted = self._kept.id if self._kept and self._day_of(self._kept) == day else None
        self.show_day(day)

    def show_cancelled(self, *, shown: bool) -> None:
        """Show cancelled visits at their old times, beside what is there now; or hide them."""
        if shown != self.cancelled:
            self.cancelled = shown
            self.cancelled_shown.emit(shown)
            self._show_period()

    def save_list(self) -> None:
        """Ask where to save the list of visits as it is shown; from another mode, show it first."""
        self.show_mode("agenda")
        self._stack.list.ask_file()

    @property
    def listed(self) -> Mode:
        """The mode whose period the list of visits covers."""
        return self._listed

    def show_view(
        self, doctors: tuple[Doctor, ...], mode: Mode, listed: Mode, week_of: int | None, *,
        cancelled: bool,
    ) -> None:  # fmt: skip
        """Show whose time and in which mode at once, with a single question."""
        self._doctors, self._week_doctor = doctors, week_of
        self.cancelled = cancelled
        self.cancelled_shown.emit(cancelled)
        self.mode, self._listed = mode, listed
        self._stack.set_mode(mode)
        self._show_period()

    def show_doctor(self, doctor_id: int | None) -> None:
        """Show the week of one doctor, or of all."""
        self._week_doctor = doctor_id
        self._show_period()

    def step(self, by: int) -> None:
        """Go so many periods on."""
        self.show_day(stepped(self.mode, self._listed, self.day, by))

    def jump(self, *, weeks: int = 0, months: int = 0) -> None:
        """Go so many weeks or months on; say so where a month has no such day."""
        before = self.day
        self.show_day(jumped(before, weeks=weeks, months=months))
        if months and self.day.day != before.day:
            month = month_text(self.day)
            self.remarked.emit(f"{month} has no day {before.day}: its last one is shown.")

    def reveal(self, item: Block | Appointment) -> None:
        """Bring a block or a visit into view and make it current, also if its day is not shown.

        No month shows either, and no list a free block: they give way to the day.
        """
        day = self._day_of(item)
        if self.mode == "month" or (self.mode == "agenda" and isinstance(item, Block)):
            self.open_day(day)
        self._wanted = item.id
        shown = self.first <= day <= self.last
        whose = self.week_doctor
        if self.mode == "week" and whose is not None and item.doctor_id != whose.id:
            self._week_doctor = item.doctor_id
            shown = False
        if shown:
            self._select_wanted()
        else:
            self.show_day(day)

    @property
    def moving(self) -> Appointment | None:
        """The visit that the next free block is picked for."""
        return self.current_move.visit if self.current_move is not None else None

    @cached_property
    def _strip(self) -> MovingStrip:
        """The strip that names what is moved; made with the first move."""
        from clinic_desktop.ui.moving import MovingStrip

        strip = MovingStrip(self._clinic.look)
        strip.focus_left.connect(self.focus)
        strip.stopped.connect(self.stop_move)
        self._whole.insertWidget(0, strip)
        return strip

    def begin_move(
        self, appointment: Appointment, leaving: Leaving | None = None, meant: Meant | None = None,
        pin: Parked | None = None,
    ) -> None:  # fmt: skip
        """Let the next free block that is picked be the visit's new time, none of ``leaving``.

        With ``meant`` others of its series go with it. ``pin`` is what waits on the pinboard, if
        the visit is that.
        """
        from clinic_desktop.ui.moving import Move

        if self.current_move is not None:
            self.current_move.end()
        self.current_move = Move(
            self._clinic, self.view, self._strip, appointment, leaving, meant, pin
        )
        if not self._stack.paints:
            self.open_day(self._day_of(appointment))
        self.view.setFocus()
        announce(self.view, self._strip.text, urgent=True)

    def end_move(self) -> None:
        """Move nothing any more."""
        if self.current_move is not None:
            self.current_move.end()
            self.current_move = None
            self.move_ended.emit()

    def stop_move(self) -> None:
        """Leave the visit where it is, and make it current again if it is shown."""
        visit = self.moving
        self.end_move()
        if visit is not None:
            self._stack.select(visit.id)

    def _columns(self) -> tuple[Column, ...]:
        """Answer the columns of a day or a week, by day and then by doctor."""
        if not self._stack.paints:
            return ()
        whose = self.week_doctor if self.mode == "week" else None
        doctors = self.doctors if whose is None else (whose,)
        days = (self.first + n * _ONE_DAY for n in range(self._days))
        return tuple(Column(doctor, day) for day in days for doctor in doctors)

    def _show_period(self) -> None:
        """Ask for what the mode needs."""
        self.period_changed.emit()
        if self._doctors is None:
            return
        columns = self._columns()
        # The same days with other doctors are somebody else's act as a rule: they stay in sight.
        # So do the doctors from one day to another.
        before, days = ({c.day for c in each} for each in (self.view.columns(), columns))
        self._to_day = self._to_day or (days != before and (len(days), len(before)) != (1, 1))
        self._stack.prepare(Frame(self.day, self.first, self.last, self.doctors, columns))
        shown = {column.doctor for column in columns} if self._stack.paints else set(self.doctors)
        if shown:
            self._query.set_query(self._question(tuple(sorted(doctor.id for doctor in shown))))
            self.away.ask(columns, self.first, self.last)
        else:
            self._query.set_query(None)
            self._stack.empty()
            self.answered.emit()

    def _question(self, ids: tuple[int, ...]) -> AgendaOf | Fullness:
        """Answer what the mode must know of some doctors."""
        if self.mode == "month":
            first, last = weeks_of_month(self.day, first_weekday())
            return Fullness(first=first, last=last, doctor_ids=ids, by_doctor=True)
        span = day_span(self.first, self._clinic.zone, self._days)
        phones = self.mode == "agenda"
        return AgendaOf(span=span, doctor_ids=ids, cancelled=self.cancelled, phones=phones)

    def show_empty_clinic(self, *, empty: bool) -> None:
        """Ask for the first doctor in a clinic that has none."""
        self._stack.show_empty_clinic(empty=empty)

    def _load(self, seen: Seen[Any]) -> None:
        # First of all: what is scrolled below must have its room.
        self.answered.emit()
        self._stack.load(seen.answer)
        if self._stack.paints and self._to_day:
            self._to_day = False
            self.view.scroll_to_day(self.day)
        if self._stack.paints and not self._has_scrolled:
            self._has_scrolled = True
            today = self.first <= self._clinic.today <= self.last
            morning = day_span(self.first, self._clinic.zone).start + _MORNING
            self.view.scroll_to(self._clinic.now if today else morning)
        if self._to_now:
            self._to_now = False
            if self._stack.paints:
                self.view.show_instant(self._clinic.now, self._clinic.today)
        self._select_wanted()
        if self._stack.paints and self.current_move is not None and self.view.current() is None:
            self._offer_same_time(self.current_move.visit, seen.answer.free)

    def _patch(self, seen: Seen[Any]) -> None:
        self._stack.patch(seen.answer)
        self._select_wanted()
        if self.isSignalConnected(self._shifted):
            self.shifted.emit()

    def place_of(self, visit_id: UUID, over: QWidget) -> QRect:
        """Answer where a visit is seen, in pixels of what this lies in; empty if it is not."""
        return self._stack.place_of(visit_id).translated(self._stack.mapTo(over, QPoint()))

    def _offer_same_time(self, visit: Appointment, free: tuple[Block, ...]) -> None:
        """Make the visit's own time of the new day, or of its weekday, current: Enter takes it."""
        zone = self._clinic.zone
        at = visit.start.astimezone(zone).replace(tzinfo=None)
        days = (self.first + n * _ONE_DAY for n in range(self._days))
        same = [day for day in days if self._days == 1 or day.weekday() == at.weekday()]
        for block in free:
            start, end = (
                one.astimezone(zone).replace(tzinfo=None) for one in (block.start, block.end)
            )
            if block.doctor_id == visit.doctor_id and any(
                start <= dt.datetime.combine(day, at.time()) < end for day in same
            ):
                self._stack.select(block.id)
                return

    def _select_wanted(self) -> None:
        """Make current what was to be revealed, once it is there."""
        if self._wanted is not None and self._stack.select(self._wanted):
            self._wanted = None

    def _forget_wanted(self, chosen: Item | None) -> None:
        """Reveal nothing later any more, once a hand or the keys chose something else."""
        if chosen is not None and chosen.id != self._wanted:
            self._wanted = None

    def _fail(self, error: Exception) -> None:
        """Say why nothing, or nothing newer, is shown."""
        self._stack.fail(
            "The calendar can\N{RIGHT SINGLE QUOTATION MARK}t be read now", said(error)
        )
        self.answered.emit()

    def _show_card(self, pointed: Pointed | None) -> None:
        """Show who a visit is with, as soon as a hand or the keys rest on it."""
        if self._card is None:
            if pointed is None:
                return
            from clinic_desktop.ui.hover_card import HoverCard

            self._card = HoverCard(self._clinic, self.view)
        self._card.point_at(pointed)

    def put_card_away(self) -> None:
        """Hide what is told of the visit under the pointer."""
        if self._card is not None:
            self._card.put_away()

    def _show_now(self) -> None:
        self.view.set_now(self._clinic.now)
