"""Read older Word and WPS files through LibreOffice, where it is installed."""

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from extract.reader.refusal import unreadable
from extract.records import Bilingual

_SECONDS: Final = 120
_PROGRAMS: Final = ("soffice", "libreoffice")
_SUFFIXES: Final = {".doc", ".wps", ".rtf", ".dot", ".wpt"}
_SAVE_AS: Final = Bilingual(
    zh="请用 Word 或 WPS 另存为 docx 后再导入", en="Save it as docx in Word or WPS and import that"
)


def to_docx(data: bytes, name: str) -> bytes:
    """Turn an older file into docx, in a folder and with a profile that are gone afterwards.

    Raises:
        UnreadableSourceError: when LibreOffice is not installed, fails, or takes more than two minutes.
    """
    program = next((found for found in map(shutil.which, _PROGRAMS) if found), None)
    if program is None:
        what = Bilingual(
            zh="是旧版 Word 或 WPS 格式，本机没有安装 LibreOffice，无法转换",
            en="is an older Word or WPS file, and LibreOffice is not installed to convert it",
        )
        raise unreadable(name, what=what, remedy=_SAVE_AS)
    with TemporaryDirectory(prefix="dutygraph-") as folder:
        return _converted(program, data, name, Path(folder))


def _converted(program: str, data: bytes, name: str, folder: Path) -> bytes:
    suffix = Path(name).suffix.lower()
    source = folder / f"source{suffix if suffix in _SUFFIXES else '.doc'}"
    source.write_bytes(data)
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx",
        "--outdir",
        str(folder / "out"),
        str(source),
    ]
    try:
        subprocess.run(command, capture_output=True, timeout=_SECONDS, check=True)  # noqa: S603  no shell, own file names
        return (folder / "out" / "source.docx").read_bytes()
    except (subprocess.SubprocessError, OSError) as error:
        what = Bilingual(
            zh="无法用 LibreOffice 转换，可能已损坏或加密",
            en="could not be converted by LibreOffice: damaged or encrypted",
        )
        raise unreadable(name, what=what, remedy=_SAVE_AS) from error
