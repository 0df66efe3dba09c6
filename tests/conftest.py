"""What every test starts from: Qt draws without a screen unless a test run asks for one."""

from __future__ import annotations

import os

# Before anything imports Qt, which reads it once.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
