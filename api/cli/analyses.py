"""The analyses by name; each is declared next to its table."""

from collections.abc import Mapping

from api.tables import loads, relations, schedule, single_plan, tasks
from api.tables.model import Analysis

ANALYSES: Mapping[str, Analysis] = {
    **loads.ANALYSES,
    **tasks.ANALYSES,
    **relations.ANALYSES,
    **single_plan.ANALYSES,
    **schedule.ANALYSES,
}
