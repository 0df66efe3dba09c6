"""What tests of availability share."""

from __future__ import annotations

import pytest

from clinic_desktop.ui.availability import effect


@pytest.fixture(autouse=True)
def _quick_hands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have hands rest for a moment only before a change is asked about: no promise is so long."""
    monkeypatch.setattr(effect, "ASK_MS", 10)
