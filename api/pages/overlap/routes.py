"""`/overlap`: which units share tasks, as a heat map and a table; `?a=…&b=…`: what two of them share, word by word."""

from dataclasses import dataclass
from functools import partial
from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Request, Response

from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import OrderName, PageNumber, SortName, Words, cut
from api.pages.overlap.matrix import Matrix, section_matrix, unit_matrix
from api.read_model.index import Index
from api.tables.model import Column, Table, ValueKind, table
from api.tables.relations import SORTS, communities_table, pairs_table
from api.tables.tasks import GRADES, title_of
from extract.messages import Message, message
from extract.records import Role
from graph.dataset.columns import Columns, columns
from graph.dataset.rows import COLLECTIVE_KINDS, AssignmentRow, Corpus, TaskRow
from graph.dataset.stored_columns import without_kinds
from graph.measures.formulas import Formula, formulas
from graph.measures.overlap import BEARERS, DEFAULT, VERDICTS, Overlap, Overlaps, overlap
from graph.measures.views import without_collectives

DRAWN, LISTED, FORMULAS = 24, 25, 10
PLANS_LISTED = 300  # to choose from; of more, the scope chooses
Choice = Annotated[str, Query(pattern="^[a-z]*$", max_length=12)]


@dataclass(frozen=True, slots=True, kw_only=True)
class OverlapRequest:
    """What a reader wants to see: cells of ``units`` or ``sections``, ordered by ``cluster`` or ``load``."""

    cells: str = "units"
    by: str = "cluster"
    roles: str = "bearers"
    kinds: str = "all"
    plan: str = ""

    @property
    def bearing(self) -> tuple[Role, ...]:
        """The roles that make a unit part of a task."""
        return tuple(Role) if self.roles == "all" else BEARERS


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """A task that two units share, with the words that name each."""

    task: TaskRow
    a: tuple[AssignmentRow, ...]
    b: tuple[AssignmentRow, ...]


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of overlap."""
    router = APIRouter()
    renderer.library.prepare(lambda index: measured(index, OverlapRequest()))

    @router.get("/overlap")
    @router.get("/overlap.{suffix}", include_in_schema=False)
    def overlaps(  # noqa: PLR0913, PLR0917  one parameter a choice: the address is the form
        request: Request,
        a: Words = "",
        b: Words = "",
        cells: Choice = "units",
        by: Choice = "cluster",
        roles: Choice = "bearers",
        kinds: Choice = "all",
        plan: Words = "",
        sort: SortName = "",
        order: OrderName = "down",
        page: PageNumber = 1,
    ) -> Response:
        index = renderer.index(request)
        asked = OverlapRequest(cells=cells, by=by, roles=roles, kinds=kinds, plan=plan)
        if plan and plan not in index.plan_by_id:
            raise HTTPException(404)
        if a or b:
            return _pair(renderer, request, index, asked, (a, b))
        rows, matrix = measured(index, asked)
        ordered = rows.arranged(sort, down=order != "up") if sort in SORTS else rows
        return renderer.answer(
            request,
            tables=lambda: _tables(index, asked, ordered, matrix),
            template="overlap/overlap.html",
            context=lambda: {
                "index": index,
                "asked": asked,
                "verdicts": {verdict.value: count for verdict, count in rows.counts().items()},
                "pairs": len(rows),
                "compared": rows.compared(),
                "formulas": index.once(_formulas, asked),
                "matrix": matrix,
                "minimum": DEFAULT.minimum,
                "cut": (shown := cut(range(len(rows)), sort=sort, order=order, page=page, size=LISTED)),
                "tables": {"overlap": _shown(index, asked, ordered.chosen(shown.rows))},
                "plans": index.plans if plan or len(index.plans) <= PLANS_LISTED else (),
            },
        )

    return router


def view(index: Index, asked: OverlapRequest) -> Corpus:
    """Give the rows a reader selects: one plan or all, with collectives or without."""
    corpus = index.alone(index.plan_by_id[asked.plan]) if asked.plan else index.corpus
    return without_collectives(corpus) if asked.kinds == "units" else corpus


def measured(index: Index, asked: OverlapRequest) -> tuple[Overlaps, Matrix]:
    """Measure what a reader selects."""
    return index.once(_measured, asked)


def _measured(index: Index, asked: OverlapRequest) -> tuple[Overlaps, Matrix]:
    table, roles, by_load = _columns(index, asked), asked.bearing, asked.by == "load"
    pairs = overlap(table, roles)
    if asked.cells == "sections":
        return pairs, section_matrix(index.rows, table, roles, by_load=by_load, most=DRAWN)
    return pairs, unit_matrix(table, pairs, roles, by_load=by_load, most=DRAWN)


def _columns(index: Index, asked: OverlapRequest) -> Columns:
    """Give the same rows as numbers."""
    table = columns(index.alone(index.plan_by_id[asked.plan])) if asked.plan else index.table
    return without_kinds(table, COLLECTIVE_KINDS) if asked.kinds == "units" else table


def _formulas(index: Index, asked: OverlapRequest) -> tuple[Formula, ...]:
    return formulas(_columns(index, asked), asked.bearing)[:FORMULAS]


def _tables(index: Index, asked: OverlapRequest, pairs: Overlaps, matrix: Matrix) -> tuple[Table, ...]:
    corpus = view(index, asked)
    return pairs_table(corpus, pairs, asked.roles), matrix.table(), communities_table(corpus)


def _shown(index: Index, asked: OverlapRequest, pairs: Overlaps) -> Table:
    """Make the table of some pairs, reading their tasks alone; those of several plans are on the page of a pair."""
    iris = dict.fromkeys(iri for shared in pairs.shared_tasks() for iri in shared)
    index.task_of.ready(iris)
    plans = (index.plan_by_id[asked.plan],) if asked.plan else index.plans
    made = pairs_table(Corpus(plans=plans, tasks=tuple(index.task_of[iri] for iri in iris)), pairs, asked.roles)
    return made if len(plans) == 1 else made.only(*(key for key in made.keys if key != "tasks"))


def _pair(
    renderer: PageRenderer, request: Request, index: Index, asked: OverlapRequest, pair: tuple[str, str]
) -> Response:
    """Answer with what two units share.

    Raises:
        HTTPException: 404 when one of them is not there.
    """
    units = [index.unit_by_id.get(name) for name in pair]
    if None in units:
        raise HTTPException(404)
    one, two = (unit for unit in units if unit)
    found = measured(index, asked)[0].between(one.iri, two.iri)
    shared = _shared(index, asked, found) if found else ()
    found_table = partial(shared_table, index, (found.a.name, found.b.name) if found else (one.name, two.name), shared)
    return renderer.answer(
        request,
        tables=lambda: (found_table(),),
        template="overlap/overlap_pair.html",
        context=lambda: {
            "index": index,
            "found": found,
            "verdicts": VERDICTS,
            "one": one,
            "two": two,
            "tables": {"shared": found_table()},
        },
    )


def _shared(index: Index, asked: OverlapRequest, found: Overlap) -> tuple[Shared, ...]:
    roles = {role.value for role in asked.bearing}

    def words(task: TaskRow, unit: str) -> tuple[AssignmentRow, ...]:
        return tuple(row for row in index.of_task(task) if row.counted and row.unit == unit and row.role in roles)

    tasks = (index.task_of[iri] for iri in found.tasks)
    return tuple(Shared(task=task, a=words(task, found.a.iri), b=words(task, found.b.iri)) for task in tasks)


def shared_table(index: Index, units: tuple[str, str], shared: tuple[Shared, ...]) -> Table:
    """The tasks that two units share, with the words that name each."""

    def words(unit: str) -> Message:
        return message("{unit}：原文用语", unit=unit)

    def section(row: Shared) -> str:
        return "".join(f"{one.number}{one.title}" for one in index.sections_of(row.task)[-1:])

    one, two = units
    columns: tuple[Column[Shared], ...] = (
        Column("task", None, lambda row: index.task_key(row.task)),
        Column("ref", message("编号"), lambda row: row.task.ref),
        Column("title", message("任务"), lambda row: title_of(row.task)),
        Column("clarity", message("牵头情况"), lambda row: row.task.clarity, names=GRADES),
        Column("a_words", words(one), lambda row: tuple(one.mention for one in row.a), ValueKind.LIST),
        Column("b_words", words(two), lambda row: tuple(one.mention for one in row.b), ValueKind.LIST),
        Column("section", message("所在部分"), section, aside=True),
    )
    return table("overlap-pair", message("共同任务"), columns, shared)
