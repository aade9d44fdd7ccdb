"""What the search field suggests while somebody types: plans, units and tasks, each with its page."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from api.pages.frame.names import short_unit
from api.pages.units.routes import named
from api.read_model.index import Index
from extract.messages import Message, message

MOST = 4  # of one kind


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
    loads = {load.unit.iri: load.tasks for load in index.loads}
    units = sorted(named(index, words), key=lambda unit: -loads.get(unit.iri, 0))
    return (
        *islice(_plans(index, words), MOST),
        *(
            Suggestion(
                kind=message("单位"),
                label=short_unit(unit, one_place=False),
                note=unit.place_name,
                url=index.unit_url(unit),
            )
            for unit in units[:MOST]
        ),
        *islice(_tasks(index, words), MOST),
    )


def _plans(index: Index, words: str) -> Iterator[Suggestion]:
    for plan in index.corpus.plans:
        if words in plan.title or words in plan.number:
            yield Suggestion(kind=message("方案"), label=plan.title, note=plan.issued, url=index.plan_url(plan))


def _tasks(index: Index, words: str) -> Iterator[Suggestion]:
    for task in index.corpus.tasks:
        if words in task.title:
            note = index.plan_of[task.plan].title
            yield Suggestion(kind=message("任务"), label=task.title, note=note, url=index.task_url(task))
