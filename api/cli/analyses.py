"""The analyses by name."""

from collections.abc import Callable, Mapping

from api.tables.loads import concentration_table, inequality_table, readings_table, sections_table, workload_table
from api.tables.model import Table
from api.tables.relations import centrality_table, communities_table, overlap_table
from api.tables.tasks import clarity_table, conflicts_table, grades_table, questions_table
from graph.dataset.rows import Corpus
from graph.measures.settings import Definitions

ANALYSES: Mapping[str, Callable[[Corpus, Definitions], Table]] = {
    "workload": workload_table,
    "concentration": concentration_table,
    "inequality": inequality_table,
    "sections": sections_table,
    "readings": readings_table,
    "clarity": clarity_table,
    "grades": grades_table,
    "questions": questions_table,
    "overlap": overlap_table,
    "communities": communities_table,
    "centrality": centrality_table,
    "conflicts": conflicts_table,
}
