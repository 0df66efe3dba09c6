"""The stack of the calendar's modes: what is asked of the calendar goes to the page that is shown.

Day and week share the painted view. The month and the list of visits are loaded and made when they
are first wanted, so that no start pays for them.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import QPoint, QRect, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from clinic_desktop.domain.booking import Appointment, Block
from clinic_desktop.domain.people import Doctor
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.agenda import AgendaView, Column, Item
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.period import Mode
from clinic_desktop.ui.scroller import Scroller

if TYPE_CHECKING:
    from clinic_desktop.ui.first_doctor import FirstDoctor
    from clinic_desktop.ui.month_view import MonthView
    from clinic_desktop.ui.visits_table import VisitsTable


@dataclass(frozen=True, slots=True)
class Frame:
    """What a page is about to show: the chosen day, the whole period, and whose time."""

    day: dt.date
    first: dt.date
    last: dt.date
    doctors: tuple[Doctor, ...]
    columns: tuple[Column, ...]


class ModeStack(QStackedWidget):
    """One page for each mode, or the form for a clinic's first doctor.

    What is done in the list leaves as the painted view's own signals: whoever hears of a visit
    that is opened need not know where.

    Signals:
        day_chosen, day_opened(date): of the month.
        scrolled: what is shown lies higher or lower now.
        told(str), refused(str): what came of saving the list, in a sentence.
    """

    scrolled = Signal()

    day_chosen = Signal(object)
    day_opened = Signal(object)
    told = Signal(object)
    refused = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Begin with the painted view."""
        super().__init__()
        self._clinic = clinic
        self._mode: Mode = "day"
        self.view = AgendaView(clinic.look)
        self.addWidget(self.view)
        self.view.verticalScrollBar().valueChanged.connect(self.scrolled)
        self._month: MonthView | None = None
        self._list: VisitsTable | None = None
        self._first: FirstDoctor | None = None
        clinic.privacy.changed.connect(self._forget_unseen)

    @property
    def month(self) -> MonthView:
        """The page of the month."""
        if self._month is None:
            from clinic_desktop.ui.month_view import MonthView

            self._month = MonthView(self._clinic)
            self._month.day_chosen.connect(self.day_chosen)
            self._month.day_opened.connect(self.day_opened)
            self.addWidget(self._month)
        return self._month

    @property
    def list(self) -> VisitsTable:
        """The page of the list of visits."""
        if self._list is None:
            from clinic_desktop.ui.visits_table import VisitsTable

            listed, view = VisitsTable(self._clinic), self.view
            for mine, its in (
                (listed.appointment_activated, view.appointment_activated),
                (listed.selected, view.selected),
                (listed.pick_requested, view.pick_requested),
                (listed.exported, self.told),
                (listed.export_failed, self.refused),
            ):
                mine.connect(its)
            listed.table.verticalScrollBar().valueChanged.connect(self.scrolled)
            listed.model.set_picked(view.picked)
            self._list = listed
            self.addWidget(listed)
        return self._list

    @property
    def paints(self) -> bool:
        """Whether the page is the painted view."""
        return self._mode in ("day", "week")

    def set_mode(self, mode: Mode) -> None:
        """Show a mode's page; the focus goes along if it was in the stack."""
        focused = self._holds_focus()
        self._mode = mode
        if self._first is None:
            page: QWidget = self.view
            if mode == "month":
                page = self.month
            elif mode == "agenda":
                page = self.list
            self.setCurrentWidget(page)
            if focused:
                self.focus()

    def _holds_focus(self) -> bool:
        focused: QWidget | None = self.window().focusWidget()
        return focused is not None and self.isAncestorOf(focused)

    def focus(self) -> None:
        """Go to what is shown."""
        if self._mode == "month":
            self.month.focus()
        elif self._mode == "agenda":
            self.list.focus()
        else:
            self.view.setFocus()

    # What is shown

    def _forget_unseen(self) -> None:
        """Keep no name as it was before hiding began or ended, where no answer replaces it."""
        if not self.paints:
            self.view.set_columns(self.view.columns(), self._clinic.zone)
        if self._list is not None and self._mode != "agenda":
            self._list.forget()

    def prepare(self, frame: Frame) -> None:
        """Take what is to be shown; its contents come by ``load``."""
        if self._mode == "month":
            self.month.show_month(frame.day, frame.doctors)
        elif self._mode == "agenda":
            self.list.set_period(frame.first, frame.last, frame.day)
        else:
            if frame.columns != self.view.columns():
                self.view.set_columns(frame.columns, self._clinic.zone)
            self.view.set_notice("")
        self.view.set_loading(loading=self.paints and bool(frame.columns))

    def load(self, answer: Any) -> None:  # noqa: ANN401 - an Agenda, or a month's loads
        """Show the whole answer."""
        if self._mode == "month":
            self.month.show_loads(answer)
        elif self._mode == "agenda":
            self.list.set_agenda(answer, self._clinic.zone)
        else:
            self.view.set_agenda(answer)
            self.view.set_notice("")

    def patch(self, answer: Any) -> None:  # noqa: ANN401 - an Agenda, or some days' loads
        """Show the part that a commit touched."""
        if self._mode == "month":
            self.month.show_loads(answer)
        elif self._mode == "agenda":
            self.list.patch(answer)
        else:
            self.view.patch(answer)
            self.view.set_notice("")

    def fail(self, sentence: str, hint: str) -> None:
        """Say why nothing, or nothing newer, is shown."""
        self.view.set_loading(loading=False)
        if self._mode == "month":
            self.month.tell(f"{sentence}. {hint}")
        elif self._mode == "agenda":
            self.list.tell(f"{sentence}. {hint}")
        else:
            self.view.set_notice(sentence, hint)

    def empty(self) -> None:
        """Show nothing: nobody's time is asked for."""
        self.view.set_loading(loading=False)
        if self._mode == "agenda":
            self.list.show_nobody()
        elif self._mode == "month":
            self.month.tell("No doctor is shown. Check one at the side.", tone="muted")

    def place_of(self, visit_id: UUID) -> QRect:
        """Answer where a visit is seen, in pixels of the stack; empty when it is not."""
        if self.paints:
            port, rect = self.view.viewport(), self.view.item_rect(visit_id)
        elif self._mode == "agenda":
            port, rect = self.list.table.viewport(), self.list.rect_of(visit_id)
        else:
            return QRect()
        return (rect & port.rect()).translated(port.mapTo(self, QPoint()))

    # What is current

    def current(self) -> Item | None:
        """Answer the current block or visit; a month has none."""
        if self._mode == "agenda":
            return self.list.current()
        return self.view.current() if self.paints else None

    def visits(self) -> tuple[Appointment, ...]:
        """Answer the visits that are shown, of a list as it is filtered; a month has none."""
        if self._mode == "agenda":
            return self.list.model.visits
        items = self.view.items() if self.paints else ()
        return tuple(item for item in items if isinstance(item, Appointment))

    def run(self) -> tuple[Block, ...]:
        """Answer the free blocks in a row that are current; empty unless there are several."""
        return self.view.run() if self.paints else ()

    def select(self, key: int | UUID) -> bool:
        """Make a block or a visit current and bring it into view; answer whether it is shown."""
        if self.paints and isinstance(key, int):
            return self.view.select_block(key)
        if self.paints and isinstance(key, UUID):
            return self.view.select_appointment(key)
        return (
            self._mode == "agenda" and isinstance(key, UUID) and self.list.select_appointment(key)
        )

    def clear_selection(self) -> None:
        """Let nothing be current."""
        self.view.clear_selection()
        if self._list is not None:
            self._list.clear_selection()

    def set_picked(self, picked: frozenset[UUID]) -> None:
        """Mark these visits as selected, in whichever mode they are seen."""
        self.view.set_picked(picked)
        if self._list is not None:
            self._list.model.set_picked(picked)

    # A clinic without doctors

    @property
    def asks_nothing(self) -> bool:
        """Whether the form of a first doctor, if it is there, shows what it would do."""
        return self._first is None or self._first.is_settled

    def show_empty_clinic(self, *, empty: bool) -> None:
        """Ask for the first doctor in a clinic that has none."""
        if empty and self._first is None:
            from clinic_desktop.ui.first_doctor import FirstDoctor

            self._first = FirstDoctor(self._clinic)
            self._first.doctor_added.connect(lambda: self.show_empty_clinic(empty=False))
            page = _centred(self._first)
            self.addWidget(page)
            self.setCurrentWidget(page)
            self._first.name.setFocus()
        elif not empty and self._first is not None and not self._first.is_busy:
            # Busy, it has hours to lay yet: the news of its doctor may come before its answer.
            form = self.currentWidget()
            self._first = None
            self.set_mode(self._mode)
            if form is not None:
                self.removeWidget(form)
                form.deleteLater()
            if self.isVisible():
                self.focus()


def _centred(form: QWidget) -> QWidget:
    """Put a form into the middle of a page."""
    page = QWidget()
    # By stretches, not by an alignment: aligned, it would be as high as its words need in all the
    # page's width.
    line = QHBoxLayout()
    line.addStretch(1)
    line.addWidget(form)
    line.addStretch(1)
    layout = QVBoxLayout(page)
    layout.addStretch(2)
    layout.addLayout(line)
    layout.addStretch(3)
    return Scroller(page)
