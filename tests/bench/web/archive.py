"""Ten users of an archive over HTTP: what they wait for pages, beside one user alone; first page and memory of the server.

Run ``python -m tests.bench.web.archive [PLANS …] [--seconds S] [--in FOLDER]``: by default 10 and 1,000 synthetic plans in
the shape of real ones, units that grow with them, 30 seconds each way. ``--in`` keeps the archives for the next time; one of
5,000 plans takes some minutes to make. The server is a program of its own, and so are the users: they read pages that
differ from each other, with a pause between them. It stops by itself: each way ends after its seconds, a page is given up
after ten, and the server is ended with the bench.
"""

# ruff: noqa: T201  a bench is there to print, and starts itself

import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import httpx

from tests.attack.target import HERE, Target, target

SIZES = (10, 1_000)
USERS = 10
SECONDS = 30.0
PAUSE = 0.2  # seconds a reader looks at a page before she opens the next
GIVEN_UP = 10.0  # seconds
GOALS = {10: 150.0, 1_000: 250.0, 5_000: 400.0}  # ms, the 95th of a hundred
WORST = 5  # pages named
HTML = {"Accept": "text/html"}
PAGES = (
    "/", "/plans", "/plans/{plan}", "/units", "/units?q=公安", "/units/{unit}", "/tasks", "/tasks?q=公安",
    "/tasks?plan={plan}", "/tasks?unit={unit}", "/tasks/{task}", "/assignments", "/assignments?role=lead", "/clarity",
    "/clarity?grade=co_equal", "/overlap", "/graph", "/questions", "/search?q=财政局", "/search/suggestions?q=公安",
    "/?scope=plan={plan}", "/units?scope=place={place}", "/tasks?scope=place={place}", "/graph?scope=place={place}",
)  # fmt: skip

Waits = Mapping[str, Sequence[float]]
"""Milliseconds that each page took, and under ``errors`` one for each answer that was none."""


def visits(address: str, users: int, seconds: float) -> Waits:
    """Read pages with so many users for so long."""
    waited: defaultdict[str, list[float]] = defaultdict(list)
    with httpx.Client(base_url=address, timeout=10 * GIVEN_UP, trust_env=False) as client:
        things = _things(client)
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=_read, args=(address, end, number, things, waited)) for number in range(users)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return waited


def _things(client: httpx.Client) -> Sequence[Mapping[str, str]]:
    """Give some plans, each with its place, a unit and a task."""
    found = []
    plans = [row["id"] for row in client.get("/plans.json").json()["rows"]]
    for plan in random.Random(0).sample(plans, min(len(plans), 20)):  # noqa: S311  a bench reads the same pages each time
        unit = client.get("/units.json", params={"plan": plan}).json()["rows"][0]["id"]
        task = client.get("/tasks.json", params={"plan": plan}).json()["rows"][0]["task"]
        found.append({"plan": plan, "unit": unit, "task": task, "place": unit.partition("-")[0]})
    return found


def _read(
    address: str, end: float, number: int, things: Sequence[Mapping[str, str]], waited: defaultdict[str, list[float]]
) -> None:
    chance = random.Random(number)  # noqa: S311
    with httpx.Client(base_url=address, timeout=GIVEN_UP, trust_env=False) as client:
        while time.monotonic() < end:
            page = chance.choice(PAGES)
            began = time.perf_counter()
            try:
                right = client.get(page.format_map(chance.choice(things)), headers=HTML).status_code == 200
            except httpx.HTTPError:
                right = False
            waited[page].append((time.perf_counter() - began) * 1000)
            if not right:
                waited["errors"].append(0.0)
            time.sleep(PAUSE)


def p95(waits: Sequence[float]) -> float:
    """Give the 95th of a hundred waits.

    >>> p95(range(1, 101))
    95.05
    """
    return statistics.quantiles(waits, n=20, method="inclusive")[-1] if len(waits) > 1 else max(waits, default=0.0)


def _asked(one: Target, users: int, seconds: float) -> Waits:
    work = [sys.executable, "-m", "tests.bench.web.archive", "--visit", f"http://127.0.0.1:{one.port}"]
    done = subprocess.run([*work, str(users), str(seconds)], check=True, capture_output=True, text=True, cwd=HERE)
    found: Waits = json.loads(done.stdout)
    return found


def measure(folder: Path, size: int, seconds: float) -> None:
    """Serve an archive and print what its readers wait."""
    with target(data=folder) as one:
        began = time.perf_counter()
        with httpx.Client(base_url=f"http://127.0.0.1:{one.port}", timeout=10 * GIVEN_UP, trust_env=False) as client:
            client.get("/", headers=HTML).raise_for_status()
        print(f"{size:,} plans: first page {time.perf_counter() - began:.2f} s (goal 1)", flush=True)
        for users in (1, USERS):
            found = _asked(one, users, seconds)
            every = [wait for page, waits in found.items() if page != "errors" for wait in waits]
            goal = f" (goal {GOALS[size]:.0f})" if users == USERS and size in GOALS else ""
            print(
                f"  {users:2} users: {len(every)} pages, median {statistics.median(every):.0f} ms, "
                f"p95 {p95(every):.0f} ms{goal}, {len(found.get('errors', ()))} not answered; "
                f"server {one.memory()} MB, at most {one.peak()} MB (goal 500)",
                flush=True,
            )
            slowest = sorted(((p95(waits), page) for page, waits in found.items()), reverse=True)[:WORST]
            print("     slowest: " + ", ".join(f"{page} {wait:.0f} ms" for wait, page in slowest), flush=True)


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    if arguments[:1] == ["--visit"]:
        print(json.dumps(visits(arguments[1], int(arguments[2]), float(arguments[3]))))
        return
    options = {name: arguments[arguments.index(name) + 1] for name in ("--seconds", "--in") if name in arguments}
    sizes = [int(one) for one in arguments if one.isdecimal() and one not in options.values()] or list(SIZES)
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before: above the cores, all times are too long")
    with tempfile.TemporaryDirectory() as place:
        for size in sizes:
            folder = Path(options.get("--in", place)) / str(size)
            if not folder.exists():
                fill = [sys.executable, "-m", "tests.bench.growth", "--fill", str(folder), str(size)]
                subprocess.run(fill, check=True, cwd=HERE)
            measure(folder, size, float(options.get("--seconds", SECONDS)))


if __name__ == "__main__":
    main(sys.argv[1:])
