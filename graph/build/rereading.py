"""Read a plan again with the program as it is now, and tell what would change.

Guarantees:
    1. Nothing is stored before it is requested: ``reread`` is pure but for reading the source.
"""

from dataclasses import dataclass, replace

from extract.pipeline import extract
from extract.readers import read_bytes
from extract.version import lexicon_version, program_version
from graph.build.sources import source_path
from graph.compare.changes import TaskChange, changes
from graph.corrections.readings import Readings
from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus, PlanRow
from graph.store import Store
from ontology.terms import Term


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """What the program reads of a plan now, and what differs from what was read; corrections are not looked at."""

    corpus: Corpus
    text: str
    changes: tuple[TaskChange, ...]


def is_outdated(plan: PlanRow) -> bool:
    """Whether another version of the program or of its tables read a plan."""
    return (plan.program, plan.lexicon) != (program_version(), lexicon_version())


def outdated(store: Store) -> tuple[str, ...]:
    """Give the IRIs of the plans that another version of the program or of its tables read."""
    query = (
        f"SELECT ?plan WHERE {{ GRAPH ?plan {{ ?plan a <{Term.PLAN}> FILTER NOT EXISTS {{ ?plan "
        f'<{Term.PROGRAM_VERSION}> "{program_version()}" ; <{Term.LEXICON_VERSION}> "{lexicon_version()}" }} }} }}'
    )
    return tuple(sorted(cell.value for (cell,) in store.select(query).rows if cell))


def reread(store: Store, plan: PlanRow) -> Rereading | None:
    """Read a plan again; ``None`` where its source is not stored.

    Raises:
        ExtractError: when the source cannot be read.
    """
    path = source_path(store, plan.sha256)
    if path is None or not path.exists():
        return None
    document = replace(read_bytes(path.read_bytes(), plan.source), id=plan.sha256)
    corpus = corpus_of(extract(document))
    return Rereading(corpus=corpus, text=document.text, changes=changes(Readings(store).corpus(plan.iri), corpus))
