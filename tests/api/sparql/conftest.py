"""A real server of the SPARQL service alone, on a free port of the loopback, over a store of its own."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn
from fastapi import FastAPI

from api.sparql.limits import Access, Limits
from api.sparql.routes import router
from graph.store import Store, open_store

TOKEN = "a-token-of-the-tests"  # noqa: S105 - opens nothing but these servers
PATIENCE = 60.0  # seconds until a test gives up; only what hangs takes so long
Serve = Callable[..., httpx.Client]


def until(happened: Callable[[], bool]) -> None:
    """Wait for what must happen, however busy the machine is."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it has not happened"
        time.sleep(0.02)


@contextmanager
def serving(app: FastAPI) -> Iterator[str]:
    """Serve an app until the block ends; give its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.005)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)
        listener.close()
    assert not thread.is_alive()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with open_store(tmp_path / "data") as opened:
        yield opened


@pytest.fixture
def serve(store: Store) -> Iterator[Serve]:
    """Give a function that starts the service with limits and access of its own, and gives a client to it."""
    with ExitStack() as stack:

        def start(limits: Limits | None = None, access: Access | None = None) -> httpx.Client:
            app = FastAPI()
            app.include_router(router(store, limits or Limits(), access))
            address = stack.enter_context(serving(app))
            return stack.enter_context(httpx.Client(base_url=address, timeout=60, trust_env=False))

        yield start


@pytest.fixture
def client(serve: Serve) -> httpx.Client:
    return serve(access=Access(token=TOKEN, updates=True))
