"""Finding a patient as one types: a field, and the list that follows every letter."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import FindPatients, PatientFound
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import column
from clinic_desktop.ui.privacy import PersonalField
from clinic_desktop.ui.speech import announce

if TYPE_CHECKING:
    from clinic_desktop.ui.found import PatientList

LIST_WIDTH = 320
"""What a floating list needs at least to tell patients apart, at the 13-pixel base."""
FOUND = 12
"""How many patients a list asks for; a longer name narrows it better than scrolling."""


class PatientSearch(QWidget):
    """A field and the patients that it finds while one types.

    Signals:
        patient_chosen(PatientFound): someone was picked.
        new_patient_requested(str): none of them; what was typed.
        listed: the list is there for what was typed: it should be in sight.
    """

    patient_chosen = Signal(object)
    new_patient_requested = Signal(object)
    listed = Signal()

    def __init__(
        self, clinic: Clinic, name: str, *, offers_new: bool, over: QWidget | None = None
    ) -> None:
        """Make the field; its list takes room below it, or floats ``over`` another widget."""
        super().__init__()
        self._over, self._clinic, self._name, self._offers_new = over, clinic, name, offers_new
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self.field = PersonalField(clinic.privacy)
        self.field.setAccessibleName(name)
        self._hints: tuple[str, ...] = ("Name, phone or birth date",)
        self.field.setPlaceholderText(self._hints[0])
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        self._waiting_enter = self._row_held = False
        clinic.privacy.changed.connect(self._obey_privacy)
        self._unanswered = True
        """Whether the list, if there is one, still answers a text from before this one."""
        if over is None:
            self.setLayout(column(self.field, self.found, spacing=4))
        else:
            self.setLayout(column(self.field))

    @cached_property
    def found(self) -> PatientList:
        """The list; one that floats is made when it is first wanted: no start waits for it."""
        from clinic_desktop.ui.found import PatientList

        found = PatientList(self._clinic, f"{self._name}: found", offers_new=self._offers_new)
        found.patient_chosen.connect(self.patient_chosen)
        found.new_patient_requested.connect(self.new_patient_requested)
        found.itemPressed.connect(self._hold_row)
        if self._over is not None:
            found.float_over(self._over)
        return found

    @property
    def _has_list(self) -> bool:
        """Whether there is a list yet."""
        return "found" in vars(self)

    @property
    def is_open(self) -> bool:
        """Whether the list is shown."""
        return self._has_list and not self.found.isHidden()

    def set_hints(self, hints: tuple[str, ...]) -> None:
        """Say in the empty field what it finds: the fullest of these wordings that has room."""
        self._hints = hints
        self.field.setToolTip(hints[0])
        self._fit_hint()

    def _fit_hint(self) -> None:
        room = self.field.width() - self._clinic.look.px(50)
        metrics = self.field.fontMetrics()
        fitting = (hint for hint in self._hints if metrics.horizontalAdvance(hint) <= room)
        self.field.setPlaceholderText(next(fitting, self._hints[-1]))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the hint that fits, and keep a floating list below the field."""
        super().resizeEvent(event)
        self._fit_hint()
        self._place()

    def moveEvent(self, event: QMoveEvent) -> None:
        """Keep a floating list below the field."""
        super().moveEvent(event)
        self._place()

    def _place(self) -> None:
        """Put a floating list below the field, its ends at the same pixel."""
        if self._over is not None and self._has_list:
            wide = max(self.width(), self._clinic.look.px(LIST_WIDTH))
            below = self.field.rect()
            # From the far end of the line on, so that it has the most room.
            far = below.bottomLeft() if self.isRightToLeft() else below.bottomRight()
            end = self.field.mapTo(self._over, far)
            self.found.setFixedWidth(wide)
            self.found.move(end.x() - (0 if self.isRightToLeft() else wide), end.y() + 4)
            self.found.fit()
            self.found.raise_()

    @property
    def is_settled(self) -> bool:
        """Whether the list shows what the field says."""
        return self._query.is_settled

    def clear(self) -> None:
        """Forget what was typed."""
        self.field.forget()

    def _ask(self, text: str) -> None:
        """Look for what is typed now."""
        self._waiting_enter = self._row_held = False
        self._unanswered = True
        text = text.strip()
        if text:
            self._query.set_query(FindPatients(text=text, limit=FOUND))
        else:
            self._query.set_query(None)
            if self.is_open:
                self.found.hide()
            self._tell_row()

    def _show(self, seen: Seen[tuple[PatientFound, ...]]) -> None:
        """Show what was found; an Enter that came sooner takes the marked row."""
        # A row that nobody chose was the best for another text: it is not kept for this one.
        keep = self._row_held or not self._unanswered
        before = self.found.marked
        self._place()
        self.found.show_found(self.field.text().strip(), seen.answer, keep=keep)
        self._unanswered = False
        self._tell_row()
        if not keep:
            self.listed.emit()
        entered, self._waiting_enter = self._waiting_enter, False
        # Enter meant the row that it saw marked: when that one is gone, it takes no other.
        if entered and (not keep or self.found.marked == before):
            self.found.choose()

    def _obey_privacy(self) -> None:
        """Show what was found and typed as may be; what answers an older text goes."""
        if not self._has_list:
            return
        if self._unanswered:
            self.found.hide()
            self.found.clear()
        self.found.rename_new()
        self._tell_row()

    def _hold_row(self) -> None:
        """Keep the row that a person marked for this text."""
        self._row_held = True
        self._tell_row()

    def _tell_row(self) -> None:
        """Have a screen reader say the marked row: the focus stays in the field."""
        # "Nobody found" is told too, though it cannot be marked.
        shown = self._has_list and self.field.text().strip() and self.found.count()
        row = self.found.item(max(0, self.found.currentRow())) if shown else None
        told = row.data(Qt.ItemDataRole.AccessibleTextRole) if row is not None else ""
        if told != self.field.accessibleDescription():
            self.field.setAccessibleDescription(told)
            announce(self.field, told)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys and Enter in the field work in the list below it."""
        if (
            watched is self.field
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if event.key() in steps and self.is_open:
                self.found.step(steps[Qt.Key(event.key())])
                self._hold_row()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.field.text().strip():
                if self._query.is_settled and not self._unanswered:
                    self.found.choose()
                else:
                    self._waiting_enter = True
                return True
        return super().eventFilter(watched, event)
