import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from extract.errors import ExtractError, SourceTooLargeError, UnreadableSourceError
from extract.formats import Format
from extract.readers import read_bytes
from extract.readers.markup import _bare_tags
from extract.records import Block, BlockKind, Document, WithheldKind
from tests.extract.work import grows_linearly

ARTICLE = "<p>一、总体要求。加强组织领导，落实工作责任，推进依法行政。</p>" * 8


def page(body: str, head: str = "") -> Document:
    return read_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "page.html")


def words(document: Document, kind: BlockKind) -> list[str]:
    return [document.quote(block.span) for block in document.blocks if block.kind is kind]


def cell_at(document: Document, row: int, column: int) -> Block:
    (found,) = [b for b in document.blocks if b.cell and (b.cell.row, b.cell.column) == (row, column)]
    return found


def test_paragraphs_end_at_blocks_and_line_breaks() -> None:
    document = page("<div>关于<b>印发</b>方案<br>的通知<p>正\n  文&nbsp;一</div>尾")
    assert document.format is Format.HTML
    assert words(document, BlockKind.PARAGRAPH) == ["关于印发方案", "的通知", "正文 一", "尾"]


def test_headings_keep_their_level() -> None:
    document = page("<h2>一、<b>目标</b></h2><p>正文。</p>")
    assert [(b.kind, b.level) for b in document.blocks] == [(BlockKind.HEADING, 2), (BlockKind.PARAGRAPH, 0)]


def test_navigation_and_footer_are_noise_and_the_title_is_found() -> None:
    body = (
        "<div class='nav'><a href='/'>首页</a><a href='/zw'>政务公开</a></div>"
        f"<div class='box'><h1>关于印发实施方案的通知</h1><div class='date'>2015-07-30</div><div class='text'>{ARTICLE}</div></div>"
        "<div class='footer'>主办单位：市政府办公室，承办单位：市数据局。</div>"
    )
    document = page(body)
    assert words(document, BlockKind.HEADING) == ["关于印发实施方案的通知"]
    assert len(words(document, BlockKind.PARAGRAPH)) == 8
    assert words(document, BlockKind.NOISE) == [
        "首页政务公开",
        "2015-07-30",
        "主办单位：市政府办公室，承办单位：市数据局。",
    ]


def test_an_annex_in_a_frame_of_its_own_stays_content() -> None:
    annex = "<p>附件一的任务由市发展改革委牵头，市财政局配合，各区政府落实。</p>" * 10
    document = page(f"<div><div>{ARTICLE * 6}</div><div>{annex}</div></div>")
    assert len(words(document, BlockKind.PARAGRAPH)) == 58


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>var a = '责任单位：甲局';</script>",
        "<style>.a{}</style>",
        "<p style='color:red; display : none'>责任单位：甲局</p>",
        "<p hidden>责任单位：甲局</p>",
        "<!-- 责任单位：甲局 -->",
        "<select><option>甲局</option></select>",
        "<noscript>甲局</noscript>",
    ],
)
def test_what_nobody_sees_is_not_read_and_what_follows_it_is(hidden: str) -> None:
    assert page(f"<div>前。{hidden}后。</div>").text.replace("\n", "") == "前。后。"


def test_merged_cells_stand_once_with_what_they_cover() -> None:
    document = page(
        "<table><tr><td colspan=3>附件<br>任务分工表</td></tr><tr><td>序号</td><td>任务</td><td>责任单位</td></tr>"
        "<tr><td rowspan=2>1</td><td>甲</td><td rowspan=9>财政局</td></tr><tr><td>乙<p>丙</td></tr></table>"
    )
    assert words(document, BlockKind.PARAGRAPH) == ["附件", "任务分工表"]
    assert [cell_at(document, 1, column).cell.header for column in range(3)] == [True] * 3  # type: ignore[union-attr]  # cell_at chose blocks with a cell
    first, last, deep = (cell_at(document, *place).cell for place in ((2, 0), (3, 1), (2, 2)))
    assert first is not None
    assert deep is not None
    assert last is not None
    assert (first.rows, deep.rows) == (2, 2), "a span ends with its table"
    assert document.quote(cell_at(document, 3, 1).span) == "乙\n丙"
    assert not last.header
    assert "1\t甲\t财政局\n" in document.text


def test_a_table_around_the_article_is_unwrapped() -> None:
    inner = "<table><tr><th>任务</th><th>单位</th></tr><tr><td>甲</td><td>财政局</td></tr></table>"
    document = page(f"<table><tr><td>{ARTICLE * 10}{inner}</td></tr></table>")
    assert len(words(document, BlockKind.PARAGRAPH)) == 80
    assert words(document, BlockKind.CELL) == ["任务", "单位", "甲", "财政局"]


def test_a_fragment_may_begin_inside_a_table() -> None:
    document = read_bytes(f"<tbody><tr><td>{ARTICLE}</td></tr></tbody>".encode(), "plan.txt")
    assert document.format is Format.HTML
    assert len(words(document, BlockKind.PARAGRAPH)) == 8


@pytest.mark.parametrize("encoding", ["utf-8", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "nonsense"])
def test_a_wrong_charset_declaration_does_no_harm(encoding: str, declared: str) -> None:
    text = "政府工作方案，主管部门：公安局、民政局。" * 5
    data = f'<html><meta charset="{declared}"><p>{text}</p></html>'.encode(encoding)
    assert text in read_bytes(data, "page.html").text


def test_entities_of_the_pages_own_making_are_not_resolved() -> None:
    lines = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a0 "lol">{lines}<!ENTITY f SYSTEM "file:///etc/hostname">]><html><p>&a11;&f;正文</p></html>'
    assert len(read_bytes(bomb.encode(), "page.html").text) < 3000


