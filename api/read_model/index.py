"""Look-ups over the plans of a scope, each a query of the row database: who has what, and where each thing has its page."""

from collections import OrderedDict, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from functools import cached_property, partial
from threading import Lock
from typing import Concatenate, ParamSpec, TypeVar, cast
from weakref import ref

from api.read_model.rows_by_iri import RowsByIri
from extract.messages import message
from extract.units.short import short_name
from graph.dataset.columns import Columns
from graph.dataset.row_snapshot import RowSnapshot
from graph.dataset.rows import (
    COLLECTIVE_KINDS,
    AssignmentRow,
    Corpus,
    FindingRow,
    LedgerRow,
    PlanRow,
    SectionRow,
    TaskRow,
    UnitRow,
)
from graph.dataset.scope import Scope, ScopeError
from graph.dataset.short_names import in_one_place
from graph.dataset.stored_columns import stored_columns
from graph.measures.loads import Loads

Made = TypeVar("Made")
Asked = ParamSpec("Asked")
Inside = TypeVar("Inside", AssignmentRow, FindingRow)
Of = TypeVar("Of", SectionRow, TaskRow)

ROLES = ("lead", "support", "joint", "implement", "guide", "supervise")
_HELD = ("units", "sections", "tasks")
_OF_PLAN = 7  # parts of the IRI of a plan
MOST_LOOKED_AT = 120_000  # assignments whose rows are in memory together
MOST_COUNTED = 200_000  # assignments that are in memory as numbers
KEPT = 32  # things made of one index, the latest


class TooLargeError(ScopeError):
    """A scope with more rows than a page can look at."""


