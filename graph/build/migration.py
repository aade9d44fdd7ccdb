"""Bring what an older program wrote to the present format: data folders, backups, plans as RDF.

What the first edition lacks is the document of a plan, the key by which its versions are recognised, and the hash of its
text. They follow from what is stored. Which program read the plan stays unknown, so ``dutygraph check`` names it.

Guarantees:
    1. A plan that has all this is not touched; migrating twice changes nothing more.
    2. Corrections stay as they are, and are replayed on the plan as it was read.
    3. Each plan is migrated in one transaction. A folder that is interrupted is migrated again when it is opened.
"""

from dataclasses import replace

from graph.corrections.readings import Readings
from graph.corrections.store import settle, take
from graph.dataset.document import key_of, text_hash
from graph.dataset.rows import Corpus
from graph.store import Store
from ontology import iris
from ontology.terms import Term


def migrate(store: Store) -> tuple[str, ...]:
    """Migrate the plans of a store; return the IRIs of those that changed."""
    with store.alone():
        old = _of_older_programs(store)
        for plan in old:
            library = Readings(store)
            text = library.text(plan)
            take(store, completed(library.corpus(plan), text), text)
        if old:
            settle(store)
        return old


def completed(corpus: Corpus, text: str) -> Corpus:
    """Fill in what an older program did not write of a plan."""
    plan = corpus.plans[0]
    if plan.text_sha256:
        return corpus
    document = plan.document or iris.document(plan.iri)
    new = replace(plan, document=document, key=plan.key or key_of(plan), text_sha256=text_hash([text]))
    return replace(corpus, plans=(new,))


def _of_older_programs(store: Store) -> tuple[str, ...]:
    query = (
        f"SELECT ?plan WHERE {{ GRAPH ?plan {{ ?plan a <{Term.PLAN}> "
        f"FILTER NOT EXISTS {{ ?plan <{Term.TEXT_SHA256}> ?hash }} }} }}"
    )
    return tuple(sorted(cell.value for (cell,) in store.select(query).rows if cell))
