"""Requests as an application gets them, without a server."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.types import Message


def request(
    headers: Mapping[str, str] | None = None, body: bytes = b"", query: str = "", client: tuple[str, int] | None = None
) -> Request:
    """A request whose body comes in two pieces."""
    half = len(body) // 2
    pieces = [body[:half], body[half:]]

    async def coming() -> Message:
        return {"type": "http.request", "body": pieces.pop(0), "more_body": bool(pieces)}

    named = [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()]
    scope = {
        "type": "http",
        "app": None,  # there is one: what the parser of forms refuses becomes an answer
        "method": "POST",
        "path": "/",
        "query_string": query.encode(),
        "headers": named,
        "client": client,
    }
    return Request(scope, coming)
