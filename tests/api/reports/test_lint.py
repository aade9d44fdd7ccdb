"""A draft with planted faults: each is remarked on at its words, and nothing else is."""

import io
import json
import zipfile
from collections import Counter
from importlib.resources import files

import docx
import pytest

from api.reports.annotate import annotate
from api.reports.lint import Remark, as_json, as_sarif, as_text, remarks
from api.reports.memo import ledger_memo
from api.reports.workbook import ledger_workbook
from extract.pipeline import extract
from extract.readers import read_bytes
from extract.records import Document, Severity
from graph.dataset.model import corpus_of
from ontology.catalogue import Language

HEAD = ["自治州法治政府建设实施方案", "昌吉回族自治州人民政府", "2016年5月3日", "一、主要任务", "（一）依法履行职能"]
CLEAN = [
    "1.清理规范行政审批事项。全面清理州级行政审批事项，公布目录清单。",
    "责任单位：州财政局",
    "配合单位：州审计局",
]
FAULTS = [
    *CLEAN,
    "2.健全行政执法程序。健全和完善行政执法程序，规范自由裁量。",
    "责任单位：州政府各部门",
    "配合单位：州审计局",
    "3.推行重大决策听证制度。完善听证规则，扩大听证范围。",
    "责任单位：州民政局",
    "配合单位：州民政局、州审计局",
    "4.建立公共法律服务体系。整合法律服务资源。",
    "配合单位：州审计局",
    "6.加强粮食储备安全管理。落实储备责任，开展专项检查。",
    "责任单位：州农业局",
    "配合单位：州审计局",
    "7.培育特色产业品牌。制定年度培育计划。",
    "责任单位：州戈壁鸽产业促进处",
    "配合单位：州审计局",
]
FORCE = [*HEAD, "1.加强粮食储备安全管理。落实储备责任，开展专项检查。", "责任单位：州教育局", "配合单位：州审计局"]


def word_file(*lines: str) -> bytes:
    word = docx.Document()
    for line in lines:
        word.add_paragraph(line)
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


def draft(*lines: str, name: str = "draft.docx") -> tuple[Document, bytes, tuple[Remark, ...]]:
    data = word_file(*HEAD, *lines) if name.endswith("docx") else "\n".join([*HEAD, *lines]).encode()
    document = read_bytes(data, name)
    force = corpus_of(extract(read_bytes("\n".join(FORCE).encode(), "force.txt")))
    return document, data, remarks(document, corpus_of(extract(document)), force)


def codes(found: tuple[Remark, ...]) -> list[str]:
    return [row.code for row in found]


def test_a_clean_draft_has_no_remarks() -> None:
    assert codes(draft(*CLEAN)[2]) == []


PLANTED = ["lead-collective", "lead-also-supports", "lead-none", "numbering-gap", "lead-conflict", "unknown-unit"]


@pytest.mark.parametrize("name", ["draft.docx", "draft.txt"])
def test_each_planted_fault_is_remarked_on_and_nothing_else(name: str) -> None:
    document, _, found = draft(*FAULTS, name=name)
    assert codes(found) == PLANTED
    assert all(document.text[row.start : row.end] == row.quote for row in found)
    quotes = {row.code: row.quote for row in found}
    assert quotes["lead-collective"] == "州政府各部门"
    assert quotes["lead-conflict"] == "州农业局"


@pytest.mark.parametrize("name", ["draft.docx", "draft.txt"])
def test_comments_stand_at_the_very_words_and_no_word_changes(name: str) -> None:
    document, data, found = draft(*FAULTS, name=name)
    copy = annotate(document, data, found)
    assert copy == annotate(document, data, found)
    word = docx.Document(io.BytesIO(copy))
    assert [paragraph.text for paragraph in word.paragraphs] == [*HEAD, *FAULTS]
    assert [comment.text for comment in word.comments] == [
        row.what[Language.ZH] + row.ask[Language.ZH] for row in found
    ]
    assert _covered(word) == [row.quote for row in found]


def _covered(word: object) -> list[str]:
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    words: dict[str, str] = {}
    opened: list[str] = []
    for element in word.element.body.iter():  # type: ignore[attr-defined]  # python-docx names its document type only inside
        if element.tag == f"{space}commentRangeStart":
            opened.append(element.get(f"{space}id"))
        elif element.tag == f"{space}commentRangeEnd":
            opened.remove(element.get(f"{space}id"))
        elif element.tag == f"{space}t":
            words.update({name: words.get(name, "") + element.text for name in opened})
    return [words[name] for name in sorted(words, key=int)]


def test_the_three_forms_name_the_place() -> None:
    document, _, found = draft(*FAULTS, name="draft.txt")
    first = as_text(document, found).splitlines()[0]
    assert first.startswith("draft.txt:10:6: warning [lead-collective] 没有具体单位对此负责。建议明确：牵头部门")
    assert "Suggested: name the unit that leads." in as_text(document, found, Language.EN)
    assert json.loads(as_json(document, found))[0]["line"] == 10
    run = json.loads(as_sarif(document, found))["runs"][0]
    assert run["results"][0]["locations"][0]["physicalLocation"]["region"]["startColumn"] == 6
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(PLANTED)


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_the_ledger_of_the_example_reads_back_in(kind: str) -> None:
    plan = corpus_of(extract(read_bytes((files("extract") / "examples" / "changji-2015.txt").read_bytes(), "plan.txt")))
    data = ledger_workbook(plan) if kind == "xlsx" else ledger_memo(plan)
    again = corpus_of(extract(read_bytes(data, f"ledger.{kind}")))
    before, after = (
        Counter((row.role, row.mention, row.unit) for row in one.assignments if row.counted) for one in (plan, again)
    )
    assert after == before
    assert after.total() == 136


