"""The window: at first a quiet frame that paints at once; then the rail, the pages, the status.

Little is imported here: what the frame is furnished with loads behind its first picture. Neither
``Qt`` nor ``QStyle`` is named: Python's side of their many enumerations takes as long to make as
all that stands here.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QRect, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QApplication, QMainWindow

from clinic_desktop.settings import APP
from clinic_desktop.ui.palette import DARK, LIGHT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from clinic_desktop.ui.clinic import Clinic
    from clinic_desktop.ui.first_page import FirstPage
    from clinic_desktop.ui.look import Look
    from clinic_desktop.ui.opening import FailurePage, OpeningPage
    from clinic_desktop.ui.workplace import Workplace

TITLE = "Clinic Desktop"
RAIL, BAR, STATUS = 58, 52, 22
"""Pixels of the rail's width, and of the top bar's and the status bar's height."""
SMALLEST = (960, 600)
FIRST_SIZE = (1360, 860)
TITLE_BAR = 40
"""Pixels that a window manager may put above a window; how many is known only once it is shown."""
HALF_LIGHT = 128
EMPTY_MS = 150
"""How long an open clinic waits for its first contents: drawn empty before, it would be late."""
OPENING_MS = 1000
"""How long the bare frame stands before it says that a clinic is being opened: most are by then."""
FRAME_MS = 1000
"""How long to wait for a first picture, which a window that starts minimised never has."""


