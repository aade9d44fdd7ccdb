"""Overlap: equal to NetworkX and scipy, never more certain than the data."""

import itertools
import math
from fractions import Fraction
from random import Random

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, hypergeom

from graph.dataset.columns import columns
from graph.dataset.rows import Corpus, only_shown
from graph.errors import MeasureError
from graph.measures import overlap as overlap_module
from graph.measures.data_frames import frame
from graph.measures.degree_sequence import plan_models, shared_tail
from graph.measures.formulas import formulas
from graph.measures.overlap import BEARERS, Overlap, Strictness, Verdict, _chance_by_kind, overlap
from graph.measures.pairs import pairs
from graph.measures.significance import false_discovery, hypergeometric_tail
from graph.measures.territories import is_territory
from graph.network.projections import bipartite
from tests.graph.measures.corpora import corpus, merged, unit_row
from tests.graph.measures.strategies import corpora, renamed, shuffled


def _oracle(one: Corpus) -> None:
    """Compare with NetworkX's projections."""
    graph = bipartite(one, BEARERS)
    graph.add_node("a task without units")  # NetworkX refuses to project a graph that has one side only
    units = [unit.iri for unit in one.units if unit.iri not in only_shown(one)]
    counts = nx.algorithms.bipartite.weighted_projected_graph(graph, units)
    ratio = nx.algorithms.bipartite.overlap_weighted_projected_graph(graph, units, jaccard=True)
    found = overlap(one)
    assert {(row.a.iri, row.b.iri) for row in found} == {(min(a, b), max(a, b)) for a, b in counts.edges}
    for row in found:
        assert row.shared == counts[row.a.iri][row.b.iri]["weight"] == len(row.tasks)
        assert row.jaccard == pytest.approx(ratio[row.a.iri][row.b.iri]["weight"], abs=1e-9)
        smallest = max(row.a_in_b, row.b_in_a)
        assert smallest == pytest.approx(row.shared / min(row.a_tasks, row.b_tasks), abs=1e-9)


@settings(max_examples=40)
@given(corpora())
def test_equal_to_networkx(one: Corpus) -> None:
    _oracle(one)


@settings(max_examples=40)
@given(corpora(), st.randoms(use_true_random=False))
def test_shuffling_rows_changes_only_the_order_of_tasks(one: Corpus, chance: Random) -> None:
    assert [_plain(row) for row in overlap(shuffled(one, chance))] == [_plain(row) for row in overlap(one)]


@settings(max_examples=40)
@given(corpora())
def test_renaming_units_changes_no_number(one: Corpus) -> None:
    other, back = renamed(one)
    after = {frozenset((back[row.a.iri], back[row.b.iri])): (row.shared, row.jaccard, row.p) for row in overlap(other)}
    before = {frozenset((row.a.iri, row.b.iri)): (row.shared, row.jaccard, row.p) for row in overlap(one)}
    assert after.keys() == before.keys()
    for pair, numbers in before.items():
        assert after[pair] == pytest.approx(numbers, abs=1e-12)


def _plain(row: Overlap) -> tuple[object, ...]:
    return (row.a, row.b, row.shared, row.jaccard, row.p, row.q, row.verdict, frozenset(row.tasks))


@settings(max_examples=300)
@given(st.data(), st.integers(1, 60))
def test_the_tail_is_that_of_counting_subsets(data: st.DataObject, universe: int) -> None:
    left, right = data.draw(st.integers(0, universe)), data.draw(st.integers(0, universe))
    shared = data.draw(st.integers(0, universe + 1))
    ours = hypergeometric_tail(*(np.array([value]) for value in (shared, universe, left, right)))
    ways = [math.comb(left, x) * math.comb(universe - left, right - x) for x in range(right + 1)]
    assert ours[0] == pytest.approx(
        float(Fraction(sum(ways[shared:]), math.comb(universe, right))), rel=1e-9, abs=1e-300
    )


def test_a_tail_far_below_the_precision_of_one_is_not_lost() -> None:
    many = (np.array([value]) for value in (40, 400, 40, 40))
    assert hypergeometric_tail(*many)[0] == pytest.approx(1 / math.comb(400, 40), rel=1e-9)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=20), st.integers(0, 30))
def test_the_correction_is_the_smallest_scaled_p_from_there_on(values: list[float], more: int) -> None:
    ours = false_discovery(np.array(values), len(values) + more)
    ranked = sorted([*values, *[1.0] * more])
    for value, q in zip(values, ours, strict=True):
        scaled = [p * len(ranked) / place for place, p in enumerate(ranked, start=1) if p >= value]
        assert q == pytest.approx(min(*scaled, 1.0), abs=1e-12)


def test_more_p_values_than_tests_are_refused() -> None:
    assert false_discovery(np.zeros(0), 0).tolist() == []
    with pytest.raises(ValueError, match="2 p-values"):
        false_discovery(np.array([0.1, 0.2]), 1)


