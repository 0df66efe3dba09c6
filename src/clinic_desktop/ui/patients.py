"""Finding a patient as one types: a field, and the list that follows every letter."""

from __future__ import annotations

import zoneinfo

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from clinic_desktop.domain.office import Seen
from clinic_desktop.domain.people import FindPatients, PatientFound
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.live import LiveQuery
from clinic_desktop.ui.parts import column
from clinic_desktop.ui.privacy import PersonalField
from clinic_desktop.ui.speech import announce
from clinic_desktop.ui.two_lines import ITEM, LINES, PARTING, TwoLines, quiet_frame
from clinic_desktop.ui.words import (
    born_text,
    patient_facts,
    read_born,
    read_patient_text,
    short_date,
)

Index = QModelIndex | QPersistentModelIndex

SHOWN_ROWS = 6
LIST_WIDTH = 320
"""What a floating list needs at least to tell patients apart, at the 13-pixel base."""
FOUND = 12
"""How many patients a list asks for; a longer name narrows it better than scrolling."""

_UNKNOWN = "no birth date, no phone"
_NOBODY, _REGISTER = "Nobody found", "Register and book in one go"


def facts_text(found: PatientFound, zone: zoneinfo.ZoneInfo) -> str:
    """Say what tells a patient from others of that name and birth date, the last or next visit."""
    at = found.next_visit or found.last_visit
    which = "next" if found.next_visit else "last"
    visit = f"{which} {short_date(at.astimezone(zone))}" if at else ""
    return PARTING.join(patient_facts(found.patient, visit))


class PatientList(QListWidget):
    """Patients found, each with what tells them apart.

    Signals:
        patient_chosen(PatientFound): a row was clicked or Enter pressed on it.
        new_patient_requested(str): the last row was chosen; what was typed.
    """

    patient_chosen = Signal(object)
    new_patient_requested = Signal(object)

    def __init__(self, clinic: Clinic, name: str, *, offers_new: bool) -> None:
        """Begin empty and hidden."""
        super().__init__()
        self._clinic, self._offers_new, self._typed = clinic, offers_new, ""
        self._floats = False
        self.setAccessibleName(name)
        self.setItemDelegate(TwoLines(clinic.look, self))
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        clinic.look.changed.connect(self._dress)
        self._dress()
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemClicked.connect(self.choose)
        self.hide()

    def _dress(self) -> None:
        """Frame the list itself: the sheet's ring for a marked item would go around all of it."""
        self.setStyleSheet(quiet_frame(self._clinic.look, floats=self._floats))

    def float_over(self, widget: QWidget) -> None:
        """Lie over a widget, set off from it."""
        self.setParent(widget)
        self._floats = True
        self._dress()
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(self._clinic.look.px(24))
        shadow.setOffset(0, self._clinic.look.px(4))
        self.setGraphicsEffect(shadow)

    @property
    def marked(self) -> int | None:
        """The patient of the marked row; None for no row, and for the one of a new patient."""
        found = self.currentIndex().data(ITEM)
        return found.patient.id if found else None

    def show_found(self, typed: str, found: tuple[PatientFound, ...], *, keep: bool) -> None:
        """Show these; mark the best, or keep the marked row if it is still among them."""
        kept = self.marked if keep else None
        kept_new = keep and self._is_new(self.currentRow()) and self.currentRow() > 0
        self._typed = typed
        self.clear()
        for one in found:
            patient = one.patient
            line = facts_text(one, self._clinic.zone)
            born = born_text(patient.born)
            self._add(patient.name, line or ("no phone" if born else _UNKNOWN), one, aside=born)
            if patient.id == kept:
                self.setCurrentRow(self.count() - 1)
        name, line, is_choice = self._last_words()
        if is_choice or name != _NOBODY or not found:
            self._add(name, line, None)
            if not is_choice:
                self.item(self.count() - 1).setFlags(Qt.ItemFlag.NoItemFlags)
        if kept_new and self._is_new(self.count() - 1):
            self.setCurrentRow(self.count() - 1)
        if self.currentRow() < 0 and self.count() and self.item(0).flags():
            self.setCurrentRow(0)
        rows = min(self.count(), SHOWN_ROWS)
        self.setFixedHeight(rows * self._clinic.look.px(44) + 2 * self.frameWidth() + 2)
        self.show()

    def _last_words(self) -> tuple[str, str, bool]:
        """Answer what the row below those found says, and whether it can be chosen.

        What is a date or a number alone is no name: it fills its own field, or says what is wrong.
        """
        privacy, read = self._clinic.privacy, read_patient_text(self._typed)
        if not self._offers_new or not (read.name or read.phone or read.born):
            return _NOBODY, "Try fewer letters, a phone number or a birth date", False
        if read.name:
            typed = privacy.shown_text(self._typed)
            return f"New patient “{typed}”", _REGISTER, True
        try:
            read_born(read.born, self._clinic.today)
        except Misuse as misuse:
            what, _, how = privacy.shown(misuse).message.partition(". ")
            return f"{what}." if how else what, how, False
        facts = (("phone", read.phone), ("born", read.born))
        told = (f"{what} {privacy.shown_text(typed)}" for what, typed in facts if typed)
        return ", ".join(("New patient", *told)), _REGISTER, True

    def _is_new(self, row: int) -> bool:
        """Tell whether a row is that of a new patient."""
        item = self.item(row) if 0 <= row < self.count() else None
        return item is not None and item.data(ITEM) is None and bool(item.flags())

    def rename_new(self) -> None:
        """Say in the last row what was typed as may be shown now."""
        item = self.item(self.count() - 1) if self.count() else None
        if item is not None and item.data(ITEM) is None:
            name, line, _ = self._last_words()
            item.setData(LINES, (name, line, ""))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, (name, line))))

    def _add(self, name: str, line: str, found: PatientFound | None, *, aside: str = "") -> None:
        item = QListWidgetItem()
        item.setData(LINES, (name, line, aside))
        item.setData(ITEM, found)
        spoken = ", ".join(filter(None, (name, aside, line)))
        item.setData(Qt.ItemDataRole.AccessibleTextRole, spoken)
        self.addItem(item)

    def step(self, by: int) -> None:
        """Mark the row below or above, without leaving the field that is typed in."""
        if self.count():
            self.setCurrentRow(max(0, min(self.count() - 1, self.currentRow() + by)))

    def choose(self, item: QListWidgetItem | None = None) -> None:
        """Take a row, else the marked one."""
        index = self.indexFromItem(item) if item is not None else self.currentIndex()
        if not index.isValid() or not index.flags():
            return
        found = index.data(ITEM)
        if found is not None:
            self.patient_chosen.emit(found)
        elif self._offers_new:
            self.new_patient_requested.emit(self._typed)


