"""The cards over the window, each made when it is first wanted: keys, saved views, the legend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from clinic_desktop.ui.clinic import Clinic
from clinic_desktop.ui.saved_views import SavedViews

if TYPE_CHECKING:
    from clinic_desktop.ui.keys import KeySheet
    from clinic_desktop.ui.legend import Legend
    from clinic_desktop.ui.views_sheet import ViewsSheet


class Sheets(QObject):
    """Shows one card at a time over a widget."""

    def __init__(self, clinic: Clinic, views: SavedViews, over: QWidget) -> None:
        """Begin with none."""
        super().__init__(over)
        self._clinic, self._saved, self._over = clinic, views, over
        self._keys: KeySheet | None = None
        self._views: ViewsSheet | None = None
        self._legend: Legend | None = None

    def show_keys(self) -> None:
        """Show the keys, or put them away."""
        if self._keys is None:
            from clinic_desktop.ui.keys import KeySheet

            self._keys = KeySheet(self._clinic.look, self._clinic.actions, self._over)
        self._hide_all_but(self._keys)
        self._keys.toggle()

    def show_views(self) -> None:
        """Show the saved views, or put them away."""
        if self._views is None:
            from clinic_desktop.ui.views_sheet import ViewsSheet

            self._views = ViewsSheet(self._clinic, self._saved, self._over)
        self._hide_all_but(self._views)
        self._views.toggle()

    def show_legend(self) -> None:
        """Show what colours and marks mean, or put it away."""
        if self._legend is None:
            from clinic_desktop.ui.legend import Legend

            self._legend = Legend(self._clinic, self._over)
        self._hide_all_but(self._legend)
        self._legend.toggle()

    @property
    def _made(self) -> list[KeySheet | ViewsSheet | Legend]:
        """The cards that there are."""
        cards = (self._keys, self._views, self._legend)
        return [card for card in cards if card is not None]

    def _hide_all_but(self, card: QWidget) -> None:
        for other in self._made:
            if other is not card:
                other.hide()

    @property
    def is_open(self) -> bool:
        """Whether one is shown."""
        return any(card.isVisible() for card in self._made)

    def step_back(self) -> bool:
        """Put away what lies on top, or one step of it; answer whether there was something."""
        for card in self._made:
            if card.isVisible():
                card.step_back()
                return True
        return False
