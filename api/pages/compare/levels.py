"""Duties through the levels on the page of the comparison: two or three plans, the ribbons between them, the table."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import Markup

from api.edge.refusal import RefusedRequest
from api.pages.frame.renderer import Reader
from api.read_model.index import Index
from api.tables.levels import TAKEOVERS, through_table
from api.tables.model import Table
from api.tables.related import named
from api.tables.tasks import title_of
from extract.messages import Message, message
from graph.compare.decisions import PairEntry
from graph.compare.levels import DutyThroughLevels, Takeover, ordered, through_levels
from graph.dataset.rows import PlanRow, TaskRow
from graph.dataset.scope import LEVELS
from graph.drawing.ribbons import Ribbon, RibbonColumn, RibbonTask, ribbons
from graph.drawing.sheet import PAGE_TONES, PAPER, ChartCaption

MOST_TASKS = 3_000
WIDE, NARROW, FILE = 520.0, 360.0, 900.0  # pixels of the picture beside the table, on a telephone, in a file


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedLevels:
    """Plans of different levels, the highest first, and what each took over from the one above it."""

    plans: tuple[PlanRow, ...]
    steps: tuple[tuple[DutyThroughLevels, ...], ...]
    table: Table

    @property
    def shown(self) -> Table:
        """The columns that have room next to the picture; the level where there are several steps."""
        level = ("level",) if len(self.steps) > 1 else ()
        return self.table.only(*level, "upper", "upper_title", "what", "lower", "lower_title", "likelihood", "leads")

    @property
    def counted(self) -> tuple[Message, ...]:
        """Say in a sentence for each step how many tasks were taken over, and how many run through all levels."""
        said = tuple(_step(*pair, rows) for pair, rows in zip(pairwise(self.plans), self.steps, strict=True))
        return (*said, *((self._through,) if len(self.steps) > 1 else ()))

    @property
    def _through(self) -> Message:
        reached = {row.upper.iri for row in self.steps[1] if row.lower}
        first = {row.upper.iri: False for row in self.steps[0]}
        for row in self.steps[0]:
            first[row.upper.iri] |= row.lower is not None and row.lower.iri in reached
        return message("贯穿三级的 {n} 项。", n=sum(first.values()))


def _step(upper: PlanRow, lower: PlanRow, rows: Sequence[DutyThroughLevels]) -> Message:
    states = Counter(_state(rows_of) for rows_of in _by_task(rows).values())
    return message(
        "{upper}的 {n} 项任务，{lower}已承接 {taken}，承接一部分 {part}，未见承接 {left_out}。",
        upper=LEVELS[upper.level],
        lower=LEVELS[lower.level],
        n=states.total(),
        taken=states[Takeover.TAKEN],
        part=states[Takeover.PART],
        left_out=states[Takeover.LEFT_OUT],
    )


def levels_of(index: Index, plans: Sequence[PlanRow], decided: tuple[PairEntry, ...]) -> ComparedLevels | None:
    """Follow the tasks of plans of different levels; None for plans of one level.

    Raises:
        RefusedRequest: 400 for more tasks than a page aligns.
    """
    found = ordered(*plans)
    if found is None:
        return None
    tally = index.rows.limited(found).tally()
    many = sum(n for (what, _), n in tally.items() if what == "tasks")
    if many > MOST_TASKS:
        raise RefusedRequest(
            400,
            message(
                "几份方案共 {n} 项任务，网页最多对照 {most} 项。请在命令行使用 dutygraph analyse levels。",
                n=many,
                most=MOST_TASKS,
            ),
        )
    corpus = index.alone(*found)
    steps = tuple(through_levels(corpus, one.iri, two.iri, decided) for one, two in pairwise(found))
    return ComparedLevels(
        plans=found, steps=steps, table=through_table(corpus, [row for step in steps for row in step])
    )


def picture(
    index: Index, found: ComparedLevels, reader: Reader, wide: float, caption: ChartCaption | None = None
) -> Markup:
    """Draw the plans side by side with ribbons between their tasks."""
    columns = tuple(_columns(index, found, reader))
    lines = [
        Ribbon(source=row.upper.iri, target=row.lower.iri, part=row.what is Takeover.PART)
        for step in found.steps
        for row in step
        if row.lower
    ]
    states = {str(state): reader.say(words) for state, words in TAKEOVERS.items()}
    said = reader.say(message("上级任务的承接情况"))
    tones = PAPER if caption else PAGE_TONES
    drawn = ribbons(columns, lines, states, said=said, wide=wide, tones=tones, caption=caption or ChartCaption())
    return Markup(drawn)  # noqa: S704  made of escaped words


def _columns(index: Index, found: ComparedLevels, reader: Reader) -> Iterator[RibbonColumn]:
    for place, plan in enumerate(found.plans):
        rows = _by_task(found.steps[place]) if place < len(found.steps) else {}
        sections: dict[str, list[RibbonTask]] = {}
        for task in index.ready(index.tasks_in(plan)):
            name = "".join(f"{one.number}{one.title}" for one in index.sections_of(task)[:1])
            state = _state(rows[task.iri]) if task.iri in rows else ""
            sections.setdefault(name, []).append(_mark(index, task, state, reader))
        name = f"{reader.say(LEVELS[plan.level])} · {named(plan)}"
        yield RibbonColumn(name=name, sections=tuple((words, tuple(tasks)) for words, tasks in sections.items()))


def _mark(index: Index, task: TaskRow, state: str, reader: Reader) -> RibbonTask:
    words = f"{task.ref} {title_of(task)}" + (f" · {reader.say(TAKEOVERS[state])}" if state else "")
    return RibbonTask(key=task.iri, name=words, state=state, url=index.task_url(task))


def _by_task(rows: Sequence[DutyThroughLevels]) -> dict[str, list[DutyThroughLevels]]:
    found: dict[str, list[DutyThroughLevels]] = {}
    for row in rows:
        found.setdefault(row.upper.iri, []).append(row)
    return found


def _state(rows: Sequence[DutyThroughLevels]) -> str:
    """Say what became of a task: taken over where any task below is the same, else in part, else left out."""
    states = {row.what for row in rows}
    return next(state.value for state in Takeover if state in states)
