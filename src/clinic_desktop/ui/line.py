"""One line for everything: what is said in it, who and which times it means; Enter books."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from clinic_desktop.domain.booking import BookBlock, Booked
from clinic_desktop.domain.forms import present
from clinic_desktop.domain.offers import Limit, Offer, Said, Say, booking_of
from clinic_desktop.domain.office import Done, Seen
from clinic_desktop.domain.people import Patient, PatientFound
from clinic_desktop.domain.refusals import Unavailable
from clinic_desktop.domain.saying.meaning import Meaning, Question
from clinic_desktop.domain.saying.telling import words_of
from clinic_desktop.domain.time import TimeSpan
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.found import facts_text
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, Panel, column, push_button
from clinic_desktop.ui.privacy import PersonalField, real
from clinic_desktop.ui.refused import Offer as Instead
from clinic_desktop.ui.refused import RefusalBox, passing
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.two_lines import ITEM, LINES, PARTING, TwoLines, quiet_frame
from clinic_desktop.ui.words import at_site, born_text, when_text

_HINT = (
    "Who, how long or what, with whom and when, in any order: smith 30m lee next tuesday after "
    "four. It also finds what the program can do, patients, doctors and days."
)
_ROW = 44


@dataclass(frozen=True, slots=True)
class Finding:
    """Something else that a line may mean: what it is called, its keys, and what does it."""

    words: str
    keys: str
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class NewPatient:
    """Somebody whom nobody knows, to be registered and booked for the first time that is free."""

    text: str


Thing = Offer | PatientFound | Finding | NewPatient
"""What a row stands for."""


class LinePanel(Panel):
    """The line, what is understood of it, and what it may mean, kept true while one types.

    Signals:
        booked(Done[Booked]): the line was booked.
        offer_chosen(Offer, NextTimes, object): take a time to the form, for a patient or None.
        new_patient_requested(str, object, object): register these words, for an offer or None.
        patient_requested(PatientFound): show somebody.
    """

    booked = Signal(object)
    offer_chosen = Signal(object, object, object)
    new_patient_requested = Signal(object, object, object)
    patient_requested = Signal(object)

    def __init__(self, clinic: Clinic, find: Callable[[str], Sequence[Finding]]) -> None:
        """Begin with an empty line; ``find`` answers what else some words may mean."""
        super().__init__(clinic.look, "Book or find by a line", "Line")
        look = clinic.look
        self._clinic, self._find = clinic, find
        self.is_busy = False
        self._said: Said | None = None
        self._chosen: tuple[str, Patient] | None = None
        self._wish: BookBlock | None = None
        self._unanswered = self._waiting_enter = False
        self.field = PersonalField(clinic.privacy)
        self.field.setAccessibleName("What is said")
        self.field.setPlaceholderText("smith 30m lee next")
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        self.understood = Label(look, _HINT, "small", tone="muted", wraps=True)
        self._alerts = Label(look, role="small", tone="danger", wraps=True)
        self._alerts.hide()
        self.refusal = RefusalBox(clinic, "Refusal")
        self.refusal.anyway_requested.connect(self._book_anyway)
        self.refusal.retry_requested.connect(self._retry)
        self.refusal.offer_chosen.connect(self._take_instead)
        self._asked = QVBoxLayout()
        self._asked.setSpacing(look.px(8))
        self.rows = _Rows(clinic, self)
        self.rows.itemClicked.connect(self._choose)
        self.body.addWidget(self.field)
        self.body.addWidget(self.understood)
        self.body.addWidget(self._alerts)
        self.body.addLayout(self._asked)
        self.body.addWidget(self.refusal)
        self.body.addWidget(self.rows)
        self.body.addStretch(1)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self._query.failed.connect(self.refusal.show_error)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is on its way."""
        return self._query.is_settled and not self.is_busy

    def focus(self) -> None:
        """Go to the line."""
        self.field.setFocus()
        self.field.selectAll()

    def clear(self) -> None:
        """Forget what was said."""
        self.field.forget()
        self._chosen = self._wish = None
        self.refusal.clear()

    # The line, while it is typed

    def _ask(self, text: str) -> None:
        """Ask what is said now means."""
        self._unanswered, self._waiting_enter = True, False
        self.refusal.clear()
        if text.strip():
            language = QLocale().name()[:2]
            own = self._clinic.own
            whose = None if own is None else (own.id,)
            self._query.set_query(Say(line=text, language=language, doctor_ids=whose))
        else:
            self._query.set_query(None)
            self._said = self._chosen = None
            self._unanswered = False
            self._alerts.hide()
            self._empty()
            self.understood.setText(_HINT)
            self.rows.show_rows([])

    def _show(self, seen: Seen[Said]) -> None:
        """Tell what was understood, what is asked, and what it may mean."""
        self._said = said = seen.answer
        reading = said.reading
        if self._chosen is not None and self._chosen[0] != reading.patient:
            self._chosen = None
        told = PARTING.join(words_of(reading.meaning, present()))
        self.understood.setText(f"Understood: {told}" if told else "Nothing of it is understood.")
        self._empty()
        for question in reading.questions:
            self._asked.addWidget(self._question(question))
        if said.offers is not None and not said.offers.offers and _wishes(reading.meaning):
            told = ""
            for limit in said.offers.limits:
                # Of a single day what is earlier and what is later have one sentence.
                self._asked.addWidget(self._limit(limit, says=limit.message != told))
                told = limit.message
        self._list()
        self._unanswered = False
        if reading.questions:
            announce(self.field, " ".join(one.sentence for one in reading.questions))
        if self._waiting_enter:
            self._waiting_enter = False
            self._choose()

    def _question(self, of: Question) -> QWidget:
        """Ask something, with lines that say it clearly."""
        part = QWidget()
        lines = column(Label(self._clinic.look, of.sentence, wraps=True), spacing=2)
        for choice in of.choices:
            # Bullets stand for the line while patients are hidden; the field keeps what was typed.
            button = push_button(choice, kind="link", name=f"Say {choice}")
            button.clicked.connect(lambda _=False, choice=choice: self._say(choice))
            button.setDisabled(self._clinic.privacy.is_on)
            lines.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        part.setLayout(lines)
        return part

    def _say(self, line: str) -> None:
        self.field.setText(line)
        self.field.setFocus()

    def _limit(self, of: Limit, *, says: bool) -> QWidget:
        """Tell a rule because of which there is nothing, with the nearest time beyond it."""
        part = QWidget()
        sentence = [Label(self._clinic.look, of.message, wraps=True)] if says else []
        lines = column(*sentence, spacing=2)
        near = of.nearest
        if near is not None:
            when = when_text(TimeSpan(near.opening.start, near.end), self._clinic.zone)
            whom = at_site(near.opening.doctor, near.opening.site)
            name = f"Take {whom}, {when}"
            shown = at_site(f"Next: {when}", near.opening.site)
            take = push_button(shown, kind="link", name=name)
            take.clicked.connect(lambda _=False: self._to_form(near))
            lines.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
        part.setLayout(lines)
        return part

    def _empty(self) -> None:
        while (item := self._asked.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    # What it may mean

    @property
    def patient(self) -> Patient | None:
        """Who is meant: who was chosen, or the only one whom the words find."""
        if self._chosen is not None:
            return self._chosen[1]
        found = self._said.patients if self._said is not None else ()
        return found[0].patient if len(found) == 1 else None

    def _list(self) -> None:
        """List times, patients and whatever else the words find, the likeliest first."""
        said = self._said
        if said is None:
            return
        meaning = said.reading.meaning
        wishes = _wishes(meaning)
        offers = said.offers.offers if said.offers is not None and wishes else ()
        others: list[Thing] = list(self._find(self.field.text()))
        people: list[Thing] = list(said.patients)
        if self.patient is not None and wishes:
            people = []
        elif said.reading.named and not said.patients and not said.reading.questions:
            people = [NewPatient(" ".join(map(real, said.reading.named)))]
        # A line that wishes for nothing is looked up: what the program can do stands first.
        things = [*people, *offers, *others] if wishes else [*others, *people]
        if wishes and not said.reading.named:
            things = [*others, *offers]
        self.rows.show_rows([(thing, *self._words(thing)) for thing in things])
        self._tell_alerts()
        self._tell_row()

    def _tell_alerts(self) -> None:
        """Tell what whoever books for them must see, as soon as it is known who is meant."""
        patient = self.patient
        told = () if patient is None else self._clinic.privacy.shown(patient).alerts
        if told and "\n".join(told) != self._alerts.text():
            announce(self.field, " ".join(told))
        self._alerts.setText("\n".join(told))
        self._alerts.setVisible(bool(told))

    def _words(self, thing: Thing) -> tuple[str, str, str]:
        """Say what a row stands for: a name, a line, and a fact at the name's end."""
        zone = self._clinic.zone
        if isinstance(thing, Offer):
            opening = thing.opening
            whom = (f"{thing.rest} min beside it stay unusable",) if thing.rest else ()
            kept = (f"kept for {opening.purpose}",) if opening.purpose else ()
            doctor = at_site(opening.doctor, opening.site)
            line = PARTING.join((doctor, *kept, *opening.beside, *whom))
            who = self.patient.name if self.patient is not None else ""
            return when_text(TimeSpan(opening.start, thing.end), zone), line, who
        if isinstance(thing, PatientFound):
            return thing.patient.name, facts_text(thing, zone), born_text(thing.patient.born)
        if isinstance(thing, NewPatient):
            shown = self._clinic.privacy.shown_text(thing.text)
            return f"New patient “{shown}”", "Nobody is found: register and book", ""
        return thing.words, thing.keys, ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys and Enter in the line work in the list below it."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps:
                self.rows.step(steps[Qt.Key(event.key())])
                self._tell_row()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                if self._unanswered:
                    self._waiting_enter = True
                else:
                    self._choose()
                return True
        return super().eventFilter(watched, event)

    def _tell_row(self) -> None:
        """Have a screen reader say the marked row: the focus stays in the line."""
        row: QListWidgetItem | None = self.rows.currentItem()
        told = row.data(Qt.ItemDataRole.AccessibleTextRole) if row is not None else ""
        if told != self.field.accessibleDescription():
            self.field.setAccessibleDescription(told)
            announce(self.field, told)
        content = self.scroller.widget()
        if row is not None and content is not None:
            place = self.rows.visualItemRect(row)
            edge = self.rows.mapTo(content, place.bottomLeft())
            self.scroller.ensureVisible(edge.x(), edge.y(), 0, place.height())

    def _choose(self, item: QListWidgetItem | None = None) -> None:
        """Do what a row stands for, else the marked one."""
        row: QListWidgetItem | None = item or self.rows.currentItem()
        thing: Thing | None = row.data(ITEM) if row is not None else None
        if thing is None or self.is_busy:
            return
        if isinstance(thing, Offer):
            self._take(thing)
        elif isinstance(thing, PatientFound):
            self._take_patient(thing)
        elif isinstance(thing, NewPatient):
            self._register(thing)
        else:
            thing.do()

    def _register(self, new: NewPatient) -> None:
        """Have somebody registered, for the first of the times that are wished."""
        said = self._said
        if said is None or said.offers is None or not _wishes(said.reading.meaning):
            self.new_patient_requested.emit(new.text, None, None)
            return
        first = next(iter(said.offers.offers), None)
        self.new_patient_requested.emit(new.text, first, said.wish)

    def _take_patient(self, found: PatientFound) -> None:
        """Take somebody for the times that are wished; without any, show who it is."""
        if self._said is None or not _wishes(self._said.reading.meaning):
            self.patient_requested.emit(found)
            return
        self._chosen = (self._said.reading.patient, found.patient)
        self._list()

    # Booking

    def _take(self, offer: Offer) -> None:
        """Book a time; for nobody named, the form asks who it is for."""
        said, patient = self._said, self.patient
        if said is None or said.wish is None:
            return
        if patient is None:
            self._to_form(offer)
            return
        self._book(booking_of(offer, said.wish, patient.id))

    def _to_form(self, offer: Offer) -> None:
        """Go on in the form, with whom the line means, if it is known."""
        if self._said is not None and self._said.wish is not None:
            self.offer_chosen.emit(offer, self._said.wish, self.patient)

    def _book(self, wish: BookBlock) -> None:
        kept = self._wish
        same = kept and replace(
            wish, command_id=kept.command_id, appointment_id=kept.appointment_id
        )
        # After a lost connection the same wish goes out under the same ids: it is booked once.
        self._wish = wish = kept if kept is not None and same == kept else wish
        self.is_busy = True
        self.refusal.clear()
        self.field.setEnabled(False)
        self.rows.setEnabled(False)
        self._clinic.dispatcher.do(wish, self._done, self._fail)

    def _book_anyway(self) -> None:
        if self._wish is not None:
            self._book(replace(self._wish, **passing(self.refusal.error)))

    def _retry(self) -> None:
        if self._wish is not None:
            self._book(self._wish)

    def _take_instead(self, offer: Instead) -> None:
        """Book a free time that the refusal names, for as long and for whom it was wished."""
        wish = self._wish
        if wish is not None:
            length = wish.end - wish.start if wish.end and wish.start else None
            start = offer.span.start
            end = start + length if length else None
            self._book(replace(wish, doctor_id=offer.doctor_id, start=start, end=end))

    def _ended(self) -> None:
        self.is_busy = False
        self.field.setEnabled(True)
        self.rows.setEnabled(True)

    def _done(self, done: Done[Booked]) -> None:
        self._ended()
        self.clear()
        self.booked.emit(done)

    def _fail(self, error: Exception) -> None:
        """Tell it in place; the line keeps every word."""
        self._ended()
        self.field.setFocus()
        if not isinstance(error, Unavailable) and self._wish is not None:
            fresh = BookBlock(patient_id=self._wish.patient_id)
            self._wish = replace(
                self._wish, command_id=fresh.command_id, appointment_id=fresh.appointment_id
            )
        self.refusal.show_error(error)
        self.refusal.focus()


def _wishes(meaning: Meaning) -> bool:
    """Tell whether a line wishes for a time: says more than who somebody is."""
    return replace(meaning, who="", phone="", born=None) != Meaning()


class _Rows(QListWidget):
    """What a line may mean, a row each; the focus stays in the line."""

    def __init__(self, clinic: Clinic, panel: QWidget) -> None:
        super().__init__(panel)
        self._clinic = clinic
        self.setAccessibleName("What it may mean")
        self.setItemDelegate(TwoLines(clinic.look, self))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        clinic.look.changed.connect(self._dress)
        self._dress()
        self.hide()

    def _dress(self) -> None:
        """Frame the list itself: the sheet's ring for a marked item would go around all of it."""
        self.setStyleSheet(quiet_frame(self._clinic.look, floats=False))

    def show_rows(self, rows: Sequence[tuple[Thing, str, str, str]]) -> None:
        """Show these; the marked one stays marked if it is still among them, else the first is."""
        marked = self.currentItem().data(ITEM) if self.currentItem() is not None else None
        self.clear()
        for thing, name, line, aside in rows:
            item = QListWidgetItem()
            item.setData(LINES, (name, line, aside))
            item.setData(ITEM, thing)
            spoken = ", ".join(filter(None, (name, aside, line)))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
            self.addItem(item)
            if thing == marked and self.currentRow() < 0:
                self.setCurrentItem(item)
        if self.currentRow() < 0 and rows:
            self.setCurrentRow(0)
        self.setFixedHeight(len(rows) * self._clinic.look.px(_ROW) + 2 * self.frameWidth() + 2)
        self.setVisible(bool(rows))

    def step(self, by: int) -> None:
        """Mark the row below or above."""
        if self.count():
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + by)))
