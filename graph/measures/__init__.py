"""Pure functions over frozen rows: workload, clarity, overlap, centrality. Definitions stand in the docstrings."""
