"""The rows of the store, ordered for reading: who has what, and where each thing has its page."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar, cast

from extract.messages import message
from graph.dataset.rows import AssignmentRow, Corpus, FindingRow, LedgerRow, PlanRow, SectionRow, TaskRow, UnitRow
from graph.dataset.scope import Scope, ScopeError
from graph.measures.views import without_collectives
from graph.measures.workload import Workload, workload

Row = TypeVar("Row")
Made = TypeVar("Made")
Asked = ParamSpec("Asked")

ROLES = ("lead", "support", "joint", "implement", "guide", "supervise")
KEPT = 32  # things made of one index, the latest


class _Slot:
    """Room for one thing made of an index, and the lock of who makes it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.made: list[object] = []


class Index:
    """Look-ups over one corpus.

    Guarantees:
        1. Pure: the same corpus gives the same index; what is worked out later, and retained, depends on it alone.
        2. Every list keeps the order of the corpus: document order within a plan.
    """

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self._lock = Lock()
        self._made: OrderedDict[Hashable, _Slot] = OrderedDict()
        self.plan_of: Mapping[str, PlanRow] = {row.iri: row for row in corpus.plans}
        self.plan_by_id: Mapping[str, PlanRow] = {row.id: row for row in corpus.plans}
        self.unit_of: Mapping[str, UnitRow] = {row.iri: row for row in corpus.units}
        self.unit_by_id: Mapping[str, UnitRow] = {row.id: row for row in corpus.units}
        self.section_by_key: Mapping[str, SectionRow] = {self.section_key(row): row for row in corpus.sections}
        self.section_of: Mapping[str, SectionRow] = {row.iri: row for row in corpus.sections}
        self.task_of: Mapping[str, TaskRow] = {row.iri: row for row in corpus.tasks}
        self.task_by_key: Mapping[str, TaskRow] = {self.task_key(row): row for row in corpus.tasks}
        self._by_task = _grouped(corpus.assignments, lambda row: row.task)
        self._by_unit = _grouped(corpus.assignments, lambda row: row.unit)
        self._tasks_by_plan = _grouped(corpus.tasks, lambda row: row.plan)
        self._sections_by_plan = _grouped(corpus.sections, lambda row: row.plan)
        self._assignments_by_plan = _grouped(corpus.assignments, lambda row: row.plan)
        self._findings_by_plan = _grouped(corpus.findings, lambda row: row.plan)
        self._ledger_by_plan = _grouped(corpus.ledger, lambda row: row.plan)

    @cached_property
    def loads(self) -> tuple[Workload, ...]:
        """What each unit carries, most tasks led first."""
        return workload(self.corpus)

    @cached_property
    def loads_of_units(self) -> tuple[Workload, ...]:
        """The same with collectives and class words left out."""
        return workload(without_collectives(self.corpus))

    def once(
        self, work: Callable[Concatenate["Index", Asked], Made], *asked: Asked.args, **named: Asked.kwargs
    ) -> Made:
        """Give what ``work`` makes of this index: worked out once, while all others who need the same wait."""
        key = (work, asked, tuple(named.items()))
        with self._lock:
            slot = self._made.setdefault(key, _Slot())
            self._made.move_to_end(key)
            if len(self._made) > KEPT:
                self._made.popitem(last=False)
        with slot.lock:
            if not slot.made:
                slot.made.append(work(self, *asked, **named))
            return cast("Made", slot.made[0])  # of the very work that the slot is named by

    def forget(self) -> None:
        """Drop all that was made by ``once``, when another index has come in the place of this one.

        Most of it knows this index, so neither would go without the other. Who still reads here has it made again.
        """
        with self._lock:
            self._made.clear()

    def tasks_in(self, plan: PlanRow) -> tuple[TaskRow, ...]:
        """The tasks of a plan."""
        return self._tasks_by_plan.get(plan.iri, ())

    def sections_in(self, plan: PlanRow) -> tuple[SectionRow, ...]:
        """The sections of a plan, outer before inner."""
        return self._sections_by_plan.get(plan.iri, ())

    def assignments_in(self, plan: PlanRow) -> tuple[AssignmentRow, ...]:
        """The assignments of a plan."""
        return self._assignments_by_plan.get(plan.iri, ())

    def findings_in(self, plan: PlanRow) -> tuple[FindingRow, ...]:
        """What a person should look at in a plan."""
        return self._findings_by_plan.get(plan.iri, ())

    def ledger_of(self, plan: PlanRow) -> tuple[LedgerRow, ...]:
        """What became of each stretch of a plan's text."""
        return self._ledger_by_plan.get(plan.iri, ())

    def alone(self, *plans: PlanRow) -> Corpus:
        """The rows of some plans that are of use without the others: no ledger, and the units that they name."""
        assignments = tuple(row for plan in plans for row in self.assignments_in(plan))
        units = dict.fromkeys(row.unit for row in assignments)
        return Corpus(
            plans=plans,
            sections=tuple(row for plan in plans for row in self.sections_in(plan)),
            tasks=tuple(row for plan in plans for row in self.tasks_in(plan)),
            units=tuple(self.unit_of[iri] for iri in units),
            assignments=assignments,
        )

    def part(self, plans: Sequence[PlanRow]) -> Corpus:
        """The rows of some plans, and the units that they name."""
        assignments = tuple(row for plan in plans for row in self.assignments_in(plan))
        named = sorted({row.unit for row in assignments}, key=lambda iri: self.unit_of[iri].order())
        return Corpus(
            plans=tuple(plans),
            sections=tuple(row for plan in plans for row in self.sections_in(plan)),
            tasks=tuple(row for plan in plans for row in self.tasks_in(plan)),
            units=tuple(self.unit_of[iri] for iri in named),
            assignments=assignments,
            findings=tuple(row for plan in plans for row in self.findings_in(plan)),
            ledger=tuple(row for plan in plans for row in self.ledger_of(plan)),
        )

    def of_task(self, task: TaskRow) -> tuple[AssignmentRow, ...]:
        """The assignments of a task."""
        return self._by_task.get(task.iri, ())

    def of_unit(self, unit: UnitRow) -> tuple[AssignmentRow, ...]:
        """The assignments of a unit, in all plans."""
        return self._by_unit.get(unit.iri, ())

    def units_in(self, task: TaskRow, role: str) -> tuple[UnitRow, ...]:
        """The units of a task in one role, each once, in printed order; running text does not count."""
        rows = (row for row in self.of_task(task) if row.role == role and row.counted)
        return tuple(self.unit_of[iri] for iri in dict.fromkeys(row.unit for row in rows))

    def sections_of(self, task: TaskRow) -> tuple[SectionRow, ...]:
        """The sections a task is in, outermost first."""
        found: list[SectionRow] = []
        above = task.part_of
        while above in self.section_of:
            section = self.section_of[above]
            found.append(section)
            above = section.parent
        return tuple(reversed(found))

    def section_key(self, section: SectionRow) -> str:
        """Name a section in a URL: the plan and the printed numbers."""
        return f"{self.plan_of[section.plan].id}-{section.id}"

    def task_key(self, task: TaskRow) -> str:
        """Name a task in a URL: the plan and the task, since two plans may share a text."""
        return f"{self.plan_of[task.plan].id}-{task.id}"

    def task_url(self, task: TaskRow) -> str:
        """The page of a task."""
        return f"/tasks/{self.task_key(task)}"

    def unit_url(self, unit: UnitRow) -> str:
        """The page of a unit."""
        return f"/units/{unit.id}"

    def plan_url(self, plan: PlanRow) -> str:
        """The page of a plan."""
        return f"/plans/{plan.id}"

    def place_url(self, plan_iri: str, start: int) -> str:
        """The place in a plan's text where something starts, in code points."""
        return f"/plans/{self.plan_of[plan_iri].id}#c{start}"


def scoped(index: Index, scope: Scope) -> Index:
    """Make the look-ups over the plans of a scope; they cost what the scope holds.

    Raises:
        ScopeError: when the scope names a plan that is not there, or no plan is in it.
    """
    plans = scope.selected(index.corpus.plans)
    if not plans:
        raise ScopeError(message("范围 {scope} 内没有方案。请放宽或清除范围。", scope=str(scope)))
    return Index(index.part(plans))


def _grouped(rows: Iterable[Row], key: Callable[[Row], str]) -> Mapping[str, tuple[Row, ...]]:
    """Group rows by a key, in their own order."""
    groups: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[key(row)].append(row)
    return {name: tuple(group) for name, group in groups.items()}
