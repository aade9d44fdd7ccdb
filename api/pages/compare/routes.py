"""`/compare`: two plans side by side, matter by matter; one unit over all plans."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request, Response

from api.edge.refusal import RefusedRequest
from api.pages.compare import levels
from api.pages.compare.picking import PlanPicker, latest, pickers
from api.pages.frame.renderer import PageRenderer, Reader, reader_of
from api.pages.frame.sorting import Words
from api.read_model.index import Index
from api.tables.loads import career_table
from api.tables.model import Table
from api.tables.related import named, related_table, resembling_table
from api.tables.tasks import CERTAINTIES, RELATIONS, certainty, compare_table, kind_of, matches_table
from extract.messages import Message, message
from graph.compare.alignment import TaskRelation
from graph.compare.conflicts import conflicts
from graph.compare.decisions import PairEntry, PairState
from graph.compare.plans import Comparison, TaskMatch, aligned, matter
from graph.compare.related import related
from graph.compare.resembling import resembling
from graph.compare.shared_words import pieces, shared_words
from graph.dataset.keys import task_keys
from graph.dataset.rows import PlanRow, TaskRow
from graph.drawing.sheet import ChartCaption
from graph.errors import MeasureError

Decided: TypeAlias = tuple[PairEntry, ...]

KINDS = ("conflict", "changed", "same")
LISTED = 50  # matters among all plans
MATCHES = 200  # on the page; the downloads have all
LEVELS_SHOWN = 150  # rows beside the picture
PROPOSED = 20  # pairs of plans
MOST_TASKS = 3_000  # of two plans that a page aligns; the command line takes any number


@dataclass(frozen=True, slots=True, kw_only=True)
class Career:
    """What was requested about one unit over the plans, and the answer or what is wrong with the question."""

    words: str
    table: Table | None = None
    fault: Message | None = None


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the comparison."""
    router = APIRouter()
    renderer.library.prepare(lambda index: disputed(index, renderer.pairs_decided()))

    @router.get("/compare")
    @router.get("/compare.{suffix}", include_in_schema=False)
    def compared(request: Request, a: Words = "", b: Words = "", c: Words = "", unit: Words = "") -> Response:
        index, decided = renderer.index(request), renderer.pairs_decided()
        fields = pickers(index, {"a": a, "b": b, "c": c})
        pair, alone = _pair(fields), fields["a"].plan or fields["b"].plan
        return renderer.answer(
            request,
            tables=lambda: _tables(index, pair, _settled(fields, alone), unit, decided),
            template="compare/compare.html",
            context=lambda: (
                {"pickers": fields, "latest": latest(index)}
                | _context(index, pair, None if pair else alone, unit, decided)
                | _levels(index, pair, fields["c"].id, reader_of(request), decided)
            ),
        )

    @router.get("/compare/levels.svg", include_in_schema=False)
    def drawn(request: Request, a: Words = "", b: Words = "", c: Words = "") -> Response:
        index, reader = renderer.index(request), reader_of(request)
        found = _different_levels(index, chosen(index, a, b), c, renderer.pairs_decided())
        caption = ChartCaption(
            title=reader.say(found.table.title),
            scope=" → ".join(named(plan) for plan in found.plans),
            source=_SOURCE.render(reader.lang),
        )
        svg = levels.picture(index, found, reader, levels.FILE, caption)
        return Response(svg, media_type="image/svg+xml", headers={"Vary": "Cookie"})

    @router.get("/compare/levels.{suffix}", include_in_schema=False)
    def listed(request: Request, a: Words = "", b: Words = "", c: Words = "") -> Response:
        index = renderer.index(request)
        found = _different_levels(index, chosen(index, a, b), c, renderer.pairs_decided())
        return renderer.answer(request, tables=lambda: (found.table,), template="compare/compare.html", context=dict)

    return router


_SOURCE = message("责任图谱；未见承接只表示文字上没有对应的任务")


def _pair(fields: Mapping[str, PlanPicker]) -> tuple[PlanRow, PlanRow] | None:
    left, right = fields["a"].plan, fields["b"].plan
    return (left, right) if left and right else None


