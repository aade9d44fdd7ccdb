"""Crossings: counted exactly, never more than before, none where a tree has none, about as few as ``dot`` has."""

import shutil
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.dataset.model import corpus_of
from graph.drawing.crossings import crossings, least_crossing
from tests.bench.extraction.quality import example, labelled
from tests.bench.web.crossings import GOAL, compare

Layered = tuple[tuple[tuple[str, ...], ...], tuple[tuple[str, str], ...]]


@st.composite
def layered(draw: st.DrawFn) -> Layered:
    layers = tuple(
        tuple(f"{level}.{place}" for place in range(draw(st.integers(1, 7))))
        for level in range(draw(st.integers(1, 4)))
    )
    nodes = [node for layer in layers for node in layer]
    pairs = st.tuples(st.sampled_from(nodes), st.sampled_from(nodes)).filter(
        lambda pair: abs(int(pair[0][0]) - int(pair[1][0])) == 1
    )
    return layers, tuple(draw(st.lists(pairs, max_size=25))) if len(layers) > 1 else ()


@settings(max_examples=60, deadline=None)
@given(layered())
def test_no_order_has_more_crossings_than_the_one_given(case: Layered) -> None:
    layers, edges = case
    best = least_crossing(layers, edges)
    assert [sorted(layer) for layer in best] == [sorted(layer) for layer in layers]
    assert crossings(best, edges) <= crossings(layers, edges)
    assert best == least_crossing(layers, edges)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=30))
def test_crossings_are_counted_as_one_counts_them_by_hand(lines: list[tuple[int, int]]) -> None:
    layers = tuple(tuple(f"{side}{place}" for place in range(10)) for side in "ab")
    edges = [(f"a{one}", f"b{two}") for one, two in lines]
    by_hand = sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(lines, 2))
    assert crossings(layers, edges) == by_hand


def test_a_tree_is_drawn_without_crossings() -> None:
    layers = (("r",), ("b", "a", "c"), ("c1", "a1", "b1", "a2", "b2"))
    edges = [("r", node) for node in layers[1]] + [(node[0], node) for node in layers[2]]
    assert crossings(least_crossing(layers, edges), edges) == 0


def test_a_line_over_several_layers_takes_a_place_in_each() -> None:
    layers = (("a", "b"), ("m",), ("x", "y"))
    assert crossings(layers, [("a", "y"), ("b", "m"), ("m", "x")]) == 1


def test_the_shipped_plan_has_about_as_few_crossings_as_the_picture_of_dot() -> None:
    (plan,) = compare(corpus_of(example()), dot=False)
    assert plan.ours <= 1329 * 1.05  # Graphviz 2.43 draws the same graph with 1,329


@pytest.mark.full
def test_labelled_plans_have_about_as_few_crossings_as_the_pictures_of_dot() -> None:
    if not shutil.which("dot"):
        pytest.skip("dot is not installed (Debian: apt install graphviz)")
    for number, read, _ in labelled():
        for plan in compare(corpus_of(read)):
            assert plan.ours <= GOAL * (plan.dot or 0), number
