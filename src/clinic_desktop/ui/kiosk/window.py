"""The patient's screen: page after page to a booked visit, and back to the beginning by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QLayout, QWidget

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
from clinic_desktop.ui.kiosk.controls import Scale, forget_clipboard, rename
from clinic_desktop.ui.kiosk.frame import About, Frame
from clinic_desktop.ui.kiosk.language import Language, languages
from clinic_desktop.ui.kiosk.pages import (
    OFFERED,
    WEEKS,
    CardPage,
    CheckPage,
    DaysPage,
    DoctorsPage,
    Gone,
    SentencePage,
    TimesPage,
    WelcomePage,
    week_start,
)
from clinic_desktop.ui.kiosk.person import PersonPage, Typed, Wrong, read
from clinic_desktop.ui.kiosk.printing import CardPrinter
from clinic_desktop.ui.kiosk.ticket import Ticket
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import column

LEAVE_KEYS = "Ctrl+Alt+Shift+Q"
"""What staff press to leave; nothing on the screen tells it."""
TITLE = "Clinic Desktop"
_TAKEN = frozenset(
    {
        "block_taken", "block_withdrawn", "unknown_block", "no_block", "off_grid", "never_booked",
        "block_reserved", "time_off", "seat_withdrawn",
    }
)  # fmt: skip
"""Why another time may do; whatever else is refused is reception's matter."""
_LATE = frozenset({"too_soon", "too_far"})
"""Why patients may book a time no longer, though nobody has it."""
MINUTE_MS = 60_000
"""How often times are asked for anew: the clock takes some away without any news."""
_DAY = dt.timedelta(days=1)


