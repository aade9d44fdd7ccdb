"""The list of plans, and the text of one plan."""
