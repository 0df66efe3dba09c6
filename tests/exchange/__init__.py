"""Tests of files and formats of other programs."""
