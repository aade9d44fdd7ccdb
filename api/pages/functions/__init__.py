"""The page that compares plans with a list of functions of their units."""
