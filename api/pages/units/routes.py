"""`/units`: who carries the most; `/units/{id}`: what one unit carries, with the words that say so."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from operator import itemgetter

from fastapi import APIRouter, HTTPException, Request, Response

from api.pages.analysis.routes import measured
from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import OrderName, PageNumber, SortName, Words, arranged, cut
from api.pages.units.pinyin import is_spelling, sounds
from api.read_model.index import Index
from api.read_model.substring_index import SubstringIndex
from api.tables.assignments import assignments_table
from api.tables.loads import WORKLOAD, units_table
from api.tables.model import Column, Table, ValueKind, table
from api.tables.names import readings
from extract.messages import message
from extract.records import Role
from graph.dataset.rows import AssignmentRow, Corpus, SectionRow, TaskRow, UnitRow
from graph.measures.views import of_plans
from graph.measures.workload import Workload, workload
from graph.questions.patterns import names_of

PARTNERS_SHOWN = 12
SHOWN = ("ref", "title", "role", "mention", "rank", "section")
PARTNERS: tuple[Column[tuple[UnitRow, int]], ...] = (
    Column("unit_label", message("单位"), lambda row: row[0].name),
    Column("tasks", message("同任务"), itemgetter(1), ValueKind.NUMBER),
)
SECTIONS: tuple[Column[tuple[SectionRow, int]], ...] = (
    Column("section", message("所在部分"), lambda row: f"{row[0].number}{row[0].title}"),
    Column("tasks", message("任务"), itemgetter(1), ValueKind.NUMBER),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Portfolio:
    """All that one unit carries."""

    load: Workload
    counted: tuple[AssignmentRow, ...]
    in_text: tuple[AssignmentRow, ...]
    written: tuple[tuple[str, int], ...]
    partners: tuple[tuple[UnitRow, int], ...]
    sections: tuple[tuple[SectionRow, int], ...]


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the units."""
    router = APIRouter()

    @router.get("/units")
    @router.get("/units.{suffix}", include_in_schema=False)
    def units(  # noqa: PLR0913, PLR0917  one parameter a facet: the address is the form
        request: Request,
        q: Words = "",
        kind: Words = "",
        plan: Words = "",
        sentences: bool = False,  # noqa: FBT001, FBT002  FastAPI passes it by name
        sort: SortName = "led",
        order: OrderName = "down",
        page: PageNumber = 1,
    ) -> Response:
        index = renderer.index(request)
        rows = arranged(_chosen(index, q, kind, plan, sentences=sentences), WORKLOAD, sort, order)
        return renderer.answer(
            request,
            tables=lambda: (units_table(rows),),
            template="units/units.html",
            context=lambda: {
                "index": index,
                "cut": (shown := cut(rows, sort=sort, order=order, page=page, size=renderer.settings.page_rows)),
                "tables": {"units": units_table(shown.rows)},
                "kinds": sorted(Counter(load.unit.kind for load in _loads(index, plan, sentences=sentences)).items()),
                "sentences": sentences,
                "q": q,
                "kind": kind,
                "plan": plan,
            },
        )

    @router.get("/units/{unit_id}")
    @router.get("/units/{unit_id}.{suffix}", include_in_schema=False)
    def unit(request: Request, unit_id: str) -> Response:
        index = renderer.index(request)
        row = renderer.library.index().unit_by_id.get(unit_id)
        if row is None:
            raise HTTPException(404)
        held = portfolio(index, row)
        return renderer.answer(
            request,
            tables=lambda: (portfolio_table(index, held),),
            template="units/unit.html",
            context=lambda: {
                "index": index,
                "unit": row,
                "held": held,
                "readings": readings(index, row),
                "tables": _tables(index, held),
                "concentration": next((one for one in index.once(measured) if one.unit.iri == row.iri), None),
                "progress": _progress(renderer, index, held),
            },
        )

    return router


def _loads(index: Index, plan: str, *, sentences: bool) -> tuple[Workload, ...]:
    """The loads of one plan or of all, with or without the duties of the running text."""
    row = index.plan_by_id.get(plan)
    if plan and row is None:
        return ()
    if row or sentences:
        return workload(of_plans(index.corpus, (row.iri,)) if row else index.corpus, sentences=sentences)
    return index.loads


