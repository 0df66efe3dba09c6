"""The patient's screen: page after page to a booked visit, and back to the beginning by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QLayout, QPushButton, QVBoxLayout, QWidget

from clinic_desktop.domain import values
from clinic_desktop.domain.booking import BookBlock, Booked
from clinic_desktop.domain.changes import ConnectionChanged
from clinic_desktop.domain.office import Done, Seen, Site
from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.people import AddPatient, Doctor, Doctors
from clinic_desktop.domain.refusals import Refusal, Unavailable
from clinic_desktop.domain.selfbooking import PatientTimes, TimesForPatients
from clinic_desktop.domain.time import Clock, local_date, zone_named
from clinic_desktop.ui.dispatcher import Dispatcher
from clinic_desktop.ui.errands import Errands
from clinic_desktop.ui.kiosk.controls import (
    Notice,
    Scale,
    Words,
    forget_clipboard,
    plain_button,
    touched,
)
from clinic_desktop.ui.kiosk.language import Language, languages
from clinic_desktop.ui.kiosk.pages import (
    OFFERED,
    WEEKS,
    CardPage,
    CheckPage,
    DaysPage,
    DoctorsPage,
    TimesPage,
    WelcomePage,
    first_of,
    week_start,
)
from clinic_desktop.ui.kiosk.person import PersonPage, Typed, Wrong, read
from clinic_desktop.ui.kiosk.printing import CardPrinter
from clinic_desktop.ui.kiosk.ticket import Ticket
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import column, hair_line, row
from clinic_desktop.ui.scroller import Scroller

LEAVE_KEYS = "Ctrl+Alt+Shift+Q"
"""What staff press to leave; nothing on the screen tells it."""
IDLE_SECONDS, WARNED_SECONDS = 60, 20
"""After so long without a touch all is forgotten; for the last of it, that is counted down."""
SECOND_MS = 1000
TITLE = "Clinic Desktop"
_STEPS = 5
_TAKEN = frozenset(
    {
        "block_taken", "block_withdrawn", "unknown_block", "no_block", "off_grid", "never_booked",
        "block_reserved", "time_off", "seat_withdrawn", "too_soon", "too_far",
    }
)  # fmt: skip
"""Why another time may do; whatever else is refused is reception's matter."""
_DAY = dt.timedelta(days=1)
_TOUCHES = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.KeyPress,
    QEvent.Type.Wheel,
)


@dataclass(slots=True)
class _Choice:
    """What somebody has chosen and typed so far; it goes with them."""

    doctor: Doctor | None = None
    first: dt.date = dt.date.min
    day: dt.date = dt.date.min
    opening: Opening | None = None
    typed: Typed = field(default_factory=Typed)
    who: AddPatient | None = None
    appointment_id: UUID = field(default_factory=uuid4)


@values.dataclass(frozen=True, slots=True)
class _Place:
    """An open clinic."""

    site: Site
    clock: Clock

    @property
    def today(self) -> dt.date:
        """The clinic's local day."""
        return local_date(self.clock(), zone_named(self.site.zone))


