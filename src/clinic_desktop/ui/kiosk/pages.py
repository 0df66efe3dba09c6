"""The pages of the patient's screen: language, doctor, day, time, all of it once more, the card."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QWidget

from clinic_desktop.domain.openings import Opening
from clinic_desktop.domain.people import AddPatient, Doctor
from clinic_desktop.domain.selfbooking import PatientTimes
from clinic_desktop.domain.time import local_date
from clinic_desktop.ui.kiosk.controls import Flowing, Notice, Scale, Tile, Words, plain_button
from clinic_desktop.ui.kiosk.language import Language
from clinic_desktop.ui.kiosk.ticket import CodePicture, Ticket, calendar_event
from clinic_desktop.ui.parts import column, row

WEEKS = 4
"""So many weeks of days are shown at once."""
CODE = 330
"""Pixels of a code's side, whatever the text: a phone reads it, and it must be seen whole."""
OFFERED = 6
"""So many times are offered in place of one that was taken."""
_DAY = dt.timedelta(days=1)


def week_start(day: dt.date, language: Language) -> dt.date:
    """Answer the first day of a day's week, as people of a language count."""
    first = language.weekdays()[0][0]
    return day - (day.weekday() - first) % 7 * _DAY


def first_of(place: QWidget) -> QWidget | None:
    """Answer the first thing in a place that can be touched, if there is one."""
    for one in place.findChildren(QAbstractButton):
        if one.isEnabled() and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return one
    return None