def test_pairs_that_always_go_together_need_a_boundary_check() -> None:
    together = ["lead: 甲局、乙局"] * 6
    apart = [f"lead: 丙局、局{n}" for n in range(20)]
    first = overlap(corpus(*together, *apart))[0]
    assert (first.a.name, first.b.name, first.verdict) == ("乙局", "甲局", Verdict.MORE_THAN_CHANCE)
    assert first.hypergeometric <= 0.05
    assert first.q <= 0.05
    assert first.redealt <= 0.05
    assert (first.a_in_b, first.b_in_a) == (1.0, 1.0)


def test_two_units_in_every_task_are_not_news() -> None:
    only = overlap(corpus(*["lead: 甲局、乙局"] * 9))[0]
    assert only.p == pytest.approx(1.0)
    assert only.verdict is Verdict.CANNOT_JUDGE


def test_little_data_cannot_be_judged() -> None:
    assert {row.verdict for row in overlap(corpus("lead: 甲局、乙局", "lead: 丙局"))} == {Verdict.CANNOT_JUDGE}


def test_a_plan_that_names_neither_unit_lends_no_certainty() -> None:
    one = corpus(*["lead: 甲局、乙局"] * 4, "lead: 丙局")
    other = corpus(*[f"lead: 县局{n}" for n in range(50)], plan="b" * 16)
    alone = {(row.a.iri, row.b.iri): row for row in overlap(one)}
    for row in overlap(merged(one, other)):
        other_row = alone[row.a.iri, row.b.iri]
        assert (row.p, row.expected, row.hypergeometric) == pytest.approx(
            (other_row.p, other_row.expected, other_row.hypergeometric)
        )


def test_two_plans_of_both_units_count_together() -> None:
    one = corpus(*["lead: 甲局、乙局"] * 4, "lead: 丙局")
    other = corpus("lead: 甲局、乙局", "lead: 甲局", "lead: 乙局", "lead: 丁局", plan="b" * 16)
    found = next(row for row in overlap(merged(one, other)) if {row.a.name, row.b.name} == {"甲局", "乙局"})
    assert (found.shared, found.a_tasks, found.b_tasks) == (5, 6, 6)
    assert found.hypergeometric == pytest.approx(hypergeom.sf(4, 9, 6, 6), abs=1e-9)


@pytest.mark.parametrize("lines", [(), ("",), ("lead: 甲局",), ("support: 甲局、乙局",)])
def test_nothing_shared_is_an_empty_table(lines: tuple[str, ...]) -> None:
    assert tuple(overlap(corpus(*lines))) == ()


def test_a_thousand_units_on_a_task() -> None:
    found = overlap(corpus("lead: " + "、".join(f"局{n:04}" for n in range(1000))), least=2)
    assert len(found) == 0
    small = overlap(corpus("lead: " + "、".join(f"局{n:04}" for n in range(60))))
    assert len(small) == 60 * 59 // 2
    assert not frame(small).isna().to_numpy().any()


@pytest.mark.parametrize(("minimum", "alpha"), [(0, 0.05), (3, 0.0), (3, 1.0), (3, float("nan"))])
def test_a_test_without_meaning_is_refused(minimum: int, alpha: float) -> None:
    with pytest.raises(MeasureError):
        Strictness(minimum=minimum, alpha=alpha)


def test_a_list_that_recurs_word_for_word_counts_once() -> None:
    formula = "lead: 甲局、乙局、丙局"
    one = corpus(*[formula] * 6, *[f"lead: 丁局、局{n}" for n in range(12)], *[f"lead: 局{n}" for n in range(12)])
    found = {frozenset((row.a.name, row.b.name)): row for row in overlap(one)}
    row = found[frozenset(("甲局", "乙局"))]
    assert (row.shared, row.lists, row.verdict) == (6, 1, Verdict.CANNOT_JUDGE)
    assert len(row.tasks) == 6
    (only,) = formulas(one, BEARERS)
    assert [unit.name for unit in only.units] == ["甲局", "乙局", "丙局"]
    assert only.tasks == tuple(task.iri for task in one.tasks[:6])


def test_another_order_another_plan_or_a_pair_is_no_formula() -> None:
    lines = ("lead: 甲局、乙局、丙局", "lead: 乙局、甲局、丙局", "lead: 甲局、乙局", "lead: 甲局、乙局")
    assert formulas(corpus(*lines), BEARERS) == ()
    assert formulas(merged(corpus(lines[0]), corpus(lines[0], plan="b" * 16)), BEARERS) == ()


