"""Cycles are collected by the GUI thread, in its own time."""

from __future__ import annotations

import gc
import sys
import threading
import weakref

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from clinic_desktop.ui import collector as collecting
from clinic_desktop.ui.collector import GuiCollector


def test_cycles_are_collected_in_the_gui_thread_alone(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "COLLECT_MS", 5)
    where: list[str] = []

    class Node(QObject):
        """A Qt object in a cycle."""

        def __init__(self) -> None:
            """Refer to itself, and tell where it dies."""
            super().__init__()
            self.me = self
            weakref.finalize(self, lambda: where.append(threading.current_thread().name))

    collector = GuiCollector()
    try:
        collector.freeze()
        assert sys.getswitchinterval() == pytest.approx(collecting.SWITCH_SECONDS)
        for _ in range(100):
            Node()
        lane = threading.Thread(target=lambda: [[[]] for _ in range(50_000)])
        lane.start()
        lane.join()
        keep: list[list[int]] = [[] for _ in range(2_000)]
        qtbot.waitUntil(lambda: len(where) == 100, timeout=60_000)
        assert keep
    finally:
        collector.close()
    assert gc.isenabled()
    assert set(where) == {"MainThread"}


@pytest.mark.parametrize(
    ("counts", "generation"),
    [((1, 0, 0), None), ((9999, 0, 0), 0), ((9999, 99, 0), 1), ((9999, 99, 99), 2)],
)
def test_the_generation_due_is_collected(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    counts: tuple[int, int, int],
    generation: int | None,
) -> None:
    collector = GuiCollector()
    collected: list[int] = []
    try:
        with monkeypatch.context() as patch:
            patch.setattr(gc, "get_count", lambda: counts)
            patch.setattr(gc, "collect", collected.append)
            collector.collect()
    finally:
        collector.close()
    assert collected == ([] if generation is None else [generation])


def test_what_is_loaded_is_frozen_soon_after_the_opening(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collecting, "FREEZE_MS", 1)
    collector = GuiCollector()
    try:
        before = gc.get_freeze_count()
        collector.freeze_soon()
        assert gc.get_freeze_count() == before
        qtbot.waitUntil(lambda: gc.get_freeze_count() > before, timeout=60_000)
    finally:
        collector.close()
