"""What the search field suggests while a reader types: plans, units and tasks, each with its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import select

from api.pages.units.routes import named
from api.read_model.index import Index
from extract.messages import Message, message
from extract.units.short import short_name
from graph.dataset.row_snapshot import at_places
from graph.dataset.rows import TaskRow
from graph.dataset.sql_tables import ROWS

MOST = 4  # of one kind
LOOKED_AT = 1_000  # tasks that contain the words somewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A thing whose name contains the words."""

    kind: Message
    label: str
    note: str
    url: str


def suggestions(index: Index, words: str) -> tuple[Suggestion, ...]:
    """Give the first plans, units and tasks whose names contain the words, an abbreviation's full name, or sound so."""
    if not words:
        return ()
    units = sorted(named(index, words), key=lambda unit: -index.loads.numbers(unit.iri)[2])
    return (
        *islice(_plans(index, words), MOST),
        *(
            Suggestion(
                kind=message("单位"),
                label=short_name(unit.name, one_place=False),
                note=unit.place_name,
                url=index.unit_url(unit),
            )
            for unit in units[:MOST]
        ),
        *islice(_tasks(index, words), MOST),
    )


def _plans(index: Index, words: str) -> Iterator[Suggestion]:
    for plan in index.plans:
        if words in plan.title or words in plan.number:
            yield Suggestion(kind=message("方案"), label=plan.title, note=plan.issued, url=index.plan_url(plan))


def _tasks(index: Index, words: str) -> Iterator[Suggestion]:
    tasks, places = ROWS["tasks"], index.rows.task_places_having(words)[:LOOKED_AT]
    asked = select(tasks.c.graph, tasks.c.place, tasks.c.title)
    titles = index.rows.ask(asked.where(*at_places(tasks, places))) if places else ()
    called = {(graph, place) for graph, place, title in titles if words in title}
    for task in index.rows.at(TaskRow, [place for place in places if place in called][:MOST]):
        note = index.plan_of[task.plan].title
        yield Suggestion(kind=message("任务"), label=task.title, note=note, url=index.task_url(task))
