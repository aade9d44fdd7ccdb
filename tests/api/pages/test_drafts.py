"""A draft on the desk: its text beside the remarks, each decided, and the draft given back with comments at the words."""

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import docx
import httpx
import pytest
from docx.oxml.ns import qn

from api.pages.drafts.routes import stretches
from api.reports.lint import Remark
from extract.records import Severity
from ontology.catalogue import Language
from tests.api.serving import HTML, House, content, enter, house, plans

LINES = (
    "某市2026年安全工作方案",
    "一、主要任务",
    "1.健全制度。完善各项制度。",
    "责任单位：各有关部门",
    "2.加强培训。组织业务培训。",
    "责任单位：有关单位",
    "4.检查设施。开展检查。",
    "牵头单位：市公安局",
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with house(tmp_path_factory.mktemp("drafts") / "data") as opened:
        yield opened


def word() -> bytes:
    document = docx.Document()
    for line in LINES:
        paragraph = document.add_paragraph()
        for place in range(0, len(line), 3):  # runs cut anywhere, as Word cuts them
            paragraph.add_run(line[place : place + 3])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def bring(client: httpx.Client, proof: str, name: str, data: bytes) -> httpx.Response:
    return client.post("/draft", data={"proof": proof}, files={"files": (name, data)})


def commented(data: bytes) -> set[tuple[str, str]]:
    """The comments of a Word file, each with the words that it covers."""
    document = docx.Document(io.BytesIO(data))
    found = set()
    for comment in document.comments:
        for paragraph in document.paragraphs:
            covered, inside = "", False
            for part in paragraph._element:
                if part.tag == qn("w:commentRangeStart") and part.get(qn("w:id")) == str(comment.comment_id):
                    inside = True
                elif part.tag == qn("w:commentRangeEnd") and part.get(qn("w:id")) == str(comment.comment_id):
                    inside = False
                elif inside:
                    covered += "".join(text.text or "" for text in part.iter(qn("w:t")))
            if covered:
                found.add((comment.text, covered))
    return found


def test_a_draft_is_decided_and_given_back_with_comments_at_the_words(served: House) -> None:
    with served.someone() as person:
        proof = enter(person)
        before = content(served.store)
        address = bring(person, proof, "草案.docx", word()).headers["location"]
        page = person.get(address, headers=HTML).text
        shown = re.search(r'<pre class="draft-text".*?</pre>', page, re.DOTALL)
        assert shown
        text = unescape(re.sub("<[^>]+>", "", shown[0]))
        assert [line for line in text.split("\n") if line] == list(LINES)
        remarks = re.findall(r'id="r(\d+)".*?“(.*?)”', page, re.DOTALL)
        vague = [int(number) for number, quote in remarks if "各有关部门" in quote]
        other = [int(number) for number, quote in remarks if quote == "有关单位"]
        gap = [int(number) for number, quote in remarks if quote == "4."]
        assert len(vague) == len(other) == len(gap) == 1

        def decide(number: int, **fields: str) -> int:
            return person.post(address, data={"proof": proof, "number": str(number), **fields}).status_code

        assert decide(vague[0], state="advised", note="请写明安委会办公室") == 303
        assert decide(other[0], state="dismissed") == 303
        assert decide(99, state="advised") == decide(vague[0], state="x") == 400
        assert decide(vague[0], state="advised", note="字" * 100_000) == 400
        answer = person.get(f"{address}/annotated.docx")
        assert (
            "comments" in answer.headers["content-disposition"]
            or "%E6%89%B9%E6%B3%A8" in answer.headers["content-disposition"]
        )
        found = commented(answer.content)
        assert [line.text for line in docx.Document(io.BytesIO(answer.content)).paragraphs] == list(LINES)
        (said,) = (comment for comment, covered in found if covered == "各有关部门")
        assert "建议明确：牵头部门" in said
        assert "请写明安委会办公室" in said
        assert "有关单位" not in {covered for _, covered in found}
        assert "4." in {covered for _, covered in found}
        memo = docx.Document(io.BytesIO(person.get(f"{address}/memo.docx").content))
        assert memo.paragraphs[0].text == "关于《某市2026年安全工作方案》牵头责任审核情况的备忘"
        written = [paragraph.text for paragraph in memo.paragraphs]
        assert any(re.fullmatch(r"20\d\d年\d+月\d+日", line) for line in written)
        assert [line for line in written if line.startswith("办理：")] == [
            "办理：已建议（经办人王芳）。请写明安委会办公室"
        ]
        assert "另有 1 项经办理不采纳或已解决，见附件。" in written
        assert {("1.1", "已建议"), ("1.2", "不采纳")} <= {
            (row.cells[0].text, row.cells[3].text)
            for grid in memo.tables
            if len(grid.columns) == 6
            for row in grid.rows
        }
        assert content(served.store) == before
        assert plans(served.store) == ()


def test_nobody_else_sees_a_draft(served: House) -> None:
    with served.someone() as person, served.someone() as other:
        address = bring(person, enter(person), "草案.docx", word()).headers["location"]
        enter(other)
        for client in (other, served.client):
            assert client.get(address, headers=HTML).status_code == 404
            assert client.get(f"{address}/annotated.docx").status_code == 404
        assert bring(served.client, "", "x.docx", word()).status_code == 401
        assert "草案.docx" not in other.get("/draft", headers=HTML).text
        assert "草案.docx" in person.get("/draft", headers=HTML).text


def test_a_text_comes_back_as_a_word_file_and_says_so(served: House) -> None:
    with served.someone() as person:
        proof = enter(person)
        address = bring(person, proof, "草案.txt", "\n".join(LINES).encode()).headers["location"]
        assert "原件不是 docx" in person.get(address, headers=HTML).text
        found = commented(person.get(f"{address}/annotated.docx").content)
        assert {"各有关部门", "有关单位", "4."} == {covered for _, covered in found}


@pytest.mark.parametrize("data", [b"", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, b"PK\x03\x04broken"])
def test_what_cannot_be_read_is_told(served: House, data: bytes) -> None:
    with served.someone() as person:
        answer = bring(person, enter(person), "草案.docx", data)
        assert answer.status_code == 400
        assert "草案.docx" in answer.text


def test_a_draft_enters_the_archive_only_when_asked(tmp_path: Path) -> None:
    with house(tmp_path / "data") as served, served.someone() as person:
        proof = enter(person)
        address = bring(person, proof, "草案.docx", word()).headers["location"]
        answer = person.post(f"{address}/import", data={"proof": proof})
        assert answer.headers["location"].startswith("/import/")
        job = answer.headers["location"].rpartition("/")[2]
        while not person.get(f"/api/import/{job}").json()["over"]:
            pass
        assert len(plans(served.store)) == 1
        assert person.post(address, data={"proof": proof, "remove": "1"}).headers["location"] == "/draft"
        assert person.get(address, headers=HTML).status_code == 404


def test_the_stretches_joined_are_the_text() -> None:
    words = dict.fromkeys(Language, "")
    found = tuple(
        Remark(code="x", severity=Severity.INFO, what=words, ask=words, start=start, end=end, quote="")
        for start, end in ((2, 5), (4, 8), (4, 4), (0, 1))
    )
    cut = stretches("一二三四五六七八九", found)
    assert "".join(part.words for part in cut) == "一二三四五六七八九"
    assert [part.numbers for part in cut if part.words == "五"] == [(0, 1)]
