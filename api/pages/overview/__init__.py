"""The overview: workload of units, lead clarity, and how much of the text was read."""
