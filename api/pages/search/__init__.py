"""Search over units, tasks and text."""