class _Slot:
    """Room for one thing made of an index, and the lock of who makes it."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.made: list[object] = []


class Index:
    """Look-ups over the plans of a scope, at one moment.

    Guarantees:
        1. All answers are of the moment at which the rows were taken; what is made by ``once`` depends on it alone.
        2. Every list is in document order within a plan, plans in the order of their IRIs.
    """

    def __init__(self, rows: RowSnapshot, corpus: Corpus | None = None) -> None:
        """Take the rows.

        Args:
            rows: the database as it is now.
            corpus: all of its rows, where they are in memory anyway.
        """
        self.rows, self.plans = rows, rows.plans
        self._corpus = corpus
        self._lock, self._reading = Lock(), Lock()
        self._whole: ref[Index] | None = None
        self._made: OrderedDict[Hashable, _Slot] = OrderedDict()
        self.plan_of: Mapping[str, PlanRow] = {row.iri: row for row in self.plans}
        self.plan_by_id: Mapping[str, PlanRow] = {row.id: row for row in self.plans}
        held = {name: {row.iri: row for row in getattr(corpus, name)} for name in _HELD} if corpus else {}
        self.unit_of: RowsByIri[UnitRow] = RowsByIri(lambda iris: rows.units("iri", iris), held.get("units"))
        self.section_of: RowsByIri[SectionRow] = RowsByIri(partial(_found, rows, SectionRow), held.get("sections"))
        self.task_of: RowsByIri[TaskRow] = RowsByIri(partial(_found, rows, TaskRow), held.get("tasks"))
        self.unit_by_id: RowsByIri[UnitRow] = RowsByIri(
            lambda ids: {row.id: row for row in rows.units("id", ids).values()}
        )
        self.section_by_key: RowsByIri[SectionRow] = RowsByIri(partial(_named, rows, self.plan_by_id, SectionRow))
        self.task_by_key: RowsByIri[TaskRow] = RowsByIri(partial(_named, rows, self.plan_by_id, TaskRow))
        self.assignment_of: RowsByIri[AssignmentRow] = RowsByIri(partial(_in_plans, rows, AssignmentRow))
        self.finding_of: RowsByIri[FindingRow] = RowsByIri(partial(_in_plans, rows, FindingRow))
        homes: RowsByIri[tuple[str, ...]] = RowsByIri(lambda iris: dict.fromkeys(iris, ()) | rows.homes(iris))
        self._described = partial(_described, self.unit_of, homes)
        by_task = _grouped(corpus.assignments) if corpus else None
        self._by_task: RowsByIri[tuple[AssignmentRow, ...]] = RowsByIri(partial(_of_tasks, rows), by_task)

    def is_part_of(self, whole: "Index") -> bool:
        """Whether the rows are of the same moment as those of another index."""
        return self.rows.stamps is whole.rows.stamps

    @property
    def corpus(self) -> Corpus:
        """All rows but the ledger; for pages that look at every one."""
        return self._corpus if self._corpus is not None else self.whole.corpus

    @property
    def whole(self) -> "Index":
        """The same look-ups with all rows in memory, as long as anybody uses them.

        Raises:
            TooLargeError: when there are more than a page can look at.
        """
        with self._reading:
            found = self if self._corpus is not None else self._whole() if self._whole else None
            if found is None:
                self.check_size(self.count("assignments"), MOST_LOOKED_AT)
                found = Index(self.rows, self.rows.corpus(ledger=False))
                self._whole = ref(found)
            return found

    @cached_property
    def loads(self) -> Loads:
        """What each unit carries, most tasks led first."""
        return Loads(self.rows.carried(), self._described)

    @cached_property
    def loads_of_units(self) -> Loads:
        """The same with collectives and class words left out."""
        collective = frozenset(iri for iri, kind in self.rows.kinds().items() if kind in COLLECTIVE_KINDS)
        return Loads(self.rows.carried(named=True), self._described, collective)

    @cached_property
    def table(self) -> Columns:
        """The assignments that count, as numbers; its tasks have no words.

        Raises:
            TooLargeError: when there are more than a page can look at.
        """
        self.check_size(self.count("assignments"), MOST_COUNTED)
        return stored_columns(self.rows)

    @staticmethod
    def check_size(many: int, most: int) -> None:
        """Refuse to look at so many assignments.

        Raises:
            TooLargeError: when there are more than a page can look at.
        """
        if many > most:
            raise TooLargeError(
                message(
                    "范围内有 {n} 条分工，本页最多分析 {most} 条。请选择范围：地区、年份、层级或方案。",
                    n=many,
                    most=most,
                )
            )

    @cached_property
    def tally(self) -> Mapping[tuple[str, str], int]:
        """How many rows there are of what; see ``graph.dataset.summary.tallies``."""
        return self.rows.tally()

    def count(self, what: str, *values: str) -> int:
        """Count rows: ``tasks`` by clarity, ``findings`` by severity, ``assignments`` and ``units`` that count."""
        return sum(n for (name, value), n in self.tally.items() if name == what and (not values or value in values))

    def brief(self, name: str) -> str:
        """Shorten the name of a unit as offices do; where all units are of one place, its kind is enough."""
        return short_name(name, one_place=self._in_one_place)

    @cached_property
    def _in_one_place(self) -> bool:
        return in_one_place(self.rows.places_of_units())

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

    def ready(self, tasks: Iterable[TaskRow]) -> tuple[TaskRow, ...]:
        """Read all that a list of tasks shows of them, in few queries; give the tasks."""
        rows = tuple(tasks)
        self._by_task.ready(row.iri for row in rows)
        self.unit_of.ready(one.unit for row in rows for one in self._by_task[row.iri])
        above = {row.part_of for row in rows} - self.plan_of.keys()
        while above:
            self.section_of.ready(above)
            above = {self.section_of[iri].parent for iri in above} - self.plan_of.keys()
        return rows

    def ready_assignments(self, rows: Iterable[AssignmentRow]) -> None:
        """Read the tasks and units of a list of assignments, in few queries."""
        listed = tuple(rows)
        self.task_of.ready(row.task for row in listed)
        self.unit_of.ready(row.unit for row in listed)

    def tasks_in(self, plan: PlanRow) -> tuple[TaskRow, ...]:
        """The tasks of a plan."""
        return self.rows.of_plan(TaskRow, plan.iri)

    def sections_in(self, plan: PlanRow) -> tuple[SectionRow, ...]:
        """The sections of a plan, outer before inner."""
        return self.rows.of_plan(SectionRow, plan.iri)

    def assignments_in(self, plan: PlanRow) -> tuple[AssignmentRow, ...]:
        """The assignments of a plan."""
        return self.rows.of_plan(AssignmentRow, plan.iri)

    def findings_in(self, plan: PlanRow) -> tuple[FindingRow, ...]:
        """What a person should look at in a plan."""
        return self.rows.of_plan(FindingRow, plan.iri)

    def ledger_of(self, plan: PlanRow) -> tuple[LedgerRow, ...]:
        """What became of each stretch of a plan's text."""
        return self.rows.of_plan(LedgerRow, plan.iri)

    def alone(self, *plans: PlanRow) -> Corpus:
        """The rows of some plans alone."""
        return self.rows.limited(plans).corpus()

    def of_task(self, task: TaskRow) -> tuple[AssignmentRow, ...]:
        """The assignments of a task."""
        return self._by_task.get(task.iri, ())

    def of_unit(self, unit: UnitRow) -> tuple[AssignmentRow, ...]:
        """The assignments of a unit, in all plans."""
        return self.rows.having(AssignmentRow, "unit", (unit.iri,))

    def units_in(self, task: TaskRow, role: str) -> tuple[UnitRow, ...]:
        """The units of a task in one role, each once, in printed order; running text does not count."""
        rows = (row for row in self.of_task(task) if row.role == role and row.counted)
        return tuple(self.unit_of[iri] for iri in dict.fromkeys(row.unit for row in rows))

    def sections_of(self, task: TaskRow) -> tuple[SectionRow, ...]:
        """The sections a task is in, outermost first."""
        found: list[SectionRow] = []
        above = task.part_of
        while above not in self.plan_of:
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
    plans = scope.selected(index.plans)
    if not plans:
        raise ScopeError(message("范围 {scope} 内没有方案。请放宽或清除范围。", scope=str(scope)))
    return Index(index.rows.limited(plans))


