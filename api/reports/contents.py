"""The tables of a report, in the order of its sheets."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from api.reports.duties import duties
from api.reports.method import method
from api.tables.assignments import assignments_table, lookup
from api.tables.loads import concentration_table, inequality_table, readings_table, sections_table, workload_table
from api.tables.model import Table
from api.tables.references import legend, refs
from api.tables.relations import centrality_table, communities_table, overlap_table
from api.tables.tasks import clarity_table, conflicts_table, grades_table, questions_table
from api.tables.years import duty_changes_table
from graph.compare.decisions import PairEntry
from graph.dataset.rows import Corpus
from graph.measures.settings import DEFAULTS, Definitions


def tables(corpus: Corpus, definitions: Definitions = DEFAULTS, decided: Sequence[PairEntry] = ()) -> Iterator[Table]:
    """Give every table of the analysis, with the columns that people read, each made when it is needed.

    Args:
        corpus: the plans.
        definitions: those of the settings.
        decided: what people decided of pairs of tasks, as far as it is in force.

    Guarantees:
        1. Every task row has its number and its own words; every number has its method in the last table.
        2. Same rows, same definitions, same tables.
    """
    makers: tuple[Callable[[Corpus, Definitions], Table], ...] = (
        workload_table,
        concentration_table,
        inequality_table,
        sections_table,
        grades_table,
        clarity_table,
        questions_table,
        readings_table,
        partial(overlap_table, least=2),
        communities_table,
        centrality_table,
        *((conflicts_table, lambda rows, _: duty_changes_table(rows, decided)) if len(corpus.plans) > 1 else ()),
        lambda corpus, _: duties(corpus),
        _evidence_table,
        method,
    )
    return (make(corpus, definitions).shown() for make in makers)


def _evidence_table(corpus: Corpus, _: Definitions) -> Table:
    return assignments_table(lookup(corpus), corpus.assignments, named=refs(corpus), notes=legend(corpus), shown=True)


def evidence_rows(corpus: Corpus, most: int) -> dict[str, int]:
    """Give, for the IRI of an assignment, the number of its row in the first rows of the table of assignments."""
    return {row.iri: number for number, row in enumerate(corpus.assignments[:most])}
