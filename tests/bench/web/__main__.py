"""Run ``python -m tests.bench.web [graph | NODES ...]``: the explorer beside other engines, in one run of one browser.

``graph`` is the graph alone, in about five minutes: three sizes, an archive of 1,000 plans, crossings.

Without sizes, the pages over ten plans and ten users at once follow, short; alone and longer they are run by
``python -m tests.bench.web.pages`` and ``python -m tests.bench.web.users``.
"""

# ruff: noqa: T201  a bench is there to print

import os
import sys

from tests.bench.web import crossings, pages, users
from tests.bench.web.explorer import ARCHIVE_GOAL, CAP, FRAMES_GOAL, GOALS, SIZES, Figure, archive, measure


def say(figure: Figure, ours: dict[int, float]) -> str:
    """Write one line: milliseconds, frames, and how many times ours another engine takes."""
    visible = f"not in {CAP:.0f} s" if figure.visible is None else f"{figure.visible:8.0f} ms"
    cold = "" if figure.cold is None else f"first {figure.cold:6.0f} ms"
    frames = "" if figure.frames is None else f"{figure.frames:5.0f} frames/s panning"
    base = ours.get(figure.nodes)
    ratio = f"{figure.visible / base:6.1f} × ours" if figure.visible and base and figure.visible != base else ""
    return (
        f"{figure.nodes:>5} nodes {figure.edges:>6} edges  {figure.engine:<22}{visible:>12} {cold:<16} {frames:<24}"
        f"{ratio}{over(figure)}"
    )


def over(figure: Figure) -> str:
    """Name the goals that a figure misses."""
    goal = ARCHIVE_GOAL if figure.engine == "archive, as groups" else GOALS.get((figure.engine, figure.nodes))
    late = goal is not None and (figure.visible is None or figure.visible > goal)
    slow = (
        figure.engine.startswith("ours")
        and figure.nodes >= max(SIZES)
        and figure.frames is not None
        and figure.frames < FRAMES_GOAL
    )
    return (f"  over: {goal:.0f} ms" if late else "") + (f"  under: {FRAMES_GOAL:.0f} frames/s" if slow else "")


def main(sizes: tuple[int, ...]) -> None:
    """Measure and print as the figures come."""
    ours: dict[int, float] = {}
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before: above the cores, all times are too long")
    print(f"a page is given up after {CAP:.0f} s, and its engine is not asked for a larger picture")
    for figure in measure(sizes):
        if figure.engine == "ours, layered" and figure.visible:
            ours[figure.nodes] = figure.visible
        print(say(figure, ours), flush=True)
    if sizes == SIZES:
        print(say(archive(), ours), flush=True)
    crossings.main()


if __name__ == "__main__":
    asked = tuple(int(argument) for argument in sys.argv[1:] if argument.isdigit())
    main(asked or SIZES)
    if not sys.argv[1:]:
        pages.main(0, 10)
        users.main(20, None)
