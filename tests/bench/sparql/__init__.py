"""How fast and how safely queries are answered, and the plans they are asked of."""