class PatientSearch(QWidget):
    """A field and the patients that it finds while one types.

    Signals:
        patient_chosen(PatientFound): someone was picked.
        new_patient_requested(str): none of them; what was typed.
    """

    patient_chosen = Signal(object)
    new_patient_requested = Signal(object)

    def __init__(
        self, clinic: Clinic, name: str, *, offers_new: bool, over: QWidget | None = None
    ) -> None:
        """Make the field; its list takes room below it, or floats ``over`` another widget."""
        super().__init__()
        self._over, self._clinic = over, clinic
        self._query = LiveQuery(clinic.dispatcher, self)
        self._query.loaded.connect(self._show)
        self.field = PersonalField(clinic.privacy)
        self.field.setAccessibleName(name)
        self._hints: tuple[str, ...] = ("Name, phone or birth date",)
        self.field.setPlaceholderText(self._hints[0])
        self.field.textChanged.connect(self._ask)
        self.field.installEventFilter(self)
        self.found = PatientList(clinic, f"{name}: found", offers_new=offers_new)
        self.found.patient_chosen.connect(self.patient_chosen)
        self.found.new_patient_requested.connect(self.new_patient_requested)
        self.found.itemPressed.connect(self._hold_row)
        self._waiting_enter = self._row_held = False
        clinic.privacy.changed.connect(self._obey_privacy)
        self._unanswered = True
        """Whether the list, if there is one, still answers a text from before this one."""
        if over is None:
            self.setLayout(column(self.field, self.found, spacing=4))
        else:
            self.setLayout(column(self.field))
            self.found.float_over(over)

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
        if self._over is not None:
            wide = max(self.width(), self._clinic.look.px(LIST_WIDTH))
            corner = self.field.mapTo(self._over, self.field.rect().bottomRight())
            self.found.setFixedWidth(wide)
            self.found.move(corner.x() - wide, corner.y() + 4)
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
            self.found.hide()
            self._tell_row()

    def _show(self, seen: Seen[tuple[PatientFound, ...]]) -> None:
        """Show what was found; an Enter that came sooner takes the marked row."""
        self._place()
        # A row that nobody chose was the best for another text: it is not kept for this one.
        keep = self._row_held or not self._unanswered
        before = self.found.marked
        self.found.show_found(self.field.text().strip(), seen.answer, keep=keep)
        self._unanswered = False
        self._tell_row()
        entered, self._waiting_enter = self._waiting_enter, False
        # Enter meant the row that it saw marked: when that one is gone, it takes no other.
        if entered and (not keep or self.found.marked == before):
            self.found.choose()

    def _obey_privacy(self) -> None:
        """Show what was found and typed as may be; what answers an older text goes."""
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
        shown = self.field.text().strip() and self.found.count()
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
            if event.key() in steps and self.found.isVisible():
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
