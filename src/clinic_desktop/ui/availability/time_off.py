"""The panel that shows time off, and takes it away after it is seen what that does."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal

from clinic_desktop.domain.effect import Hit
from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.timeoff import KIND_WORDS, RemoveTimeOff, TheTimeOff, TimeOff, VisitsIn
from clinic_desktop.ui.agenda.off import Off
from clinic_desktop.ui.availability.effect import EffectView
from clinic_desktop.ui.availability.hits import HitList
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, Panel, column, push_button
from clinic_desktop.ui.words import off_when

_WHOLE = "The whole clinic"


class TimeOffPanel(Panel):
    """Says what kind of time off it is, when and why, who is still booked in it; can remove it.

    Signals:
        open_requested(Appointment): show this visit that lies in it.
    """

    open_requested = Signal(object)

    def __init__(self, clinic: Clinic) -> None:
        """Make the panel; ``open_off`` fills it."""
        super().__init__(clinic.look, "Time off", "Time off")
        self._clinic = clinic
        look = clinic.look
        self.off: Off | None = None
        self.sent: Off | None = None
        """What is being removed; something else may be looked at meanwhile."""
        self._waits = False
        self._kind = Label(look, role="heading", wraps=True)
        self._kind.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._when = Label(look, role="body", wraps=True)
        self._whose = Label(look, role="body", tone="muted", wraps=True)
        self._note = Label(look, role="body", wraps=True)
        self._again = Label(look, role="small", tone="muted", wraps=True)
        self._again.setText("It comes again at other times: all of them are removed at once.")
        self._about_left = Label(look, role="body", tone="warning", wraps=True)
        self.left = HitList(clinic)
        self._about_left.setBuddy(self.left)
        self.left.open_requested.connect(self.open_requested)
        self._open = push_button("Open", name="Open this visit")
        self._open.clicked.connect(lambda: self.open_requested.emit(self.left.visit))
        self._show_left(())
        self.effect = EffectView(clinic, "Remove")
        head = column(self._kind, self._when, self._whose, self._note, spacing=look.px(3))
        self.body.addLayout(head)
        self.body.addWidget(self._again)
        for part in (self._about_left, self.left, self._open):
            self.body.addWidget(part)
        self.body.addWidget(self.effect)
        self.body.addStretch(1)
        self.foot.addWidget(self.effect.save_button)
        self.effect.shown.connect(self._go_on)
        self.effect.sent.connect(self._note_sent)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show_note)
        self._left_query = LiveQuery(clinic.dispatcher, self)
        self._left_query.loaded.connect(lambda seen: self._show_left(seen.answer))
        self._left_query.failed.connect(lambda _error: self._show_left(()))

    @property
    def is_busy(self) -> bool:
        """Whether it is being removed."""
        return self.effect.is_busy

    @property
    def is_settled(self) -> bool:
        """Whether the effect is shown, and nothing is on its way."""
        queries = (self._query, self._left_query)
        return self.effect.is_settled and all(one.is_settled for one in queries)

    def open_off(self, off: Off) -> None:
        """Show this, and what it would do to remove it."""
        if self.off is None or self.off.away.time_off_id != off.away.time_off_id:
            self._show_left(())
        self.off = off
        self._say(off)
        self._left_query.set_query(VisitsIn(time_off_id=off.away.time_off_id))
        self._query.set_query(TheTimeOff(time_off_id=off.away.time_off_id))
        self.effect.set_change(RemoveTimeOff(time_off_id=off.away.time_off_id), at_once=True)

    def _note_sent(self) -> None:
        self.sent = self.off

    def _say(self, off: Off) -> None:
        away = off.away
        self._kind.setText(KIND_WORDS[away.kind])
        self._when.setText(off_when(away, self._clinic.zone))
        self._whose.setText((away.site or _WHOLE) if away.doctor_id is None else off.doctor)
        self._name(away.name or away.note)
        self._again.setVisible(away.repeats)

    def _name(self, note: str) -> None:
        self._note.setText(note)
        self._note.setVisible(bool(note))
        told = (self._when.text(), self._whose.text(), note)
        self._kind.setAccessibleDescription(", ".join(filter(None, told)))

    def _show_note(self, seen: Seen[TimeOff]) -> None:
        """Show a doctor's note as it may be shown now; what a closed day is called is no secret."""
        if seen.answer.doctor_id is not None:
            self._name(seen.answer.note)

    def _show_left(self, hits: tuple[Hit, ...]) -> None:
        """Show who is still booked in it: nothing else on the screen tells that of a visit."""
        number = len(hits)
        lie = "1 appointment still lies" if number == 1 else f"{number} appointments still lie"
        stay = "It stays" if number == 1 else "They stay"
        them = "it" if number == 1 else "them"
        self._about_left.setText(
            f"{lie} in it. {stay} booked, as an exception, unless you move or cancel {them}."
        )
        self.left.show_hits(hits)
        for part in (self._about_left, self.left, self._open):
            part.setVisible(bool(hits))

    def focus(self) -> None:
        """Go where Enter removes it, as soon as it is seen what that does."""
        self._waits = self.effect.effect is None
        (self._kind if self._waits else self.effect.save_button).setFocus()

    def _go_on(self) -> None:
        if self._waits and self._kind.hasFocus() and self.effect.save_button.isEnabled():
            self.effect.save_button.setFocus()
        self._waits = False

    def clear(self) -> None:
        """Ask for nothing any more."""
        self.off = None
        self._query.set_query(None)
        self._left_query.set_query(None)
        self.effect.clear()
