"""The backbone: a model that keeps every degree, a tail equal to plain enumeration."""

import itertools
import math
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.dataset.columns import columns
from graph.dataset.rows import Corpus
from graph.measures.backbone import backbone
from graph.measures.degrees import fit
from graph.measures.overlap import BEARERS, Strictness
from graph.measures.tables import frame
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
    tie = next(tie for tie in backbone(one, test=Strictness(minimum=2)) if {tie.a.name, tie.b.name} == {"甲局", "乙局"})
    both = [float(p[names.index("甲局"), k] * p[names.index("乙局"), k]) for k, n in enumerate(many) for _ in range(n)]
    exact = math.fsum(
        math.prod(x if hit else 1 - x for x, hit in zip(both, hits, strict=True))
        for hits in itertools.product((0, 1), repeat=len(both))
        if sum(hits) >= 2
    )
    assert tie.p == pytest.approx(exact, abs=1e-9)
    assert tie.expected == pytest.approx(math.fsum(both), abs=1e-9)


def test_a_tie_that_lists_do_not_explain_is_kept() -> None:
    pair = ["lead: 甲局、乙局"] * 8
    rest = [f"lead: 局{n % 7}、局{(n * 3 + 1) % 7}" for n in range(24)]
    kept = [tie for tie in backbone(corpus(*pair, *rest)) if tie.kept]
    assert {kept[0].a.name, kept[0].b.name} == {"甲局", "乙局"}


def test_each_plan_has_its_own_model() -> None:
    one, two = corpus(*["lead: 甲局、乙局、丙局"] * 3), corpus("lead: 丁局", "lead: 戊局", plan="b" * 16)
    alone = {(tie.a.iri, tie.b.iri): tie.expected for tie in backbone(one)}
    assert {(tie.a.iri, tie.b.iri): tie.expected for tie in backbone(merged(one, two))} == pytest.approx(alone)


@pytest.mark.parametrize("lines", [(), ("",), ("lead: 甲局",), ("support: 甲局、乙局",)])
def test_nothing_shared_is_an_empty_backbone(lines: tuple[str, ...]) -> None:
    assert backbone(corpus(*lines)) == ()


@pytest.mark.corpus
def test_changji(changji: Corpus) -> None:
    _degrees_hold(changji)
    ties = backbone(changji)
    assert ties
    assert not frame(ties).isna().to_numpy().any()


@settings(max_examples=25, deadline=None)
@given(corpora(), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_the_names_matter(one: Corpus, chance: Random) -> None:
    test = Strictness(minimum=1)
    before = {frozenset((tie.a.iri, tie.b.iri)): (tie.expected, tie.p) for tie in backbone(one, test=test)}
    after = {
        frozenset((tie.a.iri, tie.b.iri)): (tie.expected, tie.p) for tie in backbone(shuffled(one, chance), test=test)
    }
    other, back = renamed(one)
    named = {frozenset((back[tie.a.iri], back[tie.b.iri])): (tie.expected, tie.p) for tie in backbone(other, test=test)}
    assert before.keys() == after.keys() == named.keys()
    for pair, numbers in before.items():
        assert after[pair] == pytest.approx(numbers, abs=1e-9)
        assert named[pair] == pytest.approx(numbers, abs=1e-9)
