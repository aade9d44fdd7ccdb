"""The columns of the row database are those of the rows in memory, and every measure of pairs says the same of both."""

from dataclasses import replace

import numpy as np
import pandas as pd

from extract.records import Role
from graph.dataset.columns import Columns, columns
from graph.dataset.model import merged
from graph.dataset.rows import COLLECTIVE_KINDS, Corpus
from graph.dataset.stored_columns import stored_columns, without_kinds
from graph.measures.concentration import concentration
from graph.measures.formulas import formulas
from graph.measures.overlap import overlap
from graph.measures.views import without_collectives
from tests.api.indexed import index_of
from tests.bench.sparql.shape import plan

ARRAYS = ("plan_of", "home_of", "task", "unit", "role", "start", "rank")


def some() -> Corpus:
    """Plans of which every seventh assignment is of the running text, and one unit is named nowhere else."""
    corpus = merged([plan(number)[0] for number in range(4)])
    hidden = corpus.units[3].iri
    rows = tuple(
        replace(row, basis="sentence") if place % 7 == 0 or row.unit == hidden else row
        for place, row in enumerate(corpus.assignments)
    )
    return replace(corpus, assignments=rows)


def same(one: Columns, other: Columns) -> bool:
    """Compare all that measures look at."""
    assert [unit.iri for unit in one.units] == [unit.iri for unit in other.units]
    assert [(task.iri, task.start) for task in one.tasks] == [(task.iri, task.start) for task in other.tasks]
    assert (one.plans, one.homes) == (other.plans, other.homes)
    return all(np.array_equal(getattr(one, name), getattr(other, name)) for name in ARRAYS)


def test_columns_and_what_measures_make_of_them_are_the_same() -> None:
    index = index_of(some())
    for part in (index.rows, index.rows.limited(index.plans[1:3])):
        stored, kept = stored_columns(part), columns(part.corpus())
        assert same(stored, kept)
        for roles in ((Role.LEAD, Role.JOINT), tuple(Role)):
            pairs, plain = overlap(stored, roles), overlap(kept, roles)
            pd.testing.assert_frame_equal(pairs.frame(), plain.frame())
            assert list(pairs.shared_tasks()) == [one.tasks for one in plain]
            assert formulas(stored, roles) == formulas(kept, roles)
        assert concentration(stored, draws=10) == concentration(kept, draws=10)
        assert same(without_kinds(stored, COLLECTIVE_KINDS), columns(without_collectives(part.corpus())))


def test_a_pair_is_found_by_its_units() -> None:
    found = overlap(plan(0)[0])
    one = found[2]
    assert found.between(one.b.iri, one.a.iri) == one
    assert found.between(one.a.iri, one.a.iri) is None
    assert found.between(one.a.iri, "nobody") is None
