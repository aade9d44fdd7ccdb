"""Fit the bipartite configuration model: the probability of each unit to be in a list, knowing how busy it is and how long the list.

Units of the same degree, and lists of the same length, are alike, so a plan is a small table of classes; all plans
are solved side by side.

Source: Saracco et al. 2015, Sci. Rep. 5:10595.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from graph.dataset.columns import Floats, Ints

_STEPS, _STILL = 5000, 1e-10


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Model:
    """The model of one plan.

    Attributes:
        units: the degrees that occur, ascending, without 0.
        sizes: the lengths of list that occur, ascending, without 0; ``many`` how often each.
        p: degrees × lengths, the probability that such a unit is in such a list.
    """

    units: Ints
    sizes: Ints
    many: Ints
    p: Floats


@dataclass(slots=True, kw_only=True, eq=False)
class _Rest:
    """What is left of a plan when the certain places are taken: parallel to the classes of its model."""

    units: Floats
    count: Floats
    sizes: Floats
    many: Floats
    free_units: npt.NDArray[np.bool_]
    free_sizes: npt.NDArray[np.bool_]
    p: Floats


def fit(units: Ints, sizes: Ints, many: Ints) -> Floats:
    """Fit the model of one plan.

    Args:
        units: tasks of each unit, at least 1.
        sizes: the lengths of list that occur, at least 1, ascending.
        many: how many tasks have each length.

    Returns:
        units × sizes: the probability that a unit is in a task of that length. Units in every task and lists
        that name every unit are certain, and the rest is fitted without them.
    """
    (model,) = fit_all([units], [np.repeat(sizes, many)])
    return np.asarray(model.p[np.searchsorted(model.units, units)], dtype=np.float64)


def fit_all(degrees: Sequence[Ints], lists: Sequence[Ints]) -> tuple[Model, ...]:
    """Fit the models of many plans side by side.

    Guarantees:
        1. In each plan the expected degrees equal the observed ones to 1e-6.
        2. A plan's model does not depend on the other plans.

    Args:
        degrees: for each plan, the tasks of each unit; 0 for units that do not occur.
        lists: for each plan, the length of each task's list; 0 for tasks without units.
    """
    plans = [
        (*np.unique(units[units > 0], return_counts=True), *np.unique(sizes[sizes > 0], return_counts=True))
        for units, sizes in zip(degrees, lists, strict=True)
    ]
    rests = [_peeled(*(part.astype(np.float64) for part in plan)) for plan in plans]
    _solve(rests)
    return tuple(
        Model(units=plan[0], sizes=plan[2], many=plan[3], p=rest.p) for plan, rest in zip(plans, rests, strict=True)
    )


def _peeled(units: Floats, count: Floats, sizes: Floats, many: Floats) -> _Rest:
    """Take out units that are in every list and lists that name every unit, until none is left."""
    rest = _Rest(
        units=units.copy(),
        count=count,
        sizes=sizes.copy(),
        many=many,
        free_units=np.ones(len(units), dtype=np.bool_),
        free_sizes=np.ones(len(sizes), dtype=np.bool_),
        p=np.zeros((len(units), len(sizes))),
    )
    while rest.free_units.any() and rest.free_sizes.any() and _peel(rest):
        pass
    return rest


def _peel(rest: _Rest) -> bool:
    full_units = rest.free_units & (rest.units >= rest.many[rest.free_sizes].sum())
    if full_units.any():
        rest.p[np.ix_(full_units, rest.free_sizes)] = 1.0
        rest.sizes[rest.free_sizes] -= rest.count[full_units].sum()
        rest.free_units &= ~full_units
        return True
    full_sizes = rest.free_sizes & (rest.sizes >= rest.count[rest.free_units].sum())
    if full_sizes.any():
        rest.p[np.ix_(rest.free_units, full_sizes)] = 1.0
        rest.units[rest.free_units] -= rest.many[full_sizes].sum()
        rest.free_sizes &= ~full_sizes
        return True
    empty_units, empty_sizes = rest.free_units & (rest.units <= 0), rest.free_sizes & (rest.sizes <= 0)
    rest.free_units &= ~empty_units
    rest.free_sizes &= ~empty_sizes
    return bool(empty_units.any() or empty_sizes.any())


def _solve(rests: Sequence[_Rest]) -> None:
    """Iterate x and y in all plans until every expected degree is the observed one: p = x y / (1 + x y)."""
    asked = [rest for rest in rests if rest.free_units.any() and rest.free_sizes.any()]
    units = _padded([rest.units[rest.free_units] for rest in asked])
    count = _padded([rest.count[rest.free_units] for rest in asked])
    sizes = _padded([rest.sizes[rest.free_sizes] for rest in asked])
    many = _padded([rest.many[rest.free_sizes] for rest in asked])
    scale = np.sqrt((sizes * many).sum(axis=1, keepdims=True))
    x, y = units / scale, sizes / scale
    left = np.arange(len(asked))
    for _ in range(_STEPS):
        if not len(left):
            break
        here, m, c = y[left], many[left], count[left]
        x[left] = _ratio(units[left], ((m * here)[:, None, :] / _odds(x[left], here)).sum(axis=2))
        now = x[left]
        y[left] = here = _ratio(sizes[left], ((c * now)[:, :, None] / _odds(now, here)).sum(axis=1))
        product = now[:, :, None] * here[:, None, :]
        away = np.abs((product / (1 + product) * m[:, None, :]).sum(axis=2) - units[left]).max(axis=1)
        left = left[away >= _STILL]
    for place, rest in enumerate(asked):
        product = np.outer(x[place], y[place])[: rest.free_units.sum(), : rest.free_sizes.sum()]
        rest.p[np.ix_(rest.free_units, rest.free_sizes)] = product / (1 + product)


def _odds(x: Floats, y: Floats) -> Floats:
    return np.asarray(1 + x[:, :, None] * y[:, None, :], dtype=np.float64)


def _ratio(above: Floats, below: Floats) -> Floats:
    """Divide, and leave what was filled up at 0."""
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)


def _padded(rows: Sequence[Floats]) -> Floats:
    """Fill rows up with zeros to one length."""
    out = np.zeros((len(rows), max((len(row) for row in rows), default=0)))
    for place, row in enumerate(rows):
        out[place, : len(row)] = row
    return out
