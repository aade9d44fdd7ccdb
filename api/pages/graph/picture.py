"""Choose what is shown, out of how much, and where it stands."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

import networkx as nx
from fastapi import HTTPException

from api.pages.graph.state import EVERYTHING, State
from api.pages.graph.web import PART_OF, Thing, Web, tied
from graph.drawing.layout import LayoutKind, Point, positions

FEW = 40  # things up to which the start reaches two steps by itself
MOST = 5000  # things of one picture; beyond, those with most ties are kept
PATHS = 5
LAYERS = {"plan": 0, "section": 1, "task": 20, "unit": 21}  # sections of inner levels lie between


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """A line of the picture: a role, or ``part_of``."""

    source: str
    target: str
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hidden:
    """What is not shown, and why; the four reasons add up to all that is not shown."""

    apart: int  # not added yet
    filtered: int
    away: int  # put away by hand
    cut: int  # too many for one picture


class Placing:
    """Where things stand, worked out when it is first asked, once for all views of a picture."""

    def __init__(self, web: Web, shown: Iterable[str], lines: Iterable[Edge], ego: str, kind: LayoutKind) -> None:
        self._kind, self._ego = kind, ego
        self._graph: nx.Graph[str] = nx.Graph()
        sections = web.index.section_of
        for iri in shown:
            depth = sections[iri].level - 1 if iri in sections else 0
            self._graph.add_node(iri, layer=LAYERS[web.things[iri].kind] + depth)
        self._graph.add_edges_from((line.source, line.target) for line in lines)

    @cached_property
    def points(self) -> Mapping[str, Point]:
        """A place for each thing."""
        return positions(self._graph, self._kind, ego=self._ego)


@dataclass(frozen=True, kw_only=True)
class Subgraph:
    """What is shown.

    Attributes:
        web: what it was chosen from.
        state: the state that chose it.
        starts: the IRIs it starts from; empty for everything.
        shown: the IRIs of the things shown, in the order of the corpus.
        lines: the lines between them that the filters let through.
        more: for each thing shown, how many neighbours opening it would add.
        paths: the shortest paths asked for, each a row of IRIs, a unit at both ends; empty where there is none.
        placing: where the things stand.
    """

    web: Web
    state: State
    starts: tuple[str, ...]
    shown: tuple[str, ...]
    lines: tuple[Edge, ...]
    more: Mapping[str, int]
    hidden: Hidden
    paths: tuple[tuple[str, ...], ...]
    placing: Placing

    @property
    def total(self) -> int:
        """How many things there are."""
        return len(self.web.things)

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """The things shown."""
        return tuple(self.web.things[iri] for iri in self.shown)

    @cached_property
    def degree(self) -> Counter[str]:
        """How many lines of the picture end at each thing."""
        return Counter(end for line in self.lines for end in (line.source, line.target))

    @property
    def places(self) -> Mapping[str, Point]:
        """Where each thing stands."""
        return self.placing.points

    def seen(self, state: State) -> "Subgraph":
        """Give the same picture as a state sees it that differs in the selection, the search or the table alone."""
        return replace(self, state=state)


def picture_of(web: Web, state: State) -> Subgraph:
    """Choose what a state shows.

    Guarantees:
        1. What the picture starts from is shown whatever the filters say, unless it was put away by hand.
        2. Under a filter a thing without any line is left out, unless the picture starts from it.

    Raises:
        HTTPException: 404 when a key the picture starts from names nothing.
    """
    starts = _starts(web, state)
    allowed = _allowed(web, state, starts)
    away = {iri for key in state.hide for iri in web.find(key)}
    paths = _paths(web, allowed, state)
    lonely = {iri for iri in allowed if not allowed.degree[iri] and iri not in starts} if state.filtered else set()
    wanted = _reached(web, allowed, state, starts).union(*paths, _opened(web, allowed, state)) - away - lonely
    kept = _kept(allowed, wanted, starts)
    shown = tuple(iri for iri in web.things if iri in kept)
    lines = tuple(_lines(web, allowed, frozenset(shown)))
    ego = next((iri for iri in starts if iri in frozenset(shown)), "")
    return Subgraph(
        web=web,
        state=state,
        starts=starts,
        shown=shown,
        lines=lines,
        more=_more(allowed, frozenset(shown), away),
        hidden=_hidden(web, allowed, wanted, kept, away, lonely),
        paths=paths,
        placing=Placing(web, shown, lines, ego, state.layout),
    )


def _opened(web: Web, allowed: "nx.Graph[str]", state: State) -> set[str]:
    """The things that a reader opened, with their neighbours."""
    opened = (iri for key in state.open for iri in web.find(key) if iri in allowed)
    return {near for iri in opened for near in (iri, *allowed[iri])}


def _starts(web: Web, state: State) -> tuple[str, ...]:
    """The IRIs the picture starts from; empty for everything."""
    named = state.focus or ((state.start, state.end) if state.start and state.end else (web.first(),))
    if EVERYTHING in named:
        return ()
    found = tuple(dict.fromkeys(iri for key in named for iri in web.find(key)))
    if any(not web.find(key) for key in named):
        raise HTTPException(404)
    return found


def _allowed(web: Web, state: State, starts: Collection[str]) -> "nx.Graph[str]":
    """The part of the network that the filters let through; each tie keeps the roles that pass."""
    if not state.filtered:
        return web.ties
    kept: nx.Graph[str] = nx.Graph()
    kept.add_nodes_from(iri for iri, thing in web.things.items() if iri in starts or _passes(web, state, thing))
    for a, b, roles in tied(web.ties):
        left = tuple(role for role in roles if not state.role or role in state.role or role == PART_OF)
        if left and a in kept and b in kept:
            kept.add_edge(a, b, roles=left)
    return kept


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
    """What lies within reach of the start; the innermost sections of its tasks come along, to say where they stand."""
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


def _lines(web: Web, allowed: "nx.Graph[str]", shown: Collection[str]) -> Iterable[Edge]:
    """The lines between the things shown, from a task to its unit or to what it is part of."""
    units = web.index.unit_of
    for a, b, roles in tied(allowed):  # a stands before b in the corpus: plan, section, task, unit
        if a in shown and b in shown:
            source, target = (a, b) if b in units else (b, a)
            yield from (Edge(source=source, target=target, role=role) for role in roles)


def _more(allowed: "nx.Graph[str]", shown: Collection[str], away: Collection[str]) -> Mapping[str, int]:
    """How many things opening each thing would add."""
    if len(shown) == len(allowed):  # nothing is left to add
        return dict.fromkeys(shown, 0)
    return {
        iri: sum(near not in shown and near not in away for near in allowed[iri]) if iri in allowed else 0
        for iri in shown
    }


def _kept(allowed: "nx.Graph[str]", wanted: set[str], starts: tuple[str, ...]) -> set[str]:
    """What one picture can hold of what is wanted: the start, then what has most ties, the first of equals."""
    if len(wanted) <= MOST:
        return wanted
    ordered = sorted(allowed, key=lambda iri: (iri not in starts, -allowed.degree[iri]))
    return set(islice((iri for iri in ordered if iri in wanted), MOST))


def _hidden(
    web: Web,
    allowed: "nx.Graph[str]",
    wanted: set[str],
    kept: set[str],
    away: set[str],
    lonely: set[str],
) -> Hidden:
    """Count what is not shown by the reason."""
    filtered = sum(iri not in away and (iri not in allowed or iri in lonely) for iri in web.things)
    cut = len(wanted) - len(kept)
    apart = len(web.things) - len(kept) - len(away) - filtered - cut
    return Hidden(apart=apart, filtered=filtered, away=len(away), cut=cut)
