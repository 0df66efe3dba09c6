"""The window: a slim rail, the place to work, the status bar; at first a quiet frame."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.first_page import FirstPage
from clinic_desktop.ui.look import Look
from clinic_desktop.ui.parts import IconButton, Label, column, push_button, row
from clinic_desktop.ui.status import StatusBar
from clinic_desktop.ui.words import said

if TYPE_CHECKING:
    from clinic_desktop.ui.workplace import Workplace

TITLE = "Clinic Desktop"
RAIL = 58
_ANOTHER = (
    "To open another clinic, start the program again with --database and the clinic"
    "\N{RIGHT SINGLE QUOTATION MARK}s file, or its postgresql:// address."
)
SMALLEST = (960, 600)
FIRST_SIZE = (1360, 860)


class Window(QMainWindow):
    """One window of the program; it stands before its database is open.

    Signals:
        first_painted: the first frame is on the screen; heavy work may begin.
        retry_requested: try to open the database again.
        closed: the person closed the window.
    """

    first_painted = Signal()
    retry_requested = Signal()
    closed = Signal()

    def __init__(self, look: Look, actor: str) -> None:
        """Make the frame, with nothing of a clinic in it."""
        super().__init__()
        self._look = look
        self._painted = False
        self.workplace: Workplace | None = None
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.setMinimumSize(*SMALLEST)
        self.resize(*FIRST_SIZE)
        self._pages = QStackedWidget()
        self._opening = self._make_opening()
        self.first_page = FirstPage(look)
        self._failure = self._make_failure()
        for page in (self._opening, self.first_page, self._failure):
            self._pages.addWidget(page)
        self.status = StatusBar(look, actor)
        self.setStatusBar(self.status)
        whole = QWidget()
        layout = QHBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._make_rail())
        layout.addWidget(self._pages, 1)
        self.setCentralWidget(whole)
        QShortcut(QKeySequence("Ctrl+Q"), self).activated.connect(self.close)

    def _make_rail(self) -> QFrame:
        look = self._look
        rail = QFrame()
        rail.setProperty("role", "rail")
        rail.setAccessibleName("Rail")
        rail.setFixedWidth(look.px(RAIL))
        layout = QVBoxLayout(rail)
        layout.setContentsMargins(*(look.px(side) for side in (8, 12, 8, 12)))
        layout.setSpacing(look.px(6))
        self._mark = QLabel()
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._mark.setFixedSize(look.px(34), look.px(34))
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(look.px(10))
        self.calendar_button = IconButton(look, "calendar-days", "Calendar", kind="rail", size=18)
        self.calendar_button.setCheckable(True)
        self.calendar_button.setChecked(True)
        self.patients_button = IconButton(look, "users", "Patients", kind="rail", size=18)
        self.keys_button = IconButton(look, "keyboard", "Show keys", kind="rail", size=18)
        self.theme_button = IconButton(look, "moon", "Light or dark", kind="rail", size=18)
        for button in (self.calendar_button, self.patients_button, self.keys_button):
            # Without a clinic there is nowhere to go.
            button.hide()
        group = QButtonGroup(rail)
        group.addButton(self.calendar_button)
        for button in (self.calendar_button, self.patients_button):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        for button in (self.keys_button, self.theme_button):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self.theme_button.clicked.connect(self._switch_theme)
        self.calendar_button.clicked.connect(self._show_calendar)
        self.patients_button.clicked.connect(self._search_patient)
        self.keys_button.clicked.connect(self._show_keys)
        look.changed.connect(self._dress_mark)
        self._dress_mark()
        return rail

    def _make_opening(self) -> QWidget:
        """A quiet page: it stands for a moment only."""
        page = QWidget()
        label = Label(self._look, "Opening the clinic\N{HORIZONTAL ELLIPSIS}", tone="muted")
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        page.setLayout(column(label))
        return page

    def _make_failure(self) -> QWidget:
        look = self._look
        page = QWidget()
        card = QFrame()
        card.setProperty("role", "card")
        card.setAccessibleName("Not opened")
        card.setFixedWidth(look.px(560))
        self._why = Label(look, wraps=True)
        again = push_button("Try again", kind="primary")
        again.clicked.connect(self.retry_requested)
        title = Label(look, "The clinic could not be opened", "heading")
        other = Label(look, _ANOTHER, "small", tone="muted", wraps=True)
        inside = column(title, self._why, again, other, margins=look.px(24), spacing=look.px(12))
        card.setLayout(inside)
        # Stretches, not an alignment: that would give the card the height of a wider one.
        middle = row(card)
        middle.insertStretch(0, 1)
        middle.addStretch(1)
        layout = QVBoxLayout(page)
        layout.addStretch(2)
        layout.addLayout(middle)
        layout.addStretch(3)
        return page

    @property
    def problem(self) -> str:
        """Why no clinic is open; empty when one is, or may be soon."""
        return self._why.text() if self._pages.currentWidget() is self._failure else ""

    @property
    def is_on_first_page(self) -> bool:
        """Whether the first page is shown."""
        return self._pages.currentWidget() is self.first_page

    def show_opening(self) -> None:
        """Say that the clinic is being opened."""
        self._pages.setCurrentWidget(self._opening)

    def show_first_page(self) -> None:
        """Ask how to begin."""
        self._pages.setCurrentWidget(self.first_page)
        self.status.connection.setText("No clinic yet")
        self.first_page.demo_button.setFocus()

    def show_failure(self, error: Exception) -> None:
        """Say why the clinic could not be opened, and what to do."""
        self._why.setText(said(error))
        self.status.connection.setText("Not open")
        self._pages.setCurrentWidget(self._failure)

    def open_clinic(self, clinic: Clinic) -> None:
        """Show the clinic."""
        # Nothing of it is in the first frame, and it takes as long to load as Qt does to start.
        from clinic_desktop.ui.workplace import Workplace

        self.workplace = Workplace(clinic)
        self._pages.addWidget(self.workplace)
        self._pages.setCurrentWidget(self.workplace)
        for button in (self.calendar_button, self.patients_button, self.keys_button):
            button.show()
        self.status.open_clinic(clinic)
        # Never a patient's name: other people's task bars show titles.
        self.setWindowTitle(f"{clinic.site.name} \N{EM DASH} {TITLE}")
        self.workplace.calendar.view.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint, and say so the first time."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window goes."""
        event.accept()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Look what time it is when the window comes back to the front."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.workplace is not None:
            self.workplace.calendar.view.set_now(self.workplace.calendar.now)

    def _dress_mark(self) -> None:
        palette, px = self._look.palette, self._look.px
        self._mark.setStyleSheet(f"background: {palette.accent}; border-radius: {px(9)}px;")
        self._mark.setPixmap(self._look.icon("stethoscope", palette.on_accent).pixmap(px(18)))

    def _switch_theme(self) -> None:
        self._look.set_theme("light" if self._look.palette.dark else "dark")

    def _show_calendar(self) -> None:
        if self.workplace is not None:
            self.workplace.close_panel()

    def _search_patient(self) -> None:
        if self.workplace is not None:
            self.workplace.top.focus_search()

    def _show_keys(self) -> None:
        if self.workplace is not None:
            self.workplace.keys.toggle()
