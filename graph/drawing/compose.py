"""From rows to a scene: every unit, task and section of a view, with the words of the plan on each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

import networkx as nx

from extract.messages import Message, message
from extract.records import Role
from graph.dataset.clarity import DEFINITIONS, Grade
from graph.dataset.names import ROLES, THINGS, TIE_NAMES
from graph.dataset.rows import Corpus, PlanRow, TaskRow
from graph.dataset.short_names import short_names
from graph.drawing.arrange import COLUMNS, arranged
from graph.drawing.labels import ACROSS, LINES, ONE_LINE, wrapped
from graph.drawing.layout import LayoutKind
from graph.drawing.looks import (
    BACKBONE,
    PART_OF,
    SHARED,
    THING_LOOKS,
    Fill,
    class_tone,
    line_tone,
    radius,
)
from graph.drawing.scene import Caption, Edge, LegendMark, Node, NodeGroup, Scene
from graph.drawing.views import ALONE, PictureView, UnitGroup, ties, unit_groups
from ontology.catalogue import Language

STARTS = 16  # signs of the text of a task that has no title
SMALL = 150  # units and tasks up to which a picture of both is clear
LAYERS: Mapping[str, int] = {"plan": 0, "section": 1, "task": 20, "unit": 21}  # sections of inner levels lie between
USUAL: Mapping[PictureView, LayoutKind] = {
    PictureView.UNITS: LayoutKind.FORCE,
    PictureView.TASKS: LayoutKind.FORCE,
    PictureView.SECTIONS: LayoutKind.LAYERED,
}


def usual_view(corpus: Corpus) -> PictureView:
    """The view in which a corpus is seen best: units and tasks while they are few, else units alone."""
    return PictureView.TASKS if len(corpus.units) + len(corpus.tasks) <= SMALL else PictureView.UNITS


def scene_of(
    corpus: Corpus, view: PictureView | None = None, kind: LayoutKind | None = None, lang: Language = Language.ZH
) -> Scene:
    """Draw all of a corpus.

    Args:
        corpus: the rows of the plans in scope.
        view: what is shown; by default what suits the size.
        kind: the shape of the picture; by default what suits the view.
        lang: the language of what is not quoted.
    """
    seen = view or usual_view(corpus)
    graph = ties(corpus, seen)
    loads = Counter(row.unit for row in corpus.assignments if row.counted)
    groups = unit_groups(corpus, loads) if seen is PictureView.UNITS else ()
    shape = kind or USUAL[seen]
    scene = Scene(
        nodes=tuple(_nodes(corpus, graph, loads, groups, lang, one_line=shape in COLUMNS)),
        edges=tuple(_edges(graph)),
        groups=drawn_groups(groups, lang),
    )
    return with_caption(arranged(scene, shape), corpus.plans, lang)


def drawn_groups(groups: Sequence[UnitGroup], lang: Language) -> tuple[NodeGroup, ...]:
    """The hulls of the groups that have several members."""
    return tuple(
        NodeGroup(
            key=group.key,
            name=group.name.render(lang),
            tone=group_tone(place, group),
            members=group.members,
            count=len(group.members),
        )
        for place, group in enumerate(groups)
        if len(group.members) > 1
    )


def group_tone(place: int, group: UnitGroup) -> str:
    """The colour of a group by its rank; that of units without partners is quiet."""
    return "quiet" if group.key == ALONE else class_tone(place)


def _nodes(
    corpus: Corpus,
    graph: "nx.Graph[str]",
    loads: Mapping[str, int],
    groups: Sequence[UnitGroup],
    lang: Language,
    *,
    one_line: bool,
) -> Iterable[Node]:
    words, shorts = _words(corpus, lang), short_names(corpus.units)
    most = float(max(loads.values(), default=0))
    home = {iri: (group, group_tone(place, group)) for place, group in enumerate(groups) for iri in group.members}
    depth = {row.iri: LAYERS["section"] + row.level - 1 for row in corpus.sections}
    for iri, kind, label in _things(corpus):
        if iri not in graph:
            continue
        tone, fill = THING_LOOKS[kind]
        group, coloured = home.get(iri, (None, tone))
        yield Node(
            key=iri,
            iri=iri,
            kind=kind,
            label=label,
            short=wrapped(
                shorts.get(iri, label), across=ONE_LINE if one_line else ACROSS, lines=1 if one_line else LINES
            ),
            radius=radius(float(loads[iri]), most) if kind == "unit" else radius(0.0, 0.0),
            tone=coloured,
            fill=fill,
            layer=depth.get(iri, LAYERS[kind]),
            group=group.key if group else "",
            words=words.get(iri, ()),
        )


def _things(corpus: Corpus) -> Iterable[tuple[str, str, str]]:
    for plan in corpus.plans:
        yield plan.iri, "plan", plan.title or plan.source
    for section in corpus.sections:
        yield section.iri, "section", f"{section.number}{section.title}"
    for task in corpus.tasks:
        yield task.iri, "task", task_label(task.ref, task)
    for unit in corpus.units:
        yield unit.iri, "unit", unit.name


def task_label(ref: str, task: TaskRow) -> str:
    """Name a task by its number and its title, or how its text starts."""
    start = task.text if len(task.text) <= STARTS else f"{task.text[:STARTS]}…"
    return f"{ref} {task.title or start}".strip()


def _words(corpus: Corpus, lang: Language) -> Mapping[str, tuple[str, ...]]:
    """The lines of each unit and task: its roles with the words that say so, a task's grade and text."""
    tasks = {row.iri: f"{row.ref} {row.title}".strip() for row in corpus.tasks}
    units = {row.iri: row.name for row in corpus.units}
    lines: defaultdict[str, list[str]] = defaultdict(list)
    for row in corpus.assignments:
        role = ROLES[Role(row.role)].render(lang)
        lines[row.unit].append(f"{role}：{tasks[row.task]} “{row.mention}”")
        lines[row.task].append(f"{role}：{units[row.unit]} “{row.mention}”")
    for task in corpus.tasks:
        grade = DEFINITIONS[Grade(task.clarity)].name.render(lang)
        lines[task.iri] = [grade, *lines[task.iri], task.text]
    return {iri: tuple(said) for iri, said in lines.items()}


