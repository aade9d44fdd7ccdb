"""Documents and their versions: one counts, the earlier ones stay readable."""
