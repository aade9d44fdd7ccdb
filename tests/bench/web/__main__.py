"""Run ``python -m tests.bench.web [NODES ...]``: the explorer beside other engines, in one run of one browser.

Without sizes, the pages over ten plans and ten users at once follow, short; alone and longer they are run by
``python -m tests.bench.web.pages`` and ``python -m tests.bench.web.users``.
"""

# ruff: noqa: T201  a bench is there to print

import os
import sys
from pathlib import Path

import extract as examples_of
from extract.pipeline import extract
from extract.readers import read
from graph.dataset.model import corpus_of
from tests.bench.web import pages, users
from tests.bench.web.crossings import compare
from tests.bench.web.explorer import SIZES, Figure, measure

EXAMPLE = Path(examples_of.__file__).parent / "examples" / "changji-2015.txt"


def say(figure: Figure, ours: dict[int, float]) -> str:
    """Write one line: milliseconds, frames, and how many times ours another engine takes."""
    visible = "not in time" if figure.visible is None else f"{figure.visible:8.0f} ms"
    cold = "" if figure.cold is None else f"first {figure.cold:6.0f} ms"
    frames = "" if figure.frames is None else f"{figure.frames:5.0f} frames/s panning"
    base = ours.get(figure.nodes)
    ratio = f"{figure.visible / base:6.1f} × ours" if figure.visible and base and figure.visible != base else ""
    return f"{figure.nodes:>5} nodes {figure.edges:>5} edges  {figure.engine:<22}{visible:>12} {cold:<16} {frames:<24}{ratio}"


def main(sizes: tuple[int, ...]) -> None:
    """Measure and print as the figures come."""
    ours: dict[int, float] = {}
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before: above the cores, all times are too long")
    for figure in measure(sizes):
        if figure.engine == "ours, layered" and figure.visible:
            ours[figure.nodes] = figure.visible
        print(say(figure, ours), flush=True)
    for row in compare(corpus_of(extract(read(EXAMPLE)))):
        theirs = "no dot on the path" if row.dot is None else f"dot {row.dot}, {row.ours / max(row.dot, 1):.2f} ×"
        print(f"{row.plan}: {row.nodes} nodes, {row.edges} edges, {row.ours} crossings ({theirs})")


if __name__ == "__main__":
    asked = tuple(int(argument) for argument in sys.argv[1:])
    main(asked or SIZES)
    if not asked:
        pages.main(0, 10)
        users.main(20, None)
