"""`/units/{id}/years`: a unit through the years, its duties gained and lost, and the picture of it."""

from collections.abc import Iterator

from fastapi import APIRouter, HTTPException, Request, Response
from markupsafe import Markup

from api.pages.frame.renderer import Context, PageRenderer, Reader, reader_of, scope_of
from api.pages.frame.sorting import Words
from api.read_model.index import Index
from api.tables.years import CHANGES, changed_duties_table, functions_table, unit_years_table
from extract.messages import Message, message
from graph.compare.decisions import PairEntry
from graph.compare.duty_changes import ChangedDuty, DutyChange, PlanStep, StepChanges, plan_steps, step_changes
from graph.compare.unit_years import UnitHistory, UnitYear, history, latest, plans_of
from graph.dataset.rows import AssignmentRow, Corpus, UnitRow
from graph.drawing.sheet import PAGE_TONES, PAPER, ChartCaption
from graph.drawing.year_line import YearEvent, YearMark, year_line
from graph.reform.succession import FunctionTransfer, functions_of, kin_of

MOST_STEPS = 8  # pairs of plans that a page compares, the latest
MOST_TASKS = 3_000  # of two plans that a page compares
FILE_WIDTH = 560.0  # pixels of a picture in a file of its own


def routes(renderer: PageRenderer) -> APIRouter:
    """Give the routes of a unit through the years."""
    router = APIRouter()

    @router.get("/units/{unit_id}/years.svg", include_in_schema=False)
    def drawn(request: Request, unit_id: str) -> Response:
        index = renderer.index(request)
        found = followed(index, _unit(index, unit_id), renderer.pairs_decided())
        reader = reader_of(request)
        caption = ChartCaption(
            title=reader.say(message("{name}：历年任务", name=found.unit.name)),
            scope=str(scope_of(request)),
            source=reader.say(message("责任图谱；机构改革按一般规则，须按地核实")),
        )
        svg = picture(found, reader, caption)
        return Response(svg, media_type="image/svg+xml", headers={"Vary": "Cookie"})

    @router.get("/units/{unit_id}/years")
    @router.get("/units/{unit_id}/years.{suffix}", include_in_schema=False)
    def years(request: Request, unit_id: str, plan: Words = "", change: Words = "") -> Response:
        index = renderer.index(request)
        found = followed(index, _unit(index, unit_id), renderer.pairs_decided())
        rows = tuple(row for row in found.changes if _asked(row, plan, change))
        tables = {
            "changes": changed_duties_table(_tasks(index, rows), rows, found.unit),
            "years": unit_years_table(found),
            "functions": functions_table(found.unit, Corpus()),
        }
        return renderer.answer(
            request,
            tables=lambda: tuple(tables.values()),
            template="units/years.html",
            context=lambda: {
                **shown(found, reader_of(request)),
                "index": index,
                "unit": found.unit,
                "plan": index.plan_by_id.get(plan),
                "change": change,
                "choices": CHANGES,
                "tables": tables,
            },
        )

    return router


def _unit(index: Index, unit_id: str) -> UnitRow:
    row = index.unit_by_id.get(unit_id)
    if row is None:
        raise HTTPException(404)
    return row


def _asked(row: ChangedDuty, plan: str, change: str) -> bool:
    return plan in {"", row.step.later.id} and change in {"", row.change.value}


def _tasks(index: Index, rows: tuple[ChangedDuty, ...]) -> Corpus:
    """Give the tasks and plans that changes name."""
    tasks = {task.iri: task for row in rows for task in (row.before, row.after) if task}
    plans = dict.fromkeys(index.plan_of[task.plan] for task in tasks.values())
    return Corpus(plans=tuple(plans), tasks=tuple(tasks.values()))


def shown(found: UnitHistory, reader: Reader) -> Context:
    """Give what the picture of a unit needs on a page."""
    return {"picture": Markup(picture(found, reader)) if found.years else "", "history": found}  # noqa: S704  made of escaped words


