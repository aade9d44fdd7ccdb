"""A real server of the SPARQL service alone, on a free port of the loopback, over a store of its own."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from api.sparql.limits import Access, Limits
from api.sparql.routes import router
from graph.store import Store, open_store
from tests.api.serving import PATIENCE, TOKEN, asking

Serve = Callable[..., httpx.Client]


def until(happened: Callable[[], bool]) -> None:
    """Wait for what must happen, however busy the machine is."""
    end = time.monotonic() + PATIENCE
    while not happened():
        assert time.monotonic() < end, "it has not happened"
        time.sleep(0.02)


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
            return stack.enter_context(asking(app))

        yield start


@pytest.fixture
def client(serve: Serve) -> httpx.Client:
    return serve(access=Access(token=TOKEN, updates=True))
