"""A real server over a store of its own, for the tests that write; a person with the token, and one without."""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from fastapi import FastAPI

from api.app import create_app
from api.edge.server import BoundedServer
from api.edge.settings import Settings
from graph.build.plans import build
from graph.store import Store, open_store

TOKEN = "a-token-of-the-tests"  # noqa: S105 - opens nothing but these servers
PATIENCE = 60.0  # seconds until a test gives up; only what hangs takes so long
HTML = {"Accept": "text/html"}
BEARER = {"Authorization": f"Bearer {TOKEN}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """A server under test: its store, its address, and a client that nothing is known of."""

    store: Store
    address: str
    client: httpx.Client

    def someone(self) -> httpx.Client:
        """Another browser; close it after use."""
        alone = httpx.Limits(max_keepalive_connections=0)  # a fault of the server ends its connection
        return httpx.Client(base_url=self.address, timeout=PATIENCE, trust_env=False, limits=alone)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an app on a free port of the loopback until the block ends; give its address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = BoundedServer(app)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.005)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(timeout=PATIENCE)
    assert not thread.is_alive()


@contextmanager
def asking(app: FastAPI) -> Iterator[httpx.Client]:
    """Serve an app until the block ends; give a client to it."""
    with serving(app) as address, httpx.Client(base_url=address, timeout=PATIENCE, trust_env=False) as client:
        yield client


@contextmanager
def house(data: Path, settings: Settings | None = None, sources: Sequence[Path] = ()) -> Iterator[House]:
    """Serve a store until the block ends."""
    with open_store(data) as store:
        build(sources, store, lambda _step: None)
        with asking(create_app(store, settings or Settings(token=TOKEN))) as client:
            yield House(store=store, address=str(client.base_url).rstrip("/"), client=client)


def plans(store: Store) -> tuple[str, ...]:
    """The named graphs that are plans."""
    return tuple(graph for graph in store.graphs() if "/plan/" in graph)


def content(store: Store) -> dict[str, bytes]:
    """All graphs but the description of the whole, which is taken away by a change and written again later."""
    return {graph: store.dump(graph) for graph in store.graphs() if not graph.endswith("/description")}


def enter(client: httpx.Client, who: str = "王芳") -> str:
    """Show the token as a browser does; give the proof that forms carry."""
    answer = client.post("/login", data={"token": TOKEN, "who": who, "next": "/import"})
    assert answer.status_code == 303
    return proof_on(client.get("/import", headers=HTML).text)


def proof_on(page: str) -> str:
    """The proof in the first form of a page."""
    return page.partition('name="proof" value="')[2].partition('"')[0]


def send(client: httpx.Client, *files: tuple[str, bytes], again: bool = False) -> httpx.Response:
    """Import files as a program does."""
    parts = [("files", (name, data, "application/octet-stream")) for name, data in files]
    return client.post("/api/import", files=parts, data={"again": "1"} if again else {}, headers=BEARER)


def finished(client: httpx.Client, job: str, seconds: float = 10 * PATIENCE) -> dict[str, object]:
    """Wait for a job, whose readings stand behind all other work; give its last state."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        state: dict[str, object] = client.get(f"/api/import/{job}").json()
        if state["over"]:
            return state
        time.sleep(0.05)
    raise AssertionError(f"{job} is not over after {seconds} s")
