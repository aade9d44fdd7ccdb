"""Pure functions over frozen rows: workload, clarity, overlap, centrality. Definitions are in the docstrings."""
