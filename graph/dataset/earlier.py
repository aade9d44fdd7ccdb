"""Earlier versions of plans: out of every count and answer, each with its own address, text and reading.

    id/graph/version-<plan>    one graph an earlier version: what it is a version of, what replaces it, and one JSON
                               literal with its rows and its text

Guarantees:
    1. An earlier version is no ``dg:Plan`` and has no task, unit or assignment in the store.
    2. ``earlier(store, plan)`` gives the rows and the text that were written, byte for byte.
"""

import json
from dataclasses import dataclass

from graph.dataset.rows import Corpus, PlanRow
from graph.dataset.stored_rows import json_of, rows_of
from graph.dataset.triples import literal
from graph.store import Store
from ontology import iris
from ontology.terms import DCTERMS, PROV, RDF, RDFS, Term

_REPLACED_BY = DCTERMS + "isReplacedBy"


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlierVersion:
    """A plan that a newer version replaces: its rows as they were counted, its text, the IRI of what replaced it."""

    corpus: Corpus
    text: str
    replaced_by: str

    @property
    def plan(self) -> PlanRow:
        """What the version says of itself."""
        return self.corpus.plans[0]


def version_graph(plan: str) -> str:
    """Name the graph of an earlier version."""
    return iris.graph(f"version-{iris.last(plan)}")


def version_ntriples(corpus: Corpus, text: str, replaced_by: str) -> bytes:
    """Write an earlier version as sorted N-Triples."""
    plan = corpus.plans[0]
    value = json.dumps({"rows": json_of(corpus), "text": text}, ensure_ascii=False, sort_keys=True)
    lines = [
        f"<{plan.iri}> <{RDF}type> <{Term.EARLIER_VERSION}> .\n",
        f"<{plan.iri}> <{Term.VERSION_OF}> <{plan.document or iris.document(plan.iri)}> .\n",
        f"<{plan.iri}> <{_REPLACED_BY}> <{replaced_by}> .\n",
        f"<{plan.iri}> <{Term.SHA256}> {literal(plan.sha256)} .\n",
        f"<{plan.iri}> <{Term.FILE_NAME}> {literal(plan.source)} .\n",
        f"<{iris.part(plan.iri, 'version')}> <{PROV}value> {literal(value, RDF + 'JSON')} .\n",
    ]
    if plan.title:
        lines.append(f"<{plan.iri}> <{RDFS}label> {literal(plan.title, language='zh')} .\n")
    return "".join(sorted(lines)).encode()


def earlier(store: Store, plan: str) -> EarlierVersion | None:
    """Read an earlier version by its IRI; ``None`` where the store has none of that name."""
    graph = version_graph(plan) if iris.ours(plan) else ""
    if not graph or not store.holds(graph):
        return None
    found = store.select(
        f"SELECT ?new ?value WHERE {{ GRAPH <{graph}> {{ <{plan}> <{_REPLACED_BY}> ?new . ?version <{PROV}value> ?value }} }}"
    )
    for new, value in found.rows:
        if new and value:
            stored = json.loads(value.value)
            return EarlierVersion(corpus=rows_of(stored["rows"]), text=stored["text"], replaced_by=new.value)
    return None


def earlier_of(store: Store, document: str) -> tuple[str, ...]:
    """Give the IRIs of the earlier versions of a document, sorted."""
    if not iris.ours(document):
        return ()
    query = f"SELECT ?plan WHERE {{ ?plan a <{Term.EARLIER_VERSION}> ; <{Term.VERSION_OF}> <{document}> }}"
    return tuple(sorted(cell.value for (cell,) in store.select(query).rows if cell))


def all_earlier(store: Store) -> frozenset[str]:
    """Give the IRIs of all earlier versions."""
    query = f"SELECT ?plan WHERE {{ ?plan a <{Term.EARLIER_VERSION}> }}"
    return frozenset(cell.value for (cell,) in store.select(query).rows if cell)
