"""Corrections: the list, the forms, and the JSON interface."""
