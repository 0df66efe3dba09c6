"""The slim rail at the window's edge: its places, the keys, light or dark."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QLabel, QVBoxLayout

from clinic_desktop.ui.look import Look, restyle
from clinic_desktop.ui.parts import IconButton
from clinic_desktop.ui.window import RAIL

_MOST_TOLD = 99
_GAP, _TIGHT_GAP, _AROUND_BUTTONS = 6, 3, 74
"""Pixels before each button, where there is room and where not; of the mark and the edges."""


class CountButton(IconButton):
    """A button of the rail that tells how many of its things there are, if there are any."""

    def __init__(self, look: Look, icon: str, name: str) -> None:
        """Begin with none."""
        super().__init__(look, icon, name, kind="rail", size=18)
        self._name = name
        self._count = QLabel(self)
        self._count.setProperty("role", "count")
        self._count.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._count.hide()
        look.changed.connect(self._place)

    def set_count(self, count: int) -> None:
        """Tell so many."""
        self._count.setText(str(count) if count <= _MOST_TOLD else f"{_MOST_TOLD}+")
        self._count.setVisible(count > 0)
        self.setAccessibleName(f"{self._name}, {count}" if count else self._name)
        self._place()

    def set_lit(self, lit: bool) -> None:  # noqa: FBT001 - told by a signal
        """Show that what a hand holds could be let go here."""
        self.setProperty("lit", lit)
        restyle(self)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the count in the corner."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        self._count.setFont(self._look.font("small_strong"))
        self._count.adjustSize()
        high = self._count.fontMetrics().height()
        self._count.resize(max(self._count.width(), high), high)
        left = 0 if self.isRightToLeft() else self.width() - self._count.width()
        self._count.move(left, 0)


class Rail(QFrame):
    """The buttons; those that lead into a clinic are hidden until one is open."""

    def __init__(self, look: Look) -> None:
        """Make the buttons."""
        super().__init__()
        self._look = look
        self.setProperty("role", "rail")
        self.setAccessibleName("Rail")
        self.setFixedWidth(look.px(RAIL))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(look.px(side) for side in (8, 12, 8, 12)))
        layout.setSpacing(look.px(_GAP))
        self._mark = QLabel()
        self._mark.setProperty("role", "mark")
        self._mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._mark.setFixedSize(look.px(34), look.px(34))
        layout.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(look.px(10))
        self.calendar = IconButton(look, "calendar-days", "Calendar", kind="rail", size=18)
        self.calendar.setCheckable(True)
        self.calendar.setChecked(True)
        self.patients = IconButton(look, "users", "Patients", kind="rail", size=18)
        self.availability = IconButton(look, "calendar-clock", "Hours", kind="rail", size=18)
        self.availability.setCheckable(True)
        self.pinboard = CountButton(look, "pin", "Pinboard")
        self.print = IconButton(look, "printer", "Print sheets", kind="rail", size=18)
        self.keys = IconButton(look, "keyboard", "Show keys", kind="rail", size=18)
        self.views = IconButton(look, "bookmark", "Saved views", kind="rail", size=18)
        self.hide_patients = IconButton(look, "eye-off", "Hide patients", kind="rail", size=18)
        self.hide_patients.setCheckable(True)
        self._theme = IconButton(look, "moon", "Light or dark", kind="rail", size=18)
        self._places = (
            self.calendar,
            self.availability,
            self.patients,
            self.pinboard,
            self.views,
            self.print,
            self.hide_patients,
            self.keys,
        )
        for button in self._places:
            button.hide()
        group = QButtonGroup(self)
        for button in (self.calendar, self.availability):
            group.addButton(button)
        for button in (self.calendar, self.availability, self.patients, self.pinboard):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        for button in (self.views, self.print, self.hide_patients, self.keys, self._theme):
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        self._buttons, self._tight = (*self._places, self._theme), False
        self._loose = 0
        """A button's height where there is room."""
        self._theme.clicked.connect(self._switch_theme)
        look.changed.connect(self._dress_mark)
        self._dress_mark()

    def show_places(self) -> None:
        """Show the buttons that lead into a clinic."""
        for button in self._places:
            button.show()
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stand as wide apart as there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Stand closer where the rail is too low: squeezed by Qt, icons would become tiny."""
        px, count = self._look.px, sum(not each.isHidden() for each in self._buttons)
        if not self._tight:
            self._loose = self._theme.sizeHint().height()
        tight = self.height() < px(_AROUND_BUTTONS) + count * (self._loose + px(_GAP))
        if tight != self._tight:
            self._tight = tight
            layout = self.layout()
            if layout is not None:
                layout.setSpacing(px(_TIGHT_GAP if tight else _GAP))
            for button in self._buttons:
                button.setProperty("tight", tight)
                restyle(button)
                # A button keeps the size it once reckoned until it hears of another style.
                QCoreApplication.sendEvent(button, QEvent(QEvent.Type.StyleChange))

    def _dress_mark(self) -> None:
        look, palette = self._look, self._look.palette
        self._mark.setPixmap(look.picture("stethoscope", palette.on_accent, 18))

    def _switch_theme(self) -> None:
        self._look.set_theme("light" if self._look.palette.dark else "dark")
