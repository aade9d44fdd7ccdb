"""A Word file reads as its page does, and says what it holds besides."""

import pytest

from extract.readers import read_bytes
from extract.records import BlockKind, Document, WithheldKind
from tests.extract.readers.makers import unzipped, word, workbook, zipped

RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LISTED = "http://schemas.openxmlformats.org/package/2006/relationships"
TABLE: list[list[object]] = [["序号", "任务", "牵头单位"], [1, "建设平台", "市数据局"]]
PAGE = "<table><tr><th>序号</th><th>任务</th><th>牵头单位</th></tr><tr><td>1</td><td>建设平台</td><td>市数据局</td></tr></table>"


def run(words: str, mark: str = "") -> str:
    return f"<w:r><w:rPr>{mark}</w:rPr><w:t>{words}</w:t></w:r>"


def paragraph(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def read(body: str, numbering: str = "", **parts: str) -> Document:
    return read_bytes(word(body, numbering, **parts), "方案.docx")


def related(body: str, kind: str, member: str, content: bytes, mode: str = "") -> bytes:
    """A document with one more part, that the relation rX of this kind names."""
    members: dict[str, str | bytes] = dict(unzipped(word(body)))
    listed = "word/_rels/document.xml.rels"
    more = f'<Relationship Id="rX" Type="{RELATIONS}/{kind}" Target="{member}"{mode}/></Relationships>'.encode()
    old = members[listed]
    assert isinstance(old, bytes)
    members[listed] = old.replace(b"</Relationships>", more)
    if content:
        members[f"word/{member}"] = content
    return zipped(members)


def said(document: Document) -> dict[WithheldKind, str]:
    return {thing.kind: str(thing.what) for thing in document.withheld}


@pytest.mark.parametrize(
    ("body", "text", "kind", "words"),
    [
        (paragraph(run("牵头单位："), run("市编办", "<w:strike/>"), run("市数据局")), "牵头单位：市数据局\n", WithheldKind.STRUCK, "市编办"),
        (paragraph(run("配合单位：市财政局"), run("、市法制办", "<w:dstrike/>")), "配合单位：市财政局\n", WithheldKind.STRUCK, "市法制办"),
        (paragraph(run("责任单位：市数据局"), run("（内部）", "<w:vanish/>")), "责任单位：市数据局\n", WithheldKind.HIDDEN, "内部"),
        (
            paragraph(run("责任单位：市"), "<w:r><w:ruby><w:rt><w:r><w:t>shen</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>审</w:t></w:r></w:rubyBase></w:ruby></w:r>", run("计局")),
            "责任单位：市审计局\n", WithheldKind.READING, "shen",
        ),
        (
            paragraph(run("责任单位：市数据局"), f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{run('单击此处选择')}</w:sdtContent></w:sdt>"),
            "责任单位：市数据局\n", WithheldKind.PLACEHOLDER, "单击此处选择",
        ),
        (paragraph(run("责任单位：市数据局"), '<w:del w:id="1"><w:r><w:delText>、市档案局</w:delText></w:r></w:del>'), "责任单位：市数据局\n", WithheldKind.REVISION, "市档案局"),
    ],
    ids=["struck", "twice", "hidden", "pronounced", "unfilled", "revised"],
)  # fmt: skip
def test_what_a_page_does_not_say_is_withheld_by_name(body: str, text: str, kind: WithheldKind, words: str) -> None:
    document = read(body)
    assert document.text == text
    assert words in said(document)[kind]


def test_a_mark_that_is_switched_off_takes_nothing_out() -> None:
    document = read(paragraph(run("责任单位：市数据局", '<w:strike w:val="0"/><w:vanish w:val="false"/>')))
    assert (document.text, document.withheld) == ("责任单位：市数据局\n", ())


def test_paragraphs_whose_mark_was_deleted_are_one() -> None:
    gone = "<w:rPr><w:del w:id='9'/></w:rPr>"
    body = (
        paragraph(run("牵头单位：市人力"), properties=gone)
        + paragraph(run("资源和社会"), properties=gone)
        + paragraph(run("保障局"))
        + paragraph(run("二、保障"))
    )
    assert read(body).text == "牵头单位：市人力资源和社会保障局\n二、保障\n"


def test_a_line_break_inside_a_list_of_names_is_none() -> None:
    lines = paragraph(
        run("牵头单位：市数据局、"),
        "<w:r><w:br/></w:r>",
        run("市财政局"),
        "<w:r><w:br/></w:r>",
        run("配合单位：市司法局"),
    )
    assert read(lines).text == "牵头单位：市数据局、市财政局\n配合单位：市司法局\n"


def test_tab_stops_part_columns_below_a_header_and_are_blanks_elsewhere() -> None:
    tab = "<w:r><w:tab/></w:r>"
    rows = [tab.join(map(run, row)) for row in (("序号", "任务", "牵头单位"), ("1", "建设平台", "市数据局"))]
    document = read(paragraph(run("目录"), tab, run("3")) + "".join(map(paragraph, rows)))
    assert document.text == "目录 3\n序号\t任务\t牵头单位\n1\t建设平台\t市数据局\n"
    assert sum(block.kind is BlockKind.CELL for block in document.blocks) == 6


def test_a_note_that_says_who_does_it_stands_below_its_task() -> None:
    notes = '<w:footnote w:id="2"><w:p><w:r><w:t>牵头单位：市司法局</w:t></w:r></w:p></w:footnote><w:footnote w:id="3"><w:p><w:r><w:t>见附件。</w:t></w:r></w:p></w:footnote>'
    refer = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    document = read(
        paragraph(run("1.配齐顾问。"), refer.format(2)) + paragraph(run("2.建设平台。"), refer.format(3)),
        footnotes=notes,
    )
    assert document.text == "1.配齐顾问。\n牵头单位：市司法局\n2.建设平台。\n见附件。\n"
    assert document.blocks[-1].kind is BlockKind.FOOTNOTE


def test_a_list_style_gives_its_levels_to_the_list_that_points_to_it() -> None:
    level = '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
    lists = (
        '<w:abstractNum w:abstractNumId="3"><w:numStyleLink w:val="L"/></w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="4"><w:styleLink w:val="L"/>{level}</w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="3"/></w:num>'
    )
    item = paragraph(run("建设平台。"), properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr>')
    assert read(item * 2, lists).text == "1.建设平台。\n2.建设平台。\n"


def test_a_style_has_the_level_its_list_links_it_to() -> None:
    levels = "".join(
        f'<w:lvl w:ilvl="{n}"><w:pStyle w:val="S{n}"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="{form}"/></w:lvl>'
        for n, form in enumerate(("%1、", "（%2）"))
    )
    lists = f'<w:abstractNum w:abstractNumId="1">{levels}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="S{n}"><w:name w:val="s{n}"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for n in (0, 1)
    )
    body = "".join(paragraph(run("内容。"), properties=f'<w:pStyle w:val="S{n}"/>') for n in (0, 1, 1))
    assert read(body, lists, styles=styles).text == "一、内容。\n（一）内容。\n（二）内容。\n"


@pytest.mark.parametrize("member", ["chunk.html", "chunk.xlsx", "chunk.docx", "chunk.txt"])
def test_a_part_that_is_brought_in_is_read_in_its_place(member: str) -> None:
    content = {
        "html": PAGE.encode(), "xlsx": workbook(TABLE), "txt": "1.建设平台。\n牵头单位：市数据局".encode(),
        "docx": word(paragraph(run("牵头单位：市数据局"))),
    }[member.rpartition(".")[2]]  # fmt: skip
    body = f'{paragraph(run("见下。"))}<w:altChunk xmlns:r="{RELATIONS}" r:id="rX"/>{paragraph(run("完。"))}'
    text = read_bytes(related(body, "aFChunk", member, content), "方案.docx").text
    assert text.startswith("见下。\n")
    assert "市数据局" in text
    assert text.endswith("完。\n")


def embedded(content: bytes) -> Document:
    made = f'<w:p><w:r><w:object><o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:r="{RELATIONS}" r:id="rX"/></w:object></w:r></w:p>'
    return read_bytes(related(paragraph(run("分工如下。")) + made, "package", "book.xlsx", content), "方案.docx")


def test_an_embedded_workbook_is_read_and_any_other_object_is_named() -> None:
    assert "市数据局" in embedded(workbook(TABLE)).text
    assert "book.xlsx" in said(embedded(b"PK broken"))[WithheldKind.OBJECT]


@pytest.mark.parametrize(
    ("kind", "content", "withheld"),
    [
        ("diagramData", b"<a/>", WithheldKind.OBJECT),
        ("futureThing", b"<a/>", WithheldKind.PART),
        ("comments", '<w:comments xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:comment><w:p><w:r><w:t>part.xml 由市司法局牵头</w:t></w:r></w:p></w:comment></w:comments>'.encode(), WithheldKind.COMMENT),
    ],
)  # fmt: skip
def test_a_part_that_is_not_read_is_named(kind: str, content: bytes, withheld: WithheldKind) -> None:
    document = read_bytes(related(paragraph(run("责任单位：市数据局")), kind, "part.xml", content), "方案.docx")
    assert "part.xml" in said(document)[withheld]


def test_the_body_is_found_by_the_relations_of_the_package() -> None:
    members = {
        name.replace("document.xml", "document2.xml"): data
        for name, data in unzipped(word(paragraph(run("责任单位：市数据局")))).items()
    }
    members["_rels/.rels"] = members["_rels/.rels"].replace(b"document.xml", b"document2.xml")
    assert read_bytes(zipped(members), "方案.docx").text == "责任单位：市数据局\n"


def test_signs_from_a_font_of_symbols_are_characters() -> None:
    assert read(paragraph('<w:r><w:sym w:font="Wingdings" w:char="F06C"/></w:r>', run("牵头"))).text == "●牵头\n"