def make_application(arguments: list[str]) -> QApplication:
    """Make Qt's application, or answer the one there is."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    # Set by Look, the style would be answered by Qt, and Python's side of it made for nothing.
    application = QApplication([*arguments, "-style", "fusion"])
    application.setApplicationName(APP)
    application.setDesktopFileName(APP)
    return application


class Window(QMainWindow):
    """One window of the program; it stands before its database is open.

    Signals:
        first_painted: the first frame is on the screen; heavy work may begin.
        retry_requested: try to open the database again.
        demo_requested: make the demo clinic and open it.
        clinic_requested(NewClinic): make this clinic and open it.
        file_wanted: ask for another clinic's file, and open it.
        closed: the person closed the window.
    """

    first_painted = Signal()
    retry_requested = Signal()
    demo_requested = Signal()
    clinic_requested = Signal(object)
    file_wanted = Signal()
    closed = Signal()

    def __init__(self, theme: str = "system") -> None:
        """Make the frame, in the grounds of a theme and with nothing in it."""
        super().__init__()
        by_system = self.palette().window().color().lightness() < HALF_LIGHT
        dark = theme == "dark" or (theme != "light" and by_system)
        self._grounds = DARK if dark else LIGHT
        self._painted = False
        self.workplace: Workplace | None = None
        self.setWindowTitle(TITLE)
        self.setAccessibleName(TITLE)
        self.setMinimumSize(*SMALLEST)
        room = self.screen().availableGeometry()
        wide, high = FIRST_SIZE
        self.resize(min(wide, room.width()), min(high, room.height() - TITLE_BAR))

    def wait_for_first_frame(self) -> None:
        """Let Qt work until the frame is on the screen."""
        loop = QEventLoop()
        self.first_painted.connect(loop.quit)
        QTimer.singleShot(FRAME_MS, loop.quit)
        if not self._painted:
            loop.exec()

    def furnish(self, look: Look, actor: str, config: Path) -> None:
        """Make what every window has, with or without a clinic; it comes with the first page.

        A person's own keys lie in the folder ``config``.
        """
        from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

        from clinic_desktop.ui.actions import Actions
        from clinic_desktop.ui.rail import Rail
        from clinic_desktop.ui.status import StatusBar

        self._look = look
        self.acts = Actions(self, config / "keys.json")
        self.acts.bind("quit", self.close)
        self._pages = QStackedWidget()
        # Current until there is a page to show.
        self._pages.addWidget(QWidget())
        self._opening: OpeningPage | None = None
        self._failure: FailurePage | None = None
        self._first_page: FirstPage | None = None
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.timeout.connect(self._show_opening)
        self.rail = Rail(look)
        self.rail.calendar.clicked.connect(self._show_calendar)
        self.rail.patients.clicked.connect(self._search_patient)
        self.rail.keys.clicked.connect(self.acts["keys"].trigger)
        self.rail.views.clicked.connect(self.acts["views"].trigger)
        self.acts.tip(self.rail.views, "views", "Saved views")
        self.rail.print.clicked.connect(self.acts["print"].trigger)
        self.acts.tip(self.rail.print, "print")
        self.rail.hide_patients.clicked.connect(self.acts["hide-patients"].trigger)
        self.acts.tip(self.rail.hide_patients, "hide-patients", "Hide patients")
        self.acts.tip(self.rail.keys, "keys", "Show keys")
        self.acts.tip(self.rail.patients, "search", "Patients")
        self.rail.availability.clicked.connect(self.acts["availability"].trigger)
        self.acts.tip(self.rail.availability, "availability")
        self.rail.pinboard.clicked.connect(self.acts["pinboard"].trigger)
        self.acts.tip(self.rail.pinboard, "pinboard")
        self.status = StatusBar(look, actor)
        # Filled in the window, though no part of it yet: what gets a parent is dressed anew.
        self._whole = QWidget(self)
        layout = QHBoxLayout(self._whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rail)
        layout.addWidget(self._pages, 1)

    @property
    def first_page(self) -> FirstPage:
        """The page that asks how to begin; made when it is first wanted."""
        if self._first_page is None:
            from clinic_desktop.ui.first_page import FirstPage

            page = self._first_page = FirstPage(self._look)
            page.demo_requested.connect(self.demo_requested)
            page.clinic_requested.connect(self.clinic_requested)
            page.file_wanted.connect(self.file_wanted)
            self._pages.addWidget(page)
        return self._first_page

    @property
    def problem(self) -> str:
        """Why no clinic is open; empty when one is, or may be soon."""
        failure = self._failure
        return failure.why if failure and self._pages.currentWidget() is failure else ""

    @property
    def is_on_first_page(self) -> bool:
        """Whether the first page is shown."""
        return self._first_page is not None and self._pages.currentWidget() is self._first_page

    def show_opening(self) -> None:
        """Say that the clinic is being opened; in a window that shows nothing yet, if it lasts."""
        if self._painted and self.centralWidget() is None:
            # Laid out and drawn for a moment only, it would make the calendar come later.
            self._patience.start(OPENING_MS)
        else:
            self._show_opening()

    def _show_opening(self) -> None:
        if self._opening is None:
            from clinic_desktop.ui.opening import OpeningPage

            self._opening = OpeningPage(self._look)
            self._pages.addWidget(self._opening)
        self._show_page(self._opening)

    def _show_page(self, page: QWidget) -> None:
        """Bring a page to the front; the first brings rail and status with it into the frame."""
        self._patience.stop()
        self._pages.setCurrentWidget(page)
        if self.centralWidget() is None:
            self.setStatusBar(self.status)
            self.setCentralWidget(self._whole)
            # At once, not when Qt comes to it: laid out without the other, each would be so twice.
            self.status.show()
            self._whole.show()

    def show_first_page(self, missing: str = "") -> None:
        """Ask how to begin, where there is no clinic at a place."""
        if missing:
            self.first_page.say_missing(missing)
        self._show_page(self.first_page)
        self.status.tell_connection("No clinic yet")
        self.first_page.demo_button.setFocus()

    def show_failure(self, error: Exception) -> None:
        """Say why the clinic could not be opened, and what to do."""
        if self._failure is None:
            from clinic_desktop.ui.opening import FailurePage

            self._failure = FailurePage(self._look)
            self._failure.retry_requested.connect(self.retry_requested)
            self._failure.file_wanted.connect(self.file_wanted)
            self._pages.addWidget(self._failure)
        self._failure.tell(error)
        self.status.tell_connection("Not open")
        self._show_page(self._failure)

    def open_clinic(self, clinic: Clinic) -> None:
        """Show the clinic, with what its calendar holds if that comes soon."""
        from clinic_desktop.ui.workplace import Workplace

        self.workplace = Workplace(clinic, self._pages)
        self._pages.addWidget(self.workplace)
        self.workplace.stands.connect(self._show_workplace)
        self.workplace.availability_shown.connect(self._mark_place)
        self.workplace.troubled.connect(self.status.tell_trouble)
        self.workplace.pins_counted.connect(self.rail.pinboard.set_count)
        self.workplace.pins_lit.connect(self.rail.pinboard.set_lit)
        self.workplace.pin_target = self.rail.pinboard
        soon = QTimer(self.workplace)
        soon.setSingleShot(True)
        soon.timeout.connect(self._show_workplace)
        soon.start(EMPTY_MS)
        self.rail.show_places()
        clinic.privacy.changed.connect(self._show_privacy)
        self.status.open_clinic(clinic)
        # Never a patient's name: other people's task bars show titles.
        whose = (clinic.site.name,) if clinic.own is None else (clinic.own.name, clinic.site.name)
        self.setWindowTitle(" \N{EM DASH} ".join((*whose, TITLE)))

    def _show_workplace(self) -> None:
        """Bring the open clinic to the front."""
        if self.workplace is not None and self._pages.currentWidget() is not self.workplace:
            self._show_page(self.workplace)
            self.workplace.make_ahead()
            focused: QWidget | None = self.focusWidget()
            if focused is None or not self.workplace.isAncestorOf(focused):
                self.workplace.calendar.focus()
            else:
                # A window that became active while this was hidden gave nobody the focus.
                focused.setFocus()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the grounds where nothing stands yet, and say so the first time."""
        if self.centralWidget() is None:
            self._paint_grounds()
        else:
            super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.first_painted.emit)

    def _paint_grounds(self) -> None:
        """Paint where rail, bar and status will be, so that nothing moves when they come."""
        wide, high, c = self.width(), self.height(), self._grounds
        pieces = (
            (QRect(0, 0, wide, high), c.window),
            (QRect(0, 0, RAIL, high), c.surface),
            (QRect(RAIL - 1, 0, 1, high), c.line),
            (QRect(RAIL, 0, wide - RAIL, BAR), c.surface),
            (QRect(RAIL, BAR - 1, wide - RAIL, 1), c.line),
            (QRect(0, high - STATUS, wide, STATUS), c.surface),
            (QRect(0, high - STATUS, wide, 1), c.line),
        )
        painter, ground = QPainter(self), QPixmap(1, 1)
        for area, colour in pieces:
            if self.isRightToLeft():
                area.moveRight(wide - 1 - area.left())
            # A pixmap drawn large, since ``fillRect`` would have ``Qt`` made.
            ground.fill(QColor(colour))
            painter.drawPixmap(area, ground)
        painter.end()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that the window goes; stay once, when what somebody began would go with it."""
        if self.workplace is not None and self.workplace.warns_of_begun():
            event.ignore()
            return
        event.accept()
        self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Look what time it is when the window comes back to the front."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.workplace is not None:
            self.workplace.calendar.view.set_now(self.workplace.calendar.now)

    def _show_calendar(self) -> None:
        if self.workplace is not None:
            self.workplace.show_calendar()
            self.workplace.close_panel()

    def _mark_place(self, availability: bool) -> None:  # noqa: FBT001 - a signal's fact
        """Mark in the rail what stands in the middle."""
        (self.rail.availability if availability else self.rail.calendar).setChecked(True)

    def _show_privacy(self) -> None:
        if self.workplace is not None:
            self.rail.hide_patients.setChecked(self.workplace.hides_patients)

    def _search_patient(self) -> None:
        if self.workplace is not None:
            self.workplace.top.focus_search()
