"""Fixtures of both engines, and a clinic with two doctors in it."""

from __future__ import annotations

from tests.engines import place, postgresql_place, server, sqlite_place

__all__ = ["place", "postgresql_place", "server", "sqlite_place"]
