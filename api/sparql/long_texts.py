"""Parse long texts one at a time and in a thread, so that all other requests go on."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from api.sparql.runs import Stopped, StoppedError

_Read = TypeVar("_Read")
_LONG = 1 << 14  # characters that are parsed in about a tenth of a second


class LongTexts:
    """Whose turn it is to parse a long text; belongs to one event loop."""

    def __init__(self, patience: float) -> None:
        """Wait at most ``patience`` seconds for a turn."""
        self._patience = patience
        self._turn = asyncio.Lock()

    async def read(self, read: Callable[[str], _Read], text: str) -> _Read:
        """Give ``read(text)``.

        Raises:
            StoppedError: others were parsing all the time.
        """
        if len(text) < _LONG:
            return read(text)
        try:
            async with asyncio.timeout(self._patience):
                await self._turn.acquire()
        except TimeoutError as error:
            raise StoppedError(Stopped.BUSY) from error
        try:
            return await asyncio.to_thread(read, text)
        finally:
            self._turn.release()
