"""Follow one unit over several plans and years: what it carries in each, and its rank there."""

from dataclasses import dataclass

from graph.dataset.rows import Corpus, PlanRow, UnitRow
from graph.measures.views import of_plans
from graph.measures.workload import Count, Workload, workload


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What a unit carries in one plan.

    Attributes:
        unit: the unit as the plan names it: itself, or one that came before or after it.
        own: it is the unit in question, not one that a reform joins to it.
        rank: its place in the plan by tasks led, 1 is most; 0 leads nothing.
        of: how many units the plan gives a task.
        share: of the plan's tasks with a lead, the part that it leads, an equal share each where several do; 0 to 1.
        tasks, sections: in which it has any role.
    """

    plan: PlanRow
    unit: UnitRow
    own: bool
    led: Count
    supported: Count
    tasks: int
    sections: int
    rank: int
    of: int
    share: float


def career(corpus: Corpus, unit: str, kin: tuple[str, ...] = ()) -> tuple[Chapter, ...]:
    """Follow a unit over the plans of a corpus, by date of issue, then by IRI.

    Guarantees:
        1. One row a plan and unit; a plan that names neither the unit nor its kin is not listed.
        2. The measures of a plan are taken in that plan alone.

    Args:
        corpus: the plans.
        unit: IRI of the unit.
        kin: IRIs of units that a reform joins to it (see ``graph.reform.succession``), followed with it.
    """
    wanted = {unit, *kin}
    naming = {row.plan for row in corpus.assignments if row.counted and row.unit in wanted}
    found: list[Chapter] = []
    for plan in sorted(corpus.plans, key=lambda row: (row.issued, row.iri)):
        if plan.iri not in naming:
            continue
        rows = workload(of_plans(corpus, (plan.iri,)))
        found += [
            _chapter(plan, row, rows, own=row.unit.iri == unit) for row in rows if row.unit.iri in wanted and row.tasks
        ]
    return tuple(found)


def _chapter(plan: PlanRow, row: Workload, rows: tuple[Workload, ...], *, own: bool) -> Chapter:
    led = sum(one.led.shared for one in rows)
    return Chapter(
        plan=plan,
        unit=row.unit,
        own=own,
        led=row.led,
        supported=row.supported,
        tasks=row.tasks,
        sections=len(row.sections),
        rank=row.ranks.full,
        of=sum(one.tasks > 0 for one in rows),
        share=row.led.shared / led if led else 0.0,
    )
