"""Test whether units share more tasks than chance, and correct for many tests; both by scipy.

Sources: hypergeometric model, Neal 2013, Social Networks 35(3); false discovery rate, Benjamini & Hochberg 1995,
J. R. Stat. Soc. B 57(1):289–300.
"""

import numpy as np

from graph.dataset.columns import Floats, Ints


def hypergeometric_tail(shared: Ints, universe: Ints, left: Ints, right: Ints) -> Floats:
    """Give P(X ≥ shared) when ``left`` and ``right`` tasks are drawn at random from ``universe`` tasks.

    The tail is read as the lower tail of ``left - X``, because scipy gives an upper tail as one minus the lower one
    and loses every p below 1e-16.

    Args:
        shared: observed overlaps, at least 0.
        universe: the number of tasks.
        left: how many of them the first unit has, at most ``universe``.
        right: how many the second unit has.
    """
    from scipy.stats import hypergeom

    tail = hypergeom.cdf(left - shared, universe, universe - right, left)
    return np.clip(np.asarray(tail, dtype=np.float64), 0.0, 1.0)


def false_discovery(p: Floats, tests: int) -> Floats:
    """Correct p-values by Benjamini–Hochberg; tests beyond those given have p = 1.

    >>> false_discovery(np.array([0.01, 0.04]), 4).round(4).tolist()
    [0.04, 0.08]

    Args:
        p: the p-values at hand.
        tests: the number of all tests, at least ``len(p)``.

    Returns:
        q-values in the order of ``p``, each in [0, 1].

    Raises:
        ValueError: when there are more p-values than tests.
    """
    if tests < len(p):
        raise ValueError(f"{len(p)} p-values cannot come from {tests} tests")
    if not len(p):
        return np.zeros(0)
    from scipy.stats import false_discovery_control

    # A test with p = 1 changes the others only through the number of tests.
    return np.asarray(np.minimum(false_discovery_control(p) * (tests / len(p)), 1.0), dtype=np.float64)
