"""A request that is not served: the status, and why."""

from dataclasses import dataclass

from extract.messages import Message


class RefusedRequest(Exception):  # noqa: N818 - a refusal is an answer, not an accident
    """Stop serving a request; ``api.pages.frame.errors`` gives the answer its shape."""

    def __init__(self, status: int, message: Message, *, retry_after: int = 0) -> None:
        """Refuse with ``status``; ``retry_after`` tells in how many seconds it is worth asking again, 0 that it is not."""
        super().__init__(str(message))
        self.status = status
        self.message = message
        self.headers = {"Retry-After": str(retry_after)} if retry_after else {}


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal as JSON has it."""

    status: int
    message: str