class _Refilled(QWidget):
    """What is filled anew when its contents change, the focus staying on what has its name."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: object = None
        self._inside: QWidget | None = None
        whole = column()
        self.setLayout(whole)

    def put(self, key: object, make: Callable[[], QWidget]) -> None:
        """Show what ``make`` makes, unless just that is shown: ``key`` tells it."""
        if key == self._shown:
            return
        focused: QWidget | None = self.window().focusWidget()
        within = focused is not None and self.isAncestorOf(focused)
        # The page has it while there is nothing on it.
        waits = focused is not None and focused.isAncestorOf(self)
        name = focused.accessibleName() if focused is not None and within else ""
        if self._inside is not None:
            self._inside.hide()
            self._inside.deleteLater()
        self._shown, self._inside = key, make()
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._inside)
            # At once: what is not seen yet takes no focus.
            self._inside.show()
        if within or waits:
            parts = self._inside.findChildren(QWidget)
            kept = [one for one in parts if name and one.accessibleName() == name]
            (kept[0] if kept else first_of(self._inside) or self).setFocus()


class WelcomePage(QWidget):
    """The languages to choose from.

    Signals:
        chosen(Language): this one.
    """

    chosen = Signal(object)

    def __init__(self, scale: Scale, clinic: str, languages: Sequence[Language]) -> None:
        """Greet in every language at once."""
        super().__init__()
        name = Words(scale, clinic, "hero")
        name.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.notice = Notice(scale, "warning")
        self.tiles = []
        for one in languages:
            tile = Tile(scale, one.texts.begin, one.texts.name)
            tile.setMinimumHeight(scale.px(120))
            tile.button.clicked.connect(lambda _=False, one=one: self.chosen.emit(one))
            self.tiles.append(tile)
        choices = Flowing(self.tiles, scale.px(280), scale.px(20), most=2)
        choices.setMaximumWidth(scale.px(900))
        middle = row(choices)
        whole = column(name, self.notice, spacing=scale.px(40))
        whole.addLayout(middle)
        whole.insertStretch(0, 1)
        whole.addStretch(2)
        self.setLayout(whole)
        self._languages = languages
        self.setFocusProxy(self.tiles[0].button)

    def say_away(self, *, away: bool) -> None:
        """Say in every language that nothing can be booked now, or that it can."""
        lines = [one.texts.away for one in self._languages] if away else []
        self.notice.say("\n".join(lines))
        for tile in self.tiles:
            tile.setEnabled(not away)


class DoctorsPage(QWidget):
    """The doctors, and any of them.

    Signals:
        chosen(Doctor | None): this one; None: any.
    """

    chosen = Signal(object)

    def __init__(self, scale: Scale, language: Language) -> None:
        """Begin without doctors."""
        super().__init__()
        self._scale, self._texts = scale, language.texts
        self._doctors = _Refilled()
        whole = column(self._doctors)
        whole.addStretch(1)
        self.setLayout(whole)

    def show_doctors(self, doctors: tuple[Doctor, ...]) -> None:
        """Show whom one may choose."""
        self._doctors.put(doctors, lambda: self._tiles(doctors))

    def _tiles(self, doctors: tuple[Doctor, ...]) -> QWidget:
        scale, texts = self._scale, self._texts
        if not doctors:
            return Words(scale, texts.no_doctors)
        tiles = [Tile(scale, texts.any_doctor, main=True)]
        tiles[0].button.clicked.connect(lambda: self.chosen.emit(None))
        for one in doctors:
            tile = Tile(scale, one.name, one.specialty)
            tile.button.clicked.connect(lambda _=False, one=one: self.chosen.emit(one))
            tiles.append(tile)
        for tile in tiles:
            tile.setMinimumHeight(scale.px(88))
        return Flowing(tiles, scale.px(290), scale.px(14), most=3)


class DaysPage(QWidget):
    """Some weeks of days, of which those with free times can be chosen.

    Signals:
        chosen(date): this day.
        weeks_wanted(date): the weeks from this day on.
    """

    chosen = Signal(object)
    weeks_wanted = Signal(object)

    def __init__(self, scale: Scale, language: Language, zone: zoneinfo.ZoneInfo) -> None:
        """Begin without days."""
        super().__init__()
        self._scale, self._language, self._zone = scale, language, zone
        self._first = dt.date.min
        self._month = Words(scale, size="large")
        self._month.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._month.setAlignment(Qt.AlignmentFlag.AlignCenter)
        texts = language.texts
        self.earlier = plain_button(scale, texts.earlier)
        self.later = plain_button(scale, texts.later)
        self.earlier.clicked.connect(lambda: self._turn(-WEEKS))
        self.later.clicked.connect(lambda: self._turn(WEEKS))
        self._nothing = Notice(scale, "warning")
        self._grid = _Refilled()
        head = row(self.earlier, self._month, self.later, spacing=scale.px(14))
        whole = column(spacing=scale.px(14))
        whole.addLayout(head)
        whole.addWidget(self._nothing)
        whole.addWidget(self._grid)
        whole.addStretch(1)
        self.setLayout(whole)

    def show_times(self, first: dt.date, times: PatientTimes) -> None:
        """Show the weeks from a day on, with what is free in them."""
        self._first = first
        last = first + (7 * WEEKS - 1) * _DAY
        free = frozenset(local_date(one.start, self._zone) for one in times.openings)
        self._month.setText(self._language.months(max(first, times.first_day), last))
        self.earlier.setEnabled(first > times.first_day)
        self.later.setEnabled(last < times.last_day)
        texts = self._language.texts
        nothing = texts.no_day_free
        if self.later.isEnabled():
            nothing = texts.no_days
        elif self.earlier.isEnabled():
            nothing = texts.no_days_here
        self._nothing.say("" if free else nothing)
        self._grid.put((first, free), lambda: self._days(first, free))

    def _turn(self, weeks: int) -> None:
        self.weeks_wanted.emit(self._first + 7 * weeks * _DAY)

    def _days(self, first: dt.date, free: frozenset[dt.date]) -> QWidget:
        scale = self._scale
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(scale.px(8))
        for number, (_, name) in enumerate(self._language.weekdays()):
            head = Words(scale, name, "small", tone="muted")
            head.setAlignment(Qt.AlignmentFlag.AlignCenter)
            grid.addWidget(head, 0, number)
            grid.setColumnStretch(number, 1)
        for number in range(7 * WEEKS):
            day = first + number * _DAY
            button = plain_button(scale, str(day.day))
            button.setProperty("narrow", True)
            if number == 0 or day.day == 1:
                button.setText(self._language.short_day(day))
                button.setFont(scale.font("body"))
            button.setAccessibleName(self._language.day(day))
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            button.setEnabled(day in free)
            button.clicked.connect(lambda _=False, day=day: self.chosen.emit(day))
            grid.addWidget(button, 1 + number // 7, number % 7)
        return inside


class TimesPage(QWidget):
    """The free times of a day.

    Signals:
        chosen(Opening): this one.
    """

    chosen = Signal(object)

    def __init__(
        self, scale: Scale, language: Language, zone: zoneinfo.ZoneInfo, *, any_doctor: bool
    ) -> None:
        """Begin without times; with ``any_doctor`` each says with whom."""
        super().__init__()
        self._scale, self._language, self._zone = scale, language, zone
        self._any = any_doctor
        self._times = _Refilled()
        whole = column(self._times)
        whole.addStretch(1)
        self.setLayout(whole)

    def show_times(self, day: dt.date, times: PatientTimes) -> None:
        """Show a day's times, each once: with the first doctor who is free."""
        found: dict[dt.datetime, Opening] = {}
        for one in times.openings:
            if local_date(one.start, self._zone) == day:
                found.setdefault(one.start, one)
        several = tuple(found.values())
        self._times.put(several, lambda: self._tiles(several))

    def _tiles(self, several: tuple[Opening, ...]) -> QWidget:
        if not several:
            place, notice = QWidget(), Notice(self._scale, "warning")
            place.setLayout(column(notice))
            notice.say(self._language.texts.no_times)
            return place
        tiles = _offers(
            self._scale, several, self.chosen.emit,
            lambda one: self._language.clock(one.start, self._zone), with_doctor=self._any,
        )  # fmt: skip
        return Flowing(tiles, self._scale.px(170), self._scale.px(12))


