"""Pairs of tasks that people confirmed as the same matter, or refused."""
