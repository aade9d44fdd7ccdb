"""A request that is not served: the status, and why, in both languages."""

from dataclasses import dataclass

from graph.texts import Bilingual


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an accident
    """Stop serving a request; ``api.pages.frame.errors`` gives the answer its shape."""

    def __init__(self, status: int, zh: str, en: str) -> None:
        super().__init__(en)
        self.status = status
        self.message = Bilingual(zh=zh, en=en)


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal as JSON has it."""

    status: int
    message: Bilingual
