"""Have one document read in a separate process, and end that process when it takes too long or is not wanted."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import api
from api.imports.border import DocumentReading, unpack
from extract.errors import ExtractError, SourceTooLargeError, UnreadableSourceError
from extract.messages import message, unpacked
from extract.readers.office import modernised
from extract.readers.sniff import FileKind, kind_of
from graph.store.system import module_command

MOST_ANSWER = 512 << 20  # characters; the longest text there may be needs a tenth
_PASSWORD = "EncryptedPackage".encode("utf-16-le")  # the mark of a Word file behind a password


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What reading one document may cost: seconds from start to end, bytes of address space."""

    seconds: float
    memory: int


class CancelledError(Exception):
    """No client waits for the document any more."""


class ReadingJob:
    """One document on its way through a process.

    Guarantees:
        1. ``end`` may be called from any thread, at any time, more than once.
        2. When ``run`` returns or raises, the process is gone.
    """

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._lock = threading.Lock()
        self._process: subprocess.Popen[str] | None = None
        self._cancelled = False
        self._late = False

    def end(self) -> None:
        """Cancel the task."""
        with self._lock:
            self._cancelled = True
            self._kill()

    def run(self, file: Path, name: str, sha256: str, tell: Callable[[str], None]) -> DocumentReading:
        """Read a document.

        Args:
            file: where its bytes are.
            name: its name for people; never used as a path.
            sha256: the hash of its bytes.
            tell: told of each step: read, outline, clauses, units, graph.

        Raises:
            CancelledError: when ``end`` was called.
            ExtractError: when the document cannot be read, or takes more than its bounds.
        """
        file = self._modern(file, name)
        timer = threading.Timer(self._bounds.seconds, self._too_late)
        timer.daemon = True
        try:
            process = self._start(file, name, sha256)
            timer.start()
            reading = _listen(process, tell)
        finally:
            timer.cancel()
            code = self._close()
        if reading is None:
            raise self._death(code, name)
        return reading

    def _modern(self, file: Path, name: str) -> Path:
        """Convert an older file; a converter that no client waits for any more is ended."""
        try:
            return modern(file, name, stopped=lambda: self._cancelled)
        except ExtractError as error:
            if self._cancelled:
                raise CancelledError from error
            raise

    def _start(self, file: Path, name: str, sha256: str) -> "subprocess.Popen[str]":
        with self._lock:
            if self._cancelled:
                raise CancelledError
            bounds = (str(self._bounds.seconds), str(self._bounds.memory))
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module, no shell
                [*module_command("api.imports.worker"), str(file), name, sha256, *bounds],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                encoding="utf-8",
                errors="surrogatepass",
                env=environment(),
            )
            return self._process

    def _too_late(self) -> None:
        with self._lock:
            self._late = True
            self._kill()

    def _kill(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.kill()

    def _close(self) -> int:
        """Make sure that the process is gone; give its exit code."""
        with self._lock:
            self._kill()
            process = self._process
        if process is None:
            return 0
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
        return process.wait()

    def _death(self, code: int, name: str) -> ExtractError | CancelledError:
        """Say why the process ended without an answer."""
        if self._cancelled:
            return CancelledError()
        if self._late or code == -24:  # SIGXCPU: the system's own count of processor time
            seconds = f"{self._bounds.seconds:g}"
            return SourceTooLargeError(
                message(
                    "{name}：{seconds} 秒内没有读完，已停止。请拆分后分别导入，或另存为 docx 再试。",
                    name=name,
                    seconds=seconds,
                )
            )
        return UnreadableSourceError(
            message("{name}：读取时进程意外结束（多半是内存不够）。请拆分后分别导入，或另存为 docx 再试。", name=name)
        )


def modern(file: Path, name: str, *, stopped: Callable[[], bool] = lambda: False) -> Path:
    """Convert an older Word, Excel or WPS file, and give the new file next to it; others are returned unchanged.

    The converter is a separate program, bounded in time, memory and output, which the process that reads may not start.
    It is ended when ``stopped`` says so.

    Raises:
        UnreadableSourceError: when it cannot be converted.
    """
    data = file.read_bytes()
    if kind_of(data, name) is not FileKind.OFFICE or _PASSWORD in data:
        return file
    new = file.with_suffix(".modern")
    new.write_bytes(modernised(data, name, stopped=stopped))
    return new


def _listen(process: "subprocess.Popen[str]", tell: Callable[[str], None]) -> DocumentReading | None:
    """Follow a process to its answer; None when it ends without one.

    Raises:
        ExtractError: as the process says.
    """
    if process.stdout is None:
        return None
    while line := process.stdout.readline(MOST_ANSWER):
        if line.startswith('{"step"'):
            tell(str(json.loads(line)["step"]))
        elif line.startswith('{"fault"'):
            fault = json.loads(line)["fault"]
            raise UnreadableSourceError(unpacked(fault))
        else:
            return unpack(line) if line.endswith("\n") else None
    return None


def environment() -> dict[str, str]:
    """Give what a process is told: where the program is, and none of the server's secrets."""
    here = str(Path(api.__file__).parent.parent)
    path = os.pathsep.join([here, *(entry for entry in sys.path if entry)])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DUTYGRAPH_")}
    return {**kept, "PYTHONPATH": path, "PYTHONUTF8": "1", "MALLOC_ARENA_MAX": "2"}
