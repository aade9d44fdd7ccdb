"""``make soak``: fifteen minutes of everything at once, with bounds on memory, log, temporary files and faults.

python -m tests.attack.soak [MINUTES]
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx

from tests.attack.target import BEARER, Target, target
from tests.attack.writers import plan

MINUTES = 15.0
SETTLED = 0.2  # of the time, after which the memory is taken as usual
MOST_MEMORY = 1.2  # times the usual
MOST_LOG = 160 << 20
QUERIES = (
    "SELECT * { ?s ?p ?o } LIMIT 100",
    "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }",
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "ASK { ?s <http://e.test/\\u0070> ?o }",
    "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
    "SELECT * {",
)
PAGES = (
    "/",
    "/plans",
    "/units",
    "/tasks",
    "/clarity",
    "/overlap",
    "/plans.json",
    "/units.csv",
    "/tasks.xlsx",
    "/graph",
)


class Soak:
    """What goes on, and what came of it."""

    def __init__(self, one: Target, seconds: float) -> None:
        """Begin now."""
        self.one = one
        self.end = time.monotonic() + seconds
        self.statuses: Counter[int] = Counter()

    def run(self, turn: Callable[[httpx.Client, int], None]) -> threading.Thread:
        """Do one thing again and again until the end."""

        def work() -> None:
            number = 0
            with self.one.client() as client:
                while time.monotonic() < self.end:
                    number += 1
                    try:
                        turn(client, number)
                    except httpx.HTTPError:
                        self.statuses[0] += 1

        thread = threading.Thread(target=work)
        thread.start()
        return thread

    def read(self, client: httpx.Client, number: int) -> None:
        """Open a page."""
        self.statuses[client.get(PAGES[number % len(PAGES)]).status_code] += 1

    def ask(self, client: httpx.Client, number: int) -> None:
        """Ask a query; one that is too large is ended, with 503 or 507, on purpose."""
        answer = client.get("/sparql", params={"query": QUERIES[number % len(QUERIES)], "timeout": "2"})
        self.statuses[200 if answer.status_code in {408, 413, 503, 507} else answer.status_code] += 1

    def write(self, client: httpx.Client, number: int) -> None:
        """Import a plan, wait for it, and remove it."""
        answer = client.post("/api/import", files={"files": ("a.txt", plan(str(number % 9)))}, headers=BEARER)
        self.statuses[answer.status_code] += 1
        job = answer.json().get("job", "")
        state = answer.json()
        while not state.get("over", True) and time.monotonic() < self.end:
            time.sleep(0.1)
            state = client.get(f"/api/import/{job}").json()
        gain = state["files"][0].get("gain") if state.get("files") else None
        if gain:
            self.statuses[client.delete(f"/api/plans/{gain['plan']}", headers=BEARER).status_code] += 1

    def annoy(self, _client: httpx.Client, number: int) -> None:
        """Begin a request and leave."""
        with self.one.connect() as line:
            line.sendall(b"GET /" + b"a" * (number % 70_000))
        time.sleep(0.02)


def main() -> None:
    """Soak, and say what was found; the exit code is 1 where a bound was passed."""
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else MINUTES
    with target() as one:
        soak = Soak(one, minutes * 60)
        threads = [soak.run(turn) for turn in (soak.read, soak.read, soak.ask, soak.write, soak.annoy)]
        time.sleep(minutes * 60 * SETTLED)
        usual = one.memory()
        for thread in threads:
            thread.join()
        time.sleep(3)
        found = _found(one, soak, usual)
    print(f"{minutes:g} min: {dict(soak.statuses)}; memory {usual} -> {found[0]} MB")  # noqa: T201 - a program prints
    print("; ".join(found[1]) or "within all bounds")  # noqa: T201
    sys.exit(1 if found[1] else 0)


def _found(one: Target, soak: Soak, usual: int) -> tuple[int, list[str]]:
    memory = one.memory()
    log = sum(file.stat().st_size for file in (one.data / "store").glob("*.log"))
    left = [
        file for place in (one.temporary, one.data / "uploads") if place.exists() for file in Path(place).rglob("*")
    ]
    faults = sum(count for status, count in soak.statuses.items() if status >= 500 or not status)
    said = {
        f"memory grew from {usual} to {memory} MB": memory > usual * MOST_MEMORY,
        f"the log has {log >> 20} MB": log > MOST_LOG,
        f"{len(left)} temporary files are left: {[str(file) for file in left[:3]]}": len(left) > 1,
        f"{faults} requests failed": faults > 0,
    }
    return memory, [words for words, broken in said.items() if broken]


if __name__ == "__main__":
    main()
