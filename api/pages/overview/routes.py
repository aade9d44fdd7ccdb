"""`/`: who carries the load, which tasks have no clear lead, where the load lies, how well it was read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest, nsmallest

from fastapi import APIRouter, Request, Response

from api.pages.analysis.routes import flagged, measured, summary
from api.pages.clarity.routes import VAGUE_FIRST, bearers
from api.pages.frame.names import short_unit
from api.pages.frame.renderer import Context, PageRenderer
from api.pages.frame.sorting import Words
from api.pages.overview.figures import COUNTS, carried, facts, grades_figure, reading_figure, sections_figure, tone_of
from api.read_model.index import Index
from api.tables.lists import tasks_table
from api.tables.loads import units_table
from extract.messages import Message, message
from extract.records import Severity
from graph.dataset.clarity import DEFINITIONS, Grade, without_clear_lead
from graph.dataset.rows import SectionRow, TaskRow
from graph.measures.workload import Workload

UNITS_SHOWN = 10
VAGUE_SHOWN = 3
CONCENTRATED_SHOWN = 3
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
    renderer.library.prepare(
        lambda index: (facts(index), sections_figure(index), reading_figure(index), index.loads, index.once(measured))
    )

    @router.get("/")
    @router.get("/overview.{suffix}", include_in_schema=False)
    def overview(request: Request, count: Words = "full", kinds: Words = "") -> Response:
        index = renderer.index(request)
        if not index.corpus.plans:
            return renderer.answer(
                request,
                tables=lambda: (units_table(()), tasks_table(index, ())),
                template="overview/empty.html",
                context=dict,
            )
        loads = index.loads_of_units if kinds == "units" else index.loads
        return renderer.answer(
            request,
            tables=lambda: (units_table(loads), tasks_table(index, index.corpus.tasks)),
            template="overview/overview.html",
            context=lambda: _context(index, loads, count if count in COUNTS else "full", kinds),
        )

    return router


def _context(index: Index, loads: tuple[Workload, ...], count: str, kinds: str) -> Context:
    """Gather what the page shows."""
    shown = nlargest(UNITS_SHOWN, (load for load in loads if load.led.full), key=lambda load: carried(load, count))
    whole = facts(index)
    return {
        "index": index,
        "plans": index.corpus.plans,
        "loads": shown,
        "more": sum(load.led.full > 0 for load in loads) - len(shown),
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
        "concentration": summary(index.once(measured)),
        "concentrated": flagged(index.once(measured))[:CONCENTRATED_SHOWN],
        "short_unit": short_unit,
        "one_place": len({load.unit.place_code for load in loads} - {""}) <= 1,
        "vague": vague(index),
        "unclear": len(without_clear_lead(index.corpus.tasks)),
        "bearers": bearers,
        "heat": heat(index, shown),
        "states": whole.states,
        "characters": whole.characters,
        "assignments": whole.assignments,
        "findings": index.corpus.findings,
    }


def alerts(index: Index, loads: Sequence[Workload]) -> tuple[tuple[Message, str], ...]:
    """Say what deserves attention before all else, each with the page of its evidence; three sentences at most."""
    collective = sum(row.clarity == Grade.COLLECTIVE for row in index.corpus.tasks)
    serious = sum(row.severity != Severity.INFO for row in index.corpus.findings)
    fragile = sum(load.fragile for load in loads)
    found = (
        (collective, message("{n} 项任务仅由集体牵头", n=collective), "/clarity?grade=collective"),
        (serious, message("{n} 处待核实", n=serious), "#findings"),
        (fragile, message("{n} 个单位的排名受计数口径影响", n=fragile), "/units"),
    )
    return tuple((said, url) for there, said, url in found if there)


def vague(index: Index) -> tuple[TaskRow, ...]:
    """The first tasks that no particular unit leads, the least clear before others."""
    place = {str(grade): number for number, grade in enumerate(VAGUE_FIRST)}
    return tuple(nsmallest(VAGUE_SHOWN, without_clear_lead(index.corpus.tasks), key=lambda row: place[row.clarity]))


def heat(index: Index, loads: Sequence[Workload]) -> Heat:
    """Count the tasks led by the units in each innermost section, in document order.

    Guarantees:
        1. Sections without any are left out; of too many, those with most are shown, and ``more`` says how many are not.
    """
    held = {
        (row.unit, index.task_of[row.task].part_of, row.task)
        for load in loads
        for row in index.of_unit(load.unit)
        if row.counted and row.role == "lead"
    }
    cells = Counter((unit, section) for unit, section, _ in held if section in index.section_of)
    used: Counter[str] = Counter()
    for (_, section), number in sorted(cells.items()):
        used[section] += number
    kept = {section for section, _ in used.most_common(HEAT_SECTIONS)}
    return Heat(
        sections=tuple(row for row in index.corpus.sections if row.iri in kept),
        loads=tuple(loads),
        cells=dict(cells),
        most=max(cells.values(), default=0),
        more=len(used) - len(kept),
    )
