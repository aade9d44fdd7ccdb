"""The degree sequence model: it keeps every degree, and its tail is equal to plain enumeration."""

import itertools
import math
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.dataset.columns import columns
from graph.dataset.rows import Corpus
from graph.measures.degrees import fit
from graph.measures.overlap import BEARERS, Strictness, Verdict, overlap
from tests.graph.measures.corpora import corpus, merged
from tests.graph.measures.strategies import corpora, renamed, shuffled


def _degrees_hold(one: Corpus) -> None:
    matrix = columns(one).incidence(BEARERS).toarray()
    matrix = matrix[:, matrix.sum(axis=0) > 0]
    sizes, many = np.unique(matrix.sum(axis=1)[matrix.sum(axis=1) > 0], return_counts=True)
    p = fit(matrix.sum(axis=0), sizes, many)
    assert (p * many).sum(axis=1) == pytest.approx(matrix.sum(axis=0), abs=1e-6)
    assert p.sum(axis=0) == pytest.approx(sizes, abs=1e-6)
    assert ((p >= 0) & (p <= 1)).all()


@pytest.mark.parametrize(
    "lines",
    [
        ("lead: 甲局、乙局", "lead: 甲局", "lead: 丙局、乙局、甲局", "lead: 丁局"),
        ("lead: 甲局、乙局", "lead: 甲局、乙局"),
        ("lead: 甲局、乙局", "lead: 甲局"),
        ("lead: 甲局",),
    ],
)
def test_expected_degrees_are_the_observed_ones(lines: tuple[str, ...]) -> None:
    _degrees_hold(corpus(*lines))


def test_the_tail_is_that_of_plain_enumeration() -> None:
    one = corpus("lead: 甲局、乙局", "lead: 甲局、乙局、丙局", "lead: 甲局、丁局", "lead: 乙局", "lead: 丙局、丁局")
    table = columns(one)
    matrix = table.incidence(BEARERS).toarray()
    sizes, many = np.unique(matrix.sum(axis=1), return_counts=True)
    p = fit(matrix.sum(axis=0), sizes, many)
    names = [unit.name for unit in table.units]
    pair = next(row for row in overlap(one, test=Strictness(minimum=2)) if {row.a.name, row.b.name} == {"甲局", "乙局"})
    both = [float(p[names.index("甲局"), k] * p[names.index("乙局"), k]) for k, n in enumerate(many) for _ in range(n)]
    exact = math.fsum(
        math.prod(x if hit else 1 - x for x, hit in zip(both, hits, strict=True))
        for hits in itertools.product((0, 1), repeat=len(both))
        if sum(hits) >= 2
    )
    assert pair.p == pytest.approx(exact, abs=1e-9)
    assert pair.expected == pytest.approx(math.fsum(both), abs=1e-9)


def test_a_pair_that_lists_do_not_explain_is_flagged() -> None:
    together = ["lead: 甲局、乙局"] * 8
    rest = [f"lead: 局{n % 7}、局{(n * 3 + 1) % 7}" for n in range(24)]
    flagged = [row for row in overlap(corpus(*together, *rest)) if row.verdict is Verdict.MORE_THAN_CHANCE]
    assert {flagged[0].a.name, flagged[0].b.name} == {"甲局", "乙局"}
    assert flagged[0].redealt <= 0.05


def test_each_plan_has_its_own_model() -> None:
    one, two = (
        corpus(*["lead: 甲局、乙局", "lead: 甲局", "lead: 丙局"] * 3),
        corpus("lead: 丁局", "lead: 戊局", plan="b" * 16),
    )
    alone = {(row.a.iri, row.b.iri): (row.expected, row.p) for row in overlap(one)}
    for row in overlap(merged(one, two)):
        assert (row.expected, row.p) == pytest.approx(alone[row.a.iri, row.b.iri])


@pytest.mark.corpus
def test_changji(changji: Corpus) -> None:
    _degrees_hold(changji)


@settings(max_examples=25, deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_names_matter(one: Corpus, chance: Random) -> None:
    def numbers(some: Corpus, back: dict[str, str] | None = None) -> dict[frozenset[str], tuple[float, ...]]:
        name = (back or {}).get
        return {
            frozenset((name(row.a.iri, row.a.iri), name(row.b.iri, row.b.iri))): (row.expected, row.p, row.q, row.lists)
            for row in overlap(some, test=Strictness(minimum=1))
        }

    before, after = numbers(one), numbers(shuffled(one, chance))
    other, back = renamed(one)
    named = numbers(other, back)
    assert before.keys() == after.keys() == named.keys()
    for pair, values in before.items():
        assert after[pair] == pytest.approx(values, abs=1e-9)
        assert named[pair] == pytest.approx(values, abs=1e-9)
