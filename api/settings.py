"""What the person who starts the server decides; handed in, never read from a global."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The choices of one server.

    Guarantees:
        1. An empty ``token`` means that nothing can be written over HTTP.
        2. The defaults bind to the loopback address alone.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    token: str = ""
    data: Path | None = None
    upload_bytes: int = 20_000_000  # one request, all files together
    upload_files: int = 50
    query_seconds: float = 10.0
    page_rows: int = 100

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        return self.host in {"127.0.0.1", "localhost", "::1"}

    @property
    def address(self) -> str:
        """The address to open in a browser."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"
