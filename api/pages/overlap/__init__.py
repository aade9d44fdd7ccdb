"""Pairs of units that share tasks."""
