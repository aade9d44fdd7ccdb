"""What a query may use, and who may write."""

from dataclasses import dataclass, field

from api.edge.throttle import Throttle


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The bounds of one query, and of all together.

    Attributes:
        seconds: the time of a query; a request may set less (``timeout``, in seconds).
        rows: the rows of a table, or the triples of a graph; more are cut off, with a notice.
        result_bytes: the size of a written result; more is refused (413).
        query_bytes: the size of a query or update text.
        upload_bytes: the size of a graph sent in.
        memory_bytes: the memory of one worker (507 when it is spent).
        workers: the workers ready for quick queries.
        most_workers: the most workers, with those that slow queries hold.
        slow_after: the seconds after which a query counts as slow and another worker takes its place.
        queue: how many queries may wait for a worker (503 when there are more).
        queue_seconds: how long one may wait (503 after that).
    """

    seconds: float = 10.0
    rows: int = 100_000
    result_bytes: int = 32 << 20
    query_bytes: int = 1 << 20
    upload_bytes: int = 256 << 20
    memory_bytes: int = 1 << 30
    workers: int = 2
    most_workers: int = 8
    slow_after: float = 0.2
    queue: int = 256
    queue_seconds: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Who may change graphs over HTTP: a client that sends the token; without a token no client.

    ``updates`` switches SPARQL updates on, which take the token as well. ``union`` makes the graph of a query that names
    none the union of all graphs; the other choice is the graph without a name. ``throttle`` counts wrong tokens.
    """

    token: str = ""
    updates: bool = False
    union: bool = True
    throttle: Throttle = field(default_factory=Throttle)
