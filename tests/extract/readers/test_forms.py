"""The form does not change what is read: one plan in every format gives the same paragraphs."""

import shutil
import subprocess
from html import escape
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import docx
import pytest

from extract.readers import read_bytes
from extract.records import BlockKind, Document
from tests.extract.readers.makers import ofd, pdf, printed, typeset, width_of

PLAN = (files("extract") / "examples" / "changji-2015.txt").read_text("utf-8")
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def bare(text: str) -> str:
    return "".join(text.split())


def paragraphs(document: Document) -> list[str]:
    return [bare(document.quote(block.span)) for block in document.blocks if block.kind is not BlockKind.NOISE]


ORIGINAL = [bare(line) for line in PLAN.splitlines() if line.strip()]


def page_of_pdf(lines: list[tuple[str, int]]) -> str:
    page = ""
    for row, (text, indent) in enumerate(lines):
        x = 80.0 + 16 * indent
        for character in text:
            page += printed(character, x, 770 - 28 * row)
            x += 16 * width_of(character)
    return page


def as_docx() -> bytes:
    made = docx.Document()
    for text in ORIGINAL:
        made.add_paragraph(text)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def as_pdf() -> bytes:
    return pdf([page_of_pdf(lines) for lines in typeset(ORIGINAL, 27, 24)])


def as_ofd() -> bytes:
    pages = typeset(ORIGINAL, 34, 24)
    return ofd([[(text, 20 + 5 * indent, 30 + 9 * row) for row, (text, indent) in enumerate(lines)] for lines in pages])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("plan.txt", PLAN.encode("gb18030")),
        ("plan.txt", PLAN.replace("\n", "\r\n").encode("utf-16")),
        ("plan.html", f"<html><body>{''.join(f'<p>　　{escape(text)}</p>' for text in ORIGINAL)}".encode()),
        ("plan.docx", as_docx()),
        ("plan.pdf", as_pdf()),
        ("plan.ofd", as_ofd()),
    ],
    ids=["gb18030", "utf-16", "html", "docx", "pdf", "ofd"],
)
def test_a_plan_reads_the_same_in_every_form(name: str, data: bytes) -> None:
    assert paragraphs(read_bytes(data, name)) == ORIGINAL


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to print with")
def test_a_plan_printed_by_a_browser_reads_the_same(tmp_path: Path) -> None:
    style = "@page{margin:25mm}body{font:16pt/28pt serif}p{margin:0;text-indent:2em;text-align:justify}"
    body = "".join(f"<p>{escape(text)}</p>" for text in ORIGINAL)
    (tmp_path / "plan.html").write_text(f"<meta charset=utf-8><style>{style}</style>{body}", "utf-8")
    out = tmp_path / "plan.pdf"
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += [f"--print-to-pdf={out}", "--no-pdf-header-footer", (tmp_path / "plan.html").as_uri()]
    subprocess.run(command, check=True, capture_output=True, timeout=400)
    assert paragraphs(read_bytes(out.read_bytes(), "plan.pdf")) == ORIGINAL