def _edges(graph: "nx.Graph[str]") -> Iterable[Edge]:
    for a, b, said in graph.edges(data=True):
        for role in said["roles"]:
            yield Edge(source=a, target=b, role=role, weight=said["weight"])


def with_caption(scene: Scene, plans: Sequence[PlanRow], lang: Language) -> Scene:
    """Give a scene its title, scope, source and legend."""
    caption = Caption(
        title=message("责任关系图谱").render(lang),
        scope=scope_of(plans).render(lang),
        source=source_of(plans).render(lang),
        legend=tuple(legend_of(scene, lang)),
    )
    return Scene(nodes=scene.nodes, edges=scene.edges, groups=scene.groups, columns=scene.columns, caption=caption)


def scope_of(plans: Sequence[PlanRow]) -> Message:
    """Name the plans of a picture: the one by its title, more by their number."""
    if len(plans) == 1:
        return message("{title}", title=plans[0].title or plans[0].source)
    return message("{n} 份方案", n=len(plans))


def source_of(plans: Sequence[PlanRow]) -> Message:
    """Say where a picture comes from, and of what date its data are: that of the latest plan."""
    dates = sorted(plan.issued for plan in plans if plan.issued)
    issuers = tuple(dict.fromkeys(plan.issuer for plan in plans if plan.issuer))
    if not dates:
        return message("来源：方案原文，责任图谱")
    if len(issuers) == 1:
        return message("来源：{issuer}，方案日期 {date}", issuer=issuers[0], date=dates[-1])
    return message("来源：方案原文，最新一份 {date}", date=dates[-1])


def legend_of(scene: Scene, lang: Language) -> Iterable[LegendMark]:
    """List the marks in use, with how many there are."""
    kinds = Counter(node.kind for node in scene.nodes)
    roles = Counter(edge.role for edge in scene.edges)
    for kind, name in THINGS.items():
        if kinds[kind]:
            tone, fill = THING_LOOKS[kind]
            yield LegendMark(name=name.render(lang), count=kinds[kind], tone=tone, fill=fill, shape=kind)
    for role, count in sorted(roles.items(), key=lambda item: _ORDER.index(item[0])):
        name = TIE_NAMES[role] if role in TIE_NAMES else ROLES[Role(role)]
        yield LegendMark(
            name=name.render(lang), count=count, tone=line_tone(role), fill=Fill.FULL, shape="line", role=role
        )


_ORDER = (*(role.value for role in Role), BACKBONE, SHARED, PART_OF)
