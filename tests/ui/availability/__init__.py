"""Tests of the place where hours, time off and closed days are changed."""
