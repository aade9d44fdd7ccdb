"""The graph of an archive with too many units for one picture: its plans in groups, by place, year or title.

A group leads to the graph of its own plans, which is drawn the same way until it is small enough to show units.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import hypot

from api.read_model.index import Index
from api.read_model.plan_groups import PlanGroup, parted
from api.tables.model import Column, Table, ValueKind, table
from extract.messages import Message, message
from graph.dataset.scope import Scope
from graph.dataset.sql_tables import SUMMARY
from graph.drawing.arrange import arranged
from graph.drawing.compose import scope_of, source_of
from graph.drawing.labels import LINE, width, wrapped
from graph.drawing.layout import LayoutKind
from graph.drawing.looks import GROUP_SMALLEST, GROUP_WIDEST, SHARED, Fill, class_tone, radius
from graph.drawing.scene import Caption, Edge, Node, Scene
from ontology.catalogue import Language

MOST_DRAWN = 20_000
"""The assignments up to which the units of a scope are drawn while a reader waits."""

MOST_GROUPS = 36  # in a picture; the table has all
_STRONGEST = 2  # lines that a group keeps, those with most units in common
_ACROSS = 5  # Chinese signs of a line in a group
_TITLE = message("责任关系图谱")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGroups:
    """The groups, those with most assignments first, and how many units each pair of the first ones has in common."""

    groups: tuple[PlanGroup, ...]
    common: Counter[tuple[int, int]]


def plan_groups(index: Index, scope: Scope) -> PlanGroups:
    """Group the plans of an index by what parts them first: place, year, or title.

    Args:
        index: the plans.
        scope: the scope they are of.
    """
    groups = parted(index, scope)
    return PlanGroups(groups=groups, common=_common(index, groups[:MOST_GROUPS]))


def _common(index: Index, groups: Sequence[PlanGroup]) -> Counter[tuple[int, int]]:
    """Count the units that the plans of each two groups have in common."""
    group_of = {index.rows.number_of[plan.iri]: at for at, group in enumerate(groups) for plan in group.plans}
    homes: defaultdict[str, set[int]] = defaultdict(set)
    graphs, units = index.rows.columns(SUMMARY, "unit")
    for graph, unit in zip(graphs, units, strict=True):
        if graph in group_of:
            homes[unit].add(group_of[graph])
    found: Counter[tuple[int, int]] = Counter()
    for held in homes.values():
        found.update(combinations(sorted(held), 2))
    return found


def groups_scene(index: Index, scope: Scope, lang: Language) -> Scene:
    """Draw the groups as discs, with lines between those that have most units in common."""
    found = index.once(plan_groups, scope)
    shown = found.groups[:MOST_GROUPS]
    most = float(max((group.assignments for group in shown), default=0))
    nodes = tuple(_disc(at, group, most, lang) for at, group in enumerate(shown))
    closed = {node.key: node.radius for node in nodes}
    scene = arranged(Scene(nodes=nodes, edges=tuple(_lines(found.common))), LayoutKind.FORCE, closed=closed)
    caption = Caption(
        title=_TITLE.render(lang),
        scope=scope_of(index.plans).render(lang),
        said=said(index, found).render(lang),
        source=source_of(index.plans).render(lang),
    )
    return replace(scene, caption=caption)


def _disc(at: int, group: PlanGroup, most: float, lang: Language) -> Node:
    name = group.name.render(lang)
    short = f"{wrapped(name, across=_ACROSS, lines=3)}\n{group.assignments}"
    lines = short.split("\n")
    room = hypot(max(width(line) for line in lines), LINE * len(lines)) / 2 + 3
    size = radius(float(group.assignments), most, smallest=GROUP_SMALLEST, widest=GROUP_WIDEST)
    return Node(
        key=str(at),
        iri=str(at),
        kind="group",
        label=name,
        short=short,
        radius=max(size, round(room, 1)),
        tone=class_tone(at),
        fill=Fill.TINT,
        url=group.address,
        value=float(group.assignments),
    )


def _lines(common: Counter[tuple[int, int]]) -> Sequence[Edge]:
    kept: Counter[int] = Counter()
    found = []
    for (one, two), n in sorted(common.items(), key=lambda item: (-item[1], item[0])):
        if kept[one] < _STRONGEST or kept[two] < _STRONGEST:
            kept.update((one, two))
            found.append(Edge(source=str(one), target=str(two), role=SHARED, weight=float(n)))
    return found


def said(index: Index, found: PlanGroups) -> Message:
    """Say why groups are drawn, and what is not."""
    n, groups = index.count("assignments"), len(found.groups)
    if groups > MOST_GROUPS:
        return message(
            "共 {n} 条分工，先按组显示分工最多的 {most} 组，共 {groups} 组；点开一组只看该组。",
            n=n,
            most=MOST_GROUPS,
            groups=groups,
        )
    return message("共 {n} 条分工，先按组显示，共 {groups} 组；点开一组只看该组。", n=n, groups=groups)


def groups_table(found: PlanGroups) -> Table:
    """The groups with what they hold."""
    columns: tuple[Column[PlanGroup], ...] = (
        Column("group", message("组"), lambda group: group.name, link=lambda group: group.address),
        Column("plans", message("方案数"), lambda group: len(group.plans), ValueKind.NUMBER),
        Column("tasks", message("任务"), lambda group: group.tasks, ValueKind.NUMBER),
        Column("assignments", message("分工"), lambda group: group.assignments, ValueKind.NUMBER),
        Column("scope", None, lambda group: str(group.scope)),
    )
    note = message("圆的大小为分工数；连线表示两组涉及相同的单位，各组只画相同单位最多的两条。")
    return table("groups", _TITLE, columns, found.groups, (note,))