def followed(index: Index, unit: UnitRow, decided: tuple[PairEntry, ...]) -> UnitHistory:
    """Follow a unit over the plans of an index; the latest steps are compared."""
    kin = kin_of(unit)
    near = [index.unit_by_id.get(one.id) for one in (*kin.before, *kin.after)]
    units = (unit, *(one for one in near if one))
    rows = index.rows.having(AssignmentRow, "unit", [one.iri for one in units])
    steps = plan_steps(index.plans, plans_of(rows, unit.iri))
    kept = [step for step in latest(steps, MOST_STEPS) if _many(index, step) <= MOST_TASKS]
    found = tuple(index.once(_changes, step, decided) for step in kept)
    named = {row.plan for row in rows} | {plan.iri for step in kept for plan in (step.earlier, step.later)}
    corpus = Corpus(plans=tuple(plan for plan in index.plans if plan.iri in named), units=units, assignments=rows)
    return history(corpus, unit, found, len(steps) - len(kept))


def _many(index: Index, step: PlanStep) -> int:
    tally = index.rows.limited((step.earlier, step.later)).tally()
    return sum(n for (what, _), n in tally.items() if what == "tasks")


def _changes(index: Index, step: PlanStep, decided: tuple[PairEntry, ...]) -> StepChanges:
    return step_changes(index.alone(step.earlier, step.later), step, decided)


def picture(found: UnitHistory, reader: Reader, caption: ChartCaption | None = None) -> str:
    """Draw a unit through the years, for a page or for a separate file."""
    names = (reader.say(message("牵头")), reader.say(message("配合")))
    rows = tuple(_rows(found, reader))
    said = reader.say(message("{name}：历年任务", name=found.unit.name))
    if caption is None:
        return year_line(rows, names, said=said, tones=PAGE_TONES)
    return year_line(rows, names, said=said, wide=FILE_WIDTH, tones=PAPER, caption=caption)


def _rows(found: UnitHistory, reader: Reader) -> Iterator[YearMark | YearEvent]:
    """Give the plans by date, and between them the reforms that moved functions of the unit."""
    waiting = list(_events(found.unit, reader))
    first = next((row.plan.issued for row in found.years if row.plan.issued), "")
    waiting = [one for one in waiting if first and one[0] >= first]
    for row in found.years:
        while waiting and row.plan.issued > waiting[0][0]:
            yield YearEvent(said=waiting.pop(0)[1])
        yield _mark(row, found, reader)
    yield from (YearEvent(said=words) for _, words in waiting)


def _mark(row: UnitYear, found: UnitHistory, reader: Reader) -> YearMark:
    own = row.unit.iri == found.unit.iri
    title = row.plan.title or row.plan.source
    gained, lost = row.counted(DutyChange.GAINED), row.counted(DutyChange.LOST)
    return YearMark(
        year=row.plan.issued[:4],
        name=title if own else f"{row.unit.name} · {title}",
        led=row.led,
        supported=row.supported,
        said=reader.say(message("增 {gained} 减 {lost}", gained=gained, lost=lost)) if row.changes else "",
        own=own,
        url=f"/plans/{row.plan.id}",
    )


def _events(unit: UnitRow, reader: Reader) -> Iterator[tuple[str, str]]:
    """Give the reforms that moved functions of the unit, by date, with a sentence each."""
    found: dict[tuple[str, str, bool], list[FunctionTransfer]] = {}
    for one in functions_of(unit, {}):
        found.setdefault((one.transfer.date.isoformat(), one.transfer.event.title, one.gained), []).append(one)
    for (day, title, gained), moved in sorted(found.items()):
        yield (
            day,
            reader.say(_said(day, title, tuple(dict.fromkeys(one.other.name for one in moved)), moved, gained=gained)),
        )


def _said(day: str, title: str, names: tuple[str, ...], moved: list[FunctionTransfer], *, gained: bool) -> Message:
    if gained:
        return message("{day} 前 {title}：接收{names}的职责", day=day, title=title, names=names)
    if any(one.transfer.ends for one in moved):
        return message("{day} 前 {title}：撤销，职责由{names}承接", day=day, title=title, names=names)
    return message("{day} 前 {title}：部分职责划至{names}", day=day, title=title, names=names)