@dataclass(slots=True)
class _Choice:
    """What somebody has chosen and typed so far; it goes with them."""

    doctor: Doctor | None = None
    first: dt.date = dt.date.min
    day: dt.date = dt.date.min
    opening: Opening | None = None
    typed: Typed = field(default_factory=Typed)
    who: AddPatient | None = None
    """Whom ``typed`` names, once it was read; never somebody who was typed before."""
    wishes: dict[tuple[int, Typed], UUID] = field(default_factory=dict)
    """The id of each visit that was wished: a block for a person. However often and by whatever
    way somebody comes back to it, it is booked once."""


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
        self._sent: int | None = None
        """The number of the answer to a booking that is on its way."""
        self._is_away, self._is_leaving = False, False
        self._printer = CardPrinter(dispatcher, worker, self)
        self._printer.changed.connect(self._show_printing)
        self._live_doctors = LiveQuery(dispatcher, self)
        self._live_doctors.loaded.connect(self._take_doctors)
        self._live_times = LiveQuery(dispatcher, self)
        self._live_times.loaded.connect(self._take_times)
        dispatcher.connection_changed.connect(self._take_connection)
        self._minute = QTimer(self)
        self._minute.setInterval(MINUTE_MS)
        self._minute.timeout.connect(self._ask_again)
        for live in (self._live_doctors, self._live_times):
            live.failed.connect(self._take_failure)
        leave = QShortcut(QKeySequence(LEAVE_KEYS), self)
        leave.activated.connect(self.leave)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._go_back)
        frame = self._frame = Frame(self._scale, self._language.texts)
        frame.countdown.ended.connect(self._leave_alone)
        frame.over.clicked.connect(self.start_over)
        frame.back.clicked.connect(self._go_back)
        frame.print.clicked.connect(self._printer.print)
        frame.on.clicked.connect(self._go_on)
        whole = column(frame)
        whole.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(whole)
        self.resize(1280, 800)

    @property
    def _page(self) -> QWidget | None:
        return self._frame.page

    def _show_page(self, page: QWidget, about: About) -> None:
        self._frame.show_page(page, about, self._language.texts)
        self._say_away()

    # -- the clinic --------------------------------------------------------------------------------

    @property
    def is_open(self) -> bool:
        """Whether a clinic is open."""
        return self._place is not None

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        lives = (self._live_doctors, self._live_times)
        return self._sent is None and all(one.is_settled for one in lives)

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
        self._minute.start()
        self.start_over()

    def show_closed(self, why: str) -> None:
        """Send people to reception; below, in small letters, why, for the staff."""
        text = "\n".join(one.texts.closed for one in self.languages)
        self._show_page(SentencePage(self._scale, text, why), About(bare=True))

    @property
    def _open(self) -> _Place:
        if self._place is None:
            message = "no clinic is open yet"
            raise RuntimeError(message)
        return self._place

    def _take_doctors(self, seen: Seen[tuple[Doctor, ...]]) -> None:
        self._doctors = seen.answer
        self._set_away(away=False)
        if isinstance(self._page, DoctorsPage):
            self._page.show_doctors(seen.answer)

    def _take_times(self, seen: Seen[PatientTimes]) -> None:
        """Show what is free now, wherever times are shown."""
        self._times = seen.answer
        self._set_away(away=False)
        page, choice = self._page, self._choice
        if isinstance(page, DaysPage):
            page.show_times(choice.first, seen.answer)
        elif isinstance(page, TimesPage):
            page.show_times(choice.day, seen.answer)
        elif isinstance(page, CheckPage) and page.gone and self._sent is None:
            self._offer_others(page, page.gone)

    def _take_connection(self, news: ConnectionChanged) -> None:
        self._set_away(away=not news.online)

    def _take_failure(self, error: Exception) -> None:
        """Say that nothing can be booked now; what was asked is asked again by itself."""
        if isinstance(error, Unavailable):
            self._set_away(away=True)
        elif not isinstance(self._page, WelcomePage):
            # The doctor of the choice is there no more, or something else that nobody here mends.
            self._frame.notice.say(self._language.texts.ask_reception)

    def _set_away(self, *, away: bool) -> None:
        """Note whether the database answers, and say so where that is news."""
        if away is not self._is_away:
            self._is_away = away
            self._say_away()

    def _say_away(self) -> None:
        page = self._page
        if isinstance(page, WelcomePage):
            page.say_away(away=self._is_away)
            self._frame.notice.say("")
        else:
            shown = self._is_away and not isinstance(page, CardPage)
            self._frame.notice.say(self._language.texts.away if shown else "")

    # -- from page to page -------------------------------------------------------------------------

    def start_over(self) -> None:
        """Forget everything, and greet whoever comes next."""
        self._forget()
        if self._place is None:
            return
        page = WelcomePage(self._scale, self._place.site.name, self.languages)
        page.chosen.connect(self._choose_language)
        self._show_page(page, About(bare=True))

    def _forget(self) -> None:
        """Forget whoever was here; an answer that is still on its way finds nobody."""
        if self._sent is not None:
            self._dispatcher.forget(self._sent)
        self._choice, self._times, self._sent = _Choice(), None, None
        self._live_times.set_query(None)
        self._printer.forget()
        forget_clipboard()

    def _leave_alone(self) -> None:
        """Forget whoever went; with a booking on its way, say first that reception knows of it."""
        if self._sent is None:
            self.start_over()
            return
        self._forget()
        texts = self._language.texts
        page = SentencePage(self._scale, texts.unsure)
        self._show_page(page, About(texts.closed, on=texts.done, over=False))
        self._frame.on.setFocus()

    def _choose_language(self, language: Language) -> None:
        self._language = language
        self._choice = _Choice(first=week_start(self._open.today, language))
        self._show_doctors()

    def _show_doctors(self) -> None:
        page = DoctorsPage(self._scale, self._language)
        if self._doctors is not None:
            page.show_doctors(self._doctors)
        page.chosen.connect(self._choose_doctor)
        self._show_page(page, About(self._language.texts.whose, 1))

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

    def _ask_again(self) -> None:
        """Ask for the times as they are now, where some are shown."""
        if self._live_times.query is not None:
            self._live_times.refresh()

    def _show_days(self) -> None:
        page = DaysPage(self._scale, self._language, zone_named(self._open.site.zone))
        if self._times is not None:
            page.show_times(self._choice.first, self._times)
        page.chosen.connect(self._choose_day)
        page.weeks_wanted.connect(self._turn_to)
        self._show_page(page, About(self._language.texts.which_day, 2))

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
        title = texts.which_time.format(day=self._language.day(self._choice.day))
        self._show_page(page, About(title, 3))

    def _choose_opening(self, opening: Opening) -> None:
        self._choice.opening = opening
        if self._choice.who is not None:
            self._show_check()
        else:
            self._show_person()

    def _show_person(self) -> None:
        texts = self._language.texts
        page = PersonPage(self._scale, self._language, self._choice.typed)
        page.finished.connect(self._go_on)
        page.focused.connect(self._frame.bring_into_sight)
        self._show_page(page, About(texts.who, 4, texts.next, below=page.keyboard))

    def _show_check(self) -> None:
        opening, who = self._choice.opening, self._choice.who
        if opening is None or who is None:
            message = "nothing is chosen yet"
            raise RuntimeError(message)
        zone, texts = zone_named(self._open.site.zone), self._language.texts
        page = CheckPage(self._scale, self._language, zone, who)
        page.show_opening(opening)
        page.chosen.connect(self._choose_opening)
        self._show_page(page, About(texts.check, 5, texts.book))
        self._frame.on.setFocus()

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
            self._take_typed(page.typed)
            self._show_times()
        elif isinstance(page, CheckPage):
            self._show_person()

    def _go_on(self) -> None:
        page = self._page
        if isinstance(page, PersonPage):
            self._take_typed(page.typed)
            found = read(page.typed, self._language.texts, self._open.today)
            if isinstance(found, Wrong):
                page.tell(found)
            else:
                self._choice.who = found
                self._show_check()
        elif isinstance(page, CheckPage):
            self._book(page)
        elif isinstance(page, CardPage | SentencePage):
            self.start_over()

    def _take_typed(self, typed: Typed) -> None:
        """Keep what was typed; whoever is named otherwise than before is not known yet."""
        if typed != self._choice.typed:
            self._choice.typed, self._choice.who = typed, None

    # -- the booking -------------------------------------------------------------------------------

    def _book(self, page: CheckPage) -> None:
        """Book what is shown; nothing is said to be booked before it is stored."""
        choice, texts = self._choice, self._language.texts
        if choice.opening is None or choice.who is None or self._sent is not None:
            return
        page.tell("")
        rename(self._frame.on, texts.booking)
        self._frame.hold(held=True)
        block_id = choice.opening.block_id
        command = BookBlock(
            newcomer=choice.who, block_id=block_id, by_patient=True,
            appointment_id=choice.wishes.setdefault((block_id, choice.typed), uuid4()),
        )  # fmt: skip
        self._sent = self._dispatcher.do(command, self._take_booked, self._take_refusal)

    def _settle(self) -> CheckPage | None:
        """Let people go on after an answer."""
        self._sent = None
        self._frame.hold(held=False)
        self._frame.countdown.begin_anew()
        page = self._page
        return page if isinstance(page, CheckPage) else None

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
        self._show_page(page, About(texts.booked, on=texts.done, over=False))
        self._frame.on.setFocus()
        self._printer.take(
            (texts.booked, *page.lines, texts.scan, texts.change), page.calendar_event
        )

    def _take_refusal(self, error: Exception) -> None:
        page = self._settle()
        if page is None:
            return
        texts = self._language.texts
        rename(self._frame.on, texts.book)
        codes = {one.code for one in error.reasons} if isinstance(error, Refusal) else set()
        if codes and codes <= _LATE | _TAKEN:
            if codes & _LATE:
                # What is shown has aged; only what is asked for now is offered.
                self._times = None
                self._ask_again()
            self._offer_others(page, "late" if codes & _LATE else "taken")
        elif isinstance(error, Unavailable):
            rename(self._frame.on, texts.retry)
            page.tell(texts.lost)
        else:
            # It may be about them alone, and whoever stands here may be somebody else.
            page.tell(texts.ask_reception)
            self._frame.on.hide()
        self._frame.scroll_up()

    def _offer_others(self, page: CheckPage, gone: Gone) -> None:
        """Offer the nearest times in place of the one that went, as soon as they are known."""
        opening, times, texts = self._choice.opening, self._times, self._language.texts
        if opening is None:
            return
        found = () if times is None else times.openings
        free = [one for one in found if one.block_id != opening.block_id]
        near = sorted(free, key=lambda one: abs(one.start - opening.start))[:OFFERED]
        what = texts.taken if gone == "taken" else texts.too_late
        then = texts.others if near else texts.no_others if times is not None else ""
        page.tell(f"{what} {then}".strip(), tuple(sorted(near)), gone=gone)
        self._frame.on.hide()

    def _show_printing(self) -> None:
        """Show whether the card can be printed, and how that goes."""
        page, texts = self._page, self._language.texts
        if not isinstance(page, CardPage):
            return
        state = self._printer.state
        self._frame.print.setVisible(state in ("ready", "printing", "failed"))
        self._frame.print.setEnabled(state != "printing")
        words = {"printing": texts.printing, "printed": texts.printed, "failed": texts.not_printed}
        page.printing.say(words.get(state, ""))

    def tick(self) -> None:
        """Count another second without a touch."""
        self._frame.countdown.tick()

    # -- leaving -----------------------------------------------------------------------------------

    def leave(self) -> None:
        """Close it: staff asked for it."""
        self._is_leaving = True
        self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stay, unless staff leaves or the computer's session ends, which it must not hold up."""
        application = QGuiApplication.instance()
        ends = isinstance(application, QGuiApplication) and application.isSavingSession()
        if not (self._is_leaving or ends):
            event.ignore()
            return
        self._frame.countdown.close_ears()
        self._minute.stop()
        self._live_times.set_query(None)
        self._live_doctors.set_query(None)
        event.accept()
        self.closed.emit()
