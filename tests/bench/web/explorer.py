"""Measure the explorer in a real browser, beside pyvis' default page and Cytoscape with fcose, in one run.

Each page is opened from a server on this machine; whatever it asks of another host is refused, as offline. Times are from
the start of the navigation, by the page's own clock, to the second frame after the picture stood. Frames are those of a
second and a half of panning in which the engine drew: ours counts its own draws, the others are counted by their events.
"""

import json
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import uvicorn
from playwright.sync_api import Browser, Page, Route, sync_playwright
from playwright.sync_api import TimeoutError as TooLate
from pyvis.network import Network

from api.app import assemble
from api.edge.settings import Settings
from api.pages.frame.renderer import PageRenderer
from api.read_model.read_model import ReadModel
from graph.dataset.row_database import RowDatabase, open_rows
from graph.dataset.rows import Corpus
from tests.bench.sparql.shape import plan
from tests.bench.web.networks import made, plain

WEB = Path(__file__).parents[3] / "api" / "web"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--enable-unsafe-swiftshader",
    "--no-first-run",
    "--disable-background-networking",
]
SIZES = (300, 1000, 3000)
ARCHIVE = 1000  # plans
GOALS: Mapping[tuple[str, int], float] = {
    ("ours, layered", 300): 500.0,
    ("ours, layered", 1000): 700.0,
    ("ours, layered", 3000): 1200.0,
}  # ms until the picture is drawn
ARCHIVE_GOAL, FRAMES_GOAL = 1500.0, 25.0  # ms; frames a second while 3,000 nodes are panned
CAP = 25.0  # seconds after which a page is given up
WORDS = {
    "ours, layered": "/graph?view=sections&most=5000&focus=all",
    "ours, force": "/graph?view=sections&most=5000&focus=all&layout=force",
    "ours, groups": "/graph?view=units",
    "Cytoscape with fcose": "/cytoscape.html",
    "pyvis, default page": "/pyvis.html",
}
CYTOSCAPE = """
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
cytoscape.use(fcose);
const sent = await (await fetch("network.json")).json();
const cy = cytoscape({
  container: document.getElementById("c"),
  elements: { nodes: sent.nodes.map(([id, label]) => ({ data: { id, label } })),
              edges: sent.edges.map(([source, target]) => ({ data: { source, target } })) },
  style: [{ selector: "node", style: { label: "data(label)", "font-size": 10 } }, { selector: "edge", style: { width: 1 } }],
  layout: { name: "fcose", animate: false },
});
window.engine = cy;
window.drawn = 0;
cy.on("render", () => { window.drawn += 1; });
requestAnimationFrame(() => requestAnimationFrame(() => { window.ready = performance.now(); }));
"""
# one movement of the pointer a frame: the engine's own way of panning, and how many frames it drew
PANS = {
    "ours": """() => new Promise(done => {
        const stage = document.getElementById("stage"), canvas = stage.querySelector("canvas");
        const send = (type, x, y) => canvas.dispatchEvent(new PointerEvent(type,
            { pointerId: 1, button: 0, clientX: x, clientY: y, bubbles: true, isPrimary: true }));
        canvas.setPointerCapture = () => {};
        const box = canvas.getBoundingClientRect(), x0 = box.left + box.width / 2, y0 = box.top + box.height / 2;
        send("pointerdown", x0, y0);
        const before = stage.drawnFrames, start = performance.now();
        let n = 0;
        const step = now => {
            n += 1;
            send("pointermove", x0 + 150 * Math.sin(n / 9), y0 + 90 * Math.cos(n / 7));
            if (now - start < 1500) requestAnimationFrame(step);
            else { send("pointerup", x0, y0); done((stage.drawnFrames - before) * 1000 / (performance.now() - start)); }
        };
        requestAnimationFrame(step);
    })""",
    "cytoscape": """() => new Promise(done => {
        const before = window.drawn, start = performance.now();
        let n = 0;
        const step = now => {
            n += 1;
            window.engine.panBy({ x: 17 * Math.cos(n / 9), y: 13 * Math.sin(n / 7) });
            if (now - start < 1500) requestAnimationFrame(step);
            else done((window.drawn - before) * 1000 / (performance.now() - start));
        };
        requestAnimationFrame(step);
    })""",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One engine at one size; times and frames are medians, None where the cap was reached first."""

    engine: str
    nodes: int
    edges: int
    cold: float | None  # ms, the first opening after the data have changed: nothing is worked out yet
    visible: float | None  # ms, an opening with the same data
    frames: float | None  # a second


def measure(sizes: tuple[int, ...] = SIZES, rounds: int = 2, cap: float = CAP) -> Iterator[Figure]:
    """Measure every engine at every size; the others once, up to ``cap`` seconds.

    An engine that did not finish in time at one size is not asked for a larger one.
    """
    late: set[str] = set()
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as place:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        folder = Path(place)
        there = _bundle(folder)
        for size in sizes:
            corpus = made(size)
            edges = len(plain(corpus)[1])
            _others(folder, corpus)
            with _ours(corpus) as ours, _files(folder) as files:
                for engine, path in WORDS.items():
                    if engine in late or (engine.startswith("Cytoscape") and not there):
                        continue
                    if engine.startswith("ours"):
                        first, again = _twice(browser, ours, path, engine, rounds, cap)
                    else:
                        first, again = [], [_open(browser, files + path, engine, cap)]
                    if again[-1][0] is None:
                        late.add(engine)
                    yield Figure(
                        engine=engine,
                        nodes=size,
                        edges=edges,
                        cold=_median(time for time, _ in first),
                        visible=_median(time for time, _ in again),
                        frames=_median(frames for _, frames in (*first, *again)),
                    )
        browser.close()


def archive(plans: int = ARCHIVE, rounds: int = 1, cap: float = CAP) -> Figure:
    """Measure the first view of an archive: groups of plans, after a change of the data and with the same data."""
    corpora = tuple(plan(place)[0] for place in range(plans))
    with sync_playwright() as playwright, _ours(*corpora) as ours:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        first, again = _twice(browser, ours, "/graph", "archive, as groups", rounds, cap)
        browser.close()
    return Figure(
        engine="archive, as groups",
        nodes=len({unit.iri for corpus in corpora for unit in corpus.units}),
        edges=sum(len(corpus.assignments) for corpus in corpora),
        cold=_median(time for time, _ in first),
        visible=_median(time for time, _ in again),
        frames=_median(frames for _, frames in (*first, *again)),
    )


Opened = tuple[float | None, float | None]  # milliseconds until the picture stands, frames a second


def _twice(
    browser: Browser, ours: "_Served", path: str, engine: str, rounds: int, cap: float
) -> tuple[list[Opened], list[Opened]]:
    """Open a page of ours in pairs: after a change of the data, and again; one pair before, since a server warms up once."""
    first, again = [], []
    for turn in range(rounds + 1):
        ours.change()
        pair = [_open(browser, ours.address + path, engine, cap) for _ in range(2)]
        if turn:
            first.append(pair[0])
            again.append(pair[1])
    return first, again


def _median(figures: Iterable[float | None]) -> float | None:
    known = [figure for figure in figures if figure is not None]
    return statistics.median(known) if known else None


def _open(browser: Browser, address: str, engine: str, cap: float) -> Opened:
    """Open a page: milliseconds until the picture stands, and frames a second while panning."""
    host = address.split("/")[2]
    with browser.new_context(viewport={"width": 1280, "height": 720}) as context:
        page = context.new_page()
        page.set_default_timeout(cap * 1000)

        def guard(route: Route) -> None:
            route.continue_() if route.request.url.split("/")[2] == host else route.abort()

        if engine.startswith("pyvis"):
            page.route("**/*", guard)  # its page asks other hosts; asking the driver costs time, so only here
        page.add_init_script(_WATCH)
        try:
            page.goto(address, wait_until="commit")
            page.wait_for_selector("html[data-stands]", state="attached")  # a policy may forbid evaluating a condition
        except TooLate:
            return None, None
        return float(page.evaluate("() => window.ready")), _frames(page, engine)


_WATCH = """
const painted = () => document.readyState === "complete" && performance.getEntriesByName("first-contentful-paint").length > 0;
const stands = () => document.querySelector("#stage[data-ready]") !== null ||
    (document.querySelector(".groups-picture svg") !== null && painted()) ||
    (document.getElementById("loadingBar") !== null && document.getElementById("loadingBar").style.opacity === "0");
const look = () => {
    if (window.ready === undefined && stands()) window.ready = performance.now();
    if (window.ready === undefined) requestAnimationFrame(look);
    else document.documentElement.setAttribute("data-stands", "");
};
requestAnimationFrame(look);
"""


def _frames(page: Page, engine: str) -> float | None:
    name = engine.partition(",")[0].split()[0].lower()
    return float(page.evaluate(PANS[name])) if name in PANS else None


@dataclass(slots=True)
class _Served:
    """The pages over some rows, and how often these have changed."""

    rows: RowDatabase
    corpus: Corpus
    address: str = ""
    revision: int = 0

    def change(self) -> None:
        """Make the pages forget what they know of the data."""
        self.revision += 1
        self.rows.put(self.corpus.plans[0].iri, self.revision, self.corpus, "")


@contextmanager
def _ours(corpus: Corpus, *others: Corpus) -> Iterator[_Served]:
    """Serve the pages over some rows."""
    served = _Served(open_rows(None), corpus)
    served.rows.put_many((other.plans[0].iri, 1, other, "") for other in others)
    served.change()
    library = ReadModel(served.rows.snapshot, lambda: served.revision)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(
            uvicorn.Config(assemble(PageRenderer(library, Settings())), log_level="warning", ws="none")
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        try:
            served.address = f"http://127.0.0.1:{listener.getsockname()[1]}"
            yield served
        finally:
            server.should_exit = True
            thread.join(timeout=20)


class _Quiet(SimpleHTTPRequestHandler):
    """Serve files without a word."""

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the name of the base class
        """Say nothing."""


@contextmanager
def _files(folder: Path) -> Iterator[str]:
    """Serve a folder."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _bundle(folder: Path) -> bool:
    """Bundle Cytoscape for the browser; False where it was not installed."""
    if not (WEB / "node_modules" / "cytoscape-fcose").is_dir():
        return False
    subprocess.run(
        [
            WEB / "node_modules" / ".bin" / "esbuild",
            "--bundle",
            "--minify",
            "--format=esm",
            f"--outfile={folder / 'cytoscape.js'}",
            "--log-level=error",
        ],
        input=CYTOSCAPE.encode(),
        cwd=WEB,
        check=True,
    )
    (folder / "cytoscape.html").write_text(
        '<!doctype html><meta charset="utf-8"><div id="c" style="width:1200px;height:680px"></div>'
        '<script type="module" src="cytoscape.js"></script>',
        encoding="utf-8",
    )
    return True


def _others(folder: Path, corpus: Corpus) -> None:
    """Write the same network for the other engines."""
    nodes, edges = plain(corpus)
    (folder / "network.json").write_text(json.dumps({"nodes": nodes, "edges": edges}), encoding="utf-8")
    page = Network(height="680px", width="1200px")
    for node, label in nodes:
        page.add_node(node, label=label)
    page.add_edges(edges)
    (folder / "pyvis.html").write_text(page.generate_html(), encoding="utf-8")
