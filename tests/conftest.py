"""What every test starts from: Qt draws without a screen; what needs the machine takes turns."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# Before anything imports Qt, which reads it once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# What is right stays right on a slow machine: no example has to be made or tried within a time.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

TESTS = Path(__file__).parent
WHOLE_MACHINE = (
    "trust/test_races.py",
    "trust/test_server_races.py",
    "storage/test_durability.py",
    "storage/test_feeds.py",
    "storage/test_losses.py",
    "ui/test_processes.py",
    "packaging/test_clone.py",
    "packaging/test_screen.py",
    "packaging/test_screen_reader.py",
    "packaging/test_wheel.py",
)
"""Tests that start many programs, and tests of how soon another program knows: where tests run
side by side, these run one after the other."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keep the tests that need the machine for themselves on one worker."""
    paths = {TESTS / name for name in WHOLE_MACHINE}
    for item in items:
        if item.path in paths:
            item.add_marker(pytest.mark.xdist_group("whole machine"))
