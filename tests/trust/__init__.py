"""Tests of the promises: attacks, races, random walks, planted faults, and what verify finds."""
