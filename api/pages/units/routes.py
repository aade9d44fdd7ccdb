"""`/units`: who carries the most; `/units/{id}`: what one unit carries, with the words that say so."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from fastapi import APIRouter, HTTPException, Request, Response

from api.locale.terms import TERMS
from api.pages.analysis.routes import at_hand
from api.pages.frame.chips import Chip
from api.pages.frame.renderer import PageRenderer, reader_of
from api.pages.frame.sorting import OrderName, PageNumber, SortName, Words, arranged, cut
from api.pages.units import years
from api.pages.units.pinyin import is_spelling, sounds
from api.read_model.index import Index
from api.tables.assignments import assignments_table
from api.tables.loads import WORKLOAD, units_table
from api.tables.model import Column, Table, ValueKind, table
from api.tables.names import readings
from api.tables.years import unit_years_table
from extract.messages import message
from extract.records import Role
from graph.dataset.rows import AssignmentRow, Corpus, SectionRow, TaskRow, UnitRow
from graph.measures.loads import Loads
from graph.measures.staff import staff_loads
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
    presumed: int
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
        loads = _loads(index, plan, sentences=sentences)
        rows = _arranged(_chosen(index, loads, q, kind), sort, order)
        return renderer.answer(
            request,
            tables=lambda: (units_table(rows),),
            template="units/units.html",
            context=lambda: {
                "index": index,
                "cut": (shown := cut(rows, sort=sort, order=order, page=page, size=renderer.settings.page_rows)),
                "tables": {"units": units_table(shown.rows)},
                "kinds": sorted(_kinds(index, loads).items()),
                "sentences": sentences,
                "q": q,
                "kind": kind,
                "plan": plan,
                "chips": _chips(index, q=q, kind=kind, plan=plan, sentences=sentences),
            },
        )

    @router.get("/units/{unit_id}")
    @router.get("/units/{unit_id}.{suffix}", include_in_schema=False)
    def unit(request: Request, unit_id: str) -> Response:
        index = renderer.index(request)
        row = index.unit_by_id.get(unit_id)
        if row is None:
            raise HTTPException(404)
        held = portfolio(index, row)
        history = years.followed(index, row, renderer.pairs_decided())
        compared = at_hand(index) or ()
        return renderer.answer(
            request,
            tables=lambda: (portfolio_table(index, held),),
            template="units/unit.html",
            context=lambda: {
                **years.shown(history, reader_of(request)),
                "index": index,
                "unit": row,
                "held": held,
                "readings": readings(index, row),
                "tables": _tables(index, held) | {"years": unit_years_table(history)},
                "concentration": next((one for one in compared if one.unit.iri == row.iri), None),
                "staff": staff_loads(compared, renderer.settings.staff).get(row.iri),
                "progress": _progress(renderer, index, held),
            },
        )

    router.include_router(years.routes(renderer))
    return router


def _loads(index: Index, plan: str, *, sentences: bool) -> Sequence[Workload]:
    """The loads of one plan or of all, with or without the duties of the running text."""
    row = index.plan_by_id.get(plan)
    if plan and row is None:
        return ()
    if row or sentences:
        return workload(index.alone(row) if row else index.corpus, sentences=sentences)
    return index.loads


def _chosen(index: Index, loads: Sequence[Workload], words: str, kind: str) -> Sequence[Workload]:
    """The units whose name or mentions hold the words, of one kind."""
    if not (words or kind):
        return loads
    wanted = {unit.iri for unit in named(index, words)} if words else set(index.once(kinds_of))
    if kind:
        wanted &= {iri for iri, one in index.once(kinds_of).items() if one == kind}
    return loads.only(wanted) if isinstance(loads, Loads) else tuple(row for row in loads if row.unit.iri in wanted)


def _chips(index: Index, *, q: str, kind: str, plan: str, sentences: bool) -> tuple[Chip, ...]:
    """Give the conditions, each with the number of units that it leaves alone."""
    every = _loads(index, "", sentences=sentences)
    row = index.plan_by_id.get(plan)
    chips = (
        Chip(name="q", label=message("文字"), words=q, count=len(_chosen(index, every, q, "")) if q else 0),
        Chip(
            name="kind",
            label=message("类别"),
            words=TERMS["kind"].get(kind, kind),
            count=_kinds(index, every)[kind] if kind else 0,
            known=kind in TERMS["kind"],
        ),
        Chip(
            name="plan",
            label=message("方案"),
            words=(row.title or row.source) if row else plan,
            count=len(_loads(index, plan, sentences=sentences)) if plan else 0,
            known=row is not None,
        ),
    )
    return tuple(chip for chip, asked in zip(chips, (q, kind, plan), strict=True) if asked)


def kinds_of(index: Index) -> Mapping[str, str]:
    """The kind of each unit."""
    return index.rows.kinds()


def _kinds(index: Index, loads: Sequence[Workload]) -> Counter[str]:
    """Count the units of each kind."""
    if isinstance(loads, Loads):
        kinds = index.once(kinds_of)
        return Counter(kinds[iri] for iri in loads.iris)
    return Counter(load.unit.kind for load in loads)


def _arranged(rows: Sequence[Workload], sort: str, order: str) -> Sequence[Workload]:
    """Sort by a column, without making the record of every unit where numbers are enough."""
    found = rows.arranged(sort, down=order != "up") if isinstance(rows, Loads) else None
    return arranged(rows, WORKLOAD, sort, order) if found is None else found


def named(index: Index, words: str) -> tuple[UnitRow, ...]:
    """The units whose name, or anything a plan calls them, holds the words, an abbreviation's full name, or sounds so."""
    called = index.once(_called)
    if is_spelling(words):
        fits = {name for name in called if words in name or sounds(name, words)}
    else:
        full = names_of(words)
        fits = {name for name in called if any(one in name for one in full)}
    found = index.rows.units("iri", {iri for name in fits for iri in called[name]})
    return tuple(sorted(found.values(), key=UnitRow.order))


def _called(index: Index) -> Mapping[str, tuple[str, ...]]:
    """The units of each name, and of each mention."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for iri, name in index.rows.names():
        found[name].append(iri)
    return {name: tuple(iris) for name, iris in found.items()}


def _progress(renderer: PageRenderer, index: Index, held: Portfolio) -> Mapping[str, int]:
    """Count the tasks that a unit leads by what was reported of them; nothing where no one reported."""
    led = [index.task_of[row.task] for row in held.counted if row.role in {Role.LEAD, Role.JOINT}]
    return Counter(str(one.state) for one in renderer.progress_of(index, led) if one.last)


def portfolio(index: Index, unit: UnitRow) -> Portfolio:
    """Gather what one unit carries."""
    rows = index.of_unit(unit)
    index.task_of.ready(row.task for row in rows)
    tasks = index.ready({row.task: index.task_of[row.task] for row in rows if row.counted}.values())
    return Portfolio(
        load=next(iter(index.loads.of((unit.iri,))), None) or _nothing(unit),
        counted=tuple(row for row in rows if row.counted),
        in_text=tuple(row for row in rows if not row.counted),
        written=tuple(Counter(row.mention for row in rows).most_common()),
        partners=_partners(index, unit, tasks),
        presumed=sum(task.presumed_convener == unit.iri for task in tasks),
        sections=_sections(index, tasks),
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
