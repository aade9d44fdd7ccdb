"""Measure each page: the server's time, the first words on the screen, and how much script it sends.

Run ``python -m tests.bench.web.pages [PLANS [ROUNDS]]``: over the ten plans, or over so many synthetic ones, which have
the shape of real ones (``tests.bench.sparql.shape``). The server's time is from the request to the last byte, asked
without a browser; the first contentful paint is the browser's own figure, in a window that has nothing in its cache.
"""

# ruff: noqa: T201  a bench is there to print

import gzip
import os
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Response, sync_playwright

from api.cli.serve import share
from graph.dataset.row_databases import database_of
from graph.dataset.triples import ntriples
from graph.store import open_store
from tests.api.serving import HTML, house
from tests.bench.sparql.shape import plan
from tests.bench.web.explorer import FLAGS
from tests.bench.web.users import filled

PATHS = (
    "/", "/plans", "/plans/{plan}", "/units", "/units/{unit}", "/tasks", "/tasks/{task}", "/assignments", "/clarity",
    "/overlap", "/compare", "/reform", "/graph", "/questions", "/search?q=公安", "/ontology", "/query", "/import",
    "/corrections",
)  # fmt: skip
AT_ONCE = 60  # plans made and stored together
SERVER, SCRIPT = 100.0, 300.0  # ms, the 95th of a hundred; kB compressed, the query page apart
WAIT = """() => new Promise(done => {
    const first = () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime;
    const look = () => first() === undefined ? requestAnimationFrame(look) : done(first());
    look();
})"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The figures of one page: ms and kB."""

    path: str
    cold: float  # the first answer
    median: float
    p95: float
    paint: float
    script: float


def measure(address: str, rounds: int) -> Iterator[Page]:
    """Measure every page of a server."""
    with sync_playwright() as playwright, httpx.Client(base_url=address, timeout=300, trust_env=False) as client:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        for path in filled_in(client):
            times = [_asked(client, path) for _ in range(rounds + 1)]
            paints, scripts = zip(*(_opened(browser, address + path) for _ in range(3)), strict=True)
            yield Page(
                path=path,
                cold=times[0],
                median=statistics.median(times[1:]),
                p95=statistics.quantiles(times[1:], n=20, method="inclusive")[-1],
                paint=statistics.median(paints),
                script=max(scripts),
            )
        browser.close()


def filled_in(client: httpx.Client) -> tuple[str, ...]:
    """Give the paths, with the first thing of each kind in the holes."""
    first = {
        "plan": client.get("/plans.json").json()["rows"][0]["id"],
        "unit": client.get("/units.json").json()["rows"][0]["id"],
        "task": client.get("/tasks.json").json()["rows"][0]["task"],
    }
    return tuple(path.format_map(first) for path in PATHS)


def _asked(client: httpx.Client, path: str) -> float:
    began = time.perf_counter()
    client.get(path, headers=HTML).raise_for_status()
    return (time.perf_counter() - began) * 1000


def _opened(browser: Browser, address: str) -> tuple[float, float]:
    """Open a page with nothing cached: ms to the first contentful paint, kB of script as gzip sends it."""
    sent: list[Response] = []
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        page = context.new_page()
        page.on("response", lambda got: sent.append(got) if got.request.resource_type == "script" else None)
        page.goto(address, wait_until="load", timeout=120_000)
        paint = float(page.evaluate(WAIT))
        page.wait_for_load_state("networkidle")
        return paint, sum(len(gzip.compress(got.body(), 6)) for got in sent) / 1000


def synthetic(data: Path, number: int) -> Path:
    """Put so many synthetic plans in a data folder, with their rows cached, as an import leaves them."""
    with open_store(data) as store:
        for first in range(0, number, AT_ONCE):
            made = [plan(place) for place in range(first, min(first + AT_ONCE, number))]
            store.replace_many((corpus.plans[0].iri, ntriples(corpus, text)) for corpus, text in made)
            for corpus, text in made:
                database_of(store).put(corpus.plans[0].iri, store.stamp(corpus.plans[0].iri), corpus, text)
    return data  # whoever serves it puts it in order


def main(plans: int, rounds: int) -> None:
    """Measure and print, with what is over a goal."""
    goal = 500.0 if plans <= 10 else 1000.0
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before: above the cores, all times are too long")
    with tempfile.TemporaryDirectory() as place:
        data = Path(place) / "data"
        with house(synthetic(data, plans) if plans else filled(data)) as served:
            share()  # as the command does
            print(f"{plans or 10} plans; goals: p95 {SERVER:.0f} ms, paint {goal:.0f} ms, script {SCRIPT:.0f} kB")
            for page in measure(served.address, rounds):
                over = [
                    name
                    for name, value, limit in (
                        ("p95", page.p95, SERVER),
                        ("paint", page.paint, goal),
                        ("script", page.script, SCRIPT),
                    )
                    if value > limit and (name != "script" or page.path != "/query")
                ]
                print(
                    f"{page.path:<48.48} first {page.cold:7.0f}  p50 {page.median:6.0f}  p95 {page.p95:6.0f} ms"
                    f"  paint {page.paint:6.0f} ms  script {page.script:5.0f} kB  {'over: ' + ', '.join(over) if over else ''}",
                    flush=True,
                )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0, int(sys.argv[2]) if len(sys.argv) > 2 else 20)
