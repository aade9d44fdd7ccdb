"""The rows of the plans: their types, their triples, and how they are loaded from a store."""
