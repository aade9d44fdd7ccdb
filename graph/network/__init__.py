"""The networks of a corpus, and what NetworkX computes on them: projections, centrality, communities."""
