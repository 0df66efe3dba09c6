"""The list of patients that a search found, each with what tells them apart."""

from __future__ import annotations

import zoneinfo

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QListWidget,
    QListWidgetItem,
    QWidget,
)

from clinic_desktop.domain.people import PatientFound
from clinic_desktop.domain.refusals import Misuse
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.two_lines import ITEM, LINES, PARTING, TwoLines, quiet_frame
from clinic_desktop.ui.words import (
    born_text,
    patient_facts,
    read_born,
    read_patient_text,
    short_date,
)

SHOWN_ROWS = 6
_UNKNOWN = "no birth date, no phone"
_NOBODY, _REGISTER = "Nobody found", "Register and book in one go"


def facts_text(found: PatientFound, zone: zoneinfo.ZoneInfo) -> str:
    """Say what tells a patient from others of that name and birth date; next and last visit."""
    visits = (("next", found.next_visit), ("last", found.last_visit))
    # As parts of their own: a narrow row leaves out the last ones.
    told = PARTING.join(f"{which} {short_date(at.astimezone(zone))}" for which, at in visits if at)
    return PARTING.join(patient_facts(found.patient, told))


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
        self.fit()
        self.show()

    def fit(self) -> None:
        """Be as high as its rows, up to some; one that floats ends within what it lies over."""
        px, over = self._clinic.look.px, self.parentWidget()
        row, frame = px(44), 2 * self.frameWidth() + 2
        rows = min(self.count(), SHOWN_ROWS)
        if self._floats and over is not None:
            rows = max(1, min(rows, (over.height() - self.y() - frame - px(4)) // row))
        self.setFixedHeight(rows * row + frame)

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
