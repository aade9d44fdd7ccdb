"""Move boxes apart until none overlaps, as little as it takes, or draw them together first.

Guarantees:
    1. No random numbers; what coincides is distinguished by its place in the order.
    2. A result with no overlap is left as it is.

Source: the pairwise pushes of the noverlap method of Gephi; gravity as in its ForceAtlas2.
"""

import numpy as np
import numpy.typing as npt
from scipy.spatial import cKDTree

Coordinates = npt.NDArray[np.float64]  # shape (nodes, 2), pixels
ROUNDS, BOX_ROUNDS = 80, 260
START = (1.6, 1.0)
GRAVITY = (0.982, 0.94)  # a round; a screen is wider than high


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


def boxes_packed(at: Coordinates, sizes: Coordinates) -> Coordinates:
    """Draw boxes together around (0, 0) and keep them apart."""
    if len(at) < 2:
        return at * 0.0
    across, down = at.max(axis=0) - at.min(axis=0)
    at = (at if across >= down else at[:, ::-1]) * START + np.arange(len(at))[:, None] * np.array((1e-3, 7e-4))
    near = np.stack(np.triu_indices(len(at), 1), axis=1)
    for left in range(BOX_ROUNDS, 0, -1):
        if left > BOX_ROUNDS // 4:
            at = at * GRAVITY
        for _ in range(2):
            if not _push_boxes(at, sizes, near):
                break
    at = boxes_apart(at, sizes, BOX_ROUNDS)
    middle: Coordinates = (at.max(axis=0) + at.min(axis=0)) / 2
    packed: Coordinates = at - middle
    return packed
