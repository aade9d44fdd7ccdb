"""The rows of the tasks that name a time: the tables of time are those of all rows."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from api.read_model import timed as looking
from api.read_model.index import Index
from api.read_model.timed import timed
from extract.records import Role
from graph.dataset.row_database import open_rows
from graph.dataset.rows import Corpus
from graph.dataset.scope import ScopeError
from graph.measures.schedule import with_deadline, with_time_in_text
from tests.bench.sparql.shape import plan


def dated(corpus: Corpus) -> Corpus:
    """Give some tasks a deadline, others a time in their text, and some assignments another role."""
    tasks = (
        replace(row, deadline="2020年6月底前" if place % 4 == 0 else "", times_in_text="" if place % 3 else "每年")
        for place, row in enumerate(corpus.tasks)
    )
    named = (
        replace(row, role=Role.JOINT if place % 5 == 0 else row.role) for place, row in enumerate(corpus.assignments)
    )
    return replace(corpus, tasks=tuple(tasks), assignments=tuple(named))


@pytest.fixture
def index() -> Iterator[Index]:
    rows = open_rows(None)
    rows.put_many((name, 1, dated(plan(number)[0]), "") for number, name in enumerate("abc"))
    yield Index(rows.snapshot())
    rows.close()


def test_the_tasks_with_times_and_who_is_responsible_are_those_of_all_rows(index: Index) -> None:
    for part in (index, Index(index.rows.limited(index.plans[1:]))):
        found = timed(part)
        assert with_deadline(found) == with_deadline(part.corpus) != ()
        assert with_time_in_text(found) == with_time_in_text(part.corpus) != ()
        assert any(one.units for one in with_deadline(found))
        assert len(found.tasks) < len(part.corpus.tasks)


def test_too_many_are_refused(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST_LOOKED_AT", 1)
    with pytest.raises(ScopeError):
        timed(index)
