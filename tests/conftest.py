"""What every test starts from: Qt draws without a screen; what needs the machine takes turns."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Before anything imports Qt, which reads it once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# What is right stays right on a slow machine: no example has to be made or tried within a time.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

WHOLE_MACHINE = frozenset(
    f"tests/{name}"
    for name in (
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
)
"""Tests that start many programs, and tests of how soon another program knows: where tests run
side by side, these run one after the other."""


class Dealer(LoadScopeScheduling):  # type: ignore[misc] # xdist ships no types
    """Deals tests out one by one, but to one worker all that need the machine for themselves.

    Those come first. (xdist's own groups are names that it adds to what pytest calls a test, and
    pytest 9.2 lets nobody add to that.)
    """

    def _split_scope(self, nodeid: str) -> str:
        return "whole machine" if nodeid.partition("::")[0] in WHOLE_MACHINE else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Dealer:
    """Deal the tests out to workers."""
    return Dealer(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have a worker begin with the long ones: one that came last would be waited for alone."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: item.get_closest_marker("slow") is None)
