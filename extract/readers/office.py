"""Read older Word, Excel and WPS files, RTF and OpenDocument through LibreOffice, where it is installed."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from extract.messages import message
from extract.readers.refusal import unreadable

_SECONDS: Final = 120
_ASKED_EVERY: Final = 0.25  # seconds
_PROGRAMS: Final = ("soffice", "libreoffice")
_MEMORY: Final = 6 * 2**30  # bytes of address space: LibreOffice reserves far more than it uses
_OUTPUT: Final = 2**30  # bytes of one file it may write
_TEXTS: Final = frozenset({".doc", ".wps", ".rtf", ".dot", ".wpt", ".odt", ".ott", ".fodt"})
_SHEETS: Final = frozenset({".xls", ".et", ".xlt", ".ods", ".ots", ".fods"})
ENDINGS: Final = _TEXTS | _SHEETS
_HEAD_BYTES: Final = 4096
_SPREADSHEETS: Final = (b"opendocument.spreadsheet", b'progid="Excel.Sheet"')
# Bounds are set by a process of its own that becomes the converter: nothing of ours runs between fork and exec.
_BOUNDED: Final = """
import os, resource, sys
memory, output, seconds = map(int, sys.argv[1:4])
for limit, value in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_FSIZE, output), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
    hard = resource.getrlimit(limit)[1]
    least = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(limit, (least, least))
os.nice(10)
os.execvp(sys.argv[4], sys.argv[4:])
"""
_BOUNDING: Final = (  # a bundle has no interpreter, and other systems no such bounds: there the time alone is bounded
    (sys.executable, "-I", "-S", "-c", _BOUNDED) if os.name == "posix" and not getattr(sys, "frozen", False) else ()
)
_WORKBOOK: Final = "Workbook".encode("utf-16-le")  # the name of the main stream of an older Excel file
_SAVE_AS: Final = message("请用 Office 或 WPS 另存为 docx 或 xlsx 后再导入")


def modernised(data: bytes, name: str, *, stopped: Callable[[], bool] = lambda: False) -> bytes:
    """Turn an older file into docx or xlsx, in a folder and with a profile that are gone afterwards.

    Args:
        data: the entire file.
        name: its name; its ending helps LibreOffice, and errors name it.
        stopped: called a few times a second; when it says so the converter is ended.

    Guarantees:
        1. The converter is its own process with bounds of time, memory and output, gone when this returns.

    Raises:
        UnreadableSourceError: when LibreOffice is not installed, fails, is stopped, or takes more than its bounds.
    """
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        what = message("是旧版 Office、WPS、RTF 或 OpenDocument 格式，本机没有安装 LibreOffice，无法转换")
        raise unreadable(name, what=what, remedy=_SAVE_AS)
    with TemporaryDirectory(prefix="dutygraph-") as folder:
        return _converted(program, data, name, Path(folder), stopped)


def _kind_of_file(data: bytes, name: str) -> tuple[str, bool]:
    """Give the ending that LibreOffice knows the bytes by, and whether they are a workbook."""
    suffix = Path(name).suffix.lower()
    head = data[:_HEAD_BYTES]
    is_sheet = any(mark in head for mark in _SPREADSHEETS)
    if head.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml"):
        flat = ".fods" if is_sheet else ".fodt"
        return (flat if b"<office:" in head else ".xml"), is_sheet
    if suffix in _TEXTS | _SHEETS:
        return suffix, suffix in _SHEETS
    is_sheet = is_sheet or _WORKBOOK in data
    return (".xls" if is_sheet else ".doc"), is_sheet


def _converted(program: str, data: bytes, name: str, folder: Path, stopped: Callable[[], bool]) -> bytes:
    suffix, is_sheet = _kind_of_file(data, name)
    target = "xlsx" if is_sheet else "docx"
    source = folder / f"source{suffix}"
    source.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        target,
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    try:
        _run(command, stopped)
        return (folder / "out" / f"source.{target}").read_bytes()
    except (subprocess.SubprocessError, OSError) as error:
        what = message("无法用 LibreOffice 转换，可能已损坏或加密")
        raise unreadable(name, what=what, remedy=_SAVE_AS) from error


def _run(command: list[str], stopped: Callable[[], bool]) -> None:
    """Run the converter as its own group, so that nothing of it is left when its time is up."""
    nowhere = dict.fromkeys(
        ("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9"
    )  # linked pictures stay unfetched
    bounds = [str(bound) for bound in (_MEMORY, _OUTPUT, _SECONDS)]
    process = subprocess.Popen(  # noqa: S603  no shell, own file names
        [*_BOUNDING, *bounds, *command] if _BOUNDING else command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **nowhere},
        start_new_session=True,
    )
    try:
        code = _ended(process, stopped)
    finally:
        with suppress(ProcessLookupError):  # its group is gone with its last process
            _kill(process)
        process.wait()
    if code:
        raise subprocess.CalledProcessError(code, command)


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """End the converter with all that it started, where the system knows groups of processes."""
    if hasattr(os, "killpg"):
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()


def _ended(process: "subprocess.Popen[bytes]", stopped: Callable[[], bool]) -> int:
    """Wait for the converter, asking now and then whether anybody still does.

    Raises:
        TimeoutExpired: when it is stopped, or its time is up.
    """
    until = time.monotonic() + _SECONDS
    while time.monotonic() < until and not stopped():
        with suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=_ASKED_EVERY)
    raise subprocess.TimeoutExpired(process.args, _SECONDS)
