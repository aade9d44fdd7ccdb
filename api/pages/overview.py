"""`/`: who carries the load, which tasks have no clear lead, where the load lies, how well it was read."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from api.pages.clarity import VAGUE_FIRST
from api.pages.desk import Context, Desk
from api.pages.figures import COUNTS, carried, grades_figure, reading_figure, sections_figure, tone_of
from api.pages.graph.web import finding_key
from api.pages.index import Index
from api.pages.sorting import Words
from api.pages.tasks import tasks_sheet
from api.pages.units import units_sheet
from graph.measures.clarity import DEFINITIONS
from graph.measures.workload import Workload
from graph.rows import LedgerRow, SectionRow

UNITS_SHOWN = 10
HEAT_STEPS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Tasks led, by unit and section, for the most loaded units."""

    sections: tuple[SectionRow, ...]
    loads: tuple[Workload, ...]
    cells: dict[tuple[str, str], int]
    most: int

    def step(self, unit: str, section: str) -> int:
        """The shade of a cell: 0 for nothing, up to ``HEAT_STEPS`` for the most."""
        return -(-self.cells.get((unit, section), 0) * HEAT_STEPS // self.most) if self.most else 0


def routes(desk: Desk) -> APIRouter:
    """Give the routes of the overview."""
    router = APIRouter()

    @router.get("/")
    @router.get("/overview.{suffix}", include_in_schema=False)
    def overview(request: Request, count: Words = "full", kinds: Words = "") -> Response:
        index = desk.library.index()
        if not index.corpus.plans:
            return desk.answer(
                request,
                sheets=lambda: (units_sheet(()), tasks_sheet(index, ())),
                template="empty.html",
                context=dict,
            )
        loads = index.loads_of_units if kinds == "units" else index.loads
        return desk.answer(
            request,
            sheets=lambda: (units_sheet(loads), tasks_sheet(index, index.corpus.tasks)),
            template="overview.html",
            context=lambda: _context(index, loads, count if count in COUNTS else "full", kinds),
        )

    return router


def _context(index: Index, loads: tuple[Workload, ...], count: str, kinds: str) -> Context:
    """Gather what the page shows."""
    shown = sorted((load for load in loads if load.led.full), key=lambda load: -carried(load, count))[:UNITS_SHOWN]
    grades = Counter(row.clarity for row in index.corpus.tasks)
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
        "clear": grades_figure(tuple((name, grades[name]) for name in VAGUE_FIRST if grades[name])),
        "sections": sections_figure(index),
        "reading": reading_figure(index),
        "tone_of": tone_of,
        "finding_key": finding_key,
        "definitions": DEFINITIONS,
        "one_place": len({load.unit.place_name for load in shown}) == 1,
        "heat": heat(index, shown),
        "states": ledger_counts(index.corpus.ledger),
        "characters": sum(plan.characters for plan in index.corpus.plans),
        "findings": index.corpus.findings,
    }


def heat(index: Index, loads: Sequence[Workload]) -> Heat:
    """Count the tasks led by the units in each innermost section, in document order; sections without any are left out."""
    shown = {load.unit.iri for load in loads}
    held = {
        (row.unit, index.task_of[row.task].part_of, row.task)
        for row in index.corpus.assignments
        if row.counted and row.role == "lead" and row.unit in shown
    }
    cells = Counter((unit, section) for unit, section, _ in held)
    used = {section for _, section in cells}
    return Heat(
        sections=tuple(row for row in index.corpus.sections if row.iri in used),
        loads=tuple(loads),
        cells=dict(cells),
        most=max(cells.values(), default=0),
    )


def ledger_counts(rows: Sequence[LedgerRow]) -> dict[str, tuple[int, int]]:
    """For each state of the ledger: how many stretches, how many characters."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        stretches, characters = found.get(row.state, (0, 0))
        found[row.state] = (stretches + 1, characters + row.end - row.start)
    return found
