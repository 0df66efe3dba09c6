"""What every test starts from: Qt draws without a screen; what needs the machine takes turns."""

from __future__ import annotations

import os
import signal
import sys
import tempfile

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

# Before anything imports Qt, which reads it once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

MEMORY = "/dev/shm"  # noqa: S108 - every test makes a folder of its own in it
ROOM = 4 * 2**30
"""Bytes that a whole run may need at once, with the environments that some tests make."""


def work_in_memory() -> None:
    """Keep the run's files in memory, where it has room for them and programs may be started.

    SQLite waits for the disk at every commit, and no test asks a disk what it has kept. Workers and
    the programs that tests start do likewise. Whoever names a folder in TMPDIR has that one used.
    """
    if "TMPDIR" in os.environ or sys.platform != "linux" or not os.access(MEMORY, os.W_OK):
        return
    found = os.statvfs(MEMORY)
    if found.f_bavail * found.f_frsize >= ROOM and not found.f_flag & os.ST_NOEXEC:
        os.environ["TMPDIR"] = MEMORY
        # It was asked for before, by pytest itself, and is not looked up again.
        tempfile.tempdir = MEMORY


work_in_memory()

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # As where a shell runs the tests in the background; programs that they start would inherit it.
    signal.signal(signal.SIGINT, signal.default_int_handler)

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


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Take for slow whatever opens a window or asks a server; have a worker begin with the long.

    A window's or a server's test takes half a second and there are thousands: `./run check` has
    the others, and a long one that came last would be waited for alone.
    """
    long = {item for item in items if item.get_closest_marker("slow") is not None}
    for item in items:
        if "qapp" in getattr(item, "fixturenames", ()) or item.get_closest_marker("postgresql"):
            item.add_marker("slow")
    if "PYTEST_XDIST_WORKER" in os.environ:
        items.sort(key=lambda item: item not in long)
