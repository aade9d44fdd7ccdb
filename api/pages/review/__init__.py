"""Findings as cases: filter, assign, note and decide them, one after the other, from the keyboard too."""
