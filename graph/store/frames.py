"""What the server and a query worker say to each other, over one socket.

    frame = length of head (4 bytes, big endian) · length of body (4 bytes) · head (JSON, UTF-8) · body

The head of a request is a ``Request`` and its body the query (UTF-8); the head of a reply is a ``Reply`` and its body
the result. A head is the list of the values, in the order of the fields: thousands go over the socket each second.
"""

import json
import struct
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import lru_cache
from operator import attrgetter

from extract.messages import Message, packed, unpacked

MEMORY_SPENT = 75  # exit code of a worker that outgrew its memory where the system does not see to it
PREFIX = struct.Struct("!II")


class QueryOutcome(StrEnum):
    """How a request ended inside the worker. A killed worker sends nothing."""

    OK = "ok"
    SYNTAX = "syntax"
    UNFIT = "unfit"  # a query that parses and cannot be answered, as one that calls an unknown function
    UNREACHABLE = "unreachable"  # a store server that does not answer, or gives half an answer
    STALE = "stale"  # the snapshot has gone, because there are newer ones
    FAILED = "failed"
    TOO_LARGE = "too_large"
    NO_MEMORY = "no_memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One query and its bounds.

    ``base`` resolves relative IRIs. ``default`` and ``named`` are the dataset that the protocol names, both ``None``
    where it names none; ``union`` makes the default graph the union of all graphs. ``rows`` bounds the triples of a graph; for a table it is the LIMIT that
    the server put into the query (0: none), and reaching it marks the reply as cut. With ``rehearsal`` the text is an
    update, to be run on the folder ``source``, a copy that it may change.
    """

    source: str
    media_type: str
    seconds: float
    rows: int
    bytes: int
    base: str = ""
    union: bool = True
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    rehearsal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """How it ended; ``line`` and ``column`` (from 1) where a query breaks off; ``cut`` where rows may be missing.

    ``swollen`` says that the worker has grown so much that it had better be replaced.
    """

    outcome: QueryOutcome
    cut: bool = False
    swollen: bool = False
    line: int = 0
    column: int = 0
    reason: Message | None = None


_NAMES = {kind: tuple(field.name for field in fields(kind)) for kind in (Request, Reply)}
_VALUES = {kind: attrgetter(*names) for kind, names in _NAMES.items()}


def pack(head: Request | Reply, body: bytes) -> bytes:
    """Make a frame."""
    data = _written(head)
    return PREFIX.pack(len(data), len(body)) + data + body


# most heads of a second are the same, but for the query in the body
@lru_cache(maxsize=128)
def _written(head: Request | Reply) -> bytes:
    return json.dumps(_VALUES[type(head)](head), default=packed).encode("ascii")


@lru_cache(maxsize=128)
def unpack_request(head: bytes) -> Request:
    """Read the head of a request."""
    data = dict(zip(_NAMES[Request], json.loads(head), strict=True))
    for field in ("default", "named"):
        if data[field] is not None:
            data[field] = tuple(data[field])
    return Request(**data)


@lru_cache(maxsize=128)
def unpack_reply(head: bytes) -> Reply:
    """Read the head of a reply."""
    data = dict(zip(_NAMES[Reply], json.loads(head), strict=True))
    reason = data["reason"] and unpacked(data["reason"])
    return Reply(**data | {"outcome": QueryOutcome(data["outcome"]), "reason": reason})
