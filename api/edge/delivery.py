"""Hand answers to the connection in pieces that a client can take, and bound what all large answers hold in memory.

Guarantees:
    1. A connection holds at most two pieces of an answer on top of the answer itself.
    2. All large answers together hold at most ``answer_bytes``: for a new one, those are ended whose clients take
       nothing; where that is not enough it is answered with 503.
    3. HEAD is answered wherever GET is, with the same headers and no body.

Source: RFC 9110, 9.3.2 (HEAD), 15.6.4 (503), 10.2.3 (Retry-After).
"""

import asyncio
from typing import Protocol, cast

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.edge.bounded_http import CONNECTION

PIECE = 64 << 10
LARGE = 1 << 20  # bytes of an answer from which on it counts
STALLED = 1.0  # seconds after which a client that takes nothing gives way to others
RETRY_AFTER = b"5"


class _Taker(Protocol):
    """The connection that takes an answer."""

    @property
    def stalled(self) -> float:
        """For how many seconds it has taken nothing."""

    def abort(self) -> None:
        """End it."""


class Delivery:
    """Between the server and the application."""

    def __init__(self, app: ASGIApp, answer_bytes: int) -> None:
        self._app = app
        self._most = answer_bytes
        self._held: dict[_Taker, int] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and its answer back in pieces."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["method"] == "HEAD":
            await _answer_head(self._app, scope, send)
        else:
            taker = cast("_Taker | None", scope.get("extensions", {}).get(CONNECTION))
            await self._app(scope, receive, _Pieces(send, self, taker).send)

    def hold(self, taker: _Taker, size: int) -> bool:
        """Count a large answer until it is released; say whether there was room for it."""
        if size > self._most - sum(self._held.values()):
            for one in [one for one in self._held if one.stalled > STALLED]:
                del self._held[one]
                one.abort()
        if self._held and size > self._most - sum(self._held.values()):
            return False
        self._held[taker] = size
        return True

    def release(self, taker: _Taker) -> None:
        """Forget an answer that was sent, or whose client has gone."""
        self._held.pop(taker, None)


class _Pieces:
    """The answer of one request on its way out."""

    def __init__(self, send: Send, delivery: Delivery, taker: _Taker | None) -> None:
        self._send = send
        self._delivery = delivery
        self._taker = taker
        self._start: Message | None = None
        self._refused = False

    async def send(self, event: Message) -> None:
        """Send one event; the start of an answer waits for its first piece, which tells whether there is room for it."""
        if self._refused:
            return
        if event["type"] == "http.response.start":
            self._start = event
            return
        if event["type"] != "http.response.body":
            await self._send(event)
            return
        body: bytes = event.get("body", b"")
        taker = self._taker if len(body) > LARGE else None
        if taker is not None and not self._delivery.hold(taker, len(body)):
            await self._refuse(taker)
            return
        try:
            await self._begin()
            await self._deliver(body, more=event.get("more_body", False))
        finally:
            if taker is not None:
                self._delivery.release(taker)

    async def _begin(self) -> None:
        start, self._start = self._start, None
        if start is not None:
            await self._send(start)

    async def _deliver(self, body: bytes, *, more: bool) -> None:
        whole = memoryview(body)
        for at in range(0, max(1, len(body)), PIECE):
            last = at + PIECE >= len(body)
            piece = bytes(whole[at : at + PIECE])
            await self._send({"type": "http.response.body", "body": piece, "more_body": more or not last})

    async def _refuse(self, taker: _Taker) -> None:
        """Answer 503; an answer that was begun is cut off, which its client can tell by its length."""
        self._refused = True
        if self._start is None:
            taker.abort()
            return
        headers = [(b"content-length", b"0"), (b"retry-after", RETRY_AFTER)]
        await self._send({"type": "http.response.start", "status": 503, "headers": headers})
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})


async def _answer_head(app: ASGIApp, scope: Scope, send: Send) -> None:
    """Answer as GET would, without the body; the application learns that the client has gone as soon as it begins one."""
    answered = asyncio.Event()

    async def receive() -> Message:
        if not asked:
            asked.append(True)
            return {"type": "http.request", "body": b"", "more_body": False}
        await answered.wait()
        return {"type": "http.disconnect"}

    async def head(event: Message) -> None:
        if event["type"] == "http.response.start":
            await send(event)
        elif not answered.is_set():
            answered.set()
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    asked: list[bool] = []
    await app({**scope, "method": "GET"}, receive, head)
