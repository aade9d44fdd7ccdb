"""Ten users at once: one imports, one runs the worst query again and again, eight read pages; what the eight waited.

Run ``python -m tests.bench.web.users [SECONDS [DATA]]`` for a minute over the ten plans, or over a data folder.
"""

# ruff: noqa: T201  a bench is there to print

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import httpx

from api.cli.serve import share
from extract.pipeline import extract
from graph.corrections.store import settle, take
from graph.dataset.model import corpus_of
from graph.store import open_store
from tests.api.serving import BEARER, HTML, house, send
from tests.bench.questions.__main__ import ten_plans

READERS = 8
GOAL = 300.0  # ms, the 95th of a hundred
PAUSE = 0.2  # seconds a reader looks at a page before she opens the next
PAGES = (
    "/", "/plans", "/units", "/tasks", "/assignments", "/clarity", "/overlap", "/compare", "/graph", "/questions",
    "/search?q=公安", "/ontology",
)  # fmt: skip
WORST = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
"""Every triple beside every triple beside every triple: it ends by the limit alone, and says so."""
ENDED = {200, 408}  # an answer, or the limit of time that the query itself asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Rush:
    """What came of it: what the readers waited in ms, how often each did its work, and what went wrong."""

    waited: tuple[float, ...]
    imports: int
    queries: int
    errors: tuple[str, ...]

    @property
    def p95(self) -> float:
        """The 95th of a hundred waits of a reader, in ms."""
        return statistics.quantiles(self.waited, n=20)[-1] if len(self.waited) > 1 else 0.0


class _Crowd:
    """Ten users of one server, and what becomes of their work."""

    def __init__(self, address: str, seconds: float) -> None:
        self.address = address
        self.end = time.monotonic() + seconds
        self.waited: list[float] = []
        self.errors: list[str] = []
        self.imports = 0
        self.queries = 0

    def work(self, turn: Callable[[httpx.Client, int], None], number: int) -> None:
        """Do the same thing again and again until the time is over."""
        with httpx.Client(base_url=self.address, timeout=60, trust_env=False) as client:
            while time.monotonic() < self.end:
                try:
                    turn(client, number)
                except httpx.HTTPError as error:
                    self.errors.append(f"{type(error).__name__}: {error}")
                number += 1

    def read(self, client: httpx.Client, number: int) -> None:
        """Open a page, and look at it."""
        began = time.perf_counter()
        answer = client.get(PAGES[number % len(PAGES)], headers=HTML)
        self.waited.append((time.perf_counter() - began) * 1000)
        if answer.status_code != 200:
            self.errors.append(f"{answer.status_code} {answer.url}")
        time.sleep(PAUSE)

    def bring(self, client: httpx.Client, number: int) -> None:
        """Import a plan of one's own, and wait until it is there."""
        text = f"关于第{number}项工作的方案\n1.完善工作机制。\n牵头单位：公安局\n"
        answer = send(client, (f"{number}.txt", text.encode()))
        if answer.status_code != 202:
            self.errors.append(f"{answer.status_code} import: {answer.text[:200]}")
            return
        while not (state := client.get(f"/api/import/{answer.json()['job']}", headers=BEARER).json())["over"]:
            time.sleep(0.1)
        self.imports += 1
        if any(one["step"] != "stored" for one in state["files"]):
            self.errors.append(f"import {state}")

    def ask(self, client: httpx.Client, _number: int) -> None:
        """Ask the worst query."""
        answer = client.get("/sparql", params={"query": WORST, "timeout": "5"})
        self.queries += 1
        if answer.status_code not in ENDED:
            self.errors.append(f"{answer.status_code} query: {answer.text[:200]}")


def rush(address: str, seconds: float) -> Rush:
    """Let ten users work for so long."""
    crowd = _Crowd(address, seconds)
    turns = [*[crowd.read] * READERS, crowd.bring, crowd.ask]
    users = [threading.Thread(target=crowd.work, args=(turn, place * 3)) for place, turn in enumerate(turns)]
    for one in users:
        one.start()
    for one in users:
        one.join()
    return Rush(waited=tuple(crowd.waited), imports=crowd.imports, queries=crowd.queries, errors=tuple(crowd.errors))


def filled(data: Path) -> Path:
    """Put ten plans in a data folder."""
    with open_store(data) as store:
        for document in ten_plans():
            take(store, corpus_of(extract(document)), document.text)
        settle(store)
    return data


def main(seconds: float, data: Path | None) -> None:
    """Measure and print."""
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before: above the cores, all times are too long")
    with tempfile.TemporaryDirectory() as place, house(data or filled(Path(place) / "data")) as served:
        share()  # as the command does
        served.client.get("/", headers=HTML)
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as users:  # their work is not the server's
            found = users.submit(rush, served.address, seconds).result()
    print(
        f"{len(found.waited)} pages read: median {statistics.median(found.waited):.0f} ms, p95 {found.p95:.0f} ms (goal {GOAL:.0f})"
    )
    print(f"{found.imports} imports, {found.queries} worst queries, {len(found.errors)} errors (goal 0)")
    for error in sorted(set(found.errors))[:10]:
        print("  " + error)


if __name__ == "__main__":
    main(
        float(sys.argv[1]) if len(sys.argv) > 1 else 60.0,
        Path(sys.argv[2]) if len(sys.argv) > 2 else None,
    )
