"""Several patients at once: times next to each other are looked for, offered, and booked as one."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from clinic_desktop.domain.booking import listed
from clinic_desktop.domain.offers import NextTimes
from clinic_desktop.domain.office import Done, Seen
from clinic_desktop.domain.people import AppointmentType, AppointmentTypes, Doctor, Doctors
from clinic_desktop.domain.refusals import Refusal, Unavailable
from clinic_desktop.domain.time import TimeSpan, local_date
from clinic_desktop.domain.together import (
    MONTHS_AHEAD,
    BookedTogether,
    BookTogether,
    NextTogether,
    Together,
    TogetherOffers,
)
from clinic_desktop.ui.alerts import Alerts
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Choice, Label, Panel, Segments, captioned, push_button
from clinic_desktop.ui.refused import RefusalBox, passing
from clinic_desktop.ui.two_lines import ITEM, LINES, PARTING, TwoLines, quiet_frame
from clinic_desktop.ui.words import at_site, clock_text, day_text, hours_text, minutes_text

_ROW, _AT_ONCE = "row", "once"
_NO_TYPE, _ANY = "No type: one block", "Any doctor"
_LOOKING = "Looking for times\N{HORIZONTAL ELLIPSIS}"


class TogetherPanel(Panel):
    """Offers times for several patients; one of them is booked for all, or for nobody.

    Signals:
        booked(Done): the answer is a ``BookedTogether``.
    """

    booked = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Make the panel; ``open_for`` fills it."""
        super().__init__(clinic.look, "Together", "Several patients together")
        self._clinic = clinic
        self._ids: tuple[int, ...] = ()
        self._at_once = self.is_busy = False
        self._sent: BookTogether | None = None
        look = clinic.look
        self._who, self._alerts = Label(look, role="medium", wraps=True), Alerts(clinic)
        self._how = Segments(
            "How they come",
            {_ROW: "In a row", _AT_ONCE: "At the same time"},
            self._set_how,
        )
        self._how.set_choice(_ROW)
        self.types, self.doctors = Choice(look, "Type of all"), Choice(look, "With whom")
        for box in (self.types, self.doctors):
            box.currentIndexChanged.connect(self._look)
        self.offers = QListWidget()
        self.offers.setAccessibleName("Times for all")
        self.offers.setItemDelegate(TwoLines(look, self.offers))
        self.offers.setMouseTracking(True)
        self.offers.setMinimumHeight(look.px(96))
        self.offers.itemClicked.connect(self._choose)
        self.offers.itemActivated.connect(self._choose)
        self._told = Label(look, role="small", tone="muted", wraps=True)
        self.refusal = RefusalBox(clinic, "Refusal")
        self.refusal.told.connect(lambda: self.scroller.reveal(self.refusal))
        self.refusal.anyway_requested.connect(self._book_anyway)
        self.refusal.retry_requested.connect(self._again)
        for part in (
            self._who,
            self._alerts,
            self._how,
            captioned(look, "Type", self.types),
            captioned(look, "Doctor", self.doctors),
            self._told,
            self.offers,
            self.refusal,
        ):
            if isinstance(part, (Label, Segments, QListWidget, RefusalBox)):
                self.body.addWidget(part, 1 if part is self.offers else 0)
            else:
                self.body.addLayout(part)
        self.book_button = push_button("Book", kind="primary", name="Book all of them")
        self.book_button.clicked.connect(self._book_current)
        self.foot.addWidget(self.book_button)
        look.changed.connect(self._dress)
        self._dress()
        self._make_questions()

    def _make_questions(self) -> None:
        dispatcher = self._clinic.dispatcher
        self._types_query, self._doctors_query, self._query = (
            LiveQuery(dispatcher, self) for _ in range(3)
        )
        self._types_query.loaded.connect(self._show_types)
        self._doctors_query.loaded.connect(self._show_doctors)
        self._query.loaded.connect(self._show)
        self._query.failed.connect(self._fail_search)
        # Both boxes are filled at once: it is looked once.
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._ask)

    def _dress(self) -> None:
        self.offers.setStyleSheet(quiet_frame(self.look))

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        queries = (self._types_query, self._doctors_query, self._query)
        asked = all(query.is_settled for query in queries)
        return asked and self._alerts.is_settled and not self.is_busy and not self._soon.isActive()

    def open_for(self, patient_ids: tuple[int, ...]) -> None:
        """Look for times for these patients, in this order."""
        self._ids = patient_ids
        self._alerts.set_patients(patient_ids)
        self._who.setText("")
        self.refusal.clear()
        self._types_query.set_query(AppointmentTypes())
        self._doctors_query.set_query(Doctors())
        self._look()

    def clear(self) -> None:
        """Ask for nothing any more."""
        self._ids = ()
        self._alerts.set_patients(())
        self._sent = None
        self.refusal.clear()
        self.offers.clear()
        for query in (self._types_query, self._doctors_query, self._query):
            query.set_query(None)

    def focus(self) -> None:
        """Go to the times, as they come."""
        self.offers.setFocus()

    def _set_how(self, how: str) -> None:
        self._at_once = how == _AT_ONCE
        self._look()

    def _show_types(self, seen: Seen[tuple[AppointmentType, ...]]) -> None:
        named = [(f"{one.name} · {minutes_text(one.minutes)}", one.id) for one in seen.answer]
        _fill(self.types, _NO_TYPE, named)

    def _show_doctors(self, seen: Seen[tuple[Doctor, ...]]) -> None:
        _fill(self.doctors, _ANY, [(one.name, one.id) for one in seen.answer])

    def _look(self, _index: int = 0) -> None:
        if self._ids:
            self._soon.start()

    def _ask(self) -> None:
        """Look for times as they are wished now."""
        doctor = self.doctors.currentData()
        self.refusal.clear()
        self.offers.clear()
        self._say(_LOOKING)
        wish = NextTimes(
            type_id=self.types.currentData(),
            doctor_ids=None if doctor is None or self._at_once else (doctor,),
        )
        self._query.set_query(NextTogether(patient_ids=self._ids, wish=wish, at_once=self._at_once))
        self.doctors.setEnabled(not self._at_once)

    def _say(self, text: str) -> None:
        self._told.setText(text)
        self._told.setVisible(bool(text))
        self.book_button.setEnabled(self.offers.count() > 0 and not self.is_busy)

    def _show(self, seen: Seen[TogetherOffers]) -> None:
        """Show the times; the marked one stays marked."""
        row = self.offers.currentRow()
        self.offers.clear()
        for one in seen.answer.offers:
            self.offers.addItem(self._item(one))
        self.offers.setCurrentRow(min(max(row, 0), self.offers.count() - 1))
        if seen.answer.offers:
            names = [seat.patient for seat in seen.answer.offers[0].seats]
            self._who.setText(", ".join(names))
            self.book_button.setText(f"Book {len(names)} visits")
            self._say("")
        else:
            limits = "\n".join(one.message for one in seen.answer.limits)
            none = f"There is no such time for all of them within {MONTHS_AHEAD} months."
            self._say("\n".join(filter(None, (none, limits))))

    def _item(self, one: Together) -> QListWidgetItem:
        zone, first = self._clinic.zone, one.seats[0]
        last = max(seat.end for seat in one.seats)
        day = day_text(local_date(first.start, zone))
        when = f"{day}, {hours_text(TimeSpan(first.start, last), zone)}"
        # In the order of the names above, for which there is no room in a line.
        if self._at_once:
            line = listed(at_site(seat.doctor, seat.site) for seat in one.seats)
        else:
            each = ", ".join(clock_text(seat.start, zone) for seat in one.seats)
            line = f"{at_site(first.doctor, first.site)}{PARTING}{each}"
        told = "\n".join(
            f"{clock_text(seat.start, zone)} {seat.patient}, {at_site(seat.doctor, seat.site)}"
            for seat in one.seats
        )
        item = QListWidgetItem()
        item.setData(LINES, (when, line, ""))
        item.setData(ITEM, one)
        item.setText(f"{when}, {told}".replace("\n", ", "))
        item.setToolTip(told)
        return item

    def _choose(self, item: QListWidgetItem) -> None:
        self.offers.setCurrentItem(item)
        self.book_button.setFocus()

    def _book_current(self) -> None:
        row = self.offers.currentRow()
        if row >= 0:
            one: Together = self.offers.item(row).data(ITEM)
            self._send(BookTogether(places=one.places, type_id=self.types.currentData()))

    def _send(self, command: BookTogether) -> None:
        if self.is_busy:
            return
        self._sent, self.is_busy = command, True
        self.refusal.clear()
        self.book_button.setEnabled(False)
        self._clinic.dispatcher.do(command, self._done, self._fail)

    def _done(self, done: Done[BookedTogether]) -> None:
        self.is_busy, self._sent = False, None
        self.booked.emit(done)

    def _fail(self, error: Exception) -> None:
        """Tell of everybody who can't be booked, and why; nobody was."""
        self.is_busy = False
        if isinstance(error, Refusal):
            self._query.refresh()
        self._say(self._told.text())
        self.refusal.show_error(error)
        self.refusal.focus()

    def _fail_search(self, error: Exception) -> None:
        self._say("")
        if not isinstance(error, Unavailable):
            self.refusal.show_error(error)

    def _book_anyway(self) -> None:
        """Book past what the refusal warned of."""
        if self._sent is not None:
            passed = passing(self.refusal.error)
            self._send(replace(self._sent, command_id=uuid4(), group_id=uuid4(), **passed))

    def _again(self) -> None:
        """Send the same under the same id: it is carried out once."""
        if self._sent is not None:
            self._send(self._sent)


def _fill(box: Choice, none: str, named: list[tuple[str, int]]) -> None:
    """Offer what there is, and keep what is chosen."""
    chosen = box.currentData()
    box.blockSignals(True)
    box.clear()
    box.addItem(none, None)
    for words, number in named:
        box.addItem(words, number)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)
    if chosen != box.currentData():
        box.currentIndexChanged.emit(box.currentIndex())
