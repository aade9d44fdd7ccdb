"""Compare the layered picture of plans with that of Graphviz' ``dot``: how many lines cross, both counted the same way.

Run ``python -m tests.bench.web.crossings``: the shipped plan, and the labelled plans where the corpus is next to this checkout.
The graph is the same, from plans to sections, tasks and units; lines are straight from node to node in both pictures, so
that what is counted is what a reader sees. ``dot`` has to be on the path; without it its column is empty.
"""

# ruff: noqa: T201  a bench is there to print

import shlex
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.dataset.model import corpus_of
from graph.dataset.rows import Corpus
from graph.drawing.compose import scene_of
from graph.drawing.layout import LayoutKind
from graph.drawing.scene import Scene
from graph.drawing.views import PictureView
from graph.measures.views import of_plans
from tests.bench.extraction.quality import labelled

GOAL = 1.1  # times the crossings of dot
Place = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """One plan: its size, and the crossings in both pictures; None where there is no ``dot``."""

    plan: str
    nodes: int
    edges: int
    ours: int
    dot: int | None


def compare(corpus: Corpus, *, dot: bool = True) -> Iterable[Crossing]:
    """Compare the pictures of every plan that has tasks, with those of ``dot`` where it is there."""
    for plan in corpus.plans:
        one = of_plans(corpus, [plan.iri])
        if not one.tasks:
            continue
        scene = scene_of(one, PictureView.SECTIONS, LayoutKind.LAYERED)
        edges = list(dict.fromkeys((edge.source, edge.target) for edge in scene.edges))
        theirs = _dot(scene, edges) if dot and shutil.which("dot") else None
        yield Crossing(
            plan=plan.source,
            nodes=len(scene.nodes),
            edges=len(edges),
            ours=crossing({node.key: (node.at.x, node.at.y) for node in scene.nodes}, edges),
            dot=None if theirs is None else crossing(theirs, edges),
        )


def crossing(places: Mapping[str, Place], edges: Sequence[tuple[str, str]]) -> int:
    """Count the pairs of straight lines that cross; lines that share an end do not."""
    ends = np.array([(*places[a], *places[b]) for a, b in edges])
    found = 0
    for row, (a, b) in enumerate(edges):
        others = ends[row + 1 :]
        apart = np.array([not {a, b} & set(edge) for edge in edges[row + 1 :]], dtype=bool)
        found += int((_split(ends[row], others) & _split(others, ends[row]) & apart).sum()) if len(others) else 0
    return found


def _split(line: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Say for which lines both ends lie on different sides of another line."""
    ax, ay, bx, by = line.T
    cx, cy, dx, dy = points.T
    one = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    two = (bx - ax) * (dy - ay) - (by - ay) * (dx - ax)
    return np.asarray(one * two < 0)


def _dot(scene: Scene, edges: Sequence[tuple[str, str]]) -> Mapping[str, Place]:
    """Where ``dot`` places the nodes; lines go from plans to units."""
    number = {node.key: place for place, node in enumerate(scene.nodes)}
    layer = {node.key: node.layer for node in scene.nodes}
    directed = (sorted(edge, key=layer.__getitem__) for edge in edges)
    lines = "".join(f"n{number[a]} -> n{number[b]};" for a, b in directed)
    nodes = "".join(f"n{place};" for place in number.values())
    asked = f"digraph {{ rankdir=LR; node [shape=point]; {nodes} {lines} }}"
    answer = subprocess.run(["dot", "-Tplain"], input=asked, capture_output=True, text=True, check=True)
    rows = (shlex.split(row) for row in answer.stdout.splitlines() if row.startswith("node "))
    places = {row[1]: (float(row[2]), float(row[3])) for row in rows}
    return {key: places[f"n{place}"] for key, place in number.items()}


def main() -> None:
    """Print a line a plan."""
    for number, read, _ in labelled():
        for row in compare(corpus_of(read)):
            theirs = (
                "no dot on the path" if row.dot is None else f"dot {row.dot:>6}, {row.ours / max(row.dot, 1):.3f} ×"
            )
            over = f"  over: {GOAL} ×" if row.dot is not None and row.ours > GOAL * row.dot else ""
            print(f"{number:>8}: {row.nodes:>4} nodes {row.edges:>4} edges  {row.ours:>6} crossings ({theirs}){over}")


if __name__ == "__main__":
    main()
