"""Choose what is shown, out of how much."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

import networkx as nx

from api.pages.graph.state import EVERYTHING, State
from api.pages.graph.web import Thing, Web, tied
from graph.drawing.looks import BACKBONE, PART_OF, SHARED, TIES
from graph.drawing.scene import Scene
from graph.drawing.views import PictureView, UnitGroup

FEW = 40  # things up to which the start reaches two steps by itself
OPENED = 80  # units up to which every group is open from the beginning
PATHS = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class SubgraphEdge:
    """A line of the picture: a role, ``part_of``, or what ties two units; its weight is the number of tasks it means."""

    source: str
    target: str
    role: str
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What is not shown one by one, and why; the reasons add up to all of it."""

    grouped: int  # inside a group that is closed
    apart: int  # not added yet
    filtered: int
    away: int  # put away by hand
    cut: int  # too many for one picture


@dataclass(frozen=True, kw_only=True)
class Subgraph:
    """What is shown.

    Attributes:
        web: what it was chosen from.
        state: the state that chose it.
        starts: the IRIs it starts from; empty for everything.
        missing: the keys of the start, of the ends of a path, and of what was put away or opened that name nothing here.
        shown: the IRIs of the things shown, closed groups first, then in the order of the corpus.
        lines: the lines between them that the filters let through.
        more: for each thing shown, how many neighbours opening it would add; for a group its units.
        paths: the shortest paths requested, each a row of IRIs, a unit at both ends; empty where none exists.
        scenes: the picture as it is drawn, once it was requested; all views of a picture share it.
    """

    web: Web
    state: State
    starts: tuple[str, ...]
    missing: tuple[str, ...]
    shown: tuple[str, ...]
    lines: tuple[SubgraphEdge, ...]
    more: Mapping[str, int]
    hidden: Hidden
    paths: tuple[tuple[str, ...], ...]
    scenes: list[Scene] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many things there are."""
        return len(self.web.things)

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """The things shown."""
        return tuple(self.web.thing(iri) for iri in self.shown)

    @cached_property
    def degree(self) -> Counter[str]:
        """How many lines of the picture end at each thing."""
        return Counter(end for line in self.lines for end in (line.source, line.target))

    def seen(self, state: State) -> "Subgraph":
        """Give the same picture as a state sees it that differs in the selection, the search or the table alone."""
        return replace(self, state=state)


def picture_of(web: Web, state: State) -> Subgraph:
    """Choose what a state shows.

    Guarantees:
        1. What the picture starts from is shown independent of the filters, unless it was put away by hand.
        2. Under a filter a thing without any line is left out, unless the picture starts from it.
        3. A key that names nothing is given back in ``missing``; it is never an error, since a saved view may be older
           than the data.
    """
    starts = _starts(web, state)
    allowed = _allowed(web, state, starts)
    away = {iri for key in state.hide for iri in web.find(key)}
    paths = _paths(web, allowed, state)
    graph = _folded(web, state, allowed, away) if _folds(web, allowed, starts) else allowed
    lonely = {iri for iri in graph if not graph.degree[iri] and iri not in starts} if state.filtered else set()
    wanted = _reached(web, graph, state, starts).union(*paths, _opened(web, graph, state)) - away - lonely
    kept = _kept(graph, wanted, starts, state.most)
    shown = tuple(iri for iri in (*map(_iri, web.groups), *web.things) if iri in kept)
    return Subgraph(
        web=web,
        state=state,
        starts=starts,
        missing=tuple(key for key in _keys(state) if not web.find(key)),
        shown=shown,
        lines=tuple(_lines(web, graph, frozenset(shown))),
        more=_more(graph, frozenset(shown), away),
        hidden=_hidden(web, graph, wanted, kept, away, lonely),
        paths=paths,
    )


def _keys(state: State) -> Iterable[str]:
    """The keys by which a state names things, each once."""
    named = (*state.focus, *state.open, *state.hide, state.start, state.end)
    return dict.fromkeys(key for key in named if key not in {"", EVERYTHING})


def _opened(web: Web, graph: "nx.Graph[str]", state: State) -> set[str]:
    """The things that a reader opened, with their neighbours."""
    opened = (iri for key in state.open for iri in web.find(key) if iri in graph)
    return {near for iri in opened for near in (iri, *graph[iri])}


def _starts(web: Web, state: State) -> tuple[str, ...]:
    """The IRIs the picture starts from; empty for everything."""
    named = state.focus or ((state.start, state.end) if state.start and state.end else ())
    if EVERYTHING in named:
        return ()
    found = tuple(dict.fromkeys(iri for key in named for iri in members_of(web, key) if iri in web.things))
    if found or web.view is PictureView.UNITS or len(web.things) <= state.most:
        return found
    return tuple(iri for iri in web.find(web.first()) if iri in web.things)


def members_of(web: Web, key: str) -> tuple[str, ...]:
    """What a key names; of a group its units."""
    group = next((group for group in web.groups if group.key == key), None)
    return group.members if group else web.find(key)


def _allowed(web: Web, state: State, starts: Collection[str]) -> "nx.Graph[str]":
    """The part of the network that the filters let through; each tie keeps the roles that pass."""
    if not state.filtered:
        return web.ties
    kept: nx.Graph[str] = nx.Graph()
    kept.add_nodes_from(iri for iri, thing in web.things.items() if iri in starts or _passes(web, state, thing))
    ties_chosen, roles_chosen = set(state.role) & set(TIES), set(state.role) - set(TIES)
    for a, b, roles, weight in tied(web.ties):
        left = tuple(role for role in roles if _follows(role, ties_chosen if role in TIES else roles_chosen))
        if left and a in kept and b in kept:
            kept.add_edge(a, b, roles=left, weight=weight)
    return kept


def _follows(role: str, chosen: Collection[str]) -> bool:
    return not chosen or role in chosen or role == PART_OF


def _folds(web: Web, allowed: "nx.Graph[str]", starts: Collection[str]) -> bool:
    """Whether units are too many to be shown one by one."""
    return web.view is PictureView.UNITS and not starts and len(allowed) > OPENED


def _folded(web: Web, state: State, allowed: "nx.Graph[str]", away: Collection[str]) -> "nx.Graph[str]":
    """The network in which each closed group is one thing; its ties mean all tasks of the ties of its units."""
    home: dict[str, str] = {}
    graph: nx.Graph[str] = nx.Graph()
    for group in web.groups:
        members = [iri for iri in group.members if iri in allowed and iri not in away]
        if group.key in state.open or len(members) == 1:
            home |= {iri: iri for iri in members}
        elif members:
            home |= dict.fromkeys(members, _iri(group))
            graph.add_node(_iri(group), units=len(members))
    graph.add_nodes_from(home.values())
    _join(graph, home, allowed)
    return graph


def _join(graph: "nx.Graph[str]", home: Mapping[str, str], allowed: "nx.Graph[str]") -> None:
    """Tie the groups and units of which members are tied."""
    for a, b, roles, weight in tied(allowed):
        if a in home and b in home and home[a] != home[b]:
            _add(graph, home[a], home[b], roles, weight)


def _add(graph: "nx.Graph[str]", one: str, two: str, roles: Sequence[str], weight: float) -> None:
    """Add a tie between two things, or add to the one there."""
    before = graph.get_edge_data(one, two, default={"roles": (), "weight": 0.0})
    strong = BACKBONE in (*roles, *before["roles"])
    graph.add_edge(one, two, roles=(BACKBONE if strong else SHARED,), weight=before["weight"] + weight)


def _iri(group: UnitGroup) -> str:
    return f"group:{group.key}"


def _passes(web: Web, state: State, thing: Thing) -> bool:
    """Whether the filters let a thing through."""
    if state.thing and thing.kind not in state.thing:
        return False
    if thing.kind == "unit":
        return not state.kind or thing.sort in state.kind
    if thing.kind == "task" and state.grade and thing.sort not in state.grade:
        return False
    return not state.section or thing.kind == "plan" or _within(web, state.section, thing)


def _within(web: Web, key: str, thing: Thing) -> bool:
    """Whether a task or section lies in a section, or is it."""
    index, above = web.index, thing.iri
    wanted = index.section_by_key.get(key)
    if above in index.task_of:
        above = index.task_of[above].part_of
    while wanted and above in index.section_of:
        if above == wanted.iri:
            return True
        above = index.section_of[above].parent
    return False


def _reached(web: Web, allowed: "nx.Graph[str]", state: State, starts: tuple[str, ...]) -> set[str]:
    """What lies within reach of the start; the innermost sections of its tasks come along, to say where they are."""
    if not starts:
        return set(allowed)
    if not state.focus and state.start and state.end:
        return set(starts)  # a path alone: nothing around it
    near = _within_steps(allowed, starts, state.reach or 2)
    if not state.reach and len(near) > FEW:
        near = _within_steps(allowed, starts, 1)
    tasks = web.index.task_of
    return near | {tasks[iri].part_of for iri in near if iri in tasks and allowed.has_edge(iri, tasks[iri].part_of)}


def _within_steps(allowed: "nx.Graph[str]", starts: Iterable[str], steps: int) -> set[str]:
    return {
        iri
        for start in starts
        if start in allowed
        for iri in nx.single_source_shortest_path_length(allowed, start, steps)
    }


def _paths(web: Web, allowed: "nx.Graph[str]", state: State) -> tuple[tuple[str, ...], ...]:
    """The first few of the shortest paths between two units, through shared tasks alone."""
    ends = [iri for key in (state.start, state.end) for iri in web.find(key) if iri in allowed]
    if not state.start or not state.end or len(ends) != 2:
        return ()
    index = web.index
    walked = allowed.subgraph(iri for iri in allowed if iri in index.unit_of or iri in index.task_of)
    if any(end not in walked for end in ends) or not nx.has_path(walked, *ends):
        return ()
    return tuple(tuple(path) for path in islice(nx.all_shortest_paths(walked, *ends), PATHS))


def _lines(web: Web, graph: "nx.Graph[str]", shown: Collection[str]) -> Iterable[SubgraphEdge]:
    """The lines between the things shown, from a task to its unit or to what it is part of."""
    units = web.index.unit_of
    for a, b, roles, weight in tied(graph):  # a is before b in the corpus: plan, section, task, unit
        if a in shown and b in shown:
            source, target = (a, b) if b in units else (b, a)
            for role in roles:
                yield SubgraphEdge(source=source, target=target, role=role, weight=weight)


def _more(graph: "nx.Graph[str]", shown: Collection[str], away: Collection[str]) -> Mapping[str, int]:
    """How many neighbours each thing shown would add; what was put away does not come back."""
    return {
        iri: graph.nodes[iri].get("units") or sum(near not in shown and near not in away for near in graph[iri])
        if iri in graph
        else 0
        for iri in shown
    }


def _kept(graph: "nx.Graph[str]", wanted: set[str], starts: tuple[str, ...], most: int) -> set[str]:
    """What one picture can hold of what is wanted: the start, then what has most ties, the first of equals."""
    if len(wanted) <= most:
        return wanted
    ordered = sorted(graph, key=lambda iri: (iri not in starts, "units" not in graph.nodes[iri], -graph.degree[iri]))
    return set(islice((iri for iri in ordered if iri in wanted), most))


def _hidden(
    web: Web, graph: "nx.Graph[str]", wanted: set[str], kept: set[str], away: set[str], lonely: set[str]
) -> Hidden:
    """Count what is not shown by the reason."""
    why = Counter(_why(web, graph, iri, wanted, kept, away, lonely) for iri in web.things)
    return Hidden(
        grouped=why["grouped"], apart=why["apart"], filtered=why["filtered"], away=why["away"], cut=why["cut"]
    )


def _why(
    web: Web, graph: "nx.Graph[str]", iri: str, wanted: set[str], kept: set[str], away: set[str], lonely: set[str]
) -> str:
    """Say what became of a thing: shown, or the reason why it is not."""
    group = web.group_of.get(iri, "")
    here = group if iri not in graph and group in graph else iri
    if iri in away or here in away:
        return "away"
    if here in kept:
        return "shown" if here == iri else "grouped"
    if here not in graph or here in lonely:
        return "filtered"
    return "cut" if here in wanted else "apart"
