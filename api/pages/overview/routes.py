"""`/`: who carries the load, which tasks have no clear lead, where the load lies, how well it was read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.pages.analysis.routes import at_hand, first_findings, flagged, summary
from api.pages.clarity.routes import VAGUE_FIRST, bearers
from api.pages.frame.renderer import Context, PageRenderer
from api.pages.frame.sorting import Words
from api.pages.overview.figures import COUNTS, carried, facts, grades_figure, reading_figure, sections_figure, tone_of
from api.pages.tasks.facets import Filter, chosen
from api.read_model.index import Index
from api.tables.lists import tasks_table
from api.tables.loads import units_table
from extract.messages import Message, message
from extract.records import Severity
from graph.dataset.clarity import DEFAULT, DEFINITIONS, Grade
from graph.dataset.rows import FindingRow, SectionRow, TaskRow
from graph.dataset.sql_tables import ROWS
from graph.measures.loads import Loads
from graph.measures.workload import Workload

UNITS_SHOWN = 10
VAGUE_SHOWN = 3
CONCENTRATED_SHOWN = 3
FINDINGS_SHOWN = 8
HEAT_STEPS = 6
HEAT_SECTIONS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Tasks led, by unit and section, for the most loaded units."""

    sections: tuple[SectionRow, ...]
    loads: tuple[Workload, ...]
    cells: dict[tuple[str, str], int]
    most: int
    more: int

    def step(self, unit: str, section: str) -> int:
        """The shade of a cell: 0 for nothing, up to ``HEAT_STEPS`` for the most."""
        return -(-self.cells.get((unit, section), 0) * HEAT_STEPS // self.most) if self.most else 0


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the overview."""
    router = APIRouter()
    renderer.library.prepare(lambda index: (sections_figure(index), reading_figure(index), index.loads, at_hand(index)))

    @router.get("/")
    @router.get("/overview.{suffix}", include_in_schema=False)
    def overview(request: Request, count: Words = "full", kinds: Words = "") -> Response:
        index = renderer.index(request)
        if not index.plans:
            return renderer.answer(
                request,
                tables=lambda: (units_table(()), tasks_table(index, ())),
                template="overview/empty.html",
                context=dict,
            )
        only = "units" if kinds == "units" else ""
        return renderer.answer(
            request,
            tables=lambda: (units_table(_loads(index, only)), tasks_table(index, chosen(index, Filter()))),
            template="overview/overview.html",
            context=lambda: index.once(_context, count if count in COUNTS else "full", only),
        )

    return router


def _loads(index: Index, kinds: str) -> Loads:
    return index.loads_of_units if kinds else index.loads


def _context(index: Index, count: str, kinds: str) -> Context:
    """Gather what the page shows."""
    loads = _loads(index, kinds)
    shown = loads.most(UNITS_SHOWN, count)
    whole, compared = facts(index), at_hand(index)
    return {
        "index": index,
        "plans": index.plans,
        "loads": shown,
        "tasks": index.count("tasks"),
        "more": loads.leading() - len(shown),
        "count": count,
        "counts": COUNTS,
        "kinds": kinds,
        "carried": carried,
        "most": max((carried(load, count) for load in shown), default=0),
        "clear": grades_figure(tuple((name, whole.grades[name]) for name in VAGUE_FIRST if whole.grades[name])),
        "sections": sections_figure(index),
        "reading": reading_figure(index),
        "tone_of": tone_of,
        "definitions": DEFINITIONS,
        "alerts": alerts(index, loads),
        "notable": index.once(first_findings) if len(index.plans) == 1 else (),
        "concentration": message("任务较多，集中情况另页列出。") if compared is None else summary(compared),
        "concentrated": flagged(compared or ())[:CONCENTRATED_SHOWN],
        "vague": vague(index),
        "unclear": index.count("tasks", *DEFAULT.no_clear_lead),
        "bearers": bearers,
        "heat": heat(index, shown),
        "states": whole.states,
        "characters": whole.characters,
        "assignments": whole.assignments,
        "findings": index.rows.first(FindingRow, FINDINGS_SHOWN),
    }


def alerts(index: Index, loads: Loads) -> tuple[tuple[Message, str], ...]:
    """Say what deserves attention before all else, each with the page of its evidence; three sentences at most."""
    collective = index.count("tasks", Grade.COLLECTIVE)
    serious = index.count("findings") - index.count("findings", Severity.INFO)
    fragile = loads.fragile()
    found = (
        (collective, message("{n} 项任务仅由集体牵头", n=collective), "/clarity?grade=collective"),
        (serious, message("{n} 处待核实", n=serious), "#findings"),
        (fragile, message("{n} 个单位的排名受计数口径影响", n=fragile), "/units"),
    )
    return tuple((said, url) for there, said, url in found if there)


def vague(index: Index) -> tuple[TaskRow, ...]:
    """The first tasks that no particular unit leads, the least clear before others."""
    found: list[TaskRow] = []
    for grade in (grade for grade in VAGUE_FIRST if grade in DEFAULT.no_clear_lead):
        if len(found) < VAGUE_SHOWN and index.count("tasks", grade):
            found += index.rows.first(TaskRow, VAGUE_SHOWN - len(found), ROWS["tasks"].c.clarity == grade)
    return index.ready(found)


def heat(index: Index, loads: Sequence[Workload]) -> Heat:
    """Count the tasks led by the units in each innermost section, in document order.

    Guarantees:
        1. Sections without any are left out; of too many, those with most are shown, and ``more`` says how many are not.
    """
    led = index.rows.led_by_section([load.unit.iri for load in loads])
    used: Counter[str] = Counter()
    for (_, section), number in sorted(led.items()):
        used[section] += number
    kept = {section for section, _ in used.most_common(HEAT_SECTIONS)}
    return Heat(
        sections=index.rows.having(SectionRow, "iri", kept),
        loads=tuple(loads),
        cells=led,
        most=max(led.values(), default=0),
        more=len(used) - len(kept),
    )
