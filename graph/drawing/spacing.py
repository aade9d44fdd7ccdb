"""Move boxes apart until none overlaps, as little as it takes, or place discs and boxes near each other one by one.

Guarantees:
    1. No random numbers; what coincides is distinguished by its place in the order.
    2. A result with no overlap is left as it is.

Source: the pairwise pushes of the noverlap method of Gephi; places on growing rings as in D. Wang's Wordle layout
(J. Feinberg, "Wordle", in Beautiful Visualization, 2010).
"""

from collections.abc import Sequence
from math import pi

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

Coordinates = npt.NDArray[np.float64]  # shape (nodes, 2), pixels
ROUNDS = 80
FLAT = 1.7  # rings are so much wider than high: a screen is
RING, TURNS = 6.0, 40  # pixels from ring to ring, places on a ring
AT_ONCE = 30  # rings looked at together


def boxes_apart(at: Coordinates, sizes: Coordinates, rounds: int = ROUNDS) -> Coordinates:
    """Move apart boxes around their middles.

    Args:
        at: the middles.
        sizes: width and height of each box.
        rounds: after so many the result is given as it is.
    """
    if len(at) < 2:
        return at
    at = at + np.arange(len(at))[:, None] * np.array((1e-4, 7e-5))
    largest = sizes.max(axis=0)
    for _ in range(rounds):
        near = cKDTree(at / largest).query_pairs(1.0, p=np.inf, output_type="ndarray")
        if not _push_boxes(at, sizes, near):
            break
    return at


def _push_boxes(at: Coordinates, sizes: Coordinates, near: npt.NDArray[np.intp]) -> bool:
    """Push overlapping pairs apart along the side that needs less; False where none overlaps."""
    one, two = near[:, 0], near[:, 1]
    between = at[two] - at[one]
    lacking = (sizes[one] + sizes[two]) / 2 - np.abs(between)
    meets = (lacking > 1e-3).all(axis=1)
    if not meets.any():
        return False
    one, two, between, lacking = one[meets], two[meets], between[meets], lacking[meets]
    share = lacking / (sizes[one] + sizes[two])
    along = (share[:, 0] > share[:, 1]).astype(np.intp)
    rows = np.arange(len(one))
    step = np.zeros_like(between)
    step[rows, along] = np.where(between[rows, along] < 0, -1, 1) * (lacking[rows, along] / 2 + 0.2)
    many = np.bincount(np.concatenate((one, two)), minlength=len(at)).astype(np.float64)
    step *= 0.85
    np.add.at(at, two, step / np.sqrt(many[two])[:, None])
    np.subtract.at(at, one, step / np.sqrt(many[one])[:, None])
    return True


def packed(
    sizes: Coordinates, discs: npt.NDArray[np.bool_], partners: Sequence[Sequence[int]], order: Sequence[int]
) -> Coordinates:
    """Place discs and boxes one by one, each as near to its partners as it can be, or else to the middle.

    Args:
        sizes: width and height of each.
        discs: which are discs; the others are boxes.
        partners: for each the numbers of those it belongs near to.
        order: the numbers in the order in which they are placed.
    """
    at, done = np.zeros((len(sizes), 2)), np.zeros(len(sizes), dtype=np.bool_)
    for place in order:
        near = [other for other in partners[place] if done[other]]
        middle = at[near].mean(axis=0) if near else np.zeros(2)
        at[place] = free_place(middle, sizes[place], at[done], sizes[done], discs[done], disc=bool(discs[place]))
        done[place] = True
    return at


def placed_near(
    wanted: Coordinates, sizes: Coordinates, discs: npt.NDArray[np.bool_], order: Sequence[int]
) -> Coordinates:
    """Place discs and boxes one by one, each as near as it can be to where it is wanted."""
    at, done = wanted.copy(), np.zeros(len(sizes), dtype=np.bool_)
    for place in order:
        at[place] = free_place(wanted[place], sizes[place], at[done], sizes[done], discs[done], disc=bool(discs[place]))
        done[place] = True
    return at


def free_place(
    middle: Coordinates,
    size: Coordinates,
    at: Coordinates,
    sizes: Coordinates,
    discs: npt.NDArray[np.bool_],
    *,
    disc: bool = False,
    flat: float = FLAT,
) -> Coordinates:
    """Find the first place on growing rings that is free; a disc is a point with a radius, a box an extent without one.

    Args:
        middle: where it should best be.
        size: its width and height.
        at: the middles of what is there already.
        sizes: their widths and heights.
        discs: which of them are discs.
        disc: whether it is one itself.
        flat: how much wider than high the rings are.
    """
    half, radius = np.where(discs[:, None], 0.0, sizes / 2), np.where(discs, sizes[:, 0] / 2, 0.0)
    reach, apart = half + (0.0 if disc else size / 2), radius + (size[0] / 2 if disc else 0.0)
    turns = np.arange(TURNS) * (2 * pi / TURNS)
    ring = np.stack((np.cos(turns) * flat, np.sin(turns)), axis=1)
    first = 0
    while True:
        steps = np.arange(first, first + AT_ONCE) * RING
        tried = middle + (steps[:, None, None] * ring).reshape(-1, 2)
        between = np.abs(tried[:, None, :] - at)
        outside = np.maximum(between - reach, 0.0)
        meets = (np.hypot(outside[..., 0], outside[..., 1]) < apart) | (between < reach).all(axis=2)
        free = np.flatnonzero(~meets.any(axis=1))
        if len(free):
            found: Coordinates = tried[free[0]]
            return found
        first += AT_ONCE