@pytest.mark.parametrize(
    "body",
    [
        "<div>" * 100_000 + "深",
        "<b>" * 100_000 + "深",
        "<table><tr><td>" * 30_000 + "深",
        "<table>" + f"<tr>{'<td rowspan=60000 colspan=1000>甲</td>' * 5}</tr>" * 9000 + "</table>",
        "<" * 3_100_000,
    ],
    ids=["blocks", "inline", "tables", "spans", "tags"],
)
def test_pages_that_cannot_be_read_whole_are_refused(body: str) -> None:
    with pytest.raises(SourceTooLargeError):
        page(body)


@pytest.mark.parametrize(
    "data",
    [
        b"<html",
        b"<!doctype html>",
        b"<!-- x -->",
        b"\xef\xbb\xbf",
        b"<?xml version='1.0'?>",
        b"<html><body></body></html>",
    ],
)
def test_a_page_without_words_is_refused_as_an_empty_file(data: bytes) -> None:
    with pytest.raises(UnreadableSourceError, match="没有任何文字"):
        read_bytes(data, "page.html")


@pytest.mark.parametrize("part", ["<p>一。", "一<br>", "&nbsp;", "（", "<p"])
def test_long_pages_are_read_in_linear_work(part: str) -> None:
    assert grows_linearly(lambda size: page(f"<p>一</p>{part * size}<p>完</p>"), 2_000)


TAGS = "<table> </table> <tr> <td\xa0rowspan=3> <td\xa0colspan=0> </td> <p> </div> <div\xa0class=nav> <br> <h3> <script> </script> <pre> <!-- -->"
WORDS = "责任单位：财政局。 甲 &#0; &#xd800; &lt; ]]> \0"
MARKUP = st.lists(
    st.sampled_from([*(tag.replace("\xa0", " ") for tag in TAGS.split(" ")), *WORDS.split(), " \n"]), max_size=40
).map("".join)


@given(MARKUP)
def test_only_the_rooms_own_errors_escape(markup: str) -> None:
    try:
        document = read_bytes(f"<html>{markup}".encode(), "page.html")
    except ExtractError:
        return
    assert all(
        before.span.end < after.span.start for before, after in zip(document.blocks, document.blocks[1:], strict=False)
    )
    assert "\x00" not in document.text
    document.text.encode()


LINES = [
    f"（{n}）{words}，落实工作责任，完善考核办法，确保按时完成，并按季度报送工作进展情况。"
    for n, words in zip(
        "一二三四五六", ("加强领导", "推进改革", "优化服务", "强化监督", "开展培训", "严格考核"), strict=True
    )
]
PROSE = "".join(f"<p>{line}</p>" for line in LINES)


def notes(document: Document) -> dict[WithheldKind, str]:
    return {thing.kind: str(thing.what) for thing in document.withheld}


def test_an_article_that_is_printed_twice_is_read_once() -> None:
    document = page(f"<div class=pc>{PROSE}</div><div class=mobile>{PROSE}</div>")
    assert words(document, BlockKind.PARAGRAPH) == LINES
    assert words(document, BlockKind.NOISE) == LINES
    assert "两遍" in notes(document)[WithheldKind.REPEATED]


def test_a_line_that_recurs_is_no_second_print() -> None:
    assert (
        len(
            words(
                page(f"<div>{PROSE}<p>责任单位：市财政局</p>{LINES[0]}<p>责任单位：市财政局</p></div>"),
                BlockKind.PARAGRAPH,
            )
        )
        == 9
    )


@pytest.mark.parametrize("name", ["right", "left_nav", "side-bar"])
def test_a_side_column_with_sentences_is_noise(name: str) -> None:
    side = "<h3>责任单位</h3><p>本栏目责任单位：市政府办公室，配合单位：市司法局。</p>"
    document = page(f"<div><div class=main>{PROSE}</div><div class={name}>{side}</div></div>")
    assert "本栏目责任单位：市政府办公室，配合单位：市司法局。" in words(document, BlockKind.NOISE)


def test_attachments_of_a_page_are_named() -> None:
    document = page(
        "<div><p>现将工作方案印发给你们，请认真贯彻执行。</p><a href='/files/2024/plan.docx?x=1'>附件：任务分工方案</a></div>"
    )
    assert "附件：任务分工方案" in notes(document)[WithheldKind.LINK]


def test_a_page_that_is_a_picture_or_a_frame_says_so() -> None:
    document = page(
        "<div><p>工作方案，详见下图。</p><img src=a.png><iframe src='/zw/2024/content.html'></iframe></div>"
    )
    assert "图片" in notes(document)[WithheldKind.PICTURE]
    assert "/zw/2024/content.html" in notes(document)[WithheldKind.LINK]


@pytest.mark.parametrize("value", ["1", "&lt;<", "<'>"])
def test_a_tag_of_a_hundred_thousand_attributes_loses_them_and_nothing_else(value: str) -> None:
    attributes = " ".join(f'a{n}="{value}"' for n in range(100_000))
    found = etree.HTML(_bare_tags(f"<div class='x'><p {attributes}>责任单位：市财政局</p></div>"))
    assert [(element.tag, len(element.attrib)) for element in found.iter("div", "p")] == [("div", 1), ("p", 0)]
    assert found.findtext(".//p") == "责任单位：市财政局"


def test_what_a_page_crosses_out_and_how_words_sound_is_no_text() -> None:
    document = page(f"{PROSE}<p>责任单位：<del>市编办</del>市<ruby>审<rp>(</rp><rt>shen</rt><rp>)</rp></ruby>计局</p>")
    assert "责任单位：市审计局" in words(document, BlockKind.PARAGRAPH)
    assert "市编办" in notes(document)[WithheldKind.STRUCK]
