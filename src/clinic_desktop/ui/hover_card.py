"""A card beside the visit under the pointer: who it is, how to reach them, when they come else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer
from PySide6.QtWidgets import QFrame, QLabel, QWidget

from clinic_desktop.domain.booking import Appointment
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import PatientFound, PatientInBrief
from clinic_desktop.domain.time import local_date
from clinic_desktop.domain.timeoff import KIND_WORDS
from clinic_desktop.ui.agenda.kept import Kept
from clinic_desktop.ui.agenda.off import Off
from clinic_desktop.ui.agenda.words import STATUS_ICONS, together_text
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, column, row
from clinic_desktop.ui.words import (
    born_text,
    clock_text,
    day_text,
    hours_text,
    minutes_text,
    off_when,
)

if TYPE_CHECKING:
    from clinic_desktop.ui.agenda.view import AgendaView, Pointed

RESTS_MS = 70
"""How long a pointer must rest on a visit: one that only passes over asks nothing."""
WAITS_MS = 50
"""How long the card waits for the rest of what it shows; then it begins with what is known."""
LEAVES_MS = 60
"""How long it stays when the pointer has left: between two visits lies a gap of some pixels."""
_WIDE, _GAP, _NOTE = 250, 8, 240


class HoverCard(QFrame):
    """Stands beside a calendar's column, never over it, and lets every click through."""

    def __init__(self, clinic: Clinic, view: AgendaView) -> None:
        """Begin hidden, over the window that the calendar is in."""
        super().__init__(view.window())
        self._clinic, self._view = clinic, view
        self._pointed: Pointed | None = None
        self._found: PatientFound | None = None
        self.setProperty("role", "sheet")
        self.setAccessibleName("About the visit")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._make_parts()
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._take)
        self._query.failed.connect(self._do_without)
        self._rests = self._make_timer(RESTS_MS, self._ask)
        self._waits = self._make_timer(WAITS_MS, self._show)
        self._leaves = self._make_timer(LEAVES_MS, self.put_away)
        clinic.privacy.changed.connect(self.put_away)
        view.touched.connect(self.put_away)
        view.menu_requested.connect(self.put_away)
        view.window().installEventFilter(self)
        for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):
            bar.valueChanged.connect(self.put_away)
        self.hide()

    def _make_timer(self, after: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=after)
        timer.timeout.connect(act)
        return timer

    def _make_parts(self) -> None:
        look = self._clinic.look
        self._name = Label(look, role="heading", wraps=True)
        self._who = Label(look, role="small", tone="muted", wraps=True)
        self._alerts = Label(look, role="small", tone="danger", wraps=True)
        self._time = Label(look, role="strong")
        self._kind = Label(look, role="small", tone="muted", wraps=True)
        self._mark, self._status = QLabel(), Label(look, role="medium")
        self._note = Label(look, role="small", wraps=True)
        self._visits = Label(look, role="small", tone="muted", wraps=True)
        stands = row(self._mark, self._status, spacing=look.px(6))
        stands.setStretch(1, 1)
        when = column(self._time, self._kind, stands, spacing=look.px(3))
        head = column(self._name, self._who, self._alerts, spacing=look.px(2))
        self.setLayout(
            column(head, when, self._note, self._visits, spacing=look.px(8), margins=look.px(12))
        )

    @property
    def text(self) -> str:
        """What it says, line by line; empty while it is hidden."""
        labels = (
            self._name,
            self._who,
            self._alerts,
            self._time,
            self._kind,
            self._status,
            self._note,
        )
        shown = [label.text() for label in (*labels, self._visits) if not label.isHidden()]
        return "" if self.isHidden() else "\n".join(filter(None, shown))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Go when the window gets another size: the column is elsewhere then."""
        if event.type() == QEvent.Type.Resize:
            self.put_away()
        return False

    # Coming and going

    def point_at(self, pointed: Pointed | None) -> None:
        """Follow the pointer, or the keys, to a visit or away from all."""
        self._rests.stop()
        if pointed is None:
            if not self._leaves.isActive():
                self._leaves.start()
            return
        self._leaves.stop()
        before, self._pointed = self._pointed, pointed
        if before is not None and before.thing.id == pointed.thing.id and not self.isHidden():
            self._show()
        else:
            self._rests.start()

    def put_away(self) -> None:
        """Hide at once, and want no answer any more."""
        for timer in (self._rests, self._waits, self._leaves):
            timer.stop()
        self._pointed = self._found = None
        if self._query.query is not None:
            self._query.set_query(None)
        self.hide()

    def _ask(self) -> None:
        """Ask about the patient; until the answer comes, the card before it stays."""
        if self._pointed is None:
            return
        thing = self._pointed.thing
        if isinstance(thing, Off):
            self._show()
            return
        visit = thing.visit if isinstance(thing, Kept) else thing
        query = PatientInBrief(patient_id=visit.patient_id)
        if self._found is not None and self._query.query == query:
            self._show()
            return
        self._found = None
        self._waits.start()
        self._query.set_query(query)

    def _take(self, seen: Seen[PatientFound]) -> None:
        self._found = seen.answer
        if self._pointed is not None and not self._rests.isActive():
            self._show()

    def _do_without(self, _error: Exception) -> None:
        """Show what the calendar knows: the database's silence is told elsewhere."""
        self._show()

    # What it says

    def _show(self) -> None:
        self._waits.stop()
        pointed, found = self._pointed, self._found
        if pointed is None:
            return
        thing = pointed.thing
        if isinstance(thing, Off):
            self._say_off(thing)
            self._place(pointed)
            return
        visit = thing.visit if isinstance(thing, Kept) else thing
        self._say_visit(visit)
        if found is not None and found.patient.id == visit.patient_id:
            self._say_patient(found, visit)
        else:
            self._who.setText("\N{HORIZONTAL ELLIPSIS}")
            self._alerts.hide()
            self._visits.setText("Last visit\nNext visit")
        self._place(pointed)

    def _say_visit(self, visit: Appointment) -> None:
        look = self._clinic.look
        self._name.setText(visit.patient)
        self._time.setText(hours_text(visit.span, self._clinic.zone))
        kind = (visit.type, minutes_text(visit.span.minutes), visit.doctor)
        lines = [" · ".join(filter(None, kind)), together_text(visit), self._kept_free(visit)]
        self._kind.setText("\n".join(filter(None, lines)))
        self._kind.show()
        self._show_of_visit(shown=True)
        over = f", over somebody: {visit.overbooked}" if visit.overbooked else ""
        self._status.setText(f"{visit.stands}{over}")
        icon = look.icon(STATUS_ICONS[visit.status], look.palette.muted)
        self._mark.setPixmap(icon.pixmap(look.px(14)))
        self._note.setText(_shortened(visit.note))
        self._note.setVisible(bool(visit.note))

    def _kept_free(self, visit: Appointment) -> str:
        """Say what is kept free around it, of which the patient is told nothing."""
        sides = (
            f"{side} it {hours_text(span, self._clinic.zone)}"
            for side, span in zip(("before", "after"), visit.kept_free, strict=True)
            if span is not None
        )
        told = ", ".join(sides)
        return f"Kept free {told}" if told else ""

    def _say_off(self, off: Off) -> None:
        """Say what kind of time off it is, from when to when, and its note."""
        away = off.away
        whose = off.doctor if away.doctor_id is not None else away.site or "The whole clinic"
        self._name.setText(KIND_WORDS[away.kind])
        self._who.setText(whose)
        self._time.setText(off_when(away, self._clinic.zone))
        self._kind.setText("Comes again at other times" if away.repeats else "")
        self._kind.setVisible(away.repeats)
        self._note.setText(_shortened(away.name or away.note))
        self._note.setVisible(bool(away.name or away.note))
        self._show_of_visit(shown=False)

    def _show_of_visit(self, *, shown: bool) -> None:
        """Show what only a visit has."""
        if not shown:
            self._alerts.hide()
        for label in (self._mark, self._status, self._visits):
            label.setVisible(shown)

    def _say_patient(self, found: PatientFound, visit: Appointment) -> None:
        patient = found.patient
        facts = (*patient.phones[:2], born_text(patient.born), *patient.other_facts)
        self._who.setText("\n".join(filter(None, facts)) or "No phone is known")
        # Whole, however long: what is cut off may be what matters.
        self._alerts.setText("\n".join(patient.alerts))
        self._alerts.setVisible(bool(patient.alerts))
        notes = "\n".join(filter(None, (_shortened(visit.note), _shortened(patient.note))))
        self._note.setText(notes)
        self._note.setVisible(bool(notes))
        last = self._moment(found.last_visit, visit)
        after = self._moment(found.next_visit, visit)
        self._visits.setText(f"Last visit: {last}\nNext visit: {after}")

    def _moment(self, at: dt.datetime | None, visit: Appointment) -> str:
        if at is None:
            return "none"
        if at == visit.start:
            return "this one"
        zone = self._clinic.zone
        return f"{day_text(local_date(at, zone))}, {clock_text(at, zone)}"

    # Where it stands

    def _place(self, pointed: Pointed) -> None:
        """Stand beside the column, inside the calendar if there is room; else show nothing."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
        wide = self._clinic.look.px(_WIDE)
        self.resize(wide, layout.totalHeightForWidth(wide) if layout is not None else 0)
        spot = self._corner(pointed)
        if spot is None:
            self.hide()
            return
        self.move(spot)
        self.show()
        self.raise_()

    def _corner(self, pointed: Pointed) -> QPoint | None:
        parent = self.parentWidget()
        if parent is None:
            return None
        gap = self._clinic.look.px(_GAP)
        taken = _mapped(self._view.viewport(), pointed.column, parent)
        right, left = taken.right() + 1 + gap, taken.left() - gap - self.width()
        sides = (left, right) if self._view.isRightToLeft() else (right, left)
        # Of what is higher than the calendar the part that is seen counts.
        seen = pointed.card & self._view.viewport().rect()
        top = _mapped(self._view.viewport(), seen if seen.isValid() else pointed.card, parent).top()
        top = max(gap, min(top, parent.height() - self.height() - gap))
        for room in (_mapped(self._view, self._view.rect(), parent), parent.rect()):
            for x in sides:
                if room.left() <= x and x + self.width() <= room.right():
                    return QPoint(x, top)
        return None


def _mapped(widget: QWidget, rect: QRect, parent: QWidget) -> QRect:
    return QRect(widget.mapTo(parent, rect.topLeft()), rect.size())


def _shortened(note: str) -> str:
    """Cut a note that would make the card as high as the window."""
    return note if len(note) <= _NOTE else f"{note[:_NOTE].rstrip()}\N{HORIZONTAL ELLIPSIS}"