def _chosen(index: Index, words: str, kind: str, plan: str, *, sentences: bool) -> tuple[Workload, ...]:
    """The units whose name or mentions hold the words, of one kind."""
    wanted = {unit.iri for unit in named(index, words)} if words else frozenset[str]()
    return tuple(
        load
        for load in _loads(index, plan, sentences=sentences)
        if (not kind or load.unit.kind == kind) and (not words or load.unit.iri in wanted)
    )


def named(index: Index, words: str) -> tuple[UnitRow, ...]:
    """The units whose name, or anything a plan calls them, holds the words, an abbreviation's full name, or sounds so."""
    called = index.once(_called)
    if is_spelling(words):
        found = {name: words in name or sounds(name, words) for name in {name for held in called for name in held}}
        return tuple(unit for unit, held in zip(index.corpus.units, called, strict=True) if any(map(found.get, held)))
    haystack = index.once(_names)
    places = {place for full in names_of(words) for place in haystack.having(full)}
    return tuple(index.corpus.units[place] for place in sorted(places))


def _called(index: Index) -> tuple[tuple[str, ...], ...]:
    """The name of each unit, and what plans call it."""
    return tuple(
        tuple(dict.fromkeys((unit.name, *(row.mention for row in index.of_unit(unit))))) for unit in index.corpus.units
    )


def _names(index: Index) -> SubstringIndex:
    return SubstringIndex(index.once(_called))


def _progress(renderer: PageRenderer, index: Index, held: Portfolio) -> Mapping[str, int]:
    """Count the tasks that a unit leads by what was reported of them; nothing where no one reported."""
    led = [index.task_of[row.task] for row in held.counted if row.role in {Role.LEAD, Role.JOINT}]
    return Counter(str(one.state) for one in renderer.progress_of(index, led) if one.last)


def portfolio(index: Index, unit: UnitRow) -> Portfolio:
    """Gather what one unit carries."""
    rows = index.of_unit(unit)
    tasks = {row.task: index.task_of[row.task] for row in rows if row.counted}
    return Portfolio(
        load=next((load for load in index.loads if load.unit.iri == unit.iri), None) or _nothing(unit),
        counted=tuple(row for row in rows if row.counted),
        in_text=tuple(row for row in rows if not row.counted),
        written=tuple(Counter(row.mention for row in rows).most_common()),
        partners=_partners(index, unit, tuple(tasks.values())),
        sections=_sections(index, tuple(tasks.values())),
    )


def _nothing(unit: UnitRow) -> Workload:
    """The load of a unit that only the running text names."""
    (load,) = workload(Corpus(units=(unit,)))
    return load


def _partners(index: Index, unit: UnitRow, tasks: tuple[TaskRow, ...]) -> tuple[tuple[UnitRow, int], ...]:
    """The units in the same tasks, most shared tasks first."""
    shared: Counter[str] = Counter()
    for task in tasks:
        shared.update({row.unit for row in index.of_task(task) if row.counted and row.unit != unit.iri})
    ordered = sorted(shared.items(), key=lambda item: (-item[1], index.unit_of[item[0]].id))
    return tuple((index.unit_of[iri], count) for iri, count in ordered[:PARTNERS_SHOWN])


def _sections(index: Index, tasks: tuple[TaskRow, ...]) -> tuple[tuple[SectionRow, int], ...]:
    """The innermost sections of the tasks, in document order."""
    counts = Counter(task.part_of for task in tasks)
    return tuple((index.section_of[iri], count) for iri, count in counts.items() if iri in index.section_of)


def portfolio_table(index: Index, held: Portfolio) -> Table:
    """What one unit carries, a row an assignment."""
    return assignments_table(index, (*held.counted, *held.in_text), key=held.load.unit.id)


def _tables(index: Index, held: Portfolio) -> dict[str, Table]:
    """Give what the page shows: assignments that count and those of the running text, partners and sections."""
    return {
        "assignments": assignments_table(index, held.counted).only(*SHOWN),
        "sentences": assignments_table(index, held.in_text).only(*SHOWN),
        "partners": table("partners", message("常共同承担任务的单位"), PARTNERS, held.partners),
        "sections": table("unit-sections", message("涉及的部分"), SECTIONS, held.sections),
    }