class KioskWindow(QWidget):
    """The only window of the program where patients book; it shows nothing of any other patient.

    Signals:
        closed: staff left it.
    """

    closed = Signal()

    def __init__(self, look: Look, dispatcher: Dispatcher, worker: Errands) -> None:
        """Begin without a clinic."""
        super().__init__()
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("role", "kiosk")
        self._scale, self._dispatcher = Scale(look), dispatcher
        self._place: _Place | None = None
        self.languages = languages()
        self._language = self.languages[0]
        self._choice = _Choice()
        self._times: PatientTimes | None = None
        self._doctors: tuple[Doctor, ...] | None = None
        self._page: QWidget | None = None
        self._keyboard: QWidget | None = None
        self._sent: UUID | None = None
        self._is_away, self._is_leaving = False, False
        self._idle = 0
        self._printer = CardPrinter(dispatcher, worker, self)
        self._printer.changed.connect(self._show_printing)
        self._live_doctors = LiveQuery(dispatcher, self)
        self._live_doctors.loaded.connect(self._take_doctors)
        self._live_times = LiveQuery(dispatcher, self)
        self._live_times.loaded.connect(self._take_times)
        dispatcher.connection_changed.connect(self._take_connection)
        for live in (self._live_doctors, self._live_times):
            live.failed.connect(self._take_failure)
        self._second = QTimer(self)
        self._second.setInterval(SECOND_MS)
        self._second.timeout.connect(self.tick)
        leave = QShortcut(QKeySequence(LEAVE_KEYS), self)
        leave.activated.connect(self.leave)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._go_back)
        self._build()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr] # a window has one

    # -- the frame ---------------------------------------------------------------------------------

    def _build(self) -> None:
        """Make what stands around each page."""
        scale, px = self._scale, self._scale.px
        self._step = Words(scale, size="small", tone="muted")
        self._title = Words(scale, size="title")
        self._over = plain_button(scale, "")
        self._over.clicked.connect(self.start_over)
        self._head = QWidget()
        head = row(column(self._step, self._title, spacing=px(2)), self._over, spacing=px(20))
        head.setStretch(0, 1)
        head.setContentsMargins(0, 0, px(8), 0)
        self._head.setLayout(head)
        self._body = QWidget()
        self._pages = QVBoxLayout(self._body)
        self._pages.setContentsMargins(0, 0, px(8), 0)
        self._scroller: Scroller = touched(self._body)
        self.notice = Notice(scale, "warning")
        self._back = plain_button(scale, "")
        self._back.clicked.connect(self._go_back)
        self._print = plain_button(scale, "")
        self._print.clicked.connect(self._print_card)
        self._on = plain_button(scale, "", main=True)
        self._on.setMinimumWidth(px(220))
        self._on.clicked.connect(self._go_on)
        self._foot = QWidget()
        foot = row(self._back, self._print, self._on, spacing=px(14))
        foot.insertStretch(1, 1)
        foot.setContentsMargins(0, 0, px(8), 0)
        self._foot.setLayout(foot)
        self._leaving = self._make_countdown()
        self._line = hair_line(level=True)
        whole = self._whole = column(self._head, self._line, self._scroller, self.notice)
        whole.addWidget(self._leaving)
        whole.addWidget(self._foot)
        whole.setStretch(2, 1)
        # Not larger with the text, which needs all the room that there is.
        whole.setSpacing(14)
        whole.setContentsMargins(32, 24, 24, 24)
        # The screen says how large it is, not what stands on it.
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(whole)
        self.resize(1280, 800)

    def _make_countdown(self) -> QFrame:
        scale, px = self._scale, self._scale.px
        strip = QFrame()
        strip.setProperty("role", "notice")
        strip.setProperty("tone", "warning")
        self._still = Words(scale, size="large")
        self._left = Words(scale, size="body")
        self._stay = plain_button(scale, "", main=True)
        self._stay.clicked.connect(self._stay_here)
        line = row(column(self._still, self._left, spacing=px(2)), self._stay, spacing=px(20))
        line.setStretch(0, 1)
        line.setContentsMargins(px(18), px(12), px(12), px(12))
        strip.setLayout(line)
        strip.hide()
        return strip

    def _show_page(self, page: QWidget, title: str, step: int = 0, on: str = "") -> None:
        """Bring a page to the front; the one before goes for good, with all that it held."""
        texts = self._language.texts
        for gone in (self._page, self._keyboard):
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self._page, self._keyboard = page, None
        self._pages.addWidget(page)
        page.show()
        self._scroller.verticalScrollBar().setValue(0)
        numbered = texts.step.format(number=step, count=_STEPS) if step else ""
        self._step.setText(numbered)
        self._step.setVisible(bool(step))
        self._title.setText(title)
        self.setAccessibleDescription(title)
        is_welcome = isinstance(page, WelcomePage)
        for part in (self._head, self._line, self._foot):
            part.setVisible(not is_welcome)
        for button, words in (
            (self._over, texts.start_over), (self._back, texts.back), (self._on, on),
            (self._print, texts.print),
        ):  # fmt: skip
            _name(button, words)
        self._over.setVisible(not isinstance(page, CardPage))
        self._back.setVisible(bool(step))
        self._on.setVisible(bool(on))
        self._on.setEnabled(True)
        self._print.hide()
        _name(self._stay, texts.stay)
        self._say_away()
        if is_welcome:
            self._second.stop()
        else:
            self._second.start()
        if page.focusProxy() is None:
            page.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            (first_of(page) or page).setFocus()
        else:
            page.setFocus()

    # -- the clinic --------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a clinic is open."""
        return self._place is not None

    @property
    def opening(self) -> Opening | None:
        """The time that is chosen, if one is."""
        return self._choice.opening

    def open_clinic(self, site: Site, clock: Clock) -> None:
        """Let patients book in a clinic."""
        self._place = _Place(site, clock)
        self.setWindowTitle(f"{site.name} \N{EM DASH} {TITLE}")
        self._is_away = False
        self._live_doctors.set_query(Doctors())
        self.start_over()

    def show_closed(self, why: str) -> None:
        """Send people to reception; below, in small letters, why, for the staff."""
        page = QWidget()
        words = Words(self._scale, "\n".join(one.texts.closed for one in self.languages), "hero")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        staff = Words(self._scale, why, "small", tone="muted")
        staff.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole = column(words, staff, spacing=self._scale.px(40))
        whole.insertStretch(0, 1)
        whole.addStretch(1)
        page.setLayout(whole)
        self._show_page(page, "")
        self._second.stop()
        for part in (self._head, self._line, self._foot):
            part.hide()

    @property
    def _open(self) -> _Place:
        if self._place is None:
            message = "no clinic is open yet"
            raise RuntimeError(message)
        return self._place

    def _take_doctors(self, seen: Seen[tuple[Doctor, ...]]) -> None:
        self._doctors = seen.answer
        if isinstance(self._page, DoctorsPage):
            self._page.show_doctors(seen.answer)

    def _take_times(self, seen: Seen[PatientTimes]) -> None:
        """Show what is free now, wherever times are shown."""
        self._times = seen.answer
        page, choice = self._page, self._choice
        if isinstance(page, DaysPage):
            page.show_times(choice.first, seen.answer)
        elif isinstance(page, TimesPage):
            page.show_times(choice.day, seen.answer)
        elif isinstance(page, CheckPage) and page.notice.isVisible() and self._sent is None:
            self._offer_others(page)

    def _take_connection(self, news: ConnectionChanged) -> None:
        self._is_away = not news.online
        self._say_away()

    def _take_failure(self, error: Exception) -> None:
        """Say that nothing can be booked now; what was asked is asked again by itself."""
        if isinstance(error, Unavailable):
            self._is_away = True
            self._say_away()
        elif not isinstance(self._page, WelcomePage):
            # The doctor of the choice is there no more, or something else that nobody here mends.
            self.notice.say(self._language.texts.ask_reception)

    def _say_away(self) -> None:
        page = self._page
        if isinstance(page, WelcomePage):
            page.say_away(away=self._is_away)
            self.notice.say("")
        else:
            shown = self._is_away and not isinstance(page, CardPage)
            self.notice.say(self._language.texts.away if shown else "")

    # -- from page to page -------------------------------------------------------------------------

    def start_over(self) -> None:
        """Forget everything, and greet whoever comes next."""
        self._choice, self._times, self._sent = _Choice(), None, None
        self._live_times.set_query(None)
        self._printer.forget()
        self._idle = 0
        self._leaving.hide()
        forget_clipboard()
        if self._place is None:
            return
        page = WelcomePage(self._scale, self._place.site.name, self.languages)
        page.chosen.connect(self._choose_language)
        self._show_page(page, "")

    def _choose_language(self, language: Language) -> None:
        self._language = language
        self._choice = _Choice(first=week_start(self._open.today, language))
        self._show_doctors()

    def _show_doctors(self) -> None:
        page = DoctorsPage(self._scale, self._language)
        if self._doctors is not None:
            page.show_doctors(self._doctors)
        page.chosen.connect(self._choose_doctor)
        self._show_page(page, self._language.texts.whose, 1)

    def _choose_doctor(self, doctor: Doctor | None) -> None:
        if doctor != self._choice.doctor:
            self._times = None
        self._choice.doctor = doctor
        self._ask_times()
        self._show_days()

    def _ask_times(self) -> None:
        first, doctor = self._choice.first, self._choice.doctor
        ids = None if doctor is None else (doctor.id,)
        last = first + (7 * WEEKS - 1) * _DAY
        query = TimesForPatients(first=first, last=last, doctor_ids=ids)
        if query != self._live_times.query:
            self._live_times.set_query(query)

    def _show_days(self) -> None:
        page = DaysPage(self._scale, self._language, zone_named(self._open.site.zone))
        if self._times is not None:
            page.show_times(self._choice.first, self._times)
        page.chosen.connect(self._choose_day)
        page.weeks_wanted.connect(self._turn_to)
        self._show_page(page, self._language.texts.which_day, 2)

    def _turn_to(self, first: dt.date) -> None:
        self._choice.first = first
        self._ask_times()

    def _choose_day(self, day: dt.date) -> None:
        self._choice.day = day
        self._show_times()

    def _show_times(self) -> None:
        zone = zone_named(self._open.site.zone)
        any_doctor = self._choice.doctor is None
        page = TimesPage(self._scale, self._language, zone, any_doctor=any_doctor)
        if self._times is not None:
            page.show_times(self._choice.day, self._times)
        page.chosen.connect(self._choose_opening)
        texts = self._language.texts
        title = f"{self._language.day(self._choice.day)}: {texts.which_time}"
        self._show_page(page, title, 3)

    def _choose_opening(self, opening: Opening) -> None:
        self._choice.opening = opening
        if self._choice.who is not None:
            self._show_check()
        else:
            self._show_person()

    def _show_person(self, wrong: Wrong | None = None) -> None:
        texts = self._language.texts
        page = PersonPage(self._scale, self._language, self._choice.typed)
        page.finished.connect(self._go_on)
        page.focused.connect(self._bring_into_sight)
        self._show_page(page, texts.who, 4, texts.next)
        # It stays in sight, whatever is scrolled.
        self._keyboard = page.keyboard
        self._whole.insertWidget(self._whole.indexOf(self._scroller) + 1, page.keyboard)
        page.keyboard.show()
        if wrong is not None:
            page.tell(wrong)

    def _show_check(self) -> None:
        opening, who = self._choice.opening, self._choice.who
        if opening is None or who is None:
            message = "nothing is chosen yet"
            raise RuntimeError(message)
        # What is another wish is another visit; the same one is never booked twice.
        self._choice.appointment_id = uuid4()
        zone, texts = zone_named(self._open.site.zone), self._language.texts
        page = CheckPage(self._scale, self._language, zone, who)
        page.show_opening(opening)
        page.chosen.connect(self._choose_opening)
        self._show_page(page, texts.check, 5, texts.book)
        self._on.setFocus()

    def _bring_into_sight(self, part: QWidget) -> None:
        """Scroll to what must not be overlooked."""
        self._pages.activate()
        self._scroller.ensureWidgetVisible(part, 0, self._scale.px(12))

    def _go_back(self) -> None:
        """Go back a page; what was chosen and typed is kept."""
        page = self._page
        if self._sent is not None:
            return
        if isinstance(page, DoctorsPage):
            self.start_over()
        elif isinstance(page, DaysPage):
            self._show_doctors()
        elif isinstance(page, TimesPage):
            self._show_days()
        elif isinstance(page, PersonPage):
            self._choice.typed = page.typed
            self._show_times()
        elif isinstance(page, CheckPage):
            self._show_person()

    def _go_on(self) -> None:
        page = self._page
        if isinstance(page, PersonPage):
            self._choice.typed = page.typed
            found = read(page.typed, self._language.texts, self._open.today)
            if isinstance(found, Wrong):
                page.tell(found)
            else:
                self._choice.who = found
                self._show_check()
        elif isinstance(page, CheckPage):
            self._book(page)
        elif isinstance(page, CardPage):
            self.start_over()

    # -- the booking -------------------------------------------------------------------------------

    def _book(self, page: CheckPage) -> None:
        """Book what is shown; nothing is said to be booked before it is stored."""
        choice, texts = self._choice, self._language.texts
        if choice.opening is None or self._sent is not None:
            return
        self._sent = choice.appointment_id
        page.notice.say("")
        page.offer(())
        _name(self._on, texts.booking)
        for button in (self._on, self._back, self._over):
            button.setEnabled(False)
        command = BookBlock(
            newcomer=choice.who, block_id=choice.opening.block_id, by_patient=True,
            appointment_id=choice.appointment_id,
        )  # fmt: skip
        self._dispatcher.do(command, self._take_booked, self._take_refusal)

    def _settle(self) -> CheckPage | None:
        """Let people go on after an answer; None: whoever asked is gone."""
        is_ours = self._sent == self._choice.appointment_id
        self._sent = None
        self._idle = 0
        for button in (self._on, self._back, self._over):
            button.setEnabled(True)
        page = self._page
        return page if is_ours and isinstance(page, CheckPage) else None

    def _take_booked(self, done: Done[Booked]) -> None:
        if self._settle() is None:
            return
        place, visit, texts = self._open, done.answer.appointment, self._language.texts
        ticket = Ticket(visit.id, place.site.name, visit.doctor, visit.start, visit.end)
        # Who they are is not needed any more.
        self._choice, self._times = _Choice(), None
        self._live_times.set_query(None)
        zone = zone_named(place.site.zone)
        page = CardPage(self._scale, self._language, zone, ticket, place.clock())
        self._show_page(page, texts.booked, on=texts.done)
        self._on.setFocus()
        self._printer.take(
            (texts.booked, *page.lines, texts.scan, texts.change), page.calendar_event
        )

    def _take_refusal(self, error: Exception) -> None:
        page = self._settle()
        if page is None:
            return
        texts = self._language.texts
        _name(self._on, texts.book)
        if isinstance(error, Refusal) and {one.code for one in error.reasons} <= _TAKEN:
            self._offer_others(page)
        elif isinstance(error, Unavailable):
            _name(self._on, texts.retry)
            page.notice.say(texts.lost)
        else:
            # It may be about them alone, and whoever stands here may be somebody else.
            page.notice.say(texts.ask_reception)
            self._on.hide()
        self._bring_into_sight(page.notice)

    def _offer_others(self, page: CheckPage) -> None:
        """Offer the nearest times in place of the one that was taken."""
        opening, times = self._choice.opening, self._times
        if opening is None:
            return
        found = () if times is None else times.openings
        free = [one for one in found if one.block_id != opening.block_id]
        near = sorted(free, key=lambda one: abs(one.start - opening.start))[:OFFERED]
        texts = self._language.texts
        page.notice.say(texts.taken if near else texts.none_left)
        page.offer(tuple(sorted(near)))
        self._on.hide()

    def _print_card(self) -> None:
        self._printer.print()

    def _show_printing(self) -> None:
        """Show whether the card can be printed, and how that goes."""
        page, texts = self._page, self._language.texts
        if not isinstance(page, CardPage):
            return
        state = self._printer.state
        self._print.setVisible(state in ("ready", "printing", "failed"))
        self._print.setEnabled(state != "printing")
        words = {"printing": texts.printing, "printed": texts.printed, "failed": texts.not_printed}
        page.printing.say(words.get(state, ""))

    # -- forgetting --------------------------------------------------------------------------------

    def tick(self) -> None:
        """Count another second without a touch; after the last one everything is forgotten."""
        if self._sent is not None:
            return
        self._idle += 1
        left = IDLE_SECONDS - self._idle
        texts = self._language.texts
        if left <= 0:
            self.start_over()
        elif left <= WARNED_SECONDS:
            self._still.setText(texts.still_there)
            self._left.setText(texts.forgetting.format(seconds=left))
            self._leaving.setAccessibleName(f"{texts.still_there} {self._left.text()}")
            self._leaving.show()
            if self._keyboard is not None and self._whole.minimumSize().height() > self.height():
                # There is no room for both; whoever touches the screen has it back.
                self._keyboard.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Begin to count anew at every touch, wherever it lands."""
        if (
            event.type() in _TOUCHES
            and isinstance(watched, QWidget)
            and watched.window() is self
            and self._idle
        ):
            self._stay_here()
        return super().eventFilter(watched, event)

    def _stay_here(self) -> None:
        """Count anew."""
        self._idle = 0
        self._leaving.hide()
        if self._keyboard is not None:
            self._keyboard.show()

    # -- leaving -----------------------------------------------------------------------------------

    def leave(self) -> None:
        """Close it: staff asked for it."""
        self._is_leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay, unless staff leaves."""
        if not self._is_leaving:
            event.ignore()
            return
        self._second.stop()
        self._live_times.set_query(None)
        self._live_doctors.set_query(None)
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr] # a window has one
        event.accept()
        self.closed.emit()


def _name(button: QPushButton, words: str) -> None:
    """Give a button other words, also for who hears them."""
    button.setText(words)
    button.setAccessibleName(words)
