"""What can go wrong in a measure: a setting that makes no sense, or rows that contradict each other."""

from graph.errors import GraphError


class MeasureError(GraphError):
    """A measure cannot be computed as asked: an unknown setting, a weight that is no weight, an unknown unit."""
