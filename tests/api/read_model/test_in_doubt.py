"""The rows that may have a doubtful name: what is found in them is what is found in all rows."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from api.read_model import in_doubt as looking
from api.read_model.in_doubt import in_doubt
from api.read_model.index import Index
from graph.build.doubtful import doubtful_names
from graph.dataset.row_database import open_rows
from graph.dataset.rows import Corpus
from graph.dataset.scope import ScopeError
from tests.bench.sparql.shape import plan


def doubted(corpus: Corpus) -> Corpus:
    """Make every fifth unit unknown, and every seventh assignment hard to read."""
    units = (replace(row, registered=place % 5 > 0) for place, row in enumerate(corpus.units))
    named = (replace(row, confidence=0.2 if place % 7 == 0 else 1.0) for place, row in enumerate(corpus.assignments))
    return replace(corpus, units=tuple(units), assignments=tuple(named))


@pytest.fixture
def index() -> Iterator[Index]:
    rows = open_rows(None)
    rows.put_many((name, 1, doubted(plan(number)[0]), "") for number, name in enumerate("abc"))
    yield Index(rows.snapshot())
    rows.close()


def test_the_names_in_doubt_are_those_of_all_rows_in_every_scope(index: Index) -> None:
    for part in (index, Index(index.rows.limited(index.plans[1:]))):
        found = in_doubt(part)
        assert doubtful_names(found) == doubtful_names(part.corpus) != ()
        assert len(found.units) < len(part.corpus.units)


def test_too_many_rows_in_doubt_are_refused(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "MOST_LOOKED_AT", 1)
    with pytest.raises(ScopeError):
        in_doubt(index)
