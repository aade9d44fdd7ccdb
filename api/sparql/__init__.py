"""SPARQL 1.1 over HTTP: query, update, graph store, service description, within bounds that no query can break."""
