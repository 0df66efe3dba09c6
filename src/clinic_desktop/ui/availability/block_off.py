"""The panel in which a stretch of a doctor's time is blocked off, after it is seen who is hit."""

from __future__ import annotations

from PySide6.QtCore import Qt

from clinic_desktop.domain.time import TimeSpan, local_date
from clinic_desktop.domain.timeoff import KIND_WORDS, OF_DOCTORS, AddTimeOff, Stretch, TimeOffKind
from clinic_desktop.domain.values import dataclass
from clinic_desktop.ui.availability.effect import EffectView
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.parts import Choice, Label, Panel, captioned, column
from clinic_desktop.ui.privacy import PersonalField
from clinic_desktop.ui.words import hours_text, long_day_text, minutes_text

_KINDS = sorted(OF_DOCTORS, key=lambda kind: kind is not TimeOffKind.BLOCKED)
"""What a stretch of a day mostly is comes first."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of somebody's time (UTC) that is to be blocked off."""

    doctor_id: int
    doctor: str
    span: TimeSpan


class BlockOffPanel(Panel):
    """Asks of what kind it is; Enter saves as soon as the effect is shown."""

    def __init__(self, clinic: Clinic) -> None:
        """Make the form; ``open_time`` fills it."""
        super().__init__(clinic.look, "Block off", "Block off")
        self._clinic = clinic
        look = clinic.look
        self.taken: Taken | None = None
        self.sent: Taken | None = None
        """What is being blocked off; another time may be asked about meanwhile."""
        self._waits = False
        self._time = Label(look, role="title")
        self._time.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._place = Label(look, role="body", tone="muted", wraps=True)
        self.kind = Choice(look, "Kind")
        for kind in _KINDS:
            self.kind.addItem(KIND_WORDS[kind], kind.value)
        self.note = PersonalField(clinic.privacy)
        self.note.setAccessibleName("Note")
        self.note.setPlaceholderText("What it is for (optional)")
        self.effect = EffectView(clinic, "Block off")
        self.body.addLayout(column(self._time, self._place, spacing=2))
        self.body.addLayout(captioned(look, "Kind", self.kind))
        self.body.addLayout(captioned(look, "Note", self.note))
        self.body.addWidget(self.effect, 1)
        self.foot.addWidget(self.effect.save_button)
        self.effect.shown.connect(self._go_on)
        self.effect.sent.connect(self._note_sent)
        self.kind.currentIndexChanged.connect(self._reword)
        self.note.textChanged.connect(self._reword)
        self.note.returnPressed.connect(self.effect.save)

    @property
    def is_busy(self) -> bool:
        """Whether it is being saved."""
        return self.effect.is_busy

    @property
    def is_settled(self) -> bool:
        """Whether the effect is shown, and nothing is on its way."""
        return self.effect.is_settled

    @property
    def words(self) -> tuple[int, str]:
        """Which kind is chosen, and the note."""
        return self.kind.currentIndex(), self.note.text()

    def open_time(self, taken: Taken, words: tuple[int, str] = (0, "")) -> None:
        """Ask about this time, in these words; what was typed of the same one stays."""
        if taken != self.taken:
            self.note.forget()
            self.kind.setCurrentIndex(words[0])
            self.note.setText(words[1])
        self.taken = taken
        span, zone = taken.span, self._clinic.zone
        self._time.setText(hours_text(span, zone))
        day = long_day_text(local_date(span.start, zone))
        self._place.setText(f"{day}\n{taken.doctor} · {minutes_text(span.minutes)}")
        self._time.setAccessibleDescription(self._place.text().replace("\n", ", "))
        self.effect.set_change(self._change(taken), at_once=True)

    def _note_sent(self) -> None:
        self.sent = self.taken

    def _change(self, taken: Taken) -> AddTimeOff:
        return AddTimeOff(
            doctor_id=taken.doctor_id,
            when=Stretch.over(taken.span, self._clinic.zone),
            kind=TimeOffKind(self.kind.currentData()),
            note=self.note.text().strip(),
        )

    def _reword(self) -> None:
        """Take another kind or note: whom it hits stays the same."""
        if self.taken is not None:
            self.effect.reword(self._change(self.taken))

    def focus(self) -> None:
        """Go where Enter saves, as soon as it is seen what that does."""
        self._waits = self.effect.effect is None
        (self._time if self._waits else self.effect.save_button).setFocus()

    def _go_on(self) -> None:
        if self._waits and self._time.hasFocus():
            self.effect.save_button.setFocus()
        self._waits = False

    def clear(self) -> None:
        """Ask for nothing any more."""
        self.taken = None
        self.effect.clear()
        self.kind.setCurrentIndex(0)
        self.note.forget()
