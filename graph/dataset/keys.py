"""Names of matters and tasks that remain in each new version of a document."""

import hashlib
from collections.abc import Mapping

from graph.dataset.rows import Corpus
from ontology import iris

HEAD = 40
"""The characters by which a task without a title is recognised."""

_TASK = "progress"  # keys that were written before must remain


def matter_key(document: str, code: str, words: str) -> str:
    """Name a matter by its document, its rule and its words."""
    return hashlib.sha256(f"{document}\n{code}\n{words}".encode()).hexdigest()[:16]


def task_keys(corpus: Corpus) -> Mapping[str, str]:
    """Name each task, by its IRI, so that what people say of it remains with it in new versions of its document.

    Guarantees:
        1. Equal tasks of one document are distinguished by their order.
    """
    documents = {plan.iri: plan.document or plan.iri for plan in corpus.plans}
    keys = [matter_key(documents[one.plan], _TASK, one.title or one.text[:HEAD]) for one in corpus.tasks]
    return dict(zip((one.iri for one in corpus.tasks), iris.numbered(keys), strict=True))
