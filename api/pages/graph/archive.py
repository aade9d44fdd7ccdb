"""The graph of an archive with too many units for one picture: its plans in groups, by place, year or title.

A group leads to the graph of its own plans, which is drawn the same way until it is small enough to show units.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import hypot
from urllib.parse import quote

from api.read_model.index import Index
from api.tables.model import Column, Table, ValueKind, table
from extract.messages import Message, message
from extract.units.places import NATION, ancestors, place_of
from graph.dataset.rows import PlanRow
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
_LISTED = 100  # plans that a scope names one by one
_TITLE = message("责任关系图谱")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanGroup:
    """Plans of one place, one year or one title, and the scope that holds them alone."""

    name: Message
    scope: Scope
    plans: tuple[PlanRow, ...]
    tasks: int
    assignments: int

    @property
    def address(self) -> str:
        """The address of their graph."""
        return f"/graph?scope={quote(str(self.scope))}"


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
    parted = next(
        (found for part in (_by_place, _by_year) if len(found := part(index.plans, scope)) > 1),
        _by_title(index.plans, scope),
    )
    tallies = index.rows.tallies("tasks", "assignments")

    def total(plans: Sequence[PlanRow], what: str) -> int:
        return sum(n for plan in plans for (of, _), n in tallies[plan.iri].items() if of == what)

    counted = (
        PlanGroup(
            name=name,
            scope=within,
            plans=tuple(plans),
            tasks=total(plans, "tasks"),
            assignments=total(plans, "assignments"),
        )
        for within, (name, plans) in parted.items()
    )
    groups = tuple(sorted(counted, key=lambda one: (-one.assignments, str(one.scope))))
    return PlanGroups(groups=groups, common=_common(index, groups[:MOST_GROUPS]))


_Parted = dict[Scope, tuple[Message, list[PlanRow]]]


def _by_place(plans: Sequence[PlanRow], scope: Scope) -> _Parted:
    """Part plans by the places directly below the smallest place that holds them all; its own plans are one group."""
    paths = {plan.iri: _path(plan.place_code) for plan in plans if place_of(plan.place_code)}
    columns = enumerate(zip(*paths.values(), strict=False))
    shared = next((n for n, codes in columns if len({*codes}) > 1), min(map(len, paths.values()), default=0))
    found: _Parted = {}
    for plan in plans:
        if plan.iri in paths:
            path = paths[plan.iri]
            own = len(path) <= shared
            code = path[-1] if own else path[shared]
            within = replace(scope, places=(code,), levels=(plan.level,) if own else scope.levels)
            found.setdefault(within, (_name(code, own=own), []))[1].append(plan)
    return found | _without_place([plan for plan in plans if plan.iri not in paths], scope)


def _without_place(plans: Sequence[PlanRow], scope: Scope) -> _Parted:
    """Part plans whose place is not known, so that a scope can name those of each group."""
    found: _Parted = {}
    for start in range(0, len(plans), _LISTED):
        some = list(plans[start : start + _LISTED])
        name = message("归属地未能确定（{first}–{last}）", first=start + 1, last=start + len(some))
        found[replace(scope, plans=tuple(plan.id for plan in some))] = (name, some)
    return found


def _name(code: str, *, own: bool) -> Message:
    """Name a group by its place; what is of a place itself and of none below it is 本级."""
    if code == NATION:
        return message("全国")
    place = place_of(code)
    name = place.name if place else code
    return message("{place}本级", place=name) if own else message("{place}", place=name)


def _path(code: str) -> tuple[str, ...]:
    """Give the codes from the nation down to a place."""
    return tuple(dict.fromkeys((NATION, *reversed(ancestors(code)), code)))


def _by_year(plans: Sequence[PlanRow], scope: Scope) -> _Parted:
    found: _Parted = {}
    for plan in plans:
        year = plan.issued[:4]
        if not year:
            return {}
        found.setdefault(replace(scope, years=(year,)), (message("{year}年", year=year), []))[1].append(plan)
    return found


def _by_title(plans: Sequence[PlanRow], scope: Scope) -> _Parted:
    return {
        replace(scope, plans=(plan.id,)): (message("{title}", title=plan.title or plan.source), [plan])
        for plan in plans
    }


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