def _found(rows: RowSnapshot, row_type: type[Of], iris: Collection[str]) -> dict[str, Of]:
    return {row.iri: row for row in rows.having(row_type, "iri", iris)}


def _in_plans(rows: RowSnapshot, row_type: type[Inside], iris: Collection[str]) -> dict[str, Inside]:
    """Find rows whose IRI begins with that of their plan."""
    plans = {"/".join(iri.split("/")[:_OF_PLAN]) for iri in iris} & rows.number_of.keys()
    return {row.iri: row for plan in plans for row in rows.of_plan(row_type, plan) if row.iri in set(iris)}


def _named(rows: RowSnapshot, plans: Mapping[str, PlanRow], row_type: type[Of], keys: Collection[str]) -> dict[str, Of]:
    """Find rows by the id of their plan and their own."""
    ids = {key.partition("-")[0] for key in keys} & plans.keys()
    held = {plan: rows.of_plan(row_type, plans[plan].iri) for plan in ids}
    found = {f"{plan}-{row.id}": row for plan, listed in held.items() for row in listed}
    return {key: found[key] for key in keys if key in found}


def _of_tasks(rows: RowSnapshot, iris: Collection[str]) -> dict[str, tuple[AssignmentRow, ...]]:
    found = _grouped(rows.having(AssignmentRow, "task", iris))
    return {iri: found.get(iri, ()) for iri in iris}


def _described(
    units: RowsByIri[UnitRow], homes: RowsByIri[tuple[str, ...]], iris: Sequence[str]
) -> Mapping[str, tuple[UnitRow, tuple[str, ...]]]:
    units.ready(iris)
    homes.ready(iris)
    return {iri: (units[iri], homes[iri]) for iri in iris}


def _grouped(rows: Iterable[AssignmentRow]) -> dict[str, tuple[AssignmentRow, ...]]:
    """Group rows by their tasks, in their own order."""
    groups: defaultdict[str, list[AssignmentRow]] = defaultdict(list)
    for row in rows:
        groups[row.task].append(row)
    return {name: tuple(group) for name, group in groups.items()}
