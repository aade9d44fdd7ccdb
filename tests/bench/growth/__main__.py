"""How the cost of commands, pages and changes grows with the number of plans: exponents, and the memory of each.

Run ``python -m tests.bench.growth [PLANS …]``, by default over 10, 100 and 1,000 synthetic plans in the shape of real
ones (5000 is possible); ``--write`` puts the table into ``docs/growth.md``, ``--in FOLDER`` keeps the archives for the next
time, which then builds none. Times are processor time, so that they depend little on what else the machine does; that of
``build`` leaves out the processes that read. A figure is the exponent of the line through the logarithms; 0 is a cost
that does not grow.
"""

# ruff: noqa: T201  a bench is there to print

import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from fastapi.testclient import TestClient

from api.app import create_app
from api.edge.settings import Settings
from extract.pipeline import extract
from extract.readers import read_bytes
from graph.corrections import Change, Correction
from graph.corrections.store import apply_all, settle, take
from graph.dataset.load import plan_stamps, snapshot
from graph.dataset.model import corpus_of
from graph.dataset.row_databases import database_of
from graph.dataset.triples import ntriples
from graph.store import Store, open_store
from tests.bench.sparql.shape import plan

SIZES = (10, 100, 1_000)
AT_ONCE = 50  # plans made and stored together
PAGES = (
    "/",
    "/plans",
    "/units",
    "/units?q=公安",
    "/tasks",
    "/tasks?q=公安",
    "/assignments",
    "/clarity",
    "/search?q=公安",
)
READING = (
    "analyse workload", "analyse clarity", "analyse overlap", "analyse centrality", "analyse conflicts",
    "ask 公安局牵头了哪些任务？", "report --out report.xlsx", "report --out report.docx", "export csv --out tables",
    "export graphml --out network.graphml", "export nq --out plans.nq", "backup --force --out plans.nq.gz", "validate",
    "check",
)  # fmt: skip
SLOW = frozenset({"report --out report.docx", "validate", "check"})
SLOW_UP_TO = 100  # plans, so that all is measured in ten minutes
TABLE = Path(__file__).parents[3] / "docs" / "growth.md"
NEW = "示例州关于新增工作的方案\n1.完善工作机制。\n牵头单位：示例州公安局\n配合单位：示例州财政局\n"

Figures = Mapping[str, tuple[float, float]]
"""Milliseconds of processor time, and megabytes at most, of each piece of work."""


def filled(folder: Path, plans: int) -> None:
    """Make an archive."""
    with open_store(folder) as store:
        for start in range(0, plans, AT_ONCE):
            made = [plan(number) for number in range(start, min(plans, start + AT_ONCE))]
            store.replace_many((corpus.plans[0].iri, ntriples(corpus, text)) for corpus, text in made)
            stamps = plan_stamps(store)
            database_of(store).put_many(
                (corpus.plans[0].iri, stamps[corpus.plans[0].iri], corpus, text) for corpus, text in made
            )


def measured(folder: Path, plans: int) -> Figures:
    """Measure each command in a process of its own, and the pages and the changes in another."""
    found = {} if folder.exists() else _builds(folder, plans)
    data, out = folder / "data", folder / "out"
    out.mkdir(exist_ok=True)
    for command in READING:
        if plans <= SLOW_UP_TO or command not in SLOW:
            found[f"dutygraph {command}"] = _command(out, *command.split(), "--data", str(data))
    work = [sys.executable, "-m", "tests.bench.growth", "--pages", str(data)]
    said = subprocess.run(work, check=True, capture_output=True, text=True).stdout
    lines = (line.split("\t") for line in said.splitlines())
    return found | {name: (float(milliseconds), float(memory)) for name, milliseconds, memory in lines}


def _builds(folder: Path, plans: int) -> dict[str, tuple[float, float]]:
    """Build an archive from files: new, with nothing changed, and with one file changed."""
    files, found = folder / "files", {}
    files.mkdir(parents=True)
    for number in range(plans):
        (files / f"{number:06}.txt").write_text(plan(number)[1], encoding="utf-8")
    for name in ("new files", "nothing changed", "one file changed"):
        if name == "one file changed":
            (files / "000000.txt").write_text(plan(plans)[1], encoding="utf-8")
        found[f"dutygraph build, {name}"] = _command(folder, "build", str(files), "--data", str(folder / "data"))
    return found


