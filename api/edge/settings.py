"""What the person who starts the server decides; handed in, never read from a global."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The choices of one server.

    Guarantees:
        1. An empty ``token`` means that nothing can be written over HTTP.
        2. The defaults bind to the loopback address alone.

    Attributes:
        names: further host names under which the server answers; see ``api.edge.hosts``.
        open_browser: whether the start opens the pages in the browser of this machine.
        updates: whether SPARQL updates are on; they take the token as well.
        upload_bytes: the size of one request, all files together.
        import_seconds: the time one document may take, from its bytes to its triples.
        import_memory: the address space of the process that reads one document, in bytes.
        staff: people by the name of the unit, as the office gives them.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str = ""
    data: Path | None = None
    names: tuple[str, ...] = ()
    updates: bool = False
    upload_bytes: int = 128 << 20
    upload_files: int = 50
    import_seconds: float = 180.0
    import_memory: int = 3 << 30
    query_seconds: float = 10.0
    page_rows: int = 100
    open_browser: bool = False
    staff: Mapping[str, int] = field(default_factory=dict)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in {"127.0.0.1", "localhost", "::1"}

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"
