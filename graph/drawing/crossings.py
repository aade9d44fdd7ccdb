"""Order the nodes of layers so that few lines between them cross.

Source: K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual Understanding of Hierarchical System Structures", IEEE
Transactions on Systems, Man, and Cybernetics 11 (1981): sweeps of barycentres; E. R. Gansner et al., "A Technique for
Drawing Directed Graphs", IEEE Transactions on Software Engineering 19 (1993): exchanges of neighbours, best order kept.

Guarantees:
    1. No random numbers: equal barycentres keep their order.
    2. Never more crossings than in the order that was given, an edge over several layers taking a place in each.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

SWEEPS = 24  # through all layers and back
FEW_SWEEPS = 6  # of a large picture
EXCHANGED = 1500  # nodes up to which neighbours are exchanged one by one

Layers = tuple[tuple[str, ...], ...]
Edge = tuple[str, str]
Order = list[list[str]]


def crossings(layers: Sequence[Sequence[str]], edges: Iterable[Edge]) -> int:
    """Count the pairs of lines that cross between neighbouring layers; an edge over several layers is one line in each gap.

    >>> crossings((("a", "b"), ("c", "d")), (("a", "d"), ("b", "c")))
    1
    """
    chained, pairs = _chained(layers, edges)
    return _total(chained, pairs)


def least_crossing(layers: Sequence[Sequence[str]], edges: Iterable[Edge]) -> Layers:
    """Give the same layers in the order, of all that were tried, in which the fewest lines cross.

    >>> least_crossing((("a", "b"), ("c", "d")), (("a", "d"), ("b", "c")))
    (('a', 'b'), ('d', 'c'))

    Args:
        layers: the nodes of each layer; the order says how equals are arranged.
        edges: pairs of nodes; those within a layer count for nothing.
    """
    named = {node for layer in layers for node in layer}
    chained, pairs = _chained(layers, edges)
    if sum(map(len, chained)) > EXCHANGED:
        best = _best(chained, pairs, (chained,), FEW_SWEEPS, exchange=False)
    else:
        walk = _reached(chained, pairs)
        walked = [sorted(layer, key=walk.__getitem__) for layer in chained]
        best = _best(chained, pairs, (chained, walked), SWEEPS, exchange=True)
    return tuple(tuple(node for node in layer if node in named) for layer in best)


def _best(given: Order, pairs: "Pairs", starts: Iterable[Order], sweeps: int, *, exchange: bool) -> Order:
    """Sweep from each start, and give the order with the fewest crossings; the given one where none has fewer."""
    best, least = given, _total(given, pairs)
    for start in starts:
        order = [list(layer) for layer in start]
        for sweep in range(sweeps):
            _sweep(order, pairs, down=sweep % 2 == 0)
            if exchange:
                _exchange(order, pairs)
            now = _total(order, pairs)
            if now < least:
                best, least = [list(layer) for layer in order], now
    return best


Pairs = Sequence[Sequence[Edge]]  # for each gap between two layers its lines, the end in the earlier layer first


def _chained(layers: Sequence[Sequence[str]], edges: Iterable[Edge]) -> tuple[list[list[str]], Pairs]:
    """Cut each edge over several layers into lines from layer to layer, by way of invisible nodes."""
    level = {node: place for place, layer in enumerate(layers) for node in layer}
    order = [list(layer) for layer in layers]
    pairs: list[list[Edge]] = [[] for _ in layers[1:]]
    for number, (one, two) in enumerate(edges):
        first, last = sorted((one, two), key=level.__getitem__)
        before = first
        for gap in range(level[first], level[last]):
            after = last if gap + 1 == level[last] else f"\x00{number}.{gap}"
            if after != last:
                order[gap + 1].append(after)
            pairs[gap].append((before, after))
            before = after
    return order, pairs


def _reached(order: Sequence[Sequence[str]], pairs: Pairs) -> Mapping[str, int]:
    """Number the nodes as a walk along the lines reaches them, deep before wide."""
    near: defaultdict[str, list[str]] = defaultdict(list)
    for gap in pairs:
        for one, two in gap:
            near[one].append(two)
            near[two].append(one)
    found: dict[str, int] = {}
    for layer in order:
        for node in layer:
            waiting = [node]
            while waiting:
                now = waiting.pop()
                if now not in found:
                    found[now] = len(found)
                    waiting += reversed(near[now])
    return found


def _total(order: Sequence[Sequence[str]], pairs: Pairs) -> int:
    place = {node: at for layer in order for at, node in enumerate(layer)}
    return sum(_inversions([(place[one], place[two]) for one, two in gap]) for gap in pairs)


def _inversions(lines: list[tuple[int, int]]) -> int:
    """Count the crossing pairs of lines, one binary digit of their lower ends at a time."""
    if len(lines) < 2:
        return 0
    ends = np.array(sorted(lines), dtype=np.int64)[:, 1]
    found = 0
    for digit in range(int(ends.max()).bit_length()):
        prefix = ends >> (digit + 1)
        by_prefix = np.argsort(prefix, kind="stable")
        ones = (ends[by_prefix] >> digit) & 1
        before = np.cumsum(ones) - ones
        _, first = np.unique(prefix[by_prefix], return_index=True)
        started = np.repeat(before[first], np.diff(np.append(first, len(ends))))
        found += int(((before - started) * (1 - ones)).sum())
    return found


def _sweep(order: list[list[str]], pairs: Pairs, *, down: bool) -> None:
    """Order each layer by the mean place of its neighbours in the layer before."""
    for gap in range(len(pairs)) if down else range(len(pairs) - 1, -1, -1):
        fixed, moved = (order[gap], order[gap + 1]) if down else (order[gap + 1], order[gap])
        lines = pairs[gap] if down else [(two, one) for one, two in pairs[gap]]
        moved.sort(key=_means(fixed, moved, lines).__getitem__)


def _means(fixed: Sequence[str], moved: Sequence[str], lines: Iterable[Edge]) -> Mapping[str, float]:
    """The mean place of the neighbours of each node; one without neighbours stays about where it is."""
    place = {node: at for at, node in enumerate(fixed)}
    near: defaultdict[str, list[int]] = defaultdict(list)
    for there, here in lines:
        near[here].append(place[there])
    stay = len(fixed) / max(len(moved), 1)
    return {node: sum(near[node]) / len(near[node]) if near[node] else at * stay for at, node in enumerate(moved)}


def _exchange(order: list[list[str]], pairs: Pairs) -> None:
    """Exchange two neighbours of a layer wherever fewer lines cross then, until nothing is gained."""
    near = _neighbours(order, pairs)
    for _ in range(SWEEPS):
        gained = [_exchange_layer(order, level, near[level]) for level in range(len(order))]
        if not any(gained):
            break


Near = list[tuple[dict[str, list[str]], dict[str, list[str]]]]  # of each layer: the neighbours before and after it


def _neighbours(order: Order, pairs: Pairs) -> Near:
    near: Near = [({}, {}) for _ in order]
    for gap, lines in enumerate(pairs):
        for one, two in lines:
            near[gap][1].setdefault(one, []).append(two)
            near[gap + 1][0].setdefault(two, []).append(one)
    return near


def _exchange_layer(order: Order, level: int, near: tuple[dict[str, list[str]], dict[str, list[str]]]) -> bool:
    layer, gained = order[level], False
    sides = (_places(order, level - 1, near[0]), _places(order, level + 1, near[1]))
    for at in range(len(layer) - 1):
        one, two = layer[at], layer[at + 1]
        if sum(_saved(side.get(one, ()), side.get(two, ())) for side in sides) > 0:
            layer[at], layer[at + 1] = two, one
            gained = True
    return gained


def _places(order: list[list[str]], level: int, near: Mapping[str, list[str]]) -> dict[str, tuple[int, ...]]:
    """Where the neighbours of each node are in one layer."""
    if not 0 <= level < len(order):
        return {}
    place = {node: at for at, node in enumerate(order[level])}
    return {node: tuple(sorted(place[other] for other in others)) for node, others in near.items()}


def _saved(one: Sequence[int], two: Sequence[int]) -> int:
    """How many crossings of two neighbours' lines an exchange of the two removes."""
    if not one or not two:
        return 0
    return sum(bisect_left(two, place) for place in one) - sum(bisect_left(one, place) for place in two)
