"""The cards over the window, each made when it is first wanted: keys, and saved views."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.saved_views import SavedViews

if TYPE_CHECKING:
    from clinic_desktop.ui.keys import KeySheet
    from clinic_desktop.ui.views_sheet import ViewsSheet


class Sheets(QObject):
    """Shows one card at a time over a widget."""

    def __init__(self, clinic: Clinic, views: SavedViews, over: QWidget) -> None:
        """Begin with none."""
        super().__init__(over)
        self._clinic, self._saved, self._over = clinic, views, over
        self._keys: KeySheet | None = None
        self._views: ViewsSheet | None = None

    def show_keys(self) -> None:
        """Show the keys, or put them away."""
        if self._keys is None:
            from clinic_desktop.ui.keys import KeySheet

            self._keys = KeySheet(self._clinic.look, self._clinic.actions, self._over)
        if self._views is not None:
            self._views.hide()
        self._keys.toggle()

    def show_views(self) -> None:
        """Show the saved views, or put them away."""
        if self._views is None:
            from clinic_desktop.ui.views_sheet import ViewsSheet

            self._views = ViewsSheet(self._clinic, self._saved, self._over)
        if self._keys is not None:
            self._keys.hide()
        self._views.toggle()

    @property
    def is_open(self) -> bool:
        """Whether one is shown."""
        return any(sheet is not None and sheet.isVisible() for sheet in (self._keys, self._views))

    def step_back(self) -> bool:
        """Put away what lies on top, or one step of it; answer whether there was something."""
        for sheet in (self._keys, self._views):
            if sheet is not None and sheet.isVisible():
                sheet.step_back()
                return True
        return False
