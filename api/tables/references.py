"""Name a task by its printed number; where several plans are loaded, with the mark of its plan before it.

Numbers restart in every plan: of two plans each has a task 1, and a table of both has to say which is meant.
"""

from collections.abc import Callable, Mapping

from api.tables.model import Column, Row, ValueKind
from extract.messages import Message, message
from graph.dataset.rows import Corpus, TaskRow

_SHORTEST = 4


def refs(corpus: Corpus) -> Mapping[str, str]:
    """Give each task its printed number, by IRI: ``2.4.1``, or ``784e:2.4.1`` where there are several plans."""
    known = marks(corpus) if len(corpus.plans) > 1 else {}
    return {
        task.iri: f"{known[task.plan]}:{task.ref or task.number}" if known else task.ref or task.number
        for task in corpus.tasks
    }


def marks(corpus: Corpus) -> Mapping[str, str]:
    """Give each plan the beginning of its id, as long as it takes to tell the plans apart, by IRI."""
    ids = [plan.id for plan in corpus.plans]
    size = _SHORTEST
    while len({name[:size] for name in ids}) < len(set(ids)):
        size += 1
    return {plan.iri: plan.id[:size] for plan in corpus.plans}


def legend(corpus: Corpus) -> tuple[Message, ...]:
    """Say which plan a mark means; nothing for a single plan."""
    if len(corpus.plans) < 2:
        return ()
    known = marks(corpus)
    return tuple(
        message("{value}：{meaning}", value=known[plan.iri], meaning=plan.title or plan.source) for plan in corpus.plans
    )


def task_addresses(corpus: Corpus) -> Mapping[str, str]:
    """Give the address of the page of each task, by IRI."""
    plans = {plan.iri: plan.id for plan in corpus.plans}
    return {task.iri: f"/tasks/{plans[task.plan]}-{task.id}" for task in corpus.tasks}


def plan_column(corpus: Corpus, plan_of: Callable[[Row], str]) -> Column[Row]:
    """Give the column with the plan of each row, by IRI; people do not see it where there is a single plan."""
    names = {"": ""} | {plan.iri: plan.title or plan.source for plan in corpus.plans}
    addresses = {"": ""} | {plan.iri: f"/plans/{plan.id}" for plan in corpus.plans}
    heading = message("方案") if len(corpus.plans) > 1 else None
    return Column("plan_title", heading, lambda row: names[plan_of(row)], link=lambda row: addresses[plan_of(row)])


def task_column(corpus: Corpus, task_of: Callable[[Row], TaskRow | None]) -> Column[Row]:
    """Give the column with the printed number of the task of each row, next to the column of its plan."""
    addresses = task_addresses(corpus)

    def number(row: Row) -> str:
        task = task_of(row)
        return (task.ref or task.number) if task else ""

    def address(row: Row) -> str:
        task = task_of(row)
        return addresses[task.iri] if task else ""

    return Column("ref", message("编号"), number, ValueKind.REFERENCE, link=address)


def first_assignments(corpus: Corpus) -> Mapping[str, str]:
    """Give the IRI of the first assignment of each task, by IRI."""
    found: dict[str, str] = {}
    for row in corpus.assignments:
        found.setdefault(row.task, row.iri)
    return found
