"""Run ``python -m tests.bench.sparql [TRIPLES ...]``: queries beside other engines, under load, and under attack.

Without arguments: 100,000 and 1,000,000 triples. The largest size is the one that is put under load. All figures of a
line are of the same run, the engines taking turns; what counts are the ratios.
"""

# ruff: noqa: T201  a bench is there to print

import json
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rdflib import Dataset

from graph.store import Store, open_store
from tests.bench.sparql.questions import HOSTILE, POINT, TYPICAL, text_of
from tests.bench.sparql.servers import Server, dutygraph, oxigraph, oxigraph_load, rdflib_endpoint
from tests.bench.sparql.shape import plans

_SIZES = (100_000, 1_000_000)
_RDFLIB_MOST = 100_000  # triples; beyond that its queries take minutes
_RDFLIB_SECONDS = 5
_LEAST_TIMES, _MOST_TIMES, _ENOUGH_SECONDS = 5, 40, 2.0  # a short query is asked more often: chance weighs more there
_PATIENCE = 120.0  # seconds for the server to put what it has just been given in order
_TASKS = 2000
_USERS_BUSY, _USERS_QUIET = 16, 4
_BUSY_SECONDS, _QUIET_SECONDS, _HOSTILE_SECONDS = 5.0, 5.0, 12.0
_LIMIT = 10.0  # seconds, what ``dutygraph serve`` gives a query


