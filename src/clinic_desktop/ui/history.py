"""What became of a visit, change by change, the newest first."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from clinic_desktop.domain.changes import Change
from clinic_desktop.domain.office import Seen
from clinic_desktop.ui.changes_text import told
from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.parts import Label, column


class HistoryList(QVBoxLayout):
    """Lists the changes of one visit.

    A layout, no widget: a widget more would have what lies below follow one frame late.
    """

    def __init__(self, clinic: Clinic) -> None:
        """Begin empty."""
        super().__init__()
        self._clinic = clinic
        self.setSpacing(clinic.look.px(8))

    def clear(self) -> None:
        """Say nothing any more."""
        while self.count():
            item = self.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def show_changes(self, seen: Seen[tuple[Change, ...]]) -> None:
        """List every change."""
        self.clear()
        look = self._clinic.look
        for change in reversed(seen.answer):
            line = told(change, self._clinic.zone)
            entry = QWidget()
            entry.setAccessibleName(f"{line.title}, {line.by}")
            parts = [Label(look, line.title, "medium")]
            parts += [Label(look, detail, "small", wraps=True) for detail in line.details]
            parts.append(Label(look, line.by, "small", tone="muted", wraps=True))
            entry.setLayout(column(*parts, spacing=1))
            self.addWidget(entry)
