"""Files that LibreOffice has to read: which they are, and that the converter keeps its bounds. A stand-in plays its part."""

import os
import sys
from pathlib import Path

import pytest

from extract.errors import UnreadableSourceError
from extract.formats import Format
from extract.readers import read_bytes
from extract.readers.office import modernised
from extract.readers.sniff import FileKind, kind_of
from tests.extract.readers.makers import word, workbook, zipped

STAND_IN = """#!{python}
import os, pathlib, shutil, sys, time
here = pathlib.Path(__file__).parent
target = sys.argv[sys.argv.index("--convert-to") + 1]
out = pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
(here / "seen").write_text(pathlib.Path(sys.argv[-1]).suffix + " " + target)
{act}
out.mkdir()
shutil.copy(here / ("answer." + target), out / ("source." + target))
"""
OPEN_TEXT = zipped({"mimetype": ""}).replace(b"mimetype", b"mimetypeapplication/vnd.oasis.opendocument.text", 1)
OPEN_SHEET = OPEN_TEXT.replace(b"opendocument.text", b"opendocument.spreadsheet")
ONE_FILE = b'<?xml version="1.0"?>\n<?mso-application progid="Word.Document"?><w:wordDocument/>'
ONE_SHEET = ONE_FILE.replace(b"Word.Document", b"Excel.Sheet")


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PATH", str(tmp_path))
    (tmp_path / "answer.docx").write_bytes(word("<w:p><w:r><w:t>文字</w:t></w:r></w:p>"))
    (tmp_path / "answer.xlsx").write_bytes(workbook([["表格"]]))
    act(tmp_path, "")
    return tmp_path


def act(folder: Path, what: str) -> None:
    program = folder / "soffice"
    program.write_text(STAND_IN.format(python=sys.executable, act=what), "utf-8")
    program.chmod(0o755)


@pytest.mark.parametrize(
    ("data", "name", "seen", "text"),
    [
        (OPEN_TEXT, "plan.odt", ".odt docx", "文字"),
        (OPEN_SHEET, "plan.ods", ".ods xlsx", "表格"),
        (OPEN_SHEET, "plan.txt", ".xls xlsx", "表格"),  # by its bytes, whatever it is called
        (b"{\\rtf1 x}", "plan.doc", ".doc docx", "文字"),
        (ONE_FILE, "plan.doc", ".xml docx", "文字"),
        (b"\xef\xbb\xbf" + ONE_SHEET, "plan.xls", ".xml xlsx", "表格"),
    ],
    ids=["odt", "ods", "misnamed", "rtf", "wordml", "excelml"],
)
def test_what_the_converter_has_to_read(stand_in: Path, data: bytes, name: str, seen: str, text: str) -> None:
    assert text in read_bytes(data, name).text
    assert (stand_in / "seen").read_text() == seen


def test_a_page_or_a_plan_is_not_for_the_converter() -> None:
    assert kind_of(b'<?xml version="1.0"?><!DOCTYPE html><html>', "plan.doc") is Format.HTML
    assert kind_of(b'<?xml version="1.0"?><plan/>', "plan.xml") is Format.TXT
    assert kind_of(zipped({"mimetype": "x"}), "plan.docx") is FileKind.ZIP


@pytest.mark.parametrize(
    "what", ["raise SystemExit(3)", "bytearray(16 << 30)", "sys.exit()", "(here / 'seen').open('ab').truncate(2 << 30)"]
)
def test_a_converter_that_fails_or_passes_its_bounds_is_an_error(stand_in: Path, what: str) -> None:
    act(stand_in, what)
    with pytest.raises(UnreadableSourceError, match="无法用 LibreOffice 转换"):
        modernised(b"{\\rtf1 x}", "plan.rtf")


def test_a_converter_nobody_waits_for_is_ended(stand_in: Path) -> None:
    mark = stand_in / "pid"
    act(
        stand_in,
        f"pathlib.Path({str(mark) + '~'!r}).write_text(str(os.getpid())); os.rename({str(mark) + '~'!r}, {str(mark)!r}); time.sleep(600)",
    )
    with pytest.raises(UnreadableSourceError):
        modernised(b"{\\rtf1 x}", "plan.rtf", stopped=mark.exists)
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text()), 0)


def test_without_the_converter_a_person_is_told_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(UnreadableSourceError) as refused:
        read_bytes(OPEN_TEXT, "plan.odt")
    assert "OpenDocument" in refused.value.message.render()
    assert "另存为 docx" in refused.value.message.render()
