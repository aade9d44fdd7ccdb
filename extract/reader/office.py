"""Read older Word, Excel and WPS files through LibreOffice, where it is installed."""

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from extract.reader.refusal import unreadable
from extract.records import Bilingual

_SECONDS: Final = 120
_PROGRAMS: Final = ("soffice", "libreoffice")
_TEXTS: Final = frozenset({".doc", ".wps", ".rtf", ".dot", ".wpt"})
_SHEETS: Final = frozenset({".xls", ".et", ".xlt"})
_WORKBOOK: Final = "Workbook".encode("utf-16-le")  # the name of the main stream of an older Excel file
_SAVE_AS: Final = Bilingual(
    zh="请用 Office 或 WPS 另存为 docx 或 xlsx 后再导入", en="Save it as docx or xlsx in Office or WPS and import that"
)


def modernised(data: bytes, name: str) -> bytes:
    """Turn an older file into docx or xlsx, in a folder and with a profile that are gone afterwards.

    Raises:
        UnreadableSourceError: when LibreOffice is not installed, fails, or takes more than two minutes.
    """
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        what = Bilingual(
            zh="是旧版 Office 或 WPS 格式，本机没有安装 LibreOffice，无法转换",
            en="is an older Office or WPS file, and LibreOffice is not installed to convert it",
        )
        raise unreadable(name, what=what, remedy=_SAVE_AS)
    with TemporaryDirectory(prefix="dutygraph-") as folder:
        return _converted(program, data, name, Path(folder))


def _converted(program: str, data: bytes, name: str, folder: Path) -> bytes:
    suffix = Path(name).suffix.lower()
    is_sheet = suffix in _SHEETS or (suffix not in _TEXTS and _WORKBOOK in data)
    if suffix not in _TEXTS | _SHEETS:
        suffix = ".xls" if is_sheet else ".doc"
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
        _run(command)
        return (folder / "out" / f"source.{target}").read_bytes()
    except (subprocess.SubprocessError, OSError) as error:
        what = Bilingual(
            zh="无法用 LibreOffice 转换，可能已损坏或加密",
            en="could not be converted by LibreOffice: damaged or encrypted",
        )
        raise unreadable(name, what=what, remedy=_SAVE_AS) from error


def _run(command: list[str]) -> None:
    """Run the converter as a group of its own, so that nothing of it is left when its time is up."""
    nowhere = dict.fromkeys(
        ("http_proxy", "https_proxy", "ftp_proxy"), "http://127.0.0.1:9"
    )  # linked pictures stay unfetched
    process = subprocess.Popen(  # noqa: S603  no shell, own file names
        command,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **nowhere},
        start_new_session=True,
    )
    try:
        code = process.wait(timeout=_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    if code:
        raise subprocess.CalledProcessError(code, command)
