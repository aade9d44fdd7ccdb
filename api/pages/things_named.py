"""What a thing of ours is called on a page, and where its page is."""

from api.pages.desk import Reader
from api.pages.index import Index
from extract.records import Bilingual
from ontology import iris
from ontology.vocabulary import names, short

_HOME = iris.ID.removesuffix("/id/")


def named_thing(index: Index, iri: str, reader: Reader) -> tuple[str, str]:
    """Give the address of the page about a thing, and the words people know it by; no address for what is not ours."""
    if iri in index.task_of:
        task = index.task_of[iri]
        return index.task_url(task), task.ref or task.title or task.text[:20]
    if iri in index.unit_of:
        unit = index.unit_of[iri]
        return index.unit_url(unit), unit.name
    if iri in index.plan_of:
        plan = index.plan_of[iri]
        return index.plan_url(plan), plan.title or plan.source
    entry = names().get(iri)
    if entry is not None:
        return f"/ontology#{entry.name}", reader.choose(Bilingual(zh=entry.zh, en=entry.en))
    if iris.ours(iri):
        return iri.removeprefix(_HOME), iri.removeprefix(iris.ID)
    return "", short(iri)
