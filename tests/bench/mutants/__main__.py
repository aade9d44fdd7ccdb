"""Mutate the modules of a room with mutmut, a seeded sample of them, and write the score beside this file.

    python -m tests.bench.mutants ROOM [--sample 300] [--minutes 60]

The work is done in a clone of the last commit. A mutant counts as found when a test fails or does not end; one that no
test reaches counts as not found. Each is tested by the quickest tests that reach it, in a process of its own: what mutmut
forks waits for locks of the store.
"""

import argparse
import json
import math
import random
import subprocess
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Mapping
from itertools import accumulate
from pathlib import Path

from tests.bench.mutants.forks import UNTESTED

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SEED = 20150730
BUDGET = 20.0  # seconds of tests for one mutant
SURVIVORS = 120  # named in the report


def main() -> int:
    """Run a room and write its report."""
    rooms = tomllib.loads((HERE / "rooms.toml").read_text(encoding="utf-8"))
    parser = argparse.ArgumentParser(prog="make mutants")
    parser.add_argument("room", choices=sorted(rooms), nargs="?", default="api/sparql")
    parser.add_argument("--sample", type=int, default=300)
    parser.add_argument("--minutes", type=float, default=math.inf, help="stop then; what was drawn first counts")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "copy"
        prepare(copy, chosen.room, rooms[chosen.room])
        mutate(copy, "no-mutant-has-this-name")  # makes all mutants and learns which test reaches which function
        every = sorted(mutants(copy))
        sample = random.Random(SEED).sample(every, min(chosen.sample, len(every)))  # noqa: S311  to be drawn again
        if not sample:
            print("mutmut made no mutant: do the tests pass?", file=sys.stderr)  # noqa: T201
            return 1
        reaching = reached(copy)
        if not reaching:
            print("no test reaches a mutant: do the tests pass in the copy that mutmut makes?", file=sys.stderr)  # noqa: T201
            return 1
        codes = tested(copy, {name: reaching.get(function(name), {}) for name in sample}, 60 * chosen.minutes)
    report = written(chosen.room, len(every), codes)
    (HERE / f"{chosen.room.replace('/', '-')}.md").write_text(report, encoding="utf-8")
    print(report)  # noqa: T201
    return 0


def prepare(copy: Path, room: str, settings: dict[str, list[str]]) -> None:
    """Clone the last commit and tell mutmut what to change and what to run."""
    subprocess.run(["git", "clone", "--quiet", ROOT, copy], check=True)
    (copy / ".venv").symlink_to(ROOT / ".venv")
    also = sorted(path.name for path in copy.iterdir() if path.is_dir() and not path.name.startswith("."))
    config = {
        "source_paths": [room],
        "only_mutate": settings["modules"],
        "also_copy": [*also, ".ci", "README.md"],
        "pytest_add_cli_args": [
            "-p",
            "no:cacheprovider",
            "-p",
            "no:unraisableexception",  # the wrapper of mutmut leaves coroutines behind that nothing awaits
            "-m",
            "not browser and not remote and not full and not corpus",
            *(f"--deselect={name}" for name in settings.get("without", [])),
        ],
        "pytest_add_cli_args_test_selection": [name for name in settings["tests"] if (copy / name).exists()],
    }
    lines = "\n".join(f"{name} = {json.dumps(value)}" for name, value in config.items())
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write(f"\n[tool.mutmut]\n{lines}\n")


def mutate(copy: Path, name: str) -> None:
    """Run mutmut on a mutant by name; that it found some is no failure."""
    program = Path(sys.executable).with_name("mutmut")
    subprocess.run([program, "run", "--max-children", "1", name], cwd=copy, check=False, stdout=subprocess.DEVNULL)


def reached(copy: Path) -> Mapping[str, Mapping[str, float]]:
    """Give the tests that reach each function, with the seconds that each takes, the quickest first."""
    stats = copy / "mutants" / "mutmut-stats.json"
    found = json.loads(stats.read_text(encoding="utf-8")) if stats.exists() else {}
    seconds = found.get("duration_by_test", {})
    return {
        name: {test: seconds.get(test, 0.0) for test in sorted(tests, key=lambda test: (seconds.get(test, 0.0), test))}
        for name, tests in found.get("tests_by_mangled_function_name", {}).items()
    }


def tested(copy: Path, reaching: Mapping[str, Mapping[str, float]], seconds: float) -> Mapping[str, int]:
    """Give the exit code of pytest by mutant: 0 where no test notices it; what was not begun in time is left out."""
    chosen = {name: within(tests) for name, tests in reaching.items()}
    jobs = [(name, int(60 + 5 * sum(tests.values())), list(tests)) for name, tests in chosen.items()]
    every = sorted({test for tests in chosen.values() for test in tests})
    (copy / "jobs").write_text("\n".join(map(json.dumps, jobs)), encoding="utf-8")
    command = [sys.executable, "-m", "tests.bench.mutants.forks", str(seconds), str(copy / "jobs"), *every]
    codes = dict[str, int]()
    with subprocess.Popen(command, cwd=copy / "mutants", stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            code, _, name = line.strip().partition(" ")
            codes[name] = int(code)
            print(f"{len(codes)} of {len(jobs)}: {line.strip()}", file=sys.stderr)  # noqa: T201
    return codes


def within(tests: Mapping[str, float]) -> Mapping[str, float]:
    """Give the quickest tests, as many as ``BUDGET`` allows."""
    sums = accumulate(tests.values())
    return {test: seconds for (test, seconds), until in zip(tests.items(), sums, strict=True) if until <= BUDGET}


def function(mutant: str) -> str:
    """Give the function that a mutant changes."""
    return mutant.rpartition("__mutmut_")[0]


def mutants(copy: Path) -> set[str]:
    """Name all mutants."""
    metas = (copy / "mutants").rglob("*.py.meta")
    return {name for meta in metas for name in json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]}


def written(room: str, every: int, codes: Mapping[str, int]) -> str:
    """Write the score and the mutants that no test noticed, by function."""
    missed = sorted(name for name, code in codes.items() if code in {0, UNTESTED})
    untested = sum(1 for code in codes.values() if code == UNTESTED)
    by_function = Counter(map(function, missed))
    rows = [f"| `{name}` | {count} |" for name, count in by_function.most_common(SURVIVORS)]
    score = 100 * (len(codes) - len(missed)) / len(codes)
    return "\n".join(
        [
            f"# Mutants of {room}",
            "",
            f"{len(codes)} of {every} mutants (seed {SEED}): **{score:.0f} %** noticed; {len(missed)} not, {untested} of them",
            "in code that these tests do not reach.",
            "",
            "| function | not noticed |",
            "|---|---|",
            *rows,
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
