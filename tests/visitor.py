"""How tests use the patient's screen: by what a patient sees, with real taps and keys."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from clinic_desktop.kiosk import KioskApp
from clinic_desktop.ui.kiosk.language import languages
from clinic_desktop.ui.kiosk.window import KioskWindow
from tests.driver import LONGEST
from tests.ui import clinics

ANN = ("Ann", "Smith", "12", "3", "1980", "+1 212 555 0101")
ADA = ("Ada", "Young", "9", "11", "1975", "+1 212 555 0199")
FIELDS = ("First name", "Family name", "Day", "Month", "Year", "Phone number")


def day_text(day: dt.date) -> str:
    """Write a day as the screen does in English."""
    return languages()[0].day(day)


class Visitor:
    """Somebody who stands before the screen."""

    def __init__(self, app: KioskApp) -> None:
        """Step up to it."""
        self.app = app

    @property
    def window(self) -> KioskWindow:
        """The screen."""
        return self.app.window

    def wait_for(self, condition: Callable[[], bool], what: str = "") -> None:
        """Let events happen until it is so; fail when it takes too long."""
        end = time.monotonic() + LONGEST
        while not condition():
            assert time.monotonic() < end, f"not in time: {what or condition}; {self.texts()}"
            QCoreApplication.processEvents()
            time.sleep(0.001)

    def shown(self) -> Iterator[QWidget]:
        """Answer every widget that is seen."""
        gone = QEvent.Type.DeferredDelete
        QCoreApplication.sendPostedEvents(None, gone)
        for widget in self.window.findChildren(QWidget):
            if widget.isVisible():
                yield widget

    def texts(self) -> list[str]:
        """Answer all that is seen or heard."""
        names = ("text", "accessibleName", "accessibleDescription", "placeholderText", "toolTip")
        found = [self.window.windowTitle(), self.window.accessibleDescription()]
        found += [str(widget.property(name) or "") for widget in self.shown() for name in names]
        return [text for text in found if text]

    def says(self, text: str) -> bool:
        """Tell whether something that is seen says this."""
        return any(text in one for one in self.texts())

    def buttons(self, *, enabled: bool = True) -> list[QAbstractButton]:
        """Answer the buttons that are seen, by default those that can be tapped."""
        found = [one for one in self.shown() if isinstance(one, QAbstractButton)]
        return [one for one in found if one.isEnabled()] if enabled else found

    def can_tap(self, name: str) -> bool:
        """Tell whether there is a button that begins so and can be tapped."""
        return any(one.accessibleName().startswith(name) for one in self.buttons())

    def tap(self, name: str) -> None:
        """Tap the button of that name, as soon as it is there, else one that begins so."""
        self.wait_for(lambda: self.can_tap(name), name)
        exact = [one for one in self.buttons() if one.accessibleName() == name]
        found = exact or [one for one in self.buttons() if one.accessibleName().startswith(name)]
        QTest.mouseClick(found[0], Qt.MouseButton.LeftButton)

    def line(self, name: str) -> QLineEdit:
        """Answer the line of that name."""
        (found,) = (
            one
            for one in self.shown()
            if isinstance(one, QLineEdit) and one.accessibleName() == name
        )
        return found

    def fill(self, name: str, text: str) -> None:
        """Type over what stands in a line."""
        line = self.line(name)
        QTest.mouseClick(line, Qt.MouseButton.LeftButton)
        line.selectAll()
        QTest.keyClicks(line, text)

    def go_to_times(self) -> None:
        """Go on to Dr Lee's times of the day of the origin case."""
        self.tap("Book an appointment")
        self.tap("Dr Lee")
        self.tap(day_text(clinics.SUNDAY))

    def say_who(self, who: tuple[str, ...] = ADA) -> None:
        """Say who one is, and go on."""
        self.wait_for(lambda: self.says("Who are you?"))
        for name, text in zip(FIELDS, who, strict=True):
            self.fill(name, text)
        self.tap("Next")

    def come_to_check(self, start: str = "11:00", who: tuple[str, ...] = ADA) -> None:
        """Come as far as the last question."""
        self.go_to_times()
        self.tap(start)
        self.say_who(who)
        self.wait_for(lambda: self.can_tap("Book now"))

    def press(
        self, keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press a key where the focus is."""
        if QApplication.activeWindow() is not self.window:
            self.window.activateWindow()
            QTest.qWaitForWindowActive(self.window)
        focused: QWidget | None = self.window.focusWidget()
        QTest.keyClick(self.window if focused is None else focused, keys, held)
