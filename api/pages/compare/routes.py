"""`/compare`: two plans side by side, matter by matter; one unit over all plans."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request, Response

from api.edge.refusal import RefusedRequest
from api.pages.frame.renderer import Context, PageRenderer
from api.pages.frame.sorting import Words
from api.read_model.index import Index
from api.tables.levels import levels_table
from api.tables.loads import career_table
from api.tables.model import Table, of_values
from api.tables.tasks import compare_table, kind_of, matches_table
from extract.messages import Message, message
from graph.compare.levels import ordered
from graph.compare.plans import ALIKE, Comparison, TaskMatch, compare, conflicts
from graph.dataset.rows import PlanRow
from graph.errors import MeasureError

KINDS = ("conflict", "changed", "same")
LISTED = 50  # matters among all plans
MOST_TASKS = 6_000  # every task with every other: beyond this the page would be slow, and the command line is the place


@dataclass(frozen=True, slots=True, kw_only=True)
class Career:
    """What was requested about one unit over the plans, and the answer or what is wrong with the question."""

    words: str
    table: Table | None = None
    fault: Message | None = None


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the comparison."""
    router = APIRouter()
    renderer.library.prepare(disputed)

    @router.get("/compare")
    @router.get("/compare.{suffix}", include_in_schema=False)
    def compared(request: Request, a: Words = "", b: Words = "", unit: Words = "") -> Response:
        index = renderer.index(request)
        pair = chosen(index, a, b)
        return renderer.answer(
            request,
            tables=lambda: _tables(index, pair, unit),
            template="compare/compare.html",
            context=lambda: _context(index, pair, unit),
        )

    @router.get("/compare/levels.{suffix}", include_in_schema=False)
    def levels(request: Request, a: Words = "", b: Words = "") -> Response:
        index = renderer.index(request)
        found = taken_over(index, chosen(index, a, b))
        if found is None:
            raise RefusedRequest(400, message("两份方案须属于不同层级。"))
        return renderer.answer(request, tables=lambda: (found,), template="compare/compare.html", context=dict)

    return router


def _context(index: Index, pair: tuple[PlanRow, PlanRow] | None, unit: str) -> Context:
    """Gather what the page shows."""
    found = compare(index.alone(*dict.fromkeys(pair)), pair[0].iri, pair[1].iri) if pair else None
    everywhere = disputed(index) if len(index.plans) > 2 else None
    asked = career(index, unit)
    levels = taken_over(index, pair)
    return {
        "index": index,
        "plans": by_date(index.plans),
        "name_of": name_of,
        "pair": pair,
        "found": found,
        "counts": _counts(found),
        "alike": ALIKE,
        "everywhere": everywhere,
        "career": asked,
        "tables": {
            "matches": _side_by_side(index, _by_kind(found.matches) if found else ()),
            "everywhere": _side_by_side(index, (everywhere or ())[:LISTED]),
            "career": asked.table,
            "levels": levels,
        },
        "taken": _tally(levels, "what"),
        "counterparts": _tally(levels, "leads"),
    }


def _side_by_side(index: Index, matches: Sequence[TaskMatch]) -> Table:
    plans = dict.fromkeys(task.plan for match in matches for task in (match.left, match.right))
    corpus = index.alone(*(index.plan_of[plan] for plan in plans))
    found = matches_table("compare", message("两份方案对照"), corpus, matches)
    return found.only("what", "left", "right", "likeness")


def disputed(index: Index) -> tuple[TaskMatch, ...] | None:
    """Find the same matter with other leads among all plans of one place; nothing where there are too many to compare."""
    return index.once(_disputed)


def _disputed(index: Index) -> tuple[TaskMatch, ...] | None:
    return conflicts(index.corpus) if index.count("tasks") <= MOST_TASKS else None


def name_of(plan: PlanRow) -> str:
    """Name a plan where several are compared: its title and its year."""
    return (plan.title or plan.source) + (f"（{plan.issued[:4]}）" if plan.issued else "")


def by_date(plans: Sequence[PlanRow]) -> tuple[PlanRow, ...]:
    """Order plans by their date, then by IRI."""
    return tuple(sorted(plans, key=lambda plan: (plan.issued, plan.iri)))


def chosen(index: Index, a: str, b: str) -> tuple[PlanRow, PlanRow] | None:
    """Give the two plans requested; the two latest where none is named, nothing where there are not two.

    Raises:
        HTTPException: 404 for a plan that is not there.
    """
    plans = by_date(index.plans)
    for name in (a, b):
        if name and name not in index.plan_by_id:
            raise HTTPException(404)
    if len(plans) < 2:
        return None
    left = index.plan_by_id[a] if a else next(plan for plan in reversed(plans[:-1]) if plan.id != b or len(plans) < 2)
    right = index.plan_by_id[b] if b else next(plan for plan in reversed(plans) if plan.id != left.id)
    return left, right


def taken_over(index: Index, pair: tuple[PlanRow, PlanRow] | None) -> Table | None:
    """Give what the plan of the lower level took over from the other; nothing for two plans of one level."""
    levels = ordered(*pair) if pair else None
    if levels is None or pair is None:
        return None
    return levels_table(index.alone(*pair), levels[0].iri, levels[1].iri)


def _tally(found: Table | None, column: str) -> Counter[str]:
    """Count the rows by the values of a column."""
    place = next((at for at, one in enumerate(found.columns) if one.key == column), 0) if found else 0
    return Counter(str(row[place]) for row in found.rows) if found else Counter()


def _by_kind(matches: Sequence[TaskMatch]) -> tuple[TaskMatch, ...]:
    """Put what changed first."""
    return tuple(sorted(matches, key=lambda match: (KINDS.index(kind_of(match)), -match.similarity)))


def _counts(found: Comparison | None) -> dict[str, int]:
    counts = Counter(kind_of(match) for match in found.matches) if found else Counter[str]()
    return {
        "same": counts["same"],
        "changed": counts["changed"] + counts["conflict"],
        "conflict": counts["conflict"],
        "dropped": len(found.dropped) if found else 0,
        "new": len(found.new) if found else 0,
    }


def career(index: Index, words: str) -> Career:
    """Follow the unit that words name over the plans, or tell why they name none."""
    if not words.strip():
        return Career(words="")
    try:
        return Career(words=words, table=career_table(index.corpus, words))
    except MeasureError as error:
        return Career(words=words, fault=error.message)


def _tables(index: Index, pair: tuple[PlanRow, PlanRow] | None, unit: str) -> tuple[Table, ...]:
    asked = career(index, unit)
    if asked.fault:
        raise RefusedRequest(400, asked.fault)
    compared = compare_table(index.alone(*pair), pair[0].iri, pair[1].iri) if pair else None
    found = tuple(table for table in (compared, asked.table) if table)
    return found or (of_values("compare", message("两份方案对照"), ("what",), ()),)
