"""The calendar's scroll bar keeps a picture of its handle, and nobody can tell."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollBar, QStyle, QStyleOptionSlider, QWidget
from pytestqt.qtbot import QtBot

from clinic_desktop.ui.agenda import AgendaView
from clinic_desktop.ui.agenda.bar import Bar
from clinic_desktop.ui.look import Look
from tests.ui.agenda.conftest import Show
from tests.ui.agenda.samples import DOCTORS, PLAIN, full_day


def clear(bar: QScrollBar) -> QImage:
    """Answer a clear picture of a bar's size."""
    image = QImage(bar.size(), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    return image


def painted(bar: QScrollBar) -> QImage:
    """Answer a bar as it paints itself."""
    image = clear(bar)
    bar.render(image, QPoint(), renderFlags=QWidget.RenderFlag(0))
    return image


def styled(bar: QScrollBar) -> QImage:
    """Answer a bar as its style draws it."""
    image, option = clear(bar), QStyleOptionSlider()
    bar.initStyleOption(option)
    option.subControls = QStyle.SubControl.SC_All
    painter = QPainter(image)
    bar.style().drawComplexControl(QStyle.ComplexControl.CC_ScrollBar, option, painter, bar)
    painter.end()
    return image


def ink(bar: QScrollBar) -> str:
    """Answer the colour in the middle of a bar's handle at its upper end."""
    return painted(bar).pixelColor(bar.width() // 2, bar.width()).name()


@pytest.fixture
def view(show: Show, qtbot: QtBot) -> AgendaView:
    """Show a day that has to be scrolled, and wait until its bar keeps the handle."""
    view = show(full_day(DOCTORS[:4], PLAIN), size=(900, 400))
    bar = view.verticalScrollBar()
    assert isinstance(bar, Bar)
    qtbot.waitUntil(lambda: bar.keeps, timeout=60_000)
    return view


def test_the_bar_looks_as_its_style_draws_it_wherever_it_is(view: AgendaView, look: Look) -> None:
    bar = view.verticalScrollBar()
    for theme, height in (("light", 400), ("dark", 400), ("dark", 300)):
        bar.setValue(bar.minimum())
        look.set_theme(theme)
        assert ink(bar) == look.palette.border
        view.resize(900, height)
        for zoom in (None, 5):
            view.set_zoom(zoom)
            for value in range(bar.minimum(), bar.maximum() + 1, max(1, bar.maximum() // 23)):
                bar.setValue(value)
                assert painted(bar) == styled(bar), (theme, height, zoom, value)


def test_the_bar_lights_up_under_the_pointer_and_no_longer(view: AgendaView, look: Look) -> None:
    bar = view.verticalScrollBar()
    QTest.mouseMove(bar, QPoint(bar.width() // 2, bar.width()))
    assert ink(bar) == look.palette.muted
    QTest.mouseMove(view.viewport(), QPoint(200, 200))
    assert ink(bar) == look.palette.border