def main(sizes: Sequence[int]) -> None:
    """Measure each size, and print as the figures come."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            _measure(size, Path(folder), under_load=size == max(sizes))


def _measure(size: int, folder: Path, *, under_load: bool) -> None:
    made = list(plans(size))
    quads = folder / "plans.nq"
    quads.write_bytes(b"".join(content.replace(b" .\n", f" <{graph}> .\n".encode()) for graph, content in made))
    with open_store(folder / "data") as store:
        began = time.perf_counter()
        store.replace_many(made)
        ours = time.perf_counter() - began
        things = _things(store)
        print(f"\n{store.size():,} triples in {len(made)} plans")
    began = time.perf_counter()
    oxigraph_load(folder / "oxigraph", quads)
    theirs = time.perf_counter() - began
    print(f"load: dutygraph {ours:.1f} s, oxigraph load {theirs:.1f} s ({ours / theirs:.2f} ×)")
    with dutygraph(folder / "data") as server, oxigraph(folder / "oxigraph") as rival:
        _wait_for_order(server, folder / "data")
        medians = _typical(server, rival, things)
        print(f"memory: dutygraph {server.memory()} MB, oxigraph {rival.memory()} MB")
        if under_load:
            _load(server, rival, folder, things)
            _attack(server, folder, things)
    if size <= _RDFLIB_MOST:
        _rdflib(quads, things, medians)
        _endpoint(quads, things, medians)


def _wait_for_order(server: Server, data: Path) -> None:
    """Wait for what the server does in its first quiet moment after it has written about the plans it found.

    It is done when queries are answered from another snapshot than the first.
    """
    began = time.perf_counter()
    while time.perf_counter() - began < _PATIENCE:
        _asked(server, "ASK {}")
        if len(list((data / "snapshots").iterdir())) > 1:
            print(f"in order {time.perf_counter() - began:.1f} s after the start")
            return
        time.sleep(0.2)
    print(f"not in order after {_PATIENCE:.0f} s")


def _things(store: Store) -> dict[str, list[str]]:
    """Choose the units, plans and tasks to ask about: those with the most to tell first."""
    asked = {
        "unit": text_of("SELECT ?x { ?a dg:toUnit ?x } GROUP BY ?x ORDER BY DESC(COUNT(?a)) ?x LIMIT 1"),
        "plan": text_of("SELECT ?x { ?a dg:inPlan ?x } GROUP BY ?x ORDER BY DESC(COUNT(?a)) ?x LIMIT 1"),
        "task": text_of(f"SELECT ?x {{ ?x a dg:Task }} ORDER BY ?x LIMIT {_TASKS}"),
    }
    return {name: [row[0].value for row in store.select(query).rows if row[0]] for name, query in asked.items()}


def _queries(things: dict[str, list[str]]) -> dict[str, str]:
    return {name: text_of(query, unit=things["unit"][0], plan=things["plan"][0]) for name, query in TYPICAL.items()}


def _typical(ours: Server, theirs: Server, things: dict[str, list[str]]) -> dict[str, float]:
    """Time the typical queries, the two servers taking turns; give our medians."""
    medians, ratios = {}, []
    print(f"{'median, ms':<22}{'dutygraph':>11}{'oxigraph':>11}")
    for name, query in _queries(things).items():
        pairs = tuple(_pairs(ours, theirs, query))
        mine, others = (statistics.median(times) for times in zip(*pairs, strict=True))
        medians[name] = mine
        ratios.append(mine / others)
        print(f"{name:<22}{1000 * mine:>11.1f}{1000 * others:>11.1f}{ratios[-1]:>8.2f} × of {len(pairs)}", flush=True)
    print(f"{'geometric mean':<44}{statistics.geometric_mean(ratios):>8.2f} ×")
    return medians


def _pairs(ours: Server, theirs: Server, query: str) -> Iterator[tuple[float, float]]:
    """Time a query here and there, after one of each that does not count."""
    _timed(ours, query)
    _timed(theirs, query)
    began = time.perf_counter()
    for number in range(_MOST_TIMES):
        yield _timed(ours, query), _timed(theirs, query)
        if number + 1 >= _LEAST_TIMES and time.perf_counter() - began > _ENOUGH_SECONDS:
            return


def _timed(server: Server, query: str) -> float:
    began = time.perf_counter()
    status, body = _asked(server, query)
    if status != 200:
        raise RuntimeError(f"{server.name}: {status} {body[:300]!r}")
    return time.perf_counter() - began


def _asked(server: Server, query: str) -> tuple[int, bytes]:
    request = urllib.request.Request(  # noqa: S310  an address of our own making
        server.address,
        data=urllib.parse.urlencode({"query": query}).encode(),
        headers={"Accept": "application/sparql-results+json, application/n-triples"},
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310  the same
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def _load(ours: Server, theirs: Server, folder: Path, things: dict[str, list[str]]) -> None:
    rates = []
    for server in (ours, theirs):
        figures = _pressed(server, folder, things, _USERS_BUSY, _BUSY_SECONDS)
        rates.append(float(str(figures["rate"])))
        print(f"point SELECT, {_USERS_BUSY} users, {server.name}: {_said(figures)}, {server.memory()} MB", flush=True)
    print(f"requests a second: {rates[0] / rates[1]:.2f} × oxigraph serve, which has no bounds")


def _attack(server: Server, folder: Path, things: dict[str, list[str]]) -> None:
    """Ask as before, but few users; then the same with four hostile queries running all the time."""
    idle = _pressed(server, folder, things, _USERS_QUIET, _QUIET_SECONDS)
    print(f"point SELECT, {_USERS_QUIET} users, nobody else: {_said(idle)}", flush=True)
    with _hostile(server) as outcomes:
        time.sleep(1.0)
        attacked = _pressed(server, folder, things, _USERS_QUIET, _HOSTILE_SECONDS)
        memory = server.memory()
    ratio = float(str(attacked["p99"])) / float(str(idle["p99"]))
    print(
        f"point SELECT, {_USERS_QUIET} users, four hostile queries: {_said(attacked)}, p99 {ratio:.1f} × idle, {memory} MB"
    )
    for name, ends in outcomes.items():
        longest = max(seconds for seconds, _ in ends)
        statuses = sorted({status for _, status in ends})
        late = "" if longest <= _LIMIT + 1 else "  LATE"
        print(f"  {name:<22} {len(ends)} ended, the longest after {longest:.1f} s, with {statuses}{late}")


@contextmanager
def _hostile(server: Server) -> Iterator[dict[str, list[tuple[float, int]]]]:
    """Keep each hostile query running until the block ends, and note how each one ended."""
    outcomes: dict[str, list[tuple[float, int]]] = {name: [] for name in HOSTILE}
    ending = threading.Event()

    def insist(name: str, query: str) -> None:
        while not ending.is_set():
            began = time.perf_counter()
            status, _ = _asked(server, query)
            outcomes[name].append((time.perf_counter() - began, status))

    threads = [threading.Thread(target=insist, args=(name, text_of(query))) for name, query in HOSTILE.items()]
    for thread in threads:
        thread.start()
    try:
        yield outcomes
    finally:
        ending.set()
        for thread in threads:
            thread.join()


def _pressed(
    server: Server, folder: Path, things: dict[str, list[str]], users: int, seconds: float
) -> dict[str, object]:
    file = folder / "queries.json"
    file.write_text(json.dumps([text_of(POINT, task=task) for task in things["task"]]), encoding="utf-8")
    command = [sys.executable, "-m", "tests.bench.sparql.pressure", server.address, str(file), str(users), str(seconds)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE)
    figures: dict[str, object] = json.loads(done.stdout)
    return figures


def _said(figures: dict[str, object]) -> str:
    return (
        f"{figures['rate']:,.0f} a second, median {figures['median']:.1f} ms, p99 {figures['p99']:.1f} ms, "
        f"worst {figures['worst']:.0f} ms, statuses {figures['statuses']}, asking took {figures['cost']:.2f} cores"
    )


def _rdflib(quads: Path, things: dict[str, list[str]], medians: dict[str, float]) -> None:
    began = time.perf_counter()
    dataset = Dataset(default_union=True)
    dataset.parse(quads, format="nquads")
    print(f"rdflib in memory: load {time.perf_counter() - began:.1f} s")
    for name, query in _queries(things).items():
        began = time.perf_counter()
        try:
            with _at_most(_RDFLIB_SECONDS):
                list(dataset.query(query))
            taken = time.perf_counter() - began
            print(f"  {name:<22}{1000 * taken:>9.1f} ms {taken / medians[name]:>7.1f} × ours", flush=True)
        except TimeoutError:
            print(
                f"  {name:<22} more than {_RDFLIB_SECONDS} s, > {_RDFLIB_SECONDS / medians[name]:.0f} × ours",
                flush=True,
            )


def _endpoint(quads: Path, things: dict[str, list[str]], medians: dict[str, float]) -> None:
    with rdflib_endpoint(quads) as server:
        if server is None:
            print("rdflib-endpoint is not installed: left out")
            return
        for name, query in _queries(things).items():
            taken = _timed(server, query)
            print(f"  {name:<22}{1000 * taken:>9.1f} ms {taken / medians[name]:>7.1f} × ours (rdflib-endpoint)")


@contextmanager
def _at_most(seconds: int) -> Iterator[None]:
    def ring(_signal: int, _frame: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


main([int(argument.replace("_", "").replace(",", "")) for argument in sys.argv[1:]] or _SIZES)
