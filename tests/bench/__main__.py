"""Run ``python -m tests.bench [AREA ...]``: the measurements of each area, one after the other; none named means all."""

# ruff: noqa: T201  a bench is there to print

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def areas() -> tuple[str, ...]:
    """List the areas: the folders beside this file that can be run."""
    return tuple(sorted(folder.parent.name for folder in HERE.glob("*/__main__.py")))


def main(wanted: list[str]) -> int:
    """Run each area in a process of its own, so that one's memory and caches do not colour the next.

    Returns:
        0 when all ran, 2 for an area that is not there, else the first exit code that was not 0.
    """
    there = areas()
    unknown = [name for name in wanted if name not in there]
    if unknown:
        print(
            f"没有这样的测量：{'、'.join(unknown)}；有：{'、'.join(there)} / no such bench; there are: {', '.join(there)}"
        )
        return 2
    worst = 0
    for name in wanted or there:
        print(f"== {name}", flush=True)
        code = subprocess.run([sys.executable, "-m", f"tests.bench.{name}"], check=False).returncode
        worst = worst or code
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
