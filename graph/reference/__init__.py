"""Figures of plans of one level, without their text, and how one plan compares with them."""
