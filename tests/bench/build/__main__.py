"""Run ``python -m tests.bench.build [PLANS ...]``: what ``build`` costs beside its parts, and how that grows.

The files are the texts of ``tests.bench.sparql.shape``, some 7,000 characters and 5,000 triples each. The parts are
``extract()`` of every file in one process, and one bulk load of the triples that ``build`` writes; both and ``build`` run one
after the other, each in a process of its own, so that seconds and the peak of the memory are its own. Seconds are of the
clock, and of the processors that this process used: those of the processes that read are not in it, because their parent
is the process that they are copied from; ``build in one process`` has them all. The peak leaves them out, too.

The bounds are those of the design: ``build`` at most 1.3 times its parts, unchanged files at least 50 times as fast as new
ones, one changed file at most twice what it costs in an empty folder.
"""

# ruff: noqa: T201  a bench is there to print

import math
import shutil
import sys
import tempfile
from itertools import pairwise
from pathlib import Path

from tests.bench.build.costs import built, cost_of, dumped, extracted, loaded
from tests.bench.sparql.shape import plan

SIZES = (40, 200, 1000)


def measure(plans: int) -> float:
    """Print the costs of one number of plans; give the seconds of the build."""
    folder = Path(tempfile.mkdtemp())
    try:
        return _measure(plans, folder)
    finally:
        shutil.rmtree(folder)


def _measure(plans: int, folder: Path) -> float:
    files, one = folder / "files", folder / "one"
    for place, numbers in ((files, range(plans)), (one, range(plans, plans + 1))):
        place.mkdir()
        for number in numbers:
            (place / f"{number:06}.txt").write_text(plan(number)[1], encoding="utf-8")
    reading = cost_of(extracted, files)
    new = cost_of(built, files, folder / "data", 0)
    alone = cost_of(built, files, folder / "alone", 1)
    cost_of(dumped, folder / "data", folder / "triples")
    loading = cost_of(loaded, folder / "triples", folder / "loaded")
    again = cost_of(built, files, folder / "data", 0)
    empty = cost_of(built, one, folder / "empty", 0)
    (files / "000000.txt").write_text(plan(plans)[1], encoding="utf-8")
    changed = cost_of(built, files, folder / "data", 0)
    parts = reading.wall + loading.wall
    print(f"{plans:,} plans{'':27}     wall  processors   peak   × parts")
    for name, cost in (("extract() alone", reading), ("bulk load alone", loading)):
        print(cost.row(name, parts))
    print(new.row("build (≤ 1.3)", parts))
    print(alone.row("build in one process", parts))
    print(again.row(f"unchanged: {new.wall / again.wall:.0f} × as fast (≥ 50)", parts))
    print(empty.row("one file in an empty folder", parts))
    print(changed.row(f"one changed: {changed.wall / empty.wall:.1f} × as long (≤ 2)", parts), flush=True)
    return new.wall


if __name__ == "__main__":
    sizes = [int(argument) for argument in sys.argv[1:]] or SIZES
    seconds = [measure(size) for size in sizes]
    for (few, short), (many, long) in pairwise(zip(sizes, seconds, strict=True)):
        print(f"{few:,} to {many:,} plans: exponent {math.log(long / short) / math.log(many / few):.2f}")
