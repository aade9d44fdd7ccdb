"""An index over rows that a test makes."""

from api.read_model.index import Index
from graph.dataset.row_database import open_rows
from graph.dataset.rows import Corpus


def index_of(corpus: Corpus) -> Index:
    """Put rows into a temporary database, plan by plan, and look them up there."""
    database = open_rows(None)
    for plan in corpus.plans:
        assignments = tuple(row for row in corpus.assignments if row.plan == plan.iri)
        named = {row.unit for row in assignments}
        others = set[str]() if len(corpus.plans) == 1 else {row.iri for row in corpus.units} - named
        part = Corpus(
            plans=(plan,),
            sections=tuple(row for row in corpus.sections if row.plan == plan.iri),
            tasks=tuple(row for row in corpus.tasks if row.plan == plan.iri),
            units=tuple(row for row in corpus.units if row.iri not in others),
            assignments=assignments,
            findings=tuple(row for row in corpus.findings if row.plan == plan.iri),
            ledger=tuple(row for row in corpus.ledger if row.plan == plan.iri),
        )
        database.put(plan.iri, 1, part, "")
    index = Index(database.snapshot())
    database.close()
    return index
