"""The list of units, and one unit."""