def _command(place: Path, *command: str) -> tuple[float, float]:
    program = [sys.executable, "-m", "dutygraph", *command]
    started = subprocess.Popen(program, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=place)
    _, status, used = os.wait4(started.pid, 0)
    if os.waitstatus_to_exitcode(status) not in {0, 1}:  # 1: a check found something
        raise RuntimeError(f"{command} ended with {status}")
    return (used.ru_utime + used.ru_stime) * 1000, used.ru_maxrss / 1024


def pages(folder: Path) -> None:
    """Print the cost of pages and changes over one archive."""
    with open_store(folder) as store:
        app = create_app(store, Settings(data=folder))
        with TestClient(app, base_url="http://127.0.0.1") as client:

            def page(address: str) -> None:
                answer = client.get(address, headers={"Accept": "text/html"})
                if answer.status_code != 200:
                    raise RuntimeError(f"{answer.status_code} {address}")

            _say("first page", lambda: page("/"))
            _say("one import", lambda: _import(store, NEW))
            _say("the page after it", lambda: page("/"))
            _say("one correction", lambda: _drop(store))
            name = snapshot(store).plans[0].id
            scoped = f"scope=plan%3D{name}"
            for address in PAGES:
                page(address)
                _say(address, lambda address=address: page(address))  # type: ignore[misc]  # bound at once
                within = f"{address}{'&' if '?' in address else '?'}{scoped}"
                page(within)
                _say(f"{address}, one plan in scope", lambda within=within: page(within))  # type: ignore[misc]


def _say(name: str, work: Callable[[], None]) -> None:
    began = time.process_time()
    work()
    spent = (time.process_time() - began) * 1000
    print(f"{name}\t{spent:.1f}\t{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")


def _import(store: Store, text: str) -> None:
    take(store, corpus_of(extract(read_bytes(text.encode(), "new.txt"))), text)
    settle(store)


def _drop(store: Store) -> None:
    target = snapshot(store).limited(snapshot(store).plans[:1]).corpus().assignments[0].iri
    apply_all(store, (Correction(change=Change.DROP, target=target, who="测试", when="2026-01-01", why="测试"),))


def exponent(sizes: Sequence[int], costs: Sequence[float]) -> float:
    """Fit a line through the logarithms of sizes and costs.

    >>> round(exponent((10, 100, 1000), (1.0, 10.0, 100.0)), 3)
    1.0
    """
    xs, ys = ([math.log(max(value, 1e-3)) for value in values] for values in (sizes, costs))
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys, strict=True)) / sum((x - mean_x) ** 2 for x in xs)


def table(found: Mapping[int, Figures]) -> str:
    """Write the figures as a table of Markdown."""
    sizes = sorted(found)
    lines = [
        f"| work | {' | '.join(f'{size:,} plans' for size in sizes)} | exponent | MB at most |",
        f"|---|{'---:|' * (len(sizes) + 2)}",
    ]
    for name in found[sizes[0]]:
        costs = [found[size][name][0] for size in sizes if name in found[size]]
        shown = [f"{cost:,.0f} ms" for cost in costs] + ["–"] * (len(sizes) - len(costs))
        most = max(one[name][1] for one in found.values() if name in one)
        slope = f"{exponent(sizes[: len(costs)], costs):.2f}" if len(costs) > 1 else "–"
        lines.append(f"| {name} | {' | '.join(shown)} | {slope} | {most:,.0f} |")
    return "\n".join(lines)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    if arguments[:1] == ["--fill"]:
        filled(Path(arguments[1]), int(arguments[2]))
        return
    if arguments[:1] == ["--pages"]:
        pages(Path(arguments[1]))
        return
    sizes = [int(one) for one in arguments if one.isdecimal()] or list(SIZES)
    with tempfile.TemporaryDirectory() as place:
        kept = Path(arguments[arguments.index("--in") + 1] if "--in" in arguments else place)
        found = {size: measured(kept / str(size), size) for size in sizes}
    said = table(found)
    print(said)
    if "--write" in arguments:
        head, mark, _ = TABLE.read_text(encoding="utf-8").partition("<!-- figures -->\n")
        TABLE.write_text(f"{head}{mark}{said}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
