"""The place where reception works: calendar, side panel, and one panel at the right when wanted."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections import deque
from collections.abc import Callable
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QLocale, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from clinic_desktop.domain.forms import use as use_forms
from clinic_desktop.domain.people import Doctor
from clinic_desktop.ui.calendar import CalendarPane
from clinic_desktop.ui.clinic import Clinic, forms_of
from clinic_desktop.ui.doctors import DoctorList
from clinic_desktop.ui.month import MonthPicker
from clinic_desktop.ui.offline import OfflineStrip
from clinic_desktop.ui.panels import WithPanels
from clinic_desktop.ui.panes import Panes
from clinic_desktop.ui.parts import Check, column, row
from clinic_desktop.ui.period import Mode
from clinic_desktop.ui.topbar import TopBar

if TYPE_CHECKING:
    from clinic_desktop.domain.booking import Appointment
    from clinic_desktop.ui.agenda.landing import Landing
    from clinic_desktop.ui.saved_views import SavedViews
    from clinic_desktop.ui.sheets import Sheets

SHORT_TITLE = 1240
"""Below this width the period is named in short."""
PARTS = ("marking", "booking", "appointment", "patient")
"""What no first picture shows, by name; each is made when it is first wanted."""
PAGES = (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
IDLE_MS = 10
"""Between making one panel ahead and the next: whoever clicks or types comes first."""


class Workplace(WithPanels):
    """Everything that an open clinic's window holds, and the ways between its panes.

    Signals:
        stands: the calendar has its first contents, or has none; sent once.
        pins_counted(int): so many visits wait on the pinboard.
        pins_lit(bool): a hand holds a visit where it would be parked, or not any more.
        troubled(str): what is done in the background failed.
    """

    stands = Signal()
    pins_counted = Signal(int)
    pins_lit = Signal(bool)
    troubled = Signal(object)
    pin_target: QWidget | None = None
    """What of the window a visit is dragged onto to be parked, beside the open pinboard."""

    def __init__(self, clinic: Clinic, parent: QWidget) -> None:
        """Make the panes and begin with today."""
        super().__init__(parent)
        use_forms(forms_of(QLocale()))
        self._clinic = clinic
        self._stands = self._is_whole = False
        self._ahead = QTimer(self)
        self._ahead.timeout.connect(self._make_next)
        # Made first, so that after a commit it also asks first.
        self.calendar = CalendarPane(clinic)
        self.top = TopBar(clinic, self)
        self.month = MonthPicker(clinic)
        self.doctors = DoctorList(clinic)
        self._lay_out()
        self._connect_bars()
        self._connect_calendar()
        clinic.privacy.changed.connect(self._obey_privacy)
        self._unmade: deque[Callable[[], object]] = deque(
            (
                self.calendar.away.begin,
                self._bind_keys,
                self._begin_pins,
                self._ask_for_lost,
                partial(getattr, self.top.search, "found"),
                *(partial(getattr, self, name) for name in PARTS),
            )
        )
        self._show_period()
        self.calendar.focus()

    def _lay_out(self) -> None:
        self.panes = Panes(
            self._clinic.look,
            (self.month, self.doctors, self._make_cancelled()),
            self.calendar,
            self,
        )
        self._whole = column(self.top, self.panes, OfflineStrip(self._clinic, self), spacing=0)
        self._whole.setStretch(1, 1)
        self.setLayout(self._whole)

    def _make_cancelled(self) -> QWidget:
        """Make the check that shows cancelled visits, below those of the doctors."""
        check = Check(self._clinic.look, "Cancelled visits", "Show cancelled visits")
        self._clinic.actions.tip(check, "cancelled", "Show cancelled visits at their old times")
        check.clicked.connect(lambda on: self.calendar.show_cancelled(shown=on))
        self.calendar.cancelled_shown.connect(check.setChecked)
        place = QWidget()
        line = row(check)
        inset = self._clinic.look.px(8)
        line.setContentsMargins(inset, 0, inset, 0)
        place.setLayout(line)
        return place

    def event(self, event: QEvent) -> bool:
        """Keep the keys of a page from the calendar while a field is typed into."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.ShortcutOverride:
            plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
            if (
                plain
                and event.key() in PAGES
                and isinstance(self.window().focusWidget(), QLineEdit)
            ):
                event.accept()
                return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Name the period as there is room."""
        super().resizeEvent(event)
        self._show_title()

    def _show_title(self) -> None:
        short = self.width() < self._clinic.look.px(SHORT_TITLE)
        self.top.title.setText(self.calendar.title(short=short))

    # What no first picture shows: made behind it, or when it is first wanted

    @cached_property
    def views(self) -> SavedViews:
        """The views that this person has saved."""
        from clinic_desktop.ui.saved_views import SavedViews

        views = SavedViews(self._clinic, self.calendar, self.doctors)
        views.told.connect(self.notices.tell)
        views.refused.connect(lambda why: self.notices.tell(why, tone="danger"))
        return views

    @cached_property
    def sheets(self) -> Sheets:
        """The cards over the window."""
        from clinic_desktop.ui.sheets import Sheets

        sheets = Sheets(self._clinic, self.views, self)
        self.doctors.legend.clicked.connect(sheets.show_legend)
        return sheets

    def _bind_keys(self) -> None:
        """Let the keys work, with all that they need; tell which of a person's own do not."""
        from clinic_desktop.ui.bindings import bind_acts
        from clinic_desktop.ui.privacy_strip import PrivacyStrip

        strip = PrivacyStrip(self._clinic, self)
        strip.focus_left.connect(self.calendar.focus)
        self._whole.insertWidget(self._whole.count() - 1, strip)
        self.top.date_refused.connect(self.notices.remark)
        self.top.date_ended.connect(self.notices.move_on)
        bind_acts(self, self._clinic)
        troubles = (self._clinic.actions.trouble, self.views.trouble)
        if any(troubles):
            self.notices.tell("\n".join(filter(None, troubles)), tone="danger")

    def _begin_pins(self) -> None:
        """Ask what waits on the pinboard, and let the rail tell how many."""
        self.pins.counted.connect(self.pins_counted)
        self.pins.lit.connect(self.pins_lit)
        self.pins.target = self.pin_target
        self.pins.begin()

    def _ask_for_lost(self) -> None:
        """Tell when an older copy of the clinic lies here, as it is known to nobody else."""
        from clinic_desktop.ui.restored_strip import RestoredStrip

        strip = RestoredStrip(self._clinic, self)
        strip.focus_left.connect(self.calendar.focus)
        self._whole.insertWidget(self._whole.count() - 1, strip)

    # Ways between the panes

    def _connect_bars(self) -> None:
        top, calendar = self.top, self.calendar
        top.day_requested.connect(self.show_day)
        top.step_requested.connect(calendar.step)
        top.today_requested.connect(self.show_today)
        top.mode_requested.connect(self.show_mode)
        top.doctor_requested.connect(calendar.show_doctor)
        top.patient_chosen.connect(self._open_found)
        top.booking_requested.connect(self.new_appointment)
        self.month.day_chosen.connect(calendar.show_day)
        self.doctors.shown_changed.connect(self._show_doctors)
        self.doctors.hours_requested.connect(self.show_availability)

    def _connect_calendar(self) -> None:
        calendar, view = self.calendar, self.calendar.view
        calendar.period_changed.connect(self._show_period)
        calendar.answered.connect(self._stand)
        view.block_activated.connect(self._take_block)
        view.run_activated.connect(self._take_run)
        view.stretch_activated.connect(self.begin_block_off)
        view.stretch_changed.connect(self._tell_stretch)
        view.appointment_activated.connect(self._choose_visit)
        view.dropped.connect(self._land)
        view.off_activated.connect(self.open_off)
        view.ground_activated.connect(self.explain)
        view.selected.connect(self._follow_selection)
        view.menu_requested.connect(self._show_menu)
        view.pick_requested.connect(self._pick)

    # Not connected as they are: no first picture needs what moves visits.

    def _choose_visit(self, visit: Appointment) -> None:
        self.moves.choose(visit)

    def _pick(self, visits: tuple[Appointment, ...]) -> None:
        self.several.pick(visits)

    def _land(self, landing: Landing) -> None:
        self.moves.land(landing)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        """The clinic's zone."""
        return self._clinic.zone

    @property
    def hides_patients(self) -> bool:
        """Whether patients are hidden in this window."""
        return self._clinic.privacy.is_on

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way in any pane."""
        panes: list[Any] = [self.month, self.doctors, self.calendar, *self.panes.panels]
        return (
            self._is_whole
            and self._clinic.dispatcher.is_idle
            and self.top.search.is_settled
            and self.pins.query.is_settled
            and all(pane.is_settled for pane in panes)
            and self.printing.is_settled
            and self.availability.is_settled
        )

    def _show_period(self) -> None:
        """Let every pane say what the calendar shows."""
        calendar = self.calendar
        self.month.set_chosen(calendar.day, calendar.first, calendar.last)
        self.top.modes.set_choice(calendar.mode)
        week = calendar.mode == "week"
        doctor = calendar.week_doctor
        self.top.set_week_doctors(
            calendar.doctors if week else (), doctor.id if doctor is not None else None
        )
        self._show_title()

    def _stand(self) -> None:
        """Say once that the first contents are there."""
        if not self._stands:
            self._stands = True
            self.stands.emit()

    def make_ahead(self) -> None:
        """Make what the present picture does not show, part by part, as soon as that is painted."""
        # At once, but Qt paints before it looks at its timers.
        self._ahead.start(0)

    def _make_next(self) -> None:
        """Make one part ahead: the first key and the first click need not wait for all."""
        if not self._ahead.interval():
            self._ahead.setInterval(IDLE_MS)
        elif self._unmade:
            # Tried once: what fails is told, and made when it is wanted.
            self._unmade.popleft()()
        else:
            self._ahead.stop()
            self._is_whole = True
            self._begin_background()

    def _begin_background(self) -> None:
        """Do what nobody waits for, now that everything stands."""
        from clinic_desktop.ui.horizon import Horizon

        self._clinic.sites.begin()
        Horizon(self._clinic, self).failed.connect(self.troubled)

    def _show_doctors(self, doctors: tuple[Doctor, ...]) -> None:
        self.calendar.set_doctors(doctors)
        self.month.set_doctors(tuple(doctor.id for doctor in doctors))
        self._show_period()
        self.calendar.show_empty_clinic(empty=self.doctors.is_empty)

    def show_day(self, day: dt.date) -> None:
        """Show a day and go on in the calendar."""
        self.calendar.show_day(day)
        self.calendar.focus()

    def show_mode(self, mode: Mode) -> None:
        """Show the calendar in a mode."""
        self.availability.close()
        self.calendar.show_mode(mode)

    def show_today(self) -> None:
        """Show today."""
        self.calendar.show_today()

    def next_pane(self) -> None:
        """Go to the next pane: calendar, right panel, month, search, and round."""
        place = self.availability.pane
        middle = self.printing.pane or place or self.calendar
        panes: list[tuple[QWidget, Callable[[], None]]] = [(middle, middle.focus)]
        if place is not None and place.effect.effect is not None:
            panes.append((place.effect, place.focus_effect))
        panel = self.panel
        if panel is not None:
            panes.append((panel, panel.focus))
        if self.panes.side.isVisible():
            panes.append((self.month, self.month.focus))
            panes.append((self.doctors, self.doctors.focus))
        panes.append((self.top, self.top.focus_search))
        focused: QWidget | None = self.window().focusWidget()
        inside = [
            place for place, (pane, _) in enumerate(panes) if focused and pane.isAncestorOf(focused)
        ]
        # What stands in another pane is nearer than that.
        panes[(inside[-1] + 1) % len(panes) if inside else 0][1]()

    def step_back(self) -> None:
        """Put away what lies on top: keys, search, move, panel; then the selection.

        A drag ends first of all: it would be let go into what was meant to be left.
        """
        self.calendar.put_card_away()
        if self.calendar.view.give_up() or self.pins.give_up():
            return
        if self.sheets.step_back():
            if not self.sheets.is_open:
                (self.availability.pane or self.calendar).focus()
        elif self.top.close_search():
            (self.printing.pane or self.availability.pane or self.calendar).focus()
        elif self.printing.pane is not None:
            self.printing.close()
        elif self.calendar.moving is not None:
            self.calendar.stop_move()
        elif self.panel is not None:
            if not self._puts_question_away():
                self.close_panel()
        elif self.availability.pane is not None:
            self.availability.step_back()
        else:
            self.calendar.clear_selection()

    def _puts_question_away(self) -> bool:
        """Put away what a panel asks on the way; answer whether it asked anything."""
        if self._visit is not None and not self._visit.cancel_box.isHidden():
            self._visit.cancel_box.hide()
            self._visit.focus()
            return True
        several = self.several.panel if self.calendar.picks else None
        return several is not None and self.panel is several and several.step_back()

    def _obey_privacy(self) -> None:
        """Let go of what was told before hiding began; views show theirs anew by themselves."""
        if self._clinic.privacy.is_on:
            self.notices.forget()

    def _show_menu(self, at: QPoint) -> None:
        """Offer what can be done with what is current in the calendar."""
        from clinic_desktop.ui.menu import show_menu

        show_menu(self, self._clinic, at)
