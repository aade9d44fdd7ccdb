"""The tables of a report, in the order of its sheets."""

from api.reports.duties import duties
from api.reports.method import method
from api.tables.assignments import assignments_table, lookup
from api.tables.loads import concentration_table, inequality_table, readings_table, sections_table, workload_table
from api.tables.model import Table
from api.tables.references import legend, refs
from api.tables.relations import centrality_table, communities_table, overlap_table
from api.tables.tasks import clarity_table, conflicts_table, grades_table, questions_table
from graph.dataset.rows import Corpus
from graph.measures.settings import DEFAULTS, Definitions

EVIDENCE = "assignments"
"""The table that the evidence of all others links to."""


def tables(corpus: Corpus, definitions: Definitions = DEFAULTS) -> tuple[Table, ...]:
    """Give every table of the analysis, with the columns that people read.

    Guarantees:
        1. Every task row has its number and its own words; every number has its method in the last table.
        2. Same rows, same definitions, same tables.
    """
    found = (
        workload_table(corpus, definitions),
        concentration_table(corpus),
        inequality_table(corpus),
        sections_table(corpus),
        grades_table(corpus),
        clarity_table(corpus, definitions),
        questions_table(corpus, definitions),
        readings_table(corpus),
        overlap_table(corpus, definitions, least=2),
        communities_table(corpus),
        centrality_table(corpus),
        *((conflicts_table(corpus),) if len(corpus.plans) > 1 else ()),
        duties(corpus),
        assignments_table(lookup(corpus), corpus.assignments, named=refs(corpus), notes=legend(corpus)),
        method(corpus, definitions),
    )
    return tuple(table.shown() for table in found)


def evidence_rows(found: tuple[Table, ...]) -> dict[str, int]:
    """Give, for the IRI of an assignment, the number of its row in the table of assignments."""
    return {iri: number for table in found if table.key == EVIDENCE for number, iri in table.evidence.items()}
