"""The analyses by name; each is declared next to its table."""

from collections.abc import Mapping

from api.tables import loads, relations, tasks
from api.tables.model import Analysis

ANALYSES: Mapping[str, Analysis] = {**loads.ANALYSES, **tasks.ANALYSES, **relations.ANALYSES}
