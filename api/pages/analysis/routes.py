"""`/concentration`: on which units tasks concentrate; `/centrality`: which units are in the middle of the network.

`/notable`: what one plan shows by itself; `/deadlines`: its tasks by unit and time.
"""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from api.pages.analysis.due import DueFilter, due_page
from api.pages.frame.renderer import PageRenderer
from api.pages.frame.sorting import Words
from api.progress.progress_book import last_of
from api.read_model.index import Index
from api.read_model.timed import timed
from api.tables.loads import concentrations_table
from api.tables.model import Table
from api.tables.relations import centrality_table
from api.tables.schedule import deadline_tasks_table, deadlines_table, times_in_text_table
from api.tables.single_plan import changed_sides_table, long_lists_table, reference_table
from extract.messages import Message, message
from graph.dataset.rows import Corpus, UnitRow
from graph.measures.concentration import Concentration, concentration
from graph.measures.count_laws import Law
from graph.measures.notable import Notable, notable
from graph.measures.schedule import Period

MOST_TASKS = 6_000  # that other pages have compared
MOST_UNITS = 300  # of the table of a page that has one; its files have all of them
MOST_ROWS = 100  # of a table of a page with several; the workbook has all of them
PERIODS = {Period.YEAR: message("按年"), Period.QUARTER: message("按季度"), Period.MONTH: message("按月")}


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of the analyses."""
    router = APIRouter()

    @router.get("/concentration")
    @router.get("/concentration.{suffix}", include_in_schema=False)
    def concentrations(request: Request) -> Response:
        index = renderer.index(request)
        rows = index.once(measured)
        made = concentrations_table(Corpus(plans=index.plans), rows, renderer.settings.staff)
        return renderer.answer(
            request,
            tables=lambda: (made,),
            template="analysis/analysis.html",
            context=lambda: _context(index, made, summary(rows)) | {"sentences": flagged(rows), "toggle": False},
        )

    @router.get("/notable")
    @router.get("/notable.{suffix}", include_in_schema=False)
    def noted(request: Request) -> Response:
        index = renderer.index(request)
        tables = index.once(_of_single_plans)
        return renderer.answer(
            request,
            tables=lambda: tables,
            template="analysis/tables.html",
            context=lambda: (
                _several(index, message("值得注意的情况"), tables) | {"notable": index.once(first_findings), "said": ""}
            ),
        )

    @router.get("/deadlines")
    @router.get("/deadlines.{suffix}", include_in_schema=False)
    def deadlines(
        request: Request,
        by: Period = Period.QUARTER,
        date: Words = "",
        unit: Words = "",
        section: Words = "",
        state: Words = "",
    ) -> Response:
        index = renderer.index(request)
        asked = DueFilter(given=date.strip(), unit=unit, section=section, state=state)
        reports = renderer.progress_of(index, index.corpus.tasks) if asked.day else ()
        tables = (*due_page(index, asked, last_of(reports), renderer.pairs_decided()), *index.once(_of_time, by))
        return renderer.answer(
            request,
            tables=lambda: tables,
            template="analysis/tables.html",
            context=lambda: (
                _several(index, message("任务期限分布"), tables)
                | {"said": index.once(_timed), "period": by, "asked": asked, "conditions": asked.conditions(index)}
            ),
        )

    @router.get("/centrality")
    @router.get("/centrality.{suffix}", include_in_schema=False)
    def centralities(request: Request, kinds: Words = "") -> Response:
        index = renderer.index(request)
        made = index.once(_centralities, kinds == "all")
        return renderer.answer(
            request,
            tables=lambda: (made,),
            template="analysis/analysis.html",
            context=lambda: _context(index, made, made.notes[0]) | {"sentences": (), "toggle": True, "kinds": kinds},
        )

    return router


def _context(index: Index, made: Table, said: Message) -> dict[str, object]:
    return {"index": index, "table": made.bounded(MOST_UNITS), "said": said}


def _several(index: Index, title: Message, tables: Sequence[Table]) -> dict[str, object]:
    return {"index": index, "title": title, "tables": tables, "most": MOST_ROWS, "notable": (), "periods": PERIODS}


def _centralities(index: Index, collectives: bool) -> Table:  # noqa: FBT001  ``Index.once`` passes it by place
    return centrality_table(index.corpus, collectives=collectives)


def measured(index: Index) -> tuple[Concentration, ...]:
    """Compare the leading units of each level."""
    return concentration(index.table)


def _of_single_plans(index: Index) -> tuple[Table, ...]:
    corpus = index.corpus
    return reference_table(corpus), changed_sides_table(corpus), long_lists_table(corpus)


def _of_time(index: Index, period: Period) -> tuple[Table, ...]:
    corpus = index.once(timed)
    return deadlines_table(corpus, period=period), deadline_tasks_table(corpus), times_in_text_table(corpus)


def _timed(index: Index) -> Message:
    """Say how many tasks have a deadline, and how many mention a time in their running text alone."""
    tasks = index.once(timed).tasks
    return message(
        "共 {n} 项任务，{dated} 项写明期限；另有 {loose} 项只在正文中提到时间，不计入。",
        n=index.count("tasks"),
        dated=sum(bool(task.deadline) for task in tasks),
        loose=sum(bool(task.times_in_text) and not task.deadline for task in tasks),
    )


def first_findings(index: Index) -> tuple[Notable, ...]:
    """Say in words what to read first; nothing where the tasks are so many that it would make a page slow."""
    return notable(index.corpus) if index.count("tasks") <= MOST_TASKS else ()


def at_hand(index: Index) -> tuple[Concentration, ...] | None:
    """Compare the leading units for another page; nothing where the tasks are so many that it would make the page slow."""
    return index.once(measured) if index.count("tasks") <= MOST_TASKS else None


def flagged(rows: Sequence[Concentration]) -> tuple[tuple[UnitRow, Message], ...]:
    """Give the units on which tasks concentrate by any of the three counts, each with its sentence."""
    return tuple((row.unit, row.sentence()) for row in rows if row.flagged or row.flagged_shared or row.flagged_first)


def summary(rows: Sequence[Concentration]) -> Message:
    """Say in one sentence on how many units tasks concentrate, and of how many that cannot be judged."""
    judged = [row for row in rows if row.law is not Law.NONE]
    if not judged:
        return message("不能判断任务是否集中：同级的牵头单位太少。")
    many = sum(row.flagged for row in judged)
    said = (
        message("{n} 个单位任务集中：牵头数超出同级单位的共同分布。", n=many)
        if many
        else message("{n} 个牵头单位与同级单位相比，均未见任务集中。", n=len(judged))
    )
    unjudged = len(rows) - len(judged)
    if not unjudged:
        return said
    return message("{said}另有 {n} 个单位同级单位太少，不能判断。", said=said, n=unjudged)
