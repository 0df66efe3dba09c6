"""The panel that shows time off, and takes it away after it is seen what that does."""

from __future__ import annotations

from PySide6.QtCore import Qt

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.timeoff import KIND_WORDS, RemoveTimeOff, TheTimeOff, TimeOff
from clinic_desktop.ui.agenda.off import Off
from clinic_desktop.ui.availability.effect import EffectView
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, Panel, column
from clinic_desktop.ui.words import off_when

_WHOLE = "The whole clinic"


class TimeOffPanel(Panel):
    """Says what kind of time off it is, when and why, and offers to remove it."""

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
        self.effect = EffectView(clinic, "Remove")
        head = column(self._kind, self._when, self._whose, self._note, spacing=look.px(3))
        self.body.addLayout(head)
        self.body.addWidget(self._again)
        self.body.addWidget(self.effect)
        self.body.addStretch(1)
        self.foot.addWidget(self.effect.save_button)
        self.effect.shown.connect(self._go_on)
        self.effect.sent.connect(self._note_sent)
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show_note)

    @property
    def is_busy(self) -> bool:
        """Whether it is being removed."""
        return self.effect.is_busy

    @property
    def is_settled(self) -> bool:
        """Whether the effect is shown, and nothing is on its way."""
        return self.effect.is_settled and self._query.is_settled

    def open_off(self, off: Off) -> None:
        """Show this, and what it would do to remove it."""
        self.off = off
        self._say(off)
        self._query.set_query(TheTimeOff(time_off_id=off.away.time_off_id))
        self.effect.set_change(RemoveTimeOff(time_off_id=off.away.time_off_id), at_once=True)

    def _note_sent(self) -> None:
        self.sent = self.off

    def _say(self, off: Off) -> None:
        away = off.away
        self._kind.setText(KIND_WORDS[away.kind])
        self._when.setText(off_when(away, self._clinic.zone))
        self._whose.setText(_WHOLE if away.doctor_id is None else off.doctor)
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
        self.effect.clear()
