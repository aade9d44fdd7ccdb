"""The form does not change the answer: the same tasks, roles, mentions and units, whatever file the plan comes in."""

import re
import shutil
import subprocess
from dataclasses import replace
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from extract.pipeline import extract
from extract.readers import read_bytes
from extract.records import Extraction, Unit
from tests.extract import forms

DOCS = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "docs"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
OFFICE = shutil.which("soffice")
# labelled lines under own-line headings; brackets with 牵头 and 配合; labelled brackets, some of them never closed
LABELLED = ("009", "025", "046")

corpus = [
    pytest.mark.corpus,
    pytest.mark.skipif(not DOCS.is_dir(), reason="the development corpus is not beside this checkout"),
]


@cache
def original(number: str) -> Extraction:
    if number == "000":
        return extract(read_bytes((files("extract") / "examples" / "changji-2015.txt").read_bytes(), "plan.txt"))
    (path,) = DOCS.glob(f"{number}-*.txt")
    return extract(read_bytes(path.read_bytes(), "plan.txt"))


def assert_same(again: Extraction, first: Extraction) -> None:
    assert first.tasks
    assert forms.said(again) == forms.said(first)
    assert {unit.id: unit for unit in again.units} == {unit.id: unit for unit in first.units}
    assert forms.bare(again.plan.title) == forms.bare(first.plan.title)
    assert (again.plan.place_code, again.plan.issued) == (first.plan.place_code, first.plan.issued)


def assert_same_rows(again: Extraction, first: Extraction) -> None:
    """A 分工表 has no headings, no printed numbers, no order across its columns, and no date to choose a label by."""
    assert first.tasks
    assert [forms.bare(task.text) for task in again.tasks] == [forms.without_clauses(first, t) for t in first.tasks]
    have, want = ([forms.duties(result, task) for task in result.tasks] for result in (again, first))
    assert [sorted(duties) for duties in have] == [sorted(duties) for duties in want]
    assert [forms.deadlines(task) for task in again.tasks] == [forms.deadlines(task) for task in first.tasks]
    assert _undated(again, have) == _undated(first, want)


def _undated(result: Extraction, rows: list[tuple[forms.Duty, ...]]) -> set[Unit]:
    return {replace(unit, name="") for unit in result.units if unit.id in _named(rows)}


def _named(duties: list[tuple[forms.Duty, ...]]) -> set[str]:
    return {duty.unit for one in duties for duty in one}


def outline_of(result: Extraction) -> list[tuple[str, str, str]]:
    """Number, innermost heading and first words of each task."""
    return [
        (t.number, forms.bare("".join(forms.headings(result, t)[-1:])), forms.bare(t.text)[:12]) for t in result.tasks
    ]


def duties_said(result: Extraction) -> list[tuple[str, str]]:
    return [(a.role, forms.bare(a.mention.words)) for a in result.assignments if a.basis.counted]


@pytest.mark.parametrize(
    ("between", "behind"),
    [(" ", ""), ("\n\n", ""), ("\n", " ")],
    ids=["one line", "empty lines", "blanks behind signs"],
)
def test_the_white_space_of_a_text_does_not_change_who_does_what(between: str, behind: str) -> None:
    text = original("000").document.text
    again = re.sub(r"([:：,，、])", rf"\1{behind}", re.sub(r"\s*\n\s*", between, text))
    read = extract(read_bytes(again.encode(), "plan.txt"))
    assert duties_said(read) == duties_said(original("000"))
    assert len(read.tasks) == len(original("000").tasks)


@pytest.mark.parametrize("form", forms.FORMS)
def test_the_example_says_the_same_in_every_form(form: str) -> None:
    name, written = forms.FORMS[form]
    assert_same(extract(read_bytes(written(original("000")), name)), original("000"))


@pytest.mark.parametrize("form", forms.TABLES)
def test_the_example_says_the_same_as_a_table(form: str) -> None:
    assert_same_rows(extract(read_bytes(forms.as_workbook(original("000"), form), "plan.xlsx")), original("000"))


def test_the_example_says_the_same_at_tab_stops() -> None:
    written = forms.as_tabs(original("000"), "unit columns")
    assert_same_rows(extract(read_bytes(written, "plan.txt")), original("000"))


def test_the_example_has_the_same_outline_without_line_breaks() -> None:
    again = extract(read_bytes(forms.as_one_line(original("000")), "plan.txt"))
    assert outline_of(again) == outline_of(original("000"))


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium to print with")
def test_the_example_says_the_same_printed_by_a_browser(tmp_path: Path) -> None:
    source, out = tmp_path / "plan.html", tmp_path / "plan.pdf"
    style = "<style>@page{margin:25mm}body{font:16pt/28pt serif}p,h1,h2,h3{margin:0;text-align:justify}</style>"
    source.write_bytes(forms.as_html(original("000")).replace(b"</head>", style.encode() + b"</head>"))
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    command += [f"--print-to-pdf={out}", source.as_uri()]  # with the browser's own header and footer
    subprocess.run(command, check=True, capture_output=True, timeout=400)
    assert_same(extract(read_bytes(out.read_bytes(), "plan.pdf")), original("000"))


@pytest.mark.skipif(OFFICE is None, reason="there is no LibreOffice to print with")
@pytest.mark.parametrize("target", ["pdf", "doc"])
def test_the_example_says_the_same_through_libreoffice(tmp_path: Path, target: str) -> None:
    source = tmp_path / "plan.docx"
    source.write_bytes(forms.as_docx(original("000")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(OFFICE), "--headless", profile, "--convert-to", target, "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=400)
    assert_same(extract(read_bytes((tmp_path / f"plan.{target}").read_bytes(), f"plan.{target}")), original("000"))


class TestCorpus:
    pytestmark = corpus

    @pytest.mark.parametrize("form", forms.FORMS)
    @pytest.mark.parametrize("number", LABELLED)
    def test_a_plan_says_the_same_in_every_form(self, number: str, form: str) -> None:
        name, written = forms.FORMS[form]
        assert_same(extract(read_bytes(written(original(number)), name)), original(number))

    @pytest.mark.parametrize("form", forms.TABLES)
    @pytest.mark.parametrize("number", LABELLED)
    def test_a_plan_says_the_same_as_a_table(self, number: str, form: str) -> None:
        assert_same_rows(extract(read_bytes(forms.as_workbook(original(number), form), "plan.xlsx")), original(number))

    @pytest.mark.parametrize("number", ["004", "007", "009", "053"])
    def test_a_plan_has_the_same_outline_without_line_breaks(self, number: str) -> None:
        again = extract(read_bytes(forms.as_one_line(original(number)), "plan.txt"))
        assert outline_of(again) == outline_of(original(number))
