"""Two plans compared, and a unit over the years."""
