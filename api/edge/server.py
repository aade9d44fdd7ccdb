"""The server: uvicorn within the bounds of ``api.edge.connections``, for any application.

uvicorn itself bounds the time between two requests and nothing else; hypercorn and granian bound the head of a request,
and neither bounds what clients do not take. ``docs/decisions/0023-a-bounded-protocol-on-uvicorn.md`` has the measures.
"""

import socket
from collections.abc import Callable
from dataclasses import replace

import uvicorn
from starlette.types import ASGIApp

from api.edge.bounded_http import protocol_within
from api.edge.connections import ConnectionLimits
from api.edge.delivery import Delivery
from graph.store.system import allow_files

_FILES = 3  # that may be open for each connection: itself, and those of store and workers
_GRACE = 3  # seconds that requests have to end when the server does


class BoundedServer(uvicorn.Server):
    """A server that tells once it answers, and ends in order from then on.

    Guarantees:
        1. When ``announce`` is called the signal handlers are in place and the address is answered.
    """

    def __init__(
        self, app: ASGIApp, announce: Callable[[], None] = lambda: None, limits: ConnectionLimits | None = None
    ) -> None:
        """Serve ``app`` within ``limits``."""
        limits = limits or ConnectionLimits()
        config = uvicorn.Config(
            Delivery(app, limits.answer_bytes),
            http=protocol_within(limits),
            ws="none",
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=_GRACE,
            proxy_headers=False,  # no proxy is known whose word on the client could be taken
            server_header=False,
        )
        super().__init__(config)
        self._announce = announce

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen."""
        await super().startup(sockets)
        if not self.should_exit:
            self._announce()


def allow_connections(limits: ConnectionLimits) -> ConnectionLimits:
    """Let the process open the files that connections and store need; give fewer connections where the system does not."""
    most = allow_files(_FILES * limits.connections) // _FILES
    return replace(
        limits, connections=min(limits.connections, most), peer_connections=min(limits.peer_connections, most)
    )