def test_a_unit_that_had_ended_when_the_plan_was_issued_is_asked_about() -> None:
    lines = ["1.推进依法行政。完善制度。", "责任单位：州政府法制办", "配合单位：州审计局"]
    for year, found in (("2016", []), ("2020", ["abolished-unit-leads"])):
        document = read_bytes("\n".join([HEAD[0], HEAD[1], f"{year}年5月3日", *HEAD[3:], *lines]).encode(), "draft.txt")
        rows = remarks(document, corpus_of(extract(document)))
        assert codes(rows) == found
        assert all("州政府法制办" in row.quote for row in rows)
        assert all(row.severity is Severity.INFO and "可能已不再设置" in row.what[Language.ZH] for row in rows)


def test_a_comment_covers_its_words_over_runs_and_in_table_cells() -> None:
    word = docx.Document()
    for line in [*HEAD, "1.清理规范行政审批事项。全面清理州级行政审批事项，公布目录清单。"]:
        word.add_paragraph(line)
    broken = word.add_paragraph()
    for piece in ("责任单", "位：州政", "府各部门"):
        broken.add_run(piece).bold = piece == "位：州政"
    word.add_paragraph("配合单位：州审计局")
    out = io.BytesIO()
    word.save(out)
    document = read_bytes(out.getvalue(), "draft.docx")
    found = remarks(document, corpus_of(extract(document)))
    assert codes(found) == ["lead-collective"]
    copy = docx.Document(io.BytesIO(annotate(document, out.getvalue(), found)))
    assert _covered(copy) == ["州政府各部门"]
    assert [run.bold for run in copy.paragraphs[6].runs if run.text] == [False, True, True, False]

    table = docx.Document()
    table.add_paragraph("任务分工表")
    grid = table.add_table(rows=3, cols=4)
    cells = (
        "序号",
        "任务",
        "牵头单位",
        "配合单位",
        "1",
        "完善执法程序",
        "州政府各部门",
        "州审计局",
        "2",
        "改进作风",
        "州财政局",
        "州审计局",
    )
    for cell, words in zip((cell for row in grid.rows for cell in row.cells), cells, strict=True):
        cell.text = words
    out = io.BytesIO()
    table.save(out)
    document = read_bytes(out.getvalue(), "table.docx")
    found = tuple(row for row in remarks(document, corpus_of(extract(document))) if row.code == "lead-collective")
    assert [row.quote for row in found] == ["州政府各部门"]
    assert _covered(docx.Document(io.BytesIO(annotate(document, out.getvalue(), found)))) == ["州政府各部门"]


def test_the_sarif_log_has_the_shape_of_the_standard() -> None:
    document, _, found = draft(*FAULTS, name="draft.txt")
    log = json.loads(as_sarif(document, found))
    assert log["version"] == "2.1.0"
    (one,) = log["runs"]
    driver = one["tool"]["driver"]
    assert {"name", "version", "rules"} <= set(driver)
    known = {rule["id"] for rule in driver["rules"]}
    assert one["columnKind"] == "unicodeCodePoints"
    lines = document.text.split("\n")
    for result in one["results"]:
        assert result["ruleId"] in known
        assert result["level"] in {"none", "note", "warning", "error"}
        assert result["message"]["text"]
        (place,) = result["locations"]
        region = place["physicalLocation"]["region"]
        assert place["physicalLocation"]["artifactLocation"]["uri"] == "draft.txt"
        if region["startLine"] == region["endLine"]:
            words = lines[region["startLine"] - 1][region["startColumn"] - 1 : region["endColumn"] - 1]
            assert words == region["snippet"]["text"]


def test_a_word_file_that_cannot_be_written_into_is_typed_anew_with_a_word() -> None:
    word, out = docx.Document(), io.BytesIO()
    for line in ("甲市安全工作方案", "一、主要任务", "1.健全制度。完善各项制度。责任单位：各有关部门"):
        word.add_paragraph(line)
    word.save(out)
    damaged = io.BytesIO()
    with zipfile.ZipFile(out) as whole, zipfile.ZipFile(damaged, "w") as part:
        for name in whole.namelist():
            if name != "[Content_Types].xml":
                part.writestr(name, whole.read(name))
    document = read_bytes(damaged.getvalue(), "draft.docx")
    found = remarks(document, corpus_of(extract(document)))
    copy = docx.Document(io.BytesIO(annotate(document, damaged.getvalue(), found)))
    assert [paragraph.text for paragraph in copy.paragraphs if paragraph.text][-1].endswith("各有关部门")
    first, *others = [comment.text for comment in copy.comments]
    assert first == "原件无法写入批注，本文件按原文重新排版。"
    assert len(others) == len(found) > 0