def _settled(fields: Mapping[str, PlanPicker], alone: PlanRow | None) -> PlanRow | None:
    """Give the plan that is named alone.

    Raises:
        RefusedRequest: 400 for words that name several plans.
    """
    for one in fields.values():
        if one.fault:
            raise RefusedRequest(400, one.fault)
    return alone


def _resembling(index: Index, plan: PlanRow, decided: Decided) -> Table:
    """Find the plans that resemble one, by the words of its tasks."""
    return resembling_table(plan, resembling(index.alone(plan), index.rows, decided))


def _different_levels(
    index: Index, pair: tuple[PlanRow, PlanRow] | None, third: str, decided: Decided
) -> levels.ComparedLevels:
    """Follow the tasks of plans of different levels.

    Raises:
        RefusedRequest: 400 where they are not, or no two plans are named.
        HTTPException: 404 for a plan that is not there.
    """
    found = levels.levels_of(index, _with_third(index, pair, third), decided) if pair else None
    if found is None:
        raise RefusedRequest(400, message("各份方案须属于不同层级。"))
    return found


def _with_third(index: Index, pair: tuple[PlanRow, PlanRow], third: str) -> tuple[PlanRow, ...]:
    if third and third not in index.plan_by_id:
        raise HTTPException(404)
    return (*pair, index.plan_by_id[third]) if third else pair


def _levels(
    index: Index, pair: tuple[PlanRow, PlanRow] | None, third: str, reader: Reader, decided: Decided
) -> dict[str, object]:
    """Give what the page shows of the levels: picture, table and sentence, or what is wrong with the third plan."""
    plans = _with_third(index, pair, third) if pair else ()
    found = levels.levels_of(index, plans, decided) if pair else None
    said = tuple(plan.id for plan in plans)
    return {
        "levels": found,
        "fault": message("三份方案须属于不同层级，请另选第三份。") if third and not found else None,
        "address": urlencode(dict(zip("abc", said, strict=False))),
        "levels_shown": LEVELS_SHOWN,
        "drawn": [levels.picture(index, found, reader, wide) for wide in (levels.WIDE, levels.NARROW)] if found else [],
    }


def _context(
    index: Index, pair: tuple[PlanRow, PlanRow] | None, alone: PlanRow | None, unit: str, decided: Decided
) -> dict[str, object]:
    """Gather what the page shows."""
    found = compared(index, pair, decided) if pair else None
    everywhere = disputed(index, decided) if len(index.plans) > 2 else None
    asked = career(index, unit)
    matches = _by_kind(found.matches) if found else ()
    return {
        "index": index,
        "one_plan": alone,
        "name_of": named,
        "pair": pair,
        "found": found,
        "counts": _counts(found),
        "more": len(matches) - MATCHES,
        "refused": refused(index, pair, decided) if pair else (),
        "everywhere": everywhere,
        "career": asked,
        "certain": certain,
        "marked": Marked(index),
        "tables": {
            "matches": _side_by_side(index, matches[:MATCHES]),
            "everywhere": _side_by_side(index, (everywhere or ())[:LISTED]),
            "related": None if pair else index.once(_proposed),
            "career": asked.table,
            "resembling": index.once(_resembling, alone, decided) if alone else None,
        },
    }


def refused(
    index: Index, pair: tuple[PlanRow, PlanRow], decided: Decided
) -> tuple[tuple[TaskRow, TaskRow, PairEntry], ...]:
    """Give the pairs of tasks of two plans that a person refused."""
    corpus = index.alone(*dict.fromkeys(pair))
    keys, tasks = task_keys(corpus), {task.iri: task for task in corpus.tasks}
    iris = {key: iri for iri, key in keys.items()}
    return tuple(
        (tasks[iris[one.left]], tasks[iris[one.right]], one)
        for one in decided
        if one.state is PairState.REFUSED and {one.left, one.right} <= iris.keys()
    )


