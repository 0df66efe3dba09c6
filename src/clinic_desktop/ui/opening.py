"""What the window shows before its clinic is open: that it is being opened, or why it is not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from clinic_desktop.ui.first_page import OPEN_FILE
from clinic_desktop.ui.flow import Flow
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import Label, column, push_button, row
from clinic_desktop.ui.words import said

_ANOTHER = (
    "A file that is chosen here is opened this once. To begin with another clinic each time, or "
    "with one on a server, start the program with --database and the clinic"
    "\N{RIGHT SINGLE QUOTATION MARK}s file, or its postgresql:// address."
)


class OpeningPage(QWidget):
    """A quiet page: it stands for a moment only."""

    def __init__(self, look: Look) -> None:
        """Say so."""
        super().__init__()
        label = Label(look, "Opening the clinic\N{HORIZONTAL ELLIPSIS}", tone="muted")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setLayout(column(label))


class FailurePage(QWidget):
    """Why the clinic is not open, and what to do.

    Signals:
        retry_requested: try again.
        file_wanted: another clinic's file is to be found and opened.
    """

    retry_requested = Signal()
    file_wanted = Signal()

    def __init__(self, look: Look) -> None:
        """Make the card."""
        super().__init__()
        card = QFrame()
        card.setProperty("role", "card")
        card.setAccessibleName("Not opened")
        card.setMaximumWidth(look.px(560))
        self._why = Label(look, wraps=True)
        self._again = push_button("Try again", kind="primary")
        self._again.clicked.connect(self.retry_requested)
        another_file = push_button(OPEN_FILE)
        another_file.clicked.connect(self.file_wanted)
        ways = Flow(look.px(8))
        for way in (self._again, another_file):
            ways.addWidget(way)
        title = Label(look, "The clinic could not be opened", "heading")
        other = Label(look, _ANOTHER, "small", tone="muted", wraps=True)
        inside = column(title, self._why, ways, other, margins=look.px(24), spacing=look.px(12))
        card.setLayout(inside)
        # Stretches, not an alignment: that would give the card the height of a wider one.
        middle = row(card)
        middle.insertStretch(0, 1)
        middle.addStretch(1)
        middle.setStretch(1, 20)
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addStretch(3)

    @property
    def why(self) -> str:
        """The reason that is shown."""
        return self._why.text()

    def tell(self, error: Exception) -> None:
        """Show the reason; Enter tries again."""
        self._why.setText(said(error))
        self._again.setFocus()
