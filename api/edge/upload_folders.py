"""Where the files of a request are until they are read, and nowhere else.

Guarantees:
    1. A request that is refused leaves nothing.
    2. What a killed server left there is removed when the next one starts.
    3. No other user of the machine can read it.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import mkdtemp

_MODE = 0o700


class UploadFolders:
    """The folders of one server, inside its data folder, which one process holds; without one in a temporary folder."""

    def __init__(self, data: Path | None) -> None:
        """Remove what an earlier server left."""
        self._root = None if data is None else data / "uploads"
        if self._root is not None:
            shutil.rmtree(self._root, ignore_errors=True)

    @asynccontextmanager
    async def handed_over(self) -> AsyncIterator[Path]:
        """Make a folder that the block hands over to who reads the files; where the block raises it is removed."""
        folder = await asyncio.to_thread(self.make)
        try:
            yield folder
        except BaseException:
            await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)
            raise

    def make(self) -> Path:
        """Make a folder for the files of one request; the caller removes it.

        Raises:
            OSError: the disk is full or fails.
        """
        if self._root is not None:
            self._root.mkdir(mode=_MODE, exist_ok=True)
        return Path(mkdtemp(prefix="dutygraph-upload-", dir=self._root))
