"""Order the nodes of layers so that few lines between them cross.

Source: K. Sugiyama, S. Tagawa, M. Toda, "Methods for Visual Understanding of Hierarchical System Structures", IEEE
Transactions on Systems, Man, and Cybernetics 11 (1981): sweeps of barycentres; R. Rudell, "Dynamic Variable Ordering for
Ordered Binary Decision Diagrams" (1993), as C. Matuszewski et al. use it, Graph Drawing 1999: sifting, best order retained;
H. Lourenço, O. Martin, T. Stützle, "Iterated Local Search" (2003): some nodes of the best order moved, then sifted again.

Guarantees:
    1. The same layers and edges give the same order: equal barycentres keep their order, and the moves have a fixed seed.
    2. Never more crossings than in the order that was given, an edge over several layers taking a place in each.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from random import Random

import numpy as np
import numpy.typing as npt

SWEEPS = 12  # through all layers and back
FEW_SWEEPS = 6  # of a large picture
LARGE = 800  # nodes beyond which a few sweeps have to do
SMALL = 200  # nodes up to which the best order is searched on from
MOVES = 30  # times that nodes of the best order are moved
MOVED = 0.3  # of the nodes of each layer
ROUNDS = 6  # of sifting all nodes

Layers = tuple[tuple[str, ...], ...]
Edge = tuple[str, str]
Order = list[list[str]]
Counts = npt.NDArray[np.int64]


def crossings(layers: Sequence[Sequence[str]], edges: Iterable[Edge]) -> int:
    """Count the pairs of lines that cross between neighbouring layers; an edge over several layers is one line in each gap.

    >>> crossings((("a", "b"), ("c", "d")), (("a", "d"), ("b", "c")))
    1
    """
    chained, pairs = _chained(layers, edges)
    return _total(chained, pairs)


def least_crossing(layers: Sequence[Sequence[str]], edges: Iterable[Edge], *, hidden: bool = False) -> Layers:
    """Give the same layers in the order, of all that were tried, in which the fewest lines cross.

    >>> least_crossing((("a", "b"), ("c", "d")), (("a", "d"), ("b", "c")))
    (('a', 'b'), ('d', 'c'))

    Args:
        layers: the nodes of each layer; the order says how equals are arranged.
        edges: pairs of nodes; those within a layer count for nothing.
        hidden: give also the places that edges over several layers take, by names that no node has.
    """
    named = {node for layer in layers for node in layer}
    chained, pairs = _chained(layers, edges)
    return tuple(tuple(node for node in layer if hidden or node in named) for layer in _ordered(chained, pairs))


def _ordered(given: Order, pairs: "Pairs") -> Order:
    """Search as long as the size of the picture allows."""
    size = sum(map(len, given))
    if size > LARGE:
        return _swept(given, pairs, FEW_SWEEPS)
    swept = [_swept(start, pairs, SWEEPS) for start in _starts(given, pairs)]
    if size > SMALL:
        return _sifted(_fewest(swept, pairs), pairs)
    return _moved(_fewest([_sifted(order, pairs) for order in swept], pairs), pairs)


def _starts(given: Order, pairs: "Pairs") -> Iterable[Order]:
    """Orders to start from: the given one, and walks from both ends."""
    yield given
    walk, back = _reached(given, pairs), _reached(given[::-1], pairs)
    yield [sorted(layer, key=walk.__getitem__) for layer in given]
    yield [sorted(layer, key=back.__getitem__) for layer in given]
    yield [sorted(layer, key=back.__getitem__, reverse=True) for layer in given]


def _swept(start: Order, pairs: "Pairs", sweeps: int) -> Order:
    """Sweep through the layers, and give the order with the fewest crossings on the way."""
    best, least = start, _total(start, pairs)
    order = [list(layer) for layer in start]
    for sweep in range(sweeps):
        _sweep(order, pairs, down=sweep % 2 == 0, turned=sweep % 4 > 1)
        now = _total(order, pairs)
        if now < least:
            best, least = [list(layer) for layer in order], now
    return best


def _moved(best: Order, pairs: "Pairs") -> Order:
    """Move some nodes of the best order and sift again, several times; the result where it has fewer crossings."""
    chance, least = Random(0), _total(best, pairs)  # noqa: S311  the same moves on each run
    for _ in range(MOVES):
        order = [list(layer) for layer in best]
        for layer in order:
            for _ in range(ceil(MOVED * len(layer))):
                node = layer.pop(int(chance.random() * len(layer)))
                layer.insert(int(chance.random() * (len(layer) + 1)), node)
        order = _sifted(order, pairs)
        now = _total(order, pairs)
        if now < least:
            best, least = order, now
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


def _fewest(orders: Iterable[Order], pairs: Pairs) -> Order:
    """The order with the fewest crossings, the first of equals."""
    return min(orders, key=lambda order: _total(order, pairs))


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


def _sweep(order: list[list[str]], pairs: Pairs, *, down: bool, turned: bool) -> None:
    """Order each layer by the mean place of its neighbours in the layer before; ``turned`` exchanges equals."""
    for gap in range(len(pairs)) if down else range(len(pairs) - 1, -1, -1):
        fixed, moved = (order[gap], order[gap + 1]) if down else (order[gap + 1], order[gap])
        lines = pairs[gap] if down else [(two, one) for one, two in pairs[gap]]
        means = _means(fixed, moved, lines)
        if turned:
            moved.reverse()
        moved.sort(key=means.__getitem__)


def _means(fixed: Sequence[str], moved: Sequence[str], lines: Iterable[Edge]) -> Mapping[str, float]:
    """The mean place of the neighbours of each node; one without neighbours stays about where it is."""
    place = {node: at for at, node in enumerate(fixed)}
    near: defaultdict[str, list[int]] = defaultdict(list)
    for there, here in lines:
        near[here].append(place[there])
    stay = len(fixed) / max(len(moved), 1)
    return {node: sum(near[node]) / len(near[node]) if near[node] else at * stay for at, node in enumerate(moved)}


def _sifted(given: Order, pairs: Pairs) -> Order:
    """Move each node of a layer to the place where fewest lines cross, layer by layer, until nothing is gained."""
    order = [list(layer) for layer in given]
    for _ in range(ROUNDS):
        gained = [_sift_layer(order, level, _in_that_order(order, pairs, level)) for level in range(len(order))]
        if not any(gained):
            break
    return order


def _in_that_order(order: Order, pairs: Pairs, level: int) -> Counts:
    """Count for each two nodes of a layer the crossings of their lines when the first is before the second."""
    place = {node: at for at, node in enumerate(order[level])}
    found = np.zeros((len(place), len(place)), dtype=np.int64)
    if level > 0:
        found += _crossings(place, order[level - 1], [(here, there) for there, here in pairs[level - 1]])
    if level < len(pairs):
        found += _crossings(place, order[level + 1], pairs[level])
    return found


def _crossings(place: Mapping[str, int], fixed: Sequence[str], lines: Iterable[tuple[str, str]]) -> Counts:
    """Count for each two nodes the crossings of their lines to a fixed layer when the first is before the second."""
    opposite = {node: at for at, node in enumerate(fixed)}
    tied = np.zeros((len(place), len(opposite)), dtype=np.int64)
    for here, there in lines:
        tied[place[here], opposite[there]] += 1
    beyond = tied.sum(axis=1, keepdims=True) - np.cumsum(tied, axis=1)
    return np.asarray(beyond @ tied.T, dtype=np.int64)


def _sift_layer(order: Order, level: int, crossing: Counts) -> bool:
    """Move the nodes of one layer; True where lines that crossed do not cross any more."""
    layer, gained = order[level], False
    now = list(range(len(layer)))
    for node in range(len(layer)):
        at = now.index(node)
        others = np.array(now[:at] + now[at + 1 :], dtype=np.int64)
        change = crossing[others, node] - crossing[node, others]  # of moving past each of the others
        cost = np.concatenate((np.zeros(1, dtype=np.int64), np.cumsum(change)))
        best = int(np.argmin(cost))
        if cost[best] < cost[at]:
            now = others.tolist()
            now.insert(best, node)
            gained = True
    order[level] = [layer[place] for place in now]
    return gained
