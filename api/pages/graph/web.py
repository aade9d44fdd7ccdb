"""The network as the explorer walks it: things by their keys, ties with their roles, measures by name."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import networkx as nx

from api.pages.frame.references import printed
from api.pages.graph.state import EVERYTHING, NodeMeasure, State
from api.read_model.index import Index
from extract.messages import Message
from graph.dataset.rows import SectionRow, TaskRow, only_shown
from graph.dataset.short_names import short_names
from graph.drawing.compose import group_tone, task_label, usual_view
from graph.drawing.views import ALONE, GROUP, PictureView, UnitGroup, ties, unit_groups
from graph.network.centrality import centrality

THINGS = ("group", "unit", "task", "section", "plan")
EXACT = 12_000  # assignments up to which betweenness is worked out while a reader waits


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """A node: a unit, task, section, plan, or group of units.

    Attributes:
        sort: the kind of a unit, the grade of a task, else empty.
        name: of a group, whose name is not quoted.
    """

    iri: str
    key: str
    kind: str
    label: str
    url: str
    sort: str
    name: Message | None = None


class Web:
    """One view of one corpus for the explorer, read only.

    Guarantees:
        1. Pure: the same corpus gives the same things, ties and numbers.
        2. Only counted assignments make ties.
        3. Keys are unique among all things.
    """

    def __init__(self, index: Index, view: PictureView) -> None:
        index = index.whole
        self.index, self.view = index, view
        corpus, hidden = index.corpus, only_shown(index.corpus)
        named = chain(index.plan_of, index.section_of, index.task_of, (row.iri for row in corpus.units))
        self.named: Mapping[str, Thing] = {iri: _thing(index, iri) for iri in named if iri not in hidden}
        self.ties = ties(corpus, view)
        self.things: Mapping[str, Thing] = {iri: thing for iri, thing in self.named.items() if iri in self.ties}
        self.shorts = short_names(row for row in corpus.units if row.iri in self.ties)
        groups = {_group_iri(group): _group(group) for group in self.groups}
        self._every: Mapping[str, Thing] = {**self.named, **groups}
        self.iri_of: Mapping[str, str] = {thing.key: iri for iri, thing in self._every.items()}
        self.group_of: Mapping[str, str] = {iri: _group_iri(group) for group in self.groups for iri in group.members}

    @cached_property
    def groups(self) -> tuple[UnitGroup, ...]:
        """The groups of the units, in the view of units alone."""
        return self._communities if self.view is PictureView.UNITS else ()

    @cached_property
    def _communities(self) -> tuple[UnitGroup, ...]:
        return unit_groups(self.index.corpus, self.values(NodeMeasure.TASKS))

    @cached_property
    def group_tones(self) -> Mapping[str, str]:
        """The colour of each unit by its group, and that of the group itself, in every view."""
        tones: dict[str, str] = {}
        for rank, group in enumerate(self._communities):
            tones |= dict.fromkeys((*group.members, _group_iri(group)), group_tone(rank, group))
        return tones

    def thing(self, iri: str) -> Thing:
        """Give a thing; also a unit that only running text names, which is not a node of the network.

        Raises:
            KeyError: when the IRI names nothing in the data.
        """
        return self._every.get(iri) or _thing(self.index, iri)

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
        tasks: defaultdict[str, list[TaskRow]] = defaultdict(list)
        sections_of: defaultdict[str, list[SectionRow]] = defaultdict(list)
        for task in index.corpus.tasks:
            tasks[task.plan].append(task)
        for section in index.corpus.sections:
            sections_of[section.plan].append(section)
        for row in index.corpus.findings:
            starts = [row.task] if row.task in index.task_of else []
            starts = starts or [task.iri for task in tasks[row.plan] if task.start <= row.start < task.end]
            sections = [one.iri for one in sections_of[row.plan] if one.start <= row.start < one.end]
            found[finding_key(index, row.plan, row.iri)] = tuple(starts or sections[-1:] or [row.plan])
        return found


def tied(graph: "nx.Graph[str]") -> Iterator[tuple[str, str, tuple[str, ...], float]]:
    """Give the ties of a graph with their roles and weight; of the two ends the one earlier in the corpus comes first."""
    for a, b, said in graph.edges(data=True):
        yield a, b, tuple(said["roles"]), float(said["weight"])


def view_of(index: Index, state: State) -> PictureView:
    """What is shown: what was requested, or what suits the start; a path runs through tasks."""
    if state.start and state.end and state.view is not PictureView.SECTIONS:
        return PictureView.TASKS
    if state.view:
        return state.view
    named = [key for key in state.focus if key != EVERYTHING]
    if not named:
        return usual_view(index.corpus)
    if any(key in index.unit_by_id or key in index.task_by_key for key in named):
        return PictureView.TASKS
    return PictureView.UNITS if any(key.endswith(GROUP) or key == ALONE for key in named) else PictureView.SECTIONS


def finding_key(index: Index, plan: str, iri: str) -> str:
    """Name a finding in an address of the explorer: the plan and the last part of its name."""
    return f"{index.plan_of[plan].id}-{iri.rpartition('/')[2]}"


def _group_iri(group: UnitGroup) -> str:
    return f"group:{group.key}"


def _group(group: UnitGroup) -> Thing:
    return Thing(
        iri=_group_iri(group), key=group.key, kind="group", label=str(group.name), url="", sort="", name=group.name
    )


def _thing(index: Index, iri: str) -> Thing:
    """Name a thing for people, and give its page."""
    if iri in index.unit_of:
        unit = index.unit_of[iri]
        return Thing(iri=iri, key=unit.id, kind="unit", label=unit.name, url=index.unit_url(unit), sort=unit.kind)
    if iri in index.task_of:
        task = index.task_of[iri]
        label = task_label(printed(task.ref), task)
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
