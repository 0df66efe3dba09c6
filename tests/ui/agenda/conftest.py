"""A calendar on screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from clinic_desktop.domain.booking import Agenda
from clinic_desktop.ui.agenda import AgendaView, Column, twins
from clinic_desktop.ui.look import Look
from tests.ui.agenda.samples import DOCTORS, NEW_YORK, PLAIN

Show = Callable[..., AgendaView]


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no calendar show what a twin has drawn: most tests compare what each drew."""
    monkeypatch.setattr(twins, "add", lambda _canvas: None)


@pytest.fixture
def show(qtbot: QtBot, look: Look) -> Show:
    """Show a calendar of columns (the first doctors of a plain day unless told) and contents."""

    def shown(
        agenda: Agenda | None = None,
        columns: tuple[Column, ...] | None = None,
        size: tuple[int, int] = (900, 700),
    ) -> AgendaView:
        view = AgendaView(look)
        qtbot.addWidget(view)
        view.resize(*size)
        some = tuple(Column(doctor, PLAIN) for doctor in DOCTORS[:4])
        view.set_columns(some if columns is None else columns, NEW_YORK)
        if agenda is not None:
            view.set_agenda(agenda)
        with qtbot.waitExposed(view):
            view.show()
        view.setFocus()
        return view

    return shown