def _offers(
    scale: Scale,
    several: Iterable[Opening],
    chosen: Callable[[Opening], object],
    told: Callable[[Opening], str],
    *,
    with_doctor: bool,
) -> list[Tile]:
    """Make a button for each of several times."""
    tiles = []
    for one in several:
        tile = Tile(scale, told(one), one.doctor if with_doctor else "")
        tile.button.clicked.connect(lambda _=False, one=one: chosen(one))
        tiles.append(tile)
    return tiles


class SentencePage(QWidget):
    """One sentence for everybody, and in small letters one for the staff."""

    def __init__(self, scale: Scale, text: str, staff: str = "") -> None:
        """Show them in the middle."""
        super().__init__()
        several = (Words(scale, text, "hero"), Words(scale, staff, "small", tone="muted"))
        for words in several:
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole = column(*several, spacing=scale.px(40))
        whole.insertStretch(0, 1)
        whole.addStretch(1)
        self.setLayout(whole)


Gone = Literal["", "taken", "late"]
"""Why a time is free no more: somebody took it, or patients may book it no longer."""


class CheckPage(QWidget):
    """All that is going to be booked, and other times where that one was taken.

    Signals:
        chosen(Opening): this time instead.
    """

    chosen = Signal(object)

    def __init__(
        self, scale: Scale, language: Language, zone: zoneinfo.ZoneInfo, who: AddPatient
    ) -> None:
        """Begin without a time."""
        super().__init__()
        self._scale, self._language, self._zone, self._who = scale, language, zone, who
        self._notice = Notice(scale)
        self.gone: Gone = ""
        """Why the time is free no more, and others are offered."""
        self._facts = _Refilled()
        self._others = _Refilled()
        # What is told, and what may be done about it, come first: below they would be overlooked.
        whole = column(self._notice, self._others, self._facts, spacing=scale.px(18))
        whole.addStretch(1)
        self.setLayout(whole)

    def show_opening(self, one: Opening) -> None:
        """Show what would be booked."""
        self._facts.put(one, lambda: self._table(one))

    def _table(self, one: Opening) -> QWidget:
        texts, language, zone, scale = self._language.texts, self._language, self._zone, self._scale
        who = self._who
        born = who.born
        date = dt.date(born.year, born.month or 1, born.day or 1) if born is not None else None
        facts = (
            (texts.doctor, one.doctor),
            (texts.date, language.day(local_date(one.start, zone))),
            (texts.time, language.hours(one.start, one.end, zone)),
            (texts.full_name, who.name.shown),
            (texts.born, language.date(date) if date is not None else ""),
            (texts.phone, ", ".join(who.phones)),
        )
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(scale.px(24))
        grid.setVerticalSpacing(scale.px(12))
        grid.setColumnStretch(1, 1)
        for number, (caption, fact) in enumerate(facts):
            label = Words(scale, caption, "body", tone="muted")
            label.setWordWrap(False)
            grid.addWidget(label, number, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(Words(scale, fact, "large" if number < 3 else "body"), number, 1)
        return inside

    def tell(self, text: str, several: tuple[Opening, ...] = (), *, gone: Gone = "") -> None:
        """Say something, or nothing, and offer other times; ``gone``: because this one went."""
        self.gone = gone
        self._notice.say(text)
        # What will not be booked takes the room that the others need.
        self._facts.setVisible(not gone)
        self._others.put(several, lambda: self._tiles(several))

    def _tiles(self, several: tuple[Opening, ...]) -> QWidget:
        tiles = _offers(
            self._scale, several, self.chosen.emit,
            lambda one: self._language.when(one.start, self._zone), with_doctor=True,
        )  # fmt: skip
        return Flowing(tiles, self._scale.px(230), self._scale.px(12), most=3)


class CardPage(QWidget):
    """The booked visit, with the code for a phone."""

    def __init__(
        self,
        scale: Scale,
        language: Language,
        zone: zoneinfo.ZoneInfo,
        ticket: Ticket,
        now: dt.datetime,
    ) -> None:
        """Show a visit; nothing of its patient."""
        super().__init__()
        texts = language.texts
        self.lines = (
            language.day(local_date(ticket.start, zone)),
            language.hours(ticket.start, ticket.end, zone),
            ticket.doctor,
            ticket.clinic,
        )
        self.calendar_event = calendar_event(ticket, now)
        code = CodePicture(CODE, texts.code_name)
        code.show_text(self.calendar_event)
        day, hours, *others = self.lines
        told = [Words(scale, day, "title"), Words(scale, hours, "title")]
        told += [Words(scale, line, "large") for line in others]
        hints = [Words(scale, text, "body", tone="muted") for text in (texts.scan, texts.change)]
        self.printing = Notice(scale, "success")
        words = column(*told, *hints, self.printing, spacing=scale.px(12))
        words.addStretch(1)
        beside = row(spacing=scale.px(32))
        beside.addLayout(words, 1)
        beside.addWidget(code, 0, Qt.AlignmentFlag.AlignTop)
        whole = column()
        whole.addLayout(beside)
        whole.addStretch(1)
        self.setLayout(whole)
