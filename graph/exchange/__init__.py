"""The graph in other forms: RDF serialisations, VoID descriptions, validation, import of RDF."""
