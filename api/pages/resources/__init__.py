"""The address of every resource of the graph, as a page and as RDF."""
