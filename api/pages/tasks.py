"""`/tasks`: every task by role, unit, section, clarity and words; `/tasks/{key}`: one task and its evidence."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from fastapi import APIRouter, HTTPException, Request, Response

from api.pages.desk import Desk
from api.pages.index import ROLES, Index
from api.pages.sorting import OrderName, PageNumber, SortName, Words, arranged, cut
from api.resources import Sheet
from graph.measures.clarity import DEFINITIONS
from graph.rows import TaskRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """What a reader asks of the tasks; an empty field asks nothing."""

    plan: str = ""
    role: str = ""
    unit: str = ""
    section: str = ""
    clarity: str = ""
    q: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One value of a facet, with the tasks it would leave."""

    value: str
    label: str
    count: int


def routes(desk: Desk) -> APIRouter:
    """Give the routes of the tasks."""
    router = APIRouter()

    @router.get("/tasks")
    @router.get("/tasks.{suffix}", include_in_schema=False)
    def tasks(  # noqa: PLR0913, PLR0917  one parameter a facet: the address is the form
        request: Request,
        plan: Words = "",
        role: Words = "",
        unit: Words = "",
        section: Words = "",
        clarity: Words = "",
        q: Words = "",
        sort: SortName = "",
        order: OrderName = "up",
        page: PageNumber = 1,
    ) -> Response:
        index = desk.library.index()
        asked = Filter(plan=plan, role=role, unit=unit, section=section, clarity=clarity, q=q)
        rows = arranged(chosen(index, asked), SORTS, sort, order)
        return desk.answer(
            request,
            sheets=lambda: (tasks_sheet(index, rows),),
            template="tasks.html",
            context=lambda: {
                "index": index,
                "asked": asked,
                "facets": facets(index, asked),
                "cut": cut(rows, sort=sort, order=order, page=page, size=desk.settings.page_rows),
                "definitions": DEFINITIONS,
            },
        )

    @router.get("/tasks/{key}")
    @router.get("/tasks/{key}.{suffix}", include_in_schema=False)
    def task(request: Request, key: str) -> Response:
        index = desk.library.index()
        row = index.task_by_key.get(key)
        if row is None:
            raise HTTPException(404)
        return desk.answer(
            request,
            sheets=lambda: (assignments_sheet(index, row),),
            template="task.html",
            context=lambda: {
                "index": index,
                "task": row,
                "rows": index.of_task(row),
                "sections": index.sections_of(row),
                "neighbours": _neighbours(index, row),
                "definitions": DEFINITIONS,
                "roles": ROLES,
            },
        )

    return router


SORTS: dict[str, Callable[[TaskRow], tuple[float | str, ...]]] = {
    "task": lambda row: (row.title or row.text,),
    "clarity": lambda row: (tuple(DEFINITIONS).index(row.clarity), row.ref) if row.clarity in DEFINITIONS else (99,),
}


def chosen(index: Index, asked: Filter) -> tuple[TaskRow, ...]:
    """The tasks that meet every condition, in document order."""
    tests = tuple(_tests(index, asked))
    return tuple(row for row in index.corpus.tasks if all(test(row) for test in tests))


def _tests(index: Index, asked: Filter) -> Iterable[Callable[[TaskRow], bool]]:
    """One test a condition; a condition on something unknown lets nothing pass."""
    if asked.plan:
        plan = index.plan_by_id.get(asked.plan)
        yield lambda row: plan is not None and row.plan == plan.iri
    if asked.clarity:
        yield lambda row: row.clarity == asked.clarity
    if asked.section:
        section = index.section_by_key.get(asked.section)
        yield lambda row: section is not None and section in index.sections_of(row)
    if asked.role or asked.unit:
        unit = index.unit_by_id.get(asked.unit)
        iri = unit.iri if unit else ""
        yield lambda row: any(
            other.counted and (not asked.role or other.role == asked.role) and (not asked.unit or other.unit == iri)
            for other in index.of_task(row)
        )
    if asked.q:
        yield (
            lambda row: (
                asked.q in row.text or asked.q in row.title or asked.q == row.ref or _mentions(index, row, asked.q)
            )
        )


