"""The network as the explorer walks it: things by their keys, ties with their roles, measures by name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import networkx as nx

from api.pages.frame.references import printed
from api.pages.graph.state import EVERYTHING, NodeMeasure
from api.read_model.index import Index
from graph.dataset.rows import only_shown
from graph.network.centrality import centrality

THINGS = ("unit", "task", "section", "plan")
PART_OF = "part_of"
EXACT = 12_000  # assignments up to which betweenness is worked out while a reader waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A node: a unit, task, section or plan.

    Attributes:
        sort: the kind of a unit, the grade of a task, else empty.
    """

    iri: str
    key: str
    kind: str
    label: str
    url: str
    sort: str


class Web:
    """A read-only view of one corpus for the explorer.

    Guarantees:
        1. Pure: the same corpus gives the same things, ties and numbers.
        2. Only counted assignments make ties.
        3. Keys are unique among all things.
    """

    def __init__(self, index: Index) -> None:
        self.index = index
        corpus, hidden = index.corpus, only_shown(index.corpus)
        named = chain(index.plan_of, index.section_of, index.task_of, (row.iri for row in corpus.units))
        self.things: Mapping[str, Thing] = {iri: _thing(index, iri) for iri in named if iri not in hidden}
        self.iri_of: Mapping[str, str] = {thing.key: iri for iri, thing in self.things.items()}
        self.ties: nx.Graph[str] = nx.Graph()
        self.ties.add_nodes_from(self.things)
        self.ties.add_edges_from((row.iri, row.parent, {"roles": (PART_OF,)}) for row in corpus.sections)
        self.ties.add_edges_from(_of_tasks(index))

    def thing(self, iri: str) -> Thing:
        """Give a thing; also a unit that only running text names, which is no node of the network.

        Raises:
            KeyError: when the IRI names nothing in the data.
        """
        return self.things.get(iri) or _thing(self.index, iri)

    def find(self, key: str) -> tuple[str, ...]:
        """Give the IRIs a key names: one thing, or the tasks and sections a finding speaks of; none when unknown."""
        if key in self.iri_of:
            return (self.iri_of[key],)
        return self._findings.get(key, ())

    def first(self) -> str:
        """Where a reader starts who names nothing: the key of the unit that leads most, or everything."""
        return self.index.loads[0].unit.id if self.index.loads else EVERYTHING

    def offers(self, measure: NodeMeasure) -> bool:
        """Whether a measure can be worked out while a reader waits."""
        return measure is not NodeMeasure.BETWEENNESS or len(self.index.corpus.assignments) <= EXACT

    def values(self, measure: NodeMeasure) -> Mapping[str, float]:
        """Give a measure for the things that have it: all for degree, units for the others."""
        if measure is NodeMeasure.NONE or not self.offers(measure):
            return {}
        if measure is NodeMeasure.DEGREE:
            return {iri: float(self.ties.degree[iri]) for iri in self.ties}
        if measure is NodeMeasure.BETWEENNESS:
            return self._betweenness
        return self._loads[measure]

    @cached_property
    def _betweenness(self) -> Mapping[str, float]:
        return {row.unit.iri: row.betweenness for row in centrality(self.index.corpus, collectives=True).rows}

    @cached_property
    def _loads(self) -> Mapping[NodeMeasure, Mapping[str, float]]:
        loads = self.index.loads
        return {
            NodeMeasure.LED: {load.unit.iri: float(load.led.full) for load in loads},
            NodeMeasure.SHARED: {load.unit.iri: load.led.shared for load in loads},
            NodeMeasure.FIRST: {load.unit.iri: float(load.led.first) for load in loads},
            NodeMeasure.SUPPORTED: {load.unit.iri: float(load.supported.full) for load in loads},
            NodeMeasure.TASKS: {load.unit.iri: float(load.tasks) for load in loads},
        }

    @cached_property
    def _findings(self) -> Mapping[str, tuple[str, ...]]:
        """Where each finding starts a picture: at its task, else at the tasks, else the section, that hold its place."""
        index, found = self.index, {}
        for row in index.corpus.findings:
            plan = index.plan_of[row.plan]
            starts = [row.task] if row.task in index.task_of else []
            starts = starts or [task.iri for task in index.tasks_in(plan) if task.start <= row.start < task.end]
            sections = [section.iri for section in index.sections_in(plan) if section.start <= row.start < section.end]
            found[finding_key(index, row.plan, row.iri)] = tuple(starts or sections[-1:] or [row.plan])
        return found


def _of_tasks(index: Index) -> Iterator[tuple[str, str, dict[str, tuple[str, ...]]]]:
    """Tie each task to what it is part of, and to its units by their roles; as ``graph.network.projections`` does."""
    for task in index.corpus.tasks:
        yield task.iri, task.part_of, {"roles": (PART_OF,)}
        held: dict[str, dict[str, None]] = {}
        for row in index.of_task(task):
            if row.counted:
                held.setdefault(row.unit, {})[row.role] = None
        for unit, roles in held.items():
            yield task.iri, unit, {"roles": tuple(roles)}


def tied(graph: "nx.Graph[str]") -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Give the ties of a graph with their roles; of the two ends the one earlier in the corpus comes first."""
    for a, b, said in graph.edges(data=True):
        yield a, b, tuple(said["roles"])


def finding_key(index: Index, plan: str, iri: str) -> str:
    """Name a finding in an address of the explorer: the plan and the last part of its own name."""
    return f"{index.plan_of[plan].id}-{iri.rpartition('/')[2]}"


def _thing(index: Index, iri: str) -> Thing:
    """Name a thing for people, and give its page."""
    if iri in index.unit_of:
        unit = index.unit_of[iri]
        return Thing(iri=iri, key=unit.id, kind="unit", label=unit.name, url=index.unit_url(unit), sort=unit.kind)
    if iri in index.task_of:
        task = index.task_of[iri]
        label = f"{printed(task.ref)} {task.title or task.text[:16]}".strip()
        return Thing(
            iri=iri, key=index.task_key(task), kind="task", label=label, url=index.task_url(task), sort=task.clarity
        )
    if iri in index.section_of:
        section = index.section_of[iri]
        return Thing(
            iri=iri,
            key=index.section_key(section),
            kind="section",
            label=f"{section.number}{section.title}",
            url=index.place_url(section.plan, section.start),
            sort="",
        )
    plan = index.plan_of[iri]
    return Thing(iri=iri, key=plan.id, kind="plan", label=plan.title or plan.source, url=index.plan_url(plan), sort="")