def test_governments_of_territories_are_not_compared_with_each_other() -> None:
    lines = ["lead: 人民政府、示范区管理委员会"] * 8 + ["lead: 人民政府、甲局"] + [f"lead: 局{n}" for n in range(30)]
    rows = {frozenset((row.a.name, row.b.name)): row for row in overlap(corpus(*lines))}
    apart = rows[frozenset(("人民政府", "示范区管理委员会"))]
    assert (apart.verdict, apart.q, apart.hypergeometric) == (Verdict.NOT_COMPARED, 1.0, 1.0)
    assert rows[frozenset(("人民政府", "甲局"))].verdict is not Verdict.NOT_COMPARED


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("人民政府", True),
        ("农业高新技术产业示范区管理委员会", True),
        ("各设区市人民政府*", True),
        ("各县（市、区）人民政府*", True),
        ("各设区市*", True),
        ("人民政府办公厅", False),
        ("人民政府国有资产监督管理委员会", False),
        ("有关部门*", False),
        ("领导小组办公室@", False),
    ],
)
def test_governments_of_territories(name: str, *, expected: bool) -> None:
    assert is_territory(unit_row(name)) is expected


def test_the_sentence_counts_what_was_compared() -> None:
    one = corpus(*["lead: 甲局、乙局、丙局"] * 2, *["lead: 甲局、丙局"] * 3, "lead: 人民政府、示范区管理委员会")
    assert overlap(one).compared().render() == (
        "在 1 份方案的 5 份单位名单中，检验了可能共同承担 3 项以上任务的 1 对单位；"
        "逐字重复的名单只计一次（省去 1 次）；1 对地方政府之间未作比较。"
    )


def test_in_a_small_plan_the_smallest_p_of_tables_dealt_again_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    together = ["lead: 甲局、乙局"] * 6
    one = corpus(*together, *[f"lead: 丙局、局{n}" for n in range(20)])
    first = overlap(one)[0]
    for smallest, verdict in ((first.p * 1.01, Verdict.MORE_THAN_CHANCE), (first.p * 0.99, Verdict.WITHIN_CHANCE)):
        monkeypatch.setattr(overlap_module, "_smallest_redealt", lambda *_, p=smallest: np.full(99, p))
        assert overlap(one)[0].verdict is verdict


def test_the_chance_of_a_pair_in_a_table_dealt_again_is_that_of_the_model() -> None:
    table = columns(
        corpus(*["lead: 甲局、乙局、丙局"] * 2, *["lead: 甲局、丁局"] * 3, *["lead: 乙局、丁局"] * 2, "lead: 丁局")
    )
    found = pairs(table, BEARERS, 3)
    (plan,) = plan_models(table, found.tested)
    able = np.flatnonzero(plan.degrees >= 3)
    chance = _chance_by_kind(plan, able, plan.rows(able), 3)
    one, two = np.triu_indices(len(able), k=1)
    for shared in (3, 4):
        at = np.full(len(one), shared)
        expected = shared_tail((plan,), (able[one], able[two]), at)
        kinds = plan.rows(able)
        assert chance[kinds[one], kinds[two], at] == pytest.approx(expected)
    assert (chance[:, :, :3] == 1).all()


@pytest.mark.corpus
def test_changji_equal_to_networkx_and_scipy(changji: Corpus) -> None:
    _oracle(changji)
    found = {frozenset((row.a.iri, row.b.iri)): row for row in overlap(changji)}
    graph = bipartite(changji, BEARERS)
    units = [unit.iri for unit in changji.units]
    family = {
        frozenset((a, b)): hypergeom.sf(len(set(graph[a]) & set(graph[b])) - 1, 30, graph.degree(a), graph.degree(b))
        for a, b in itertools.combinations(units, 2)
        if min(graph.degree(a), graph.degree(b)) >= 3
    }
    q = dict(zip(family, false_discovery_control(list(family.values())), strict=True))
    for pair, row in found.items():
        if pair in family:
            assert row.hypergeometric == pytest.approx(q[pair], abs=1e-9)


@settings(max_examples=30)
@given(corpora())
def test_columns_and_records_say_the_same(one: Corpus) -> None:
    found = overlap(one)
    table = found.frame()
    assert list(found.shared_tasks()) == [row.tasks for row in found]
    for number, row in enumerate(found):
        cells = table.iloc[number]
        assert (cells.a, cells.b, cells.shared, cells.verdict) == (row.a.iri, row.b.iri, row.shared, row.verdict.value)
        assert [
            cells.jaccard,
            cells.a_in_b,
            cells.b_in_a,
            cells.expected,
            cells.p,
            cells.q,
            cells.hypergeometric,
        ] == pytest.approx(
            [row.jaccard, row.a_in_b, row.b_in_a, row.expected, row.p, row.q, row.hypergeometric], abs=1e-12
        )
    assert sum(found.counts().values()) == len(found)
    turned = [row.q for row in found.arranged("q", down=False)]
    assert turned == sorted(row.q for row in found)
    assert found[:2] == tuple(found)[:2]