def _mentions(index: Index, task: TaskRow, words: str) -> bool:
    return any(words in row.mention for row in index.of_task(task))


def facets(index: Index, asked: Filter) -> dict[str, tuple[Option, ...]]:
    """The values of each facet with the number of tasks each would leave, the other conditions kept."""
    return {
        "clarity": _by_clarity(chosen(index, replace(asked, clarity=""))),
        "role": _by_role(index, asked),
        "unit": _by_unit(index, asked),
        "section": _by_section(index, chosen(index, replace(asked, section=""))),
        "plan": _by_plan(index, chosen(index, replace(asked, plan=""))),
    }


def _by_clarity(rows: tuple[TaskRow, ...]) -> tuple[Option, ...]:
    counts = Counter(row.clarity for row in rows)
    return tuple(Option(value=grade, label=grade, count=counts[grade]) for grade in DEFINITIONS if counts[grade])


def _by_role(index: Index, asked: Filter) -> tuple[Option, ...]:
    counts = {role: len(chosen(index, replace(asked, role=role))) for role in ROLES}
    return tuple(Option(value=role, label=role, count=count) for role, count in counts.items() if count)


def _by_unit(index: Index, asked: Filter) -> tuple[Option, ...]:
    counts: Counter[str] = Counter()
    for task in chosen(index, replace(asked, unit="")):
        rows = (row for row in index.of_task(task) if row.counted and (not asked.role or row.role == asked.role))
        counts.update({row.unit for row in rows})
    units = sorted(counts, key=lambda iri: (-counts[iri], index.unit_of[iri].id))
    return tuple(Option(value=index.unit_of[iri].id, label=index.unit_of[iri].name, count=counts[iri]) for iri in units)


def _by_section(index: Index, rows: tuple[TaskRow, ...]) -> tuple[Option, ...]:
    counts = Counter(section.iri for row in rows for section in index.sections_of(row))
    return tuple(
        Option(
            value=index.section_key(section),
            label="　" * (section.level - 1) + f"{section.number}{section.title}",
            count=counts[section.iri],
        )
        for section in index.corpus.sections
        if counts[section.iri]
    )


def _by_plan(index: Index, rows: tuple[TaskRow, ...]) -> tuple[Option, ...]:
    counts = Counter(row.plan for row in rows)
    return tuple(
        Option(value=plan.id, label=plan.title or plan.source, count=counts[plan.iri])
        for plan in index.corpus.plans
        if counts[plan.iri]
    )


def _neighbours(index: Index, task: TaskRow) -> tuple[TaskRow | None, TaskRow | None]:
    """The task before and the task after, in the same plan."""
    rows = index.tasks_in(index.plan_of[task.plan])
    place = rows.index(task)
    return (rows[place - 1] if place else None, rows[place + 1] if place + 1 < len(rows) else None)


def tasks_sheet(index: Index, rows: tuple[TaskRow, ...]) -> Sheet:
    """Tasks as plain values, one row each."""
    return Sheet(
        name="tasks",
        columns=("task", "plan", "ref", "title", "sections", "clarity", *ROLES, "deadline", "start", "end", "text"),
        rows=tuple(
            (
                index.task_key(row),
                index.plan_of[row.plan].id,
                row.ref,
                row.title,
                tuple(f"{section.number}{section.title}" for section in index.sections_of(row)),
                row.clarity,
                *(tuple(unit.name for unit in index.units_in(row, role)) for role in ROLES),
                row.deadline,
                row.start,
                row.end,
                row.text,
            )
            for row in rows
        ),
    )


def assignments_sheet(index: Index, task: TaskRow) -> Sheet:
    """The assignments of a task as plain values."""
    names = ("role", "mention", "start", "end", "label", "rank", "of", "ranked", "basis", "rule", "confidence")
    return Sheet(
        name=index.task_key(task),
        columns=("unit", "unit_name", *names, "counted"),
        rows=tuple(
            (
                index.unit_of[row.unit].id,
                index.unit_of[row.unit].name,
                row.role,
                row.mention,
                row.start,
                row.end,
                row.label,
                row.rank,
                row.of,
                row.ranked,
                row.basis,
                row.rule,
                row.confidence,
                row.counted,
            )
            for row in index.of_task(task)
        ),
    )
