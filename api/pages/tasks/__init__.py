"""The list of tasks with facets, and one task."""