class Marked:
    """The words of a task, cut where they are those of its partner."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __call__(self, task: TaskRow, other: TaskRow) -> tuple[tuple[str, bool], ...]:
        """Give the pieces of the words of a task, and whether the other task has them too."""
        words, others = (" ".join(self._before_units(one).split()) for one in (task, other))
        return tuple(pieces(words, shared_words(words, others)))

    def _before_units(self, task: TaskRow) -> str:
        return matter(task, self._index.of_task(task))


def certain(match: TaskMatch) -> tuple[Message, ...]:
    """Tell how certain a match is, and of what it is one."""
    part = match.relation is TaskRelation.PART
    return (CERTAINTIES[certainty(match)], *((RELATIONS[match.relation],) if part else ()))


def compared(index: Index, pair: tuple[PlanRow, PlanRow], decided: Decided) -> Comparison:
    """Align two plans.

    Raises:
        RefusedRequest: 400 for more tasks than a page aligns.
    """
    return index.once(_compared, pair[0].iri, pair[1].iri, decided)


def _compared(index: Index, left: str, right: str, decided: Decided) -> Comparison:
    corpus = index.alone(*(index.plan_of[plan] for plan in dict.fromkeys((left, right))))
    if len(corpus.tasks) > MOST_TASKS:
        raise RefusedRequest(
            400,
            message(
                "两份方案共 {n} 项任务，网页最多对照 {most} 项。请在命令行使用 dutygraph compare。",
                n=len(corpus.tasks),
                most=MOST_TASKS,
            ),
        )
    return aligned(corpus, left, right, decided)


def _proposed(index: Index) -> Table:
    """Propose the first pairs of plans to compare."""
    return related_table(related(index.plans, PROPOSED))


def _side_by_side(index: Index, matches: Sequence[TaskMatch]) -> Table:
    plans = dict.fromkeys(task.plan for match in matches for task in (match.left, match.right))
    corpus = index.alone(*(index.plan_of[plan] for plan in plans))
    index.ready(task for match in matches for task in (match.left, match.right))
    found = matches_table("compare", message("两份方案对照"), corpus, matches)
    return found.only("what", "left", "right")


def disputed(index: Index, decided: Decided = ()) -> tuple[TaskMatch, ...] | None:
    """Find the same matter with other leads among all plans of one place; nothing where there are too many to compare."""
    return index.once(_disputed, decided)


def _disputed(index: Index, decided: Decided) -> tuple[TaskMatch, ...] | None:
    if index.count("tasks") > 2 * MOST_TASKS:
        return None
    found = conflicts(index.corpus, decided=decided)
    return found.matches if found.aligned == found.pairs else None


def chosen(index: Index, a: str, b: str) -> tuple[PlanRow, PlanRow] | None:
    """Give the two plans requested, nothing where two are not named.

    Raises:
        HTTPException: 404 for a plan that is not there.
    """
    for name in (a, b):
        if name and name not in index.plan_by_id:
            raise HTTPException(404)
    return (index.plan_by_id[a], index.plan_by_id[b]) if a and b else None


def _by_kind(matches: Sequence[TaskMatch]) -> tuple[TaskMatch, ...]:
    """Put what changed first, and of that the likeliest."""
    return tuple(sorted(matches, key=lambda match: (KINDS.index(kind_of(match)), -match.likelihood)))


def _counts(found: Comparison | None) -> dict[str, int]:
    matches = found.matches if found else ()
    counts = Counter(kind_of(match) for match in matches)
    return {
        "same": counts["same"],
        "changed": counts["changed"] + counts["conflict"],
        "conflict": counts["conflict"],
        "likely": sum(not match.sure for match in matches),
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


def _tables(
    index: Index, pair: tuple[PlanRow, PlanRow] | None, alone: PlanRow | None, unit: str, decided: Decided
) -> tuple[Table, ...]:
    asked = career(index, unit)
    if asked.fault:
        raise RefusedRequest(400, asked.fault)
    if pair:
        first = compare_table(index.alone(*pair), compared(index, pair, decided))
    else:
        first = index.once(_resembling, alone, decided) if alone else related_table(related(index.plans))
    return (first, asked.table) if asked.table else (first,)
