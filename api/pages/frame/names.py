"""What a thing of ours is called on a page, and where its page is."""

from api.pages.frame.renderer import Reader
from api.read_model.index import Index
from graph.dataset.rows import UnitRow
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


def short_unit(unit: UnitRow, one_place: bool) -> str:  # noqa: FBT001 - a template calls it
    """Give the short name under which offices know a unit; its full name stays in the title of the link.

    Where the units are of one place, its kind is enough to tell it; else its name is given without its kind.
    """
    if not unit.place_name or not unit.name.startswith(unit.place_name) or unit.name == unit.place_name:
        return unit.name
    kind = next((end for end in ("自治州", "自治县", "自治旗") if unit.place_name.endswith(end)), unit.place_name[-1:])
    place = kind.removeprefix("自治") if one_place else unit.place_name[:2] + kind.removeprefix("自治")
    return place + shorter(unit.name.removeprefix(unit.place_name))


def shorter(body: str) -> str:
    """Shorten the name of a body the way offices do.

    >>> shorter("人民政府法制办公室"), shorter("机构编制委员会办公室"), shorter("发展和改革委员会"), shorter("公安局")
    ('政府法制办', '编办', '发展改革委', '公安局')
    """
    for long, short_form in _SHORTER:
        body = body.replace(long, short_form)
    return body


_SHORTER = (
    ("机构编制委员会办公室", "编办"),
    ("发展和改革委员会", "发展改革委"),
    ("人民政府", "政府"),
    ("委员会办公室", "委办"),
    ("办公室", "办"),
    ("委员会", "委"),
)
