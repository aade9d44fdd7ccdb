"""What a thing of ours is called on a page, and where its page is."""

from api.pages.frame.renderer import Reader
from api.read_model.index import Index
from ontology import iris
from ontology.catalogue import Language
from ontology.terms import NS
from ontology.vocabulary import names, short

_ROOT = iris.ID.removesuffix("id/")


def local(iri: str) -> str:
    """Give the address of a name on this server; of a name of others, nothing.

    >>> local("https://w3id.org/dutygraph/id/place/652300"), local("https://w3id.org/dutygraph/ns#Task")
    ('/id/place/652300', '/ontology#Task')
    """
    if iri.startswith(NS):
        return f"/ontology#{iri.removeprefix(NS)}"
    return f"/{iri.removeprefix(_ROOT)}" if iri.startswith(iris.ID) else ""


def page_of(index: Index, iri: str) -> str:
    """Give the address of the page of a plan, a unit or a task; nothing for all else."""
    if iri in index.plan_of:
        return index.plan_url(index.plan_of[iri])
    if iri in index.unit_of:
        return index.unit_url(index.unit_of[iri])
    return index.task_url(index.task_of[iri]) if iri in index.task_of else ""


def named_thing(index: Index, iri: str, reader: Reader) -> tuple[str, str]:
    """Give the address of the page about a thing, and the words people know it by; no address for what is not ours."""
    entry = names().get(iri)
    words = iri.removeprefix(iris.ID) if iris.ours(iri) else short(iri)
    if iri in index.task_of:
        task = index.task_of[iri]
        words = task.ref or task.title or task.text[:20]
    elif iri in index.unit_of:
        words = index.unit_of[iri].name
    elif iri in index.plan_of:
        words = index.plan_of[iri].title or index.plan_of[iri].source
    elif entry is not None:
        words = entry.zh if reader.lang is Language.ZH else entry.en
    return page_of(index, iri) or local(iri), words
