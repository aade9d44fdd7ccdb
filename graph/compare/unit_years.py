"""A unit through the years: what it leads and supports in each plan, with its predecessors and successors by reform."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from extract.records import Role
from graph.compare.decisions import PairEntry
from graph.compare.duty_changes import ChangedDuty, DutyChange, PlanStep, StepChanges, plan_steps, step_changes
from graph.dataset.rows import AssignmentRow, Corpus, PlanRow, UnitRow
from graph.measures.overlap import BEARERS
from graph.reform.succession import Kin, kin_of


class Kinship(StrEnum):
    """What a unit is to the one that is followed."""

    OWN = "own"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitYear:
    """What one unit has in one plan.

    Attributes:
        kinship: whether it is the unit itself.
        led: tasks that it leads or is jointly responsible for.
        supported: tasks that it supports.
        changes: what became of its duties since the plan before; None where no plan before is comparable.
    """

    plan: PlanRow
    unit: UnitRow
    kinship: Kinship
    led: int
    supported: int
    changes: StepChanges | None = None

    def counted(self, change: DutyChange) -> int:
        """Count the duties of which this became."""
        return sum(row.change is change for row in self.changes.of(self.unit.iri)) if self.changes else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitHistory:
    """A unit through the years.

    Attributes:
        years: a row a plan and unit, by date, plans without one at the end.
        steps: the steps that were compared, by date.
        passed_over: how many earlier steps were not compared, for they are too many.
    """

    unit: UnitRow
    kin: Kin
    years: tuple[UnitYear, ...]
    steps: tuple[StepChanges, ...]
    passed_over: int = 0

    @property
    def changes(self) -> tuple[ChangedDuty, ...]:
        """The duties of the unit in all steps."""
        return tuple(row for step in self.steps for row in step.of(self.unit.iri))


def unit_history(
    corpus: Corpus, unit: UnitRow, decided: Sequence[PairEntry] = (), most: int | None = None
) -> UnitHistory:
    """Follow a unit over the plans of a corpus.

    Args:
        corpus: the plans.
        unit: the unit.
        decided: what people decided of pairs of tasks, as far as it is in force.
        most: how many steps are compared at most; the latest are.
    """
    steps = plan_steps(corpus.plans, plans_of(corpus.assignments, unit.iri))
    kept = latest(steps, most)
    found = tuple(step_changes(corpus, step, decided) for step in kept)
    return history(corpus, unit, found, len(steps) - len(kept))


def latest(steps: Sequence[PlanStep], most: int | None) -> Sequence[PlanStep]:
    """Give the latest steps."""
    return steps if most is None else steps[max(len(steps) - most, 0) :]


def plans_of(rows: Sequence[AssignmentRow], unit: str) -> frozenset[str]:
    """Give the plans in which a unit leads or supports a task."""
    return frozenset(
        row.plan for row in rows if row.unit == unit and row.counted and row.role in {*BEARERS, Role.SUPPORT}
    )


def history(corpus: Corpus, unit: UnitRow, steps: Sequence[StepChanges], passed_over: int = 0) -> UnitHistory:
    """Lay out what a unit and its kin have in each plan.

    Args:
        corpus: all plans that name the unit or its kin, and those of the steps.
        unit: the unit.
        steps: the steps that were compared.
        passed_over: how many steps were not.
    """
    kin = kin_of(unit)
    kinships = {one.id: Kinship.SUCCESSOR for one in kin.after} | {one.id: Kinship.PREDECESSOR for one in kin.before}
    kinships |= {unit.id: Kinship.OWN}
    units = {row.iri: row for row in corpus.units if row.id in kinships} | {unit.iri: unit}
    before = {step.step.later.iri: step for step in steps if step.comparable}
    led, supported = _counts(corpus, units.keys())
    years = [
        UnitYear(
            plan=plan,
            unit=one,
            kinship=kinships[one.id],
            led=led[plan.iri, one.iri],
            supported=supported[plan.iri, one.iri],
            changes=before.get(plan.iri) if one.iri == unit.iri else None,
        )
        for plan in sorted(corpus.plans, key=lambda plan: (not plan.issued, plan.issued, plan.iri))
        for one in sorted(units.values(), key=lambda row: (row.iri != unit.iri, row.id))
    ]
    kept = tuple(row for row in years if row.led or row.supported or any(map(row.counted, DutyChange)))
    return UnitHistory(unit=unit, kin=kin, years=kept, steps=tuple(steps), passed_over=passed_over)


def _counts(
    corpus: Corpus, units: Collection[str]
) -> tuple[defaultdict[tuple[str, str], int], defaultdict[tuple[str, str], int]]:
    """Count the tasks of each plan and unit: those that it is responsible for, and those that it supports."""
    roles: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in corpus.assignments:
        if row.counted and row.unit in units:
            roles[row.plan, row.unit, row.task].add(row.role)
    led, supported = defaultdict[tuple[str, str], int](int), defaultdict[tuple[str, str], int](int)
    for (plan, unit, _), held in roles.items():
        if held & set(BEARERS):
            led[plan, unit] += 1
        if Role.SUPPORT.value in held:
            supported[plan, unit] += 1
    return led, supported
