"""Booking over somebody else, or moving a visit there: by whom, and for which reason."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.refusals import Refusal
from clinic_desktop.domain.rights import Action, MyRights
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import Label, captioned, column, push_button
from clinic_desktop.ui.privacy import PersonalField
from clinic_desktop.ui.refused import is_passable

_OVER = frozenset({"block_taken", "buffer_taken", "off_grid"})
NOT_ALLOWED = (
    "Only who has the right “overbook” may book over somebody. It is granted with the command "
    "“clinic user allow NAME overbook”."
)


def is_over(error: Exception | None) -> bool:
    """Tell whether a refusal can be passed by booking over who has the time."""
    reasons = error.reasons if isinstance(error, Refusal) else ()
    may = [bool(one.facts["may_overbook"]) for one in reasons if "may_overbook" in one.facts]
    every = all(reason.code in _OVER or is_passable(reason) for reason in reasons)
    return bool(may) and all(may) and every


class OverBox(QFrame):
    """Asks why somebody is booked over others; hidden until that is wished.

    Signals:
        confirmed: Enter was pressed in it, or its button.
        right_told(bool): whether this person may is known now, or is another than before.
    """

    confirmed = Signal()
    right_told = Signal(object)

    def __init__(self, clinic: Clinic, act: str = "") -> None:
        """Begin hidden; whether this person may is asked at once.

        ``act`` is what its button says, where nothing else beside it carries it out.
        """
        super().__init__()
        look = clinic.look
        self.setProperty("role", "notice")
        self.setProperty("tone", "warning")
        self.setAccessibleName("Booking over somebody")
        self.may = False
        """Whether this person has the right, as far as that is known."""
        told = Label(look, "Somebody else has this time. Both stand side by side.", wraps=True)
        self.field = PersonalField(clinic.privacy)
        self.field.setAccessibleName("Why over somebody")
        self.field.setPlaceholderText("For example: acute pain")
        self.field.returnPressed.connect(self.confirmed)
        self._mistake = Label(look, "Say why: everybody can read it.", "small", tone="danger")
        line = captioned(look, "Why over somebody", self.field)
        lines = column(told, line, self._mistake, margins=look.px(12), spacing=look.px(8))
        if act:
            button = push_button(act, kind="primary")
            button.clicked.connect(self.confirmed)
            lines.addWidget(button)
        self.setLayout(lines)
        self.field.textChanged.connect(self._mistake.hide)
        self.query = LiveQuery(clinic.dispatcher, self)
        self.query.loaded.connect(self._take)
        self.query.set_query(MyRights())
        self.close_it()

    def _take(self, seen: Seen[frozenset[str]]) -> None:
        self.may = Action.OVERBOOK in seen.answer
        self.right_told.emit(self.may)

    @property
    def is_open(self) -> bool:
        """Whether the booking goes over somebody."""
        return not self.isHidden()

    def open_it(self) -> None:
        """Ask for the reason."""
        self._mistake.hide()
        self.show()

    def close_it(self) -> None:
        """Book as usual again."""
        self.field.forget()
        self._mistake.hide()
        self.hide()

    def read(self) -> str:
        """Answer the reason; where there is none, say so and go there."""
        reason = self.field.text().strip()
        if not reason:
            self._mistake.show()
            self.field.setFocus()
        return reason
