"""Tests of the ``clinic`` command."""
